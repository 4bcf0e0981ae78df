"""Filling in the registration form on the screen, in the order of the paper (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from lianluozhan.models import opinions, origins
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import REFERRALS, Screening
from lianluozhan.models.origins import Origin
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...question import tell
from ...shortcuts import shortcut
from .registration_forecast import ForecastPanel
from .registration_form import FILES, JOIN, JOIN_INTO, build_form, offer_choices
from .registration_frame import FormFrame, Side
from .registration_joining import Joining
from .registration_phrases import FormPhrases
from .registration_residents import ResidentOffers
from .registration_storing import After, like_last, written
from .side_pane import SidePane

__all__ = ["After", "Registration"]
LINKED = "linked"  # among the typed: the matters to be linked with
NEEDED = ("submitter_name", "title", "content", "category_id", "proposal")


class Registration(FormFrame):
    """A new form, of what a register says if it has an `origin`, or one that is a draft or was sent back."""

    stored = Signal(int, After)  # opinion, what follows
    left = Signal()

    def __init__(self, session: Session, opinion_id: int = 0, origin: Origin | None = None) -> None:
        self.origin = origin
        self.session, self._seen = session, None if not opinion_id else session.get(Opinion, opinion_id)
        self._was_left = False
        self.storing: Callable[[], AbstractContextManager[None]] = nullcontext  # given by who keeps the draft
        self.pane = SidePane(session, opinion_id)
        self.forecast = ForecastPanel(session)
        super().__init__(build_form(session), Side(self.pane, self.forecast))
        self.pane.add_section(self.forecast.days)
        self.residents, self.joining = ResidentOffers(self.form, session), Joining(self.form, session)
        self.phrases = FormPhrases(self.form, session)
        self._screening, self._ground = self.form.editor("screening"), self.form.editor("decline_ground")
        self._connect()
        self._say_whose()
        taken = origins.filled_in(session, origin) if origin else {}
        self._fill(self._seen or replace(opinions.blank(session), **taken))
        self._watch()

    @property
    def opinion_id(self) -> int:
        return self._seen.id if self._seen else 0

    def _connect(self) -> None:
        for made, keys, act in (
            (self.draft_button, "save", self.save_draft),
            (self.next_button, "save_and_next", self.save_and_next),
            (self.print_button, "save_and_print", self.save_and_print),
            (self.go_button, "next_step", self.submit),
            (self.like_last, "like_last", self.fill_like_last),
        ):
            made.clicked.connect(act)
            shortcut(self, keys, act)
        shortcut(self, "skip", self.skip_on, words="下一个要填的格")
        self.leave.clicked.connect(self.left)
        self._screening.changed.connect(self._turn)
        self._ground.changed.connect(self._refer)
        self.pane.adopted.connect(self._adopt)
        self.pane.join_wanted.connect(self._join)
        self.pane.links_changed.connect(self._note_change)
        self.pane.counted.connect(self.count_alike)
        self.forecast.opened.connect(lambda: QTimer.singleShot(0, self._show_days))
        self.pane.serve(self.form)

    def _watch(self) -> None:
        self.form_changed = False
        for name in self.form.names:
            self.form.editor(name).changed.connect(self._note_change)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)
        self._consider()

    def _say_whose(self) -> None:
        number = self._seen.number if self._seen else ""
        self.title.setText("修改登记表" if self._seen else "快速登记")
        self.number.setText(f"编号：{number or '送审时自动给出'}")
        self.registrar.setText(f"登记人：{self.session.staff.name}")
        self.like_last.setVisible(self._seen is None)

    # What one cell means for another -----------------------------------------------------------------------------

    def _turn(self) -> None:
        """One cell is about whom to send it to, why not, or what to join it to; the next step has its name."""
        screening = self._screening.value()
        label = {Screening.DECLINE: "不受理因", JOIN: "并入哪件"}.get(screening, "建议承办")
        for name, about in (
            ("proposed_body_id", "建议承办"),
            ("decline_ground", "不受理因"),
            ("referral", "不受理因"),
            (JOIN_INTO, "并入哪件"),
        ):
            self.form.editor(name).setVisible(about == label)
        self.form.relabel("onward", label)
        if screening == JOIN:
            self.joining.offer()
        words = {Screening.ON_SPOT: "登记答复", JOIN: "登记并案"}.get(screening, "提交审核")
        self.go_button.setText(f"{words}  F9")
        self.go_button.setAccessibleName(words)

    def _refer(self) -> None:
        ground, referral = self._ground.value(), self.form.editor("referral")
        if ground and referral.value() in ("", *REFERRALS.values()):
            referral.set_value(REFERRALS[ground])

    def _adopt(self, name: str, value: Any) -> None:
        self.form.editor(name).set_value(value)

    def _show_days(self) -> None:
        """Scroll the pane to how the limits are counted."""
        area: Any = self.pane.findChild(QScrollArea)
        area.verticalScrollBar().setValue(self.forecast.days.y())

    def _join(self, opinion_id: int) -> None:
        """并入 was chosen beside the form."""
        self.joining.choose(opinion_id)
        self.submit()

    def _fill(self, opinion: Opinion) -> None:
        self.form.set_values({name: getattr(opinion, name) for name in opinions.FORM_FIELDS})
        self._turn()

    def fill_like_last(self) -> None:
        """Channel, day, village and deputies as on the form before."""
        if self._seen is None:
            self.say(like_last(self.form, self.session))

    # Changes and focus -------------------------------------------------------------------------------------------

    def _note_change(self) -> None:
        self.form_changed = True
        self._consider()

    def _consider(self) -> None:
        typed = self.typed()
        self.pane.consider(typed)
        self.forecast.consider(typed)

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self.keep_in_sight(now)

    def showEvent(self, event: QShowEvent) -> None:
        """Back from another page, where settings, holidays or villages may have been changed."""
        super().showEvent(event)
        if self._was_left:
            self._was_left = False
            offer_choices(self.form, self.session)
            self.forecast.refresh()
            self._consider()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._was_left = True
        self.pane.pause()

    def take_focus(self) -> None:
        """The first field that is empty and needed."""
        self._go_to((*self._still_needed(), "title")[0])

    def skip_on(self) -> None:
        """To the next field that is empty and needed; when there is none, to the button of the next step."""
        names, focus = self.form.names, QApplication.focusWidget()
        here = next((at for at, name in enumerate(names) if _holds(self.form.editor(name), focus)), -1)
        needed = self._still_needed()
        after = [name for name in needed if names.index(name) > here]
        if after or needed:
            self._go_to((*after, *needed)[0])
        else:
            self.go_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _still_needed(self) -> list[str]:
        typed = self.typed()
        spared = {"submitter_name"} if typed.get("is_anonymous") else set()
        return [name for name in NEEDED if name not in spared and not typed.get(name, True)]

    def _go_to(self, name: str) -> None:
        self.form.editor(name).setFocus(Qt.FocusReason.OtherFocusReason)

    # What was typed ----------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        """Everything that can be understood now, to be given back to another form."""
        found = {}
        for name in self.form.names:
            try:
                found[name] = self.form.editor(name).value()
            except InvalidRecord:
                continue
        return found | {LINKED: list(self.pane.linked)}

    def give_back(self, typed: dict[str, Any]) -> None:
        """What was typed into another form of the same record."""
        if into := typed.get(JOIN_INTO):
            self.joining.choose(into)
        self.form.set_values(typed)
        self.pane.set_linked(tuple(typed.get(LINKED, ())))
        self._turn()
        self.form_changed = True

    def say(self, sentence: str) -> None:
        """Say at the foot what became of the form or its draft."""
        self.said.setText(sentence)

    # Storing -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        self._store(After.STAY)

    def save_and_next(self) -> None:
        self._store(After.NEXT)

    def save_and_print(self) -> None:
        self._store(After.PRINT)

    def submit(self) -> None:
        self._store(After.SUBMIT)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`: each at its cell, the rest in words."""
        rest = self.form.show_problems(problems)
        self.say(f"有 {len(problems)} 处要改，已经标出来，还没有保存。" if not rest else "还没有保存。")
        if rest:
            tell(self, "\n".join(rest))

    def _store(self, after: After) -> None:
        if after is not After.STAY and self.joining.is_chosen:
            into = attempt(self, lambda: (self.form.values(), self.joining.target())[1])
            if into is None or not self.joining.is_agreed(into):
                return
        stored = attempt(self, lambda: self._kept(after))
        if stored is None:
            return
        self._seen, self.origin = stored, None
        for other in self.pane.linked:
            attempt(self, partial(opinions.link, self.session, stored.id, other))
        self.pane.set_linked(())
        self.form.clear_problems()
        self.form.set_values({FILES: ()})
        if after is After.NEXT:
            self._begin_next()
        else:
            self.say(f"✓ 已存为草稿 {self.session.now():%H:%M}")
        self._say_whose()
        self.form_changed = False
        self.stored.emit(stored.id, after)

    def _begin_next(self) -> None:
        """An empty form with the channel and the day of the one that was just stored."""
        before, self._seen = self._seen, None
        blank = opinions.blank(self.session)
        self._fill(blank)
        assert before is not None
        self.form.set_values({"channel": before.channel, "received_on": before.received_on, JOIN_INTO: None})
        self.say(f"✓ 已存好“{before.title}” {self.session.now():%H:%M}，接着登记下一份。")
        self.take_focus()

    def _kept(self, after: After) -> Opinion:
        """Store the form; submit it in the same action where that is wanted, so that nothing is half done."""
        noted = origins.linked(self.session, self.origin) if self.origin else nullcontext()
        with self.storing(), noted:
            return written(self.session, self.form.values(), self._seen, after, self._edited)

    def _edited(self, kept: Opinion) -> None:
        self._seen = kept


def _holds(field: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (field is focus or field.isAncestorOf(focus))
