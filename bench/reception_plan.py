"""A yearly plan for 120 deputies, made and stored, against giving everybody his turns in a plain loop.

The plain loop puts the same number of deputies on the same number of days, one after the other, without looking at
mandates, levels, clashes or turns: what any plan must cost.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.receptions import planning, rules
from lianluozhan.models.receptions.rules import Frequency, Rule, days_of
from lianluozhan.models.session import Session

LIMIT_S = 1.0
YEAR = date.today().year + 1


def station(folder: Path, count: int) -> Session:
    """A sample station with so many deputies of all levels."""
    demo(Home(folder), opinions=5)
    session = sign_in(Home(folder), "zhouchangfu", PASSWORD)
    levels = list(Level)
    with session.action("deputy.edit"):
        for number in range(count - int(session.value("SELECT count(*) FROM deputies"))):
            deputy = session.add(Deputy(name=f"代表{number}"))
            session.add(Mandate(deputy_id=deputy.id, level=levels[number % 5], starts_on=date(2022, 1, 1)))
    return session


def plain(rule: Rule, count: int) -> list[tuple[date, list[int]]]:
    """One after the other."""
    days, at = days_of(rule, YEAR), 0
    found = []
    for day in days:
        found.append((day, [(at + n) % count for n in range(rule.deputies_each)]))
        at += rule.deputies_each
    return found


def timed(act: Callable[[], Any], rounds: int) -> float:
    """The best of some rounds, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best


def run(session: Session, count: int, rounds: int) -> None:
    usual = rules.usual(session)
    cases = {
        "twice a month, 10 each": replace(usual, deputies_each=10, frequency=Frequency.HALF_MONTHLY),
        "weekly, 6 each": replace(usual, deputies_each=6, frequency=Frequency.WEEKLY),
    }
    for name, rule in cases.items():
        loop = timed(lambda rule=rule: plain(rule, count), rounds)  # type: ignore[misc]
        made = timed(lambda rule=rule: planning.make(session, YEAR, rule), rounds)  # type: ignore[misc]
        proposal = planning.make(session, YEAR, rule)
        print(
            f"{name}: {len(proposal.sittings)} receptions of {count} deputies, {len(proposal.short)} below the minimum:"
            f" made in {made:.3f} s, {made / loop:.0f} x the plain loop"
        )
    start = time.perf_counter()
    planning.store(session, planning.make(session, YEAR, cases["weekly, 6 each"]))
    whole = time.perf_counter() - start
    print(f"made and stored: {whole:.3f} s, goal {LIMIT_S} s {'met' if whole <= LIMIT_S else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deputies", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(station(Path(folder) / "station", options.deputies), options.deputies, options.rounds)


if __name__ == "__main__":
    main()
