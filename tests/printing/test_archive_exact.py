"""The paper of the archive, measured in the finished PDF from its own drawing against the standards, to half a mm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from lianluozhan.models.archive.paper_files import BoxFile, SchemeFile, VolumeFile
from lianluozhan.printing import measures as m
from lianluozhan.printing.document import Document
from lianluozhan.printing.families.overprint import number_sheets, with_stamp
from lianluozhan.printing.forms.archive_box import box_spines, box_statement
from lianluozhan.printing.forms.archive_catalogue import archive_catalogue, catalogue_cover
from lianluozhan.printing.forms.archive_stamps import (
    item_stamp,
    page_numbers,
    page_numbers_both,
    printer_test,
    punch_guide,
)
from lianluozhan.printing.forms.archive_volume import volume_back, volume_list
from lianluozhan.printing.pdf import write_pdf

from ..samples import STATION
from .drawn import DrawnRule, Sheet, sheets
from .filled_archive import BOX, SCHEME, USUAL, VOLUME, classed, group, item
from .filled_archive import ItemSheet as OneItem
from .sheets import ledger, letter, registration
from .test_exact import away, ink, near

STRAIGHT = replace(SCHEME, move_x=0, move_y=0)
Print = Callable[[Document], list[Sheet]]


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    def measured(document: Document) -> list[Sheet]:
        write_pdf([document], tmp_path / "a.pdf")
        return sheets(tmp_path / "a.pdf")

    return measured


def columns(sheet: Sheet) -> list[float]:
    """How wide the columns of the one table of a page are."""
    [frame] = sheet.frames
    upright = sorted({round(rule.x1, 2) for rule in sheet.rules if not rule.level})
    return [b - a for a, b in pairwise([frame.x, *upright, frame.x + frame.width])]


def crosses(sheet: Sheet) -> list[tuple[float, float]]:
    """Where two lines of the page cross in their middles."""
    level = [rule for rule in sheet.rules if rule.level]
    found = []
    for rule in sheet.rules:
        if not rule.level:
            x, y = rule.x1, (rule.y1 + rule.y2) / 2
            if any(abs(_middle(other) - x) < 0.05 and abs(other.y1 - y) < 0.05 for other in level):
                found.append((x, y))
    return found


def _middle(rule: DrawnRule) -> float:
    return (rule.x1 + rule.x2) / 2


# Catalogue ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("DA/T 22")
def test_the_catalogue_lies_and_keeps_the_columns_of_the_standard_on_every_page(printed: Print) -> None:
    pages = printed(archive_catalogue(classed(group(*(item(n) for n in range(1, 41))))))
    assert len(pages) == 3
    for page in pages:
        [frame] = page.frames
        assert (page.width, page.height) == (near(297), near(210))
        assert (frame.x, 297 - frame.x - frame.width) == (near(25), near(15))
        assert columns(page) == [near(width) for width in (12, 50, 34, 34, 70, 20, 12, 12, 13)]
        assert frame.y >= 20 - 0.5 and frame.y + frame.height <= 195 + 0.5
        heads = [page.line(name).y for name in ("序号", "档号", "题名", "备注")]
        assert max(heads) - min(heads) < 0.1  # the head stands on each page, on one line
        assert page.line("第 ").size == 9
    title = pages[0].line("归档文件目录")
    assert title.size == 18
    assert (title.x + title.right) / 2 == near(25 + 257 / 2)


@pytest.mark.clause("DA/T 22")
def test_a_line_of_the_catalogue_is_ten_high_or_as_high_as_its_title(printed: Print) -> None:
    page = printed(archive_catalogue(classed(group(item(1, title="短"), item(2, title="关于" + "道路" * 40)))))[0]
    level = sorted({rule.y1 for rule in page.rules if rule.level})
    heights = [b - a for a, b in pairwise([*level, page.frames[0].y + page.frames[0].height])]
    assert heights[0] == near(10)
    assert heights[1] > 15


@pytest.mark.clause("DA/T 22")
def test_the_cover_of_the_catalogue_has_its_title_at_80_and_five_lines_from_130(printed: Print) -> None:
    [page] = printed(catalogue_cover(classed(group(*USUAL))))
    title = page.line("归档文件目录")
    lines = sorted((rule for rule in page.rules if rule.level), key=lambda rule: rule.y1)
    assert (title.size, ink(title, "biao")[0]) == (26, pytest.approx(80, abs=1))
    assert [rule.y1 for rule in lines] == [near(145 + 15 * n) for n in range(5)]
    assert {round(rule.length) for rule in lines} == {85}
    assert [page.line(name).size for name in ("全宗号", "全宗名称", "年度", "保管期限", "机构")] == [16] * 5
    left, right = page.line("全宗号").x, lines[0].x2
    assert (left + right) / 2 == near(28 + 156 / 2)
    assert page.line("青石镇人民代表大会").size == 16


# Stamp and page numbers ---------------------------------------------------------------------------------------------


@pytest.mark.clause("DA/T 22")
def test_the_stamp_is_45_by_16_at_its_place_and_holds_the_six_values(printed: Print) -> None:
    [page] = printed(item_stamp(OneItem(STRAIGHT, STATION, item(12, pages=9), "人大办")))
    [frame] = page.frames
    assert (frame.x, frame.y, frame.width, frame.height) == (near(82.5), near(12), near(45), near(16))
    cells: dict[tuple[int, int], str] = {}
    for text in page.texts:
        at = int((text.x - frame.x) // 15), int((text.y - frame.y) // 8)
        cells[at] = cells.get(at, "") + text.text
    assert [cells[column, row] for row in (0, 1) for column in range(3)] == [
        "Z109",
        "2026",
        "0012",
        "人大办",
        "30年",
        "9",
    ]
    assert len(page.texts) < 9, "nothing but the stamp is on the page"
    assert all(text.colour == (0, 0, 0) for text in page.texts)


@pytest.mark.parametrize(("x", "y"), [(5, -10), (-25, 30), (0, 5)])
def test_the_stamp_and_the_numbers_move_by_what_the_printer_is_off(printed: Print, x: int, y: int) -> None:
    scheme = replace(SCHEME, move_x=x, move_y=y)
    straight, moved = (OneItem(each, STATION, item(1, pages=1), "") for each in (STRAIGHT, scheme))
    for draw in (item_stamp, page_numbers, page_numbers_both):
        here, there = printed(draw(straight))[0], printed(draw(moved))[0]
        for one, other in zip(here.texts, there.texts, strict=True):
            assert (other.x - one.x, other.y - one.y) == (
                pytest.approx(x / 10, abs=0.02),
                pytest.approx(y / 10, abs=0.02),
            )


def test_a_stamp_for_a_first_sheet_that_lies_stands_in_the_middle_of_its_long_edge(printed: Print) -> None:
    [page] = printed(item_stamp(OneItem(STRAIGHT, STATION, item(1), "", lies=True)))
    [frame] = page.frames
    assert (page.width, page.height) == (near(297), near(210))
    assert (frame.x + frame.width / 2, frame.y) == (near(297 / 2), near(12))


def test_a_black_stamp_and_one_without_a_fonds_leave_room_to_write(printed: Print) -> None:
    scheme = replace(STRAIGHT, is_red=False, fonds="")
    [page] = printed(item_stamp(OneItem(scheme, STATION, item(1, fonds=""), "")))
    [frame] = page.frames
    assert frame.colour == (0, 0, 0)
    first = [text for text in page.texts if text.x < frame.x + 15 and text.y < frame.y + 8]
    assert first == []


@pytest.mark.clause("DA/T 22")
def test_page_numbers_stand_ten_from_the_top_and_twelve_from_the_right(printed: Print) -> None:
    pages = printed(page_numbers(OneItem(STRAIGHT, STATION, item(1, pages=3), "")))
    assert [[text.text for text in page.texts] for page in pages] == [["1"], ["2"], ["3"]]
    for page in pages:
        [text] = page.texts
        assert (text.right, text.size) == (near(198), 12)
        assert ink(text, "song")[0] == pytest.approx(10, abs=1)


@pytest.mark.clause("DA/T 22")
def test_on_backs_the_number_stands_at_the_left_and_each_piece_begins_on_a_front(printed: Print) -> None:
    pages = printed(page_numbers_both(OneItem(STRAIGHT, STATION, item(1, pages=3), "")))
    assert [[text.text for text in page.texts] for page in pages] == [["1"], ["2"], ["3"], []]
    assert pages[1].texts[0].x == near(12)
    assert [page.texts[0].right for page in (pages[0], pages[2])] == [near(198)] * 2
    assert len(printed(number_sheets(2, both_sides=True))) == 2


@pytest.mark.parametrize("make", [registration, letter, lambda: ledger(20)], ids=["form", "letter", "ledger"])
def test_a_stamp_printed_into_a_new_sheet_moves_nothing_and_touches_nothing(
    printed: Print, make: Callable[[], Document]
) -> None:
    plain = make()
    before = printed(plain)
    after = printed(with_stamp(plain, ("Z109", "2026", "0012", "人大办", "30年", "9")))
    assert len(after) == len(before)
    stamp = next(frame for frame in after[0].frames if frame.width == near(45))
    assert (stamp.x + stamp.width / 2, stamp.y) == (near(after[0].width / 2), near(12))
    kept = {(text.text, round(text.x, 1), round(text.y, 1)) for text in before[0].texts}
    assert kept <= {(text.text, round(text.x, 1), round(text.y, 1)) for text in after[0].texts}
    assert all(
        text.y - text.size * 0.9 / (72 / 25.4) >= 28 for text in before[0].texts if text.right > 80 and text.x < 130
    )


def test_a_long_letter_with_its_slip_behind_gets_the_stamp_on_its_first_page(printed: Print) -> None:
    pages = printed(with_stamp(letter("请在收到之日起办理并书面答复本站。" * 80), ("Z109", "2026", "0012")))
    assert len(pages) > 1
    assert [any(frame.width == near(45) for frame in page.frames) for page in pages] == [True] + [False] * (
        len(pages) - 1
    )


# Boxes --------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("DA/T 22")
def test_spine_labels_of_every_thickness_are_two_narrower_and_240_high_with_cut_marks(printed: Print) -> None:
    boxes = [BoxFile(SCHEME, STATION, replace(BOX, spine=mm), "人大办", USUAL) for mm in (20, 30, 40, 50)]
    [page] = printed(box_spines(boxes))
    frames = sorted(page.frames, key=lambda frame: frame.x)
    assert [frame.width for frame in frames] == [near(width) for width in (18, 28, 38, 48)]
    assert {round(frame.height) for frame in frames} == {240}
    for frame in frames:
        inside = [text for text in page.texts if frame.x <= text.x <= frame.x + frame.width]
        said = "".join(text.text for text in sorted(inside, key=lambda text: text.y))
        for words in ("全宗号", "Z109", "年度", "2026", "30年", "0001", "0010", "盒号", "3"):
            assert words in said
        numbers = {text.text: text.y for text in inside}
        assert numbers["0001"] < numbers["0010"], "the first number stands in the upper cell"
    marks = [rule for rule in page.rules if rule.points == 0.25]
    assert len(marks) == 8 * 4
    assert min(away(frames[0], rule) for rule in marks if rule.level) == pytest.approx(1.5, abs=0.05)


@pytest.mark.clause("DA/T 22")
def test_the_statement_of_a_box_has_a_field_of_150_and_four_lines_of_60_every_12(printed: Print) -> None:
    for found in (None, BoxFile(SCHEME, STATION, replace(BOX, statement=""), "人大办", USUAL)):
        [page] = printed(box_statement(found))
        [frame] = page.frames
        assert (frame.x, 210 - frame.x - frame.width, frame.height) == (near(28), near(26), near(150))
        lines = sorted((r for r in page.rules if r.level and r.y1 > frame.y + 151), key=lambda rule: rule.y1)
        assert [rule.length for rule in lines] == [near(60)] * 4
        assert [rule.x2 for rule in lines] == [near(184)] * 4
        assert [b.y1 - a.y1 for a, b in pairwise(lines)] == [near(12)] * 3
        title = page.line("备考表")
        assert (title.size, (title.x + title.right) / 2) == (22, near(28 + 78))
        for name in ("整理人", "整理日期", "检查人", "检查日期"):
            assert page.line(name).size == 14


# The printer and the punch ------------------------------------------------------------------------------------------


@pytest.mark.clause("DA/T 69")
def test_the_punch_guide_has_its_holes_18_from_the_edge(printed: Print) -> None:
    [page] = printed(punch_guide(None))
    upright = [(near(18), near(y)) for y in (58.5, 148.5, 238.5)]
    lying = [(near(x), near(18)) for x in (35, 105, 175)]
    assert sorted(crosses(page)) == sorted([*upright, *lying], key=lambda at: (at[0].expected, at[1].expected))


@pytest.mark.parametrize("move", [(0, 0), (15, -10)])
def test_the_scales_of_the_test_sheet_are_centred_where_the_sheet_is_folded(
    printed: Print, move: tuple[int, int]
) -> None:
    scheme = replace(SCHEME, move_x=move[0], move_y=move[1])
    [page] = printed(printer_test(SchemeFile(scheme, STATION)))
    x, y = move[0] / 10, move[1] / 10
    stamp, *scales = sorted(page.frames, key=lambda frame: frame.y)
    assert (stamp.x, stamp.y, stamp.width, stamp.height) == (near(82.5 + x), near(12 + y), near(45), near(16))
    level = [frame for frame in scales if frame.width == near(20)]
    upright = [frame for frame in scales if frame.height == near(20)]
    assert len(level) == len(upright) == 2
    assert [frame.x + 10 for frame in level] == [near(105 + x)] * 2
    assert [frame.y + 10 for frame in upright] == [near(148.5 + y)] * 2
    ticks = sorted(r.x1 for r in page.rules if not r.level and r.points == 0.25 and r.y1 > 240 and r.length < 3.5)
    assert all(b - a == pytest.approx(1, abs=0.02) for a, b in pairwise(sorted({round(t, 2) for t in ticks})))


# By volume ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("GB/T 9705")
def test_the_list_of_a_volume_keeps_its_columns_and_margins(printed: Print) -> None:
    [page] = printed(volume_list(VolumeFile(SCHEME, STATION, VOLUME, "", USUAL, "", "")))
    [frame] = page.frames
    assert columns(page) == [near(float(width)) for width in m.VOLUME_COLUMNS]
    assert (frame.x, 210 - frame.x - frame.width) == (near(25), near(15))
    assert page.line("卷内文件目录").y > 25


@pytest.mark.clause("GB/T 9705")
def test_the_back_of_a_volume_is_as_thick_as_its_pages_ask(printed: Print) -> None:
    thin, thick = (VolumeFile(SCHEME, STATION, VOLUME, "", (item(1, pages=n),), "", "") for n in (40, 140))
    [page] = printed(volume_back([thin, thick]))
    assert [frame.width for frame in sorted(page.frames, key=lambda frame: frame.x)] == [near(8), near(18)]
    assert [text.text for text in page.texts].count("2026") == 2  # a year is not broken, not even on the thinnest
