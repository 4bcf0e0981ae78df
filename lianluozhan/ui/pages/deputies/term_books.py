"""The step in which the service file of every leaving deputy is stored as one book (F05; 3.1.4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from lianluozhan.models import term_closing
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.term_people import people

from ...background import Job, Progress, in_background
from ...editors import TickEditor
from ...question import tell
from ...record_table import Column
from ...slices import Row
from ...text import Words, button
from .term_people_steps import spoken
from .term_step import TermStep, chosen_rows, soft_focus

if TYPE_CHECKING:
    from .term_page import TermPage

FORM = "F05"
NOT_YET = "还没有存"


class BooksStep(TermStep):
    NAME = TITLE = "一人一卷"
    EXPLANATION = (
        "把每位代表这一届的履职档案整套存成一个 PDF 文件，放进一个文件夹，可以拷走、打印、装订。"
        "存到一半可以停下，已经存好的留着，下次接着存。"
    )

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.job: Job | None = None
        self.again = TickEditor("again", "连任和留任的也各存一卷")
        self.count = Words("", "strong")
        self.line(self.count, self.again, stretch=False).setStretch(0, 1)
        self.books = self.table(
            (Column("姓名", "name", width=120), Column("去留", "state", width=100), Column("存好的日期", "stored")),
            "一人一卷",
            several=True,
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("存了多少卷")
        self.said = Words("", "soft")
        self.column.addWidget(self.bar)
        self.column.addWidget(self.said)
        self.store = button("存没有存的", icon="save")
        self.store_chosen = button("存选中的")
        self.look = button("看这一卷", icon="eye")
        self.stop = button("停下")
        self.flow(self.store, self.store_chosen, self.look, self.stop)
        self.again.changed.connect(self.fill)
        self.store.clicked.connect(lambda: self._store(self._left))
        self.store_chosen.clicked.connect(lambda: self._store([int(row["id"]) for row in chosen_rows(self.books)]))
        self.look.clicked.connect(self._look)
        self.books.opened.connect(lambda _: self._look())
        self.stop.clicked.connect(self._stop)
        self._show_job()

    def fill(self) -> None:
        found, stored = people(self.session, self.term), term_closing.books(self.session, self.term)
        wanted = [(each, "离任") for each in found.leaving]
        if self.again.value():
            wanted += [(each, "连任" if each.elected_again else "另有任职") for each in found.staying]
        rows: list[Row] = [
            {
                "id": each.deputy.id,
                "name": each.deputy.name,
                "state": state,
                "stored": spoken(stored.get(each.deputy.id)) or NOT_YET,
            }
            for each, state in wanted
        ]
        self.put(self.books, rows)
        self._left = [row["id"] for row in rows if row["stored"] == NOT_YET]
        left = f"还有 {len(self._left)} 卷没有存" if self._left else "都存好了"
        self.count.setText(f"{len(rows)} 卷，{left}")
        self.store.setText(f" 存没有存的（{len(self._left)} 卷）")
        self._show_job()

    def _show_job(self) -> None:
        busy = self.job is not None
        left = getattr(self, "_left", [])
        may = self.session.may("print.form")
        self.bar.setVisible(busy)
        self.said.setVisible(bool(self.said.text()))
        self.stop.setVisible(busy)
        self.store.setEnabled(not busy and bool(left) and may)
        self.store_chosen.setEnabled(not busy and self.books.current() is not None and may)
        self.look.setEnabled(self.books.current() is not None and may)

    def is_done(self) -> bool:
        stored = term_closing.books(self.session, self.term)
        return all(each.deputy.id in stored for each in people(self.session, self.term).leaving)

    def first_field(self) -> QWidget:
        return self.books

    def _look(self) -> None:
        if row := self.books.current():
            self.wizard.print_sheets(FORM, [int(row["id"])])

    def _store(self, ids: list[int]) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "选存放的文件夹", home) if ids else ""
        if folder:
            self.write(ids, Path(folder))

    def write(self, ids: list[int], folder: Path) -> None:
        """Write the books off the GUI thread; it goes on when the step is left."""
        session, term = self.session, self.term

        def work(progress: Progress, _: Any) -> int:
            from lianluozhan.sheets.term_books import write_books

            return len(write_books(session, term, ids, folder, progress))

        job = in_background(QCoreApplication.instance() or self, work)
        self.job = job
        self.bar.setRange(0, len(ids))
        self.bar.setValue(0)
        job.progressed.connect(self._progressed)
        job.done.connect(lambda count: self._over(f"存好了 {count} 卷，在“{folder.name}”文件夹里。"))
        job.stopped.connect(lambda: self._over("已停下，存好的留着，没有存的下次再存。"))
        job.failed.connect(self._failed)
        job.finished.connect(job.deleteLater)
        self.destroyed.connect(job.cancel)
        self._say("正在准备")
        job.start()
        soft_focus(self.stop)

    def _progressed(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._say(f"正在存第 {done + 1} 卷，共 {total} 卷：{what}" if what else "")

    def _stop(self) -> None:
        if self.job is not None:
            self.stop.setEnabled(False)
            self._say("正在停下，手上这一卷存完就停")
            self.job.cancel()

    def _failed(self, fault: Exception) -> None:
        self._over("没有存完。存好的留着。")
        if not isinstance(fault, RuleError | StorageError):
            raise fault
        tell(self.wizard, str(fault))

    def _over(self, sentence: str) -> None:
        self.job = None
        self.stop.setEnabled(True)
        self._say(sentence)
        self.fill()
        self.changed.emit()
        soft_focus(self.books)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self._show_job()
