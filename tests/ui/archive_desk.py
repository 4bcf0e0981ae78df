"""A station in January whose last year waits in the archive, for the tests of the room 档案."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan.models import homes
from lianluozhan.models.archive import filing, schemes
from lianluozhan.models.archive.record import FilingWay, Item, ItemKind, Part, Retention, SchemeForm
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.question import Question
from tests.sample_station import sample_station

from .register_desk import open_desk, press

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
YEAR = 2026
PAPERS = 40


def january():
    return datetime(2027, 1, 12, 9, 0, 0)


def enter(home, user="chenyan", now=january):
    return homes.sign_in(home, user, PASSWORD, now=now)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The sample station as it is: nothing was ever filed."""
    return sample_station(tmp_path_factory.mktemp("bare") / "home").folder


@pytest.fixture(scope="module")
def begun(bare, tmp_path_factory):
    """The same with its scheme chosen, one matter and forty papers filed, none numbered."""
    home = homes.Home(shutil.copytree(bare, tmp_path_factory.mktemp("begun") / "home"))
    session = enter(home)
    schemes.choose(session, fonds="Z109", fonds_name="青溪镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    matter = session.select(Opinion, "status = 'closed' AND phone <> ''")[0]
    item = Item(
        kind=ItemKind.OPINION,
        source_table=Opinion.TABLE,
        source_id=matter.id,
        year=YEAR,
        title="[关于路灯的群众意见及办理答复]",
        is_own_title=True,
        responsible="联络站",
        dated_on=matter.closed_on,
        persons=matter.submitter_name,
    )
    parts = [Part(name="办理情况答复函", pages=1, form="F16"), Part(name="社情民意登记表", pages=2, form="F10")]
    papers = [(_paper(number), [Part(name="来文", pages=2)]) for number in range(1, PAPERS + 1)]
    filing.file(session, [(item, parts), *papers])
    session.close()
    return home.folder


def _paper(number):
    return Item(
        kind=ItemKind.EXTERNAL,
        year=YEAR,
        retention=Retention.YEARS_10 if number % 2 else Retention.PERMANENT,
        title=f"第{number}号来文",
        responsible="县人大常委会",
        dated_on=date(YEAR, 3, number % 28 + 1),
    )


@pytest.fixture
def new_desk(dressed, qtbot, bare, tmp_path):
    session = enter(homes.Home(shutil.copytree(bare, tmp_path / "home")))
    yield open_desk(qtbot, session)
    session.close()


@pytest.fixture
def desk(dressed, qtbot, begun, tmp_path):
    session = enter(homes.Home(shutil.copytree(begun, tmp_path / "home")))
    yield open_desk(qtbot, session)
    session.close()


def section_of(desk, key):
    desk.go_section("archive", key)
    return desk.current.section


def tab_on(qtbot, name):
    """Go on with Tab until a button of this name has the focus, and press it."""
    for _ in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.accessibleName() == name:
            press(qtbot, Key.Key_Space)
            return
        press(qtbot, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def titles(section):
    return [row["title"] for row in section.view.records.loaded.rows]


def words_of(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def answer(monkeypatch, reason=""):
    """Whoever is asked says yes."""
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    monkeypatch.setattr(Question, "reason", property(lambda self: reason))
