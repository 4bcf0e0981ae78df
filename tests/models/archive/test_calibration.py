"""The correction of the printer, from what was read on its test sheet (DA/T 22: the stamp stands where it must)."""

from __future__ import annotations

import pytest

from lianluozhan.models.archive.calibration import STAMP_LEFT, STAMP_TOP, by_crease, by_ruler
from lianluozhan.models.errors import InvalidRecord


@pytest.mark.parametrize(
    ("left", "top", "wanted"),
    [
        (82.5, 12, (0, 0)),
        (81.5, 12.5, (10, -5)),  # printed a mm too far left: to the right; half a mm too low: upward
        (83.7, 10.9, (-10, 10)),  # 1.2 and 1.1 mm, by steps of half a mm
        (82.3, 12.2, (0, 0)),  # less than a quarter of a mm is nothing
        (82.25, 12.25, (5, -5)),  # a quarter goes away from zero, the same to both sides
    ],
)
def test_what_a_ruler_says_of_the_stamp_is_put_right_in_steps_of_half_a_millimetre(left, top, wanted):
    assert by_ruler((0, 0), left, top) == wanted


def test_the_crease_of_the_folded_sheet_says_how_far_to_move_without_a_ruler():
    assert by_crease((0, 0), 1.5, -2) == (15, -20)


def test_a_second_sheet_adds_to_the_first_and_a_right_one_changes_nothing():
    once = by_ruler((0, 0), 80.5, 13)
    twice = by_ruler(once, 82, 12)
    assert (once, twice, by_ruler(twice, STAMP_LEFT, STAMP_TOP)) == ((20, -10), (25, -10), (25, -10))


def test_a_printer_that_is_off_is_right_after_its_correction():
    for off_x, off_y in ((-3.0, 2.5), (0.5, 0.5), (7.0, -4.5)):
        move = by_ruler((0, 0), STAMP_LEFT + off_x, STAMP_TOP + off_y)
        assert (STAMP_LEFT + off_x + move[0] / 10, STAMP_TOP + off_y + move[1] / 10) == (STAMP_LEFT, STAMP_TOP)
        assert by_crease((0, 0), -off_x, -off_y) == move  # the crease lies where the middle should have been printed


@pytest.mark.parametrize(
    ("measure", "values", "field"),
    [(by_ruler, (8.25, 12), "left"), (by_ruler, (82.5, 120), "top"), (by_crease, (0, -40), "down")],
)
def test_a_reading_that_cannot_be_is_asked_for_again(measure, values, field):
    with pytest.raises(InvalidRecord) as refused:
        measure((0, 0), *values)
    assert list(refused.value.problems) == [field]
    assert "请再量一次" in refused.value.problems[field] and "A4" in refused.value.problems[field]


def test_corrections_that_add_up_to_more_than_two_centimetres_are_refused_at_their_field():
    with pytest.raises(InvalidRecord) as refused:
        by_crease((190, 0), 2, 0)
    assert list(refused.value.problems) == ["right"]
