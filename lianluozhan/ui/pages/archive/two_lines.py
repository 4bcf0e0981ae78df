"""A section whose records stand in two lines each, below headings of their classes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from ...record_list import ListRow, RecordList
from ...slices import Row, Slices
from ..sections.section import Section


class TwoLineSection(Section):
    """The subclass says what is listed and how a row reads; headings come with the class of the row."""

    view: RecordList

    @abstractmethod
    def listing(self) -> Slices:
        """What is listed for the words, the view and the tick that are set."""

    @abstractmethod
    def row(self, row: Row) -> ListRow:
        """What a row shows."""

    def counts(self) -> Mapping[str, int]:
        """How many there are below each heading, where it is known."""
        return {}

    def make_view(self) -> RecordList:
        """Empty until it is first looked at."""
        self._seen = ("\0", False, "")
        return RecordList(_Nothing(), self.row)

    def refresh(self, words: str, retired: bool) -> int:
        self.words, self.retired = words, retired
        if self._seen == (words, retired, self.which):
            self.view.reload()
        else:
            kept = self.view.current()
            self._seen = (words, retired, self.which)
            self.view.set_slices(self.listing(), self.row, self.counts())
            if kept is not None:
                self.view.select(kept["id"])
        return self.view.records.loaded.total

    def select(self, record_id: int) -> bool:
        while not self.view.select(record_id):
            if not self.view.records.canFetchMore():
                return False
            self.view.records.fetchMore()
        return True

    def select_something(self) -> None:
        """The current record, else the first below its heading."""
        if self.view.current() is None and (rows := self.view.records.loaded.rows):
            self.view.select(rows[0]["id"])


class _Nothing:
    def count(self) -> int:
        return 0

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return []
