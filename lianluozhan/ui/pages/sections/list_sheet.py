"""The list of the open kind with what narrows it above, and below how many there are and what can be done with all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ... import theme
from ...editors import ChoiceEditor, LineEditor, TickEditor
from ...flow_layout import FlowLayout
from ...text import Words, button, make_primary, plain, primary, tip
from .section import Section

SLIM, ANY_WIDTH = 280, 16_777_215  # beside a record that needs the room; the most that Qt knows
MANY = 3  # acts that take a line of their own
BESIDE_WORDS = 58  # what a chooser has beside its words: padding and arrow


class ListSheet(QFrame):
    """Which kind where there is no room for the kinds beside it, a choice of views, words to look for, a tick."""

    def __init__(self, sections: Iterable[Section]) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        kinds = list(sections)
        self.kind = ChoiceEditor("kind", [(kind.KEY, kind.LABEL) for kind in kinds])
        self.kind.setAccessibleName("哪一类")
        self.which = ChoiceEditor("which", [("", "全部")])
        self.which.setAccessibleName("看哪些")
        self.words = LineEditor("words", max_length=60)
        self.words.setAccessibleName("查找")
        self.left_out = TickEditor("retired", "显示停用的")
        self.lists = QStackedWidget()
        self.empty = NothingHere()
        self.count, self.refusal = plain("", "soft"), Words("", "soft")
        self.add_button = primary("添加", "Ins", icon="plus")
        self.act_buttons: dict[str, QPushButton] = {}
        self._acts, self._folded = QHBoxLayout(), QWidget()
        self._slim = False
        self._offered: tuple[str, ...] = ()
        self._build(kinds)

    def _build(self, kinds: list[Section]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 10)))
        head.setSpacing(theme.scaled(8))
        for editor, share in ((self.kind, 2), (self.which, 2), (self.words, 3), (self.left_out, 0)):
            head.addWidget(editor, share)
        column.addLayout(head)
        _show_whole(self.kind, [kind.LABEL for kind in kinds])
        for kind in kinds:
            self.lists.addWidget(kind.view)
        self.lists.addWidget(self.empty)
        column.addWidget(self.lists, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(*(theme.scaled(side) for side in (16, 7, 12, 7)))
        rows.setSpacing(theme.scaled(4))
        self._flow = FlowLayout(self._folded, gap=8, line_gap=0)
        self._folded.hide()
        rows.addWidget(self._folded)
        self._row = row = QHBoxLayout()
        rows.addLayout(row)
        row.addWidget(self.count)
        row.addWidget(self.refusal, 1)
        row.addStretch()
        row.addLayout(self._acts)
        row.addWidget(self.add_button)
        column.addWidget(foot)

    def offer(self, section: Section) -> None:
        """What can be chosen and done with the list of this kind."""
        self.words.setPlaceholderText(section.FIND)
        tip(self.words, section.FIND)
        if section.LEFT_OUT_WORDS:  # hidden it keeps a name
            self.left_out.setText(section.LEFT_OUT_WORDS)
        self.left_out.setVisible(bool(section.LEFT_OUT_WORDS))
        self.which.setVisible(bool(section.VIEWS))
        if section.VIEWS:
            self.which.blockSignals(True)
            self.which.set_choices(section.VIEWS)
            self.which.set_value(section.which)
            self.which.blockSignals(False)
            _show_whole(self.which, [words for _, words in section.VIEWS])
        self.add_button.setText(f" {section.ADD}  Ins")
        self.add_button.setAccessibleName(section.ADD)
        self.add_button.setVisible(section.may_edit and bool(section.ADD))
        self.refusal.setText(section.refusal)
        self.refusal.setVisible(bool(section.refusal))
        self._offer_acts(section)

    def stand_slim(self, slim: bool) -> None:
        """Leave the room to the record: what narrows the list stands in lines of its own, and so do the acts."""
        self._slim = slim
        if slim:
            self._head.addWidget(self.count)
        else:
            self._row.insertWidget(0, self.count)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if slim else QBoxLayout.Direction.LeftToRight)
        self.setMaximumWidth(theme.scaled(SLIM) if slim else ANY_WIDTH)

    def let_lead(self, lead: bool) -> None:
        """Adding is the filled button, unless the record in sight has one: there is one on a page."""
        make_primary(self.add_button, lead, icon="plus")

    def _offer_acts(self, section: Section) -> None:
        acts = section.list_acts()
        folded = self._slim or len(acts) >= MANY
        of = (section.KEY, str(folded), *(act.label for act in acts))
        if of != self._offered:
            self._offered = of
            for made in self.act_buttons.values():
                for layout in (self._acts, self._flow):
                    layout.removeWidget(made)
                made.hide()
                made.deleteLater()
            self.act_buttons = {act.label: button(act.label, role="link", icon=act.icon) for act in acts}
            for act, made in zip(acts, self.act_buttons.values(), strict=True):
                made.clicked.connect(lambda _=False, act=act: act.do())
                (self._flow if folded else self._acts).addWidget(made)
            self._folded.setVisible(folded and bool(acts))
            before: QWidget = self.empty.clear
            for made in (*self.act_buttons.values(), self.add_button):  # made last, read before the button at the end
                QWidget.setTabOrder(before, made)
                before = made

    def say(self, section: Section, listed: int) -> None:
        """How many there are, or why there is nothing."""
        self.count.setText(section.found_words(listed))
        self.empty.say(section, self.words.value())
        self.lists.setCurrentWidget(section.view if listed else self.empty)


def _show_whole(chooser: ChoiceEditor, words: Iterable[str]) -> None:
    """Wide enough for each of its words."""
    chooser.ensurePolished()
    longest = max(chooser.fontMetrics().horizontalAdvance(each) for each in words)
    chooser.setMinimumWidth(longest + theme.scaled(BESIDE_WORDS))


class NothingHere(QScrollArea):
    """What belongs here, or that nothing was found."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._words = Words("", "title"), Words("", "soft")
        self.clear = button("清除查找")
        inside = QWidget()
        inside.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 24, 24, 16)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def say(self, section: Section, words: str) -> None:
        title, sentence = section.EMPTY
        if words:
            more = f"，或者勾“{section.LEFT_OUT_WORDS}”再找" if section.LEFT_OUT_WORDS else ""
            title, sentence = f"没有找到“{words}”", f"可以换一个词{more}。"
        elif section.VIEWS and section.which != section.VIEWS[0][0]:
            shown = dict(section.VIEWS)[section.which]
            title, sentence = f"“{shown}”里现在没有", f"上面选“{section.VIEWS[0][1]}”，看全部。"
        self._title.setText(title)
        self._words.setText(sentence)
        self.setAccessibleName(title)  # it takes the focus where nothing is listed
        self.clear.setVisible(bool(words))
