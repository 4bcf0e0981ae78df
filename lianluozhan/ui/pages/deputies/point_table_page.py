"""The table of points of a year: items changed, moved, added, taken out, saved as the table from a year on (3.1.4)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.permissions import who_may
from lianluozhan.models.service import point_table
from lianluozhan.models.service.point_rules import CountPeriod, CountSource, PointRule
from lianluozhan.models.service.point_table import points_words
from lianluozhan.models.service.record import ServiceKind

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, ChoicesEditor, LineEditor
from ...flow_layout import FlowLayout
from ...question import ask
from ...record_table import Column
from ...slices import Row
from ...text import Words, button, plain, primary
from ..system.section_table import HeldRows, SectionTable

if TYPE_CHECKING:
    from ...desk import Desk

COLUMNS = (
    Column("", "number", align="right", width=40),
    Column("项目", "item"),
    Column("基础分", "base", align="right", width=72),
    Column("每多一次", "extra", align="right", width=84),
    Column("封顶", "cap", align="right", width=64),
    Column("并入", "within", width=150),
    Column("周期", "period", width=64),
    Column("怎样计数", "counted"),
)
HIGHEST = 200
_POINTS = re.compile(r"(\d{1,3})(?:\.([05]))?")
WORDS = "首次得基础分，每多一次加分，不超过封顶；并入别的项目的，两项合计不超过那一项的封顶。"


class PointTablePage(QWidget):
    """A whole-page job; nothing is written before 保存, and then for the chosen year and all that follow."""

    left = Signal()

    def __init__(self, desk: Desk, year: int) -> None:
        super().__init__()
        self.desk, self.session = desk, desk.session
        self.may_change = self.session.may("points.change")
        this = self.session.today.year
        self.rules = point_table.rules(self.session, max(year, this) if self.may_change else year)
        self._before, self._new = list(self.rules), 0
        self.year = ChoiceEditor("from_year", [(each, f"{each}年起") for each in (this - 1, this, this + 1)])
        self.year.setAccessibleName("从哪一年起用")
        self.year.set_value(max(year, this))
        self.table = SectionTable("积分表", COLUMNS)
        self.leave = button("返回排名", role="link", icon="arrow-left", key="Esc")
        self.add_button = button("添加项目", icon="plus")
        self.edit_button = button("修改", icon="file-pen-line", key="Enter")
        self.up, self.down, self.out = button("上移"), button("下移"), button("去掉", role="danger")
        self.restore, self.save_button = button("恢复默认"), primary("保存", "Ctrl+S")
        self.said = Words("", "soft")
        self._build(max(year, this) if self.may_change else year)
        self._connect()
        self._fill(0)
        self.setFocusProxy(self.table)

    def _build(self, year: int) -> None:
        frame = QFrame()
        frame.setProperty("role", "sheet")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "bar")
        line = QHBoxLayout(head)
        line.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 18, 8)))
        line.setSpacing(theme.scaled(12))
        line.addWidget(self.leave)
        line.addWidget(plain(f"{year}年的积分表", "title"))
        line.addStretch(1)
        if self.may_change:
            self.year.setMinimumWidth(theme.scaled(120))
            line.addWidget(plain("改动从", "soft"))
            line.addWidget(self.year)
        column.addWidget(head)
        words = Words(WORDS if self.may_change else f"{WORDS}修改由{who_may('points.change')}办理。", "soft")
        line = QHBoxLayout()
        line.setContentsMargins(*(theme.scaled(side) for side in (18, 6, 18, 6)))
        line.addWidget(words)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = FlowLayout(foot, gap=6, line_gap=4)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 6, 18, 6)))
        if self.may_change:
            parts = (self.add_button, self.edit_button, self.up, self.down, self.out, self.restore, self.save_button)
            for made in parts:
                row.addWidget(made)
            row.addWidget(self.said)
            column.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _connect(self) -> None:
        self.leave.clicked.connect(self._leave)
        self.table.opened.connect(lambda row: self.edit() if row else None)
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.out.clicked.connect(self._take_out)
        self.restore.clicked.connect(self._restore)
        self.save_button.clicked.connect(self.save)

    # The items -----------------------------------------------------------------------------------------------------

    def _fill(self, at: int) -> None:
        names = {rule.id: rule.item for rule in self.rules}
        self.table.set_slices(HeldRows([self._row(n, rule, names) for n, rule in enumerate(self.rules)]))
        if self.rules:
            self.table.setCurrentIndex(self.table.model().index(min(max(at, 0), len(self.rules) - 1), 0))
        self.said.setText("有改动，还没有保存。" if self.rules != self._before else "")
        self.save_button.setEnabled(self.rules != self._before)

    def _row(self, n: int, rule: PointRule, names: dict[int, str]) -> Row:
        kinds = "、".join(kind.label for kind in rule.kinds)
        return {
            "id": n,
            "number": str(n + 1),
            "item": rule.item,
            "base": points_words(rule.base or 0),
            "extra": points_words(rule.extra or 0),
            "cap": points_words(rule.cap or 0),
            "within": names.get(rule.within_id or 0, ""),
            "period": rule.period.label,
            "counted": "手工填写" if rule.source is CountSource.HAND else f"自动：{kinds}",
        }

    @property
    def at(self) -> int:
        row = self.table.current()
        return row["id"] if row else -1

    def _move(self, by: int) -> None:
        at, to = self.at, self.at + by
        if at >= 0 and 0 <= to < len(self.rules):
            self.rules.insert(to, self.rules.pop(at))
            self._fill(to)
            self.table.setFocus()

    def _take_out(self) -> None:
        if self.at < 0:
            return
        gone = self.rules.pop(self.at)
        self.rules = [replace(rule, within_id=None) if rule.within_id == gone.id else rule for rule in self.rules]
        self._fill(self.at)
        self.table.setFocus()

    def _restore(self) -> None:
        """The table as it came with the program; written only when it is saved."""
        self.rules = [replace(rule, from_year=self._before[0].from_year) for rule in point_table.defaults(self.session)]
        self._fill(0)
        self.table.setFocus()

    def add(self) -> None:
        self._new -= 1
        self._edit(PointRule(id=self._new), "添加项目", len(self.rules))

    def edit(self) -> None:
        if self.may_change and self.at >= 0:
            self._edit(self.rules[self.at], "修改项目", self.at)

    def _edit(self, rule: PointRule, title: str, at: int) -> None:
        drawer = Drawer(self, title, rule.item, act="放进表里")
        fields = drawer.fields
        fields.put("项目", LineEditor("item", max_length=40), required=True)
        for name, label, hint in (
            ("base", "基础分", "首次得的分，可以是半分，例如 4 或 4.5"),
            ("extra", "每多一次", "不再加分的填 0"),
            ("cap", "封顶", "这一项一年最多得的分"),
        ):
            fields.put(label, LineEditor(name, max_length=5), required=True, hint=hint)
        sources = [(each, each.label) for each in CountSource]
        fields.put("计数来源", ChoiceEditor("source", sources), hint="没有履职记录可数的，选手工填写")
        fields.put("计数的履职类型", ChoicesEditor("kinds", [(kind, kind.label) for kind in ServiceKind]))
        fields.put("周期", ChoiceEditor("period", [(each, each.label) for each in CountPeriod]))
        hosts = [(each.id, each.item) for each in self.rules if each.within_id is None and each.id != rule.id]
        hint = "两项合起来不超过那一项的封顶"
        fields.put("并入", ChoiceEditor("within_id", hosts, optional=True, empty="不并入"), hint=hint)
        fields.set_values(
            {
                **{name: getattr(rule, name) for name in ("item", "source", "period", "within_id")},
                "kinds": list(rule.kinds),
                **{name: _shown(getattr(rule, name)) for name in ("base", "extra", "cap")},
            }
        )
        drawer.open(lambda values: self._put(rule, at, values), lambda _: self.table.setFocus())

    def _put(self, rule: PointRule, at: int, values: dict[str, Any]) -> PointRule:
        """Take an item into the table, refusing what could not be counted by."""
        halves = {name: half_points(name, values[name]) for name in ("base", "extra", "cap")}
        made = replace(rule, **{**values, **halves, "kinds": tuple(values["kinds"]), "item": values["item"].strip()})
        others = list(self.rules)
        others[at : at + 1] = [made]
        point_table.check_rules(others)
        self.rules = others
        self._fill(at)
        return made

    # Saving --------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """The table from the chosen year on; earlier years keep theirs."""
        if not self.may_change or self.rules == self._before:
            return
        year = self.year.value()
        consequence = f"{year}年和以后的积分按新表计算，以前的年度照旧。"
        if ask(self, f"从{year}年起改用这张积分表？", consequence, "改用", "不改", role="primary"):
            attempt(self, lambda: point_table.change(self.session, year, self.rules), saved=lambda _: self._saved(year))

    def _saved(self, year: int) -> None:
        self.desk.say(f"积分表已保存，从{year}年起用。")
        self.left.emit()

    def _leave(self) -> None:
        """What was not saved is given up only after a question."""
        if self.rules == self._before or ask(
            self, "不保存就返回？", "刚才对积分表的改动会丢掉。", "丢掉改动", "留在这里"
        ):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)


def _shown(half: int | None) -> str:
    return "" if half is None else points_words(half)


def half_points(name: str, text: str) -> int:
    """What was typed as points, in half points."""
    found = _POINTS.fullmatch(text.strip().replace("．", ".").replace("。", "."))
    if found is None or int(found[1]) > HIGHEST:
        raise InvalidRecord({name: f"请填 0 到 {HIGHEST} 的分数，可以有半分，例如 5 或 5.5。"})
    return 2 * int(found[1]) + (found[2] == "5")
