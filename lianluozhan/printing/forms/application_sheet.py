"""F13 退办、改派、延期申请审批单: what a handling body asks for, and what the head decides (5.1.4)."""

from __future__ import annotations

from lianluozhan.models.opinions.applying import Decision, Wish
from lianluozhan.models.opinions.press_file import ApplicationFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_TERM, WIDE, chinese_date, choice_ticks, head, label, notes, signature

TITLE = "退办、改派、延期申请审批单"


def application_sheet(found: ApplicationFile | None, station: Station | None = None) -> Document:
    """The sheet of one application, as far as it has come, or the blank one; one for the body, one for the station."""
    station = found.file.station if found else station
    number = found.sent.dispatch.number if found and found.sent else ""
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"交办单号：{number}", "一式两份"),
            Grid([*_asked(found), *_judged(found)]),
            *_notes(found),
        ],
        running="申请审批单（续页）",
        running_right=f"交办单号：{number}",
    )


def _asked(found: ApplicationFile | None) -> list[Row]:
    made, sent = (found.application, found.sent) if found else (None, None)
    wanted = found.wanted_body.name if found and found.wanted_body else ""
    return [
        _row(
            label("申请单位"),
            Cell(sent.lead.name if sent else "", 10),
            label("申请类型"),
            Cell(choice_ticks(Wish, made.wish if made else None), 8, "tick"),
        ),
        _row(label("事由"), Cell(found.file.opinion.title if found else "", 21)),
        _row(
            label("交办日期"),
            Cell(chinese_date(sent.dispatch.dispatched_on) if sent else "", 10),
            label("签收日期"),
            Cell(chinese_date(sent.dispatch.received_on) if sent else "", 8),
        ),
        _row(
            label("原定期限"),
            Cell(chinese_date(made.old_due_on) if made else "", 10),
            label("申请日期"),
            Cell(chinese_date(made.applied_on) if made else "", 8),
        ),
        Row(
            [
                label("申请理由"),
                Cell(made.reason if made else "", 21, "text", foot=(signature("单位负责人", seal="单位章"),)),
            ],
            52,
            36,
            grow=True,
            fill=3,
        ),
        _row(
            label("建议承办\n单位"),
            Cell(wanted, 10),
            label("拟延至"),
            Cell(chinese_date(made.wanted_until) if made else "", 8),
        ),
    ]


def _judged(found: ApplicationFile | None) -> list[Row]:
    made = found.application if found else None
    words = f"{made.decision_words}".strip() if made else ""
    ticked = choice_ticks(Decision, made.decision if made else None, WIDE)
    decided = f"{ticked}\n{words}" if words else ticked
    return [
        _signed("联络员\n意见", made.officer_words if made else "", signature("联络员"), 24, 18),
        _signed("副站长\n意见", made.vice_words if made else "", signature("副站长"), 24, 18),
        _signed("站长审批", decided, signature("站长", seal="站章"), 34, 24),
        _row(
            label("新的期限"),
            Cell(chinese_date(made.new_due_on) if made else "", 10),
            label("告知单位"),
            Cell(chinese_date(made.told_on) if made else "", 8),
        ),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _signed(name: str, words: str, line: str, height: float, floor: float) -> Row:
    return Row([label(name), Cell(words, 21, "text", foot=(line,))], height, floor, grow=True, fill=1)


def _notes(found: ApplicationFile | None) -> list[Para]:
    indent = WIDE * 3
    term = (found and found.file.return_term) or OPEN_TERM
    return notes(
        f"说明：1. 不属本单位职责的，收到交办单后{term}内申请退办或改派；晚于此的，由站长写明同意的理由。",
        f"{indent}2. 不能按期办结的，请在期限届满前申请延期，写明原因和拟延至的日期。",
        f"{indent}3. 站长审批以前，原交办单继续有效，请不要自行转办或者停办。",
    )
