"""Whatever is filed, ordered, numbered, struck, moved and corrected in any order: numbers stay unique, gapless, frozen.

`LIANLUOZHAN_SEQUENCES` sets how many sequences are tried; 25 when it is not set.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianluozhan.models import audit
from lianluozhan.models.archive import correcting, filing, gaps, giving, ordering, schemes
from lianluozhan.models.archive.codes import archival_number, read_number
from lianluozhan.models.archive.lists import ItemFilter, listing
from lianluozhan.models.archive.record import FilingWay, Item, Part, Retention, SchemeForm
from lianluozhan.models.errors import RuleError

from .filing_desk import HEAD, PAPER, Desk, put_back

SEQUENCES = int(os.environ.get("LIANLUOZHAN_SEQUENCES", "25"))
LOOSE = "sequence IS NULL AND voided_on IS NULL"
FIRM = "sequence IS NOT NULL AND voided_on IS NULL"
YEARS, UNITS = (2025, 2026), ("RDB", "ZXT")
Number = tuple[int, Retention, str, int]


class Story:
    """The deeds of a sequence; a deed that the rules refuse just does not happen."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.done = desk, Counter[str]()
        self.given: dict[int, Number] = {}  # what number each 件 got, when it got one
        self.fonds: dict[int, str] = {}
        schemes.choose(desk.clerk, fonds="", fonds_name="青石镇人大", scheme=SchemeForm.UNIT_LAST, way=FilingWay.PIECE)
        for code in UNITS:
            schemes.add_unit(desk.clerk, code, code)

    def _paper(self, one: int, other: int) -> Item:
        year = YEARS[one % 2]
        return replace(
            PAPER,
            title=f"关于第{one}件事的通知",
            year=year,
            retention=list(Retention)[other % 3],
            unit=UNITS[other % 2],
            dated_on=date(year, other % 12 + 1, 5) if one % 7 else None,
            pages=other % 9 + 1 if other % 8 else None,
        )

    def file(self, one: int, other: int) -> None:
        parts = [Part(name="正文", pages=other % 9 + 1)] if one % 3 else []
        filing.file(self.desk.officer, [(self._paper(one, other), parts)])

    def complete(self, one: int, other: int) -> None:
        for problem in giving.problems(self.desk.clerk, YEARS[one % 2]):
            day = problem.item.dated_on or date(problem.item.year or 2026, 1, 5)
            filing.edit(self.desk.officer, problem.item.id, pages=other + 1, pages_reason="点数", dated_on=day)

    def edit(self, one: int, other: int) -> None:
        filing.edit(self.desk.officer, self._any(one).id, retention=list(Retention)[other % 3])

    def take_out(self, one: int, other: int) -> None:
        filing.take_out(self.desk.officer, self._any(one).id, "还差签字件")

    def arrange(self, one: int, other: int) -> None:
        ordering.arrange(self.desk.officer, YEARS[one % 2])

    def move(self, one: int, other: int) -> None:
        ordering.move(self.desk.officer, self._any(one).id, self._any(other).id if other % 3 else None)

    def number(self, one: int, other: int) -> None:
        giving.number(self.desk.clerk, YEARS[one % 2])

    def enter_numbered(self, one: int, other: int) -> None:
        paper = replace(self._paper(one, other), sequence=other % 6 + 1)
        giving.enter_numbered(self.desk.clerk, paper, lost="漏编" if one % 2 else "")

    def strike(self, one: int, other: int) -> None:
        correcting.strike(self.desk.clerk, self._any(one, FIRM).id, "重复", HEAD)

    def reclassify(self, one: int, other: int) -> None:
        correcting.reclassify(
            self.desk.clerk,
            self._any(one, FIRM).id,
            year=YEARS[other % 2],
            retention=list(Retention)[other % 3],
            unit=UNITS[one % 2],
            reason="归错了",
            approved_by=HEAD,
        )

    def correct(self, one: int, other: int) -> None:
        values = {"title": f"改写{other}", "pages": other + 1, "pages_reason": "点数"}
        correcting.correct(self.desk.clerk, self._any(one, FIRM).id, values, "写错了", HEAD)

    def fill_fonds(self, one: int, other: int) -> None:
        now = schemes.current(self.desk.clerk)
        fonds = ("Z109", "Z109", "Z110", "")[other % 4]
        schemes.choose(self.desk.clerk, fonds=fonds, fonds_name=now.fonds_name, scheme=now.scheme, way=now.way)

    def retire_unit(self, one: int, other: int) -> None:
        unit = schemes.units(self.desk.clerk, retired=True)[one % 2]
        deed = schemes.use_unit if unit.retired_on else schemes.retire_unit
        deed(self.desk.clerk, unit.id)

    def _any(self, which: int, where: str = LOOSE) -> Item:
        """A fitting 件 as a rule, and now and then any."""
        found = self.desk.clerk.select(Item, where if which % 5 else "1")
        if not found:
            raise RuleError("nothing yet")
        return found[which % len(found)]

    # What must be true after each deed ---------------------------------------------------------------------------

    def check(self) -> None:
        scheme = schemes.current(self.desk.clerk)
        items = self.desk.clerk.select(Item)
        held: dict[tuple[int, Retention, str], list[int]] = {}
        for item in items:
            assert item.year is not None
            if item.sequence is None:
                assert item.id not in self.given and item.archival_number == ""
                continue
            number = (item.year, item.retention, item.unit, item.sequence)
            assert self.given.setdefault(item.id, number) == number, "a number moved"
            assert self.fonds.get(item.id, "") in ("", item.fonds), "a fonds changed"
            self.fonds[item.id] = item.fonds
            assert item.archival_number == archival_number(scheme, item)
            assert read_number(item.archival_number)
            held.setdefault(number[:3], []).append(item.sequence)
            assert item.place == item.sequence
        assert self.given.keys() <= {item.id for item in items}, "a line is gone"
        for numbers in held.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), "a gap, or a number given twice"
        assert gaps.missing_numbers(self.desk.clerk) == []
        moved = [item for item in items if item.moved_from]
        assert all(self.desk.clerk.get(Item, item.moved_from or 0).voided_on for item in moved)
        for item in items[:3]:
            if item.archival_number:
                found = listing(self.desk.clerk, ItemFilter(words=item.archival_number, state="all")).page(5)
                assert item.id in [row["id"] for row in found], "not found by its number"

    def check_order(self) -> None:
        """The catalogue runs class by class in the order of the numbers, those without one behind."""
        rows = listing(self.desk.clerk, ItemFilter(state="all")).page(1000)
        by_class: dict[tuple[int, str, str], list[int]] = {}
        for row in rows:
            key = (row["year"], row["retention"], row["unit"])
            by_class.setdefault(key, []).append(row["sequence"] or 10_000)
        assert all(numbers == sorted(numbers) for numbers in by_class.values())


DEEDS: dict[str, Callable[[Story, int, int], None]] = {
    name: getattr(Story, name)
    for name in (
        *("file", "complete", "edit", "take_out", "arrange", "move", "number", "enter_numbered"),
        *("strike", "reclassify", "correct", "fill_fonds", "retire_unit"),
    )
}
# what leads on comes more often than what leads back
LIKELY = [
    *DEEDS,
    "file",
    "file",
    "file",
    "complete",
    "number",
    "number",
    "enter_numbered",
    "reclassify",
    "strike",
    "edit",
    "retire_unit",
]
LIVES = st.lists(st.tuples(st.sampled_from(LIKELY), st.integers(0, 40), st.integers(0, 40)), min_size=5, max_size=30)


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize="LIANLUOZHAN_SEQUENCES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=LIVES)
def test_numbers_stay_unique_gapless_and_frozen_whatever_is_done(filing_station: Desk, life: list) -> None:  # type: ignore[type-arg]
    with put_back(filing_station) as desk:
        story = Story(desk)
        for name, one, other in life:
            before = desk.clerk.value("SELECT max(id) FROM audit_log")
            try:
                DEEDS[name](story, one, other)
                story.done[name] += 1
            except RuleError:
                assert desk.clerk.value("SELECT max(id) FROM audit_log") == before, "half a deed"
            story.check()
        story.check_order()
        assert audit.first_broken(desk.clerk.db, desk.clerk.keys) is None


def test_a_life_with_every_deed_in_it_happens(filing_station: Desk) -> None:
    """The property is no empty one: each deed succeeds at least once in one long life."""
    with put_back(filing_station) as desk:
        story = Story(desk)
        chance = random.Random(4)
        for _ in range(160):
            name = chance.choice(LIKELY)
            with suppress(RuleError):
                DEEDS[name](story, chance.randrange(41), chance.randrange(41))
                story.done[name] += 1
            story.check()
        assert story.done.keys() == DEEDS.keys()
        story.check_order()
