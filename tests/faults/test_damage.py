"""Whatever fails under a backup, a restore or an upgrade: nothing is lost, and 完成 is said only of what holds.

The short forms; `python -m tests.faults.campaign` has the long ones. Each row is told by a kind of fault; a row of a
mutant is a promise that is broken on purpose and must have been seen.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home
from tests.faults import flips, restoring_faults, shim, stick, upgrade_faults, yanks
from tests.faults.in_front import front
from tests.faults.reports import Outcome, Work
from tests.keeping import enter, make_home

needs_library = pytest.mark.skipif(bool(shim.missing()), reason=shim.missing() or "-")


def rows(run: Callable[[Work], list[Outcome]], folder: Path, count: int) -> dict[str, int]:
    """Rounds by what was tried; nothing may have been wrong."""
    found = run(Work(folder, count, seed=1))
    assert [line for row in found for line in row.wrong] == []
    return {row.what: row.rounds for row in found}


@needs_library
def test_a_backup_on_a_failing_stick_is_never_called_done_unless_it_holds(tmp_path: Path) -> None:
    found = rows(stick.part, tmp_path, 8)
    assert {f"mutant {name}" for name in stick.MUTANTS} < found.keys()


@needs_library
def test_changes_never_name_another_set_because_it_was_read_wrong(tmp_path: Path) -> None:
    found = front(stick.misread, Work(tmp_path, 12))
    assert [line for row in found for line in row.wrong] == []


@pytest.mark.timeout(300)  # where all cores are busy it waits for its mounts
@pytest.mark.skipif(bool(yanks.missing()), reason=yanks.missing() or "-")
def test_what_was_called_done_before_the_stick_was_pulled_out_holds(tmp_path: Path) -> None:
    found = rows(yanks.part, tmp_path, 50)
    assert "mutant backup_without_sync" in found


@needs_library
def test_a_restore_that_is_killed_or_fails_leaves_one_station_whole_and_works_at_the_second_try(tmp_path: Path) -> None:
    found = rows(restoring_faults.part, tmp_path, 3)
    assert f"mutant {restoring_faults.MUTANT}" in found


@needs_library
def test_an_upgrade_that_is_killed_or_fails_is_finished_at_the_next_start(tmp_path: Path) -> None:
    found = rows(upgrade_faults.part, tmp_path, 2)
    assert f"mutant {upgrade_faults.MUTANT}" in found


def test_a_changed_bit_is_told_wherever_it_lies(tmp_path: Path) -> None:
    rows(flips.part, tmp_path, 300)


def test_a_page_that_a_crash_left_half_written_is_taken_from_the_journal_and_no_damage(tmp_path: Path) -> None:
    session = flips.filled(make_home(tmp_path / "home"), 3)
    broken_off = Home(shutil.copytree(tmp_path / "home", tmp_path / "broken off"))
    session.close()
    data = broken_off.data / "station.db"
    journal = data.with_name("station.db-wal").read_bytes()
    (page,) = struct.unpack(">I", journal[32:36])  # the first frame stands behind the header
    with data.open("rb+") as file:
        file.seek((page - 1) * 4096 + 2048)
        file.write(b"half" * 512)
    session = enter(broken_off)
    assert [finding for finding in check(session) if finding.severity is Severity.DAMAGE] == []
    session.close()
