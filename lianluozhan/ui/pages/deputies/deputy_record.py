"""The record of a deputy: the head, the tabs of his file, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from lianluozhan.models import deputies, veil
from lianluozhan.models.deputies import Deputy

from ... import theme
from ...attempt import attempt
from ...room_frame import only_current_counts
from ...text import Words
from ..sections.record_sheet import RecordSheet
from .basics_tab import BasicsTab
from .deputy_head import DeputyHead
from .deputy_tab import DeputyTab
from .tabs import TABS

if TYPE_CHECKING:
    from ..sections.section import Shown
    from .deputy_section import DeputySection

NARROW = 640  # logical width below which the ruled cells take the place of the photograph
LOW = 460  # logical height below which only the name stands above the tabs


class DeputyRecord(RecordSheet):
    """Made once; a tab is made when it is first opened, and filled while it is in sight."""

    def __init__(self, section: DeputySection) -> None:
        super().__init__()
        self._section, self._session = section, section.session
        self._foot_now: QFrame | None = None
        self._stale: set[DeputyTab] = set()
        self._made: dict[int, DeputyTab] = {}
        self._of_foot: dict[str, QPushButton] = {}
        self.revealed: Deputy | None = None
        self.head = DeputyHead(section, section.show_again, self.reveal)
        self.head.back.connect(self.back)
        self.bar, self.tabs, self._nothing = QTabBar(), QStackedWidget(), Words("", "soft")
        self.bar.setAccessibleName("代表档案的各页")
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.setFocusProxy(self.bar)
        self.bar.setUsesScrollButtons(True)
        for tab in TABS:
            self.bar.addTab(tab.LABEL)
        self.bar.currentChanged.connect(lambda _: self._turn())
        self._whole = QWidget()
        self._inside = QVBoxLayout(self._whole)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._closed = Words("", "soft")  # why the record is out of this person's sight
        self._closed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._closed.setMargin(theme.scaled(18))
        self._inside.addWidget(self.head)
        self._inside.addWidget(self._closed, 1)
        self._inside.addWidget(self.bar)
        self._inside.addWidget(self.tabs, 1)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(*[theme.scaled(18)] * 4)
        self._column.addWidget(self._whole)
        self._column.addWidget(self._nothing)

    @property
    def tab(self) -> DeputyTab:
        """The open tab."""
        at = self.bar.currentIndex()
        if at not in self._made:
            self._made[at] = TABS[at](self._section)
            self._stale.add(self._made[at])
            self.tabs.addWidget(self._made[at])
        return self._made[at]

    def open_tab(self, label: str) -> None:
        """Turn to the tab of this name."""
        self.bar.setCurrentIndex([tab.LABEL for tab in TABS].index(label))

    def show_record(self, shown: Shown | None, *, wide: bool, nothing: str, note: str = "") -> None:
        self.buttons, self._of_foot, self.keys, self._wide = {}, {}, {}, wide
        self._whole.setVisible(shown is not None)
        self._nothing.setVisible(shown is None)
        self._nothing.setText(nothing)
        if shown is None:
            return
        self.keys = {act.key: act for act in reversed(shown.acts) if act.key}
        if self.revealed and self.revealed.id != self._section.deputy_id:
            self.revealed = None
        self._fill_head(shown)
        if self._foot_now is not None:
            self._inside.removeWidget(self._foot_now)
            self._foot_now.hide()
            self._foot_now.deleteLater()
            self._foot_now = None
        if shown.acts or shown.history or note:
            self._foot_now = self._foot(shown, note)
            self._of_foot = dict(self.buttons)
            self._inside.addWidget(self._foot_now)
        self._stale |= set(self._made.values())
        self._turn()

    def _fill_head(self, shown: Shown) -> None:
        person = self.revealed or self._session.get(Deputy, self._section.deputy_id)
        self.head.show_deputy(person, shown, wide=self._wide, whole=self.revealed is not None)

    def _turn(self) -> None:
        """Fill the open tab if it is not filled yet."""
        closed = veil.sentence(self._session, Deputy.TABLE, self._section.deputy_id)
        self._closed.setText(closed)
        self._closed.setVisible(bool(closed))
        self.bar.setVisible(not closed)
        self.tabs.setVisible(not closed)
        if closed:
            return
        tab = self.tab
        if tab in self._stale and self._section.deputy_id:
            self._stale.discard(tab)
            tab.show_deputy(self._section.deputy_id)
        self.tabs.setCurrentWidget(tab)
        only_current_counts(self.tabs)
        self._share_foot(tab)
        self.entry_buttons = tab.entry_buttons if isinstance(tab, BasicsTab) else []
        for label, made in (tab.buttons if isinstance(tab, BasicsTab) else {}).items():
            self.buttons[label] = made
        self._foot_last(tab)

    def _share_foot(self, tab: DeputyTab) -> None:
        """One foot at a time: a tab that has its own takes the place of the one of the deputy."""
        if self._foot_now is not None:
            self._foot_now.setVisible(not tab.OWN_FOOT)
        self.buttons = {} if tab.OWN_FOOT else dict(self._of_foot)

    def _foot_last(self, tab: DeputyTab) -> None:
        """Tab goes from the tabs through the open one, whenever it was made, to what stands below it.

        The focus chain of the window is not walked: it leads through widgets that are about to go.
        """
        last: QWidget = self.bar
        child: QWidget
        for child in tab.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                last = child
        for made in self._of_foot.values():
            QWidget.setTabOrder(last, made)
            last = made

    def reveal(self) -> None:
        """The whole numbers of this deputy, until another one is opened; who looked is logged."""
        found = attempt(self, lambda: deputies.unmask(self._session, self._section.deputy_id))
        if found is not None:
            self.revealed = found
            self._section.show_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = (round(side * 100 / theme.percent()) for side in (self.width(), self.height()))
        self.head.stand(low=high < LOW, narrow=wide < NARROW)
