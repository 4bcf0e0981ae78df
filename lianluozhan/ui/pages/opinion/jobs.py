"""What lies on the page: list and record at the bottom, over them one whole-page job or the registration form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from lianluozhan.models.session import Session

from ...question import ask
from .registration import After, Registration


class Jobs(QStackedWidget):
    """A form that is being filled in stays behind when something else is looked at; other jobs end when left."""

    stored = Signal(int, After)  # opinion, what follows
    left = Signal()

    def __init__(self, session: Session, work: QWidget) -> None:
        super().__init__()
        self._session, self.work = session, work
        self.form: Registration | None = None
        self.addWidget(work)

    @property
    def at_work(self) -> bool:
        """Whether list and record are in sight."""
        return self.currentWidget() is self.work

    def new_form(self) -> None:
        """An empty form, or the one that is still being filled in."""
        if self.form is None or (self.form.opinion_id and self.may_leave_form()):
            self.open_form(0)
        elif not self.form.opinion_id:
            self.setCurrentWidget(self.form)
            self.form.take_focus()

    def edit_form(self, opinion_id: int) -> None:
        """The form of a draft or of one that was sent back."""
        if self.form is None or self.form.opinion_id == opinion_id or self.may_leave_form():
            self.open_form(opinion_id)

    def open_form(self, opinion_id: int) -> Registration:
        self.drop_form()
        form = self.form = Registration(self._session, opinion_id)
        form.stored.connect(self.stored)
        form.left.connect(self.left)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.take_focus()
        return form

    def drop_form(self) -> None:
        if self.form is not None:
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def may_leave_form(self) -> bool:
        """Ask only when something would be lost."""
        if self.form is None or not self.form.form_changed:
            return True
        consequence = "表上填的内容还没有保存，放弃以后找不回来。"
        return ask(self, "放弃这张没保存的登记表？", consequence, "放弃", "接着填写")

    def open_job(self, job: Any) -> None:
        """Put a job with a signal `left` on top; None opens nothing."""
        if job is not None:
            job.left.connect(self.left)
            self.addWidget(job)
            self.setCurrentWidget(job)
            job.setFocus()

    def close_jobs(self) -> None:
        """Back to list and record."""
        while not self.at_work:
            job = self.currentWidget()
            if job is self.form:
                self.setCurrentWidget(self.work)
            else:
                self.removeWidget(job)
                job.deleteLater()

    def step_back(self) -> bool:
        """Leave what lies on top; False when nothing does."""
        if self.at_work:
            return False
        if self.form is None or self.currentWidget() is not self.form:
            self.close_jobs()
        elif self.may_leave_form():
            self.drop_form()
            self.setCurrentWidget(self.work)
        return True

    def unsaved(self) -> bool:
        return self.form is not None and self.form.form_changed

    def kept(self) -> Any:
        """The form being filled in, to be given back to the page that takes this one's place."""
        if self.form is None:
            return None
        shown = self.currentWidget() is self.form
        return self.form.opinion_id, self.form.typed(), self.form.form_changed, shown

    def give_back(self, kept: Any) -> None:
        opinion_id, typed, changed, shown = kept
        form = self.open_form(opinion_id)
        form.give_back(typed)
        form.form_changed = changed
        if not shown:
            self.setCurrentWidget(self.work)
