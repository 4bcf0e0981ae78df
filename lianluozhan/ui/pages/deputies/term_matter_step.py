"""The step in which everything that leaving deputies leave behind gets somebody who takes it over (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import term_handing, term_matters
from lianluozhan.models.term_matters import Matter, Owner

from ...attempt import attempt
from ...editors import ChoiceEditor, PickEditor
from ...question import tell
from ...record_table import Column
from ...slices import Row
from ...text import Words, button
from .term_step import TermStep, chosen_rows
from .term_tab import see_matter

if TYPE_CHECKING:
    from .term_page import TermPage

NOBODY = "还没有人"
_VIEWS = (("nobody", "没有人接手的"), ("", "全部"), ("given", "已经交出的"))
Key = tuple[str, int]


class MattersStep(TermStep):
    NAME = TITLE = "未了事项"
    EXPLANATION = (
        "离任代表没有办完的事都在这里，每一件都要有人接手。选一行或几行，在下面写上接手人；"
        "当初是谁接待、谁反映的，记录里不改。"
    )

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.which = ChoiceEditor("which", _VIEWS)
        self.which.setAccessibleName("看哪些事项")
        self.count = Words("", "strong")
        self.line(self.which, self.count, stretch=False).setStretch(1, 1)
        self.matters = self.table(
            (
                Column("事项", "kind", width=160),
                Column("名称", "subject"),
                Column("情况", "detail"),
                Column("原来的代表", "from_names", width=110),
                Column("接手人", "owner", width=150),
            ),
            "未了事项",
            several=True,
        )
        self.taker = PickEditor("taker", hint="接手人姓名", names=True)
        self.taker.setAccessibleName("接手人")
        self.give = button("交给接手人")
        self.give_all = button("同一人接手全部")
        self.see = button("看这一件", icon="eye")
        self.taker.setMinimumWidth(200)
        self.flow(self.taker, self.give, self.give_all, self.see)
        self._takers: dict[str, Owner] = {}
        self._free: list[Key] = []
        self.which.changed.connect(self.fill)
        self.give.clicked.connect(lambda: self._give([(row["table"], row["record"]) for row in self._chosen()]))
        self.give_all.clicked.connect(self._give_all)
        self.taker.picked.connect(lambda _: self.give.setFocus())
        self.matters.opened.connect(lambda _: self.taker.setFocus())
        self.see.clicked.connect(self._see)

    def fill(self) -> None:
        rows = self._rows()
        self._free = [(row["table"], row["record"]) for row in rows if row["owner"] == NOBODY]
        view = self.which.value()
        wanted = {"nobody": lambda row: row["owner"] == NOBODY, "given": lambda row: row["given"]}
        shown = [row for row in rows if view == "" or wanted[view](row)]
        self.put(self.matters, shown)
        left = f"还有 {len(self._free)} 件没有人接手" if self._free else "每一件都有人接手了"
        self.count.setText(f"共 {len(rows)} 件，{left}")
        self._takers = {
            f"{'d' if owner.deputy_id else 's'}{owner.deputy_id or owner.staff_id}": owner
            for owner in term_handing.takers(self.session, self.term)
        }
        self.taker.set_entries([(key, owner.words) for key, owner in self._takers.items()])
        may = self.term.closed_on is None and self.session.may("term.edit")
        for widget in (self.taker, self.give, self.give_all):
            widget.setVisible(may)
        self.give.setEnabled(bool(shown))
        self.give_all.setEnabled(bool(self._free))
        self.give_all.setText(f"同一人接手全部（{len(self._free)} 件）")
        self.see.setEnabled(bool(shown))

    def _rows(self) -> list[Row]:
        given = {line.key: line for line in term_handing.handed(self.session, self.term)}
        rows: list[Row] = []
        found = term_matters.left_behind(self.session, self.term)
        for matter in found:
            owner = "、".join(each.words for each in matter.owners) or NOBODY
            rows.append(_row(matter, "、".join(matter.people), owner, matter.key in given))
        still = {matter.key for matter in found}
        for key, line in given.items():
            if key not in still:  # a duty that has moved already
                moved = term_handing.matter_of(line)
                rows.append(_row(moved, line.handover.from_name, line.item.to_name, True))
        return [row | {"id": number} for number, row in enumerate(rows, 1)]

    def is_done(self) -> bool:
        return not term_matters.without_owner(self.session, self.term)

    def first_field(self) -> QWidget:
        return self.matters

    def _chosen(self) -> list[Row]:
        return chosen_rows(self.matters) or ([row] if (row := self.matters.current()) else [])

    def _taker(self) -> Owner:
        return self._takers.get(self.taker.value() or "", Owner(""))

    def _give(self, keys: list[Key]) -> None:
        if keys:
            attempt(self.wizard, lambda: term_handing.hand_over(self.session, self.term.id, keys, self._taker()))
            self.matters.setFocus()

    def _give_all(self) -> None:
        """Everything that nobody has; what this person cannot take is said and stays."""
        refused = attempt(self.wizard, lambda: term_handing.hand_over_rest(self.session, self.term.id, self._taker()))
        if refused:
            tell(self.wizard, refused[0], f"还有 {len(refused)} 件他不能接手")
        self.matters.setFocus()

    def _see(self) -> None:
        if row := self.matters.current():
            see_matter(self.wizard.desk, row["matter"])


def _row(matter: Matter, people: str, owner: str, given: bool) -> Row:
    return {
        "matter": matter,
        "table": matter.table,
        "record": matter.record_id,
        "kind": matter.kind.label,
        "subject": matter.subject,
        "detail": matter.detail,
        "from_names": people,
        "owner": owner,
        "given": given,
    }
