"""Files added to a 件 before it is numbered; where a record is filed; finding from the one line (4.6.2, 4.6.3)."""

from __future__ import annotations

import pytest

from lianluozhan.models.archive import filing, item_search, lists, papers
from lianluozhan.models.archive.record import Part
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.errors import RuleError

from .filing_desk import Desk

SCAN = Enclosed("签字件.pdf", content=b"%PDF-1.4 scan")
TABLE = Enclosed("附表.xlsx", content=b"PK table")


def test_added_files_stand_behind_the_papers_and_the_pages_follow(desk: Desk) -> None:
    desk.choose()
    item = desk.file(parts=(Part(name="正文", pages=3),), pages=None)
    papers.add_papers(desk.officer, item.id, [(SCAN, 2)])
    found = filing.parts_of(desk.clerk, item.id)
    assert [(part.name, part.place, part.pages) for part in found] == [("正文", 1, 3), ("签字件.pdf", 2, 2)]
    assert found[1].attachment_id and desk.now(item).pages == 5
    papers.add_papers(desk.officer, item.id, [(TABLE, None)])
    assert desk.now(item).pages is None  # nobody knows how many pages a table has


def test_pages_that_were_put_right_by_hand_stay(desk: Desk) -> None:
    desk.choose()
    item = desk.file(parts=(Part(name="正文", pages=3),), pages=4, pages_reason="另有折页")
    papers.add_papers(desk.officer, item.id, [(SCAN, 2)])
    assert (desk.now(item).pages, desk.now(item).pages_reason) == (4, "另有折页")


def test_nothing_is_added_to_a_numbered_piece_nor_without_a_file(desk: Desk) -> None:
    desk.choose()
    item = desk.file()
    with pytest.raises(RuleError, match="还没有选文件"):
        papers.add_papers(desk.officer, item.id, [])
    desk.number()
    with pytest.raises(RuleError, match="已经编号"):
        papers.add_papers(desk.officer, item.id, [(SCAN, 2)])
    assert filing.parts_of(desk.clerk, item.id) == []


@pytest.mark.clause("4.6.3")
def test_the_one_line_finds_a_piece_by_its_number_and_says_when_it_has_gone(desk: Desk) -> None:
    desk.choose()
    desk.file("关于规范联络站的通知")
    desk.file("关于开展视察的通知")
    numbers = desk.number()
    [found], total = item_search.search_items(desk.clerk, numbers[1:])
    assert (found.number, found.title, total, found.gone) == (numbers[1], "关于开展视察的通知", 1, "")
    assert item_search.search_items(desk.clerk, ["视察", "通知"])[1] == 1
    assert item_search.search_items(desk.clerk, ["、", " "]) == ([], 0)


def test_a_box_is_looked_for_by_its_number(desk: Desk) -> None:
    assert lists.listing(desk.clerk, lists.ItemFilter(box_number=3)).count() == 0


def test_a_record_leads_to_its_piece_while_that_stands(desk: Desk) -> None:
    desk.choose()
    item = desk.file(source_table="official_documents", source_id=7)
    found = item_search.item_of(desk.officer, "official_documents", 7)
    assert found is not None and found.id == item.id
    filing.take_out(desk.officer, item.id, "补签字件")
    assert item_search.item_of(desk.officer, "official_documents", 7) is None
