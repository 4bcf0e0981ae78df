"""The quick check of a start against the cold start itself, both in one run and both as a process of its own.

The check is its first call in the process, with everything it loads that the desk has not loaded before it. The cold
start is from the spawning of the program to the words of its sign-in page, on the same station. Both are counted by
what they take of the processor, whoever else is at work on the machine. What was loaded before the check is swept by
the collector before it, as it is sooner or later anyhow.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.start_window import READY, start

GOAL = 0.10
SIZES = (60, 100_000)
CHECKED = """
import gc, sys, time
from pathlib import Path
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.ui import desk, start_check
from lianluozhan.models import check
session = sign_in(Home(Path(sys.argv[1])), "zhouchangfu", "Yangli#2026")
gc.collect()
begin = time.process_time()
found = check.check(session, quick=True)
print(time.process_time() - begin, len(found))
session.close()
"""


def checked(home: Path) -> float:
    """Seconds of the first quick check in a new process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", CHECKED, str(home)]
    told = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout.split()
    return float(told[-2])


def started(home: Path) -> float:
    """Seconds of processor of one cold start."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start(READY, str(home))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(home: Path, name: str, rounds: int = 9) -> float:
    """The ratio of the medians, printed with its goal."""
    checked(home)
    start(READY, str(home))
    checks, starts = [], []
    for _ in range(rounds):
        checks.append(checked(home))
        starts.append(started(home))
    ours, whole = statistics.median(checks), statistics.median(starts)
    print(f"{name}: quick check median {ours * 1000:.1f} ms, best {min(checks) * 1000:.1f} ms")
    print(f"{name}: cold start median {whole * 1000:.0f} ms, best {min(starts) * 1000:.0f} ms")
    print(f"{name}: ratio {ours / whole:.3f} (goal <= {GOAL})")
    return ours / whole


def main() -> None:
    from bench.large_station import make
    from lianluozhan.models.demo import demo
    from lianluozhan.models.homes import Home

    with tempfile.TemporaryDirectory() as folder:
        small, large = (Home(Path(folder) / str(size)) for size in SIZES)
        demo(small, opinions=SIZES[0])
        make(large, SIZES[1]).close()
        compare(small.folder, f"{SIZES[0]} opinions and a year of receptions")
        compare(large.folder, f"{SIZES[1]} opinions")


if __name__ == "__main__":
    main()
