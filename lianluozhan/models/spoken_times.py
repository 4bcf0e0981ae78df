"""Times of the day as people write and say them: 9:30, 930, 9点半, 下午3点20分, 15时."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

_FIGURES = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_TENS = re.compile(r"([二三四五]?)十([一二三四五六七八九]?)")
_PACKED = re.compile(r"(\d{1,2})(\d{2})")
_WRITTEN = re.compile(r"(\d{1,2})(?:[:.](\d{1,2})(?::\d{1,2})?|[点时](?:(\d{1,2})分?|(半)|(整)|([13])刻)?)")
_BARE = re.compile(r"\d{1,2}")
_PART = re.compile(r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)\s*(.+)")
_LATER = ("下午", "傍晚", "晚上")


def read_time(text: str) -> time | None:
    """The time meant by `text`; None if it means none."""
    text = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    part, rest = "", text
    if found := _PART.fullmatch(text):
        part, rest = found[1], found[2].strip()
    rest = _TENS.sub(lambda ten: f"{_FIGURES.get(ten[1], '1')}{_FIGURES.get(ten[2], '0')}", rest)
    rest = "".join(_FIGURES.get(character, character) for character in rest).replace("点钟", "点")
    hours_minutes = _read(rest)
    if hours_minutes is None:
        return None
    hours, minutes = hours_minutes
    if (part in _LATER and hours < 12) or (part == "中午" and hours < 10):
        hours += 12
    try:
        return time(hours, minutes)
    except ValueError:
        return None


def _read(text: str) -> tuple[int, int] | None:
    if _BARE.fullmatch(text):
        return int(text), 0
    if found := _PACKED.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _WRITTEN.fullmatch(text):
        hour, minutes, spoken, half, _, quarters = found.groups()
        return int(hour), int(minutes or spoken or (30 if half else 15 * int(quarters or 0)))
    return None
