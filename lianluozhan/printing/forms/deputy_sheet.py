"""F03 人大代表基本情况登记表: who a deputy is, the mandates, the life; the first part of the service file (3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianluozhan.models.deputies import DeputyLabel, Mandate, MandateStatus
from lianluozhan.models.deputy_files import DeputyFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from ..picture import picture_cell
from .marks import OPEN_DATE, WIDE, chinese_date, head, label, ticks

TITLE = "人大代表基本情况登记表"
_MANDATES = 2  # lines for mandates on the blank form; more where there are more
_HIGH, _LOW = 8, 7
_TO_FILL, _FILLED = 60, 33  # mm for the life: to be written by hand, or written already
_PHOTO = 6  # units: 39 mm, for a picture of 35 × 45 mm
# heading and units of the sub-table of mandates
_OF_MANDATE = (
    *(("层级", 2), ("届次", 3), ("选区", 3), ("代表团", 3)),
    *(("当选时间", 3), ("当选职务", 3), ("届满时间", 3), ("状态", 4)),
)


def deputy_sheet(found: DeputyFile | None, station: Station | None = None) -> Document:
    """The sheet of one deputy, or the blank one."""
    deputy = found.deputy if found else None
    number = f"档号：{deputy.file_number if deputy else ''}"
    opened = f"建档日期：{chinese_date(deputy.file_opened_on if deputy else None, OPEN_DATE)}"
    return Document(
        title=f"{TITLE}（{deputy.name}）" if deputy else TITLE,
        blocks=[
            *head(found.station if found else station, TITLE, number, opened),
            Grid([*_beside_photo(found), *_person(found), *_mandates(found), *_life(found)]),
            Para(f"填表人：{WIDE * 7}审核人：{WIDE * 7}联络站（章）", "meta", before=3, right=OPEN_DATE.strip(WIDE)),
        ],
        running=f"{TITLE}（续页）",
        running_right=deputy.name if deputy else "",
    )


def month(day: date | None) -> str:
    """1975.06, as such forms write it."""
    return f"{day.year}.{day.month:02d}" if day else ""


def _beside_photo(found: DeputyFile | None) -> list[Row]:
    """Five rows of 9 mm beside the photograph."""
    it = found.deputy if found else None
    degree = "、".join(part for part in (it.education, it.degree) if part) if it else ""
    rows = (
        (
            *(label("姓名"), Cell(it.name if it else "", 5, "value_c")),
            *(label("性别", 2), Cell(it.sex.label if it and it.sex else "", 2, "value_c")),
            *(label("民族", 2), Cell(it.nationality if it else "", 4, "value_c")),
        ),
        _pair("出生年月", month(it.born_on) if it else "", "籍贯", it.native_place if it else ""),
        _pair("政治面貌", it.party if it else "", "入党时间", month(it.party_since) if it else ""),
        _pair("参加工作", month(it.work_since) if it else "", "学历学位", degree),
        (label("毕业院校"), Cell(it.school if it else "", 15)),
    )
    photo = picture_cell("照片", found.photo if found else b"", _PHOTO, len(rows))
    return [Row([*cells, photo] if n == 0 else list(cells), 9, 9) for n, cells in enumerate(rows)]


def _pair(one: str, first: str, other: str, second: str) -> tuple[Cell, ...]:
    return label(one), Cell(first, 6), label(other), Cell(second, 6)


def _person(found: DeputyFile | None) -> list[Row]:
    it = found.deputy if found else None
    number = found.identity if found else ""
    groups = "；".join(f"{name}，{post.label}" for name, post in found.groups) if found else ""
    labels = ticks([each.label for each in DeputyLabel], [each.label for each in it.labels] if it else [])
    return [
        _row(
            *(label("单位职务"), Cell(it.organisation_post if it else "", 9)),
            *(label("职业", 2), Cell(it.occupation if it else "", 4)),
            *(label("职称", 2), Cell(it.title if it else "", 4)),
        ),
        _row(
            *(label("身份证号"), Cell(number, 9)),
            *(label("代表证号"), Cell(it.certificate if it else "", 9)),
        ),
        _row(
            *(label("联系电话"), Cell(it.phone if it else "", 9)),
            *(label("邮箱"), Cell(it.email if it else "", 9)),
        ),
        _row(
            *(label("通讯地址"), Cell(it.address if it else "", 15)),
            *(label("邮编", 2), Cell(it.postcode if it else "", 4)),
        ),
        _row(
            *(label("代表小组"), Cell(groups, 9)),
            *(label("编入时间"), Cell(chinese_date(it.joined_on) if it else "", 9)),
        ),
        _row(label("代表类别"), Cell(labels, 21, "tick")),
    ]


def _mandates(found: DeputyFile | None) -> list[Row]:
    mandates: Sequence[Mandate] = tuple(reversed(found.mandates)) if found else ()
    heads = Row([Cell(name, units, "label") for name, units in _OF_MANDATE], _HIGH, _LOW)
    blank = [_mandate(None)] * max(_MANDATES - len(mandates), 0)
    return [heads, *map(_mandate, mandates), *blank]


def _mandate(mandate: Mandate | None) -> Row:
    said = [""] * len(_OF_MANDATE)
    if mandate is not None:
        over = mandate.status is not MandateStatus.ACTIVE and mandate.end_reason
        said = [
            *(mandate.level.label, mandate.term, mandate.constituency, mandate.delegation),
            *(month(mandate.starts_on), mandate.elected_post, month(mandate.ends_on)),
            mandate.status.label + (f"：{mandate.end_reason}" if over and over != mandate.status.label else ""),
        ]
    cells = [Cell(words, units, "list_c") for words, (_, units) in zip(said, _OF_MANDATE, strict=True)]
    return Row(cells, _HIGH, _LOW, grow=True)


def _life(found: DeputyFile | None) -> list[Row]:
    it = found.deputy if found else None
    honours = "\n".join(part for part in ((it.honours if it else ""), *(found.awards if found else ())) if part)
    villages = "、".join(found.villages) if found else ""
    least = _FILLED if it and it.career else _TO_FILL
    return [
        _row(
            *(label("专业特长"), Cell(it.expertise if it else "", 9)),
            *(label("联系村"), Cell(villages, 9)),
        ),
        Row([label("联系选民"), Cell(it.linked_voters if it else "", 21, "text")], _HIGH, _LOW, grow=True),
        Row(
            [label("主要简历"), Cell(it.career if it else "", 21, "text", top=True)], _TO_FILL, least, grow=True, fill=3
        ),
        Row([label("奖惩"), Cell(honours, 21, "text")], 12, 9, grow=True, fill=1),
        Row([label("备注"), Cell(it.note if it else "", 21)], _HIGH, _LOW, grow=True),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), _HIGH, _LOW)
