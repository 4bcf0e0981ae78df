"""A small station on disk for the tests of sign-in, backup and the command line."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from lianluozhan.models.homes import Home, NewPerson, SetUp, set_up, sign_in
from lianluozhan.models.keyring import Cost
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post
from lianluozhan.models.stations import Station

CHEAP = Cost(8, 1, 1)
PASSWORD = "Qiaotou#2026"
CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
NOON = datetime(2026, 11, 24, 12, 0, 0)
STATION = Station(name="石桥镇人大代表联络站", place="石桥镇", congress="石桥镇人民代表大会")
PEOPLE = (
    NewPerson("王秀英", Post.HEAD, (Role.HEAD,), "wang", PASSWORD),
    NewPerson("李建国", Post.VICE_HEAD, (Role.VICE_HEAD, Role.ADMINISTRATOR), "li", PASSWORD),
    NewPerson("周长福", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "zhou", PASSWORD),
)


def noon() -> datetime:
    return NOON


def make_home(folder: Path, *, encrypted: bool = True, people: tuple[NewPerson, ...] = PEOPLE) -> Home:
    """A station that is set up, with nobody signed in."""
    home = Home(folder)
    set_up(home, SetUp(STATION, people, encrypted), CODE, now=noon, cost=CHEAP).close()
    return home


@cache
def _made(encrypted: bool) -> tuple[tempfile.TemporaryDirectory[str], Path]:
    kept = tempfile.TemporaryDirectory(prefix="small-station-")  # goes with the process
    return kept, make_home(Path(kept.name) / "home", encrypted=encrypted).folder


def copied_home(folder: Path, *, encrypted: bool = True) -> Home:
    """The same, made once for each process of the tests and copied."""
    shutil.copytree(_made(encrypted)[1], folder)
    return Home(folder)


def enter(home: Home, user: str = "li", password: str = PASSWORD) -> Session:
    return sign_in(home, user, password, now=noon)
