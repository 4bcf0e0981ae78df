"""Residents' matters as 件: one matter is one 件, filed in the year in which it was closed (standards §1.1, §1.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..opinions.figures import DONE, OPENED, STAGE
from ..opinions.file import without_person
from ..opinions.record import OPEN, Channel, Nature, Opinion, Status
from ..session import Session
from .kinds import Candidate, Making, about, names_of_deputies
from .record import ItemKind

ENDED = (Status.CLOSED, Status.FILED, Status.ON_SPOT)  # what was joined to another lies with that; withdrawn is none
LETTERS_AND_CALLS = (Channel.LETTER, Channel.HOTLINE, Channel.ONLINE_PLATFORM)
IMPORTANT, HANDLED = "opinion.important", "opinion.handled"
UNHANDLED, ROUTINE = "opinion.unhandled", "opinion.routine"


@dataclass(frozen=True)
class _Beside:
    """What hangs on the matters of a year, read in few questions."""

    deputies: dict[int, str]
    bodies: dict[int, str]
    replies: dict[int, str]  # the number of the newest
    told: set[int]
    unscanned: dict[int, int]

    @classmethod
    def of(cls, session: Session, opinion_ids: Sequence[int]) -> _Beside:
        ids = (json.dumps(opinion_ids),)
        among = "opinion_id IN (SELECT value FROM json_each(?))"
        unscanned = "voided_on IS NULL AND source = 'paper' AND attachment_id IS NULL"
        return cls(
            names_of_deputies(session),
            dict(session.rows("SELECT id, name FROM handling_bodies WHERE kind <> 'station'")),
            dict(session.rows(f"SELECT opinion_id, document_number FROM replies WHERE {among} ORDER BY id", ids)),
            {each for (each,) in session.rows(f"SELECT opinion_id FROM feedbacks WHERE {among}", ids)},
            dict(
                session.rows(
                    f"SELECT opinion_id, count(*) FROM opinion_steps WHERE {among} AND {unscanned} GROUP BY 1", ids
                )
            ),
        )


def matters(making: Making) -> Iterator[Candidate]:
    """Those closed in the year, and those received until its end that are not closed yet."""
    session, (_, last) = making.session, making.span
    done = f"{STAGE} = '{DONE}' AND ifnull(closed_on, '') BETWEEN ? AND ?"  # each a run of an index
    waiting = f"{STAGE} = '{OPENED}' AND received_on <= ? AND number <> ''"
    found = session.select(Opinion, done, making.span, order="ifnull(closed_on, ''), id")
    found += session.select(Opinion, waiting, (last,), order="received_on, id")
    beside = _Beside.of(session, [opinion.id for opinion in found])
    for opinion in found:
        yield _matter(making, opinion, beside)


def _matter(making: Making, opinion: Opinion, beside: _Beside) -> Candidate:
    deputies = [beside.deputies[each] for each in opinion.deputy_ids if each in beside.deputies]
    rule = rule_of(opinion, is_answered=opinion.id in beside.replies)
    title = without_person(opinion, opinion.title) if opinion.keeps_secret else opinion.title
    return making.candidate(
        ItemKind.OPINION,
        rule,
        (Opinion.TABLE, opinion.id),
        title=f"关于{about(title)}的{_ending(opinion, rule)}",
        on=opinion.closed_on,
        responsible=beside.bodies.get(opinion.lead_body_id or 0, ""),
        number=beside.replies.get(opinion.id) or opinion.number,
        # who wants secrecy is found through the matter itself, by those who may see the name (`lists`)
        persons=deputies if opinion.keeps_secret else [opinion.submitter_name, *deputies],
        keeps_secret=opinion.keeps_secret,
        missing=list(_missing(opinion, rule, beside)),
        reason="" if opinion.status in ENDED else f"还没有办结（{opinion.status.label}），办结后归到办结的那一年",
    )


def rule_of(opinion: Opinion, *, is_answered: bool) -> str:
    """Which line of the table a matter falls under: important, handled, without a result, or routine."""
    if opinion.status is Status.ON_SPOT:
        routine = opinion.nature is Nature.ENQUIRY and opinion.channel in LETTERS_AND_CALLS
        return ROUTINE if routine and not opinion.is_key else HANDLED
    if opinion.decline_ground or not is_answered:
        return UNHANDLED
    return IMPORTANT if opinion.is_key or opinion.channel is Channel.SUPERIOR else HANDLED


def _ending(opinion: Opinion, rule: str) -> str:
    if opinion.status is Status.ON_SPOT:
        return "群众意见及当场答复"
    if opinion.decline_ground:
        return "群众意见及不予受理告知"
    return "群众意见" if rule == UNHANDLED else "群众意见及办理答复"


def _missing(opinion: Opinion, rule: str, beside: _Beside) -> Iterator[str]:
    if opinion.status in OPEN:
        yield "还没有办结"
    if rule in (IMPORTANT, HANDLED) or (not opinion.decline_ground and opinion.status in ENDED):
        if opinion.id not in beside.replies:
            yield "没有答复"
        elif opinion.id not in beside.told and not opinion.is_anonymous:
            yield "没有告知反映人的记录"
    if count := beside.unscanned.get(opinion.id):
        yield f"有 {count} 张签字件没有扫描件"
