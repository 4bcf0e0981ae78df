"""Somebody comes back to his desk, and meanwhile a leader has closed something to him, or lifted it (4.7.2)."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from lianluozhan import app
from lianluozhan.models import accounts, closures, opinions
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import NewPerson
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post, Staff
from tests.keeping import PASSWORD, PEOPLE, enter, make_home

from .test_closed_pages import text_of

pytestmark = pytest.mark.clause("4.7.2")
WU = NewPerson("吴小梅", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "wu", PASSWORD)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A station with two officers and two matters."""
    made = make_home(tmp_path_factory.mktemp("away") / "home", people=(*PEOPLE, WU))
    session = enter(made, "zhou")
    for title in ("金丝雀巷路灯不亮", "百灵鸟桥栏杆松动"):
        opinions.register(session, Opinion(title=title, content="详", request="修", received_on=session.today))
    session.close()
    return made


@pytest.fixture
def window(dressed, home):
    opened = app.make_window(dressed, home.folder)
    opened.resize(1366, 740)
    opened.show()
    yield opened
    opened._close_data()
    opened.deleteLater()


def come(window, user):
    """Sign in as one does who takes his turn at this computer."""
    if window.desk is not None:
        window.switch_user()
    page = window._stack.currentWidget()
    page.people.setCurrentRow([entry["name"] for entry in page._keyring.users()].index(user))
    page.password.setText(PASSWORD)
    page.sign_in()
    assert accounts.of_session(window.desk.session).user_name == user
    return window.desk


def close_to_zhou(window):
    leader = come(window, "wang").session
    (zhou,) = leader.select(Staff, "name = '周长福'")
    return closures.decide(leader, Closure(staff_id=zhou.id, opinion_id=1, reason="反映人是亲属"))


def test_what_was_closed_to_somebody_while_he_was_away_is_out_of_his_sight_and_reach(window):
    desk = come(window, "zhou")
    page = desk.go("opinions")
    page.open_record(1)
    QTest.qWait(60)
    assert "金丝雀巷" in text_of(page)
    made = close_to_zhou(window)
    desk = come(window, "zhou")
    QTest.qWait(60)
    assert "金丝雀巷" not in text_of(desk.current)
    assert "金丝雀巷" not in text_of(desk.go("today"))
    with pytest.raises(RuleError, match="对您回避"):
        opinions.void(desk.session, 1, "试")
    closures.lift(come(window, "wang").session, made.id, "试完了")


def test_what_was_lifted_while_he_was_away_is_there_again_and_he_can_store(window):
    made = close_to_zhou(window)
    desk = come(window, "zhou")
    page = desk.go("opinions")
    page.open_record(1)
    QTest.qWait(60)
    assert "金丝雀巷" not in text_of(page)
    closures.lift(come(window, "wang").session, made.id, "试完了")
    desk = come(window, "zhou")
    QTest.qWait(60)
    assert "金丝雀巷" in text_of(desk.current)
    opinions.register(desk.session, Opinion(title="水沟堵了", content="详", received_on=desk.session.today))


def test_new_roles_hold_from_the_next_time_somebody_comes_to_his_desk(window):
    assert not come(window, "wu").session.may("backup.bring_back")
    admin = come(window, "li").session
    (account,) = [each for each in accounts.accounts(admin) if each.user_name == "wu"]
    accounts.edit(admin, account.id, (Role.LIAISON_OFFICER, Role.VICE_HEAD))
    assert come(window, "wu").session.may("backup.bring_back")
