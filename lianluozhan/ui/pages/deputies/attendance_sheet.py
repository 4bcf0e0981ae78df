"""The sign-in list of an activity, entered by keys as the ink sheet is read: one deputy a line (F41, 4.1.3)."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from lianluozhan.models import activities, attendances
from lianluozhan.models.activities import Activity
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.errors import RuleError

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import LineEditor, OptionRow, TextEditor, TimeEditor
from ...layout_rules import logical_width
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...text import Words, button, plain, primary
from ..opinion.words import spoken_day

if TYPE_CHECKING:
    from ..sections.section import Section

KEYS = (("Space", Presence.PRESENT), ("Q", Presence.EXCUSED), ("X", Presence.ABSENT))
CHOICES = [(one, "还没登记" if one is Presence.INVITED else one.label) for one in Presence]
STAYED_AWAY = (Presence.EXCUSED, Presence.ABSENT)
COLUMNS = (
    Column("姓名", "name", width=110),
    Column("工作单位及职务", "unit"),
    Column("到会情况", "presence", lambda code: "" if code == "invited" else Presence(code).label, width=92),
    Column("到达", "arrived_at", lambda at: at[11:16] if at else "", width=72),
    Column("原因", "reason"),
    Column("担任角色", "duty", width=110),
    Column("发言或意见", "words", lambda words: " ".join(words.split())),
)
NEEDS = {"unit": 860, "words": 860, "duty": 640}  # logical width from which a column is shown
HIGH = 460  # logical height from which there is room for more than names and buttons


class AttendanceSheet(QFrame):
    """Lies on the list of activities until it is left; each key is stored at once."""

    left = Signal()

    def __init__(self, section: Section, activity_id: int) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.section, self.session = section, section.session
        self.activity = self.session.get(Activity, activity_id)
        if self.activity.voided_on:
            raise RuleError("这次活动已经作废，不能登记到会。作废错了，可以先撤销作废。")
        self.counted, self.when = plain("", "strong"), Words("", "soft")
        self.hint = Words("上下键选人；再按一次空格取消签到；Enter 填担任角色、发言和原因。", "hint")
        self.table = RecordTable(COLUMNS, activities.sign_in_list(self.session, activity_id))
        self.table.setAccessibleName(f"签到名单，{self.activity.title}")
        self.table.opened.connect(self._opened)
        self.setFocusProxy(self.table)
        self.buttons: dict[Presence, QPushButton] = {}
        self._build()
        for key, presence in KEYS:
            shortcut(self.table, key, partial(self.mark, presence), words=f"记{presence.label}")
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "bar")
        words = QVBoxLayout(head)
        words.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        words.setSpacing(theme.scaled(4))
        at = self.activity.starts_at
        day = f"{spoken_day(at.date(), self.session.today)} {at:%H:%M}" if at else ""
        words.addWidget(Words(f"登记到会：{self.activity.title}", "title"))
        words.addWidget(self.when)
        words.addWidget(self.counted)
        self.when.setText("　".join(part for part in (day, self.activity.place) if part))
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        column.setSpacing(theme.scaled(4))
        column.addWidget(self.hint)
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(6))
        for key, presence in KEYS:
            made = button(presence.label, key="空格" if key == "Space" else key)
            made.clicked.connect(partial(self._press, presence))
            self.buttons[presence] = made
            row.addWidget(made)
        self.rest = button("其余全部实到")
        self.rest.clicked.connect(self.mark_rest)
        row.addWidget(self.rest)
        row.addStretch(1)
        self.done = primary("登记完了", "Esc")
        self.done.clicked.connect(self.left)
        row.addWidget(self.done)
        column.addLayout(row)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less beside the names where there is less room, so that some lines are in sight at every text size."""
        super().resizeEvent(event)
        wide, high = logical_width(self), round(self.height() * 100 / theme.percent())
        for at, column in enumerate(COLUMNS):
            self.table.setColumnHidden(at, wide < NEEDS.get(column.key, 0))
        self.when.setVisible(high >= HIGH)
        self.hint.setVisible(high >= HIGH)

    # What is stored ------------------------------------------------------------------------------------------------

    def mark(self, presence: Presence) -> None:
        """Note of the deputy in the current line that he came, or ask why he did not; the next line follows."""
        row = self.table.current()
        if row is None:
            return
        if presence in STAYED_AWAY:
            self.fill_in(row["id"], presence)
            return
        came = row["presence"] != Presence.PRESENT.value
        values = {
            "presence": Presence.PRESENT if came else Presence.INVITED,
            "arrived_at": self._now() if came else None,
        }
        if self._store({row["deputy_id"]: values}) and came:
            self._go_on()

    def _press(self, presence: Presence) -> None:
        self.mark(presence)
        if presence is Presence.PRESENT:
            self.table.setFocus()

    def mark_rest(self) -> None:
        """All of whom nothing is noted yet came."""
        lines = attendances.of(self.session, Activity.TABLE, self.activity.id)
        rest = [line.deputy_id for line in lines if line.presence is Presence.INVITED]
        if rest:
            self._store({deputy_id: {"presence": Presence.PRESENT} for deputy_id in rest if deputy_id})
        self.table.setFocus()

    def fill_in(self, line_id: int, presence: Presence | None = None) -> None:
        """The drawer of one deputy: how it was with him, and what he did and said."""
        line = self.session.get(Attendance, line_id)
        drawer = Drawer(self.section.page, "到会情况", str(self._name(line)))
        fields = drawer.fields
        fields.put("到会情况", OptionRow("presence", CHOICES), required=True)
        fields.put("原因", LineEditor("reason", max_length=100), hint="请假和缺席的必须写。")
        fields.put("到达时间", TimeEditor("time"))
        fields.put("担任角色", LineEditor("duty", max_length=40), hint="例如：组长、主持人")
        fields.put("发言或意见", TextEditor("words", lines=4, max_length=500))
        fields.put("备注", LineEditor("note", max_length=100))
        at = line.arrived_at
        fields.set_values({name: getattr(line, name) for name in ("reason", "duty", "words", "note")})
        fields.set_values({"presence": presence or line.presence, "time": f"{at:%H:%M}" if at else ""})
        editors = fields.editors()
        chosen = editors["presence"]

        def turn() -> None:
            fields.show_field("reason", chosen.value() in STAYED_AWAY)
            for name in ("time", "duty", "words"):
                fields.show_field(name, chosen.value() is Presence.PRESENT)

        chosen.changed.connect(turn)
        turn()

        def act(values: dict[str, Any]) -> list[Attendance]:
            return activities.sign_in(self.session, self.activity.id, {line.deputy_id or 0: self._written(values)})

        drawer.open(act, lambda _: self._stored(go_on=presence is not None))
        if chosen.value() in STAYED_AWAY:
            editors["reason"].setFocus()  # type: ignore[attr-defined]

    def _written(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the drawer holds, as the line keeps it: fields out of sight stay as they are."""
        found = {name: values[name] for name in ("presence", "reason", "duty", "words", "note") if name in values}
        if "time" in values:
            found["arrived_at"] = self._at(values["time"])
        return found

    def _at(self, time: str) -> datetime | None:
        start = self.activity.starts_at
        return datetime.combine(start.date(), datetime.strptime(time, "%H:%M").time()) if time and start else None

    def _now(self) -> datetime | None:
        """The time of arrival while it goes on; a sheet that is read afterwards has it in ink."""
        now = self.session.now().replace(second=0, microsecond=0)
        start, end = self.activity.starts_at, self.activity.ends_at
        return now if start and now.date() == start.date() and (end is None or now <= end) else None

    def _store(self, marks: dict[int, dict[str, Any]]) -> bool:
        done = attempt(self, lambda: (activities.sign_in(self.session, self.activity.id, marks),))
        self.refresh()
        return done is not None

    def _stored(self, *, go_on: bool) -> None:
        self.refresh()
        if go_on:
            self._go_on()

    # What is shown -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again."""
        if self.table.records.loaded.rows or self.table.records.loaded.total:
            self.table.reload()
        counted = activities.counts(attendances.of(self.session, Activity.TABLE, self.activity.id))
        called = counted[Presence.INVITED]
        said = [f"{one.label} {counted[one]}" for one in Presence]
        left = called - sum(counted[one] for one in Presence if one is not Presence.INVITED)
        self.counted.setText("　".join([*said, *([f"还没登记 {left}"] if left else [])]))
        self.rest.setEnabled(bool(left))
        if called and not self.table.selectionModel().hasSelection():
            self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _go_on(self) -> None:
        at = self.table.currentIndex().row()
        if at + 1 < self.table.model().rowCount():
            self.table.setCurrentIndex(self.table.model().index(at + 1, 0))
        self.table.setFocus()

    def _opened(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self.fill_in(row["id"])

    def _name(self, line: Attendance) -> str:
        return str(self.session.value("SELECT name FROM deputies WHERE id = ?", (line.deputy_id,)))
