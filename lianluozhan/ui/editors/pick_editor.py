"""One of many, found by a character, a word from anywhere or the pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame

from ..text import tip
from .editor import not_understood
from .line_editor import LineEditor, announce
from .offer_list import OfferList
from .offers import Entries, Offer, Offers, readable

_HOW = "打一个字、一个词或拼音首字母就能找到；按 ↓ 看全部"
_BY_PROGRAM = Qt.FocusReason.OtherFocusReason
_SLICE = 0.004  # seconds of working out initials at a time
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 9, Qt.Key.Key_PageUp: -9}


class PickEditor(LineEditor):
    """The value is the id, None when empty; with `free_text` words that are not listed are allowed too.

    Enter and Tab take the current line of the list, Esc closes it and leaves the words. `names` reads the first
    character of each entry as a surname.
    """

    picked = Signal(object)  # the id, when the person has chosen

    def __init__(
        self,
        name: str = "",
        entries: Entries = (),
        *,
        free_text: bool = False,
        hint: str = "",
        names: bool = False,
    ) -> None:
        self._free, self._names = free_text, names
        self._offers = Offers((), names=names)
        self._ids: dict[str, Any] = {}
        self._id: Any = None  # of the words in the field, when they were chosen
        self._list: OfferList | None = None
        self._has_moved = False
        super().__init__(name, max_length=200, hint=hint)
        self._preparing = QTimer(self)
        self._preparing.timeout.connect(self._prepare)
        self.set_usual_tip(_HOW)
        self.add_arrow("看全部（↓）", self._turn_list)
        self.set_entries(entries)
        self.textEdited.connect(lambda _: self._search())

    def set_entries(self, entries: Entries, recent: Sequence[Any] = ()) -> None:
        """Offer these, the ids of `recent` first; what is chosen or typed stays."""
        chosen = self._chosen()
        self._offers = Offers(entries, recent, names=self._names)
        self._ids = {}
        for id_, words in entries:
            self._ids.setdefault(readable(words), id_)
        self.blockSignals(True)
        if chosen is not None:
            self.set_value(chosen)
        self.blockSignals(False)

    def value(self) -> Any:
        chosen, words = self._chosen(), self.words()
        if chosen is None and words and not self._free:
            raise not_understood(self, f"没有找到“{words}”。请从列出的里面选一个，或者先空着。")
        return chosen

    def words(self) -> str:
        """The words that stand in the field."""
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        words = next((offer.words for offer in self._offers.all if offer.id == value), "") if value is not None else ""
        self._put(words, value if words else None)

    def set_text(self, words: str) -> None:
        """Free words; an entry of exactly these words is chosen."""
        self._put(readable(words), self._ids.get(readable(words.strip())))

    def _put(self, words: str, id_: Any) -> None:
        self.close_list()
        self._id = id_
        self.setText(words)
        self.setCursorPosition(len(words))
        tip(self, words or _HOW)

    def _chosen(self) -> Any:
        words = self.words()
        known = next((offer.words for offer in self._offers.all if offer.id == self._id), None) if words else None
        return self._id if words and known == words else self._ids.get(readable(words))

    # The list ----------------------------------------------------------------------------------------------------

    def is_open(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def offered(self) -> list[Offer]:
        """What the open list offers."""
        return self._list.offers() if self._list is not None and self.is_open() else []

    def close_list(self) -> None:
        if self._list is not None:
            self._list.close_list()
        self._has_moved = False

    def open_list(self, words: str = "") -> None:
        """Open the list with what fits the words; for none all entries, the recent first, at the one that is chosen."""
        if self._list is None:
            self._list = OfferList(self)
            self._list.taken.connect(self._take_clicked)
            self._list.moved.connect(self._say_offer)
            self.destroyed.connect(self._list.close_list)
            self.destroyed.connect(self._list.deleteLater)
        found = self._offers.find(words)
        if not found and self._free:
            self.close_list()
            return
        none = f"没有找到“{words.strip()}”" if words.strip() else "还没有可选的"
        chosen = self._chosen() if not words and self.words() else None
        at = next((number for number, offer in enumerate(found) if chosen is not None and offer.id == chosen), 0)
        self._list.show_offers(found, "" if found else none, at=at)
        announce(self, f"{found[0].words}，共 {len(found)} 个" if found else none)

    def _turn_list(self) -> None:
        was_open = self.is_open()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.close_list()
        if not was_open:
            self.open_list()

    def _search(self) -> None:
        if self.isReadOnly() or not self.isVisible():
            return
        self._has_moved = False
        if self.words():
            self.open_list(self.text())
        else:
            self.close_list()

    def _say_offer(self, offer: Offer) -> None:
        self._has_moved = True
        announce(self, offer.words)

    def _take_clicked(self, offer: Offer) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take(offer)

    def _take(self, offer: Offer) -> None:
        self._put(offer.words, offer.id)
        announce(self, f"已选 {offer.words}")
        self.picked.emit(offer.id)

    def _take_meant(self, *, by_key: bool) -> bool:
        """Take the current line of the open list, or the only entry that the typed words fit."""
        words = self.words()
        current = self._list.current() if self._list is not None and self.is_open() else None
        if current and by_key and (self._has_moved or (words and not self._free)):
            self._take(current)
            return True
        if not words or self._chosen() is not None:
            return False
        fitting = [] if self._free else self._offers.find(words)
        if len(fitting) == 1:
            self._take(fitting[0])
            return True
        return False

    # Keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and not self._composing:
            if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._take_meant(by_key=event.key() == Qt.Key.Key_Tab)
                self.close_list()
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Keys that a shortcut of the page must not take while the list is open."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ours = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, *_STEPS)
        return self.is_open() and plain and event.key() in ours

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self._composing or self.isReadOnly():
            super().keyPressEvent(event)
        elif self.is_open() and key == Qt.Key.Key_Escape:
            self.close_list()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._take_by_enter():
            event.accept()
        elif self.is_open() and plain and key in _STEPS and self._list is not None:
            self._list.move_by(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open_list("" if self._chosen() is not None else self.text())
        else:
            super().keyPressEvent(event)

    def _take_by_enter(self) -> bool:
        current = self._list.current() if self._list is not None and self.is_open() else None
        if current and (self._has_moved or not self._free):
            self._take(current)
            return True
        return self._take_meant(by_key=True)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.preeditString():
            self.close_list()  # the list of the input method needs the place

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, _BY_PROGRAM):
            self.selectAll()  # what is typed takes the place of what was chosen
        self._preparing.start()

    def _prepare(self) -> None:
        if self._offers.prepare(_SLICE):
            self._preparing.stop()

    def leave(self) -> None:
        self._take_meant(by_key=False)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    # Painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words too long for the field show their end while it is read, and where a path was cut."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room.adjust(2, 0, -2 - self.textMargins().right(), 0)
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        path = Offer(None, self.words()).above
        mode = Qt.TextElideMode.ElideLeft if path else Qt.TextElideMode.ElideRight
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.words(), mode, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
