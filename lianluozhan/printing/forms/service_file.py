"""F05 人大代表履职档案: its parts as tables, the review of a year, the list of what is missing (3.1.4, 4.6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from lianluozhan.models.service.file_sheets import FileSheet, YearFile
from lianluozhan.models.service.record import FilePart
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, head, label, notes, signature
from .points_sheet import half, span

TITLE = "人大代表履职档案"
REVIEW = "年度履职情况小结"
LACKING = "履职档案缺件清单"
# heading and mm, together the text width of 156
COLUMNS = (
    ("序号", 9),
    ("日期", 22),
    ("名称", 32),
    ("内容摘要", 40),
    ("角色", 13),
    ("佐证\n件号—页码", 25),
    ("备注", 15),
)
LACKING_COLUMNS = (("序号", 10), ("部分", 39), ("年度", 15), ("缺什么", 75), ("补齐日期", 17))
LINE, BLANK_LINES, SUMMARY = 9.0, 20, 100
_NUMERALS = "一二三四五六七八"
_PARTS = tuple(part for part in FilePart if part is not FilePart.BASICS)
_LETTERS = "BCDEFGH"


def part_title(part: FilePart) -> str:
    """第二部分　参加人大各类会议."""
    return f"第{_NUMERALS[list(FilePart).index(part)]}部分　{part.label}"


def part_table(part: FilePart, found: FileSheet | None, station: Station | None = None) -> Document:
    """One part as a table, year by year; or an empty one."""
    title = part_title(part)
    rows = list(_rows(part, found)) if found else [_line(("",) * len(COLUMNS)) for _ in range(BLANK_LINES)]
    if found and not rows:
        rows = [Row([Cell("没有记录", len(COLUMNS), "entry_c")], LINE)]
    whose = f"代表：{found.file.deputy.name}" if found else "代表："
    number = f"档号：{(found.file.deputy.file_number if found else '') or WIDE * 8}"
    return Document(
        title=title,
        blocks=[
            *head(found.file.station if found else station, title, whose, number),
            Grid(
                [Row([Cell(name, 1, "list_head") for name, _ in COLUMNS], 10), *rows],
                tuple(width for _, width in COLUMNS),
                head=1,
            ),
            *notes(f"说明：内容摘要印前 {SUMMARY} 字，全文见履职登记表和佐证材料。"),
        ],
        running=f"{title}（续）",
        running_right=whose,
    )


PART_FORMS = tuple(
    (f"F05{letter}", part, partial(part_table, part)) for letter, part in zip(_LETTERS, _PARTS, strict=True)
)


def _rows(part: FilePart, found: FileSheet) -> Iterator[Row]:
    n = 0
    for year, entries in groupby(_entries(part, found), key=lambda entry: entry[0][:4]):
        listed = list(entries)
        yield Row([Cell(f"{year}年（{len(listed)} 条）", len(COLUMNS), "list_head")], 7)
        for at, (day, *texts) in enumerate(listed):
            n += 1
            yield _line((str(n), day, *texts), tied=at == 0)


def _entries(part: FilePart, found: FileSheet) -> list[tuple[str, str, str, str, str, str]]:
    """Day, name, summary, role, evidence, note of each line, in order of the days."""
    file = found.file
    known = {(each.table, each.id): each for each in file.matters}
    entries = [_entry(line, known.get((line.source_table, line.source_id or 0))) for line in file.part(part)]
    if part is FilePart.SUGGESTIONS:
        entries += [
            (each.day, each.title, summary((_answer(each),)), each.role, each.number, each.state)
            for each in file.matters
            if each.table == "opinions"
        ]
        entries.sort(key=lambda entry: entry[0])
    return entries


def _entry(line: Any, matter: Any) -> tuple[str, str, str, str, str, str]:
    """One line; `matter` is the suggestion behind it, if it is one."""
    days = line.starts_on
    if line.ends_on and line.ends_on != line.starts_on:
        same = line.ends_on[:4] == line.starts_on[:4]
        days = f"{line.starts_on}\n至{line.ends_on[5:] if same else line.ends_on}"
    waiting = "" if line.holds else "待审核"
    note = "，".join(part for part in (waiting, matter.state if matter else "", line.note) if part)
    done = summary((line.content, line.speech, line.effect))
    said = "\n".join(part for part in (done, summary((_answer(matter),)) if matter else "") if part)
    return (days, line.title, said, line.duty, line.evidence.replace("，", "\n"), note)


def _answer(matter: Any) -> str:
    return f"答复：{matter.answer}" if matter.answer.strip() else ""


def summary(texts: Iterable[str]) -> str:
    """The beginning of what was done, on one paragraph."""
    said = [" ".join(text.split()).rstrip("；") for text in texts if text.strip()]
    whole = "；".join([*(text.rstrip("。") for text in said[:-1]), *said[-1:]])
    return whole if len(whole) <= SUMMARY else f"{whole[: SUMMARY - 1]}…"


def _line(texts: Sequence[str], *, tied: bool = False) -> Row:
    middle = (0, 1, 4)
    cells = [Cell(text, 1, "list_c" if n in middle else "list") for n, text in enumerate(texts)]
    return Row(cells, LINE, grow=True, tied=tied)


def missing_list(found: FileSheet | None, station: Station | None = None) -> Document:
    """What the file lacks, to be ticked off as it comes in."""
    whose = f"代表：{found.file.deputy.name}" if found else "代表："
    until = f"截至{chinese_date(found.day)}" if found else f"截至{OPEN_DATE.strip(WIDE)}"
    rows = []
    for n, each in enumerate(found.missing if found else (), 1):
        texts = (str(n), each.part.label, f"{each.year}年" if each.year else "", each.words, "")
        cells = [Cell(text, 1, "list" if at in (1, 3) else "list_c") for at, text in enumerate(texts)]
        rows.append(Row(cells, LINE, grow=True))
    if found and not rows:
        rows = [Row([Cell("材料齐全，没有缺件", len(LACKING_COLUMNS), "entry_c")], LINE)]
    blank = [] if found else [Row([Cell("", 1, "list") for _ in LACKING_COLUMNS], LINE) for _ in range(BLANK_LINES)]
    heads = Row([Cell(name, 1, "list_head") for name, _ in LACKING_COLUMNS], 10)
    return Document(
        title=LACKING,
        blocks=[
            *head(found.file.station if found else station, LACKING, whose, until),
            Grid([heads, *rows, *blank], tuple(width for _, width in LACKING_COLUMNS), head=1),
        ],
        running=f"{LACKING}（续）",
        running_right=whose,
    )


def year_review(found: YearFile | None, station: Station | None = None) -> Document:
    """The review of one year with the words of the presidium; what is not written yet stays empty."""
    review = found.review if found else None
    title = f"{found.year}{REVIEW}" if found else REVIEW
    whose = f"代表：{found.deputy.name}{WIDE}{found.term}" if found else "代表："
    tally = found.tally if found else None
    place = f"第 {found.place} 名（共 {found.ranked} 名）" if found and found.place else ""
    figures = [
        *(label("履职积分"), Cell(f"{half(tally.total)} 分" if tally else "", 5, "value_c")),
        *(label("等级"), Cell(tally.grade if tally else "", 3, "value_c")),
        *(label("名次"), Cell(place, 7, "value_c")),
    ]
    signed = f"{review.signed_by}　{chinese_date(review.signed_on)}" if review and review.signed_by else ""
    return Document(
        title=title,
        blocks=[
            *head(found.station if found else station, title, whose, span(found)),
            Grid(
                [
                    Row(figures, 9),
                    Row(
                        [label("年度履职\n情况小结"), Cell(review.summary if review else "", 21, "text", top=True)],
                        90,
                        60,
                        grow=True,
                        fill=2,
                    ),
                    Row([label("代表意见"), Cell("", 21, "text", foot=(signature("代表"),))], 24, 20),
                    Row(
                        [
                            label("主席团\n评价意见"),
                            Cell(
                                review.presidium_words if review else "",
                                21,
                                "text",
                                foot=(signature("主席", seal="盖章"),),
                            ),
                        ],
                        48,
                        34,
                        grow=True,
                        fill=1,
                    ),
                ]
            ),
            *notes(f"已签字：{signed}" if signed else "说明：主席团评价意见由主席团手写或打印后签字盖章。"),
        ],
        running=f"{title}（续页）",
        running_right=whose,
    )
