"""One typed line finds opinions, people, places and acts, and respects who may see what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianluozhan.models import deputies, places, query_line
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.finding import Finder, Search, marks
from lianluozhan.models.found import Act
from lianluozhan.models.numbering import NumberSeries
from lianluozhan.models.opinions.record import Channel, Opinion, Status
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, Village
from lianluozhan.models.session import Session

TODAY = date(2026, 3, 5)


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


def write(session: Session, **facts: Any) -> Opinion:
    known: dict[str, Any] = {"received_on": date(2026, 3, 2), "title": "石桥村路灯坏了", "content": "快两个月了"}
    with session.action("opinion.register"):
        return session.add(Opinion(**(known | facts)))


def look(session: Session, line: str, *, acts: tuple[Act, ...] = ()) -> Search:
    search = Finder(session, acts).search(line)
    for _ in range(100):
        if not search.step():
            return search
    raise AssertionError("it never ends")


def ids(search: Search) -> list[int]:
    return [hit.key for group in search.groups for hit in group.hits if hit.kind == "opinion"]


def named(search: Search, kind: str) -> list[str]:
    return [hit.title for group in search.groups for hit in group.hits if hit.kind == kind]


def test_opinions_come_the_newest_first_and_are_counted_afterwards(officer: Session) -> None:
    made = [write(officer).id for _ in range(12)]
    search = Finder(officer).search("路灯")
    while not search.opinions.full:
        search.step()
    assert ids(search) == made[::-1][:8] and search.groups[0].total is None and search.groups[0].more
    while search.step():
        pass
    assert search.groups[0].total == 12
    search.want_more()
    while search.step():
        pass
    assert ids(search) == made[::-1] and not search.groups[0].more


def test_words_initials_and_a_village_can_be_mixed(officer: Session) -> None:
    village = officer.select(Village)[0].id
    by_title = write(officer).id
    by_village = write(officer, title="路灯不亮", village_id=village).id
    write(officer, title="石桥村水渠堵了")
    write(officer, title="路灯不亮")
    assert ids(look(officer, "sqc 路灯")) == ids(look(officer, "石桥村 路灯")) == [by_village, by_title]
    assert look(officer, "sqc 路灯").explained == "sqc = 石桥村"
    assert ids(look(officer, "sqc")) == [by_village + 1, by_village, by_title]


def test_a_short_number_finds_its_opinion_first(officer: Session) -> None:
    with officer.action("opinion.register"):
        officer.add(NumberSeries(kind="社情民意", year=2026, last=128))
    wanted = write(officer, number="社情民意〔2026〕0127号").id
    later = write(officer, number="社情民意〔2026〕0128号", phone="13801270000").id
    assert ids(look(officer, "127")) == ids(look(officer, "0127")) == [wanted, later]
    assert look(officer, "0127").groups[0].total == 2


def test_a_phone_is_found_by_its_tail_and_shown_masked(officer: Session) -> None:
    one = write(officer, submitter_name="周长福", phone="13812342609")
    search = look(officer, "2609")
    hit = search.groups[0].hits[0]
    assert hit.key == one.id and hit.detail == "电话 138****2609"
    assert [hit.detail[start:end] for start, end in hit.detail_marks] == ["2609"]


@pytest.mark.clause("4.7.2")
def test_who_wants_secrecy_is_not_shown_and_not_found_by_those_who_may_not_know(
    sign_in: Callable[..., Session], officer: Session
) -> None:
    secret = write(officer, submitter_name="周长福", phone="13812342609", address="三组17号", keeps_secret=True).id
    known = write(officer, submitter_name="周长福", phone="13812342609").id
    archivist = sign_in(Role.ARCHIVIST)
    for line in ("周长福", "zcf", "2609", "周"):
        assert ids(look(archivist, line)) == [known], line
        assert look(archivist, line).groups[0].total == 1
        assert ids(look(officer, line)) == [known, secret], line
    assert ids(look(archivist, "路灯")) == [known, secret]
    assert all("周" not in hit.detail for hit in look(officer, "周长福").groups[0].hits if hit.key == secret)
    assert all("2609" not in hit.detail for hit in look(officer, "2609").groups[0].hits if hit.key == secret)


def test_each_sees_only_the_groups_his_roles_open(sign_in: Callable[..., Session], officer: Session) -> None:
    write(officer, title="陈国栋来信")
    acts = (Act("system", "打开系统"),)
    assert {group.kind for group in look(officer, "陈国栋", acts=acts).groups} == {"opinion", "staff"}
    assert {group.kind for group in look(sign_in(Role.ADMINISTRATOR), "陈国栋", acts=acts).groups} == {"staff"}
    assert look(sign_in(Role.AUDITOR), "陈国栋", acts=acts).groups == []
    assert named(look(sign_in(Role.AUDITOR), "xt", acts=acts), "act") == ["打开系统"]


def test_people_places_and_acts_are_found_by_initials_with_surnames_read_right(officer: Session) -> None:
    person = deputies.add(officer, Deputy(name="单雪梅", organisation_post="石桥村妇联主席"), [Mandate(term="第十届")])
    acts = (Act("blank", "打印空白登记表", shortcut="", words="空表"), Act("backup", "备份到 U 盘"))
    search = look(officer, "sxm", acts=acts)
    assert [hit.key for group in search.groups for hit in group.hits if hit.kind == "deputy"] == [person.id]
    assert named(look(officer, "kbdjb", acts=acts), "act") == ["打印空白登记表"]
    assert named(look(officer, "空表", acts=acts), "act") == ["打印空白登记表"]
    assert named(look(officer, "sqc", acts=acts), "village") == ["石桥村"]
    assert named(look(officer, "sqc", acts=acts), "register") == ["快速登记，村填石桥村"]
    assert named(look(officer, "石桥村", acts=acts), "deputy") == ["单雪梅"]
    assert named(look(officer, "派出", acts=acts), "body") == ["镇派出所"]


def test_filters_narrow_with_words_or_alone(officer: Session) -> None:
    village = officer.select(Village)[0].id
    other = places.add(officer, Village(name="青溪村")).id
    category = officer.select(Category)[0].id
    first = write(officer, village_id=village, status=Status.HANDLING, category_id=category).id
    second = write(officer, village_id=other, status=Status.CLOSED, channel=Channel.LETTER).id
    third = write(officer, title="水渠", village_id=other, received_on=date(2025, 3, 2)).id
    for line, wanted in (
        ("状态:办理中", [first]),
        ("状态：blz", [first]),
        ("村:青溪", [second, third]),
        ("村:qx 路灯", [second]),
        ("渠道:来信 路灯", [second]),
        ("类别:交通 路灯", [first]),
        ("收到:2026-03 路灯", [second, first]),
        ("收到:2025-01..2025-12", [third]),
        ("收到:2024", []),
    ):
        search = look(officer, line)
        assert ids(search) == wanted, line
        assert search.opinions.total == len(wanted), line


def test_a_value_that_is_not_known_is_said_and_finds_nothing(officer: Session) -> None:
    write(officer)
    search = look(officer, "村:月亮 路灯")
    assert search.query.problem == "没有叫“月亮”的村。" and ids(search) == []
    assert "看不懂日期" in look(officer, "收到:下辈子").query.problem


def test_filters_and_their_values_are_offered_while_typing(officer: Session) -> None:
    finder = Finder(officer)
    assert [offer.label for offer in finder.offers("")] == ["类别:", "状态:", "村:", "单位:", "渠道:", "收到:"]
    assert [offer.line for offer in finder.offers("路灯 zt")] == ["路灯 状态:"]
    assert [offer.label for offer in finder.offers("路灯 状态:dsh")] == ["待审核"]
    assert finder.offers("村:石")[0].line == "村:石桥村 "
    assert "状态:" not in [offer.label for offer in finder.offers("状态:草稿 ")]
    assert [offer.label for offer in finder.offers("收到:")][:2] == ["今天", "本周"]
    assert finder.offers("路灯") == []


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("12月", date(2025, 12, 1), date(2025, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025-11..2026-01", date(2025, 11, 1), date(2026, 1, 31)),
        ("2026-01..2025-11", date(2025, 11, 1), date(2026, 1, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("上月", date(2026, 2, 1), date(2026, 2, 28)),
        ("去年", date(2025, 1, 1), date(2025, 12, 31)),
        ("本周", date(2026, 3, 2), TODAY),
        ("3.2", date(2026, 3, 2), date(2026, 3, 2)),
        ("三月二日", date(2026, 3, 2), date(2026, 3, 2)),
        ("3.2..", date(2026, 3, 2), TODAY),
    ],
)
def test_periods_are_read_as_people_write_them(typed: str, first: date, last: date) -> None:
    assert query_line.span(typed, TODAY) == (first, last)


def test_what_was_perhaps_meant_is_offered_with_its_count(officer: Session) -> None:
    write(officer)
    for typed, meant in (
        ("路登", "路灯"),
        ("石挢村", "石桥村"),
        ("两个越了", "两个月了"),
        ("鲁灯 坏", "路灯 坏"),
    ):
        search = look(officer, typed)
        assert search.suggestion is not None and " ".join(search.suggestion.words) == meant
        assert search.suggested == 1


def test_nothing_is_offered_where_nothing_is_like_it(officer: Session) -> None:
    write(officer)
    search = look(officer, "飞碟")
    assert search.suggestion is None and search.is_nothing


def test_found_words_are_marked_where_they_stand() -> None:
    assert marks("石桥村路灯，路灯", ["路灯"]) == ((3, 5), (6, 8))
    assert marks("石桥村路灯", ["sqc", "灯"]) == ((0, 3), (4, 5))
    assert marks("<b>ＡＢ</b>", ["ab"]) == ((3, 5),)
    assert marks("石桥村", ["柳"]) == ()


def test_a_word_of_the_text_is_shown_with_what_stands_around_it(officer: Session) -> None:
    write(officer, content="我们三组从村口老槐树到水塘那一段，路边的窨井没有盖，\n骑车的人掉下去两回了。" * 3)
    hit = look(officer, "窨井").groups[0].hits[0]
    assert hit.detail.startswith("…") and hit.detail.endswith("…") and "\n" not in hit.detail
    assert [hit.detail[start:end] for start, end in hit.detail_marks] == ["窨井"]


def test_nothing_typed_upsets_the_search(officer: Session) -> None:
    write(officer)
    for typed in ("", " ", "，", '"', "状态:", "a" * 5000, "石" * 3000, "：", "村:：", "\u0000灯", "%_'", "灯 " * 400):
        look(officer, typed)
        Finder(officer).offers(typed)
