"""What lies below the backup: the register (F123), the station's sticks, the drills; one of the three at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models import backup, backups, drills, sticks
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.drills import Drill
from lianluozhan.models.errors import RuleError
from lianluozhan.models.staff import Staff
from lianluozhan.models.stations import station
from lianluozhan.models.sticks import Stick

from ... import theme
from ...attempt import attempt
from ...editors import OptionRow
from ...flow_layout import FlowLayout
from ...layout_rules import logical_width
from ...record_table import Column
from ...text import Words, plain_button
from . import drill_drawers, old_backups, stick_drawers
from .backup_register import BackupRegister
from .section_table import HeldRows, SectionTable

if TYPE_CHECKING:
    from .backup_section import BackupSection

FORM, EMERGENCY, DRILL = "F123", "F125", "F126"
WIDE = 760  # logical width from which the buttons stand beside the choice of the list
REGISTER, STICKS, DRILLS = "register", "sticks", "drills"
LISTS = ((REGISTER, "历次备份"), (STICKS, "备份 U 盘"), (DRILLS, "恢复演练"))
TWO_APART = "只登记了一个备份 U 盘。请再登记一个，两个轮着用、分开放：一个在站里，一个在别处。"


class BackupLists(QWidget):
    """Three lists with what may be done to the chosen line."""

    def __init__(self, section: BackupSection) -> None:
        super().__init__()
        self.section, self.session = section, section.session
        self.which = OptionRow("which", LISTS)
        self.which.setAccessibleName("看哪一张清单")
        self.register = BackupRegister()
        self.sticks = SectionTable(
            "备份 U 盘",
            (
                Column("名称", "name"),
                Column("平时放在", "keep_place"),
                Column("最近一次备份", "last", width=262),
                Column("登记日期", "registered_on", width=120),
                Column("状态", "state", width=150),
            ),
        )
        self.drills = SectionTable(
            "恢复演练",
            (
                Column("演练日期", "held_on", width=120),
                Column("演练人", "holder", width=88),
                Column("所用电脑", "computer"),
                Column("打开方式", "opened", width=104),
                Column("用时", "minutes", align="right", width=76),
                Column("结果", "result", width=120),
                Column("问题和改进", "note"),
            ),
        )
        self._hint = Words("", "soft")
        self._buttons: dict[str, list[QPushButton]] = {key: [] for key, _ in LISTS}
        self._build()
        self.which.set_value(REGISTER)
        self.which.changed.connect(self._turn)
        for table in (self.sticks, self.drills):
            table.chosen.connect(lambda _: self.weigh())
        self._turn()

    def _build(self) -> None:
        self.clean_button = self._act(REGISTER, "清理旧备份", lambda: old_backups.open_drawer(self.section), "trash-2")
        self.print_button = self._act(REGISTER, "打印备份登记", self.print_register, "printer")
        self.retire_button = self._act(STICKS, "停用", self.retire)
        self.edit_button = self._act(STICKS, "修改", self.edit)
        self.add_button = self._act(STICKS, "登记 U 盘", lambda: stick_drawers.register(self.section), "usb")
        self.void_button = self._act(DRILLS, "作废", self.void)
        self.drill_print_button = self._act(DRILLS, "打印演练记录", self.print_drill, "printer")
        self.emergency_button = self._act(DRILLS, "打印应急说明", self.print_emergency, "printer")
        self.drill_button = self._act(DRILLS, "登记演练", lambda: drill_drawers.enter(self.section), "plus")
        self._rows = {key: _row_of(buttons) for key, buttons in self._buttons.items()}
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.scaled(8))
        self._head.addWidget(self.which, 1)
        for row in self._rows.values():
            self._head.addWidget(row)
        self._stack = QStackedWidget()
        for table in (self.register, self.sticks, self.drills):
            table.setMinimumHeight(theme.scaled(36 * 4))
            self._stack.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addLayout(self._head)
        column.addWidget(self._hint)
        column.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= WIDE
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _act(self, key: str, words: str, act: object, icon: str = "") -> QPushButton:
        made = plain_button(words, icon=icon)
        made.clicked.connect(act)
        made.hide()
        self._buttons[key].append(made)
        return made

    def _turn(self) -> None:
        """Show the chosen list with its own buttons; who may not do a thing does not see its button."""
        shown, may = self.which.value(), self.session.may
        self._stack.setCurrentIndex([key for key, _ in LISTS].index(shown))
        needs = {
            self.clean_button: "backup.remove",
            self.print_button: "print.form",
            self.retire_button: "stick.edit",
            self.edit_button: "stick.edit",
            self.add_button: "stick.edit",
            self.void_button: "drill.void",
            self.drill_print_button: "print.form",
            self.emergency_button: "print.form",
            self.drill_button: "drill.enter",
        }
        for key, buttons in self._buttons.items():
            for button in buttons:
                button.setVisible(may(needs[button]))
            self._rows[key].setVisible(key == shown)
        self.weigh()

    def show_list(self, key: str) -> None:
        self.which.set_value(key)

    # What is listed ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the three lists again; what was chosen stays chosen."""
        names = {person.id: person.name for person in self.session.select(Staff)}
        self._keep(self.sticks, [self._stick_row(stick) for stick in sticks.every(self.session)])
        self._keep(self.drills, [_drill_row(drill, names) for drill in drills.every(self.session)])
        stick_names = {stick.id: stick.name for stick in sticks.every(self.session)}
        self.register.show_entries(self.session, backup.entries(self.session), stick_names)
        self.weigh()

    def _keep(self, table: SectionTable, rows: list[dict[str, object]]) -> None:
        chosen = table.current()
        table.set_slices(HeldRows(rows))
        if rows:
            known = [row["id"] for row in rows]
            table.select(chosen["id"] if chosen and chosen["id"] in known else rows[0]["id"])

    def _stick_row(self, stick: Stick) -> dict[str, object]:
        last = backups.last_on(self.session, stick.id)
        return {
            "id": stick.id,
            "stick": stick,
            "name": stick.name,
            "keep_place": stick.keep_place,
            "last": _last_words(last),
            "registered_on": f"{stick.registered_on or ''}",
            "state": f"停用：{stick.retire_reason}" if stick.retired_on else "在用",
            "voided_on": stick.retired_on,
        }

    def weigh(self) -> None:
        """What may be done to the chosen line, and the word of advice for the list."""
        stick, drill = self._stick(), self._drill()
        for button in (self.retire_button, self.edit_button):
            button.setEnabled(stick is not None and stick.retired_on is None)
        self.void_button.setEnabled(drill is not None and drill.voided_on is None)
        place = self.section.places.chosen()
        self.clean_button.setEnabled(place is not None and not self.section.is_busy)
        words = ""
        if self.which.value() == STICKS:
            in_use = len(sticks.in_use(self.session))
            words = TWO_APART if in_use == 1 else "" if in_use else "还没有登记。插上 U 盘，点“登记 U 盘”。"
        elif self.which.value() == DRILLS and drills.last(self.session) is None:
            words = "还没有做成过。照打印的应急说明，在另一台电脑上走一遍，每年一次。"
        self._hint.setText(words)
        self._hint.setVisible(bool(words))

    def _stick(self) -> Stick | None:
        row = self.sticks.current()
        return row["stick"] if row else None

    def _drill(self) -> Drill | None:
        row = self.drills.current()
        return row["drill"] if row else None

    # What is done --------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        if stick := self._stick():
            stick_drawers.edit(self.section, stick)

    def retire(self) -> None:
        if stick := self._stick():
            stick_drawers.retire(self.section, stick)

    def void(self) -> None:
        if drill := self._drill():
            drill_drawers.void(self.section, drill)

    def print_register(self) -> None:
        """F123 of all backups, the oldest first."""
        if self.session.may("print.form") and (ids := attempt(self.section, self._registered)):
            self.section.print_wanted.emit(FORM, ids)

    def _registered(self) -> list[int]:
        found = sorted(entry.id for entry in backup.entries(self.session))
        if not found:
            raise RuleError("还没有备份登记可以打印。要手填的表，请在登记簿的“空白表”里打印。")
        return found

    def print_drill(self) -> None:
        """F126 of the chosen drill, or the sheet to be filled in while one is held."""
        drill = self._drill()
        self.section.print_wanted.emit(DRILL, [drill.id] if drill else [])

    def print_emergency(self) -> None:
        """The page that lies with the stick: from a fresh computer to work again."""
        self.section.print_wanted.emit(EMERGENCY, [station(self.session).id])


def _row_of(buttons: list[QPushButton]) -> QWidget:
    """The buttons of one list; those for which there is no room go to the next line."""
    row = QWidget()
    flow = FlowLayout(row, gap=8, line_gap=6)
    for button in buttons:
        flow.addWidget(button)
    return row


def _last_words(entry: BackupEntry | None) -> str:
    if entry is None or entry.made_at is None:
        return "还没有"
    return f"{entry.made_at:%Y-%m-%d %H:%M}　{'已重插再验' if entry.proven_again_at else '没有重插再验'}"


def _drill_row(drill: Drill, names: dict[int, str]) -> dict[str, object]:
    return {
        "id": drill.id,
        "drill": drill,
        "held_on": f"{drill.held_on or ''}",
        "holder": names.get(drill.held_by or 0, ""),
        "computer": drill.computer,
        "opened": drill.unlocked_with,
        "minutes": f"{drill.minutes} 分钟",
        "result": f"作废：{drill.void_reason}" if drill.voided_on else drill.result.label,
        "note": drill.note,
        "voided_on": drill.voided_on,
    }
