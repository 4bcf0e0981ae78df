"""Labels and buttons: text from people is never markup, every control has a name."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from . import theme
from .icons import icon as make_icon
from .icons import pixmap


def plain(text: str, role: str = "") -> QLabel:
    """A label that shows exactly the characters given."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if role:
        label.setProperty("role", role)
    return label


def wrapped(text: str, role: str = "") -> QLabel:
    """A plain label that breaks its lines."""
    label = plain(text, role)
    label.setWordWrap(True)
    return label


def chip(text: str, tone: str = "calm") -> QLabel:
    """A state as a tinted word; tone is wait, work, good, stop or calm."""
    label = plain(text, "chip")
    label.setProperty("tone", tone)
    return label


def button(text: str, *, role: str = "", icon: str = "", key: str = "") -> QPushButton:
    """A button; `role` primary, danger, link or nothing; the key's name stands in the label."""
    label = f"{text}  {key}" if key else text
    made = QPushButton(f" {label}" if icon else label)
    made.setAccessibleName(text)
    if role:
        made.setProperty("role", role)
    if icon:
        _put_icon(made, icon, role)
    return made


def _put_icon(made: QPushButton, icon: str, role: str) -> None:
    colour = {"primary": "on_accent", "danger": "overdue", "link": "link"}.get(role, "ink_soft")
    made.setIcon(make_icon(icon, colour, 18))
    made.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))


def primary(text: str, key: str = "", *, icon: str = "") -> QPushButton:
    """The filled button: the next sensible step, one on a page."""
    return button(text, role="primary", icon=icon, key=key)


def make_primary(made: QPushButton, filled: bool, *, icon: str) -> None:
    """Fill a button, or draw its outline only where another one is the next step."""
    role = "primary" if filled else ""
    if (made.property("role") or "") != role:
        made.setProperty("role", role)
        made.style().unpolish(made)
        made.style().polish(made)
        _put_icon(made, icon, role)


def plain_button(text: str, key: str = "", *, icon: str = "") -> QPushButton:
    """An outlined button."""
    return button(text, icon=icon, key=key)


def danger(text: str, key: str = "", *, icon: str = "") -> QPushButton:
    """A button whose deed is not simply taken back."""
    return button(text, role="danger", icon=icon, key=key)


def link(text: str, *, icon: str = "") -> QPushButton:
    """Words that open something."""
    return button(text, role="link", icon=icon)


def icon_button(name: str, what: str, key: str = "") -> QToolButton:
    """A button of an icon alone, only for ‹ › ×; `what` is its name and tool tip."""
    made = QToolButton()
    made.setIcon(make_icon(name))
    made.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))
    made.setAccessibleName(what)
    tip(made, f"{what}（{key}）" if key else what)
    return made


def icon_label(name: str, colour: str = "ink_soft", size: int = 20) -> QLabel:
    """An icon as a picture, always beside a word."""
    label = QLabel()
    label.setPixmap(pixmap(name, colour, size))
    label.setFixedSize(theme.scaled(size), theme.scaled(size))
    return label


def tip(widget: QWidget, text: str) -> None:
    """A tool tip that shows exactly the characters given: Qt would take anything like a tag for markup."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """The same for a model's tool tip role."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if text else ""


class Elided(QLabel):
    """One line that ends in … when there is too little room; the whole is in the tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("国国国…")), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        tip(self, self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)


def elided(text: str, role: str = "") -> Elided:
    """A plain label of one line that elides at its end."""
    return Elided(text, role)


class Words(QLabel):
    """Wrapped text from people: breaks anywhere when it must, so that no long word widens a form."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._heights: dict[tuple[int, str, str], int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)
        if role:
            self.setProperty("role", role)
        copy = QAction("复制", self)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国国国国"), self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        longest = max((self.fontMetrics().horizontalAdvance(line[:60]) for line in self.text().split("\n")), default=0)
        width = min(longest, self.fontMetrics().horizontalAdvance("国") * 44) + 2
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        key = (max(width, 1), self.text(), self.font().key())
        if key not in self._heights:  # layouts ask for the same one many times over
            self._heights[key] = int(self._lines(key[0])[1])
        return self._heights[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, height = self._lines(self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        top = 0.0 if self.alignment() & Qt.AlignmentFlag.AlignTop else max(0.0, (self.height() - height) / 2)
        layout.draw(painter, QPointF(0, top))

    def _lines(self, width: int) -> tuple[QTextLayout, float]:
        self.ensurePolished()
        layout = QTextLayout(self.text().replace("\n", "\u2028") or " ", self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, height + 1
