"""What was done, and the way back: its effect is shown before it is undone, what was changed since stays."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import audit, undoing
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Staff
from lianluozhan.models.undoing import Change, Effect

from ... import theme
from ...attempt import attempt
from ...copied_first import copied_first
from ...editors import ChoiceEditor
from ...question import ask
from ...record_table import Column
from ...text import Words, chip, plain, primary
from .section import SHEET_PADDING, Section
from .section_table import SectionTable

SHOWN = 60  # values listed at once


class DeedSection(Section):
    """Left what was done, newest first; below it what undoing the chosen one would do."""

    KEY, TITLE, ICON = "deeds", "办过的事", "undo-2"
    ABOUT = "改错了资料、参数，或者一次改了好多件，隔多少天都能撤销；后来又改过的留着不动。"
    NEEDS = ("deed.undo",)

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.person = ChoiceEditor("person", self._people(), optional=True, empty="所有人")
        self.person.setAccessibleName("看谁的")
        self.table = SectionTable(
            "办过的",
            (
                Column("时间", "at", _time_words, width=160),
                Column("谁", "who", width=80),
                Column("做了什么", "action", audit.action_words),
                Column("记录", "records", lambda count: f"{count} 条", align="right", width=72),
                Column("撤销", "is_undone", lambda undone: "已撤销" if undone else "", width=72),
            ),
        )
        self._effect = QScrollArea()
        self._words = Words("", "soft")
        self.undo_button = primary("撤销这一次", icon="undo-2")
        self._build()
        self.person.changed.connect(self.reload)
        self.table.chosen.connect(lambda _: self._show())
        self.undo_button.clicked.connect(self.undo)

    def _people(self) -> list[tuple[int, str]]:
        return [(person.id, person.name) for person in self.session.select(Staff, order="retired_on IS NOT NULL, id")]

    def _build(self) -> None:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        if Role.HEAD in self.session.roles:
            row.addWidget(self.person)
        else:
            row.addWidget(Words("这里是您自己办过的。", "soft"))
        row.addStretch(1)
        self.put_strip(bar)
        self._effect.setWidgetResizable(True)
        self._effect.setAccessibleName("撤销以后会怎样")
        self._effect.setMinimumHeight(theme.scaled(90))
        self.table.setMinimumHeight(theme.scaled(110))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 3)
        column.addWidget(self._effect, 2)
        self.put_body(body, scrolls=True)
        self.put_foot(self._words, self.undo_button)

    def show_fresh(self) -> None:
        self.stale = True  # every action adds a deed
        super().show_fresh()

    def reload(self) -> None:
        kept = self.table.current()
        self.table.set_slices(undoing.deeds_of(self.session, self.person.value() or 0))
        if not (kept and self.table.select(kept["id"])) and self.table.records.loaded.rows:
            self.table.selectRow(0)
        self._show()

    def _show(self) -> None:
        row = self.table.current()
        effect = undoing.effect_of(self.session, row["id"]) if row else None
        self.undo_button.setEnabled(bool(effect and not effect.refusal))
        if effect is None:
            self._words.setText("还没有能撤销的。")
        else:
            self._words.setText(effect.refusal or f"{_in_short(effect)}撤销也会记在这里，还可以再撤销回来。")
        self._effect.setWidget(self._page(effect))

    def _page(self, effect: Effect | None) -> QWidget:
        holder = QWidget()
        holder.setProperty("role", "page")
        column = QVBoxLayout(holder)
        column.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 10, SHEET_PADDING, 10)))
        column.setSpacing(theme.scaled(4))
        if effect is not None:
            self._list(column, f"要改回 {len(effect.back)} 处", "good", self._lines(effect.back))
            aside = [f"{audit.TABLE_LABELS.get(table, '记录')}　{name}" for table, _, name in effect.set_aside]
            self._list(column, f"要停用 {len(aside)} 条，是那一次添加的", "soon", aside)
            self._list(
                column, f"后来又改过、留着不动的 {len(effect.kept)} 处", "calm", self._lines(effect.kept, kept=True)
            )
        column.addStretch(1)
        return holder

    def _list(self, column: QVBoxLayout, title: str, tone: str, lines: Iterable[str]) -> None:
        found = list(lines)
        if not found:
            return
        head = QHBoxLayout()
        head.addWidget(chip(title, tone))
        head.addStretch(1)
        column.addLayout(head)
        for line in found[:SHOWN]:
            column.addWidget(Words(line))
        if len(found) > SHOWN:
            column.addWidget(plain(f"另有 {len(found) - SHOWN} 处", "soft"))

    def _lines(self, changes: Iterable[Change], *, kept: bool = False) -> Iterable[str]:
        for change in changes:
            now, before = (undoing.words_of(self.session, change, value) for value in (change.now, change.before))
            if kept:
                yield f"{change.name}　{change.field.label}：现在是“{now}”"
            else:
                yield f"{change.name}　{change.field.label}：“{now}”改回“{before}”"

    def undo(self) -> None:
        """Ask once, with what will happen, then put it back."""
        row = self.table.current()
        if row is None or not self.undo_button.isEnabled():
            return
        effect = undoing.effect_of(self.session, row["id"])
        title = f"撤销 {_time_words(row['at'])} 的“{audit.action_words(row['action'])}”？"
        if ask(self, title, _in_short(effect), "撤销", "不撤销"):
            deed, records = partial(undoing.undo, self.session, row["id"]), undoing.records_of(effect)
            attempt(self, lambda: copied_first(self, self.session, Why.UNDO, deed, records=records), saved=self._undone)

    def _undone(self, effect: Effect) -> None:
        kept = f"，后来改过的 {len(effect.kept)} 处没有动" if effect.kept else ""
        self.desk.say(f"已撤销，改回 {len(effect.back)} 处{kept}")
        self.reload()
        self.table.setFocus()  # the button that had it can do no more here

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True


def _in_short(effect: Effect) -> str:
    """What undoing would do, in one sentence."""
    parts = (
        f"改回 {len(effect.back)} 处" if effect.back else "",
        f"停用 {len(effect.set_aside)} 条" if effect.set_aside else "",
        f"后来改过的 {len(effect.kept)} 处不动" if effect.kept else "",
    )
    return "，".join(part for part in parts if part) + "。"


def _time_words(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")
