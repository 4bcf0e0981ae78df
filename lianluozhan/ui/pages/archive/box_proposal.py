"""The boxes of a year before they are kept: which 件, how many sheets, how thick; breaks are moved by hand (4.6.3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.archive import box_keeping, boxing
from lianluozhan.models.archive.boxing import ClassPlan, Plan, PlannedBox
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...flow_layout import FlowLayout
from ...question import ask
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, primary
from ..system.section_table import HeldRows
from .working import at_once

COLUMNS = (
    Column("期限", "class", width=110),
    Column("盒号", "number", width=64),
    Column("起止号", "span", width=116),
    Column("件数", "count", align="right", width=64),
    Column("盒脊", "spine", width=80),
    Column("装了多少", "fill", width=116),
    Column("说明", "remark"),
)
UNSAVED = "还没有存：选中一盒，可以多装、少装一件，换厚薄。"


class ProposalSheet(QWidget):
    """`kept` says the id of the first box; `change_wanted` that year or boxes are to be chosen again."""

    left = Signal()
    kept = Signal(int)
    change_wanted = Signal()

    def __init__(self, session: Session, year: int, plan: Plan) -> None:
        super().__init__()
        self._session, self.year, self.plan = session, year, plan
        self._proposed = plan
        self.table = RecordTable(COLUMNS, HeldRows(self._rows()))
        self.table.setAccessibleName("拟装的盒")
        self._title, self._said = Words("", "title"), Words("", "soft")
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QWidget()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        inside.setSpacing(theme.scaled(4))
        inside.addWidget(self._title)
        inside.addWidget(self._said)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self.setFocusProxy(self.table)
        shortcut(self, "save", self.keep)
        for keys, act, words in (
            ("Ctrl+Down", self.take_more, "多装一件"),
            ("Ctrl+Up", self.take_less, "少装一件"),
            ("Space", self.turn_spine, "换一种盒脊"),
        ):
            shortcut(self.table, keys, act, words=words)
        self._tell()
        if self.table.records.rowCount():
            self.table.selectRow(0)

    def _foot(self) -> QFrame:
        """What changes the proposal at the left, on two lines where letters are large; what ends it at the right."""
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        self.more_button = button("多装一件", key="Ctrl+↓")
        self.less_button = button("少装一件", key="Ctrl+↑")
        self.spine_button = button("换盒脊", key="空格")
        self.leave_button = button("不要了", key="Esc")
        self.change_button, self.keep_button = button("重新拟"), primary("装盒", "Ctrl+S")
        by_hand = QWidget()
        flow = FlowLayout(by_hand, gap=6, line_gap=4)
        row.addWidget(by_hand, 1)
        self.more_button.clicked.connect(self.take_more)
        self.less_button.clicked.connect(self.take_less)
        self.spine_button.clicked.connect(self.turn_spine)
        self.leave_button.clicked.connect(self.left)
        self.change_button.clicked.connect(self.change_wanted)
        self.keep_button.clicked.connect(self.keep)
        for made in (self.more_button, self.less_button, self.spine_button):
            flow.addWidget(made)
        for made in (self.leave_button, self.change_button, self.keep_button):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    # The rows ----------------------------------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        return [
            self._row(at, place, made, box)
            for at, (place, made, box) in enumerate(
                (place, made, box) for place, made in enumerate(self.plan.classes) for box in made.boxes
            )
        ]

    def _row(self, at: int, place: int, made: ClassPlan, box: PlannedBox) -> Row:
        return {
            "id": at + 1,
            "place": (place, made.boxes.index(box)),
            "class": " ".join(part for part in (made.retention.label, made.unit) if part),
            "number": f"{box.number} 号",
            "span": box.span,
            "count": str(len(box.pieces)),
            "spine": f"{box.spine} 毫米",
            "fill": f"{box.sheets}/{self.plan.capacity.get(box.spine, '—')} 张",
            "remark": boxing.remark_of(box, self.plan.capacity),
        }

    def _tell(self) -> None:
        boxes = self.plan.boxes
        pieces = sum(len(box.pieces) for box in boxes)
        new = [box for box in boxes if not box.standing]
        self._title.setText(f"{self.year}年度装盒方案（{pieces} 件）")
        by_spine = "、".join(
            f"{spine} 毫米 {count} 个"
            for spine in sorted(self.plan.capacity)
            if (count := sum(box.spine == spine for box in new))
        )
        added = len(boxes) - len(new)
        said = [f"要新用 {len(new)} 个盒：{by_spine}。" if new else "不用新盒。"]
        said += [f"其中 {added} 盒是接着装已有的盒。"] if added else []
        self._said.setText("".join([*said, UNSAVED]))

    def _show(self, plan: Plan) -> None:
        row = self.table.current()
        self.plan = plan
        self.table.set_slices(HeldRows(self._rows()))
        self._tell()
        if row is not None:
            self.table.selectRow(min(row["id"], self.table.records.rowCount()) - 1)

    # By hand -----------------------------------------------------------------------------------------------------

    def take_more(self) -> None:
        """The current box takes the first 件 of the next one."""
        self._change(lambda place: boxing.moved_break(self.plan, place, 1))

    def take_less(self) -> None:
        """It gives its last 件 to the next one."""
        self._change(lambda place: boxing.moved_break(self.plan, place, -1))

    def turn_spine(self) -> None:
        """The next thickness."""

        def turned(place: tuple[int, int]) -> Plan:
            spines = sorted(self.plan.capacity)
            now = self.plan.classes[place[0]].boxes[place[1]].spine
            after = spines[(spines.index(now) + 1) % len(spines)] if now in spines else spines[0]
            return boxing.with_spine(self.plan, place, after)

        self._change(turned)

    def _change(self, made: Callable[[tuple[int, int]], Plan]) -> None:
        row = self.table.current()
        if row is not None:
            attempt(self, lambda: made(row["place"]), saved=self._show)

    def step_back(self) -> bool:
        """Esc: asked first where breaks or spines were changed by hand."""
        if self.plan == self._proposed:
            return False
        words = "多装、少装的和换的盒脊都没有存，下次要重新调。"
        return not ask(self, "方案还没有存，不要了？", words, "不要了", "接着调")

    def keep(self) -> None:
        """Make the boxes."""
        attempt(
            self,
            lambda: at_once(self, "正在装盒", partial(box_keeping.put_into_boxes, self._session, self.year, self.plan)),
            saved=lambda boxes: self.kept.emit(boxes[0].id),
        )
