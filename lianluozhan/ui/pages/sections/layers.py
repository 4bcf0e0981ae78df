"""What lies on a room of sections: its lists at the bottom, over them one whole-page job such as the print room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class Layers(QStackedWidget):
    """A job has a signal `left`; it is gone for good when it is left."""

    left = Signal()

    def __init__(self, work: QWidget) -> None:
        super().__init__()
        self.work = work
        self.addWidget(work)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Only what is in sight says how much room it needs."""
        return self.currentWidget().minimumSizeHint()

    @property
    def at_work(self) -> bool:
        """Whether the lists are in sight."""
        return self.currentWidget() is self.work

    def open_job(self, job: Any) -> None:
        """Put a job on top; None opens nothing."""
        if job is not None:
            self.close_jobs()
            job.left.connect(self.left)
            self.addWidget(job)
            self.setCurrentWidget(job)
            job.setFocus()

    def close_jobs(self) -> None:
        """Back to the lists."""
        while not self.at_work:
            job = self.currentWidget()
            self.removeWidget(job)
            job.deleteLater()
