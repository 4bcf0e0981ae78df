"""The archive: numbers from 1 to the last of a class, each once; pages that agree with the papers (4.6.3)."""

from __future__ import annotations

from ..archive import gaps
from ..session import Session
from .finding import Severity, Told

SHOWN = 20
NEWEST = 200  # 件 that are looked at when the program starts
_PAGES = (
    "SELECT i.archival_number, i.pages, sum(p.pages) FROM archive_items i"
    " JOIN archive_parts p ON p.item_id = i.id AND p.voided_on IS NULL"
    " WHERE i.sequence IS NOT NULL AND i.voided_on IS NULL AND i.pages_reason = '' AND {which}"
    f" GROUP BY i.id HAVING count(*) = count(p.pages) AND sum(p.pages) IS NOT i.pages LIMIT {SHOWN}"
)
_TWICE = (
    "SELECT archival_number FROM archive_items WHERE archival_number <> '' AND {which}"
    f" GROUP BY archival_number HAVING count(*) > 1 LIMIT {SHOWN}"
)
_CLASS = (
    "SELECT i.archival_number, b.number FROM archive_items i JOIN archive_boxes b ON b.id = i.box_id"
    " WHERE (b.year, b.retention, b.unit) IS NOT (i.year, i.retention, i.unit) AND i.voided_on IS NULL AND {which}"
    f" LIMIT {SHOWN}"
)


_OPENED = (
    "SELECT i.id, i.archival_number, i.title FROM archive_items i JOIN {table} s ON s.id = i.source_id"
    " WHERE i.source_table = '{table}' AND i.voided_on IS NULL AND {wrong} AND {which}"
    f" LIMIT {SHOWN}"
)
_VOID = "s.voided_on IS NOT NULL"
SOURCES = {
    "opinions": f"({_VOID} OR s.status NOT IN ('closed', 'filed', 'on_spot'))",
    **dict.fromkeys(("receptions", "reception_plans", "activities", "official_documents", "handovers"), _VOID),
    "suggestions": f"({_VOID} OR s.state <> 'closed')",
}


def pieces(session: Session) -> Told:
    """Everything."""
    for gap in gaps.missing_numbers(session)[:SHOWN]:
        yield Severity.WARNING, f"{gaps.words_of(gap)}请看操作日志核对。"
    yield from _of(session, "1")


def pieces_sampled(session: Session) -> Told:
    """The newest 件."""
    yield from _of(session, f"i.id > (SELECT ifnull(max(id), 0) FROM archive_items) - {NEWEST}")


def _of(session: Session, which: str) -> Told:
    for (number,) in session.rows(_TWICE.format(which=which.replace("i.id", "id"))):
        yield Severity.WARNING, f"档号 {number} 用了两次。请核对这两件。"
    for number, pages, counted in session.rows(_PAGES.format(which=which)):
        yield Severity.WARNING, f"{number} 的页数是 {pages or 0}，材料加起来是 {counted}，没有说明。请核对后更正。"
    for number, box in session.rows(_CLASS.format(which=which)):
        yield Severity.WARNING, f"{number} 装在不同年度、期限或机构的 {box} 号盒里。请改装。"
    closed = session.veil.closed.get("archive_items", {}) if session.veil else {}  # the check sees it, he does not
    for table, wrong in SOURCES.items():
        for id_, number, title in session.rows(_OPENED.format(table=table, wrong=wrong, which=which)):
            called = number or ("对您回避的一件" if id_ in closed else f"“{title}”")
            yield Severity.WARNING, f"{called}已经归档，它的记录却作废了或又在办理。请核对记录，或撤出这一件。"
