"""The manual in a window of its own: contents at the left, the page at the right, local files alone (F1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from lianluozhan import paths

from . import theme
from .editors import LineEditor
from .manual_pages import CONTENTS, ManualPage, Section, read_manual
from .manual_view import ManualView
from .shortcuts import shortcut
from .text import Words, button

if TYPE_CHECKING:
    from .desk import Desk

CONTENTS_WIDTH, WIDTH, HEIGHT = 264, 1040, 680
NO_PAGE = "这一页的说明还没有，请在目录里找相近的内容。"
NO_MANUAL = "找不到使用手册。程序照常能用，没有影响；请维护人员重新安装一次。"


def show_manual(desk: Desk, page_name: str) -> ManualWindow:
    """Open the manual of this window at a page; it is made once and then kept."""
    owner = desk.window()
    window = owner.findChild(ManualWindow)
    if not isinstance(window, ManualWindow):
        window = ManualWindow(owner, paths.manual())
    window.open_page(page_name)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class ManualWindow(QDialog):
    """Stays open beside the work; Esc closes it, F1 elsewhere turns it to that page."""

    def __init__(self, owner: QWidget, folder: Path) -> None:
        self._percent = 0  # at which it is dressed; Qt calls changeEvent from its own constructor
        super().__init__(owner)
        self.pages = read_manual(folder)
        self.setWindowTitle("使用手册")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self._came_from: list[tuple[str, int]] = []
        self.name = ""
        self.words = LineEditor("manual_words", hint="在手册里查找", max_length=40)
        self.words.setAccessibleName("在手册里查找")
        self.contents, self.none_found = QTreeWidget(), _Said()
        self.page, self.notice = ManualView(), _Said()
        self.back = button("上一页", icon="arrow-left", key="Alt+←")
        self._left, self._frames = QFrame(), QHBoxLayout(self)
        self._build()
        self._connect()
        self._list_contents()

    def _build(self) -> None:
        self._column, right = QVBoxLayout(self._left), QFrame()
        self._column.addWidget(self.words)
        self._column.addWidget(self.none_found)
        self._column.addWidget(self.contents, 1)
        self.contents.setHeaderHidden(True)
        self.contents.setProperty("role", "bare")
        self.contents.setAccessibleName("手册目录")
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(right)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.page, 1)
        column.addWidget(self._foot())
        for frame, stretch in ((self._left, 0), (right, 1)):
            frame.setProperty("role", "sheet")
            self._frames.addWidget(frame, stretch)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        self._buttons = QHBoxLayout(foot)
        close = button("关闭", key="Esc")
        close.clicked.connect(self.reject)
        self._buttons.addWidget(self.back)
        self._buttons.addStretch(1)
        self._buttons.addWidget(close)
        for made in (self.back, close):
            made.setAutoDefault(False)
        return foot

    def _connect(self) -> None:
        self.words.changed.connect(self._list_contents)
        self.words.returnPressed.connect(self._enter_contents)
        self.contents.itemClicked.connect(lambda item: self._open_entry(item))
        self.contents.itemActivated.connect(lambda item: self._open_entry(item))
        self.contents.currentItemChanged.connect(lambda item: self._open_entry(item))
        self.page.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        shortcut(self, "Alt+Left", self.go_back, words="回到上一页")
        shortcut(self, "find", self._to_find)
        shortcut(self, "help", lambda: self.open_page(CONTENTS), words="回到目录")

    def _to_find(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    # What is open ------------------------------------------------------------------------------------------------

    def open_page(self, name: str, section: str = "") -> None:
        """Show a page, at a section of it; where there is none, the contents and a sentence."""
        self._dress()
        self._came_from.clear()
        self.words.set_value("")
        self._show(name, section)
        self._mark_entry(section)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, name: str, section: str = "") -> None:
        known = name in self.pages
        self.notice.say("" if known else NO_PAGE if self.pages else NO_MANUAL)
        self.name = name if known else CONTENTS
        self.page.show_page(self.pages.get(self.name), self.words.value().split())
        self.page.go_to(section)
        self.back.setEnabled(bool(self._came_from))

    def _leave_for(self, name: str, section: str) -> None:
        self._came_from.append((self.name, self.page.verticalScrollBar().value()))
        self._show(name, section)

    def _follow(self, target: QUrl) -> None:
        """A link between pages of the manual; any other leads nowhere."""
        name = target.path().removesuffix(".md") or self.name
        if not target.scheme() and name in self.pages:
            section = target.fragment(QUrl.ComponentFormattingOption.FullyDecoded)
            self._leave_for(name, section)
            self._mark_entry(section)

    def go_back(self) -> None:
        """The page from which one came, at its place."""
        if self._came_from:
            name, place = self._came_from.pop()
            self._show(name)
            self._mark_entry("")
            self.page.verticalScrollBar().setValue(place)

    # The contents ------------------------------------------------------------------------------------------------

    def _list_contents(self) -> None:
        """All pages, or with words in the find field the pages and sections in which they all occur."""
        words = self.words.value().casefold().split()
        self.contents.blockSignals(True)
        self.contents.clear()
        for page in self.pages.values():
            hits = [section for section in page.sections if all(word in section.words for word in words)]
            if hits:
                self.contents.addTopLevelItem(_entry(page, hits, opened=bool(words)))
        self.contents.blockSignals(False)
        found = self.contents.topLevelItemCount() or not words
        self.none_found.say("" if found else f"没有找到“{self.words.value()}”。可以换一个词，或者少写几个字。")
        self._mark_entry("")
        self.page.mark(words)

    def _mark_entry(self, section: str) -> None:
        """Make the entry of the open page current, without opening it anew."""
        self.contents.blockSignals(True)
        for row in range(self.contents.topLevelItemCount()):
            item = self.contents.topLevelItem(row)
            mine = _of(item)[0] == self.name
            item.setExpanded(mine or bool(self.words.value()))
            if mine:
                below = [item.child(n) for n in range(item.childCount())]
                self.contents.setCurrentItem(next((one for one in below if _of(one)[1] == section), item))
        self.contents.blockSignals(False)

    def _open_entry(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        name, section = _of(item)
        if name == self.name:
            self.page.go_to(section)
        else:
            self._leave_for(name, section)
        if not self.words.value():
            for row in range(self.contents.topLevelItemCount()):
                top = self.contents.topLevelItem(row)
                top.setExpanded(_of(top)[0] == name)

    def _enter_contents(self) -> None:
        """The first entry; of those that were found by words, the first section."""
        if first := self.contents.topLevelItem(0):
            hit = first.child(0) if first.childCount() and self.words.value() else first
            self.contents.setCurrentItem(hit)
            self._open_entry(hit)
            self.contents.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.words.hasFocus() and event.key() == Qt.Key.Key_Down:
            self._enter_contents()
            return
        super().keyPressEvent(event)

    # The look ----------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        """Lengths at the text size in use; the first time also the size of the window."""
        if self._percent == theme.percent():
            return
        room = self.screen().availableSize()
        self.resize(QSize(theme.scaled(WIDTH), theme.scaled(HEIGHT)).boundedTo(room * 0.92))
        self._percent = theme.percent()
        self._share_width()
        self._frames.setContentsMargins(*[theme.scaled(10)] * 4)
        self._frames.setSpacing(theme.scaled(10))
        self._column.setContentsMargins(1, theme.scaled(10), 1, 1)
        self._column.setSpacing(theme.scaled(8))
        self._buttons.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        self.words.setContentsMargins(theme.scaled(10), 0, theme.scaled(10), 0)
        for said in (self.none_found, self.notice):
            said.dress()
        self.contents.setIndentation(theme.scaled(16))

    def _share_width(self) -> None:
        self._left.setFixedWidth(min(theme.scaled(CONTENTS_WIDTH), self.width() * 2 // 5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_width()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._percent:
            place = self.page.verticalScrollBar().value()
            self._dress()
            self._show(self.name)
            self.page.verticalScrollBar().setValue(place)


def _entry(page: ManualPage, hits: list[Section], *, opened: bool) -> QTreeWidgetItem:
    """A page of the contents with its sections; `opened` when they were found by words."""
    entry = QTreeWidgetItem([page.title])
    entry.setData(0, Qt.ItemDataRole.UserRole, (page.name, ""))
    for section in hits:
        if section.title != page.title and page.name != CONTENTS:
            below = QTreeWidgetItem(entry, [section.title])
            below.setData(0, Qt.ItemDataRole.UserRole, (page.name, section.title))
    return entry


def _of(item: QTreeWidgetItem) -> tuple[str, str]:
    name, section = item.data(0, Qt.ItemDataRole.UserRole)
    return name, section


class _Said(QFrame):
    """A sentence above what it concerns; out of sight while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words)
        self.setProperty("role", "banner")
        self.hide()

    def say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.setVisible(bool(sentence))

    def dress(self) -> None:
        self._row.setContentsMargins(*(theme.scaled(side) for side in (14, 7, 12, 7)))
