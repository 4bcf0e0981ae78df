"""电子档案包 at the window: made onto a stick, looked at again, refused in words, stopped without a trace."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from lianluozhan.models.archive.packages import Package
from lianluozhan.models.homes import Home, NewPerson
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post
from lianluozhan.ui import question
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.archive import package_work, working
from tests.keeping import PASSWORD, PEOPLE, enter, make_home
from tests.models.archive.pieces import YEAR, choose, put
from tests.ui.register_desk import open_desk

ARCHIVIST = NewPerson("李建民", Post.WORKER, (Role.ARCHIVIST,), "min", PASSWORD)
NAME = f"青石镇人大{YEAR}年度电子档案"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("archive") / "home", encrypted=False, people=(*PEOPLE, ARCHIVIST))


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def clerk(home):
    session = enter(home, "min")
    yield session
    session.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def office(qtbot, clerk):
    choose(clerk)
    put(clerk, [3, 2])
    return opened(qtbot, clerk)


def opened(qtbot, session):
    desk = open_desk(qtbot, session)
    desk.go("archive")
    desk.current.open_section("packages")
    return desk.current


def choosing(monkeypatch, folder):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def drawer_of(page):
    [found] = [each for each in page.window().findChildren(Drawer) if each.isVisible()]
    return found


def make(page, monkeypatch, stick, **values):
    choosing(monkeypatch, stick)
    page.section.add()
    drawer = drawer_of(page)
    drawer.fields.set_values(values)
    drawer.save()
    return drawer


def test_a_package_is_made_onto_the_chosen_stick_and_stands_in_the_list(office, clerk, stick, monkeypatch):
    make(office, monkeypatch, stick, place="档案柜第一格")

    assert (stick / NAME / "index.html").is_file()
    [entry] = clerk.select(Package)
    assert (entry.items, entry.place, entry.is_verified) == (2, "档案柜第一格", True)
    assert office.section.view.current()["folder"] == NAME


def test_the_drawer_offers_a_free_name_and_says_how_large_it_gets(office, stick, monkeypatch):
    (stick / NAME).mkdir()
    choosing(monkeypatch, stick)
    office.section.add()

    drawer = drawer_of(office)
    assert drawer.fields.values()["name"] == f"{NAME}（2）"
    drawer.fields.set_values({"name": NAME})
    drawer.save()
    assert drawer.isVisible()
    assert any("已经有" in words.text() for words in drawer.findChildren(QLabel))
    assert list((stick / NAME).iterdir()) == []


def test_a_year_without_numbers_is_refused_before_a_folder_is_asked_for(qtbot, clerk, monkeypatch):
    said = []
    page = opened(qtbot, clerk)
    monkeypatch.setattr(question.Question, "exec", lambda self: said.append(self))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: pytest.fail("asked"))

    page.section.add()
    assert len(said) == 1


def test_a_package_that_was_changed_is_told_file_by_file(office, clerk, stick, monkeypatch):
    make(office, monkeypatch, stick)
    [path, *_] = sorted((stick / NAME).rglob("meta.xml"))
    path.write_bytes(b"<x/>")
    said = []
    monkeypatch.setattr(package_work, "tell", lambda page, sentence, title="": said.append((title, sentence)))
    choosing(monkeypatch, stick / NAME)

    office.section.verify()

    [(title, sentence)] = said
    assert title == "电子档案包没有通过核验"
    assert f"文件“{path.relative_to(stick / NAME).as_posix()}”被改动过或损坏了。" in sentence
    [entry] = clerk.select(Package)
    assert not entry.is_verified
    assert office.section.shown(entry.id).state == "没有通过核验"


def test_a_stopped_package_leaves_nothing_and_says_so(office, clerk, stick, monkeypatch):
    monkeypatch.setattr(working.WorkDialog, "showEvent", lambda self, event: self.stop())

    make(office, monkeypatch, stick)

    assert list(stick.iterdir()) == []
    assert clerk.select(Package) == []


def test_the_liaison_officer_sees_the_list_and_no_button(qtbot, home, clerk, stick, monkeypatch):
    page = opened(qtbot, clerk)
    assert page.section.may_edit
    clerk.close()
    officer = enter(home, "zhou")
    page = opened(qtbot, officer)
    assert not page.section.may_edit
    assert "档案员" in page.section.refusal
    officer.close()
