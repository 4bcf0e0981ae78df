"""With a full disk everybody still gets in to read; what the log missed is stored as soon as there is room."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import audit, homes, staff
from lianluozhan.models.errors import DiskRefuses, RuleError, StorageError
from lianluozhan.models.staff import Staff
from tests.keeping import CODE, PASSWORD, enter, make_home, noon

AS_ROOT = sys.platform == "linux" and hasattr(os, "geteuid") and os.geteuid() == 0
pytestmark = pytest.mark.skipif(not AS_ROOT, reason="SKIPPED: a full disk is tried as root on Linux only (tmpfs)")
NEW = "Xinmima#2026"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place], check=False).returncode:
        pytest.skip("SKIPPED: no tmpfs can be mounted here, so the full disk is NOT tried")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> Path:
    """Not one byte is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    return ballast


def lines(session: homes.Session) -> list[tuple[str, str, int]]:
    return session.rows("SELECT action, at, staff_id FROM audit_log ORDER BY id DESC LIMIT 3")


def test_one_signs_in_and_reads_and_the_line_is_stored_first_when_there_is_room(disk: Path) -> None:
    home = make_home(disk / "home")
    ballast = fill(disk)
    clerk = enter(home, "zhou")
    assert [person.name for person in clerk.select(Staff)] == ["王秀英", "李建国", "周长福"]
    before = lines(clerk)
    vice = homes.sign_in_again(clerk, "li", PASSWORD)
    assert len(clerk.unstored) == 2
    with pytest.raises(DiskRefuses, match="磁盘已满"):
        staff.edit_staff(vice, 1, note="x" * 200)
    assert (lines(vice), len(vice.unstored)) == (before, 2)
    ballast.unlink()
    vice.now = lambda: noon() + timedelta(hours=1)
    staff.edit_staff(vice, 1, note="记下了")
    assert lines(vice) == [
        ("staff.edit", "2026-11-24T13:00:00", 2),
        ("account.sign_in", "2026-11-24T12:00:00", 2),
        ("account.sign_in", "2026-11-24T12:00:00", 3),
    ]
    assert (vice.unstored, audit.first_broken(vice.db, vice.keys)) == ([], None)
    vice.close()


def test_the_line_is_stored_at_the_end_when_nothing_was_saved(disk: Path) -> None:
    home = make_home(disk / "home")
    ballast = fill(disk)
    session = enter(home, "zhou")
    ballast.unlink()
    session.close()
    session = enter(home, "zhou")
    assert [line[0] for line in lines(session)][:2] == ["account.sign_in", "account.sign_in"]
    session.close()


def test_wrong_passwords_count_on_a_full_disk_too(disk: Path) -> None:
    home = make_home(disk / "home")
    ballast = fill(disk)
    for _ in range(5):
        with pytest.raises(RuleError, match="密码"):
            enter(home, "zhou", "Wrong#Wrong1")
    with pytest.raises(RuleError, match="请等 1 分钟"):
        enter(home, "zhou")
    ballast.unlink()
    with pytest.raises(RuleError, match="请等 1 分钟"):
        enter(home, "zhou")


def test_a_password_that_cannot_be_stored_is_not_changed(disk: Path) -> None:
    home = make_home(disk / "home")
    ballast = fill(disk)
    with pytest.raises(StorageError, match="磁盘已满"):
        homes.recover(home, CODE, "zhou", NEW, now=noon)
    ballast.unlink()
    enter(home, "zhou").close()
