"""Matters that belong together: one is joined to another (并案), or both are only linked (关联).

A joined matter goes no way of its own: it is handled with the main one. It keeps its number, and its submitter is
told for himself before the main one is closed (3.2, 4.3.2). Joining goes one level deep: what is joined has nothing
joined to it, so that there is never a circle. How a joining is undone is told in `unmerging`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from ..deadlines import PAUSED
from ..errors import InvalidRecord, RuleError
from ..fields import day, reference, text
from ..places import HandlingBody
from ..session import Session
from ..staff import Post
from . import progress, trail
from .days import check_day
from .flow import BEFORE_REPLY, EDITABLE
from .handling import Deadline, Feedback, Told
from .record import OPEN, Opinion, Status
from .registering import add_numbered, check_complete, numbered
from .similar import Typed, digits, found_at_once
from .telling import INFORM_JOINED, OF_A_JOINED, enough

if TYPE_CHECKING:
    from ..attachments import FileSource

MERGE, UNMERGE, MERGED_IN, LET_GO = "merge", "unmerge", "merged_in", "let_go"  # their names in the trail
LINK, UNLINK = "link", "unlink"
MAINS = tuple(status for status in OPEN if status not in EDITABLE)  # what another can be joined to


@dataclass(frozen=True, kw_only=True)
class OpinionLink:
    """Two matters that are worth reading together; each goes its own way."""

    TABLE: ClassVar = "opinion_links"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    other_id: int | None = reference("关联的社情民意", "opinions", required=True)
    note: str = text("说明", max_length=200)
    linked_by: int | None = reference("关联人", "staff")
    linked_on: date | None = day("关联日期", required=True)
    voided_on: date | None = day("撤销日期")


@dataclass(frozen=True)
class Related:
    """What belongs to a matter: the one it was joined to, those joined to it, those linked with it."""

    main: Opinion | None
    joined: tuple[Opinion, ...]
    untold: tuple[Opinion, ...]  # of the joined ones, those whose submitter is still to be told
    linked: tuple[Opinion, ...]


# Joining ---------------------------------------------------------------------------------------------------------


def register_and_merge(
    session: Session, opinion: Opinion, into_id: int, files: Sequence[FileSource] = (), words: str = ""
) -> Opinion:
    """Keep a new form, give it its number and join it to a matter that is on its way."""
    with session.action("opinion.merge"):
        check_complete(opinion, on_spot=True)
        return _merge(session, add_numbered(session, opinion, files), into_id, words)


def merge(session: Session, opinion_id: int, into_id: int, words: str = "") -> Opinion:
    """Join a matter to another one, or to the one that this was joined to."""
    with session.action("opinion.merge"):
        return _merge(session, session.get(Opinion, opinion_id), into_id, words)


def why_not_merged(session: Session, opinion: Opinion) -> str:
    """Why this matter cannot be joined to another one; empty if it can."""
    if opinion.voided_on:
        return "这件已经作废，不能并入别的件。"
    if opinion.status is Status.MERGED:
        return "这件已经并入别的件。要并入另一件，请先撤销并案。"
    if opinion.status not in BEFORE_REPLY:
        return f"这件已是“{opinion.status.label}”，不能再并入别的件。可以与那一件关联。"
    if joined := joined_to(session, opinion.id):
        return f"有 {len(joined)} 件并入了本件，本件不能再并入别的件。请把另一件并入本件。"
    return ""


def why_not_main(session: Session, main: Opinion) -> str:
    """Why nothing can be joined to this matter; empty if it can."""
    if main.voided_on:
        return f"{short(main)}已经作废，不能并入。"
    if main.status in EDITABLE:
        return "那一件还没有提交，没有编号，不能并入。请先提交那一件。"
    if main.status not in MAINS:
        return f"{short(main)}已是“{main.status.label}”，不能再并入。请照常登记，并与它关联。"
    return ""


def main_of(session: Session, opinion_id: int) -> Opinion:
    """The matter itself, or the one it was joined to."""
    found = session.get(Opinion, opinion_id)
    return session.get(Opinion, found.merged_into) if found.merged_into else found


def _merge(session: Session, opinion: Opinion, into_id: int, words: str) -> Opinion:
    main = main_of(session, into_id)
    if main.id == opinion.id:
        raise RuleError("不能并入自己。请选择另一件。")
    if refusal := why_not_merged(session, opinion) or why_not_main(session, main):
        raise RuleError(refusal)
    with_number = numbered(session, opinion)
    moved = session.change(
        with_number,
        status=Status.MERGED,
        merged_into=main.id,
        holder="",
        due_on=None,
        due_kind="",
        due_provisional=False,
    )
    trail.write(session, moved, MERGE, f"并入 {short(main)}", words)
    trail.write(session, main, MERGED_IN, f"{short(moved)}并入本件", words)
    return moved


def before_merging(session: Session, opinion: Opinion) -> dict[str, object]:
    """How a joined matter stands when it goes its own way again: status, who has it, the limit that has run on."""
    back = replace(opinion, status=_status_before(session, opinion.id))
    return {"status": back.status, "holder": _holder(session, back), **_limit(session, opinion.id)}


def short(opinion: Opinion) -> str:
    """0127 号, as a trail names another matter."""
    return f"{opinion.number.rpartition('〕')[2].removesuffix('号') or '草稿'} 号"


def _status_before(session: Session, opinion_id: int) -> Status:
    """Where it stood when it was joined, from the log."""
    sql = (
        "SELECT changes FROM audit_log WHERE table_name = 'opinions' AND record_id = ? AND action = 'opinion.merge'"
        " ORDER BY id DESC"
    )
    for (changes,) in session.rows(sql, (opinion_id,)):
        found = json.loads(changes)
        if "merged_into" in found and found["status"][1] == Status.MERGED.value and found["status"][0]:
            return Status(found["status"][0])
    raise RuleError("找不到并案以前的状态，不能撤销。请联系维护人员看操作日志。")


def _holder(session: Session, opinion: Opinion) -> str:
    """Who has it now that it goes its own way again."""
    if opinion.status in (Status.IN_REVIEW, Status.IN_APPROVAL):
        post = Post.VICE_HEAD if opinion.status is Status.IN_REVIEW else Post.HEAD
        return str(progress.held_by_post(session, post)["holder"])
    body = session.find(HandlingBody, opinion.lead_body_id)
    if opinion.status in (Status.DISPATCHED, Status.HANDLING) and body:
        return body.name
    return str(progress.held_by_officer(session, opinion)["holder"])


def _limit(session: Session, opinion_id: int) -> dict[str, object]:
    """The limit that still runs: joining hides it and does not end it, so no day was won by it."""
    running = session.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion_id,))
    if any(limit.kind == PAUSED for limit in running):
        return {"due_on": None, "due_kind": PAUSED, "due_provisional": False}
    if not running:
        return {"due_on": None, "due_kind": "", "due_provisional": False}
    last = running[-1]
    return {"due_on": last.due_on, "due_kind": last.kind, "due_provisional": last.is_provisional}


# What follows for the main one -----------------------------------------------------------------------------------


def joined_to(session: Session, main_id: int) -> list[Opinion]:
    """The matters that were joined to this one."""
    return session.select(
        Opinion, "merged_into = ? AND merged_into IS NOT NULL AND voided_on IS NULL", (main_id,), order="id"
    )


def untold(session: Session, main: Opinion) -> list[Opinion]:
    """Of those joined to a matter, the ones whose submitters are still to be told of its outcome."""
    since = (main.replied_on or date.min).isoformat()
    found = []
    for joined in joined_to(session, main.id):
        tries = session.select(Feedback, "opinion_id = ? AND told_on >= ?", (joined.id, since))
        if not joined.is_anonymous and not enough(tries):
            found.append(joined)
    return found


def why_not_informed(session: Session, joined: Opinion) -> str:
    """Why the submitter of a joined matter cannot be told yet; empty if he can."""
    if joined.status is not Status.MERGED or joined.voided_on:
        return "这件没有并案，请按本件的过程告知。"
    if joined.is_anonymous:
        return "这件是匿名反映，不用告知。"
    main = main_of(session, joined.id)
    if main.status not in (Status.REPLIED, Status.INFORMED, Status.DECLINED, Status.CLOSED):
        return f"{short(main)}还没有答复，有了答复再告知。"
    return ""


def inform_joined(session: Session, telling: Feedback) -> Feedback:
    """Enter that the submitter of a joined matter was told what came of the main one, or could not be reached."""
    with session.action("opinion.inform"):
        joined = session.get(Opinion, telling.opinion_id or 0)
        if refusal := why_not_informed(session, joined):
            raise RuleError(refusal)
        main = main_of(session, joined.id)
        known = [day for day in (main.replied_on, joined.received_on) if day]
        on = check_day(session, "told_on", telling.told_on, "告知日期", max(known, default=None))
        made = session.add(replace(telling, id=0, told_by=telling.told_by or session.staff.id))
        told = "已告知反映人" if made.told is Told.TOLD else "联系不上反映人"
        words = "，".join(part for part in (made.way.label, made.note) if part)
        trail.write(session, joined, INFORM_JOINED, told, words, acted_on=on)
        trail.write(session, main, INFORM_JOINED, f"{OF_A_JOINED} {short(joined)}：{told}", words, acted_on=on)
        return made


def check_nothing_joined(session: Session, main: Opinion, deed: str) -> None:
    """A matter that others were joined to cannot vanish: theirs would vanish with it."""
    if joined := joined_to(session, main.id):
        numbers = "、".join(short(each) for each in joined)
        raise RuleError(f"{numbers}并入了本件，不能{deed}。请先把并入的件撤销并案，再{deed}。")


# Linking ---------------------------------------------------------------------------------------------------------


def link(session: Session, opinion_id: int, other_id: int, note: str = "") -> OpinionLink:
    """Note that two matters are worth reading together; asking twice changes nothing."""
    with session.action("opinion.link"):
        opinion, other = session.get(Opinion, opinion_id), session.get(Opinion, other_id)
        if opinion.id == other.id:
            raise RuleError("不能与自己关联。请选择另一件。")
        for each in (opinion, other):
            if each.voided_on:
                raise InvalidRecord({"other_id": f"{short(each)}已经作废，不用关联。"})
        if found := _link(session, opinion_id, other_id):
            return found
        made = session.add(
            OpinionLink(
                opinion_id=opinion.id,
                other_id=other.id,
                note=note,
                linked_by=session.staff.id,
                linked_on=session.today,
            )
        )
        trail.write(session, opinion, LINK, f"与 {short(other)}关联", note)
        trail.write(session, other, LINK, f"与 {short(opinion)}关联", note)
        return made


def unlink(session: Session, opinion_id: int, other_id: int) -> None:
    """Take the note back."""
    with session.action("opinion.link"):
        found = _link(session, opinion_id, other_id)
        if found is None:
            raise RuleError("这两件没有关联，不用取消。")
        session.change(found, voided_on=session.today)
        opinion, other = session.get(Opinion, opinion_id), session.get(Opinion, other_id)
        trail.write(session, opinion, UNLINK, f"取消与 {short(other)}的关联")
        trail.write(session, other, UNLINK, f"取消与 {short(opinion)}的关联")


def related(session: Session, opinion_id: int) -> Related:
    """All that belongs to a matter."""
    opinion = session.get(Opinion, opinion_id)
    links = session.select(
        OpinionLink, "(opinion_id = :id OR other_id = :id) AND voided_on IS NULL", {"id": opinion_id}
    )
    others = [link.other_id if link.opinion_id == opinion_id else link.opinion_id for link in links]
    return Related(
        main=session.find(Opinion, opinion.merged_into),
        joined=tuple(joined_to(session, opinion_id)),
        untold=tuple(untold(session, opinion)),
        linked=tuple(session.get(Opinion, other) for other in others if other),
    )


OFFERED = 100  # of the newest matters


def might_belong(session: Session, opinion: Opinion, *, joining: bool) -> list[Opinion]:
    """What this matter may be joined to or linked with: the likeliest first, then the newest."""
    typed = Typed(
        title=opinion.title,
        content=opinion.content,
        place=opinion.place,
        village_id=opinion.village_id,
        category_id=opinion.category_id,
        submitter_name=opinion.submitter_name,
        phone=digits(opinion.phone),
        own_id=opinion.id,
    )
    likely = [found.id for found in found_at_once(session, typed)]
    others = session.rows("SELECT id FROM opinions WHERE number <> '' ORDER BY id DESC LIMIT ?", (OFFERED,))
    ids = [id_ for id_ in dict.fromkeys([*likely, *(row[0] for row in others)]) if id_ != opinion.id]
    found = [session.get(Opinion, id_) for id_ in ids]
    return [each for each in found if not (why_not_main(session, each) if joining else each.voided_on)]


def _link(session: Session, one: int, other: int) -> OpinionLink | None:
    where = "voided_on IS NULL AND ((opinion_id = :a AND other_id = :b) OR (opinion_id = :b AND other_id = :a))"
    found = session.select(OpinionLink, where, {"a": one, "b": other})
    return found[0] if found else None
