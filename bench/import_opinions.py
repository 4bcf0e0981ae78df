"""Importing a ledger against reading it with calamine and writing the same rows raw with their search index.

Ours: read in a process of its own, cleaned, checked, looked up for duplicates, stored with audit in one transaction.
The baseline reads in this process and writes finished rows; both begin with an empty encrypted file each round.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from bench.save_opinion import open_station
from bench.turns import in_turn, report
from lianluozhan.models import imports, search
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session

TABLES = ("import_batches", "opinions", "opinion_steps", "replies", "evaluations", "number_series")
GOAL = 1.5


def import_all(session: Session, file: Path) -> int:
    return imports.carry_out(session, imports.plan(session, imports.read_table(file))).imported


class Raw:
    """The rows of an import, as the store holds them, ready to be written again."""

    def __init__(self, session: Session) -> None:
        execute = session.db.conn.execute
        self.rows = {table: execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        names = [column[1] for column in execute("PRAGMA table_info(opinions)")]
        self.searched = [names.index(name) for name in Opinion.SEARCHED]

    def write(self, session: Session, file: Path) -> None:
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        connection: Any = session.db.conn
        connection.execute("BEGIN")
        for table, rows in self.rows.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.executemany("INSERT INTO opinions_words (rowid, words) VALUES (?, ?)", self._words())
        connection.execute("COMMIT")

    def _words(self) -> Iterator[tuple[int, str]]:
        for row in self.rows["opinions"]:
            yield row[0], search.indexed([row[at] for at in self.searched])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="an xlsx ledger, such as the 2,816 messages with replies")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stations = iter([open_station(Path(folder) / str(n)) for n in range(2 * options.rounds + 3)])
        first = next(stations)
        count = import_all(first, options.file)
        raw = Raw(first)
        mine, base = in_turn(
            lambda: import_all(next(stations), options.file),
            lambda: raw.write(next(stations), options.file),
            options.rounds,
        )
        print(f"opinions imported each time: {count}")
        report("import opinions", mine, base, GOAL)


if __name__ == "__main__":
    main()
