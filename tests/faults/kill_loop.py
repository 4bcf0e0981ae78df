"""A station at work that is to be killed: saves opinions one after the other and says each id once it is durable.

`--mutant` makes it break a promise on purpose, to prove that the harness would see it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from lianluozhan.models import attachments, audit
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import enter

MUTANTS = ("ack_before_commit", "no_transaction", "audit_outside", "row_before_file")
MUTANTS_OF_POWER = ("not_synced",)  # only a power cut shows this one


def save(session: Session, number: int, letter: Path) -> int:
    with session.action("opinion.register"):
        opinion = session.add(
            Opinion(title=f"第 {number} 件", content="路灯坏了。" * 40, received_on=date(2026, 11, 23))
        )
        if number % 5 == 0:
            attachments.attach(session, "opinions", opinion.id, letter)
        return opinion.id


def say(opinion_id: int) -> None:
    sys.stdout.write(f"{opinion_id}\n")
    sys.stdout.flush()


def mutate(session: Session, mutant: str) -> None:
    """Break one promise by replacing a part of the running program."""
    connection: Any = session.db.conn
    if mutant == "no_transaction":
        connection.isolation_level = None
        session.db.atomic = lambda: _nothing()  # type: ignore[method-assign,assignment,return-value]
    if mutant == "audit_outside":
        whole = audit.append

        def append(db: Any, key: bytes, line: dict[str, Any]) -> None:
            db.conn.commit()
            whole(db, key, line)

        audit.append = append
    if mutant == "not_synced":
        connection.execute("PRAGMA synchronous = OFF")
    if mutant == "row_before_file":
        attachments._store = lambda *_: "0" * 64


class _nothing:  # noqa: N801
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--mutant", choices=(*MUTANTS, *MUTANTS_OF_POWER), default="")
    options = parser.parse_args()
    letter = options.home.parent / "letter.jpg"
    letter.write_bytes(b"letter" * 5000)
    session = enter(Home(options.home), "zhou")
    mutate(session, options.mutant)
    number = session.value("SELECT ifnull(max(id), 0) FROM opinions")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        number += 1
        if options.mutant == "ack_before_commit":
            say(number)
            save(session, number, letter)
        else:
            say(save(session, number, letter))


if __name__ == "__main__":
    main()
