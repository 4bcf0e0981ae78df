"""A small station that files: archivist, liaison officer and head on one database, put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lianluozhan.models.archive import filing, giving, schemes
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Part, Retention, SchemeForm
from lianluozhan.models.homes import NewPerson, sign_in, sign_in_again
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post
from tests.keeping import PASSWORD, make_home

YEAR, TODAY = 2026, datetime(2027, 1, 11, 9, 0)
HEAD = 1
PEOPLE = (
    NewPerson("王秀英", Post.HEAD, (Role.HEAD, Role.ADMINISTRATOR), "wang", PASSWORD),
    NewPerson("李建民", Post.WORKER, (Role.ARCHIVIST,), "li", PASSWORD),
    NewPerson("周长福", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "zhou", PASSWORD),
)
PAPER = Item(
    kind=ItemKind.EXTERNAL,
    category=Category.STATION,
    year=YEAR,
    retention=Retention.YEARS_30,
    responsible="县人大常委会",
    title="关于规范代表联络站建设的通知",
    document_number="县人大发〔2026〕5号",
    dated_on=date(YEAR, 5, 6),
    pages=4,
)


class _Undone(Exception):
    """The end of a test."""


@dataclass
class Desk:
    head: Session
    clerk: Session  # the archivist
    officer: Session

    def choose(self, form: SchemeForm = SchemeForm.TWO, **values: Any) -> None:
        usual = {"fonds": "Z109", "fonds_name": "青石镇人民代表大会", "way": FilingWay.PIECE}
        schemes.choose(self.clerk, scheme=form, **(usual | values))

    def file(self, title: str = PAPER.title, parts: tuple[Part, ...] = (), **values: Any) -> Item:
        return filing.file(self.officer, [(replace(PAPER, title=title, **values), parts)])[0]

    def number(self, year: int = YEAR) -> list[str]:
        return [item.archival_number for item in giving.number(self.clerk, year)]

    def now(self, item: Item) -> Item:
        return self.clerk.get(Item, item.id)


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The station of a module."""
    home = make_home(folder / "home", people=PEOPLE)
    head = sign_in(home, "wang", PASSWORD, now=lambda: TODAY)
    try:
        yield Desk(head, *(sign_in_again(head, name, PASSWORD) for name in ("li", "zhou")))
    finally:
        head.close()


@contextmanager
def put_back(desk: Desk) -> Iterator[Desk]:
    """Whatever happens at the station inside is undone."""
    with suppress(_Undone), desk.head.db.atomic():
        yield desk
        raise _Undone
