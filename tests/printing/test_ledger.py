"""F19: the columns that are wanted on the width of the page, totals that can be counted, a thousand rows at once."""

import pytest

from lianluozhan.printing.document import Grid, Para, texts
from lianluozhan.printing.forms.opinion_ledger import COLUMNS, USUAL, opinion_ledger, totals
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM

from ..samples import STATION
from .filled import ledger_row

ALL = tuple(column.name for column in COLUMNS)
FULL = {
    "phone": "13812342609",
    "deputies": "赵明山、李秀兰",
    "dispatched_on": "2026-03-06",
    "replied_on": "2026-03-20",
    "told_on": "2026-03-21",
    "closed_on": "2026-03-30",
    "file_number": "2026-30年-C-0012",
}


def rows(count):
    return [ledger_row(n, "石桥村三组路灯损坏，晚上老人出行不便", "周长福") | FULL for n in range(1, count + 1)]


def grid_of(document):
    return next(block for block in document.blocks if isinstance(block, Grid))


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize("shown", [USUAL, ALL, ("事由",), ("编号", "收到日期", "状态"), ()])
def test_whatever_columns_are_chosen_the_ledger_is_as_wide_as_its_page(shown):
    document = opinion_ledger(rows(40), STATION, shown=shown)
    grid = grid_of(document)
    assert sum(grid.columns) == pytest.approx(257)
    assert all(sum(cell.span for cell in row.cells) == len(grid.columns) for row in grid.rows)
    for page in lay_out(document):
        assert max(frame.x + frame.width for frame in page.frames) <= (297 - 15) * MM + 0.3


def test_columns_keep_the_order_of_the_form_however_they_are_chosen():
    heads = [
        cell.text for cell in grid_of(opinion_ledger(rows(1), STATION, shown=("满意度", "编号", "电话"))).rows[0].cells
    ]
    assert heads == ["序号", "编号", "电话", "满意度"]


@pytest.mark.clause("4.3.2")
def test_the_last_row_counts_states_timeliness_and_satisfaction():
    some = rows(4)
    some[0] |= {"status": "handling", "satisfaction": "", "is_in_time": None}
    some[1] |= {"satisfaction": "dissatisfied", "is_in_time": 0}
    some[2] |= {"satisfaction": "not_given", "is_in_time": 1}
    some[3] |= {"satisfaction": "satisfied", "is_in_time": 1}
    words = totals(some)
    assert "共 4 件：办理中 1，办结 3" in words
    assert "已答复 3 件中按期 2 件（67%）" in words
    assert "满意 1，基本满意 0，不满意 1（满意率 50%）" in words


def test_what_the_list_is_narrowed_to_stands_under_the_title():
    document = opinion_ledger(rows(1), STATION, name="逾期", narrowed="渠道 热线；收到 2026年第一季度")
    below = [block.text for block in document.blocks if isinstance(block, Para)]
    assert below[1] == "范围：渠道 热线；收到 2026年第一季度" and "逾期" in below[0]


def test_an_empty_list_prints_an_empty_ledger_with_every_head():
    document = opinion_ledger([], STATION, shown=ALL)
    assert set(ALL) <= {text.replace("\n", "") for text in texts(document)} and totals([]) == ""


def test_a_thousand_rows_are_laid_out_and_numbered_page_by_page():
    document = opinion_ledger(rows(1000), STATION)
    pages = lay_out(document)
    last = "".join(run.text for text in pages[-1].texts for run in text.runs)
    assert f"第 {len(pages)} 页　共 {len(pages)} 页" in last
