"""A year of which an electronic package is made, with a 件 of every sort, and what the shell says of it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from lianluozhan.models import opinions
from lianluozhan.models.archive import codes, filing
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.archive.record import Item, ItemKind, Retention
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.printing.document import Document
from lianluozhan.printing.pdf import pdf_in_memory
from lianluozhan.sheets import archive_parts
from tests.models.archive.filing_desk import PAPER, Desk

YEAR = 2026
NAME = "青石镇人民代表大会2026年度电子档案"
EVIL = "<b>“路灯”</b> & =1+1"


@dataclass(frozen=True)
class Scene:
    """A numbered year and the package that was made of it."""

    desk: Desk
    root: Path
    package: Package

    def item(self, title: str) -> Item:
        [found] = self.desk.clerk.select(Item, "title = ? AND sequence IS NOT NULL", (title,))
        return found

    def meta(self, item: Item) -> ElementTree.Element:
        return ElementTree.parse(self.root / codes.slug(item.archival_number) / "meta.xml").getroot()


def file_year(desk: Desk) -> None:
    form = Opinion(
        received_on=date(YEAR, 5, 6),
        title="路灯坏了",
        content="三组路灯坏了。" * 9,
        submitter_name="周长福",
        keeps_secret=True,
    )
    letter = Enclosed("来信.pdf", content=pdf_in_memory([Document("", ())] * 3))
    matter = opinions.register(desk.officer, form, [letter, Enclosed("现场.jpg", content=os.urandom(70_000))])
    item = replace(
        PAPER,
        kind=ItemKind.OPINION,
        source_table="opinions",
        source_id=matter.id,
        title="路灯坏了",
        is_own_title=True,
        document_number="",
        persons="周长福",
    )
    parts = archive_parts.compose(desk.officer, item)
    filing.file(desk.officer, [(replace(item, pages=archive_parts.pages_of(parts)), parts)])
    filing.add_external(
        desk.officer, replace(PAPER, title=EVIL, responsible="=1+1"), [Enclosed("a:b?.txt", content=b"paper")]
    )
    gone = filing.add_external(desk.officer, replace(PAPER, title="旧文件", retention=Retention.YEARS_10), [])
    desk.number(YEAR)
    filing.add_external(desk.officer, replace(PAPER, title="还没有编号的", pages=1), [])
    with desk.clerk.action("archive.appraise"):
        desk.clerk.change(desk.now(gone), destroyed_on=date(2027, 1, 5))


def shell(line: str, folder: Path) -> str:
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr
