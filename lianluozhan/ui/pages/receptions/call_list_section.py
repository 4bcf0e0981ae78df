"""通知代表: a call list of who is on duty in the receptions to come; told, or excused with a substitute (4.2.1)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.receptions import calling
from lianluozhan.models.receptions.record import Reception
from lianluozhan.models.staff import Staff

from ...editors import TimeEditor
from ...record_table import Column
from ..opinion.words import spoken_day
from ..registers.known_words import KnownWordsEditor
from ..sections.section import Act, Shown, TableSection, needed_day
from .reception_drawers import open_substitute

SIGN_IN = "F41R"


class CallListSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "calls", "通知代表", "phone", "人"
    PERMISSION, FIND = "reception.tell", "查找姓名、电话、日期"
    EMPTY = ("没有要通知的代表", "排好了接待，还没有接待的各次，轮到的代表都列在这里，照着打电话。")
    LEFT_OUT, LEFT_OUT_WORDS = None, ""
    VIEWS = (("", "全部"), ("untold", "还没有通知的"), ("told", "通知过的"), ("excused", "请假的"))
    COLUMNS = (
        Column("接待日期", "held_on", lambda day: spoken_day(date.fromisoformat(day))[5:], width=176),
        Column("代表", "name"),
        Column("电话", "phone", width=136),
        Column("通知", "told_at", lambda at: at[5:16].replace("T", " "), width=108),
    )

    def listing(self) -> Listing:
        return calling.listing(self.session, self.words, view=self.which)

    def in_use(self) -> int:
        return calling.count_untold(self.session)

    def name_of(self, record: Attendance) -> str:
        return self.session.get(Deputy, record.deputy_id or 0).name

    def shown(self, record_id: int) -> Shown:
        line = self.session.get(Attendance, record_id)
        deputy = self.session.get(Deputy, line.deputy_id or 0)
        reception = self.session.get(Reception, line.owner_id or 0)
        told_by = self.session.find(Staff, line.told_by)
        state, tone = ("已通知", "good") if line.told_at else ("还没有通知", "wait")
        if line.presence is not Presence.INVITED:
            state, tone = line.presence.label, "stop"
        told = f"{spoken_day(line.told_at.date(), self.session.today)} {line.told_at:%H:%M}" if line.told_at else ""
        facts = (
            ("电话", deputy.phone),
            ("单位及职务", deputy.organisation_post),
            (
                "接待时间",
                f"{spoken_day(reception.held_on, self.session.today)} {reception.starts_at}—{reception.ends_at}",
            ),
            ("地点", reception.place),
            ("通知时间", told),
            ("通知结果", line.told_words),
            ("通知人", told_by.name if told_by and line.told_words else ""),
            ("请假的原因", line.reason),
        )
        return Shown(
            title=deputy.name,
            subtitle=reception.number,
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text or label == "电话"),
            acts=self._acts(line, reception),
        )

    def _acts(self, line: Attendance, reception: Reception) -> tuple[Act, ...]:
        acts: list[Act] = [Act("看这次接待", lambda: self._see(reception.id))]
        if self.session.may("print.form"):
            acts.append(Act("打印签到表", lambda: self.page.print_sheets(SIGN_IN, [reception.id]), icon="printer"))
        if line.presence is Presence.INVITED and self.may_edit:
            if self.session.may("reception.plan"):
                acts.append(Act("请假换人", lambda: self._substitute(line, reception)))
            acts.append(Act("记通知", lambda: self.edit(line.id), "" if line.told_at else "primary", key="F9"))
        return tuple(acts)

    def _see(self, reception_id: int) -> None:
        self.page.open_section("receptions")
        self.page.open_record(reception_id)

    def _substitute(self, line: Attendance, reception: Reception) -> None:
        drawer = self.drawer(f"{self.name_of(line)}请假", reception.number, act="换人")
        open_substitute(drawer, self.session, reception, line.deputy_id or 0, lambda _: self.page.open_record(line.id))

    def add(self) -> None:
        """Who is called is arranged with the receptions."""

    def edit(self, record_id: int) -> None:
        line = self.session.get(Attendance, record_id)
        if line.presence is not Presence.INVITED:
            return
        now = self.session.now()
        deputy = self.session.get(Deputy, line.deputy_id or 0)
        drawer = self.drawer(f"通知{deputy.name}", deputy.phone, act="记下")
        drawer.fields.put("怎么通知的", KnownWordsEditor("told_words", calling.WORDS), required=True)
        drawer.fields.put("日期", self.day("told_on", now.date()), required=True)
        drawer.fields.put("时间", TimeEditor("told_time"), required=True)
        drawer.fields.set_values({"told_words": line.told_words or calling.WORDS[0], "told_time": f"{now:%H:%M}"})

        def act(values: dict[str, Any]) -> Attendance:
            on = needed_day(values, "told_on", "日期")
            if not values["told_time"]:
                raise InvalidRecord({"told_time": "请填写“时间”。"})
            at = datetime.combine(on, time.fromisoformat(values["told_time"]))
            return calling.tell(self.session, record_id, at, values["told_words"])

        drawer.open(act, self._next)

    def _next(self, line: Attendance) -> None:
        """The one who was told, or in the list of those untold whoever comes next."""
        if self.which != "untold":
            self.page.open_record(line.id)
        else:
            self.page.reload()
            self.page.take_focus()
