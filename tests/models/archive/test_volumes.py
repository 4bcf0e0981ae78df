"""按卷: only where it is asked for; volumes without gaps, 件号 anew in each, pages running through (GB/T 9705)."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from lianluozhan.models.archive import (
    box_checks,
    box_files,
    box_keeping,
    boxing,
    giving,
    paper_files,
    statements,
    volumes,
)
from lianluozhan.models.archive.record import Correction, FilingWay, Item, Retention, Volume
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from tests.models.archive.pieces import YEAR, choose, put

pytestmark = pytest.mark.clause("4.6.2")


@pytest.fixture
def clerk(sign_in):
    session = sign_in(Role.ARCHIVIST)
    choose(session, FilingWay.VOLUME)
    return session


@pytest.fixture
def loose(clerk):
    return put(clerk, [3, 5, 2, 4, 6], numbered=False)


def ids(items):
    return [item.id for item in items]


def numbers(clerk, volume):
    return [(item.sequence, item.archival_number) for item in volumes.items_of(clerk, volume.id)]


def test_at_a_station_that_files_by_piece_nothing_is_compiled(sign_in):
    clerk = sign_in(Role.ARCHIVIST)
    choose(clerk, FilingWay.PIECE)
    found = put(clerk, [3], numbered=False)
    for deed in (
        lambda: volumes.compile_volume(clerk, ids(found), title="来文"),
        lambda: volumes.number_volumes(clerk, YEAR),
    ):
        with pytest.raises(RuleError, match="本站按件整理"):
            deed()


def test_at_a_station_that_files_by_volume_pieces_get_no_number_by_themselves(clerk, loose):
    with pytest.raises(RuleError, match="本站按卷整理"):
        giving.number(clerk, YEAR)


def test_pieces_of_one_class_make_a_volume_in_the_order_they_were_chosen(clerk, loose):
    made = volumes.compile_volume(clerk, ids(reversed(loose[:3])), title=" 镇党委2025年来文 ", heading="站务综合")
    assert (made.title, made.heading, made.number) == ("镇党委2025年来文", "站务综合", None)
    assert (made.compiled_by, made.compiled_on) == (clerk.staff.id, clerk.today)
    assert ids(volumes.items_of(clerk, made.id)) == ids(reversed(loose[:3]))
    assert ids(volumes.free_items(clerk, YEAR, Retention.YEARS_30, "")) == ids(loose[3:])
    assert (volumes.loose(clerk, YEAR), volumes.free_classes(clerk)) == (2, [(YEAR, Retention.YEARS_30, "", 2)])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"retention": Retention.PERMANENT}, "永久.*一卷只收同一年度"),
        ({"year": YEAR - 1}, "2024年度.*一卷只收同一年度"),
    ],
)
def test_a_volume_is_of_one_class(clerk, loose, values, words):
    (strange,) = put(clerk, [1], first=9, numbered=False, **values)
    with pytest.raises(RuleError, match=words):
        volumes.compile_volume(clerk, [loose[0].id, strange.id], title="来文")
    made = volumes.compile_volume(clerk, ids(loose), title="来文")
    with pytest.raises(RuleError, match=words):
        volumes.add_items(clerk, made.id, [strange.id])


def test_nothing_is_compiled_twice_without_a_title_or_of_nothing(clerk, loose):
    with pytest.raises(RuleError, match="没有选件"):
        volumes.compile_volume(clerk, [], title="来文")
    with pytest.raises(RuleError, match="选了两次"):
        volumes.compile_volume(clerk, [loose[0].id] * 2, title="来文")
    with pytest.raises(InvalidRecord, match="案卷题名"):
        volumes.compile_volume(clerk, ids(loose), title=" ")
    volumes.compile_volume(clerk, ids(loose), title="来文")
    with pytest.raises(RuleError, match="已经在别的卷里"):
        volumes.compile_volume(clerk, ids(loose), title="又一卷")
    assert len(clerk.select(Volume)) == 1


def test_until_it_is_numbered_a_volume_takes_gives_back_and_moves_its_pieces(clerk, loose):
    made = volumes.compile_volume(clerk, ids(loose[:3]), title="来文")
    volumes.add_items(clerk, made.id, ids(loose[3:]))
    volumes.move_within(clerk, loose[4].id, loose[1].id)
    volumes.move_within(clerk, loose[0].id, None)
    volumes.take_from_volume(clerk, loose[2].id)
    assert ids(volumes.items_of(clerk, made.id)) == [loose[n].id for n in (4, 1, 3, 0)]
    with pytest.raises(RuleError, match="不在这一卷里"):
        volumes.move_within(clerk, loose[0].id, loose[2].id)
    with pytest.raises(RuleError, match="不在案卷里"):
        volumes.take_from_volume(clerk, loose[2].id)


def test_what_is_added_after_something_was_taken_out_stands_at_the_end(clerk, loose):
    made = volumes.compile_volume(clerk, ids(loose[1:4]), title="来文")
    volumes.take_from_volume(clerk, loose[1].id)
    volumes.add_items(clerk, made.id, [loose[0].id])
    assert ids(volumes.items_of(clerk, made.id)) == [loose[n].id for n in (2, 3, 0)]


def test_a_volume_is_dissolved_with_a_reason_and_its_pieces_stand_by_themselves_again(clerk, loose):
    made = volumes.compile_volume(clerk, [loose[0].id], title="来文")
    with pytest.raises(RuleError, match="拿出来就空了"):
        volumes.take_from_volume(clerk, loose[0].id)
    with pytest.raises(InvalidRecord, match="拆卷的原因"):
        volumes.dissolve(clerk, made.id, "")
    volumes.dissolve(clerk, made.id, "重新组卷")
    assert volumes.loose(clerk, YEAR) == 5
    with pytest.raises(RuleError, match="已经拆卷"):
        volumes.add_items(clerk, made.id, [loose[0].id])


def test_volumes_are_numbered_without_gaps_in_each_class_and_pieces_anew_in_each_volume(clerk, loose):
    kept = put(clerk, [1], first=9, numbered=False, retention=Retention.PERMANENT)
    first = volumes.compile_volume(clerk, ids(loose[:2]), title="甲卷")
    good = volumes.compile_volume(clerk, ids(kept), title="永久卷")
    second = volumes.compile_volume(clerk, ids(loose[2:4]), title="乙卷")
    volumes.number_volumes(clerk, YEAR)
    assert [clerk.get(Volume, each.id).number for each in (first, second, good)] == [1, 2, 1]
    assert numbers(clerk, first) == [(1, "Z109-WS·2025-D30-0001-0001"), (2, "Z109-WS·2025-D30-0001-0002")]
    assert numbers(clerk, second) == [(1, "Z109-WS·2025-D30-0002-0001"), (2, "Z109-WS·2025-D30-0002-0002")]
    third = volumes.compile_volume(clerk, ids(loose[4:]), title="丙卷")
    assert [each.number for each in volumes.number_volumes(clerk, YEAR)] == [3]
    assert numbers(clerk, third) == [(1, "Z109-WS·2025-D30-0003-0001")]
    with pytest.raises(RuleError, match="没有要编案卷号的卷"):
        volumes.number_volumes(clerk, YEAR)


def test_numbers_once_given_stand_for_good(clerk, loose):
    made = volumes.compile_volume(clerk, ids(loose[:3]), title="来文")
    volumes.number_volumes(clerk, YEAR)
    for deed in (
        lambda: volumes.add_items(clerk, made.id, [loose[3].id]),
        lambda: volumes.take_from_volume(clerk, loose[0].id),
        lambda: volumes.move_within(clerk, loose[0].id, None),
        lambda: volumes.dissolve(clerk, made.id, "不要了"),
    ):
        with pytest.raises(RuleError, match="案卷号 0001 已经编定"):
            deed()
    with pytest.raises(InvalidRecord, match="案卷题名不能再改"):
        volumes.edit_volume(clerk, made.id, title="另一个题名")
    volume = clerk.get(Volume, made.id)
    for values in ({"number": 2}, {"year": YEAR - 1}, {"retention": Retention.YEARS_10}):
        with pytest.raises(Exception, match="案卷号已经编定"), clerk.action("archive.box"):
            clerk.change(volume, **values)
    with pytest.raises(Exception, match="件号已经编定"), clerk.action("archive.box"):
        clerk.change(clerk.get(Item, loose[0].id), volume_id=None)


def test_what_lacks_something_keeps_the_whole_year_from_being_numbered(clerk, loose):
    good = volumes.compile_volume(clerk, ids(loose[:2]), title="甲卷")
    with clerk.action("archive.file"):
        clerk.db.conn.execute("UPDATE main.archive_items SET pages = NULL WHERE id = ?", (loose[2].id,))
    volumes.compile_volume(clerk, ids(loose[2:]), title="乙卷")
    with pytest.raises(RuleError, match=r"第3份来文.*缺页数"):
        volumes.number_volumes(clerk, YEAR)
    assert clerk.get(Volume, good.id).number is None


def test_the_pages_run_through_the_volume(clerk, loose):
    made = volumes.compile_volume(clerk, ids(loose), title="来文")
    found = volumes.volume_file(clerk, made.id)
    assert [(line.first, line.last) for line in found.items] == [(1, 3), (4, 8), (9, 10), (11, 14), (15, 20)]
    assert (found.pages, found.number) == (20, "")
    volumes.number_volumes(clerk, YEAR)
    with clerk.action("archive.correct"):
        clerk.change(clerk.get(Item, loose[1].id), voided_on=clerk.today)
    found = volumes.volume_file(clerk, made.id)
    assert ([line.first for line in found.items], found.number) == ([1, 4, 9, 11, 15], "Z109-WS·2025-D30-0001")
    [row] = volumes.listing(clerk).page(1)
    printed = paper_files.volume_file(clerk, made.id)
    assert found.pages == row["pages"] == printed.pages == 15, "the screen counts what the cover counts"
    assert row["items"] == len(printed.standing) == 4 and "本卷共4件，15页。" in found.statement
    assert (found.first_on, found.compiled_by) == (loose[0].dated_on, clerk.staff.name)


def test_the_statement_of_a_volume_tells_what_became_of_its_pieces(clerk, loose):
    made = volumes.compile_volume(clerk, ids(loose[:2]), title="来文")
    assert statements.of_volume(clerk, made.id) == f"本卷共2件，8页。\n{statements.WHOLE}"
    volumes.number_volumes(clerk, YEAR)
    with clerk.action("archive.correct"):
        clerk.add(Correction(item_id=loose[0].id, what="日期", reason="看错", approved_by=1, corrected_on=clerk.today))
    assert "修改：0001 日期（2026年3月5日更正）。" in volumes.volume_file(clerk, made.id).statement
    volumes.edit_volume(clerk, made.id, statement="全部是原件。")
    assert volumes.volume_file(clerk, made.id).statement == "全部是原件。"


def test_who_compiled_and_who_checked_a_volume_are_two_persons(clerk, loose, sign_in):
    made = volumes.compile_volume(clerk, ids(loose), title="来文")
    other = sign_in(Role.LIAISON_OFFICER).staff.id
    with pytest.raises(InvalidRecord, match="两个人"):
        volumes.edit_volume(clerk, made.id, checked_by=clerk.staff.id, checked_on=clerk.today)
    with pytest.raises(InvalidRecord, match="不能早于立卷日期"):
        volumes.edit_volume(clerk, made.id, checked_by=other, checked_on=clerk.today - timedelta(1))
    assert volumes.edit_volume(clerk, made.id, checked_by=other, checked_on=clerk.today).checked_by == other


def test_volumes_are_boxed_whole_and_moved_whole(clerk, loose):
    more = put(clerk, [180, 180], first=9, numbered=False)
    first = volumes.compile_volume(clerk, ids(loose[:2]), title="甲卷")
    second = volumes.compile_volume(clerk, ids(more), title="厚卷")
    third = volumes.compile_volume(clerk, ids(loose[2:]), title="乙卷")
    volumes.number_volumes(clerk, YEAR)
    plan = boxing.propose(clerk, YEAR, spines=[50])
    # the thick one has 360 pages and two sheets for its list and its 备考表
    assert [[piece.sheets for piece in box.pieces] for box in plan.boxes] == [[10, 362, 14]]
    (box,) = box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR, spines=[50]))
    assert {volume.box_id for volume in clerk.select(Volume)} == {box.id}
    found = box_files.box_file(clerk, box.id)
    assert (found.first, found.last, found.sheets) == ("0001", "0003", 386)
    assert found.statement.startswith("本盒共3卷、7件，380页，起止案卷号0001—0003。")
    assert [item.volume_id for item in found.items] == [first.id] * 2 + [second.id] * 2 + [third.id] * 3
    row = box_files.listing(clerk).page(1)[0]
    assert (row["sheets"], row["first"], row["last"]) == (386, 1, 3)


def test_in_a_box_of_volumes_a_piece_is_named_with_its_volume(clerk, loose):
    volumes.compile_volume(clerk, ids(loose[:2]), title="甲卷")
    volumes.compile_volume(clerk, ids(loose[2:]), title="乙卷")
    volumes.number_volumes(clerk, YEAR)
    (box,) = box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    assert [line.label for line in box_checks.expected(clerk, box.id)][:3] == ["0001-0001", "0001-0002", "0002-0001"]
    for typed in ("0002-0001", "2-1", "Z109-WS·2025-D30-0002-0001"):
        assert box_checks.find_seen(clerk, box.id, typed).item_id == loose[2].id
    assert box_checks.find_seen(clerk, box.id, "3").item_id == loose[4].id  # only one volume has so many
    with pytest.raises(RuleError, match="请在前面写上案卷号"):
        box_checks.find_seen(clerk, box.id, "1")
    assert box_checks.check_box(clerk, box.id, [loose[0].id]).missing == "0001-0002、0002-0001—0003"


def test_any_order_of_deeds_keeps_volumes_gapless_and_numbers_frozen(clerk):
    chance, given = random.Random(9705), {}
    for _ in range(60):
        free = volumes.free_items(clerk, YEAR, Retention.YEARS_30, "")
        made = clerk.select(Volume, "voided_on IS NULL")
        inside = clerk.select(Item, "volume_id IS NOT NULL")
        with suppress(RuleError):
            match chance.randrange(6):
                case 0:
                    put(clerk, [chance.randint(1, 9) for _ in range(4)], numbered=False)
                case 1:
                    chosen = chance.sample(free, min(len(free), chance.randint(1, 5)))
                    volumes.compile_volume(clerk, ids(chosen), title="卷")
                case 2:
                    volumes.dissolve(clerk, chance.choice(made).id if made else 0, "重新组卷")
                case 3:
                    volumes.take_from_volume(clerk, chance.choice(inside).id if inside else 0)
                case 4:
                    volumes.move_within(clerk, chance.choice(inside).id if inside else 0, None)
                case _ if chance.random() < 0.4:
                    volumes.number_volumes(clerk, YEAR)
        numbered = clerk.select(Volume, "number IS NOT NULL", order="number")
        assert [volume.number for volume in numbered] == list(range(1, len(numbered) + 1))
        for volume in numbered:
            found = [(item.id, item.sequence) for item in volumes.items_of(clerk, volume.id)]
            assert [sequence for _, sequence in found] == list(range(1, len(found) + 1))
            assert given.setdefault(volume.id, found) == found
    assert len(given) > 2
