"""A station at its window: the real window on a real home, driven by keys as the staff drive it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lianluozhan.models import homes, places
from lianluozhan.models.keyring import Cost
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.models.staff import Post
from lianluozhan.models.stations import Kind, Station
from lianluozhan.ui.appearance import Appearance
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.main_window import MainWindow
from lianluozhan.ui.sign_in import SignInPage

PASSWORD = "Shiqiao#2026"
CODE = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789"
PEOPLE = (
    homes.NewPerson("王秀英", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER, Role.ADMINISTRATOR), "wang", PASSWORD),
    homes.NewPerson("张维民", Post.VICE_HEAD, (Role.VICE_HEAD,), "zhang", PASSWORD),
    homes.NewPerson("陈国栋", Post.HEAD, (Role.HEAD,), "chen", PASSWORD),
)


def make_station(folder: Path) -> homes.Home:
    """A station with three people, a village and three handling bodies; a copy of the one that this process made."""
    shutil.copytree(_made()[1], folder, dirs_exist_ok=True)
    return homes.Home(folder)


@cache
def _made() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    kept = tempfile.TemporaryDirectory(prefix="station-at-work-")  # goes with the process
    home = homes.Home(Path(kept.name) / "home")
    station = Station(name="石桥镇人大代表联络站", kind=Kind.TOWNSHIP, place="石桥镇", congress="石桥镇人大主席团")
    plan = homes.SetUp(station, PEOPLE)
    session = homes.set_up(home, plan, CODE, cost=Cost(1024, 1, 1))
    places.add(session, Village(name="石桥村"))
    for name in ("村镇建设服务中心", "石桥村委会", "镇供电所"):
        places.add(session, HandlingBody(name=name))
    session.close()
    return kept, home.folder


class Staff:
    """The people before the window; everything by keys, Chinese as an input method would put it in."""

    def __init__(self, home: Path) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.application = application
        self.window = MainWindow(home)
        self.window.appearance = Appearance(application, home)
        self.window.start()
        self.window.resize(1366, 740)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()

    @property
    def desk(self) -> Desk:
        found = self.window._stack.currentWidget()
        assert isinstance(found, Desk)
        return found

    @property
    def focus(self) -> QWidget:
        found = self.application.focusWidget()
        assert found is not None
        return found

    def sign_in(self, user: str) -> Desk:
        page = self.window._stack.currentWidget()
        assert isinstance(page, SignInPage)
        names = [page.people.item(n).data(Qt.ItemDataRole.UserRole) for n in range(page.people.count())]
        page.people.setCurrentRow(names.index(user))
        self.type(PASSWORD)
        self.press(Qt.Key.Key_Return)
        return self.desk

    def switch_to(self, user: str) -> Desk:
        self.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        return self.sign_in(user)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.application.activePopupWidget() or self.focus, key, modifier)
        self.application.processEvents()
        popup = self.application.activePopupWidget()
        if popup is None and self.application.activeWindow() is not self.window:  # as a window manager would
            self.window.activateWindow()
            self.application.processEvents()

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        self.application.sendEvent(self.focus, event)

    def fill(self, name: str, text: str) -> None:
        """Go on with Tab until the field of this name has the focus, then type."""
        for _ in range(60):
            if name in _names(self.focus):
                break
            self.press(Qt.Key.Key_Tab)
        else:
            raise AssertionError(f"Tab never reaches {name}")
        self.type(text)

    def close(self) -> None:
        self.window._close_data()
        self.window.deleteLater()
        self.application.processEvents()


def _names(widget: QWidget | None) -> Iterator[str]:
    while widget is not None:
        yield widget.objectName()
        widget = widget.parentWidget()


def days_ago(count: int) -> date:
    return date.today() - timedelta(days=count)
