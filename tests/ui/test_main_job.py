"""The main job at the window, by keys alone: from the resident's first word to the closed sheet (5.1)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from lianluozhan.models import opinions, places
from lianluozhan.models.opinions import Status
from lianluozhan.models.opinions.handling import Satisfaction, Source
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.opinion_page import OpinionPage

from .station_at_work import Staff, make_station

F2, F7, F9, ESC = Qt.Key.Key_F2, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


def register(staff, title="石桥村三组路灯损坏"):
    """The officer types while the resident talks."""
    staff.press(F2)
    staff.fill("submitter_name", "周长福")
    staff.fill("phone", "13800002609")
    staff.fill("village_id", "石桥村")
    staff.fill("title", title)
    staff.fill("content", "路灯坏了四盏，快两个月了。𠮷㛃䶮𬴊")
    staff.fill("category_id", first_category(staff))
    staff.fill("proposal", "建议由村镇建设服务中心办理。")


def first_category(staff):
    from lianluozhan.models import categories

    return categories.choices(staff.desk.session)[0][1]


def page_of(staff):
    page = staff.desk.current
    assert isinstance(page, OpinionPage)
    return page


def open_opinion(staff, opinion_id):
    staff.desk.go("opinions", opinion_id)
    while page_of(staff).record.judging.settling:  # the key of a judge waits until the record has been seen
        staff.application.processEvents()
    return page_of(staff)


def opinion_in(staff):
    row = opinions.listing(staff.desk.session, view=opinions.View.ALL).page(1)[0]
    return opinions.file_of(staff.desk.session, row["id"]).opinion


def choose(drawer, words):
    button = next(b for b in drawer.findChildren(QRadioButton) if b.text() == words)
    button.click()


def drawer_of(staff):
    return next(d for d in staff.desk.children() if isinstance(d, Drawer) and d.isVisible())


@pytest.mark.clause("5.1.2")
def test_an_opinion_is_registered_and_submitted_by_keys_alone(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    found = opinion_in(staff)
    assert (found.status, found.submitter_name, found.phone) == (Status.IN_REVIEW, "周长福", "13800002609")
    assert found.number and "𠮷㛃䶮𬴊" in found.content


@pytest.mark.clause("5.1.2")
def test_what_is_missing_is_said_at_its_cell_and_nothing_is_stored(staff):
    staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "路灯不亮")
    staff.press(F9)
    assert opinions.listing(staff.desk.session, view=opinions.View.ALL).count() == 0
    form = page_of(staff).form
    assert form is not None and "反映内容" in form.form._cells["content"].problem.text()
    assert form.form.editor("title").value() == "路灯不亮"


@pytest.mark.clause("5.1.3")
@pytest.mark.clause("5.1.4")
def test_a_matter_goes_from_registration_to_closing_with_three_people_in_turn(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    number = opinion_in(staff).id
    staff.switch_to("zhang")
    open_opinion(staff, number)
    staff.press(F9)
    staff.save()
    assert opinion_in(staff).status is Status.IN_APPROVAL
    staff.switch_to("chen")
    open_opinion(staff, number)
    staff.press(F9)
    staff.save()
    assert opinion_in(staff).status is Status.TO_DISPATCH
    staff.switch_to("wang")
    open_opinion(staff, number)
    staff.press(F9)
    staff.fill("lead_body_id", "村镇建设服务中心")
    staff.save()
    assert opinion_in(staff).status is Status.DISPATCHED
    staff.press(F9)
    staff.fill("content", "四盏路灯都已修好。")
    choose(drawer_of(staff), "A 已解决或基本解决")
    staff.save()
    assert opinion_in(staff).status is Status.REPLIED
    staff.press(F9)
    staff.save()
    assert opinion_in(staff).status is Status.INFORMED
    staff.press(F9)
    for group in ("attitude", "result"):
        editor = drawer_of(staff).fields._fields[group].editor
        editor.set_value(Satisfaction.SATISFIED)
    staff.save()
    staff.press(F9)
    staff.save()
    for user, holder in (("zhang", "副站长 张维民"), ("chen", "站长 陈国栋")):
        assert opinion_in(staff).holder == holder
        staff.switch_to(user)
        open_opinion(staff, number)
        staff.press(F9)
        staff.save()
    found = opinion_in(staff)
    assert (found.status, found.satisfaction, found.holder) == (Status.CLOSED, "satisfied", "")
    assert page_of(staff).record.opinion_id == number  # still in sight, though the list of open ones is empty


@pytest.mark.clause("5.1.3")
def test_a_signed_sheet_is_typed_in_by_the_officer_and_marked_as_paper(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    page = page_of(staff)
    page.record.take("review", on_paper=True)
    staff.fill("words", "情况属实。")
    staff.save()
    session = staff.desk.session
    step = opinions.steps_of(session, opinion_in(staff).id)[0]
    assert (step.staff_name, step.source, step.words) == ("张维民", Source.PAPER, "情况属实。")
    assert opinion_in(staff).status is Status.IN_APPROVAL


@pytest.mark.clause("5.1.3")
def test_the_vice_head_sends_a_form_back_and_the_officer_corrects_it(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    number = opinion_in(staff).id
    staff.switch_to("zhang")
    open_opinion(staff, number)
    staff.press(F7)
    staff.fill("words", "请补上具体地点。")
    staff.save()
    assert opinion_in(staff).status is Status.SENT_BACK
    staff.switch_to("wang")
    open_opinion(staff, number).edit(number)
    staff.fill("place", "三组水塘边")
    staff.press(F9)
    found = opinion_in(staff)
    assert (found.status, found.place) == (Status.IN_REVIEW, "三组水塘边")


def test_a_half_typed_form_is_still_there_after_somebody_else_was_at_the_desk(staff):
    staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "还没有写完")
    staff.switch_to("chen")
    staff.switch_to("wang")
    form = page_of(staff).form
    assert form is not None and form.form.editor("title").value() == "还没有写完"


def test_a_larger_text_keeps_what_is_being_typed(staff):
    staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "还没有写完")
    staff.press(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    form = page_of(staff).form
    assert form is not None and form.form.editor("title").value() == "还没有写完"
    staff.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert staff.desk.page("opinions").form.form.editor("title").value() == "还没有写完"


def test_escape_closes_the_drawer_first_and_loses_no_record(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    page = page_of(staff)
    page.record.take("withdraw")
    staff.press(ESC)
    assert not [d for d in staff.desk.children() if isinstance(d, Drawer) and d.isVisible()]
    assert opinion_in(staff).status is Status.IN_REVIEW


def test_a_found_word_opens_its_record(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    staff.desk.go("today")
    staff.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    staff.type("路灯")
    staff.press(Qt.Key.Key_Return)
    assert page_of(staff).record.opinion_id == opinion_in(staff).id


def test_who_comes_back_to_his_desk_sees_what_others_did_meanwhile(staff):
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    number = opinion_in(staff).id
    staff.switch_to("zhang")
    opinions.review(staff.desk.session, number, "情况属实。")
    staff.switch_to("wang")
    shown = page_of(staff).record.file
    assert shown is not None and shown.opinion.status is Status.IN_APPROVAL


def dispatched(staff):
    """A matter that is with a handling body, taken there by the three people."""
    staff.sign_in("wang")
    register(staff)
    staff.press(F9)
    number = opinion_in(staff).id
    staff.switch_to("zhang")
    opinions.review(staff.desk.session, number, "情况属实。")
    staff.switch_to("chen")
    opinions.approve(staff.desk.session, number, "同意。")
    staff.switch_to("wang")
    body = next(id_ for id_, name in places.bodies(staff.desk.session) if name == "镇供电所")
    opinions.dispatch(staff.desk.session, number, lead_body_id=body, requirement="请修复。")
    return open_opinion(staff, number)


def test_every_step_of_the_way_has_its_drawer(staff):
    from lianluozhan.ui.pages.opinion.step_drawers import _DRAWERS

    assert set(opinions.STEPS) <= set(_DRAWERS)
