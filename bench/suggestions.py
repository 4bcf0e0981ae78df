"""How long learning from 3,000 confirmed records, reading what was learned, and proposing for a form take, in steps.

The station has 100,000 opinions, filled as in `bench.duplicates`.
"""

from __future__ import annotations

import argparse

from bench.duplicates import spread, steps, typed_ones, with_station
from lianluozhan.models.learning.suggesting import suggest
from lianluozhan.models.learning.training import learn, prepare, read
from lianluozhan.models.opinions.similar import Typed
from lianluozhan.models.session import Session


def measure(session: Session) -> None:
    for name, work in (
        ("learning and storing, the first time", prepare(session)),
        ("learning alone", learn(session)),
        ("reading what was stored", read(session)),
    ):
        longest, whole = steps(work)
        print(f"{name}: longest step {longest * 1000:.1f} ms, all steps {whole:.2f} s")
    found = [steps(suggest(session, Typed.of(values), values)) for values in typed_ones(session, 150)]
    spread("proposing, longest step", [longest for longest, _ in found])
    spread("proposing, all steps", [whole for _, whole in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opinions", type=int, default=100_000)
    with_station(parser.parse_args().opinions, measure)


if __name__ == "__main__":
    main()
