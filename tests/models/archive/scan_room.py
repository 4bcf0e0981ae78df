"""The sample station beside a scanner: sheets that it printed, put on the glass and taken in."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from lianluozhan.models.archive import scanning
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import sign_in
from lianluozhan.models.opinions.handling import OpinionStep
from lianluozhan.models.session import Session
from lianluozhan.printing.document import FORM, Document, Para
from tests import glass
from tests.glass import Lying, Sheet
from tests.keeping import noon
from tests.sample_station import sample_station

PLAIN = Lying(dpi=150, quality=75)


@dataclass
class Room:
    officer: Session
    folder: Path

    def scan(self, *pages: Sheet | None, name: str = "a.pdf", lying: Lying = PLAIN) -> Path:
        """A file with these sheets; None is an empty back."""
        chance = random.Random(name)
        pictures = [self.page(sheet, lying, chance) for sheet in pages]
        self.folder.mkdir(exist_ok=True)
        return glass.saved(pictures, self.folder / name, lying)

    def page(self, sheet: Sheet | None, lying: Lying, chance: random.Random) -> Image.Image:
        if sheet is None:
            return glass.scanned(Image.new("RGB", (1240, 1754), "white"), lying, chance)
        return glass.scanned(glass.picture_of(sheet.pdf, lying.dpi), lying, chance)

    def take(self, *paths: Path, **wishes: Any) -> scanning.ScanReport:
        return scanning.take_in(self.officer, paths, **wishes)

    def only(self, *paths: Path) -> scanning.PageOutcome:
        (file,) = self.take(*paths).files
        assert not file.trouble
        (page,) = file.pages
        return page


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    home = sample_station(folder / "home")
    session = sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    yield session
    session.close()


class _Undone(Exception):
    pass


@contextmanager
def put_back(session: Session, folder: Path) -> Iterator[Room]:
    """The sample station, which is as it was before when the test is over."""
    try:
        with session.db.atomic():
            yield Room(session, folder / "scans")
            raise _Undone
    except _Undone:
        pass


def printed(session: Session, number: str, record_id: int) -> Sheet:
    return next(glass._of_form(session, number, [record_id]))


def matter_with(session: Session, name: str) -> int:
    """A matter that has gone through a step once."""
    sql = "SELECT opinion_id FROM opinion_steps WHERE name = ? GROUP BY 1 HAVING count(*) = 1 ORDER BY 1"
    found: int = session.value(sql, (name,))
    return found


def step_of(session: Session, opinion_id: int, name: str) -> OpinionStep:
    return session.select(OpinionStep, "opinion_id = ? AND name = ?", (opinion_id, name))[0]


def two_matters(session: Session, name: str) -> list[int]:
    sql = "SELECT DISTINCT opinion_id FROM opinion_steps WHERE name = ? ORDER BY 1 LIMIT 2"
    return [row[0] for row in session.rows(sql, (name,))]


def letter() -> Sheet:
    """A paper that bears no code."""
    out = io.BytesIO()
    glass.write_to(out, Document("来信", [Para("今收到来信，内容如下。" * 40)], FORM))
    return Sheet("", 0, "", out.getvalue())


def written(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path
