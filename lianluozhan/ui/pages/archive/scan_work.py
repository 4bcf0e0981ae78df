"""Taking scans in, in the background with a bar and a way to stop, and saying what became of them (N7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from lianluozhan.models.archive import scanning
from lianluozhan.models.archive.scan_files import DONE
from lianluozhan.models.archive.scanning import ScanReport, Taken
from lianluozhan.models.session import Session

from ...background import Progress
from ...question import Question, tell
from .working import run

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

NAMED = 8  # of what was not taken in


class TakeQuestion(Question):
    """Whether to begin, and whether what is in is put aside."""

    def __init__(self, page: SectionPage, paths: Sequence[Path]) -> None:
        what = f"文件夹“{paths[0].name}”里的" if len(paths) == 1 and paths[0].is_dir() else f"选的 {len(paths)} 个"
        about = "认得出纸号的自己挂到记录上，认不出的放在“待认的”里。原来的文件不改、不删。"
        super().__init__(page, f"收{what}扫描件？", about)
        self.aside = QCheckBox(f"收好的文件移到旁边的“{DONE}”文件夹")
        self.aside.setAccessibleName(self.aside.text())
        self._column.addWidget(self.aside)
        self.answers("先不收", "开始收", role="primary")


def ask_to_take(page: SectionPage, paths: Sequence[Path]) -> bool | None:
    """Whether the files are to be put aside afterwards; None when nothing is to be taken in."""
    question = TakeQuestion(page, paths)
    answer = question.aside.isChecked() if question.exec() else None
    question.deleteLater()
    return answer


def take_in(page: SectionPage, session: Session, paths: Sequence[Path], *, move: bool) -> ScanReport | None:
    """Take them in; what is in when it is stopped stays in."""

    def work(progress: Progress, cancelled: Callable[[], bool]) -> ScanReport:
        return scanning.take_in(session, paths, progress, cancelled, move=move)

    about = "一个文件收好就存下来；中途停下，没收的下次再收。"
    report: ScanReport | None = run(page, work, "收扫描件", "正在收扫描件", about)
    if report is not None:
        _tell(page, report)
    return report


def report_words(report: ScanReport) -> str:
    """What became of all pages, counted."""
    counts = (
        ("挂好", report.count(Taken.HUNG)),
        ("待认", report.count(Taken.WAITING)),
        ("空白", report.count(Taken.BLANK)),
        ("以前收过", report.count(Taken.KNOWN)),
        ("没有收", report.count(Taken.CLOSED, Taken.TROUBLE)),
    )
    said = "，".join(f"{name} {count} 页" for name, count in counts if count) or "没有收进扫描件"
    files = sum(bool(file.trouble) for file in report.files)
    said += f"，{files} 个文件有问题" if files else ""
    return f"{said}。中途停下了，没收的下次再收" if report.stopped else said


def _tell(page: SectionPage, report: ScanReport) -> None:
    sentences = report.sentences
    if not sentences:
        page.desk.say(f"{report_words(report)}。")
        return
    more = f"\n还有 {len(sentences) - NAMED} 处。" if len(sentences) > NAMED else ""
    tell(page, f"{report_words(report)}。\n" + "\n".join(sentences[:NAMED]) + more, "收扫描件")
