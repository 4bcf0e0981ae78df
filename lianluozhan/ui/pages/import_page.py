"""Taking in somebody else's ledger: file, dry run, import, result; earlier imports can be taken back (5.1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models import imports
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.imports import Table
from lianluozhan.models.session import Session

from .. import theme
from ..attempt import attempt
from ..background import Job, Work, in_background
from ..copied_first import copied_first
from ..focus_keys import first_stop
from ..question import ask
from ..room_frame import only_current_counts
from ..text import button, elided, plain
from .importing.checking import CheckingStage
from .importing.ending import RunningStage
from .importing.ways import OpinionWay

TABLES = frozenset({"import_batches"})
REPORT = "未导入的行和原因.xlsx"


class ImportPanel(QWidget):
    """A whole-page job; `left` when the person is done. `changes_parent` is what announces changed tables."""

    left = Signal()

    def __init__(self, session: Session, changes_parent: Any = None, way: OpinionWay | None = None) -> None:
        super().__init__()
        self.session, self.way = session, way or OpinionWay(session)
        self.plan: Any = None
        self.outcome: Any = None
        self.running = RunningStage()
        self.choosing, self.ending = self.way.make_stages()
        self.checking: CheckingStage | None = None
        self._job: Job | None = None
        self._wait = QTimer(self, singleShot=True, interval=250)
        self._wait.timeout.connect(self._check)
        self.stages = QStackedWidget()
        for stage in (self.choosing, self.running, self.ending):
            self.stages.addWidget(stage)
        self._step = elided("", "soft")
        self._build()
        self._connect()
        if changes_parent is not None:
            changes_parent.changed.connect(self._tables_changed)
        self._front(self.choosing, "第 1 步，共 3 步：选文件")

    def _build(self) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        head = QFrame()
        head.setProperty("role", "bar")
        line = QHBoxLayout(head)
        line.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 18, 8)))
        line.setSpacing(theme.scaled(14))
        self.leave = button("返回", role="link", icon="arrow-left", key="Esc")
        line.addWidget(self.leave)
        line.addWidget(plain(self.way.TITLE, "title"))
        line.addWidget(self._step, 1)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.stages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.left)
        self.choosing.chosen.connect(self.read)
        self.choosing.taking_back.connect(self._take_back)
        self.running.cancelled.connect(self._cancel)
        self.ending.finished.connect(self.left)
        self.ending.another.connect(self.begin)
        self.ending.report_wanted.connect(self.save_report)
        self.ending.taking_back.connect(self._take_back_last)

    def _front(self, stage: QWidget, step: str) -> None:
        self.stages.setCurrentWidget(stage)
        only_current_counts(self.stages)
        self._step.setText(step)
        inside: Any = stage.findChildren(QWidget)
        self.setFocusProxy(first_stop(inside) or self.choosing.choose_button)  # where one comes back to

    def _tables_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self.choosing.reload()

    # File and dry run --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Back to choosing a file."""
        self._wait.stop()
        self.plan = None
        if self.checking is not None:
            self.stages.removeWidget(self.checking)
            self.checking.deleteLater()
            self.checking = None
        self.choosing.reload()
        self._front(self.choosing, "第 1 步，共 3 步：选文件")
        self.choosing.choose_button.setFocus()

    def read(self, path: Path) -> None:
        """Read a file in another process."""
        self.choosing.say("")
        self._front(self.running, "第 1 步，共 3 步：选文件")
        self.running.begin(f"正在读取“{path.name}”", "取消以后可以另选一个文件。")
        self._start(lambda progress, cancelled: self.way.read_file(path, cancelled), self._have_read)

    def _have_read(self, table: Table) -> None:
        self.checking = self.way.make_checking(table)
        self.checking.changed.connect(self._wait.start)
        self.checking.carry_out.connect(self.carry_out)
        self.checking.other_file.connect(self.begin)
        self.checking.report_wanted.connect(self.save_report)
        self.stages.addWidget(self.checking)
        sheet = f"，表“{table.sheet}”" if table.sheet else ""
        self._front(self.checking, f"第 2 步，共 3 步：预检　{table.path.name}{sheet}")
        self._check()

    def _check(self) -> None:
        """Find the numbers for the columns as they stand now."""
        if self.checking is None:
            return
        if self._job is not None:  # the last one still runs: look again when it is done
            self._wait.start()
            return
        self.plan = None
        self.checking.show_waiting()
        plan = self.way.planning(self.checking)
        self._start(lambda progress, cancelled: plan(), self._have_plan)

    def _have_plan(self, plan: Any) -> None:
        if self.checking is not None and not self._wait.isActive():
            self.plan = plan
            self.checking.show_plan(plan)

    # Carrying out ------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Store the good rows in one go."""
        plan = self.plan
        if plan is None or self._job is not None:
            return
        self._front(self.running, "第 3 步，共 3 步：导入")
        count = f"{self.way.planned_count(plan):,} {self.way.UNIT}"
        self.running.begin(f"正在导入 {count}", f"取消以后一{self.way.UNIT}也不会留下，原来的内容不变。")

        def work(progress: Any, cancelled: Any) -> Any:
            return self.way.store(plan, lambda done, total: progress(done, total, "导入"), cancelled)

        self._start(work, self._have_outcome)

    def _have_outcome(self, outcome: Any) -> None:
        self.outcome = outcome
        self.ending.back_button.setVisible(self.session.may(self.choosing.TAKE_BACK))
        self.ending.show_outcome(outcome)
        self._front(self.ending, "第 3 步，共 3 步：导入")
        self.choosing.reload()

    def save_report(self) -> None:
        """Write the rows that stay out, and why, to where the person says."""
        result = self.plan if self.stages.currentWidget() is self.checking else self.outcome
        name, _ = QFileDialog.getSaveFileName(self, "保存未导入的行和原因", REPORT, "Excel 表格 (*.xlsx)")
        if result is None or not name:
            return
        path = Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")

        def deed() -> Path:
            imports.write_report(result, path)
            return path

        attempt(self, deed, saved=self._say_saved)

    def _say_saved(self, path: Path) -> None:
        said = f"已保存到“{path.name}”，改好以后可以直接再导入。"
        if self.checking is not None and self.stages.currentWidget() is self.checking:
            self.checking.say(said)
        else:
            self.ending.note.setText(said)

    # Taking back -------------------------------------------------------------------------------------------------

    def _take_back(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self.take_back(int(row["id"]), int(row["row_count"]), str(row["file_name"]))

    def _take_back_last(self) -> None:
        if self.outcome is not None:
            batch = self.outcome.batch
            self.take_back(batch.id, batch.row_count or 0, batch.file_name)

    def take_back(self, batch_id: int, count: int, name: str) -> None:
        """Void a whole batch, after one question."""
        if not ask(
            self,
            f"撤回“{name}”导入的 {count:,} {self.way.UNIT}？",
            self.way.BACK_WORDS,
            "撤回这一批",
            "不撤回",
        ):
            return

        def deed() -> imports.ImportBatch:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                return copied_first(self, self.session, Why.TAKE_BACK, lambda: self.way.undo(batch_id))
            finally:
                QGuiApplication.restoreOverrideCursor()

        attempt(self, deed, saved=lambda _: self.begin())

    # Jobs --------------------------------------------------------------------------------------------------------

    def _start(self, work: Work, done: Any) -> None:
        """Run something beside the window; it belongs to the program, for this panel may be left meanwhile."""
        application = QCoreApplication.instance()
        assert application is not None
        job = in_background(application, work)
        self._job, self._done = job, done
        job.progressed.connect(self.running.show_progress)
        job.done.connect(self._job_done)
        job.failed.connect(self._job_failed)
        job.stopped.connect(self._job_stopped)
        job.finished.connect(job.deleteLater)
        self.destroyed.connect(job.cancel)
        self.leave.setEnabled(self.stages.currentWidget() is not self.running)
        job.start()

    def _over(self) -> None:
        self._job = None
        self.leave.setEnabled(True)

    def _job_done(self, result: Any) -> None:
        self._over()
        self._done(result)

    def _job_failed(self, fault: Exception) -> None:
        self._over()
        if not isinstance(fault, RuleError | StorageError):
            raise fault
        if self.checking is not None:
            self._front(self.checking, self._step.text())
            self.checking.show_refusal(str(fault))
        else:
            self._front(self.choosing, self._step.text())
            self.choosing.say(str(fault))

    def _job_stopped(self) -> None:
        self._over()
        if self.checking is not None:
            self._front(self.checking, "第 2 步，共 3 步：预检")
            self.checking.say(f"已取消，一{self.way.UNIT}也没有导入。")
        else:
            self._front(self.choosing, self._step.text())

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
