"""What a part of the fault campaign is asked for and answers with; `campaign.PARTS` names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Work:
    """One part to be run: an empty folder of its own, how many rounds, and the seed of all chance."""

    folder: Path
    count: int
    seed: int = 1

    def place(self, name: str) -> Path:
        """A new folder inside of it."""
        made = self.folder / name
        made.mkdir()
        return made


@dataclass
class Outcome:
    """One row of the report. Any line in `wrong` makes the campaign fail."""

    what: str  # such as "kills", "mutant audit_outside"
    rounds: int
    told: str = ""  # the figures in words
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Part:
    """A part of the campaign: `run` answers with its rows, one of them for each mutant too.

    `missing` says why it cannot be run on this machine; empty when it can.
    """

    name: str  # its option: --kills 500
    told: str
    full: int
    short: int
    run: Callable[[Work], list[Outcome]]
    missing: Callable[[], str] = lambda: ""


def mutant(name: str, rounds: int, wrong: list[str]) -> Outcome:
    """The row of a mutant, which must have been seen."""
    seen = wrong[0] if wrong else ""
    told = f"caught in round {rounds}: {seen}" if seen else "NOT caught"
    return Outcome(f"mutant {name}", rounds, told, [] if seen else [f"mutant {name} was not caught"])
