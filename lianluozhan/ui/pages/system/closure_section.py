"""回避: all closures with their state; leaders decide and lift, everybody else sees that something is closed to him."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent

from lianluozhan.models import closures
from lianluozhan.models.closures import ClosureSubject

from ... import closure_drawers
from ...closure_drawers import decided_words, lifted_words
from ...drawer import Drawer
from ...layout_rules import logical_width
from ...record_table import Column
from ...slices import Row
from ...text import Words, plain_button, primary
from .section import Section
from .section_table import SectionTable

REASON_COLUMN, WIDE = 3, 900  # logical width from which there is room for it; the foot says it too


class ClosureSection(Section):
    """A table of who does not get to see what, with the way to another one and to the end of one."""

    KEY, TITLE, ICON = "closures", "回避", "eye-off"
    ABOUT = "一件社情民意、一位代表或一位群众同哪位工作人员有关系，就让他回避：他看不到，也办不了，由别的同事办。"
    NEEDS = ("closure.decide", "closure.declare")
    TABLES = frozenset({"closures", "opinions", "deputies", "staff"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.table = SectionTable(
            "回避",
            (
                Column("回避人", "who", width=80),
                Column("回避什么", "subject", lambda code: ClosureSubject(code).label, width=132),
                Column("哪一件、哪一位", "about", lambda about: about or "已回避"),
                Column("原因", "reason", width=150),
                Column("状态", "state", width=160),
            ),
        )
        self._words = Words("", "soft")
        self.lift_button = plain_button("解除回避")
        self.add_button = primary("办理回避", icon="eye-off")
        self.put_body(self.table)
        self.put_foot(self._words, self.lift_button, self.add_button)
        self.table.chosen.connect(lambda _: self._weigh())
        self.lift_button.clicked.connect(self.lift)
        self.add_button.clicked.connect(self.add)

    def reload(self) -> None:
        chosen = self.table.current()
        self.table.set_slices(closures.listing(self.session))
        if not (chosen and self.table.select(chosen["id"])) and self.table.records.loaded.rows:
            self.table.selectRow(0)
        self._weigh()

    def _weigh(self) -> None:
        row = self.table.current()
        self.lift_button.setVisible(self.session.may("closure.decide"))
        self.lift_button.setEnabled(bool(row and not row["lifted_on"] and closure_drawers.may_lift(self.session, row)))
        self._words.setText(_said(row) if row else "现在没有人要回避什么。")

    def add(self) -> Drawer:
        """Close something to somebody, or to oneself."""
        return closure_drawers.of_anything(self, self.session, self.desk.say)

    def lift(self) -> Drawer | None:
        """End the chosen closure."""
        row = self.table.current()
        if row is None or not self.lift_button.isEnabled():
            return None
        return closure_drawers.lift(self, self.session, row["id"], f"{row['who']}　{row['about']}", self.desk.say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(REASON_COLUMN, logical_width(self) < WIDE)

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True


def _said(row: Row) -> str:
    """Who decided and who lifted, in a sentence."""
    own = "对自己的回避不能自己解除，找另一位站长或副站长。" if row["is_hidden"] and not row["lifted_on"] else ""
    return "　".join(filter(None, (row["reason"], decided_words(dict(row)), lifted_words(dict(row)), own)))
