"""The stages of taking in a roster: the file, the dry run with what the clerk must decide, the outcome (2.2.4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lianluozhan.models import imports, rosters
from lianluozhan.models.imports import Table
from lianluozhan.models.rosters import Fate, Outcome, RosterPlan
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...editors import ChoiceEditor
from ...record_table import Column
from ...text import button, plain
from ..importing.checking import ROW, CheckingStage, report_words
from ..importing.choosing import ChoosingStage
from ..importing.ending import EndingStage
from .roster_columns import RosterColumns

TEMPLATE = "代表名册（空表）.xlsx"
NAME = Column("姓名", "name", width=148)
STORED = (Fate.NEW, Fate.MANDATE, Fate.FILLED)

VIEWS = {
    "asked": ("要您定的", (ROW, NAME, Column("为什么", "words"), Column("您定的", "answer", width=190))),
    "bad": ("不能导入的", (ROW, NAME, Column("原因", "words"))),
    "remarks": ("需要留意的", (ROW, NAME, Column("说明", "words"))),
    "good": ("可以导入的", (ROW, NAME, Column("怎样存", "fate", width=128), Column("说明", "words"))),
    "same": ("没有变化的", (ROW, NAME, Column("说明", "words"))),
}


class RosterChoosing(ChoosingStage):
    KIND = imports.ImportKind.DEPUTIES
    IMPORT = TAKE_BACK = "deputy.import"
    KINDS = "表格 (*.xlsx *.xls *.ods *.csv)"
    LIMITS = "Excel 表格、.ods 或 .csv，列的次序和叫法不限。先预检，您看过每一行再存。"
    COLUMNS = (
        Column("导入日期", "imported_on", width=112),
        Column("文件", "file_name"),
        Column("导入人", "imported_by_name", width=90),
        Column("导入", "row_count", lambda count: f"{count:,} 行", "right", 92),
        Column("未导入", "refused_count", lambda count: f"{count:,} 行", "right", 92),
        Column("撤回", "taken_back_on", lambda day: f"{day} 已撤回", width=160),
    )
    AFTER = "撤回后这一批新增的代表停用、任职撤去，补上的资料还原；已有履职记录或改动过的，不能整批撤回。"
    IS_BACK = "新增的代表都停用了。"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.template_button = button("下载空表", icon="download")
        self.template_button.clicked.connect(self._save_template)
        self._foot_of_place().addWidget(self.template_button)

    def _foot_of_place(self) -> QHBoxLayout:
        """A line of its own below the place to drop a file."""
        line = QHBoxLayout()
        line.addWidget(plain("没有现成的名册，可以照空表填。", "soft"), 1)
        layout = self.layout()
        assert layout is not None
        layout.insertLayout(1, line)  # type: ignore[attr-defined]
        return line

    def _save_template(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "下载空表", TEMPLATE, "Excel 表格 (*.xlsx)")
        if not name:
            return
        path = Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")

        def deed() -> Path:
            rosters.write_template(path)
            return path

        attempt(self, deed, saved=lambda _: self._why.setText(f"空表已存为“{path.name}”。"))


class RosterChecking(CheckingStage):
    """`answers` are what the clerk decided, by row number; each decision plans anew."""

    UNIT = "行"
    VIEWS = VIEWS

    def __init__(self, session: Session, table: Table) -> None:
        self.answers: dict[int, str] = {}
        self._choices: dict[int, tuple[tuple[str, str], ...]] = {}
        super().__init__(session, table)
        self.decision = ChoiceEditor("decision", [], optional=True, empty="还没有定")
        self.decision.setAccessibleName("这一行是")
        self._deciding = QWidget()
        line = QHBoxLayout(self._deciding)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.scaled(8))
        line.addWidget(plain("这一行", "strong"))
        line.addWidget(self.decision, 1)
        inside = self._result.widget().layout()
        assert inside is not None
        inside.addWidget(self._deciding)
        self._deciding.hide()
        self.decision.changed.connect(self._decide)

    def make_columns(self) -> RosterColumns:
        return RosterColumns(self.session, self.table)

    def show_plan(self, plan: RosterPlan) -> None:
        self._choices = {row.number: row.choices for row in plan.rows if row.choices}
        asked, stored = plan.count(Fate.ASKED), plan.stored
        self.numbers.setText(
            f"共 {len(plan.rows):,} 行：可以导入 {stored:,} 行，要您定 {asked:,} 行，"
            f"不能导入 {plan.count(Fate.REFUSED):,} 行，没有变化 {plan.count(Fate.SAME):,} 行"
        )
        parts = []
        if plan.passed:
            told = "、".join(f"第 {number} 行" for number, _ in plan.passed[:4])
            more = f"等 {len(plan.passed)} 行" if len(plan.passed) > 4 else ""
            parts.append(f"{told}{more}是合计、小标题或说明，不算人。")
        if plan.usual:
            parts.append(f"表里没有写的按{plan.usual}，不对的在“整批填写”里改。")
        if plan.left_out:
            parts.append(f"不导入的列：{'、'.join(plan.left_out)}。")
        self.say("".join(parts))
        self._show_problem("")
        self._fill(self.rows_of(plan))
        self.report_button.setVisible(bool(plan.bad or plan.remarks))
        self.report_button.setText(f" {report_words(plan)}")
        waits = f"要您定的 {asked} 行不会存。" if asked else ""
        none = "没有可以导入的行。请看各行的说明。"
        self._allow(stored, f"现在还什么都没有存。{waits}" if stored else none)

    def rows_of(self, plan: RosterPlan) -> dict[str, list[dict[str, Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {key: [] for key in self.VIEWS}
        for row in plan.rows:
            shown = {"number": row.number, "name": row.name, "words": row.words, "fate": row.fate.label}
            if row.choices:
                rows["asked"].append({**shown, "answer": dict(row.choices).get(row.answer, "还没有定")})
            if row.fate is Fate.REFUSED:
                rows["bad"].append(shown)
            elif row.fate in STORED:
                rows["good"].append(shown)
            elif row.fate is Fate.SAME:
                rows["same"].append(shown)
            if row.remarks and row.fate is not Fate.REFUSED:
                rows["remarks"].append({**shown, "words": "".join(row.remarks)})
        return rows

    def _show_full(self, row: dict[str, Any] | None) -> None:
        super()._show_full(row)
        if not hasattr(self, "decision"):
            return
        asks = row is not None and self.view.value() == "asked"
        self._deciding.setVisible(asks)
        if row is not None and asks:
            self.decision.blockSignals(True)
            self.decision.set_choices(self._choices.get(row["number"], ()))
            self.decision.set_value(self.answers.get(row["number"]))
            self.decision.blockSignals(False)

    def _decide(self) -> None:
        row = self.tables["asked"].current()
        if row is None:
            return
        answer = self.decision.value()
        if answer:
            self.answers[row["number"]] = answer
        else:
            self.answers.pop(row["number"], None)
        self.changed.emit()


class RosterEnding(EndingStage):
    FINISH = "完成，看代表"

    def show_outcome(self, outcome: Outcome) -> None:  # type: ignore[override]
        self._title.setText(f"已导入 {outcome.plan.stored:,} 行")
        out = len(outcome.plan.bad)
        rest = f"没有导入 {out:,} 行，可以保存下来，改好再导入。" if out else ""
        self.words.setText(f"来自“{outcome.batch.file_name}”。{outcome.summary}{rest}")
        self.report_button.setVisible(bool(out or outcome.plan.remarks))
        self.report_button.setText(f" {report_words(outcome.plan)}")
        self.note.setText("")
        self.finish_button.setFocus()
