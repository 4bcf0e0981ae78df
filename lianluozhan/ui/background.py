"""Long jobs off the GUI thread, with progress and cancel; results and faults come back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from lianluozhan.models.errors import Cancelled

Progress = Callable[[int, int, str], None]
Work = Callable[[Progress, Callable[[], bool]], Any]


class Job(QThread):
    """Runs `work(progress, cancelled)`; exactly one of `done`, `failed`, `stopped` follows."""

    progressed = Signal(object, object, str)  # done, total (may exceed 32 bits), what is done now
    done = Signal(object)
    failed = Signal(object)  # the exception
    stopped = Signal()

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._cancel = work, Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancel.set()

    def run(self) -> None:
        try:
            result = self._work(self._tell, self._cancel.is_set)
        except Cancelled:
            self.stopped.emit()
        except Exception as fault:
            self.failed.emit(fault)
        else:
            self.done.emit(result)

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._cancel.is_set():
            raise Cancelled
        self.progressed.emit(done, total, what)


def in_background(parent: QObject, work: Work) -> Job:
    """A job that belongs to `parent`: connect its signals, then `start()` it."""
    return Job(work, parent)
