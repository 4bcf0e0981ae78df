"""A part of the campaign in a process of its own: one that has loaded little is forked in a moment, again and again."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.faults.reports import Outcome, Work

ROOT = Path(__file__).resolve().parents[2]


def alone(function: Callable[[Work], list[Outcome]], work: Work) -> list[Outcome]:
    """Run a function of a module there; its rows."""
    words = [sys.executable, "-m", "tests.faults.alone", f"{function.__module__}:{function.__name__}"]
    words += [str(work.folder), str(work.count), str(work.seed)]
    said = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return [Outcome(**row) for row in json.loads(said.splitlines()[-1])]


def main() -> None:
    module, _, name = sys.argv[1].partition(":")
    work = Work(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    rows = getattr(importlib.import_module(module), name)(work)
    sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")


if __name__ == "__main__":
    main()
