"""Importing a roster of 500 deputies against reading it with calamine and writing the same rows raw.

Ours: read in a process of its own, understood, everybody looked up, stored with audit in one transaction. The baseline
reads in this process and writes finished rows; both begin with an empty encrypted file each round.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.save_opinion import open_station
from bench.turns import in_turn, report
from lianluozhan.models import rosters
from lianluozhan.models.session import Session

TABLES = ("import_batches", "deputies", "mandates")
ROWS = 500
GOAL = 15.0
MOST_SECONDS = 3.0
_HEADS = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "学历", "单位职务", "层级", "选区", "电话", "备注")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_NAMES = "明德建国秀英桂兰志强海燕春梅立新"


def write_roster(path: Path, rows: int = ROWS) -> Path:
    """A roster with a title, every tenth person of two levels."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 0, 0, len(_HEADS) - 1, "青石镇第十八届人民代表大会代表名册")
        sheet.write_row(1, 0, _HEADS)
        for n in range(rows):
            name = _SURNAMES[n % 32] + _NAMES[n // 32 % 16] + _NAMES[n * 7 % 16]
            born = f"{1960 + n % 40}.{n % 12 + 1:02d}"
            facts = (n + 1, name, "男" if n % 3 else "女", "汉", born, "党员", "本科", f"石桥村{n}组组长")
            level = "县、镇" if n % 10 == 0 else "镇"
            sheet.write_row(n + 2, 0, (*facts, level, f"第{n % 50 + 1}选区", f"139{n:08d}", ""))
    return path


def import_all(session: Session, file: Path) -> int:
    return rosters.store(session, rosters.plan(session, file)).people


class Raw:
    """The rows of an import, as the store holds them, ready to be written again."""

    def __init__(self, session: Session) -> None:
        execute = session.db.conn.execute
        self.rows = {table: execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}

    def write(self, session: Session, file: Path) -> None:
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        connection: Any = session.db.conn
        connection.execute("BEGIN")
        for table, rows in self.rows.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("COMMIT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = write_roster(Path(folder) / "名册.xlsx")
        stations = iter([open_station(Path(folder) / str(n)) for n in range(2 * options.rounds + 3)])
        first = next(stations)
        begun = time.perf_counter()
        count = import_all(first, file)
        seconds = time.perf_counter() - begun
        raw = Raw(first)
        mine, base = in_turn(
            lambda: import_all(next(stations), file), lambda: raw.write(next(stations), file), options.rounds
        )
        print(f"deputies imported each time: {count}, the first time in {seconds:.2f} s (goal {MOST_SECONDS} s)")
        report("import roster", mine, base, GOAL)


if __name__ == "__main__":
    main()
