"""The archive of a whole year on the sample station: filed, numbered, boxed, printed, packed, found (4.6).

The functions are those that the window calls, in the order in which the archivist comes to them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import homes
from lianluozhan.models.archive import (
    box_checks,
    box_keeping,
    boxing,
    correcting,
    filing,
    giving,
    lists,
    ordering,
    proposing,
    schemes,
)
from lianluozhan.models.archive.box_files import box_file
from lianluozhan.models.archive.codes import slug
from lianluozhan.models.archive.item_files import class_items
from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.paper_files import class_key
from lianluozhan.models.archive.proposing import Proposal
from lianluozhan.models.archive.record import Box, FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.session import Session
from lianluozhan.sheets import archive_package, archive_parts

from .printing.drawn import Sheet
from .printing.drawn import sheets as drawn
from .printing.test_exact import near
from .sample_station import sample_station

YEAR, OF_A_KIND = 2026, 3


@dataclass(frozen=True)
class Year:
    """The archivist when all is done, and which 件 went elsewhere on the way."""

    clerk: Session
    proposed: int
    moved: Item
    struck: Item

    def items(self) -> list[Item]:
        """What stands in the boxes, in the order of the catalogue."""
        return self.clerk.select(Item, "voided_on IS NULL", order="retention DESC, unit, sequence")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    home = sample_station(tmp_path_factory.mktemp("year") / "home")
    clerk = homes.sign_in(home, "chenyan", PASSWORD, now=lambda: datetime(YEAR + 1, 1, 11, 9, 0))
    schemes.choose(clerk, fonds="0126", fonds_name="青溪镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    proposals = _some_of_each_kind(proposing.proposals(clerk, YEAR))
    filed = filing.file(clerk, [(each.with_lacks, archive_parts.compose(clerk, each.item)) for each in proposals])
    outside = Item(kind=ItemKind.EXTERNAL, year=YEAR, title="来文", responsible="县人大常委会", dated_on=clerk.today)
    filing.add_external(clerk, replace(outside, dated_on=filed[0].dated_on, retention=Retention.YEARS_10, pages=3))
    for item in clerk.select(Item, "pages IS NULL"):  # a letter that nobody could count
        filing.edit(clerk, item.id, pages=6)
    ordering.arrange(clerk, YEAR)
    numbered = giving.number(clerk, YEAR)
    long = [item for item in numbered if item.retention is Retention.YEARS_30]
    leader = correcting.approvers(clerk)[0][0]
    correcting.correct(clerk, long[0].id, {"responsible": "青溪镇人民政府"}, "照原件改", leader)
    moved = correcting.reclassify(clerk, long[1].id, retention=Retention.PERMANENT, reason="有批示", approved_by=leader)
    struck = correcting.strike(clerk, long[2].id, "重复", leader)
    box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    yield Year(clerk, len(proposals), moved, struck)
    clerk.close()


def _some_of_each_kind(proposals: Sequence[Proposal]) -> list[Proposal]:
    """So many that every class has a few; all of them would only take longer."""
    taken: dict[tuple[object, ...], list[Proposal]] = {}
    for each in proposals:
        taken.setdefault((each.item.kind, each.item.retention), []).append(each)
    return [each for kind in taken.values() for each in kind[:OF_A_KIND]]


def printed(year: Year, number: str, ids: Sequence[int], folder: Path) -> list[Sheet]:
    """The pages of a form as the window saves them."""
    if sheets.form(number).together:
        made = [sheets.of_many(year.clerk, number, ids)]
    else:
        made = [sheets.of_record(year.clerk, number, each, coded=True) for each in ids]
    sheets.write(made, folder / f"{number}.pdf")
    return drawn(folder / f"{number}.pdf")


def words(pages: Sequence[Sheet]) -> str:
    return "".join(text.text for page in pages for text in sorted(page.texts, key=lambda text: (round(text.y), text.x)))


@pytest.mark.clause("4.6.2")
def test_every_piece_of_the_year_has_its_number_and_its_box_and_is_found_by_the_end_of_its_number(year):
    items = year.items()
    assert len(items) == year.proposed  # one from outside came, one was struck
    assert len({item.kind for item in items}) >= 6 and {item.retention for item in items} == set(Retention)
    boxes = {box.id: box for box in year.clerk.select(Box, "voided_on IS NULL")}
    for item in items:
        assert item.archival_number.startswith(f"0126-WS·{YEAR}-") and item.pages and item.dated_on
        assert boxes[item.box_id].retention is item.retention
        found = lists.listing(year.clerk, ItemFilter(words=item.archival_number[5:])).page(5)
        assert item.id in [row["id"] for row in found]


@pytest.mark.clause("DA/T 22")
def test_each_class_has_every_number_once_with_what_was_moved_and_struck(year):
    for each in lists.classes(year.clerk, YEAR):
        items = class_items(year.clerk, YEAR, each.retention, each.unit)
        assert [item.sequence for item in items] == list(range(1, each.last + 1))
    assert year.moved.retention is Retention.PERMANENT and year.struck.voided_on
    again = [each.item.source_id for each in proposing.proposals(year.clerk, YEAR)]
    assert year.struck.source_id in again  # what was struck can be filed anew, under another number


@pytest.mark.clause("DA/T 22")
def test_the_catalogue_has_a_line_for_every_number_in_its_columns_and_says_what_went(year, tmp_path):
    pages = printed(year, "F80", [class_key(YEAR)], tmp_path)
    said = words(pages)
    numbers = year.clerk.select(Item, "sequence IS NOT NULL")
    assert all(item.archival_number in said for item in numbers)
    assert "撤件" in said and "改列" in said and "青溪镇人民政府" in said
    for page in pages:
        [frame] = page.frames
        assert (frame.x, frame.width) == (near(25), near(257))
    [cover] = printed(year, "F80C", [class_key(YEAR)], tmp_path)
    assert {"0126", str(YEAR), "永久、30年、10年"} <= {text.text.strip() for text in cover.texts}


@pytest.mark.clause("DA/T 22")
def test_the_stamps_fall_on_their_place_one_sheet_a_piece(year, tmp_path):
    items = year.items()[:6]
    pages = printed(year, "F81S", [item.id for item in items], tmp_path)
    assert len(pages) == len(items)
    for item, page in zip(items, pages, strict=True):
        [frame] = page.frames
        assert (frame.width, frame.height, frame.y) == (near(45), near(16), near(12))
        assert frame.x + frame.width / 2 == near(page.width / 2)
        said = {text.text.strip() for text in page.texts}
        assert said == {"0126", str(YEAR), f"{item.sequence:04d}", item.retention.label, str(item.pages)}


@pytest.mark.clause("4.6.3")
def test_a_spine_is_as_wide_as_its_box_and_the_statement_counts_what_lies_in_it(year, tmp_path):
    boxes = year.clerk.select(Box, "voided_on IS NULL", order="retention DESC, number")
    [page] = printed(year, "F81", [box.id for box in boxes], tmp_path)
    assert sorted(frame.width for frame in page.frames) == [near(width) for width in sorted(b.spine - 2 for b in boxes)]
    for box in boxes:
        lying = [item for item in year.items() if item.box_id == box.id]
        statement = words(printed(year, "F81N", [box.id], tmp_path)).replace("\n", "")
        assert f"本盒共{len(lying)}件" in statement
        assert f"{sum(item.pages for item in lying)}页" in statement
    assert len(box_file(year.clerk, boxes[0].id).items) == len([i for i in year.items() if i.box_id == boxes[0].id])


@pytest.mark.clause("4.6.3")
def test_a_box_is_looked_through_by_typed_numbers_and_says_which_one_is_missing(year):
    box = year.clerk.select(Box, "voided_on IS NULL", order="retention DESC, number")[0]
    first, *others = [item for item in year.items() if item.box_id == box.id]
    seen = [box_checks.find_seen(year.clerk, box.id, str(item.sequence)).item_id for item in others]
    assert seen == [item.id for item in others]
    typed = box_checks.find_seen(year.clerk, box.id, first.archival_number.partition("·")[2].lower())
    assert typed.item_id == first.id and typed.belongs
    check = box_checks.check_box(year.clerk, box.id, seen)
    assert f"{first.sequence:04d}" in box_checks.verdict(check)


@pytest.mark.clause("4.6.3")
def test_the_package_of_the_year_is_whole_by_shell_tools_and_has_a_folder_for_each_piece(year, tmp_path):
    made = archive_package.make(year.clerk, YEAR, tmp_path)
    done = subprocess.run(["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=made.path, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    found, entry = archive_package.verify(year.clerk, made.path)
    assert found.is_whole and entry is not None
    folders = {path.name for path in made.path.iterdir() if path.is_dir()}
    assert {slug(item.archival_number) for item in year.items()} <= folders
    index = (made.path / "index.html").read_text("utf-8")
    assert all(item.archival_number in index for item in year.items())
