"""After the first sign-in of a start: samples of the data are looked at, and the copy of the day is made (4.7).

Both off the window's thread. Nothing is said when all is well; damage is told above the room, with the way to the
newest good copy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from lianluozhan.models import check
from lianluozhan.models.backup import copies
from lianluozhan.models.check import Finding, Severity
from lianluozhan.models.errors import Cancelled, DiskRefuses, RuleError, StorageError

from .banner import Banner
from .pages.system.task import Task
from .text import plain_button

if TYPE_CHECKING:
    from .desk import Desk

logger = logging.getLogger(__name__)
AFTER = 1500  # milliseconds: the first picture and the first key come before it
AGAIN = 60 * 60 * 1000  # a computer that is never switched off has its copy of the day too


class StartCheck(QObject):
    """Belongs to the window, from the first sign-in until the data are closed; `desk` is whose turn it is."""

    def __init__(self, window: QObject, desk: Callable[[], Desk | None]) -> None:
        super().__init__(window)
        self._desk = desk
        self.task: Task | None = None
        self.banner: Banner | None = None
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.run)
        self._clock.start(AFTER)

    def run(self) -> None:
        """Look, and copy, if the data are still open."""
        desk = self._desk()
        if desk is None:
            return
        session = desk.session

        def work(_: Any, cancelled: Callable[[], bool]) -> list[Finding]:
            found = check.check(session, quick=True) if session.may("check.run") else []
            if any(finding.severity is Severity.DAMAGE for finding in found):
                return found  # what is damaged is not copied
            try:
                copies.daily(session, cancelled)
            except DiskRefuses as refused:
                logger.info("daily copy: %s", type(refused).__name__)
            except StorageError as refused:
                return [*found, Finding("数据库", str(refused), Severity.DAMAGE)]
            return found

        self.task = Task(work)
        self.task.ended.connect(self._end)
        self.task.start()

    def _end(self) -> None:
        task, self.task = self.task, None
        if task is None or task.stopped:
            return
        if task.fault is not None:
            if not isinstance(task.fault, RuleError | StorageError | Cancelled):
                raise task.fault
            return
        if damaged := [finding for finding in task.result if finding.severity is Severity.DAMAGE]:
            self._tell(damaged)
        else:
            self._clock.start(AGAIN)

    def _tell(self, damaged: list[Finding]) -> None:
        """Above the room that is open, until it is put away."""
        desk = self._desk()
        if desk is None:
            return
        more = f"另外还有 {len(damaged) - 1} 处。" if len(damaged) > 1 else ""
        look = plain_button("去检查", icon="clipboard-check")
        look.clicked.connect(lambda: desk.go_section("system", "check"))
        self.banner = Banner(f"开机检查：{damaged[0].sentence}{more}", "stop", look)
        desk.room_column.insertWidget(0, self.banner)
