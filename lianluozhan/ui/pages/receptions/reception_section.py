"""接待安排: when, where, which deputies are on duty, who has been told, and what became of it (4.2.1, 5.2.1)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from lianluozhan.models import attendances
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.listing import Listing
from lianluozhan.models.places import HandlingBody
from lianluozhan.models.receptions import arranging, calling, lists, notice_text, noticing, summing, turns
from lianluozhan.models.receptions.record import Reception, ReceptionPlan, ReceptionState
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import LineEditor
from ...question import ask_reason
from ...record_table import Column
from ..opinion.words import spoken_day
from ..registers.known_words import KnownWordsEditor
from ..sections.section import Act, Entry, Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .day_page import DayPage
from .reception_drawers import blank, open_substitute, put_reception, reception_values
from .summary_drawers import missing_entries, open_binding, open_summary, open_year_letter, print_year

SUMMARY, SIGN_IN, WHOLE = "F34", "F41R", "F82R"
TONES = {ReceptionState.PLANNED: "wait", ReceptionState.OPEN: "work", ReceptionState.HELD: "good"}
PRESENT_TONES = {Presence.PRESENT: "good", Presence.EXCUSED: "stop", Presence.ABSENT: "stop"}


class ReceptionSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED, RECORD = "receptions", "接待安排", "handshake", "次", Reception
    ADD, PERMISSION, FIND = "加一次接待", "reception.plan", "查找期号、日期、地点、代表"
    EMPTY = ("还没有接待安排", "先编排年度接待计划，一年的接待就都列在这里；也可以单独加一次接待。")
    VIEWS = (
        ("", "全部"),
        ("coming", "还没有接待的"),
        ("held", "已经接待的"),
        ("unsummed", "还没有小结的"),
        ("unbound", "还没有装订的"),
        ("cancelled", "取消的"),
        ("rest", "落在休息日的"),
    )
    COLUMNS = (
        Column("日期", "held_on", lambda day: spoken_day(date.fromisoformat(day)).partition("（")[0], width=150),
        Column("接待代表", "duty", lambda names: names or ""),
        Column("期号", "number", lambda number: number.partition("〕")[2], width=64),
        Column("进展", "state", lambda code: ReceptionState(code).label, width=76),
        VOIDED,
    )

    def listing(self) -> Listing:
        return lists.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return lists.listing(self.session).count()

    def name_of(self, record: Reception) -> str:
        return record.number or f"{spoken_day(record.held_on, self.session.today)}的接待"

    def shown(self, record_id: int) -> Shown:
        reception = self.session.get(Reception, record_id)
        state, tone = reception.state.label, TONES.get(reception.state, "calm")
        if reception.voided_on:
            state, tone = "作废", "calm"
        lines = attendances.of(self.session, Reception.TABLE, record_id)
        day = spoken_day(reception.held_on, self.session.today)
        held = reception.state is ReceptionState.HELD and not reception.voided_on
        lacking = missing_entries(self, reception) if held and not reception.bound_on else ()
        return Shown(
            title=self.name_of(reception),
            subtitle=f"{day}　{reception.starts_at}—{reception.ends_at}",
            state=state,
            tone=tone,
            facts=self._facts(reception),
            acts=self._acts(reception),
            entries_title=f"接待代表（{len(lines)}）" + ("，还缺的材料" if lacking else ""),
            entries=(*(self._deputy(reception, line) for line in lines), *lacking),
            entry_acts=self._tells(reception, lines),
            hint=self._hint(reception),
        )

    def _facts(self, reception: Reception) -> tuple[tuple[str, str], ...]:
        plan = self.session.find(ReceptionPlan, reception.plan_id)
        officer = self.session.find(Staff, reception.staff_id)
        bodies = [self.session.get(HandlingBody, body_id).name for body_id in reception.body_ids]
        lead = self.session.find(HandlingBody, reception.lead_body_id)
        moved = ""
        if reception.moved_from:
            day = spoken_day(reception.moved_from, self.session.today)
            moved = f"{day}。{reception.moved_reason}" if reception.moved_reason else day
        facts = (
            ("地点", reception.place),
            ("主题", reception.topic),
            ("参加部门", "、".join(bodies) + (f"（{lead.name}牵头）" if lead and len(bodies) > 1 else "")),
            ("联络员", officer.name if officer else ""),
            ("年度计划", f"{plan.title}（{plan.state.label}）" if plan else "计划外"),
            ("原定日期", moved),
            ("休息日接待", reception.rest_day_reason),
            ("取消原因", reception.cancel_reason),
            ("公告", self._notices(reception)),
            (
                "接待情况",
                summing.figures_words(summing.counts_of(self.session, reception.id)) if reception.opened_at else "",
            ),
            ("小结", reception.summary),
            ("装订", spoken_day(reception.bound_on, self.session.today)),
            ("备注", reception.note),
        )
        told = tuple((label, text) for label, text in facts if text or label == "地点")
        return (*told, *void_facts(reception.voided_on, reception.void_reason))

    def _hint(self, reception: Reception) -> str:
        """While it can still be changed: a day off, and who is below the minimum of the year."""
        open_ones = (ReceptionState.PLANNED, ReceptionState.CANCELLED)
        day = reception.held_on
        ahead = reception.state in open_ones and not reception.voided_on and day and day >= self.session.today
        if not day or not ahead:
            return ""
        word = "" if reception.rest_day_reason else arranging.rest_word(self.session, day)
        rest = f"{day.month}月{day.day}日是{word}，不是工作日。请改日期，或者写明休息日接待的原因。" if word else ""
        return "\n".join(filter(None, (rest, turns.said(self.session, day.year))))

    def _notices(self, reception: Reception) -> str:
        said = []
        for notice in noticing.of_reception(self.session, reception.id):
            if notice.withdrawn_on:
                state = "已撤回"
            else:
                state = notice_text.changes_since(self.session, notice) or ("已张贴" if notice.posted_at else "待张贴")
            said.append(f"{notice.number}{state}")
        return "\n".join(said)

    def _deputy(self, reception: Reception, line: Attendance) -> Entry:
        deputy = self.session.get(Deputy, line.deputy_id or 0)
        state, tone = line.presence.label, PRESENT_TONES.get(line.presence, "calm")
        details = [deputy.organisation_post]
        if line.presence is Presence.INVITED:
            state, tone = ("已通知", "good") if line.told_at else ("还没有通知", "wait")
        if line.told_at:
            details.append(f"{line.told_at:%m月%d日 %H:%M} {line.told_words or '通知到本人'}")
        if line.reason:
            details.append(f"原因：{line.reason}")
        acts: tuple[Act, ...] = ()
        planned = reception.state is ReceptionState.PLANNED and not reception.voided_on
        if planned and self.may_edit and line.presence is Presence.INVITED:
            acts = (Act("请假换人", lambda: self._substitute(reception, line)),)
        return Entry(deputy.name, "　".join(part for part in details if part) or "—", state, tone, acts)

    # Acts ------------------------------------------------------------------------------------------------------------

    def _acts(self, reception: Reception) -> tuple[Act, ...]:
        acts: list[Act] = []
        may_void = self.session.may("reception.void")
        if reception.voided_on:
            return (self.unvoid_act(lambda: arranging.unvoid(self.session, reception.id)),) if may_void else ()
        if may_void and reception.state in (ReceptionState.PLANNED, ReceptionState.CANCELLED):
            acts.append(
                self.void_act(
                    self.name_of(reception),
                    lambda reason: arranging.void(self.session, reception.id, reason),
                )
            )
        if self.may_edit and reception.state is ReceptionState.PLANNED:
            acts.append(Act("取消这次", lambda: self._cancel(reception), icon="ban"))
        if self.may_edit and reception.state is ReceptionState.CANCELLED:
            acts.append(Act("恢复", lambda: self._resume(reception), icon="rotate-ccw"))
        elif self.may_edit:
            acts.append(self.edit_act(reception.id))
        return (*acts, *self._prints(reception), *self._next(reception))

    def _next(self, reception: Reception) -> tuple[Act, ...]:
        """What comes next: the day itself, then summary and binding."""
        day = Act("看接待日", lambda: DayPage.open_in(self.page, reception.id))
        if reception.state is ReceptionState.HELD:
            if not self.session.may("reception.close"):
                return (day,)
            if reception.bound_on:
                unbind = Act(
                    "取消装订", lambda: attempt(self.page, lambda: self._unbound(reception)), icon="rotate-ccw"
                )
                return (day, unbind)
            summary, binding = partial(open_summary, self, reception), partial(open_binding, self, reception)
            if reception.summary:
                return (day, Act("改小结", summary), Act("登记装订", binding, "primary", key="F9"))
            return (day, Act("写小结", summary, "primary", key="F9"))
        if not self.session.may("reception.enter"):
            return ()
        if reception.state is ReceptionState.OPEN:
            return (Act("接着接待", day.do, "primary", key="F9"),)
        due = reception.held_on is not None and reception.held_on <= self.session.today
        if reception.state is ReceptionState.PLANNED and due:
            return (Act("开始接待", day.do, "primary", icon="handshake", key="F9"),)
        return ()

    def _unbound(self, reception: Reception) -> None:
        self.stored(summing.unbind(self.session, reception.id))

    def _tells(self, reception: Reception, lines: list[Attendance]) -> tuple[Act, ...]:
        """Everybody told at once, while somebody has not been; a plan that is not approved has no numbers yet."""
        waiting = any(line.presence is Presence.INVITED and line.told_at is None for line in lines)
        planned = reception.state is ReceptionState.PLANNED and not reception.voided_on
        if not (planned and reception.number and waiting and self.session.may("reception.tell")):
            return ()
        return (Act("都通知到了", lambda: self._tell_all(reception), icon="phone"),)

    def _tell_all(self, reception: Reception) -> None:
        drawer = self.drawer("都通知到了", self.name_of(reception), act="记下")
        drawer.fields.put("怎么通知的", KnownWordsEditor("told_words", calling.TOLD), required=True)
        drawer.fields.set_values({"told_words": calling.TOLD[0]})

        def act(values: dict[str, Any]) -> Reception:
            return calling.tell_all(self.session, reception.id, self.session.now(), values["told_words"])

        drawer.open(act, self.stored)

    def _prints(self, reception: Reception) -> tuple[Act, ...]:
        """What is printed of a reception: the sign-in sheet before it, all its sheets afterwards."""
        if not self.may_print or reception.voided_on:
            return ()
        number, words = (WHOLE, "整卷打印") if reception.state is ReceptionState.HELD else (SIGN_IN, "签到表")
        return (Act(words, lambda: self.page.print_sheets(number, [reception.id]), icon="printer", key="Ctrl+P"),)

    def list_acts(self) -> tuple[Act, ...]:
        letter = (Act("写年度报告", lambda: open_year_letter(self)),) if self.session.may("official.edit") else ()
        if not self.may_print:
            return letter
        return (*letter, Act("年度汇总表", lambda: print_year(self, SUMMARY), icon="printer"))

    def _cancel(self, reception: Reception) -> None:
        title = f"取消{self.name_of(reception)}？"
        words = "取消以后不再接待，代表这一次不计。登过公告的，公告要更正；取消错了可以恢复。"
        reason = ask_reason(self.page, title, words, "取消接待", "不取消", label="取消的原因", example="代表都要开会")
        if reason is not None:
            attempt(self.page, lambda: arranging.cancel(self.session, reception.id, reason), saved=self.stored)

    def _resume(self, reception: Reception) -> None:
        attempt(self.page, lambda: arranging.resume(self.session, reception.id), saved=self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "summary":
            self.page.open_record(record_id)
            open_summary(self, self.session.get(Reception, record_id))
        else:
            super().open_draft(what, record_id)

    def _substitute(self, reception: Reception, line: Attendance) -> None:
        deputy = self.session.get(Deputy, line.deputy_id or 0)
        drawer = self.drawer(f"{deputy.name}请假", self.name_of(reception), act="换人")
        open_substitute(drawer, self.session, reception, deputy.id, self.stored)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("加一次接待", "计划还没有批准的，加进计划；批准了的，记成计划外增加。")
        put_reception(drawer.fields, self.session, blank(self.session), [])
        self.keep_draft(drawer)

        def act(values: dict[str, Any]) -> Reception:
            given, deputy_ids = reception_values(values)
            return arranging.add(self.session, Reception(**given), deputy_ids)

        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        reception = self.session.get(Reception, record_id)
        if reception.voided_on or reception.state is ReceptionState.CANCELLED:
            return
        drawer = self.drawer("修改接待安排", self.name_of(reception))
        put_reception(drawer.fields, self.session, reception, arranging.on_duty(self.session, record_id))
        if arranging.needs_reason(self.session, reception):
            hint = "计划已经批准，改日期、时间、地点或者换代表，要写原因。"
            drawer.fields.put("改动的原因", LineEditor("reason", max_length=60), hint=hint)
        self.keep_draft(drawer, reception)

        def act(values: dict[str, Any]) -> Reception:
            given, deputy_ids = reception_values(values)
            return arranging.edit(self.session, record_id, deputy_ids, values.get("reason", ""), **given)

        drawer.open(act, self.stored)
