"""Under name and telephone of the form: residents who were here before, taken over with ↓ and Enter (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from lianluozhan.models import residents
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.residents import Resident
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...editors.offer_list import OfferList
from ...editors.offers import Offer
from ...shortcuts import composing
from .registration_form import EntryForm
from .words import short_number

LIST_WIDTH = 600
_NAME = "submitter_name"  # as the registration form calls it


class ResidentOffers(QObject):
    """Offered while the clerk types; nothing that was typed is ever written over.

    `name_field` is what the form calls the name, `then` the field that follows when nothing is left to be asked.
    """

    taken = Signal(object)  # all that is known of who was chosen, by field

    def __init__(self, form: EntryForm, session: Session, *, name_field: str = _NAME, then: str = "title") -> None:
        super().__init__(form)
        self._form, self._session, self._name_field, self._then = form, session, name_field, then
        self._looks: dict[str, Callable[[Session, str], list[Resident]]] = {
            name_field: residents.by_name,
            "phone": residents.by_phone,
        }
        self._lists: dict[str, OfferList] = {}
        for name in self._looks:
            field = form.editor(name)
            assert isinstance(field, QLineEdit)
            field.textEdited.connect(lambda typed, name=name: self._look(name, typed))
            field.installEventFilter(self)

    def offered(self, name: str) -> list[Resident]:
        """Who is offered under a field at present."""
        found = self._lists.get(name)
        return [offer.id for offer in found.offers()] if found is not None and found.isVisible() else []

    def _look(self, name: str, typed: str) -> None:
        found = [] if composing() else self._looks[name](self._session, typed)
        if not found or self._is_settled(name, found):
            self._close(name)
            return
        offers = self._list(name)
        offers.show_offers([Offer(person, _words(person)) for person in found], "按 ↓ 选，Enter 填上；不是就接着打字")
        room = self._form.window().width() - offers.x()
        offers.resize(min(theme.scaled(LIST_WIDTH), room), offers.height())  # as wide as a last matter needs
        offers.view.setCurrentIndex(QModelIndex())  # Enter goes on to the next field unless ↓ was pressed

    def _is_settled(self, name: str, found: list[Resident]) -> bool:
        """Whether the form says already all that would be filled in."""
        return len(found) == 1 and all(
            self._value(name) == value for name, value in self._own(found[0].values()).items()
        )

    def _own(self, values: dict[str, Any]) -> dict[str, Any]:
        """What of a resident has a field here, by the names of this form."""
        named = {self._name_field if field == _NAME else field: value for field, value in values.items()}
        return {field: value for field, value in named.items() if field in self._form.names}

    def _list(self, name: str) -> OfferList:
        if name not in self._lists:
            self._lists[name] = made = OfferList(self._form.editor(name))
            made.view.setAccessibleName("以前来过的人")
            self._form.destroyed.connect(made.deleteLater)  # it lies in the window, not in the form
            made.taken.connect(lambda offer, name=name: self._take(name, offer.id))
        return self._lists[name]

    def _close(self, name: str) -> None:
        if name in self._lists:
            self._lists[name].close_list()

    def _take(self, name: str, person: Resident) -> None:
        self._close(name)
        values = attempt(self._form, lambda: residents.taken(self._session, person))
        if values is None:
            return
        self.taken.emit(values)
        values = self._own(values)
        self._form.editor(name).set_value(values.pop(name, ""))
        for field, value in values.items():
            if self._is_empty(field):
                self._form.editor(field).set_value(value)
        following = self._form.names[self._form.names.index(name) :]
        going_on = next((field for field in following if self._is_empty(field) and field in _GOES_ON), self._then)
        self._form.editor(going_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_empty(self, field: str) -> bool:
        return self._value(field) in (None, "", False)

    def _value(self, field: str) -> Any:
        try:
            return self._form.editor(field).value()
        except InvalidRecord:  # half a word that means nothing yet: it was typed
            return ...

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        name = watched.objectName()
        offers = self._lists.get(name)
        if event.type() == QEvent.Type.FocusOut:
            self._close(name)
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or composing():
            return False
        assert isinstance(event, QKeyEvent)
        if offers is None or not offers.isVisible():
            return False
        return self._key(name, offers, event)

    def _key(self, name: str, offers: OfferList, event: QKeyEvent) -> bool:
        """The keys of the list, before the field or the window take them for something else."""
        current = offers.current()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                act: Callable[[], object] = lambda: offers.move_by(1 if event.key() == Qt.Key.Key_Down else -1)  # noqa: E731
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if current is not None:
                act = lambda: self._take(name, current.id)  # noqa: E731
            case Qt.Key.Key_Escape:
                act = lambda: self._close(name)  # noqa: E731
            case _:
                return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True


_GOES_ON = ("phone", "village_id", "address")  # asked of a resident when his earlier forms do not tell


def _words(person: Resident) -> str:
    """何桂芬, and in grey 柳河村 · 139****4417 · 0127 路灯损坏."""
    number = f"{short_number(person.number)} " if person.number and not person.keeps_secret else ""
    parts = [person.village_name, person.shown_phone, f"{number}{person.shown_matter}"]
    return f"{' · '.join(part for part in parts if part)} › {person.shown_name}"
