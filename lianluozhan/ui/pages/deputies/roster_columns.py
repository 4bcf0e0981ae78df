"""Which column of a roster goes where, and what holds for all its rows: level, term, days, how the known are met."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import rosters, terms
from lianluozhan.models.deputies import Level
from lianluozhan.models.errors import InvalidRecord

from ...editors import ChoiceEditor, DayEditor, LineEditor, TickEditor
from ...field_column import FieldColumn
from ..importing.column_pane import ColumnPane

LEVELS = [(level, level.label) for level in reversed(Level)]
TARGETS = [(field.key, field.label) for field in rosters.FIELDS]
TICKS = (
    ("assume_same", "同名的人", "都按同一个人", "本站只有一位同名代表的，不再逐个问。"),
    ("newer", "已有的资料", "以名册为准", "不勾的话，本站已有的资料不改，只补空着的。"),
    ("expire_earlier", "上一届任职", "到新一届当选的前一天为止", "换届后导入新名册时勾，同时填当选时间。"),
)


class RosterColumns(ColumnPane):
    """`defaults()` are the wishes of `rosters.plan`; the title over the roster fills level and term."""

    TARGETS = TARGETS

    def guess(self) -> dict[str, str]:
        return rosters.guess(self.table.headings)

    def make_whole(self) -> FieldColumn:
        level, term = rosters.usual_term(self.table)
        whole = self.whole
        chooser = ChoiceEditor("level", LEVELS, optional=True, empty="看表里的")
        whole.put("层级", chooser)
        whole.put("届次", LineEditor("term", max_length=20), hint="例如 第十八届")
        for name, label in (("starts_on", "当选时间"), ("ends_on", "届满时间")):
            whole.put(label, DayEditor(name, today=lambda: self.session.today))
        for name, label, words, hint in TICKS:
            whole.put(label, TickEditor(name, words), hint=hint)
        changing = terms.under_way(self.session)  # while a term ends the roster is that of the next one
        next_one = changing if changing and term in ("", changing.next_name) else None
        starts_on = next_one.next_starts_on if next_one else None
        term = next_one.next_name if next_one else term
        whole.set_values({"level": level, "term": term, "starts_on": starts_on})
        for editor in whole.editors().values():
            typed = getattr(editor, "editingFinished", editor.changed)
            typed.connect(self.changed)
        return whole

    def defaults(self) -> dict[str, Any]:
        self.whole.show_problems({})
        try:
            return self.whole.values()
        except InvalidRecord as refusal:
            self.whole.show_problems(refusal.problems)
            return {}
