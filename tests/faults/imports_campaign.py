"""Files that are broken or evil, taken in by the real import: each whole or not at all, with a sentence.

`python -m tests.faults.imports_campaign --files 500`; status 1 if anything was half, silent, too large or too slow.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from lianluozhan.models import audit, imports, rosters
from lianluozhan.models.errors import RuleError
from lianluozhan.models.imports.limits import MEMORY, SECONDS
from lianluozhan.models.session import Session
from lianluozhan.sheets import templates
from tests.faults import evil
from tests.faults.reports import Outcome, Work, mutant
from tests.keeping import enter, make_home
from tests.ledgers import ANSWERED, DRAFT, HEADINGS, xlsx

COUNTED = ("opinions", "opinion_steps", "replies", "evaluations", "deputies", "mandates", "import_batches")
FORM = "F10"
WRONG_NAMES = ("../../x", "/abs/x", "C:\\win.txt", "xl\\x.xml", "a/CON", "\0", "")
_TAGS = re.compile(rb"<[^<>]{1,200}>")


@dataclass
class Findings:
    """What came of all the files."""

    imported: int = 0
    refused: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    mutant: str = ""
    sentences: dict[str, int] = field(default_factory=dict)


MUTANTS = ("half", "early")  # an import that leaves a row out, and one that writes before it has read


def campaign(folder: Path, count: int, seed: int, spoiled_by: str = "") -> Findings:
    """Try `count` files spoiled by chance, and all of the evil ones; a mutant is tried with the first of them."""
    folder.mkdir(parents=True, exist_ok=True)
    session = enter(make_home(folder / "home"), "zhou")
    head = enter(make_home(folder / "other"), "wang")
    found = Findings()
    try:
        for name, content in islice(files(folder, count, seed), 60 if spoiled_by else None):
            found.mutant = spoiled_by
            _try(head if name.endswith(".docx") else session, folder / name, content, found)
    finally:
        session.close()
        head.close()
    ours, readers = (
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    if readers > max(MEMORY, ours):  # until it begins, a reader counts as large as the program that starts it
        found.wrong.append("a reader took more than a gigabyte")
    return found


def files(folder: Path, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents: first the evil ones, then good ones spoiled in one way or several."""
    for number, (what, content) in enumerate(evil.workbooks(folder).items()):
        yield f"evil-{number}-{what.replace('/', ' ')}.xlsx", content
    for what, make in evil.SEPARATED.items():
        yield f"evil-{what}.csv", make()
    chance = random.Random(seed)
    document = _template(folder)
    for number in range(count):
        kind = ("xlsx", "csv", "xlsx", "xls", "docx")[number % 5]
        content = document if kind == "docx" else _good(folder, kind, number)
        for _ in range(chance.choice((1, 1, 2, 3))):
            content = chance.choice(SPOILING if kind in ("xlsx", "docx") else SPOILING[:3])(content, chance)
        yield f"spoiled-{number}.{kind}", content


def _good(folder: Path, kind: str, number: int) -> bytes:
    rows = [(f"S{number}-{n}", *row[1:]) for n, row in enumerate((ANSWERED, DRAFT) * 3)]
    if kind == "xlsx":
        write = (xlsx, evil.shared)[number // 2 % 2]
        return write(folder / "good.xlsx", HEADINGS, *rows).read_bytes()
    if kind == "xls":
        return (Path(__file__).parents[1] / "models" / "ledgers" / "ledger.xls").read_bytes()
    text = "\r\n".join(",".join(row) for row in (HEADINGS, *rows))
    return text.encode(("utf-8", "gb18030", "utf-16")[number % 3])


def _template(folder: Path) -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("{{ 标题 }}，{{ 编号 }}")
    document.add_table(2, 2).cell(0, 0).text = "{{ 今天 }}"
    document.save(str(folder / "good.docx"))
    return (folder / "good.docx").read_bytes()


# Ways of spoiling --------------------------------------------------------------------------------------------------


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 30) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _move(content: bytes, chance: random.Random) -> bytes:
    """A piece of it stands somewhere else too."""
    if not content:
        return content
    a, b, to = (chance.randrange(len(content)) for _ in range(3))
    return content[:to] + content[min(a, b) : max(a, b)][:5_000] + content[to:]


def _in_parts(change: Callable[[dict[str, bytes], random.Random], dict[str, bytes]]) -> Callable[..., bytes]:
    def spoil(content: bytes, chance: random.Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                parts = {name: package.read(name) for name in package.namelist()}
        except Exception:  # spoiled already, so that zipfile raises whatever it likes
            return content
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return evil.packed(change(parts, chance)) if parts else content

    return spoil


def _rename(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    old = chance.choice(sorted(parts))
    new = chance.choice(
        ["../../x", "/abs/x", "C:\\win.txt", "xl\\x.xml", "a/CON", old.upper(), f"{old}\u202e", "\0", ""]
    )
    return {new if name == old else name: part for name, part in parts.items()}


def _drop(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    return {name: part for name, part in parts.items() if name != (gone := chance.choice(sorted(parts)))} | {gone: b""}


def _change_part(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    name = chance.choice(sorted(parts))
    return {**parts, name: chance.choice((_flip, _cut, _move))(parts[name], chance)}


def _change_tag(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """A tag or a value becomes another one: wrong types, places that are not there, no end, entities."""
    name = chance.choice([each for each in sorted(parts) if each.endswith((".xml", ".rels"))] or sorted(parts))
    part = parts[name]
    tags = list(_TAGS.finditer(part))
    if not tags:
        return parts
    tag, other = chance.choice(tags), chance.choice(tags)
    made = chance.choice(
        [
            other.group(),
            b"",
            re.sub(rb'"[^"]*"', b'"-1"', tag.group()),
            re.sub(rb'"[^"]*"', b'"99999999999999999999"', tag.group()),
            re.sub(rb"</?\w+", b"<x:y", tag.group()),
            b"<![CDATA[" + tag.group(),
            b"&#0;&lol;&#xD800;",
            evil.LAUGHS.encode(),
            b"<a>" * 5_000,
            b'<v a="' + b"x" * 100_000 + b'">',
        ]
    )
    return {**parts, name: part[: tag.start()] + made + part[tag.end() :]}


SPOILING = (_flip, _cut, _move, *(_in_parts(way) for way in (_rename, _drop, _change_part, _change_tag, _change_tag)))


# Trying ------------------------------------------------------------------------------------------------------------


def _counts(session: Session) -> list[int]:
    return [int(session.value(f"SELECT count(*) FROM {table}") or 0) for table in COUNTED]


def _try(session: Session, path: Path, content: bytes, found: Findings) -> None:
    path.write_bytes(content)
    before, head = _counts(session), audit.head(session.db)
    started = time.monotonic()
    try:
        _take_in(session, path, before, found)
        found.imported += 1
    except RuleError as refusal:
        found.refused += 1
        said = str(refusal)
        found.sentences[said[:20]] = found.sentences.get(said[:20], 0) + 1
        if not said.endswith(("。", "）")) or not re.search("[\u4e00-\u9fff]", said):
            found.wrong.append(f"{path.name}: no sentence: {said[:80]}")
        if _counts(session) != before or audit.head(session.db) != head:
            found.wrong.append(f"{path.name}: refused, but something was stored")
    except Exception as fault:  # what must never happen is what is looked for
        found.wrong.append(f"{path.name}: {type(fault).__name__} {str(fault)[:80]}")
    finally:
        path.unlink(missing_ok=True)
    took = time.monotonic() - started
    found.slowest = max(found.slowest, took)
    if took > SECONDS + 5:
        found.wrong.append(f"{path.name}: took {took:.0f} s")


def _take_in(session: Session, path: Path, before: list[int], found: Findings) -> None:
    if path.suffix == ".docx":
        templates.accept(session, FORM, path)
        return
    if path.name.startswith("evil"):  # the same file as a roster too; nothing of it is stored
        with suppress(RuleError):
            rosters.plan(session, rosters.read(path))
    if found.mutant == "early":
        with session.action("opinion.import"):
            session.note("opinions", 0, {"file": path.name})
    plan = imports.plan(session, imports.read_table(path))
    outcome = imports.carry_out(session, replace(plan, good=plan.good[1:]) if found.mutant == "half" else plan)
    now = _counts(session)
    whole = outcome.imported == len(plan.good) == now[0] - before[0] == now[1] - before[1]
    if not whole or now[2] - before[2] != plan.reply_count or now[-1] - before[-1] != 1:
        found.wrong.append(f"{path.name}: taken in by half")


def part(work: Work) -> list[Outcome]:
    """The rows of the report."""
    found = campaign(work.folder / "imports", work.count, work.seed)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    tried = found.imported + found.refused
    told = (
        f"{found.imported} taken in whole, {found.refused} refused with a sentence, slowest {found.slowest:.1f} s,"
        f" reader at most {memory} MiB"
    )
    rows = [Outcome("broken and evil files at the import", tried, told, found.wrong)]
    for name in MUTANTS:
        rows.append(mutant(name, 60, campaign(work.folder / name, 10, work.seed, name).wrong))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        started = time.monotonic()
        found = campaign(Path(name), options.files, options.seed)
    print(
        f"{found.imported + found.refused} files: {found.imported} taken in, {found.refused} refused,"
        f" {len(found.wrong)} wrong, slowest {found.slowest:.1f} s, reader at most"
        f" {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB, {time.monotonic() - started:.0f} s"
    )
    for sentence, times in sorted(found.sentences.items(), key=lambda each: -each[1]):
        print(f"  {times:4} × {sentence}")
    for line in found.wrong[:40]:
        print("  ", line)
    return bool(found.wrong)


if __name__ == "__main__":
    sys.exit(main())
