"""Every number once, none left out: a voided record keeps its number, so a gap means that a record is missing."""

from __future__ import annotations

from .. import numbering
from ..archive import appraising, transferring
from ..numbering import NumberSeries
from ..receptions import noticing
from ..receptions import numbers as reception_numbers
from ..session import Session
from .finding import Severity, Told

SHOWN = 5
# kind of a series: its table, how its numbers begin and end
_HELD = {
    numbering.OPINION: ("opinions", "{kind}〔{year}〕", "号"),
    numbering.DISPATCH: ("dispatches", "{kind}〔{year}〕", "号"),
    numbering.REMINDER: ("supervisions", "{kind}〔{year}〕", "号"),
    numbering.SUPERVISION: ("supervisions", "{kind}〔{year}〕", "号"),
    numbering.SUGGESTION: ("suggestions", "{kind}〔{year}〕", "号"),
    numbering.CALL: ("calls", "{kind}〔{year}〕", "号"),
    numbering.MESSAGE: ("calls", "{kind}〔{year}〕", "号"),
    numbering.RECORD_SHEET: ("visits", "{kind}〔{year}〕", "号"),
    reception_numbers.SERIES: ("receptions", "接待〔{year}〕", "期"),
    appraising.NUMBER: ("archive_appraisals", "{kind}〔{year}〕", "号"),
    transferring.NUMBER: ("archive_transfers", "{kind}〔{year}〕", "号"),
    noticing.SERIES: ("reception_notices", "〔{year}〕", "号"),
}
_ONCE = (
    *("opinions", "dispatches", "supervisions", "suggestions", "calls", "visits", "receptions", "reception_notices"),
    *("official_documents", "archive_appraisals", "archive_transfers"),
)


def numbers(session: Session) -> Told:
    """Twice given, left out, or beyond the last that was given."""
    for table in _ONCE:
        sql = f"SELECT number FROM {table} WHERE number <> '' GROUP BY number HAVING count(*) > 1 LIMIT {SHOWN}"
        for (number,) in session.rows(sql):
            yield Severity.WARNING, f"编号“{number}”用了两次。请核对这两条记录。"
    for series in session.select(NumberSeries):
        if series.kind in _HELD:
            yield from _series(session, series)


def _series(session: Session, series: NumberSeries) -> Told:
    table, begins, ends = _HELD[series.kind]
    opening = begins.format(kind=series.kind, year=series.year)
    sql = f"SELECT number FROM {table} WHERE substr(number, 1, ?) = ?"
    held = {
        int(middle)
        for (number,) in session.rows(sql, (len(opening), opening))
        if number.endswith(ends) and (middle := number[len(opening) : -len(ends)]).isdigit()
    }
    last, name = series.last or 0, "接待期号" if ends == "期" else series.kind
    if held and max(held) > last:
        yield Severity.WARNING, f"{name} {series.year} 年最后给出的号小于已用的号。请联系维护人员。"
    if missing := [number for number in range(1, last + 1) if number not in held]:
        shown = "、".join(map(str, missing[:SHOWN])) + (f"等 {len(missing)} 个" if len(missing) > SHOWN else "")
        yield Severity.WARNING, f"{name} {series.year} 年缺第 {shown} 号，没有记录，也没有作废。请看操作日志核对。"
