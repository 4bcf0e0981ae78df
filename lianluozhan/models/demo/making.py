"""Making the sample station: its people and places, the lives of its opinions in their order, older ones in bulk."""

from __future__ import annotations

import heapq
import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..deputies import Deputy, Mandate
from ..durable import rename, storage_errors, sync_directory
from ..errors import RuleError
from ..folders import check_suitable
from ..homes import Home, SetUp, set_up, sign_in_again
from ..keyring import Cost
from ..permissions import Role
from ..places import Category, HandlingBody, Village, VillageKind
from ..session import Session
from . import content
from .bulk import add_older
from .lives import STOPS, Cast, Clock, life
from .papers import fill_documents
from .receptions import reception_year
from .registers import fill_registers

LIVED = 300  # as many opinions go through the real actions; more are added in bulk
CODE = "DEMO-DEMO-DEMO-DEMO-DEMO-DEMO-DEMO-DEMO"
_CHEAP = Cost(1024, 1, 1)  # the passwords are known to everybody

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoAccount:
    """One way into the sample station."""

    role: str
    user_name: str
    password: str


def demo(
    home: Home,
    *,
    opinions: int = 120,
    seed: int = 1,
    now: Callable[[], datetime] = datetime.now,
    progress: Progress | None = None,
) -> list[DemoAccount]:
    """Make a sample station at `home`, whole or not at all; its accounts in the order of their posts."""
    check_suitable(home.folder)
    if home.is_set_up:
        raise RuleError("这个文件夹里已经有联络站的数据，样例站不能建在上面。请换一个空的文件夹。")
    building = Home(home.folder / f".building-{secrets.token_hex(4)}")
    try:
        _fill(building, opinions, seed, now(), progress or (lambda done, total, what: None))
        name = home.new_data_name()
        with storage_errors():
            rename(building.data, home.folder / name)
            sync_directory(home.folder)
        home.switch_to(name)
    finally:
        shutil.rmtree(building.folder, ignore_errors=True)
    return [
        DemoAccount("、".join(role.label for role in person.roles), person.user_name, person.password)
        for person in content.PEOPLE
    ]


def _fill(home: Home, count: int, seed: int, end: datetime, progress: Progress) -> None:
    chance, end = random.Random(seed), datetime.combine(end.date(), time(17, 0))
    clock = Clock(datetime.combine(end.date() - timedelta(days=330), time(8, 0)))
    plan = SetUp(content.STATION, content.PEOPLE)
    first = set_up(home, plan, CODE, now=clock, cost=_CHEAP)
    try:
        first.db.conn.execute("PRAGMA synchronous = OFF")  # unfinished, it is thrown away whole
        cast = _cast(home, first, clock)
        older = max(0, count - LIVED)
        add_older(cast, older, chance.randrange(2**32), clock.at.date(), lambda n: progress(n, count, "以往的件"))
        _live(cast, count - older, chance, end, lambda n: progress(older + n, count, "各环节的件"))
        fill_registers(cast, end, chance.randrange(2**32))
        fill_documents(cast, end)
        first.db.conn.execute("PRAGMA synchronous = FULL")
        first.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        first.close()


def _cast(home: Home, first: Session, clock: Clock) -> Cast:
    """Enter deputies, bodies and villages; sign in those who act."""
    with first.action("station.set_up"):
        kinds = {True: VillageKind.COMMUNITY, False: VillageKind.VILLAGE}
        villages = [
            first.add(Village(name=name, kind=kinds[name.endswith("社区")], constituency=f"第{number}选区"))
            for number, name in enumerate(content.VILLAGES, 1)
        ]
        bodies = [
            first.add(HandlingBody(name=name, short_name=short, kind=kind, phone=f"0797-55502{number:02d}"))
            for number, (name, short, kind) in enumerate(content.BODIES, 1)
        ]
        deputies = [_deputy(first, number) for number in range(len(content.DEPUTIES))]
    parents = {category.parent_id for category in first.select(Category)}
    letter = home.folder / "来信抄录.txt"
    letter.write_text("来信抄录：\n反映人来信一封，两页，原件存档案柜。\n", "utf-8")
    by_role = {role: person.user_name for person in reversed(content.PEOPLE) for role in person.roles}
    clerks = [person.user_name for person in content.PEOPLE if Role.LIAISON_OFFICER in person.roles]
    return Cast(
        head=first,
        vice=sign_in_again(first, by_role[Role.VICE_HEAD], content.PASSWORD),
        officers=tuple(sign_in_again(first, name, content.PASSWORD) for name in clerks),
        clock=clock,
        villages=[village.id for village in villages],
        bodies=[body.id for body in bodies],
        own_body=first.value("SELECT id FROM handling_bodies WHERE kind = 'station'"),
        deputies=deputies,
        categories=[(c.name, c.id) for c in first.select(Category, "retired_on IS NULL") if c.id not in parents],
        letter=letter,
    )


def _deputy(session: Session, number: int) -> int:
    name, sex, levels, post = content.DEPUTIES[number]
    deputy = session.add(Deputy(name=name, sex=sex, nationality="汉族", organisation_post=post))
    for level in levels:
        session.add(
            Mandate(
                deputy_id=deputy.id,
                level=level,
                term="第二十届" if level.value == "township" else "第十八届",
                constituency=f"第{number + 1}选区",
                starts_on=date(2021, 12, 20) if level.value == "township" else date(2021, 11, 20),
            )
        )
    return deputy.id


def _live(cast: Cast, count: int, chance: random.Random, end: datetime, tell: Callable[[int], None]) -> None:
    """Play all lives at once in the order of their days; what lies after `end` does not happen."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    stopping = min(count, max(len(STOPS), count // 3), 60)
    for number in range(count):
        if number < stopping:
            stop, youngest, oldest = STOPS[number % len(STOPS)]
            age = chance.randint(youngest, oldest)
        else:
            stop, age = "", chance.randint(1, 320)
        begin = _office_day(end - timedelta(days=age)) + timedelta(minutes=chance.randint(0, 60))
        heapq.heappush(waiting, (begin, number, life(cast, begin, stop, chance.randrange(2**32))))
    for _, _, story in waiting:
        next(story)
    year = reception_year(cast, end, chance.randrange(2**32))
    heapq.heappush(waiting, (next(year), count, year))
    left = len(waiting)
    while waiting:
        at, number, story = heapq.heappop(waiting)
        cast.clock.at = max(cast.clock.at, at)
        following = next(story, None) if at <= end else None
        if following is None:
            left -= 1
            tell(min(count, count + 1 - left))
        else:
            heapq.heappush(waiting, (following, number, story))
    cast.clock.at = end


def _office_day(moment: datetime) -> datetime:
    day = moment.date()
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return datetime.combine(day, time(8, 30))
