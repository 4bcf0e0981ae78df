"""Killing the program while somebody types into its real window, and looking what is left of what was typed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lianluozhan.models import drafts, opinions
from lianluozhan.models.check import Severity, check
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from tests.faults.reports import Outcome, Work, mutant
from tests.ui.station_at_work import PASSWORD, make_station

MUTANTS = ("written_late", "draft_outlives_record")
ALLOWED = 5.0  # seconds of typing that may be lost
LONGEST = 150  # keystrokes before the kill
Key = tuple[str, int]


@dataclass
class Found:
    """What a campaign has seen."""

    kills: int = 0
    strokes: int = 0
    stored: int = 0
    with_draft: int = 0
    offered_again: int = 0
    lost: list[float] = field(default_factory=list)  # seconds of typing, a figure a kill
    slow: list[float] = field(default_factory=list)  # milliseconds from a key to what it shows
    wrong: list[str] = field(default_factory=list)


def make_home(folder: Path) -> Home:
    """A station with one matter that is to be dispatched, so that there is a drawer to type into."""
    home = make_station(folder)
    session = sign_in(home, "wang", PASSWORD)
    category = session.value("SELECT min(id) FROM categories")
    today = session.today
    made = Opinion(title="路灯不亮", content="坏了四盏。", received_on=today, registered_on=today, is_anonymous=True)
    opinion = opinions.register_and_submit(session, _filled(made, category, session.staff.id))
    session.close()
    for user, judge in (("zhang", opinions.review), ("chen", opinions.approve)):
        session = sign_in(home, user, PASSWORD)
        judge(session, opinion.id, "同意。", accept=True)
        session.close()
    return home


def _filled(opinion: Opinion, category: int, staff_id: int) -> Opinion:
    return replace(opinion, category_id=category, registered_by=staff_id, proposal="建议由村镇建设服务中心办理。")


def campaign(
    home: Home, kills: int, seed: int, mutant: str = "", tell: Any = lambda found: None, longest: int = LONGEST
) -> Found:
    """Kill again and again on one home, each time after at most `longest` keystrokes."""
    chance, found = random.Random(seed), Found()
    left: dict[Key, Any] = {}
    clerks, log = Clerks(mutant), home.folder.parent / "typed.log"
    try:
        for number in range(kills):
            log.unlink(missing_ok=True)
            killed_at = clerks.kill_one(home, log, chance, longest)
            lines = read(log)
            _check_offered(found, lines, left, number)
            left = look(home, lines, killed_at, found, number)
            tell(found)
            if mutant and found.wrong:
                break
    finally:
        clerks.end()
    return found


def missing() -> str:
    """Why nobody can type here; empty when somebody can."""
    return "" if hasattr(os, "fork") else "the clerks are made by forking: typing is NOT tried"


def part(work: Work) -> list[Outcome]:
    """So many kills on one home, and the mutants."""
    found = campaign(
        make_home(work.folder / "typing"), work.count, work.seed, longest=LONGEST if work.count > 20 else 30
    )
    lost, slow = sorted(found.lost) or [0.0], sorted(found.slow) or [0.0]
    told = (
        f"{found.strokes:,} keystrokes, {found.stored} forms stored, {found.with_draft} times a draft lay there,"
        f" {found.offered_again} times it was offered; typing lost: median {lost[len(lost) // 2]:.1f} s, at most"
        f" {lost[-1]:.1f} s; a key took: median {slow[len(slow) // 2]:.1f} ms, 99 of 100 at most"
        f" {slow[len(slow) * 99 // 100]:.1f} ms"
    )
    rows = [Outcome("kills while typing", found.kills, told, found.wrong)]
    for name in MUTANTS if work.count > 20 else ():  # a minute each
        seen = campaign(make_home(work.folder / name), 40, work.seed, name)
        rows.append(mutant(name, seen.kills, seen.wrong))
    return rows


class Clerks:
    """A program that has loaded everything and makes a process for each clerk, who is to be killed."""

    def __init__(self, mutant: str = "") -> None:
        words = [sys.executable, "-m", "tests.faults.type_loop", *(["--mutant", mutant] if mutant else [])]
        self._server = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def kill_one(self, home: Home, log: Path, chance: random.Random, longest: int) -> float:
        """Let a clerk type a random number of keystrokes, kill the program in the next; the moment of the kill."""
        assert self._server.stdin
        self._server.stdin.write(f"{home.folder}\t{log}\t{chance.randrange(10**6)}\n")
        self._server.stdin.flush()
        process = int(self._line().removeprefix("process "))
        for _ in range(1 + chance.randint(1, longest)):
            if self._line() == "gone":
                raise AssertionError("the window closed by itself")
        time.sleep(chance.random() * 0.1)
        killed_at = time.monotonic()
        os.kill(process, signal.SIGKILL)
        while self._line() != "gone":
            pass
        return killed_at

    def _line(self) -> str:
        assert self._server.stdout
        if not (line := self._server.stdout.readline()):
            raise AssertionError("the program that makes the clerks has ended")
        return line.rstrip("\n")

    def end(self) -> None:
        self._server.kill()
        self._server.communicate()


def read(log: Path) -> list[dict[str, Any]]:
    """The lines of the log that are whole."""
    return [json.loads(line) for line in log.read_text("utf-8", "replace").split("\n")[:-1]]


def _check_offered(found: Found, lines: list[dict[str, Any]], left: dict[Key, Any], number: int) -> None:
    """The drafts that lay there must have been offered when the window was opened again, and filled in as they were."""
    offered = {(kind, owner) for kind, owner in next(line for line in lines if line["what"] == "offered")["lying"]}
    if offered != left.keys():
        found.wrong.append(f"kill {number}: {sorted(left)} lay there, {sorted(offered)} was offered")
    found.offered_again += bool(offered)
    first = next((line for line in lines if line["what"] == "typed"), None)
    if first and (first["kind"], first["owner"]) in left and first["held"] != left[first["kind"], first["owner"]]:
        found.wrong.append(f"kill {number}: the form was filled with something else than its draft")


def look(home: Home, lines: list[dict[str, Any]], killed_at: float, found: Found, number: int) -> dict[Key, Any]:
    """What is wrong after a kill; the drafts that lie there."""
    session = sign_in(home, "wang", PASSWORD)
    found.kills += 1
    found.strokes += sum(line["what"] == "typed" for line in lines)
    found.stored += sum(line["what"] == "stored" for line in lines)
    found.slow += [line["slow"] for line in lines if line.get("slow")]
    found.wrong += [f"kill {number}: {f.sentence}" for f in check(session) if f.severity is not Severity.NOTE]
    left = _lying(session)
    found.with_draft += bool(left)
    for key in {(line["kind"], line["owner"]) for line in lines if "kind" in line}:
        _compare(session, key, lines, killed_at, left.get(key), found, number)
    session.close()
    return left


def _lying(session: Session) -> dict[Key, Any]:
    rows = session.rows("SELECT form, owner_id, typed FROM drafts WHERE staff_id = ?", (session.staff.id,))
    assert len(rows) == len(drafts.of(session))
    return {(form, owner): json.loads(typed) for form, owner, typed in rows}


def _compare(
    session: Session, key: Key, lines: list[dict[str, Any]], killed_at: float, draft: Any, found: Found, number: int
) -> None:
    """Everything typed into one form until five seconds before the kill must be there, in a state that once was."""
    states = _states(session, key, lines, killed_at)
    newest = max((at for at, held, _ in states if held == draft), default=None)
    if newest is None:
        found.wrong.append(f"kill {number}: the draft of {key} is nothing that ever stood in the form")
        return
    later = [at for at, held, _ in states if at > newest and held != draft]
    lost = max(0.0, killed_at - min(later)) if later else 0.0
    found.lost.append(lost)
    if lost > ALLOWED:
        found.wrong.append(f"kill {number}: {lost:.1f} s of typing into {key} are lost")


def _states(session: Session, key: Key, lines: list[dict[str, Any]], killed_at: float) -> list[tuple[float, Any, bool]]:
    """What stood in a form that was not stored yet, with the moment; None where there was nothing to keep.

    What stood there before a store cannot be right any more once the record is stored: it is left out.
    """
    states: list[tuple[float, Any, bool]] = []
    for line in lines:
        if (line.get("kind"), line.get("owner")) != key:
            continue
        if line["what"] == "typed":
            states.append((line["at"], line["held"], False))
        elif line["what"] == "stored":
            states = [(line["at"], None, True)]
        elif line["what"] == "storing" and line is lines[-1]:  # killed in the middle: both are whole, one is true
            done = session.value("SELECT count(*) FROM audit_log") - 1 > line["records"]  # one is our own sign-in
            if done:
                states = [(line["at"], None, True)]
    return states or [(killed_at, None, False)]
