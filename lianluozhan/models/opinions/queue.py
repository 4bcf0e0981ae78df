"""What waits for the judgement of one person, what he judged today, and what is barred to him (5.1.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from ..listing import Listing
from ..permissions import Role
from ..session import Session
from ..staff import Post
from . import progress
from .lists import listing
from .narrowing import View
from .record import Opinion, Screening, Status
from .trail import holders

_JUDGED = {Role.VICE_HEAD: (Status.IN_REVIEW, Post.VICE_HEAD), Role.HEAD: (Status.IN_APPROVAL, Post.HEAD)}
_STEPS = ("review", "approve", "send_back")
_AT_ONCE = 500


@dataclass(frozen=True)
class Barred:
    """A matter that this person registered himself and may not judge, and who judges it instead."""

    id: int
    number: str
    judge: str


def statuses_judged(session: Session) -> tuple[Status, ...]:
    """The statuses in which a matter waits for a judgement of this person."""
    return tuple(status for role, (status, _) in _JUDGED.items() if role in session.roles)


def to_judge(session: Session) -> Listing:
    """What waits for this person's review or approval, the earliest limit first."""
    codes = ", ".join(f"'{status.value}'" for status in statuses_judged(session))
    mine = listing(session, view=View.MINE)
    return replace(mine, also=(*mine.also, f"+status IN ({codes})"))


def judged_today(session: Session) -> list[int]:
    """The matters that this person reviewed, approved or sent back today at this computer, the newest first."""
    since = datetime.combine(session.today, time()).isoformat()
    found: list[int] = []
    before = session.value("SELECT ifnull(max(id), 0) + 1 FROM opinion_steps")
    while True:  # from the newest back: no index of the steps goes by person and day
        rows = session.rows(
            "SELECT id, opinion_id, name, staff_id, source, voided_on, recorded_at FROM opinion_steps"
            " WHERE id < ? ORDER BY id DESC LIMIT ?",
            (before, _AT_ONCE),
        )
        today = [row for row in rows if row[6] >= since]
        found += [
            row[1]
            for row in today
            if row[2] in _STEPS and row[3] == session.staff.id and row[4] == "program" and not row[5]
        ]
        if len(today) < _AT_ONCE:
            return list(dict.fromkeys(found))
        before = rows[-1][0]


def judged_listing(session: Session, ids: list[int]) -> Listing:
    """The matters of `judged_today` as a list."""
    every = listing(session, view=View.ALL)
    one_of = f"opinions.id IN ({', '.join(str(int(id_)) for id_ in ids) or 'NULL'})"
    return replace(every, table="opinions NOT INDEXED", where=(one_of,), either=((),), also=("voided_on IS NULL",))


def barred(session: Session) -> list[Barred]:
    """What this person registered himself and somebody else has to judge."""
    found = []
    for role, (status, post) in _JUDGED.items():
        if role in session.roles:
            others = [s.name for s in holders(session, post, session.today) if s.id != session.staff.id]
            judge = post.label + "、".join(others) if others else ""
            own = session.select(
                Opinion,
                "voided_on IS NULL AND registered_by = ? AND status = ? AND import_batch_id IS NULL",
                (session.staff.id, status.value),
            )
            found += [Barred(opinion.id, opinion.number, judge) for opinion in own]
    return found


def usual_words(opinion: Opinion) -> str:
    """What is written as the opinion of the one who agrees to the officer's proposal, until he writes otherwise."""
    if opinion.screening is Screening.DECLINE:
        return "不予受理，请告知反映人去向。"
    return "同意拟办意见，报站长审批。" if opinion.status is Status.IN_REVIEW else "同意，请按拟办意见办理。"


def what_follows(session: Session, opinion: Opinion) -> str:
    """Where a matter goes when this person agrees to the officer's proposal, said before he does."""
    declined = opinion.screening is Screening.DECLINE
    agreed = "同意不予受理后" if declined else "同意后"
    if opinion.status is Status.IN_REVIEW:
        return f"{agreed}转{progress.held_by_post(session, Post.HEAD)['holder'].replace(' ', '')}审批。"
    officer = progress.held_by_officer(session, opinion)["holder"]
    if not declined:
        return f"{agreed}转{officer}交办。"
    return f"{agreed}由{officer}{'办结' if opinion.is_anonymous else '告知反映人去向'}。"
