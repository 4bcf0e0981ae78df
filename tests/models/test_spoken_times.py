"""Times of the day as people write and say them."""

from datetime import time

import pytest

from lianluozhan.models.spoken_times import read_time


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *[("9:30", time(9, 30)), ("９：３０", time(9, 30)), ("930", time(9, 30)), ("1530", time(15, 30))],
        *[("9", time(9)), ("9点半", time(9, 30)), ("15时", time(15)), ("9.05", time(9, 5))],
        *[("下午3点20分", time(15, 20)), ("晚上八点", time(20)), ("中午12点", time(12)), ("中午1点", time(13))],
        *[("十点一刻", time(10, 15)), ("两点", time(2)), ("上午十一点四十五", time(11, 45)), ("二十点", time(20))],
        *[("三点钟", time(3)), ("9:30:15", time(9, 30))],
    ],
)
def test_a_time_is_understood_however_it_is_said(text, meant):
    assert read_time(text) == meant


@pytest.mark.parametrize("text", ["", "25:00", "9:75", "刚才", "99999", "下午"])
def test_what_means_no_time_is_none(text):
    assert read_time(text) is None
