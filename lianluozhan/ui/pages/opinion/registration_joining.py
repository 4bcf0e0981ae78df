"""并案 while registering: which matter this one becomes part of, asked once with what follows from it (4.3.2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.narrowing import Order
from lianluozhan.models.session import Session

from ...question import ask
from .registration_form import JOIN, JOIN_INTO, EntryForm
from .words import short_number

OFFERED = 200  # the newest open matters; an older one is found in the list of what may be the same
Entry = tuple[Any, str]


class Joining(QObject):
    """Knows whether 并案 is chosen, and into what."""

    def __init__(self, form: EntryForm, session: Session) -> None:
        super().__init__(form)
        self._form, self._session = form, session
        self._entries: list[Entry] = []

    @property
    def is_chosen(self) -> bool:
        return bool(self._form.editor("screening").value() == JOIN)

    def offer(self) -> None:
        """Fill the chooser when it is first wanted."""
        if not self._entries:
            rows = opinions.listing(self._session, view=opinions.View.OPEN, order=Order.NEWEST).page(OFFERED)
            self._entries = [_entry(row["id"], row["number"], row["title"]) for row in rows if row["number"]]
            self._form.editor(JOIN_INTO).set_entries(self._entries)

    def choose(self, opinion_id: int) -> None:
        """Into this matter, wherever it was found."""
        main = self._session.get(Opinion, opinion_id)
        self.offer()
        if all(id_ != opinion_id for id_, _ in self._entries):
            self._entries.insert(0, _entry(main.id, main.number, main.title))
            self._form.editor(JOIN_INTO).set_entries(self._entries)
        self._form.editor("screening").set_value(JOIN)
        self._form.editor(JOIN_INTO).set_value(opinion_id)

    def target(self) -> int:
        """The matter to join to; InvalidRecord when none is chosen."""
        found = self._form.editor(JOIN_INTO).value()
        if found is None:
            raise InvalidRecord({JOIN_INTO: "选了“并案”，请选择并入哪一件。"})
        if refusal := opinions.why_not_main(self._session, opinions.main_of(self._session, found)):
            raise InvalidRecord({JOIN_INTO: refusal})
        return int(found)

    def is_agreed(self, into_id: int) -> bool:
        """One question, with what follows."""
        main = opinions.main_of(self._session, into_id)
        return ask(
            self._form,
            f"把这一件并入 {short_number(main.number)} 号“{main.title}”？",
            "登记以后有自己的编号，和那一件一起办，不再单独送审、交办；办结以前会提醒分别告知反映人。以后可以撤销并案。",
            "登记并案",
            "接着填写",
            role="primary",
        )


def _entry(id_: int, number: str, title: str) -> Entry:
    return id_, f"{short_number(number)} {title}"
