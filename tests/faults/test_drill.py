"""The emergency drill in small: the walk along the printed page at the real window, on an empty computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import drill
from tests.faults.reports import Work


@pytest.mark.clause("4.6.1")
def test_the_stick_and_the_paper_code_give_a_working_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "OPINIONS", 60)
    monkeypatch.setattr(drill, "PHOTOS", 5)
    monkeypatch.setattr(drill, "GOAL", 10**6)
    rows = drill.part(Work(tmp_path, 1))
    assert [line for row in rows for line in row.wrong] == []
    assert len(rows) > 8
