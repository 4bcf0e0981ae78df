"""Who is called to something: names one by one, or a whole group, a level or everybody in one go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ...editors import PickManyEditor
from ...editors.offers import Entries
from ...flow_layout import FlowLayout
from ...text import link

Groups = Sequence[tuple[str, Sequence[int]]]


class CalledEditor(PickManyEditor):
    """The value is the list of the called; below the names stands a button for each group."""

    def __init__(self, name: str, entries: Entries, groups: Groups) -> None:
        super().__init__(name, entries, hint="写姓名添加", names=True)
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=2)
        for words, ids in groups:
            made = link(f"{words}（{len(ids)}）", icon="plus")
            made.setAccessibleName(f"添加{words}，{len(ids)} 位")
            made.clicked.connect(partial(self.call, ids))
            row.addWidget(made)
        self.all_out = link("全部去掉", icon="x")
        self.all_out.clicked.connect(lambda: self.set_value([]))
        row.addWidget(self.all_out)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(holder)

    def call(self, ids: Sequence[int]) -> None:
        """Add these to the called."""
        self.set_value(list(dict.fromkeys([*self._chosen, *ids])))
