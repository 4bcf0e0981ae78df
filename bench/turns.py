"""Two things timed in turn in one process, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def in_turn(
    ours: Callable[[], object],
    baseline: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[list[float], list[float]]:
    """Seconds of each call, the two alternating; one call of each before the clock runs.

    `time.process_time` as the clock counts what a call takes of the processor, whoever else is at work.
    """
    ours(), baseline()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(seconds(ours, clock))
        theirs.append(seconds(baseline, clock))
    return mine, theirs


def seconds(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    call()
    return clock() - start


def report(name: str, mine: list[float], theirs: list[float], goal: float) -> float:
    """Print medians, best times and, last, the ratio of the medians with its goal; returns the ratio."""
    ratio = statistics.median(mine) / statistics.median(theirs)
    print(f"{name}: ours median {_ms(statistics.median(mine))}, best {_ms(min(mine))}")
    print(f"{name}: baseline median {_ms(statistics.median(theirs))}, best {_ms(min(theirs))}")
    print(f"{name}: best to best {min(mine) / min(theirs):.2f}")
    print(f"{name}: ratio {ratio:.2f} (goal <= {goal:g})")
    return ratio


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms"
