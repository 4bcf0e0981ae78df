"""One short job beside the record: fields at the right edge over a scrim; Esc closes and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from lianluozhan.models.session import Session

from . import theme
from .attempt import attempt
from .draft_keeper import DraftKeeper, may_leave, refresh_offers
from .draft_notice import DraftNotice
from .field_column import FieldColumn
from .focus_keys import first_stop
from .layout_rules import DRAWER_WIDTH
from .shortcuts import shortcut
from .text import Words, button, primary


class Drawer(QFrame):
    """Fill `fields`, then `open(act)`: `act` gets the values and does the deed; a refusal shows at its field.

    The drawer closes itself when the deed is done. `page` is what it lies over. After `keep_draft` what is typed is
    on the disk, and stands there again when the same drawer is opened the next time.
    """

    closed = Signal()

    def __init__(self, page: QWidget, title: str, subtitle: str = "", *, act: str = "保存", note: str = "") -> None:
        over = _ground(page)
        super().__init__(over)
        self._over, self.title = over, title
        self._before: QWidget | None = None
        self._act: Callable[[dict[str, Any]], Any] = lambda values: None
        self._done: Callable[[Any], object] = lambda result: None
        self._keeper: DraftKeeper | None = None
        self.setProperty("role", "scrim")
        self.fields = FieldColumn()
        self.sheet = QFrame(self)
        self.sheet.setProperty("role", "drawer")
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(title, subtitle))
        column.addWidget(self._body(), 1)
        column.addWidget(self._foot(act, note))
        if over.objectName() != "desk":  # the desk has the key, and closes the drawer that lies on it
            shortcut(self, "back", self.close_drawer)
        shortcut(self, "save", self.save)
        shortcut(self, "next_step", self.save)
        over.installEventFilter(self)

    def _head(self, title: str, subtitle: str) -> QFrame:
        head = QFrame()
        row = QHBoxLayout(head)
        row.setContentsMargins(*(theme.scaled(side) for side in (20, 14, 14, 10)))
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        words.addWidget(Words(title, "title"))
        if subtitle:
            words.addWidget(Words(subtitle, "soft"))
        row.addLayout(words, 1)
        close = button("关闭", role="link", icon="x", key="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        close.clicked.connect(self.close_drawer)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _body(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (20, 12, 20, 16)))
        column.addWidget(self.fields)
        column.addStretch(1)
        self._inside = column
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        return scroll

    def _foot(self, act: str, note: str) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (20, 8, 20, 8)))
        row.setSpacing(theme.scaled(6))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._note, self._draft_note = Words(note, "soft"), Words("", "soft")
        words.addWidget(self._note)
        words.addWidget(self._draft_note)
        row.addLayout(words, 1)
        self._note.setVisible(bool(note))  # in its place by now: shown before, it would be a window for a moment
        self._draft_note.setVisible(not note)
        self.cancel_button = button("取消")
        self.cancel_button.clicked.connect(self.close_drawer)
        row.addWidget(self.cancel_button)
        self.act_button = primary(act, "Ctrl+S")
        self.act_button.clicked.connect(self.save)
        row.addWidget(self.act_button)
        return foot

    def open(self, act: Callable[[dict[str, Any]], Any], done: Callable[[Any], object] = lambda result: None) -> Drawer:
        """Show it; `act` does the deed with the values, `done` hears its result after the drawer has closed."""
        self._act, self._done = act, done
        if self._keeper is not None:
            self._bring_back(self._keeper)
        self._before = self._over.window().focusWidget()
        self._fit()
        self._order_tabs()
        self.show()
        self.raise_()
        self.take_focus()
        refresh_offers(self._over)
        return self

    def take_focus(self) -> None:
        """The first empty field, else whatever Tab comes to first."""
        self.fields.focus_first()
        here = self.window().focusWidget()
        if here is None or not self.isAncestorOf(here):
            (first_stop(self._inner()) or self.act_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self) -> None:
        """Tab goes from the last field to the buttons of the foot, and not through the page behind it first."""
        if reached := [each for each in self._inner() if each.focusPolicy() & Qt.FocusPolicy.TabFocus]:
            QWidget.setTabOrder(reached[-1], self.cancel_button)
            QWidget.setTabOrder(self.cancel_button, self.act_button)

    def _inner(self) -> list[QWidget]:
        inside: Any = self.fields.findChildren(QWidget)
        return [each for each in inside if each.window() is self.window()]  # and not lists that drop down

    def tab_edges(self) -> tuple[QWidget | None, QWidget]:
        """Between what Tab goes round."""
        return first_stop(self._inner()), self.act_button

    def keep_draft(
        self,
        session: Session,
        kind: str,
        owner_id: int,
        title: str,
        *,
        record: Callable[[int], Any] = lambda owner_id: None,
        same_fields: bool = True,
    ) -> None:
        """Keep what is typed from here on, after the fields were filled; `record` reads what the drawer is about."""
        self._keeper = DraftKeeper(
            self, session, self.fields, kind, owner_id, title=lambda _: title, record=record, same_fields=same_fields
        )
        self._keeper.watch(self.fields.editors().values())
        self._keeper.told.connect(self._say_draft)

    def _bring_back(self, keeper: DraftKeeper) -> None:
        found = keeper.bring_back()
        if found is None:
            return
        draft, changes = found
        notice = DraftNotice()
        notice.say_draft(draft.saved_at, date.today(), changes)
        notice.empty_wanted.connect(keeper.discard)
        notice.empty_wanted.connect(notice.hide)
        notice.today_wanted.connect(lambda name, value: self.fields.set_values({name: value}))
        self._inside.insertWidget(0, notice)

    def _say_draft(self, sentence: str, trouble: bool) -> None:
        self._draft_note.setProperty("role", "problem" if trouble else "soft")
        self._draft_note.style().unpolish(self._draft_note)
        self._draft_note.style().polish(self._draft_note)
        self._draft_note.setText(sentence)
        self._draft_note.show()

    def save(self) -> None:
        """Do the deed; on a refusal everything stays as it was typed."""
        self.show_problems({})
        result = attempt(self, self._do)
        if result is not None:
            self._close()
            self._done(result[0])

    def _do(self) -> tuple[Any]:
        values = self.fields.values()
        if self._keeper is None:
            return (self._act(values),)
        with self._keeper.storing():
            return (self._act(values),)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Called by `attempt` with what is wrong, by field; the rest is said in the foot."""
        rest = self.fields.show_problems(problems)
        if rest:
            from .question import tell

            tell(self, "\n".join(rest))

    def close_drawer(self) -> None:
        """Leave it; what was typed is kept, and the person is asked only when that could not be done."""
        if self._keeper is None or may_leave(self._keeper, self):
            self._close()

    def _close(self) -> None:
        if self._keeper is not None:
            self._keeper.end()
        self._over.removeEventFilter(self)
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (take := getattr(self._over, "take_focus", None)) is not None:
            take()  # its button was made anew with what the drawer did
        self.closed.emit()
        refresh_offers(self._over)
        self.deleteLater()

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        width = min(theme.scaled(DRAWER_WIDTH), self._over.width())
        self.sheet.setGeometry(self._over.width() - width, 0, width, self._over.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the scrim takes clicks; it does not lose what was typed


def _ground(page: QWidget) -> QWidget:
    """What a drawer lies over: the desk of the page, or the page itself when it stands alone."""
    found: QWidget | None = page
    while found is not None:
        if found.objectName() == "desk":
            return found
        found = found.parentWidget()
    return page
