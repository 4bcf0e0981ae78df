"""The room 登记簿: openings of the box, calls and messages, by keys alone; what is registered is noted there."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lianluozhan.models import boxes, drafts, homes, opinions
from lianluozhan.models.boxes import BoxOpening, Treatment
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import Channel
from lianluozhan.ui import draft_ways
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question

from .register_desk import an_opening, fill_form, open_desk, press, row, rows, tab_to, write
from .station_at_work import PASSWORD, make_station

Key, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    return open_desk(qtbot, session)


@pytest.fixture
def page(desk):
    return desk.go("registers")


@pytest.fixture
def told(monkeypatch):
    said = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: said.append(sentence))
    return said


@pytest.mark.clause("3.2.1")
def test_an_opening_is_entered_by_keys_alone(desk, session, qtbot):
    desk.go("today")
    press(qtbot, Key.Key_6, ALT)
    assert desk.current is desk.page("registers")
    press(qtbot, Key.Key_Insert)
    tab_to(qtbot, "box")
    write("石桥村村委会门口")
    tab_to(qtbot, "witness")
    write("赵明山")
    tab_to(qtbot, "piece_count")
    press(qtbot, Key.Key_2)
    tab_to(qtbot, "pieces")
    write("村口路灯坏了")
    press(qtbot, Key.Key_Return)
    write("井盖没了")
    press(qtbot, Key.Key_S, CTRL)
    assert desk._drawer() is None
    made = session.select(BoxOpening)[0]
    assert (made.box, made.witness, made.first_opener_id) == ("石桥村村委会门口", "赵明山", session.staff.id)
    assert [piece.summary for piece in boxes.pieces_of(session, made.id)] == ["村口路灯坏了", "井盖没了"]
    assert desk.current.record.keys["F9"].label == "登记"


@pytest.mark.clause("5.1.1")
def test_one_person_alone_is_told_why_at_the_field_and_nothing_typed_is_lost(page, desk, session):
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values({"box": "1号箱", "piece_count": 0, "note": "箱锁完好"})
    drawer.save()
    field = drawer.fields._fields["second_opener_id"]
    assert "两个人一起开" in field._words.text() and field.editor.property("problem")
    assert drawer.fields.values()["note"] == "箱锁完好" and session.select(BoxOpening) == []


@pytest.mark.clause("5.1.1")
def test_f9_makes_a_form_of_the_first_open_piece_and_the_piece_then_shows_its_number(page, desk, session, qtbot):
    made = an_opening(session, "村口路灯坏了", "井盖没了")
    page.section.view.setFocus()
    press(qtbot, Key.Key_F9)
    form = fill_form(desk)
    typed = form.form.values()
    assert (typed["channel"], typed["received_on"], typed["content"]) == (
        Channel.SUGGESTION_BOX,
        made.opened_on,
        "村口路灯坏了",
    )
    form.submit()
    number = session.select(Opinion)[0].number
    press(qtbot, Key.Key_6, ALT)
    first, second = page.record.entry_buttons
    assert list(first) == ["看登记表"] and "登记" in second
    assert boxes.pieces_of(session, made.id)[0].treatment is Treatment.REGISTERED
    assert page.section.shown(made.id).entries[0].state == f"已登记 {number}"
    assert page.record.keys["F9"] is not None
    first["看登记表"].click()
    assert desk.current.record.opinion_id == session.select(Opinion)[0].id


@pytest.mark.clause("5.1.1")
def test_a_draft_links_the_piece_at_once_and_the_next_form_is_not_linked(page, desk, session):
    made = an_opening(session, "村口路灯坏了")
    page._act("F9")
    form = fill_form(desk)
    form.save_and_next()
    piece = boxes.pieces_of(session, made.id)[0]
    assert piece.opinion_id and form.origin is None
    fill_form(desk, content="另一件", title="另一件").save_draft()
    assert len(session.select(Opinion)) == 2
    assert boxes.pieces_of(session, made.id)[0].opinion_id == piece.opinion_id
    assert page.section.shown(made.id).entries[0].state == "已登记，还是草稿"


def test_a_form_that_is_half_filled_in_lies_as_a_draft_of_its_piece_and_comes_back(page, desk, session):
    made = an_opening(session, "村口路灯坏了")
    page._act("F9")
    desk.current.form.form.set_values({"title": "只写了事由"})
    desk.register()  # somebody calls: an empty form
    assert desk.current.form.origin is None
    lying = drafts.of(session)
    assert [draft.form for draft in lying] == ["registration.box_pieces"]
    draft_ways.open_again(desk, lying[0])
    form = desk.current.form
    assert form.origin is not None and form.typed()["title"] == "只写了事由"
    fill_form(desk).save_draft()
    assert boxes.pieces_of(session, made.id)[0].opinion_id and drafts.of(session) == []


def test_tab_goes_through_the_pieces_in_their_order_and_on_to_the_next_field(page, desk, qtbot):
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values({"pieces": [row("路灯坏了", "other"), row("井盖没了")]})
    drawer.fields.editors()["piece_count"].setFocus()
    reached = []
    for _ in range(11):
        press(qtbot, Key.Key_Tab)
        reached.append(QApplication.focusWidget().accessibleName() or QApplication.focusWidget().objectName())
    first = ["第 1 件的内容摘要", "第 1 件的处理", "第 1 件怎么处理的", "去掉第 1 件"]
    assert reached == [*first, "第 2 件的内容摘要", "第 2 件的处理", "去掉第 2 件", "再写一件", "说明", "取消", "保存"]


def test_a_piece_registered_by_somebody_else_meanwhile_is_not_registered_twice(page, desk, session, told):
    made = an_opening(session, "村口路灯坏了")
    page._act("F9")
    form = fill_form(desk)
    piece = boxes.pieces_of(session, made.id)[0]
    other = opinions.register(session, Opinion(received_on=session.today, title="路灯", content="坏了"))
    boxes.link(session, piece.id, other.id)
    form.save_draft()
    assert "不用再登记" in told[0] and len(session.select(Opinion)) == 1


def test_a_piece_that_needs_no_form_is_treated_in_place(page, desk, session):
    made = an_opening(session, "失物一件")
    page.record.entry_buttons[0]["不用登记"].click()
    desk._drawer().fields.set_values({"treatment": Treatment.OTHER})
    desk._drawer().save()
    assert desk._drawer().fields._fields["note"].editor.property("problem")
    desk._drawer().fields.set_values({"note": "交派出所"})
    desk._drawer().save()
    assert page.section.shown(made.id).state == "处理完"


def test_a_piece_is_joined_to_a_form_known_already(page, desk, session):
    made = an_opening(session, "村口路灯坏了")
    form = Opinion(received_on=session.today, title="路灯", content="坏了", is_anonymous=True, category_id=1)
    opinions.register_and_submit(session, Opinion(**{**vars(form), "proposal": "请办理。"}))
    page.record.entry_buttons[0]["对上登记过的件"].click()
    desk._drawer().fields.set_values({"number": "9"})
    desk._drawer().save()
    assert desk._drawer().fields._fields["number"].editor.property("problem")
    desk._drawer().fields.set_values({"number": "1"})
    desk._drawer().save()
    assert boxes.pieces_of(session, made.id)[0].treatment is Treatment.REGISTERED


def test_what_is_voided_is_struck_hidden_and_comes_back(page, desk, session, monkeypatch):
    made = an_opening(session)
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    monkeypatch.setattr(Question, "reason", "登记重了")
    page.record.buttons["作废"].click()
    assert session.get(BoxOpening, made.id).void_reason == "登记重了"
    model = page.section.view.records
    assert page.retired.value() and model.data(model.index(0, 0), Qt.ItemDataRole.FontRole).strikeOut()
    assert list(page.record.buttons) == ["撤销作废"]
    page.record.buttons["撤销作废"].click()
    page.retired.set_value(False)
    assert len(rows(page)) == 1 and page.section.view.isColumnHidden(4)


def test_the_view_of_unfinished_openings_says_when_there_are_none(page, session):
    an_opening(session)
    page._list_sheet.which.set_value("open")
    assert rows(page) == [] and page._empty._title.text() == "“还有没处理的”里现在没有"
    an_opening(session, "路灯坏了")
    assert len(rows(page)) == 1


def test_an_opening_entered_halfway_is_there_again_after_escape(page, desk, session, qtbot):
    page.add()
    desk._drawer().fields.set_values({"box": "东门", "pieces": [row("路灯坏了"), row("井盖没了", "empty")]})
    press(qtbot, Key.Key_Escape)
    assert desk._drawer() is None
    lying = drafts.of(session)
    draft_ways.open_again(desk, lying[0])
    typed = desk._drawer().fields.values()
    assert typed["box"] == "东门" and typed["pieces"] == [row("路灯坏了"), row("井盖没了", "empty")]


def test_the_register_is_printed_of_the_listed_openings_and_the_page_comes_back(page, desk, session):
    an_opening(session, "路灯坏了")
    first = an_opening(session, opened_on=session.today - timedelta(days=8))
    page._list_sheet.act_buttons["打印登记表"].click()
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.number == "F22"
    assert room.order.record_ids[0] == first.id and len(room.order.record_ids) == 2
    desk.step_back()
    assert page.layers.at_work
    page._list_sheet.act_buttons["打印空表"].click()
    assert page.layers.currentWidget().order.is_blank
    desk.go_section("registers", "calls")
    assert page.layers.at_work


def test_an_empty_register_is_not_printed_but_its_blank_form_is_named(page, told):
    page._list_sheet.act_buttons["打印登记表"].click()
    assert page.layers.at_work and "打印空表" in told[0]
