"""The stick is pulled out at a random moment of a backup, put in again, and what was called done is verified.

Pulling is the shutdown of an ext4 file system on a loop device (as in power.py): what was not synced is lost, and every
call after it fails. What was called done, to the person or in the register, must hold; so must every older backup.
A device that acknowledges a sync and keeps the data in its memory cannot be told by software while it is plugged in:
only the second tick, the verification after taking it out and putting it in, tells. That it does is tried here too.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from lianluozhan.models import backup
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from tests.faults import power, shim, stick
from tests.faults.in_front import front
from tests.faults.power import Disk
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import Call, Fault
from tests.keeping import CODE, NOON, enter, make_home

ROUNDS = 40  # yanks of one stick, then a new one
LYING = 10  # yanks of a device that lies


def missing() -> str:
    """Why no stick can be pulled on this machine; empty when it can."""
    return power.missing() or shim.missing()


def part(work: Work) -> list[Outcome]:
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    chance = random.Random(work.seed)
    return [_yanks(work, chance), _lying_device(work), _mutant(work)]


@contextmanager
def plugged_in(disk: Disk) -> Iterator[Path]:
    """The stick put in, and taken out at the end."""
    disk.mount()
    try:
        yield disk.place
    finally:
        disk.unmount()


@dataclass
class Pulled:
    """What many yanks have shown."""

    rounds: int = 0
    done: int = 0
    broken_off: int = 0
    wrong: list[str] = field(default_factory=list)


def _yanks(work: Work, chance: random.Random) -> Outcome:
    found = Pulled()
    while found.rounds < work.count:
        folder = work.place(f"stick-{found.rounds}")
        home, disk, said = _station(folder / "home"), Disk(folder), set[str]()
        for _ in range(min(ROUNDS, work.count - found.rounds)):
            with plugged_in(disk) as place:
                new = _pulled_at_random(home, disk, place, chance)
            new |= _called_done(home) - said
            said |= new
            found.rounds, found.done = found.rounds + 1, found.done + len(new)
            with plugged_in(disk) as place:
                found.wrong += [f"yank {found.rounds}: {line}" for line in _not_holding(place, new)]
                found.broken_off += any(path.name not in said for path in place.glob("*.llzbak*"))
        with plugged_in(disk) as place:
            found.wrong += [f"after {found.rounds} yanks: {line}" for line in _not_holding(place, said)]
        disk.remove()
    told = f"{found.done} backups called done, all verified twice; {found.broken_off} times a part of another lay there"
    return Outcome("stick pulled out", found.rounds, told, found.wrong)


def _station(folder: Path) -> Home:
    home = make_home(folder)
    session = enter(home, "zhou")
    with session.action("opinion.register"):
        session.add(Opinion(title="路灯坏了", content="路灯坏了。" * 20, received_on=NOON.date()))
    session.close()
    return home


def _pulled_at_random(home: Home, disk: Disk, place: Path, chance: random.Random) -> set[str]:
    """The names of the backups that were called done before the stick was pulled out."""
    with _at_work(lambda said: _back_up_for_ever(home, place, said)) as saying:
        lines = _lines(saying, chance.randrange(3))  # the first says that it has begun
        time.sleep(chance.random() * 0.15)
        lines += _waiting(saying)  # what comes later may be a sync that the yank let return
        disk.cut()
    return set(lines) - {"ready"}


def _back_up_for_ever(home: Home, place: Path, said: int) -> None:
    session = enter(home, "zhou")
    os.write(said, b"ready\n")
    while True:
        made = backup.back_up(session, place)
        os.write(said, f"{made.path.name}\n".encode())


@contextmanager
def _at_work(act: Callable[[int], None]) -> Iterator[int]:
    """A process that works and says lines, killed at the end."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _act(act, writing)
    os.close(writing)
    try:
        yield reading
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(reading)


def _act(act: Callable[[int], None], said: int) -> NoReturn:
    try:
        act(said)
    finally:
        os._exit(0)


def _lines(reading: int, count: int) -> list[str]:
    """So many whole lines more than the first; fewer if the process has ended."""
    said = b""
    while said.count(b"\n") < count + 1 and (more := os.read(reading, 1)):
        said += more
    return said.decode().split("\n")[:-1]


def _waiting(reading: int) -> list[str]:
    os.set_blocking(reading, False)
    try:
        said = os.read(reading, 1 << 16)
    except BlockingIOError:
        return []
    return said.decode().split("\n")[:-1]


def _called_done(home: Home) -> set[str]:
    """The register says 完成 too, perhaps a moment before the person was told."""
    session = enter(home, "zhou")
    names = {entry.file_name for entry in backup.entries(session)}
    session.close()
    return names


def _not_holding(place: Path, names: set[str]) -> list[str]:
    wrong = []
    for name in sorted(names):
        try:
            backup.verify(place / name, backup.by_code(CODE))
        except (StorageError, RuleError) as refusal:
            wrong.append(f"{name} was called done: {refusal}")
    return wrong


def _lying_device(work: Work) -> Outcome:
    """A device that does not store what it says it has stored: done, pulled out, and the second tick tells."""
    lost, told, rounds = 0, 0, min(LYING, 1 + work.count // 20)
    for number in range(rounds):
        verified = _done_and_pulled(work.place(f"lying-{number}"), lying=True)
        lost, told = lost + (verified is not None), told + bool(verified)
    wrong = [] if lost == told and lost else [f"{lost} backups were lost, the second tick told {told}"]
    return Outcome("device that lies about syncs", rounds, f"{lost} backups lost, all told by the second tick", wrong)


def _done_and_pulled(folder: Path, *, lying: bool = False) -> str | None:
    """A backup that is called done and the stick pulled out at once; what verifying says then, None if it holds."""
    home, disk = _station(folder / "home"), Disk(folder)
    with plugged_in(disk) as place, _at_work(lambda said: _back_up_once(home, place, said, lying=lying)) as saying:
        name = _lines(saying, 0)[0]
        disk.cut()
    with plugged_in(disk) as place:
        told = next(iter(_not_holding(place, {name})), None)
    disk.remove()
    return told


def _back_up_once(home: Home, place: Path, said: int, *, lying: bool) -> None:
    session = enter(home, "zhou")
    if lying:
        shim.arm(place, 1, Fault.LIE, forever=True, calls=Call.SYNC)
    made = backup.back_up(session, place, kind=BackupKind.SET)
    os.write(said, f"{made.path.name}\n".encode())
    signal.pause()


def _mutant(work: Work) -> Outcome:
    rounds, seen = 0, None
    with stick.broken("without_sync"):
        while rounds < 5 and not seen:
            rounds += 1
            seen = _done_and_pulled(work.place(f"mutant-{rounds}"))
    return mutant("backup_without_sync", rounds, [seen] if seen else [])
