"""Work under faults of single calls: a process that has the library of shim.py in front, and attempts forked from it.

An attempt is one piece of work with one fault. It ends done, refused in words, killed by the fault, or failed: with
anything else than a sentence for the person.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn

from lianluozhan.models.errors import RuleError, StorageError
from tests.faults import shim
from tests.faults.reports import Outcome, Work
from tests.faults.shim import Call, Fault, Seen

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Hit:
    """Which call meets which fault; the call is counted below a folder that is named later."""

    nth: int
    fault: Fault
    error: int = 0
    forever: bool = False
    calls: Call = shim.CHANGING

    def __str__(self) -> str:
        name = os.strerror(self.error) if self.error else self.fault.name
        return f"{name} at call {self.nth}{' and all later' if self.forever else ''}"


@dataclass(frozen=True)
class Attempt:
    """How a piece of work ended: `how` is done, refused, killed or failed."""

    how: str
    words: str
    seen: Seen


@dataclass
class Tally:
    """How the attempts of one kind ended, and all that was wrong."""

    rounds: int = 0
    ends: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("done", "refused", "killed", "failed"), 0))
    wrong: list[str] = field(default_factory=list)

    def add(self, ended: Attempt, what: str, wrong: Iterable[str]) -> None:
        """Count an attempt; what is not told in words is wrong by itself."""
        self.rounds += 1
        self.ends[ended.how] += 1
        failed = [ended.words] if ended.how == "failed" else []
        self.wrong += [f"{what}: {line}" for line in (*failed, *wrong)]
        if self.rounds % 500 == 0:  # a long form takes hours
            sys.stderr.write(f"{what}, {self.rounds} rounds, {len(self.wrong)} wrong\n")

    def row(self, what: str, where: str) -> Outcome:
        told = ", ".join(f"{count} {how}" for how, count in self.ends.items() if count)
        return Outcome(what, self.rounds, f"{where}: {told}", self.wrong)


def front(function: Callable[[Work], list[Outcome]], work: Work) -> list[Outcome]:
    """Run a function of a module in a process that has the library in front; its rows."""
    words = [sys.executable, "-m", "tests.faults.in_front", f"{function.__module__}:{function.__name__}"]
    words += [str(work.folder), str(work.count), str(work.seed)]
    said = subprocess.run(words, env=shim.environment(), cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return [Outcome(**row) for row in json.loads(said.splitlines()[-1])]


def main() -> None:
    module, _, name = sys.argv[1].partition(":")
    if not shim.loaded():
        raise SystemExit("the library is not in front of the C library")
    work = Work(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    rows = getattr(importlib.import_module(module), name)(work)
    sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")


def here(work: Callable[[], str | None], place: Path, hit: Hit) -> Attempt:
    """Work in this very process with the fault; for faults that do not kill."""
    shim.arm(place, hit.nth, hit.fault, hit.error, forever=hit.forever, calls=hit.calls)
    try:
        how, words = "done", work() or ""
    except (StorageError, RuleError) as refusal:
        how, words = "refused", str(refusal)
    except Exception as error:
        how, words = "failed", f"{type(error).__name__}: {error} {traceback.format_exc()[-300:]}"
    finally:
        seen = shim.disarm()
    return Attempt(how, words, seen)


def forked(work: Callable[[], str | None], place: Path, hit: Hit) -> Attempt:
    """The same in a process of its own, which the fault may kill. No database may be open when it is called."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _end(here(work, place, hit), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    _, status = os.waitpid(process, 0)
    if not told:
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        return Attempt("killed" if killed else "failed", f"ended with status {status}", Seen(0, 1))
    how, words, seen = json.loads(told)
    return Attempt(how, words, Seen(**seen))


def _end(attempt: Attempt, writing: int) -> NoReturn:
    with suppress(OSError):
        os.write(writing, json.dumps([attempt.how, attempt.words, asdict(attempt.seen)]).encode())
    os._exit(0)


def calls_of(work: Callable[[], str | None], place: Path, calls: Call = shim.CHANGING) -> int:
    """How many calls the work makes when nothing goes wrong."""
    whole = forked(work, place, Hit(0, Fault.NOTHING, calls=calls))
    if whole.how != "done":
        raise AssertionError(f"without any fault: {whole.how} {whole.words}")
    return whole.seen.calls


def spread(total: int, count: int) -> Iterator[int]:
    """At most `count` of the numbers 1 to `total`, evenly spread, the first and the last among them."""
    if count >= total:
        yield from range(1, total + 1)
    else:
        yield from sorted({1 + round(step * (total - 1) / max(1, count - 1)) for step in range(count)})


if __name__ == "__main__":
    main()
