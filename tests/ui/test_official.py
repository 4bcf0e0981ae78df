"""公文 in the room of registers: drafted, signed, entered from paper, copied, voided, printed, by keys and buttons."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from lianluozhan.models import drafts, homes, official
from lianluozhan.models.official import DocumentState, Genre, Layout, OfficialDocument
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.print_room import PrintRoom

from .station_at_work import PASSWORD, make_station

LETTER = {
    "genre": Genre.LETTER,
    "title": "关于商请修复路灯的函",
    "addressee": "县供电公司",
    "body": "现商请如下。",
}


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def desk_of(station, tmp_path, dressed, qtbot):
    """A desk for a person of one home; the last one closes before the next opens."""
    home, opened = homes.Home(shutil.copytree(station, tmp_path / "home")), []

    def make(user):
        while opened:
            opened.pop().session.close()
        session = homes.sign_in(home, user, PASSWORD)
        changes = Changes()
        changes.follow(session)
        desk = Desk(session, changes, home=home.folder)
        desk.announced = changes
        qtbot.addWidget(desk)
        desk.resize(1366, 740)
        with qtbot.waitExposed(desk):
            desk.show()
        opened.append(desk)
        desk.go_section("registers", "official")
        return desk

    yield make
    while opened:
        opened.pop().session.close()


def page_of(desk):
    return desk.page("registers")


def fill(desk, **values):
    drawer = desk._drawer()
    drawer.fields.set_values(values)
    drawer.save()


def entry(desk, label):
    return next(buttons[label] for buttons in page_of(desk).record.entry_buttons if label in buttons)


def only(session):
    [found] = session.select(OfficialDocument)
    return found


@pytest.mark.clause("3.2.2")
def test_a_letter_is_drafted_and_takes_the_layout_of_letters(desk_of):
    desk = desk_of("wang")
    page_of(desk).add()
    fill(desk, **LETTER)
    made = only(desk.session)
    assert (made.title, made.layout, made.state) == ("关于商请修复路灯的函", Layout.LETTER, DocumentState.DRAFT)
    assert made.organ == "石桥镇人大主席团"
    assert page_of(desk).section.view.current()["id"] == made.id


def test_a_report_upward_is_not_asked_for_its_layout(desk_of):
    desk = desk_of("wang")
    page_of(desk).add()
    fields = desk._drawer().fields
    fields.set_values({"genre": Genre.REPORT})
    fields.editors()["genre"].changed.emit()
    assert not fields.editors()["layout"].isVisible()
    fill(desk, title="关于路灯管护情况的报告")
    assert only(desk.session).layout is Layout.GENERAL


def test_the_head_signs_with_one_key_and_the_number_stands_in_the_list(desk_of, qtbot):
    desk = desk_of("wang")
    page_of(desk).add()
    fill(desk, **LETTER)
    desk = desk_of("chen")
    assert entry(desk, "签发").isEnabled()
    page_of(desk).record.keys["F9"].do()
    fill(desk)
    signed = only(desk.session)
    assert (signed.number, signed.signer) == (f"石桥人大函〔{desk.session.today.year}〕1号", "陈国栋")
    assert page_of(desk).section.view.current()["number"] == signed.number
    assert "修改" not in page_of(desk).record.buttons


def test_the_clerk_enters_the_signature_from_paper_but_does_not_sign(desk_of):
    desk = desk_of("wang")
    page_of(desk).add()
    fill(desk, **LETTER)
    assert not any("签发" in buttons for buttons in page_of(desk).record.entry_buttons)
    entry(desk, "补录签字件").click()
    fill(desk, dated_on=desk.session.today)
    assert only(desk.session).state is DocumentState.ISSUED
    assert only(desk.session).signer == "陈国栋"


def test_what_is_missing_stands_where_one_would_sign(desk_of):
    desk = desk_of("chen")
    page_of(desk).add()
    fill(desk, **{**LETTER, "addressee": ""})
    section = page_of(desk).section
    [signing] = section.shown(only(desk.session).id).entries
    assert signing.title == "还不能签发" and "主送机关" in signing.detail and not signing.acts


def test_a_document_is_copied_and_the_copy_lies_open_to_be_changed(desk_of):
    desk = desk_of("chen")
    clerk = homes.sign_in_again(desk.session, "wang", PASSWORD)
    official.issue(desk.session, official.draft(clerk, OfficialDocument(**LETTER)).id)
    page_of(desk).open_record(1)
    page_of(desk).record.buttons["复制一份"].click()
    assert desk._drawer().title == "修改公文"
    fill(desk, title="关于再次商请修复路灯的函")
    copied = desk.session.get(OfficialDocument, 2)
    assert (copied.title, copied.number, copied.body) == ("关于再次商请修复路灯的函", "", LETTER["body"])


def test_a_voided_document_leaves_the_list_and_can_come_back(desk_of, monkeypatch):
    monkeypatch.setattr("lianluozhan.ui.pages.sections.voiding.ask_reason", lambda *_, **__: "主送写漏了。")
    desk = desk_of("wang")
    official.draft(desk.session, OfficialDocument(**LETTER))
    page_of(desk).open_record(1)
    page_of(desk).record.buttons["作废"].click()
    assert only(desk.session).void_reason == "主送写漏了。"
    page_of(desk).record.buttons["撤销作废"].click()
    assert only(desk.session).voided_on is None


def test_a_half_written_document_is_kept_and_offered_again(desk_of, qtbot):
    desk = desk_of("wang")
    page_of(desk).add()
    desk._drawer().fields.editors()["title"].set_value("写到一半的通知")
    desk._drawer().fields.editors()["title"].changed.emit()
    qtbot.waitUntil(lambda: bool(drafts.of(desk.session)), timeout=8000)
    desk.step_back()
    page_of(desk).add()
    assert desk._drawer().fields.values()["title"] == "写到一半的通知"


def test_words_find_a_document_by_title_addressee_and_number(desk_of):
    desk = desk_of("wang")
    official.draft(desk.session, OfficialDocument(**LETTER))
    official.draft(desk.session, OfficialDocument(genre=Genre.NOTICE, title="关于视察的通知"))
    section = page_of(desk).section
    for words, found in (("供电", 1), ("视察", 1), ("关于", 2), ("没有这个", 0)):
        assert section.refresh(words, False) == found


def test_ctrl_p_opens_the_print_room_with_the_form_of_the_document(desk_of, qtbot):
    desk = desk_of("wang")
    official.draft(desk.session, OfficialDocument(**LETTER))
    page_of(desk).open_record(1)
    qtbot.keyClick(page_of(desk).section.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page_of(desk).print_open()
    room = page_of(desk).layers.currentWidget()
    assert isinstance(room, PrintRoom)
    assert room.order.number == "F122"
    assert "".join(page_of(desk).section.name_of(only(desk.session))) in room.order.subject
