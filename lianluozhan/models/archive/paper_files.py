"""What the paper of the archive is printed of: a class with its 件, one 件, a box, a volume, the scheme (DA/T 22).

A class is no record; its number says its year, retention and unit, so that a catalogue is printed and logged under it:
2026 is the whole year, 202630 the 30年 of it (99 for 永久); one with a unit too is longer and only for the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import stations, veil
from ..errors import RuleError
from ..session import Session
from ..staff import Staff
from ..stations import Station
from . import statements
from .codes import volume_number
from .record import HERE, Box, Item, Retention, Scheme, SchemeForm, Unit, Volume
from .schemes import current

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODES = {Retention.PERMANENT: 99, Retention.YEARS_30: 30, Retention.YEARS_10: 10}
_RETENTIONS = {code: retention for retention, code in _CODES.items()}
FIRST_YEAR, LAST_YEAR = 1949, 2199
_UNITS, _WITH_UNIT = len(_SIGNS) ** 3, 10**8  # a unit has three signs
IN_ORDER = "(SELECT v.number FROM archive_volumes v WHERE v.id = volume_id), sequence, id"


@dataclass(frozen=True)
class ItemSheet:
    """One 件 as its stamp and its page numbers are printed of it; `lies` when its first sheet is wider than high."""

    scheme: Scheme
    station: Station
    item: Item
    unit_name: str
    lies: bool = False


@dataclass(frozen=True)
class ItemGroup:
    """The 件 of one lowest class in number order, with those that were struck, destroyed or handed over."""

    retention: Retention
    unit: str
    unit_name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ClassFile:
    """A year, a year and a retention, or a class with its unit: what one catalogue holds."""

    scheme: Scheme
    station: Station
    year: int
    retention: Retention | None
    unit: str
    unit_name: str
    groups: tuple[ItemGroup, ...]


@dataclass(frozen=True)
class BoxFile:
    """One box with the 件 in it; `volumes` are those of a fonds filed by volume."""

    scheme: Scheme
    station: Station
    box: Box
    unit_name: str
    items: tuple[Item, ...]
    volumes: tuple[Volume, ...] = ()

    @property
    def standing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_here)

    @property
    def span(self) -> tuple[str, str]:
        """First and last number in the box, of its volumes where there are some; blank when it is empty."""
        numbers = [volume.number for volume in self.volumes] or [item.sequence for item in self.standing]
        known = sorted(number for number in numbers if number is not None)
        return (f"{known[0]:04d}", f"{known[-1]:04d}") if known else ("", "")


@dataclass(frozen=True)
class VolumeFile:
    """One volume with its 件 and who compiled it."""

    scheme: Scheme
    station: Station
    volume: Volume
    unit_name: str
    items: tuple[Item, ...]
    compiler: str
    checker: str

    @property
    def standing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_here)

    @property
    def pages(self) -> int:
        return sum(item.pages or 0 for item in self.standing)

    @property
    def number(self) -> str:
        """The 档号 of the volume."""
        return volume_number(self.scheme, self.volume)

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The days of the first and the last document."""
        known = sorted(item.dated_on for item in self.standing if item.dated_on)
        return (known[0], known[-1]) if known else (None, None)


@dataclass(frozen=True)
class SchemeFile:
    """How the station files, for sheets that are of no 件: the test sheet of the printer, the punch guide."""

    scheme: Scheme
    station: Station


# The number of a class ----------------------------------------------------------------------------------------------


def class_key(year: int, retention: Retention | None = None, unit: str = "") -> int:
    """One number for a year, a year and a retention, or these and a unit."""
    if retention is None:
        return year
    if not unit:
        return year * 100 + _CODES[retention]
    class_ = (year - FIRST_YEAR) * len(Retention) + list(Retention).index(retention)
    return _WITH_UNIT + class_ * _UNITS + int(unit, len(_SIGNS))


def of_class_key(key: int) -> tuple[int, Retention | None, str]:
    """The year, retention and unit of such a number."""
    if key >= _WITH_UNIT:
        class_, number = divmod(key - _WITH_UNIT, _UNITS)
        year, kept = divmod(class_, len(Retention))
        first, rest = divmod(number, len(_SIGNS) ** 2)
        unit = "".join(_SIGNS[n] for n in (first, *divmod(rest, len(_SIGNS))))
        return _known_year(key, FIRST_YEAR + year), list(Retention)[kept], unit
    if key < LAST_YEAR + 1:
        return _known_year(key, key), None, ""
    retention = _RETENTIONS.get(key % 100)
    if retention is None:
        raise _no_class(key)
    return _known_year(key, key // 100), retention, ""


def _known_year(key: int, year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _no_class(key)
    return year


def _no_class(key: int) -> RuleError:
    return RuleError(f"没有编号为 {key} 的目录。全年的写年度，如 2026；只要 30 年的写 202630，永久的写 202699。")


def every_class(session: Session) -> list[int]:
    """A catalogue for each year and retention that has numbers, the newest year first."""
    with veil.whole_sight():
        found = session.rows("SELECT DISTINCT year, retention FROM archive_items WHERE sequence IS NOT NULL")
    order = list(Retention)
    pairs = sorted(((year, Retention(code)) for year, code in found), key=lambda pair: (-pair[0], order.index(pair[1])))
    return [class_key(year, retention) for year, retention in pairs]


def class_name(session: Session, key: int) -> str:
    """2026年度30年 人大办: how a catalogue is called."""
    year, retention, unit = of_class_key(key)
    name = f" {unit_names(session).get(unit, unit)}" if unit else ""
    return f"{year}年度{retention.label if retention else ''}{name}"


# Reading -------------------------------------------------------------------------------------------------------------


def class_file(session: Session, key: int) -> ClassFile:
    """All numbered 件 of it, by class and number; what is closed to this person keeps its number and says no more."""
    year, retention, unit = of_class_key(key)
    scheme, names = current(session), unit_names(session)
    where, params = ["year = ?", "sequence IS NOT NULL"], list[object]([year])
    for column, value in (("retention", retention.value if retention else ""), ("unit", unit)):
        if value:
            where.append(f"{column} = ?")
            params.append(value)
    with veil.whole_sight():
        items = session.select(Item, " AND ".join(where), params, order=IN_ORDER)
    by_class: dict[tuple[Retention, str], list[Item]] = {}
    for item in neutral(session, items):
        by_class.setdefault((item.retention, item.unit), []).append(item)
    retentions = list(Retention)

    def place(found: tuple[Retention, str]) -> tuple[object, ...]:
        ranks = (retentions.index(found[0]), found[1])
        return ranks[::-1] if scheme.scheme is SchemeForm.UNIT_FIRST else ranks

    groups = [
        ItemGroup(kept, code, names.get(code, code), tuple(by_class[kept, code]))
        for kept, code in sorted(by_class, key=place)
    ]
    station = stations.station(session)
    return ClassFile(scheme, station, year, retention, unit, names.get(unit, unit), tuple(groups))


def neutral(session: Session, items: Sequence[Item]) -> list[Item]:
    """The 件 with nothing but numbers and pages where they are closed to this person: a gap would be looked for."""
    closed = veil.closed_ids(session, Item.TABLE)
    if not closed:
        return list(items)
    return [
        replace(statements.veiled(item, closed), is_own_title=False, dated_on=None) if item.id in closed else item
        for item in items
    ]


def item_sheet(session: Session, item_id: int) -> ItemSheet:
    item = session.get(Item, item_id)
    return ItemSheet(current(session), stations.station(session), item, unit_names(session).get(item.unit, item.unit))


def item_name(session: Session, item_id: int) -> str:
    """A 件 in few words: its 档号, or the beginning of its title while it has none."""
    item = session.get(Item, item_id)
    return item.archival_number or "".join(item.title.split())[:24]


def every_item(session: Session) -> list[int]:
    """The numbered 件 that are here, in the order in which they lie in the boxes: how sheets are fed to the printer."""
    order = f"year, retention DESC, unit, {IN_ORDER}"
    sql = f"SELECT id FROM archive_items WHERE sequence IS NOT NULL AND {HERE} ORDER BY {order}"
    return [id_ for (id_,) in session.rows(sql)]


def box_file(session: Session, box_id: int) -> BoxFile:
    box = session.get(Box, box_id)
    box = replace(box, statement=box.statement or statements.of_box(session, box_id))
    with veil.whole_sight():
        items = session.select(Item, "box_id = ? AND sequence IS NOT NULL", (box_id,), order=IN_ORDER)
    volumes = session.select(Volume, "box_id = ? AND voided_on IS NULL", (box_id,), order="number")
    unit = unit_names(session).get(box.unit, box.unit)
    found = tuple(neutral(session, items))
    return BoxFile(current(session), stations.station(session), box, unit, found, tuple(volumes))


def box_name(session: Session, box_id: int) -> str:
    box = session.get(Box, box_id)
    return f"{box.year}年度{box.retention.label}{box.number}号盒"


def volume_file(session: Session, volume_id: int) -> VolumeFile:
    volume = session.get(Volume, volume_id)
    volume = replace(volume, statement=volume.statement or statements.of_volume(session, volume_id))
    with veil.whole_sight():
        items = session.select(Item, "volume_id = ? AND sequence IS NOT NULL", (volume_id,), order="sequence, id")
    return VolumeFile(
        current(session),
        stations.station(session),
        volume,
        unit_names(session).get(volume.unit, volume.unit),
        tuple(neutral(session, items)),
        _staff_name(session, volume.compiled_by),
        _staff_name(session, volume.checked_by),
    )


def volume_name(session: Session, volume_id: int) -> str:
    volume = session.get(Volume, volume_id)
    return f"{volume.year}年度{volume.number}号卷" if volume.number else "".join(volume.title.split())[:24]


def scheme_file(session: Session, _scheme_id: int = 0) -> SchemeFile:
    """The scheme in force, or what is proposed while none was chosen; there is only one."""
    return SchemeFile(current(session), stations.station(session))


def unit_names(session: Session) -> dict[str, str]:
    """The names of all units by their codes, those no longer used too."""
    return {unit.code: unit.name for unit in session.select(Unit)}


def _staff_name(session: Session, staff_id: int | None) -> str:
    found = session.find(Staff, staff_id)
    return found.name if found else ""
