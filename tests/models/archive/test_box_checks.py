"""核对: a box is looked through 件 by 件; what is missing, lent or strange is told apart (4.6.3)."""

from __future__ import annotations

import pytest

from lianluozhan.models import paper_codes
from lianluozhan.models.archive import box_checks, box_files, box_keeping, boxing, statements
from lianluozhan.models.archive.record import BoxCheck, Item, Part, Retention
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role
from tests.models.archive.old_years import lend
from tests.models.archive.pieces import YEAR, choose, put

pytestmark = pytest.mark.clause("4.6.3")


@pytest.fixture
def clerk(sign_in):
    session = sign_in(Role.ARCHIVIST)
    choose(session)
    return session


@pytest.fixture
def boxes(clerk):
    """Two boxes of three 件 of thirty years, and one of a 件 kept for good."""
    put(clerk, [105] * 6)
    put(clerk, [10], retention=Retention.PERMANENT)
    made = box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    return sorted(made, key=lambda box: (box.retention is Retention.PERMANENT, box.number))


def item(clerk, number, retention=Retention.YEARS_30):
    return clerk.select(Item, "sequence = ? AND retention = ?", (number, retention.value))[0]


def test_a_box_in_which_everything_was_seen_is_whole(clerk, boxes):
    check = box_checks.check_box(clerk, boxes[0].id, [item(clerk, n).id for n in (1, 2, 3)], "抽查")
    assert (check.found, check.missing, check.foreign_sheets, check.note) == (3, "", "", "抽查")
    assert (check.checked_by, check.checked_on) == (clerk.staff.id, clerk.today)
    assert box_checks.verdict(check) == "在盒内 3 件，都对上了"
    assert box_checks.checks_of(clerk, boxes[0].id) == [check]
    assert statements.WHOLE in statements.of_box(clerk, boxes[0].id)


def test_what_was_not_seen_is_missing_and_the_statement_of_the_box_says_so(clerk, boxes):
    check = box_checks.check_box(clerk, boxes[0].id, [item(clerk, 2).id])
    assert (check.found, check.missing) == (1, "0001、0003")
    assert "缺损：0001、0003（2026年3月5日核对时不在盒内）。" in statements.of_box(clerk, boxes[0].id)
    box_checks.check_box(clerk, boxes[0].id, [item(clerk, n).id for n in (1, 2, 3)])
    assert "缺损：" not in statements.of_box(clerk, boxes[0].id)


def test_many_that_are_missing_are_told_as_a_span(clerk, boxes):
    assert box_checks.check_box(clerk, boxes[0].id, []).missing == "0001—0003"


def test_what_is_lent_is_named_as_lent_and_not_as_missing(clerk, boxes):
    lend(clerk, item(clerk, 1))
    lend(clerk, item(clerk, 2))
    check = box_checks.check_box(clerk, boxes[0].id, [item(clerk, 2).id], "傍晚")
    assert (check.found, check.missing) == (1, "0003")
    assert check.note == "傍晚；借出未还：0001；登记为借出，却在盒内：0002"
    lines = box_checks.expected(clerk, boxes[0].id)
    assert [(line.label, line.lent_words) for line in lines] == [
        ("0001", "2026年3月5日借出"),
        ("0002", "2026年3月5日借出"),
        ("0003", ""),
    ]


def test_what_belongs_elsewhere_is_told_with_its_place(clerk, boxes):
    strange = box_checks.find_seen(clerk, boxes[0].id, "5")
    assert not strange.belongs
    assert strange.words == "Z109-WS·2025-D30-0005 应在2025年度、30年的 2 号盒，不属于本盒"
    check = box_checks.check_box(clerk, boxes[0].id, [strange.item_id, *(item(clerk, n).id for n in (1, 2, 3))])
    assert (check.found, check.foreign_sheets) == (3, "Z109-WS·2025-D30-0005")
    assert box_checks.verdict(check) == "在盒内 3 件；不属于本盒：Z109-WS·2025-D30-0005"


@pytest.mark.parametrize(
    "typed", ["2", "0002", " 0002 ", "Z109-WS·2025-D30-0002", "z109-ws.2025-d30-0002", "WS·2025-D30-0002"]
)
def test_a_piece_is_found_by_its_number_however_it_is_typed(clerk, boxes, typed):
    found = box_checks.find_seen(clerk, boxes[0].id, typed)
    assert (found.item_id, found.belongs, found.words) == (item(clerk, 2).id, True, "0002 在盒内")


def test_a_whole_number_finds_a_piece_of_another_class(clerk, boxes):
    found = box_checks.find_seen(clerk, boxes[0].id, "Z109-WS·2025-Y-0001")
    assert (found.item_id, found.belongs) == (item(clerk, 1, Retention.PERMANENT).id, False)


def test_a_scanner_that_reads_the_code_on_any_sheet_of_a_piece_finds_it(clerk, boxes):
    with clerk.action("archive.file"):
        clerk.add(Part(item_id=item(clerk, 3).id, name="登记表", form="F10", record_table="opinions", record_id=77))
    code = paper_codes.code_of("F10", 77)
    for typed in (code, code.replace("-", ""), code.lower()):
        assert box_checks.find_seen(clerk, boxes[0].id, typed).item_id == item(clerk, 3).id


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "还没有写"), ("0099", "没有找到“0099”"), ("一号文件", "没有找到"), ("7K4M-2PX9", "没有找到")],
)
def test_what_names_no_piece_is_refused_with_what_can_be_typed(clerk, boxes, typed, words):
    with pytest.raises(RuleError, match=f"{words}.*可以写件号"):
        box_checks.find_seen(clerk, boxes[0].id, typed)


def test_scanned_sheets_name_their_pieces_and_those_of_the_box_itself_name_none(clerk, boxes):
    first, strange = item(clerk, 1), item(clerk, 5)
    with clerk.action("archive.file"):
        for at, one in ((77, first), (78, strange)):
            clerk.add(Part(item_id=one.id, name="登记表", form="F10", record_table="opinions", record_id=at))
    codes = [("F10", 77), ("F10", 77), ("F10", 78), ("F10", 79), ("F81", boxes[0].id)]
    found, unknown = box_checks.find_scanned(clerk, boxes[0].id, codes)
    assert [(each.item_id, each.belongs) for each in found] == [(first.id, True), (strange.id, False)]
    assert unknown == 1


def test_a_struck_piece_in_the_hand_is_told_as_struck(clerk, boxes):
    with clerk.action("archive.correct"):
        clerk.change(item(clerk, 2), voided_on=clerk.today, void_reason="重复归档")
    found = box_checks.find_seen(clerk, boxes[0].id, "2")
    assert (found.belongs, found.words) == (False, "Z109-WS·2025-D30-0002 已经撤件（2026年3月5日），不属于本盒")
    check = box_checks.check_box(clerk, boxes[0].id, [item(clerk, 1).id, item(clerk, 3).id])
    assert check.missing == ""


def test_an_empty_box_and_one_taken_apart_are_not_looked_through(clerk, boxes):
    for number in (4, 5, 6):
        box_keeping.move_item(clerk, item(clerk, number).id, boxes[0].id)
    with pytest.raises(RuleError, match="一件也没有登记"):
        box_checks.check_box(clerk, boxes[1].id, [])
    box_keeping.void_box(clerk, boxes[1].id, "空了")
    with pytest.raises(RuleError, match="已经撤了"):
        box_checks.check_box(clerk, boxes[1].id, [])
    assert clerk.select(BoxCheck) == []


def test_the_list_knows_which_boxes_nobody_has_looked_through(clerk, boxes):
    def unlooked():
        return [row["id"] for row in box_files.listing(clerk, view="unlooked").page(50)]

    assert set(unlooked()) == {box.id for box in boxes}
    box_checks.check_box(clerk, boxes[0].id, [])
    assert boxes[0].id not in unlooked()
