"""Lists of opinions: the right ones, in slices that join without gap, served by an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Status, View
from lianluozhan.models.opinions.record import OPEN

from ..conftest import Clock
from .conftest import STREETLIGHT, Desk


def every(listing: Listing, step: int = 3) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while page := listing.page(step, rows[-1] if rows else None):
        rows += page
    return rows


def test_slices_join_to_the_whole_list_in_order(desk: Desk) -> None:
    for n in range(8):
        desk.drafted(replace(STREETLIGHT, received_on=date(2026, 2, 1) + timedelta(days=n % 3)))
    for newest_first in (False, True):
        listing = opinions.listing(desk.officer, newest_first=newest_first)
        assert [row["id"] for row in every(listing)] == [row["id"] for row in listing.page(100)]
        assert listing.count() == 8


def test_each_person_sees_what_waits_for_him(desk: Desk) -> None:
    desk.submitted()
    reviewed = desk.reviewed()
    assert [row["status"] for row in every(opinions.waiting_for(desk.vice))] == ["in_review"]
    assert [row["id"] for row in every(opinions.waiting_for(desk.head))] == [reviewed.id]
    assert every(opinions.waiting_for(desk.officer)) == []


@pytest.mark.parametrize("words", ["路", "路灯", "周长福", "2609", "0001号", "路灯 老人"])
def test_an_opinion_is_found_by_any_of_its_words(desk: Desk, words: str) -> None:
    desk.submitted()
    assert opinions.search_listing(desk.officer, words).count() == 1


@pytest.mark.parametrize("words", ["坏晚", "便路", '" OR 1', "路灯*", "t:x", "，"])
def test_marks_operators_and_words_across_a_comma_find_nothing_wrong(desk: Desk, words: str) -> None:
    desk.submitted()
    found = every(opinions.search_listing(desk.officer, words))
    assert len(found) == (1 if words == "路灯*" else 0)


def test_a_deadline_shows_what_is_left_and_shouts_only_when_near(desk: Desk, clock: Clock) -> None:
    desk.submitted()  # due on Tuesday 10 March
    row = opinions.listing(desk.officer).page(1)[0]
    assert opinions.due_state(desk.officer, row).tone == "soon"
    clock.go_to(date(2026, 3, 10))
    assert opinions.due_state(desk.officer, row).text == "今天到期"
    clock.go_to(date(2026, 3, 12))
    assert opinions.due_state(desk.officer, row) == opinions.DueState("逾期 2 日", "overdue")
    assert opinions.due_counts(desk.officer).overdue == 1


def test_what_the_submitter_never_judged_comes_back_to_the_officer_after_the_limit(desk: Desk, clock: Clock) -> None:
    informed = desk.informed()
    assert every(opinions.waiting_for(desk.officer)) == []
    clock.go_to(date(2026, 3, 27))  # the last of 15 working days was the day before
    assert [row["id"] for row in every(opinions.waiting_for(desk.officer))] == [informed.id]


def test_open_are_all_that_have_not_ended_whichever_list_is_asked(desk: Desk) -> None:
    draft = desk.drafted()
    for status in Status:
        with desk.officer.action("opinion.edit"):
            draft = desk.officer.change(draft, status=status)
        assert opinions.listing(desk.officer, view=View.OPEN).count() == (status in OPEN)
        for newest_first in (False, True):
            found = opinions.listing(desk.officer, view=View.ALL, status=status, newest_first=newest_first)
            assert found.count() == 1


def test_what_has_ended_is_neither_overdue_nor_soon(desk: Desk, clock: Clock) -> None:
    submitted = desk.submitted()
    clock.go_to(date(2026, 3, 12))
    assert opinions.listing(desk.officer, view=View.OVERDUE_SOON).count() == 1
    opinions.withdraw(desk.officer, submitted.id, "问题自己解决了。", desk.officer.today)
    assert opinions.listing(desk.officer, view=View.OVERDUE_SOON).count() == 0


@pytest.mark.parametrize("view", [v for v in View if v is not View.MINE])  # what waits for one person is short
@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("status", [None, Status.HANDLING, Status.CLOSED])
def test_no_view_sorts_more_than_it_shows(desk: Desk, view: View, newest_first: bool, status: Status | None) -> None:
    desk.submitted()
    listing = opinions.listing(desk.head, view=view, newest_first=newest_first, status=status)
    sql = (
        f"EXPLAIN QUERY PLAN SELECT id FROM opinions{Listing._where(listing.where)}"
        f" ORDER BY {', '.join(e + (' DESC' if newest_first else '') for e in listing.order)} LIMIT 50"
    )
    plan = " ".join(row[3] for row in desk.head.db.execute(sql, dict(listing.params)))
    assert "TEMP B-TREE" not in plan, plan
