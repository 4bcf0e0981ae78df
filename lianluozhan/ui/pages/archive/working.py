"""Long work of the archive off the GUI thread, with a bar: some of it can be stopped, one whole act cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models.errors import RuleError, StorageError

from ... import theme
from ...background import Progress, Work
from ...layout_rules import QUESTION_WIDTH
from ...question import tell
from ...text import Words, button, plain
from ..system.task import Task

Result = TypeVar("Result")
SOON = 300  # milliseconds within which an act is over and nothing is shown
WHOLE = "这一步一次办完，中途不能停。"


class WorkDialog(QDialog):
    """Modal: nothing else is written meanwhile. Accepted when the work is done."""

    def __init__(
        self, parent: QWidget, task: Task, lead: str, about: str, *, title: str, can_stop: bool = True
    ) -> None:
        super().__init__(parent.window())
        self.task, self.can_stop = task, can_stop
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(min(theme.scaled(QUESTION_WIDTH), parent.window().width()))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 22, 24, 16)))
        column.setSpacing(theme.scaled(10))
        column.addWidget(plain(lead, "lead"))
        column.addWidget(Words(about, "soft"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.bar.setRange(0, 0)
        column.addWidget(self.bar)
        self.words = Words("正在准备" if can_stop else "", "soft")
        column.addWidget(self.words)
        if can_stop:
            column.addLayout(self._foot())
        task.moved.connect(self._show)
        task.ended.connect(self._end)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.stop_button = button("停下", key="Esc")
        self.stop_button.clicked.connect(self.stop)
        foot.addWidget(self.stop_button)
        return foot

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        if self.can_stop:
            self.stop_button.setEnabled(False)
            self.task.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(not self.task.running)
        if self.task.running:
            self.stop()

    def _show(self) -> None:
        self.bar.setRange(0, max(self.task.total, 1))
        self.bar.setValue(self.task.done)
        self.words.setText("正在停下" if self.task.stopping else self.task.what)

    def _end(self) -> None:
        whole = self.task.fault is None and not self.task.stopped
        self.done(QDialog.DialogCode.Accepted if whole else QDialog.DialogCode.Rejected)


def run(page: QWidget, work: Work, title: str, lead: str, about: str) -> Any:
    """What the work made, or None where it was stopped or refused; a refusal is said."""
    task = Task(work)
    dialog = WorkDialog(page, task, lead, about, title=title)
    task.start()
    if task.running:
        dialog.exec()
    dialog.deleteLater()
    if isinstance(task.fault, RuleError | StorageError):
        tell(page, str(task.fault))
    elif task.fault is not None:
        raise task.fault
    return task.result


def at_once(page: QWidget, lead: str, deed: Callable[[], Result]) -> Result:
    """Do one act of the models, whole or not at all, while the window goes on painting; its refusal is raised here.

    A small window says what is going on as soon as it takes longer than a moment.
    """

    def work(_: Progress, __: Callable[[], bool]) -> Result:
        return deed()

    task = Task(work)
    soon = QEventLoop()
    task.ended.connect(soon.quit)
    task.start()
    QTimer.singleShot(SOON, soon, soon.quit)
    if task.running:
        soon.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if task.running:
        dialog = WorkDialog(page, task, lead, WHOLE, title="请稍等", can_stop=False)
        dialog.exec()
        dialog.deleteLater()
    if task.fault is not None:
        raise task.fault
    result: Result = task.result
    return result
