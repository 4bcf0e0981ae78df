"""Broken and evil files at the real import: each is taken in whole, or refused with a sentence and nothing stored."""

from __future__ import annotations

from pathlib import Path

from tests.faults import imports_campaign


def test_a_hundred_broken_and_evil_files_are_taken_in_whole_or_not_at_all(tmp_path: Path) -> None:
    found = imports_campaign.campaign(tmp_path, 45, 7)
    assert found.wrong == []
    assert found.imported + found.refused >= 100
    assert min(found.imported, found.refused) >= 10
