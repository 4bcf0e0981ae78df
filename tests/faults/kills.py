"""Killing a station at work at a random moment, and looking what it left behind."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tests.faults import kill_loop
from tests.faults.bases import sample_base
from tests.faults.children import Child, complaints
from tests.faults.desk import Base, place_for
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.watch import Watch

FULL_EVERY = 250  # kills between two looks at everything
ANEW_EVERY = 500  # kills until the next station, so that the look stays quick
LONGEST, FEW = 12, 4  # saves before the kill, in the long form and in the short one
ROUNDS = 60  # for a mutant to be caught in


def started_and_killed(words: list[str], after: float, lines: int = 0) -> list[str]:
    """Start a module, kill it so many seconds after it said so many lines; the whole lines it said."""
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE) as child:
        assert child.stdout
        if child.stdout.readline() != b"ready\n":
            raise AssertionError("the station did not start")
        said = b"".join(child.stdout.readline() for _ in range(lines))
        time.sleep(after)
        child.kill()
        return (said + child.stdout.read()).decode().split("\n")[:-1]


def kill_once(base: Base, chance: random.Random, broken: str = "", longest: int = LONGEST) -> list[str]:
    """Let the station work, kill it after a few saves at any moment of the next, and return what it said."""
    seed, lines, after = chance.randrange(2**32), chance.randrange(longest), chance.random() * 0.012
    child = Child(lambda say: kill_loop.work(base, seed, broken, say))
    said = child.lines(lines)
    time.sleep(after)
    return said + child.kill()


def campaign(base: Base, room: Path, count: int, seed: int, broken: str = "") -> tuple[int, int, list[str]]:
    """Kill again and again; how often, the number of saves called done, and all that was wrong."""
    chance, wrong, saves = random.Random(seed), [], 0
    watch = Watch(base.copied(room))
    for number in range(1, count + 1):
        said = kill_once(watch.base, chance, broken, LONGEST if broken or count > ANEW_EVERY else FEW)
        acknowledged = [line for line in said if line not in complaints(said)]
        if not broken:
            wrong += complaints(said)
        saves += len(acknowledged)
        full = number % FULL_EVERY == 0 or number == count or (broken != "" and number % 10 == 0)
        wrong += [f"kill {number}: {line}" for line in watch.look(acknowledged, full=full)]
        if wrong and (broken or len(wrong) > 100):
            return number, saves, wrong
        if number % ANEW_EVERY == 0:
            watch = Watch(base.copied(room))
    return count, saves, wrong


def part(work: Work) -> list[Outcome]:
    room = place_for(work.folder)
    base = sample_base(room / "base")
    started = time.monotonic()
    kills, saves, wrong = campaign(base, room / "home", work.count, work.seed)
    rows = [Outcome("random kills", kills, f"{saves:,} saves called done", wrong, time.monotonic() - started)]
    for name in kill_loop.MUTANTS:
        rounds, _, seen = campaign(base, room / "mutant", ROUNDS, work.seed, name)
        rows.append(mutant(name, rounds, seen))
    return rows
