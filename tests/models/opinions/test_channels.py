"""Whatever way an opinion comes in, it is one sheet with one number (3.2.1, 4.3.1, 5.1.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.opinions.record import Channel

from .conftest import STREETLIGHT, Desk


@pytest.mark.clause("3.2.1")
@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize("channel", Channel)
def test_an_opinion_from_any_channel_is_registered_and_keeps_where_it_came_from(desk: Desk, channel: Channel) -> None:
    submitted = desk.submitted(replace(STREETLIGHT, channel=channel))
    row = opinions.listing(desk.officer).page(1)[0]
    assert (row["number"], row["channel"]) == (submitted.number, channel.value)


@pytest.mark.clause("3.2.1")
def test_the_three_channels_of_the_regulation_are_among_those_there_are() -> None:
    assert {"意见箱", "热线电话", "网上平台"} <= {channel.label for channel in Channel}


@pytest.mark.clause("4.3.1")
def test_every_open_matter_is_in_the_hands_of_somebody_named(desk: Desk) -> None:
    carried = (desk.drafted, desk.submitted, desk.reviewed, desk.approved, desk.dispatched, desk.replied, desk.informed)
    for reach in carried:
        reach()
    rows = opinions.listing(desk.officer).page(100)
    assert len(rows) == len(carried)
    assert all(row["holder"] for row in rows)
