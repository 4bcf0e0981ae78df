"""Sign-in sheets of any meeting or activity (F41): thirty rows a page, people in one or two columns, totals below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import FORM, Block, Break, Cell, Document, Grid, Para, Row

WIDE = "\u3000"
ROWS = 30  # a page
_HIGH, _LEAST, _HEAD, _FOOT = 6.2, 5.9, 8.0, 8.0  # mm
_CHARACTER = 3.6  # mm with its share of the padding; what is longer is set smaller, on two lines
_ONE_LINE = 30  # characters of day and place together
_HEADS = ("序号", "姓名", "单位及职务", "层级", "签名", "到达时间", "备注")
_COLUMNS = (10, 22, 46, 16, 28, 18, 16)
_HEADS_OF_TWO = ("序号", "姓名", "单位及职务", "签名")
_COLUMNS_OF_TWO = (9, 19, 28, 22)


@dataclass(frozen=True)
class Invited:
    """Somebody who is expected: his name, where he works, the level of a deputy; when he came, or that he did not."""

    name: str
    unit: str = ""
    level: str = ""
    arrived: str = ""
    note: str = ""


def sign_in_sheet(
    station_name: str,
    activity: str,
    when: str = "",
    place: str = "",
    people: Sequence[Invited] = (),
    *,
    title: str = "活动签到表",
    two_columns: bool = False,
    came: Sequence[int] = (),
) -> Document:
    """A sheet with the invited already on it and blank rows for guests down to the foot of the page.

    `came` says how many came, are excused and stayed away, once that is known.
    """
    a_page = ROWS * 2 if two_columns else ROWS
    pages = [people[at : at + a_page] for at in range(0, len(people), a_page)] or [()]
    blocks: list[Block] = [
        Para(station_name, "station"),
        Para(title, "title", after=1.5),
        Para(f"活动名称：{activity}", "meta"),
        *_where(when, place),
    ]
    for n, part in enumerate(pages):
        last = n == len(pages) - 1
        rows = _rows_of_two(part, n * a_page) if two_columns else _rows(part, n * a_page)
        heads, columns = (_HEADS_OF_TWO * 2, _COLUMNS_OF_TWO * 2) if two_columns else (_HEADS, _COLUMNS)
        head = Row([Cell(text, 1, "list_head") for text in heads], _HEAD)
        foot = [_totals(len(people), len(columns), came)] if last else []
        blocks += [Grid([head, *rows, *foot], columns, head=1), *([] if last else [Break()])]
    return Document(title, blocks, FORM, f"{title}（续）", activity)


def _where(when: str, place: str) -> list[Para]:
    """Day and place on one line, or on two where they are long."""
    if sum(0.5 if char.isascii() else 1 for char in when + place) <= _ONE_LINE:
        return [Para(f"日期：{when}", "meta", after=1.2, right=f"地点：{place or WIDE * 12}")]
    return [Para(f"日期：{when}", "meta"), Para(f"地点：{place}", "meta", after=1.2)]


def _rows(people: Sequence[Invited], before: int) -> list[Row]:
    found = []
    for n in range(ROWS):
        one = people[n] if n < len(people) else None
        found.append(_row(_cells(one, before + n + 1, with_level=True)))
    return found


def _rows_of_two(people: Sequence[Invited], before: int) -> list[Row]:
    """The second column goes on where the first ends."""
    found = []
    for n in range(ROWS):
        cells: list[Cell] = []
        for at in (n, n + ROWS):
            one = people[at] if at < len(people) else None
            cells += _cells(one, before + at + 1, with_level=False)
        found.append(_row(cells))
    return found


def _row(cells: Sequence[Cell]) -> Row:
    return Row(cells, _HIGH, _LEAST)


def _cells(one: Invited | None, number: int, *, with_level: bool) -> list[Cell]:
    one = one or Invited("")
    name, unit = one.name, one.unit
    widths = _COLUMNS if with_level else _COLUMNS_OF_TWO
    centred = "list_c" if len(name) <= widths[1] / _CHARACTER else "list_sc"
    left = "list" if len(unit) <= widths[2] / _CHARACTER else "list_s"
    cells = [Cell(str(number), 1, "list_c"), Cell(name, 1, centred), Cell(unit, 1, left)]
    if with_level:
        return [*cells, *(Cell(text, 1, "list_c") for text in (one.level, "", one.arrived, one.note))]
    return [*cells, Cell("", 1, "list")]


def _totals(expected: int, span: int, came: Sequence[int]) -> Row:
    count = str(expected) if expected else WIDE * 3
    known = [str(number) for number in came] or [WIDE * 3] * 3
    told = zip(("实到", "请假", "缺席"), known, strict=True)
    text = f"应到{count}人" + "".join(f"{WIDE * 3}{word}{number}人" for word, number in told)
    return Row([Cell(text, span, "value_c")], _FOOT, tied=True)
