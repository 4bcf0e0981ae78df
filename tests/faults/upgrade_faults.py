"""An older station is opened and its upgrade killed at every statement and every call, or the disk fails under it.

Opening it again must finish the upgrade, with everything the program of its day read in it.
"""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from sqlite_utils import Database

from lianluozhan.models import backup, homes, migrations, upgrades
from lianluozhan.models.backup.job import Job
from lianluozhan.models.backup.restoring import extract_all
from lianluozhan.models.check import Severity, check
from lianluozhan.models.database import open_database
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.keyring import Keyring
from tests.faults.in_front import Attempt, Hit, Tally, calls_of, forked, front, spread
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import Call, Fault
from tests.fixtures.schemas import old_stations
from tests.keeping import CODE, NOON, PASSWORD

# By turns. Before a call is after the one before it; in the middle of anything but a write is before it.
KILLS = (Fault.KILL_AFTER, Fault.KILL_AMID)
ERRORS = ((errno.ENOSPC, True), (errno.ENOSPC, False), (errno.EIO, True), (errno.EIO, False))
FULL = 100_000  # every point
MANY = 10  # points from which on every version is taken, not only the first and the last
MUTANT = "migration_without_transaction"


def part(work: Work) -> list[Outcome]:
    """At most `count` points a version and kind of fault; every version when it is many, else the first and last."""
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    stations = list(_stations(work.place("stations"), every=work.count >= MANY))
    known = [older for older in stations if older.is_known]
    rows = [statements(work, stations), kills(work, known), full_disk(work, known)]
    return [*rows, _mutant(work, stations[0])]


@dataclass(frozen=True)
class Older:
    """A station of an older version. The facts of the encrypted ones were not written down: they are its likes."""

    step: str
    home: Home
    is_known: bool

    def copied(self, work: Work) -> Home:
        """A fresh copy, always at the same place."""
        there = work.folder / "at"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.home.folder, there)
        return Home(there)


def _stations(folder: Path, *, every: bool) -> Iterator[Older]:
    for step in old_stations.STEPS if every else (old_stations.STEPS[0], old_stations.STEPS[-1]):
        yield Older(step, old_stations.unpacked(step, folder / step), is_known=True)
    for step in old_stations.ENCRYPTED if every else ():
        home = Home(folder / f"{step}-encrypted")
        lay_out(old_stations.package(step, encrypted=True), home)
        yield Older(step, home, is_known=False)


def lay_out(package: Path, home: Home) -> None:
    """The station inside of a package as it lay there that day, not brought up to date."""
    (building := home.folder / home.new_data_name()).mkdir(parents=True)
    extracted = extract_all(package, backup.by_code(CODE), building, Job(None, None))
    Keyring.from_content(extracted[0].keyring, building).write()
    home.switch_to(building.name)


def statements(work: Work, stations: list[Older]) -> Outcome:
    """SIGKILL before the n-th statement of opening, signing in and closing."""
    found = Tally()
    for older in stations:
        for nth in spread(_statements_of(older.copied(work)), work.count):
            ended = _killed_before(older.copied(work), nth)
            found.add(ended, f"{older.step}: before statement {nth}", look(Home(work.folder / "at"), older))
    return found.row("upgrade killed before a statement", f"{len(stations)} stations")


def kills(work: Work, stations: list[Older]) -> Outcome:
    """SIGKILL before, in the middle of and after each call that changes a file."""
    return _under_faults(work, stations, "upgrade killed at a call", [Hit(0, fault) for fault in KILLS])


def full_disk(work: Work, stations: list[Older]) -> Outcome:
    """The disk is full at each call that needs room, once or from then on; and fails in the same way."""
    calls = Call.WRITE | Call.CREATE | Call.MKDIR | Call.SYNC
    hits = [Hit(0, Fault.FAIL, error, forever, calls) for error, forever in ERRORS]
    return _under_faults(work, stations, "upgrade on a full or failing disk", hits)


def _under_faults(work: Work, stations: list[Older], what: str, hits: list[Hit]) -> Outcome:
    """Every point of every station, or some of them, with one of the faults by turns."""
    found, turn, there = Tally(), itertools.cycle(hits), Home(work.folder / "at")
    for older in stations:
        older.copied(work)
        total = calls_of(lambda: _opened(there), there.folder, hits[0].calls)
        for nth in spread(total, work.count):
            hit = replace(next(turn), nth=nth)
            older.copied(work)
            ended = forked(lambda: _opened(there), there.folder, hit)
            found.add(ended, f"{older.step}: {hit}", look(there, older))
    return found.row(what, f"{len(stations)} stations")


def look(home: Home, older: Older) -> list[str]:
    """What is wrong with a station that is opened again after a fault, a minute later."""
    try:
        session = sign_in(home, old_stations.OFFICER, PASSWORD, now=_later)
    except Exception as error:
        return [f"it does not open again: {type(error).__name__} {error}"]
    wrong = [f"{name} is still to be done" for name in migrations.pending(session.db)]
    wrong += old_stations.differences(session, older.step) if older.is_known else _counted(session, older.step)
    wrong += [found.sentence for found in check(session) if found.severity is not Severity.NOTE]
    wrong += [f"{left.name} lies about" for left in home.data.glob("*.part*")]
    session.close()
    return wrong


def _later() -> datetime:
    return NOON + timedelta(minutes=1)


def _counted(session: Any, step: str) -> list[str]:
    then, now = len(old_stations.facts(step)["opinions"]), session.value("SELECT count(*) FROM opinions")
    return [] if then == now else [f"{then} opinions then, {now} now"]


def _opened(home: Home, nth: int = 0) -> str:
    """Open the station and close it again, killed before the `nth` statement; how many there were."""
    counted, seen, whole = itertools.count(1), [0], open_database

    def tell(_: str) -> None:
        seen[0] = next(counted)
        if seen[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*words: Any, **named: Any) -> Database:
        db = whole(*words, **named)
        db.conn.set_trace_callback(tell)
        return db

    with mock.patch.object(homes, "open_database", traced):
        old_stations.enter(home).close()
    return str(seen[0])


def _statements_of(home: Home) -> int:
    return int(forked(lambda: _opened(home), home.folder, Hit(0, Fault.NOTHING)).words)


def _killed_before(home: Home, nth: int, act: Callable[[Home, int], str] | None = None) -> Attempt:
    ended = forked(lambda: (act or _opened)(home, nth), home.folder, Hit(0, Fault.NOTHING))
    return ended if ended.how == "killed" else replace(ended, how="failed", words=f"not killed: {ended.words}")


def _mutant(work: Work, older: Older) -> Outcome:
    """The steps of the schema without their transaction: a kill in between must show."""
    rounds, wrong = 0, []
    total = _statements_of(older.copied(work))
    for nth in sorted(spread(total, 40), key=lambda nth: abs(nth - 0.8 * total)):  # where most steps are done
        rounds += 1
        _killed_before(older.copied(work), nth, _without_transaction)
        if wrong := look(Home(work.folder / "at"), older):
            break
    return mutant(MUTANT, rounds, wrong)


def _without_transaction(home: Home, nth: int) -> str:
    whole = upgrades.apply_steps

    def apply_steps(db: Database) -> None:
        connection: Any = db.conn
        connection.isolation_level = None
        db.atomic = lambda: nullcontext()  # type: ignore[method-assign,assignment,return-value]
        whole(db)

    upgrades.apply_steps = apply_steps
    return _opened(home, nth)
