"""What a box says of itself: its 备考表 made of the records, its labels, its line in the list (DA/T 22, 4.6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models.archive import box_files, box_keeping, statements
from lianluozhan.models.archive.boxing import propose
from lianluozhan.models.archive.record import Correction, Item
from lianluozhan.models.permissions import Role
from tests.models.archive.old_years import lend
from tests.models.archive.pieces import YEAR, boxed, choose, put

pytestmark = pytest.mark.clause("4.6.3")


@pytest.fixture
def clerk(sign_in):
    session = sign_in(Role.ARCHIVIST)
    choose(session)
    return session


def test_the_statement_of_a_whole_box_counts_what_is_in_it(clerk):
    (box,) = boxed(clerk, [30, 40])
    assert statements.of_box(clerk, box.id) == f"本盒共2件，70页，起止件号0001—0002。\n{statements.WHOLE}"


def test_the_statement_tells_what_is_damaged_corrected_added_gone_and_destroyed(clerk, clock):
    (box,) = boxed(clerk, [20] * 6)
    first, second, third, fourth, fifth, _ = clerk.select(Item, order="sequence")
    clock.go_to(date(2026, 4, 1))
    lend(clerk, first)
    out = lend(clerk, second)
    with clerk.action("archive.lend"):
        clerk.change(out, returned_on=clerk.today, is_whole=False, return_words="第3页撕了一角")
    with clerk.action("archive.correct"):
        correction = Correction(item_id=third.id, what="题名", before="甲", after="乙", reason="写错", approved_by=1)
        clerk.add(replace(correction, corrected_on=clerk.today))
        clerk.change(fourth, voided_on=clerk.today, void_reason="重复归档")
        clerk.change(fifth, destroyed_on=clerk.today)
    put(clerk, [20], first=7)
    box_keeping.put_into_boxes(clerk, YEAR, propose(clerk, YEAR))
    assert statements.of_box(clerk, box.id).splitlines() == [
        "本盒共5件，100页，起止件号0001—0007。",
        "缺损：0002（2026年4月1日归还时不完好，第3页撕了一角）。",
        "修改：0003 题名（2026年4月1日更正）。",
        "补充：0007（装盒以后归档）。",
        "移出：0004（2026年4月1日撤件，重复归档）；0001（2026年4月1日借出未还，赵明）。",
        "销毁：0005（2026年4月1日）。",
    ]


def test_a_statement_written_by_hand_stands_until_it_is_emptied(clerk):
    (box,) = boxed(clerk, [30])
    box_keeping.edit_box(clerk, box.id, statement="第2页有水渍。")
    assert box_files.box_file(clerk, box.id).statement == "第2页有水渍。"
    box_keeping.edit_box(clerk, box.id, statement="")
    assert box_files.box_file(clerk, box.id).statement.startswith("本盒共1件")


def test_the_file_of_a_box_has_all_that_its_labels_say(clerk):
    first, second = boxed(clerk, [105] * 6)
    box_keeping.put_away(clerk, [second.id], "铁皮柜二层")
    found = box_files.box_file(clerk, second.id)
    assert (found.class_code, found.first, found.last, found.pages) == ("Z109-WS·2025-D30", "0004", "0006", 315)
    assert (found.room_words, found.arranged_by, found.box.place) == ("315/320 张", clerk.staff.name, "铁皮柜二层")
    assert [item.sequence for item in found.items] == [4, 5, 6]
    assert box_files.box_file(clerk, first.id).volumes == ()


def test_the_list_of_boxes_finds_them_by_year_place_and_what_is_in_them(clerk):
    first, second = boxed(clerk, [105] * 6)
    box_keeping.put_away(clerk, [second.id], "铁皮柜二层")

    def listed(words="", **how):
        return [row["id"] for row in box_files.listing(clerk, words, **how).page(50)]

    assert listed() == [first.id, second.id]
    assert listed("铁皮柜") == listed("第5份") == listed("D30-0005") == [second.id]
    assert listed(view="unplaced") == [first.id]
    assert (listed(view="2025"), listed(view="2024")) == ([first.id, second.id], [])
    row = box_files.listing(clerk).page(1)[0]
    assert (row["items"], row["pages"], row["sheets"], row["first"], row["last"]) == (3, 315, 315, 1, 3)
    box_keeping.void_box(clerk, first.id, "重新装")
    assert (listed(), listed(voided=True)) == ([second.id], [first.id, second.id])
