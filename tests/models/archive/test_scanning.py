"""Scans that find their records by the printed code, hang on the signed step, or wait with a sentence (4.6, N7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from lianluozhan.models import attachments, closures, prints, veil
from lianluozhan.models.archive import filing, scan_files, scan_hanging, scan_suggestions, scanning
from lianluozhan.models.archive.record import Item, ItemKind, Part
from lianluozhan.models.archive.scan_targets import TABLES, Target, open_steps, targets_called
from lianluozhan.models.archive.scanning import Taken
from lianluozhan.models.archive.scans import ScanHow, ScanState
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.closures import Closure
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.homes import sign_in_again
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS
from tests import glass
from tests.glass import Lying, Sheet
from tests.keeping import noon

from . import scan_room
from .scan_room import PLAIN, Room, letter, matter_with, printed, step_of, two_matters, written


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with scan_room.opened(tmp_path_factory.mktemp("scans")) as session:
        yield session


@pytest.fixture
def room(station: Session, tmp_path: Path) -> Iterator[Room]:
    with scan_room.put_back(station, tmp_path) as found:
        yield found


# A sheet finds its record ----------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.2")
@pytest.mark.parametrize("turn", glass.TURNS)
def test_a_sheet_is_hung_on_the_step_it_was_signed_for_however_it_lay_on_the_glass(room: Room, turn: int) -> None:
    opinion_id = matter_with(room.officer, "receive")
    sheet = printed(room.officer, "F12", opinion_id)
    taken = room.only(room.scan(sheet, name="a.jpg", lying=Lying(turn=turn, skew=4, noise=8)))
    assert taken.taken is Taken.HUNG
    assert taken.scan
    step = step_of(room.officer, opinion_id, "receive")
    assert step.attachment_id == taken.scan.attachment_id
    assert step.label in taken.scan.hung_on
    assert (taken.scan.turned, taken.scan.how) == ((360 - turn) % 360, ScanHow.CODE)
    kept = room.officer.get(Attachment, taken.scan.attachment_id or 0)
    assert (kept.owner_table, kept.owner_id) == ("opinion_steps", step.id)
    again = scan_files.read_file(written(attachments.content(room.officer, kept.id), room.folder / "kept.jpg"))
    assert again.pages[0].turned == 0, "it is kept upright"


def test_the_signatures_of_one_sheet_get_one_scan_and_those_given_in_the_program_none(room: Room) -> None:
    opinion_id = matter_with(room.officer, "approve")
    review, approve = (step_of(room.officer, opinion_id, name) for name in ("review", "approve"))
    with room.officer.action("archive.scan"):
        room.officer.change(approve, source=Source.PAPER)
        assert review.source is Source.PROGRAM
    taken = room.only(room.scan(printed(room.officer, "F10", opinion_id)))
    assert taken.scan
    assert step_of(room.officer, opinion_id, "approve").attachment_id == taken.scan.attachment_id
    assert step_of(room.officer, opinion_id, "review").attachment_id is None


def test_where_two_replies_could_be_meant_the_scan_hangs_on_the_matter_alone(room: Room) -> None:
    opinion_id = matter_with(room.officer, "reply")
    with room.officer.action("archive.scan"):
        room.officer.add(replace(step_of(room.officer, opinion_id, "reply"), id=0))
    taken = room.only(room.scan(printed(room.officer, "F16", opinion_id)))
    assert taken.scan
    assert taken.scan.hung_on == ""
    assert room.officer.get(Attachment, taken.scan.attachment_id or 0).owner_table == "opinions"


def test_a_sheet_that_is_filed_becomes_a_paper_of_its_piece_and_counts_no_page_twice(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    part = Part(name="意见建议交办单", pages=1, form="F12", record_table="opinions", record_id=opinion_id)
    item = filing.file(room.officer, [(_item(opinion_id), [part])])[0]
    taken = room.only(room.scan(printed(room.officer, "F12", opinion_id)))
    assert taken.scan
    assert taken.scan.item_id == item.id
    first, second = filing.parts_of(room.officer, item.id)
    assert (first.attachment_id, second.attachment_id) == (None, taken.scan.attachment_id)
    assert second.pages == 0
    assert room.officer.get(Item, item.id).pages == 1
    scan_hanging.take_back(room.officer, taken.scan.id)
    assert [each.id for each in filing.parts_of(room.officer, item.id)] == [first.id]


@pytest.mark.clause("4.6.3")
@pytest.mark.parametrize("papers", [0, 1], ids=["an older one", "with a paper"])
def test_a_scan_of_a_numbered_paper_from_outside_adds_no_page_to_it(room: Room, papers: int) -> None:
    with room.officer.action("archive.file"):
        numbered = {"sequence": 7, "archival_number": "Z109-WS·2026-D30-0007", "pages": 3}
        item = room.officer.add(replace(_item(1), kind=ItemKind.EXTERNAL, source_table="", source_id=None, **numbered))
        for _ in range(papers):
            room.officer.add(Part(item_id=item.id, place=1, name="来文", pages=3))
    waiting = room.only(room.scan(letter())).scan
    assert waiting
    hung = scan_hanging.hang(room.officer, waiting.id, targets_called(room.officer, item.archival_number)[0])
    parts = filing.parts_of(room.officer, item.id)
    assert parts[-1].attachment_id == hung.attachment_id
    assert filing.pages_problem(item, parts) == ""


def _item(opinion_id: int) -> Item:
    return Item(
        kind=ItemKind.OPINION,
        source_table="opinions",
        source_id=opinion_id,
        year=2026,
        title="路灯",
        responsible="联络站",
        dated_on=noon().date(),
        pages=1,
    )


def test_every_form_with_a_code_of_its_own_has_a_record_to_hang_on() -> None:
    nothing_behind = {"F80", "F86"}  # sheets of many records, which are no signed papers of one
    coded = {number: form.of for number, form in FORMS.items() if code_of(number, 1) and not form.together}
    assert {number: of for number, of in coded.items() if TABLES.get(number) != of}.keys() <= nothing_behind
    assert all(FORMS[number].of == table for number, table in TABLES.items())


def test_a_form_that_left_only_in_a_whole_volume_is_known_by_that(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    sheet = printed(room.officer, "F12", opinion_id)
    _forget_prints(room.officer)
    with room.officer.action("print.form"):
        whole = prints.Print(form="F82", owner_table="opinions", owner_id=opinion_id, way="pdf", printed_at=noon())
        room.officer.add(whole)
    assert room.only(room.scan(sheet)).taken is Taken.HUNG


def _forget_prints(session: Session) -> None:
    session.db.conn.execute("DELETE FROM prints")


# Never a wrong match ---------------------------------------------------------------------------------------------


def test_a_sheet_of_another_station_waits_with_a_sentence(room: Room) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    _forget_prints(room.officer)
    taken = room.only(room.scan(sheet))
    assert (taken.taken, "别的联络站" in taken.words) == (Taken.WAITING, True)
    assert taken.scan
    first = scan_suggestions.suggestions(room.officer, taken.scan.id)[0]
    assert (first.target.form, first.target.table) == ("F12", "opinions")


def test_a_voided_sheet_waits_and_the_sentence_says_why_it_was_voided(room: Room) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    (entry,) = prints.prints_of(room.officer, "F12", "opinions", sheet.record_id)[:1]
    prints.void(room.officer, entry.id, "填错了，已重打")
    for other in prints.prints_of(room.officer, "F12", "opinions", sheet.record_id)[1:]:
        prints.void(room.officer, other.id, "填错了，已重打")
    taken = room.only(room.scan(sheet))
    assert taken.taken is Taken.WAITING
    assert "填错了，已重打" in taken.words


def test_a_code_whose_record_is_not_there_hangs_nowhere(room: Room) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    gone = Sheet("F12", 8_000_000, code_of("F12", 8_000_000), sheet.pdf)
    named = scan_files.ScanFile("a.pdf", "0" * 64, (_page(1, gone.code),))
    (page,) = scanning.keep_file(room.officer, named).pages
    assert (page.taken, "找不到" in page.words) == (Taken.WAITING, True)


def _page(number: int, *codes: str) -> scan_files.ScanPage:
    return scan_files.ScanPage(number, codes, content=b"%PDF-1.4 page", suffix=".pdf")


@pytest.mark.clause("4.7.2")
def test_a_sheet_of_a_closed_matter_is_not_taken_in_by_whoever_it_is_closed_to(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    path = room.scan(printed(room.officer, "F12", opinion_id))
    head = sign_in_again(room.officer, "wangxiuying", PASSWORD)
    closures.decide(head, Closure(staff_id=room.officer.staff.id, opinion_id=opinion_id, reason="亲属"))
    again = sign_in_again(head, "zhouchangfu", PASSWORD)
    try:
        (file,) = scanning.take_in(again, [path], move=True).files
        assert file.pages[0].taken is Taken.CLOSED
        assert "回避" in file.pages[0].words
        assert path.exists(), "it stays in the folder for a colleague"
        assert again.value("SELECT count(*) FROM main.archive_scans") == 0
        assert targets_called(again, code_of("F12", opinion_id)) == []
    finally:
        veil.draw(again, [])


def test_two_sheets_on_one_glass_are_told_and_left_to_a_person(room: Room) -> None:
    one, other = (printed(room.officer, "F12", n) for n in two_matters(room.officer, "receive"))
    glass_ = Image.new("RGB", (2 * 1654, 2339), "white")
    glass_.paste(glass.picture_of(one.pdf, 200), (0, 0))
    glass_.paste(glass.picture_of(other.pdf, 200), (1654, 0))
    room.folder.mkdir()
    taken = room.only(glass.saved([glass_], room.folder / "a.jpg", PLAIN))
    assert taken.taken is Taken.WAITING
    assert "2 张表" in taken.words
    assert taken.scan
    offered = scan_suggestions.suggestions(room.officer, taken.scan.id)[:2]
    assert {each.target.record_id for each in offered} == {one.record_id, other.record_id}


# What waits ------------------------------------------------------------------------------------------------------


def test_a_page_without_code_is_offered_to_the_sheet_before_it_and_an_empty_back_can_be_dropped(room: Room) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    (file,) = room.take(room.scan(sheet, letter(), None)).files
    assert [page.taken for page in file.pages] == [Taken.HUNG, Taken.WAITING, Taken.BLANK]
    waiting = file.pages[1].scan
    assert waiting
    offered = scan_suggestions.suggestions(room.officer, waiting.id)
    assert (offered[0].target.form, offered[0].target.record_id) == ("F12", sheet.record_id)
    assert "第 1 页" in offered[0].why
    blank = scan_suggestions.blank_pages(room.officer)
    assert scan_hanging.dismiss(room.officer, blank, "空白的背面") == 1
    hung = scan_hanging.hang(room.officer, waiting.id, offered[0].target)
    assert (hung.state, hung.how, hung.record_id) == (ScanState.HUNG, ScanHow.HAND, sheet.record_id)
    assert scan_suggestions.waiting(room.officer) == 0


def test_sheets_that_were_printed_and_have_not_come_back_are_offered(room: Room) -> None:
    _forget_prints(room.officer)
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    taken = room.only(room.scan(letter()))
    assert taken.scan
    offered = scan_suggestions.suggestions(room.officer, taken.scan.id)
    assert [(each.target.form, each.target.record_id) for each in offered] == [("F12", sheet.record_id)]


def test_a_page_is_hung_by_what_somebody_types(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    matter = room.officer.get(Opinion, opinion_id)
    assert targets_called(room.officer, code_of("F12", opinion_id).lower())[0].form == "F12"
    assert Target("opinions", opinion_id) in targets_called(room.officer, matter.number)
    item = filing.add_external(room.officer, replace(_item(0), source_table="", source_id=None))
    with room.officer.action("archive.scan"):
        room.officer.change(item, archival_number="Z109-WS·2026-Y-0001")
    (target,) = targets_called(room.officer, "Z109-WS·2026-Y-0001")
    taken = room.only(room.scan(letter()))
    assert taken.scan
    scan_hanging.hang(room.officer, taken.scan.id, target)
    (part,) = filing.parts_of(room.officer, item.id)
    assert (part.attachment_id, part.pages) == (taken.scan.attachment_id, 1)
    assert targets_called(room.officer, "没有这个编号") == []
    scan_hanging.take_back(room.officer, taken.scan.id)
    with room.officer.action("archive.scan"):
        room.officer.change(room.officer.get(Item, item.id), destroyed_on=noon().date())
    with pytest.raises(RuleError, match="不在站里"):
        scan_hanging.hang(room.officer, taken.scan.id, target)
    assert filing.parts_of(room.officer, item.id) == []


def test_what_was_hung_wrongly_is_taken_back_and_waits_again(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    taken = room.only(room.scan(printed(room.officer, "F12", opinion_id)))
    assert taken.scan
    back = scan_hanging.take_back(room.officer, taken.scan.id)
    assert (back.state, back.record_id, back.hung_on) == (ScanState.WAITING, None, "")
    assert step_of(room.officer, opinion_id, "receive").attachment_id is None
    kept = room.officer.get(Attachment, back.attachment_id or 0)
    assert (kept.owner_table, kept.owner_id) == ("archive_scans", back.id)
    with pytest.raises(RuleError, match="还在待认"):
        scan_hanging.take_back(room.officer, back.id)


def test_what_is_not_wanted_needs_a_reason_and_can_be_brought_back(room: Room) -> None:
    taken = room.only(room.scan(letter()))
    assert taken.scan
    with pytest.raises(InvalidRecord, match="为什么不收"):
        scan_hanging.dismiss(room.officer, [taken.scan.id], " ")
    scan_hanging.dismiss(room.officer, [taken.scan.id], "重复扫描")
    assert room.officer.get(Attachment, taken.scan.attachment_id or 0).voided_on
    with pytest.raises(RuleError, match="不收了"):
        scan_hanging.hang(room.officer, taken.scan.id, Target("opinions", 1))
    assert scan_hanging.take_back(room.officer, taken.scan.id).state is ScanState.WAITING
    assert room.officer.get(Attachment, taken.scan.attachment_id or 0).voided_on is None


def test_a_page_is_turned_where_it_hangs_and_the_step_follows(room: Room) -> None:
    opinion_id = matter_with(room.officer, "receive")
    taken = room.only(room.scan(printed(room.officer, "F12", opinion_id), name="a.jpg"))
    assert taken.scan
    turned = scan_hanging.turn(room.officer, taken.scan.id, 90)
    assert turned.turned == 90
    assert step_of(room.officer, opinion_id, "receive").attachment_id == turned.attachment_id
    assert room.officer.get(Attachment, taken.scan.attachment_id or 0).voided_on
    content = scan_hanging.content_of(room.officer, turned.id)
    with Image.open(written(content, room.folder / "b.jpg")) as picture:
        assert picture.width > picture.height


def test_a_step_that_was_signed_in_the_program_waits_for_no_scan(room: Room) -> None:
    opinion_id = matter_with(room.officer, "approve")
    names = [step.name for step in open_steps(room.officer, Target("opinions", opinion_id, "F10"))]
    assert names == []
