"""The step in which the lists of the hand-over are printed and noted as signed (F124; 4.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import term_handing
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.handovers import items_of
from lianluozhan.models.staff import Post, Staff
from lianluozhan.models.term_people import people

from ...attempt import attempt
from ...editors import DayEditor, NameEditor
from ...record_table import Column
from ...text import Words, button, plain
from .term_people_steps import spoken
from .term_step import TermStep, chosen_rows

if TYPE_CHECKING:
    from .term_page import TermPage

FORM = "F124"
UNSIGNED = "还没有签字"


class ListsStep(TermStep):
    NAME = TITLE = "交接清单"
    EXPLANATION = (
        "每位离任代表一份清单，打印出来由移交人、接手人、监交人签字，再在这里登记。"
        "不选就是全部还没有签字的；签字以后清单不能再改。"
    )

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.count = Words("", "strong")
        self.column.addWidget(self.count)
        self.lists = self.table(
            (
                Column("移交人", "from_name", width=110),
                Column("项数", "items", width=60),
                Column("接收人", "to_name", width=140),
                Column("监交人", "witness", width=110),
                Column("签字", "signed"),
            ),
            "交接清单",
            several=True,
        )
        self.print = button("打印清单", icon="printer")
        self.witness = NameEditor("witness", max_length=50)
        self.witness.setAccessibleName("监交人")
        self.day = DayEditor("signed_on", today=lambda: self.session.today)
        self.day.setAccessibleName("签字日期")
        self.sign = button("登记已签字", icon="stamp")
        self._names = (plain("监交人", "label"), plain("签字日期", "label"))
        self.flow(self.print, self._names[0], self.witness, self._names[1], self.day, self.sign)
        self.print.clicked.connect(self._print)
        self.sign.clicked.connect(self._sign)
        self.lists.opened.connect(lambda _: self._print())

    def fill(self) -> None:
        found = term_handing.lists_of(self.session, self.term)
        rows = [
            {
                "id": each.id,
                "from_name": each.from_name,
                "items": len(items_of(self.session, each.id)),
                "to_name": each.to_name,
                "witness": each.witness,
                "signed": spoken(each.signed_on) or UNSIGNED,
            }
            for each in found
        ]
        self.put(self.lists, rows)
        self._unsigned = [each.id for each in found if each.signed_on is None]
        listed = {each.from_deputy_id for each in found}
        without = sum(1 for each in people(self.session, self.term).leaving if each.deputy.id not in listed)
        left = f"还有 {len(self._unsigned)} 份没有签字" if self._unsigned else "都签好字了"
        words = f"清单 {len(found)} 份，{left}" if found else "还没有清单，先到上一步给未了事项找接手人"
        self.count.setText(f"{words}；没有未了事项、不用清单的离任代表 {without} 位")
        if not self.witness.text() and (head := self._head()):
            self.witness.set_value(head)
        if not self.day.text():
            self.day.set_value(self.session.today)
        may = self.term.closed_on is None and self.session.may("term.edit")
        for widget in (*self._names, self.witness, self.day, self.sign):
            widget.setVisible(may)
        self.sign.setEnabled(bool(self._unsigned))
        self.print.setEnabled(bool(found))

    def _head(self) -> str:
        """The head of the station is the usual witness."""
        from lianluozhan.models.opinions.trail import holders

        found: list[Staff] = holders(self.session, Post.HEAD, self.session.today)
        return found[0].name if found else ""

    def is_done(self) -> bool:
        found = term_handing.lists_of(self.session, self.term)
        return all(each.signed_on for each in found) and (bool(found) or self.wizard.steps[2].is_done())

    def first_field(self) -> QWidget:
        return self.lists

    def _ids(self) -> list[int]:
        """The chosen ones when several are, else all that are not signed, else all."""
        chosen = [int(row["id"]) for row in chosen_rows(self.lists)]
        if len(chosen) > 1:
            return chosen
        return self._unsigned or [int(row["id"]) for row in self.lists.records.loaded.rows]

    def _print(self) -> None:
        self.wizard.print_sheets(FORM, self._ids())

    def _sign(self) -> None:
        ids = [each for each in self._ids() if each in self._unsigned]

        def deed() -> object:
            day = self.day.value()
            if day is None:
                raise InvalidRecord({"signed_on": "请填写“签字日期”。"})
            return term_handing.sign(self.session, self.term.id, ids, self.witness.value(), day)

        rest = set(self._unsigned) - set(ids)
        if attempt(self.wizard, deed) is not None and not rest:
            self.wizard.on.setFocus()  # nothing is left to do here
