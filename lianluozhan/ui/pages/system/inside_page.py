"""Inside a backup, beside the data of today: what differs, one matter then and now, and the way to bring it back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models import backup
from lianluozhan.models.backup import Difference, Inside, Kind
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.permissions import who_may
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...banner import Banner
from ...editors import ChoiceEditor, LineEditor
from ...layout_rules import logical_width
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...text import Words, button, primary
from ..opinion.words import short_number
from .backup_telling import info_words
from .inside_matter import Matter
from .section_table import HeldRows

NARROW = 900
DIFFER, WENT_ON, ALL = "differ", "went_on", "all"


class InsidePage(QFrame):
    """Lies over the whole window; what was opened is closed with it."""

    left = Signal()

    def __init__(self, session: Session, inside: Inside) -> None:
        super().__init__()
        self.session, self.inside = session, inside
        self.found: dict[int, Difference] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.setProperty("role", "desk")
        self.which = ChoiceEditor("which", [(DIFFER, ""), (WENT_ON, ""), (ALL, "")])
        self.which.setAccessibleName("看哪些")
        self.words = LineEditor("words")
        self.words.setPlaceholderText("查找编号、事由、内容")
        self.words.setAccessibleName("查找编号、事由、内容")
        columns = (
            Column("编号", "number", lambda number: short_number(number) or "草稿", width=72),
            Column("事由", "title"),
            Column("现在怎样", "kind", width=124),
        )
        self.table = RecordTable(columns, HeldRows([]))
        self.table.setAccessibleName("备份里的社情民意")
        self._banner_place = QVBoxLayout()
        self._record = QScrollArea()
        self.bring_button = primary("取回到今天的数据", "F9", icon="rotate-ccw")
        self._build()
        self._connect()
        self._compare()
        self.refresh()

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (24, 14, 24, 10)))
        head.setSpacing(theme.scaled(4))
        head.addWidget(Words("看备份里的内容", "title"))
        head.addWidget(
            Words(f"{info_words(self.inside.info)}这里只看不改，左边选一件，右边是备份里和现在的对照。", "soft")
        )
        head.addLayout(self._banner_place)
        left = QVBoxLayout()
        left.setSpacing(theme.scaled(8))
        left.addWidget(self.which)
        left.addWidget(self.words)
        left.addWidget(self.table, 1)
        self._record.setWidgetResizable(True)
        self._record.setFrameShape(QFrame.Shape.NoFrame)
        self._record.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._record.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setContentsMargins(*(theme.scaled(side) for side in (24, 8, 24, 8)))
        self._sides.setSpacing(theme.scaled(18))
        self._sides.addLayout(left, 5)
        self._sides.addWidget(self._record, 6)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        column.addLayout(self._sides, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.scaled(14)] * 4)
        outer.addWidget(sheet)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (24, 8, 24, 8)))
        self.leave_button = button("返回", key="Esc")
        self.leave_button.clicked.connect(self.left)
        row.addWidget(self.leave_button)
        self._why = Words("", "soft")
        row.addWidget(self._why, 1)
        row.addWidget(self.bring_button)
        return foot

    def _connect(self) -> None:
        self.which.changed.connect(self.refresh)
        self.words.textChanged.connect(lambda _: self.refresh())
        self.table.chosen.connect(lambda _: self._show())
        self.bring_button.clicked.connect(self.bring_back)
        shortcut(self, "back", self.left.emit)
        shortcut(self, "next_step", self.bring_back)

    # What is listed ------------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Read the differences again, and say in the chooser how many there are."""
        found = backup.differences(self.session, self.inside)
        self.found = {each.opinion.id: each for each in found}
        went_on = sum(each.kind is Kind.WENT_ON for each in found)
        kept = self.which.value() or DIFFER
        self.which.set_choices(
            [
                (DIFFER, f"登记内容或附件不一样的 {len(found) - went_on} 件"),
                (WENT_ON, f"只是往下办了的 {went_on} 件"),
                (ALL, f"备份里全部 {self.inside.info.opinions} 件"),
            ]
        )
        self.which.set_value(kept)

    def refresh(self) -> None:
        """List again what is chosen and looked for."""
        current = self.table.current()
        self.table.set_slices(self._everything() if self.which.value() == ALL else HeldRows(self._differing()))
        rows = self.table.records.loaded.rows
        if rows and not (current and self.table.select(current["id"])):
            self.table.selectRow(0)
        self._show()

    def _differing(self) -> list[dict[str, Any]]:
        words, wanted = self.words.value(), self.which.value() == WENT_ON
        return [
            {"id": each.opinion.id, "kind": each.kind.label, **_named(each.opinion)}
            for each in self.found.values()
            if (each.kind is Kind.WENT_ON) is wanted and words in _text(each.opinion)
        ]

    def _everything(self) -> Listing:
        return Listing(
            self.inside.session.db,
            "opinions",
            where=("instr(number || title || content, :words) > 0",),
            params={"words": self.words.value()},
            order=("received_on", "id"),
            descending=True,
            columns="id, received_on, title, number,"
            " CASE WHEN voided_on IS NULL THEN '' ELSE '备份时已作废' END AS kind",
        )

    # One matter ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        row = self.table.current()
        found = self._found(row["id"]) if row else None
        self.ticks = {}
        if row:
            matter = Matter(self.session, self.inside, row["id"], found)
            matter.ticked.connect(lambda: self._weigh(found))
            self.ticks = matter.ticks
            self._record.setWidget(matter)
        else:
            self._record.setWidget(_nothing(self.which.value()))
        self._weigh(found)

    def _found(self, opinion_id: int) -> Difference | None:
        """How it differs; that the disk has damaged a file is found by reading it, one matter at a time."""
        return self.found.get(opinion_id) or backup.difference(self.session, self.inside, opinion_id)

    def _weigh(self, found: Difference | None) -> None:
        """What the button does, or why it does nothing."""
        ready = found is not None and found.kind is not Kind.WENT_ON
        allowed = self.session.may("backup.bring_back")
        only_fields = found is not None and found.kind is Kind.CHANGED and not found.files
        chosen = not only_fields or any(tick.isChecked() for tick in self.ticks.values())
        self.bring_button.setEnabled(ready and allowed and chosen)
        if ready and not allowed:
            self._why.setText(f"从备份取回由{who_may('backup.bring_back')}办理。")
        elif ready and not chosen:
            self._why.setText("先勾选要改回的项目。")
        elif found is None or not ready:
            self._why.setText("这一件的登记内容和附件与现在一样。" if self.table.current() else "")
        else:
            self._why.setText("取回以后，备份以后办的都留着。")

    # Bringing back ---------------------------------------------------------------------------------------------------

    def bring_back(self) -> None:
        """Bring the shown matter back to today's data, and compare again."""
        row = self.table.current()
        if row is None or not self.bring_button.isEnabled():
            return
        names = [name for name, tick in self.ticks.items() if tick.isChecked()]
        attempt(self, lambda: backup.bring_back(self.session, self.inside, row["id"], names), saved=self._brought)

    def _brought(self, made: Opinion) -> None:
        while old := self._banner_place.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        words = f"{made.number or '草稿'}已取回到今天的数据，在社情民意里可以看到，办理经过里记了一笔。"
        self._banner_place.addWidget(Banner(words, "good"))
        self._compare()
        self.refresh()
        self.table.setFocus()

    # The frame -------------------------------------------------------------------------------------------------------

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`; nothing is typed here, so the sentences stand in the foot."""
        self._why.setText("".join(problems.values()))

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= NARROW
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _named(opinion: Opinion) -> dict[str, str]:
    return {"number": opinion.number, "title": opinion.title}


def _text(opinion: Opinion) -> str:
    return f"{opinion.number}{opinion.title}{opinion.content}"


def _nothing(which: str) -> QWidget:
    words = {
        DIFFER: "备份里每一件的登记内容和附件，现在都一样，没有要取回的。",
        WENT_ON: "备份以后没有往下办的件。",
    }
    return Words(words.get(which, "备份里没有找到。"), "soft")
