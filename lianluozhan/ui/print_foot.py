"""The foot of the print room's left side: what to beware of, what was done, and the three ways to have the sheets."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from . import theme
from .icons import icon
from .text import Words, button, icon_label, link, primary, tip


class PrintFoot(QFrame):
    """Saving is possible without a printer; the filled button is printing."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 9, 18, 12)))
        column.setSpacing(theme.scaled(8))
        self._warning, self.warning_words = _noted("triangle-alert", "soon")
        self._said, self.said_words = _noted("circle-check", "good")
        self.open_folder = link("打开文件夹")
        said_row = self._said.layout()
        assert isinstance(said_row, QHBoxLayout)
        said_row.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._warning)
        column.addWidget(self._said)
        column.addWidget(self._work_line())
        self.save_pdf, self.save_word = button("存为 PDF", key="Ctrl+S"), button("存为 Word")
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.save_pdf, 1)
        row.addWidget(self.save_word, 1)
        column.addLayout(row)
        self.print = primary("打印", "Ctrl+P", icon="printer")
        column.addWidget(self.print)

    def _work_line(self) -> QWidget:
        self._work = QWidget()
        column = QVBoxLayout(self._work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(6))
        row = QHBoxLayout()
        self.work_words = Words("")
        self.stop = button("取消", key="Esc")
        self.stop.clicked.connect(self.stop_wanted.emit)
        row.addWidget(self.work_words, 1)
        row.addWidget(self.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        column.addLayout(row)
        column.addWidget(self.bar)
        self._work.hide()
        return self._work

    def name_print(self, words: str, *, may_print: bool, may_save: bool) -> None:
        """What the filled button does, and whether it can be done now."""
        self.print.setText(f" {words}  Ctrl+P")
        self.print.setAccessibleName(words)
        self.print.setEnabled(may_print)
        self.print.setIcon(icon("printer", "on_accent" if may_print else "ink_off", 18))
        self.save_pdf.setEnabled(may_save)
        self.save_word.setEnabled(may_save)

    def warn(self, words: str) -> None:
        """What will not be on the paper."""
        self.warning_words.setText(words)
        tip(self.warning_words, words)  # in a low window the end of many words may be out of sight
        self._warning.setVisible(bool(words))

    def say(self, words: str, *, folder: bool = False) -> None:
        """What was just done."""
        self.said_words.setText(words)
        self.open_folder.setVisible(folder)
        self._said.setVisible(bool(words))

    def show_work(self, words: str, done: int = 0, total: int = 0) -> None:
        """What is being done and how far it is; empty words when it has ended."""
        self._work.setVisible(bool(words))
        if words:
            self._said.hide()
            self.work_words.setText(words)
            self.bar.setRange(0, total)
            self.bar.setValue(done)


def _noted(name: str, colour: str) -> tuple[QWidget, Words]:
    """A sentence beside an icon, out of sight until it is filled."""
    line, words = QWidget(), Words("")
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.scaled(8))
    row.addWidget(icon_label(name, colour, 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    line.hide()
    return line, words
