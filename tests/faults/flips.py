"""Changing one bit of what is stored, or cutting it: every one must be refused or told, never mended in silence.

Packages of every kind, and the data in use: pages of the data file, attachments, both copies of the keyring.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lianluozhan.models import attachments, backup, opinions
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.backup.job import Job
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.check import check
from lianluozhan.models.database import DATABASE_FILE
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.keyring import FILES
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.faults.reports import Outcome, Work
from tests.keeping import NOON, enter, make_home

OUTER = 10_000  # so many flips, and every byte around the content is changed too


def part(work: Work) -> list[Outcome]:
    """`count` flips and as many cuts, shared by the kinds of packages; a tenth of it in the data in use."""
    session = filled(make_home(work.place("station") / "home"), 30)
    try:
        rows = [_of_packages(session, work)]
    finally:
        session.close()
    return [*rows, _of_data(Home(session.folder.parent), work)]


def filled(home: Home, count: int) -> Session:
    """A station with so many opinions and some letters, still open."""
    session, letter = enter(home, "zhou"), home.folder.parent / "来信.txt"
    with session.action("opinion.register"):
        for number in range(count):
            made = session.add(Opinion(title=f"第 {number} 件", content="路灯坏了。" * 50, received_on=NOON.date()))
            if number % 10 == 0:
                letter.write_text(f"来信抄录 {number}。" * 100, "utf-8")
                attachments.attach(session, "opinions", made.id, letter)
    return session


def packages(session: Session, folder: Path) -> dict[str, tuple[Path, Path]]:
    """By kind: the file that is changed, and the package that is verified then."""
    folder.mkdir()
    letter = folder / "来信.txt"
    letter.write_text("又来一信。", "utf-8")
    whole = backup.back_up(session, folder, kind=BackupKind.SET).path
    with session.action("opinion.edit"):
        attachments.attach(session, "opinions", 1, letter)
    changes = backup.back_up(session, folder, kind=BackupKind.CHANGES).path
    copy = backup.pack_copy(session, folder, "daily", Job(None, None)).path
    return {
        "set": (whole, whole),
        "changes": (changes, changes),
        "the set under changes": (whole, changes),
        "copy": (copy, copy),
    }


def _of_packages(session: Session, work: Work) -> Outcome:
    missed, outer, made = [], 0, packages(session, work.folder / "usb")
    each = -(-work.count // len(made))
    for kind, (path, verified) in made.items():
        also = outer_bytes(path.read_bytes())
        also = also if each * len(made) >= OUTER else also[:: 1 + len(also) * len(made) // work.count]
        outer += len(also)
        missed += [
            f"{kind}: {what}" for what in accepted(session, path, each, each, work.seed, also, verified=verified)
        ]
    told = f"{outer:,} bytes around the content, {each * len(made):,} flips and as many cuts in {', '.join(made)}"
    return Outcome("changed bytes of packages", outer + 2 * each * len(made), told, [f"missed: {x}" for x in missed])


def outer_bytes(whole: bytes) -> list[int]:
    """Where the parts around the sealed content lie: mark, length, header, head of the stream, closing HMAC."""
    head = 12 + struct.unpack(">I", whole[8:12])[0]
    return [*range(head + 26), *range(len(whole) - 50, len(whole))]


def accepted(
    session: Session,
    path: Path,
    flips: int,
    cuts: int,
    seed: int,
    also: Sequence[int] = (),
    *,
    verified: Path | None = None,
) -> list[str]:
    """The changes that verifying (of this package or of `verified`) did not notice; must be none.

    Each byte at `also` is changed besides random ones.
    """
    size, chance, missed = path.stat().st_size, random.Random(seed), []

    def look(what: str) -> None:
        try:
            backup.verify(verified or path, backup.by_session(session))
        except (StorageError, RuleError):
            return
        missed.append(what)

    for at in (*also, *(chance.randrange(size) for _ in range(flips))):
        with flipped(path, at, chance):
            look(f"byte {at}")
    for at in (chance.randrange(size) for _ in range(cuts)):
        with cut(path, at):
            look(f"cut at {at}")
    return missed


@contextmanager
def flipped(path: Path, at: int, chance: random.Random) -> Iterator[None]:
    """The file with one bit changed."""
    with path.open("rb+") as file:
        file.seek(at)
        was = file.read(1)
        file.seek(at)
        file.write(bytes([was[0] ^ (1 << chance.randrange(8))]))
    try:
        yield
    finally:
        with path.open("rb+") as file:
            file.seek(at)
            file.write(was)


@contextmanager
def cut(path: Path, at: int) -> Iterator[None]:
    """The file cut off."""
    with path.open("rb+") as file:
        file.seek(at)
        end = file.read()
        file.truncate(at)
    try:
        yield
    finally:
        with path.open("ab") as file:
            file.write(end)


def _of_data(home: Home, work: Work) -> Outcome:
    """One bit of one file of the data in use is changed; opening, reading everything and the check must tell it."""
    chance, there, wrong, told = random.Random(work.seed), Home(work.folder / "at"), [], {"refused": 0, "found": 0}
    files = [path.relative_to(home.folder) for path in sorted(home.data.rglob("*")) if path.is_file()]
    letters = [path for path in files if path.name not in (DATABASE_FILE, *FILES)]
    rounds, data = max(12, work.count // 10), home.data.relative_to(home.folder)
    for number in range(rounds):
        keyring = data / FILES[number // 4 % 2]
        name = (data / DATABASE_FILE, keyring, chance.choice(letters), data / DATABASE_FILE)[number % 4]
        shutil.rmtree(there.folder, ignore_errors=True)
        shutil.copytree(home.folder, there.folder)
        at = _spoil(there.folder / name, chance, also_length=name in letters)
        try:
            seen = "found" if _read_everything(there) else ""
        except (StorageError, RuleError):
            seen = "refused"
        except Exception as error:
            wrong.append(f"{name.name} {at}: {type(error).__name__} {error}")
            continue
        if not seen:
            wrong.append(f"{name.name} {at}: nobody was told")
            continue
        told[seen] += 1
    words = f"{told['refused']} refused, {told['found']} found by the check: data file, keyrings, attachments"
    return Outcome("changed bits of the data in use", rounds, words, wrong)


def _spoil(path: Path, chance: random.Random, *, also_length: bool) -> str:
    """Change one bit, or now and then cut the file off or hang something on; which."""
    content = bytearray(path.read_bytes())
    at, way = chance.randrange(len(content)), chance.randrange(6) if also_length else 2
    if way == 0:
        del content[at:]
    elif way == 1:
        content += b"\0"
    else:
        content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return f"{('cut at', 'longer than', 'byte')[min(way, 2)]} {at}"


def _read_everything(home: Home) -> list[str]:
    """Sign in, list, search, open every matter and attachment, check; what the check has found."""
    session = enter(home)
    try:
        opinions.listing(session).page(100)
        opinions.search_listing(session, "路灯").page(100)
        for (number,) in session.rows("SELECT id FROM opinions"):
            opinions.file_of(session, number)
        found = check(session)
        if not found:
            for file in session.select(Attachment):
                attachments.content(session, file.id)
        return [each.sentence for each in found]
    finally:
        session.close()
