"""Passwords: one's own changed, a forgotten one made anew with the paper recovery code."""

import shutil

import pytest
from PySide6.QtCore import Qt, QTimer

from lianluozhan.models import homes
from lianluozhan.models.errors import RuleError
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.password_dialog import change_own_password
from lianluozhan.ui.recovery_dialog import CodeEditor, recover_password
from lianluozhan.ui.sign_in import SignInPage

from .station_at_work import CODE, PASSWORD, make_station

NEW = "Liuhe+Cun88"


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def home(station, tmp_path):
    return homes.Home(shutil.copytree(station, tmp_path / "home"))


@pytest.fixture
def desk(dressed, qtbot, home):
    session = homes.sign_in(home, "wang", PASSWORD)
    desk = Desk(session, Changes(), home=home.folder)
    qtbot.addWidget(desk)
    desk.show()
    yield desk
    session.close()


@pytest.fixture
def page(dressed, qtbot, home):
    page = SignInPage(home.folder, user="zhang")
    qtbot.addWidget(page)
    page.show()
    return page


def problems(drawer):
    fields = drawer.fields._fields
    return {name: field._words.text() for name, field in fields.items() if field.editor.property("problem")}


def change(desk, **values):
    change_own_password(desk)
    drawer = desk._drawer()
    drawer.fields.set_values(values)
    drawer.save()
    return drawer


def test_the_own_password_is_changed_with_the_old_one(desk, home):
    change(desk, old=PASSWORD, new=NEW, again=NEW)
    assert desk._drawer() is None
    assert desk.session.keyring.matches("wang", NEW) and not desk.session.keyring.matches("wang", PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "words"),
    [
        ("", NEW, NEW, "old", "请输入现在的密码"),
        ("Shiqiao#2027", NEW, NEW, "old", "原密码不对"),
        (PASSWORD, "short", "short", "new", "至少要 10 个字符"),
        (PASSWORD, "wang#Shiqiao1", "wang#Shiqiao1", "new", "不能包含自己的账号名"),
        (PASSWORD, PASSWORD, PASSWORD, "new", "与原密码相同"),
        (PASSWORD, NEW, NEW + "x", "again", "两遍输入的新密码不一样"),
    ],
)
def test_what_is_wrong_with_a_password_is_said_at_its_field(desk, old, new, again, field, words):
    found = problems(change(desk, old=old, new=new, again=again))
    assert list(found) == [field] and words in found[field]
    assert desk.session.keyring.matches("wang", PASSWORD)


def recover(page, home, opened=None, **values):
    """Fill the drawer as soon as it stands, save, and leave it if it is refused."""
    found = []

    def fill():
        drawer = next(child for child in page.children() if isinstance(child, Drawer))
        found.append(drawer.fields.values()["user"] if "code" not in values else values.pop("user", ""))
        drawer.fields.set_values(values)
        drawer.save()
        found.append(problems(drawer))
        if drawer.isVisible():
            drawer.close_drawer()

    QTimer.singleShot(0, fill)
    return recover_password(page, home.folder, opened), found[1]


def test_the_paper_code_opens_the_station_with_a_new_password(page, home):
    session, _ = recover(page, home, code=CODE, new=NEW, again=NEW)
    assert session is not None and session.staff.name == "张维民"
    session.close()
    homes.sign_in(home, "zhang", NEW).close()
    with pytest.raises(RuleError):
        homes.sign_in(home, "zhang", PASSWORD)


def test_behind_a_locked_screen_the_open_data_is_used(page, home):
    opened = homes.sign_in(home, "wang", PASSWORD)
    session, _ = recover(page, home, opened, code=CODE.lower(), new=NEW, again=NEW)
    assert session is not None and session.db is opened.db
    session.close()


def test_a_wrong_code_is_refused_at_its_field_and_changes_nothing(page, home):
    session, found = recover(page, home, code=CODE.replace("A", "Q"), new=NEW, again=NEW)
    assert session is None and found["code"].startswith("恢复码不对")
    homes.sign_in(home, "zhang", PASSWORD).close()


def test_who_gives_up_stays_on_the_sign_in_page(page, home):
    QTimer.singleShot(0, lambda: next(c for c in page.children() if isinstance(c, Drawer)).close_drawer())
    assert recover_password(page, home.folder, None) is None


@pytest.fixture
def code(dressed, qtbot):
    editor = CodeEditor("code")
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.groups[0].setFocus()
    return editor


def test_typing_goes_on_from_group_to_group(code, qtbot):
    for character in "abcdefgh":
        qtbot.keyClick(code.window().focusWidget(), character)
    assert [group.text() for group in code.groups[:3]] == ["ABCD", "EFGH", ""]
    assert code.groups[2].hasFocus()
    qtbot.keyClick(code.groups[2], Qt.Key.Key_Backspace)
    assert code.groups[1].hasFocus()


def test_a_whole_code_is_pasted_into_the_first_group(code):
    code.groups[0].setText("")
    code.groups[0].insert(f" {CODE} ")
    assert code.value() == "-".join(group.replace("8", "B") for group in CODE.split("-"))


def test_a_correction_in_one_group_leaves_the_next_alone(code, qtbot):
    code.set_value(CODE)
    code.groups[0].setFocus()
    code.groups[0].setCursorPosition(1)
    qtbot.keyClick(code.groups[0], "x")
    assert (code.groups[0].text(), code.groups[1].text()) == ("AXBC", "EFGH")


def test_the_group_that_is_too_short_is_named(code):
    code.set_value("ABCD-EFG")
    with pytest.raises(RuleError, match="第 2 组"):
        code.value()
