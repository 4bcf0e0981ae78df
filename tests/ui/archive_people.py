"""An archivist and a head of one station on a day far ahead, each with a session of his own on its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lianluozhan.models.accounts import Account
from lianluozhan.models.homes import NewPerson
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post, Staff
from tests.keeping import PASSWORD, enter, make_home

PEOPLE = (
    NewPerson("陈国栋", Post.HEAD, (Role.HEAD, Role.ADMINISTRATOR), "chen", PASSWORD),
    NewPerson("李建民", Post.WORKER, (Role.ARCHIVIST,), "li", PASSWORD),
    NewPerson("王秀英", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "wang", PASSWORD),
)


@contextmanager
def people_at(folder: Path, at: datetime) -> Iterator[dict[Role, Session]]:
    """Head, archivist and officer at that hour."""
    first = enter(make_home(folder / "home", people=PEOPLE), "chen")
    found = {}
    for account in first.select(Account):
        found[account.roles[0]] = Session(
            first.db,
            first.get(Staff, account.staff_id or 0),
            frozenset(account.roles),
            keys=first.keys,
            folder=first.folder,
            now=lambda: at,
            keyring=first.keyring,
            beside=first,
        )
    yield found
    first.close()
