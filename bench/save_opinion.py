"""Saving one opinion (record, audit line, search row, durable) against the same rows written raw by the same driver.

Both write to encrypted files of their own in the same folder. `--count-syncs` saves once more under strace and
prints how many times the disk was asked to make the save durable.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.turns import in_turn, report
from lianluozhan.models import search
from lianluozhan.models.audit import FIRST
from lianluozhan.models.database import open_database
from lianluozhan.models.keyring import Keyring
from lianluozhan.models.migrations import migrations
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.rows import to_row
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.stations import Station

SAVES_A_ROUND = 50
OPINION = Opinion(
    received_on=date(2026, 3, 4),
    title="石桥村三组路灯损坏，晚上老人出行不便",
    submitter_name="周长福",
    phone="13812342609",
    address="石桥村三组17号",
    content="我们三组从村口老槐树到水塘那一段，路灯坏了四盏，快两个月了。" * 12,
    request="尽快修好四盏路灯，并明确以后由谁维护。",
)


def open_station(folder: Path, *, encrypted: bool = True) -> Session:
    """An empty station, encrypted as a rule, with one member of staff."""
    folder.mkdir()
    keyring, data_key = Keyring.create(folder, encrypted=encrypted)
    keys = keyring.keys(data_key)
    db = open_database(folder / "station.db", keys.database)
    migrations.apply(db)
    session = Session(db, Staff(name="王秀英"), frozenset(Role), keys=keys, folder=folder)
    with session.action("staff.edit"):
        staff = session.add(Staff(name="王秀英"))
    with session.action("station.edit"):
        session.add(Station(name="石桥镇人大代表联络站", place="石桥镇", congress="石桥镇人民代表大会"))
    return Session(db, staff, frozenset(Role), keys=keys, folder=folder, keyring=keyring)


def save(session: Session) -> None:
    with session.action("opinion.register"):
        session.add(OPINION)


def several(call: Callable[[], None]) -> None:
    for _ in range(SAVES_A_ROUND):
        call()


class Raw:
    """The same three rows in one transaction, prepared statements, nothing else done."""

    def __init__(self, session: Session) -> None:
        self.connection: Any = session.db.conn
        row = to_row(OPINION)
        del row["id"]
        self.values = tuple(row.values())
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.insert = f"INSERT INTO opinions ({names}) VALUES ({marks})"
        self.words = search.indexed([getattr(OPINION, name) for name in Opinion.SEARCHED])
        known = {name: [None, value] for name, value in row.items() if value not in (None, "")}
        self.changes = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
        self.line = 1

    def save(self) -> None:
        execute = self.connection.execute
        execute("BEGIN")
        number = execute(self.insert, self.values).lastrowid
        self.line += 1
        execute(
            "INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.line, "2026-03-04T09:00:00", 1, "opinion.register", "opinions", number, self.changes, FIRST),
        )
        execute("INSERT INTO opinions_words (rowid, words) VALUES (?, ?)", (number, self.words))
        execute("COMMIT")


def count_syncs() -> int:
    """Saves once in a traced process; counts its fdatasync and fsync calls between two marks."""
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        command = ["strace", "-f", "-e", "trace=fsync,fdatasync,openat", "-o", str(trace), sys.executable, "-m"]
        subprocess.run([*command, "bench.save_opinion", "--save-once", folder], check=True, env=os.environ)
        text = trace.read_text("utf-8", "replace")
    inside = text.split("begin-mark", 1)[1].split("end-mark", 1)[0]
    return len(re.findall(r"\b(?:fsync|fdatasync)\(", inside))


def save_once(folder: Path) -> None:
    session = open_station(folder / "traced")
    save(session)
    (folder / "begin-mark").touch()
    save(session)
    (folder / "end-mark").touch()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--count-syncs", action="store_true")
    parser.add_argument("--save-once", type=Path)
    options = parser.parse_args()
    if options.save_once:
        return save_once(options.save_once)
    if options.count_syncs:
        return print("syncs for one save:", count_syncs())
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = open_station(Path(folder) / "ours"), open_station(Path(folder) / "baseline")
        raw = Raw(theirs)
        mine, base = in_turn(
            lambda: several(lambda: save(ours)),
            lambda: several(raw.save),
            options.rounds,
        )
        report("save one opinion", [t / SAVES_A_ROUND for t in mine], [t / SAVES_A_ROUND for t in base], 1.25)
    return None


if __name__ == "__main__":
    main()
