"""What the station's forms share: the head, tick boxes, lines for ink signatures, dates left to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lianluozhan.models.fields import Choice
from lianluozhan.models.stations import Station

from ..document import Cell, Para, Row
from ..document import chinese_date as chinese_date
from ..document import label as label

WIDE = "\u3000"
_TITLE_LINE = 20  # characters of a title on a line of a letter
OPEN_TERM = f"{WIDE * 2}个工作日"
OPEN_DATE = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"


def head(station: Station | None, title: str, left: str = "", right: str = "") -> list[Para]:
    """Station name, title, and the line above the table."""
    blocks = [Para(station.name, "station")] if station else []
    return [*blocks, Para(title, "title", after=2), Para(left, "meta", after=1.2, right=right)]


def ticks(options: Sequence[str], chosen: Iterable[str] = (), gap: str = " ") -> str:
    """Options with □ before each, ☑ before the chosen ones."""
    marked = set(chosen)
    return gap.join(("☑" if option in marked else "□") + option for option in options)


def choice_ticks(choices: type[Choice], chosen: Choice | None = None, gap: str = " ") -> str:
    """All labels of a closed list, the chosen one ticked."""
    return ticks([c.label for c in choices], [chosen.label] if chosen is not None else [], gap)


def signature(role: str, *, seal: str = "") -> str:
    """A line to sign in ink; the colon and the date of all such lines stand below each other."""
    room = f"{WIDE * 6}（{seal}）" if seal else WIDE * 10
    return f"{role}签字：{room}{OPEN_DATE}"


def signed(columns: int, role: str) -> Row:
    """The last row of a table, with room to sign; it never stands on a page alone."""
    return Row([Cell(signature(role), columns, "sign")], 16, 13, tied=True)


def heading(about: str, kind: str) -> str:
    """The title of a letter: on one line if it fits, else broken where its sense allows it."""
    whole = about + kind
    if len(whole) <= _TITLE_LINE:
        return whole
    if len(about) > _TITLE_LINE:  # it would be broken anywhere; better after a mark, in two lines of like length
        ends = [at + 1 for at, mark in enumerate(about) if mark in "，、；："]
        fitting = [end for end in ends if max(end, len(whole) - end) <= _TITLE_LINE]
        if fitting:
            end = min(fitting, key=lambda end: abs(len(whole) - 2 * end))
            return f"{whole[:end]}\n{whole[end:]}"
    return f"{about}\n{kind}"


def notes(*lines: str) -> list[Para]:
    """The small print under a table."""
    return [Para(line, "note", before=0 if n else 1.2) for n, line in enumerate(lines)]
