"""The process that reads strangers' files: what it may not do, how it is ended, and that its word is not trusted."""

from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.imports import apart, job, read_table
from lianluozhan.models.imports.apart import content_of, read_apart
from lianluozhan.models.imports.limits import MEMORY, SECONDS
from tests.ledgers import ANSWERED, HEADINGS, xlsx

on_linux = pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are Linux's")
SHUT = "import limits; limits.narrow(); limits.close_doors()\n"


def _within_limits(deed: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-S", "-P", "-c", f"import os, sys; {SHUT}{deed}\nprint('done')"]
    return subprocess.run(command, env=apart._environment(), capture_output=True)


@on_linux
@pytest.mark.parametrize(
    ("deed", "answer"),
    [
        ("open('/etc/hostname')", "Too many open files"),
        ("open('/tmp/left-behind', 'w')", "Too many open files"),
        ("os.listdir('/')", "Too many open files"),
        ("bytearray(2**30)", "MemoryError"),
        ("os.pipe()", "Too many open files"),
    ],
)
def test_the_reader_opens_nothing_and_stays_within_a_gigabyte(deed: str, answer: str) -> None:
    done = _within_limits(deed)
    assert done.returncode != 0
    assert answer.encode() in done.stderr


@on_linux
def test_the_reader_writes_nothing_into_a_file_that_is_open_already(tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-P", "-c", f"import os; {SHUT}os.write(1, b'left behind')"]
    with (tmp_path / "a").open("wb") as file:
        subprocess.run(command, env=apart._environment(), stdout=file, stderr=subprocess.DEVNULL)
    assert (tmp_path / "a").read_bytes() == b""


def test_the_reader_is_told_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANLUOZHAN_PASSWORD", "Qiaotou#2026")
    assert "Qiaotou#2026" not in apart._environment().values()


def _instead(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Let some other process stand where the reader stands, as one that a file has taken over."""
    monkeypatch.setattr(apart, "_CALL", f"import sys, time, os; sys.stdin.buffer.read(); {words}")


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "time.sleep(600)")
    monkeypatch.setattr(apart, "LONGEST_READ", 0.3)
    with pytest.raises(RuleError, match=f"读了 {SECONDS} 秒还没有读完"):
        read_apart(b"x", ".csv")


def test_a_reader_that_works_for_ever_is_ended_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "import limits; limits.SECONDS = 1; limits.narrow()\nwhile True: pass")
    with pytest.raises(RuleError, match="还没有读完"):
        read_apart(b"x", ".csv")


def test_stopping_ends_the_reader_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "time.sleep(600)")
    started: list[subprocess.Popen[bytes]] = []
    whole = subprocess.Popen

    def noted(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(whole(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(apart.subprocess, "Popen", noted)
    with pytest.raises(Cancelled):
        read_apart(b"x", ".csv", lambda: True)
    assert started[0].returncode is not None


@pytest.mark.parametrize(
    "words",
    [
        "print('nonsense')",
        "print('[1, 2]')",
        "print('{}')",
        """print('{"sheet": "a"}'); print('{"rows": [[1]]}'); print('{"end": 1}')""",
        """print('{"sheet": "a"}'); print('{"rows": 7}'); print('{"end": 1}')""",
        """print('{"sheet": "a"}'); print('{"rows": [["x"]]}')""",
        """print('{"rows": [["x"]]}'); print('{"end": 1}')""",
        "os._exit(1)",
    ],
)
def test_what_the_reader_says_is_looked_at_before_it_is_believed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    _instead(monkeypatch, words)
    with pytest.raises(RuleError, match="不完整或已损坏"):
        read_apart(b"x", ".csv")


def test_a_reader_that_talks_without_end_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "sys.stdout.write('x' * 50_000_000); sys.stdout.flush(); time.sleep(600)")
    monkeypatch.setattr(apart, "LONGEST_LINE", 1_000_000)
    with pytest.raises(RuleError):
        read_apart(b"x", ".csv")


def test_what_is_read_is_what_its_digest_says(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", HEADINGS, *[ANSWERED] * 700)
    table = read_table(path)
    assert table.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(table.rows) == 700


@on_linux
def test_only_a_plain_file_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")  # would keep whoever opens it waiting for ever
    with pytest.raises(RuleError, match="找不到这个文件"):
        content_of(tmp_path / "a.csv")
    with pytest.raises(RuleError, match="找不到这个文件"):
        content_of(Path("/dev/zero"))


def test_the_job_of_windows_says_what_its_documentation_lays_down() -> None:
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(job._BasicLimits) == 64
        assert ctypes.sizeof(job._ExtendedLimits) == 144
    allowed = job.limits()
    assert allowed.ProcessMemoryLimit == MEMORY
    assert allowed.BasicLimitInformation.LimitFlags == 0x2000 | 0x400 | 0x100 | 0x8 | 0x2
    assert allowed.BasicLimitInformation.ActiveProcessLimit == 1


@pytest.mark.skipif(os.name == "nt", reason="elsewhere the process limits itself")
def test_away_from_windows_there_is_no_job() -> None:
    with job.held(object()):
        pass
