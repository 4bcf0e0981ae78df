"""A real station for every test: encrypted file, real migrations, one person a role, a clock that can be moved."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlite_utils import Database

from lianluozhan import paths
from lianluozhan.models import calendars
from lianluozhan.models.accounts import Account
from lianluozhan.models.database import DATABASE_FILE, open_database
from lianluozhan.models.keyring import Keyring, Keys
from lianluozhan.models.migrations import migrations
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import BodyKind, Category, HandlingBody, Village
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Appointment, Post, Staff
from lianluozhan.models.stations import Station

NAMES = {
    Role.HEAD: "陈国栋",
    Role.VICE_HEAD: "刘桂兰",
    Role.LIAISON_OFFICER: "王秀英",
    Role.ARCHIVIST: "李建民",
    Role.FUND_CLERK: "周倩",
    Role.ADMINISTRATOR: "赵明",
    Role.AUDITOR: "孙丽",
}
POSTS = {Role.HEAD: Post.HEAD, Role.VICE_HEAD: Post.VICE_HEAD, Role.LIAISON_OFFICER: Post.LIAISON_OFFICER}


@dataclass
class Clock:
    """Thursday 5 March 2026, 09:00, until a test moves it."""

    at: datetime = field(default_factory=lambda: datetime(2026, 3, 5, 9, 0))

    def __call__(self) -> datetime:
        return self.at

    def go_to(self, day: date) -> None:
        self.at = datetime(day.year, day.month, day.day, 9, 0)

    def forward(self, days: int) -> None:
        self.at += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data-test"
    (made / "attachments").mkdir(parents=True)
    return made


@pytest.fixture
def keyring(folder: Path) -> Keyring:
    """Open, and in memory only: nobody signs in."""
    return _as_in(_made().keyring, folder)


@pytest.fixture
def keys(keyring: Keyring) -> Keys:
    return keyring.keys(keyring.data_key)


@pytest.fixture
def db(folder: Path, keys: Keys, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A copy of what this process made once, with everybody where somebody is asked for at the usual time."""
    peopled = "everybody" in request.fixturenames and clock() == Clock()()
    shutil.copyfile(_made().folder / (PEOPLED if peopled else EMPTY), folder / DATABASE_FILE)
    database = open_database(folder / DATABASE_FILE, keys.database)
    yield database
    database.close()


@pytest.fixture
def everybody(db: Database, keys: Keys, folder: Path, clock: Clock) -> dict[Role, Staff]:
    """A person for every role, in post since 2025, with the bodies, villages and categories of the samples."""
    if next(iter(db.query("SELECT count(*) AS n FROM staff")))["n"]:
        return dict(_made().people)
    return _fill(db, keys, folder, clock)


PEOPLED, EMPTY = "peopled.db", "empty.db"


@dataclass(frozen=True)
class _Made:
    """The two stations that are copied, under one key."""

    kept: tempfile.TemporaryDirectory[str]  # goes with the process
    keyring: Keyring
    people: dict[Role, Staff]

    @property
    def folder(self) -> Path:
        return Path(self.kept.name)


@cache
def _made() -> _Made:
    kept = tempfile.TemporaryDirectory(prefix="station-of-models-")
    folder = Path(kept.name)
    keyring = Keyring.create(folder, encrypted=True)[0]
    keys = keyring.keys(keyring.data_key)
    database = open_database(folder / EMPTY, keys.database)
    migrations.apply(database)
    database.close()
    shutil.copyfile(folder / EMPTY, folder / PEOPLED)
    database = open_database(folder / PEOPLED, keys.database)
    people = _fill(database, keys, folder, Clock())
    database.close()
    return _Made(kept, keyring, people)


def _as_in(made: Keyring, folder: Path) -> Keyring:
    """The same keyring in another folder."""
    keyring = Keyring(folder, copy.deepcopy(made._content))
    keyring._data_key = made.data_key
    return keyring


def _fill(db: Database, keys: Keys, folder: Path, clock: Clock) -> dict[Role, Staff]:
    founder = Session(db, Staff(name="建站"), frozenset(Role), keys=keys, folder=folder, now=clock)
    people = {}
    with founder.action("station.set_up"):
        founder.add(Station(name="青石镇人大代表联络站", place="青石镇", congress="青石镇人民代表大会主席团"))
        for role, name in NAMES.items():
            people[role] = founder.add(Staff(name=name))
            founder.add(Account(staff_id=people[role].id, user_name=name, roles=(role,)))
            post = POSTS.get(role, Post.WORKER)
            founder.add(Appointment(staff_id=people[role].id, post=post, starts_on=date(2025, 1, 1)))
        for name, kind in (
            ("本站", BodyKind.STATION),
            ("村镇建设服务中心", BodyKind.DEPARTMENT),
            ("镇派出所", BodyKind.DEPARTMENT),
            ("石桥村村民委员会", BodyKind.VILLAGE),
        ):
            founder.add(HandlingBody(name=name, kind=kind))
        founder.add(Village(name="石桥村"))
        founder.add(Category(name="交通出行"))
        calendars.store(founder, calendars.read_file(paths.resources() / "calendars" / "2026.json"))
    return people


@pytest.fixture
def sign_in(
    db: Database, keys: Keys, keyring: Keyring, folder: Path, clock: Clock, everybody: dict[Role, Staff]
) -> Callable[..., Session]:
    """Open a session for a role, as the one person who holds it."""

    def open_session(role: Role) -> Session:
        person, roles = everybody[role], frozenset({role})
        return Session(db, person, roles, keys=keys, folder=folder, now=clock, keyring=keyring)

    return open_session
