"""A yearly table before it is taken: its holidays, and which open matters would get another date (3.2.2)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import calendars, deadlines
from lianluozhan.models.calendars import YearTable
from lianluozhan.models.deadlines import WEEKDAYS, Move, spoken
from lianluozhan.models.session import Session

from ... import theme
from ...layout_rules import logical_width
from ...record_list import ListRow, RecordList
from ...record_table import Column
from ...slices import Row
from ...text import Words, button, plain, primary
from ..opinion.words import short_number
from .section import SHEET_PADDING
from .section_table import LEAST, HeldRows, SectionTable

DAYS_NAMED = 6
TABLE_WIDTH = 900  # logical width from which the columns fit
COLUMNS = (
    Column("编号", "number", width=74),
    Column("事由", "title"),
    Column("谁手里", "holder", width=130),
    Column("期限", "kind", width=64),
    Column("原来", "old", width=124),
    Column("改到", "new", width=124),
    Column("为什么", "why", width=270),
)


class CalendarPreview(QWidget):
    """`taken` and `left`: nothing is changed before the person says so."""

    taken = Signal()
    left = Signal()

    def __init__(self, session: Session, table: YearTable, spans: list[Row]) -> None:
        super().__init__()
        self.table = table
        self.moves = deadlines.what_would_move(session, table)
        again = table.year in {known.year for known in calendars.known_years(session)}
        self.rows = SectionTable("会变的期限", COLUMNS)
        self.rows.set_slices(HeldRows([_row(move) for move in self.moves]))
        self.lines = RecordList(HeldRows([_row(move) for move in self.moves]), _two_lines)
        self.lines.setAccessibleName("会变的期限")
        self.figures = Words(_figures(self.moves))
        self.about = Words("；".join(f"{row['name']} {row['days']} {row['count']}" for row in spans), "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QWidget()
        self._head.setProperty("role", "page")
        words = QVBoxLayout(self._head)
        words.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 10, SHEET_PADDING, 8)))
        words.setSpacing(theme.scaled(4))
        words.addWidget(plain(f"{table.year} 年节假日表", "lead"))
        words.addWidget(Words(f"依据：{table.source}", "soft"))
        words.addWidget(self.about)
        if again:
            words.addWidget(Words(_replaced(session, table)))
        words.addWidget(plain("这些未办结的件会变" if self.moves else "没有期限要变", "lead"))
        words.addWidget(self.figures)
        self._above = QScrollArea()
        self._above.setWidgetResizable(True)
        self._above.setFrameShape(QFrame.Shape.NoFrame)
        self._above.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._above.setAccessibleName(f"{table.year} 年节假日表")
        self._above.setWidget(self._head)
        self._above.setMinimumHeight(theme.scaled(LEAST))
        column.addWidget(self._above, 3)
        column.addWidget(self.rows, 1)
        column.addWidget(self.lines, 1)
        if not self.moves:
            column.addStretch(0)
        self._arrange()
        column.addWidget(self._foot())

    def take_focus(self) -> None:
        """What would move is looked at first; where nothing does, the safe answer."""
        shown = self.lines if self.lines.isVisibleTo(self) else self.rows
        (shown if self.moves else self.leave_button).setFocus()

    def _arrange(self) -> None:
        """A table where its columns fit, else two lines a limit; what stands above scrolls where it is too much."""
        self._above.setMaximumHeight(max(self._head.heightForWidth(self.width()), theme.scaled(LEAST)))
        wide = logical_width(self) >= TABLE_WIDTH
        self.rows.setVisible(bool(self.moves) and wide)
        self.lines.setVisible(bool(self.moves) and not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 7, SHEET_PADDING, 7)))
        row.setSpacing(theme.scaled(8))
        row.addWidget(Words("采用以前什么都没有改", "soft"), 1)
        self.leave_button = button("不采用", key="Esc")
        self.leave_button.clicked.connect(self.left)
        row.addWidget(self.leave_button)
        self.take_button = primary(f"采用，改 {len(self.moves)} 个期限" if self.moves else "采用", "F9")
        self.take_button.clicked.connect(self.taken)
        row.addWidget(self.take_button)
        return foot


def _figures(moves: list[Move]) -> str:
    """How many would move, of which kind, and which way."""
    if not moves:
        return "在走的期限都没有按周末暂算跨到这一年，采用以后日期都不变。"
    kinds = "，".join(f"{kind} {count}" for kind, count in Counter(move.kind for move in moves).most_common())
    later = sum(move.new > move.old for move in moves)
    ways = [f"{later} 个往后顺" if later else "", f"{len(moves) - later} 个提前" if later < len(moves) else ""]
    matters = len({move.opinion_id for move in moves})
    return f"{matters} 件，{len(moves)} 个期限（{kinds}）；{'，'.join(way for way in ways if way)}。"


def _replaced(session: Session, table: YearTable) -> str:
    days = calendars.differences(session, table)
    named = "、".join(spoken(day) for day in days[:DAYS_NAMED]) + ("等" if len(days) > DAYS_NAMED else "")
    return (
        f"{table.year} 年的表已经有了，会换成这一份，有 {len(days)} 天不同：{named}。"
        "按原来的表已经定下的期限不动，只重算暂算的。"
    )


def _row(move: Move) -> Row:
    return {
        "id": move.deadline_id,
        "number": short_number(move.number),
        "title": move.title,
        "holder": move.holder,
        "kind": move.kind,
        "old": _day(move.old),
        "new": _day(move.new),
        "why": move.why,
    }


def _two_lines(row: Row) -> ListRow:
    moved = f"{row['kind']} {row['old']} 改到 {row['new']}，{row['why']}"
    return ListRow(f"{row['number']} {row['title']}（{row['holder']}）", moved)


def _day(day: date) -> str:
    return f"{day.isoformat()} {WEEKDAYS[day.weekday()]}"
