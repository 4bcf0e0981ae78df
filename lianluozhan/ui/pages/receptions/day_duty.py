"""The top of the day page: which reception, how long it runs, which of the deputies on duty came (5.2.2)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from lianluozhan.models import attendances, deputies
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.receptions import day
from lianluozhan.models.receptions.record import Reception, ReceptionState
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import PickEditor
from ...flow_layout import FlowLayout
from ...icons import icon
from ...question import ask_reason
from ...text import button, elided, link, plain
from ..sections.section import needed
from .day_sheet import reception_words

_ICONS = {Presence.PRESENT: "check", Presence.INVITED: "circle-help"}
AWAY = (Presence.EXCUSED, Presence.ABSENT)
EVERY = 20_000  # milliseconds between two looks at the clock


class DutyBar(QFrame):
    """A button for each deputy says whether he came, and opens what else can be said of him."""

    changed = Signal()
    close_wanted = Signal()
    reopen_wanted = Signal()
    left = Signal()

    def __init__(self, session: Session, reception_id: int) -> None:
        super().__init__()
        self.session, self._reception_id = session, reception_id
        self.setProperty("role", "sheet")
        self.title, self.running = plain("", "lead"), elided("", "soft")
        self.end_button = button("结束接待")
        self.end_button.clicked.connect(self.close_wanted)
        self.reopen_button = button("接着接待", icon="rotate-ccw")
        self.reopen_button.clicked.connect(self.reopen_wanted)
        self.leave = button("返回", role="link", icon="arrow-left", key="Esc")
        self.leave.clicked.connect(self.left)
        self._people = QWidget()
        self._flow = FlowLayout(self._people, gap=8, line_gap=4)
        self.buttons: dict[int, QPushButton] = {}
        self._entries: dict[int, Attendance] = {}
        self.add_button = link("添加代表", icon="plus")
        self.add_button.clicked.connect(self.add_deputy)
        self._show_people()  # before they have their place in the bar: Tab goes on in this order
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 6, 10, 6)))
        row.setSpacing(theme.scaled(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.running)
        row.addLayout(words, 5)
        row.addWidget(self._people, 6)
        for made in (self.end_button, self.reopen_button, self.leave):
            row.addWidget(made)
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.reload()

    def reload(self) -> None:
        """Read again how the reception and its deputies stand."""
        self.reception = self.session.get(Reception, self._reception_id)
        is_open = self.reception.state is ReceptionState.OPEN
        self.title.setText(reception_words(self.reception).partition("　")[0])
        self.end_button.setVisible(is_open)
        self.reopen_button.setVisible(not is_open)
        self._show_people()
        self.add_button.setVisible(is_open)
        for made in self.buttons.values():
            made.setEnabled(is_open)
        self._tick()

    def _show_people(self) -> None:
        """A button for each deputy; those of deputies who are known already stay."""
        entries = attendances.of(self.session, Reception.TABLE, self._reception_id)
        self._entries = {entry.id: entry for entry in entries}
        while self._flow.count():
            self._flow.takeAt(0)
        for gone in self.buttons.keys() - self._entries.keys():
            self.buttons[gone].hide()
            self.buttons.pop(gone).deleteLater()
        for entry in entries:
            made = self.buttons.get(entry.id) or self._new_button(entry.id)
            made.setText(f"{self._name(entry)} {entry.presence.label}")
            made.setAccessibleName(made.text())
            shown = _ICONS.get(entry.presence, "x")
            tone = "good" if entry.presence is Presence.PRESENT else "soon"
            made.setIcon(icon(shown, tone, 16))
            made.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
            made.setToolTip(entry.reason or "点开登记实到、请假或者缺席")
            self._flow.addWidget(made)
        self._flow.addWidget(self.add_button)

    def _new_button(self, entry_id: int) -> QPushButton:
        made = button("", role="tag")
        made.setParent(self._people)
        made.clicked.connect(lambda: self._open(made, self._entries[entry_id]))
        if self.buttons:
            QWidget.setTabOrder(list(self.buttons.values())[-1], made)
        made.setVisible(True)
        self.buttons[entry_id] = made
        return made

    def _name(self, entry: Attendance) -> str:
        return self.session.get(Deputy, entry.deputy_id or 0).name

    def lead_back(self, to_queue: bool) -> None:
        """What the way back leads to: the queue behind the sheet, or the room."""
        words = "到站名单" if to_queue else "返回"
        self.leave.setAccessibleName(words)
        self.leave.setText(f" {words}  Esc")

    def _tick(self) -> None:
        said = (self._clock_words(), self.reception.number, self.reception.place)
        self.running.setText("　".join(part for part in said if part))

    def _clock_words(self) -> str:
        now, opened = self.session.now(), self.reception.opened_at
        if self.reception.state is not ReceptionState.OPEN:
            closed = self.reception.closed_at
            return f"{self.reception.state.label} {closed:%H:%M}" if closed else ""
        if opened is not None and opened.date() == now.date():
            return f"已接待 {_spoken(opened, now)}"
        return "按纸上的记录补登"

    # Who came ------------------------------------------------------------------------------------------------------

    def menu(self, entry: Attendance) -> QMenu:
        """What can be said of a deputy, but what is said already."""
        menu = QMenu(self)
        for presence in (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.INVITED):
            if presence is not entry.presence and not (entry.presence is Presence.PRESENT and presence in AWAY):
                words = "还没有登记" if presence is Presence.INVITED else presence.label
                menu.addAction(words).triggered.connect(partial(self.put, entry, presence))
        return menu

    def _open(self, made: QPushButton, entry: Attendance) -> None:
        self.menu(entry).exec(made.mapToGlobal(QPoint(0, made.height())))

    def put(self, entry: Attendance, presence: Presence, *_: object) -> None:
        """Enter it; why, where a deputy is away."""
        name = self._name(entry)
        reason: str | None = ""
        if presence in AWAY:
            reason = ask_reason(
                self,
                f"{name}{presence.label}？",
                "请写明原因，和到会情况记在一起。",
                presence.label,
                "不改",
                label=f"{presence.label}的原因",
                example="外出开会",
            )
        if reason is not None:
            attempt(self, lambda: day.put_presence(self.session, entry.id, presence, reason), saved=self._done)

    def _done(self, _: object) -> None:
        self.reload()
        self.changed.emit()

    def add_deputy(self) -> Drawer:
        """One who came without standing on the roster."""
        drawer = Drawer(self, "添加到会的代表", reception_words(self.reception), act="添加")
        picker = PickEditor("deputy_id", deputies.choices(self.session), names=True)
        drawer.fields.put("代表", picker, required=True, hint="不在名单里、今天来了的代表。")
        return drawer.open(
            lambda values: day.add_deputy(self.session, self._reception_id, needed(values, "deputy_id", "代表")),
            self._done,
        )


def _spoken(since: datetime, now: datetime) -> str:
    minutes = max(0, int((now - since).total_seconds()) // 60)
    return f"{minutes // 60} 小时 {minutes % 60} 分钟" if minutes >= 60 else f"{minutes} 分钟"
