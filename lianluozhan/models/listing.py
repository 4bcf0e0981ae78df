"""A list read in slices by key, so that a long one costs no more than what is on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from .database import storage_trouble


@dataclass(frozen=True)
class Listing:
    """A query that can be counted and read onward from any of its rows. All SQL is ours; `params` carry the rest.

    `order` are expressions, compared all in one direction; the last must be unique (an id).
    """

    db: Database
    table: str
    where: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ("id",)
    descending: bool = False
    columns: str = "*"

    def count(self) -> int:
        sql = f"SELECT count(*) FROM {self.table}{self._where(self.where)}"
        with storage_trouble():
            return int(self.db.conn.execute(sql, dict(self.params)).fetchone()[0])

    def page(self, limit: int, after: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The next `limit` rows after the row `after`, or the first ones; each a plain dict."""
        where, params = self.where, {**self.params, "limit": limit}
        if after is not None:
            marks = ", ".join(f":key{n}" for n in range(len(self.order)))
            sign = "<" if self.descending else ">"
            where = (*where, f"({', '.join(self.order)}) {sign} ({marks})")
            params |= {f"key{n}": after[f"key{n}"] for n in range(len(self.order))}
        keys = ", ".join(f"{expression} AS key{n}" for n, expression in enumerate(self.order))
        direction = " DESC" if self.descending else ""
        order = ", ".join(expression + direction for expression in self.order)
        sql = f"SELECT {self.columns}, {keys} FROM {self.table}{self._where(where)} ORDER BY {order} LIMIT :limit"
        with storage_trouble():
            cursor = self.db.conn.execute(sql, params)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @staticmethod
    def _where(conditions: tuple[str, ...]) -> str:
        return " WHERE " + " AND ".join(f"({condition})" for condition in conditions) if conditions else ""
