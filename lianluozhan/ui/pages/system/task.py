"""One long job that goes on while the person is in another room, and outlives the page that shows it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ...background import Job, Work, in_background

LONGEST_WAIT = 10_000  # milliseconds for a job to stop when the program ends


class Task(QObject):
    """Tells `moved` at every step and `ended` once; then `result`, `fault` or `stopped` says how."""

    moved = Signal()
    ended = Signal()

    def __init__(self, work: Work) -> None:
        application = QCoreApplication.instance()
        super().__init__(application)
        self.done, self.total, self.what = 0, 0, ""
        self.running, self.stopped, self.stopping = True, False, False
        self.result: Any = None
        self.fault: Exception | None = None
        self._job: Job = in_background(self, work)
        self._job.progressed.connect(self._move)
        self._job.done.connect(self._have_done)
        self._job.failed.connect(self._have_failed)
        self._job.stopped.connect(self._have_stopped)
        if application is not None:
            application.aboutToQuit.connect(self.end_now)

    def start(self) -> Task:
        _under_way.add(self)
        self._job.start()
        return self

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        self.stopping = True
        self._job.cancel()
        self.moved.emit()

    def end_now(self) -> None:
        """Stop it and wait until the work itself is over."""
        if self._job.isRunning():
            self._job.cancel()
            self._job.wait(LONGEST_WAIT)

    def _move(self, done: int, total: int, what: str) -> None:
        self.done, self.total, self.what = done, total, what
        self.moved.emit()

    def _have_done(self, result: object) -> None:
        self.result = result
        self._end()

    def _have_failed(self, fault: Exception) -> None:
        self.fault = fault
        self._end()

    def _have_stopped(self) -> None:
        self.stopped = True
        self._end()

    def _end(self) -> None:
        self.running = False
        _under_way.discard(self)
        self._job.wait(LONGEST_WAIT)
        self.ended.emit()


_under_way: set[Task] = set()


def end_all() -> None:
    """Stop every job and wait for it: before the data it works on are closed."""
    for task in list(_under_way):
        task.end_now()
