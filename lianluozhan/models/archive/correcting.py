"""What is put right after the number was given: each a registered act with its reason and by whose leave (4.6.3).

A number never moves. What was filed in the wrong class leaves its line there, struck, and gets a new number at the end
of the right class; what is taken out keeps its line as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from .. import attachments, official
from ..attachments import Attachment
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, Field, check, fields_of
from ..session import Session
from ..staff import Staff
from ..veil import whole_sight
from . import filing, giving, schemes
from .appraising import UNDER_APPRAISAL
from .filing import key_of, pages_of, pages_problem, parts_of, tidy
from .lending import IS_OUT
from .record import MOVED, STRUCK, Correction, FilingWay, Item, Part, Retention
from .scans import Scan
from .transferring import ON_A_LIST

CORRECTABLE = (
    *("document_number", "responsible", "title", "is_own_title", "dated_on", "pages", "pages_reason", "persons"),
    *("category", "keeps_secret", "remark"),
)
PAPERS = "材料"
_LONGEST = 300
_HELD = (
    (IS_OUT, "正借出在外。请先收回、登记归还，再改列或撤件。"),
    (UNDER_APPRAISAL, "正在鉴定。请先把它从鉴定里撤出，再改列或撤件。"),
    (ON_A_LIST, "在准备中的移交清单上。请先从清单上撤出，再改列或撤件。"),
)


def correct(session: Session, item_id: int, values: Mapping[str, Any], reason: str, approved_by: int | None) -> Item:
    """Put right what the catalogue says of a numbered 件; each value that changes is registered."""
    with session.action("archive.correct"):
        item = numbered(session, item_id)
        if strange := values.keys() - set(CORRECTABLE):
            raise ValueError(f"not to be corrected: {sorted(strange)}")
        _check_leave(session, reason, approved_by)
        wanted = tidy(replace(item, **values))
        changed = {name: getattr(wanted, name) for name in values if getattr(wanted, name) != getattr(item, name)}
        if not changed:
            raise RuleError("没有改动，不用更正。")
        _check_values(session, wanted)
        labels = {field.name: field for field in fields_of(Item)}
        for name, value in changed.items():
            field = labels[name]
            _register(
                session,
                item,
                field.label,
                _words(field, getattr(item, name)),
                _words(field, value),
                reason,
                approved_by,
            )
        return session.change(item, **changed)


def correct_parts(
    session: Session, item_id: int, parts: Sequence[Part], reason: str, approved_by: int | None
) -> list[Part]:
    """Put right of which papers a numbered 件 is made; its pages follow where they were those of its papers."""
    with session.action("archive.correct"):
        item = numbered(session, item_id)
        _check_leave(session, reason, approved_by)
        before = parts_of(session, item_id)
        after = filing.put_parts(session, item_id, parts)
        if [replace(part, id=0) for part in before] == [replace(part, id=0) for part in after]:
            raise RuleError("没有改动，不用更正。")
        _register(session, item, PAPERS, _named(before), _named(after), reason, approved_by)
        counted = pages_of(after)
        if counted and item.pages == pages_of(before) and counted != item.pages:
            _register(session, item, "页数", str(item.pages), str(counted), reason, approved_by)
            session.change(item, pages=counted)
        return after


def reclassify(
    session: Session,
    item_id: int,
    *,
    year: int | None = None,
    retention: Retention | None = None,
    unit: str | None = None,
    reason: str,
    approved_by: int | None,
) -> Item:
    """Move a numbered 件 that lies in the wrong class: its line stays there, struck, and it is numbered anew."""
    with session.action("archive.correct"):
        old = numbered(session, item_id)
        _check_leave(session, reason, approved_by)
        _check_here(session, old)
        scheme = schemes.current(session)
        wanted = replace(
            old,
            year=old.year if year is None else year,
            retention=retention or old.retention,
            unit=old.unit if unit is None else unit.strip().upper(),
        )
        if key_of(wanted) == key_of(old):
            raise RuleError("年度、保管期限、机构（问题）都没有改，不用改列。")
        filing.check_item(session, scheme, wanted)
        with whole_sight():
            new = _refile(session, old, wanted, reason.strip(), in_volumes=scheme.way is FilingWay.VOLUME)
        after = new.archival_number or giving.class_words(scheme, key_of(new)).strip()
        session.change(session.get(Item, old.id), remark=_remark(f"{MOVED} {after}", old))
        _register(session, old, MOVED, old.archival_number, after, reason, approved_by)
        return new


def strike(session: Session, item_id: int, reason: str, approved_by: int | None) -> Item:
    """Take a numbered 件 out of the archive for good: its number stays with its line and is never given again.

    The line still names its box, whose 备考表 tells that it was taken out (移出).
    """
    with session.action("archive.correct"):
        item = numbered(session, item_id)
        _check_leave(session, reason, approved_by)
        _check_here(session, item)
        _register(session, item, STRUCK, item.archival_number, "", reason, approved_by)
        values = {"voided_on": session.today, "void_reason": reason.strip(), "remark": _remark(STRUCK, item)}
        return session.change(item, **values)


def corrections_of(session: Session, item_id: int) -> list[Correction]:
    """What was put right of a 件, the first at the top; what was moved brings along what was put right before."""
    ids, item = [item_id], session.find(Item, item_id)
    while item and item.moved_from and item.moved_from not in ids:
        ids.append(item.moved_from)
        item = session.find(Item, item.moved_from)
    marks = ", ".join("?" * len(ids))
    return session.select(Correction, f"item_id IN ({marks})", tuple(ids))


def approvers(session: Session) -> list[tuple[int, str]]:
    """By whose leave something may be put right today: the leaders of the station, the head first."""
    return official.leaders(session, session.today)


def numbered(session: Session, item_id: int) -> Item:
    """A numbered 件 that still stands here."""
    item = session.get(Item, item_id)
    if item.sequence is None:
        raise RuleError(f"“{item.title}”还没有编号，直接修改就可以，不用更正。")
    if item.voided_on:
        raise RuleError(f"{item.archival_number} 已经{item.struck_word}，不能再更正。")
    if item.destroyed_on:
        raise RuleError(f"{item.archival_number} 已经销毁，目录里的这一行要照原样留着。")
    if item.handed_over_on:
        raise RuleError(f"{item.archival_number} 已经移交，目录和清册要和县档案馆的一致。请和县档案馆商量。")
    return item


def _check_here(session: Session, item: Item) -> None:
    for where, words in _HELD:
        if session.value(f"SELECT 1 FROM archive_items WHERE id = ? AND {where}", (item.id,)):
            raise RuleError(f"{item.archival_number} {words}")


def _check_leave(session: Session, reason: str, approved_by: int | None) -> None:
    problems = {}
    if not reason.strip():
        problems["reason"] = "请写明原因，它和更正一起长期保存。"
    elif len(reason.strip()) > 200:
        problems["reason"] = "原因最多 200 个字，请精简。"
    if approved_by is None:
        problems["approved_by"] = "请选批准人：站长或副站长。"
    elif approved_by not in dict(approvers(session)):
        found = session.find(Staff, approved_by)
        problems["approved_by"] = f"{found.name if found else '这个人'}今天不是站长或副站长，不能批准更正。请另选。"
    if problems:
        raise InvalidRecord(problems)


def _check_values(session: Session, wanted: Item) -> None:
    problems = check(wanted)
    for name, label in (("dated_on", "日期"), ("pages", "页数")):
        if not getattr(wanted, name):
            problems.setdefault(name, f"已经编号的件不能没有“{label}”。")
    if wanted.dated_on and wanted.dated_on > session.today:
        problems.setdefault("dated_on", "“日期”不能在今天以后，请检查。")
    elif wanted.dated_on and wanted.year and wanted.dated_on.year > wanted.year:
        problems.setdefault("dated_on", f"这一件归在 {wanted.year} 年度，“日期”不能更晚。年度归错了的，请用“改列”。")
    with whole_sight():
        parts = parts_of(session, wanted.id)
    if words := pages_problem(wanted, parts):
        problems.setdefault("pages", words)
    if problems:
        raise InvalidRecord(problems)


def _refile(session: Session, old: Item, wanted: Item, reason: str, *, in_volumes: bool) -> Item:
    """The struck line, and the 件 at its new place with its papers, files and scans; inside an action."""
    session.change(old, voided_on=session.today, void_reason=reason)
    key = key_of(wanted)
    issued: dict[str, Any] = dict.fromkeys(
        ("sequence", "volume_id", "box_id", "kept_until", "numbered_by", "numbered_on", "voided_on")
    )
    bare = replace(wanted, id=0, archival_number="", fonds="", void_reason="", moved_from=old.id, **issued)
    remark = _remark(f"由 {old.archival_number} {MOVED}", old)
    new = session.add(replace(bare, place=filing.next_place(session, key), remark=remark))
    for part in parts_of(session, old.id):
        session.add(replace(part, id=0, item_id=new.id))
        session.change(part, voided_on=session.today)
    for taken in attachments.of(session, Item.TABLE, old.id):
        session.change(session.get(Attachment, taken.id), owner_id=new.id)
    for scan in session.select(Scan, "item_id = ?", (old.id,)):
        session.change(scan, item_id=new.id)
    if in_volumes:
        return new
    return giving.give(session, schemes.current(session), [new])[0]


def _remark(words: str, item: Item) -> str:
    return "，".join(part for part in (words, item.remark) if part)[:100]


def _register(
    session: Session, item: Item, what: str, before: str, after: str, reason: str, approved_by: int | None
) -> None:
    session.add(
        Correction(
            item_id=item.id,
            what=what,
            before=before[:_LONGEST],
            after=after[:_LONGEST],
            reason=reason.strip(),
            approved_by=approved_by,
            corrected_by=session.staff.id,
            corrected_on=session.today,
        )
    )


def _words(field: Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    return "" if value is None else str(value)


def _named(parts: Sequence[Part]) -> str:
    return "；".join(f"{part.name} {part.pages}页" if part.pages else part.name for part in parts)
