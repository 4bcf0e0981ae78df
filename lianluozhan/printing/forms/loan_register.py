"""F83 档案查阅（借阅）登记表, A4 landscape: a use on a line, in the order in which they were asked for (4.6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianluozhan.models.archive.lending import Loan, UseDecision
from lianluozhan.models.archive.lending_lists import LoanFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import chinese_date, notes

TITLE = "档案查阅（借阅）登记表"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序\n号", 7),
    ("日期", 12),
    ("借阅人", 15),
    ("单位", 21),
    ("电话", 22),
    ("档号", 31.5),
    ("题名", 36),
    ("密\n级", 6.5),
    ("利用\n目的", 9),
    ("方式", 9),
    ("份\n页数", 9),
    ("批准人", 15),
    ("应还\n日期", 12),
    ("归还\n日期", 12),
    ("经手", 14.5),
    ("完好", 9),
    ("备注", 16.5),
)
LINE, BLANK_LINES, PAD = 11.2, 11, 0.8
LONG = 60  # characters of a remark with which a line may cross pages


def loan_register(files: Sequence[LoanFile] | None, station: Station | None = None) -> Document:
    """The uses in the order given, or an empty register."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    head = Row([Cell(name, 1, "list_head") for name, _ in COLUMNS], 10)
    lines = [_line(number, file) for number, file in enumerate(found, 1)]
    blank = [] if lines else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=_span(found), after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in COLUMNS), head=1, pad=PAD),
            *notes(
                "说明：查阅、复印、借出都逐件登记。借出的不得转借、拆散、涂改，按期归还；归还时逐页点数，对不上的查清以后再销。",
            ),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _span(found: Sequence[LoanFile]) -> str:
    """From when to when, and how many."""
    days = sorted(file.loan.asked_on for file in found if file.loan.asked_on)
    if not days:
        return ""
    first, last = chinese_date(days[0]), chinese_date(days[-1])
    return f"{first}至{last}，共 {len(found)} 次" if first != last else f"{first}，共 {len(found)} 次"


def _line(number: int, file: LoanFile) -> Row:
    loan = file.loan
    hands = dict.fromkeys(filter(None, (file.handed_by or file.entered_by, file.returned_to)))
    remark = _remark(file)
    cells = (
        (str(number), "list_c"),
        (_day(loan.asked_on), "list_c"),
        (loan.applicant, "list_c"),
        (loan.organisation, "list"),
        (loan.phone, "list_c"),
        (file.item.archival_number, "list"),
        (file.item.title, "list"),
        ("", "list_c"),  # 密级: what is no state secret must carry no mark
        (_in_two(loan.purpose.label), "list_c"),
        (loan.way.label, "list_c"),
        (str(loan.pages) if loan.pages else "", "list_c"),
        (file.decided_by if loan.decision is UseDecision.YES else "", "list_c"),
        (_day(loan.due_on), "list_c"),
        (_day(loan.returned_on), "list_c"),
        ("\n".join(hands), "list_c"),
        (_whole(loan), "list_c"),
        (remark, "list"),
    )
    return Row([Cell(text, 1, style) for text, style in cells], LINE, grow=len(remark) > LONG)


def _whole(loan: Loan) -> str:
    if loan.returned_on is None:
        return ""
    if loan.settled_on is None:
        return "待查"
    return "是" if loan.is_whole else "否"


def _remark(file: LoanFile) -> str:
    """What the columns do not say: refused, private, renewed, what the return showed."""
    loan = file.loan
    said = (
        "作废" if loan.voided_on else "",
        "没有同意" if loan.decision is UseDecision.NO else "",
        "含个人隐私" if file.item.keeps_secret else "",
        f"续借 {loan.renewals} 次" if loan.renewals else "",
        f"还 {loan.pages_returned} 页" if loan.pages_returned not in (None, file.item.pages) else "",
        loan.return_words,
        loan.settled_words,
        loan.note,
    )
    return "；".join(words.rstrip("。；") for words in said if words)


def _day(day: date | None) -> str:
    """A day in two short lines, for narrow columns."""
    return f"{day.year}\n{day:%m-%d}" if day else ""


def _in_two(words: str) -> str:
    return f"{words[:2]}\n{words[2:]}" if len(words) > 2 else words
