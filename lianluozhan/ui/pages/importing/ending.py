"""While an import runs, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models.imports import Outcome

from ... import theme
from ...text import Words, button, danger, icon_label, plain, primary
from .checking import report_words


class RunningStage(QWidget):
    """A bar with what is done now; 取消 says what remains afterwards."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._words, self._after = plain("", "title"), Words("", "soft"), Words("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = button("取消")
        self.cancel_button.clicked.connect(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (60, 60, 60, 24)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(self._title)
        column.addWidget(self.bar)
        column.addWidget(self._words)
        column.addWidget(self._after)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def begin(self, title: str, after: str) -> None:
        """A new job: no number is known yet."""
        self._title.setText(title)
        self._words.setText("")
        self._after.setText(after)
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus()

    def show_progress(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._words.setText(f"已处理 {done:,} 件，还有 {total - done:,} 件")

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._words.setText("正在停下来…")
        self.cancelled.emit()


class EndingStage(QWidget):
    """The outcome in numbers, and what can be done with it."""

    finished = Signal()
    another = Signal()
    report_wanted = Signal()
    taking_back = Signal()

    FINISH = "完成，看社情民意"

    def __init__(self) -> None:
        super().__init__()
        self._title, self.words, self.note = Words("", "title"), Words(), Words("", "soft")
        self.report_button = button("保存未导入的行和原因", icon="save")
        self.back_button = danger("撤回这一批", icon="undo-2")
        self.finish_button = primary(self.FINISH)
        head = QHBoxLayout()
        head.setSpacing(theme.scaled(12))
        head.addWidget(icon_label("circle-check", "good", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(*(theme.scaled(side) for side in (60, 60, 60, 24)))
        inside.setSpacing(theme.scaled(12))
        inside.addLayout(head)
        inside.addWidget(self.words)
        inside.addWidget(self.report_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.note)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inside, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        another = button("再导入一个文件")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(another)
        row.addWidget(self.finish_button)
        another.clicked.connect(self.another)
        self.finish_button.clicked.connect(self.finished)
        self.report_button.clicked.connect(self.report_wanted)
        self.back_button.clicked.connect(self.taking_back)
        return foot

    def show_outcome(self, outcome: Outcome) -> None:
        drafts = outcome.imported - outcome.replied
        self._title.setText(f"已导入 {outcome.imported:,} 件")
        parts = [f"来自“{outcome.batch.file_name}”。已答复 {outcome.replied:,} 件"]
        parts.append(f"，草稿 {drafts:,} 件" if drafts else "")
        parts.append(f"；未导入 {len(outcome.plan.bad):,} 行，可以保存下来，改好再导入。" if outcome.plan.bad else "。")
        self.words.setText("".join(parts))
        self.report_button.setVisible(bool(outcome.plan.bad or outcome.plan.remarks))
        self.report_button.setText(f" {report_words(outcome.plan)}")
        self.note.setText("")
        self.finish_button.setFocus()
