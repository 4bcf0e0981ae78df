"""The left of the day page: a new arrival in two fields, and below it who waits and who was heard (4.2.2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.receptions import visiting, visiting_lists
from lianluozhan.models.receptions.record import Visit, VisitState, VisitTreatment
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...editors import LineEditor, NameEditor, PhoneEditor
from ...question import tell
from ...record_list import ListRow, RecordList
from ...shortcuts import composing
from ...text import button, link, plain
from ..opinion.registration_form import EntryForm
from ..opinion.registration_residents import ResidentOffers

TONES = {VisitState.WAITING: "wait", VisitState.TALKING: "work", VisitState.DONE: "good", VisitState.LEFT: "stop"}


class DayQueue(QFrame):
    """`arrived` after somebody was entered; the list says who became current."""

    arrived = Signal(object)  # the visit
    print_wanted = Signal()

    def __init__(self, session: Session, reception_id: int) -> None:
        super().__init__()
        self.session, self._reception_id = session, reception_id
        self._known: dict[str, Any] = {}
        self.setProperty("role", "sheet")
        self.form = EntryForm()
        self.form.put("新来选民", NameEditor("name", max_length=50))
        self.form.put("联系电话", PhoneEditor("phone", max_length=30))
        self.form.put("同名说明", LineEditor("same_name_note", max_length=60, hint="同名的写一句"))
        for name in ("phone", "same_name_note"):
            self.form.editor(name).installEventFilter(self)  # asked after the list of who was here before
        self.residents = ResidentOffers(self.form, session, name_field="name", then="phone")
        self.residents.taken.connect(self._take_over)
        self.add_button = button("登记到站", icon="plus", key="Enter")
        self.add_button.clicked.connect(self.add)
        self.count = plain("", "soft")
        self.print_link = link("打印", icon="printer")
        self.print_link.setAccessibleName("打印签到登记表")
        self.print_link.setToolTip("接待选民签到登记表，请选民签名")
        self.print_link.clicked.connect(self.print_wanted)
        self.list = RecordList(visiting_lists.queue(session, reception_id), self._row)
        self.list.setAccessibleName("到站的选民")
        self._build()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter after the number: he is entered. It goes no further, or it would move on in the sheet."""
        if event.type() == QEvent.Type.KeyPress and not composing():
            assert isinstance(event, QKeyEvent)
            bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.add()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.entry = QFrame()
        self.list.setMinimumHeight(theme.scaled(36))  # in a small window the fields come first
        inside = QVBoxLayout(self.entry)
        inside.setContentsMargins(*(theme.scaled(side) for side in (10, 10, 10, 6)))
        inside.setSpacing(theme.scaled(6))
        inside.addWidget(self.form)
        inside.addWidget(self.add_button)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (14, 4, 10, 4)))
        head.setSpacing(theme.scaled(10))
        head.addWidget(plain("到站", "lead"))
        head.addWidget(self.count)
        head.addStretch(1)
        if self.session.may("print.form"):
            head.addWidget(self.print_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.entry)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def _row(self, row: dict[str, Any]) -> ListRow:
        state = VisitState(row["state"])
        at = row["arrived_at"][11:16] if row["arrived_at"] else ""
        way = VisitTreatment(row["treatment"]).label if row["treatment"] and state is VisitState.DONE else ""
        note = f"（{row['same_name_note']}）" if row["same_name_note"] else ""
        parts = (at, way, row["subject"] or " ".join(row["content"].split()))
        return ListRow(
            f"{row['position']}　{row['name']}{note}",
            " · ".join(part for part in parts if part),
            state=state.label,
            tone=TONES[state],
        )

    def reload(self) -> None:
        """Read again who is there."""
        self.list.reload()
        rows = self.list.records.loaded.rows
        waiting = sum(row["state"] == VisitState.WAITING.value for row in rows)
        self.count.setText(f"{len(rows)} 位，{waiting} 位在等" if rows else "还没有人来")

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.list.records.loaded.rows
        return found

    def next_waiting(self, after: int = 0) -> int:
        """The visit that waits longest; 0 when nobody does."""
        waiting = [int(row["id"]) for row in self.rows() if row["state"] == VisitState.WAITING.value]
        return next((each for each in waiting if each != after), 0)

    def talking(self) -> list[int]:
        return [int(row["id"]) for row in self.rows() if row["state"] == VisitState.TALKING.value]

    # The arrival ---------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.form.editor("name").setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_over(self, values: dict[str, Any]) -> None:
        """Somebody who was here before: what else is known of him goes onto his sheet."""
        fields = ("village_id", "address", "sex", "age", "keeps_secret")
        self._known = {"for": values["submitter_name"]} | {n: values[n] for n in fields if n in values}

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`."""
        rest = self.form.show_problems(problems)
        if rest:
            tell(self, "\n".join(rest))

    def add(self) -> None:
        """Enter who came; the fields are empty for the next."""

        def act() -> Visit:
            values = self.form.values()
            known = dict(self._known)
            if known.pop("for", None) != values["name"]:
                known = {}
            return visiting.arrive(self.session, self._reception_id, Visit(**known, **values))

        made = attempt(self, act)
        if made is None:
            return
        self._known = {}
        self.form.clear_problems()
        self.form.set_values({"name": "", "phone": "", "same_name_note": ""})
        self.reload()
        self.arrived.emit(made)
