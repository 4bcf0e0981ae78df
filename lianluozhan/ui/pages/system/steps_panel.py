"""A long job on the screen: its steps, the one under way with a bar and how much is left, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from ... import theme
from ...editors.attachment_editor import size_words
from ...icons import icon
from ...text import Words, button, plain
from .task import Task

PARTS = 1000


class Mark(QWidget):
    """A ring for a step to come, an arc for the one under way, a ticked ring for one that is done."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "waiting"
        self.setFixedSize(theme.scaled(20), theme.scaled(20))

    def show_state(self, state: str) -> None:
        self.state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.state == "done":
            icon("circle-check", "good").paint(painter, self.rect())
            return
        side = self.width()
        area = QRectF(2, 2, side - 4, side - 4)
        under_way = self.state == "running"
        painter.setPen(QPen(theme.colour("accent" if under_way else "ink_off"), theme.scaled(2) or 1))
        if under_way:
            painter.drawArc(area, 60 * 16, 280 * 16)
        else:
            painter.drawEllipse(area)


class _Step(QFrame):
    def __init__(self, title: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.scaled(5), 0, theme.scaled(5))
        row.setSpacing(theme.scaled(12))
        self.mark, self.title, self.time = Mark(), Words(title), plain("", "note")
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.title, 1)
        row.addWidget(self.time)

    def show_state(self, state: str, at: str) -> None:
        if state != self.mark.state and state == "done":
            self.time.setText(at)
        self.mark.show_state(state)
        self.title.setProperty("role", "strong" if state == "running" else "soft" if state == "waiting" else "")
        self.title.style().unpolish(self.title)
        self.title.style().polish(self.title)


class StepsPanel(QWidget):
    """`show_step` says which step is under way; what the bar shows comes from the task."""

    def __init__(self, steps: Sequence[str], stop_words: str = "取消") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.steps = [_Step(f"{number}　{title}") for number, title in enumerate(steps, 1)]
        for step in self.steps:
            column.addWidget(step)
        self.bar = QProgressBar()
        self.bar.setRange(0, PARTS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.words = plain("", "soft")
        self.stop_button = button(stop_words)
        self.stop_button.clicked.connect(self._stop)
        line = QHBoxLayout()
        line.setContentsMargins(0, theme.scaled(6), 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.stop_button)
        column.addSpacing(theme.scaled(8))
        column.addWidget(self.bar)
        column.addLayout(line)
        self._task: Task | None = None
        self._at = -1

    def follow(self, task: Task) -> None:
        """Show another task from its beginning."""
        self._task, self._at = task, -1
        for step in self.steps:
            step.time.setText("")
        self.stop_button.setEnabled(not task.stopping)

    def show_step(self, at: int, words: str = "") -> None:
        """The step `at` (from 0) is under way; the bar stands where the task is."""
        task = self._task
        if task is None:
            return
        if at != self._at:
            self._at, now = at, f"{datetime.now():%H:%M}"
            for number, step in enumerate(self.steps):
                step.show_state("done" if number < at else "running" if number == at else "waiting", now)
        self.bar.setValue(round(PARTS * task.done / task.total) if task.total else 0)
        self.words.setText("正在停下" if task.stopping else words)

    def _stop(self) -> None:
        if self._task is not None:
            self.stop_button.setEnabled(False)
            self._task.cancel()


class JobPanel(QWidget):
    """A whole job with its title, what holds while it runs, and its steps; `ended` when it is over."""

    ended = Signal()

    def __init__(self, title: str, about: str, steps: Sequence[str], step_of: Callable[[Task], int]) -> None:
        super().__init__()
        self.task: Task | None = None
        self._before: QWidget | None = None  # what had the focus when the job began
        self._step_of = step_of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(4))
        column.addWidget(Words(title, "title"))
        column.addWidget(Words(about, "soft"))
        column.addSpacing(theme.scaled(6))
        self.panel = StepsPanel(steps)
        column.addWidget(self.panel)
        column.addStretch(1)

    def follow(self, task: Task) -> None:
        """Show this task until it ends; it may be under way already. The focus is at the way to stop it meanwhile."""
        self.task = task
        self.panel.follow(task)
        task.moved.connect(self._show)
        task.ended.connect(self._end)
        self._show()
        self._before = self._focus_of_page()
        if self._before is not None:
            self.panel.stop_button.setFocus()

    def _end(self) -> None:
        """Whatever began the job has the focus again, unless the person or the end of the job moved it."""
        before, held = self._before, self.window().focusWidget() is self.panel.stop_button
        self.ended.emit()
        if held and before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()

    def _focus_of_page(self) -> QWidget | None:
        """What has the focus in the page that this panel is on."""
        here, page = self.window().focusWidget(), self.parentWidget()
        while page is not None and not hasattr(page, "take_focus"):
            page = page.parentWidget()
        inside = here is not None and page is not None and page.isAncestorOf(here) and self.isVisible()
        return here if inside else None

    def _show(self) -> None:
        if self.task is not None:
            left = self.task.total - self.task.done
            self.panel.show_step(self._step_of(self.task), f"还剩 {size_words(left)}" if left > 0 else "")
