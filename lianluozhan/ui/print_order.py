"""What is to be printed: which form of which records, for what purpose; its pages, laid out as they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from lianluozhan import sheets
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.printing.document import Document, texts
from lianluozhan.printing.fonts import drawn_as_missing
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import Page
from lianluozhan.sheets.sources import SOURCES

REGISTRATION = "F10"
KEPT_DOCUMENTS = 24  # how many stay laid out


class Purpose(Enum):
    """How much of a form is filled in."""

    OPEN = "登记用", "办理结果和满意度留空手填"
    WHOLE = "归档用", "内容全部印出"
    BLANK = "空白表", "只印格子"


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """One form of some records of the kind it is of, a ledger of rows, or a blank form."""

    session: Session
    number: str
    record_ids: tuple[int, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    name: str = ""
    purpose: Purpose = Purpose.WHOLE
    hidden: bool = False

    @property
    def title(self) -> str:
        return LEDGERS[self.number] if self.is_ledger else sheets.form(self.number).title

    @property
    def is_ledger(self) -> bool:
        return self.number in LEDGERS

    @property
    def is_outside(self) -> bool:
        """Whether the sheet leaves the station."""
        return not self.is_ledger and sheets.form(self.number).outside

    @property
    def table(self) -> str:
        """The kind of record it is of."""
        return Opinion.TABLE if self.is_ledger else FORMS[self.number].of

    @property
    def unit(self) -> str:
        """What such records are counted in."""
        return SOURCES[self.table].unit

    @property
    def is_together(self) -> bool:
        """Whether all records stand in one document."""
        return not self.is_ledger and FORMS[self.number].together

    @property
    def copies(self) -> int:
        return 1 if self.is_ledger else FORMS[self.number].copies

    @property
    def is_blank(self) -> bool:
        return self.purpose is Purpose.BLANK

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What this form can be printed for."""
        if not self.record_ids and not self.rows:
            return (Purpose.BLANK,)
        if self.number == REGISTRATION:
            return tuple(Purpose)
        return (Purpose.WHOLE, Purpose.BLANK)

    @property
    def count(self) -> int:
        """How many documents it makes."""
        return 1 if self.is_blank or self.is_ledger or self.is_together else len(self.record_ids)

    @property
    def record_count(self) -> int:
        """How many records stand on the paper."""
        return 0 if self.is_blank else len(self.rows if self.is_ledger else self.record_ids)

    @property
    def record_id(self) -> int | None:
        """The one record it is about, if it is one."""
        return self.record_ids[0] if len(self.record_ids) == 1 else None

    @cached_property
    def opinion(self) -> Opinion | None:
        """The one opinion it is about, if it is one."""
        of_one = self.table == Opinion.TABLE and self.record_id
        return self.session.get(Opinion, self.record_ids[0]) if of_one else None

    @property
    def subject(self) -> str:
        """0127号, 12 件, or what else it is of; also in the name of a file."""
        if self.is_blank:
            return "空白表"
        if self.is_ledger or self.record_id is None:
            return f"{self.record_count} {self.unit}"
        return self.name_of(0)

    def name_of(self, n: int) -> str:
        """How the record of a document is called in few words."""
        if self.is_blank or self.is_ledger or (self.is_together and self.record_id is None):
            return ""
        return SOURCES[self.table].name(self.session, self.record_ids[n])

    def records_of(self, n: int) -> tuple[int, ...]:
        """The records that a document is of."""
        if self.is_blank or self.is_ledger:
            return ()
        return self.record_ids if self.is_together else (self.record_ids[n],)

    def draw(self, n: int) -> Document:
        """The document of this number; RuleError when its record is not yet so far."""
        if self.is_blank:
            return sheets.blank(self.session, self.number)
        if self.is_ledger:
            return sheets.ledger(self.session, self.rows, name=self.name, hidden=self.hidden)
        if self.is_together:
            return sheets.of_many(self.session, self.number, self.record_ids, hidden=self.hidden)
        outcome = self.purpose is Purpose.WHOLE
        return sheets.of_record(self.session, self.number, self.record_ids[n], hidden=self.hidden, outcome=outcome)


class Sheaf:
    """The pages of an order in their sequence; the documents beyond the first wait until they are asked for."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.places: list[tuple[int, int]] = []  # by number of the page: document, page of it
        self.sizes: list[tuple[float, float]] = []
        self.refused: dict[int, str] = {}
        self.absent: frozenset[str] = frozenset()
        self.left_margin = 0.0  # mm
        self.done = 0
        self._documents: dict[int, Document] = {}
        self._pages: dict[int, list[Page]] = {}

    @property
    def is_complete(self) -> bool:
        return self.done >= self.order.count

    def lay_out_next(self) -> None:
        """Take up one more document; one that cannot be printed yet is noted and left out."""
        n, self.done = self.done, self.done + 1
        try:
            document = self.order.draw(n)
        except RuleError as refusal:
            self.refused[n] = str(refusal)
            return
        self._documents[n], self.left_margin = document, document.paper.left
        for number, page in enumerate(self.pages_of(n)):
            self.places.append((n, number))
            self.sizes.append((page.width, page.height))
        self.absent |= drawn_as_missing(texts(document))

    def page(self, number: int) -> Page:
        """A page by its number in the whole, laid out again if it was put away."""
        document, of_it = self.places[number]
        return self.pages_of(document)[of_it]

    def pages_of(self, n: int) -> list[Page]:
        """The pages of a document that has been taken up."""
        if n not in self._pages:
            while len(self._pages) >= KEPT_DOCUMENTS:
                del self._pages[next(iter(self._pages))]
            self._pages[n] = lay_out(self._documents[n])
        return self._pages[n]

    def documents(self, tick: Callable[[int], object], taken: list[int]) -> Iterator[Document]:
        """All documents as they were shown, those not yet shown drawn now; `taken` gets the records they are of.

        `tick` hears how many were taken up and may raise to stop. Raises RuleError when there is none at all.
        """
        refusal = ""
        for n in range(self.order.count):
            tick(n)
            try:
                document = self._documents.get(n) or self.order.draw(n)
            except RuleError as not_ready:
                refusal = str(not_ready)
                continue
            taken += self.order.records_of(n)
            yield document
        if refusal and not taken:
            raise RuleError(refusal)
