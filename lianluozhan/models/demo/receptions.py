"""The reception year of the sample station: plan, notices, days, sheets, what comes of them; what deputies do."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from .. import attendances
from ..attachments import Enclosed
from ..attendances import Presence
from ..opinions.handling import Satisfaction
from ..opinions.record import DeclineGround, Opinion, Status
from ..receptions import approving, arranging, day, feeding_back, noticing, planning, rules, summing, visiting
from ..receptions.record import Reception, Visit, VisitTreatment
from .deputy_work import DeputyWork, office, picture
from .lives import Cast, Story

POSTED = "镇政府大门口公开栏；各村（社区）公开栏"
TREATMENTS = (
    *(VisitTreatment.ON_SPOT, VisitTreatment.TOWNSHIP, VisitTreatment.TOWNSHIP, VisitTreatment.VILLAGE),
    *(VisitTreatment.TOWNSHIP, VisitTreatment.COUNTY, VisitTreatment.DECLINED, VisitTreatment.TOWNSHIP),
)
ON_SPOT = "这件事政策有规定，代表当场把条件和手续讲清楚了，材料清单也抄给了他。"
TAKEN = "代表听了，情况记下来，当天转联络站登记，请有关部门办理，办得怎样会告诉他。"


def reception_year(cast: Cast, end: datetime, seed: int) -> Iterator[datetime]:
    """All of it in the order of its days; yields the moment of each next step."""
    story = _Year(cast, end, random.Random(seed))
    yield from story.told()


class _Year:
    def __init__(self, cast: Cast, end: datetime, chance: random.Random) -> None:
        self.cast, self.end, self.chance = cast, end, chance
        self.clerk = cast.officers[0]
        self.work = DeputyWork(cast, end, chance)
        self.picture = Enclosed("张贴照片.png", content=picture(chance.randrange(200)))

    def told(self) -> Iterator[datetime]:
        """What lies ahead is kept in a heap, because what comes of one reception goes on during the next."""
        begin = max(self.cast.clock.at, datetime(self.end.year, 1, 1))
        lines: list[tuple[datetime, int, Iterator[datetime]]] = []
        work = self.work
        for number, line in enumerate((work.people(begin), self.receptions(begin, lines), work.year(begin))):
            heapq.heappush(lines, (next(line), number, line))
        count = len(lines)
        while lines:
            at, number, line = heapq.heappop(lines)
            yield at
            before = len(lines)
            following = next(line, None)
            count += len(lines) - before
            if following is not None:
                heapq.heappush(lines, (following, number, line))

    def receptions(self, begin: datetime, lines: list[tuple[datetime, int, Iterator[datetime]]]) -> Iterator[datetime]:
        yield office(begin + timedelta(days=2), 10)
        year = self.clerk.today.year
        plan = planning.store(self.clerk, planning.make(self.clerk, year, rules.usual(self.clerk)))
        approving.submit(self.clerk, plan.id)
        yield self.cast.clock.at + timedelta(hours=3)
        approving.review(self.cast.vice, plan.id, "时间、人员安排妥当，同意。")
        yield self.cast.clock.at + timedelta(hours=2)
        approving.approve(self.cast.head, plan.id, "同意，请公布。")
        for reception in planning.receptions_of(self.clerk, plan.id):
            assert reception.held_on is not None
            opening = datetime.combine(reception.held_on, time(8, 50))
            notice_at = office(opening - timedelta(days=6), 10)
            if notice_at <= self.cast.clock.at:  # planned for days that are over: never held
                if opening <= self.cast.clock.at:
                    arranging.cancel(self.clerk, reception.id, "计划批准时日期已过")
                continue
            if notice_at > self.end:
                return
            yield notice_at
            self.give_notice(reception)
            if opening > self.end:
                return
            yield opening
            yield from self.held(reception, lines)

    def give_notice(self, reception: Reception) -> None:
        made = noticing.draft(self.clerk, noticing.blank(self.clerk, [reception.id]))
        at = self.clerk.now()
        noticing.post(self.clerk, made.id, at, POSTED, self.clerk.staff.name, photos=[self.picture])

    def held(self, reception: Reception, lines: list[tuple[datetime, int, Iterator[datetime]]]) -> Iterator[datetime]:
        """One day: who came, three residents or so, the end, the summary the day after."""
        day.open_day(self.clerk, reception.id)
        called = attendances.of(self.clerk, Reception.TABLE, reception.id)
        for number, entry in enumerate(called):
            away = number == 1 and self.chance.random() < 0.25
            day.put_presence(
                self.clerk, entry.id, Presence.EXCUSED if away else Presence.PRESENT, "到县里开会" if away else ""
            )
        for _ in range(self.chance.randint(2, 4)):
            yield self.cast.clock.at + timedelta(minutes=self.chance.randint(12, 25))
            self.resident(reception, lines)
        yield self.cast.clock.at + timedelta(minutes=15)
        day.close_day(self.clerk, reception.id)
        self.tell_deputies()
        yield office(self.cast.clock.at + timedelta(days=1), 9)
        summing.write(self.clerk, reception.id, summing.seeded(self.clerk, reception.id))

    def resident(self, reception: Reception, lines: list[tuple[datetime, int, Iterator[datetime]]]) -> None:
        """Somebody comes, is heard, and his matter goes on by itself where it was not answered on the spot."""
        story = Story(self.cast, random.Random(self.chance.randrange(2**32)), "", officer=self.clerk)
        form = story.form()
        name = form.submitter_name or self.work.person()
        known = {visit.name for visit in visiting.visits_of(self.clerk, reception.id)}
        arrival = Visit(
            name=name,
            same_name_note="又来了" if name in known else "",
            sex=form.sex,
            age=form.age,
            phone=form.phone,
            village_id=form.village_id,
            address=form.address,
            people_count=form.people_count,
            keeps_secret=form.keeps_secret,
        )
        visit = visiting.arrive(self.clerk, reception.id, arrival)
        visiting.begin(self.clerk, visit.id)
        treatment = self.chance.choice(TREATMENTS)
        declined = treatment is VisitTreatment.DECLINED
        on_spot = treatment is VisitTreatment.ON_SPOT
        done = visiting.finish(
            self.clerk,
            visit.id,
            subject=form.title,
            content=form.content,
            request=form.request,
            category_id=form.category_id,
            answer=ON_SPOT if on_spot else TAKEN,
            treatment=treatment,
            decline_ground=DeclineGround.PETITION if declined else None,
            satisfaction=Satisfaction.SATISFIED if on_spot else None,
        )
        registered = self.clerk.find(Opinion, done.opinion_id)
        if registered is not None and registered.status is Status.IN_REVIEW:
            story.id = registered.id
            line = story.judged(registered)
            heapq.heappush(lines, (next(line), 100 + registered.id, line))

    def tell_deputies(self) -> None:
        for visit in feeding_back.to_tell_deputies(self.clerk):
            if self.chance.random() < 0.8:
                feeding_back.tell_deputies(self.clerk, visit.id, self.clerk.today, "电话告知，代表没有意见")
