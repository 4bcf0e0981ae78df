"""Taking in a roster of deputies: file, dry run, import, result; earlier imports can be taken back (2.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lianluozhan.models import imports, rosters
from lianluozhan.models.imports import Table

from ..import_page import ImportPanel
from .roster_stages import RosterChecking, RosterChoosing, RosterEnding


class RosterPanel(ImportPanel):
    """A whole-page job over the deputies; `left` when the person is done."""

    TITLE, UNIT = "导入代表名册", "行"
    BACK_WORDS = (
        "这一批新增的代表停用，任职撤去，给原有代表补上的资料还原；内容都保留在操作日志里。同一个文件可以重新导入。"
    )

    def make_stages(self) -> tuple[RosterChoosing, RosterEnding]:
        return RosterChoosing(self.session), RosterEnding()

    def make_checking(self, table: Table) -> RosterChecking:
        return RosterChecking(self.session, table)

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> Table:
        return rosters.read(path, cancelled)

    def planning(self) -> Callable[[], Any]:
        assert isinstance(self.checking, RosterChecking)
        table, columns, answers = self.checking.table, self.checking.columns, dict(self.checking.answers)
        mapping, wishes = columns.mapping(), columns.defaults()
        return lambda: rosters.plan(self.session, table, mapping=mapping, answers=answers, **wishes)

    def store(self, plan: Any, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Any:
        return rosters.store(self.session, plan, cancelled=cancelled)

    def planned_count(self, plan: Any) -> int:
        return int(plan.stored)

    def undo(self, batch_id: int) -> imports.ImportBatch:
        return rosters.take_back(self.session, batch_id)
