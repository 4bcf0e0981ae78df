"""回避 inside a 件: a closed paper is counted, and neither changed nor thrown out by whom it is closed to (4.7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import closures, veil
from lianluozhan.models.archive import correcting, filing, papers
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.check import check
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.sheets import archive_parts

from .filing_desk import HEAD, Desk

pytestmark = pytest.mark.clause("4.7.2")
WHY = "顺序不对"


@pytest.fixture
def piece(desk: Desk) -> Iterator[Item]:
    """A 件 of three papers, the second of a matter that is closed to the archivist."""
    desk.choose()
    with desk.officer.action("opinion.register"):
        matter = desk.officer.add(Opinion(received_on=date(2026, 3, 1), title="路灯", content="坏了"))
    sheet = Part(name="登记表", pages=2, form="F10", record_table="opinions", record_id=matter.id)
    item = desk.file("[接待记录]", (Part(name="签到", pages=1), sheet, Part(name="小结", pages=3)), pages=None)
    of = ClosureSubject.MATTER
    closures.decide(desk.head, Closure(staff_id=desk.clerk.staff.id, subject=of, opinion_id=matter.id, reason="亲属"))
    closures.apply(desk.clerk)
    try:
        yield item
    finally:
        veil.draw(desk.clerk, [])


def whole(desk: Desk, item: Item) -> list[tuple[str, int | None]]:
    with veil.whole_sight():
        return [(part.name, part.place) for part in filing.parts_of(desk.head, item.id)]


def test_the_papers_of_a_piece_are_put_in_order_only_by_somebody_who_sees_all(
    desk: Desk, piece: Item, tmp_path: Path
) -> None:
    assert piece.pages == 6
    before, seen = whole(desk, piece), filing.parts_of(desk.clerk, piece.id)
    assert [part.name for part in seen] == ["签到", "小结"]
    scan = tmp_path / "来信.pdf"
    scan.write_bytes(b"%PDF-1.4")
    for act in (
        lambda: filing.change_parts(desk.clerk, piece.id, seen[::-1]),
        lambda: papers.add_papers(desk.clerk, piece.id, [(scan, 1)]),
    ):
        with pytest.raises(RuleError, match="对您回避的材料，请由另一位"):
            act()
    desk.number()
    with pytest.raises(RuleError, match="对您回避的材料，请由另一位"):
        correcting.correct_parts(desk.clerk, piece.id, seen[::-1], WHY, HEAD)
    assert whole(desk, piece) == before and desk.now(piece).pages == 6


def test_a_closed_paper_counts_where_the_pages_are_compared(desk: Desk, piece: Item) -> None:
    desk.number()
    assert correcting.correct(desk.clerk, piece.id, {"title": "[另一个题名]"}, WHY, HEAD).pages == 6
    assert [each.sentence for each in check(desk.clerk) if each.area == "档案"] == []
    with pytest.raises(InvalidRecord, match="材料加起来是 6 页"):
        correcting.correct(desk.clerk, piece.id, {"pages": 4}, WHY, HEAD)


def test_the_whole_piece_is_printed_only_by_somebody_who_sees_all_of_it(desk: Desk, piece: Item) -> None:
    """Its list and its page numbers would be wrong; and it lacks nothing where only a closed paper is out of sight."""
    desk.number()
    with pytest.raises(RuleError, match="对您回避的材料，请由另一位"):
        archive_parts.volume(desk.clerk, piece.id)
    assert not any("页数" in words for words in archive_parts.missing_of(desk.clerk, piece.id))
    veil.draw(desk.clerk, [])
    assert archive_parts.volume(desk.clerk, piece.id)
    with desk.clerk.action("archive.appraise"):
        desk.clerk.change(desk.now(piece), destroyed_on=desk.clerk.today)
    with pytest.raises(RuleError, match="已经销毁，只有目录还在，不能再打印整件"):
        archive_parts.volume(desk.clerk, piece.id)
