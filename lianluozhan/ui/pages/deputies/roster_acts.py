"""What the list of deputies can do with whole rosters: take one in, write one out (2.2.4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from lianluozhan.models import rosters
from lianluozhan.models.deputies import Level

from ...attempt import attempt
from ...editors import ChoiceEditor, ChoicesEditor, TickEditor
from ..sections.section import Act

if TYPE_CHECKING:
    from ..sections.section import Section

LEVELS = [(level, level.label) for level in reversed(Level)]
COLUMNS = [(key, label) for key, label in rosters.COLUMNS if key != "name"]


def roster_acts(section: Section) -> tuple[Act, ...]:
    """To import where one may, to export where one may."""
    acts = []
    if section.session.may("deputy.import"):
        acts.append(Act("导入名册", lambda: section.page.open_job(lambda: _panel(section)), icon="upload"))
    if section.session.may("deputy.export"):
        acts.append(Act("导出名册", lambda: _export(section), icon="file-output"))
    return tuple(acts)


def _panel(section: Section) -> QWidget:
    from .roster_page import RosterPanel

    return RosterPanel(section.session, section.page.desk.changes)


def _export(section: Section) -> None:
    """Ask which deputies and columns, then where to put the file."""
    drawer = section.drawer("导出名册", "写成一个 Excel 文件，可以改好再导入。", act="选存放的位置")
    fields = drawer.fields
    fields.put("层级", ChoiceEditor("level", LEVELS, optional=True, empty="各级代表"))
    fields.put("范围", TickEditor("former", "也列不在任的"))
    columns = ChoicesEditor("columns", COLUMNS)
    columns.set_value(tuple(key for key in rosters.USUAL if key != "name"))
    fields.put("导出的列", columns, required=True, hint="姓名总在第一列。")
    whole = TickEditor("unmasked", "写出完整的电话和身份证号")
    hint = "不勾时隐去中间几位。勾了请妥善保管文件；谁在什么时候导出，操作日志里有。"
    if section.session.may("deputy.unmask"):
        fields.put("电话和身份证号", whole, hint=hint)
    drawer.open(lambda values: values, lambda values: _write(section, values))


def _write(section: Section, values: dict[str, Any]) -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = str(Path(folder) / f"代表名册 {section.session.today.isoformat()}.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(section.page, "导出名册", wanted, "Excel 表格 (*.xlsx)")
    if not chosen:
        return
    path = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
    asked = set(values["columns"])
    columns = ("name", *(key for key, _ in COLUMNS if key in asked))
    count = attempt(
        section.page,
        lambda: rosters.export(
            section.session,
            path,
            columns=columns,
            level=values["level"],
            former=values["former"],
            unmasked=bool(values.get("unmasked")),
        ),
    )
    if count is not None:
        section.page.desk.say(f"已导出 {count} 位代表，存为“{path.name}”。")
