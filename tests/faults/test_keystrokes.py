"""Killed at any keystroke, at most five seconds of typing are lost, and what is left is offered again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import keystrokes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the clerks are made by forking")
def test_at_most_five_seconds_of_typing_are_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    found = keystrokes.campaign(keystrokes.make_home(tmp_path / "home"), 5, seed=5, longest=30)
    assert found.wrong == []
    assert (found.kills, found.strokes > 20) == (5, True)
    assert found.with_draft and found.offered_again
