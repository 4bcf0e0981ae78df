"""The chosen record as a sheet: name and state, facts in ruled cells, posts or mandates, what can be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ... import theme
from ...flow_layout import FlowLayout
from ...ruled_form import RuledForm
from ...text import Words, button, chip, elided, plain, tip
from .section import Act, Entry, Shown

NONE = "—"
FEW = 2  # acts that stand beside the title of the entries
ONE_CELL = 24  # characters of a fact from which it takes the whole row


def entry_frame(entry: Entry) -> tuple[QFrame, dict[str, QPushButton]]:
    """A line below the facts with what can be done with it."""
    frame = QFrame()
    frame.setProperty("role", "inset")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*(theme.scaled(side) for side in (12, 8, 12, 8)))
    column.setSpacing(theme.scaled(3))
    line = QHBoxLayout()
    line.addWidget(Words(entry.title, "strong"), 1)
    line.addWidget(chip(entry.state, entry.tone), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(line)
    column.addWidget(Words(entry.detail, "soft"))
    made: dict[str, QPushButton] = {}
    if entry.acts:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6, line_gap=0)
        made = {act.label: act_button(act, "link") for act in entry.acts}
        for label, one in made.items():
            one.setAccessibleName(f"{label}，{entry.title}")
            flow.addWidget(one)
        column.addWidget(holder)
    return frame, made


def act_button(act: Act, role: str = "") -> QPushButton:
    made = button(act.label, role=role or act.role, icon=act.icon, key=act.key)
    made.clicked.connect(lambda: act.do())
    return made


class RecordSheet(QFrame):
    """Filled anew for every record; `back` is wanted where list and record do not stand side by side."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._content: QWidget | None = None
        self.behind: QWidget | None = None  # the last of what Tab comes to before this sheet
        self._scroll: QScrollArea | None = None
        self._wide = True
        self.buttons: dict[str, QPushButton] = {}
        self.entry_buttons: list[dict[str, QPushButton]] = []
        self.keys: dict[str, Act] = {}  # what the keys do that stand on the buttons, each on its first one
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)

    def show_record(self, shown: Shown | None, *, wide: bool, nothing: str, note: str = "") -> None:
        """Put a record in sight, or the sentence why there is none."""
        self.buttons, self.entry_buttons, self._wide = {}, [], wide
        acts = [*shown.acts, *shown.entry_acts, *(act for one in shown.entries for act in one.acts)] if shown else []
        self.keys = {act.key: act for act in reversed(acts) if act.key}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if shown is None:
            words = Words(nothing, "soft")
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setContentsMargins(0, 0, 0, 0)
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(*[theme.scaled(18)] * 4)
            inside.addWidget(words)
            inside.addStretch(1)
            column.addWidget(holder, 1)
        else:
            column.addWidget(self._head(shown))
            column.addWidget(self._body(shown), 1)
            if shown.acts or shown.history or note:
                column.addWidget(self._foot(shown, note))
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._column.addWidget(content)
        content.show()  # at once: Qt would do it a little later, and lay it out for another width until then
        self._order_tabs(content)

    def _order_tabs(self, content: QWidget) -> None:
        """Tab comes here behind the list, though what is new would stand behind all of the window."""
        before = self.behind
        inside: Any = content.findChildren(QWidget)
        for each in inside:
            if before is not None and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, each)
                before = each

    def _head(self, shown: Shown) -> QFrame:
        head = QFrame()
        head.setProperty("role", "bar")
        column = QVBoxLayout(head)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        column.setSpacing(theme.scaled(4))
        title, state = Words(shown.title, "title"), chip(shown.state, shown.tone)
        line = QHBoxLayout()
        if self._wide:
            line.addWidget(title, 1)
            line.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(line)
            if shown.subtitle:
                column.addWidget(Words(shown.subtitle, "soft"))
        else:
            back = button("返回列表", role="link", icon="arrow-left", key="Esc")
            back.clicked.connect(self.back)
            line.addWidget(back)
            line.addWidget(elided(shown.subtitle, "soft"), 1)
            line.addWidget(state)
            column.addLayout(line)
            column.addWidget(title)
        return head

    def _body(self, shown: Shown) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 16)))
        column.setSpacing(theme.scaled(12))
        form = RuledForm()
        for label, text in shown.facts:
            form.add_text(label, text or NONE, 3 if len(text) > ONE_CELL or "\n" in text else 1)
        column.addWidget(form)
        if shown.hint:
            column.addWidget(Words(shown.hint, "hint"))
        if shown.entries_title:
            column.addLayout(self._entries_head(shown))
            for entry in shown.entries:
                column.addWidget(self._entry(entry))
            if not shown.entries:
                column.addWidget(plain("还没有", "soft"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._scroll = scroll
        return scroll

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        """Also what Tab comes to from outside, which Qt does not bring into sight."""
        scroll = self._scroll
        if now is not None and scroll is not None and isValid(scroll) and scroll.isAncestorOf(now):
            scroll.ensureWidgetVisible(now, 0, theme.scaled(12))

    def _entries_head(self, shown: Shown) -> QLayout:
        """The acts stand at the right; many go on in a second line instead of beyond the edge."""
        line: QHBoxLayout | FlowLayout = FlowLayout() if len(shown.entry_acts) > FEW else QHBoxLayout()
        line.addWidget(plain(shown.entries_title, "lead"))
        if isinstance(line, QHBoxLayout):
            line.addStretch(1)
        for act in shown.entry_acts:
            self.buttons[act.label] = act_button(act, "link")
            line.addWidget(self.buttons[act.label])
        return line

    def _entry(self, entry: Entry) -> QFrame:
        frame, made = entry_frame(entry)
        if made:
            self.entry_buttons.append(made)
        return frame

    def _foot(self, shown: Shown, note: str) -> QFrame:
        foot = _ActFoot()
        row = foot.row
        if shown.history:
            self.buttons[shown.history.label] = act_button(shown.history, "link")
            foot.put(self.buttons[shown.history.label])
        if note:
            row.addWidget(Words(note, "soft"), 1)
        for act in shown.acts:
            made = self.buttons[act.label] = act_button(act)
            if act is shown.acts[-1]:
                row.addStretch(1)
            foot.put(made)
        return foot


class _ActFoot(QFrame):
    """The buttons of a record; where they do not fit side by side they lose their icons, then the names of keys."""

    WHOLE, NO_ICONS, FEW_KEYS, NO_KEYS = range(4)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        self.row.setSpacing(theme.scaled(6))
        self._buttons: list[tuple[QPushButton, QIcon, str]] = []

    def put(self, made: QPushButton) -> None:
        self.row.addWidget(made)
        self._buttons.append((made, made.icon(), made.text()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(self.NO_KEYS), super().minimumSizeHint().height())

    def _words(self, words: str, level: int) -> str:
        if level == self.WHOLE:
            return words
        name, _, key = words.strip().partition("  ")
        keeps_key = level == self.NO_ICONS or (level == self.FEW_KEYS and key.startswith("F"))
        return f"{name}  {key}" if key and keeps_key else name

    def _width(self, level: int) -> int:
        """How wide the row would be."""
        width = super().minimumSizeHint().width()
        for made, icon, words in self._buttons:
            measured = made.fontMetrics()
            width += measured.horizontalAdvance(self._words(words, level)) - measured.horizontalAdvance(made.text())
            has, shall = not made.icon().isNull(), level == self.WHOLE and not icon.isNull()
            width += (shall - has) * (made.iconSize().width() + theme.scaled(4))
        return width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        levels = (self.WHOLE, self.NO_ICONS, self.FEW_KEYS)
        level = next((each for each in levels if self._width(each) <= self.width()), self.NO_KEYS)
        for made, icon, words in self._buttons:
            made.setIcon(icon if level == self.WHOLE else QIcon())
            made.setText(self._words(words, level))
            tip(made, words.strip() if level > self.NO_ICONS else "")
