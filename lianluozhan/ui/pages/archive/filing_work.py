"""Many 件 filed at once: each put together in the background with a way to stop, then all filed in one act (4.6.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lianluozhan.models import attachments
from lianluozhan.models.archive import filing
from lianluozhan.models.archive.proposing import Proposal
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.attachments import FileSource
from lianluozhan.models.errors import RuleError
from lianluozhan.models.pdf_pages import PageCounter, page_counter
from lianluozhan.models.session import Session

from ...background import Progress, Work
from .working import run

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

TITLE = "归档"
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
SCANNED = (*PICTURES, ".pdf", ".doc", ".docx", ".xls", ".xlsx")


def filing_all(session: Session, chosen: Sequence[Proposal]) -> Work:
    """The work: every 件 with its parts and pages, then all filed in one act; nothing is written before."""

    def work(progress: Progress, _: Callable[[], bool]) -> list[Item]:
        from lianluozhan.sheets import archive_parts

        found: list[tuple[Item, tuple[Part, ...]]] = []
        with page_counter() as counter:
            for at, proposal in enumerate(chosen):
                progress(at, len(chosen), f"第 {at + 1} 件，共 {len(chosen)} 件：{proposal.item.title}")
                parts = archive_parts.compose(session, proposal.item, counter)
                found.append((proposal.with_lacks, parts))
        progress(len(chosen), len(chosen), "都数好了，正在一起归档")
        return filing.file(session, found)

    return work


def file_many(page: SectionPage, session: Session, chosen: Sequence[Proposal]) -> list[Item]:
    """File all of them or, when it is stopped or one is refused, none."""
    about = "全部数好再一起归档；中途停下，一件也不归。"
    filed: list[Item] | None = run(page, filing_all(session, chosen), TITLE, "正在列材料、数页数", about)
    if filed is None:
        page.desk.say("没有归档。")
    return filed or []


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

    about = "一个文件一件，归好的就在；中途停下，没有归的下次再归。"
    made = run(page, work, TITLE, "正在归档扫描件", about)
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
