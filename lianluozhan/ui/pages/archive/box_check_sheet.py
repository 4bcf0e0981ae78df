"""核对 of a box: 件号, 档号 or 纸号 typed or read by a hand scanner, each ticks its 件; the rest is missing (4.6.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.archive import box_checks, scan_files
from lianluozhan.models.archive.box_checks import Found
from lianluozhan.models.archive.record import Box
from lianluozhan.models.archive.scan_files import SeenCodes
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.session import Session

from ... import appearance, theme
from ...attempt import attempt
from ...background import Progress
from ...editors import LineEditor
from ...editors.line_editor import announce
from ...question import ask
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, plain, primary
from ..system.section_table import HeldRows
from ..system.task import Task

SEEN, UNSEEN, LENT = "在盒内", "没见到", "借出"
COLUMNS = (
    Column("件号", "label", width=110),
    Column("题名", "title"),
    Column("页", "pages", align="right", width=52),
    Column("核对", "state", width=240),
)
HOW = "拿起一件，写件号按 Enter；有扫码枪的，对着纸角的码扫一下。空格在清单里勾。"


class CheckSheet(QWidget):
    """`kept` says the id of the box. What is typed goes to the line at the top, wherever the last tick was."""

    left = Signal()
    kept = Signal(int)

    def __init__(self, session: Session, box_id: int) -> None:
        super().__init__()
        self._session, self.box = session, session.get(Box, box_id)
        self.lines = box_checks.expected(session, box_id)
        self.seen: dict[int, None] = {}
        self.foreign: dict[int, Found] = {}
        self._reading: Task | None = None
        self.typed = LineEditor("typed", max_length=60, hint="件号、档号或纸号，按 Enter")
        self.typed.setAccessibleName("手里这一件的件号、档号或纸号")
        self.said, self.strange, self.counted = Words("", "lead"), Words("", "hint"), plain("", "soft")
        self.table = RecordTable(COLUMNS, HeldRows(self._rows()))
        self.table.setAccessibleName("应在盒内的件")
        self.note = LineEditor("note", max_length=100, hint="核对说明，可以不写")
        self.note.setAccessibleName("核对说明")
        self._build()
        self.setFocusProxy(self.typed)
        self.typed.returnPressed.connect(self.take)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(lambda _: self.turn())
        shortcut(self, "save", self.keep)
        shortcut(self.table, "Space", self.turn, words="勾上或者去掉勾")
        self.table.installEventFilter(self)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scanner types: its first character over the list already goes to the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = event.text()
            if typed.isprintable() and typed.strip():
                self.typed.setFocus()
                self.typed.selectAll()
                QApplication.sendEvent(self.typed, event)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QWidget()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        inside.setSpacing(theme.scaled(6))
        box = self.box
        unit = f" {box.unit}" if box.unit else ""
        top = QHBoxLayout()
        top.setSpacing(theme.scaled(12))
        top.addWidget(Words(f"核对 {box.year}年 {box.retention.label}{unit} {box.number} 号盒", "title"), 1)
        top.addWidget(self.counted)
        inside.addLayout(top)
        inside.addWidget(Words(HOW, "soft"))
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(10))
        line.addWidget(self.typed, 2)
        line.addWidget(self.said, 3)
        inside.addLayout(line)
        inside.addWidget(self.strange)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        row.addWidget(plain("说明", "soft"))
        row.addWidget(self.note, 1)
        self.scan_button = button("用扫描件核对", icon="scan")
        self.scan_button.clicked.connect(self.ask_folder)
        row.addWidget(self.scan_button)
        self.leave_button, self.keep_button = button("不核对了", key="Esc"), primary("存核对结果", "Ctrl+S")
        self.leave_button.clicked.connect(self._leave)
        self.keep_button.clicked.connect(self.keep)
        row.addWidget(self.leave_button)
        row.addWidget(self.keep_button)
        return foot

    # What was seen -----------------------------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        return [
            {
                "id": line.item_id,
                "label": line.label,
                "title": line.title,
                "pages": line.pages,
                "state": self._state(line),
            }
            for line in self.lines
        ]

    def _state(self, line: box_checks.Expected) -> str:
        if line.item_id in self.seen:
            return f"✓ {SEEN}" + (f"（登记为{line.lent_words}）" if line.lent_on else "")
        return line.lent_words or UNSEEN

    def take(self) -> None:
        """Tick what was typed or scanned; the line is ready for the next one."""
        try:
            found = box_checks.find_seen(self._session, self.box.id, self.typed.text())
        except RuleError as refused:
            self._say(str(refused))
            self.typed.selectAll()
            return
        again = found.item_id in self.seen or found.item_id in self.foreign
        if found.belongs:
            self.seen[found.item_id] = None
        else:
            self.foreign[found.item_id] = found
        self._show(found.item_id if found.belongs else None)
        self._say(f"{found.words}{'，已经点过' if again else ''}")
        self.typed.clear()

    # A folder of scans -------------------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Scans of what lies in the box, or the way to stop reading them."""
        if self._reading is not None:
            self._reading.cancel()
            return
        folder = QFileDialog.getExistingDirectory(self, "选存放扫描件的文件夹", appearance.scan_folder())
        if folder:
            self.read_folder(Path(folder))

    def read_folder(self, folder: Path) -> Task:
        """Look for the 纸号 on all pages of a folder; nothing of it is stored."""

        def work(progress: Progress, cancelled: Callable[[], bool]) -> SeenCodes:
            return scan_files.codes_in([folder], progress, cancelled)

        self._reading = task = Task(work)
        self._weigh()
        task.moved.connect(self._read_on)
        task.ended.connect(self._read_out)
        return task.start()

    def _read_on(self) -> None:
        if self._reading is not None:
            self.said.setText(f"正在读第 {self._reading.done} 个文件，共 {self._reading.total} 个")

    def _read_out(self) -> None:
        task, self._reading = self._reading, None
        self._weigh()
        if task is None or task.stopped:
            self._say("没有读完，扫描件没有算进来。")
        elif isinstance(task.fault, RuleError | StorageError):
            self._say(str(task.fault))
        elif task.fault is not None:
            raise task.fault
        else:
            self._take_scanned(task.result)

    def _take_scanned(self, seen: SeenCodes) -> None:
        codes = [(each.form, each.record_id) for each in seen.found if each.form]
        found, unknown = box_checks.find_scanned(self._session, self.box.id, codes)
        for each in found:
            if each.belongs:
                self.seen[each.item_id] = None
            else:
                self.foreign[each.item_id] = each
        self._show(None)
        said = [f"扫描件里认出 {len(found)} 件"]
        said += [f"{unknown} 个纸号不是归档的件"] if unknown else []
        said += [f"{len(seen.unread)} 页没有认出，请照纸上的件号写：{seen.unread[0]}"] if seen.unread else []
        self._say("；".join(said).rstrip("。") + "。")

    def _weigh(self) -> None:
        self.scan_button.setText("停下" if self._reading else "用扫描件核对")
        self.keep_button.setEnabled(self._reading is None)

    # By hand -----------------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Tick the current line of the list, or take its tick away."""
        row = self.table.current()
        if row is None:
            return
        if row["id"] in self.seen:
            del self.seen[row["id"]]
        else:
            self.seen[row["id"]] = None
        self._show(row["id"])

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == len(COLUMNS) - 1:
            self.turn()

    def _show(self, item_id: int | None) -> None:
        self.table.records.loaded.slices = HeldRows(self._rows())
        self.table.reload()
        while item_id is not None and not self.table.select(item_id):
            if not self.table.records.canFetchMore():
                break
            self.table.records.fetchMore()
        self._tell()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        announce(self.typed, words)

    def _tell(self) -> None:
        lent = sum(1 for line in self.lines if line.lent_on and line.item_id not in self.seen)
        waiting = len(self.lines) - len(self.seen) - lent
        said = f"应有 {len(self.lines)} 件，见到 {len(self.seen)} 件，还差 {waiting} 件"
        self.counted.setText(said + (f"，借出 {lent} 件" if lent else ""))
        words = "；".join(found.words for found in self.foreign.values())
        self.strange.setText(f"请放回去：{words}" if words else "")
        self.strange.setVisible(bool(words))

    # Done --------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Enter what was seen."""
        seen = [*self.seen, *self.foreign]
        attempt(
            self,
            lambda: box_checks.check_box(self._session, self.box.id, seen, self.note.value()),
            saved=lambda _: self.kept.emit(self.box.id),
        )

    def step_back(self) -> bool:
        """Esc: stops the reading of scans, else asks first where something was ticked."""
        if self._reading is not None:
            self._reading.cancel()
            return True
        if not self.seen and not self.foreign:
            return False
        title = f"见到的 {len(self.seen) + len(self.foreign)} 件还没有存，不核对了？"
        return not ask(self, title, "不存就要从头再点。", "不核对了", "接着核对")

    def _leave(self) -> None:
        self.left.emit()
