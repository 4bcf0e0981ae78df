"""What tables can do besides ruling: tones, lines to write on, fixed places, totals that stay, margins that change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.printing.document import FORM, LEDGER, Cell, Document, Grid, Para, Row
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM, Rule
from lianluozhan.printing.shape import shape_of

from .sheets import registration
from .test_layout import said, shown


def bars(*widths: int) -> Grid:
    rows = [Row([Cell("甲", 4), Cell("", wide, tone=0.6), Cell(str(wide), 20 - wide)], 8) for wide in widths]
    return Grid(rows, frame=0, inner=0)


def test_the_bars_of_a_chart_are_grey_and_have_no_lines() -> None:
    [page] = lay_out(Document("图", [bars(6, 12)]))
    assert [(fill.tone, round(fill.width / MM, 1), round(fill.height / MM, 1)) for fill in page.fills] == [
        (0.6, 39, 8),
        (0.6, 78, 8),
    ]
    assert not page.rules
    assert not page.frames


def test_a_line_to_write_on_is_drawn_below_its_cell_only() -> None:
    rows = [Row([Cell("立卷人", 1), Cell("", 1, underlined=True)], 12)]
    [page] = lay_out(Document("封面", [Grid(rows, (30, 60), frame=0, inner=0)]))
    [rule] = page.rules
    assert (rule.x1 / MM, rule.x2 / MM, rule.y1 / MM) == tuple(pytest.approx(mm) for mm in (58, 118, 42))


def test_a_table_at_a_fixed_place_leaves_the_text_where_it_is() -> None:
    stamp = Grid([Row([Cell("甲", 1), Cell("乙", 1)], 8)], (15, 15), at=(82.5, 12), colour="red")
    with_stamp, without = (lay_out(Document("文", [*blocks, Para("路")]))[0] for blocks in ([stamp], []))
    frame = with_stamp.frames[0]
    assert (frame.x / MM, frame.y / MM, frame.width / MM, frame.height / MM) == tuple(
        pytest.approx(mm) for mm in (82.5, 12, 30, 8)
    )
    assert frame.colour == "red"
    places = [[(t.x, t.baseline) for t in page.texts if shown(t) == "路"] for page in (with_stamp, without)]
    assert places[0] == places[1]


def test_rows_at_a_fixed_place_are_as_high_as_they_say_whatever_they_hold() -> None:
    grid = Grid([Row([Cell("很长的名称" * 9, 1)], 8), Row([Cell("甲", 1)], 8)], (15,), at=(20, 20))
    assert lay_out(Document("签", [grid]))[0].frames[0].height / MM == pytest.approx(16)


@pytest.mark.parametrize("rows", range(1, 60))
def test_totals_are_never_alone_on_a_page(rows: int) -> None:
    lines = [Row([Cell(f"第{n}行", 24)], 9.2) for n in range(rows)]
    grid = Grid([Row([Cell("栏目", 24, "head")], 9), *lines, Row([Cell("合计", 24)], 9.2, tied=True)], head=1)
    last = lay_out(Document("台账", [grid], LEDGER))[-1]
    words = [shown(text) for text in last.texts]
    assert words[words.index("合计") - 1] == f"第{rows - 1}行"


def test_a_table_goes_on_at_the_margin_of_each_page_of_mirrored_paper() -> None:
    paper = replace(FORM, mirrored=True)
    rows = [Row([Cell(f"第{n}行", 12), Cell("", 12)], 8) for n in range(80)]
    pages = lay_out(Document("表", [Grid(rows)], paper))
    assert [page.frames[0].x / MM for page in pages] == [pytest.approx(mm) for mm in (28, 26, 28)]
    assert [min(t.x for t in page.texts if "行" in shown(t)) / MM for page in pages] == [
        pytest.approx(mm + 1.5) for mm in (28, 26, 28)
    ]
    growing = registration(content="路" * 3000)
    second = lay_out(replace(growing, paper=paper))[1]
    assert second.frames[0].x / MM == pytest.approx(26)


def test_a_whole_table_and_one_that_runs_over_draw_the_same_lines_for_the_same_cells() -> None:
    cells = [
        Row([Cell("甲", 6, rows=2), Cell("乙", 18)], 10),
        Row([Cell("丙", 9), Cell("丁", 9)], 10),
        Row([Cell("戊", 12, open_bottom=True), Cell("己", 12)], 10),
        Row([Cell("庚", 12, open_top=True), Cell("辛", 12)], 10),
    ]
    high = [Row([Cell("壬", 24)], 100), Row([Cell("癸", 24)], 120)]
    whole = lay_out(Document("表", [Grid(cells)]))[0]
    pages = lay_out(Document("表", [Grid([*cells, *high])]))
    assert len(pages) == 2

    def alike(one: Rule, other: Rule) -> bool:
        return all(abs(a - b) < 0.02 for a, b in zip(one[:4], other[:4], strict=True))

    below = 30 * MM + 40 * MM - 1
    parts = [rule for rule in pages[0].rules if rule.y1 < below]
    assert len(parts) == len(whole.rules)
    assert all(any(alike(rule, part) for part in parts) for rule in whole.rules)


def test_tables_of_one_shape_share_it_and_others_do_not() -> None:
    one, other = ([Row([Cell(text, 12), Cell("", 12)], 8)] for text in ("甲", "乙"))
    assert shape_of(one, 24) is shape_of(other, 24)
    assert shape_of([Row([Cell("甲", 11), Cell("", 13)], 8)], 24) is not shape_of(one, 24)


def test_small_print_stays_with_the_table_above_it_and_other_text_does_not() -> None:
    rows = [Row([Cell(f"第{n}行", 24)], 8) for n in range(29)]
    small = lay_out(Document("表", [Grid(rows), Para("说明" * 40, "note"), Para("说明" * 40, "note")]))
    assert "第28行" in said(small[-1:]) and "说明" in said(small[-1:])
    text = lay_out(Document("表", [Grid(rows), Para("路" * 400, "body")]))
    assert "第28行" in said(text[:1])


def test_two_tables_in_one_document_each_keep_their_own_notes() -> None:
    table = Grid([Row([Cell("甲", 24)], 100)])
    pages = lay_out(Document("表", [table, Para("说明一", "note"), table, Para("说明二", "note")]))
    assert ["说明一" in said([page]) for page in pages] == [True] + [False] * (len(pages) - 1)
    assert len(pages) == 1
