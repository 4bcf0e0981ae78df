"""One resident's record sheet while it is written: the ruled form, its draft, and how the talk ends (4.2.3, 5.2.3)."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from lianluozhan.models import deputies
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.drafts import Unread
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.receptions import feeding_back, visiting
from lianluozhan.models.receptions.record import Reception, Visit, VisitState
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...draft_keeper import DraftKeeper, refresh_offers
from ...draft_notice import DraftNotice
from ...draft_values import editors_in, held, put_back
from ...question import ask_reason, tell
from ...shortcuts import shortcut
from ..opinion.registration_residents import ResidentOffers
from ..opinion.registration_storing import After
from .day_form import NEEDED, Turning, build_sheet
from .day_frame import SheetFrame

DRAFT = "receptions.visits.sheet"
SAID = {
    VisitState.WAITING: "正在等候。开始谈就编号、计时。",
    VisitState.TALKING: "正在谈，草稿自己会存。",
    VisitState.LEFT: "中途离开了。又回来的，接着谈。",
}


class VisitSheet(SheetFrame):
    """The sheet of one resident; what is typed is kept as a draft until it is stored."""

    stored = Signal(object, After)  # the visit, what follows
    said_aloud = Signal(str)

    def __init__(self, session: Session, visit: Visit) -> None:
        self.session, self.visit = session, visit
        super().__init__(build_sheet(session))
        self._turning = Turning(self.form)
        self.residents = ResidentOffers(self.form, session, name_field="name", then="content")
        self._editors = editors_in(self.form)
        self._fill()
        self._connect()
        self.keeper = self._keeper()

    # What it is about ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        for made, keys, act in (
            (self.left_button, "send_back", self.leave_early),
            (self.save_button, "save", self.save),
            (self.print_button, "save_and_print", partial(self._finish, After.PRINT)),
            (self.next_button, "save_and_next", partial(self._finish, After.NEXT)),
            (self.go_button, "next_step", self.go_on),
        ):
            made.clicked.connect(lambda _=False, act=act: act())
            shortcut(self, keys, act, words=made.accessibleName())
        shortcut(self, "skip", self.skip_on, words="下一个要填的格")

    def _fill(self) -> None:
        offered = deputies.choices(self.session)
        former = [id_ for id_ in self.visit.deputy_ids if id_ not in dict(offered)]  # no deputy any more, but was
        self.form.editor("deputy_ids").set_entries(
            [*offered, *((id_, self.session.get(Deputy, id_).name) for id_ in former)]
        )
        self.form.set_values({name: getattr(self.visit, name) for name in visiting.SHEET_FIELDS})
        self._turning.turn()
        self._say_state()

    def _say_state(self) -> None:
        visit = self.visit
        arrived = f"{visit.arrived_at:%H:%M} 到站" if visit.arrived_at else ""
        self.number.setText(f"编号：{visit.number or '开始谈时自动给出'}")
        self.state.setText(f"{visit.position}号　{arrived}　{visit.state.label}")
        words = _outcome_words(self.session, visit)
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        self._refused = False
        self.said.setText(SAID.get(visit.state, ""))
        self.label(visit.state)

    def show_visit(self, visit: Visit) -> None:
        """The same resident, as he was just stored."""
        self.visit = visit
        self._fill()
        self.form.clear_problems()

    # The draft -----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        return {name: held(editor) for name, editor in self._editors.items()}

    def give_back(self, typed: dict[str, Any]) -> None:
        self.form.set_values({name: value for name, value in typed.items() if not isinstance(value, Unread)})
        for name, value in typed.items():
            if isinstance(value, Unread) and name in self._editors:
                put_back(self._editors[name], value)
        self._turning.turn()

    def _keeper(self) -> DraftKeeper:
        keeper = DraftKeeper(
            self,
            self.session,
            self,
            DRAFT,
            self.visit.id,
            title=lambda typed: f"接待记录：{typed.get('name') or self.visit.name}",
            record=lambda visit_id: self.session.find(Visit, visit_id),
        )
        keeper.watch(self._editors.values())
        keeper.told.connect(self._say_kept)
        if (found := keeper.bring_back()) is not None:
            draft, changes = found
            notice = DraftNotice()
            self.outer.insertWidget(0, notice)
            notice.today_wanted.connect(lambda name, value: self.form.set_values({name: value}))
            notice.empty_wanted.connect(keeper.discard)
            notice.say_draft(draft.saved_at, self.session.today, changes)
            keeper.discarded.connect(notice.hide)
            self.stored.connect(notice.hide)  # no draft any more
        return keeper

    def _say_kept(self, sentence: str, trouble: bool) -> None:
        """That the draft is kept; not over the sentence that something is still to be put right."""
        if trouble or not self._refused:
            self.said.setText(sentence)

    def put_away(self) -> bool:
        """Before another sheet is opened: stored where it can be, else its draft is on the disk."""
        if self.keeper.has_typed:
            try:
                values = self.form.values()
                with self.keeper.storing():
                    self.visit = visiting.write(self.session, self.visit.id, **_listed(values))
            except (InvalidRecord, RuleError):
                return self.keeper.flush()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    # Deeds ---------------------------------------------------------------------------------------------------------

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`: each at its cell, the rest in words."""
        rest = self.form.show_problems(problems)
        self._refused = bool(problems)
        self.said.setText(f"有 {len(problems)} 处要改，已经标出来，还没有存。" if not rest else "还没有存。")
        if rest:
            tell(self, "\n".join(rest))

    def go_on(self) -> None:
        """F9: begin the talk, or end it."""
        if self.visit.state is VisitState.WAITING:
            self.begin()
        else:
            self._finish(After.SUBMIT)

    def begin(self) -> None:
        """The talk begins; what is typed already stays."""
        if not self.put_away():
            return
        begun = attempt(self, lambda: visiting.begin(self.session, self.visit.id))
        if begun is not None:
            self._was_stored(begun, After.STAY)
            self.take_focus()

    def save(self) -> None:
        """Keep what is on the sheet so far."""

        def act() -> Visit:
            values = self.form.values()
            with self.keeper.storing():
                return visiting.write(self.session, self.visit.id, **_listed(values))

        kept = attempt(self, act)
        if kept is not None:
            self._was_stored(kept, After.STAY)
            self.said.setText(f"✓ 已记下 {self.session.now():%H:%M}")

    def _finish(self, after: After) -> None:
        if after is After.PRINT and self.visit.state is VisitState.DONE and not self.keeper.has_typed:
            self.stored.emit(self.visit, after)
            return

        def act() -> Visit:
            values = self.form.values()
            with self.keeper.storing():
                return visiting.finish(self.session, self.visit.id, **_listed(values))

        done = attempt(self, act)
        if done is not None:
            self._was_stored(done, after)

    def leave_early(self) -> None:
        """One question why; what was said stays."""
        if self.visit.state not in visiting.WAITS:
            return
        reason = ask_reason(
            self,
            f"{self.visit.name}中途离开？",
            "已经记下的话都保留；选好了处理方式的，照样登记成社情民意。",
            "登记中途离开",
            "接着谈",
            label="中途离开的原因",
            example="要接孩子",
        )
        if reason is None:
            return

        def act() -> Visit:
            values = self.form.values()
            with self.keeper.storing():
                return visiting.left(self.session, self.visit.id, reason, **_listed(values))

        gone = attempt(self, act)
        if gone is not None:
            self._was_stored(gone, After.NEXT)

    def _was_stored(self, visit: Visit, after: After) -> None:
        self.show_visit(visit)
        self.keeper.stored(visit.id)
        refresh_offers(self)
        self.stored.emit(visit, after)

    # Focus ---------------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Where one goes on to write."""
        name = "content" if self.visit.state is VisitState.TALKING or self.visit.phone else "phone"
        self.form.editor(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def skip_on(self) -> None:
        """To the next cell that must be filled; when there is none, to the button of the next step."""
        typed = self.typed()
        for name in NEEDED:
            if not typed.get(name):
                self.form.editor(name).setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.go_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill_like(self, before: Visit | None) -> None:
        """Village, category and deputies as of the resident before, where nothing is written yet."""
        if before is None:
            self.said.setText("还没有上一位可以照着填。")
            return
        for name in ("village_id", "category_id", "deputy_ids"):
            if self.typed().get(name) in (None, [], ()):
                self.form.editor(name).set_value(getattr(before, name))
        self.said.setText(f"村、分类和代表照{before.position}号{before.name}填好了。")


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the form as a sheet has them."""
    return values | {"deputy_ids": tuple(values["deputy_ids"])}


def _outcome_words(session: Session, visit: Visit) -> str:
    """What became of a sheet that is over, in a line."""
    if visit.state in visiting.WAITS:
        return ""
    found = feeding_back.outcome_of(session, visit)
    number = f"{found.number} " if found.number else ""
    parts = [
        f"{number}{found.state}",
        f"在{found.holder}手里" if found.holder else "",
        f"{found.due_on.month}月{found.due_on.day}日到期" if found.due_on else "",
        f"答复：{found.answer}" if found.answer else "",
        found.satisfaction.label if found.satisfaction else "",
        f"中途离开：{visit.left_reason}" if visit.left_reason else "",
    ]
    return "，".join(part for part in parts if part)


def reception_words(reception: Reception) -> str:
    """3月16日 9:00—11:00　接待〔2026〕03期."""
    day = f"{reception.held_on.month}月{reception.held_on.day}日" if reception.held_on else ""
    hours = "—".join(clock.removeprefix("0") for clock in (reception.starts_at, reception.ends_at) if clock)
    return f"{day} {hours}　{reception.number}".strip()
