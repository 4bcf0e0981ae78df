"""After the first sign-in of a start: samples of the data are looked at, and the copy of the day is made (4.7).

Both off the window's thread. Nothing is said when all is well; damage is told above the room, with the way to the
newest good copy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer

from lianluozhan.models import check
from lianluozhan.models.backup import BackupInfo, copies
from lianluozhan.models.check import Finding, Severity
from lianluozhan.models.errors import DamagedData, StorageError

from .banner import Banner
from .package_words import line_words
from .pages.system import restore_way
from .pages.system.task import Task
from .text import plain_button

if TYPE_CHECKING:
    from lianluozhan.models.session import Session

    from .desk import Desk
    from .main_window import MainWindow

logger = logging.getLogger(__name__)
Result = tuple[list[Finding], BackupInfo | None]
AFTER = 1500  # milliseconds: the first picture and the first key come before it
AGAIN = 60 * 60 * 1000  # a computer that is never switched off has its copy of the day too


class StartCheck(QObject):
    """Belongs to the window, from the first sign-in until the data are closed, and holds nothing that holds it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.task: Task | None = None
        self.banner: Banner | None = None
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.run)
        self._clock.start(AFTER)

    @property
    def _desk(self) -> Desk | None:
        """Whose turn it is."""
        window = cast("MainWindow", self.parent())
        return window.desk

    def run(self) -> None:
        """Look, and copy, if the data are still open."""
        desk = self._desk
        if desk is None:
            return
        session = desk.session

        def work(_: Any, cancelled: Callable[[], bool]) -> Result:
            found = check.check(session, quick=True) if session.may("check.run") else []
            if not _is_damaged(found):  # what is damaged is not copied
                found += _copy(session, cancelled)
            return found, copies.newest_good(session) if _is_damaged(found) else None

        self.task = Task(work)
        self.task.ended.connect(self._end)
        self.task.start()

    def _end(self) -> None:
        task, self.task = self.task, None
        if task is None or task.stopped:
            return
        if isinstance(task.fault, StorageError):
            self._tell([Finding("数据库", str(task.fault), Severity.DAMAGE)], None)
            return
        if task.fault is not None:
            raise task.fault
        found, good = task.result
        if damaged := [finding for finding in found if finding.severity is Severity.DAMAGE]:
            self._tell(damaged, good)
        else:
            self._clock.start(AGAIN)

    def _tell(self, damaged: list[Finding], good: BackupInfo | None) -> None:
        """Above the room that is open, until it is put away."""
        desk = self._desk
        if desk is None:
            return
        more = f"另外还有 {len(damaged) - 1} 处。" if len(damaged) > 1 else ""
        told = f"最近一份完好的副本：{line_words(good)}。" if good else ""
        look = plain_button("去检查", icon="clipboard-check")
        look.clicked.connect(lambda: desk.go_section("system", "check"))
        back = plain_button("用它还原" if good else "找备份还原", icon="rotate-ccw")
        path = good.path if good else None
        back.clicked.connect(lambda: restore_way.open_over(desk, path, desk.take_focus))
        self.banner = Banner(f"开机检查：{damaged[0].sentence}{more}{told}", "stop", look, back)
        desk.room_column.insertWidget(0, self.banner)


def _is_damaged(found: list[Finding]) -> bool:
    return any(finding.severity is Severity.DAMAGE for finding in found)


def _copy(session: Session, cancelled: Callable[[], bool]) -> list[Finding]:
    """The copy of the day; that the data are not fit for one is a finding. A full disk is told by the check."""
    try:
        copies.daily(session, cancelled)
    except DamagedData as damaged:
        return [Finding("数据库", str(damaged), Severity.DAMAGE)]
    except StorageError as refused:
        logger.info("daily copy: %s", type(refused).__name__)
    return []
