"""What lies on the page: list and record at the bottom, over them one whole-page job or the registration form."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from lianluozhan.models.drafts import Unread
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.origins import Origin
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...draft_keeper import DraftKeeper, may_leave, refresh_offers
from ...draft_notice import DraftNotice
from ...draft_values import editors_in, held, put_back
from .registration import After, Registration
from .review_desk import ReviewDesk

KIND = "registration"


class Jobs(QStackedWidget):
    """A form that is being filled in stays behind when something else is looked at; other jobs end when left.

    What is typed into the form is kept as a draft, and is there again when the form is next opened, by whatever way.
    """

    stored = Signal(int, After)  # opinion, what follows
    left = Signal()

    def __init__(self, session: Session, work: QWidget) -> None:
        super().__init__()
        self._session, self.work = session, work
        self.form: Registration | None = None
        self.keeper: DraftKeeper | None = None
        self.addWidget(work)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Only what is in sight says how much room it needs."""
        return self.currentWidget().minimumSizeHint()

    @property
    def at_work(self) -> bool:
        """Whether list and record are in sight."""
        return self.currentWidget() is self.work

    def new_form(self, origin: Origin | None = None) -> None:
        """An empty form, or one of what a register says; or the one that is still being filled in."""
        self._open_or_show(0, origin)

    def edit_form(self, opinion_id: int) -> None:
        """The form of a draft or of one that was sent back."""
        self._open_or_show(opinion_id)

    def _open_or_show(self, opinion_id: int, origin: Origin | None = None) -> None:
        form = self.form
        if form is not None and (form.opinion_id, form.origin) == (opinion_id, origin):
            self.setCurrentWidget(form)
            self._show_changes()
            form.take_focus()
        elif self.may_leave_form():
            attempt(self, lambda: self.open_form(opinion_id, origin))
        refresh_offers(self)

    def open_form(self, opinion_id: int, origin: Origin | None = None) -> Registration:
        form = Registration(self._session, opinion_id, origin)
        self.drop_form()
        self.keeper = self._keeper_of(form)
        self.form = form
        form.stored.connect(self._form_stored)
        form.left.connect(self.left)
        self.addWidget(form)
        self.setCurrentWidget(form)
        form.take_focus()
        return form

    def drop_form(self) -> None:
        if self.form is not None:
            if self.keeper is not None:
                self.keeper.end()
            self.removeWidget(self.form)
            self.form.deleteLater()
            self.form = self.keeper = None

    def may_leave_form(self) -> bool:
        """Ask only when the draft could not be kept."""
        return self.keeper is None or may_leave(self.keeper, self)

    def open_job(self, job: Any) -> None:
        """Put a job with a signal `left` on top; None opens nothing."""
        if job is not None:
            job.left.connect(self.left)
            self.addWidget(job)
            self.setCurrentWidget(job)
            job.setFocus()

    def take_focus(self) -> None:
        """Where one goes on in what lies on top."""
        if (form := self.form) is not None and form is self.currentWidget():
            form.take_focus()
        else:
            self.currentWidget().setFocus()

    def close_jobs(self) -> None:
        """Back to list and record."""
        while not self.at_work:
            job = self.currentWidget()
            if job is self.form:
                self._leave_behind()
            else:
                self.removeWidget(job)
                job.deleteLater()
        for left_behind in self._queues():
            self.removeWidget(left_behind)
            left_behind.deleteLater()

    def _queues(self) -> list[ReviewDesk]:
        return [found for at in range(self.count()) if isinstance(found := self.widget(at), ReviewDesk)]

    def _close_top(self) -> None:
        """End the job on top; the review queue beneath it comes up again, else list and record do."""
        top = self.currentWidget()
        beneath = [found for found in self._queues() if found is not top]
        if not beneath:
            self.close_jobs()
            return
        self.setCurrentWidget(beneath[-1])
        self.removeWidget(top)
        top.deleteLater()

    def step_back(self) -> bool:
        """Leave what lies on top; False when nothing does."""
        if self.at_work:
            return False
        top = self.currentWidget()
        if isinstance(top, ReviewDesk) and top.step_back():
            return True
        if self.form is None or top is not self.form:
            self._close_top()
        else:
            self._leave_behind()
        return True

    def _leave_behind(self) -> None:
        """A form with something in it waits behind the list; an untouched one goes."""
        self.setCurrentWidget(self.work)
        if self.keeper is not None and self.keeper.has_typed:
            self.keeper.flush()
        else:
            self.drop_form()
        refresh_offers(self)

    # The draft ---------------------------------------------------------------------------------------------------

    def _keeper_of(self, form: Registration) -> DraftKeeper:
        session, whole, origin = self._session, _Whole(form), form.origin
        keeper = DraftKeeper(
            form,
            session,
            whole,
            f"{KIND}.{origin.table}" if origin else KIND,
            origin.record_id if origin else form.opinion_id,
            title=_title,
            record=lambda owner_id: None if form.origin else session.find(Opinion, owner_id),
        )
        keeper.watch(whole.editors.values())
        form.pane.links_changed.connect(keeper.note)
        keeper.told.connect(partial(_say, form))
        keeper.discarded.connect(self._form_discarded)
        form.storing = keeper.storing
        found = keeper.bring_back()
        if found is not None:
            draft, changes = found
            notice = _notice_on(form)
            notice.say_draft(draft.saved_at, session.today, changes)
            notice.empty_wanted.connect(keeper.discard)
        return keeper

    def _form_stored(self, opinion_id: int, after: After) -> None:
        if self.keeper is not None and self.form is not None:
            self.keeper.stored(self.form.opinion_id)  # none where the form is the next one already
            self.keeper.kind = KIND
            refresh_offers(self)
        self.stored.emit(opinion_id, after)

    def _form_discarded(self) -> None:
        """Thrown away behind the list it goes; in front it is a form as it was at first."""
        if self.form is None:
            return
        in_front, opinion_id, origin = self.currentWidget() is self.form, self.form.opinion_id, self.form.origin
        self.drop_form()
        if in_front:
            self.open_form(opinion_id, origin)
        refresh_offers(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.form is not None and self.currentWidget() is self.form:
            self._show_changes()

    def _show_changes(self) -> None:
        """Say what somebody changed in the record since the form was opened."""
        if self.form is None or self.keeper is None:
            return
        changes = self.keeper.changed_meanwhile()
        if changes:
            self.form._seen = self._session.get(Opinion, self.form.opinion_id)
            _notice_on(self.form).say_changes(changes)

    def kept(self) -> Any:
        """The form being filled in, to be given back to the page that takes this one's place."""
        if self.form is None:
            return None
        shown = self.currentWidget() is self.form
        return (self.form.opinion_id, self.form.origin), self.form.typed(), self.form.form_changed, shown

    def give_back(self, kept: Any) -> None:
        about, typed, changed, shown = kept
        form = self.open_form(*about)
        form.give_back(typed)
        form.form_changed = changed
        if not shown:
            self.setCurrentWidget(self.work)


class _Whole:
    """A registration form together with what cannot be understood in it yet."""

    def __init__(self, form: Registration) -> None:
        self._form, self.editors = form, editors_in(form.form)

    def typed(self) -> dict[str, Any]:
        found = self._form.typed()
        return found | {name: held(editor) for name, editor in self.editors.items() if name not in found}

    def give_back(self, typed: dict[str, Any]) -> None:
        self._form.give_back({name: value for name, value in typed.items() if not isinstance(value, Unread)})
        for name, value in typed.items():
            if isinstance(value, Unread) and name in self.editors:
                put_back(self.editors[name], value)


def _say(form: Registration, sentence: str, trouble: bool) -> None:
    """At the foot of the form, shorter where there is little room; in red what went wrong."""
    form.said.setProperty("role", "problem" if trouble else "soft")
    form.said.style().unpolish(form.said)
    form.said.style().polish(form.said)
    shorter = ("草稿没有保存",) if trouble else (sentence.split("，")[0], "✓ 草稿已保存")
    fits = (
        words for words in (sentence, *shorter) if form.said.fontMetrics().horizontalAdvance(words) < form.said.width()
    )
    form.say(next(fits, shorter[-1]))


def _title(typed: dict[str, Any]) -> str:
    about = typed.get("title") or typed.get("content") or typed.get("submitter_name") or "还没有写事由"
    return f"登记表：{' '.join(str(about).split())[:30]}"


def _notice_on(form: Registration) -> DraftNotice:
    """A notice at the top of the form, about a draft or about changes."""
    notice, outer = DraftNotice(), form.layout()
    assert isinstance(outer, QBoxLayout)
    outer.insertWidget(0, notice)
    notice.today_wanted.connect(lambda name, value: form.form.set_values({name: value}))
    return notice
