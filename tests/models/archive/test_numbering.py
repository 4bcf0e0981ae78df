"""Order, then number: gapless in each class, by the standard, and refused whole while anything is missing (4.6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import closures, veil
from lianluozhan.models.archive import filing, gaps, giving, item_files, lists, ordering, schemes
from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Part, Retention, SchemeForm
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Opinion

from .filing_desk import PAPER, Desk

D10, D30, Y = Retention.YEARS_10, Retention.YEARS_30, Retention.PERMANENT


def titles(desk: Desk, year: int = 2026) -> list[str]:
    return [item.title for item in ordering.waiting(desk.clerk, year)]


# Order -----------------------------------------------------------------------------------------------------------


def test_a_class_is_put_in_order_by_what_it_is_about_and_then_by_date(desk: Desk) -> None:
    """DA/T 22 §5.3: by matter and time; papers of one matter and sets stay together."""
    desk.file("关于修桥的批复", dated_on=date(2026, 9, 1))
    desk.file("关于植树的通知", dated_on=date(2026, 5, 1))
    desk.file("[关于路灯的群众意见及办理答复]", category=Category.OPINIONS, dated_on=date(2026, 8, 1))
    desk.file("关于修桥的请示", dated_on=date(2026, 3, 1))
    desk.file("[关于水渠的群众意见及办理答复]", category=Category.OPINIONS, dated_on=date(2026, 2, 1))
    assert ordering.arrange(desk.officer, 2026)
    assert titles(desk) == [
        "[关于水渠的群众意见及办理答复]",
        "[关于路灯的群众意见及办理答复]",
        "关于修桥的请示",
        "关于修桥的批复",
        "关于植树的通知",
    ]


def test_a_set_stays_together_however_its_days_lie_among_those_of_others(desk: Desk) -> None:
    def of(kind: ItemKind, month: int) -> Item:
        return replace(PAPER, kind=kind, title=f"{kind.value}{month}", dated_on=date(2026, month, 1))

    found = ordering.ordered(
        [of(ItemKind.RECEPTION, 5), of(ItemKind.PLAN, 2), of(ItemKind.RECEPTION, 1), of(ItemKind.HANDOVER, 3)]
    )
    assert [item.title for item in found] == ["reception1", "reception5", "plan2", "handover3"]


def test_a_piece_moves_before_another_of_its_class_and_to_its_end(desk: Desk) -> None:
    first, second, third = (desk.file(f"关于{name}的通知") for name in "甲乙丙")
    ordering.move(desk.officer, third.id, first.id)
    assert titles(desk) == ["关于丙的通知", "关于甲的通知", "关于乙的通知"]
    ordering.move(desk.officer, third.id, None)
    assert titles(desk) == ["关于甲的通知", "关于乙的通知", "关于丙的通知"]
    assert ordering.move(desk.officer, second.id, second.id).id == second.id
    other = desk.file("关于丁的通知", retention=Y)
    with pytest.raises(RuleError, match="同一保管期限"):
        ordering.move(desk.officer, other.id, first.id)


def test_what_has_a_number_moves_no_more(desk: Desk) -> None:
    desk.choose()
    numbered = desk.file("关于甲的通知")
    desk.number()
    waiting = desk.file("关于乙的通知")
    for one, other in ((numbered, waiting), (waiting, numbered)):
        with pytest.raises(RuleError, match="已经编号"):
            ordering.move(desk.officer, one.id, other.id)
    with pytest.raises(RuleError, match="没有要排列的件"):
        ordering.arrange(desk.officer, 2025)


# Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.3")
def test_each_class_counts_for_itself_from_0001_in_its_order_and_on_from_its_last(desk: Desk) -> None:
    """DA/T 22 §5.4, DA/T 13: Z109-WS·2026-D30-0001."""
    desk.choose()
    for name, retention in (("甲", D30), ("乙", Y), ("丙", D30), ("丁", D10)):
        desk.file(f"关于{name}的通知", retention=retention)
    assert desk.number() == [
        "Z109-WS·2026-Y-0001",
        "Z109-WS·2026-D30-0001",
        "Z109-WS·2026-D30-0002",
        "Z109-WS·2026-D10-0001",
    ]
    desk.file("关于戊的通知")
    assert desk.number() == ["Z109-WS·2026-D30-0003"]
    kept = {item.archival_number: item.kept_until for item in desk.clerk.select(Item)}
    assert kept["Z109-WS·2026-Y-0001"] is None
    assert kept["Z109-WS·2026-D30-0003"] == date(2056, 12, 31)
    assert kept["Z109-WS·2026-D10-0001"] == date(2036, 12, 31)


def test_a_unit_stands_in_the_number_and_counts_for_itself(desk: Desk) -> None:
    desk.choose(SchemeForm.UNIT_LAST)
    for code in ("RDB", "ZXT"):
        schemes.add_unit(desk.clerk, code, code)
        desk.file(f"关于{code}的通知", unit=code)
    assert desk.number() == ["Z109-WS·2026-D30-RDB-0001", "Z109-WS·2026-D30-ZXT-0001"]


def test_a_year_is_numbered_whole_or_not_at_all_and_each_piece_that_lacks_something_is_named(desk: Desk) -> None:
    desk.choose()
    desk.file("关于甲的通知")
    desk.file("关于乙的通知", dated_on=None)
    desk.file("关于丙的通知", pages=None, dated_on=None)
    desk.file("关于丁的通知", pages=5, parts=(Part(name="正文", pages=3),))
    with pytest.raises(RuleError) as refused:
        desk.number()
    words = str(refused.value)
    assert "有 3 件还不能编号" in words and "甲" not in words
    for line in ("“关于乙的通知”缺日期", "“关于丙的通知”缺日期、页数", "页数写的是 5 页，材料加起来是 3 页"):
        assert line in words
    assert desk.clerk.select(Item, "sequence IS NOT NULL") == []
    for problem in giving.problems(desk.clerk, 2026):
        filing.edit(desk.officer, problem.item.id, dated_on=date(2026, 5, 1), pages=3)
    assert len(desk.number()) == 4


def test_numbers_wait_for_a_scheme_and_for_something_to_number(desk: Desk) -> None:
    desk.file()
    with pytest.raises(RuleError, match="还没有确定分类方案"):
        desk.number()
    desk.choose()
    with pytest.raises(RuleError, match="没有要编号的件"):
        desk.number(2025)
    desk.choose(way=FilingWay.VOLUME)
    with pytest.raises(RuleError, match="按卷整理"):
        desk.number()


def test_a_full_class_takes_no_number_beyond_the_last(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "LAST", 2)
    desk.choose()
    for name in "甲乙丙":
        desk.file(f"关于{name}的通知")
    with pytest.raises(RuleError, match="还差 1 个号"):
        desk.number()
    assert desk.clerk.select(Item, "sequence IS NOT NULL") == []


def test_what_is_closed_to_the_archivist_is_numbered_too_and_not_named_to_him(desk: Desk) -> None:
    """回避: numbers account for everything."""
    desk.choose()
    with desk.officer.action("opinion.register"):
        matter = desk.officer.add(Opinion(title="路灯不亮", content="坏了", received_on=date(2026, 5, 1)))
    secret = desk.file("关于路灯的意见", dated_on=None, source_table="opinions", source_id=matter.id)
    open_one = desk.file("关于甲的通知")
    with closed_to_the_archivist(desk, matter.id):
        with pytest.raises(RuleError, match="回避"):
            desk.now(secret)
        [problem] = giving.problems(desk.clerk, 2026)
        assert problem.item.title == "对您回避的一件"
        with pytest.raises(RuleError) as refused:
            desk.number()
        assert "路灯" not in str(refused.value)
        with veil.whole_sight():
            filing.edit(desk.officer, secret.id, dated_on=date(2026, 5, 1))
        assert [item.id for item in giving.number(desk.clerk, 2026)] == [open_one.id]
        lines = item_files.class_items(desk.clerk, 2026, D30)
        assert [(item.sequence, item.title) for item in lines] == [(1, veil.SIGN), (2, "关于甲的通知")]
        assert lists.listing(desk.clerk, ItemFilter(words="路灯")).count() == 0
        assert [each.numbered for each in lists.classes(desk.clerk, 2026)] == [2]


@contextmanager
def closed_to_the_archivist(desk: Desk, opinion_id: int) -> Iterator[None]:
    made = Closure(staff_id=desk.clerk.staff.id, opinion_id=opinion_id, reason="亲属")
    closures.decide(desk.head, made)
    closures.apply(desk.clerk)
    try:
        yield
    finally:
        veil.draw(desk.clerk, [])


# Older papers with numbers ---------------------------------------------------------------------------------------


def older(sequence: int, **values: object) -> Item:
    usual = {"year": 2020, "dated_on": date(2020, 3, 1), "sequence": sequence, "title": f"关于{sequence}的通知"}
    return replace(PAPER, **(usual | values))  # type: ignore[arg-type]


def test_older_pieces_are_entered_with_the_numbers_on_their_paper_one_after_the_other(desk: Desk) -> None:
    desk.choose()
    made = [giving.enter_numbered(desk.clerk, older(n), [Part(name="正文", pages=4)]) for n in (1, 2)]
    assert [item.archival_number for item in made] == ["Z109-WS·2020-D30-0001", "Z109-WS·2020-D30-0002"]
    assert [part.name for part in filing.parts_of(desk.clerk, made[0].id)] == ["正文"]
    with pytest.raises(InvalidRecord, match="请先补录 0003 号；"):
        giving.enter_numbered(desk.clerk, older(4))
    with pytest.raises(InvalidRecord, match="请先补录 0003 到 0004 号"):
        giving.enter_numbered(desk.clerk, older(5))


def test_two_papers_that_claim_one_number_are_told_apart_by_name(desk: Desk) -> None:
    desk.choose()
    giving.enter_numbered(desk.clerk, older(1))
    with pytest.raises(InvalidRecord) as refused:
        giving.enter_numbered(desk.clerk, older(1, title="关于别的事的通知"))
    assert "Z109-WS·2020-D30-0001 已经是“关于1的通知”" in refused.value.problems["sequence"]
    assert len(desk.clerk.select(Item)) == 1


@pytest.mark.parametrize("field", ["sequence", "dated_on", "pages"])
def test_an_older_piece_needs_what_the_catalogue_says_of_it(desk: Desk, field: str) -> None:
    desk.choose()
    with pytest.raises(InvalidRecord) as refused:
        giving.enter_numbered(desk.clerk, replace(older(1), **{field: None}))  # type: ignore[arg-type]
    assert field in refused.value.problems


def test_a_paper_of_another_fonds_is_not_entered_here(desk: Desk) -> None:
    desk.choose()
    with pytest.raises(InvalidRecord, match="本站的全宗号是 Z109"):
        giving.enter_numbered(desk.clerk, older(1, fonds="Z110"))


def test_numbers_that_the_older_catalogue_left_out_get_struck_lines_with_the_reason(desk: Desk) -> None:
    desk.choose()
    giving.enter_numbered(desk.clerk, older(1))
    with pytest.raises(InvalidRecord, match="缺号的原因"):
        giving.enter_numbered(desk.clerk, older(4), lost=" ")
    with pytest.raises(InvalidRecord, match="缺得太多"):
        giving.enter_numbered(desk.clerk, older(103), lost="原目录漏编")
    assert giving.enter_numbered(desk.clerk, older(4), lost="原目录漏编").sequence == 4
    lost = desk.clerk.select(Item, "voided_on IS NOT NULL", order="sequence")
    assert [(item.archival_number, item.title, item.remark, item.void_reason) for item in lost] == [
        ("Z109-WS·2020-D30-0002", "[缺号]", "缺号：原目录漏编", "原目录漏编"),
        ("Z109-WS·2020-D30-0003", "[缺号]", "缺号：原目录漏编", "原目录漏编"),
    ]
    assert giving.enter_numbered(desk.clerk, older(5), lost="没有用到").sequence == 5
    assert gaps.missing_numbers(desk.clerk) == []


def test_a_gap_made_around_the_program_is_named_and_stops_the_numbering(desk: Desk) -> None:
    desk.choose()
    for name in "甲乙":
        desk.file(f"关于{name}的通知")
    desk.number()
    desk.clerk.db.conn.execute("DROP TRIGGER archive_items_stay")
    desk.clerk.db.conn.execute("DELETE FROM main.archive_items WHERE sequence = 1")
    assert [gap.numbers for gap in gaps.missing_numbers(desk.clerk)] == [(1,)]
    desk.file("关于丙的通知")
    with pytest.raises(RuleError, match="缺第 0001 号"):
        desk.number()
    assert [(each.last, each.waiting) for each in lists.classes(desk.clerk, 2026)] == [(2, 1)]
