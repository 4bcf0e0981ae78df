"""A station at the end of a term: who leaves, who stays, what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianluozhan.models.attendances import Attendance
from lianluozhan.models.contacts import Contact, ContactResult
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.groups import DeputyGroup, GroupMember, GroupPost
from lianluozhan.models.opinions.promising import Promise
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.places import Village
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState, VisitTreatment
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from lianluozhan.models.terms import Term

LAST = date(2026, 2, 28)
NEXT = date(2026, 3, 1)  # today is 5 March
TERM = Term(
    name="第十八届",
    levels=(Level.TOWNSHIP,),
    starts_on=date(2021, 3, 1),
    ends_on=LAST,
    next_name="第十九届",
    next_starts_on=NEXT,
)
OLD = Mandate(level=Level.TOWNSHIP, term="第十八届", constituency="第三选区", starts_on=date(2021, 3, 1))
NEW = Mandate(level=Level.TOWNSHIP, term="第十九届", constituency="第三选区", starts_on=NEXT)
COUNTY = Mandate(level=Level.COUNTY, term="第十七届", constituency="第八选区", starts_on=date(2022, 1, 1))


@dataclass(frozen=True)
class Left:
    """The ids of what is there."""

    leaver: int
    other: int
    stayer: int
    newcomer: int
    opinion: int
    suggestion: int
    promise: int
    visit: int
    duty: int
    reception: int
    post: int
    group: int
    village: int


def seat(session: Session, name: str, *mandates: Mandate, **facts: object) -> int:
    """A deputy with mandates; inside an action."""
    deputy = session.add(Deputy(name=name, **facts))  # type: ignore[arg-type]
    for mandate in mandates:
        session.add(Mandate(**{**vars(mandate), "id": 0, "deputy_id": deputy.id}))
    return deputy.id


def furnish(session: Session) -> Left:
    """Two who leave, one who stays as a deputy of the county, one newly elected, and one of each kind of matter."""
    with session.action("station.set_up"):
        village = session.add(Village(name="上坝村")).id
        leaver = seat(session, "赵明山", OLD, village_ids=(village,), linked_voters="孙桂兰\n周大山")
        other = seat(session, "钱进", OLD)
        stayer = seat(session, "孙悦", OLD, COUNTY)
        newcomer = seat(session, "李新民", NEW)
        opinion = _opinion(session, Status.HANDLING, (leaver,))
        closed = _opinion(session, Status.CLOSED, (leaver,), closed_on=date(2026, 2, 1))
        promise = session.add(
            Promise(opinion_id=closed, reply_id=_reply(session, closed), words="四月修好", made_on=date(2026, 2, 1))
        ).id
        suggestion = session.add(
            Suggestion(
                title="修路的建议",
                content="修",
                raised_on=date(2026, 1, 10),
                deputy_ids=(leaver, other),
                state=SuggestionState.SENT,
            )
        ).id
        held = session.add(Reception(number="1", held_on=date(2026, 2, 10), state=ReceptionState.HELD, summary="好"))
        visit = session.add(
            Visit(
                reception_id=held.id,
                state=VisitState.DONE,
                name="王大妈",
                content="路灯坏了",
                deputy_ids=(leaver,),
                treatment=VisitTreatment.TOWNSHIP,
                opinion_id=closed,
            )
        ).id
        coming = session.add(Reception(number="3", held_on=date(2026, 3, 20)))
        duty = session.add(Attendance(owner_table="receptions", owner_id=coming.id, deputy_id=leaver)).id
        group = session.add(DeputyGroup(name="第一小组")).id
        post = session.add(GroupMember(group_id=group, deputy_id=leaver, post=GroupPost.LEADER)).id
        session.add(GroupMember(group_id=group, deputy_id=other))
        session.add(
            Contact(
                deputy_id=leaver,
                contacted_on=date(2026, 2, 3),
                content="树",
                result=ContactResult.REGISTERED,
                opinion_id=_opinion(session, Status.IN_REVIEW, ()),
            )
        )
        session.add(
            ServiceRecord(
                deputy_id=leaver,
                kind=ServiceKind.TRAINING,
                title="培训",
                starts_on=date(2025, 6, 1),
                state=ReviewState.PASSED,
            )
        )
    return Left(
        leaver, other, stayer, newcomer, opinion, suggestion, promise, visit, duty, coming.id, post, group, village
    )


def _opinion(session: Session, status: Status, deputy_ids: tuple[int, ...], **facts: object) -> int:
    return session.add(
        Opinion(
            title="路灯坏了",
            content="很久了",
            received_on=date(2026, 1, 5),
            status=status,
            deputy_ids=deputy_ids,
            **facts,  # type: ignore[arg-type]
        )
    ).id


def _reply(session: Session, opinion_id: int) -> int:
    from lianluozhan.models.opinions.handling import Reply

    return session.add(Reply(opinion_id=opinion_id, content="会修", replied_on=date(2026, 2, 1))).id


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0)
