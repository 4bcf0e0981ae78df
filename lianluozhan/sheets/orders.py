"""One order to print without a window: a form of one record or of all, blank, the ledger, the volume of a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianluozhan.models import opinions
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.permissions import require
from lianluozhan.models.prints import VOLUME
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import LEDGERS

from . import all_rows, blank, form, ledger, log, of_many, of_record, templates, write
from .public import Guard
from .public import write as write_public
from .sources import SOURCES
from .volumes import VOLUMES, Volume

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

Tick = Callable[[int, int, str], object]
Finish = Callable[["Document"], "Document"]
_NOTHING = "还没有登记，没有可打印的。"


@dataclass
class PrintOrder:
    """What is to be printed; without `record_id` and not `is_blank` it is everything there is of the kind.

    `reviewer` makes it a public version and says who has looked through it.
    """

    number: str
    record_id: int | None = None
    is_blank: bool = False
    reviewer: str = ""
    taken: list[int] = field(default_factory=list)  # the records that were printed

    def carry_out(self, session: Session, path: Path, tick: Tick = lambda done, total, what: None) -> int:
        """Write the file and enter it into the print log; how many pages it has."""
        require(session.roles, "print.form")
        way = path.suffix.lower().lstrip(".")
        if self.reviewer and not self.is_blank:
            guard = Guard.of(session, self._table, self._ids(session))
            pages = write_public(guard, self._documents(session, tick, guard.finished), path).pages
            purpose = f"对外公开版（保密审查：{self.reviewer} {session.today.isoformat()}）"
        elif self._has_template(session, path):
            templates.fill(session, self.number.upper(), None if self.is_blank else self.record_id, path)
            self.taken += [] if self.is_blank else self._ids(session)
            pages, purpose = 0, ""
        else:
            pages = write(self._documents(session, tick), path).pages
            purpose = f"{self._volume.words}打印" if self._volume else ""
        number = self._volume.number if self._volume else self.number.upper()
        counted = pages if len(self.taken) < 2 else 0
        coded = not self.reviewer and pages > 0
        log(session, number, self.taken, way, purpose=purpose, pages=counted, coded=coded)
        return pages

    def _has_template(self, session: Session, path: Path) -> bool:
        """Whether this one sheet is written from the station's own Word template."""
        is_one = self.is_blank or self.record_id is not None
        number = self.number.upper()
        if not is_one or path.suffix.lower() != ".docx" or self._volume or number in LEDGERS:
            return False
        return not form(number).together and templates.template_for(session, number) is not None

    @property
    def _volume(self) -> Volume | None:
        """The volume that is ordered, by its number; 整卷 is that of a matter."""
        number = VOLUME if self.number == "整卷" else self.number.upper()
        return None if self.is_blank else VOLUMES.get(number)

    @property
    def _table(self) -> str:
        if self._volume is not None:
            return self._volume.table
        return "opinions" if self.number.upper() in LEDGERS else form(self.number).of

    def _ids(self, session: Session) -> list[int]:
        if self.record_id is not None:
            return [self.record_id]
        every = SOURCES[self._table].every
        return every(session) if every else [int(row["id"]) for row in self._rows(session)]

    def _rows(self, session: Session) -> list[dict[str, Any]]:
        if self._table == "opinions":
            listing = opinions.listing(session, view=opinions.View.ALL, order=opinions.Order.OLDEST)
        else:
            listing = Listing(session.db, self._table)
        return [row for row in all_rows(listing) if not row.get("voided_on")]

    def _documents(self, session: Session, tick: Tick, finish: Finish = lambda made: made) -> Iterator[Document]:
        hidden = bool(self.reviewer)
        if self.is_blank:
            return iter([blank(session, self.number)])
        if self._volume is not None:
            if self.record_id is None:
                raise RuleError("整卷是一件一卷。请用序号说明是哪一件。")
            self.taken.append(self.record_id)
            return iter(self._volume.make(session, self.record_id, hidden=hidden, coded=not hidden, finish=finish))
        if self.number.upper() in LEDGERS:
            wanted = self.record_id
            rows = [row for row in self._rows(session) if wanted is None or row["id"] == wanted]
            return iter([finish(ledger(session, rows, name="", hidden=hidden))])
        if form(self.number).together:
            self.taken += self._ids(session)
            if not self.taken:
                raise RuleError(_NOTHING)
            return iter([finish(of_many(session, self.number, self.taken, hidden=hidden))])
        return map(finish, self._each(session, tick, hidden))

    def _each(self, session: Session, tick: Tick, hidden: bool) -> Iterator[Document]:
        """The form of every record that has come so far."""
        refusal, ids = None, self._ids(session)
        for done, record_id in enumerate(ids, 1):
            try:
                document = of_record(session, self.number, record_id, hidden=hidden, coded=not hidden)
            except RuleError as not_ready:
                refusal = not_ready
                continue
            self.taken.append(record_id)
            tick(done, len(ids), "")
            yield document
        if not self.taken:
            raise refusal or RuleError(_NOTHING)
