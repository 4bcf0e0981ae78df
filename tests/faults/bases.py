"""The stations that are hit by faults, each made once for a campaign."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from lianluozhan.models.demo import content, demo
from lianluozhan.models.homes import Home, SetUp, set_up
from lianluozhan.models.keyring import Keyring
from tests.faults.desk import Base
from tests.keeping import CHEAP, CODE, NOON, PASSWORD, PEOPLE, STATION, make_home, noon

OPINIONS = 30
EVENING = NOON.replace(hour=18)


def sample_base(room: Path) -> Base:
    """The sample station: matters at every step, a year of receptions."""
    home = Home(room / "home")
    demo(home, opinions=OPINIONS, now=noon)
    return _opened(home, "zhouchangfu", content.PASSWORD, EVENING)


def small_base(room: Path) -> Base:
    """A station that has just been set up."""
    return _opened(make_home(room / "home"), "zhou", PASSWORD, NOON + timedelta(hours=1))


def term_base(room: Path) -> Base:
    """A station a few days after the end of a term."""
    at = datetime(2026, 3, 5, 12, 0)
    home = Home(room / "home")
    set_up(home, SetUp(STATION, PEOPLE), CODE, now=lambda: at, cost=CHEAP).close()
    return _opened(home, "zhou", PASSWORD, at)


def _opened(home: Home, user: str, password: str, at: datetime) -> Base:
    keyring = Keyring.load(home.data)
    data_key = keyring.unlock(user, password, at)
    for name in [entry["name"] for entry in keyring.users()]:
        keyring.add(name, PASSWORD, data_key, cost=CHEAP)
    keyring.set_recovery(CODE, data_key, cost=CHEAP)
    return Base(home, data_key, at)
