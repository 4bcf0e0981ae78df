"""The register of readings and loans and the sheet on which one is approved (F83, F84; 4.6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan import sheets
from lianluozhan.models.archive.lending import Loan, UseDecision, UseWay
from lianluozhan.models.archive.lending_lists import masked_loan
from lianluozhan.models.archive.record import Item
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.printing.document import Grid, texts
from lianluozhan.printing.forms.loan_register import COLUMNS, loan_register
from lianluozhan.printing.forms.loan_sheet import loan_sheet
from lianluozhan.printing.layout import lay_out
from lianluozhan.sheets.public import Guard
from tests.keeping import copied_home, enter

from .filled import RECORDS

FILE = RECORDS["archive_loans"]["usual"]
WANTED = "序号/日期/借阅人/单位/电话/档号/题名/密级/利用目的/方式/份页数/批准人/应还日期/归还日期/经手/完好/备注"


def cells(*files):
    """The lines of the register, below its head."""
    [grid] = [block for block in loan_register(files).blocks if isinstance(block, Grid)]
    return [[cell.text.replace("\n", "") for cell in row.cells] for row in grid.rows[1:]]


@pytest.mark.clause("4.6.3")
def test_the_register_has_every_column_in_its_order_on_a_sheet_that_lies():
    document = loan_register(None)
    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text.replace("\n", "") for cell in grid.rows[0].cells] == WANTED.split("/")
    assert sum(width for _, width in COLUMNS) == 257 and document.paper.width == 297
    assert len(lay_out(document)) == 1


def test_a_line_says_who_had_what_until_when_and_how_it_came_back():
    [line] = cells(FILE)
    assert dict(zip(WANTED.split("/"), line, strict=True)) | {"题名": "", "备注": ""} == {
        "序号": "1",
        "日期": "202703-01",
        "借阅人": "赵明",
        "单位": "镇党政办",
        "电话": "13900000009",
        "档号": "Z109-WS·2026-D30-RDB-0001",
        "题名": "",
        "密级": "",
        "利用目的": "举证",
        "方式": "借出",
        "份页数": "9",
        "批准人": "陈国栋",
        "应还日期": "202703-08",
        "归还日期": "202703-06",
        "经手": "王秀英李建民",
        "完好": "是",
        "备注": "",
    }
    assert "含个人隐私；续借 1 次" in line[-1]


def test_a_return_that_is_not_cleared_up_and_a_refusal_stand_in_the_register():
    doubtful = replace(FILE, loan=replace(FILE.loan, settled_on=None, pages_returned=8))
    refused = replace(FILE, loan=replace(FILE.loan, decision=UseDecision.NO, returned_on=None))
    first, second = cells(doubtful, refused)
    assert first[-2] == "待查" and "还 8 页" in first[-1]
    assert second[11] == second[-2] == "" and "没有同意" in second[-1]


@pytest.mark.clause("4.6.3")
def test_forty_uses_keep_the_head_on_every_page():
    pages = lay_out(loan_register([FILE] * 40))
    heads = ["".join(run.text for text in page.texts for run in text.runs).count("题名") for page in pages]
    assert len(pages) > 1 and heads == [1] * len(pages)


@pytest.mark.clause("4.6.3")
@pytest.mark.parametrize(
    ("loan", "words"),
    [
        ({}, "☑页数相符，完好　□页数不符　□有损坏、涂改"),
        ({"pages_returned": 8}, "□页数相符，完好　☑页数不符　□有损坏、涂改"),
        ({"is_whole": False}, "□页数相符，完好　□页数不符　☑有损坏、涂改"),
        ({"returned_on": None, "pages_returned": None}, "□页数相符，完好　□页数不符　□有损坏、涂改"),
    ],
)
def test_the_sheet_ticks_what_the_return_showed(loan, words):
    found = texts(loan_sheet(replace(FILE, loan=replace(FILE.loan, **loan))))
    assert any(text.startswith(words) for text in found)


def test_the_sheet_says_how_long_before_it_is_handed_out():
    before = {"due_on": None, "handed_on": None}
    for way, words in ((UseWay.LEND, "自交出之日起 7 日"), (UseWay.READ, "当天看完收回")):
        assert words in texts(loan_sheet(replace(FILE, loan=replace(FILE.loan, way=way, **before))))
    assert "自交出之日起　　日" in texts(loan_sheet(None))


def test_no_sheet_of_the_archive_bears_a_mark_of_classification():
    assert all(row[7] == "" for row in cells(FILE))
    assert "无（含个人隐私）" in texts(loan_sheet(FILE))


@pytest.mark.clause("4.7.2")
def test_borrower_and_submitter_are_hidden_on_a_public_version(tmp_path):
    session = enter(copied_home(tmp_path / "home"), "zhou")
    with session.action("opinion.register"):
        matter = session.add(
            Opinion(title="欧阳小满反映路灯", content="坏了", submitter_name="欧阳小满", received_on=date(2026, 5, 6))
        )
    with session.action("archive.file"):
        item = session.add(
            Item(
                year=2026,
                sequence=1,
                responsible="镇",
                title="欧阳小满反映路灯及答复",
                dated_on=date(2026, 5, 6),
                pages=3,
                source_table="opinions",
                source_id=matter.id,
            )
        )
    with session.action("archive.lend"):
        loan = session.add(
            Loan(item_id=item.id, applicant="司马相如", phone="13812342609", asked_on=date(2026, 11, 24))
        )
    guard = Guard.of(session, "archive_loans", [loan.id])
    words = "".join(texts(guard.finished(sheets.of_many(session, "F83", [loan.id], hidden=True))))
    assert "欧阳" not in words and "司马" not in words and "12342609" not in words and "路灯" in words
    session.close()


def test_the_masked_file_keeps_what_the_office_needs():
    masked = masked_loan(FILE)
    assert masked.loan.applicant == FILE.loan.applicant and masked.item.archival_number == FILE.item.archival_number
