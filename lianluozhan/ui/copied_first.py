"""A change of many waits for its copy with a small window, so that the program answers while the copy is made (4.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models.backup import copies
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.backup.job import Job
from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session

from . import theme
from .background import Progress
from .pages.system.task import Task
from .text import Words, button

Result = TypeVar("Result")
WIDTH = 400
SOON = 400  # milliseconds within which the copy of a small station is there and nothing is shown
STOPPED = "已经停下，什么都没有改。"


def copied_first(
    parent: QWidget, session: Session, why: Why, deed: Callable[[], Result], *, records: int | None = None
) -> Result:
    """Do the deed once the copy lies there; what refuses the copy refuses the deed. Few `records` need none."""
    if (records is None or records >= copies.MANY) and copies.has_changed(session):
        waiting = _Waiting(parent, session, why)
        try:
            waiting.finish()
        finally:
            waiting.deleteLater()
    return deed()


class _Waiting(QDialog):
    """Shown until the copy is there, or was stopped."""

    def __init__(self, parent: QWidget, session: Session, why: Why) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("正在留副本")
        self.setModal(True)
        self.setFixedWidth(theme.scaled(WIDTH))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self.stop_button = button("取消", key="Esc")
        self.stop_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.scaled(20)] * 4)
        column.setSpacing(theme.scaled(10))
        column.addWidget(Words("正在留副本", "lead"))
        column.addWidget(Words(f"{why.label}先在这台电脑里留一份副本，万一弄错了可以回到现在。", "soft"))
        column.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop_button)
        column.addLayout(foot)

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Any:
            copies.before(session, why, Job(progress, cancelled))

        self._task = Task(work)
        self._task.moved.connect(self._move)
        self._task.ended.connect(self.accept)

    def finish(self) -> None:
        """Wait; RuleError if the person stopped it, and whatever refused the copy."""
        self._task.start()
        soon = QEventLoop()
        self._task.ended.connect(soon.quit)
        QTimer.singleShot(SOON, soon.quit)
        if self._task.running:
            soon.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if self._task.running:
            self.exec()
        if self._task.stopped or self._task.stopping:
            raise RuleError(STOPPED)
        if self._task.fault is not None:
            raise self._task.fault

    def _move(self) -> None:
        if self._task.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * self._task.done / self._task.total))

    def reject(self) -> None:
        """Ask the copy to stop; the window goes when it has."""
        self.stop_button.setEnabled(False)
        self._task.cancel()
