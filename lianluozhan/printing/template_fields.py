"""What a Word template can name: every part of a form by its Chinese name, and a first template to begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .document import (
    Annex,
    AnnexList,
    Block,
    Cell,
    Closing,
    Document,
    Grid,
    Imprint,
    Letterhead,
    OfficialHead,
    Para,
    Row,
)
from .look import HEADS, plain

PARAGRAPH = "\a"  # where a new paragraph of the same kind begins in the template
STANDARD = {
    "标题": "",
    "编号": "发文字号、登记编号",
    "发文机关": "红头里的名称",
    "签发人": "报告、请示才有",
    "紧急程度": "",
    "主送": "主送机关，不带冒号",
    "正文": "全部段落",
    "正文各段": "逐段取用：段.文字、段.级别",
    "附件": "附件名称，几个之间换行",
    "落款": "署名",
    "成文日期": "",
    "附注": "落款后面括号里的话",
    "附件正文": "附件的标题和内容",
    "抄送": "",
    "印发机关": "",
    "印发日期": "",
}
BODY, PIECES, TABLE = "正文", "正文各段", "明细"
LEVELS = {"h1": "一级标题", "h2": "二级标题"}
PIECE = ("文字", "级别")
_BODY_STYLES = re.compile(r"(body|h1|h2)(_\w+)?")
_NOT_A_NAME = re.compile(r"\W+")
_IN_BRACKETS = re.compile(r"（.*）", re.DOTALL)
_HEAD_NUMBER = re.compile(r"(?:编号|文号)：(.*)", re.DOTALL)


@dataclass(frozen=True)
class Fields:
    """The names that a template of a form may use; lists with the names each of their rows has."""

    names: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def fields_of(document: Document) -> Fields:
    """All that a form has, from its blank document."""
    values = values_of(document)
    lists = {name: tuple(_columns(grid)) for name, grid in _tables(document)} | {PIECES: PIECE}
    names = [name for name, value in values.items() if isinstance(value, str)]
    return Fields(tuple(names), lists)


def values_of(document: Document, known: Fields | None = None) -> dict[str, Any]:
    """What each name stands for on this document; what it has not stays empty.

    With the `known` fields of the blank form a table has the name of the list with the same columns.
    """
    values: dict[str, Any] = dict.fromkeys(STANDARD, "")
    pieces: list[dict[str, str]] = []
    body: list[str] = []
    annex: list[str] = []
    is_closed = False
    for block in document.blocks:
        match block:
            case OfficialHead():
                values |= {"发文机关": block.name.removesuffix("文件"), "编号": block.number}
                values |= {"签发人": block.signer, "紧急程度": block.urgency}
            case Letterhead():
                values |= {"发文机关": block.name, "编号": block.number, "紧急程度": block.urgency}
            case Closing():
                values |= {"落款": block.org, "成文日期": block.date}
                is_closed = True
            case AnnexList():
                values["附件"] = "\n".join(block.names)
            case Imprint():
                values |= {"抄送": block.copy_to, "印发机关": block.issuer, "印发日期": block.issued_on}
            case Annex():
                annex += [f"附件{block.number or ''}", block.title]
            case Para() if annex:
                annex.append(block.text)
            case Para() if is_closed:
                values["附注"] = values["附注"] or (block.text[1:-1] if _IN_BRACKETS.fullmatch(block.text) else "")
            case Para():
                _take(block, values, body, pieces)
            case _:
                pass
    values |= {BODY: PARAGRAPH.join(body), PIECES: pieces, "附件正文": PARAGRAPH.join(annex)}
    values["标题"] = values["标题"] or document.title
    return {**values, **_labelled(document), **_lists(document, known)}


def _lists(document: Document, known: Fields | None) -> dict[str, list[dict[str, str]]]:
    if known is None:
        return {name: _rows(grid) for name, grid in _tables(document)}
    left = {name: columns for name, columns in known.lists.items() if name != PIECES}
    found = {}
    for _, grid in _tables(document):
        alike = next((name for name, columns in left.items() if columns == tuple(_columns(grid))), "")
        if alike:
            del left[alike]
            found[alike] = _rows(grid)
    return found


def _take(block: Para, values: dict[str, Any], body: list[str], pieces: list[dict[str, str]]) -> None:
    """A paragraph before the closing: title, addressee, number or a piece of the body."""
    if block.style in ("title", "doc_title"):
        if values["标题"]:  # a letter with the name of its sender for a head
            values["发文机关"] = values["标题"]
        values["标题"] = block.text.replace("\n", "")
    elif block.style == "urgency":
        values["紧急程度"] = block.text
    elif block.style == "body0" and not values["主送"] and not body:
        values["主送"] = block.text.rstrip("：:")
    elif _BODY_STYLES.fullmatch(block.style):
        body.append(block.text)
        pieces.append({"文字": block.text, "级别": LEVELS.get(block.style[:2], "正文")})
    elif found := _HEAD_NUMBER.fullmatch(block.text):
        values["编号"] = found[1]
    elif block.style == "right":
        label, colon, text = block.text.partition("：")
        values[name_of(label) if colon else "编号"] = text if colon else block.text


def name_of(label: str) -> str:
    """A label as a field is called: its characters without marks and breaks."""
    name = _NOT_A_NAME.sub("", plain(label))
    return f"第{name}" if name[:1].isdigit() else name


def _labelled(document: Document) -> dict[str, str]:
    """By each label of the form what stands in the cell after it."""
    found: dict[str, str] = {}
    for block in document.blocks:
        if not isinstance(block, Grid) or _is_table(block):
            continue
        for row in block.rows:
            for cell, following in zip(row.cells, row.cells[1:], strict=False):
                name = name_of(cell.text)
                if cell.style == "label" and following.style != "label" and name and name not in found:
                    found[name] = following.text
    return {name: text for name, text in found.items() if name not in STANDARD or text}


def _is_table(block: Block) -> bool:
    return isinstance(block, Grid) and bool(block.head and block.columns)


def _tables(document: Document) -> Iterator[tuple[str, Grid]]:
    tables = [block for block in document.blocks if isinstance(block, Grid) and _is_table(block)]
    for number, grid in enumerate(tables, 1):
        yield TABLE if number == 1 else f"{TABLE}{number}", grid


def _columns(grid: Grid) -> list[str]:
    """The names of the columns, from the last row of the head."""
    return [name_of(cell.text) or f"第{n}栏" for n, cell in enumerate(grid.rows[grid.head - 1].cells, 1)]


def _rows(grid: Grid) -> list[dict[str, str]]:
    names = _columns(grid)
    return [
        dict(zip(names, (cell.text for cell in row.cells), strict=False))
        for row in grid.rows[grid.head :]
        if any(cell.text for cell in row.cells)
    ]


# A first template -------------------------------------------------------------------------------------------------


def starter(document: Document, *, levels: bool = False) -> Document:
    """The blank form with the name of each field at its place; with `levels` the headings keep their own styles."""
    blocks: list[Block] = []
    has_body = is_closed = has_addressee = False
    tables = {id(grid): name for name, grid in _tables(document)}
    titles = [block for block in document.blocks if isinstance(block, Para) and block.style == "doc_title"]
    for block in document.blocks:
        match block:
            case Para() if block.style == "doc_title":
                blocks.append(replace(block, text=tag("标题" if block is titles[-1] else "发文机关")))
            case Para() if block.style == "right":
                label, colon, _ = block.text.partition("：")
                blocks.append(replace(block, text=f"{label}：{tag(name_of(label))}" if colon else tag("编号")))
            case Para() if block.style == "body0" and not has_addressee and not has_body:
                has_addressee = True
                blocks.append(replace(block, text=tag("主送") + "："))
            case Para() if _BODY_STYLES.fullmatch(block.style) and not is_closed:
                blocks += [] if has_body else _body(levels=levels)
                has_body = True
            case Para() if is_closed and _IN_BRACKETS.fullmatch(block.text):
                blocks.append(replace(block, text=f"（{tag('附注')}）"))
            case Grid() if id(block) in tables:
                blocks.append(_looped(block, tables[id(block)]))
            case _:
                blocks.append(_named(block))
                is_closed = is_closed or isinstance(block, Closing)
    return replace(document, blocks=blocks, code="")


def tag(name: str) -> str:
    return "{{ " + name + " }}"


def _body(*, levels: bool) -> list[Block]:
    if not levels:
        return [Para(tag(BODY), "body")]
    piece = tag("段.文字")
    steps = [
        ("{%p for 段 in 正文各段 %}", "body"),
        ('{%p if 段.级别 == "一级标题" %}', "body"),
        (piece, "h1"),
        ('{%p elif 段.级别 == "二级标题" %}', "body"),
        (piece, "h2"),
        ("{%p else %}", "body"),
        (piece, "body"),
        ("{%p endif %}", "body"),
        ("{%p endfor %}", "body"),
    ]
    return [Para(text, style) for text, style in steps]


def _named(block: Block) -> Block:
    match block:
        case OfficialHead():
            return replace(block, number=tag("编号"))  # the mark stays, its size is made for its length
        case Letterhead():
            return replace(block, number=tag("编号"))
        case Closing():
            return replace(block, org=tag("落款"), date=tag("成文日期"))
        case Imprint():
            return replace(block, copy_to=tag("抄送"), issuer=tag("印发机关"), issued_on=tag("印发日期"))
        case Grid():
            return replace(block, rows=[replace(row, cells=_cells(row.cells)) for row in block.rows])
        case Para() if block.text.startswith("编号："):
            return replace(block, text="编号：" + tag("编号"))
        case _:
            return block


def _cells(cells: Sequence[Cell]) -> list[Cell]:
    made: list[Cell] = []
    for cell in cells:
        name = name_of(made[-1].text) if made and made[-1].style == "label" else ""
        made.append(replace(cell, text=tag(name)) if name and cell.style != "label" else cell)
    return made


def _looped(grid: Grid, list_name: str) -> Grid:
    """A table whose one row is repeated for every entry."""
    names = _columns(grid)
    first = grid.rows[grid.head] if len(grid.rows) > grid.head else Row([Cell("", 1, "list") for _ in names])
    styles = [cell.style if cell.style not in HEADS else "list" for cell in first.cells]

    def row(texts: Sequence[str]) -> Row:
        return replace(first, cells=[Cell(text, 1, style) for text, style in zip(texts, styles, strict=False)])

    rest = [""] * (len(names) - 1)
    loop = [
        row([f"{{%tr for 行 in {list_name} %}}", *rest]),
        row([tag(f"行.{n}") for n in names]),
        row(["{%tr endfor %}", *rest]),
    ]
    return replace(grid, rows=[*grid.rows[: grid.head], *loop])
