"""回避 in boxes and volumes: what is closed to somebody is counted, boxed and numbered by him, and not read (4.7.2)."""

from __future__ import annotations

import pytest

from lianluozhan.models import check, closures, veil
from lianluozhan.models.archive import box_checks, box_files, box_keeping, boxing, paper_files, statements, volumes
from lianluozhan.models.archive.record import Box, FilingWay, Item, Volume
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from tests.models.archive.old_years import lend
from tests.models.archive.pieces import YEAR, choose, put

pytestmark = pytest.mark.clause("4.7.2")
CANARY = "金丝雀巷"


@pytest.fixture
def office(sign_in):
    """An archivist, and a matter of which a 件 may be made."""
    officer, clerk = sign_in(Role.LIAISON_OFFICER), sign_in(Role.ARCHIVIST)
    with officer.action("opinion.register"):
        matter = officer.add(Opinion(received_on=officer.today, title=CANARY, content="坏了"))
    return clerk, sign_in(Role.HEAD), matter


def close(office):
    """From here on the matter is closed to the archivist."""
    clerk, head, matter = office
    made = Closure(staff_id=clerk.staff.id, subject=ClosureSubject.MATTER, opinion_id=matter.id, reason="亲属")
    closures.decide(head, made)
    closures.apply(clerk)


def with_a_matter(clerk, matter, **values):
    """Three 件, the second of the matter."""
    first, third = put(clerk, [10], **values), put(clerk, [10], first=3, **values)
    of_it = {"source_table": "opinions", "source_id": matter.id, "responsible": CANARY, "persons": CANARY}
    (second,) = put(clerk, [10], first=2, **of_it | values)
    with clerk.action("archive.file"):
        clerk.change(second, title=CANARY)
    return [first[0], second, third[0]]


def test_a_closed_piece_is_boxed_counted_and_looked_for_by_its_number_alone(office):
    clerk, _, matter = office
    choose(clerk)
    items = with_a_matter(clerk, matter)
    close(office)
    assert len(clerk.select(Item)) == 2
    assert boxing.years_to_box(clerk) == [(YEAR, 3)]
    (box,) = box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    file = box_files.box_file(clerk, box.id)
    assert (file.first, file.last, file.pages, file.sheets) == ("0001", "0003", 30, 30)
    assert [item.title for item in file.items] == ["第1份来文", veil.SIGN, "第3份来文"]
    assert CANARY not in repr(file) + repr(paper_files.box_file(clerk, box.id)) + repr(
        box_checks.expected(clerk, box.id)
    )
    row = box_files.listing(clerk).page(1)[0]
    assert (row["items"], row["pages"], row["sheets"], row["last"]) == (3, 30, 30, 3)
    assert box_files.listing(clerk, CANARY).page(9) == []
    found = box_checks.find_seen(clerk, box.id, "2")
    assert (found.item_id, found.words) == (items[1].id, "0002 在盒内")
    assert box_checks.check_box(clerk, box.id, [items[0].id, items[2].id]).missing == "0002"


def test_nothing_is_told_of_a_closed_piece_but_that_it_went(office):
    clerk, _, matter = office
    choose(clerk)
    items = with_a_matter(clerk, matter)
    (box,) = box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    lend(clerk, items[1])
    with clerk.action("archive.correct"):
        clerk.change(clerk.get(Item, items[1].id), voided_on=clerk.today, void_reason=CANARY)
    assert CANARY in statements.of_box(clerk, box.id)
    close(office)
    words = statements.of_box(clerk, box.id)
    assert CANARY not in words and "赵明" not in words
    assert "0002（2026年3月5日撤件）；0002（2026年3月5日借出未还）" in words


def test_a_closed_piece_is_not_moved_by_itself_and_goes_with_its_box(office):
    clerk, _, matter = office
    choose(clerk)
    items = with_a_matter(clerk, matter)
    plan = boxing.moved_break(boxing.propose(clerk, YEAR), (0, 0), -1)
    first, second = box_keeping.put_into_boxes(clerk, YEAR, plan)
    close(office)
    with pytest.raises(RuleError, match="对您回避"):
        box_keeping.move_item(clerk, items[1].id, second.id)
    box_keeping.void_box(clerk, first.id, "重新装")
    with veil.whole_sight():
        assert [clerk.get(Item, item.id).box_id for item in items] == [None, None, second.id]
    assert len(clerk.select(Box)) == 2


def test_a_closed_piece_is_numbered_in_its_volume_and_compiled_by_somebody_else(office):
    clerk, _, matter = office
    choose(clerk, FilingWay.VOLUME)
    items = with_a_matter(clerk, matter, numbered=False)
    made = volumes.compile_volume(clerk, [item.id for item in items], title="来文")
    close(office)
    with pytest.raises(RuleError, match="对您回避"):
        volumes.take_from_volume(clerk, items[1].id)
    volumes.number_volumes(clerk, YEAR)
    file = volumes.volume_file(clerk, made.id)
    assert [(line.item.sequence, line.first) for line in file.items] == [(1, 1), (2, 11), (3, 21)]
    assert CANARY not in repr(file) + repr(paper_files.volume_file(clerk, made.id))
    assert clerk.get(Volume, made.id).number == 1


def test_what_a_volume_lacks_is_told_without_the_words_of_what_is_closed(office):
    clerk, _, matter = office
    choose(clerk, FilingWay.VOLUME)
    items = with_a_matter(clerk, matter, numbered=False)
    volumes.compile_volume(clerk, [item.id for item in items], title="来文")
    with clerk.action("archive.file"):
        clerk.db.conn.execute("UPDATE main.archive_items SET pages = NULL WHERE id = ?", (items[1].id,))
    close(office)
    with pytest.raises(RuleError, match="缺页数") as refused:
        volumes.number_volumes(clerk, YEAR)
    assert CANARY not in str(refused.value)


def test_the_check_names_no_closed_matter_that_was_filed_and_is_open_again(office):
    clerk, _, matter = office
    choose(clerk)
    (piece,) = put(clerk, [10], numbered=False, source_table="opinions", source_id=matter.id)
    with clerk.action("archive.file"):
        clerk.change(piece, title=CANARY)
    said = [finding.sentence for finding in check.check(clerk) if "已经归档" in finding.sentence]
    assert said and CANARY in said[0]
    close(office)
    said = [finding.sentence for finding in check.check(clerk) if "已经归档" in finding.sentence]
    assert len(said) == 1
    assert CANARY not in said[0]
