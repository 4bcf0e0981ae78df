"""Which column of the file goes where: guessed from its heading, changed by the person; values for the whole batch."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.imports import FIELDS, Table, guess_mapping
from lianluozhan.models.opinions.record import Channel
from lianluozhan.models.session import Session

from ... import theme
from ...editors import ChoiceEditor, DayEditor
from ...field_column import FieldColumn
from ...text import Words, elided, plain

TARGETS = [(field.key, field.label) for field in FIELDS]


class ColumnPane(QFrame):
    """`mapping()` and `defaults()` as the dry run takes them; `changed` when one of them is."""

    changed = Signal()

    TARGETS = TARGETS

    def __init__(self, session: Session, table: Table) -> None:
        super().__init__()
        self.session, self.table = session, table
        self.targets: dict[str, ChoiceEditor] = {}
        self.whole = FieldColumn()
        guessed = self.guess()
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 12, 16)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(plain("表里的列对应哪一栏", "lead"))
        column.addWidget(Words("按列名猜的，不对的请改。选“不导入”的列不存。", "soft"))
        column.addLayout(self._grid(guessed))
        column.addWidget(plain("整批填写", "lead"))
        column.addWidget(Words("表里没有这一列或格子空着的，用这里填的。", "soft"))
        column.addWidget(self.make_whole())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def guess(self) -> dict[str, str]:
        """Which field each heading seems to mean."""
        return guess_mapping(self.table.headings)

    def _grid(self, guessed: dict[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.scaled(12))
        grid.setVerticalSpacing(theme.scaled(8))
        grid.setColumnStretch(0, 1)
        for place, heading in enumerate(self.table.headings):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(elided(heading, "strong"))
            words.addWidget(elided(self._example(place), "hint"))
            target = ChoiceEditor(f"target{place}", self.TARGETS, optional=True, empty="不导入")
            target.setAccessibleName(f"“{heading}”这一列对应")
            target.setFixedWidth(theme.scaled(178))
            target.set_value(guessed.get(heading))
            target.changed.connect(self.changed)
            self.targets[heading] = target
            grid.addLayout(words, place, 0)
            grid.addWidget(target, place, 1, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _example(self, place: int) -> str:
        """The first cell of the column that holds something."""
        return next((" ".join(row[place].split())[:60] for row in self.table.rows[:200] if row[place].strip()), "空")

    def make_whole(self) -> FieldColumn:
        """What is asked for the batch as a whole."""
        day = DayEditor("received_on", today=lambda: self.session.today)
        channel = ChoiceEditor("channel", [(c.label, c.label) for c in Channel], optional=True, empty="不填")
        self.whole.put("收到日期", day)
        self.whole.put("来源渠道", channel)
        day.editingFinished.connect(self.changed)
        channel.changed.connect(self.changed)
        return self.whole

    def mapping(self) -> dict[str, str]:
        """The field of each heading that is taken in."""
        return {heading: target.value() for heading, target in self.targets.items() if target.value()}

    def defaults(self) -> dict[str, Any]:
        """The texts for empty cells; a day that cannot be understood is said at its field and left out."""
        self.whole.show_problems({})
        try:
            values = self.whole.values()
        except InvalidRecord as refusal:
            self.whole.show_problems(refusal.problems)
            return {}
        given = {"received_on": values["received_on"].isoformat() if values["received_on"] else ""}
        given["channel"] = values["channel"] or ""
        return {key: text for key, text in given.items() if text}
