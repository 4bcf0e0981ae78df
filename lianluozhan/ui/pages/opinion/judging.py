"""What a judge does with the open record: agree by one key, send back, decline, skip, and take the last one back.

Nothing is approved by accident: the key does not repeat, does nothing while a word is being put together, nothing in
the first moment after another record has come up, and nothing while the words to be printed are scrolled away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lianluozhan.models import drafts, opinions
from lianluozhan.models.opinions import Opinion, OpinionFile

from ...attempt import attempt
from ...drawer import Drawer
from ...shortcuts import composing
from ...toast import Toast
from .review_parts import DRAFT, ReviewPanel, judged_words, step_judged
from .step_drawers import open_step
from .words import short_number

if TYPE_CHECKING:
    from .record_view import RecordView

SETTLES = 0.4  # seconds after another record came up in which the key does nothing
_DEEDS: dict[str, Callable[..., Opinion]] = {"review": opinions.review, "approve": opinions.approve}


class Judging(QObject):
    """The deeds of a judge on what a record view shows."""

    def __init__(self, view: RecordView) -> None:
        super().__init__(view)
        self._view, self._session = view, view.session
        self._shown_at = 0.0
        self._toast: Toast | None = None
        self._last: tuple[int, int] | None = None  # opinion and step that Ctrl+Z takes back
        self._unkept: dict[int, str] = {}
        self.panel: ReviewPanel | None = None

    def came_up(self) -> None:
        """Another record is shown."""
        self._shown_at = time.monotonic()

    def put_away(self) -> None:
        """The panel goes; what could not be kept on the disk is kept here."""
        if self.panel is not None:
            id_, written = self.panel.file.opinion.id, self.panel.leave()
            self._unkept.pop(id_, None)
            if written:
                self._unkept[id_] = written
        self.panel = None

    def put_up(self, file: OpinionFile) -> None:
        """A panel for a matter that waits for this person's judgement; none for others."""
        step = step_judged(self._session, file)
        written = self._unkept.get(file.opinion.id, "")
        self.panel = ReviewPanel(self._session, file, step, written) if step else None

    @property
    def writing(self) -> bool:
        """Whether the cursor stands in the opinion."""
        return self.panel is not None and self.panel.words.hasFocus()

    @property
    def settling(self) -> bool:
        """Whether the record came up only just now."""
        return time.monotonic() - self._shown_at < SETTLES

    def agree(self) -> None:
        """F9: the officer's proposal with the words below it, at once."""
        panel = self.panel
        if panel is None or self.settling or composing() or self._overtaken(panel.step):
            return
        if not panel.bring_into_sight():
            self.came_up()
            return
        panel.show_problems({})
        if attempt(panel, lambda: self._judge(panel)) is not None:
            self._done(panel.step, panel.file, accepted=panel.accepts)

    def _judge(self, panel: ReviewPanel) -> Opinion:
        panel.is_judged = True
        try:
            with panel.keeper.storing():
                words = panel.words.value()
                return _DEEDS[panel.step](self._session, panel.file.opinion.id, words, accept=panel.accepts)
        except BaseException:
            panel.is_judged = False
            raise

    def otherwise(self) -> None:
        """The opposite of the officer's proposal, in a drawer: what is not taken up says why."""
        if (panel := self.panel) is None or self._overtaken(panel.step):
            return
        accepts = not panel.accepts
        self._open(
            panel.step, panel, accept=accepts, done=lambda _: self._done(panel.step, panel.file, accepted=accepts)
        )

    def send_back(self) -> None:
        """F7: back to the officer, with a reason."""
        if (panel := self.panel) is None or self._overtaken("send_back"):
            return
        self._open("send_back", panel, done=lambda _: self._done("send_back", panel.file, accepted=False))

    def _open(self, name: str, panel: ReviewPanel, **more: Any) -> Drawer:
        return open_step(self._view, self._session, panel.file, name, **more)

    def _overtaken(self, name: str) -> bool:
        """Whether somebody else went on with the matter meanwhile; says so, and goes on to the next."""
        assert self.panel
        id_ = self.panel.file.opinion.id
        now = self._session.get(Opinion, id_)
        if name in opinions.open_steps_for(self._session, now):
            return False
        newest = opinions.steps_of(self._session, id_)[0]
        state = "已作废" if now.voided_on else f"现在是“{now.status.label}”"
        self._view.overtaken.emit(
            f"{short_number(now.number)} 号刚由{newest.staff_name}办过（{newest.label}），{state}，不用再办。"
        )
        return True

    def _done(self, name: str, file: OpinionFile, *, accepted: bool) -> None:
        id_, number = file.opinion.id, short_number(file.opinion.number)
        now = opinions.file_of(self._session, id_)
        if name == "send_back":
            sentence = f"{number} 号已退回修改，转{now.opinion.holder}。"
        else:
            sentence = judged_words(now.opinion, name, number, accepted=accepted)
        for kind in _DEEDS:  # a drawer took the step; what was written beside it is of no use any more
            drafts.drop(self._session, f"{DRAFT}.{kind}", id_)
        step = opinions.last_own_step(self._session, id_)
        self._last = (id_, step.id) if step else None
        self._view.said.emit(sentence)
        if step is not None:
            self.drop_toast()
            self._toast = Toast(self._view.toast_over or self._view, sentence, self.undo)
        self._view.judged.emit(id_)

    def undo(self) -> None:
        """Ctrl+Z: take back what was judged last, while the word about it is in sight; afterwards from the trail."""
        if self._last is not None and self._toast is not None and not self._toast.gone:
            self.take_back(self._last[1])

    def take_back(self, step_id: int) -> None:
        """Take back a step of one's own."""
        self.drop_toast()
        self._last = None
        found = attempt(self._view, lambda: opinions.take_back(self._session, step_id))
        if found is not None:
            self._view.said.emit(f"{short_number(found.number)} 号已撤销，回到“{found.status.label}”。")
            self._view.taken_back.emit(found.id)

    def drop_toast(self) -> None:
        if self._toast is not None and not self._toast.gone:
            self._toast.end()
        self._toast = None
