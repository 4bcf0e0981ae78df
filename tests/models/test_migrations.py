"""Each step of the schema, applied to a file of the version before it with data in it."""

from __future__ import annotations

from sqlite_utils import Database

from lianluozhan.models import migrations
from lianluozhan.models.database import open_database


def at_step(count: int) -> Database:
    """A database as the first `count` steps leave it."""
    db = open_database(":memory:", None, exclusive=False)
    for step in migrations.migrations._migrations[:count]:
        step.fn(db)
    return db


def test_the_second_step_keeps_what_a_station_of_the_first_version_has() -> None:
    db = at_step(1)
    columns = [row[1] for row in db.conn.execute("PRAGMA table_info(opinions)") if row[3] and row[1] != "id"]
    values = dict.fromkeys(columns, "") | {"title": "路灯坏了", "status": "in_review", "received_on": "2026-03-02"}
    kinds = {row[1]: row[2] for row in db.conn.execute("PRAGMA table_info(opinions)")}
    values |= {name: 0 for name in columns if kinds[name] == "INTEGER"}
    marks = ", ".join(f":{name}" for name in values)
    db.conn.execute(f"INSERT INTO opinions ({', '.join(values)}) VALUES ({marks})", values)
    migrations.m0002_the_front_desk(db)
    assert db.conn.execute("SELECT title, merged_into FROM opinions").fetchall() == [("路灯坏了", None)]
    assert db.conn.execute("SELECT count(*) FROM drafts").fetchone() == (0,)
