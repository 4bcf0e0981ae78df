"""Many 件 filed at once: each put together in the background with a way to stop, then all filed in one act (4.6.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models import attachments
from lianluozhan.models.archive import filing
from lianluozhan.models.archive.proposing import Proposal
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.attachments import FileSource
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.pdf_pages import PageCounter, page_counter
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...background import Progress, Work
from ...layout_rules import QUESTION_WIDTH
from ...question import tell
from ...text import Words, button, plain
from ..system.task import Task

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

Composed = list[tuple[Item, tuple[Part, ...]]]
LONGEST_REMARK = 100
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
SCANNED = (*PICTURES, ".pdf", ".doc", ".docx", ".xls", ".xlsx")


class FilingWork(QDialog):
    """Modal: nothing else is written meanwhile. Accepted when the work is done."""

    def __init__(self, parent: QWidget, task: Task, lead: str, about: str) -> None:
        super().__init__(parent.window())
        self.task = task
        self.setWindowTitle("归档")
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
        column.addWidget(self.bar)
        self.words = Words("正在准备", "soft")
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
        self.bar.setRange(0, max(self.task.total, 1))
        self.bar.setValue(self.task.done)
        self.words.setText("正在停下" if self.task.stopping else self.task.what)

    def _end(self) -> None:
        self.done(QDialog.DialogCode.Accepted if self.task.result is not None else QDialog.DialogCode.Rejected)


def composing(session: Session, chosen: Sequence[Proposal]) -> Callable[[Progress, Callable[[], bool]], Composed]:
    """The work: every 件 with its parts and pages; nothing is written."""

    def work(progress: Progress, _: Callable[[], bool]) -> Composed:
        from lianluozhan.sheets import archive_parts

        found: Composed = []
        with page_counter() as counter:
            for at, proposal in enumerate(chosen):
                progress(at, len(chosen), f"第 {at + 1} 件，共 {len(chosen)} 件：{proposal.item.title}")
                parts = archive_parts.compose(session, proposal.item, counter)
                found.append((with_lacks(proposal), parts))
        return found

    return work


def with_lacks(proposal: Proposal) -> Item:
    """What it was filed without stands in its remark."""
    item = proposal.item
    if not proposal.missing or item.remark:
        return item
    return replace(item, remark=f"归档时缺：{'、'.join(proposal.missing)}"[:LONGEST_REMARK])


def file_many(page: SectionPage, session: Session, chosen: Sequence[Proposal]) -> list[Item]:
    """File all of them or, when it is stopped or one is refused, none."""
    composed: Composed | None = _run(
        page, composing(session, chosen), "正在列材料、数页数", "全部数好再一起归档；中途停下，一件也不归。"
    )
    if composed is None:
        page.desk.say("没有归档。")
        return []
    return attempt(page, lambda: filing.file(session, composed)) or []


def _run(page: SectionPage, work: Work, lead: str, about: str) -> Any:
    """What the work made, or None where it was stopped or refused; a refusal is said."""
    task = Task(work)
    dialog = FilingWork(page, task, lead, about)
    task.start()
    if task.running:
        dialog.exec()
    dialog.deleteLater()
    if isinstance(task.fault, RuleError | StorageError):
        tell(page, str(task.fault))
    elif task.fault is not None:
        raise task.fault
    return task.result


# A folder of scans -----------------------------------------------------------------------------------------------


def scans_in(folder: Path) -> tuple[list[Path], int]:
    """The files of a folder that become 件, by name, and how many others there are."""
    try:
        lying = [each for each in folder.iterdir() if each.is_file() and not each.name.startswith((".", "~$"))]
    except OSError as error:
        raise RuleError(f"读不了文件夹“{folder.name}”。请检查它还在不在、有没有权限。") from error
    found = sorted((each for each in lying if each.suffix.lower() in SCANNED), key=_counted)
    return found, len(lying) - len(found)


def _counted(file: Path) -> list[tuple[int, str]]:
    """Names in the order people count: 第2号 before 第10号."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", file.name.casefold())]


def file_folder(page: SectionPage, session: Session, like: Item, files: Sequence[Path]) -> None:
    """File each, a whole act for each; what is filed when it is stopped stays filed."""
    filed: list[Item] = []

    def work(progress: Progress, _: Callable[[], bool]) -> int:
        with page_counter() as counter:
            for at, file in enumerate(files):
                progress(at, len(files), f"第 {at + 1} 件，共 {len(files)} 件：{file.name}")
                item = replace(like, title=file.stem[:200], pages=None)
                filed.append(filing.add_external(session, item, [file], [pages_in(file, counter)]))
        return len(filed)

    made = _run(page, work, "正在归档扫描件", "一个文件一件，归好的就在；中途停下，没有归的下次再归。")
    left = "" if made is not None else f"，还有 {len(files) - len(filed)} 个文件没有归"
    page.desk.say(f"归档了 {len(filed)} 件{left}。")


def pages_in(source: FileSource, counter: PageCounter) -> int | None:
    """Pages of a PDF are counted, a picture is one; of Word files nobody knows before they are printed."""
    suffix = Path(source.name).suffix.lower()
    if suffix == ".pdf":
        try:
            with attachments.reading(source) as file:
                return counter.count(file.read())
        except OSError:
            return None
    return 1 if suffix in PICTURES else None
