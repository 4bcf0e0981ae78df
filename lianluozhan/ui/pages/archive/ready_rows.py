"""The lines of 待归档: what can be filed, class by class, and what cannot be yet, each with words to find it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianluozhan.models.archive import proposing
from lianluozhan.models.archive.proposing import NotReady, Proposal
from lianluozhan.models.archive.record import Category, Retention
from lianluozhan.models.session import Session

from ...slices import Row
from .item_shown import figures

Key = tuple[str, int]  # table and id of what it is made of
WHOLE, LACKING, NOT_YET = "whole", "lacking", "not"
STATES = {WHOLE: "材料齐", LACKING: "缺材料", NOT_YET: "还不能归档"}
TICK = "✓"


@dataclass
class YearList:
    """Everything of one year, read once; lines keep their ids as long as the list is kept."""

    year: int
    proposals: dict[Key, Proposal]
    not_ready: dict[Key, NotReady]

    @classmethod
    def read(cls, session: Session, year: int) -> YearList:
        found = proposing.proposals(session, year)
        waiting = proposing.not_ready(session, year)
        return cls(
            year,
            {(each.item.source_table, each.item.source_id or 0): each for each in found},
            {(each.source_table, each.source_id): each for each in waiting},
        )

    def in_order(self) -> list[Key]:
        """In the order of the classes they go into, then what cannot be filed yet."""
        retentions, categories = list(Retention), list(Category)

        def place(key: Key) -> tuple[object, ...]:
            item = self.proposals[key].item
            by_class = (retentions.index(item.retention), item.unit, categories.index(item.category))
            return (*by_class, item.dated_on.isoformat() if item.dated_on else "")

        return [*sorted(self.proposals, key=place), *self.not_ready]

    def counts(self) -> Counter[str]:
        """How many there are of each class, by its heading."""
        return Counter(map(self.heading, self.in_order()))

    def heading(self, key: Key) -> str:
        """永久, 30年 RDB, or that it cannot be filed yet."""
        proposal = self.proposals.get(key)
        if proposal is None:
            return STATES[NOT_YET]
        item = proposal.item
        return f"{item.retention.label} {item.unit}".strip()


def state_of(found: YearList, key: Key) -> str:
    """Whether all is there, something is missing, or it cannot be filed yet."""
    proposal = found.proposals.get(key)
    return NOT_YET if proposal is None else LACKING if proposal.missing else WHOLE


def rows_of(found: YearList, ids: dict[Key, int], ticked: Iterable[Key], words: str, state: str) -> list[Row]:
    """The lines that are looked for."""
    chosen, rows = set(ticked), []
    for key in found.in_order():
        row = _row(found, key, ids, key in chosen)
        if (not state or row["key_state"] == state) and all(word in row["words"] for word in words.split()):
            rows.append(row)
    return rows


def _row(found: YearList, key: Key, ids: dict[Key, int], is_ticked: bool) -> Row:
    state = state_of(found, key)
    said: Sequence[str]
    if state == NOT_YET:
        waiting = found.not_ready[key]
        title, day, detail, said = waiting.title, "", waiting.reason, (waiting.kind.label,)
    else:
        item, lacks = found.proposals[key].item, found.proposals[key].missing
        title, day = item.title, figures(item.dated_on)
        detail = f"缺：{'；'.join(lacks)}" if lacks else item.kind.label
        said = (item.kind.label, item.responsible, item.persons, item.document_number)
    return {
        "id": ids.setdefault(key, len(ids) + 1),
        "tick": is_ticked,
        "title": title,
        "detail": f"{day}　{detail}".strip("　"),
        "heading": found.heading(key),
        "key_state": state,
        "words": " ".join((title, day, detail, found.heading(key), STATES[state], *said)),
    }
