"""The life of one sample opinion: a row of real actions by the people whose turn it is, each at its day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from .. import opinions
from ..errors import RuleError
from ..opinions import supervising
from ..opinions.handling import DueClass, Evaluation, Feedback, Reply, Satisfaction, Told, Way
from ..opinions.record import Channel, DeclineGround, Identity, Opinion, ResultClass, Screening, Status, Urgency
from ..opinions.supervising import Level, Supervision
from ..opinions.trail import Signed
from ..session import Session
from ..staff import Sex
from . import content

VOIDED, DISSATISFIED = "voided", "dissatisfied"
# where a life stops, and how many days ago it began, so that today's list shows every state
STOPS: tuple[tuple[str, int, int], ...] = (
    (Status.HANDLING, 12, 60),
    (Status.IN_REVIEW, 1, 6),
    (Status.DISPATCHED, 10, 14),
    (Status.INFORMED, 34, 45),
    (Status.DRAFT, 0, 4),
    (Status.IN_APPROVAL, 5, 9),
    (Status.REPLIED, 26, 34),
    (Status.TO_DISPATCH, 8, 11),
    (DISSATISFIED, 40, 60),
    (Status.DECLINED, 9, 14),
    (Status.SENT_BACK, 6, 10),
    (Status.ON_SPOT, 3, 60),
    (Status.WITHDRAWN, 12, 60),
    (VOIDED, 20, 60),
    (Status.CLOSED, 60, 90),
)


class Clock:
    """The time of the sample station, moved on by its story."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Cast:
    """The people signed in, and what they can choose from."""

    head: Session
    vice: Session
    officers: tuple[Session, ...]
    clock: Clock
    villages: list[int]
    bodies: list[int]
    own_body: int
    deputies: list[int]
    categories: list[tuple[str, int]]
    letter: Path


def life(cast: Cast, start: datetime, stop: str, seed: int) -> Iterator[datetime]:
    """Yields the moment of each next step; ends where the matter ends, or stays at `stop`."""
    story = Story(cast, random.Random(seed), stop)
    yield start
    yield from story.told()


class Story:
    """One matter on its way; an officer is named where it is known who registers it."""

    def __init__(self, cast: Cast, chance: random.Random, stop: str, *, officer: Session | None = None) -> None:
        self.cast, self.chance, self.stop = cast, chance, stop
        self.officer = officer or chance.choice(cast.officers)
        self.topic = chance.choice(content.TOPICS)
        self.facts = {"n": chance.randint(1, 9), "m": chance.randint(2, 8)}

    def later(self, low: int, high: int) -> datetime:
        """A moment in office hours, so many days on; never before now."""
        day = self.cast.clock.at.date() + timedelta(days=self.chance.randint(low, high))
        while day.weekday() >= 5:
            day += timedelta(days=1)
        moment = datetime.combine(day, time(self.chance.randint(8, 16), self.chance.randrange(60)))
        return max(moment, self.cast.clock.at + timedelta(minutes=self.chance.randint(5, 50)))

    def told(self) -> Iterator[datetime]:
        form = self.form()
        files = [self.cast.letter] if form.channel is Channel.LETTER else []
        self.id = opinions.register(self.officer, form, files).id
        if self.stop == Status.DRAFT:
            return
        yield self.later(0, 0)
        if form.screening is Screening.ON_SPOT:
            opinions.answer_on_spot(self.officer, self.id, content.ANSWER, self.officer.today, Satisfaction.SATISFIED)
            return
        opinions.submit(self.officer, self.id)
        if self.stop == Status.IN_REVIEW:
            return
        yield from self.judged(form)

    def judged(self, form: Opinion) -> Iterator[datetime]:
        yield self.later(1, 2)
        if self.stop == Status.SENT_BACK or (not self.stop and self.chance.random() < 0.07):
            opinions.send_back(self.cast.vice, self.id, "请补充反映人能联系上的时间，并写清具体地点。")
            if self.stop:
                return
            yield self.later(0, 1)
            opinions.edit(self.officer, self.id, place="村口往里二百米")
            opinions.submit(self.officer, self.id)
            yield self.later(1, 2)
        accept = form.screening is Screening.ACCEPT
        words = "情况属实，同意受理，建议交办。" if accept else "属诉讼事项，建议不予受理，做好引导。"
        if self.chance.random() < 0.1:
            signed = Signed(self.cast.vice.staff.id, self.officer.today)
            opinions.review(self.officer, self.id, words, accept=accept, signed=signed)
        else:
            opinions.review(self.cast.vice, self.id, words, accept=accept)
        if self.stop == Status.IN_APPROVAL:
            return
        yield self.later(0, 2)
        opinions.approve(self.cast.head, self.id, "同意。" if accept else "同意不予受理，请告知去向。", accept=accept)
        if self.stop == VOIDED:
            opinions.void(self.cast.head, self.id, "与前一件重复登记")
            return
        yield from self.sent() if accept else self.declined()

    def declined(self) -> Iterator[datetime]:
        if self.stop == Status.DECLINED:
            return
        yield self.later(0, 2)
        self.inform(Told.TOLD)
        yield self.later(0, 1)
        opinions.close(self.officer, self.id, "已告知去向，办结。")

    def sent(self) -> Iterator[datetime]:
        if self.stop == Status.TO_DISPATCH:
            return
        yield self.later(0, 1)
        if self.stop == Status.WITHDRAWN or (not self.stop and self.chance.random() < 0.02):
            opinions.withdraw(self.officer, self.id, "反映人来电说问题已经解决。", self.officer.today)
            return
        if not self.stop and self.chance.random() < 0.1:
            opinions.handle_self(self.officer, self.id, body_id=self.cast.own_body, requirement="由本站协调解决。")
        else:
            yield from self.dispatched()
        if self.stop in (Status.HANDLING, Status.DISPATCHED):
            return
        yield self.later(3, 6) if self.stop else self.later(4, 24)
        yield from self.answered()

    def dispatched(self) -> Iterator[datetime]:
        lead = self.cast.bodies[self.topic.body]
        joint = [body for body in self.cast.bodies[:5] if body != lead and self.chance.random() < 0.08]
        made = opinions.dispatch(
            self.officer,
            self.id,
            lead_body_id=lead,
            joint_body_ids=joint,
            requirement=self.chance.choice(content.WAYS),
            due_class=DueClass.URGENT if self.chance.random() < 0.1 else DueClass.NORMAL,
        )
        if self.stop == Status.DISPATCHED:
            return
        yield self.later(0, 1)
        opinions.receive(self.officer, made.id, self.person(), self.officer.today)
        if self.stop == Status.HANDLING:
            yield from self.pressed()

    def pressed(self) -> Iterator[datetime]:
        """Late, the body is called twice, a few days apart."""
        for days, said in (((33, 36), "正在备料，下周动工。"), ((4, 6), "连日下雨，天晴就办。")):
            yield self.later(*days)
            call = Supervision(
                level=Level.REMINDER, acted_on=self.officer.today, answered_by=self.person(), answer=said
            )
            supervising.press(self.officer, self.id, replace(call, skip_reason="反映人又来问"))

    def answered(self) -> Iterator[datetime]:
        result = self.chance.choices(list(ResultClass), (60, 20, 12, 8))[0]
        promised = result in (ResultClass.B, ResultClass.C)
        opinions.reply(
            self.officer,
            Reply(
                opinion_id=self.id,
                content=self.topic.answer.format(**self.facts),
                result_class=result,
                promise="按计划推进，完成后再告知反映人。" if promised else "",
                way=Way.PHONE,
                signed_by=self.person(),
                handler=self.person(),
                handler_phone=self.phone(),
                replied_on=self.officer.today,
            ),
        )
        if self.stop == Status.REPLIED:
            return
        if not opinions.file_of(self.officer, self.id).opinion.is_anonymous:
            yield from self.judged_by_submitter()
        if self.stop in (Status.INFORMED, DISSATISFIED):
            return
        yield self.later(0, 2)
        self.close("已答复反映人，办结。")

    def close(self, words: str) -> None:
        """Asked for, reviewed and approved on one day, as on a sheet that goes from desk to desk."""
        opinions.apply_close(self.officer, self.id, words)
        opinions.review_close(self.cast.vice, self.id, "同意办结。")
        opinions.approve_close(self.cast.head, self.id, "同意。")

    def judged_by_submitter(self) -> Iterator[datetime]:
        yield self.later(0, 2)
        if not self.stop and self.chance.random() < 0.04:
            self.inform(Told.UNREACHABLE)
            yield self.later(1, 3)
            self.inform(Told.UNREACHABLE)
            return
        self.inform(Told.TOLD)
        if self.stop == Status.INFORMED:
            return
        yield self.later(1, 4)
        bad = self.stop == DISSATISFIED or (not self.stop and self.chance.random() < 0.06)
        result = Satisfaction.DISSATISFIED if bad else Satisfaction.SATISFIED
        if not bad and self.chance.random() < 0.25:
            result = Satisfaction.FAIRLY
        opinions.evaluate(
            self.officer,
            Evaluation(
                opinion_id=self.id,
                attitude=Satisfaction.SATISFIED,
                result=result,
                reason="只说列入计划，没有给出完成的时间。" if bad else "",
                way=Way.PHONE,
                evaluated_on=self.officer.today,
            ),
        )
        if bad and not self.stop:
            yield self.later(1, 2)
            opinions.decide(self.cast.head, self.id, "列为重点督办件，由副站长跟踪，落实后再次回访。")

    def inform(self, told: Told) -> None:
        note = "" if told is Told.TOLD else "电话无人接听"
        opinions.inform(
            self.officer,
            Feedback(opinion_id=self.id, told=told, way=Way.PHONE, told_on=self.officer.today, note=note),
        )

    def form(self) -> Opinion:
        chance, village = self.chance, self.chance.randrange(len(self.cast.villages))
        place = content.VILLAGES[village]
        self.facts["place"] = place  # type: ignore[assignment]
        special = self.special()
        anonymous = special is Screening.ACCEPT and not self.stop and chance.random() < 0.07
        form = Opinion(
            received_on=self.officer.today,
            channel=chance.choice(list(Channel)),
            urgency=chance.choices(list(Urgency), (85, 12, 3))[0],
            is_anonymous=anonymous,
            submitter_name="" if anonymous else self.person(),
            sex=None if anonymous else chance.choice(list(Sex)),
            age=None if anonymous else chance.randint(22, 84),
            identity=chance.choice((Identity.CONSTITUENT, Identity.PUBLIC)),
            phone="" if anonymous else self.phone(),
            address="" if anonymous else f"{place}{self.facts['n']}组{chance.randint(1, 99)}号",
            village_id=self.cast.villages[village],
            people_count=chance.choice((1, 1, 1, 3, 12, 35)),
            keeps_secret=not anonymous and chance.random() < 0.06,
            deputy_ids=tuple(chance.sample(self.cast.deputies, chance.choice((0, 0, 1, 2)))),
            title=self.topic.title.format(**self.facts)[:40],
            content=self.topic.content.format(**self.facts),
            request=self.topic.request,
            is_widespread=chance.random() < 0.2,
            is_key=chance.random() < 0.08,
            category_id=self.category(),
            place=f"{place}{self.facts['n']}组",
            proposal="拟受理，建议交有关单位办理。",
            proposed_body_id=self.cast.bodies[self.topic.body],
        )
        return self.specialised(form, special)

    def special(self) -> Screening:
        if self.stop:
            found = {Status.ON_SPOT: Screening.ON_SPOT, Status.DECLINED: Screening.DECLINE}
            return found.get(Status(self.stop), Screening.ACCEPT) if self.stop in set(Status) else Screening.ACCEPT
        return self.chance.choices((Screening.ACCEPT, Screening.ON_SPOT, Screening.DECLINE), (84, 11, 5))[0]

    def specialised(self, form: Opinion, special: Screening) -> Opinion:
        if special is Screening.ACCEPT:
            return form
        title, words = content.REFERRED if special is Screening.DECLINE else content.ANSWERED
        ground = DeclineGround.LITIGATION if special is Screening.DECLINE else None
        return replace(
            form,
            title=title,
            content=words.format(**self.facts),
            request="",
            screening=special,
            decline_ground=ground,
            proposal="拟不予受理，引导到法院。" if ground else "",
            proposed_body_id=None,
        )

    def category(self) -> int:
        fitting = [number for name, number in self.cast.categories if self.topic.words in name]
        if not self.cast.categories:
            raise RuleError("还没有意见分类，不能建样例。请先导入分类。")
        return self.chance.choice(fitting or [number for _, number in self.cast.categories])

    def person(self) -> str:
        return self.chance.choice(content.SURNAMES) + self.chance.choice(content.GIVEN)

    def phone(self) -> str:
        return f"13{self.chance.randint(0, 9)}{self.chance.randint(10_000_000, 99_999_999)}"
