"""Each use case with calls that fail: refused in words or done, nothing is half, and afterwards it works again."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lianluozhan.models.database import is_open
from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError
from tests.faults import shim
from tests.faults.children import Child, Say, complaints
from tests.faults.desk import Base, Desk, place_for
from tests.faults.every_call import DONE, Course, Tally, courses, left_wrong, spread
from tests.faults.in_front import front
from tests.faults.reports import Outcome, Work
from tests.faults.shim import Fault
from tests.faults.states import state_of

REFUSED, STOOD = "refused ", "stood "


@dataclass(frozen=True)
class Failing:
    """How calls fail: with which error, once or from then on."""

    error: int
    forever: bool

    def __str__(self) -> str:
        return f"{errno.errorcode[self.error]} {'for ever' if self.forever else 'once'}"


FAILURES = tuple(Failing(error, forever) for error in (errno.ENOSPC, errno.EIO) for forever in (False, True))


def failed(course: Course, room: Path, points: Iterable[int], tally: Tally, ways: Iterable[Failing] = FAILURES) -> None:
    """Let it fail at these calls: it is refused in words or done, nothing is half, and afterwards it works again."""
    for nth in points:
        for way in ways:
            home = course.base.copied(room / "failed")
            lines, _ = Child(lambda say, n=nth, w=way, h=home: _fail(course, h, n, w, say)).end()  # type: ignore[misc]
            where = f"{course.case.name}, {way} at call {nth} ({course.calls[nth - 1]})"
            judge(course, home, tally, where, lines)


def judge(course: Course, home: Base, tally: Tally, where: str, lines: list[str]) -> None:
    """What came of a use case that met a fault and was tried once more when the fault was over."""
    tally.rounds += 1
    tally.refused += any(line.startswith(REFUSED) for line in lines)
    tally.wrong += [f"{where}: {line}" for line in complaints(lines)]
    for state in (line.removeprefix(STOOD) for line in lines if line.startswith(STOOD)):
        if state not in course.states:
            tally.wrong.append(f"{where}: it was refused and is half done")
    if DONE not in lines and not complaints(lines) and not course.case.logs_first:
        tally.wrong.append(f"{where}: a second try did not work: {lines}")
    twice = course.case.logs_first and any(
        line.startswith(REFUSED) for line in lines
    )  # then it stands in the log twice
    done = DONE in lines and not twice
    tally.wrong += [f"{where}: {line}" for line in left_wrong(course, home, tally, done=done, twice=twice)]


def _fail(course: Course, base: Base, nth: int, way: Failing, say: Say) -> None:
    os.close(2)
    shim.arm(base.room, nth, Fault.FAIL, way.error, forever=way.forever)
    tried_twice(course, base, say, shim.disarm)


def tried_twice(course: Course, base: Base, say: Say, end: Callable[[], object]) -> None:
    """Once with the fault; where it was refused, once more in the same program after `end` has ended the fault."""
    try:
        desk = Desk(base)
    except StorageError as refusal:
        say(f"{REFUSED}{refusal}")
        end()
        desk = Desk(base)
    if not attempt(course, desk, say):
        end()
        if is_open(desk.db):
            say(STOOD + state_of(desk, course.after))
        attempt(course, desk, say)
    end()
    desk.close()


def attempt(course: Course, desk: Desk, say: Say) -> bool:
    """Whether it was done; a refusal must be in words."""
    try:
        course.case.act(desk, course.given)
    except (StorageError, RuleError, InvalidRecord) as refusal:
        if not any("一" <= letter <= "鿿" for letter in str(refusal)):
            raise
        say(REFUSED + str(refusal).replace("\n", " "))
        return False
    say(DONE)
    return True


def part(work: Work) -> list[Outcome]:
    """At most `work.count` calls of each use case, each failing in all ways."""
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    room, tally, began, names = place_for(work.folder), Tally(), time.monotonic(), []
    for course in courses(work, room, tally):
        failed(course, room, spread(len(course.calls), work.count), tally)
        names.append(course.case.name)
    told = f"{len(names)} use cases, {tally.refused:,} refused in words and done when the fault was over"
    return [Outcome("single calls that fail", tally.rounds, told, tally.wrong, time.monotonic() - began)]
