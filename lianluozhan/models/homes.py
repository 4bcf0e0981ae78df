"""The home of a station's data: setting it up, signing in, switching the user, coming back by the paper code.

HOME/current names the data folder; a data folder appears whole, by one rename, and an older one is never removed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from ..paths import resources
from . import calendars, categories, closures, phrases, upgrades
from .accounts import Account, check_user_name
from .database import DATABASE_FILE, open_database
from .durable import atomic_write, rename, storage_errors, sync_directory
from .errors import DamagedData, RuleError, StorageError
from .folders import check_suitable
from .instance_lock import InstanceLock
from .keyring import Cost, Keyring, check_password, plain_code
from .migrations import migrations
from .permissions import Role, check_combination
from .places import BodyKind, HandlingBody
from .session import Session
from .staff import Appointment, Post, Sex, Staff
from .stations import Station, station

__all__ = [
    "Home",
    "InstanceLock",
    "NewPerson",
    "SetUp",
    "empty_temporary",
    "problems",
    "recover",
    "recover_again",
    "set_up",
    "sign_in",
    "sign_in_again",
    "sign_in_once",
    "sign_in_once_again",
    "temporary_file",
]

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Home:
    """The folder with everything a station has stored on this computer."""

    folder: Path

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    @property
    def is_set_up(self) -> bool:
        return self.pointer.exists()

    @property
    def data(self) -> Path:
        """The data folder in use."""
        with storage_errors():
            name = self.pointer.read_text("utf-8", "replace").strip()
        found = self.folder / name
        if not name.startswith("data-") or Path(name).name != name or not found.is_dir():
            raise DamagedData("找不到数据文件夹，可能被移动或改名。请把它放回原处，或用“还原”从备份恢复。")
        return found

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def new_data_name(self) -> str:
        return f"data-{secrets.token_hex(4)}"

    def switch_to(self, name: str) -> None:
        """Make another whole data folder the one in use: one atomic rename."""
        atomic_write(self.pointer, name.encode())

    def users(self) -> list[dict[str, str]]:
        """The accounts to choose from at sign-in: name, shown, seen."""
        return Keyring.load(self.data).users()


@dataclass(frozen=True)
class NewPerson:
    """One of the first people, with the account that lets them in."""

    name: str
    post: Post
    roles: tuple[Role, ...]
    user_name: str
    password: str
    sex: Sex | None = None
    phone: str = ""


@dataclass(frozen=True)
class SetUp:
    """What the first start asks for."""

    station: Station
    people: tuple[NewPerson, ...]
    encrypted: bool = True


def problems(plan: SetUp) -> list[str]:
    """What still stands against this set-up, as Chinese sentences; empty if nothing."""
    found = []
    if [person.post for person in plan.people].count(Post.HEAD) != 1:
        found.append("每个联络站有且只有一位站长，请检查人员的职务。")
    for role in (Role.HEAD, Role.LIAISON_OFFICER, Role.ADMINISTRATOR):
        if not any(role in person.roles for person in plan.people):
            found.append(f"还没有人担任“{role.label}”，请给其中一位加上这个岗位。")
    names = [person.user_name for person in plan.people]
    if len(set(names)) < len(names):
        found.append("有两个人的账号名相同，请改其中一个。")
    for person in plan.people:
        found += _person_problems(person)
    return found


def _person_problems(person: NewPerson) -> list[str]:
    found = []
    if not person.name.strip():
        found.append("请填写每个人的姓名。")
    tests: tuple[Callable[[], None], ...] = (
        lambda: check_user_name(person.user_name),
        lambda: check_combination(person.roles),
        lambda: check_password(person.password, person.user_name),
    )
    for test in tests:
        try:
            test()
        except RuleError as refusal:
            found.append(f"{person.name or person.user_name}：{refusal}")
    return found


def set_up(
    home: Home, plan: SetUp, recovery_code: str, *, now: Clock = datetime.now, cost: Cost | None = None
) -> Session:
    """Make the station's data whole or not at all; signed in as the first of the people."""
    check_suitable(home.folder)
    if home.is_set_up:
        raise RuleError("这台电脑上已经建好联络站的数据。请直接登录；要另建一个，请换一个文件夹。")
    if found := problems(plan):
        raise RuleError("\n".join(found))
    if len(plain_code(recovery_code)) != 32:
        raise RuleError("恢复码应为 32 个字符。请用程序给出的恢复码。")
    building = home.folder / f".building-{secrets.token_hex(4)}"
    try:
        with storage_errors():
            building.mkdir(mode=0o700, parents=True)
            (building / "attachments").mkdir()
        keyring, data_key = Keyring.create(building, encrypted=plan.encrypted)
        keyring.name_station(plan.station.name)
        for person in plan.people:
            shown = f"{person.name}（{person.post.label}）"
            keyring.add(person.user_name, person.password, data_key, shown=shown, cost=cost)
        keyring.set_recovery(recovery_code, data_key, cost=cost)
        _build(building, keyring, plan, now)
        name = home.new_data_name()
        with storage_errors():
            rename(building, home.folder / name)
            sync_directory(home.folder)
        home.switch_to(name)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    keyring.folder = home.data
    return _open(home, keyring, plan.people[0].user_name, now)


def _build(folder: Path, keyring: Keyring, plan: SetUp, now: Clock) -> None:
    keys = keyring.keys(keyring.data_key)
    db = open_database(folder / DATABASE_FILE, keys.database)
    try:
        migrations.apply(db)
        first = Staff(id=1, name=plan.people[0].name)
        session = Session(db, first, frozenset(Role), keys=keys, folder=folder, now=now, keyring=keyring)
        with session.action("station.set_up"):
            session.add(plan.station)
            session.add(HandlingBody(name="本站", short_name="本站", kind=BodyKind.STATION))
            for person in plan.people:
                _add_person(session, person)
            _add_defaults(session)
    finally:
        db.close()


def _add_defaults(session: Session) -> None:
    """The categories of opinions, the usual phrases, and the holidays of the years that are known today."""
    categories.add_default_categories(session)
    phrases.add_default_phrases(session)
    for path in sorted((resources() / "calendars").glob("*.json")):
        calendars.store(session, calendars.read_file(path))


def _add_person(session: Session, person: NewPerson) -> None:
    staff = session.add(Staff(name=person.name.strip(), sex=person.sex, phone=person.phone))
    session.add(Appointment(staff_id=staff.id, post=person.post, starts_on=session.today))
    session.add(Account(staff_id=staff.id, user_name=person.user_name, roles=person.roles))


def sign_in(home: Home, user: str, password: str, *, now: Clock = datetime.now) -> Session:
    """Open the data with a password; an older file is upgraded first, after a verified copy."""
    keyring = Keyring.load(home.data)
    keyring.unlock(user, password, now())
    return _open(home, keyring, user, now)


def sign_in_again(session: Session, user: str, password: str) -> Session:
    """Another person, or the same one after a pause, on the database that is already open."""
    session.keyring.unlock(user, password, session.now())
    return _beside(session, user, "account.sign_in")


def sign_in_once(home: Home, user: str, code: str, new_password: str, *, now: Clock = datetime.now) -> Session:
    """Open the data with a code that is good for one sign-in, and give the account a password of its own."""
    check_password(new_password, user)
    keyring = Keyring.load(home.data)
    data_key = keyring.unlock(user, code, now(), once=True)
    session = _open(home, keyring, user, now)
    return _with_password(session, user, new_password, data_key)


def sign_in_once_again(session: Session, user: str, code: str, new_password: str) -> Session:
    """The same on the database that is already open."""
    check_password(new_password, user)
    data_key = session.keyring.unlock(user, code, session.now(), once=True)
    entered = _beside(session, user, "account.sign_in")
    entered.keyring.add(user, new_password, data_key)
    return entered


def recover(home: Home, code: str, user: str, new_password: str, *, now: Clock = datetime.now) -> Session:
    """Give an account a new password by the paper recovery code, and sign in with it."""
    check_password(new_password, user)
    keyring = Keyring.load(home.data)
    data_key = keyring.unlock_by_recovery(code, now())
    return _with_password(_open(home, keyring, user, now, "account.recover"), user, new_password, data_key)


def recover_again(session: Session, code: str, user: str, new_password: str) -> Session:
    """The same on the database that is already open, behind a locked screen."""
    check_password(new_password, user)
    data_key = session.keyring.unlock_by_recovery(code, session.now())
    recovered = _beside(session, user, "account.recover")
    session.keyring.add(user, new_password, data_key)
    return recovered


def _with_password(session: Session, user: str, new_password: str, data_key: bytes) -> Session:
    try:
        session.keyring.add(user, new_password, data_key)
    except BaseException:
        session.close()
        raise
    return session


def _beside(session: Session, user: str, action: str) -> Session:
    return _session_of(session.db, session.folder, session.keyring, user, session.now, action, session)


def _open(home: Home, keyring: Keyring, user: str, now: Clock, action: str = "account.sign_in") -> Session:
    keys, path = keyring.keys(keyring.data_key), home.data / DATABASE_FILE
    if not path.exists() or not path.stat().st_size:
        raise DamagedData("数据文件找不到或是空的，没有动它。请用“还原”从最近的备份恢复。")
    db = open_database(path, keys.database)
    try:
        reader = Session(db, Staff(name=""), frozenset(), keys=keys, folder=path.parent, now=now, keyring=keyring)
        upgrades.bring_up_to_date(db, path.parent, keys.database, now(), lambda: _pack_older(reader))
        session = _session_of(db, path.parent, keyring, user, now, action)
    except BaseException:
        db.close()
        raise
    _remove_leftovers(home)
    return session


def _pack_older(reader: Session) -> None:
    """The file as an older version left it, as a package that the page of the restore offers."""
    from .backup import copies  # which restores into homes

    copies.before_upgrade(reader)


def _session_of(
    db: Database,
    folder: Path,
    keyring: Keyring,
    user: str,
    now: Clock,
    action: str,
    beside: Session | None = None,
) -> Session:
    keys = keyring.keys(keyring.data_key)
    reader = Session(db, Staff(name=""), frozenset(), keys=keys, folder=folder, now=now)
    found = reader.select(Account, "user_name = ? AND retired_on IS NULL", (user,))
    if not found:
        raise RuleError("这个账号已停用或已不在本站。请用别的账号登录，或请系统管理员处理。")
    staff = reader.get(Staff, found[0].staff_id or 0)
    roles = frozenset(found[0].roles)
    session = Session(db, staff, roles, keys=keys, folder=folder, now=now, keyring=keyring, beside=beside)
    closures.apply(session)
    facts: dict[str, object] = {"user_name": user}
    if failed := keyring.failed_before:
        facts |= {"failed": failed.count, "failed_at": failed.last.isoformat(timespec="seconds")}
    session.note_or_hold(action, "accounts", found[0].id, facts)
    with suppress(StorageError):  # a full disk keeps nobody from reading
        if keyring.title != (name := station(session).name):
            keyring.name_station(name)
        _name_people(session)
    return session


def _name_people(session: Session) -> None:
    """Show the accounts in the sign-in list by the names and posts of today."""
    known = {entry["name"]: entry["shown"] for entry in session.keyring.users()}
    for account in session.select(Account, "retired_on IS NULL"):
        person = session.get(Staff, account.staff_id or 0)
        today = session.today.isoformat()
        where = "staff_id = ? AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)"
        held = {entry.post for entry in session.select(Appointment, where, (person.id, today, today))}
        posts = "、".join(post.label for post in Post if post in held)
        shown = f"{person.name}（{posts}）" if posts else person.name
        if known.get(account.user_name, shown) != shown:
            session.keyring.show(account.user_name, shown)


def temporary_file(session: Session, suffix: str) -> Path:
    """A new path for a print or preview, readable by this user of the computer only; emptied at start and at exit.

    Of `suffix`, which may come from the name of a stranger's file, only what is a plain ending is taken.
    """
    suffix = suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""
    folder = session.folder.parent / "temporary"
    with storage_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{secrets.token_hex(8)}{suffix}"


def empty_temporary(home: Home) -> None:
    """Remove what was written for printing; at exit, and at every start in case a crash left something."""
    shutil.rmtree(home.temporary, ignore_errors=True)
    with suppress(OSError):
        home.temporary.mkdir(mode=0o700, parents=True)


def _remove_leftovers(home: Home) -> None:
    empty_temporary(home)
    for left in home.folder.glob(".building-*"):
        shutil.rmtree(left, ignore_errors=True)
