"""回避 in the window: all that somebody a matter is closed to can open, walked for canaries (4.7.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from lianluozhan.models import closures, prints
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui import closure_drawers
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.print_room import PrintRoom
from tests.closed_station import (
    CANARIES,
    CLOSED_TO,
    DEPUTY_WORD,
    NAME,
    OPEN_TO,
    WORD,
    closed_station,
    enter,
    found_in,
    words_in,
)

from .reading import Remembered
from .test_every_page import let_go
from .test_plain_text import everything

pytestmark = pytest.mark.clause("4.7.2")
LISTED = 80  # rows of a list that are read
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.UserRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return closed_station(tmp_path_factory.mktemp("closed") / "home")


@pytest.fixture
def desk_of(dressed, station):
    opened = []

    def sit(user):
        session, changes = enter(station.home, user), Changes(dressed)
        changes.follow(session)
        made = Desk(session, changes, home=station.home.folder)
        opened.append(made)
        made.resize(1366, 740)
        made.show()
        made.first_room()
        return made

    yield sit
    for made in opened:
        let_go(made)


def text_of(top: QWidget, rows: Callable[[QAbstractItemView], list[str]] | None = None) -> str:
    """All that a widget and those in it say, to the eye and to a reader of the screen, seen or not."""
    rows = rows or rows_of
    said = []
    for widget in [top, *top.findChildren(QWidget)]:
        said += [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        match widget:
            case QLabel() | QLineEdit():
                said.append(widget.text())
            case QTextEdit() | QPlainTextEdit():
                said.append(widget.toPlainText())
            case QAbstractItemView() if widget.model() is not None:
                said += rows(widget)
        if callable(words := getattr(widget, "text", None)) and not isinstance(widget, QLabel | QLineEdit):
            said.append(words_in(words()))
    return "\n".join(filter(None, said))


def rows_of(view: QAbstractItemView) -> list[str]:
    model, said = view.model(), []
    for row in range(min(model.rowCount(view.rootIndex()), LISTED)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(view.rootIndex())):
            index = model.index(row, column, view.rootIndex())
            said += [words_in(found) for role in ROLES if (found := index.data(role)) is not None]
    if (loaded := getattr(getattr(view, "records", None), "loaded", None)) is not None:
        said.append(words_in([dict(row) for row in loaded.rows]))
    return said


def opened(desk, station):
    """Everything that can lie open, and beyond it what is opened by the number of a record or by words."""
    for name, top in everything(desk):
        yield name, (desk._drawer() or top) if top is desk else top
    yield from named(desk, station)


def named(desk, station):
    page = desk.go("opinions")
    for opinion_id in (station.opinion_id, station.other_id):
        page.open_record(opinion_id)
        QTest.qWait(60)
        yield f"opinion {opinion_id}", page
    for section, record_id in (("deputies", station.deputy_id), ("service", 0), ("contacts", 0)):
        desk.go_section("deputies", section)
        if record_id:
            desk.current.open_record(record_id)
        yield f"deputies {section}", desk.current
    for words in CANARIES:
        desk.find_anything(words)
        QTest.qWait(250)
        panel = desk._panel()
        yield f"search {words}", panel
        panel.close_panel()


@pytest.mark.parametrize("user", CLOSED_TO)
def test_no_page_drawer_or_list_shows_what_is_closed(station, desk_of, user):
    desk, wrong, pages, lists = desk_of(user), {}, 0, Remembered(rows_of)
    for name, top in opened(desk, station):
        QApplication.processEvents()
        pages += 1
        said = text_of(top, lists.of)
        if name.startswith("search "):  # the line itself says what was typed
            said = "\n".join(line for line in said.splitlines() if name[7:] not in line or line.count(name[7:]) > 1)
        if canaries := found_in(said):
            wrong[name] = canaries
    assert wrong == {}
    assert pages > 30


def test_the_same_walk_finds_it_with_everybody_else(station, desk_of):
    desk = desk_of(OPEN_TO[0])
    shown = {name: found for name, top in named(desk, station) if (found := found_in(text_of(top)))}
    assert {canary for found in shown.values() for canary in found} == set(CANARIES)
    assert {f"opinion {station.opinion_id}", f"opinion {station.other_id}", "deputies deputies"} <= shown.keys()


def test_opened_by_its_number_the_page_says_why_it_is_empty(station, desk_of):
    desk = desk_of("zhouchangfu")
    page = desk.go("opinions")
    page.open_record(station.opinion_id)
    assert "这一件对您回避（李建国，2026年11月24日），请由别的同事办理。" in text_of(page)
    desk.go_section("deputies", "deputies")
    desk.current.open_record(station.deputy_id)
    assert "这位代表对您回避（李建国，2026年11月24日），请由别的同事办理。" in text_of(desk.current)
    number = desk.session.value("SELECT number FROM main.opinions WHERE id = ?", (station.opinion_id,))
    desk.find_anything(number)
    QTest.qWait(300)
    assert "这一件对您回避（李建国，2026年11月24日）" in text_of(desk._panel())
    desk._panel().close_panel()


def test_a_print_room_that_is_asked_for_it_prints_nothing(station, desk_of):
    session = desk_of("zhouchangfu").session
    for number in ("F10", prints.VOLUME):
        with pytest.raises(RuleError, match="对您回避"):
            PrintRoom(session, number, [station.opinion_id])


def test_an_officer_closes_a_matter_to_himself_from_its_page_and_it_is_gone_at_once(station, desk_of):
    desk = desk_of("zhouchangfu")
    page = desk.go("opinions")
    own = desk.session.value("SELECT id FROM opinions WHERE status = 'handling' AND voided_on IS NULL")
    page.open_record(own)
    title = desk.session.get(Opinion, own).title
    assert title in text_of(page)
    drawer = closure_drawers.of_matter(page, desk.session, desk.session.get(Opinion, own), "这一件", desk.say)
    drawer.fields.set_values({"reason": "是本人邻居"})
    drawer.save()
    QTest.qWait(50)
    assert desk.session.find(Opinion, own) is None
    assert title not in text_of(page)
    assert "对您回避（周长福" in text_of(page)


def test_a_leader_decides_and_lifts_in_the_section_and_reads_what_it_is_about(station, desk_of):
    desk = desk_of("lijianguo")
    desk.go_section("system", "closures")
    section = desk.current.current
    assert {WORD, NAME} <= found_in(text_of(section.table))
    drawer = section.add()
    drawer.fields.set_values({"person_name": "试一试", "phone": "13000000000", "staff_id": 3, "reason": "亲属"})
    drawer.save()
    (made,) = desk.session.select(Closure, "person_name = '试一试'")
    assert made.lifted_on is None
    section.reload()
    assert section.table.select(made.id)
    section._weigh()
    ending = section.lift()
    ending.fields.set_values({"lift_reason": "弄错了"})
    ending.save()
    lifted = desk.session.get(Closure, made.id)
    assert lifted.lifted_by == desk.session.staff.id
    table = section.table  # its state is seen whole: of the columns, the last
    assert table.sizeHintForColumn(4) <= table.columnWidth(4)


def test_the_section_tells_the_person_only_that_something_is_closed(station, desk_of):
    desk = desk_of("wangxiuying")
    desk.go_section("system", "closures")
    section = desk.current.current
    text = text_of(section)
    assert found_in(text) == set()
    assert "已回避" in text
    assert section.table.select(4)
    section._weigh()
    assert not section.lift_button.isEnabled()
    assert len(list(closures.listing(desk.session).page(50))) >= 6
    assert DEPUTY_WORD not in text
