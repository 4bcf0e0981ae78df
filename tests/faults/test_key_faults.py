"""A new data key, a new password, an old folder removed: killed or refused at any call, the station is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import key_faults, shim
from tests.faults.reports import Work


@pytest.mark.skipif(bool(shim.missing()), reason=shim.missing() or "possible")
def test_the_station_is_under_the_old_key_or_the_new_one_wherever_it_is_killed(tmp_path: Path) -> None:
    rows = key_faults.part(Work(tmp_path, 8, seed=1))
    assert [line for row in rows for line in row.wrong] == []
    assert [row.rounds for row in rows[:3]] == [8, 8, 8]
