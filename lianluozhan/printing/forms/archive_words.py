"""What the sheets of the archive say of a 件: its title, its day in eight figures, what has become of it (DA/T 22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianluozhan.models.archive.record import Item


def pages_of(items: Iterable[Item]) -> int:
    """How many pages they have together."""
    return sum(item.pages or 0 for item in items)


def remark_of(item: Item) -> str:
    """What has become of a 件, and its remark; what the remark tells already is not said twice."""
    remark, parts = item.remark.strip(), list[str]()
    if item.voided_on:
        word = item.struck_word
        if remark.startswith(word):
            where, _, remark = remark.removeprefix(word).strip().partition("，")
            word = f"{word}为{where}" if where else word
        parts.append(f"{word}\n{eight(item.voided_on)}")
    gone = (("销毁", item.destroyed_on), ("移交", item.handed_over_on))
    parts += [f"已{word}\n{eight(day)}" for word, day in gone if day and word not in remark]
    return "\n".join(part for part in (*parts, remark) if part)


def eight(day: date | None) -> str:
    """20260315, as the standard writes days."""
    return f"{day:%Y%m%d}" if day else ""


def titled(item: Item) -> str:
    """The title; one of the station's own making stands in [ ] (DA/T 22)."""
    title = item.title.strip()
    return f"[{title}]" if item.is_own_title and not title.startswith("[") else title
