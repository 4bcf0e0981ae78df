"""A station at work that is to be killed: matters on their way one after the other, each save said once it is durable.

`MUTANTS` break a promise on purpose, to prove that the harness would see it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lianluozhan import sheets
from lianluozhan.models import attachments, audit, contacts, durable, opinions
from lianluozhan.models.session import Session
from tests.faults.children import Say
from tests.faults.desk import Base, Desk
from tests.faults.use_case import LETTER
from tests.faults.use_cases_of_matters import answer, form, judged, telling
from tests.faults.use_cases_of_people import contact

MUTANTS = ("ack_before_commit", "no_transaction", "audit_outside", "half_outside", "row_before_file")
# only a power cut shows these
MUTANTS_OF_POWER = ("ack_before_commit", "synchronous_off", "wal_normal", "delete_full", "file_not_synced")


def work(base: Base, seed: int, mutant: str, say: Say) -> None:
    """Save until killed."""
    os.close(2)  # the disk under it goes away
    desk, chance = Desk(base), random.Random(seed)
    mutate(desk, mutant)
    while True:
        for act in _life(desk, chance):
            if mutant == "ack_before_commit":
                say(str(_head(desk) + 1))
                act()
            else:
                act()
                say(str(_head(desk)))


def _head(desk: Desk) -> int:
    return audit.head(desk.db).id


def _life(desk: Desk, chance: random.Random) -> Iterator[Any]:
    """One matter from its registration to the evaluation, with something beside."""
    made: list[int] = []
    files = [LETTER] if chance.random() < 0.4 else []
    yield lambda: made.append(opinions.register(desk.officer, form(desk), files).id)
    number = made[0]
    yield lambda: opinions.submit(desk.officer, number)
    yield lambda: opinions.review(desk.vice, number, "情况属实，同意受理。")
    yield lambda: contacts.enter(desk.officer, contact(desk))
    yield lambda: opinions.approve(desk.head, number, "同意。")
    yield lambda: opinions.dispatch(
        desk.officer, number, lead_body_id=3, joint_body_ids=(4,), requirement="请现场查看。"
    )
    yield lambda: sheets.log(desk.officer, "F10", [number], "打印")
    yield lambda: opinions.reply(desk.officer, answer(desk, number), [LETTER])
    yield lambda: opinions.inform(desk.officer, telling(desk, number))
    yield lambda: opinions.evaluate(desk.officer, judged(desk, number))


# Mutants --------------------------------------------------------------------------------------------------------------


def mutate(desk: Desk, mutant: str) -> None:
    """Break one promise by replacing a part of the running program."""
    connection: Any = desk.db.conn
    match mutant:
        case "no_transaction":
            connection.isolation_level = None
            desk.db.atomic = _nothing  # type: ignore[method-assign]
        case "audit_outside":
            _commit_before_lines()
        case "half_outside":
            half_outside(desk)
        case "row_before_file":
            attachments._store = lambda *_: "0" * 64
        case "synchronous_off":
            connection.execute("PRAGMA synchronous = OFF")
        case "wal_normal":
            connection.execute("PRAGMA synchronous = NORMAL")
        case "delete_full":
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA locking_mode = NORMAL")  # an exclusive one writes over the journal and syncs it
            connection.execute("SELECT count(*) FROM opinions").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
        case "file_not_synced":
            _never_sync()


@contextmanager
def _nothing(*_: Any, **__: Any) -> Iterator[None]:
    yield


def _in_two(connection: Any) -> None:
    """What was written is durable by itself, and the rest goes into a transaction of its own."""
    connection.execute("COMMIT")
    connection.execute("BEGIN")


def _commit_before_lines() -> None:
    """The change is durable before the line of the log that tells of it."""
    whole = audit.append

    def append(db: Any, key: bytes, line: dict[str, Any]) -> int:
        _in_two(db.conn)
        return whole(db, key, line)

    audit.append = append


def half_outside(_: Desk) -> None:
    """What an action writes first is durable before the rest of it."""
    whole = Session._log

    def log(self: Session, table: str, record_id: int, changes: dict[str, Any]) -> None:
        whole(self, table, record_id, changes)
        if len(self._lines) == 1:
            _in_two(self.db.conn)

    Session._log = log  # type: ignore[method-assign]


def _never_sync() -> None:
    """An attachment and its name are left to the system to write some day."""

    class Idle:
        def __getattr__(self, name: str) -> Any:
            return (lambda *_: None) if name == "fsync" else getattr(os, name)

    def idle(_: Path) -> None:
        return None

    attachments.os = Idle()  # type: ignore[attr-defined]
    attachments.sync_directory = idle  # type: ignore[attr-defined]
    durable.sync_directory = idle
