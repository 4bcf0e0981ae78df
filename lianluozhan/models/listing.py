"""A list read in slices by key from either end, so that a long one costs no more than what is on screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from .database import storage_trouble

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Listing:
    """A query that can be counted and read from any of its rows. All SQL is ours; `params` carry the rest.

    A row is listed that meets all of `where`, one of `either` (sets of conditions that no row meets twice, each a run
    of an index; SQLite merges the runs in order) and all of `also` (looked up in the row itself). `order` are
    expressions, compared all in one direction; the last must be unique (an id).
    """

    db: Database
    table: str
    where: tuple[str, ...] = ()
    params: Row = field(default_factory=dict)
    order: tuple[str, ...] = ("id",)
    descending: bool = False
    columns: str = "*"
    either: tuple[tuple[str, ...], ...] = ((),)
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        plain = {  # half a character, as it comes from a command line or the clipboard, is found nowhere
            name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for name, value in self.params.items()
        }
        object.__setattr__(self, "params", plain)

    def count(self, after: Row | None = None, until: Row | None = None) -> int:
        """How many there are, or how many follow the row `after`, up to the row `until`."""
        bounds, params = self._bounds(after, until)
        counts = [f"(SELECT count(*){self._from(run, *bounds)})" for run in self.either]
        return int(self._read(f"SELECT {' + '.join(counts)}", params)[0][0])

    def count_to(self, most: int) -> int:
        """How many there are, but no more than `most` are counted: it costs the same however many there are."""
        runs = " UNION ALL ".join(f"SELECT 1{self._from(run)}" for run in self.either)
        return int(self._read(f"SELECT count(*) FROM ({runs} LIMIT :most)", {**self.params, "most": most})[0][0])

    def page(
        self, limit: int, after: Row | None = None, *, backward: bool = False, skip: int = 0
    ) -> list[dict[str, Any]]:
        """The next `limit` rows after the row `after`, or the first ones; `backward` those before it, or the last."""
        bounds, params = self._bounds(*((None, after) if backward else (after, None)), strict=True)
        params |= {"limit": limit, "skip": skip}
        if len(self.either) > 1:
            return self._whole(self._read(self._merged(bounds, backward=backward), params), backward=backward)
        sql = f"SELECT {self.columns}, {self._keys}{self._from(self.either[0], *bounds)}"
        with storage_trouble():
            cursor = self.db.conn.execute(f"{sql}{self._end(self.order, backward)}", params)
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
        return rows[::-1] if backward else rows

    def find(self, id_: int) -> dict[str, Any] | None:
        """The row with this id, if it is listed."""
        runs = " OR ".join(f"({' AND '.join(run)})" for run in self.either if run) or "1"
        conditions = (f"{self.order[-1]} = :id", *self.where, runs, *self.also)
        sql = f"SELECT {self.columns}, {self._keys} FROM {self.table}{_all_of(conditions)}"
        with storage_trouble():
            cursor = self.db.conn.execute(sql, {**self.params, "id": id_})
            row = cursor.fetchone()
        return row and dict(zip((column[0] for column in cursor.description), row, strict=True))

    def stride(self, after: Row | None, entries: int) -> tuple[int, dict[str, Any] | None]:
        """How many rows lie within the next `entries` of the index, and the key of the last; None at the end."""
        bounds, params = self._bounds(after, None)
        sql = self._merged(bounds, also=False)
        found = self._read(sql, params | {"limit": 1, "skip": entries - 1})
        end = {f"key{n}": value for n, value in enumerate(found[0])} if found else None
        return entries if end and not self.also else self.count(after, end), end

    @property
    def runs(self) -> int:
        """How many runs of an index are merged; each takes a moment to begin."""
        return len(self.either)

    @property
    def _keys(self) -> str:
        return ", ".join(f"{expression} AS key{n}" for n, expression in enumerate(self.order))

    def _merged(self, bounds: list[str], *, backward: bool = False, also: bool = True) -> str:
        """The keys of all runs in one order."""
        runs = (f"SELECT {self._keys}{self._from(run, *bounds, also=also)}" for run in self.either)
        return " UNION ALL ".join(runs) + self._end([f"key{n}" for n in range(len(self.order))], backward)

    def _whole(self, keys: list[tuple[Any, ...]], *, backward: bool) -> list[dict[str, Any]]:
        """The rows of these keys, in the order of the list."""
        sql = f"SELECT {self.columns}, {self._keys} FROM {self.table}"
        ids = json.dumps([key[-1] for key in keys])
        with storage_trouble():
            cursor = self.db.conn.execute(f"{sql} WHERE {self.order[-1]} IN (SELECT value FROM json_each(?))", (ids,))
            names = [column[0] for column in cursor.description]
            rows = {row[-1]: dict(zip(names, row, strict=True)) for row in cursor}
        listed = [rows[key[-1]] for key in keys]
        return listed[::-1] if backward else listed

    def _bounds(
        self, after: Row | None, until: Row | None, *, strict: bool = False
    ) -> tuple[list[str], dict[str, Any]]:
        bounds, params = [], dict(self.params)
        onward, back = ("<", ">") if self.descending else (">", "<")
        for name, row, sign in (("key", after, onward), ("end", until, back if strict else f"{back}=")):
            if row is not None:
                marks = ", ".join(f":{name}{n}" for n in range(len(self.order)))
                bounds.append(f"{self.order[0]} {sign[0]}= :{name}0")  # SQLite seeks no row of expressions in an index
                bounds.append(f"({', '.join(self.order)}) {sign} ({marks})")
                params |= {f"{name}{n}": row[f"key{n}"] for n in range(len(self.order))}
        return bounds, params

    def _from(self, run: tuple[str, ...], *bounds: str, also: bool = True) -> str:
        return f" FROM {self.table}{_all_of((*self.where, *run, *(self.also if also else ()), *bounds))}"

    def _end(self, order: tuple[str, ...] | list[str], backward: bool) -> str:
        direction = " DESC" if self.descending != backward else ""
        return f" ORDER BY {', '.join(part + direction for part in order)} LIMIT :limit OFFSET :skip"

    def _read(self, sql: str, params: Row) -> list[tuple[Any, ...]]:
        with storage_trouble():
            found: list[tuple[Any, ...]] = self.db.conn.execute(sql, params).fetchall()
        return found


def _all_of(conditions: tuple[str, ...]) -> str:
    return " WHERE " + " AND ".join(f"({condition})" for condition in conditions) if conditions else ""
