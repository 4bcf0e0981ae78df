"""The work of 更换数据密钥 in front of everything else: how far it is, a way to stop it, then the sign-in page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models import rekeying
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.rekeying import NewKey, Prepared

from ... import theme
from ...layout_rules import QUESTION_WIDTH
from ...question import tell
from ...text import Words, button, plain
from .task import Task

if TYPE_CHECKING:
    from ...desk import Desk

PARTS = 1000


class NewKeyWork(QDialog):
    """Modal: nothing can be stored while the data are copied. Accepted when the new folder is whole and proven."""

    def __init__(self, parent: QWidget, task: Task) -> None:
        super().__init__(parent)
        self.task = task
        self.setWindowTitle("更换数据密钥")
        self.setModal(True)
        self.setFixedWidth(min(theme.scaled(QUESTION_WIDTH), parent.width()))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 22, 24, 16)))
        column.setSpacing(theme.scaled(10))
        column.addWidget(plain("正在更换数据密钥", "lead"))
        column.addWidget(Words("原来的数据一直没有动。停下或断电，都还是原来的样子。", "soft"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.bar.setRange(0, PARTS)
        column.addWidget(self.bar)
        self.words = Words("", "soft")
        column.addWidget(self.words)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.stop_button = button("停下", key="Esc")
        self.stop_button.clicked.connect(self.stop)
        foot.addWidget(self.stop_button)
        column.addLayout(foot)
        task.moved.connect(self._show)
        task.ended.connect(self._end)

    def stop(self) -> None:
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
        done, total = self.task.done, self.task.total
        self.bar.setValue(round(PARTS * done / total) if total else 0)
        self.words.setText("正在停下" if self.task.stopping else self.task.what)

    def _end(self) -> None:
        self.done(QDialog.DialogCode.Accepted if self.task.result is not None else QDialog.DialogCode.Rejected)


def carry_out(desk: Desk, wanted: NewKey) -> None:
    """Build, prove, switch and go back to the sign-in page; a refusal or a stop leaves everything as it was."""
    window, session = desk.window(), desk.session
    if (keep := getattr(window, "keep_drafts", None)) is not None:
        keep()
    task = Task(lambda progress, cancelled: rekeying.prepare(session, wanted, progress, cancelled))
    work = NewKeyWork(window, task)
    task.start()
    if task.running:
        work.exec()
    if isinstance(task.result, Prepared):
        try:
            rekeying.switch(session, task.result)
        except (RuleError, StorageError) as refusal:
            tell(window, str(refusal))
            return
        desk.restart_wanted.emit(desk.home)
        tell(window, _told(task.result), "数据密钥已更换")
    elif isinstance(task.fault, RuleError | StorageError):
        tell(window, str(task.fault))
    elif task.fault is not None:
        raise task.fault
    else:
        desk.say("已停下，没有更换，原来的数据没有动过")


def _told(made: Prepared) -> str:
    said = "请登录以后马上备份一次，再到“账号”里删去旧数据文件夹。入门码请当面交给本人。"
    if bad := [*made.missing, *made.damaged]:
        said += f"有 {len(bad)} 个附件更换以前就读不出来，例如“{bad[0]}”，已原样带过来；请从备份里取回。"
    return said
