"""What an import takes in: how it is read, planned, stored and taken back, and the stages that show it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lianluozhan.models import imports
from lianluozhan.models.imports import ImportBatch, Table
from lianluozhan.models.session import Session

from .checking import CheckingStage
from .choosing import ChoosingStage
from .ending import EndingStage


class OpinionWay:
    """A ledger of what the public said."""

    TITLE, UNIT = "从表格导入", "件"
    BACK_WORDS = "这些件全部作废，不再计入统计，编号不再使用；内容都保留，可以逐件撤销作废。同一个文件可以重新导入。"

    def __init__(self, session: Session) -> None:
        self.session = session

    def make_stages(self) -> tuple[ChoosingStage, EndingStage]:
        return ChoosingStage(self.session), EndingStage()

    def make_checking(self, table: Table) -> CheckingStage:
        return CheckingStage(self.session, table)

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> Table:
        return imports.read_table(path, cancelled)

    def planning(self, checking: CheckingStage) -> Callable[[], Any]:
        """The dry run of the columns as they stand now, to be done beside the window."""
        mapping, defaults = checking.columns.mapping(), checking.columns.defaults()
        return lambda: imports.plan(self.session, checking.table, mapping, defaults)

    def store(self, plan: Any, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Any:
        return imports.carry_out(self.session, plan, progress, cancelled)

    def planned_count(self, plan: Any) -> int:
        return len(plan.good)

    def undo(self, batch_id: int) -> ImportBatch:
        return imports.take_back(self.session, batch_id)
