"""Killing a station at work at a random moment, and looking what it left behind."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home
from tests.keeping import enter


def kill_once(home: Home, chance: random.Random, mutant: str = "") -> list[int]:
    """Start the station, kill it after up to 15 saves, at any moment of the next, and return the ids called saved."""
    words = ["tests.faults.kill_loop", str(home.folder), *(["--mutant", mutant] if mutant else [])]
    return [int(line) for line in started_and_killed(words, chance.random() * 0.01, chance.randrange(16))]


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


def look(home: Home, acknowledged: list[int]) -> list[str]:
    """What is wrong after the kill: a save called done that is not there, or anything `check` finds."""
    session = enter(home, "zhou")
    stored = {row[0] for row in session.db.conn.execute("SELECT id FROM opinions")}
    wrong = [f"opinion {lost} was called saved and is not there" for lost in acknowledged if lost not in stored]
    logged = {
        row[0] for row in session.db.conn.execute("SELECT record_id FROM audit_log WHERE table_name = 'opinions'")
    }
    wrong += [f"opinion {odd} has no line in the audit log" for odd in sorted(stored ^ logged)]
    wrong += [f.sentence for f in check(session) if f.severity is not Severity.NOTE]
    session.close()
    return wrong


def campaign(home: Home, kills: int, seed: int, mutant: str = "") -> tuple[int, list[str]]:
    """Kill again and again; the number of saves called done, and all that was wrong."""
    chance, wrong, saves = random.Random(seed), [], 0
    for _ in range(kills):
        said = kill_once(home, chance, mutant)
        saves += len(said)
        wrong += look(home, said)
        if mutant and wrong:
            break
    return saves, wrong
