"""A year's plan before it is kept: every reception, who falls short and why; kept, or the rule is changed first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.receptions import planning
from lianluozhan.models.receptions.planning import Proposal, Sitting
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, primary
from ..opinion.words import spoken_day

SHOWN_SHORT = 8  # names of those who fall short, before the rest is only counted
HEAD_SHARE = 0.36  # of the height that the words above the list may take


def columns_of(proposal: Proposal) -> tuple[Column, ...]:
    """Only what is not the same every time; the rest stands once above."""
    places = {sitting.place for sitting in proposal.sittings}
    topics = any(sitting.topic for sitting in proposal.sittings)
    return (
        Column("日期", "day", width=184),
        Column("接待代表", "deputies"),
        *((Column("地点", "place", width=200),) if len(places) > 1 else ()),
        *((Column("主题", "topic", width=100),) if topics else ()),
        Column("说明", "note", width=240),
    )


class _Sittings:
    """The receptions of a proposal as a list."""

    def __init__(self, proposal: Proposal) -> None:
        self._rows = [_row(number, made, proposal) for number, made in enumerate(proposal.sittings)]

    def count(self) -> int:
        return len(self._rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        start = 0 if after is None else after["id"] + 1
        return self._rows[start : start + limit]


class ProposalSheet(QWidget):
    """`kept` says the id of the plan; `change_wanted` that the rule is to be changed."""

    left = Signal()
    kept = Signal(int)
    change_wanted = Signal()

    def __init__(self, session: Session, proposal: Proposal) -> None:
        super().__init__()
        self._session, self.proposal = session, proposal
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.table = RecordTable(columns_of(proposal), _Sittings(proposal))
        self.table.setAccessibleName("拟排的接待")
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self.setFocusProxy(self.table)
        shortcut(self, "save", self.keep)

    def _head(self) -> QScrollArea:
        """Title, rule and remarks; on a small screen they scroll, so that the list keeps its room."""
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        column.setSpacing(theme.scaled(4))
        made = self.proposal
        column.addWidget(Words(f"{made.year}年度接待计划（拟排 {len(made.sittings)} 次）", "title"))
        column.addWidget(Words(f"{made.rule.words}。每次{made.rule.starts_at}—{made.rule.ends_at}。", "soft"))
        self.remarks = [Words(sentence, "hint") for sentence in remarks_of(made)]
        for words in self.remarks:
            column.addWidget(words)
        self._words = QScrollArea()
        self._words.setWidgetResizable(True)
        self._words.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words.setWidget(inside)
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._words.widget().heightForWidth(self.width() - theme.scaled(8))
        self._words.setFixedHeight(min(needed, int(self.height() * HEAD_SHARE)))

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        row.addWidget(Words("还没有存。存了还能逐次调整。", "soft"), 1)
        self.change_button, self.keep_button = button("改规则"), primary("存为计划草稿", "Ctrl+S")
        self.leave_button = button("不要了", key="Esc")
        self.leave_button.clicked.connect(self.left)
        self.change_button.clicked.connect(self.change_wanted)
        self.keep_button.clicked.connect(self.keep)
        for made in (self.leave_button, self.change_button, self.keep_button):
            row.addWidget(made)
        return foot

    def keep(self) -> None:
        """Store it as the draft of the year."""
        attempt(self, lambda: planning.store(self._session, self.proposal), saved=lambda plan: self.kept.emit(plan.id))


def remarks_of(made: Proposal) -> list[str]:
    """Who falls short and why, which days fall out, what else the clerk should know; a sentence each."""
    said = list(made.remarks)
    by_reason: dict[str, list[str]] = {}
    for each in made.short:
        by_reason.setdefault(each.why, []).append(f"{each.name}（{each.turns}次）")
    for why, names in by_reason.items():
        shown = "、".join(names[:SHOWN_SHORT])
        more = f"等 {len(names)} 名代表" if len(names) > SHOWN_SHORT else ""
        said.append(f"不足 {made.rule.minimum} 次：{shown}{more}。{why}。")
    if made.left_out:
        days = "、".join(f"{day.month}月{day.day}日（{why}）" for day, why in made.left_out)
        said.append(f"这些日子不接待：{days}。")
    if not made.short and made.rule.minimum and made.sittings:
        said.append(f"每名代表都排到了 {made.rule.minimum} 次以上。")
    return said


def _row(number: int, made: Sitting, proposal: Proposal) -> dict[str, Any]:
    return {
        "id": number,
        "day": spoken_day(made.held_on).partition("年")[2],
        "deputies": "、".join(proposal.names[each] for each in made.deputy_ids) or "没有代表可排",
        "place": made.place,
        "topic": made.topic,
        "note": made.moved_reason or made.rest_day_reason,
    }
