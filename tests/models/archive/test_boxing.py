"""装盒: a year's 件 go into few well filled boxes of one class each, are moved and taken out again (4.6.3, DA/T 22)."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianluozhan.models import settings as station_settings
from lianluozhan.models.archive import box_keeping, boxing, statements
from lianluozhan.models.archive.boxing import CAPACITY, Piece, plan_class, propose
from lianluozhan.models.archive.lending import Loan
from lianluozhan.models.archive.record import Box, Item, Part, Retention
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from tests.models.archive.pieces import YEAR, boxed, choose, put

pytestmark = pytest.mark.clause("4.6.3")


@pytest.fixture
def clerk(sign_in):
    session = sign_in(Role.ARCHIVIST)
    choose(session)
    return session


@pytest.fixture
def officer(sign_in, clerk):
    return sign_in(Role.LIAISON_OFFICER)


def here(clerk, box):
    return [item.sequence for item in clerk.select(Item, "box_id = ?", (box.id,), order="sequence")]


# The proposal --------------------------------------------------------------------------------------------------------


def pieces(*sheets):
    return [Piece(n, count, count, (n,)) for n, count in enumerate(sheets, 1)]


def shape(boxes):
    return [(box.spine, [piece.number for piece in box.pieces]) for box in boxes]


@pytest.mark.parametrize(
    ("sheets", "spines"),
    [
        ([150], [20]),  # 20 mm take 150 sheets, one more needs 30 mm
        ([151], [30]),
        ([230], [30]),
        ([231], [40]),
        ([321], [50]),
        ([100] * 4, [50]),  # one box of 50 rather than two thinner ones
        ([10] * 41, [30, 30]),  # 410 sheets: two of 30 take 460, 20 and 40 take 470, 20 and 50 take 550
        ([390, 390, 1], [50, 50]),
    ],
)
def test_a_class_goes_into_as_few_boxes_as_can_be_and_those_as_thin_as_can_be(sheets, spines):
    assert sorted(box.spine for box in plan_class(pieces(*sheets), [], CAPACITY)) == spines


def test_a_piece_is_never_split_and_the_order_of_the_numbers_is_kept():
    made = plan_class(pieces(*[7, 133, 90, 260, 12, 5, 390, 40] * 9), [], CAPACITY)
    numbers = [piece.number for box in made for piece in box.pieces]
    assert numbers == list(range(1, 73))
    assert [box.number for box in made] == list(range(1, len(made) + 1))
    assert all(box.sheets <= CAPACITY[box.spine] for box in made)


def test_a_piece_thicker_than_the_largest_box_gets_its_own_with_a_remark():
    made = plan_class(pieces(30, 520, 30), [], CAPACITY)
    assert shape(made) == [(20, [1]), (50, [2]), (20, [3])]
    assert [boxing.remark_of(box, CAPACITY) for box in made] == ["", boxing.THICK, ""]


@given(st.lists(st.integers(1, 420), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_no_other_way_of_breaking_takes_fewer_boxes_or_leaves_less_room_empty(sheets):
    def cost(cuts):
        ends = [0, *cuts, len(sheets)]
        found = []
        for begin, end in pairwise(ends):
            total = sum(sheets[begin:end])
            rooms = [room for room in CAPACITY.values() if room >= total]
            if not rooms and end - begin > 1:
                return None
            found.append(min(rooms, default=max(CAPACITY.values())))
        return len(found), sum(found)

    ways = (cost(cuts) for n in range(len(sheets)) for cuts in combinations(range(1, len(sheets)), n))
    made = plan_class(pieces(*sheets), [], CAPACITY)
    assert (len(made), sum(CAPACITY[box.spine] for box in made)) == min(way for way in ways if way)


def test_only_the_spines_that_the_station_has_are_proposed():
    made = plan_class(pieces(*[50] * 12), [], {30: 230})
    assert {box.spine for box in made} == {30}
    assert len(made) == 3


def test_a_year_is_proposed_class_by_class_and_no_box_mixes_two(clerk):
    put(clerk, [100, 100])
    put(clerk, [60], retention=Retention.PERMANENT)
    put(clerk, [60], retention=Retention.YEARS_10)
    put(clerk, [60], year=YEAR - 1)
    made = propose(clerk, YEAR)
    assert [(each.retention, shape(each.boxes)) for each in made.classes] == [
        (Retention.PERMANENT, [(20, [1])]),
        (Retention.YEARS_30, [(30, [1, 2])]),
        (Retention.YEARS_10, [(20, [1])]),
    ]


def test_what_has_no_number_or_is_gone_is_not_proposed(clerk):
    first, second, third, _ = put(clerk, [10, 10, 10, 10])
    put(clerk, [10], first=5, numbered=False)
    with clerk.action("archive.correct"):
        clerk.change(first, voided_on=clerk.today)
        clerk.change(second, destroyed_on=clerk.today)
        clerk.change(third, handed_over_on=clerk.today)
    assert shape(propose(clerk, YEAR).boxes) == [(20, [4])]


def test_paper_printed_on_both_sides_takes_half_the_sheets_each_part_on_its_own(clerk):
    (item,) = put(clerk, [7])
    assert propose(clerk, YEAR).boxes[0].sheets == 7
    assert propose(clerk, YEAR, both_sides=True).boxes[0].sheets == 4
    with clerk.action("archive.file"):
        for place, pages in enumerate((3, 1, 3)):
            clerk.add(Part(item_id=item.id, place=place, name="材料", pages=pages))
    assert propose(clerk, YEAR, both_sides=True).boxes[0].sheets == 5
    with clerk.action("archive.file"):
        clerk.change(item, pages=9)  # counted by hand: the parts do not say it all
    assert propose(clerk, YEAR, both_sides=True).boxes[0].sheets == 5
    with clerk.action("archive.file"):
        clerk.change(clerk.get(Item, item.id), pages=20)
    assert propose(clerk, YEAR, both_sides=True).boxes[0].sheets == 10


def test_the_capacities_and_the_side_of_the_paper_are_settings_of_the_station(clerk, sign_in):
    put(clerk, [100, 100])
    head = sign_in(Role.ADMINISTRATOR)
    station_settings.change(head, "archive.sheets_20", "99")
    station_settings.change(head, "archive.both_sides", "是")
    assert shape(propose(clerk, YEAR).boxes) == [(30, [1, 2])]
    assert propose(clerk, YEAR).boxes[0].sheets == 100


def test_ten_thousand_pieces_are_proposed_in_as_many_queries_as_ten(clerk):
    def queries():
        asked = []
        clerk.db.conn.set_trace_callback(asked.append)
        propose(clerk, YEAR)
        clerk.db.conn.set_trace_callback(None)
        return len(asked)

    put(clerk, [5] * 10)
    few = queries()
    put(clerk, [5] * 300, first=11)
    assert queries() == few


# Filled up and changed by hand ---------------------------------------------------------------------------------------


def test_what_is_numbered_later_first_fills_the_last_box(clerk):
    (box,) = boxed(clerk, [70, 70])
    put(clerk, [10, 60, 60], first=3)
    made = propose(clerk, YEAR)
    assert [(each.standing, each.number, shape([each])[0]) for each in made.boxes] == [
        (box.id, 1, (20, [3])),
        (None, 2, (20, [4, 5])),
    ]
    box_keeping.put_into_boxes(clerk, YEAR, made)
    assert here(clerk, box) == [1, 2, 3]


def test_what_belongs_between_two_pieces_of_a_box_goes_there(clerk):
    boxed(clerk, [70, 70, 70], first=1)
    first = boxing.propose
    gone = clerk.select(Item, "sequence = 2")[0]
    with clerk.action("archive.box"):
        clerk.change(gone, box_id=None)
    (planned,) = first(clerk, YEAR).boxes
    assert (planned.number, [piece.number for piece in planned.pieces]) == (1, [2])


def test_a_break_is_moved_by_hand_and_the_spines_follow(clerk):
    put(clerk, [100] * 6)
    plan = propose(clerk, YEAR)
    assert shape(plan.boxes) == [(30, [1, 2]), (50, [3, 4, 5, 6])]
    fuller = boxing.moved_break(plan, (0, 0), 1)
    assert shape(fuller.boxes) == [(40, [1, 2, 3]), (40, [4, 5, 6])]
    assert boxing.moved_break(fuller, (0, 0), -1) == plan
    more = boxing.moved_break(plan, (0, 1), -1)
    assert shape(more.boxes) == [(30, [1, 2]), (40, [3, 4, 5]), (20, [6])]
    assert [box.number for box in more.boxes] == [1, 2, 3]
    assert boxing.moved_break(more, (0, 1), 1) == plan
    thin = boxing.with_spine(plan, (0, 0), 20)
    assert boxing.remark_of(thin.boxes[0], thin.capacity) == "超出 50 张，恐怕装不下。"
    with pytest.raises(RuleError, match="后面没有盒"):
        boxing.moved_break(plan, (0, 1), 1)


@given(st.lists(st.integers(1, 450), min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 8), st.booleans())))
@settings(max_examples=60, deadline=None)
def test_however_breaks_are_moved_each_piece_stays_in_one_box_in_its_order(sheets, moves):
    plan = boxing.Plan((boxing.ClassPlan(Retention.YEARS_30, "", plan_class(pieces(*sheets), [], CAPACITY)),))
    for at, onward in moves:
        if at < len(plan.boxes):
            try:
                plan = boxing.moved_break(plan, (0, at), 1 if onward else -1)
            except RuleError:
                continue
    assert [piece.number for box in plan.boxes for piece in box.pieces] == list(range(1, len(sheets) + 1))
    assert [box.number for box in plan.boxes] == list(range(1, len(plan.boxes) + 1))


# Stored --------------------------------------------------------------------------------------------------------------


def test_the_boxes_of_a_plan_are_made_and_numbered_and_say_who_arranged_them(officer):
    first, second = boxed(officer, [105] * 6)
    assert [(box.number, box.spine, box.arranged_by, box.arranged_on) for box in (first, second)] == [
        (1, 40, officer.staff.id, officer.today),
        (2, 40, officer.staff.id, officer.today),
    ]
    assert (here(officer, first), here(officer, second)) == ([1, 2, 3], [4, 5, 6])
    with pytest.raises(RuleError, match="没有要装盒的件"):
        box_keeping.put_into_boxes(officer, YEAR, propose(officer, YEAR))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"retention": Retention.YEARS_10}, "2025年度、10年"),
        ({"unit": "RDB"}, "RDB"),
        ({"year": YEAR + 1}, "2026年度"),
    ],
)
def test_a_box_never_mixes_years_retentions_or_units(clerk, values, words):
    mine, strange = put(clerk, [10])[0], put(clerk, [10], first=7, **values)[0]
    box = boxing.PlannedBox(1, 20, tuple(Piece(n, 10, 10, (item.id,)) for n, item in enumerate((mine, strange), 1)))
    plan = boxing.Plan((boxing.ClassPlan(Retention.YEARS_30, "", (box,)),))
    with pytest.raises(RuleError, match=f"{words}.*一盒只装同一年度"):
        box_keeping.put_into_boxes(clerk, YEAR, plan)
    assert clerk.select(Box) == []
    (made, *_) = box_keeping.put_into_boxes(clerk, YEAR, propose(clerk, YEAR))
    with pytest.raises(RuleError, match="一盒只装同一年度"):
        box_keeping.move_item(clerk, strange.id, made.id)


def test_a_plan_that_was_overtaken_is_refused_whole(clerk):
    put(clerk, [105] * 6)
    plan = propose(clerk, YEAR)
    box_keeping.put_into_boxes(clerk, YEAR, plan)
    before = clerk.value("SELECT count(*) FROM audit_log")
    with pytest.raises(RuleError, match="请重新拟一次装盒方案"):
        box_keeping.put_into_boxes(clerk, YEAR, plan)
    assert (len(clerk.select(Box)), clerk.value("SELECT count(*) FROM audit_log")) == (2, before)


def test_a_piece_that_lies_in_a_box_is_not_boxed_again_under_another_number(clerk):
    boxed(clerk, [10])
    (item,) = clerk.select(Item)
    box = boxing.PlannedBox(9, 20, (Piece(1, 10, 10, (item.id,)),))
    with pytest.raises(RuleError, match="已经装在盒里了"):
        box_keeping.put_into_boxes(clerk, YEAR, boxing.Plan((boxing.ClassPlan(Retention.YEARS_30, "", (box,)),)))
    twice = replace(box, pieces=box.pieces * 2)
    with pytest.raises(RuleError, match="同一件出现在两个盒里"):
        box_keeping.put_into_boxes(clerk, YEAR, boxing.Plan((boxing.ClassPlan(Retention.YEARS_30, "", (twice,)),)))
    assert len(clerk.select(Box)) == 1


def test_a_piece_without_a_number_goes_into_no_box(clerk):
    (loose,) = put(clerk, [10], numbered=False)
    (box,) = boxed(clerk, [10])
    with pytest.raises(RuleError, match="还没有编件号"):
        box_keeping.move_item(clerk, loose.id, box.id)


def test_a_piece_is_moved_to_another_box_and_both_statements_say_so(clerk):
    first, second = boxed(clerk, [105] * 6)
    moved = clerk.select(Item, "sequence = 3")[0]
    box_keeping.move_item(clerk, moved.id, second.id)
    assert (here(clerk, first), here(clerk, second)) == ([1, 2], [3, 4, 5, 6])
    assert statements.of_box(clerk, first.id).endswith("移出：0003（2026年3月5日移到2号盒）。")
    assert statements.of_box(clerk, second.id).endswith("补充：0003（2026年3月5日由1号盒移来）。")
    with pytest.raises(RuleError, match="本来就在 2 号盒"):
        box_keeping.move_item(clerk, moved.id, second.id)


def test_a_box_taken_apart_leaves_its_pieces_unboxed_and_its_number_free(clerk):
    first, second = boxed(clerk, [105] * 6)
    with pytest.raises(InvalidRecord, match="撤盒的原因"):
        box_keeping.void_box(clerk, first.id, " ")
    box_keeping.void_box(clerk, first.id, "换成薄盒")
    assert here(clerk, first) == []
    with pytest.raises(RuleError, match="已经撤了"):
        box_keeping.move_item(clerk, clerk.select(Item, "sequence = 3")[0].id, first.id)
    again = box_keeping.put_into_boxes(clerk, YEAR, propose(clerk, YEAR, spines=[20]))
    assert [box.number for box in again] == [1, 3, 4]
    assert here(clerk, second) == [4, 5, 6]


def test_a_shelf_of_boxes_is_put_away_at_once(officer):
    made = boxed(officer, [105] * 6)
    box_keeping.put_away(officer, [box.id for box in made], " 铁皮柜二层 ")
    assert {box.place for box in officer.select(Box)} == {"铁皮柜二层"}
    with pytest.raises(RuleError, match="没有选档案盒"):
        box_keeping.put_away(officer, [], "铁皮柜")


def test_who_arranged_and_who_checked_are_two_persons_with_their_days_in_order(clerk, officer):
    (box,) = boxed(clerk, [10])
    today = clerk.today

    def problems(**values):
        with pytest.raises(InvalidRecord) as refused:
            box_keeping.edit_box(clerk, box.id, **values)
        return set(refused.value.problems)

    assert problems(checked_by=clerk.staff.id, checked_on=today) == {"checked_by"}
    assert problems(checked_by=officer.staff.id) == {"checked_on"}
    assert problems(checked_on=today) == {"checked_by"}
    assert problems(checked_by=officer.staff.id, checked_on=today - timedelta(1)) == {"checked_on"}
    assert problems(checked_by=officer.staff.id, checked_on=today + timedelta(1)) == {"checked_on"}
    assert problems(statement="长" * 1001) == {"statement"}
    assert box_keeping.edit_box(clerk, box.id, checked_by=officer.staff.id, checked_on=today).checked_on == today


def test_any_order_of_deeds_leaves_every_piece_in_at_most_one_box_of_its_class(clerk):
    chance = random.Random(20260305)
    put(clerk, [chance.randint(1, 160) for _ in range(25)])
    put(clerk, [chance.randint(1, 160) for _ in range(10)], retention=Retention.PERMANENT)
    count = {Retention.YEARS_30: 25, Retention.PERMANENT: 10}
    for _ in range(40):
        boxes = clerk.select(Box, "voided_on IS NULL")
        match chance.randrange(4):
            case 0:
                plan = propose(clerk, YEAR, spines=chance.sample(boxing.SPINES, 2))
                if plan.boxes:
                    box_keeping.put_into_boxes(clerk, YEAR, plan)
            case 1 if boxes:
                box_keeping.void_box(clerk, chance.choice(boxes).id, "重新装")
            case 2 if boxes:
                item, box = chance.choice(clerk.select(Item)), chance.choice(boxes)
                with suppress(RuleError):
                    box_keeping.move_item(clerk, item.id, box.id)
            case _:
                retention = chance.choice(list(count))
                count[retention] += 1
                put(clerk, [chance.randint(1, 450)], first=count[retention], retention=retention)
        for item in clerk.select(Item, "box_id IS NOT NULL"):
            box = clerk.get(Box, item.box_id or 0)
            assert (box.retention, box.year, box.voided_on) == (item.retention, item.year, None)
    box_keeping.put_into_boxes(clerk, YEAR, propose(clerk, YEAR)) if propose(clerk, YEAR).boxes else None
    assert clerk.select(Item, "box_id IS NULL") == []
    assert len(clerk.select(Loan)) == 0
