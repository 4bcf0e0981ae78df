"""What goes into the electronic package of a year, under which names, how large it gets, and whether it can be made.

All of this is known before anything is written: the names and the lengths of what was put in stand in the records.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lianluozhan.models import stations, veil
from lianluozhan.models.archive import codes
from lianluozhan.models.archive.record import Box, Correction, Item, Part, Rule, Scheme, Unit
from lianluozhan.models.archive.schemes import current
from lianluozhan.models.attachments import Attachment, known, stored_path
from lianluozhan.models.durable import storage_errors
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.folders import FAT, volume_of
from lianluozhan.models.session import Session

FAT_LIMIT = 2**32 - 1
LONGEST_PATH = 259  # of Windows, with the drive
LONGEST_NAME = 255  # bytes of one name on Linux
CONTENT, META, SOURCE, ATTACHMENTS = "content.pdf", "meta.xml", "source", "attachments"
_LONGEST_STEM, _LONGEST_SUFFIX = 40, 10
_DRIVE = len("E:\\")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_PER_SHEET, _PER_ITEM, _SPARE, _BLOCK = 40_000, 120_000, 8 << 20, 32 << 10
_NUMBERED = "year = ? AND sequence IS NOT NULL"


@dataclass(frozen=True)
class Enclosed:
    """One file that was put in, and where it lies in the package."""

    path: str
    attachment: Attachment


@dataclass(frozen=True)
class Planned:
    """One 件 of the package; one that was destroyed or struck has its line in the catalogue and no folder."""

    item: Item
    folder: str
    parts: tuple[Part, ...]
    enclosed: tuple[Enclosed, ...] = ()
    sources: tuple[str, ...] = ()  # of the sheets, by their part; empty for a part that is a file
    box: Box | None = None
    corrections: tuple[Correction, ...] = ()
    left_out: str = ""  # why it has no folder

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        files = sum(each.attachment.size or 0 for each in self.enclosed)
        return files + (0 if self.left_out else _PER_ITEM + _PER_SHEET * sum(map(bool, self.sources)))

    @property
    def paths(self) -> Iterator[str]:
        if not self.left_out:
            yield from (f"{self.folder}/{name}" for name in (CONTENT, META))
            yield from (each.path for each in self.enclosed)
            yield from (path for path in self.sources if path)


@dataclass(frozen=True)
class Plan:
    """A whole package before it is made."""

    year: int
    scheme: Scheme
    station: stations.Station
    items: tuple[Planned, ...]
    rules: dict[int, Rule]
    units: dict[str, str]
    waiting: int  # 件 of the year without a number; they are not in it

    @property
    def fonds_name(self) -> str:
        return self.scheme.fonds_name.strip() or self.station.name

    @property
    def name(self) -> str:
        return f"{plain_name(self.fonds_name)}{self.year}年度电子档案"

    @property
    def size(self) -> int:
        files = sum(1 for planned in self.items for _ in planned.paths)
        return sum(planned.size for planned in self.items) + files * _BLOCK

    @property
    def folders(self) -> list[Planned]:
        return [planned for planned in self.items if not planned.left_out]


def plan(session: Session, year: int) -> Plan:
    """All that was numbered in a year, in the order of its numbers; RuleError where there is nothing."""
    order = "unit, retention DESC, coalesce(volume_id, 0), sequence"  # 永久, 30年, 10年
    items = session.select(Item, _NUMBERED, (year,), order=order)
    waiting = session.value(
        "SELECT count(*) FROM archive_items WHERE year = ? AND sequence IS NULL AND voided_on IS NULL", (year,)
    )
    if not items:
        said = f"有 {waiting} 件已经归档，还没有编件号。请先编号，再做电子档案包。" if waiting else "请先归档、编号。"
        raise RuleError(f"{year}年度还没有编好件号的归档文件，没有可以装进电子档案包的。{said}")
    boxes = {box.id: box for box in session.select(Box, "year = ?", (year,))}
    return Plan(
        year=year,
        scheme=current(session),
        station=stations.station(session),
        items=tuple(_planned(session, item, boxes) for item in items),
        rules={rule.id: rule for rule in session.select(Rule)},
        units={unit.code: unit.name for unit in session.select(Unit)},
        waiting=int(waiting or 0),
    )


def plan_within_sight(session: Session, year: int) -> Plan:
    """The same before it is made, for whoever may make it: counted whole, closed or not."""
    with veil.whole_sight():
        return plan(session, year)


def usual_name(made: Plan, folder: Path) -> str:
    """How its folder is called there: another name where that one is taken."""
    return free_name(folder, made.name) if os.path.lexists(folder / made.name) else made.name


def years(session: Session) -> list[int]:
    """The years of which a package can be made, the newest first."""
    sql = "SELECT DISTINCT year FROM archive_items WHERE sequence IS NOT NULL ORDER BY year DESC"
    return [year for (year,) in session.rows(sql)]


def check_place(made: Plan, folder: Path, name: str) -> Path:
    """The folder of a package that can be made there; a sentence where it cannot."""
    if not folder.is_dir():
        raise StorageError("找不到存放电子档案包的文件夹，U 盘可能没插好。请插好，再选一次文件夹。")
    name = name.strip() or made.name
    if plain_name(name) != name:
        raise RuleError(f"文件夹不能叫“{name}”：名字里有 Windows 不能用的符号。请改成“{plain_name(name)}”。")
    target = folder / name
    _check_length(made, target)
    with storage_errors():
        if os.path.lexists(target):
            raise RuleError(
                f"这里已经有“{name}”，没有动它。请另起一个名字，例如“{free_name(folder, name)}”，或先把原来的移开。"
            )
    volume = volume_of(folder)
    largest = max((each for planned in made.items for each in planned.enclosed), key=_size, default=None)
    if largest and volume.file_system in FAT and _size(largest) > FAT_LIMIT:
        size = _size(largest) / 2**30
        raise StorageError(
            f"附件“{largest.attachment.name}”有 {size:.1f} GB，FAT32 格式的 U 盘放不下超过 4 GB 的文件。"
            "请换 exFAT 或 NTFS 格式的 U 盘。"
        )
    with storage_errors():
        free = shutil.disk_usage(folder).free
    if free < made.size + _SPARE:
        need, have = (made.size + _SPARE) / 2**20, free / 2**20
        raise StorageError(f"U 盘或磁盘空间不够：电子档案包约要 {need:.0f} MB，只剩 {have:.0f} MB。请先腾出空间再试。")
    return target


def check_readable(session: Session, made: Plan) -> None:
    """Refuse before writing where a file is not there at all; whether each is whole is seen when it is read."""
    for planned in made.items:
        for each in planned.enclosed:
            kept = each.attachment
            if not stored_path(session.folder, kept).is_file() or not known(kept.algorithm):
                raise unreadable(planned.item, f"附件“{kept.name}”的文件找不到了，或读不了。")


def unreadable(item: Item, words: str) -> StorageError:
    """That a 件 cannot go into the package, and what to do."""
    what = f"{item.archival_number}“{item.title}”"
    return StorageError(f"{what}：{words}电子档案包没有做成，什么也没有留下。请先从备份找回这个附件，再做一次。")


def free_name(folder: Path, name: str) -> str:
    """The same name with a number behind it that is still free."""
    return next(found for n in range(2, 10_000) if not os.path.lexists(folder / (found := f"{name}（{n}）")))


def plain_name(text: str) -> str:
    """A name that every system takes: without signs that Windows forbids, no dot or space at its end."""
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip().rstrip(". ")
    return plain or "_"


def _size(each: Enclosed) -> int:
    return each.attachment.size or 0


def _check_length(made: Plan, target: Path) -> None:
    longest = max((len(path) for planned in made.items for path in planned.paths), default=0)
    is_deep = os.name == "nt" and len(str(target.absolute())) + 1 + longest > LONGEST_PATH
    if is_deep or len(target.name.encode()) > LONGEST_NAME or _DRIVE + len(target.name) + 1 + longest > LONGEST_PATH:
        raise RuleError(
            "文件夹的路径太长，Windows 打不开里面的文件。请选浅一些的文件夹（例如直接放在 U 盘里），或起短一些的名字。"
        )
    if len(os.fsencode(target.absolute())) + 4 * longest > 4000:
        raise RuleError("文件夹的路径太长，放不进去。请选浅一些的文件夹，例如直接放在 U 盘里。")


def _planned(session: Session, item: Item, boxes: dict[int, Box]) -> Planned:
    folder = codes.slug(item.archival_number)
    left_out = _left_out(item)
    if left_out:
        return Planned(item, folder, (), left_out=left_out)
    parts = tuple(session.select(Part, "item_id = ? AND voided_on IS NULL", (item.id,), order="place, id"))
    kept = {
        part.attachment_id or 0: session.find(Attachment, part.attachment_id) for part in parts if part.attachment_id
    }
    found = [(part, kept.get(part.attachment_id or 0)) for part in parts]
    return Planned(
        item,
        folder,
        parts,
        tuple(
            Enclosed(f"{folder}/{ATTACHMENTS}/{_file_name(n, file.name)}", file)
            for n, (_, file) in enumerate(found, 1)
            if file is not None
        ),
        tuple(_sources(folder, parts)),
        boxes.get(item.box_id or 0),
        tuple(session.select(Correction, "item_id = ?", (item.id,))),
    )


def _left_out(item: Item) -> str:
    if item.voided_on:
        return f"{item.voided_on.isoformat()} {item.struck_word}：{item.void_reason}".rstrip("：")
    return f"{item.destroyed_on.isoformat()} 已销毁" if item.destroyed_on else ""


def _sources(folder: str, parts: Sequence[Part]) -> Iterator[str]:
    for n, part in enumerate(parts, 1):
        name = "-".join(filter(None, (part.form, part.name)))
        yield "" if part.attachment_id else f"{folder}/{SOURCE}/{_file_name(n, f'{name}.docx')}"


def _file_name(number: int, name: str) -> str:
    """A number and a name that is short enough wherever it is copied to; its ending stays."""
    stem, dot, suffix = plain_name(name).rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = plain_name(name), ""
    return f"{number:02d}-{stem[:_LONGEST_STEM].rstrip('. ')}" + (f".{suffix}" if suffix else "")
