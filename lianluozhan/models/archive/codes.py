"""档号 by DA/T 22-2015 and DA/T 13-2022: how it is written, read, and made into a file name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .record import Item, Retention, Scheme, Volume

NO_FONDS = "____"  # stands on paper where the county archive has not assigned a 全宗号 yet
_NUMBER = re.compile(
    r"(?:(?:(?P<fonds>[0-9A-Z]{4}|_{4})-)?(?P<category>[A-Z]{2})[·-])?(?P<year>\d{4})-(?P<retention>Y|D30|D10)"
    r"(?:-(?P<unit>[0-9A-Z]{3}))?(?:-(?P<volume>\d{4}(?=-\d{4}$)))?-(?P<sequence>\d{4})"
)


@dataclass(frozen=True)
class NumberParts:
    fonds: str
    year: int
    retention: Retention
    unit: str
    volume: int | None
    sequence: int


def class_code(fonds: str, category: str, year: int, retention: Retention, unit: str = "") -> str:
    """全宗号-门类·年度-保管期限[-机构（问题）], such as Z109-WS·2026-D30; without a fonds its place is a line."""
    parts = (fonds or NO_FONDS, f"{category}·{year}", retention.value, unit)
    return "-".join(part for part in parts if part)


def archival_number(scheme: Scheme, item: Item, volume: Volume | None = None) -> str:
    """The 档号 of a numbered 件; empty while it has no 件号."""
    if item.sequence is None or item.year is None:
        return ""
    code = class_code(item.fonds or scheme.fonds, scheme.category, item.year, item.retention, item.unit)
    if volume is not None and volume.number is not None:
        code = f"{code}-{volume.number:04d}"
    return f"{code}-{item.sequence:04d}"


def volume_number(scheme: Scheme, volume: Volume) -> str:
    """The 档号 of a volume; empty while it has no 案卷号."""
    if volume.number is None or volume.year is None:
        return ""
    return (
        f"{class_code(scheme.fonds, scheme.category, volume.year, volume.retention, volume.unit)}-{volume.number:04d}"
    )


def read_number(words: str) -> NumberParts | None:
    """The parts of a 档号, with any dot between 门类 and 年度, or without what stands before it; else None."""
    found = _NUMBER.fullmatch(re.sub(r"[.．・•]", "·", words.strip().upper()))
    if found is None:
        return None
    fonds = found["fonds"] or ""
    return NumberParts(
        "" if fonds == NO_FONDS else fonds,
        int(found["year"]),
        Retention(found["retention"]),
        found["unit"] or "",
        int(found["volume"]) if found["volume"] else None,
        int(found["sequence"]),
    )


def slug(archival: str) -> str:
    """A 档号 as the name of a folder, in ASCII: Z109-WS.2026-D30-RDB-0001."""
    return archival.replace("·", ".").replace(NO_FONDS, "0000")
