"""The long fault campaign: `python -m tests.faults.campaign --kills 500 --keystrokes 300`; status 1 on any loss."""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from lianluozhan.models import backup
from lianluozhan.models.opinions.record import Opinion
from tests.faults import flips, keystrokes, kill_loop, kills, power, type_loop
from tests.keeping import NOON, enter, make_home


def run_kills(folder: Path, count: int, seed: int) -> bool:
    started = time.monotonic()
    saves, wrong = kills.campaign(make_home(folder / "kills"), count, seed)
    print(f"{count} kills, {saves} saves acknowledged, {len(wrong)} wrong, {time.monotonic() - started:.0f} s")
    for line in wrong[:20]:
        print("  ", line)
    return not wrong


def run_cuts(folder: Path, count: int, seed: int) -> bool:
    started = time.monotonic()
    (folder / "power").mkdir()
    saves, wrong = power.campaign(folder / "power", count, seed)
    print(f"{count} power cuts, {saves} saves acknowledged, {len(wrong)} wrong, {time.monotonic() - started:.0f} s")
    (folder / "mutant").mkdir()
    _, seen = power.campaign(folder / "mutant", 20, seed, kill_loop.MUTANTS_OF_POWER[0])
    print(f"mutant {kill_loop.MUTANTS_OF_POWER[0]}: {'caught' if seen else 'NOT caught'}")
    return not wrong and bool(seen)


def run_mutants(folder: Path, seed: int) -> bool:
    seen = True
    for mutant in kill_loop.MUTANTS:
        _, wrong = kills.campaign(make_home(folder / mutant), 60, seed, mutant)
        print(f"mutant {mutant}: {'caught' if wrong else 'NOT caught'}")
        seen = seen and bool(wrong)
    return seen


def run_keystrokes(folder: Path, count: int, seed: int) -> bool:
    started = time.monotonic()
    found = keystrokes.campaign(keystrokes.make_home(folder / "typing"), count, seed)
    lost, slow = sorted(found.lost), sorted(found.slow)
    print(
        f"{found.kills} kills, {found.strokes} keystrokes, {found.stored} forms stored, {found.with_draft} times"
        f" a draft lay there, {found.offered_again} times it was offered, {len(found.wrong)} wrong"
        f", {time.monotonic() - started:.0f} s"
    )
    print(f"typing lost: median {lost[len(lost) // 2]:.1f} s, at most {lost[-1]:.1f} s")
    print(f"a key took: median {slow[len(slow) // 2]:.1f} ms, 99 of 100 at most {slow[len(slow) * 99 // 100]:.1f} ms")
    for line in found.wrong[:20]:
        print("  ", line)
    seen = True
    for mutant in type_loop.MUTANTS:
        caught = keystrokes.campaign(keystrokes.make_home(folder / mutant), 40, seed, mutant).wrong
        print(f"mutant {mutant}: {'caught' if caught else 'NOT caught'}")
        seen = seen and bool(caught)
    return not found.wrong and seen


def run_flips(folder: Path, count: int, seed: int, *, every_byte: bool) -> bool:
    started = time.monotonic()
    session = enter(make_home(folder / "flips"), "zhou")
    with session.action("opinion.register"):
        for number in range(50):
            session.add(Opinion(title=f"第 {number} 件", content="路灯坏了。" * 50, received_on=NOON.date()))
    path = backup.back_up(session, folder).path
    also = range(path.stat().st_size) if every_byte else flips.outer_bytes(path.read_bytes())
    missed = flips.accepted(session, path, count, count, seed, also)
    session.close()
    known = f"{len(also)} bytes {'of all' if every_byte else 'around the content'} one by one"
    print(f"{known}, {count} flips and {count} cuts, {len(missed)} missed, {time.monotonic() - started:.0f} s")
    return not missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--cuts", type=int, default=0, help="power cuts: Linux, as root")
    parser.add_argument("--keystrokes", type=int, default=300, help="kills while somebody types into the window")
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--every-byte", action="store_true", help="change each byte of a whole backup once")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = []
        if options.flips:
            sound.append(run_flips(folder, options.flips, options.seed, every_byte=options.every_byte))
        if options.cuts:
            sound.append(run_cuts(folder, options.cuts, options.seed))
        if options.kills:
            sound += [run_kills(folder, options.kills, options.seed), run_mutants(folder, options.seed)]
        if options.keystrokes:
            sound.append(run_keystrokes(folder, options.keystrokes, options.seed))
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
