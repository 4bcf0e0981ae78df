"""打印全部资料: every paper of a year in the order of the clauses, as PDF files in one folder or as one PDF (7.1.3)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lianluozhan.models.archive.inspection_papers import Paper, papers
from lianluozhan.models.durable import rename, storage_errors, sync_directory
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import require
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS

from . import form, ledger, log, of_many, of_record, write

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

Tick = Callable[[int, int, str], object]
WAY, PURPOSE = "pdf", "迎检资料"


@dataclass
class Written:
    """What came of it: the files, how many sheets of which paper, and what could not be printed yet."""

    files: list[Path] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    not_ready: list[str] = field(default_factory=list)


def title_of(paper: Paper) -> str:
    return FORMS[paper.number].title if paper.number in FORMS else LEDGERS[paper.number]


def file_name(place: int, paper: Paper) -> str:
    """03 2.2.4 人大代表名册.pdf: sorted by name they stand in the order of the clauses."""
    title = title_of(paper).replace("/", "、")
    return f"{' '.join(filter(None, (f'{place:02d}', paper.clause, title)))}.pdf"


def folder_name(year: int) -> str:
    return f"{year}年度迎检资料"


def write_folder(session: Session, year: int, place: Path, tick: Tick = lambda done, total, what: None) -> Written:
    """A folder in `place` with a PDF for each paper; whole or not there, and never over one that is there."""
    require(session.roles, "print.form")
    folder = place / folder_name(year)
    if folder.exists():
        raise RuleError(f"“{place.name}”里已经有“{folder.name}”文件夹。请换一个地方，或者先把它改名。")
    beside = place / f".{folder.name}.part"
    done, found = Written(), _printable(session, year)
    with storage_errors():
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
    try:
        for number, paper in enumerate(found):
            tick(number, len(found), title_of(paper))
            path = beside / file_name(number, paper)
            taken = list(_documents(session, paper, done))
            if taken:
                done.pages += write((document for document in taken), path).pages
                done.files.append(folder / path.name)
        with storage_errors():
            rename(beside, folder)
            sync_directory(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _log(session, found, done)
    tick(len(found), len(found), "")
    return done


def write_one(session: Session, year: int, path: Path, tick: Tick = lambda done, total, what: None) -> Written:
    """The same as one PDF, to be printed in one go."""
    require(session.roles, "print.form")
    done, found = Written(), _printable(session, year)

    def every() -> Iterator[Document]:
        for number, paper in enumerate(found):
            tick(number, len(found), title_of(paper))
            yield from _documents(session, paper, done)

    done.pages = write(every(), path).pages
    done.files.append(path)
    _log(session, found, done)
    tick(len(found), len(found), "")
    return done


def _printable(session: Session, year: int) -> list[Paper]:
    """Those of which the program has a form."""
    return [paper for paper in papers(session, year) if paper.number in FORMS or paper.number in LEDGERS]


def _documents(session: Session, paper: Paper, done: Written) -> Iterator[Document]:
    """The sheets of one paper; what cannot be printed yet is named and left out."""
    if paper.number in LEDGERS:
        done.sheets[paper.number] = len(paper.record_ids)
        yield ledger(session, _rows(session, paper), name="")
        return
    if form(paper.number).together:
        done.sheets[paper.number] = len(paper.record_ids)
        yield of_many(session, paper.number, paper.record_ids)
        return
    for record_id in paper.record_ids:
        try:
            document = of_record(session, paper.number, record_id)
        except RuleError as refusal:
            done.not_ready.append(str(refusal))
            continue
        done.sheets[paper.number] = done.sheets.get(paper.number, 0) + 1
        yield document


def _rows(session: Session, paper: Paper) -> list[dict[str, object]]:
    """The rows of the ledger that are of this year."""
    from lianluozhan.models import opinions

    from . import all_rows

    wanted = set(paper.record_ids)
    listing = opinions.listing(session, view=opinions.View.ALL, order=opinions.Order.OLDEST)
    return [row for row in all_rows(listing) if row["id"] in wanted]


def _log(session: Session, found: list[Paper], done: Written) -> None:
    """One line in the print log for each paper, with how many records it holds."""
    for paper in found:
        if count := done.sheets.get(paper.number, 0):
            log(session, paper.number, [], WAY, purpose=f"{PURPOSE}（{count} 份）", coded=False)
