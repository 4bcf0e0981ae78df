"""Lists of opinions: the right ones, in slices that join without gap, served by an index."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lianluozhan.models import categories, opinions, places
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Order, Status, View
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import OPEN, Channel, Urgency

from ..conftest import Clock
from .conftest import CENTRE, STREETLIGHT, Desk


def every(listing: Listing, step: int = 3) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while page := listing.page(step, rows[-1] if rows else None):
        rows += page
    return rows


def test_slices_join_to_the_whole_list_in_order(desk: Desk) -> None:
    for n in range(8):
        desk.drafted(replace(STREETLIGHT, received_on=date(2026, 2, 1) + timedelta(days=n % 3)))
    for order in opinions.orders(View.OPEN, Narrowing()):
        listing = opinions.listing(desk.officer, order=order)
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
        for order in (Order.NEWEST, Order.OLDEST):
            narrowing = Narrowing(status=status)
            found = opinions.listing(desk.officer, view=View.ALL, narrowing=narrowing, order=order)
            assert found.count() == 1


def test_what_has_ended_is_neither_overdue_nor_soon(desk: Desk, clock: Clock) -> None:
    submitted = desk.submitted()
    clock.go_to(date(2026, 3, 12))
    assert opinions.listing(desk.officer, view=View.OVERDUE_SOON).count() == 1
    opinions.withdraw(desk.officer, submitted.id, "问题自己解决了。", desk.officer.today)
    assert opinions.listing(desk.officer, view=View.OVERDUE_SOON).count() == 0


FILTERS: dict[str, Any] = {
    "nothing": {},
    "status": {"status": Status.HANDLING},
    "channel": {"channel": Channel.HOTLINE},
    "category": {"category_id": 1},
    "village": {"village_id": 1},
    "body": {"body_id": CENTRE},
    "holder": {"holder": "王秀英"},
    "received_from": {"received_from": date(2026, 1, 1)},
    "received_to": {"received_to": date(2026, 12, 31)},
    "closed_from": {"closed_from": date(2026, 1, 1)},
    "satisfaction": {"satisfaction": Satisfaction.SATISFIED},
    "urgency": {"urgency": Urgency.URGENT},
    "judged": {"is_judged": True},
}


FEW = ("applications_open", "supervisions_unsigned")  # indexes that hold only what waits for a signature now


def test_every_list_is_read_along_an_index(desk: Desk) -> None:
    desk.submitted()
    for view, narrowed in itertools.product(View, FILTERS.values()):
        narrowing = Narrowing(**narrowed)
        for order in opinions.orders(view, narrowing):
            check_plan(desk, view, narrowing, order)


def check_plan(desk: Desk, view: View, narrowing: Narrowing, order: Order) -> None:
    """Neither a sort nor a walk over all, read onward or backward."""
    found = opinions.listing(desk.head, view=view, narrowing=narrowing, order=order)
    key = {f"key{n}": "2026-03-04" for n in range(len(found.order))}
    for backward in (False, True):
        bounds, params = found._bounds(*((None, key) if backward else (key, None)), strict=True)
        sql = f"EXPLAIN QUERY PLAN {found._merged(bounds, backward=backward)}"
        steps = [row[3] for row in desk.head.db.execute(sql, {**params, "limit": 50, "skip": 0})]
        walked = [step for step in steps if "SCAN" in step and not step.endswith(FEW)]
        assert not [*walked, *(step for step in steps if "TEMP B-TREE" in step)], (view, narrowing, steps)


def test_every_list_reads_the_same_from_both_ends_and_around_any_row(desk: Desk) -> None:
    of_all_kinds(desk)
    for view, (name, narrowed) in itertools.product(View, FILTERS.items()):
        narrowing = Narrowing(**narrowed)
        for order in opinions.orders(view, narrowing):
            found = opinions.listing(desk.officer, view=view, narrowing=narrowing, order=order)
            whole = found.page(100)
            assert every(found) == whole, name
            assert found.count() == len(whole)
            assert found.page(3, backward=True) == whole[-3:]
            for at, row in enumerate(whole):
                assert found.page(2, row, backward=True) == whole[max(0, at - 2) : at]
                assert found.count(None, row) == at + 1
                assert found.find(row["id"]) == row


def of_all_kinds(desk: Desk) -> None:
    """Forty opinions of every status, place and judgement, some of them void; category 3 is below 2, 2 below 1."""
    places.add(desk.officer, places.Village(name="上湾村"))
    categories.add(desk.officer, "道路", 1)
    categories.add(desk.officer, "路灯", 2)
    with desk.officer.action("opinion.edit"):
        for n in range(40):
            made = desk.officer.add(replace(STREETLIGHT, received_on=date(2026, 2, 1) + timedelta(days=n % 7)))
            status = list(Status)[n % len(Status)]
            closed = status in (Status.CLOSED, Status.ON_SPOT, Status.FILED) and n % 5
            desk.officer.change(
                made,
                status=status,
                holder="王秀英" if n % 2 else "站长",
                village_id=n % 2 + 1,
                category_id=n % 3 + 1,
                urgency=Urgency.URGENT if n % 4 else Urgency.NORMAL,
                due_on=date(2026, 3, 1) + timedelta(days=n % 11) if status in OPEN and n % 3 else None,
                due_kind="二次办理" if n % 9 == 0 else "办理",
                satisfaction=[*(each.value for each in Satisfaction), ""][n % 5],
                closed_on=date(2026, 3, n % 28 + 1) if closed else None,
                voided_on=date(2026, 3, 4) if n % 13 == 0 else None,
                registered_by=desk.officer.staff.id,
            )


def test_a_narrowed_list_holds_what_meets_the_conditions_and_nothing_else(desk: Desk) -> None:
    of_all_kinds(desk)
    rows = {row["id"]: row for row in opinions.listing(desk.officer, view=View.ALL).page(100)}
    for narrowed, wanted in (
        ({"status": Status.HANDLING}, lambda row: row["status"] == "handling"),
        ({"village_id": 2}, lambda row: row["village_name"] == rows_of(desk, "villages", 2)),
        ({"holder": "王秀英"}, lambda row: row["holder"] == "王秀英"),
        ({"urgency": Urgency.URGENT, "village_id": 1}, lambda row: row["urgency"] == "urgent" and row["id"] % 2 == 1),
        ({"satisfaction": Satisfaction.FAIRLY}, lambda row: row["satisfaction"] == "fairly"),
        (
            {"received_from": date(2026, 2, 3), "received_to": date(2026, 2, 4)},
            lambda row: "2026-02-03" <= row["received_on"] <= "2026-02-04",
        ),
        ({"is_judged": True}, lambda row: row["satisfaction"] not in ("", "not_given")),
    ):
        found = opinions.listing(desk.officer, view=View.ALL, narrowing=Narrowing(**narrowed)).page(100)
        assert {row["id"] for row in found} == {id_ for id_, row in rows.items() if wanted(row)}, narrowed
        assert found


def rows_of(desk: Desk, table: str, id_: int) -> str:
    return str(desk.officer.value(f"SELECT name FROM {table} WHERE id = ?", (id_,)))


def test_a_category_stands_for_all_below_it_in_one_order(desk: Desk) -> None:
    of_all_kinds(desk)
    whole = opinions.listing(desk.officer, view=View.OPEN).page(100)
    found = opinions.listing(desk.officer, view=View.OPEN, narrowing=Narrowing(category_id=1))
    assert found.page(100) == whole and len(found.either) == 3
    below = opinions.listing(desk.officer, view=View.OPEN, narrowing=Narrowing(category_id=2)).page(100)
    assert below == [row for row in whole if row["category_name"] != "交通出行"]


def test_strides_count_a_list_without_reading_it(desk: Desk) -> None:
    of_all_kinds(desk)
    for narrowing in (Narrowing(), Narrowing(village_id=1), Narrowing(village_id=1, holder="王秀英")):
        found = opinions.listing(desk.officer, view=View.ALL, narrowing=narrowing)
        seen, key = 0, None
        while True:
            more, key = found.stride(key, 7)
            seen += more
            if key is None:
                break
        assert seen == found.count()


def test_a_figure_that_need_not_be_exact_is_counted_only_so_far(desk: Desk) -> None:
    of_all_kinds(desk)
    whole = [opinions.listing(desk.officer, view=view) for view in View]
    for found in (*whole, opinions.waiting_for(desk.officer), opinions.waiting_for(desk.head)):
        for most in (1, 3, 1000):
            assert found.count_to(most) == min(found.count(), most)


@pytest.mark.parametrize("words", ["路灯", "周长福", "石桥村三组"])
def test_words_narrow_a_list_whether_they_are_rare_or_common(desk: Desk, monkeypatch: Any, words: str) -> None:
    of_all_kinds(desk)
    rare = opinions.listing(desk.officer, view=View.OPEN, words=words)
    monkeypatch.setattr("lianluozhan.models.opinions.lists._RARE", 3)
    common = opinions.listing(desk.officer, view=View.OPEN, words=words)
    assert common.also and common.page(100) == rare.page(100)
    assert rare.count() == common.count() == opinions.listing(desk.officer, view=View.OPEN).count()
