"""Hanging scanned sheets on their records, and back: on the signed step, the record itself, the 件 it is filed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .. import attachments, veil
from ..attachments import Attachment, Enclosed, attach
from ..errors import InvalidRecord, RuleError
from ..opinions.handling import OpinionStep
from ..permissions import require
from ..session import Session
from .record import Item, ItemKind, Part
from .scan_files import turned_file
from .scan_targets import OF_ITEM, Target, closed_words, exists, open_steps, piece_of
from .scans import Scan, ScanHow, ScanState

WAITING_PURPOSE = "待认扫描件"
OF_A_FORM, OF_PAPER = "已印表单的签字扫描，不另计页", "纸质件的扫描"
_HUNG_ALREADY = "这一页已经挂好了。挂错了，请先退回待认。"


def hang(session: Session, scan_id: int, target: Target) -> Scan:
    """Hang a page that waits where somebody has seen that it belongs."""
    with session.action("archive.scan"):
        scan = session.get(Scan, scan_id)
        if scan.state is ScanState.HUNG:
            raise RuleError(_HUNG_ALREADY)
        if scan.state is ScanState.DISMISSED:
            raise RuleError("这一页已经不收了。要用它，请先退回待认。")
        if refusal := closed_words(session, target):
            raise RuleError(refusal)
        if not exists(session, target):
            raise RuleError("要挂的记录已经找不到了，可能刚还原过数据。请重新查找。")
        if target.table == OF_ITEM and not (item := session.get(Item, target.record_id)).is_here:
            called = item.archival_number or f"“{item.title}”"
            raise RuleError(f"{called} 已经不在站里（撤件、销毁或移交），不能再往里挂。请重新指定，或不收。")
        return put(session, scan, target, ScanHow.HAND)


def put(session: Session, scan: Scan, target: Target, how: ScanHow, new: Enclosed | None = None) -> Scan:
    """Hang a page, inside an action; `new` is its file when none is stored yet."""
    steps = open_steps(session, target)
    owner = (OpinionStep.TABLE, steps[0].id) if steps else target.owner
    if new is not None:
        kept = attach(session, *owner, new, target.purpose)
    else:
        kept = session.get(Attachment, scan.attachment_id or 0)
        kept = session.change(kept, owner_table=owner[0], owner_id=owner[1], purpose=target.purpose, voided_on=None)
    for step in steps:
        session.change(step, attachment_id=kept.id)
    item = piece_of(session, target)
    if item is not None:
        _add_to_piece(session, item, target, kept)
    values = {
        "form": target.form,
        "record_table": target.owner[0],
        "record_id": target.owner[1],
        "paper_code": target.code or scan.paper_code,
        "attachment_id": kept.id,
        "item_id": item.id if item else None,
        "how": how,
        "state": ScanState.HUNG,
        "hung_on": "、".join(dict.fromkeys(step.label for step in steps))[:60],
        "note": "",
    }
    if not scan.id:
        return session.add(replace(scan, **values))  # type: ignore[arg-type]
    return session.change(scan, **values)


def _add_to_piece(session: Session, item: Item, target: Target, kept: Attachment) -> None:
    """A part of the 件; the scan of a sheet that is bound itself does not count as a page once more.

    The pages of a numbered 件 are counted: a scan of them adds none, and what is really new is a correction.
    """
    last = session.value("SELECT max(place) FROM archive_parts WHERE item_id = ? AND voided_on IS NULL", (item.id,))
    counts = target.table == OF_ITEM and item.kind is ItemKind.EXTERNAL
    part = Part(
        item_id=item.id,
        place=int(last or 0) + 1,
        name=kept.name,
        dated_on=session.today,
        pages=(1 if item.sequence is None else None) if counts else 0,
        record_table=kept.owner_table,
        record_id=kept.owner_id,
        attachment_id=kept.id,
        note=OF_PAPER if target.table == OF_ITEM else OF_A_FORM,
    )
    session.add(part)


def take_back(session: Session, scan_id: int) -> Scan:
    """Take a page off its record again, or bring back one that was not wanted: it waits once more."""
    with session.action("archive.scan"):
        scan = session.get(Scan, scan_id)
        if scan.state is ScanState.WAITING:
            raise RuleError("这一页还在待认，不用退回。")
        kept = session.get(Attachment, scan.attachment_id or 0)
        for step in session.select(OpinionStep, "attachment_id = ?", (kept.id,)):
            session.change(step, attachment_id=None)
        for part in session.select(Part, "attachment_id = ? AND voided_on IS NULL", (kept.id,)):
            session.change(part, voided_on=session.today)
        purpose = WAITING_PURPOSE
        session.change(kept, owner_table=Scan.TABLE, owner_id=scan.id, purpose=purpose, voided_on=None)
        note = "从挂错的地方退回，请重新指定。" if scan.state is ScanState.HUNG else ""
        values = {"form": "", "record_table": "", "record_id": None, "item_id": None, "hung_on": "", "note": note}
        return session.change(scan, how=ScanHow.NONE, state=ScanState.WAITING, voided_on=None, **values)


def dismiss(session: Session, scan_ids: Sequence[int], reason: str) -> int:
    """Say of pages that wait that they are not wanted, such as empty backs; how many there were."""
    with session.action("archive.scan"):
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明为什么不收，例如“空白的背面”“重复扫描”。"})
        if not scan_ids:
            raise RuleError("没有要去掉的页。")
        for scan in [session.get(Scan, scan_id) for scan_id in scan_ids]:
            if scan.state is not ScanState.WAITING:
                raise RuleError(f"“{scan.file_name}”第 {scan.page} 页已经不在待认里。请刷新后再试。")
            if scan.attachment_id:
                session.change(session.get(Attachment, scan.attachment_id), voided_on=session.today)
            session.change(scan, state=ScanState.DISMISSED, note=reason.strip()[:200], voided_on=session.today)
        return len(scan_ids)


@dataclass(frozen=True)
class Turned:
    """The file of a page turned, before it is stored, and the attachment that it is to take the place of."""

    of: int
    degrees: int
    content: bytes = b""
    suffix: str = ""


def turn(session: Session, scan_id: int, degrees: int) -> Scan:
    """Turn the picture of a page clockwise by a multiple of 90 degrees, wherever it hangs; the old file is kept."""
    require(session.roles, "archive.scan")
    scan = session.get(Scan, scan_id)
    return keep_turned(
        session, scan_id, Turned(scan.attachment_id or 0, degrees, *turned_file(_stored(session, scan), degrees))
    )


def keep_turned(session: Session, scan_id: int, made: Turned) -> Scan:
    """Put the turned file in the place of the other."""
    with session.action("archive.scan"):
        scan = session.get(Scan, scan_id)
        if scan.attachment_id != made.of or scan.state is ScanState.DISMISSED:
            raise RuleError("这一页刚刚变了，没有转。请刷新后再试。")
        old = session.get(Attachment, made.of)
        enclosed = Enclosed(old.name.rpartition(".")[0] + made.suffix, content=made.content)
        new = attach(session, old.owner_table, old.owner_id or 0, enclosed, old.purpose)
        for step in session.select(OpinionStep, "attachment_id = ?", (old.id,)):
            session.change(step, attachment_id=new.id)
        for part in session.select(Part, "attachment_id = ?", (old.id,)):
            session.change(part, attachment_id=new.id, name=new.name if part.name == old.name else part.name)
        session.change(old, voided_on=session.today)
        return session.change(scan, attachment_id=new.id, turned=((scan.turned or 0) + made.degrees) % 360)


def _stored(session: Session, scan: Scan) -> bytes:
    return attachments.stored_content(session, scan.attachment_id or 0)


def content_of(session: Session, scan_id: int) -> bytes:
    """The file of a page, for whoever may take scans in."""
    require(session.roles, "archive.scan")
    scan = session.get(Scan, scan_id)
    veil.check_open(session, scan.record_table, scan.record_id or 0)
    return _stored(session, scan)
