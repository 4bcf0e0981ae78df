"""After the number: corrections are registered acts with reason and leave, and no number ever moves (4.6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import attachments
from lianluozhan.models.archive import (
    box_files,
    box_keeping,
    boxing,
    correcting,
    filing,
    gaps,
    item_files,
    item_search,
    lending,
    statements,
)
from lianluozhan.models.archive.record import Box, Correction, FilingWay, Item, Part, Retention
from lianluozhan.models.database import SQLITE_ERRORS
from lianluozhan.models.errors import InvalidRecord, RuleError

from .filing_desk import HEAD, PAPER, Desk
from .old_years import bring_back, lend

Y, D30 = Retention.PERMANENT, Retention.YEARS_30
WHY = "原题名看不出内容"


def filed(desk: Desk, *titles: str, **values: Any) -> list[Item]:
    """Numbered 件."""
    desk.choose()
    made = [desk.file(title, **values) for title in titles or ("关于甲的通知",)]
    desk.number()
    return [desk.now(item) for item in made]


def test_each_value_that_is_put_right_is_registered_with_before_and_after(desk: Desk) -> None:
    [item] = filed(desk)
    values = {"title": "关于乙的通知", "pages": 5, "dated_on": date(2026, 5, 7), "responsible": item.responsible}
    changed = correcting.correct(desk.clerk, item.id, values, WHY, HEAD)
    assert (changed.title, changed.pages, changed.archival_number) == ("关于乙的通知", 5, item.archival_number)
    lines = {line.what: line for line in correcting.corrections_of(desk.clerk, item.id)}
    assert lines.keys() == {"题名", "页数", "日期"}
    assert (lines["题名"].before, lines["题名"].after) == ("关于甲的通知", "关于乙的通知")
    assert (lines["日期"].before, lines["日期"].after) == ("20260506", "20260507")
    assert {(line.reason, line.approved_by, line.corrected_by) for line in lines.values()} == {
        (WHY, HEAD, desk.clerk.staff.id)
    }


@pytest.mark.parametrize(
    ("values", "reason", "approved_by", "field"),
    [
        ({"title": "乙"}, " ", HEAD, "reason"),
        ({"title": "乙"}, "因" * 201, HEAD, "reason"),
        ({"title": "乙"}, WHY, None, "approved_by"),
        ({"title": "乙"}, WHY, 3, "approved_by"),
        ({"title": ""}, WHY, HEAD, "title"),
        ({"pages": None}, WHY, HEAD, "pages"),
        ({"dated_on": None}, WHY, HEAD, "dated_on"),
        ({"dated_on": date(2027, 1, 5)}, WHY, HEAD, "dated_on"),
        ({"pages": 9}, WHY, HEAD, "pages"),
    ],
)
def test_a_correction_without_reason_leave_or_sense_changes_nothing(
    desk: Desk, values: dict[str, Any], reason: str, approved_by: int | None, field: str
) -> None:
    [item] = filed(desk, parts=(Part(name="正文", pages=4),))
    with pytest.raises(InvalidRecord) as refused:
        correcting.correct(desk.clerk, item.id, values, reason, approved_by)
    assert refused.value.problems.keys() == {field}
    assert desk.now(item) == item and desk.clerk.select(Correction) == []


def test_only_what_is_numbered_and_still_here_is_corrected(desk: Desk) -> None:
    item, other, third = filed(desk, "关于甲的通知", "关于乙的通知", "关于丙的通知")
    with pytest.raises(RuleError, match="没有改动"):
        correcting.correct(desk.clerk, item.id, {"title": item.title}, WHY, HEAD)
    waiting = desk.file("关于丁的通知")
    with pytest.raises(RuleError, match="还没有编号"):
        correcting.correct(desk.clerk, waiting.id, {"title": "乙"}, WHY, HEAD)
    with desk.clerk.action("archive.appraise"):
        desk.clerk.change(desk.now(other), destroyed_on=desk.clerk.today)
        desk.clerk.change(desk.now(third), handed_over_on=desk.clerk.today)
    for gone, words in ((other, "已经销毁"), (third, "已经移交")):
        with pytest.raises(RuleError, match=words):
            correcting.correct(desk.clerk, gone.id, {"title": "乙"}, WHY, HEAD)
        with pytest.raises(RuleError, match=words):
            correcting.strike(desk.clerk, gone.id, WHY, HEAD)
        with pytest.raises(RuleError, match=words):
            correcting.reclassify(desk.clerk, gone.id, retention=Y, reason=WHY, approved_by=HEAD)
    with pytest.raises(ValueError, match="retention"):
        correcting.correct(desk.clerk, item.id, {"retention": Y}, WHY, HEAD)


def test_a_struck_piece_keeps_its_line_and_its_number_is_never_given_again(desk: Desk) -> None:
    first, second = filed(desk, "关于甲的通知", "关于乙的通知", remark="有水渍")
    [box] = box_keeping.put_into_boxes(desk.clerk, 2026, boxing.propose(desk.clerk, 2026))
    struck = correcting.strike(desk.clerk, second.id, "重复归档", HEAD)
    assert (struck.archival_number, struck.remark, struck.void_reason) == (
        second.archival_number,
        "撤件，有水渍",
        "重复归档",
    )
    assert statements.of_box(desk.clerk, box.id).splitlines() == [
        "本盒共1件，4页，起止件号0001。",
        "移出：0002（2027年1月11日撤件，重复归档）。",
    ]
    assert box_files.box_file(desk.clerk, box.id).gone == (struck,)
    desk.file("关于丙的通知")
    assert desk.number() == ["Z109-WS·2026-D30-0003"]
    lines = item_files.class_items(desk.clerk, 2026, D30)
    assert [(item.sequence, item.voided_on is None) for item in lines] == [(1, True), (2, False), (3, True)]
    with pytest.raises(RuleError, match="已经撤件"):
        correcting.strike(desk.clerk, second.id, WHY, HEAD)
    assert first.sequence == 1 and gaps.missing_numbers(desk.clerk) == []


def test_a_piece_in_the_wrong_class_leaves_its_line_and_gets_the_next_number_of_the_right_one(
    desk: Desk, tmp_path: Path
) -> None:
    """A retention changed after numbering: the number does not move."""
    scan = tmp_path / "来文.pdf"
    scan.write_bytes(b"%PDF-1.4")
    desk.choose()
    old = filing.add_external(desk.officer, replace(PAPER, remark="原件"), [scan])
    desk.file("关于乙的通知", retention=Y)
    desk.number()
    with desk.clerk.action("archive.box"):
        box = desk.clerk.add(Box(year=2026, retention=D30, number=1))
        desk.clerk.change(desk.now(old), box_id=box.id)
    new = correcting.reclassify(desk.clerk, old.id, retention=Y, reason="领导有批示", approved_by=HEAD)
    assert (new.archival_number, new.kept_until, new.box_id) == ("Z109-WS·2026-Y-0002", None, None)
    assert new.remark == "由 Z109-WS·2026-D30-0001 改列，原件"
    left = desk.now(old)
    assert (left.archival_number, left.remark, left.void_reason) == (
        "Z109-WS·2026-D30-0001",
        "改列 Z109-WS·2026-Y-0002，原件",
        "领导有批示",
    )
    assert (left.voided_on, left.box_id) == (desk.clerk.today, box.id)
    assert statements.of_box(desk.clerk, box.id).splitlines()[1:] == ["移出：0001（2027年1月11日改列，领导有批示）。"]
    found_here = [(each.number, each.gone) for each in item_search.search_items(desk.clerk, [old.title])[0]]
    assert found_here == [(new.archival_number, ""), (left.archival_number, "已改列")]
    assert lending.why_gone(desk.clerk, left).endswith("已经改列，原来的号不用了。请看它的备注，按新的档号查阅、借阅。")
    [part] = filing.parts_of(desk.clerk, new.id)
    assert filing.parts_of(desk.clerk, old.id) == [] and part.name == "来文"
    assert [each.id for each in attachments.of(desk.clerk, Item.TABLE, new.id)] == [part.attachment_id]
    found = item_files.item_file(desk.clerk, new.id)
    assert found.moved_from and found.moved_from.id == old.id
    assert [line.what for line in found.corrections] == ["改列"]
    back = item_files.item_file(desk.clerk, old.id)
    assert back.moved_to and back.moved_to.id == new.id
    with pytest.raises(RuleError, match="已经改列"):
        correcting.reclassify(desk.clerk, old.id, retention=Y, reason=WHY, approved_by=HEAD)


def test_a_move_to_where_it_is_or_to_no_class_at_all_is_refused(desk: Desk) -> None:
    [item] = filed(desk)
    with pytest.raises(RuleError, match="不用改列"):
        correcting.reclassify(desk.clerk, item.id, retention=D30, reason=WHY, approved_by=HEAD)
    for values, field in (({"year": 2025}, "year"), ({"year": 2028}, "year"), ({"unit": "RDB"}, "unit")):
        with pytest.raises(InvalidRecord) as refused:
            correcting.reclassify(desk.clerk, item.id, reason=WHY, approved_by=HEAD, **values)  # type: ignore[arg-type]
        assert refused.value.problems.keys() == {field}
    assert desk.now(item) == item


def test_what_is_lent_is_brought_back_before_it_leaves_its_place(desk: Desk) -> None:
    [item] = filed(desk)
    loan = lend(desk.officer, item)
    for act in (
        lambda: correcting.strike(desk.clerk, item.id, WHY, HEAD),
        lambda: correcting.reclassify(desk.clerk, item.id, retention=Y, reason=WHY, approved_by=HEAD),
    ):
        with pytest.raises(RuleError, match="借出在外"):
            act()
    bring_back(desk.officer, loan)
    assert correcting.strike(desk.clerk, item.id, WHY, HEAD).voided_on


def test_the_papers_of_a_numbered_piece_change_only_with_a_reason_and_its_pages_follow(desk: Desk) -> None:
    [item] = filed(desk, parts=(Part(name="正文", pages=3), Part(name="附件", pages=1)))
    letter, annex = filing.parts_of(desk.clerk, item.id)
    with pytest.raises(RuleError, match="已经编号"):
        filing.change_parts(desk.officer, item.id, [letter])
    with pytest.raises(RuleError, match="没有改动"):
        correcting.correct_parts(desk.clerk, item.id, [letter, annex], WHY, HEAD)
    now = correcting.correct_parts(desk.clerk, item.id, [letter], "附件属于另一件", HEAD)
    assert [part.name for part in now] == ["正文"] and desk.now(item).pages == 3
    lines = {line.what: (line.before, line.after) for line in correcting.corrections_of(desk.clerk, item.id)}
    assert lines == {"材料": ("正文 3页；附件 1页", "正文 3页"), "页数": ("4", "3")}


def test_in_a_fonds_by_volume_what_moves_waits_for_its_volume(desk: Desk) -> None:
    desk.choose(way=FilingWay.VOLUME)
    item = desk.file()
    with desk.clerk.action("archive.box"):
        desk.clerk.change(desk.now(item), sequence=1, archival_number="Z109-WS·2026-D30-0001-0001")
    new = correcting.reclassify(desk.clerk, item.id, retention=Y, reason=WHY, approved_by=HEAD)
    assert (new.sequence, new.archival_number, new.retention) == (None, "", Y)
    assert desk.now(item).remark == "改列 2026年度永久"


@pytest.mark.parametrize("change", ["sequence = 7", "year = 2025", "retention = 'Y'", "unit = 'RDB'", "fonds = 'Z110'"])
def test_whatever_writes_into_the_file_a_number_does_not_move(desk: Desk, change: str) -> None:
    [item] = filed(desk)
    with pytest.raises(SQLITE_ERRORS, match="件号已经编定"):
        desk.clerk.db.conn.execute(f"UPDATE main.archive_items SET {change} WHERE id = {item.id}")
    with pytest.raises(SQLITE_ERRORS, match="不能删除"):
        desk.clerk.db.conn.execute(f"DELETE FROM main.archive_items WHERE id = {item.id}")
