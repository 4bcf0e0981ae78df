"""What is to be printed: which form of which records, for what purpose; its pages, laid out as they are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from lianluozhan import sheets
from lianluozhan.models.errors import RuleError
from lianluozhan.models.looks import FormTemplate
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.printing.document import Document, texts
from lianluozhan.printing.fonts import drawn_as_missing
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import Page
from lianluozhan.sheets import public, templates
from lianluozhan.sheets.sources import SOURCES
from lianluozhan.sheets.volumes import VOLUMES, Volume

REGISTRATION = "F10"
KEPT_DOCUMENTS = 24  # how many stay laid out


class Purpose(Enum):
    """How much of a form is filled in."""

    OPEN = "登记用", "办理结果和满意度留空手填"
    WHOLE = "归档用", "内容全部印出"
    BLANK = "空白表", "只印格子"


@dataclass(frozen=True)
class Review:
    """公开保密审查: whether it was done, by whom, on which day."""

    is_done: bool
    reviewer: str
    day: date | None

    @property
    def is_whole(self) -> bool:
        return self.is_done and bool(self.reviewer.strip()) and self.day is not None


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """One form of some records of the kind it is of, a ledger of rows, or a blank form."""

    session: Session
    number: str
    record_ids: tuple[int, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    name: str = ""
    narrowed: str = ""  # what a list is narrowed to, in words
    purpose: Purpose = Purpose.WHOLE
    hidden: bool = False
    coded: bool = True  # with its 纸号
    mirrored: bool = False  # margins change sides on even pages
    shown: tuple[str, ...] = ()  # columns of a ledger; none for the usual ones
    review: Review | None = None  # who has looked through it for the public; then it is a public version

    @property
    def title(self) -> str:
        if self.volume is not None:
            return self.volume.words
        return LEDGERS[self.number] if self.is_ledger else sheets.form(self.number).title

    @property
    def is_volume(self) -> bool:
        """Whether all sheets of one matter are printed together."""
        return self.volume is not None

    @property
    def volume(self) -> Volume | None:
        """The volume that is printed, if it is one."""
        return VOLUMES.get(self.number) if self.record_ids else None

    @property
    def is_ledger(self) -> bool:
        return self.number in LEDGERS

    @property
    def is_outside(self) -> bool:
        """Whether the sheet leaves the station."""
        return self.number in FORMS and FORMS[self.number].outside

    @property
    def table(self) -> str:
        """The kind of record it is of."""
        if self.volume is not None:
            return self.volume.table
        return FORMS[self.number].of if self.number in FORMS else Opinion.TABLE

    @property
    def unit(self) -> str:
        """What such records are counted in."""
        return SOURCES[self.table].unit

    @property
    def is_together(self) -> bool:
        """Whether all records stand in one document."""
        return self.number in FORMS and FORMS[self.number].together and not self.is_volume

    @property
    def copies(self) -> int:
        return FORMS[self.number].copies if self.number in FORMS and not self.is_volume else 1

    @property
    def is_blank(self) -> bool:
        return self.purpose is Purpose.BLANK

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What this form can be printed for."""
        if not self.record_ids and not self.rows:
            return (Purpose.BLANK,)
        if self.is_volume:
            return (Purpose.WHOLE,)
        if self.number == REGISTRATION:
            return tuple(Purpose)
        return (Purpose.WHOLE, Purpose.BLANK)

    @property
    def first_purpose(self) -> Purpose:
        """What it is usually printed for: results are left to be written by hand until the matter is closed."""
        if Purpose.OPEN in self.purposes and self.opinion is not None and self.opinion.closed_on is None:
            return Purpose.OPEN
        return Purpose.WHOLE if Purpose.WHOLE in self.purposes else Purpose.BLANK

    @property
    def count(self) -> int:
        """How many documents it makes."""
        if self.is_volume:
            return max(len(self._volume[0]), 1)
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
        return SOURCES[self.table].name(self.session, self.record_ids[0 if self.is_volume else n])

    def sheet_name(self, n: int) -> str:
        """What tells a document from the others: its record, in a volume its title."""
        if self.is_volume:
            return self._volume[0][n].title.replace("\n", "　") if n else "封面和目录"
        return self.name_of(n)

    def records_of(self, n: int) -> tuple[int, ...]:
        """The records that a document is of."""
        if self.is_blank or self.is_ledger:
            return ()
        if self.is_volume:
            return self.record_ids if n == 0 else ()
        return self.record_ids if self.is_together else (self.record_ids[n],)

    @cached_property
    def template(self) -> FormTemplate | None:
        """The station's own Word template that it is printed from; a public version is printed as the form came."""
        of_one_form = self.number in FORMS and not (self.is_volume or self.is_together or self.review)
        return templates.template_for(self.session, self.number) if of_one_form else None

    @property
    def may_hide(self) -> bool:
        """Whether there is anybody on it who can be hidden."""
        return not self.is_blank and SOURCES[self.table].hides_somebody

    @property
    def may_be_coded(self) -> bool:
        """Whether its sheets can carry a 纸号: filled, each of one record, not for the public."""
        return not (self.is_blank or self.is_ledger or self.is_together or self.review)

    @property
    def logged_purpose(self) -> str:
        """What the print log says it was for."""
        if self.review is not None and self.review.day:
            return f"对外公开版（保密审查：{self.review.reviewer.strip()} {self.review.day.isoformat()}）"
        if self.is_volume or (self.is_blank and self.record_ids):
            return f"{self.volume.words}打印" if self.volume is not None else Purpose.BLANK.value[0]
        return self.purpose.value[0] if self.number == REGISTRATION or self.is_blank else ""

    @cached_property
    def guard(self) -> public.Guard:
        """What a public version is looked through for."""
        ids = [row["id"] for row in self.rows] if self.is_ledger else self.record_ids
        return public.Guard.of(self.session, self.table, ids)

    @cached_property
    def _volume(self) -> tuple[list[Document], str]:
        """The sheets of the volume, or why there are none."""
        hidden, coded, one = self._hides, self.coded and self.review is None, self.record_ids[0]
        assert self.volume is not None
        try:
            made = self.volume.make(self.session, one, hidden=hidden, coded=coded, finish=self._finished)
        except RuleError as refusal:
            return [], str(refusal)
        return made, ""

    @property
    def _hides(self) -> bool:
        return self.hidden or self.review is not None

    def _finished(self, document: Document) -> Document:
        """As it comes out: margins for both sides, nobody named on a public version."""
        paper = document.paper
        if self.mirrored and paper.left != paper.right:
            document = replace(document, paper=replace(paper, mirrored=True))
        return document if self.review is None or self.is_blank else self.guard.finished(document)

    def draw(self, n: int) -> Document:
        """The document of this number; RuleError when its record is not yet so far, or a public version tells."""
        if not self.is_volume:
            return self._finished(self._drawn(n))
        made, refusal = self._volume
        if refusal:
            raise RuleError(refusal)
        return made[n]

    def _drawn(self, n: int) -> Document:
        session, hidden = self.session, self._hides
        if self.is_blank:
            return sheets.blank(session, self.number)
        if self.is_ledger:
            return sheets.ledger(
                session, self.rows, name=self.name, hidden=hidden, shown=self.shown, narrowed=self.narrowed
            )
        if self.is_together:
            return sheets.of_many(session, self.number, self.record_ids, hidden=hidden)
        outcome, coded = self.purpose is Purpose.WHOLE, self.coded and self.review is None
        return sheets.of_record(session, self.number, self.record_ids[n], hidden=hidden, outcome=outcome, coded=coded)


class Sheaf:
    """The pages of an order in their sequence; the documents beyond the first wait until they are asked for."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.places: list[tuple[int, int]] = []  # by number of the page: document, page of it
        self.sizes: list[tuple[float, float]] = []
        self.refused: dict[int, str] = {}
        self.absent: frozenset[str] = frozenset()
        self.binding = ("", 0.0)  # at which edge it is bound, and the mm left free there
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
        paper = document.paper
        self._documents[n] = document
        self.binding = (
            ("上", paper.top) if paper.top > paper.left and paper.width > paper.height else ("左", paper.left)
        )
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

    def pages_by_record(self) -> dict[int, int]:
        """How many pages of each record have been laid out; all of them where the records share a document."""
        counts = Counter(n for n, _ in self.places)
        if self.order.count == 1 or self.order.is_volume:
            return dict.fromkeys(self.order.record_ids, len(self.places))
        return {self.order.record_ids[n]: count for n, count in counts.items()}

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
