"""Taking in a roster of deputies: file, dry run, import, result; earlier imports can be taken back (2.2.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lianluozhan.models import rosters
from lianluozhan.models.imports import ImportBatch, Table
from lianluozhan.models.session import Session

from ..import_page import ImportPanel
from ..importing.checking import CheckingStage
from ..importing.ways import OpinionWay
from .roster_stages import RosterChecking, RosterChoosing, RosterEnding


class RosterWay(OpinionWay):
    """A roster of deputies."""

    TITLE, UNIT = "导入代表名册", "行"
    BACK_WORDS = (
        "这一批新增的代表停用，任职撤去，给原有代表补上的资料还原；内容都保留在操作日志里。同一个文件可以重新导入。"
    )

    def __init__(self, session: Session, usual: Mapping[str, Any] | None = None) -> None:
        super().__init__(session)
        self.usual = dict(usual or {})

    def make_stages(self) -> tuple[RosterChoosing, RosterEnding]:
        return RosterChoosing(self.session), RosterEnding()

    def make_checking(self, table: Table) -> RosterChecking:
        made = RosterChecking(self.session, table)
        if self.usual:
            made.columns.whole.set_values(self.usual)
        return made

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> Table:
        return rosters.read(path, cancelled)

    def planning(self, checking: CheckingStage) -> Callable[[], Any]:
        assert isinstance(checking, RosterChecking)
        answers, mapping, wishes = dict(checking.answers), checking.columns.mapping(), checking.columns.defaults()
        return lambda: rosters.plan(self.session, checking.table, mapping=mapping, answers=answers, **wishes)

    def store(self, plan: Any, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Any:
        return rosters.store(self.session, plan, cancelled=cancelled)

    def planned_count(self, plan: Any) -> int:
        return int(plan.stored)

    def undo(self, batch_id: int) -> ImportBatch:
        return rosters.take_back(self.session, batch_id)


class RosterPanel(ImportPanel):
    """A whole-page job over the deputies; `left` when the person is done.

    `usual` is what holds for the batch unless the file says otherwise: level, term, starts_on, ends_on.
    """

    def __init__(self, session: Session, changes_parent: Any = None, **usual: Any) -> None:
        super().__init__(session, changes_parent, RosterWay(session, usual))
