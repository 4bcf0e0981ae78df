"""A station with as many opinions as wanted, written straight into its file: for benches only, nothing is logged.

Dates, villages, categories, bodies and judgements are spread as in a real station; one in eight is open.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lianluozhan.models.demo import demo
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import OPEN, Channel, Opinion, Status
from lianluozhan.models.rows import column_names, to_row
from lianluozhan.models.session import Session

TODAY = date(2026, 11, 25)
CONTENT = "我们三组从村口老槐树到水塘那一段，路灯坏了四盏，快两个月了。学生下晚自习也走那段路，请赶紧修一修。"
JUDGED = ("satisfied", "satisfied", "satisfied", "fairly", "not_given", "dissatisfied")


def make(home: Home, count: int) -> Session:
    """A sample station grown to `count` opinions, signed in as its liaison officer."""
    from lianluozhan.models.homes import sign_in

    account = next(found for found in demo(home, opinions=20) if found.role == "联络员")
    session = sign_in(home, account.user_name, account.password)
    grow(session, count)
    return session


def grow(session: Session, count: int) -> None:
    connection: Any = session.db.conn
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'opinions' AND sql IS NOT NULL"
    indexes = session.rows(sql)
    first = int(session.value("SELECT max(id) FROM opinions")) + 1
    columns = column_names(Opinion)
    marks = ", ".join("?" * len(columns))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("PRAGMA synchronous = OFF")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO opinions ({', '.join(columns)}) VALUES ({marks})", _rows(session, first, first + count - 20)
    )
    connection.execute("COMMIT")
    for _, statement in indexes:
        connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -2000")


def _rows(session: Session, first: int, end: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(1)
    villages, categories, bodies = (
        [row[0] for row in session.rows(f"SELECT id FROM {table}")]
        for table in ("villages", "categories", "handling_bodies")
    )
    channels, many = [channel.value for channel in Channel], max(end - first, 1)
    empty = to_row(Opinion(received_on=TODAY, title="路灯损坏", content=CONTENT, registered_by=session.staff.id))
    for n in range(first, end):
        row = empty.copy()
        received = TODAY - timedelta(days=2900 - 2900 * (n - first) // many)
        open_ = chance.random() < 0.125
        status = chance.choice(OPEN) if open_ else Status.CLOSED if chance.random() < 0.9 else Status.ON_SPOT
        row |= {
            "id": n,
            "number": f"社情民意〔{received.year}〕{n:07d}号",
            "status": status.value,
            "received_on": received.isoformat(),
            "registered_on": received.isoformat(),
            "channel": chance.choice(channels),
            "urgency": "urgent" if n % 20 == 0 else "normal",
            "submitter_name": f"周长福{n % 977}",
            "village_id": chance.choice(villages),
            "category_id": chance.choice(categories),
            "lead_body_id": chance.choice(bodies),
            "holder": chance.choice(("周长福", "站长 王秀英", "派出所", "村镇建设服务中心")) if open_ else "",
        }
        if open_:
            row["due_on"] = (TODAY + timedelta(days=chance.randint(-30, 60))).isoformat()
            row["due_kind"] = chance.choice(("办理", "告知", "二次办理"))
        else:
            row["satisfaction"] = chance.choice(JUDGED)
            row["closed_on"] = (received + timedelta(days=chance.randint(5, 40))).isoformat()
        if n % 100 == 0:
            row["voided_on"] = received.isoformat()
        yield tuple(row.values())
