"""F84 档案借阅审批单: who asks for which 件 and for what, the words of three, its return (4.6.3)."""

from __future__ import annotations

from lianluozhan.models.archive.lending import Loan, UseDecision, UsePurpose, UseWay
from lianluozhan.models.archive.lending_lists import LoanFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, choice_ticks, head, label, notes, signature, ticks

TITLE = "档案借阅审批单"
WHOLE = ("页数相符，完好", "页数不符", "有损坏、涂改")


def loan_sheet(file: LoanFile | None, station: Station | None = None) -> Document:
    """The sheet of one application, as far as it has come, or the blank one."""
    station = file.station if file else station
    number = f"编号：{file.loan.number if file else ''}"
    day = f"申请日期：{chinese_date(file.loan.asked_on if file else None, OPEN_DATE)}"
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, number, day),
            Grid([*_asked(file), *_judged(file), *_back(file)]),
            *_notes(),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _asked(file: LoanFile | None) -> list[Row]:
    loan, item = (file.loan, file.item) if file else (None, None)
    marks = ("无（含个人隐私）" if item.keeps_secret else "无") if item else ""
    why = choice_ticks(UsePurpose, loan.purpose if loan else None, WIDE)
    words = loan.purpose_words if loan else ""
    return [
        _row(
            label("申请人"),
            Cell(loan.applicant if loan else "", 6),
            label("单位"),
            Cell(loan.organisation if loan else "", 12),
        ),
        _row(
            label("电话"),
            Cell(loan.phone if loan else "", 6),
            label("档号"),
            Cell(item.archival_number if item else "", 12),
        ),
        _row(label("题名"), Cell(item.title if item else "", 21)),
        _row(
            label("密级"),
            Cell(marks, 6, "value_s"),
            label("页数"),
            Cell(_pages(file), 12),
        ),
        _row(
            label("利用方式"),
            Cell(choice_ticks(UseWay, loan.way if loan else None, WIDE), 9, "tick"),
            label("期限"),
            Cell(_term(file), 9, "value_s"),
        ),
        Row([label("利用目的"), Cell(f"{why}\n{words}" if words else why, 21, "tick")], 18, 13, grow=True, fill=1),
        _signed("申请单位\n意见", "", signature("负责人", seal="单位章"), 22, 16),
    ]


def _judged(file: LoanFile | None) -> list[Row]:
    loan = file.loan if file else None
    words = loan.decision_words if loan else ""
    ticked = choice_ticks(UseDecision, loan.decision if loan else None, WIDE)
    return [
        _signed("联络员\n意见", loan.office_words if loan else "", signature("联络员"), 22, 16),
        _signed("审批", f"{ticked}\n{words}" if words else ticked, signature("站长（副站长）", seal="站章"), 28, 20),
        _row(
            label("交出日期"),
            Cell(chinese_date(loan.handed_on) if loan else "", 9),
            label("应还日期"),
            Cell(chinese_date(loan.due_on) if loan else "", 9),
        ),
        _row(label("交出人"), Cell(file.handed_by if file else "", 9), label("领取人\n签字"), Cell("", 9)),
    ]


def _back(file: LoanFile | None) -> list[Row]:
    loan, item = (file.loan, file.item) if file else (None, None)
    returned = loan is not None and loan.returned_on is not None
    had = str(item.pages or "") if item else WIDE * 2
    counted = str(loan.pages_returned) if loan and returned else WIDE * 2
    there = f"应有 {had} 页，实有 {counted} 页"
    found = [ticks(WHOLE, _found(file) if returned and file else (), WIDE)]
    found += [words for words in ((loan.return_words, loan.settled_words) if loan else ()) if words]
    return [
        _row(
            label("归还日期"),
            Cell(chinese_date(loan.returned_on) if loan else "", 9),
            label("逐页点数"),
            Cell(there, 9, "value_s"),
        ),
        Row([label("归还检查"), Cell("\n".join(found), 21, "tick")], 16, 11, grow=True, fill=1),
        _row(label("归还人\n签字"), Cell("", 9), label("收回人\n签字"), Cell(file.returned_to if file else "", 9)),
    ]


def _found(file: LoanFile) -> list[str]:
    loan, agrees = file.loan, file.loan.pages_returned == file.item.pages
    if agrees and loan.is_whole:
        return [WHOLE[0]]
    return [*([] if agrees else [WHOLE[1]]), *([] if loan.is_whole else [WHOLE[2]])]


def _pages(file: LoanFile | None) -> str:
    if file is None:
        return ""
    asked = file.loan.pages
    copied = f"（{file.loan.way.label} {asked} 页）" if asked and asked != file.item.pages else ""
    return f"{file.item.pages or ''} 页{copied}"


def _term(file: LoanFile | None) -> str:
    """How long: the days of the settings, or the day that was agreed on."""
    if file is None:
        return f"自交出之日起{WIDE * 2}日"
    loan: Loan = file.loan
    if loan.due_on:
        again = f"（续借 {loan.renewals} 次）" if loan.renewals else ""
        return f"到{chinese_date(loan.due_on)}{again}"
    return f"自交出之日起 {file.term}" if loan.way is UseWay.LEND else "当天看完收回"


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _signed(name: str, words: str, line: str, height: float, floor: float) -> Row:
    return Row([label(name), Cell(words, 21, "text", foot=(line,))], height, floor, grow=True, fill=1)


def _notes() -> list[Para]:
    indent = WIDE * 3
    return notes(
        "说明：1. 内部资料和含个人隐私的档案一般不外借，只在站里查阅；确需外借、复印的，由站长决定。",
        f"{indent}2. 借出的档案不得转借、拆散、涂改、抽页；逾期的先归还，不续借。",
        f"{indent}3. 归还时当面逐页点数；页数不符或者有损坏的，写明情况，查清以后再销。",
    )
