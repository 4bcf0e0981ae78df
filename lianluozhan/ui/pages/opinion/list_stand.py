"""What the list stands at: view, words, conditions and order, and the listing they make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Order, View
from lianluozhan.models.opinions.narrowing import kept_in
from lianluozhan.models.session import Session
from lianluozhan.models.views import Stand

from ...record_list import ListRow
from .narrowing import in_words
from .words import GROUPS, as_row

COUNTED = 20_000  # open ones of which it is said how near their limits are


class ListStand:
    """Changed by the list; `left_out` says what of a saved view there is no longer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.view, self.words, self.order = View.OPEN, "", Order.DUE
        self.narrowing, self.left_out = Narrowing(), tuple[str, ...]()
        self._groups: dict[str, int] | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """Those that this list can have."""
        return opinions.orders(self.view, self.narrowing)

    def open(self, stand: Stand) -> None:
        """Stand where a saved view stood."""
        self.view, self.words, self.left_out = stand.view, stand.words, stand.left_out
        self.order = stand.order or opinions.orders(stand.view, stand.narrowing)[0]
        self.narrow(stand.narrowing, keep=True)

    def narrow(self, narrowing: Narrowing, *, keep: bool = False) -> None:
        """Other conditions; what a saved view lacked is said no longer."""
        self.narrowing = kept_in(self.view, narrowing)
        self.left_out = self.left_out if keep else ()

    def to_save(self, columns: Sequence[str]) -> Stand:
        return Stand(self.view, self.words, self.order, self.narrowing, tuple(columns))

    def listing(self) -> Listing:
        """All of it as it is now, in an order that is served."""
        self._groups = None
        self.order = self.order if self.order in self.orders else self.orders[0]
        return opinions.listing(
            self._session, words=self.words, view=self.view, narrowing=self.narrowing, order=self.order
        )

    def row(self, row: dict[str, Any]) -> ListRow:
        return as_row(self._session, row, grouped=self.order is Order.DUE)

    def groups(self, total: int) -> dict[str, int]:
        """What the open ones consist of, counted once; not when the list is narrowed or too long to count so."""
        if self.view is not View.OPEN or self.narrowing or self.words or total > COUNTED:
            return {}
        if self._groups is None:
            found = opinions.due_counts(self._session)
            self._groups = dict(zip(GROUPS.values(), (found.overdue, found.soon, found.rest), strict=True))
        return self._groups

    def said(self) -> str:
        """What it is narrowed to, in words."""
        return in_words(self._session, self.narrowing)

    def title(self, name: str) -> str:
        """What it is called on paper; `name` is that of a saved view."""
        words = f"有“{self.words}”" if self.words else ""
        return "，".join(filter(None, (name or self.view.label, self.said(), words)))
