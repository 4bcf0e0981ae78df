"""Beside the form: matters that may be the same, and proposals; by mouse and by keys, and no key ever waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lianluozhan.models import opinions
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.places import Village
from lianluozhan.models.session import Session
from lianluozhan.ui.pages.opinion.record_view import RecordView
from lianluozhan.ui.pages.opinion.side_by_side import SideBySide
from lianluozhan.ui.pages.opinion.side_pane import SidePane

from .print_desk import STREETLIGHT

FORM = {"title": "石桥村路灯坏了四盏", "content": "村口老槐树到水塘那一段路灯坏了，快两个月了。", "village_id": 1}


class Place(QWidget):
    """A form of one line with the pane beside it, as on the page."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.line, self.pane = QLineEdit(), SidePane(session)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.pane)
        self.pane.serve(self)
        self.resize(900, 700)
        self.show()
        self.line.setFocus()

    def tell(self, **values: object) -> None:
        """Type, and wait until the pane has answered."""
        self.pane.work.took = 0.0
        self.pane.consider(FORM | values)
        until(lambda: self.pane.work.took > 0)

    def button(self, name: str) -> QPushButton:
        found = [each for each in self.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible()]
        assert found, [each.accessibleName() for each in self.findChildren(QPushButton) if each.isVisible()]
        return found[0]


def until(true: object) -> None:
    assert callable(true)
    for _ in range(2000):
        if true():
            return
        QTest.qWait(2)
    raise AssertionError("it did not come")


@pytest.fixture
def matters(officer: Session) -> list[Opinion]:
    """A streetlight in hand, one closed, and a matter of another kind."""
    with officer.action("station.set_up"):
        light = replace(STREETLIGHT, village_id=1, number="社情民意〔2026〕0128号", status=Status.HANDLING)
        return [
            officer.add(light),
            officer.add(
                replace(light, number="社情民意〔2026〕0097号", status=Status.CLOSED, received_on=date(2026, 7, 3))
            ),
            officer.add(
                replace(light, number="社情民意〔2026〕0099号", title="水渠淤塞", content="插秧放不上水。", request="")
            ),
        ]


@pytest.fixture
def place(officer: Session, matters: list[Opinion]) -> Iterator[Place]:
    made = Place(officer)
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def test_matters_that_may_be_the_same_come_while_one_types(place: Place, matters: list[Opinion]) -> None:
    place.tell()
    assert [found.id for found in place.pane.candidates] in ([1, 2], [2, 1])
    row = next(row for row in place.pane._rows if row.candidate and row.candidate.id == 1)
    assert row._detail.text() == "0128 · 11月23日 · 石桥村 · 周长福"
    assert row._chip.text() == "办理中" and row._why.text().startswith("同村，都说到")
    assert row.join_link.isVisible()
    closed = next(row for row in place.pane._rows if row.candidate and row.candidate.id == 2)
    assert not closed.join_link.isVisible() and closed.link_link.isVisible()
    place.tell(title="", content="")
    assert place.pane.candidates == [] and not row.isVisible()


def test_a_key_does_not_wait_for_the_search_and_makes_it_begin_anew(place: Place) -> None:
    for n in range(12):
        place.pane.consider(FORM | {"title": FORM["title"] + "啊" * n})  # type: ignore[operator]
        QTest.qWait(5)
        assert place.pane.work.took == 0.0
    until(lambda: place.pane.work.took > 0)
    assert place.pane.candidates


def test_join_link_and_compare_are_asked_for_by_the_row(place: Place) -> None:
    heard: list[int] = []
    place.pane.join_wanted.connect(heard.append)
    place.tell()
    place.button("并入 0128 石桥村三组路灯损坏，晚上老人出行不便").click()
    assert heard == [1]
    place.button("关联 0097 石桥村三组路灯损坏，晚上老人出行不便").click()
    assert place.pane.linked == (2,)
    place.tell(title="石桥村路灯")
    place.button("取消关联 0097 石桥村三组路灯损坏，晚上老人出行不便").click()
    assert place.pane.linked == ()


def test_two_matters_are_read_side_by_side_with_what_both_say_marked(place: Place) -> None:
    heard: list[int] = []
    place.pane.join_wanted.connect(heard.append)
    place.tell(content="<b>路灯坏了四盏</b>，快两个月了。")
    place.button("对照看 0128 石桥村三组路灯损坏，晚上老人出行不便").click()
    drawer = place.findChild(SideBySide)
    assert drawer is not None and drawer.isVisible()
    texts = [
        label.text() for label in drawer.findChildren(type(place.pane._count)) if "text-decoration" in label.text()
    ]
    assert any("&lt;b&gt;" in text for text in texts)  # what people wrote is never markup
    assert any(">路灯坏了四盏</span>" in text for text in texts)
    QTest.keyClick(drawer.act_button, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert heard == [1]
    QApplication.sendPostedEvents(None, 52)  # the closed drawer is removed


def test_a_proposal_is_taken_over_with_alt_and_its_number(place: Place, officer: Session) -> None:
    with officer.action("station.set_up"):
        officer.change(officer.get(Village, 1), constituency="第3选区")
        deputy = officer.add(Deputy(name="赵明山"))
        officer.add(Mandate(deputy_id=deputy.id, constituency="第3选区"))
    heard: list[tuple[str, object]] = []
    place.pane.adopted.connect(lambda name, value: heard.append((name, value)))
    place.tell()
    assert place.button("采用建议的反映代表 赵明山").text().endswith("Alt+1")
    place.line.setFocus()
    QTest.keyClick(place.line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert heard == [("deputy_ids", (deputy.id,))] and place.line.text() == ""
    place.tell(deputy_ids=(deputy.id,))
    assert place.pane._suggested[0]._done.isVisible()
    QTest.keyClick(place.line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert len(heard) == 1


def test_the_open_record_names_what_was_joined_to_it_and_opens_it(
    officer: Session, matters: list[Opinion], qtbot: object
) -> None:
    joined = opinions.merge(officer, matters[2].id, matters[0].id)
    opinions.link(officer, matters[0].id, matters[1].id)
    view = RecordView(officer)
    view.resize(900, 700)
    view.show()
    view.show_opinion(matters[0].id)
    names = [each.accessibleName() for each in view.findChildren(QPushButton)]
    assert "打开 0099 号 水渠淤塞" in names and "撤销并案 0099 号" in names and "取消关联 0097 号" in names
    next(each for each in view.findChildren(QPushButton) if each.accessibleName() == "打开 0099 号 水渠淤塞").click()
    assert view.opinion_id == joined.id
    assert any(each.accessibleName().startswith("打开 0128 号") for each in view.findChildren(QPushButton))
    view.close()
