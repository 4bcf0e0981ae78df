"""A station opened by its data key, so that no password is stretched: everybody of it at the one database."""

from __future__ import annotations

import atexit
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lianluozhan.models.accounts import Account
from lianluozhan.models.database import DATABASE_FILE, open_database
from lianluozhan.models.homes import Home
from lianluozhan.models.keyring import Keyring
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

SPEEDY = Path("/dev/shm")


@dataclass(frozen=True)
class Base:
    """A station made once, which is copied for every fault."""

    home: Home
    data_key: bytes
    at: datetime

    @property
    def room(self) -> Path:
        """The folder that holds the home and what lies beside it: a ledger to be imported, a stick."""
        return self.home.folder.parent

    def copied(self, room: Path) -> Base:
        """All of it in another room, instead of what was there."""
        shutil.rmtree(room, ignore_errors=True)
        shutil.copytree(self.room, room, copy_function=shutil.copyfile)
        return Base(Home(room / self.home.folder.name), self.data_key, self.at)


class Desk:
    """Everybody of a station; `close` ends it for all."""

    def __init__(self, base: Base) -> None:
        self.base, self.folder = base, base.room
        self.keyring = Keyring.load(base.home.data)
        self.keyring._data_key = base.data_key
        self.keys = self.keyring.keys(base.data_key)
        self.db = open_database(base.home.data / DATABASE_FILE, self.keys.database)
        self._reader = Session(self.db, Staff(name=""), frozenset(), keys=self.keys, folder=base.home.data)
        self._known: dict[str, Session] = {}

    def of(self, user: str) -> Session:
        """The session of an account."""
        if user not in self._known:
            found = self._reader.select(Account, "user_name = ?", (user,))[0]
            self._known[user] = Session(
                self.db,
                self._reader.get(Staff, found.staff_id or 0),
                frozenset(found.roles),
                keys=self.keys,
                folder=self.base.home.data,
                now=lambda: self.base.at,
                keyring=self.keyring,
                beside=self._reader,
            )
        return self._known[user]

    def having(self, role: Role) -> Session:
        """Somebody of that role."""
        accounts = self._reader.select(Account, "retired_on IS NULL")
        return self.of(next(account.user_name for account in accounts if role in account.roles))

    @property
    def officer(self) -> Session:
        return self.having(Role.LIAISON_OFFICER)

    @property
    def vice(self) -> Session:
        return self.having(Role.VICE_HEAD)

    @property
    def head(self) -> Session:
        return self.having(Role.HEAD)

    @property
    def administrator(self) -> Session:
        return self.having(Role.ADMINISTRATOR)

    def close(self) -> None:
        self.db.close()


def place_for(folder: Path) -> Path:
    """Where homes are killed: in memory where there is such a place, for a kill leaves what the system has taken.

    It goes with this process.
    """
    if not SPEEDY.is_dir():
        return folder
    made = SPEEDY / f"lianluozhan-{os.getpid()}-{folder.name}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
