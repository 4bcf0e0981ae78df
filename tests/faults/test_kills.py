"""Killed at any moment, nothing that was called saved is lost; and the harness sees it when a promise is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import flips, kills
from tests.keeping import NOON, enter, make_home


def test_nothing_called_saved_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    saves, wrong = kills.campaign(make_home(tmp_path / "home"), 25, seed=1)
    assert wrong == []
    assert saves > 100


@pytest.mark.parametrize("mutant", ["ack_before_commit", "no_transaction", "audit_outside", "row_before_file"])
def test_a_broken_promise_is_seen(tmp_path: Path, mutant: str) -> None:
    _, wrong = kills.campaign(make_home(tmp_path / "home"), 25, seed=2, mutant=mutant)
    assert wrong


def test_any_changed_bit_of_a_backup_is_refused(tmp_path: Path) -> None:
    session = enter(make_home(tmp_path / "home"), "zhou")
    from lianluozhan.models import backup
    from lianluozhan.models.opinions.record import Opinion

    with session.action("opinion.register"):
        for number in range(20):
            session.add(Opinion(title=f"第 {number} 件", content="路灯坏了。" * 50, received_on=NOON.date()))
    path = backup.back_up(session, tmp_path).path
    assert flips.accepted(session, path, flips=200, cuts=60, seed=1) == []
    session.close()
