"""热线和网上留言 (F23): noted while the telephone is in the hand, registered or answered afterwards (3.2.1, 5.1.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from lianluozhan.models import calls, shown_numbers, staff
from lianluozhan.models.boxes import BY_HAND, Treatment
from lianluozhan.models.calls import Call, CallKind
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.origins import Origin
from lianluozhan.models.staff import Staff

from ...editors import LineEditor, NameEditor, OptionRow, PhoneEditor, PickEditor, TextEditor, TimeEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown, needed_day
from ..sections.voiding import VOIDED, void_facts
from .incoming import IncomingSection
from .message_editor import MessageEditor

FORM = "F23"
KINDS = [(kind, kind.label) for kind in CallKind]
NEXT = {
    Treatment.OPEN: "要交给有关单位办的，登记成登记表；能当场说清的，写下答复。",
    Treatment.REGISTERED: "办到哪一步，看登记表。",
    Treatment.EMPTY: "没有具体内容，只留记录。",
}
ABOUT = {Treatment.OPEN: "下一步", Treatment.REGISTERED: "登记表", Treatment.ANSWERED: "答复"}
FACTS = ("kind", "caller_phone", "caller_name", "content", "answered_by", "note")


def short_number(number: str) -> str:
    """来电 0006: the year stands in the column beside it."""
    kind, _, rest = number.partition("〔")
    return f"{kind} {rest.partition('〕')[2].removesuffix('号')}"


class CallSection(IncomingSection):
    KEY, LABEL, ICON, COUNTED = "calls", "热线和留言", "phone", "条"
    ADD, PERMISSION, FIND = "记一条", "call.enter", "查找号码、姓名、内容、编号"
    EMPTY = ("还没有来电和留言", "电话一响就在这里记，记完再登记成登记表；网上平台的留言也抄到这里。")
    VIEWS = (
        ("", "全部"),
        ("open", "还没有处理的"),
        ("hotline", "热线电话"),
        ("online", "网上留言"),
        ("registered", "已登记的"),
    )
    COLUMNS = (
        Column("编号", "number", short_number, width=96),
        Column("时间", "came_at", lambda at: at[2:16].replace("T", " "), width=132),
        Column("内容", "content", lambda words: " ".join(words.split())),
        Column("处理", "treatment", lambda code: Treatment(code).label, width=104),
        VOIDED,
    )

    def listing(self) -> Listing:
        return calls.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return calls.listing(self.session).count()

    def name_of(self, record: Call) -> str:
        return record.number

    def shown(self, record_id: int) -> Shown:
        call = self.session.get(Call, record_id)
        state, tone, opinion_id = self.treatment_words(call.treatment, call.opinion_id)
        if call.voided_on:
            state, tone = "作废", "calm"
        at, who = call.came_at, self.session.find(Staff, call.answered_by)
        when = f"{spoken_day(at.date(), self.session.today)} {at:%H:%M}" if at else ""
        return Shown(
            title=call.number,
            subtitle=f"{call.kind.label}　{when}",
            state=state,
            tone=tone,
            facts=(
                ("来电号码", shown_numbers.phone_in_sight(self.session, Call.TABLE, call.id, call.caller_phone)),
                ("姓名", call.caller_name),
                ("内容", call.content),
                ("接听人", who.name if who else ""),
                *((("说明", call.note),) if call.note else ()),
                *void_facts(call.voided_on, call.void_reason),
            ),
            acts=(*self.phone_act(Call.TABLE, call.id, call.caller_phone), *self._acts(call)),
            entries_title="怎么处理",
            entries=(self._treatment(call, opinion_id),),
        )

    def _treatment(self, call: Call, opinion_id: int) -> Entry:
        state, tone, _ = self.treatment_words(call.treatment, call.opinion_id)
        acts: list[Act] = [self.see_act(opinion_id)] if opinion_id else []
        if not acts and not call.voided_on:
            if self.may_register:
                acts.append(self.register_act(Origin(Call.TABLE, call.id), key="F9"))
            if self.may_edit:
                acts.append(Act("当场答复", lambda: self._treat(call), icon="reply"))
                acts.append(self.link_act(call.number, lambda id_: calls.link(self.session, call.id, id_)))
        words = call.answer or NEXT.get(call.treatment, "")
        return Entry(ABOUT.get(call.treatment, "处理"), words, state, tone, tuple(acts))

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        pasting = (Act("粘贴多条留言", self._paste, icon="copy"),) if self.may_edit else ()
        return (*pasting, Act("打印空表", lambda: self.page.print_blank(FORM))) if self.may_print else pasting

    def _acts(self, call: Call) -> tuple[Act, ...]:
        printing = (self.print_act(FORM, call.id),) if self.may_print and not call.voided_on else ()
        if not self.may_edit:
            return printing
        if call.voided_on:
            return (self.unvoid_act(lambda: calls.unvoid(self.session, call.id)),)
        void = self.void_act(
            call.number, lambda reason: calls.void(self.session, call.id, reason), example="打错的电话"
        )
        return (void, *printing, self.edit_act(call.id))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        now = self.session.now()
        drawer = self.drawer("记一条来电或留言", "先记下来，挂了电话再登记或者答复。")
        kind = CallKind.ONLINE if self.which == "online" else CallKind.HOTLINE
        self._put(drawer.fields, Call(kind=kind, came_at=now, answered_by=self.session.staff.id))
        self._put_treatment(drawer.fields, Call())
        self.keep_draft(drawer)
        drawer.open(lambda values: calls.enter(self.session, Call(**_with_moment(values))), self.stored)
        drawer.fields.editors()["caller_phone"].setFocus()  # type: ignore[attr-defined]

    def edit(self, record_id: int) -> None:
        call = self.session.get(Call, record_id)
        if call.voided_on:
            return
        drawer = self.drawer("修改来电或留言", call.number)
        self._put(drawer.fields, call)
        if call.treatment is not Treatment.REGISTERED:
            self._put_treatment(drawer.fields, call)
        self.keep_draft(drawer, call)
        drawer.open(lambda values: calls.edit(self.session, record_id, **_with_moment(values)), self.stored)

    def _put(self, fields: FieldColumn, call: Call) -> None:
        people = staff.choices(self.session)
        at = call.came_at
        fields.put("来源", OptionRow("kind", KINDS), required=True)
        fields.put("来电号码", PhoneEditor("caller_phone", max_length=30), hint="来电显示的号码；网上留言填留的电话。")
        fields.put("姓名", NameEditor("caller_name", max_length=50), hint="不愿留姓名的空着。")
        fields.put("内容", TextEditor("content", lines=5), required=True, hint="照原话记，说到哪记到哪。")
        fields.put("日期", self.day("day", at.date() if at else None), required=True)
        fields.put("时间", TimeEditor("time"), required=True)
        fields.put("接听人", PickEditor("answered_by", people, names=True))
        fields.put("说明", LineEditor("note", max_length=100))
        fields.set_values({name: getattr(call, name) for name in FACTS} | {"time": f"{at:%H:%M}" if at else ""})

    def _put_treatment(self, fields: FieldColumn, call: Call) -> None:
        fields.put("处理", OptionRow("treatment", [(made, made.label) for made in BY_HAND]), required=True)
        fields.put("当场答复的话", TextEditor("answer", lines=2, max_length=2000))
        fields.set_values({"treatment": call.treatment, "answer": call.answer})
        treatment = fields.editors()["treatment"]

        def turn() -> None:
            fields.show_field("answer", treatment.value() is Treatment.ANSWERED)

        treatment.changed.connect(turn)
        turn()

    def _treat(self, call: Call) -> None:
        drawer = self.drawer("当场答复或处理", call.number)
        treatment = call.treatment if call.treatment in (Treatment.EMPTY, Treatment.OTHER) else Treatment.ANSWERED
        self._put_treatment(drawer.fields, replace(call, treatment=treatment))
        note = LineEditor("note", max_length=100)
        note.set_value(call.note)
        drawer.fields.put("说明", note, hint="选了其他的，请写一句。")
        self.keep_draft(drawer, call, what="treat")

        def act(values: dict[str, Any]) -> Call:
            return calls.treat(self.session, call.id, values["treatment"], values.get("answer", ""), values["note"])

        drawer.open(act, self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "paste":
            self._paste()
        elif what == "treat":
            self.page.open_record(record_id)
            self._treat(self.session.get(Call, record_id))
        else:
            super().open_draft(what, record_id)

    def _paste(self) -> None:
        drawer = self.drawer("粘贴多条留言", "从网上平台的页面或者表格里复制，粘贴到下面。", act="全部记下")
        drawer.fields.put("哪一天的", self.day("day", self.session.today), required=True)
        drawer.fields.put("留言", MessageEditor("messages"), required=True)

        def act(values: dict[str, Any]) -> list[Call]:
            at = _moment(values, "12:00")
            if at > self.session.now():
                at = self.session.now().replace(second=0, microsecond=0)
            made = [
                Call(kind=CallKind.ONLINE, came_at=at, content=words, caller_phone=calls.phone_in(words))
                for words in values["messages"]
            ]
            return calls.enter_many(self.session, made)

        self.keep_draft(drawer, what="paste")
        drawer.open(act, lambda made: self.stored(made[0]))


def _with_moment(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the drawer as a call has them."""
    at = _moment(values, values["time"])
    rest = {name: value for name, value in values.items() if name not in ("day", "time")}
    if "treatment" in rest:
        rest.setdefault("answer", "")
    return rest | {"came_at": at}


def _moment(values: dict[str, Any], clock: str) -> datetime:
    on = needed_day(values, "day", "日期")
    if not clock:
        raise InvalidRecord({"time": "请填写“时间”。"})
    return datetime.combine(on, time.fromisoformat(clock))
