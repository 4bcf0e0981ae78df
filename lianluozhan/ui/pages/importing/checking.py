"""The dry run: how many would be taken in, which rows stay out and why, what to look at; nothing is stored yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models.imports import Plan, Table
from lianluozhan.models.session import Session

from ... import theme
from ...editors import OptionRow
from ...layout_rules import logical_width
from ...record_table import Column, RecordTable
from ...text import Words, button, primary
from .column_pane import ColumnPane
from .rows import Rows, Shown, table_of

SIDE_BY_SIDE = 900  # logical width from which the columns stand beside the result
COLUMNS_WIDTH = 400
ROW = Column("行", "number", str, width=72)
VIEWS = {
    "bad": ("不能导入的", (ROW, Column("事由或内容", "title"), Column("原因", "words"))),
    "remarks": ("需要留意的", (ROW, Column("事由或内容", "title"), Column("说明", "words"))),
    "good": (
        "可以导入的",
        (
            ROW,
            Column("事由", "title"),
            Column("反映人", "name", width=100),
            Column("收到日期", "day", width=112),
            Column("导入为", "words", width=80),
        ),
    ),
}


class CheckingStage(QWidget):
    """Shows a plan; `changed` when the columns were, the rest are wishes."""

    changed = Signal()
    carry_out = Signal()
    other_file = Signal()
    report_wanted = Signal()

    VIEWS = VIEWS
    UNIT = "件"
    LAST_VIEW = "good"  # what is shown when nothing stands against it

    def __init__(self, session: Session, table: Table) -> None:
        super().__init__()
        self.session, self.table = session, table
        self.columns = self.make_columns()
        self.columns.changed.connect(self.changed)
        self.import_button = primary("导入")
        self.report_button = button("保存未导入的行和原因", icon="save")
        self.columns_button = button("看列的对应", icon="table-2")
        self.numbers, self.details = Words("", "lead"), Words("", "soft")
        self.problem, self.note, self.full = Words("", "problem"), Words("", "soft"), Words("", "soft")
        self._gap = QWidget()
        self.view = OptionRow("view", [(key, words) for key, (words, _) in self.VIEWS.items()])
        self.tables: dict[str, RecordTable] = {}
        self.lists = QStackedWidget()
        for key, (words, columns) in self.VIEWS.items():
            self.tables[key] = table_of(columns, Rows(), f"{words}行")
            self.tables[key].chosen.connect(self._show_full)
            self.lists.addWidget(self.tables[key])
        self._result = self._result_part()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._rule = QFrame()
        self._rule.setProperty("role", "rule-v")
        for widget, stretch in ((self.columns, 0), (self._rule, 0), (self._result, 1)):
            middle.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self._foot())
        self._wide, self._only_columns = True, False
        self._connect()

    def _connect(self) -> None:
        self.view.changed.connect(self._turn)
        self.import_button.clicked.connect(self.carry_out)
        self.report_button.clicked.connect(self.report_wanted)
        self.columns_button.clicked.connect(lambda: self.show_columns(not self._only_columns))

    def make_columns(self) -> ColumnPane:
        """Which column goes where."""
        return ColumnPane(self.session, self.table)

    def rows_of(self, plan: Any) -> Mapping[str, Sequence[dict[str, Any]]]:
        """What each view lists."""
        return _rows(plan)

    def _result_part(self) -> QScrollArea:
        """Scrolls in a low window, so that the foot stays in sight."""
        part, scroll = QWidget(), QScrollArea()
        part.setProperty("role", "page")
        scroll.setProperty("role", "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        column = QVBoxLayout(part)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 8)))
        column.setSpacing(theme.scaled(6))
        for words in (self.numbers, self.details, self.problem):
            column.addWidget(words)
        column.addWidget(self.view)
        column.addWidget(self.lists, 1)
        column.addWidget(self.full)
        scroll.setWidget(part)
        return scroll

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        other = button("换一个文件")
        other.clicked.connect(self.other_file)
        row.addWidget(other)
        row.addWidget(self.columns_button)
        row.addWidget(self.report_button)
        row.addWidget(self.note, 1)
        row.addWidget(self._gap, 1)
        row.addWidget(self.import_button)
        return foot

    # What is shown -----------------------------------------------------------------------------------------------

    def show_waiting(self) -> None:
        """The columns were changed; the numbers are being found anew."""
        self.numbers.setText("正在预检…")
        self.say("")
        self._allow(0, "预检完了才能导入。")

    def show_refusal(self, sentence: str) -> None:
        """Why nothing can be said of the rows as the columns stand."""
        self.numbers.setText("还不能导入")
        self.say("")
        self._show_problem(sentence)
        self._fill({key: [] for key in self.VIEWS})
        self.report_button.hide()
        self._allow(0, "请先改好列的对应。")

    def show_plan(self, plan: Any) -> None:
        drafts = len(plan.good) - plan.reply_count
        noticed = len({remark.number for remark in plan.remarks})
        self.numbers.setText(
            f"共 {len(self.table.rows):,} 行：可以导入 {len(plan.good):,} 件，不能导入 {len(plan.bad):,} 行，"
            f"需要留意 {noticed:,} 行"
        )
        self.say(
            f"已答复的 {plan.reply_count:,} 件按收到的年份编号；没有答复的 {drafts:,} 件存为草稿，送审时编号。"
            + (f"不导入的列：{'、'.join(plan.left_out)}。" if plan.left_out else "")
        )
        self._show_problem("")
        self._fill(self.rows_of(plan))
        self.report_button.setVisible(bool(plan.bad or plan.remarks))
        self.report_button.setText(f" {report_words(plan)}")
        none = "没有可以导入的行。请看原因，改好表格再试。"
        self._allow(len(plan.good), "现在还什么都没有存。" if plan.good else none)

    def say(self, sentence: str) -> None:
        """The line under the numbers."""
        self.details.setText(sentence)
        self.details.setVisible(bool(sentence))

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _allow(self, count: int, note: str) -> None:
        self.import_button.setEnabled(count > 0)
        self.import_button.setText(f"导入 {count:,} {self.UNIT}" if count else "导入")
        self.note.setText(note)

    def _fill(self, rows: Mapping[str, Sequence[dict[str, Any]]]) -> None:
        for (key, (words, _)), choice in zip(self.VIEWS.items(), self.view.buttons(), strict=True):
            self.tables[key].set_slices(Rows(rows[key]))
            choice.setText(f"{words} {len(rows[key]):,}")
        if self.view.value() is None or not rows[self.view.value()]:
            self.view.set_value(next((key for key in self.VIEWS if rows[key]), self.LAST_VIEW))
        self._turn()

    def _turn(self) -> None:
        table = self.tables[self.view.value() or self.LAST_VIEW]
        self.lists.setCurrentWidget(table)
        if table.records.rowCount():
            table.setCurrentIndex(table.records.index(0, 0))
        self._show_full(table.current())

    def _show_full(self, row: dict[str, Any] | None) -> None:
        """The chosen row's reason as a whole, under the table."""
        self.full.setText(f"第 {row['number']} 行：{row['words']}" if row and self.view.value() != "good" else "")
        self.full.setVisible(bool(self.full.text()))

    # Layout ------------------------------------------------------------------------------------------------------

    def show_columns(self, on: bool) -> None:
        """Where there is room for one of the two: the columns instead of the result."""
        self._only_columns = on
        self._arrange()

    def _arrange(self) -> None:
        self.columns.setVisible(self._wide or self._only_columns)
        self._rule.setVisible(self._wide)
        self._result.setVisible(self._wide or not self._only_columns)
        self.columns_button.setVisible(not self._wide)
        self.note.setVisible(self._wide)
        self._gap.setVisible(not self._wide)
        self.columns_button.setText(" 看预检结果" if self._only_columns else " 看列的对应")
        if self._wide:
            self.columns.setFixedWidth(theme.scaled(COLUMNS_WIDTH))
        else:
            self.columns.setMinimumWidth(0)
            self.columns.setMaximumWidth(16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wide = logical_width(self) >= SIDE_BY_SIDE
        self._arrange()


def report_words(plan: Any) -> str:
    """What the report holds."""
    return "保存未导入的行和原因" if plan.bad else "保存需要留意的行"


def _rows(plan: Plan) -> dict[str, Sequence[dict[str, Any]]]:
    """What the three tables show."""
    headings = {key: place for place, name in enumerate(plan.table.headings) if (key := plan.mapping.get(name))}
    places = [headings[key] for key in ("title", "content") if key in headings]
    by_number = {row.number: row.opinion for row in plan.good}

    def words_of(cells: list[str]) -> str:
        filled = [cells[place] for place in places] + cells
        return " ".join(next((cell for cell in filled if cell.strip()), "").split())[:80]

    return {
        "bad": Shown(
            plan.bad,
            lambda row: {"number": row.number, "title": words_of(row.cells), "words": " ".join(row.reasons)},
        ),
        "remarks": Shown(
            plan.remarks,
            lambda remark: {
                "number": remark.number,
                "title": by_number[remark.number].title,
                "words": remark.sentence,
            },
        ),
        "good": Shown(
            plan.good,
            lambda row: {
                "number": row.number,
                "title": row.opinion.title,
                "name": row.opinion.submitter_name or "未留名",
                "day": row.opinion.received_on,
                "words": "已答复" if row.reply else "草稿",
            },
        ),
    }
