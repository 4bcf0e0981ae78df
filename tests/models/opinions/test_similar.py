"""What may be the same matter: found while it is typed, with the reason, and nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.similar import SHOWN, Candidate, Typed, found_at_once, look_for
from lianluozhan.models.session import Session
from tests.ledgers import MESSAGES, with_messages

from .conftest import STREETLIGHT, Desk

OTHERS = (
    ("水渠淤塞，稻田灌不上水", "东边水渠淤了两年，插秧放不上水，几十亩田受影响。"),
    ("卫生室常缺慢性病药品", "村卫生室的降压药又断了，几个老人都要坐车去镇上买。"),
    ("养猪场臭气影响居住", "村西头的养猪场粪水直排，夏天臭得开不了窗户。"),
    ("请求增加一趟到镇上的班车", "赶集日班车太挤，上学的孩子挤不上去。"),
)
AGAIN = "我们三组村口那一段的路灯坏了好几盏，两个月没有人来修，老人晚上不敢出门。"


def add(session: Session, **values: object) -> Opinion:
    with session.action("station.set_up"):
        return session.add(replace(STREETLIGHT, **values))  # type: ignore[arg-type]


def search(desk: Desk, **values: object) -> list[Candidate]:
    return found_at_once(desk.officer, Typed.of(values))


@pytest.fixture
def filled(desk: Desk) -> Opinion:
    """A streetlight among matters of the same village that have nothing to do with it."""
    for title, content in OTHERS:
        add(desk.officer, title=title, content=content, submitter_name="吴长根", phone="", status=Status.HANDLING)
    return desk.submitted()


@pytest.mark.clause("5.1.2")
def test_the_same_matter_told_in_other_words_is_found_and_says_why(desk: Desk, filled: Opinion) -> None:
    found = search(desk, content=AGAIN, village_id=1)
    assert [candidate.id for candidate in found] == [filled.id]
    assert found[0].why.startswith("同村，都说到") and "路灯" in found[0].why
    assert found[0].village_name == "石桥村" and found[0].submitter == "周长福" and found[0].may_join


def test_it_is_found_from_the_title_alone_and_without_the_village(desk: Desk, filled: Opinion) -> None:
    assert [candidate.id for candidate in search(desk, title="三组路灯损坏")] == [filled.id]


@pytest.mark.parametrize(
    "text", ["", "路", "请书记帮忙解决一下我们的问题，谢谢。", "今年的义务教育招生政策什么时候公布？"]
)
def test_where_nothing_is_alike_nothing_is_shown(desk: Desk, filled: Opinion, text: str) -> None:
    assert search(desk, content=text, village_id=1) == []


def test_the_same_phone_or_name_weighs_with_few_words(desk: Desk, filled: Opinion) -> None:
    words = "路灯坏了，什么时候修"
    alone = search(desk, content=words)
    with_phone = search(desk, content=words, phone="138 1234-2609")
    assert with_phone[0].id == filled.id and with_phone[0].why.startswith("同一电话")
    assert not alone or alone[0].score < with_phone[0].score
    named = search(desk, content=words, submitter_name="周长福", village_id=1)
    assert named[0].id == filled.id and named[0].why.startswith("同一反映人，同村")


def test_who_wants_secrecy_is_not_named(desk: Desk) -> None:
    add(desk.officer, keeps_secret=True, status=Status.HANDLING)
    found = search(desk, content=AGAIN, village_id=1, submitter_name="周长福")
    assert [(candidate.submitter, "反映人" in candidate.why) for candidate in found] == [("群众", False)]


def test_a_matter_is_not_like_itself_nor_like_a_voided_one(desk: Desk, filled: Opinion) -> None:
    typed = Typed.of({"title": filled.title, "content": filled.content, "village_id": 1}, filled.id)
    assert found_at_once(desk.officer, typed) == []
    opinions.void(desk.head, filled.id, "重复登记")
    assert search(desk, content=AGAIN, village_id=1) == []


def test_closed_ones_are_looked_at_for_two_years_open_ones_for_ever(desk: Desk) -> None:
    long_ago = date(2026, 3, 5) - timedelta(days=900)
    closed = add(desk.officer, status=Status.CLOSED, received_on=long_ago)
    open_ = add(desk.officer, status=Status.HANDLING, received_on=long_ago, number="社情民意〔2023〕0007号")
    recent = add(desk.officer, status=Status.CLOSED, received_on=date(2025, 6, 1))
    found = [candidate.id for candidate in search(desk, title="三组路灯损坏", content=AGAIN)]
    assert set(found) == {open_.id, recent.id} and closed.id not in found


def test_no_more_than_five_are_shown_the_likeliest_first(desk: Desk) -> None:
    for n in range(9):
        add(desk.officer, status=Status.HANDLING, village_id=1 if n == 4 else None, submitter_name=f"张{n}")
    found = search(desk, title=STREETLIGHT.title, content=STREETLIGHT.content, village_id=1)
    assert len(found) == SHOWN
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert found[0].village_name == "石桥村" and found[0].why == "同村，文字大多相同"


def test_a_pasted_megabyte_is_looked_through_in_as_many_steps_as_a_page(desk: Desk, filled: Opinion) -> None:
    chance = random.Random(1)
    flood = AGAIN + "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(500_000))
    typed = Typed.of({"title": filled.title, "content": flood, "village_id": 1})
    assert sum(1 for _ in look_for(desk.officer, typed)) < 60
    assert [candidate.id for candidate in found_at_once(desk.officer, typed)] == [filled.id]


def test_marks_operators_and_a_quotation_do_not_confuse_it(desk: Desk, filled: Opinion) -> None:
    assert (
        search(desk, title='路灯" OR 1=1 --', content="AND NEAR(( * ) '路灯坏了四盏'", village_id=1)[0].id == filled.id
    )


@with_messages
def test_real_messages_of_the_same_matter_are_found_and_others_seldom_shown(tmp_path: Path) -> None:
    from bench.save_opinion import open_station
    from tools.measure_duplicates import fill, judged, messages, typed_of

    pairs = judged()[1::4]  # a quarter, to be quick; the whole is measured by the tool
    known = {message.number: message for message in messages(str(MESSAGES))}
    wanted = {number for one, other, _ in pairs for number in (one, other)}
    some = [message for number, message in known.items() if number in wanted or int(number) % 3 == 0]
    session = open_station(tmp_path / "station")
    ids = fill(session, some)
    same: list[bool] = []
    other: list[bool] = []
    for one, two, alike in pairs:
        found = [c.id for c in found_at_once(session, typed_of(session, known[one], ids[one]))]
        (same if alike else other).append(ids[two] in found)
    session.close()
    assert sum(same) / len(same) > 0.85
    assert sum(other) / len(other) < 0.35
