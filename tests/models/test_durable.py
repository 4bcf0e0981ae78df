"""Files that are whole or not there, also when an antivirus holds them for a moment."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.exceptions import FileCreateError

from lianluozhan.models.durable import atomic_write, storage_errors
from lianluozhan.models.errors import StorageError


def held(times: int, monkeypatch: pytest.MonkeyPatch, winerror: int) -> list[float]:
    """Another program holds the file for so many tries; the pauses between them."""
    pauses: list[float] = []
    whole, left = Path.replace, [times]

    def replace(path: Path, target: Path) -> Any:
        if left[0]:
            left[0] -= 1
            error = PermissionError(13, "held")
            error.winerror = winerror  # type: ignore[attr-defined]
            raise error
        return whole(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_file_held_for_a_moment_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    pauses = held(4, monkeypatch, winerror)
    atomic_write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert pauses == [0.05, 0.1, 0.2, 0.4]


@pytest.mark.parametrize(("times", "winerror"), [(99, 32), (1, 0)])
def test_a_file_that_stays_held_is_told_and_the_old_one_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, winerror: int
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    held(times, monkeypatch, winerror)
    with pytest.raises(StorageError, match="别的程序打开"):
        atomic_write(tmp_path / "a", b"new")
    assert os.listdir(tmp_path) == ["a"]  # noqa: PTH208
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_full_disk_that_a_library_hands_on_is_said_in_words_and_a_bug_is_not(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="磁盘已满"), storage_errors():
        raise FileCreateError(OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(KeyError), storage_errors():
        raise KeyError("a bug")
