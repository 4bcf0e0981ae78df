"""A page of a list at a large number of opinions against one of as many rows at a thousand, for every filter and order.

Both stations are made for the bench unless their folders are given; the two are read in turn in one process.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.large_station import make
from lianluozhan.models import opinions
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Order, Status, View
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.narrowing import kept_in
from lianluozhan.models.opinions.record import Channel, Urgency
from lianluozhan.models.session import Session

PAGE, SMALL, GOAL, CALLS = 50, 1000, 1.5, 5
FILTERS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "status": {"status": Status.HANDLING},
    "status done": {"status": Status.CLOSED},
    "channel": {"channel": Channel.HOTLINE},
    "category": {"category_id": 1},
    "village": {"village_id": 1},
    "body": {"body_id": 2},
    "holder": {"holder": "派出所"},
    "received from": {"received_from": date(2026, 8, 1)},
    "received to": {"received_to": date(2024, 8, 1)},
    "closed from": {"closed_from": date(2026, 8, 1)},
    "satisfaction": {"satisfaction": Satisfaction.FAIRLY},
    "urgency": {"urgency": Urgency.URGENT},
}
TWO: dict[str, dict[str, Any]] = {
    "village and category": {"village_id": 1, "category_id": 1},
    "village and body": {"village_id": 1, "body_id": 2},
    "village and days": {"village_id": 1, "received_from": date(2026, 8, 1)},
    "status and channel": {"status": Status.HANDLING, "channel": Channel.HOTLINE},
}


def lists(filters: dict[str, dict[str, Any]]) -> Iterator[tuple[str, View, Narrowing, Order]]:
    for view in View:
        for name, narrowed in filters.items():
            narrowing = Narrowing(**narrowed)
            if kept_in(view, narrowing) != narrowing:
                continue
            for order in opinions.orders(view, narrowing):
                yield f"{view.value}, {name}, {order.value}", view, narrowing, order


def compare(name: str, small: Listing, large: Listing, rounds: int) -> float:
    """The ratio of a page, and of a jump to the end, with as many rows in both."""
    limit = min(PAGE, len(small.page(PAGE)), len(large.page(PAGE)))
    if not limit:
        return 0.0
    best: dict[tuple[str, bool], float] = {}
    for _ in range(rounds + 1):
        for backward in (False, True):
            for which, listing in (("large", large), ("small", small)):
                start = time.thread_time()  # a page is shorter than what other programs disturb it by
                for _ in range(CALLS):
                    listing.page(limit, backward=backward)
                spent = (time.thread_time() - start) / CALLS
                best[which, backward] = min(spent, best.get((which, backward), spent))
    ratios = [best["large", backward] / best["small", backward] for backward in (False, True)]
    page = best["large", False]
    jump = best["large", True] / page
    print(f"{name}: {limit} rows {page * 1000:.2f} ms, ratio {ratios[0]:.2f}, end {ratios[1]:.2f}, jump {jump:.2f}")
    return ratios[0]


def run(small: Session, large: Session, rounds: int) -> None:
    for title, filters in (("one filter", FILTERS), ("two filters", TWO)):
        print(f"-- {title}")
        found = {}
        for name, view, narrowing, order in lists(filters):
            found[name] = compare(
                name,
                opinions.listing(small, view=view, narrowing=narrowing, order=order),
                opinions.listing(large, view=view, narrowing=narrowing, order=order),
                rounds,
            )
        worst = sorted(found, key=lambda name: -found[name])[:5]
        print(f"{title}: worst " + "; ".join(f"{name} {found[name]:.2f}" for name in worst))
        over = sum(ratio > GOAL for ratio in found.values())
        print(f"{title}: {over} of {len(found)} above the goal {GOAL}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--homes", type=Path, nargs=2, help="a station of a thousand and a large one, made before")
    options = parser.parse_args()
    if options.homes:
        small, large = (sign_in(Home(home), "zhouchangfu", "Yangli#2026") for home in options.homes)
        run(small, large, options.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        small = make(Home(Path(folder) / "small"), SMALL)
        run(small, make(Home(Path(folder) / "large"), options.count), options.rounds)


if __name__ == "__main__":
    main()
