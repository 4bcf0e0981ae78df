"""What holds for every room: names for every control, text as text, room for everything at every text size."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from lianluozhan import paths
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import sign_in
from lianluozhan.models.permissions import Role
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.navigation import rooms_for
from tests.keeping import noon
from tests.sample_station import sample_station

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
SMALLEST = (1366, 690)  # what a laptop's window has left


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return sample_station(tmp_path_factory.mktemp("sample") / "home")


@pytest.fixture(params=["zhouchangfu", "wangxiuying", "wuxiaomei", "zhengguoping"])
def desk(dressed, home, request):
    session = sign_in(home, request.param, PASSWORD, now=noon)
    made = Desk(session, Changes(dressed), home=home.folder)
    made.resize(*SMALLEST)
    made.show()
    yield made
    let_go(made)


def let_go(desk):
    """Away with a desk at once: what lies about makes every change of style slow."""
    desk.close()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    desk.session.close()


def walk(desk):
    for room in desk.rooms:
        page = desk.go(room.key)
        yield room.label, page


def inside(widget, kind):
    return [found for found in widget.findChildren(QWidget) if isinstance(found, kind)]


def test_every_control_has_a_name_for_those_who_cannot_see_it(desk):
    nameless = [
        (room, type(control).__name__, control.objectName())
        for room, page in walk(desk)
        for control in inside(page, CONTROLS)
        if control.window() is desk  # the list of a combo box is a window of its own
        and control.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not control.objectName().startswith("qt_")
        and not (control.accessibleName() or getattr(control, "text", str)())
        and not isinstance(control.parentWidget(), QComboBox)
    ]
    assert nameless == []


def test_no_label_takes_text_for_markup(desk):
    risky = [
        (room, label.text()[:30])
        for room, page in walk(desk)
        for label in inside(page, QLabel)
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert risky == []


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_page_is_wider_than_a_small_screen_at_any_text_size(dressed, home, percent, tmp_path):
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, percent, icons, tmp_path)
    session = sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    made = Desk(session, Changes(dressed), home=home.folder)
    made.resize(*SMALLEST)
    made.show()
    try:
        wide = {room: page.minimumSizeHint().width() for room, page in walk(made)}
        rooms = made._rooms_frame.width() if made._rooms_frame.isVisible() else 0
        assert {room: width for room, width in wide.items() if width > SMALLEST[0] - rooms} == {}
        high = {room: page.minimumSizeHint().height() for room, page in walk(made)}
        assert made.minimumSizeHint().height() <= SMALLEST[1], (high, made._rooms_frame.minimumSizeHint())
    finally:
        let_go(made)
        theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


@pytest.mark.clause("2.2.3")
def test_each_sees_the_rooms_his_roles_open(home):
    seen = {}
    for user in ("zhouchangfu", "zhengguoping"):
        session = sign_in(home, user, PASSWORD, now=noon)
        seen[user] = [room.key for room in rooms_for(session)]
        roles = session.roles
        session.close()
    assert seen["zhouchangfu"] == [
        "today",
        "opinions",
        "receptions",
        "deputies",
        "archive",
        "registers",
        "people",
        "statistics",
        "system",
    ]
    assert roles == {Role.AUDITOR} and seen["zhengguoping"] == ["system"]


@pytest.mark.parametrize("percent", [150, 200])
def test_every_part_of_the_system_room_shows_its_foot_on_a_small_screen(dressed, home, percent, tmp_path):
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, percent, icons, tmp_path)
    session = sign_in(home, "wangxiuying", PASSWORD, now=noon)
    made = Desk(session, Changes(dressed), home=home.folder)
    made.resize(*SMALLEST)
    made.show()
    try:
        page = made.go("system")
        for name in page._kinds:
            page.open_section(name)
            dressed.processEvents()
            assert page.minimumSizeHint().height() <= made.stack.parentWidget().parentWidget().height(), name
    finally:
        let_go(made)
        theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


class _Windows(QObject):
    """Which windows appear."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {getattr(watched, 'text', str)()}")
        return False


def test_no_room_or_section_flashes_a_window_as_it_is_made(dressed, desk):
    windows = _Windows()
    dressed.installEventFilter(windows)
    try:
        for _, page in walk(desk):
            for name in getattr(page, "sections", None) or getattr(page, "_kinds", ()):
                page.open_section(name)
                dressed.processEvents()
    finally:
        dressed.removeEventFilter(windows)
    assert windows.shown == []
