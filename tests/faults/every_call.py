"""Each use case killed before, in the middle of and after every call that changes a file.

A use case is made ready once, then tried on a copy for each call: what is left must be one of the states it goes
through, and the last of them when it had said that it was done.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lianluozhan.models.accounts import Account
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.keyring import plain_code
from lianluozhan.models.session import Session
from lianluozhan.models.wraps import WrongSecret, unwrapped
from tests.faults import shim
from tests.faults.children import Child, Say, complaints
from tests.faults.desk import Base, Desk, place_for
from tests.faults.in_front import front
from tests.faults.kill_loop import half_outside
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import Fault
from tests.faults.states import full_wrong, quick_wrong, state_of
from tests.faults.use_case import UseCase
from tests.faults.use_cases import DOZEN, stations
from tests.keeping import CODE, PASSWORD

DONE = "done"
NEW_PASSWORD, NEW_CODE = "Wanbang#7788", CODE[::-1]
KILLS = (Fault.KILL_BEFORE, Fault.KILL_AMID, Fault.KILL_AFTER)
Mutate = Callable[[Desk], None]


class NotReady(Exception):
    """A use case that does not even work without a fault."""


def unchanged(_: Desk) -> None:
    """No mutant: the program as it is."""


@dataclass
class Course:
    """A use case that is made ready, and what it does when nothing happens to it."""

    case: UseCase
    base: Base
    given: Any
    after: int  # the last line of the audit log before it
    states: list[str]  # before it, after each of its actions, at its end
    calls: list[str] = field(default_factory=list)
    findings: frozenset[str] = frozenset()  # of the station it begins with
    full_every: int = 10  # rounds between two looks at everything


@dataclass
class Tally:
    """What a campaign has seen."""

    rounds: int = 0
    acknowledged: int = 0
    missed: int = 0  # faults whose call never came
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def made_ready(case: UseCase, base: Base, room: Path) -> Course:
    """Prepare a use case on a copy, and let it run once on another."""
    ready, tried = base.copied(room / "ready"), room / "tried"
    lines, _ = Child(lambda say: _prepare(case, ready, say)).end()
    if complaints(lines) or not lines:
        raise NotReady(f"{case.name} cannot be made ready: {lines}")
    desk = Desk(ready)
    after = int(desk.officer.value("SELECT max(id) FROM main.audit_log"))
    course = Course(case, ready, json.loads(lines[-1]), after, [state_of(desk, after)])
    course.findings = frozenset(full_wrong(desk))
    desk.close()
    trace = room / "trace"
    lines, _ = Child(lambda say: _run_once(course, ready.copied(tried), trace, say)).end()
    if complaints(lines) or DONE not in lines:
        raise NotReady(f"{case.name} does not work: {lines}")
    course.states += [line for line in lines if line != DONE]
    course.calls = [line.split("\t")[1] for line in trace.read_text("utf-8").splitlines()]
    with _looked_at(replace(ready, home=type(ready.home)(tried / "home"))) as desk:
        course.states.append(state_of(desk, after))
        if wrong := set(full_wrong(desk)) - course.findings:
            raise NotReady(f"{case.name} leaves {wrong}")
    return course


def _prepare(case: UseCase, base: Base, say: Say) -> None:
    desk = Desk(base)
    given = case.before(desk)
    desk.close()
    say(json.dumps(given, default=str))


def _run_once(course: Course, base: Base, trace: Path, say: Say) -> None:
    """Without a fault, telling each call and the state after each action."""
    to = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    shim.arm(base.room, 0, Fault.NOTHING, trace=to)
    desk = Desk(base)
    whole = Session.action

    @contextmanager
    def action(self: Session, name: str) -> Iterator[None]:
        with whole(self, name):
            yield
        if self.db is desk.db:
            say(state_of(desk, course.after))

    Session.action = action  # type: ignore[method-assign,assignment]
    course.case.act(desk, course.given)
    say(DONE)
    desk.close()
    shim.disarm()


def killed(
    course: Course,
    room: Path,
    points: Iterable[int],
    tally: Tally,
    mutate: Mutate = unchanged,
    kinds: Iterable[Fault] = KILLS,
) -> None:
    """Kill it at these calls, each in all ways; `tally` says what was wrong."""
    for nth in points:
        for kind in kinds:
            if kind is Fault.KILL_AMID and "write" not in course.calls[nth - 1]:
                continue
            home = course.base.copied(room / "killed")
            lines, ended = Child(lambda say, n=nth, k=kind, h=home: _act(course, h, n, k, mutate, say)).end()  # type: ignore[misc]
            where = f"{course.case.name}, {kind.name.lower()} call {nth} ({course.calls[nth - 1]})"
            tally.rounds += 1
            tally.missed += ended != signal.SIGKILL
            tally.acknowledged += DONE in lines
            tally.wrong += [f"{where}: {line}" for line in complaints(lines)]
            tally.wrong += [f"{where}: {line}" for line in left_wrong(course, home, tally, done=DONE in lines)]
            if tally.wrong and mutate is not unchanged:
                return


def _act(course: Course, base: Base, nth: int, kind: Fault, mutate: Mutate, say: Say) -> None:
    os.close(2)  # what SQLCipher says of a call that failed
    shim.arm(base.room, nth, kind)
    desk = Desk(base)
    mutate(desk)
    course.case.act(desk, course.given)
    say(DONE)
    desk.close()


@contextmanager
def _looked_at(base: Base) -> Iterator[Desk]:
    desk = Desk(base)
    try:
        yield desk
    finally:
        desk.close()


def left_wrong(course: Course, base: Base, tally: Tally, *, done: bool, twice: bool = False) -> list[str]:
    """What is wrong with what is left; everything is looked at every few rounds. `twice`: it may stand there twice."""
    try:
        with _looked_at(base) as desk:
            state, wrong = state_of(desk, course.after), quick_wrong(desk, course.after)
            if done and state != course.states[-1] and not course.case.may_wait:
                wrong.append("it was called done and is not there as it was")
            elif state not in course.states and not twice:
                wrong.append("it is half done")
            wrong += _locked_out(desk)
            if tally.rounds % course.full_every == 0:
                wrong += sorted(set(full_wrong(desk)) - course.findings)
    except (StorageError, RuleError) as trouble:
        return [f"the station does not open: {trouble}"]
    if not done and not twice and tally.rounds % course.full_every == 0:
        wrong += _tried_again(course, base)
    return wrong


def _locked_out(desk: Desk) -> list[str]:
    """Accounts whose old password does not open any more and the new one not yet, and the paper code."""
    wrong, keyring = [], desk.keyring
    in_use = {account.user_name for account in desk.administrator.select(Account, "retired_on IS NULL")}
    for user in in_use:
        if not keyring.matches(user, PASSWORD) and not keyring.matches(user, NEW_PASSWORD):
            wrong.append(f"neither password of {user} opens the data")
    paper = next(wrap for wrap in keyring.content["wraps"] if wrap["kind"] == "recovery")
    if not any(_opens(paper, plain_code(code)) for code in (CODE, NEW_CODE)):
        wrong.append("neither paper code opens the data")
    return wrong


def _opens(wrap: dict[str, Any], secret: str) -> bool:
    try:
        unwrapped(wrap, secret, closed=True)
    except WrongSecret:
        return False
    return True


def _tried_again(course: Course, base: Base) -> list[str]:
    """The same again after the fault, unless it had been done before it was killed: it must be done now."""
    with _looked_at(base) as desk:
        if state_of(desk, course.after) != course.states[0]:
            return []
    lines, _ = Child(lambda say: _act(course, base, 0, Fault.NOTHING, unchanged, say)).end()
    return [] if DONE in lines and not complaints(lines) else [f"a second try did not work: {lines}"]


def spread(count: int, most: int) -> list[int]:
    """At most so many numbers from 1 to `count`, the first and the last among them, evenly between."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(number * (count - 1) / max(1, most - 1)) for number in range(most)})


def cleared(room: Path) -> Path:
    """The same folder, empty."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    return room


# The parts of the campaign -------------------------------------------------------------------------------------------


FEW = 20  # calls of a use case; with fewer only a dozen use cases are tried
HALVED = ("register and submit with a file", "dispatch", "reply with a file", "finish and register", "close the term")


def courses(work: Work, room: Path, tally: Tally) -> Iterator[Course]:
    """The use cases made ready one after the other; what does not even work is wrong."""
    for base, cases in stations(room):
        for case in cases:
            if work.count < FEW and case.name not in DOZEN:
                continue
            try:
                course = made_ready(case, base, cleared(room / "course"))
            except NotReady as trouble:
                tally.wrong.append(str(trouble))
                continue
            course.full_every = 10 if work.count >= FEW else 25
            yield course
            if work.count >= FEW:  # hours: say how far it is
                sys.stderr.write(f"{case.name}: {tally.rounds:,} rounds, {len(tally.wrong)} wrong until now\n")
                for line in tally.wrong[-3:]:
                    sys.stderr.write(f"    {line[:300]}\n")


def part(work: Work) -> list[Outcome]:
    """At most `work.count` calls of each use case, evenly spread over it."""
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    room, tally, began = place_for(work.folder), Tally(), time.monotonic()
    calls, names, halved = 0, [], []
    for course in courses(work, room, tally):
        points = spread(len(course.calls), work.count)
        killed(course, room, points, tally)
        names.append(course.case.name)
        calls += len(points)
        if course.case.name in HALVED:
            halved.append(_halved(course, room))
    told = (
        f"{len(names)} use cases, {calls:,} calls, {tally.acknowledged:,} killed after they had said they were done,"
        f" {tally.missed} faults met no call"
    )
    return [Outcome("kills at single calls", tally.rounds, told, tally.wrong, time.monotonic() - began), *halved]


def _halved(course: Course, room: Path) -> Outcome:
    """What is written first is made durable by itself: a kill after it must show that."""
    tally = Tally()
    killed(course, room, spread(len(course.calls), 30), tally, half_outside, (Fault.KILL_AFTER,))
    return mutant(f"half_outside: {course.case.name}", tally.rounds, tally.wrong)
