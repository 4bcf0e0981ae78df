"""Filing, taking out and the papers of a 件; nothing half-filed, nothing lost (4.6.3, DA/T 22 §5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import attachments
from lianluozhan.models.archive import filing, proposing
from lianluozhan.models.archive.record import Item, ItemKind, Part, Retention
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.official import Genre, OfficialDocument, draft, issue
from lianluozhan.models.undoing import effect_of

from .filing_desk import PAPER, Desk

LETTER, ANNEX = Part(name="正文", pages=3), Part(name="附件", pages=1)


def document(desk: Desk) -> int:
    desk.choose()
    made = draft(
        desk.officer, OfficialDocument(genre=Genre.NOTICE, title="关于视察的通知", addressee="各村", body="请参加。")
    )
    return issue(desk.head, made.id, date(2026, 12, 1)).id


def test_a_piece_is_filed_with_its_papers_counted_and_who_filed_it(desk: Desk) -> None:
    item = desk.file(parts=(LETTER, ANNEX), pages=None)
    assert (item.pages, item.filed_by, item.filed_on) == (4, desk.officer.staff.id, desk.officer.today)
    assert [(part.name, part.place) for part in filing.parts_of(desk.clerk, item.id)] == [("正文", 1), ("附件", 2)]


def test_pages_stay_open_while_one_paper_is_not_counted(desk: Desk) -> None:
    assert desk.file(parts=(LETTER, Part(name="光盘说明")), pages=None).pages is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"responsible": ""}, "responsible"),
        ({"title": "题" * 201}, "title"),
        ({"pages": 0}, "pages"),
        ({"dated_on": date(2027, 1, 12)}, "dated_on"),
        ({"year": 2028}, "year"),
        ({"year": 2025}, "year"),
        ({"remark": "机密★1年"}, "remark"),
    ],
)
def test_what_cannot_stand_in_the_catalogue_is_refused_and_nothing_is_half_filed(
    desk: Desk, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        filing.file(desk.officer, [(PAPER, (LETTER,)), (replace(PAPER, **values), ())])  # type: ignore[arg-type]
    assert field in refused.value.problems
    assert desk.clerk.select(Item) == [] == desk.clerk.select(Part)


def test_a_paper_of_last_december_may_be_filed_where_its_matter_was_closed(desk: Desk) -> None:
    assert desk.file(dated_on=date(2025, 12, 30)).year == 2026


def test_a_record_is_filed_once_and_the_refusal_names_where_it_lies(desk: Desk) -> None:
    document_id = document(desk)
    [found] = [each for each in proposing.proposals(desk.officer, 2026) if each.item.source_id == document_id]
    ready = replace(found.item, pages=2)
    filing.file(desk.officer, [(ready, ())])
    assert proposing.proposals(desk.officer, 2026) == []
    with pytest.raises(RuleError, match="已经归档（2026年度，还没有编号）"):
        filing.file(desk.officer, [(ready, ())])
    [number] = desk.number()
    with pytest.raises(RuleError, match=number):
        filing.file(desk.officer, [(replace(ready, year=2027, dated_on=None), ())])
    with pytest.raises(RuleError, match="选了两次"):
        other = replace(ready, source_id=99)
        filing.file(desk.officer, [(other, ()), (other, ())])


def test_what_is_taken_out_keeps_its_line_and_can_be_filed_again(desk: Desk) -> None:
    document_id = document(desk)
    [found] = proposing.proposals(desk.officer, 2026)
    item = filing.file(desk.officer, [(replace(found.item, pages=2), ())])[0]
    with pytest.raises(InvalidRecord, match="原因"):
        filing.take_out(desk.officer, item.id, " ")
    out = filing.take_out(desk.officer, item.id, "还差签字件")
    assert (out.voided_on, out.void_reason) == (desk.officer.today, "还差签字件")
    again = proposing.proposals(desk.officer, 2026)
    assert [each.item.source_id for each in again] == [document_id]
    with pytest.raises(RuleError, match="已经撤出"):
        filing.edit(desk.officer, item.id, title="关于甲的通知")
    assert filing.file(desk.officer, [(replace(again[0].item, pages=2), ())])[0].id != item.id


def test_a_paper_from_outside_brings_its_files_along_encrypted(desk: Desk, tmp_path: Path) -> None:
    scans = [tmp_path / "来文.pdf", tmp_path / "附件.pdf"]
    for scan in scans:
        scan.write_bytes(b"%PDF-1.4 " + scan.name.encode())
    item = filing.add_external(desk.officer, replace(PAPER, kind=ItemKind.OPINION, source_id=7), scans)
    assert (item.kind, item.source_id) == (ItemKind.EXTERNAL, None)
    parts = filing.parts_of(desk.clerk, item.id)
    assert [part.name for part in parts] == ["来文", "附件"]
    assert attachments.content(desk.clerk, parts[1].attachment_id or 0) == scans[1].read_bytes()
    with pytest.raises(RuleError, match="找不到它"):
        filing.add_external(desk.officer, PAPER, [tmp_path / "没有.pdf"])
    assert len(desk.clerk.select(Item)) == 1


def test_another_class_puts_a_piece_behind_those_that_are_there(desk: Desk) -> None:
    other = desk.file("关于甲的通知", retention=Retention.PERMANENT)
    item = filing.edit(
        desk.officer, desk.file("关于乙的通知").id, retention=Retention.PERMANENT, title=" 关于 丙\n的通知 "
    )
    assert item.place == (other.place or 0) + 1
    assert item.title == "关于 丙 的通知"
    with pytest.raises(InvalidRecord, match="年度"):
        filing.edit(desk.officer, item.id, year=2030)
    with pytest.raises(ValueError, match="sequence"):
        filing.edit(desk.officer, item.id, sequence=1)


def test_papers_can_be_put_in_another_order_added_and_taken_out_and_the_pages_follow(desk: Desk) -> None:
    item = desk.file(parts=(LETTER, ANNEX), pages=None)
    letter, annex = filing.parts_of(desk.clerk, item.id)
    now = filing.change_parts(desk.officer, item.id, [annex, letter, Part(name="照片", pages=2)])
    assert [(part.id, part.name, part.place) for part in now[:2]] == [(annex.id, "附件", 1), (letter.id, "正文", 2)]
    assert desk.now(item).pages == 6
    filing.change_parts(desk.officer, item.id, [letter])
    assert desk.now(item).pages == 3
    assert desk.clerk.get(Part, annex.id).voided_on == desk.clerk.today
    counted = filing.edit(desk.officer, item.id, pages=5, pages_reason="封面另算")
    filing.change_parts(desk.officer, item.id, [letter, ANNEX])
    assert desk.now(item).pages == counted.pages == 5, "what was counted by hand stays"


@pytest.mark.parametrize(
    ("pages", "reason", "counts", "agrees"),
    [
        (4, "", (3, 1), True),
        (5, "", (3, 1), False),
        (5, "照片两张算一页", (3, 1), True),
        (5, "", (3, None), True),
        (2, "", (3, None), False),
        (4, "", (), True),
    ],
)
def test_pages_agree_with_the_papers_or_a_reason_is_given(
    pages: int, reason: str, counts: tuple[int | None, ...], agrees: bool
) -> None:
    item = replace(PAPER, pages=pages, pages_reason=reason)
    parts = [Part(name="材料", pages=count) for count in counts]
    words = filing.pages_problem(item, parts)
    assert (words == "") == agrees
    assert agrees or f"{pages} 页" in words


def test_nothing_selected_is_said(desk: Desk) -> None:
    with pytest.raises(RuleError, match="还没有选"):
        filing.file(desk.officer, [])


def test_filing_is_not_undone_like_a_correction_of_values(desk: Desk) -> None:
    desk.choose()
    desk.file()
    desk.number()
    for action in ("archive.file", "archive.number", "archive.set_up"):
        line = desk.clerk.value("SELECT max(id) FROM audit_log WHERE action = ?", (action,))
        assert "归档的事不能在这里撤销" in effect_of(desk.head, line).refusal
