"""Closed opinions of earlier years, added many at a time so that a large sample station is made quickly."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from .. import numbering
from ..opinions.handling import Dispatch, Evaluation, OpinionStep, Reply, Satisfaction, Way
from ..opinions.record import Channel, Identity, Opinion, ResultClass, Status, Urgency
from ..session import Session
from . import content
from .lives import Cast

YEARS = 8
BATCH = 2000
_JUDGEMENTS = (Satisfaction.SATISFIED, Satisfaction.FAIRLY, Satisfaction.NOT_GIVEN)


def add_older(cast: Cast, count: int, seed: int, before: date, tell: Callable[[int], None]) -> None:
    """`count` closed opinions of the years before `before`, the oldest first."""
    chance = random.Random(seed)
    ages = sorted((chance.randint(40, YEARS * 365) for _ in range(count)), reverse=True)
    officer = cast.officers[0]
    for at in range(0, count, BATCH):
        with officer.action("station.set_up"):
            _add(cast, officer, chance, [before - timedelta(days=age) for age in ages[at : at + BATCH]])
        tell(min(at + BATCH, count))


def _add(cast: Cast, officer: Session, chance: random.Random, days: list[date]) -> None:
    numbers = _numbers(officer, numbering.OPINION, days)
    sheets = _numbers(officer, numbering.DISPATCH, days)
    made = [_opinion(cast, officer, chance, day, number) for day, number in zip(days, numbers, strict=True)]
    added = officer.add_many(made)
    dispatches = officer.add_many([_dispatch(each, sheet) for each, sheet in zip(added, sheets, strict=True)])
    officer.add_many([step for each in added for step in _steps(cast, officer, each)])
    officer.add_many([_reply(each, sent) for each, sent in zip(added, dispatches, strict=True)])
    officer.add_many([_evaluation(officer, each) for each in added])


def _numbers(session: Session, kind: str, days: list[date]) -> list[str]:
    years = [day.year for day in days]
    given = {year: iter(numbering.take_numbers(session, kind, year, years.count(year))) for year in sorted(set(years))}
    return [next(given[year]) for year in years]


def _opinion(cast: Cast, officer: Session, chance: random.Random, day: date, number: str) -> Opinion:
    topic, village = chance.choice(content.TOPICS), chance.randrange(len(cast.villages))
    facts = {"place": content.VILLAGES[village], "n": chance.randint(1, 9), "m": chance.randint(2, 8)}
    return Opinion(
        number=number,
        status=Status.CLOSED,
        registered_on=day,
        received_on=day,
        channel=chance.choice(list(Channel)),
        urgency=Urgency.NORMAL,
        submitter_name=chance.choice(content.SURNAMES) + chance.choice(content.GIVEN),
        age=chance.randint(22, 84),
        identity=Identity.CONSTITUENT,
        phone=f"13{chance.randint(100_000_000, 999_999_999)}",
        village_id=cast.villages[village],
        title=topic.title.format(**facts)[:40],
        content=topic.content.format(**facts),
        request=topic.request,
        category_id=chance.choice(cast.categories)[1],
        place=f"{facts['place']}{facts['n']}组",
        proposal="拟受理，建议交有关单位办理。",
        registered_by=officer.staff.id,
        lead_body_id=cast.bodies[topic.body],
        result_class=chance.choices(list(ResultClass), (60, 20, 12, 8))[0],
        satisfaction=chance.choices(_JUDGEMENTS, (70, 20, 10))[0].value,
        replied_on=day + timedelta(days=chance.randint(8, 26)),
        closed_on=day + timedelta(days=chance.randint(27, 35)),
    )


def _steps(cast: Cast, officer: Session, opinion: Opinion) -> list[OpinionStep]:
    day = opinion.received_on or date.min
    steps = [
        ("submit", "提交审核", "in_review", f"受理。{opinion.proposal}", officer, day),
        ("review", "审核同意", "in_approval", "情况属实，同意受理，建议交办。", cast.vice, day + timedelta(days=1)),
        ("approve", "审批同意", "to_dispatch", "同意。", cast.head, day + timedelta(days=2)),
        ("close", "办结", "closed", "已答复反映人，办结。", officer, opinion.closed_on or day),
    ]
    return [
        OpinionStep(
            opinion_id=opinion.id,
            name=name,
            label=label,
            status=status,
            words=words,
            staff_id=actor.staff.id,
            staff_name=actor.staff.name,
            acted_on=on,
            recorded_by=actor.staff.id,
            recorded_at=datetime.combine(on, time(10, 0)),
        )
        for name, label, status, words, actor, on in steps
    ]


def _dispatch(opinion: Opinion, number: str) -> Dispatch:
    on = (opinion.received_on or date.min) + timedelta(days=3)
    return Dispatch(
        opinion_id=opinion.id,
        number=number,
        lead_body_id=opinion.lead_body_id,
        requirement=content.WAYS[opinion.id % len(content.WAYS)],
        dispatched_on=on,
        due_on=on + timedelta(days=30),
        received_by="王主任",
        received_on=on,
    )


def _reply(opinion: Opinion, sent: Dispatch) -> Reply:
    topic = next(topic for topic in content.TOPICS if topic.request == opinion.request)
    return Reply(
        opinion_id=opinion.id,
        dispatch_id=sent.id,
        content=topic.answer.format(m=2 + opinion.id % 7),
        result_class=opinion.result_class,
        promise="按计划推进。" if opinion.result_class in (ResultClass.B, ResultClass.C) else "",
        way=Way.PHONE,
        replied_on=opinion.replied_on,
    )


def _evaluation(officer: Session, opinion: Opinion) -> Evaluation:
    judged = Satisfaction(opinion.satisfaction)
    return Evaluation(
        opinion_id=opinion.id,
        attitude=judged,
        result=judged,
        evaluated_on=opinion.closed_on,
        taken_by=officer.staff.id,
    )
