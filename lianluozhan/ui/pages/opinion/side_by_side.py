"""对照看: the form that is being filled in and a matter that may be the same, with full text, what both say marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lianluozhan.models.learning.words import marks
from lianluozhan.models.opinions.similar import Candidate

from ... import theme
from ...drawer import Drawer
from ...layout_rules import logical_width
from ...text import chip, link, plain
from .words import short_day, short_number, state_words

WIDE = 980  # logical pixels
SIDE_BY_SIDE_FROM = 640


class SideBySide(Drawer):
    """Left what is typed, right what is stored; 并入 in the foot when that is possible, 关联 beside it."""

    link_asked = Signal(int)

    def __init__(
        self, page: QWidget, values: Mapping[str, Any], candidate: Candidate, today: date, *, may_join: bool
    ) -> None:
        number = short_number(candidate.number)
        note = "并入以后按那一件办理，这位反映人仍要告知。" if may_join else "只对照看，不会改动。"
        subtitle = f"正在登记的和 {number} 号，两边都说到的标了底色。"
        super().__init__(page, "对照看", subtitle, act=f"并入 {number} 号", note=note)
        self._candidate, self._join = candidate, lambda: None
        mine = [str(values.get(name) or "") for name in ("title", "content", "request")]
        theirs = [candidate.title, candidate.content, candidate.request]
        state, tone = state_words(candidate.status, candidate.satisfaction)
        parts = (short_day(candidate.received_on, today), candidate.village_name, candidate.submitter)
        self._columns = QWidget()
        narrow = logical_width(self._over) < SIDE_BY_SIDE_FROM
        row = QVBoxLayout(self._columns) if narrow else QHBoxLayout(self._columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(24))
        row.addWidget(_column("正在登记", "", "", mine, theirs), 1)
        row.addWidget(_column(f"{number} 号", state, tone, theirs, mine, " · ".join(p for p in parts if p)), 1)
        layout = self.fields.layout()
        assert layout is not None
        layout.addWidget(self._columns)
        self.act_button.setVisible(may_join)
        self._link = link("关联")
        self._link.clicked.connect(self._toggle)
        foot = self.act_button.parentWidget().layout()  # type: ignore[union-attr]
        assert isinstance(foot, QHBoxLayout)
        foot.insertWidget(1, self._link)

    def show_it(self, join: Callable[[], None], *, linked: bool) -> None:
        """Open it; `join` is called when 并入 is pressed."""
        self._link.setText("取消关联" if linked else "关联")
        self.open(lambda values: None, lambda result: join())
        (self.act_button if self.act_button.isVisible() else self._link).setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """The keys of the drawer do nothing where joining is not possible."""
        if self.act_button.isVisible():
            super().save()

    def _toggle(self) -> None:
        self.link_asked.emit(self._candidate.id)
        self._link.setText("关联" if self._link.text() == "取消关联" else "取消关联")

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        width = min(theme.scaled(WIDE), self._over.width())
        self.sheet.setGeometry(self._over.width() - width, 0, width, self._over.height())


def _column(head: str, state: str, tone: str, texts: list[str], others: list[str], detail: str = "") -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.scaled(6))
    line = QHBoxLayout()
    line.addWidget(plain(head, "lead"))
    if state:
        line.addWidget(chip(state, tone))
    line.addStretch(1)
    column.addLayout(line)
    column.addWidget(plain(detail or " ", "label"))
    other = "\n".join(others)
    for label, text in zip(("事由", "反映内容", "诉求"), texts, strict=True):
        if text.strip() or label != "诉求":
            column.addWidget(plain(label, "label"))
            column.addWidget(_marked(text.strip() or "没有填写", other, f"{head} {label}"))
    column.addStretch(1)
    return holder


def _marked(text: str, other: str, name: str) -> QLabel:
    """The text with what the other one says too on a tint and underlined; never taken for markup."""
    now, parts = theme.current(), []
    for piece, shared in marks(text, other):
        words = escape(piece).replace("\n", "<br>")
        style = f"background-color:{now.marked};text-decoration:underline"
        parts.append(f'<span style="{style}">{words}</span>' if shared else words)
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText("".join(parts))
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setAccessibleDescription(text)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
    return label
