"""活动: what deputies are called together for, who came, the sheet on which they sign (F41; 3.1.1, 3.1.3, 4.1.3)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from lianluozhan.models import activities, attendances, deputies
from lianluozhan.models.activities import Activity, ActivityKind, Called
from lianluozhan.models.attendances import Presence
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.groups import DeputyGroup
from lianluozhan.models.listing import Listing

from ...editors import AttachmentEditor, ChoiceEditor, LineEditor, NumberEditor, PickEditor, TextEditor, TimeEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Shown, needed_day
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .attendance_editor import CalledEditor
from .attendance_sheet import AttendanceSheet
from .enclosed_files import file_entries

FORM = "F41"
FIELDS = ("kind", "title", "half_days", "place", "organiser", "group_id", "content", "result")
WIDE = "\u3000"


class ActivitySection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "activities", "代表活动", "users", "次"
    RECORD = Activity
    ADD, PERMISSION, FIND = "登记活动", "activity.enter", "查找名称、地点"
    EMPTY = (
        "还没有代表活动",
        "会议、培训、视察、调研、小组活动在这里登记，叫哪些代表、谁到了都记着，到会的自动记入履职档案。",
    )
    CONSEQUENCE = "作废以后，这次活动记下的履职也跟着作废；内容都保留，也可以撤销作废。"
    VIEWS = activities.VIEWS
    COLUMNS = (
        Column("日期", "starts_at", lambda at: at[:10], width=108),
        Column("名称", "title"),
        Column("类型", "kind", lambda code: ActivityKind(code).label, width=138),
        Column("应到", "called", align="right", width=56),
        Column("实到", "came", align="right", width=56),
        VOIDED,
    )

    def listing(self) -> Listing:
        return activities.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return activities.listing(self.session).count()

    def name_of(self, record: Activity) -> str:
        return record.title

    def shown(self, record_id: int) -> Shown:
        found = activities.activity_file(self.session, record_id)
        made = found.activity
        counted = activities.counts([one.line for one in found.called])
        state, tone = _state(made, counted, self.session.now())
        said = "，".join(f"{one.label} {counted[one]}" for one in Presence)
        facts = (
            ("时间", _span(made, self.session.today)),
            ("天数", f"{(made.half_days or 0) / 2:g} 天"),
            ("地点", made.place),
            ("组织单位", made.organiser),
            ("代表小组", found.group),
            ("人数", said if found.called else "还没有写叫哪些代表"),
            *((presence.label, _names(found.called, presence)) for presence in list(Presence)[1:]),
            ("还没登记", _names(found.called, Presence.INVITED)),
            ("内容摘要", made.content),
            ("成效", made.result),
            *void_facts(made.voided_on, made.void_reason),
        )
        return Shown(
            title=made.title,
            subtitle=f"{made.kind.label}{WIDE}到会的代表自动记入履职",
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(made, bool(found.called)),
            **file_entries(self, Activity.TABLE, record_id, "资料和照片"),
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("空白签到表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, made: Activity, anybody: bool) -> tuple[Act, ...]:
        printing = (self.print_act(FORM, made.id, "打印签到表"),) if self.may_print and not made.voided_on else ()
        may_void = self.session.may("activity.void")
        if made.voided_on:
            return (self.unvoid_act(lambda: activities.unvoid(self.session, made.id)),) if may_void else ()
        void = (self.void_act(f"“{made.title}”", lambda reason: activities.void(self.session, made.id, reason)),)
        found = (*(void if may_void else ()), *printing)
        if not self.may_edit:
            return found
        signing = Act("登记到会", lambda: self.sign_in(made.id), "primary", icon="clipboard-check", key="F9")
        return (*found, self.edit_act(made.id), *((signing,) if anybody else ()))

    def sign_in(self, activity_id: int) -> None:
        """The list of the called over the whole page, to be gone through by keys."""
        self.page.open_job(lambda: AttendanceSheet(self, activity_id))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("登记活动", "还没开的也可以先登记，打印好签到表带去。")
        self._put(drawer.fields, Activity(), [])
        self.keep_draft(drawer)

        def act(values: dict[str, Any]) -> Activity:
            called, files = values.pop("called"), values.pop("files")
            return activities.enter(self.session, Activity(**self._written(values)), called, files)

        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        made = self.session.get(Activity, record_id)
        if made.voided_on:
            return
        drawer = self.drawer("修改活动", made.title)
        known = [line.deputy_id or 0 for line in attendances.of(self.session, Activity.TABLE, record_id)]
        self._put(drawer.fields, made, known)
        self.keep_draft(drawer, made)

        def act(values: dict[str, Any]) -> Activity:
            called, files = values.pop("called"), values.pop("files")
            return activities.edit(self.session, record_id, called, files=files, **self._written(values))

        drawer.open(act, self.stored)

    def _put(self, fields: FieldColumn, made: Activity, known: list[int]) -> None:
        session, start, end = self.session, made.starts_at, made.ends_at
        groups = [
            (group.id, group.name)
            for group in session.select(DeputyGroup, "retired_on IS NULL OR id = ?", (made.group_id,))
        ]
        fields.put("类型", ChoiceEditor("kind", [(kind, kind.label) for kind in ActivityKind]), required=True)
        fields.put("名称", LineEditor("title", max_length=60), required=True, hint="例如：视察农村饮水安全工程")
        fields.put("日期", self.day("day", start.date() if start else session.today), required=True)
        fields.put("开始时间", TimeEditor("time"), required=True)
        fields.put("结束日期", self.day("last_day", end.date() if end else None), hint="当天结束的不用填。")
        fields.put("结束时间", TimeEditor("last_time"))
        fields.put(
            "半天数", NumberEditor("half_days", minimum=1, maximum=60, unit="个半天"), hint="半天填 1，一天填 2。"
        )
        entries = _people(deputies.choices(session), activities.called(session, Activity.TABLE, made.id, session.today))
        called = CalledEditor(
            "called", entries, activities.groups_to_call(session, start.date() if start else session.today)
        )
        fields.put("应到代表", called, hint="写姓名一个个添加，或者按组一次加上。")
        fields.put("地点", LineEditor("place", max_length=80))
        fields.put("组织单位", LineEditor("organiser", max_length=60), hint="例如：镇人大主席团")
        fields.put("代表小组", PickEditor("group_id", groups), hint="小组活动选是哪个小组的。")
        fields.put("内容摘要", TextEditor("content", lines=4))
        fields.put("成效", TextEditor("result", lines=2), hint="活动以后补写也可以。")
        fields.put("资料和照片", AttachmentEditor("files"), hint="通知、材料、照片；已经附上的不用再加。")
        fields.set_values({name: getattr(made, name) for name in FIELDS} | {"called": known})
        fields.set_values({"time": _clock(start), "last_time": _clock(end)})

    def _written(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the drawer holds, as the record keeps it."""
        day = needed_day(values, "day", "日期")
        first, last, last_day = values["time"], values["last_time"], values["last_day"]
        if not first:
            raise InvalidRecord({"time": "请填写“开始时间”。"})
        if last_day and not last:
            raise InvalidRecord({"last_time": "写了结束日期，请再写“结束时间”。"})
        ends_at = _moment(last_day or day, last) if last else None
        if ends_at and ends_at < _moment(day, first):
            raise InvalidRecord({"last_time": "“结束时间”不能早于“开始时间”，请检查。"})
        found = {name: values[name] for name in FIELDS}
        return found | {"starts_at": _moment(day, first), "ends_at": ends_at}


def _people(choices: list[tuple[int, str]], called: list[Called]) -> list[tuple[int, str]]:
    """Deputies in office, and whoever is called already though he left office since."""
    known = {deputy_id for deputy_id, _ in choices}
    return choices + [(one.line.deputy_id or 0, one.name) for one in called if one.line.deputy_id not in known]


def _moment(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at))


def _clock(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _names(called: tuple[Called, ...], presence: Presence) -> str:
    """Those of whom this is noted, with why where it was given."""
    found = (one for one in called if one.line.presence is presence)
    return "、".join(f"{one.name}（{one.line.reason}）" if one.line.reason else one.name for one in found)


def _span(made: Activity, today: date) -> str:
    if made.starts_at is None:
        return ""
    start = f"{spoken_day(made.starts_at.date(), today)} {made.starts_at:%H:%M}"
    if made.ends_at is None:
        return start
    same = made.ends_at.date() == made.starts_at.date()
    return f"{start} 至 {'' if same else spoken_day(made.ends_at.date(), today) + ' '}{made.ends_at:%H:%M}"


def _state(made: Activity, counted: dict[Presence, int], now: datetime) -> tuple[str, str]:
    if made.voided_on:
        return "作废", "calm"
    if made.starts_at and made.starts_at > now:
        return "还没到时间", "calm"
    left = counted[Presence.INVITED] - sum(counted[one] for one in list(Presence)[1:])
    if left:
        return f"还有 {left} 位没登记", "wait"
    return ("登记完了", "good") if counted[Presence.INVITED] else ("没有名单", "wait")
