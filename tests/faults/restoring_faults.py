"""A restore is killed at every call that changes a file, or the disk fails under it: of a set, of changes, of a copy.

The station must be the old one or the new one, whole; the old data folder stays as it was, byte for byte; and the
second try works. The same for one matter that is brought back out of a backup.
"""

from __future__ import annotations

import errno
import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lianluozhan.models import attachments, backup, opinions
from lianluozhan.models.backup import restoring
from lianluozhan.models.backup.job import Job
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.faults.in_front import Hit, Tally, calls_of, forked, front, here, spread
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import CHANGING, Call, Fault
from tests.fixtures.schemas.old_stations import digests
from tests.keeping import NOON, PASSWORD, enter, make_home

FULL = 100_000  # every point with every fault
THEN, NOW = 6, 9  # opinions in the backups and in the data in use
ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EACCES)
HITS = (
    Hit(0, Fault.KILL_AFTER),
    Hit(0, Fault.KILL_AMID),  # before the call, of a write in the middle
    *(Hit(0, Fault.FAIL, error, forever) for error in ERRORS for forever in (True, False)),
)
READING = Call.READ | Call.OPEN | Call.ADVISE
MISREAD = tuple(
    Hit(0, fault, error, forever, READING)
    for fault, error in ((Fault.FAIL, errno.EIO), (Fault.CHANGE, 0))
    for forever in (False, True)
)
MUTANT = "restore_in_place"


def part(work: Work) -> list[Outcome]:
    """At most `count` points a kind of package; every one with every fault when it is many, else with one by turns."""
    return front(campaign, work)


@dataclass(frozen=True)
class Scene:
    """A station with the three kinds of packages of it as it was a while ago."""

    home: Home
    packages: dict[str, Path]


def campaign(work: Work) -> list[Outcome]:
    scene = prepare(work.place("scene"))
    turn = itertools.cycle(HITS)
    rows = [restores(work, scene, kind, turn) for kind in scene.packages]
    return [*rows, misread(work, scene), bringing_back(work, scene, turn), _mutant(work, scene)]


def prepare(folder: Path) -> Scene:
    home, usb = make_home(folder / "home"), folder / "usb"
    usb.mkdir()
    letter = folder / "来信.txt"
    session = enter(home, "zhou")
    packages = {}
    for kind, count in ((BackupKind.SET, 3), (BackupKind.CHANGES, 3)):
        letter.write_text(f"来信抄录：{kind}", "utf-8")
        for number in range(count):
            _register(session, f"{kind.label}第 {number} 件", letter)
        packages[kind.value] = backup.back_up(session, usb, kind=kind).path
    (home.folder / "copies").mkdir()
    packages["copy"] = backup.pack_copy(session, home.folder / "copies", "daily", Job(None, None)).path
    for number in range(NOW - THEN):
        _register(session, f"后来的第 {number} 件", letter)
    session.close()
    return Scene(home, {name: packages[name] for name in ("changes", "set", "copy")})


def _register(session: Session, title: str, letter: Path) -> None:
    with session.action("opinion.register"):
        made = session.add(Opinion(title=title, content="路灯坏了。" * 20, received_on=NOON.date()))
        attachments.attach(session, "opinions", made.id, letter)


def restores(work: Work, scene: Scene, kind: str, turn: Iterator[Hit]) -> Outcome:
    found, there = Tally(), Home(work.folder / "at")
    package = scene.packages[kind]
    wanted = 3 if kind == "set" else THEN

    def restore() -> None:
        _restore(there, package)

    _copy(scene, there)
    total = calls_of(restore, there.folder)
    for nth in spread(total, work.count):
        for each in HITS if work.count >= FULL else [next(turn)]:
            _copy(scene, there)
            before = digests(there.data)
            ended = forked(restore, there.folder, replace(each, nth=nth))
            found.add(ended, str(replace(each, nth=nth)), _look(there, scene, before, wanted, ended.how))
            found.wrong += _second_try(there, package, wanted, f"{replace(each, nth=nth)}: the second try")
    return found.row(f"restore of {kind}", f"{total} calls")


def misread(work: Work, scene: Scene) -> Outcome:
    """The stick cannot be read, or a byte of it is read wrong: refused, or restored as it should be."""
    found, turn, there, package = Tally(), itertools.cycle(MISREAD), Home(work.folder / "at"), scene.packages["changes"]

    def restore() -> None:
        _restore(there, package)

    _copy(scene, there)
    total = calls_of(restore, package.parent, READING)
    for nth in spread(total, work.count):
        for each in MISREAD if work.count >= FULL else [next(turn)]:
            _copy(scene, there)
            before, hit = digests(there.data), replace(each, nth=nth)
            ended = forked(restore, package.parent, hit)
            found.add(ended, str(hit), _look(there, scene, before, THEN, ended.how))
    return found.row("restore of changes from a stick that is read wrong", f"{total} calls")


def _restore(home: Home, package: Path) -> None:
    backup.restore(_here(home, package), home, backup.by_password("li", PASSWORD), now=_later)


def _here(home: Home, package: Path) -> Path:
    """The copies lie in the home, so the one of this very home."""
    return home.folder / "copies" / package.name if package.parent.name == "copies" else package


def _later() -> datetime:
    return NOON + timedelta(minutes=1)


def _copy(scene: Scene, there: Home) -> None:
    shutil.rmtree(there.folder, ignore_errors=True)
    shutil.copytree(scene.home.folder, there.folder)


def _look(there: Home, scene: Scene, before: dict[str, str], wanted: int, how: str) -> list[str]:
    """What is wrong after the fault, before anything is tried again."""
    wrong = []
    if digests(there.folder / scene.home.data.name) != before:
        wrong.append("the old data folder is not as it was")
    count, told = _opinions(there)
    wrong += told
    if count not in (NOW, wanted):
        wrong.append(f"{count} opinions: neither the old nor the new station")
    if how == "done" and count != wanted:
        wrong.append("called done, and it is the old station")
    return wrong


def _opinions(home: Home) -> tuple[int, list[str]]:
    """How many opinions there are, and what `check` and the folder show."""
    try:
        session = sign_in(home, "li", PASSWORD, now=_later)
    except Exception as error:
        return -1, [f"it does not open: {type(error).__name__} {error}"]
    wrong = [found.sentence for found in check(session) if found.severity is Severity.DAMAGE]
    wrong += [f"{left.name} lies about" for left in home.folder.glob(".building-*")]
    count = int(session.value("SELECT count(*) FROM opinions"))
    session.close()
    return count, wrong


def _second_try(there: Home, package: Path, wanted: int, what: str) -> list[str]:
    try:
        _restore(there, package)
    except Exception as error:
        return [f"{what} fails: {type(error).__name__} {error}"]
    count, wrong = _opinions(there)
    return [f"{what}: {line}" for line in (*wrong, *([] if count == wanted else [f"{count} opinions"]))]


def bringing_back(work: Work, scene: Scene, turn: Iterator[Hit]) -> Outcome:
    """One matter that was voided comes back whole, with its file, or nothing is changed."""
    found, there = Tally(), Home(work.folder / "at")
    package = scene.packages["set"]

    def bring() -> None:
        _bring_back(there, package)

    _copy_voided(scene, there)
    total = calls_of(bring, there.folder)
    for nth in spread(total, work.count):
        for each in HITS if work.count >= FULL else [next(turn)]:
            _copy_voided(scene, there)
            hit = replace(each, nth=nth)
            ended = forked(bring, there.folder, hit)
            found.add(ended, str(hit), _look_voided(there, ended.how))
            again = here(bring, there.folder, Hit(0, Fault.NOTHING)) if _is_voided(there) else None
            if again and again.how != "done":
                found.wrong.append(f"{hit}: the second try {again.how}: {again.words}")
            found.wrong += [f"{hit}: second try: {line}" for line in _look_voided(there, "done")]
    return found.row("one matter brought back", f"{total} calls")


def _copy_voided(scene: Scene, there: Home) -> None:
    """A copy in which the first matter is voided, made once."""
    made = scene.home.folder.with_name("voided")
    if not made.exists():
        _copy(scene, Home(made))
        session = sign_in(Home(made), "wang", PASSWORD, now=_later)
        opinions.void(session, 1, "抄重了")
        session.close()
    _copy(replace(scene, home=Home(made)), there)


def _bring_back(home: Home, package: Path) -> None:
    session = sign_in(home, "wang", PASSWORD, now=_later)
    try:
        inside = backup.open_inside(package, session, backup.by_session(session))
        try:
            backup.bring_back(session, inside, 1)
        finally:
            inside.close()
    finally:
        session.close()


def _is_voided(home: Home) -> bool:
    session = sign_in(home, "wang", PASSWORD, now=_later)
    found = session.get(Opinion, 1).voided_on is not None
    session.close()
    return found


def _look_voided(home: Home, how: str) -> list[str]:
    count, wrong = _opinions(home)
    if count != NOW:
        wrong.append(f"{count} opinions")
    if how == "done" and not wrong and _is_voided(home):
        wrong.append("called done, and it is still voided")
    return wrong


def _mutant(work: Work, scene: Scene) -> Outcome:
    """A restore into the data folder in use: a kill in the middle leaves neither station."""
    there, rounds, wrong = Home(work.folder / "at"), 0, []

    def in_place() -> None:
        restoring.extract_all = _into(there, restoring.extract_all)
        _restore(there, scene.packages["set"])

    for nth in (20, 12, 30, 40):
        rounds += 1
        _copy(scene, there)
        before = digests(there.data)
        forked(in_place, there.folder, Hit(nth, Fault.KILL_AFTER, calls=CHANGING))
        if wrong := _look(there, scene, before, 3, "killed"):
            break
    return mutant(MUTANT, rounds, wrong)


def _into(home: Home, whole: Callable[..., Any]) -> Callable[..., Any]:
    def extract_all(path: Path, unlock: Any, folder: Path, job: Job) -> Any:
        return whole(path, unlock, home.data, job)

    return extract_all
