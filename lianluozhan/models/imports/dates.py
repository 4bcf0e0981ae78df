"""Days as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_USUAL = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
_SHAPES = (
    re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)(.*)", re.DOTALL),
    re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号](.*)", re.DOTALL),
    re.compile(r"(\d{4})(\d{2})(\d{2})(|(?:\s|T)?\d{4,6}|\s.*|T.*)", re.DOTALL),
)
_TIME = re.compile(
    r"(?:T|\s)*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?\s*)?(?:上午|下午|晚上|早上|AM|PM)?\s*"
    r"(?:\d{1,2}[:时点]\s*\d{0,2}[:分]?\s*\d{0,2}(?:\.\d+)?秒?\s*(?:AM|PM)?|\d{4,6})?\s*(?:Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_SERIAL_START = date(1899, 12, 30)


def day_of(text: str) -> tuple[date | None, bool]:
    """The day a cell tells of and whether it names a time of day too; None if it names no day for certain."""
    if usual := _USUAL.fullmatch(text):
        year, month, day, hour, minute, second = usual.groups()
        return _day(year, month, day), bool(hour) and any(map(int, (hour, minute, second or "0")))
    plain = unicodedata.normalize("NFKC", text).strip()
    if serial := _SERIAL.fullmatch(plain):
        return _SERIAL_START + timedelta(days=int(serial[1])), False
    for shape in _SHAPES:
        if (found := shape.fullmatch(plain)) and _TIME.fullmatch(found[4]):
            return _day(found[1], found[2], found[3]), bool(re.search("[1-9]", found[4]))
    return None, False


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
