"""The stick fails under a backup: each call on it with each fault, once or from then on.

A backup is never called done unless its file holds when a process of its own verifies it afterwards, and the older
backups on the stick stay as they were, byte for byte. What the library cannot reach (close, stat, mmap) is not tried.
"""

from __future__ import annotations

import errno
import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from lianluozhan.models import attachments, backup
from lianluozhan.models.backup import making, packing, writing
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.faults.in_front import ROOT, Hit, Tally, front, here, spread
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import EVERY, Call, Fault
from tests.fixtures.schemas.old_stations import digests
from tests.keeping import CODE, NOON, enter, make_home

FULL = 100_000  # every call with every fault
FAULTS = (
    *((Fault.FAIL, error) for error in (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EFBIG)),
    *((fault, 0) for fault in (Fault.LIE, Fault.SHORT, Fault.CHANGE)),
)
HITS = [Hit(0, fault, error, forever, EVERY) for forever in (False, True) for fault, error in FAULTS]
MUTANTS = ("without_read_back", "without_sync", "over_the_older_one")


def part(work: Work) -> list[Outcome]:
    """At most `count` calls a kind of package; each with every fault when it is many, else with one by turns."""
    return front(campaign, work)


@dataclass(frozen=True)
class Scene:
    """A station at work, and a stick with two older backups."""

    session: Session
    stick: Path

    def copied(self, there: Path) -> Path:
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.stick, there)
        return there


def campaign(work: Work) -> list[Outcome]:
    scene = prepare(work.place("scene"))
    turn = itertools.cycle(HITS)
    rows = [backups(work, scene, kind, turn) for kind in (BackupKind.SET, BackupKind.CHANGES)]
    rows += [_mutant(work, scene, name) for name in MUTANTS]
    scene.session.close()
    return rows


def prepare(folder: Path) -> Scene:
    session, stick, letter = enter(make_home(folder / "home"), "zhou"), folder / "usb", folder / "来信.txt"
    stick.mkdir()
    for kind in BackupKind.SET, BackupKind.CHANGES, None:
        letter.write_text(f"来信抄录 {kind}" * 500, "utf-8")
        with session.action("opinion.register"):
            made = session.add(Opinion(title="路灯坏了", content="路灯坏了。" * 20, received_on=NOON.date()))
            attachments.attach(session, "opinions", made.id, letter)
        if kind:
            backup.back_up(session, stick, kind=kind)
    return Scene(session, stick)


def backups(work: Work, scene: Scene, kind: BackupKind, turn: Iterator[Hit]) -> Outcome:
    """Backups on a stick that fails; those that are called done are kept and verified at the end."""
    found, there = Tally(), work.folder / "usb"
    done: dict[str, str] = {}
    kept = work.place(f"done-{kind.value}")
    older = digests(scene.stick)

    def back_up() -> str:
        return backup.back_up(scene.session, there, kind=kind).path.name

    scene.copied(there)
    total = calls_here(back_up, there)
    for nth in spread(total, work.count):
        for each in HITS if work.count >= FULL else [next(turn)]:
            hit = replace(each, nth=nth)
            scene.copied(there)
            ended = here(back_up, there, hit)
            found.add(ended, str(hit), _lost(older, digests(there)))
            if ended.how == "done":
                done[str(_kept(there, ended.words, kept, len(done)))] = str(hit)
    scene.copied(there)
    refusing = Hit(1, Fault.FAIL, errno.EIO, forever=True, calls=Call.SYNC)
    ended = here(back_up, there, refusing)
    found.add(ended, str(refusing), _unsynced(refusing) if ended.how == "done" else ())
    found.wrong += [f"{done[path]}: called done, and {trouble}" for path, trouble in not_holding(done)]
    return found.row(f"stick, {kind.label}", f"{total} calls")


def misread(work: Work) -> list[Outcome]:
    """One byte is read wrong while changes are made on a set, at each of the readings before they are written."""
    scene, there, found = prepare(work.place("scene")), work.folder / "usb", Tally()

    def back_up() -> str:
        return backup.back_up(scene.session, there, kind=BackupKind.CHANGES).path.name

    for nth in range(1, work.count + 1):
        hit = Hit(nth, Fault.CHANGE, calls=Call.READ)
        scene.copied(there)
        ended = here(back_up, there, hit)
        found.add(ended, str(hit), [])
        if ended.how == "done":
            found.wrong += [f"{hit}: {trouble}" for _, trouble in not_holding([str(there / ended.words)])]
    scene.session.close()
    return [found.row("changes on a set that was read wrong", "")]


def calls_here(work: Any, place: Path, calls: Call = EVERY) -> int:
    """How many calls there are, counted in this very process: the database is open."""
    whole = here(work, place, Hit(0, Fault.NOTHING, calls=calls))
    if whole.how != "done":
        raise AssertionError(f"without any fault: {whole.how} {whole.words}")
    return whole.seen.calls


def _lost(before: dict[str, str], now: dict[str, str]) -> list[str]:
    return [f"the older backup {name} is not as it was" for name, digest in before.items() if now.get(name) != digest]


def _kept(stick: Path, name: str, kept: Path, number: int) -> Path:
    """The stick as it was when the backup was called done, put aside; the path of that backup."""
    shutil.copytree(stick, kept / str(number))
    return kept / str(number) / name


def not_holding(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Those that a process of its own cannot verify, with the reason."""
    words = [sys.executable, "-m", "tests.faults.stick"]
    listed = json.dumps(list(paths))
    said = subprocess.run(words, input=listed, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [(path, trouble) for path, trouble in json.loads(said)]


def main() -> None:
    """Verify the packages whose paths come in as JSON; those that do not hold go out."""
    found = []
    for path in json.load(sys.stdin):
        try:
            backup.verify(Path(path), backup.by_code(CODE))
        except (StorageError, RuleError) as refusal:
            found.append((path, str(refusal)))
    sys.stdout.write(json.dumps(found))


def _unsynced(hit: Hit) -> list[str]:
    """What a backup that is called done under this fault shows by itself."""
    return ["called done on a stick that refuses every sync"] if hit.calls is Call.SYNC and hit.forever else []


@contextmanager
def broken(name: str) -> Iterator[None]:
    """The program with a promise broken on purpose."""
    replaced: dict[str, tuple[tuple[Any, str, Any], ...]] = {
        "without_read_back": ((writing, "read_back", lambda *_: ""),),
        "without_sync": (
            (packing, "sync_file", lambda file: file.flush()),
            (writing, "sync_directory", lambda _: None),
        ),
        "over_the_older_one": ((making, "_free_name", lambda folder, *_: min(folder.glob("*.llzbak"))),),
    }
    with ExitStack() as broken_parts:
        for module, part_name, other in replaced[name]:
            broken_parts.enter_context(mock.patch.object(module, part_name, other))
        yield


def _telling(name: str) -> list[Hit]:
    """Faults that this mutant is seen by."""
    if name == "without_read_back":
        return [Hit(nth, Fault.CHANGE, calls=Call.WRITE) for nth in range(1, 9)]
    if name == "without_sync":
        return [Hit(1, Fault.FAIL, errno.EIO, forever=True, calls=Call.SYNC)]
    return [Hit(0, Fault.NOTHING)]


def _mutant(work: Work, scene: Scene, name: str) -> Outcome:
    """A promise is broken on purpose: some fault must then show a false 完成 or a lost older backup."""
    there, kept, older = work.folder / "usb", work.place(name), digests(scene.stick)
    rounds, wrong = 0, []

    def back_up() -> str:
        return backup.back_up(scene.session, there, kind=BackupKind.SET).path.name

    with broken(name):
        for hit in _telling(name):
            rounds += 1
            scene.copied(there)
            ended = here(back_up, there, hit)
            wrong = _lost(older, digests(there))
            if ended.how == "done":
                path = str(_kept(there, ended.words, kept, rounds))
                wrong += [trouble for _, trouble in not_holding([path])]
                wrong += _unsynced(hit)
            if wrong:
                break
    return mutant(name, rounds, wrong)


if __name__ == "__main__":
    main()
