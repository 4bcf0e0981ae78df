"""Where an import begins: a file is chosen or dropped; earlier imports can be taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import imports
from lianluozhan.models.imports.apart import LARGEST_FILE
from lianluozhan.models.imports.sheets import MOST_ROWS
from lianluozhan.models.permissions import who_may
from lianluozhan.models.session import Session

from ... import theme
from ...record_table import Column
from ...text import Words, danger, icon_label, plain, primary
from .rows import table_of

KINDS = "表格 (*.xlsx *.xls *.csv)"
LIMITS = (
    f"Excel 表格（.xlsx、.xls）或 .csv，不超过 {LARGEST_FILE // 1_000_000} MB、{MOST_ROWS // 10_000} 万行。"
    "文件不会改动；先预检，您确认以后才存。"
)
COLUMNS = (
    Column("导入日期", "imported_on", width=112),
    Column("文件", "file_name"),
    Column("导入人", "imported_by_name", width=90),
    Column("导入", "row_count", lambda count: f"{count:,} 件", "right", 92),
    Column("未导入", "refused_count", lambda count: f"{count:,} 行", "right", 92),
    Column("撤回", "taken_back_on", lambda day: f"{day} 已撤回", width=160),
)


class ChoosingStage(QWidget):
    """`chosen` tells the path, `taking_back` the batch that somebody wants undone."""

    chosen = Signal(Path)
    taking_back = Signal(object)

    KIND, COLUMNS, KINDS, LIMITS = imports.ImportKind.OPINIONS, COLUMNS, KINDS, LIMITS
    IMPORT, TAKE_BACK = "opinion.import", "opinion.take_back_import"
    AFTER = "撤回后这一批的件全部作废；有件已经办理或改动过的，不能整批撤回。"
    IS_BACK = "那些件都作废了。"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.problem = Words("", "problem")
        self.choose_button = primary("选择文件", icon="folder-open")
        self.back_button = danger("撤回这一批", icon="undo-2")
        self.batches = table_of(self.COLUMNS, imports.batches(session, self.KIND), "以前导入的")
        self.batches.setMinimumHeight(theme.scaled(84))
        self._none = Words("还没有导入过。", "soft")
        self._why = Words("", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 16, 18, 0)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(self._drop_place())
        column.addWidget(plain("以前导入的", "lead"))
        column.addWidget(self._none)
        column.addWidget(self.batches, 1)
        self._foot = self._foot_line()
        column.addWidget(self._foot)
        self._rest = QWidget()  # keeps what is above at the top while there is no table
        column.addWidget(self._rest, 1)
        self.setAcceptDrops(session.may(self.IMPORT))
        self.choose_button.clicked.connect(self.choose)
        self.back_button.clicked.connect(lambda: self.taking_back.emit(self.batches.current()))
        self.batches.chosen.connect(self._weigh)
        self.reload()

    def _drop_place(self) -> QFrame:
        place = QFrame()
        place.setProperty("role", "inset")
        line = QHBoxLayout(place)
        line.setContentsMargins(*(theme.scaled(side) for side in (18, 16, 18, 16)))
        line.setSpacing(theme.scaled(16))
        line.addWidget(icon_label("upload", "ink_faint", 40), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(4))
        may = self.session.may(self.IMPORT)
        words.addWidget(plain("把表格拖到这里，或者选择文件" if may else "您的账号不能导入", "lead"))
        self._limits = Words(self.LIMITS if may else f"导入由{who_may(self.IMPORT)}办理。", "soft")
        words.addWidget(self._limits)
        words.addWidget(self.problem)
        self.problem.hide()
        line.addLayout(words, 1)
        line.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignTop)
        self.choose_button.setVisible(may)
        return place

    def _foot_line(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, theme.scaled(12))
        row.addWidget(self.back_button)
        row.addWidget(self._why, 1)
        return foot

    def reload(self) -> None:
        """Read the earlier imports again."""
        self.batches.reload()
        some = self.batches.records.loaded.total > 0
        self._none.setVisible(not some)
        self._rest.setVisible(not some)
        self.batches.setVisible(some)
        self._foot.setVisible(some)
        if some and not self.batches.selectionModel().hasSelection():
            self.batches.setCurrentIndex(self.batches.records.index(0, 0))
        self._weigh(self.batches.current())

    def _weigh(self, row: dict[str, Any] | None) -> None:
        may = self.session.may(self.TAKE_BACK)
        why = ""
        if not may:
            why = f"撤回由{who_may(self.TAKE_BACK)}办理。"
        elif row and row["taken_back_on"]:
            day = date.fromisoformat(row["taken_back_on"])
            why = f"这一批已于 {day.month}月{day.day}日撤回，{self.IS_BACK}"
        elif row:
            why = self.AFTER
        self._why.setText(why)
        self.back_button.setEnabled(may and row is not None and not row["taken_back_on"])

    def say(self, sentence: str) -> None:
        """Why the file was not taken, in place of what may be chosen."""
        self.problem.setText(sentence)
        self._limits.setVisible(not sentence)
        self.problem.setVisible(bool(sentence))

    def choose(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "选择要导入的表格", "", self.KINDS)
        if found:
            self.chosen.emit(Path(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is said of files keeps all its lines, also where the window is low."""
        super().resizeEvent(event)
        for words in (self._limits, self.problem):
            words.setMinimumHeight(words.heightForWidth(words.width()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))
