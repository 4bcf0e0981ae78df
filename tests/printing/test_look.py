"""表样: what the station changes on a form stands on every page of it, and nothing that was written is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.document import LEDGER, Cell, Document, Grid, Para, Row, texts
from lianluozhan.printing.forms.marks import signature
from lianluozhan.printing.forms.opinion_ledger import opinion_ledger
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.look import Look, Parts, dressed, look_parts
from lianluozhan.printing.page import MM

from ..samples import OPINION_FILE, STATION
from .filled import ledger_row

REGISTRATION = FORMS["F10"]
ROWS = [ledger_row(n, "路灯坏了", "周长福") for n in range(1, 61)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def heads(document: Document) -> list[str]:
    return [cell.text for cell in grids(document)[0].rows[0].cells]


def on_paper(document: Document) -> str:
    return "".join(run.text for page in lay_out(document) for text in page.texts for run in text.runs)


def test_the_parts_of_a_form_are_those_of_its_blank_sheet() -> None:
    parts = look_parts(REGISTRATION.draw(None, STATION))
    assert parts.title == "社情民意登记表"
    assert {"反映人", "初步筛选拟办意见", "审批意见"} <= set(parts.labels)
    assert parts.signatures == ("联络员签字", "副站长签字", "站长签字")
    assert parts.columns == ()


def test_the_parts_of_a_ledger_are_its_columns() -> None:
    parts = look_parts(opinion_ledger([], STATION))
    assert parts.title == "社情民意（意见建议）台账"
    assert parts.columns[:4] == ("序号", "编号", "收到日期", "渠道")
    assert parts.labels == ("合计",)


def test_a_letter_that_is_named_by_its_matter_has_no_title_to_change() -> None:
    assert look_parts(FORMS["F12"].draw(None, STATION)).title == ""


@pytest.mark.parametrize("number", FORMS)
def test_every_form_can_be_taken_apart_and_put_on_the_usual_look_unchanged(number: str) -> None:
    blank = FORMS[number].draw(None, STATION)
    parts = look_parts(blank)
    assert isinstance(parts, Parts)
    assert dressed(blank, Look()) == replace(blank, blocks=list(blank.blocks))


@pytest.mark.parametrize("file", [OPINION_FILE, None])
def test_title_labels_and_signatures_are_changed_on_filled_and_blank_sheets(file: object) -> None:
    look = Look(
        title="群众意见登记表",
        labels={"反映人": "来访人", "初步筛选拟办意见": "拟办意见"},
        signatures={"站长签字": "主任签字", "副站长签字": ""},
    )
    sheet = dressed(REGISTRATION.draw(file, STATION), look, REGISTRATION.title)
    words = on_paper(sheet)
    assert sheet.title == "群众意见登记表"
    assert sheet.running.startswith("群众意见登记表")
    assert "社情民意登记表" not in words
    assert "主任签字：" in words
    assert "站长签字：" not in words
    shown = texts(sheet)
    assert "来访人" in shown and "反映人" not in shown
    assert "拟办意见" in shown


def test_the_title_stands_on_the_following_pages_too() -> None:
    long = replace(OPINION_FILE, opinion=replace(OPINION_FILE.opinion, content="路灯坏了，晚上看不见路。" * 400))
    sheet = dressed(REGISTRATION.draw(long, None), Look(title="群众意见登记表"), REGISTRATION.title)
    pages = lay_out(sheet)
    assert len(pages) > 1
    for page in pages:
        assert "群众意见登记表" in "".join(run.text for text in page.texts for run in text.runs)


def test_one_signature_line_can_give_way_to_several() -> None:
    look = Look(signatures={"站长签字": "主任签字、分管领导签字"})
    sheet = dressed(REGISTRATION.draw(None, STATION), look)
    feet = [line for grid in grids(sheet) for row in grid.rows for cell in row.cells for line in cell.foot]
    assert [line.split("：")[0] for line in feet] == ["联络员签字", "副站长签字", "主任签字", "分管领导签字"]
    assert feet[2].split("：")[1] == feet[3].split("：")[1]
    assert len(lay_out(sheet)) == 1


def test_a_line_with_a_name_on_it_is_not_taken_away() -> None:
    signed = "站长签字：陈国栋　　2026年3月9日"
    document = Document("表", [Grid([Row([Cell("同意。", 24, "text", foot=(signed, signature("副站长")))])])])
    sheet = dressed(document, Look(signatures={"站长签字": "", "副站长签字": ""}))
    assert grids(sheet)[0].rows[0].cells[0].foot == (signed,)
    two = dressed(document, Look(signatures={"站长签字": "主任签字、书记签字"}))
    first, second, _ = grids(two)[0].rows[0].cells[0].foot
    assert first == "主任签字：陈国栋　　2026年3月9日"
    assert second.startswith("书记签字：") and "陈国栋" not in second


def test_hidden_columns_leave_head_rows_and_totals_in_step_and_the_table_as_wide_as_before() -> None:
    usual = opinion_ledger(ROWS, STATION, name="2026年")
    sheet = dressed(usual, Look(hidden_columns=frozenset({"渠道", "结果", "备注"})), "社情民意（意见建议）台账")
    [before], [grid] = grids(usual), grids(sheet)
    assert heads(sheet) == [name for name in heads(usual) if name not in ("渠道", "结果", "备注")]
    assert sum(grid.columns) == pytest.approx(sum(before.columns))
    assert all(sum(cell.span for cell in row.cells) == len(grid.columns) for row in grid.rows)
    word, totals = (cell.text for cell in grid.rows[-1].cells if cell.text)
    assert word == "合计" and totals.startswith("共 60 件：办结 60；评价 60 件")
    share = grid.columns[1] / grid.columns[2]
    assert share == pytest.approx(before.columns[1] / before.columns[2])
    for page in lay_out(sheet):
        assert "反映人" in "".join(run.text for text in page.texts for run in text.runs)
        for frame in page.frames:
            assert frame.width == pytest.approx((LEDGER.width - LEDGER.left - LEDGER.right) * MM, abs=0.2)


def test_the_word_total_survives_the_column_it_stood_in() -> None:
    sheet = dressed(opinion_ledger(ROWS, STATION), Look(hidden_columns=frozenset({"序号"})))
    assert grids(sheet)[0].rows[-1].cells[0].text.startswith("合计共 60 件")
    assert grids(sheet)[0].rows[0].cells[0].text == "编号"


def test_the_last_column_cannot_be_hidden() -> None:
    usual = opinion_ledger(ROWS, STATION)
    everything = Look(hidden_columns=frozenset(look_parts(usual).columns))
    assert heads(dressed(usual, everything)) == heads(usual)


def test_a_head_of_two_rows_loses_the_column_under_its_common_cell() -> None:
    head = [
        Row(
            [Cell("单位", 1, "list_head", rows=2), Cell("满意度", 2, "list_head"), Cell("备注", 1, "list_head", rows=2)]
        ),
        Row([Cell("满意", 1, "list_head"), Cell("不满意", 1, "list_head")]),
    ]
    grid = Grid([*head, Row([Cell(text, 1, "list") for text in "甲乙丙丁"])], (60, 60, 60, 77), head=2)
    sheet = dressed(Document("表", [Para("表", "title"), grid], LEDGER), Look(hidden_columns=frozenset({"不满意"})))
    [thin] = grids(sheet)
    assert [(cell.text, cell.span) for row in thin.rows for cell in row.cells] == [
        *(("单位", 1), ("满意度", 1), ("备注", 1), ("满意", 1)),
        *(("甲", 1), ("乙", 1), ("丁", 1)),
    ]
    assert len(lay_out(sheet)) == 1


def test_a_renamed_column_head_is_hidden_by_its_old_name() -> None:
    look = Look(labels={"渠道": "来源"}, hidden_columns=frozenset({"备注"}))
    assert "来源" in heads(dressed(opinion_ledger(ROWS, STATION), look))


@pytest.mark.parametrize("number", FORMS)
def test_every_label_and_signature_of_every_form_can_be_changed(number: str) -> None:
    usual = FORMS[number].draw(None, STATION)
    parts = look_parts(usual)
    look = Look(
        labels={name: f"新{n}" for n, name in enumerate((*parts.labels, *parts.columns))},
        signatures={name: f"改{n}签字" for n, name in enumerate(parts.signatures)},
        title="改过的表" if parts.title else "",
    )
    sheet = dressed(usual, look)
    changed = look_parts(sheet)
    assert set(changed.labels) | set(changed.columns) == set(look.labels.values())
    assert changed.signatures == tuple(look.signatures.values())
    assert changed.title == look.title
    assert len(lay_out(sheet)) == len(lay_out(usual))


@pytest.mark.parametrize("number", FORMS)
def test_every_ledger_stays_whole_without_one_of_its_columns(number: str) -> None:
    usual = FORMS[number].draw(None, STATION)
    for name in look_parts(usual).columns:
        sheet = dressed(usual, Look(hidden_columns=frozenset({name})))
        for grid in grids(sheet):
            if grid.columns and grid.head:
                assert all(sum(cell.span for cell in row.cells) <= len(grid.columns) for row in grid.rows)
        assert name not in look_parts(sheet).columns
        assert lay_out(sheet)
