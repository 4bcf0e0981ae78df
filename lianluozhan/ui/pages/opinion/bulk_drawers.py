"""One act for several matters: shown line by line before it is done, and again with what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from lianluozhan.models import categories, places
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, bulk, reclassifying
from lianluozhan.models.opinions.bulk import Line
from lianluozhan.models.opinions.handling import DueClass
from lianluozhan.models.opinions.record import Nature
from lianluozhan.models.opinions.reminding import Means
from lianluozhan.models.places import BodyKind
from lianluozhan.models.session import Session

from ... import theme
from ...copied_first import copied_first
from ...drawer import Drawer
from ...editors import ChoiceEditor, OptionRow, PickEditor, TextEditor
from ...text import tip_text
from .words import short_number

USUAL_REQUIREMENT = "请调查核实，按规定办理，并在期限内书面答复。"
OTHERS = (BodyKind.DEPARTMENT, BodyKind.VILLAGE, BodyKind.SUPERIOR)
Done = Callable[[Sequence[Line]], object]


def open_dispatch(page: QWidget, session: Session, ids: Sequence[int], done: Done) -> Drawer:
    """The same body, the same requirement, a sheet for each."""
    lines = bulk.to_dispatch(session, ids)
    ready = _count_ready(lines, "待交办")
    drawer = Drawer(page, f"交办 {ready} 件", "各有各的交办单，发给同一个单位", act=f"交办 {ready} 件")
    drawer.fields.put("主办单位", PickEditor("lead_body_id", places.bodies(session, *OTHERS)), required=True)
    drawer.fields.put("办理要求", TextEditor("requirement"), required=True).set_value(USUAL_REQUIREMENT)
    classes = OptionRow("due_class", [(each, each.label) for each in DueClass])
    drawer.fields.put("期限类别", classes, required=True).set_value(DueClass.NORMAL)
    drawer.fields.add(line_table(lines, "交办"))

    def send(values: dict[str, Any]) -> list[Line]:
        if not values["lead_body_id"]:
            raise InvalidRecord({"lead_body_id": "请选“主办单位”。"})
        return bulk.dispatch_all(session, lines, **values)

    return drawer.open(send, lambda results: _tell(page, "交办", results, done))


def open_remind(page: QWidget, session: Session, ids: Sequence[int], done: Done) -> Drawer:
    """The same reminder entered for each."""
    lines = bulk.to_remind(session, ids)
    ready = _count_ready(lines, "承办单位在办")
    drawer = Drawer(page, f"催办 {ready} 件", "记进各件的过程，状态不变", act=f"记下催办 {ready} 件")
    means = OptionRow("means", [(each, each.label) for each in Means])
    drawer.fields.put("方式", means, required=True).set_value(Means.PHONE)
    drawer.fields.put("催了谁、怎么说的", TextEditor("words"), required=True, hint="每一件的过程里都记这几句")
    drawer.fields.add(line_table(lines, "催办"))
    return drawer.open(
        lambda values: bulk.remind_all(session, lines, values["means"], values["words"]),
        lambda results: _tell(page, "催办", results, done),
    )


def open_reclassify(
    page: QWidget, session: Session, ids: Sequence[int], done: Callable[[Sequence[Opinion]], object]
) -> Drawer:
    """Another category or village, or marks, for all of them in one deed; what is left empty stays."""
    lines = bulk.to_reclassify(session, ids)
    ready = _count_ready(lines, "没有作废")
    drawer = Drawer(page, f"改分类 {ready} 件", "不填的项目不改；改动记进各件的过程", act=f"改 {ready} 件")
    fields = drawer.fields
    fields.put("分类", PickEditor("category_id", categories.choices(session), hint="不改；打几个字就能找到"))
    fields.put("村(社区)", PickEditor("village_id", places.villages(session), hint="不改；打几个字就能找到"))
    fields.put("诉求性质", ChoiceEditor("nature", [(each, each.label) for each in Nature], optional=True, empty="不改"))
    for name, label in (("is_widespread", "有普遍性"), ("is_key", "重点")):
        fields.put(label, ChoiceEditor(name, [(True, "是"), (False, "否")], optional=True, empty="不改"))
    fields.add(line_table(lines, "改"))

    def write(values: dict[str, Any]) -> list[Opinion]:
        chosen = {name: value for name, value in values.items() if value is not None}
        wanted = [line.id for line in lines if not line.skipped]
        deed = partial(reclassifying.reclassify, session, wanted, **chosen)
        return copied_first(page, session, Why.BULK, deed, records=len(wanted))

    return drawer.open(write, done)


def _count_ready(lines: Sequence[Line], wanted: str) -> int:
    ready = sum(not line.skipped for line in lines)
    if not ready:
        raise RuleError(f"选的 {len(lines)} 件里没有{wanted}的。请看各件的状态，再选一次。")
    return ready


def line_table(lines: Sequence[Line], act: str) -> QTableWidget:
    """Each matter and what will be done or was done with it."""
    table = QTableWidget(len(lines), 3)
    table.setAccessibleName(f"{act}哪些件")
    table.setHorizontalHeaderLabels(["编号", "事由", "怎么办"])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, theme.scaled(74))
    table.setColumnWidth(2, theme.scaled(196))
    for at, line in enumerate(lines):
        what = line.done or line.refused or (f"跳过：{line.skipped}" if line.skipped else act)
        for column, words in enumerate((short_number(line.number), line.title, what)):
            item = QTableWidgetItem(words)
            item.setToolTip(tip_text(words))
            if column == 2 and (line.skipped or line.refused):
                item.setForeground(theme.colour("overdue" if line.refused else "ink_faint"))
            table.setItem(at, column, item)
    table.setFixedHeight(theme.scaled(44) * (min(len(lines), 7) + 1))
    return table


def _tell(page: QWidget, act: str, results: Sequence[Line], done: Done) -> None:
    """All well: the pane says it in a sentence; else each is shown with what became of it."""
    done(results)
    left = [line for line in results if line.refused or line.skipped]
    if left:
        made = sum(bool(line.done) for line in results)
        numbers = "、".join(short_number(line.number) for line in left[:10])
        rest = f"等 {len(left)} 件" if len(left) > 10 else ""
        drawer = Drawer(page, f"{act}了 {made} 件", f"没有{act}：{numbers}{rest}", act="知道了")
        drawer.fields.add(line_table(results, act))
        drawer.open(lambda _: None)
