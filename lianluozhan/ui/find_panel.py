"""Finding anything (Ctrl+K): one field below the top bar, hits in groups under it, all by keys.

A keystroke only starts a clock; the search runs in short steps while nothing is typed, so that no key waits for it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from lianluozhan.models.finding import Finder, Search
from lianluozhan.models.found import Group, Hit
from lianluozhan.models.query_line import Offer

from . import theme
from .find_acts import Deed, deeds, open_hit
from .find_list import Entry, entries_of
from .find_sheet import FindSheet

if TYPE_CHECKING:
    from .desk import Desk

WAIT = 80  # milliseconds without a key until the search begins
STEP = 0.008  # seconds of work between two events
RECENT = 8


class FindPanel(QFrame):
    """Lies over the desk; recent searches of this sitting are kept as long as the desk is."""

    MANUAL = "find"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._before: QWidget | None = None
        self._search: Search | None = None
        self._shown: tuple[object, ...] = ()
        self._has_moved = False
        self._offers: list[Offer] = []
        self.recent: list[str] = []
        self.finder = Finder(desk.session)
        self._deeds: dict[str, Deed] = {}
        self.setProperty("role", "scrim")
        self.sheet = FindSheet(self)
        self.field, self.list = self.sheet.field, self.sheet.list
        self._wait = QTimer(self, singleShot=True, interval=WAIT)
        self._work = QTimer(self, singleShot=True, interval=0)
        self.setFocusProxy(self.field)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.pressed.connect(self._press)
        self.sheet.taken.connect(self._take)
        self.list.clicked.connect(lambda _: self._open())
        self._wait.timeout.connect(self._begin)
        self._work.timeout.connect(self._go_on)
        self._desk.installEventFilter(self)

    # Open and close ------------------------------------------------------------------------------------------------

    def open_panel(self, line: str = "") -> None:
        """Show it, with a line to begin with or what was looked for last."""
        if not self.isVisible():
            self._before = self._desk.window().focusWidget()
            self._deeds = {act.key: (act, do) for act, do in deeds(self._desk)}
            self.finder.acts = [act for act, _ in self._deeds.values()]
            self.finder.forget()
            self.show()
            self.raise_()
        if line:
            self.field.setText(line)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not line:
            self.field.selectAll()
        self._begin()

    def close_panel(self) -> None:
        """Back to where the person was."""
        self._stop()
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._desk.take_focus()

    def _stop(self) -> None:
        self._wait.stop()
        self._work.stop()
        self._search = None

    # Searching -----------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._stop()
        self._wait.start()

    def _begin(self) -> None:
        """Look for what stands in the field now."""
        self._stop()
        if not self.isVisible():
            return
        self._has_moved, self._shown = False, ()
        line = self.field.text()
        self._offer()
        self._search = self.finder.search(line)
        if self._search.query:
            self._work.start()
        else:
            self._search = None
            self._show([Group("recent", "最近查找", self._recent_hits(), len(self.recent))] if self.recent else [])

    def _go_on(self) -> None:
        """Some milliseconds of the search, then the window again."""
        if self._search is None:
            return
        until, going = time.perf_counter() + STEP, True
        while going and time.perf_counter() < until:
            going = self._search.step()
        self._show(self._search.groups)
        if going:
            self._work.start()

    def _catch_up(self) -> None:
        """Have the first hits of what is typed now, for a person who is faster than the clock."""
        if self._wait.isActive():
            self._begin()
        if self._search is not None and not self._shown:
            while self._search.step() and not self._search.has_first:
                pass
            self._show(self._search.groups)

    def _recent_hits(self) -> tuple[Hit, ...]:
        return tuple(Hit("recent", line, line) for line in self.recent)

    # Showing -------------------------------------------------------------------------------------------------------

    def _show(self, groups: list[Group]) -> None:
        search = self._search
        sentence, suggestion = self._say(search) if search else ("", None)
        entries = ([Entry(hit=suggestion)] if suggestion else []) + entries_of(groups)
        shown = (tuple(entries), sentence)
        if shown == self._shown:
            return
        self._shown = shown
        understood = (search.explained, *search.query.said) if search else ()
        self.sheet.say(sentence, "，".join(filter(None, understood)) or self._hint())
        self.list.show_entries(entries, keep=self._has_moved)
        self._fit()
        self._tell_current()

    def _say(self, search: Search) -> tuple[str, Hit | None]:
        """What was not understood or not found, and what was perhaps meant."""
        if search.query.problem:
            return search.query.problem, None
        if search.closed:
            return search.closed, None
        typed = " ".join(search.query.words)
        if search.suggestion is not None and search.suggested:
            meant = " ".join(search.suggestion.words)
            words = f"没有找到“{typed}”。您是不是要找“{meant}”？有 {search.suggested} 件"
            return "", Hit("suggestion", self._corrected(search), words, aside="查看")
        if search.is_nothing:
            what = f"“{typed}”" if typed else "这样的件"
            return f"没有找到{what}。可以换一个词，或少写几个字、去掉筛选再找。", None
        return "", None

    @staticmethod
    def _corrected(search: Search) -> str:
        assert search.suggestion is not None
        line = search.line
        for word, other in zip(search.query.words, search.suggestion.words, strict=True):
            line = line.replace(word, other) if word != other else line
        return line

    def _hint(self) -> str:
        return "拼音首字母也行：sqc = 石桥村" if self._desk.session.may("opinion.read") else ""

    def _offer(self) -> None:
        self._offers = self.finder.offers(self.field.text())
        self.sheet.show_offers(self._offers)

    def _take(self, line: str) -> None:
        self.field.setText(line)
        self._begin()

    def _tell_current(self) -> None:
        """What a screen reader says of the hit that is current."""
        hit = self.list.hit()
        words = self.list.lines.entries[self.list.currentIndex().row()].words if hit else self.sheet.sentence.text()
        self.field.setAccessibleDescription(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged))

    def _fit(self) -> None:
        self.setGeometry(self._desk.rect())
        self.sheet.fit(self._desk.top_bar.height() + theme.scaled(8))

    # Keys ----------------------------------------------------------------------------------------------------------

    def _press(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key == Qt.Key.Key_Tab:
            if self._wait.isActive():
                self._offer()
            if self._offers and self.field.text():
                self._take(self._offers[0].line)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._catch_up()
            self._open()
        elif key != Qt.Key.Key_Backtab:
            self._move(key)

    def _move(self, key: int) -> None:
        length = self.list.page_length
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -length, Qt.Key.Key_PageDown: length}
        self._catch_up()
        self._has_moved = True
        hit = self.list.hit()
        if key == Qt.Key.Key_PageDown and hit is not None and hit.kind in ("opinion", "more"):
            self._load_more()
        self.list.move(steps[Qt.Key(key)])
        self._tell_current()

    def _load_more(self) -> None:
        if self._search is not None and self._search.opinions.full and self._search.opinions.more:
            self._search.want_more()
            self._go_on()

    def _open(self) -> None:
        hit = self.list.hit()
        if hit is None:
            return
        if hit.kind == "more":
            self._has_moved = True
            self.list.move(-1)
            self._load_more()
            self.list.move(1)
        elif hit.kind in ("recent", "suggestion"):
            self._take(hit.key)
        else:
            self._remember()
            self._before = None
            self._stop()
            self.hide()
            if hit.kind == "act":
                self._deeds[hit.key][1]()
            else:
                open_hit(self._desk, hit)

    def _remember(self) -> None:
        line = " ".join(self.field.text().split())
        self.recent = [line, *(old for old in self.recent if old != line)][:RECENT]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_panel()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._desk and event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return False
