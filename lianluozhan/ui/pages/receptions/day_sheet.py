"""One resident's record sheet while it is written: the ruled form, its draft, and how the talk ends (4.2.3, 5.2.3)."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.drafts import Unread
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.receptions import feeding_back, visiting
from lianluozhan.models.receptions.record import Reception, Visit, VisitState
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...draft_keeper import DraftKeeper, refresh_offers
from ...draft_notice import DraftNotice
from ...draft_values import editors_in, held, put_back
from ...layout_rules import logical_width
from ...question import ask_reason, tell
from ...shortcuts import shortcut
from ...text import Words, button, elided, plain, plain_button, primary
from ..opinion.registration_residents import ResidentOffers
from ..opinion.registration_storing import After
from .day_form import NEEDED, Turning, build_sheet

DRAFT = "receptions.visits.sheet"
ALL_BUTTONS_FROM, KEYS_FROM = 640, 1060  # logical widths from which all buttons are there, and name their keys
SAID = {
    VisitState.WAITING: "正在等候。开始谈就编号、计时。",
    VisitState.TALKING: "正在谈。说到哪记到哪，草稿自己会存。",
    VisitState.LEFT: "中途离开了。又回来的，接着谈。",
}


class VisitSheet(QFrame):
    """The sheet of one resident; what is typed is kept as a draft until it is stored."""

    stored = Signal(object, After)  # the visit, what follows
    said_aloud = Signal(str)

    def __init__(self, session: Session, visit: Visit) -> None:
        super().__init__()
        self.session, self.visit = session, visit
        self.setProperty("role", "sheet")
        self.form = build_sheet(session)
        self._turning = Turning(self.form)
        self.residents = ResidentOffers(self.form, session, name_field="name", then="content")
        self.number, self.state = plain("", "soft"), plain("", "soft")
        self.said, self.outcome = elided("", "soft"), Words("", "soft")
        self.more = plain_button("更多", icon="ellipsis")
        self.left_button = button("中途离开", key="F7")
        self.save_button = button("先记下", key="Ctrl+S")
        self.print_button = button("谈完并打印", icon="printer", key="Ctrl+Enter")
        self.next_button = button("谈完，下一位", key="Ctrl+Shift+Enter")
        self.go_button = primary("谈完", "F9")
        self._build()
        self._editors = editors_in(self.form)
        self._fill()
        self._connect()
        self.keeper = self._keeper()

    # Layout --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.number, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(plain("代表接待选民记录表", "title"))
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(self.state, 1, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (16, 6, 16, 10)))
        column.setSpacing(theme.scaled(6))
        column.addLayout(head)
        column.addWidget(self.outcome)
        column.addWidget(self.form, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._scroll, 1)
        self._outer.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 7, 14, 7)))
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.said, 1)
        self.more.clicked.connect(self._open_more)
        buttons = (self.left_button, self.save_button, self.print_button, self.next_button, self.go_button)
        for made in (self.more, *buttons):
            row.addWidget(made)
        return foot

    def _stowed(self) -> tuple[Any, ...]:
        """The buttons that go under 更多 in a small window."""
        return (self.left_button, self.save_button, self.print_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label()

    def _label(self) -> None:
        width, state = logical_width(self), self.visit.state
        over = state in (VisitState.DONE, VisitState.LEFT)
        talking = state in visiting.WAITS
        for made in self._stowed():
            made.setVisible(width >= ALL_BUTTONS_FROM and (talking or made is not self.left_button))
        self.more.setVisible(width < ALL_BUTTONS_FROM)
        self.next_button.setVisible(not over and width >= ALL_BUTTONS_FROM - 120)
        go = "开始谈" if state is VisitState.WAITING else "存更正" if state is VisitState.DONE else "谈完"
        for made, words, key in (
            (self.left_button, "中途离开", "F7"),
            (self.save_button, "先记下" if not over else "存更正", "Ctrl+S"),
            (self.print_button, "谈完并打印" if not over else "打印", "Ctrl+Enter"),
            (self.next_button, "谈完，下一位", "Ctrl+Shift+Enter"),
            (self.go_button, go, "F9"),
        ):
            icon = " " if not made.icon().isNull() else ""
            made.setAccessibleName(words)
            made.setText(f"{icon}{words}  {key}" if width >= KEYS_FROM or made is self.go_button else f"{icon}{words}")
            made.setToolTip(key)
        self.save_button.setVisible(self.save_button.isVisibleTo(self) and state is not VisitState.DONE)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for made in self._stowed():
            menu.addAction(made.accessibleName()).triggered.connect(made.click)
        menu.exec(self.more.mapToGlobal(self.more.rect().topLeft() - QPoint(0, menu.sizeHint().height())))

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
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.form.isAncestorOf(now):
            return
        cell = now
        while (above := cell.parentWidget()) is not None and above is not self.form:
            cell = above
        fits = cell.height() < self._scroll.viewport().height()
        QTimer.singleShot(0, now, lambda: self._scroll.ensureWidgetVisible(cell if fits else now, 0, theme.scaled(12)))

    def _fill(self) -> None:
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
        self.said.setText(SAID.get(visit.state, ""))
        self._label()

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
        keeper.told.connect(lambda sentence, trouble: self.said.setText(sentence))
        if (found := keeper.bring_back()) is not None:
            draft, changes = found
            notice = DraftNotice()
            self._outer.insertWidget(0, notice)
            notice.today_wanted.connect(lambda name, value: self.form.set_values({name: value}))
            notice.empty_wanted.connect(keeper.discard)
            notice.say_draft(draft.saved_at, self.session.today, changes)
            keeper.discarded.connect(notice.hide)
        return keeper

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
