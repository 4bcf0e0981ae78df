"""The roster written as an Excel file in the columns it is imported from, and the empty one to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..deputies import Deputy, Level, Mandate, MandateStatus
from ..durable import written_beside
from ..errors import RuleError
from ..fields import Choice
from ..groups import GroupPost
from ..identity_numbers import masked_identity
from ..opinions.file import masked_phone
from ..permissions import require
from ..session import Session
from ..sheet_cells import OPTIONS, pen, put
from .columns import BY_KEY, FIELDS

USUAL = (
    *("name", "sex", "nationality", "born_on", "party", "education", "organisation_post", "level", "constituency"),
    *("phone", "note"),
)
SECRET = frozenset({"id_number", "phone"})
_OF_MANDATE = frozenset(
    {"level", "term", "constituency", "delegation", "starts_on", "ends_on", "elected_post", "origin"}
)
_SPLIT = frozenset({"organisation", "post"})  # read apart, kept together
_MONTHS = frozenset({"born_on", "party_since", "work_since"})
_WIDTHS = {"name": 11, "sex": 6, "nationality": 9, "organisation_post": 32, "constituency": 20, "phone": 15}
_LONG_WIDTHS = {"id_number": 21, "career": 44, "honours": 30, "linked_voters": 30, "address": 28, "note": 20}
COLUMNS = tuple((field.key, field.label) for field in FIELDS if field.key not in _SPLIT)
_FACE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "num_format": "@"}


@dataclass(frozen=True)
class _Line:
    """One person with his mandates as the file has him."""

    deputy: Deputy
    mandates: tuple[Mandate, ...]
    group: str
    group_post: str
    villages: str


def export(
    session: Session,
    path: Path,
    *,
    columns: Sequence[str] = USUAL,
    level: Level | None = None,
    former: bool = False,
    unmasked: bool = False,
) -> int:
    """Write the roster to `path`, whole or not at all, and enter it into the audit log; returns how many people.

    Those in office, of one level if one is named; `former` adds the others. Phone and identity number are hidden in
    part unless `unmasked` asks for them.
    """
    require(session.roles, "deputy.export")  # before a word of it is on the disk
    if path.suffix.lower() != ".xlsx":
        raise RuleError("文件名应以 .xlsx 结尾。请改好再试。")
    if "name" not in columns or any(key not in BY_KEY for key in columns):
        raise RuleError("导出的列里要有“姓名”。请重新选择要导出的列。")
    said = "含完整的电话和身份证号，请注意保管" if unmasked else "电话和身份证号隐去中间几位"
    with written_beside(path) as beside, session.action("deputy.export"):
        people = _lines(session, level, former=former)
        if not people:
            raise RuleError("没有可以导出的代表。请换一个层级，或者先登记代表。")
        lines = [line for person in people for line in _parted(person, columns)]
        rows = [[_text(line, key, unmasked=unmasked) for key in columns] for line in lines]
        title = f"{session.value('SELECT name FROM stations') or ''}{level.label if level else ''}人大代表名册"
        _write(beside, columns, rows, title, f"导出日期 {session.today.isoformat()}，{said}")
        shown = [BY_KEY[key].label for key in columns]
        session.note("deputies", 0, {"file": path.name, "rows": len(rows), "columns": shown, "unmasked": unmasked})
    return len(people)


def write_template(path: Path) -> None:
    """The empty roster with every column, and a sheet that says how to fill it in."""
    if path.suffix.lower() != ".xlsx":
        raise RuleError("文件名应以 .xlsx 结尾。请改好再试。")
    with written_beside(path) as beside:
        _write(beside, [key for key, _ in COLUMNS], [], "人大代表名册", "一人一行；怎样填见“填写说明”。", _HOW)


_HOW = (
    "“姓名”必须填。“层级”写全国、省、市、县、镇，一个人有几级的用顿号分开，例如 县、镇。",
    "同一个人也可以写成几行，一行一级；身份证号或者出生年月相同的，程序认作同一人。",
    "出生年月写成 1975.06，月份写两位；也可以写 1975年6月、1975-06-01。",
    "身份证号这一列先设成“文本”再填，不然后几位会变成 0，导入时不会存。",
    "不用的列可以空着，也可以删去；列的次序随意。",
    "导入时先预检，看过每一行再存；存了也可以撤回。",
)


def _lines(session: Session, level: Level | None, *, former: bool) -> list[_Line]:
    today = session.today
    held: dict[int, list[Mandate]] = {}
    for mandate in session.select(Mandate, "voided_on IS NULL", order="deputy_id, starts_on, id"):
        in_office = mandate.status is MandateStatus.ACTIVE and (mandate.ends_on is None or mandate.ends_on >= today)
        if (former or in_office) and (level is None or mandate.level is level):
            held.setdefault(mandate.deputy_id or 0, []).append(mandate)
    members = {
        deputy_id: (name, post)
        for deputy_id, name, post in session.rows(
            "SELECT deputy_id, name, post FROM group_members JOIN deputy_groups ON deputy_groups.id = group_id"
            " WHERE ends_on IS NULL AND retired_on IS NULL"
        )
    }
    villages = dict(session.rows("SELECT id, name FROM villages"))
    where = "1" if former else "retired_on IS NULL"
    return [
        _Line(
            deputy,
            tuple(held[deputy.id]),
            *members.get(deputy.id, ("", "")),
            "、".join(villages.get(id_, "") for id_ in deputy.village_ids),
        )
        for deputy in session.select(Deputy, where, order="name, id")
        if deputy.id in held
    ]


def _parted(line: _Line, columns: Sequence[str]) -> list[_Line]:
    """A line a mandate where they differ in more than their level."""
    asked = [key for key in columns if key in _OF_MANDATE and key != "level"]
    if len({tuple(getattr(mandate, key) for key in asked) for mandate in line.mandates}) == 1:
        return [line]
    return [replace(line, mandates=(mandate,)) for mandate in line.mandates]


def _text(line: _Line, key: str, *, unmasked: bool) -> str:
    if key in _OF_MANDATE:
        return "、".join(dict.fromkeys(filter(None, (_said(getattr(m, key)) for m in line.mandates))))
    if key == "group":
        return line.group
    if key == "group_post":
        return GroupPost(line.group_post).label if line.group_post else ""
    if key == "villages":
        return line.villages
    value = getattr(line.deputy, key)
    if key in SECRET and value and not unmasked:
        hide: Callable[[str], str] = masked_phone if key == "phone" else masked_identity
        return hide(value)
    return f"{value:%Y.%m}" if key in _MONTHS and value else _said(value)


def _said(value: Any) -> str:
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, tuple):
        return "、".join(_said(part) for part in value)
    return "" if value is None else str(value)


def _write(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    title: str,
    said: str,
    how: Sequence[str] = (),
) -> None:
    import xlsxwriter  # slow to load, and only needed here

    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        plain = pen(book, **_FACE, text_wrap=True)
        head = pen(book, **_FACE, bold=True, bg_color="#F6F4F0", bottom=1, text_wrap=True)
        sheet = book.add_worksheet("名册")
        put(sheet, 0, 0, title, pen(book, font_name="宋体", font_size=14, bold=True))
        put(sheet, 1, 0, said, pen(book, **_FACE))
        for at, key in enumerate(("", *columns)):
            width = ({**_WIDTHS, **_LONG_WIDTHS}).get(key, 14) if key else 6
            sheet.set_column(at, at, width, plain.plain)
            put(sheet, 2, at, BY_KEY[key].label if key else "序号", head)
        for line, cells in enumerate(rows, 1):
            for at, cell in enumerate((str(line), *cells)):
                if cell:
                    put(sheet, line + 2, at, cell, plain)
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.repeat_rows(2)
        if how:
            words = book.add_worksheet("填写说明")
            words.set_column(0, 0, 90, plain.plain)
            for at, sentence in enumerate(how):
                put(words, at, 0, f"{at + 1}. {sentence}", plain)
