"""Ballots without names (测评票), as many on a sheet as have room, with lines to cut them apart."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Block, Break, Cell, Cut, Document, Grid, Paper, Para, Row

PAPER = Paper(left=20, right=20, top=8, bottom=8, numbers="none")
GRADES = ("满意", "基本满意", "不满意", "弃权")
HOW = "说明：本票不记名，请在每一行选一个等次，在其空格内画“√”；多画、涂改看不清的，该行不计。"
_ROW, _HEAD, _REMARK, _AROUND = 9.0, 9.0, 16.0, 34.0  # mm; title, note and air around them
_WIDTH = 170.0
_NUMBER, _GRADE, _LEAST_SUBJECT = 10.0, 18.0, 50.0
_MOST_ON_A_SHEET = 4


def ballot(
    title: str,
    subjects: Sequence[str] = (),
    *,
    grades: Sequence[str] = GRADES,
    of: str = "测评对象",
    with_remark: bool = True,
    count: int = 1,
    note: str = HOW,
) -> Document:
    """`count` ballots on the same subjects; without subjects four blank lines to be written on."""
    each = 297 / (many := on_a_sheet(len(subjects) or 4, with_remark=with_remark))
    sheets = max(-(-count // many), 1)
    one = _one(title, subjects or ("",) * 4, grades, of, note, with_remark)
    blocks: list[Block] = []
    for sheet in range(sheets):
        blocks += [Break()] if sheet else []
        for n in range(many):
            blocks += [*([Cut("沿此线裁开", n * each)] if n else []), *one]
    return Document(title, blocks, PAPER)


def on_a_sheet(subjects: int, *, with_remark: bool = True) -> int:
    """How many ballots with so many lines stand on one sheet."""
    high = _AROUND + _HEAD + subjects * _ROW + (_REMARK if with_remark else 0)
    return max(min(int(297 // high), _MOST_ON_A_SHEET), 1)


def _one(
    title: str, subjects: Sequence[str], grades: Sequence[str], of: str, note: str, with_remark: bool
) -> list[Block]:
    wide = min(_GRADE, (_WIDTH - _NUMBER - _LEAST_SUBJECT) / max(len(grades), 1))
    columns = (_NUMBER, _WIDTH - _NUMBER - wide * len(grades), *[wide] * len(grades))
    head = Row([Cell(text, 1, "list_head") for text in ("序号", of, *grades)], _HEAD)
    rows = [
        Row([Cell(str(n), 1, "list_c"), Cell(name, 1, "entry"), *(Cell("", 1, "list_c") for _ in grades)], _ROW)
        for n, name in enumerate(subjects, 1)
    ]
    words = [Cell("意见\n建议", 1, "list_head"), Cell("", len(columns) - 1, "entry")]
    remark = [Row(words, _REMARK, tied=True)] if with_remark else []
    return [
        Para(title, "slip_title", before=2, after=1),
        Grid([head, *rows, *remark], columns, head=1),
        Para(note, "note", before=1),
    ]
