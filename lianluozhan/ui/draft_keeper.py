"""Keeps what is being typed into one form on the disk, seconds after it was typed, while the person types on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from lianluozhan.models import drafts
from lianluozhan.models.drafts import Changed, Draft
from lianluozhan.models.errors import StorageError
from lianluozhan.models.session import Session

from .background import Job, Progress, in_background
from .editors import Editor
from .question import ask

OFFER = "draft_offer"  # name of the widget that shows which drafts lie there
QUIET = 1.5  # seconds without a change after which a draft is written
LATEST = 3.0  # seconds after the first change that is not written yet
AGAIN = 5.0  # seconds until it is tried once more after the disk refused
PATIENCE = 3.0  # seconds to wait for an action of another thread when the form is about to go


class Form(Protocol):
    """What a keeper looks after."""

    def typed(self) -> dict[str, Any]: ...
    def give_back(self, typed: dict[str, Any]) -> None: ...


class DraftKeeper(QObject):
    """Belongs to `owner`, the widget of the form; `record` reads what the form is about by its id, None if it is new.

    `same_fields`: what is called alike in form and record is the same; not so where a step is written about a record.
    Writing is done in a thread of its own, so that no keystroke waits for the disk.
    """

    told = Signal(str, bool)  # a sentence for the foot of the form; whether it is about trouble
    discarded = Signal()

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        form: Form,
        kind: str,
        owner_id: int = 0,
        *,
        title: Callable[[dict[str, Any]], str],
        record: Callable[[int], Any] = lambda owner_id: None,
        same_fields: bool = True,
    ) -> None:
        super().__init__(owner)
        self.widget, self.kind, self.owner_id, self.trouble = owner, kind, owner_id, ""
        self.told.connect(partial(say_on_desk, owner))
        self._session, self._form, self._title, self._record = session, form, title, record
        self._same_fields = same_fields
        self._seen = self._seen_now()
        self._opening = self._kept = form.typed()
        self._since: float | None = None
        self._number = 0
        self._turn, self._ended = 0, False
        self._job: Job | None = None
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self.save)

    def watch(self, editors: Iterable[Editor]) -> None:
        """Hear of every change of these fields."""
        for editor in editors:
            editor.changed.connect(self.note)

    def is_about(self, kind: str, owner_id: int) -> bool:
        return (self.kind, self.owner_id) == (kind, owner_id)

    @property
    def has_typed(self) -> bool:
        """Whether there is anything in the form that was not there when it was opened."""
        return self._form.typed() != self._opening

    # Bringing back -----------------------------------------------------------------------------------------------

    def bring_back(self) -> tuple[Draft, list[Changed]] | None:
        """Fill the form with its draft, if there is one; also what was changed in the record meanwhile."""
        draft = drafts.take(self._session, self.kind, self.owner_id)
        if draft is None:
            return None
        self._form.give_back(draft.typed)
        changed = self._take_over(draft.seen)
        self._seen = draft.seen or self._seen
        self._kept = self._form.typed()
        self._calm()
        return draft, changed

    def changed_meanwhile(self) -> list[Changed]:
        """What somebody changed in the record while this form was open; what is not contested is filled in."""
        changed = self._take_over(self._seen)
        if changed:
            self._seen = self._seen_now()
            self.note()
        return changed

    def _take_over(self, seen: dict[str, Any]) -> list[Changed]:
        record = self._record(self.owner_id)
        if record is None:
            return []
        typed = self._form.typed() if self._same_fields else {}
        changed = drafts.changed_since(self._session, record, seen, typed)
        if changed and typed:
            self._form.give_back(drafts.merged(typed, changed))
        return changed

    def _seen_now(self) -> dict[str, Any]:
        record = self._record(self.owner_id)
        return drafts.seen_in(record) if record is not None else {}

    # Writing -----------------------------------------------------------------------------------------------------

    def note(self) -> None:
        """Something was typed: it is written when the person pauses, at the latest after `LATEST` seconds."""
        if self._ended:
            return
        now = time.monotonic()
        if self._since is None:
            self._since = now
        self._clock.start(max(0, round(1000 * min(QUIET, LATEST - (now - self._since)))))

    def save(self) -> None:
        """Write what is not written yet, without waiting for it."""
        if self._ended:
            return
        if self._is_busy():
            self._clock.start(100)
            return
        typed = self._form.typed()
        self._calm()
        if typed != self._kept:
            self._number += 1
            self._job = in_background(QCoreApplication.instance() or self, self._work(typed, self._number))
            self._job.done.connect(self._heard)
            self._job.failed.connect(self._failed)
            self._job.finished.connect(self._job.deleteLater)
            self._job.start()

    def flush(self) -> bool:
        """Write what is not written yet, now; False when it could not be, `trouble` says why."""
        if self._ended:
            return True
        if self._is_busy():
            assert self._job is not None
            self._job.wait(round(PATIENCE * 1000))
        self._job = None
        typed = self._form.typed()
        if typed == self._kept and not self.trouble:
            self._calm()
            return True
        try:
            at = self._write(typed, self._turn, PATIENCE)
        except StorageError as refusal:
            self._have_failed(refusal)
            return False
        self._have_saved(typed, at)
        return self._kept == typed

    def end(self) -> None:
        """Write nothing any more: the form or the database is about to go."""
        self._ended = True
        self._calm()
        if self._is_busy():
            assert self._job is not None
            self._job.wait(round(PATIENCE * 1000))
        self._job = None

    def _work(self, typed: dict[str, Any], number: int) -> Callable[[Progress, Callable[[], bool]], Any]:
        turn = self._turn

        def work(progress: Progress, cancelled: Callable[[], bool]) -> tuple[int, dict[str, Any], Any]:
            try:
                return number, typed, self._write(typed, turn, -1)
            except StorageError as refusal:
                return number, typed, refusal

        return work

    def _write(self, typed: dict[str, Any], turn: int, patience: float) -> datetime | None:
        """In any thread; what was dropped since its writing was begun is not written."""
        session, kind, owner_id = self._session, self.kind, self.owner_id

        def wanted() -> bool:
            return turn == self._turn and not self._ended

        if typed == self._opening:
            drafts.drop(session, kind, owner_id, wanted=wanted)
            return session.now()
        title = self._title(typed)
        return drafts.keep(
            session, kind, owner_id, typed, title=title, seen=self._seen, wanted=wanted, patience=patience
        )

    def _heard(self, told: tuple[int, dict[str, Any], Any]) -> None:
        number, typed, result = told
        if self._job is None or number != self._number:
            return  # its end was waited for, or it is of an earlier turn
        self._job = None
        if isinstance(result, StorageError):
            self._have_failed(result)
        else:
            self._have_saved(typed, result)

    def _failed(self, fault: Exception) -> None:
        raise fault

    def _have_saved(self, typed: dict[str, Any], at: datetime | None) -> None:
        if at is None:  # dropped meanwhile, or an action is under way
            if self._form.typed() != self._kept:
                self.note()
            return
        self._kept, self.trouble = typed, ""
        if typed != self._opening:
            self.told.emit(f"✓ 草稿已保存 {at:%H:%M}，离开不会丢", False)

    def _have_failed(self, refusal: StorageError) -> None:
        self.trouble = str(refusal).replace("没有保存", "草稿没有保存", 1)
        self._clock.start(round(AGAIN * 1000))
        self.told.emit(self.trouble, True)

    def _is_busy(self) -> bool:
        return self._job is not None and self._job.isRunning()

    def _calm(self) -> None:
        self._clock.stop()
        self._since = None

    # Stored, or not wanted ---------------------------------------------------------------------------------------

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Around the deed that stores the form: its draft goes with the same commit, or stays if that is refused."""
        turn = self._turn
        try:
            with self._session.also(self._drop):
                yield
        except BaseException:
            self._kept = {}  # what was being written when the deed began may have been given up for it
            self.note()
            raise
        if turn == self._turn:
            self._drop()
        self._calm()
        self.trouble = ""
        self._opening = self._kept = self._form.typed()

    def stored(self, owner_id: int) -> None:
        """The form stays open and is now about this record, as it was just stored."""
        if not self._ended:
            drafts.drop(self._session, self.kind, self.owner_id)
            self._calm()
            self._turn += 1
            self.owner_id = owner_id
            self._opening = self._kept = self._form.typed()
            self._seen = self._seen_now()

    def discard(self) -> None:
        """Throw away what was typed: the form is as it was when it was opened."""
        self._drop()
        self._form.give_back(self._opening)
        self._kept = self._opening = self._form.typed()
        self._calm()
        self.trouble = ""
        self.discarded.emit()

    def _drop(self) -> None:
        self._turn += 1
        drafts.drop(self._session, self.kind, self.owner_id)


def may_leave(keeper: DraftKeeper, parent: QWidget) -> bool:
    """Whether a form can be taken away: its draft is on the disk, or the person gives up what could not be written."""
    if keeper.flush() or not keeper.has_typed:
        return True
    sentence = keeper.trouble or "草稿没有保存：数据正在别处写入。请稍等再试。"
    return ask(parent, "草稿没有存上，要放弃填的内容吗？", sentence, "放弃", "接着填")


def refresh_offers(widget: QWidget) -> None:
    """Let the desk that a widget lies on show which drafts lie there now."""
    desk = _desk_of(widget)
    offer: Any = desk.findChild(QWidget, OFFER) if desk is not None else None
    if offer is not None:
        offer.refresh()


def say_on_desk(widget: QWidget, sentence: str, trouble: bool) -> None:
    """What became of a draft, in the status line too."""
    desk: Any = _desk_of(widget)
    if desk is None:
        return
    if trouble:
        desk.status.say_trouble(sentence)
    else:
        desk.say(sentence.removeprefix("✓ "))


def _desk_of(widget: QWidget) -> QWidget | None:
    found: QWidget | None = widget
    while found is not None and found.objectName() != "desk":
        found = found.parentWidget()
    return found


def keepers_in(widget: QWidget) -> list[DraftKeeper]:
    """The keepers of all forms below a widget, in sight or behind."""
    return list(widget.findChildren(DraftKeeper))


def keep_all(widget: QWidget, *, end: bool = False) -> str:
    """Write what is typed into all forms below a widget, now; why not, if it could not be. `end`: the forms go now."""
    trouble = ""
    for keeper in keepers_in(widget):
        if not keeper.flush():
            trouble = trouble or keeper.trouble or "草稿没有保存：数据正在别处写入。请稍等再试。"
        if end:
            keeper.end()
    return trouble
