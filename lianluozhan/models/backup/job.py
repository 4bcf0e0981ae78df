"""A long job that tells how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Cancelled

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
