"""更换数据密钥, a new password and the removal of an old data folder, killed at every call that changes a file.

The station must be under the old key or the new one, whole and with everybody's way in; the second try works.
"""

from __future__ import annotations

import errno
import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lianluozhan.models import accounts, attachments, old_folders, rekeying
from lianluozhan.models.attachments import Attachment, Enclosed
from lianluozhan.models.check import Severity, check
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home, sign_in_once
from lianluozhan.models.keyring import Keyring, two_copies
from lianluozhan.models.rekeying import NewKey
from lianluozhan.models.session import Session
from tests.faults.in_front import Hit, Tally, calls_of, forked, front, spread
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.shim import Fault
from tests.keeping import CHEAP, CODE, PASSWORD, enter, make_home, noon

FULL = 100_000
NEW, OTHER = "Xinmima#2026", "Linglei#2026"
PAPER = "QRST-UVWX-YZ23-4567-ABCD-EFGH-IJKL-MNOP"
ONCE = {"wang": "AAAA-BBBB-CCCC", "zhou": "DDDD-EEEE-FFFF"}
LETTERS = {"a.pdf": b"letter", "b.pdf": b"photo" * 300_000}
HITS = (
    Hit(0, Fault.KILL_AFTER),
    Hit(0, Fault.KILL_AMID),
    *(Hit(0, Fault.FAIL, error, forever) for error in (errno.EIO, errno.ENOSPC) for forever in (True, False)),
)


def part(work: Work) -> list[Outcome]:
    """At most `count` points a kind of work; every one with every fault when it is many, else with one by turns."""
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    base = prepare(work.place("base") / "home")
    return [
        tried(work, base, "a new data key", change, look_changed),
        tried(work, base, "a new password", new_password, look_password),
        tried(work, changed(work, base), "an old data folder removed", remove, look_removed),
        in_place(work, base),
    ]


def prepare(folder: Path) -> Home:
    home = make_home(folder)
    session = enter(home, "li")
    with session.action("staff.edit"):
        for name, content in LETTERS.items():
            attachments.attach(session, "staff", 1, Enclosed(name, content=content))
    session.close()
    return home


def changed(work: Work, base: Home) -> Home:
    """The station after it, with a proven backup: its old folder may go."""
    from lianluozhan.models import backup

    home = copied(base, work.folder / "changed")
    change(home)
    session = enter(home, "li")
    backup.back_up(session, work.place("stick"))
    session.close()
    return home


def copied(base: Home, place: Path) -> Home:
    shutil.rmtree(place, ignore_errors=True)
    return Home(shutil.copytree(base.folder, place))


def tried(
    work: Work, base: Home, what: str, do: Callable[[Home], None], look: Callable[[Home, bool], list[str]]
) -> Outcome:
    """Each point with its fault: what is there afterwards, and whether the second try works."""
    found, turn, place = Tally(), itertools.cycle(HITS), work.folder / "at"
    total = calls_of(lambda: do(copied_at), (copied_at := copied(base, place)).folder)
    for nth in spread(total, work.count):
        for each in HITS if work.count >= FULL else [next(turn)]:
            home, hit = copied(base, place), replace(each, nth=nth)
            ended = forked(lambda at=home: do(at), home.folder, hit)  # type: ignore[misc]
            found.add(ended, str(hit), look(home, ended.how == "done"))
            found.wrong += [f"{hit}: second try: {line}" for line in again(home, do, look)]
    return found.row(what, f"{total} calls")


def again(home: Home, do: Callable[[Home], None], look: Callable[[Home, bool], list[str]]) -> list[str]:
    if is_done(home, look):
        return []
    try:
        do(home)
    except (RuleError, StorageError) as refusal:
        return [f"refused: {refusal}"]
    return look(home, True)


def is_done(home: Home, look: Callable[[Home, bool], list[str]]) -> bool:
    return not look(home, True)


def change(home: Home) -> None:
    session = enter(home, "li")
    try:
        rekeying.switch(session, rekeying.prepare(session, NewKey(PASSWORD, PAPER, ONCE), cost=CHEAP))
    finally:
        session.close()


def look_changed(home: Home, must: bool) -> list[str]:
    session = enter(home, "li")  # his password opens both
    is_new = session.keyring.content["version"] == 2
    wrong = whole(home, session)
    session.close()
    if must and not is_new:
        return [*wrong, "called done, and it is under the old key"]
    keyring = Keyring.load(home.data)
    try:
        keyring.unlock_by_recovery(PAPER if is_new else CODE, noon())
        if is_new:
            sign_in_once(home, "zhou", ONCE["zhou"], NEW, now=noon).close()
        else:
            enter(home, "zhou").close()
    except (RuleError, StorageError) as refusal:
        wrong.append(f"somebody has no way in: {refusal}")
    return wrong


def whole(home: Home, session: Session) -> list[str]:
    wrong = [found.sentence for found in check(session) if found.severity is Severity.DAMAGE]
    wrong += [f"{left.name} lies about" for left in home.folder.glob(".building-*")]
    stored = {row.name: attachments.stored_content(session, row.id) for row in session.select(Attachment)}
    return wrong if stored == LETTERS else [*wrong, "the attachments are not those that were put in"]


def new_password(home: Home) -> None:
    session = enter(home, "li")
    try:
        accounts.change_password(session, PASSWORD, OTHER, cost=CHEAP)
    finally:
        session.close()


def look_password(home: Home, must: bool) -> list[str]:
    keyring = Keyring.load(home.data)
    opened = [password for password in (PASSWORD, OTHER) if keyring.matches("li", password)]
    if must and opened != [OTHER]:
        return ["called done, and the new password does not open it"]
    if len(opened) != 1:
        return [f"{len(opened)} passwords open it"]
    session = enter(home, "li", opened[0])
    wrong = whole(home, session)
    session.close()
    return wrong if two_copies(home.data) else [*wrong, "the copies of the keyring differ after signing in"]


def remove(home: Home) -> None:
    session = enter(home, "li")
    try:
        for folder in old_folders.old_folders(session):
            old_folders.remove(session, folder)
    finally:
        session.close()


def look_removed(home: Home, must: bool) -> list[str]:
    session = enter(home, "li")
    wrong, left = whole(home, session), old_folders.old_folders(session)
    session.close()
    return [*wrong, "called removed, and it is there"] if must and left else wrong


def in_place(work: Work, base: Home) -> Outcome:
    """The mutant: the database gets its new key where it lies, and the keyring after it."""
    rounds, wrong, place = 0, [], work.folder / "at"

    def rekey(home: Home) -> None:
        session = enter(home, "li")
        keyring = rekeying._with_ways_in(session, NewKey(PASSWORD, PAPER, ONCE), home.folder / "new", CHEAP)
        keyring.keep_earlier(session.keyring, 1)
        key = keyring.keys(keyring.data_key).database or b""
        session.db.conn.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        keyring.folder = home.data
        keyring.write()

    def fresh() -> Home:
        home = copied(base, place)
        (home.folder / "new").mkdir()
        return home

    counted = fresh()
    total = calls_of(lambda: rekey(counted), counted.folder)
    for nth in range(total - 1, 0, -3):
        rounds += 1
        home = fresh()
        forked(lambda at=home: rekey(at), home.folder, Hit(nth, Fault.KILL_AFTER))  # type: ignore[misc]
        try:
            wrong = look_changed(home, False)
        except (RuleError, StorageError) as refusal:
            wrong = [f"it does not open: {refusal}"]
        if wrong:
            break
    return mutant("rekey_in_place", rounds, wrong)
