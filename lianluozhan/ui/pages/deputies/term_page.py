"""The end of a term in seven steps (N9; 3.1.4, 4.6.1): left and taken up again at any time, for the records know how
far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

from ... import theme
from ...attempt import attempt
from ...layout_rules import logical_width
from ...room_frame import only_current_counts
from ...text import button, elided, make_primary, plain, primary
from .term_books import BooksStep
from .term_close_step import CloseStep
from .term_list_step import ListsStep
from .term_matter_step import MattersStep
from .term_people_steps import DaysStep, PeopleStep, RosterStep
from .term_step import DONE, NOTHING, OPEN, TermStep, soft_focus

if TYPE_CHECKING:
    from ...desk import Desk

STEPS: tuple[type[TermStep], ...] = (DaysStep, PeopleStep, MattersStep, ListsStep, RosterStep, BooksStep, CloseStep)
TABLES = frozenset(
    {
        *("terms", "deputies", "mandates", "deputy_groups", "group_members", "handovers", "handover_items"),
        *("opinions", "suggestions", "promises", "visits", "contacts", "attendances", "receptions", "villages"),
        *("staff", "service_records", "activities", "prints"),
    }
)
MANUAL = "terms"
SIDE = 190
SIDE_BY_SIDE = 900  # logical width from which the names of the steps stand beside them
LOW = 470  # logical height below which the sentences of the steps give way to their lists


class TermPage(QWidget):
    """A whole-page job; `left` when the person goes back to the list. Printing lies over the steps until it is left."""

    left = Signal()

    def __init__(self, desk: Desk, term_id: int) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session = desk.session
        self.term: Term = self.session.get(Term, term_id)
        self._room = desk.page("deputies")
        self.layers, self.frame, self.pages = QStackedWidget(), QFrame(), QStackedWidget()
        self.marks = [button("", role="nav") for _ in STEPS]
        self.steps: list[TermStep] = []
        self.back, self.on = button("上一步"), primary("下一步", icon="chevron-right")
        self._place = elided("", "soft")
        self._side = QWidget()
        self._build()
        for number, kind in enumerate(STEPS):
            step = kind(self)
            step.changed.connect(self._mark)
            self.steps.append(step)
            self.pages.addWidget(step)
            self.marks[number].clicked.connect(lambda _=False, at=number: self.go(at))
        inside = cast("list[QWidget]", self.steps[-1].findChildren(QWidget))
        last = [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus][-1]
        QWidget.setTabOrder(last, self.back)  # made before the steps, read after them
        QWidget.setTabOrder(self.back, self.on)
        self.leave.clicked.connect(self.left)
        self.back.clicked.connect(lambda: self.go(self.pages.currentIndex() - 1))
        self.on.clicked.connect(lambda: self.go(self.pages.currentIndex() + 1))
        desk.changes.changed.connect(self._tables_changed)
        self.go(self._first_open())

    # Build ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.frame.setProperty("role", "sheet")
        head = QFrame()
        head.setProperty("role", "bar")
        line = QHBoxLayout(head)
        line.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 18, 8)))
        line.setSpacing(theme.scaled(14))
        self.leave = button("返回", role="link", icon="arrow-left", key="Esc")
        line.addWidget(self.leave)
        line.addWidget(plain(f"{self.term.name}换届", "title"))
        line.addWidget(self._place, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(*(theme.scaled(side) for side in (10, 14, 4, 10)))
        side.setSpacing(theme.scaled(2))
        self._side.setFixedWidth(theme.scaled(SIDE))
        for mark in self.marks:
            mark.setCheckable(True)
            mark.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            side.addWidget(mark)
        side.addStretch(1)
        note = plain("做到哪一步都可以离开，\n以后接着办。", "note")
        side.addWidget(note)
        middle.addWidget(self._side)
        middle.addWidget(self.pages, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.on)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(middle, 1)
        column.addWidget(foot)
        self.layers.addWidget(self.frame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.layers)

    def minimumSizeHint(self) -> QSize:
        return self.layers.currentWidget().minimumSizeHint()

    # Steps ---------------------------------------------------------------------------------------------------------

    def go(self, number: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(number)
        only_current_counts(self.pages)
        step = self.steps[number]
        step.fill()
        self._mark()
        soft_focus(step.first_field())

    @property
    def step(self) -> TermStep:
        """The one in sight."""
        found = self.pages.currentWidget()
        assert isinstance(found, TermStep)
        return found

    def _first_open(self) -> int:
        """The first step where something is left to do; the last one of a closed term."""
        return next((at for at, step in enumerate(self.steps) if not step.is_done()), len(self.steps) - 1)

    def _mark(self) -> None:
        here = self.pages.currentIndex()
        for number, (mark, step) in enumerate(zip(self.marks, self.steps, strict=True)):
            sign = OPEN if number == here else DONE if step.is_done() else NOTHING
            said = "办好了" if step.is_done() else "还没有办好"
            mark.setText(f"{sign}　{number + 1}　{step.NAME}")
            mark.setChecked(number == here)
            mark.setAccessibleName(f"第 {number + 1} 步，{step.NAME}，{said}")
        self.back.setEnabled(here > 0)
        self.on.setEnabled(here < len(self.steps) - 1)
        make_primary(self.on, here < len(self.steps) - 1, icon="chevron-right")
        self._place.setText(f"第 {here + 1} 步，共 {len(self.steps)} 步：{self.steps[here].NAME}")

    def _tables_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self.term = self.session.get(Term, self.term.id)
            self.step.fill()
            self._mark()

    # What lies over the steps --------------------------------------------------------------------------------------

    def print_sheets(self, number: str, record_ids: Sequence[int]) -> None:
        """The print room with a form of these records."""

        def made() -> QWidget:
            from ...print_room import PrintRoom

            return PrintRoom(self.session, number, record_ids)

        self.open_job(made)

    def open_job(self, make: Callable[[], Any]) -> None:
        """Lay over the steps what has a signal `left`; a refusal is said instead."""
        job = attempt(self, make)
        if job is not None:
            job.left.connect(self.close_job)
            self.layers.addWidget(job)
            self.layers.setCurrentWidget(job)
            job.setFocus()

    def close_job(self) -> None:
        """Back to the steps."""
        while self.layers.currentWidget() is not self.frame:
            job = self.layers.currentWidget()
            self.layers.removeWidget(job)
            job.deleteLater()
        self.step.fill()
        self._mark()
        soft_focus(self.step.first_field())

    def step_back(self) -> bool:
        """Esc: what lies over the steps first."""
        if self.layers.currentWidget() is not self.frame:
            self.close_job()
            return True
        return False

    def print_open(self) -> None:
        """Ctrl+P in the print room that lies on top."""
        if (printing := getattr(self.layers.currentWidget(), "print_open", None)) is not None:
            printing()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._room.MANUAL = MANUAL  # F1 opens this chapter while the steps lie on the room

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        vars(self._room).pop("MANUAL", None)

    def setFocus(self, *_: Any) -> None:
        soft_focus(self.step.first_field())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(logical_width(self) >= SIDE_BY_SIDE)
        low = self.height() * 100 < LOW * theme.percent()
        for step in self.steps:
            step.fold(low)

    def buttons(self) -> dict[str, QPushButton]:
        """Every button of the step in sight, by its words, for tests."""
        found = cast("list[QPushButton]", self.step.findChildren(QPushButton))
        return {each.accessibleName(): each for each in found}
