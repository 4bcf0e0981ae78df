"""The fault campaign: `python -m tests.faults.campaign [--short] [--only kills,cuts] [--kills 500] [--report FILE]`.

Everything with its full figures unless told otherwise; status 1 on any loss. What cannot be run here is said aloud.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import (
    drill,
    every_call,
    failing,
    flips,
    full_disks,
    imports_campaign,
    key_faults,
    keystrokes,
    kills,
    power,
    restoring_faults,
    shim,
    stick,
    upgrade_faults,
    yanks,
)
from tests.faults.reports import Outcome, Part, Work

# One line a part; a part of another module is one more line.
PARTS = (
    Part("kills", "SIGKILL at a random moment", 10_000, 500, kills.part),
    Part("calls", "SIGKILL before, in and after each call of each use case", 10_000, 4, every_call.part, shim.missing),
    Part("failing", "each call of each use case fails", 25, 2, failing.part, shim.missing),
    Part("disks", "full disks under each use case", 1_000, 50, full_disks.part, full_disks.missing),
    Part("cuts", "power cuts on ext4", 2_000, 100, power.part, power.missing),
    Part("flips", "bits and lengths of a backup changed", 10_000, 1_000, flips.part),
    Part("stick", "the stick fails at each call of a backup", stick.FULL, 10, stick.part, shim.missing),
    Part("yanks", "the stick is pulled out during a backup", 1_000, 50, yanks.part, yanks.missing),
    Part(
        "restore",
        "kills and errors at each call of a restore",
        restoring_faults.FULL,
        3,
        restoring_faults.part,
        shim.missing,
    ),
    Part(
        "upgrade",
        "kills and errors at each call of an upgrade",
        upgrade_faults.FULL,
        2,
        upgrade_faults.part,
        shim.missing,
    ),
    Part("keys", "kills and errors while the data key is changed", key_faults.FULL, 3, key_faults.part, shim.missing),
    Part("imports", "broken and evil files at the import", 500, 45, imports_campaign.part),
    Part("drill", "the stick and the paper code on an empty computer; 2: the program too", drill.FRESH, 1, drill.part),
    Part("keystrokes", "SIGKILL while somebody types into the window", 300, 5, keystrokes.part, keystrokes.missing),
)


def main() -> int:
    options = _parse()
    rows: list[tuple[str, Outcome]] = []
    skipped: list[tuple[str, str]] = []
    options.folder = options.folder or tempfile.gettempdir()
    for part in PARTS:
        count = _count(options, part)
        if not count:
            continue
        if why := part.missing():
            print(f"!!! {part.name} NOT RUN: {why}", flush=True)
            skipped.append((part.name, why))
            continue
        rows += [(part.name, outcome) for outcome in _run(part, Work(Path(options.folder), count, options.seed))]
        if options.report:
            options.report.write_text(_table(rows, skipped), "utf-8")
    wrong = sum(len(outcome.wrong) for _, outcome in rows)
    print(f"{len(rows)} rows, {len(skipped)} parts not run, {wrong} wrong")
    return 1 if wrong else 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--short", action="store_true", help="the figures of every test run instead of the full ones")
    parser.add_argument("--only", default="", help="names of parts, with commas; the others are left out")
    parser.add_argument("--report", type=Path, help="write a table into this file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=None, help="where to work; a temporary folder if not given")
    for part in PARTS:
        told = f"{part.told} ({part.full:,}, short {part.short:,}); 0 leaves it out"
        parser.add_argument(f"--{part.name}", type=int, default=None, help=told)
    options = parser.parse_args()
    unknown = set(filter(None, options.only.split(","))) - {part.name for part in PARTS}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


def _count(options: argparse.Namespace, part: Part) -> int:
    asked: int | None = getattr(options, part.name)
    if asked is not None:
        return asked
    if options.only and part.name not in options.only.split(","):
        return 0
    return part.short if options.short else part.full


def _run(part: Part, work: Work) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix=f"faults-{part.name}-", dir=work.folder) as name:
        started = time.monotonic()
        try:
            outcomes = part.run(Work(Path(name), work.count, work.seed))
        except Exception as error:  # the other parts are still to be run
            outcomes = [Outcome(part.name, 0, "ended by an error", [f"{type(error).__name__}: {error}"])]
        outcomes[0].seconds = outcomes[0].seconds or time.monotonic() - started
    for outcome in outcomes:
        took = f", {outcome.seconds:.0f} s" if outcome.seconds else ""
        print(f"{part.name}: {outcome.what}: {outcome.told}, {len(outcome.wrong)} wrong{took}", flush=True)
        for line in outcome.wrong[:20]:
            print("   ", line, flush=True)
    return outcomes


def _table(rows: list[tuple[str, Outcome]], skipped: list[tuple[str, str]]) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    lines = [
        f"# Fault campaign, commit {commit or 'unknown'}, {platform.system()}, Python {platform.python_version()}",
        "",
        "| Part | What | Rounds | Found | Wrong | Seconds |",
        "| --- | --- | ---: | --- | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {row.what} | {row.rounds:,} | {row.told} | {len(row.wrong)} | {row.seconds:.0f} |"
        for name, row in rows
    ]
    lines += ["", *(f"Not run: {name}: {why}" for name, why in skipped)]
    lines += [f"Wrong: {name}: {line}" for name, row in rows for line in row.wrong]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
