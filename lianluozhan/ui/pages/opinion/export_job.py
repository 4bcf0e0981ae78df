"""Writing the list as an Excel file: shown first, asked where, written in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lianluozhan.models import exports
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session

from ...background import Job, Progress, in_background
from ...drawer import Drawer
from ...editors import TickEditor
from ...question import tell


class ExportJob(QObject):
    """`progressed` with what is done now, `ended` with a sentence when it was written or stopped."""

    progressed = Signal(str)
    ended = Signal(str)

    def __init__(self, pane: QWidget, session: Session) -> None:
        super().__init__(pane)
        self._pane, self._session = pane, session
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def open(self, listing: Listing, title: str, total: str, ids: Sequence[int], left_out: frozenset[int]) -> None:
        """Say what will be written, then ask where."""
        if self.busy:
            raise RuleError("上一次导出还没有写完。请等它写完，或者先取消。")
        drawer = Drawer(self._pane, f"导出 {total} 件", title, act="选存放的位置")
        drawer.fields.add_words(f"写成一个 Excel 文件，一件一行，{len(exports.FIELDS)} 列：")
        drawer.fields.add_words("、".join(field.title for field in exports.FIELDS))
        drawer.fields.add_words(
            "编号、电话按文字写，日期按日期写，表头固定，可以筛选。谁在什么时候导出，操作日志里有。"
        )
        whole = TickEditor("unmasked", "写全姓名和电话，包括要求保密的")
        whole.setVisible(self._session.may("opinion.unmask"))
        drawer.fields.add(whole)
        drawer.fields.add_words("不勾的，电话隐去中间几位，要求保密的不写姓名电话。", "hint")

        def start(_: dict[str, Any]) -> None:
            if path := self._ask_where(title):
                self._write(listing, title, path, ids, left_out, unmasked=whole.value())

        drawer.open(start)

    def _ask_where(self, title: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = "".join(c for c in title if c.isalnum() or c in "，（）")[:40] or "清单"
        wanted = str(Path(folder) / f"社情民意 {name} {self._session.today.isoformat()}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self._pane, "导出 Excel", wanted, "Excel 表格 (*.xlsx)")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

    def _write(
        self,
        listing: Listing,
        title: str,
        path: Path,
        ids: Sequence[int],
        left_out: frozenset[int],
        *,
        unmasked: bool,
    ) -> None:
        def write(progress: Progress, cancelled: Any) -> tuple[Path, int]:
            count = exports.write(
                self._session,
                exports.rows_of(listing, ids, left_out),
                path,
                title,
                unmasked=unmasked,
                tick=lambda done: progress(done, 0, "正在导出"),
                cancelled=cancelled,
            )
            return path, count

        job = in_background(QCoreApplication.instance() or self, write)  # it may outlive the room
        job.progressed.connect(lambda done, _, what: self.progressed.emit(f"{what}，已写 {done} 件"))
        job.done.connect(lambda found: self._end(f"已导出 {found[1]} 件，存为“{found[0].name}”。"))
        job.stopped.connect(lambda: self._end("已取消导出，没有存文件。"))
        job.failed.connect(self._fail)
        job.finished.connect(job.deleteLater)
        self._job = job
        self.progressed.emit("正在导出")
        job.start()

    def _fail(self, fault: Exception) -> None:
        self._end("")
        if not isinstance(fault, RuleError | StorageError):
            raise fault
        tell(self._pane, str(fault))

    def _end(self, sentence: str) -> None:
        self._job = None
        self.progressed.emit("")
        self.ended.emit(sentence)
