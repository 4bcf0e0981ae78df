"""A start with damaged data: each kind leads to a sentence and to a button that restores (4.7)."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan import app
from lianluozhan.models import attachments, backup, opening, volumes
from lianluozhan.models.backup import copies
from lianluozhan.models.database import DATABASE_FILE
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui import start_check
from lianluozhan.ui.first_start import FirstStartPage
from lianluozhan.ui.pages.restore_page import RestorePage
from lianluozhan.ui.sign_in import SignInPage
from lianluozhan.ui.trouble_page import TroublePage
from tests.keeping import NOON, PASSWORD, enter, make_home


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A station with a matter, a file and a copy of both."""
    home = make_home(tmp_path_factory.mktemp("made") / "home")
    session = enter(home, "zhou")
    (home.folder / "来信.txt").write_text("路灯坏了")
    with session.action("opinion.register"):
        session.add(Opinion(title="路灯", content="坏了", received_on=NOON.date()))
    with session.action("attachment.add"):
        attachments.attach(session, "opinions", 1, home.folder / "来信.txt")
    copies.make(session, copies.Why.IMPORT)
    root = session.value("SELECT rootpage FROM sqlite_master WHERE name = 'visits'")
    session.close()
    return SimpleNamespace(folder=home.folder, root=root)


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def open_window(dressed, home, qtbot, monkeypatch):
    monkeypatch.setattr(start_check, "AFTER", 0)
    opened = []

    def start():
        window = app.make_window(dressed, home.folder)
        window.resize(1366, 740)
        window.show()
        opened.append(window)
        qtbot.addWidget(window, before_close_func=lambda _: window._close_data())
        return window

    return start


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def page_of(window):
    return window._stack.currentWidget()


def come_in(window, user="li"):
    page = page_of(window)
    names = [entry["name"] for entry in page._keyring.users()]
    page.people.setCurrentRow(names.index(user))
    page.password.setText(PASSWORD)
    page.sign_in()


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def lose_the_keyring(home):
    for path in home.data.glob("keyring*"):
        path.rename(path.with_suffix(".away"))


HARMS = {
    "a truncated file": (lambda home: cut(home.data / DATABASE_FILE), "缺了一截"),
    "an empty file": (lambda home: (home.data / DATABASE_FILE).write_bytes(b""), "找不到或是空的"),
    "no file": (lambda home: (home.data / DATABASE_FILE).unlink(), "找不到或是空的"),
    "no keyring": (lose_the_keyring, "钥匙文件损坏或找不到"),
    "a pointer to nowhere": (lambda home: home.pointer.write_text("data-0000"), "找不到数据文件夹"),
    "no pointer": (lambda home: home.pointer.unlink(), "记着用哪个数据文件夹"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_data_that_cannot_be_opened_lead_to_a_sentence_and_to_the_newest_copy(home, open_window, harm, made):
    spoil, sentence = HARMS[harm]
    spoil(home)
    before = sorted((path, path.stat().st_size) for path in home.folder.glob("data-*/*"))
    window = open_window()
    assert isinstance(page_of(window), TroublePage)
    assert sentence in words_in(page_of(window))
    page_of(window).restore_buttons[0].click()
    page = page_of(window)
    assert isinstance(page, RestorePage) and page.info.why == "import"
    assert "本机副本（导入之前）" in words_in(page)
    assert sorted((path, path.stat().st_size) for path in home.folder.glob("data-*/*")) == before


@pytest.mark.clause("4.7.1")
def test_from_an_empty_file_to_work_again_by_the_buttons(home, open_window, qtbot):
    damaged = home.data
    (damaged / DATABASE_FILE).write_bytes(b"")
    window = open_window()
    qtbot.keyClick(page_of(window).restore_buttons[0], Qt.Key.Key_Space)
    page = page_of(window)
    page.fields.set_values({"way": "password", "user": "li", "password": PASSWORD})
    page.start_button.click()
    with qtbot.waitSignal(page._task.ended, timeout=30_000):
        agree()
    with qtbot.waitSignal(page._task.ended, timeout=30_000):
        pass
    QApplication.processEvents()
    page.enter_button.click()
    assert isinstance(page_of(window), SignInPage)
    session = sign_in(home, "zhou", PASSWORD)
    assert session.value("SELECT title FROM opinions") == "路灯"
    assert attachments.trouble(session, session.select(attachments.Attachment)[0]) == ""
    session.close()
    assert (damaged / DATABASE_FILE).read_bytes() == b"", "the damaged file is kept as it is"


def agree(told=None):
    def act():
        question = QApplication.activeModalWidget()
        if told is not None:
            told.append(words_in(question))
        question.accept()

    QTimer.singleShot(0, lambda: wait_for_question(act))


def wait_for_question(act):
    if QApplication.activeModalWidget() is None:
        QTimer.singleShot(20, lambda: wait_for_question(act))
    else:
        act()


def test_files_that_are_not_whole_are_named_before_the_person_agrees(home, open_window, qtbot):
    (home.data / DATABASE_FILE).write_bytes(b"")
    for path in (home.data / "attachments").rglob("*"):
        if path.is_file():
            path.unlink()
    window, told = open_window(), []
    page_of(window).restore_buttons[0].click()
    page = page_of(window)
    page.fields.set_values({"way": "password", "user": "li", "password": PASSWORD})
    page.start_button.click()
    with qtbot.waitSignal(page._task.ended, timeout=30_000):
        agree(told)
    with qtbot.waitSignal(page._task.ended, timeout=30_000):
        pass
    assert "有 1 个附件在这台电脑里找不到完好的" in told[0] and "来信.txt" in told[0]


def test_a_file_that_opens_for_nobody_is_told_when_somebody_signs_in(home, open_window):
    flip(home.data / DATABASE_FILE, 200)
    window = open_window()
    come_in(window)
    assert isinstance(page_of(window), TroublePage) and "已损坏" in words_in(page_of(window))
    page_of(window).again_button.click()
    assert isinstance(page_of(window), SignInPage)


def test_only_the_name_of_the_folder_was_lost_and_nothing_is_restored(home, open_window):
    home.pointer.unlink()
    window = open_window()
    page_of(window).take_up_button.click()
    assert isinstance(page_of(window), SignInPage)
    come_in(window)
    assert window._session().value("SELECT count(*) FROM opinions") == 1


def test_a_folder_is_not_exchanged_for_another_behind_the_back_of_one_in_use(home):
    with pytest.raises(RuleError, match="是好的，不用换"):
        opening.take_up(home.folder, home.data.name)


def test_without_any_copy_the_page_says_to_plug_the_stick_in(home, open_window):
    shutil.rmtree(home.folder / copies.FOLDER)
    (home.data / DATABASE_FILE).write_bytes(b"")
    page = page_of(open_window())
    assert "请插上备份 U 盘" in words_in(page) and page.restore_buttons == []


def test_a_computer_without_a_station_still_has_its_first_start(dressed, tmp_path, qtbot):
    window = app.make_window(dressed, tmp_path / "new")
    qtbot.addWidget(window)
    assert isinstance(page_of(window), FirstStartPage)


# After the sign-in -----------------------------------------------------------------------------------------------


def checked(window, qtbot):
    """Wait for the check of the start."""
    qtbot.waitUntil(lambda: window._start_check.task is not None, timeout=20_000)
    task = window._start_check.task
    qtbot.waitUntil(lambda: not task.running, timeout=20_000)
    QApplication.processEvents()
    return window._start_check


def test_a_flipped_page_is_told_above_the_room_and_leads_to_the_newest_whole_copy(home, open_window, qtbot, made):
    flip(home.data / DATABASE_FILE, (made.root - 1) * 4096 + 50)
    window = open_window()
    come_in(window)
    banner = checked(window, qtbot).banner
    assert "文件已损坏" in words_in(banner) and "本机副本（导入之前）" in words_in(banner)
    next(button for button in banner.findChildren(QPushButton) if "用它还原" in button.text()).click()
    page = window.findChild(RestorePage)
    assert page is not None and page.info.why == "import" and "已经损坏，读不全" in words_in(page)


def test_the_copy_of_the_day_is_made_quietly_after_the_first_sign_in(home, open_window, qtbot):
    window = open_window()
    come_in(window)
    session = window._session()
    with session.action("station.edit"):
        session.note("stations", 1, {})
    assert checked(window, qtbot).banner is None
    newest = copies.of_station(session)[0]
    assert newest.why == "daily" and newest.made_at - session.now() < timedelta(minutes=5)


def test_the_stick_of_another_station_is_not_offered_for_the_data_of_this_one(home, open_window, tmp_path, monkeypatch):
    other = make_home(tmp_path / "other")
    stick = tmp_path / "stick"
    stick.mkdir()
    session = enter(other, "zhou")
    backup.back_up(session, stick)
    session.close()
    monkeypatch.setattr(volumes, "removable_roots", lambda: [stick])
    shutil.rmtree(home.folder / copies.FOLDER)
    (home.data / DATABASE_FILE).write_bytes(b"")
    page = page_of(open_window())
    assert "请插上备份 U 盘" in words_in(page) and page.restore_buttons == []
