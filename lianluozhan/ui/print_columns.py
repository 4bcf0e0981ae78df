"""Which columns of a ledger a person has printed: chosen in a drawer over the print room, remembered for him."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models.errors import RuleError

from .drawer import Drawer
from .editors import TickEditor
from .list_habits import ListHabits
from .text import button

HABIT = "print_columns"


def chosen(habits: ListHabits) -> tuple[str, ...]:
    """The columns this person had last; none for the usual ones."""
    kept = habits.get(HABIT)
    return tuple(map(str, kept)) if isinstance(kept, list) else ()


def choose(room: QWidget, habits: ListHabits, now: Sequence[str], done: Callable[[tuple[str, ...]], object]) -> Drawer:
    """Let the person tick the columns; their order is that of the form."""
    from lianluozhan.printing.forms.opinion_ledger import COLUMNS, USUAL

    drawer = Drawer(room, "选要印的列", "勾上的印出来，先后按台账的式样", act="按这些列印")
    ticks: dict[str, TickEditor] = {}
    for column in COLUMNS:
        tick = ticks[column.name] = TickEditor(column.name, column.name)
        tick.set_value(column.name in (now or USUAL))
        drawer.fields.add(tick)
    usual = button("恢复原来的列")

    def as_usual() -> None:
        for name, tick in ticks.items():
            tick.set_value(name in USUAL)

    usual.clicked.connect(as_usual)
    drawer.fields.add(usual)

    def take(_: dict[str, Any]) -> tuple[str, ...]:
        wanted = tuple(name for name, tick in ticks.items() if tick.value())
        if not wanted:
            raise RuleError("一列也没有选，台账上就只有序号了。请至少选一列。")
        habits.keep(HABIT, list(wanted))
        return wanted

    return drawer.open(take, done)
