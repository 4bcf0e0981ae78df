"""Any 件 is found by word, number, person, year, box or state; what is closed stays out of sight (4.6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lianluozhan.models import closures, opinions, veil
from lianluozhan.models.archive import correcting, filing, lists, proposing
from lianluozhan.models.archive.lists import STATES, ItemFilter, listing
from lianluozhan.models.archive.record import Box, Category, Item, ItemKind, Retention
from lianluozhan.models.check import SEARCH, check
from lianluozhan.models.closures import Closure
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.ledger_facts import with_facts
from lianluozhan.models.opinions import flow
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit
from lianluozhan.models.repair import check_fully, rebuild_search

from .filing_desk import HEAD, Desk
from .old_years import bring_back, lend

Y, D30, D10 = Retention.PERMANENT, Retention.YEARS_30, Retention.YEARS_10


def add(desk: Desk, record: Any) -> Any:
    with desk.officer.action("opinion.register"):
        return desk.officer.add(record)


def found(desk: Desk, words: str = "", **values: Any) -> list[str]:
    listed = listing(desk.clerk, ItemFilter(words=words, **values))
    rows = listed.page(100)
    assert listed.count() == len(rows)
    return [row["title"] for row in rows]


@pytest.fixture
def year(desk: Desk) -> dict[str, Item]:
    """Five 件 of two years."""
    desk.choose()
    matter = add(
        desk,
        Opinion(
            title="路灯不亮",
            content="晚上老人出门看不见台阶",
            submitter_name="孙桂兰",
            number="社情民意〔2026〕0007号",
            received_on=date(2026, 3, 1),
            status=Status.CLOSED,
        ),
    )
    add(
        desk,
        Opinion(
            title="也说路灯",
            content="同上",
            submitter_name="钱大妈",
            received_on=date(2026, 3, 2),
            merged_into=matter.id,
        ),
    )
    reception = add(desk, Reception(held_on=date(2026, 5, 6), state=ReceptionState.HELD))
    add(desk, Visit(reception_id=reception.id, name="陶水根"))
    made = {
        "light": desk.file(
            "[关于路灯不亮的群众意见及办理答复]",
            kind=ItemKind.OPINION,
            source_table="opinions",
            source_id=matter.id,
            category=Category.OPINIONS,
            persons="孙桂兰 赵明山",
        ),
        "notice": desk.file("关于开展视察的通知", responsible="县人大常委会", remark="原件破损"),
        "plan": desk.file("2026年工作计划", retention=Y),
        "reception": desk.file(
            "[2026年5月6日代表接待选民的签到、记录和小结]",
            kind=ItemKind.RECEPTION,
            source_table="receptions",
            source_id=reception.id,
        ),
        "old": desk.file("关于防火的通知", year=2025, dated_on=date(2025, 4, 1), document_number="县发〔2025〕88号"),
    }
    desk.number(2026)
    desk.number(2025)
    return {name: desk.now(item) for name, item in made.items()}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("路灯", ["light"]),
        ("视察", ["notice"]),
        ("破损", ["notice"]),
        ("县人大常委会", ["old", "notice", "light", "reception", "plan"]),
        ("县发〔2025〕88号", ["old"]),
        ("Z109-WS·2026-D30-0002", ["notice"]),
        ("z109-ws.2026-d30-0002", ["notice"]),
        ("D30-0002", ["notice"]),
        ("0003", ["reception"]),
        ("赵明山", ["light"]),
        ("孙桂兰", ["light"]),
        ("钱大妈", ["light"]),
        ("陶水根", ["reception"]),
        ("台阶", ["light"]),
        ("社情民意〔2026〕0007号", ["light"]),
        ("关于 通知", ["old", "notice"]),
        ("龘", []),
        ("，", []),
    ],
)
def test_a_piece_is_found_by_any_word_number_or_person(
    desk: Desk, year: dict[str, Item], words: str, names: list[str]
) -> None:
    assert sorted(found(desk, words)) == sorted(year[name].title for name in names)


def test_the_list_runs_class_by_class_in_the_order_of_the_numbers_with_new_ones_behind(
    desk: Desk, year: dict[str, Item]
) -> None:
    desk.file("关于甲的通知")
    names = [year[name].title for name in ("light", "notice", "reception")]
    assert found(desk, year=2026, retention=D30) == [*names, "关于甲的通知"]
    backward = listing(desk.clerk, ItemFilter(year=2026, retention=D30, newest_first=True)).page(2)
    assert [row["title"] for row in backward] == ["关于甲的通知", year["reception"].title]


def test_each_narrowing_shows_what_it_says(desk: Desk, year: dict[str, Item]) -> None:
    person = add(desk, Deputy(name="赵明山"))
    mine = desk.file("[赵明山代表2026年度履职档案]", deputy_id=person.id, kind=ItemKind.DEPUTY_YEAR)
    assert found(desk, deputy_id=person.id) == [mine.title]
    assert found(desk, kind=ItemKind.OPINION) == [year["light"].title]
    assert found(desk, category=Category.OPINIONS) == [year["light"].title]
    assert found(desk, year=2025) == [year["old"].title]
    assert found(desk, unit="RDB") == []
    with desk.clerk.action("archive.box"):
        box = desk.clerk.add(Box(year=2026, retention=Y, number=3))
        desk.clerk.change(year["plan"], box_id=box.id)
    assert found(desk, box_id=box.id) == [year["plan"].title]
    [row] = listing(desk.clerk, ItemFilter(box_id=box.id)).page(5)
    assert (row["box_number"], row["is_out"]) == (3, 0)


def test_each_state_shows_its_own(desk: Desk, year: dict[str, Item]) -> None:
    waiting = desk.file("关于甲的通知")
    out = filing.take_out(desk.officer, desk.file("关于乙的通知").id, "重复")
    loan = lend(desk.officer, year["notice"])
    correcting.strike(desk.clerk, year["light"].id, "重复", HEAD)
    with desk.clerk.action("archive.appraise"):
        desk.clerk.change(year["old"], kept_until=date(2026, 12, 31))
        desk.clerk.change(year["plan"], handed_over_on=desk.clerk.today)
        gone = desk.clerk.add(
            replace(year["reception"], id=0, source_id=None, sequence=4, place=4, destroyed_on=date(2027, 1, 1))
        )
    by_state = {state: found(desk, state=state) for state in STATES}
    assert by_state["waiting"] == [waiting.title] and by_state["taken_out"] == [out.title]
    assert by_state["out"] == [year["notice"].title] and by_state["due"] == [year["old"].title]
    assert by_state["struck"] == [year["light"].title]
    assert by_state["handed"] == [year["plan"].title] and by_state["destroyed"] == [gone.title]
    assert len(by_state["all"]) == 7 and out.title not in by_state["all"]
    assert sorted(by_state[""]) == sorted([*by_state["numbered"], waiting.title])
    bring_back(desk.officer, loan)
    assert found(desk, state="out") == []


def test_years_and_classes_are_counted_with_what_is_struck_apart(desk: Desk, year: dict[str, Item]) -> None:
    desk.file("关于甲的通知")
    correcting.strike(desk.clerk, year["notice"].id, "重复", HEAD)
    assert [(each.year, each.numbered, each.waiting) for each in lists.years(desk.clerk)] == [
        (2026, 3, 1),
        (2025, 1, 0),
    ]
    permanent, thirty = lists.classes(desk.clerk, 2026)
    assert (permanent.retention, permanent.numbered, permanent.last) == (Y, 1, 1)
    assert (thirty.numbered, thirty.waiting, thirty.struck, thirty.last, thirty.pages) == (2, 1, 1, 3, 8)


def test_a_closed_person_does_not_show_through_the_piece_of_a_reception(desk: Desk, year: dict[str, Item]) -> None:
    """回避: neither the matter of that person nor that he came."""
    made = Closure(
        staff_id=desk.clerk.staff.id, subject=closures.ClosureSubject.PERSON, person_name="陶水根", reason="亲属"
    )
    closures.decide(desk.head, made)
    closures.apply(desk.clerk)
    try:
        assert found(desk, "陶水根") == []
        assert year["reception"].title in found(desk)
    finally:
        veil.draw(desk.clerk, [])


# The ledger, the search index, the check -------------------------------------------------------------------------


def test_the_ledger_and_the_sheets_of_a_matter_name_its_number_in_the_archive(
    desk: Desk, year: dict[str, Item]
) -> None:
    """4.3.2: the ledger says where the matter lies; the matter itself is not written to."""
    rows = [{"id": row[0]} for row in desk.clerk.rows("SELECT id FROM opinions ORDER BY id")]
    number = year["light"].archival_number
    assert [row["file_number"] for row in with_facts(desk.clerk, rows)] == [number, number], "and what was joined to it"
    light = year["light"].source_id or 0
    assert opinions.file_of(desk.clerk, light).opinion.file_number == number
    assert desk.clerk.get(Opinion, light).file_number == ""
    moved = correcting.reclassify(desk.clerk, year["light"].id, retention=Y, reason="领导有批示", approved_by=HEAD)
    assert with_facts(desk.clerk, rows[:1])[0]["file_number"] == moved.archival_number
    correcting.strike(desk.clerk, moved.id, "重复", HEAD)
    assert with_facts(desk.clerk, rows[:1])[0]["file_number"] == ""


def sentences(desk: Desk) -> list[tuple[str, str]]:
    return [(each.area, each.sentence) for each in check(desk.clerk) if each.area in ("档案", SEARCH, "登记内容")]


def test_a_sound_archive_is_found_sound(desk: Desk, year: dict[str, Item]) -> None:
    assert [each for each in sentences(desk) if each[0] != "登记内容"] == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("UPDATE main.archive_items SET pages = 9 WHERE sequence = 2", ""),
        ("DELETE FROM main.archive_items WHERE sequence = 2", "缺第 0002 号"),
        ("UPDATE main.archive_items SET archival_number = 'Z109-WS·2026-D30-0001' WHERE sequence = 2", "用了两次"),
        ("UPDATE main.archive_items SET voided_on = '2027-01-01' WHERE sequence = 2", "已作废却没有原因"),
        (
            "INSERT INTO archive_parts (item_id, place, name, pages, form, record_table, note)"
            " SELECT id, 1, '正文', 7, '', '', '' FROM archive_items WHERE sequence = 2",
            "材料加起来是 7",
        ),
    ],
)
def test_what_is_wrong_in_the_archive_is_named(desk: Desk, year: dict[str, Item], harm: str, words: str) -> None:
    desk.clerk.db.conn.execute("DROP TRIGGER archive_items_stay")
    desk.clerk.db.conn.execute(harm)
    told = [sentence for area, sentence in sentences(desk) if area == "档案" or "归档文件" in sentence]
    assert any(words in sentence for sentence in told) if words else told == []


def test_a_box_with_a_piece_of_another_class_is_named(desk: Desk, year: dict[str, Item]) -> None:
    with desk.clerk.action("archive.box"):
        box = desk.clerk.add(Box(year=2026, retention=D10, number=1))
        desk.clerk.change(year["plan"], box_id=box.id)
    assert any("装在不同年度、期限或机构的 1 号盒" in sentence for _, sentence in sentences(desk))


def test_a_search_index_of_the_archive_that_is_wrong_is_built_anew(desk: Desk, year: dict[str, Item]) -> None:
    desk.clerk.db.conn.execute("DELETE FROM archive_items_words WHERE rowid = ?", (year["notice"].id,))
    assert found(desk, "视察") == []
    assert any(area == SEARCH and "搜索" in sentence for area, sentence in sentences(desk))
    check_fully(desk.clerk)
    assert found(desk, "视察") == [year["notice"].title]
    assert rebuild_search(desk.clerk) == 2 + 5


def test_a_matter_that_is_filed_is_not_voided_before_it_is_taken_out(desk: Desk, year: dict[str, Item]) -> None:
    light = year["light"].source_id or 0
    with desk.officer.action("opinion.register"):
        desk.officer.change(desk.officer.select(Opinion, "merged_into = ?", (light,))[0], merged_into=None)
    with pytest.raises(RuleError, match=f"已经归档（{year['light'].archival_number}）"):
        opinions.void(desk.head, light, "重复")
    with desk.officer.action("opinion.close"):
        desk.officer.change(desk.officer.get(Opinion, light), status=Status.HANDLING)
    assert any("又在办理" in sentence for _, sentence in sentences(desk))
    correcting.strike(desk.clerk, year["light"].id, "又办理", HEAD)
    assert not any("又在办理" in sentence for _, sentence in sentences(desk))
    assert flow.filed_words(desk.clerk, light) == ""


@pytest.mark.clause("4.7.2")
def test_who_asked_for_secrecy_is_found_by_name_only_by_those_who_may_see_it(desk: Desk) -> None:
    """The archivist finds such a 件 by what it is about, and not by who came, nor by a telephone or an address."""
    desk.choose()
    secret: dict[str, Any] = {"submitter_name": "孙桂兰", "phone": "13900000123", "address": "石桥村9号"}
    matter = add(
        desk,
        Opinion(
            title="路灯不亮",
            content="晚上看不见台阶",
            received_on=date(2026, 3, 1),
            closed_on=date(2026, 5, 1),
            number="社情民意〔2026〕0007号",
            status=Status.CLOSED,
            keeps_secret=True,
            **secret,
        ),
    )
    joined = {"received_on": date(2026, 3, 2), "merged_into": matter.id, "keeps_secret": True}
    add(desk, Opinion(title="也说路灯", content="同上", submitter_name="钱大妈", **joined))
    reception = add(desk, Reception(held_on=date(2026, 5, 6), state=ReceptionState.HELD))
    add(desk, Visit(reception_id=reception.id, name="陶水根", keeps_secret=True))
    [proposal] = [each for each in proposing.proposals(desk.officer, 2026) if each.item.source_table == "opinions"]
    assert proposal.item.keeps_secret and "孙桂兰" not in repr(proposal.item)
    [light] = filing.file(desk.officer, [(replace(proposal.item, pages=2), ())])
    visit = desk.file("[接待]", kind=ItemKind.RECEPTION, source_table="receptions", source_id=reception.id)
    assert found(desk, "台阶") == found(desk, "路灯 看不见") == found(desk, "社情民意〔2026〕0007号") == [light.title]
    for words in ("孙桂兰", "13900000123", "石桥村", "钱大妈", "陶水根", "路灯 孙桂兰"):
        assert found(desk, words) == [], words
    for words, title in (("孙桂兰", light), ("钱大妈", light), ("陶水根", visit), ("石桥村", light)):
        rows = listing(desk.officer, ItemFilter(words=words)).page(9)
        assert [row["title"] for row in rows] == [title.title], words
