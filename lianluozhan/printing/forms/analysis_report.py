"""F21 社情民意分析报告 and 办理情况通报: a document of the station with the tables of its figures (3.2.3, 4.3.3).

The words are those of the document; tables and bars are set of the figures that were kept with it, so that a report
prints the same in later years. Nobody is named: the figures know no names, and the words are looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lianluozhan.models.analysis.figures import Figures, GroupRow
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.models.opinions.counted import Group
from lianluozhan.models.stations import Station

from ..document import AnnexList, Block, Cell, Closing, Document, Grid, Para, Row
from .marks import WIDE
from .official_document import official_document

TITLE = "社情民意分析报告"
UNREAD = "（这份报告保存的统计数据读不出来，统计表没有印。）"
_STEP, _STEPS = 3.0, 52  # the columns of a chart, in mm: 15 for the name, 29 for the longest bar, 8 for the figure
_NAME, _BAR = 15, 29
_TONES, _HIGH = (0.5, 0.3), 5.2  # by turns, so that bars that touch are told apart on a copy too
_MOST_BARS = 15
_BLANK_ROWS = 6
_OPEN_DAY = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"
_HEADINGS = ("一、总体情况", "二、办理情况", "三、突出问题与典型件", "四、建议", "五、下步打算")

Value = Callable[[GroupRow], str]
_Column = tuple[str, float, Value]


def analysis_report(document: OfficialDocument | None, station: Station | None = None) -> Document:
    """A report with the tables of its figures, a draft of it, or a blank one to be filled by hand."""
    if document is None:
        return _blank(station)
    made = official_document(document, station)
    try:
        found = Figures.read(document.figures) if document.figures else None
    except RuleError:
        return replace(made, blocks=_with(made.blocks, [Para(UNREAD, "body")], []))
    if found is None:
        return made
    return replace(made, blocks=_with(made.blocks, _overall(found), _handling(found)))


def _blank(station: Station | None) -> Document:
    body = "\n".join(part for heading in _HEADINGS for part in (heading, WIDE * 2, WIDE * 2))
    document = OfficialDocument(
        genre=Genre.ANALYSIS,
        layout=Layout.GENERAL,
        title=TITLE,
        organ=station.congress if station else "",
        body=body,
    )
    made = official_document(document, station)
    blocks: list[Block] = []
    for block in made.blocks:
        if isinstance(block, Para) and block.style == "h1" and block.text[0] in "二三":
            tables = (_CATEGORIES, _VILLAGES) if block.text[0] == "二" else (_INDICATORS, _BODIES)
            for caption, heads in tables:
                blocks += [_caption(caption), _empty(heads)]
        blocks.append(block)
        if isinstance(block, Para) and block.style == "doc_title":
            blocks.append(Para(f"（{_OPEN_DAY}至{_OPEN_DAY}）", "value_c"))
        if isinstance(block, Para) and block.style == "h1":
            blocks += [Para(WIDE, "body")] * 2
    return replace(made, title=TITLE, blocks=blocks)


def _with(blocks: Sequence[Block], overall: Sequence[Block], handling: Sequence[Block]) -> list[Block]:
    """The tables at the end of the first two parts; where these headings are not, at the end of the text."""
    end = next((n for n, block in enumerate(blocks) if isinstance(block, Closing | AnnexList)), len(blocks))
    second, third = (
        next((n for n, block in enumerate(blocks[:end]) if _begins(block, mark)), end) for mark in ("二、", "三、")
    )
    third = max(second, third)
    return [*blocks[:second], *overall, *blocks[second:third], *handling, *blocks[third:]]


def _begins(block: Block, mark: str) -> bool:
    return isinstance(block, Para) and block.style == "h1" and block.text.startswith(mark)


# The tables -------------------------------------------------------------------------------------------------------


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f}%" if whole else "—"


def _overall(found: Figures) -> list[Block]:
    if not found.counts["collected"]:
        return []
    blocks: list[Block] = []
    for number, (group, title) in enumerate(
        ((Group.CATEGORY, "分类"), (Group.CHANNEL, "来源渠道"), (Group.VILLAGE, "村（社区）")), 1
    ):
        blocks += [_caption(f"表{number}　按{title}统计"), _group_table(found, group, title)]
        if group is Group.CATEGORY:
            blocks += [_caption("图1　各类件数"), _chart(found, group)]
    return blocks


def _group_table(found: Figures, group: Group, title: str) -> Grid:
    total = found.total(group)
    columns: tuple[_Column, ...] = (
        (title, 58, lambda row: row.name),
        ("件数", 18, lambda row: str(row.count)),
        ("占比", 20, lambda row: _share(row.count, total.count)),
        ("上期", 18, lambda row: str(row.before)),
        ("受理", 20, lambda row: str(row.accepted)),
        ("已办结", 22, lambda row: str(row.done)),
    )
    rows = [row for row in found.groups.get(group.value, ()) if row.count or row.before]
    return _table(columns, [*rows, total])


def _handling(found: Figures) -> list[Block]:
    lines = list(found.lines())
    heads = ("指标", "数字", "上期", "比上期", "去年同期", "怎样统计")
    rows = [
        [
            Cell(WIDE * line.indicator.inner + line.indicator.label, 1, "list"),
            *(Cell(text, 1, "list_c") for text in (line.figure, line.before, line.difference, line.last_year)),
            Cell(line.indicator.said, 1, "list"),
        ]
        for line in lines
    ]
    grid = Grid(
        [_heads(heads), *(Row(cells, 7) for cells in rows)], columns=(30, 15, 15, 17, 17, 62), head=1, frame=0.75
    )
    blocks: list[Block] = [_caption("表4　办理情况"), grid]
    bodies = [row for row in found.groups.get(Group.BODY.value, ()) if row.key and (row.count or row.due or row.judged)]
    if bodies:
        blocks += [_caption("表5　各承办单位办理情况"), _body_table(found)]
    return blocks


def _body_table(found: Figures) -> Grid:
    columns: tuple[_Column, ...] = (
        ("承办单位", 46, lambda row: row.name),
        ("件数", 14, lambda row: str(row.count)),
        ("应答复", 16, lambda row: str(row.due)),
        ("按期", 14, lambda row: str(row.in_time)),
        ("逾期", 14, lambda row: str(row.late)),
        ("平均用时（日）", 20, lambda row: "—" if row.days is None else f"{row.days:.1f}"),
        ("已评价", 16, lambda row: str(row.judged)),
        ("满意率", 16, lambda row: _share(row.happy, row.judged)),
    )
    return _table(columns, [*found.groups[Group.BODY.value], found.total(Group.BODY)])


def _table(columns: Sequence[_Column], rows: Sequence[GroupRow]) -> Grid:
    """A row for each, the last one their sum."""
    made = [_heads([title for title, _, _ in columns])]
    for number, row in enumerate(rows, 1):
        texts = [show(row) for _, _, show in columns]
        cells = [Cell(text, 1, "list" if not n else "list_c") for n, text in enumerate(texts)]
        made.append(Row(cells, 7, tied=number == len(rows) > 1))
    return Grid(made, columns=[width for _, width, _ in columns], head=1, frame=0.75)


def _chart(found: Figures, group: Group) -> Grid:
    """A bar for each of the largest, the rest in one; grey that a copier keeps, the figure beside it."""
    rows = [(row.name, row.count) for row in found.groups[group.value] if row.count]
    if len(rows) > _MOST_BARS:
        rest = rows[_MOST_BARS - 1 :]
        rows = [*rows[: _MOST_BARS - 1], (f"其余{len(rest)}类", sum(count for _, count in rest))]
    most = max((count for _, count in rows), default=1)
    made: list[Row] = []
    for n, (name, count) in enumerate(rows):
        long = max(1, round(_BAR * count / most))
        bar = Cell("", long, "list", tone=_TONES[n % 2])
        made.append(Row([Cell(name, _NAME, "list"), bar, Cell(f" {count}件", _STEPS - _NAME - long, "list")], _HIGH))
    return Grid(made, columns=[_STEP] * _STEPS, frame=0, inner=0, pad=0.6)


_CATEGORIES = ("表1　按分类统计", ("分类", "件数", "占比", "上期", "受理", "已办结"))
_VILLAGES = ("表2　按村（社区）统计", ("村（社区）", "件数", "占比", "上期", "受理", "已办结"))
_INDICATORS = ("表3　办理情况", ("指标", "数字", "上期", "比上期", "去年同期", "说明"))
_BODIES = ("表4　各承办单位办理情况", ("承办单位", "件数", "应答复", "按期", "逾期", "满意率"))


def _empty(heads: Sequence[str]) -> Grid:
    widths = (46, *[22] * (len(heads) - 1))
    rows = [Row([Cell("", 1, "list") for _ in heads], 8) for _ in range(_BLANK_ROWS)]
    total = Row([Cell("合计", 1, "list_c"), *(Cell("", 1, "list") for _ in heads[1:])], 8, tied=True)
    sums = [total] if "件数" in heads else []
    return Grid([_heads(heads), *rows, *sums], columns=widths, head=1, frame=0.75)


def _heads(titles: Sequence[str]) -> Row:
    return Row([Cell(title, 1, "list_head") for title in titles], 8)


def _caption(text: str) -> Para:
    return Para(text, "head", before=3, after=1.5)
