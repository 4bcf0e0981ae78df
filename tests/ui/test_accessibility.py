"""For those who cannot see the window or use no mouse: names, the order of Tab, words beside every colour.

Each room with its sections, the registration form, drawers, the print room, the search and the list of keys are opened
and their tree is read as a screen reader reads it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import sign_in
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from tests.keeping import noon
from tests.sample_station import sample_station

Name, Value = QAccessible.Text.Name, QAccessible.Text.Value
TYPED = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
CHIPS = ("chip", "due")


@dataclass(frozen=True)
class Control:
    """What has the focus on its way through a page."""

    widget: QWidget
    name: str
    value: str

    def __str__(self) -> str:
        return f"{type(self.widget).__name__} {self.name or self.widget.objectName() or '?'}"


def spoken(widget: QWidget, text: QAccessible.Text) -> str:
    if text is Name and isinstance(widget, QComboBox) and widget.accessibleName():
        return widget.accessibleName()  # on Unix Qt gives the chosen words in its place
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(text).strip() if found is not None else ""


def controls(page: QWidget) -> list[Control]:
    """What Tab reaches inside a page, in the order in which it does."""
    round_trip: list[QWidget] = []
    for _ in range(300):
        now = QApplication.focusWidget()
        if now is None or now in round_trip:
            break
        round_trip.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    round_trip = [widget for widget in round_trip if isValid(widget)]  # a preview makes its sheets anew
    outside = [at for at, widget in enumerate(round_trip) if not page.isAncestorOf(widget)]
    start = outside[-1] + 1 if outside else 0
    inside = [widget for widget in round_trip[start:] + round_trip[:start] if page.isAncestorOf(widget)]
    return [Control(widget, spoken(widget, Name), spoken(widget, Value)) for widget in inside]


def out_of_order(found: list[Control], page: QWidget) -> list[str]:
    """Steps of Tab that go up in their column, or back in their line."""
    wrong = []
    for one, other in pairwise(found):
        if one.widget.isAncestorOf(other.widget) or other.widget.isAncestorOf(one.widget):
            continue
        a, b = area_beside(one.widget, other.widget, page), area_beside(other.widget, one.widget, page)
        same_column = min(a.right(), b.right()) - max(a.left(), b.left()) > 0
        same_line = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) // 2
        if (same_column and b.bottom() <= a.top()) or (same_line and b.right() <= a.left()):
            wrong.append(f"{one} -> {other}")
    return wrong


def area_beside(widget: QWidget, other: QWidget, page: QWidget) -> QRect:
    """Where a control stands; if it can be scrolled and the other is not in there, what it is scrolled in."""
    seen_in, above = widget, widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QScrollArea) and not above.isAncestorOf(other):
            seen_in = above
        above = above.parentWidget()
    return QRect(seen_in.mapTo(page, QPoint(0, 0)), seen_in.size())


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return sample_station(tmp_path_factory.mktemp("access") / "home")


def pages_of(desk):
    """Everything that can lie open, one after the other, with its name."""
    for room in desk.rooms:
        page = desk.go(room.key)
        yield room.key, page
        for name in getattr(page, "sections", None) or getattr(page, "_kinds", {}):
            desk.go_section(room.key, name)
            yield f"{room.key}: {name}", page
    if desk.session.may("opinion.read"):
        page = desk.go("opinions")
        for status in ("draft", "to_dispatch", "handling", "replied", "closed"):
            if known := desk.session.value("SELECT max(id) FROM opinions WHERE status = ?", (status,)):
                page.open_record(known)
                yield f"opinions: {status}", page
                yield from drawers_of(desk, page, status)
    if desk.session.may("opinion.register"):
        desk.register()
        yield "registration", desk.current
        desk.current.jobs.drop_form()
        desk.current.print_blank("F10")
        QTest.qWait(50)
        yield "print room", desk.current
        desk.current.jobs.close_jobs()
    desk.find_anything("石桥村 状态:")
    QTest.qWait(300)
    yield "search", desk._panel()
    desk._panel().close_panel()
    desk.show_keys()
    yield "keys", desk._panel()
    desk._panel().close_panel()


def drawers_of(desk, page, status):
    for step in {"to_dispatch": ("dispatch",), "handling": ("reply",), "replied": ("inform",)}.get(status, ()):
        page.record.take(step)
        if drawer := desk._drawer():
            yield f"drawer {step}", drawer
            drawer.close_drawer()


@pytest.fixture(scope="module", params=["zhouchangfu", "wuxiaomei"])
def seen(dressed, home, request):
    """What each page says and where, read once."""
    session = sign_in(home, request.param, PASSWORD, now=noon)
    desk = Desk(session, Changes(dressed), home=home.folder)
    desk.resize(1366, 740)
    desk.show()
    desk.first_room()
    QTest.qWaitForWindowExposed(desk)
    desk.activateWindow()
    QApplication.processEvents()
    found = {}
    try:
        for name, page in pages_of(desk):
            QTest.qWait(1)
            found[name] = facts_of(page)
        yield found
    finally:
        desk.close()
        desk.deleteLater()
        session.close()


def facts_of(page):
    """What a page says to those who listen, and in which order."""
    reached = controls(page)
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and not inside_of_another(b)]
    return {
        "controls": len(reached),
        "unordered": out_of_order(reached, page),
        "nameless": [str(c) for c in reached if not c.name],
        "only_value": [str(c) for c in reached if isinstance(c.widget, TYPED) and c.name and c.name == c.value],
        "buttons": [(spoken(b, Name), b.text(), b.toolTip(), b.icon().isNull(), type(b)) for b in buttons],
        "chips": [label.text() for label in page.findChildren(QLabel) if label.property("role") in CHIPS],
    }


def inside_of_another(button):
    """Parts of other controls: arrows of a spin box, what clears a field, a table's corner."""
    return button.objectName().startswith("qt_") or isinstance(button.parentWidget(), (QLineEdit, QAbstractSpinBox))


def test_every_control_that_tab_reaches_has_a_name(seen):
    assert {page: facts["nameless"] for page, facts in seen.items() if facts["nameless"]} == {}
    assert sum(facts["controls"] for facts in seen.values()) > 40


def test_the_name_of_a_field_is_more_than_what_stands_in_it(seen):
    assert {page: facts["only_value"] for page, facts in seen.items() if facts["only_value"]} == {}


def test_no_two_buttons_of_a_page_have_the_same_name(seen):
    twice = {}
    for page, facts in seen.items():
        names = Counter(name for name, *_, kind in facts["buttons"] if not issubclass(kind, QRadioButton))
        if same := [name for name, count in names.items() if count > 1]:
            twice[page] = same
    assert twice == {}


def test_a_button_of_an_icon_alone_has_a_name_and_a_tip(seen):
    bare = {
        page: wrong
        for page, facts in seen.items()
        if (wrong := [b for b in facts["buttons"] if not b[1].strip() and not b[3] and not (b[0] and b[2])])
    }
    assert bare == {}


def test_tab_goes_through_each_page_as_it_is_read(seen):
    assert {page: facts["unordered"] for page, facts in seen.items() if facts["unordered"]} == {}


def test_a_state_is_never_a_colour_alone(seen):
    assert [page for page, facts in seen.items() if not all(text.strip() for text in facts["chips"])] == []
