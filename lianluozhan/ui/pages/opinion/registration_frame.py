"""Around the registration form: its title line, the white sheet with its foot, and what stands beside it or below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ... import theme
from ...layout_rules import logical_width
from ...text import button, elided, link, plain, plain_button, primary
from .registration_form import EntryForm

SIDE_WIDTH, SIDE_FROM = 318, 1160  # logical widths of the pane beside the form, and of the page from which it is there
OPEN_SIDE_WIDTH = 150  # of the link that opens the pane
HINT = "Enter 下一格，Shift+Tab 上一格，F8 下一个要填的格"
LEAST_WIDTH, LEAST_HEIGHT = 480, 200
SIDE_HEIGHT, BELOW_FROM = 250, 420  # of the pane below the form, and of the sheet that has room for both
ALL_KEYS_FROM, KEYS_FROM = 1160, 780  # logical widths of the foot from which all, or most, labels name their keys
ALL_BUTTONS_FROM, IN_WORDS_FROM = 820, 960  # from which nothing is put away under 更多; the pane is named in full


class Side(QWidget):
    """Two sheets, one below the other beside the form, one beside the other below it."""

    def __init__(self, pane: QWidget, short: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.scaled(10))
        self._box.addWidget(pane, 1)
        self._short = QScrollArea(self)
        self._short.setWidgetResizable(True)
        self._short.setFrameShape(QFrame.Shape.NoFrame)
        self._short.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._short.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.addWidget(short)
        self._last = short

    def stand(self, *, beside: bool) -> None:
        """Beside the form, or below it."""
        way = QBoxLayout.Direction
        self._box.setDirection(way.TopToBottom if beside else way.LeftToRight)
        if beside and self._short.widget() is self._last:
            self._short.takeWidget()
            self._box.replaceWidget(self._short, self._last)
        elif not beside and self._short.widget() is not self._last:
            self._box.replaceWidget(self._last, self._short)
            self._short.setWidget(self._last)
        self._short.setFixedWidth(theme.scaled(SIDE_WIDTH))
        self._short.setVisible(not beside)
        self._last.show()


class FormFrame(QFrame):
    """`form` in its sheet; `side` is beside it where there is room, else below it on demand."""

    def __init__(self, form: EntryForm, side: Side) -> None:
        super().__init__()
        self.form, self.side = form, side
        self.title = plain("快速登记", "title")
        self.hint = elided(HINT, "soft")
        self.like_last = button("接着上一份的来源填", role="link", icon="copy", key="Ctrl+D")
        self.like_last.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.leave = button("返回列表", role="link", icon="arrow-left", key="Esc")
        self.leave.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.number, self.registrar = plain("", "soft"), plain("", "soft")
        self.said = elided("", "soft")
        self.open_side = link("", icon="chevron-up")
        self.open_side.clicked.connect(lambda: self.show_side(not self.side.isVisibleTo(self)))
        self.more = plain_button("更多", icon="ellipsis")
        self.more.clicked.connect(self._open_more)
        self.draft_button = button("存为草稿", key="Ctrl+S")
        self.next_button = button("保存，接着登记", key="Ctrl+Shift+Enter")
        self.print_button = button("保存并打印", icon="printer", key="Ctrl+Enter")
        self.go_button = primary("提交审核", "F9")
        self._is_beside: bool | None = None
        self._alike = 0
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.scaled(6), 0, theme.scaled(6), 0)
        head.setSpacing(theme.scaled(12))
        head.addWidget(self.title)
        head.addWidget(self.hint, 1)
        head.addWidget(self.like_last)
        head.addWidget(self.leave)
        self.sheet = QFrame()
        self.sheet.setProperty("role", "sheet")
        self._sheet = QVBoxLayout(self.sheet)
        self._sheet.setContentsMargins(1, 1, 1, 1)
        self._sheet.setSpacing(0)
        self._scroll = self._scrolled()
        self._sheet.addWidget(self._scroll, 1)
        self._sheet.addWidget(self._foot())
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.scaled(10))
        self._row.addWidget(self.sheet, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.scaled(6))
        outer.addLayout(head)
        outer.addLayout(self._row, 1)
        self.side.setParent(self)  # it goes with the form, also before it has its place; Tab comes to it last
        self.side.hide()

    def _scrolled(self) -> QScrollArea:
        line = QHBoxLayout()
        line.addWidget(self.number, 1, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(plain("社 情 民 意 登 记 表", "title"))
        self.registrar.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(self.registrar, 1, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (16, 6, 16, 10)))
        column.setSpacing(theme.scaled(6))
        column.addLayout(line)
        column.addWidget(self.form, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        return scroll

    def _foot(self) -> QFrame:
        self.foot = QFrame()
        self.foot.setProperty("role", "foot")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.said, 1)
        buttons = (self.draft_button, self.next_button, self.print_button, self.go_button)
        for made in (self.open_side, self.more, *buttons):
            row.addWidget(made)
        return self.foot

    def keep_in_sight(self, field: QWidget) -> None:
        """Scroll to the cell that is being filled in, with what is said in it; once more when it has its place."""

        def scroll() -> None:
            cell = field
            while (above := cell.parentWidget()) is not None and above is not self.form:
                cell = above
            fits = above is not None and cell.height() < self._scroll.viewport().height() - 2 * margin
            self._scroll.ensureWidgetVisible(cell if fits else field, 0, margin)

        margin = theme.scaled(40 if logical_width(self) >= KEYS_FROM else 16)
        scroll()
        QTimer.singleShot(0, field, scroll)

    def show_side(self, on: bool) -> None:
        """Where there is no room beside the form, open or close what stands below it, or in its place if it is low."""
        alone = on and not self._is_beside and self.sheet.height() < theme.scaled(BELOW_FROM)
        if self._is_beside is False:
            self.side.setMaximumHeight(16_777_215 if alone else theme.scaled(SIDE_HEIGHT))
        self.side.setVisible(on)
        self._scroll.setVisible(not alone)
        words = "可能重复、建议和期限" if logical_width(self) >= IN_WORDS_FROM else "提示"
        if self._alike:
            words = f"可能重复 {self._alike} 件"
        self.open_side.setText(" 收起" if on else f" {words}")
        self.open_side.setAccessibleName("收起可能重复、建议和期限" if on else f"打开{words}")

    def count_alike(self, count: int) -> None:
        """How many matters may be the same, said where the pane is closed."""
        self._alike = count
        self.show_side(self.side.isVisibleTo(self))

    def _open_more(self) -> None:
        """What there is no room for in a small window."""
        menu = QMenu(self)
        for made in (self.draft_button, self.next_button):
            menu.addAction(made.accessibleName()).triggered.connect(made.click)
        menu.exec(self.more.mapToGlobal(self.more.rect().topLeft() - QPoint(0, menu.sizeHint().height())))

    def minimumSizeHint(self) -> QSize:
        """What is needed when the pane is closed and the labels are short: nothing here keeps a window wide."""
        return QSize(theme.scaled(LEAST_WIDTH), theme.scaled(LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        width = logical_width(self) - (SIDE_WIDTH if self._is_beside else 0)
        room = width - (0 if self._is_beside else OPEN_SIDE_WIDTH)
        for stowed in (self.draft_button, self.next_button):
            stowed.setVisible(width >= ALL_BUTTONS_FROM)
        self.more.setVisible(width < ALL_BUTTONS_FROM)
        self.show_side(self.side.isVisibleTo(self))
        self.hint.setText(HINT if logical_width(self) >= KEYS_FROM else "")
        for made, key, least in (
            (self.draft_button, "Ctrl+S", KEYS_FROM),
            (self.next_button, "Ctrl+Shift+Enter", ALL_KEYS_FROM),
            (self.print_button, "Ctrl+Enter", KEYS_FROM),
            (self.like_last, "Ctrl+D", KEYS_FROM),
            (self.leave, "Esc", KEYS_FROM),
        ):
            _label(made, key if room >= least else "")
            made.setToolTip(key)

    def _arrange(self) -> None:
        beside = logical_width(self) >= SIDE_FROM
        if beside == self._is_beside:
            return
        self._is_beside = beside
        places: tuple[QBoxLayout, QBoxLayout] = (self._row, self._sheet)
        for place in places:
            place.removeWidget(self.side)
        self.side.stand(beside=beside)
        if beside:
            self.side.setFixedWidth(theme.scaled(SIDE_WIDTH))
            self.side.setMaximumHeight(16_777_215)
            self._row.addWidget(self.side)
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
            self._sheet.insertWidget(1, self.side)
        self.open_side.setVisible(not beside)
        self.show_side(beside)


def _label(made: QPushButton, key: str) -> None:
    words = made.accessibleName()
    icon = " " if not made.icon().isNull() else ""
    made.setText(f"{icon}{words}  {key}" if key else f"{icon}{words}")
