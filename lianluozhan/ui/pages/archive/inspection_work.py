"""打印全部资料 of a year: asked how, then written in the background with a bar and a way to stop (7.1.3)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from lianluozhan.models.archive import inspection_papers
from lianluozhan.models.session import Session

from ...background import Progress
from ...drawer import Drawer
from ...editors import OptionRow
from ...question import tell
from .working import run

if TYPE_CHECKING:
    from lianluozhan.sheets.inspection_papers import Written

    from ..sections.section_page import SectionPage

FOLDER, ONE = "folder", "one"
WAYS = [(FOLDER, "一个文件夹，一种材料一个 PDF"), (ONE, "全部在一个 PDF 里，一次打完")]
ABOUT = "按条款的顺序：清单在最前面，后面是名册、履职、接待、社情民意、档案、备份等全年的表。"
PRIVATE = "存出来的文件不加密，里面有群众的姓名、电话，检查完请删掉。"
NAMED = 5  # of what could not be printed


def ask(page: SectionPage, session: Session, year: int) -> None:
    """How it is to be written; then where."""
    count = sum(len(paper.record_ids) for paper in inspection_papers.papers(session, year))
    drawer = Drawer(page, f"打印{year}年全部资料", f"约 {count} 份", act="选存放的位置")
    drawer.fields.add_words(ABOUT)
    drawer.fields.put("怎么存", OptionRow("way", WAYS), required=True)
    drawer.fields.add_words(PRIVATE, "hint")
    drawer.fields.set_values({"way": FOLDER})

    def start(values: dict[str, Any]) -> None:
        if place := _ask_where(page, year, values["way"]):
            write(page, session, year, values["way"], place)

    drawer.open(lambda values: values, start)


def write(page: SectionPage, session: Session, year: int, way: str, place: Path) -> Written | None:
    """Write it and say what came of it; None where it was stopped or refused."""

    def work(progress: Progress, _: Any) -> Written:
        from lianluozhan.sheets import (
            inspection_papers as writing,
        )  # the sheets load what the first picture does not need

        if way == ONE:
            return writing.write_one(session, year, place, progress)
        return writing.write_folder(session, year, place, progress)

    about = "全部存好才算；中途停下，什么也不留下。"
    done: Written | None = run(page, work, "打印全部资料", f"正在存{year}年全部资料", about)
    if done is None:
        page.desk.say("没有存，没有留下存了一半的文件。")
    else:
        _say(page, done)
    return done


def _say(page: SectionPage, done: Written) -> None:
    where = done.files[0].parent if len(done.files) > 1 else done.files[0]
    page.desk.say(f"存好了 {len(done.files)} 个文件，共 {done.pages} 页，在“{where.name}”里。")
    if done.not_ready:
        named = "\n".join(dict.fromkeys(done.not_ready[:NAMED]))
        tell(page, f"有 {len(done.not_ready)} 份还不能打印，没有放进去：\n{named}", "打印全部资料")


def _ask_where(page: SectionPage, year: int, way: str) -> Path | None:
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    if way == FOLDER:
        chosen = QFileDialog.getExistingDirectory(page, "选择存放的文件夹", home)
        return Path(chosen) if chosen else None
    wanted = str(Path(home) / f"{year}年度迎检资料.pdf")
    chosen, _ = QFileDialog.getSaveFileName(page, "打印全部资料", wanted, "PDF 文件 (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
