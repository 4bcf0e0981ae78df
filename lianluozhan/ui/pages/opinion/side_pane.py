"""Beside the registration form: what may be the same matter, and what the station's own records propose.

It looks while nobody types, in steps of a few milliseconds; a key that comes meanwhile is served first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.learning.suggesting import Suggestion, suggest
from lianluozhan.models.learning.training import prepare
from lianluozhan.models.opinions.similar import Candidate, Typed, look_for
from lianluozhan.models.session import Session

from ... import theme
from ...shortcuts import composing
from ...text import Words, link, plain
from .side_by_side import SideBySide
from .side_rows import CandidateRow, SuggestionRow
from .side_work import Spare, Steps

KEYS, FIRST = 3, 2  # suggestions with a key of their own; matters shown before one asks for the others
ALT = Qt.KeyboardModifier.AltModifier


class SidePane(QFrame):
    """Tell it with `consider` what is on the form; `serve(page)` gives the page its keys Alt+1 to Alt+3."""

    adopted = Signal(str, object)  # field of the form, its new value
    join_wanted = Signal(int)  # 并入 this matter
    compare_wanted = Signal(int)  # 对照看 was opened for this matter
    links_changed = Signal()
    counted = Signal(int)  # matters that may be the same

    def __init__(self, session: Session, opinion_id: int = 0) -> None:
        super().__init__()
        self.session, self.opinion_id = session, opinion_id
        self._values: dict[str, Any] = {}
        self._linked: dict[int, None] = {}
        self._candidates: list[Candidate] = []
        self._suggestions: list[Suggestion] = []
        self._limit = FIRST
        self._page: QWidget | None = None
        self.work = Spare(self, self._look, prepare(session), self._learned)
        self.setProperty("role", "sheet")
        self.setAccessibleName("可能重复和建议")
        self._build()

    # What the form uses ------------------------------------------------------------------------------------------

    def consider(self, values: Mapping[str, Any]) -> None:
        """What is on the form now; called at every change, costs nothing, and is acted upon when typing rests."""
        self._values = dict(values)
        self.work.begin_anew()

    def pause(self) -> None:
        """Look at nothing while nobody sees it: the data may be closed meanwhile."""
        self.work.pause()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pause()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._values:
            self.consider(self._values)

    @property
    def linked(self) -> tuple[int, ...]:
        """The matters that the form is to be linked with (关联) when it is stored."""
        return tuple(self._linked)

    def set_linked(self, ids: tuple[int, ...]) -> None:
        """Put back what had been chosen to be linked, from a draft."""
        self._linked = dict.fromkeys(ids)
        self._show_links()

    def serve(self, page: QWidget) -> None:
        """Alt+1 to Alt+3 anywhere in `page` adopt a suggestion: taken where the focus is, before the field has them."""
        self._page = page
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        self._follow_focus(None, application.focusWidget())

    def _follow_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if now is not None and self._page is not None and self._page.isAncestorOf(now):
            now.installEventFilter(self)

    def add_section(self, widget: QWidget) -> None:
        """Something else that stands below the suggestions."""
        self._column.insertWidget(self._column.count() - 1, widget)

    @property
    def candidates(self) -> list[Candidate]:
        return self._candidates

    @property
    def suggestions(self) -> list[Suggestion]:
        return self._suggestions

    # How it looks ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, theme.scaled(8))
        self._column.setSpacing(0)
        self._count = plain("", "soft")
        self._column.addWidget(_head("可能重复", self._count))
        self._quiet = Words("还没有看到说同一件事的。", "hint")
        self._column.addWidget(_indented(self._quiet))
        self._rows_box, self._rows = _box(self._column), []
        self._more = link("")
        self._more.clicked.connect(self._show_all)
        self._column.addWidget(_indented(self._more))
        self._column.addWidget(_head("建议", plain("只是建议，由您决定", "label"), right=True))
        self._silent = Words("", "hint")
        self._column.addWidget(_indented(self._silent))
        self._suggestions_box, self._suggested = _box(self._column), []
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setProperty("role", "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(scroll)
        self._say_quiet()

    _rows: list[CandidateRow]
    _suggested: list[SuggestionRow]

    def _say_quiet(self) -> None:
        self._count.setText(str(len(self._candidates)) if self._candidates else "")
        _visible(self._quiet, not self._candidates)
        left = len(self._candidates) - self._limit
        self._more.setText(f"再看 {left} 件")
        _visible(self._more, left > 0)
        self._silent.setText("已办的件还少，暂时没有建议。" if not self._suggestions else "")
        _visible(self._silent, not self._suggestions)

    # Looking in slices -------------------------------------------------------------------------------------------

    def _learned(self) -> None:
        """What the records teach is proposed as soon as it is ready."""
        if self._values:
            self.consider(self._values)

    def _look(self) -> Steps:
        typed = Typed.of(self._values, self.opinion_id)
        yield
        candidates = yield from look_for(self.session, typed)
        yield from self._show_candidates(candidates)
        suggestions = yield from suggest(self.session, typed, self._values)
        yield from self._show_suggestions(suggestions)

    def _show_candidates(self, found: list[Candidate]) -> Steps:
        if [candidate.id for candidate in found] != [candidate.id for candidate in self._candidates]:
            self._limit = FIRST
        self._candidates = found
        self.counted.emit(len(found))
        found = found[: self._limit]
        while len(self._rows) < len(found):
            row = CandidateRow(may_join=self.session.may("opinion.merge"), may_link=self.session.may("opinion.link"))
            row.compare.connect(self._compare)
            row.join.connect(self.join_wanted)
            row.link_toggled.connect(self._toggle_link)
            self._rows_box.addWidget(row)
            self._rows.append(row)
            yield
        for row, candidate in zip(self._rows, found, strict=False):
            row.show_candidate(candidate, self.session.today, linked=candidate.id in self._linked)
            row.setVisible(True)
            yield
        for row in self._rows[len(found) :]:
            row.setVisible(False)
        self._say_quiet()

    def _show_suggestions(self, made: list[Suggestion]) -> Steps:
        self._suggestions = made
        while len(self._suggested) < len(made):
            number = len(self._suggested) + 1
            row = SuggestionRow(f"Alt+{number}" if number <= KEYS else "")
            row.adopt.connect(self.adopted)
            self._suggestions_box.addWidget(row)
            self._suggested.append(row)
            yield
        for row, suggestion in zip(self._suggested, made, strict=False):
            row.show_suggestion(suggestion, adopted=self._has(suggestion))
            row.setVisible(True)
            yield
        for row in self._suggested[len(made) :]:
            row.setVisible(False)
        self._say_quiet()

    def _has(self, made: Suggestion) -> bool:
        now = self._values.get(made.field)
        if isinstance(made.value, tuple):
            return set(made.value) <= set(now or ())
        return bool(now == made.value)

    def _show_all(self) -> None:
        self._limit = len(self._candidates)
        for _ in self._show_candidates(self._candidates):
            pass
        self._rows[FIRST].compare_link.setFocus(Qt.FocusReason.OtherFocusReason)

    # What can be done --------------------------------------------------------------------------------------------

    def _toggle_link(self, id_: int) -> None:
        if id_ in self._linked:
            del self._linked[id_]
        else:
            self._linked[id_] = None
        self._show_links()
        self.links_changed.emit()

    def _show_links(self) -> None:
        for row in self._rows:
            if row.candidate is not None:
                row.show_candidate(row.candidate, self.session.today, linked=row.candidate.id in self._linked)

    def _compare(self, id_: int) -> None:
        candidate = next((found for found in self._candidates if found.id == id_), None)
        if candidate is None:
            return
        may_join = candidate.may_join and self.session.may("opinion.merge")
        drawer = SideBySide(self, self._values, candidate, self.session.today, may_join=may_join)
        drawer.link_asked.connect(self._toggle_link)
        drawer.show_it(lambda: self.join_wanted.emit(id_), linked=id_ in self._linked)
        self.compare_wanted.emit(id_)

    def adopt(self, number: int) -> None:
        """Alt+1 adopts the first suggestion, and so on."""
        shown = [row for row in self._suggested if row.isVisibleTo(self)]
        if number <= len(shown):
            shown[number - 1].take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+1 to Alt+3 on the page, before the window takes them for the rooms."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or composing():
            return False
        assert isinstance(event, QKeyEvent)
        number = event.key() - int(Qt.Key.Key_0)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != ALT or not 1 <= number <= KEYS:
            return False
        if number > len(self._suggestions):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.adopt(number)
        return True


def _head(words: str, beside: QWidget, *, right: bool = False) -> QFrame:
    head = QFrame()
    head.setProperty("role", "side-head")
    row = QHBoxLayout(head)
    row.setContentsMargins(*(theme.scaled(side) for side in (14, 10, 14, 6)))
    row.setSpacing(theme.scaled(10))
    row.addWidget(plain(words, "lead"))
    if right:
        row.addStretch(1)
    row.addWidget(beside)
    if not right:
        row.addStretch(1)
    return head


def _indented(words: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(*(theme.scaled(side) for side in (14, 0, 14, 8)))
    row.addWidget(words)
    return holder


def _visible(inner: QWidget, on: bool) -> None:
    holder = inner.parentWidget()
    if holder is not None:
        holder.setVisible(on)


def _box(column: QVBoxLayout) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(0)
    column.addLayout(box)
    return box
