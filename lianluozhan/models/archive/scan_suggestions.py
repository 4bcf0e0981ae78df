"""Where a scanned page that waits may belong: never done by itself, only offered with the reason (N7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import veil
from ..listing import Listing
from ..prints import Print
from ..session import Session
from .record import Item
from .scan_targets import OF_ITEM, TABLES, Target, closed_words, exists, named_by
from .scans import Scan, ScanState

MOST = 6
_CODES = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
_COLUMNS = (
    "archive_scans.*, (SELECT archival_number FROM archive_items WHERE archive_items.id = item_id) AS archival_number,"
    " (SELECT name FROM staff WHERE staff.id = taken_by) AS taken_by_name"
)


@dataclass(frozen=True)
class Suggestion:
    """One place where a page may belong, why, and that in a word."""

    target: Target
    why: str
    mark: str


def listing(session: Session, words: str = "", *, state: ScanState | None = ScanState.WAITING) -> Listing:
    """The scanned pages of a state, the newest first; `words` are looked for in file name, 纸号 and note."""
    where, params = [], {}
    if state is not None:
        where.append("state = :state")
        params["state"] = state.value
    also = []
    if words := words.strip():
        also.append("instr(file_name, :words) OR instr(replace(paper_code, '-', ''), :code) OR instr(note, :words)")
        params |= {"words": words, "code": words.replace("-", "").upper()}
    return Listing(
        session.db,
        "archive_scans",
        tuple(where),
        params,
        ("archive_scans.id",),
        descending=True,
        columns=_COLUMNS,
        also=tuple(also),
    )


def waiting(session: Session) -> int:
    """How many pages wait for somebody."""
    found: int = session.value("SELECT count(*) FROM archive_scans WHERE state = ?", (ScanState.WAITING.value,))
    return found


def blank_pages(session: Session) -> list[int]:
    """The empty pages that wait."""
    where = "state = ? AND is_blank = 1"
    return [scan.id for scan in session.select(Scan, where, (ScanState.WAITING.value,))]


def suggestions(session: Session, scan_id: int) -> list[Suggestion]:
    """The likeliest places first, each once, none that is closed to this person."""
    scan = session.get(Scan, scan_id)
    found: dict[tuple[str, int, str], Suggestion] = {}
    for each in _all(session, scan):
        key = (each.target.table, each.target.record_id, each.target.form)
        if key not in found and not closed_words(session, each.target) and exists(session, each.target):
            found[key] = each
        if len(found) == MOST:
            break
    return list(found.values())


def _all(session: Session, scan: Scan) -> Iterator[Suggestion]:
    for code in _CODES.findall(f"{scan.paper_code} {scan.note}"):
        named = named_by(session, code)
        if named.target is not None and not named.is_closed:
            yield Suggestion(named.target, f"纸上的纸号是 {code}", "纸号相符")
    yield from _beside(session, scan)
    yield from _printed_lately(session)


def _beside(session: Session, scan: Scan) -> Iterator[Suggestion]:
    """The sheets before and after it in the same file: a second page or a back has no code of its own."""
    where = "digest = ? AND id <> ? AND state = ? AND record_id IS NOT NULL"
    hung = session.select(Scan, where, (scan.digest, scan.id, ScanState.HUNG.value), order="page")
    page = scan.page or 1
    before = [each for each in hung if (each.page or 0) < page]
    for other in before[-1:] + [each for each in hung if each.page == page + 1]:
        target = target_of(other)
        pages = _pages_printed(session, target)
        lot = sum(each.form == other.form and each.record_id == other.record_id for each in hung)
        where_ = "接着" if (other.page or 0) < page else "在它后面的是"
        more = f"，这张表打印时有 {pages} 页，已收 {lot} 页" if pages > 1 else ""
        yield Suggestion(target, f"{where_}同一个文件的第 {other.page} 页{more}", "同一文件")


def _pages_printed(session: Session, target: Target) -> int:
    sql = "SELECT max(pages) FROM prints WHERE form = ? AND owner_id = ? AND voided_on IS NULL"
    return int(session.value(sql, (target.form, target.record_id)) or 0)


def _printed_lately(session: Session) -> Iterator[Suggestion]:
    """Sheets that were printed last and of which no scan has come yet."""
    where = (
        "paper_code <> '' AND voided_on IS NULL AND owner_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM archive_scans s WHERE s.state = 'hung' AND s.paper_code = prints.paper_code)"
    )
    for entry in session.select(Print, where, order="id DESC LIMIT 40"):
        if TABLES.get(entry.form) == entry.owner_table and entry.printed_at:
            day = f"{entry.printed_at.month}月{entry.printed_at.day}日"
            target = Target(entry.owner_table, entry.owner_id or 0, entry.form, entry.paper_code)
            yield Suggestion(target, f"{day}打印，还没有收到扫描件", "没有收到")


def target_of(scan: Scan) -> Target:
    """What a hung page hangs on, as a target for another."""
    named = read_target(scan)
    return named or Target(scan.record_table, scan.record_id or 0, scan.form, scan.paper_code)


def read_target(scan: Scan) -> Target | None:
    """The sheet that the 纸号 of a page names, if it is one of ours."""
    from ..paper_codes import read_code

    read = read_code(scan.paper_code) if scan.paper_code else None
    if read is None or read[0] not in TABLES:
        return None
    return Target(TABLES[read[0]], read[1], read[0], scan.paper_code)


def item_of(session: Session, scan: Scan) -> Item | None:
    """The 件 in which a hung page lies."""
    with veil.whole_sight():
        return session.find(Item, scan.item_id) if scan.item_id else None


__all__ = ["OF_ITEM", "Suggestion", "blank_pages", "listing", "suggestions", "target_of", "waiting"]
