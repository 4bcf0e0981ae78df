"""The hits of a search in groups, painted: what was found stands out by weight and by its ground, never by markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lianluozhan.models.found import Group, Hit, Spans
from lianluozhan.models.opinions import Status

from . import theme
from .chip import badge_size, paint_chip
from .icons import pixmap
from .pages.opinion.words import short_number, state_words
from .text import tip_text

HEADING, ROW = 29, 40
ICONS = {
    "opinion": "message-square-text",
    "deputy": "square-user-round",
    "group": "users",
    "reception": "handshake",
    "visit": "file-text",
    "item": "archive",
    "staff": "users",
    "village": "map-pin",
    "body": "building-2",
    "category": "tag",
    "register": "file-pen-line",
    "sheet": "file-text",
    "suggestion": "circle-help",
    "recent": "history",
    "more": "chevron-down",
}
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()


@dataclass(frozen=True)
class Entry:
    """A line of the list: a heading, or a hit."""

    heading: str = ""
    hit: Hit | None = None

    @property
    def words(self) -> str:
        """As it is read aloud."""
        if self.hit is None:
            return self.heading
        parts = (self.hit.title, *told(self.hit)[:1], state_of(self.hit)[0] or self.hit.aside)
        return "，".join(filter(None, parts))


def told(hit: Hit) -> tuple[str, Spans]:
    """The second text of a hit, an opinion's with its number, and what is found in it."""
    if hit.row is None:
        return hit.detail, hit.detail_marks
    number = short_number(hit.row["number"])
    if not hit.detail:
        return number, ()
    shift = len(number) + 3
    return f"{number} · {hit.detail}", tuple((first + shift, last + shift) for first, last in hit.detail_marks)


def state_of(hit: Hit) -> tuple[str, str]:
    """The state of an opinion as word and tone."""
    if hit.row is None:
        return "", "calm"
    return ("作废", "calm") if hit.row["voided_on"] else state_words(Status(hit.row["status"]), hit.row["satisfaction"])


def entries_of(groups: Sequence[Group]) -> list[Entry]:
    """Headings with their counts, and the hits below them."""
    found: list[Entry] = []
    for group in groups:
        count = str(group.total) if group.total is not None else f"{len(group.hits)} 以上"
        found.append(Entry(f"{group.label} {count}" if group.kind != "act" else group.label))
        found += [Entry(hit=_named(hit) if hit.kind == "sheet" else hit) for hit in group.hits]
        if group.kind == "opinion" and group.more:
            found.append(Entry(hit=Hit("more", 0, "再看 50 件", aside="PageDown")))
    return found


def _named(hit: Hit) -> Hit:
    """A printed sheet by what its form is called; loaded when first wanted, for finding opens sooner without it."""
    from lianluozhan.sheets import titles

    return replace(hit, title=f"打印过的{titles().get(hit.title, hit.title)}")


class FindModel(QAbstractListModel):
    """The lines as they are now."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def set_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].hit is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Role.UserRole:
            return entry
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return entry.words
        return tip_text(entry.words) if role == Role.ToolTipRole and entry.hit else None


class FindList(QListView):
    """One line a hit; the focus stays in the field above."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = FindModel()
        self.lines.setParent(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setAccessibleName("查找结果")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_entries(self, entries: list[Entry], *, keep: bool) -> None:
        """Other lines; the current hit stays current where `keep`, else the first one is."""
        before, place = self.hit() if keep else None, self.verticalScrollBar().value()
        self.lines.set_entries(entries)
        at = next((n for n, e in enumerate(entries) if before and e.hit and _same(e.hit, before)), None)
        if at is None:
            at = next((n for n, e in enumerate(entries) if e.hit), -1)
            place = 0
        self.setCurrentIndex(self.lines.index(at, 0))
        self.verticalScrollBar().setValue(place)

    def hit(self) -> Hit | None:
        row = self.currentIndex().row()
        return self.lines.entries[row].hit if 0 <= row < len(self.lines.entries) else None

    def move(self, steps: int) -> bool:  # type: ignore[override]
        """Go some hits on; False at the end."""
        hits = [n for n, entry in enumerate(self.lines.entries) if entry.hit]
        row = self.currentIndex().row()
        if row not in hits:
            return False
        to = min(max(hits.index(row) + steps, 0), len(hits) - 1)
        moved = hits[to] != row
        self.setCurrentIndex(self.lines.index(hits[to], 0))
        if to == 0:
            self.scrollToTop()
        return moved

    @property
    def page_length(self) -> int:
        return max(1, self.viewport().height() // theme.scaled(ROW) - 1)

    @property
    def wanted_height(self) -> int:
        return sum(theme.scaled(ROW if entry.hit else HEADING) for entry in self.lines.entries)


def _same(one: Hit, other: Hit) -> bool:
    return (one.kind, one.key) == (other.kind, other.key)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(ROW if index.data(Role.UserRole).hit else HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Role.UserRole)
        area, state = option.rect, option.state  # type: ignore[attr-defined]
        painter.save()
        current = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "tint" if entry.hit is None else "selected" if current else "hover" if hovered else "sheet"
        painter.fillRect(area, theme.colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        inside = area.adjusted(theme.scaled(16), 0, -theme.scaled(14), -1)
        if entry.hit is None:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("ink_soft"))
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), entry.heading)
        else:
            if current:
                painter.fillRect(area.left(), area.top(), theme.scaled(4), area.height() - 1, theme.colour("accent"))
            self._paint_hit(painter, inside, entry.hit, current)
        painter.restore()

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Hit, current: bool) -> None:
        side = theme.scaled(20)
        picture = pixmap(ICONS.get(hit.kind, "chevron-right"), "accent" if current else "ink_soft")
        painter.drawPixmap(QRect(area.left(), area.center().y() - side // 2, side, side), picture)
        area = area.adjusted(side + theme.scaled(10), 0, 0, 0)
        area.setRight(area.right() - _paint_end(painter, area, hit))
        detail, marks = told(hit)
        room = QFontMetrics(theme.font("small")).horizontalAdvance(detail) + theme.scaled(10) if detail else 0
        title = QRect(area)
        title.setRight(area.right() - min(room, area.width() * 2 // 5))
        used = paint_marked(painter, title, hit.title, hit.marks, step="body", ink="ink", bold=current)
        if detail:
            rest = area.adjusted(used + theme.scaled(10), 0, 0, 0)
            paint_marked(painter, rest, detail, marks, step="small", ink="ink_soft", bold=False)


def _paint_end(painter: QPainter, area: QRect, hit: Hit) -> int:
    """The chip of a state, or the key or words at the right; the width it takes."""
    state, tone = state_of(hit)
    words = state or hit.aside
    if not words:
        return 0
    size = badge_size(words)
    place = QRect(area.right() - size.width(), area.center().y() - size.height() // 2, size.width(), size.height())
    if state:
        paint_chip(painter, place, state, tone)
    else:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("ink_soft"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
    return size.width() + theme.scaled(10)


def paint_marked(painter: QPainter, area: QRect, text: str, marks: Spans, *, step: str, ink: str, bold: bool) -> int:
    """One line with the found pieces bold on their ground, cut at the end; the width that was used."""
    usual, strong = theme.font(step, bold=bold), theme.font(step, bold=True)
    text, marks = _in_sight(text, marks, QFontMetrics(strong), area.width())
    left = area.left()
    for piece, is_found in _pieces(text, marks):
        font = strong if is_found else usual
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(piece)
        if is_found:
            height = metrics.height()
            painter.fillRect(left, area.center().y() - height // 2, width, height, theme.colour("marked"))
        painter.setFont(font)
        painter.setPen(theme.colour("ink" if is_found else ink))
        painter.drawText(QRect(left, area.top(), width + 2, area.height()), int(Qt.AlignmentFlag.AlignVCenter), piece)
        left += width
    return left - area.left()


def _in_sight(text: str, marks: Spans, metrics: QFontMetrics, width: int) -> tuple[str, Spans]:
    """The text cut to a width, at its beginning too where what was found would not be seen."""
    if metrics.horizontalAdvance(text) <= width:
        return text, marks
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    if marks and marks[0][1] > len(cut) - 1 and marks[0][0] > 6:
        start = marks[0][0] - 4
        text = "…" + text[start:]
        marks = tuple((first - start + 1, last - start + 1) for first, last in marks if first >= start)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    end = len(cut) if cut == text else len(cut) - 1
    return cut, tuple((first, min(last, end)) for first, last in marks if first < end)


def _pieces(text: str, marks: Spans) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for first, last in marks:
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
