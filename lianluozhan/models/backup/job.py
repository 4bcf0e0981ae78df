"""A long job that tells how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Cancelled

# what is being done, in the order in which a backup does it; the words are those that `Progress` hears
COPYING = "正在取得数据的副本"
OF_BASE = "正在核对所依的整套备份"  # before a backup of changes, and when one is verified
WRITING = "正在写入"
READING = "正在核验"
OPENING = "正在打开核对"
TRYING = "正在用它做一张表"

Progress = Callable[[int, int, str], None]
Cancel = Callable[[], bool]


class Job:
    """Counts bytes; `advance` raises Cancelled when the person has stopped the job."""

    def __init__(self, progress: Progress | None, cancelled: Cancel | None, total: int = 0) -> None:
        self._progress, self._cancelled = progress, cancelled
        self.total, self.done = total, 0

    @property
    def is_stopped(self) -> bool:
        """Whether the person has asked to stop."""
        return self._cancelled is not None and self._cancelled()

    def advance(self, count: int, what: str) -> None:
        """Note so many more bytes; `what` says in words what is being done."""
        if self.is_stopped:
            raise Cancelled
        self.done += count
        if self._progress:
            self._progress(min(self.done, self.total), self.total, what)
