"""Killed at any moment, nothing that was called saved is lost; and the harness sees it when a promise is broken."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from lianluozhan.models import backup
from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from tests.faults import every_call, failing, full_disks, kill_loop, kills, power, shim
from tests.faults.alone import alone
from tests.faults.reports import Outcome, Work
from tests.keeping import CODE, NOON, enter, make_home


def sound(run: Callable[[Work], list[Outcome]], folder: Path, count: int) -> list[Outcome]:
    """The rows of the short form; nothing may have been wrong, and each mutant must have been caught."""
    rows = alone(run, Work(folder, count, seed=1))
    assert [line for row in rows for line in row.wrong] == []
    return rows


def needs(missing: str) -> None:
    """Skip what cannot be tried on this machine, so that it is seen."""
    if missing:
        warnings.warn(f"!!! {missing}", stacklevel=2)
        pytest.skip(missing)


def test_nothing_called_saved_is_lost_when_the_program_is_killed_500_times(tmp_path: Path) -> None:
    rows = sound(kills.part, tmp_path, 500)
    assert rows[0].rounds == 500
    assert {row.what for row in rows[1:]} == {f"mutant {name}" for name in kill_loop.MUTANTS}


def test_nothing_called_saved_is_lost_when_the_power_goes_100_times(tmp_path: Path) -> None:
    needs(power.missing())
    rows = sound(power.part, tmp_path, 100)
    assert rows[0].rounds == 100
    assert {row.what for row in rows[1:]} == {f"mutant {name}" for name in kill_loop.MUTANTS_OF_POWER}


def test_what_is_killed_at_a_single_call_is_done_or_not_begun(tmp_path: Path) -> None:
    needs(shim.missing())
    rows = sound(every_call.part, tmp_path, 4)
    assert rows[0].rounds > 12 * 4
    assert any(row.what.startswith("mutant half_outside") for row in rows)


def test_what_meets_a_call_that_fails_is_refused_in_words_and_works_when_the_fault_is_over(tmp_path: Path) -> None:
    needs(shim.missing())
    assert sound(failing.part, tmp_path, 2)[0].rounds >= 12 * 2 * 4


def test_what_meets_a_full_disk_is_refused_in_words_and_works_when_room_is_made(tmp_path: Path) -> None:
    needs(full_disks.missing() or shim.missing())
    assert sound(full_disks.part, tmp_path, 50)[0].rounds >= 50


def opinions(home: Home) -> int:
    session = enter(home, "zhou")
    session.now = datetime.now  # a restore in a process of its own goes by the real clock
    wrong = [finding.sentence for finding in check(session) if finding.severity is not Severity.NOTE]
    count = session.value("SELECT count(*) FROM opinions")
    session.close()
    assert wrong == []
    return int(count)


def register(home: Home, count: int) -> None:
    session = enter(home, "zhou")
    with session.action("opinion.register"):
        for number in range(count):
            session.add(Opinion(title=f"第 {number} 件", content="路灯坏了。" * 50, received_on=NOON.date()))
    session.close()


def test_a_backup_killed_at_any_moment_is_whole_or_not_called_done(tmp_path: Path) -> None:
    home, stick, chance = make_home(tmp_path / "home"), tmp_path / "usb", random.Random(4)
    register(home, 20)
    stick.mkdir()
    done: set[str] = set()
    for _ in range(10):
        words = ["tests.faults.kill_job", "back_up", str(home.folder), str(stick)]
        done |= set(kills.started_and_killed(words, chance.random() * 0.3))
        assert opinions(home) == 20
    assert done
    for name in done:
        assert backup.verify(stick / name, backup.by_code(CODE)).opinions == 20


def test_a_set_up_killed_at_any_moment_is_whole_or_can_be_done_again(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(8):
        place = tmp_path / str(number)
        kills.started_and_killed(["tests.faults.kill_job", "set_up", str(tmp_path), str(place)], chance.random() * 0.2)
        for folder in place.glob("*"):
            home = Home(folder) if Home(folder).is_set_up else make_home(folder)
            assert opinions(home) == 0
