"""The print log: which sheet of which record left the program, when, by whom, in which form; and voided sheets."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .errors import InvalidRecord, RuleError
from .fields import day, moment, reference, text, whole_number
from .listing import Listing
from .paper_codes import read_code
from .session import Session
from .veil import sentence

PAPER = "printer"  # the way of a print; the others are endings of files
WAYS = {PAPER: "打印机", "pdf": "PDF 文件", "docx": "Word 文件"}
VOLUME = "F82"  # the number under which 整卷打印 of one matter is entered
_OF_OPINIONS = ("F10", "F11", "F12", "F16", "F17", "F18", "F20")  # whose 纸号 is understood without the log
_NUMBERED = (
    *("calls", "supervisions", "official_documents", "suggestions"),
    *("receptions", "visits"),
)  # tables whose records have a number
_OF_A_DEPUTY = {"deputies": "owner_id", "deputy_files": "owner_id", "deputy_years": "owner_id / 256"}
_NUMBERS = " ".join(f"WHEN '{table}' THEN (SELECT number FROM {table} WHERE id = owner_id)" for table in _NUMBERED)
_NAMES = " ".join(
    f"WHEN '{table}' THEN (SELECT name FROM deputies WHERE id = {key})" for table, key in _OF_A_DEPUTY.items()
)
_COLUMNS = (
    f"prints.*, CASE owner_table WHEN 'opinions' THEN (SELECT title FROM opinions WHERE id = owner_id) {_NUMBERS}"
    f" {_NAMES} END AS subject, (SELECT name FROM staff WHERE staff.id = printed_by) AS printed_by_name,"
    " (SELECT number FROM opinions WHERE owner_table = 'opinions' AND opinions.id = owner_id) AS opinion_number,"
    " (SELECT title FROM opinions WHERE owner_table = 'opinions' AND opinions.id = owner_id) AS opinion_title"
)
_NAMED = (
    "EXISTS (SELECT 1 FROM staff WHERE staff.id = printed_by AND instr(staff.name, :words))"
    " OR EXISTS (SELECT 1 FROM opinions WHERE owner_table = 'opinions' AND opinions.id = owner_id"
    " AND (instr(number, :words) OR instr(title, :words)))"
    " OR instr(purpose, :words) OR instr(replace(paper_code, '-', ''), :code) OR instr(void_reason, :words)"
    " OR form IN (SELECT value FROM json_each(:forms))"
)


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print or one saved file of one form."""

    TABLE: ClassVar = "prints"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    owner_table: str = text("所属", max_length=30)
    owner_id: int | None = whole_number("所属记录")
    way: str = text("方式", max_length=10)
    copies: int | None = whole_number("份数", default=1)
    printed_at: datetime | None = moment("时间", required=True)
    printed_by: int | None = reference("打印人", "staff")
    paper_code: str = text("纸号", max_length=12)
    purpose: str = text("用途", max_length=100)
    pages: int | None = whole_number("页数", default=0)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
    voided_by: int | None = reference("作废人", "staff")


def prints_of(session: Session, form: str, table: str, owner_id: int) -> list[Print]:
    """Every time this form of this record left the program, the newest first."""
    where = "owner_table = ? AND owner_id = ? AND form = ?"
    return session.select(Print, where, (table, owner_id, form), order="id DESC")


def count_printed(session: Session, form: str, table: str, owner_ids: Sequence[int]) -> int:
    """How many of these records have been on paper in this form."""
    marks = ", ".join("?" * len(owner_ids))
    found: int = session.value(
        f"SELECT count(DISTINCT owner_id) FROM prints"
        f" WHERE owner_table = ? AND owner_id IN ({marks}) AND form = ? AND way = ?",
        (table, *owner_ids, form, PAPER),
    )
    return found


def listing(
    session: Session,
    words: str = "",
    *,
    forms: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
    voided: bool = True,
) -> Listing:
    """The log, the newest first; `words` are looked for in person, matter, purpose and 纸号, or name one of `forms`."""
    where, also, params = [], [], {}
    if since:
        where.append("printed_at >= :since")
        params["since"] = since.isoformat()
    if until:
        where.append("printed_at < :until")
        params["until"] = f"{until.isoformat()}T24"
    if not voided:
        also.append("voided_on IS NULL")
    if words := words.strip():
        also.append(_NAMED)
        code = words.replace("-", "").upper() if words.isascii() and len(words) >= 4 else "\0"
        params |= {"words": words, "code": code, "forms": json.dumps(list(forms))}
    return Listing(
        session.db,
        "prints",
        tuple(where),
        params,
        ("printed_at", "prints.id"),
        descending=True,
        columns=_COLUMNS,
        also=tuple(also),
    )


def void(session: Session, print_id: int, reason: str) -> Print:
    """Say of a sheet that left the program that it does not count any more; the entry is kept."""
    reason = reason.strip()
    with session.action("print.void"):
        entry = session.get(Print, print_id)
        if entry.voided_on:
            raise RuleError("这次打印的表已经作废了，不用再作废。")
        if not reason:
            raise InvalidRecord({"void_reason": "请写明为什么作废，例如“填错了，已重打”。"})
        return session.change(entry, voided_on=session.today, void_reason=reason, voided_by=session.staff.id)


def sheet_called(session: Session, code: str) -> Print | None:
    """The newest entry of the sheet that a 纸号 names, or what it would be; None when it is no 纸号."""
    read = read_code(code)
    if read is None:
        return None
    form, record_id = read
    found = session.select(Print, "owner_id = ? AND form = ? AND paper_code <> ''", (record_id, form), order="id DESC")
    if found:
        return next((entry for entry in found if not entry.voided_on), found[0])
    known = form in _OF_OPINIONS and session.value("SELECT 1 FROM opinions WHERE id = ?", (record_id,))
    return Print(form=form, owner_table="opinions", owner_id=record_id) if known else None


def why_closed(session: Session, code: str) -> str:
    """Why the record of a sheet is out of this person's sight (回避), by its 纸号; empty when it is not."""
    read = read_code(code) if session.veil is not None else None
    if read is None:
        return ""
    form, record_id = read
    printed = session.rows("SELECT owner_table FROM main.prints WHERE owner_id = ? AND form = ?", (record_id, form))
    tables = [*(["opinions"] if form in _OF_OPINIONS else []), *(table for (table,) in printed)]
    return next(filter(None, (sentence(session, table, record_id) for table in tables)), "")
