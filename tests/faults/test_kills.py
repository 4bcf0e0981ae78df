"""Killed at any moment, nothing that was called saved is lost; and the harness sees it when a promise is broken."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest

from lianluozhan.models import backup
from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from tests.faults import flips, kills, power
from tests.keeping import CODE, NOON, enter, make_home


def test_nothing_called_saved_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    saves, wrong = kills.campaign(make_home(tmp_path / "home"), 20, seed=1)
    assert wrong == []
    assert saves > 100


@pytest.mark.parametrize("mutant", ["ack_before_commit", "no_transaction", "audit_outside", "row_before_file"])
def test_a_broken_promise_is_seen(tmp_path: Path, mutant: str) -> None:
    _, wrong = kills.campaign(make_home(tmp_path / "home"), 25, seed=2, mutant=mutant)
    assert wrong


@pytest.mark.skipif(not power.possible(), reason="power cuts are tried as root on Linux only")
def test_nothing_called_saved_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    (tmp_path / "mutant").mkdir()
    saves, wrong = power.campaign(tmp_path, 6, seed=6)
    assert (wrong, saves > 0) == ([], True)
    assert power.campaign(tmp_path / "mutant", 12, seed=7, mutant="not_synced")[1]


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


def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new_station_whole(tmp_path: Path) -> None:
    home, chance = make_home(tmp_path / "home"), random.Random(3)
    register(home, 20)
    session = enter(home)
    package = backup.back_up(session, tmp_path).path
    session.close()
    register(home, 5)
    seen = set()
    words = ["tests.faults.kill_job", "restore", str(home.folder), str(package)]
    moments = [chance.random() * 0.25 for _ in range(12)]
    for after in (*moments, 1, 2, 4, 8, 16):
        if after >= 1 and 20 in seen:  # the later moments are for a busy computer
            break
        kills.started_and_killed(words, after)
        seen.add(opinions(home))
        assert not list(home.folder.glob(".building-*"))
    assert seen <= {20, 25}
    assert 20 in seen


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


def test_any_changed_bit_of_a_backup_is_refused(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    register(home, 20)
    session = enter(home, "zhou")
    path = backup.back_up(session, tmp_path).path
    around = flips.outer_bytes(path.read_bytes())[::5]
    assert flips.accepted(session, path, flips=200, cuts=60, seed=1, also=around) == []
    session.close()
