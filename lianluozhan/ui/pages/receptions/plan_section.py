"""年度计划 (F30): made in one go by the rule, seen first, then submitted, reviewed and approved (3.1.2, 4.2.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models import attachments, staff
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import holders
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.receptions import approving, arranging, lists, planning, rules, turns
from lianluozhan.models.receptions.planning import Proposal
from lianluozhan.models.receptions.record import PlanState, Reception, ReceptionPlan, ReceptionState
from lianluozhan.models.receptions.rules import Rule
from lianluozhan.models.staff import Post, Staff

from ...attempt import attempt
from ...editors import AttachmentEditor, LineEditor, TextEditor
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown, needed, needed_day, one_of
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .plan_proposal import ProposalSheet
from .plan_rule import put_rule, rule_of

FORM = "F30"
TONES = {PlanState.APPROVED: "good", PlanState.SENT_BACK: "stop", PlanState.DRAFT: "calm"}
LISTED = 13  # receptions of a plan beside the list; of more those to come
SCANS = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"


class PlanSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "plans", "年度计划", "calendar-days", "份"
    ADD, PERMISSION, FIND = "编排计划", "reception.plan", "查找年度、规则"
    EMPTY = ("还没有年度接待计划", "选好多久接待一次、每次几名代表，一年的日期和轮值一下就排好，先看再存。")
    CONSEQUENCE = "作废以后，这份计划里还没有接待的各次也一起作废，也可以撤销；已经接待过的计划不能作废。"
    VIEWS = (("", "全部"), ("open", "还没有批准的"), ("approved", "已批准的"))
    COLUMNS = (
        Column("年度", "year", width=80),
        Column("标题", "title"),
        Column("接待", "sittings", lambda count: f"{count} 次", align="right", width=72),
        Column("进展", "state", lambda code: PlanState(code).label, width=88),
        VOIDED,
    )

    def listing(self) -> Listing:
        return approving.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return approving.listing(self.session).count()

    def name_of(self, record: ReceptionPlan) -> str:
        return record.title

    def shown(self, record_id: int) -> Shown:
        plan = self.session.get(ReceptionPlan, record_id)
        receptions = planning.receptions_of(self.session, record_id)
        state, tone = plan.state.label, TONES.get(plan.state, "wait")
        if plan.voided_on:
            state, tone = "作废", "calm"
        today = self.session.today
        coming = [each for each in receptions if each.held_on and each.held_on >= today]
        listed = receptions if len(receptions) <= LISTED else (coming or receptions)[:LISTED]
        files = attachments.of(self.session, ReceptionPlan.TABLE, plan.id)
        return Shown(
            title=plan.title,
            subtitle=plan.rule,
            state=state,
            tone=tone,
            facts=self._facts(plan),
            acts=self._acts(plan),
            entries_title=f"各次接待（{len(receptions)}）" if receptions else "",
            entries=(
                *(self._file(entry.id, entry.name) for entry in files),
                *(self._entry(reception) for reception in listed),
            ),
            hint="\n".join(self._hints(plan, len(receptions) - len(listed))),
        )

    def _hints(self, plan: ReceptionPlan, left: int) -> list[str]:
        said = [] if plan.voided_on else [turns.said(self.session, plan.year or 0), self._rest_days(plan)]
        if plan.state is PlanState.SENT_BACK:
            said.append(f"退回的原因：{plan.approval_words or plan.review_words}")
        if left > 0:
            said.append(f"下面没有列出的还有 {left} 次，在“接待安排”里看。")
        return [sentence for sentence in said if sentence]

    def _rest_days(self, plan: ReceptionPlan) -> str:
        """Days that a calendar brought in later has made days off."""
        found = [each.held_on for each in lists.on_rest_days(self.session) if each.plan_id == plan.id and each.held_on]
        days = "、".join(f"{day.month}月{day.day}日" for day in found)
        return f"放假安排变了，这些接待落在休息日：{days}。请在“接待安排”里改日期，或者写明原因。" if days else ""

    def _facts(self, plan: ReceptionPlan) -> tuple[tuple[str, str], ...]:
        def signed(staff_id: int | None, on: date | None, words: str) -> str:
            who = self.session.find(Staff, staff_id)
            return f"{who.name}　{spoken_day(on, self.session.today)}　{words}".strip() if who and on else ""

        facts = (
            ("编制", signed(plan.made_by, plan.made_on, "")),
            ("审核", signed(plan.reviewed_by, plan.reviewed_on, plan.review_words)),
            ("批准", signed(plan.approved_by, plan.approved_on, plan.approval_words)),
            ("说明", plan.note),
            ("办理方式", "补录签字件" if plan.source is Source.PAPER else ""),
        )
        told = tuple((label, text) for label, text in facts if text or label in ("编制", "审核", "批准"))
        return (*told, *void_facts(plan.voided_on, plan.void_reason))

    def _file(self, attachment_id: int, name: str) -> Entry:
        see = Act("打开", lambda: attempt(self.page, lambda: show_file(self.session, attachment_id)))
        return Entry(name, "签字件扫描", "附件", "calm", (see,))

    def _entry(self, reception: Reception) -> Entry:
        names = "、".join(arranging.names_on_duty(self.session, reception.id)) or "还没有安排代表"
        parts = [names, reception.place, reception.topic, reception.moved_reason or reception.rest_day_reason]
        tone = {ReceptionState.HELD: "good", ReceptionState.CANCELLED: "stop"}.get(reception.state, "calm")
        see = Act("看这次接待", lambda: self._see(reception.id))
        title = f"{spoken_day(reception.held_on, self.session.today)} {reception.starts_at}—{reception.ends_at}"
        return Entry(title, "　".join(part for part in parts if part), reception.state.label, tone, (see,))

    def _see(self, reception_id: int) -> None:
        self.page.open_section("receptions")
        self.page.open_record(reception_id)

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, plan: ReceptionPlan) -> tuple[Act, ...]:
        if plan.voided_on:
            may = self.session.may("reception.void")
            return (self.unvoid_act(lambda: approving.unvoid_plan(self.session, plan.id)),) if may else ()
        acts: list[Act] = []
        if self.session.may("reception.void"):
            acts.append(
                self.void_act(
                    f"{plan.year}年的计划",
                    lambda reason: approving.void_plan(self.session, plan.id, reason),
                    example="换了轮值办法，重新编排",
                )
            )
        if self.may_print:
            acts.append(self.print_act(FORM, plan.id))
        if plan.state is not PlanState.APPROVED and self.may_edit:
            acts.append(self.edit_act(plan.id))
        return (*acts, *self._next(plan))

    def _next(self, plan: ReceptionPlan) -> list[Act]:
        """What comes next for this person, with F9; sending back with F7."""
        acts: list[Act] = []
        signing = plan.state is not PlanState.APPROVED and self.session.may("reception.record_signed")
        if signing:
            acts.append(Act("补录签字件", lambda: self._record_signed(plan), icon="scan"))
        if plan.state in (PlanState.DRAFT, PlanState.SENT_BACK) and self.may_edit:
            acts.append(Act("提交审核", lambda: self._submit(plan), "primary", key="F9"))
        elif approving.may_judge(self.session, plan):
            words = "审核" if plan.state is PlanState.IN_REVIEW else "批准"
            acts.append(Act("退回", lambda: self._send_back(plan), icon="undo-2", key="F7"))
            acts.append(Act(words, lambda: self._judge(plan, words), "primary", key="F9"))
        return acts

    def _submit(self, plan: ReceptionPlan) -> None:
        attempt(self.page, lambda: approving.submit(self.session, plan.id), saved=self.stored)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        today = self.session.today
        year = today.year + (today.month > 10)
        while planning.plan_of(self.session, year) is not None:
            year += 1
        usual = rules.usual(self.session)
        if year == today.year and today.month > 1:
            usual = replace(usual, not_before=today)
        self._ask_rule(year, usual)

    def _ask_rule(self, year: int, rule: Rule) -> None:
        drawer = self.drawer("编排年度接待计划", "排出来先给您看，看好了再存。", act="排出来看看")
        put_rule(drawer.fields, self.session, year, rule)

        def act(values: dict[str, Any]) -> Proposal:
            wanted, made = rule_of(values, rule)
            planning.check_free(self.session, wanted)
            return planning.make(self.session, wanted, made)

        drawer.open(act, self._show)

    def _show(self, proposal: Proposal) -> None:
        """The proposal over the lists."""

        def made() -> ProposalSheet:
            sheet = ProposalSheet(self.session, proposal)
            sheet.kept.connect(self._kept)
            sheet.change_wanted.connect(lambda: self._change(proposal))
            return sheet

        self.page.open_job(made)

    def _change(self, proposal: Proposal) -> None:
        self.page.step_back()
        self._ask_rule(proposal.year, proposal.rule)

    def _kept(self, plan_id: int) -> None:
        self.page.step_back()
        self.page.open_record(plan_id)
        self.page.take_focus()

    def edit(self, record_id: int) -> None:
        plan = self.session.get(ReceptionPlan, record_id)
        if plan.voided_on or plan.state is PlanState.APPROVED:
            return
        drawer = self.drawer("修改计划的标题和说明", "各次接待的日期和代表，在“接待安排”里改。")
        drawer.fields.put("标题", LineEditor("title", max_length=60), required=True)
        drawer.fields.put("说明", TextEditor("note", lines=4, max_length=1000))
        drawer.fields.set_values({"title": plan.title, "note": plan.note})
        self.keep_draft(drawer, plan)
        drawer.open(lambda values: approving.edit_plan(self.session, record_id, **values), self.stored)

    def _judge(self, plan: ReceptionPlan, words: str) -> None:
        drawer = self.drawer(f"{words}年度接待计划", plan.title, act=words)
        drawer.fields.put(f"{words}意见", TextEditor("words", lines=3, max_length=500), required=True)
        drawer.fields.set_values({"words": "同意。"})
        judge = approving.review if plan.state is PlanState.IN_REVIEW else approving.approve
        drawer.open(lambda values: judge(self.session, plan.id, values["words"]), self.stored)

    def _send_back(self, plan: ReceptionPlan) -> None:
        drawer = self.drawer("退回年度接待计划", plan.title, act="退回")
        hint = "编制人看了就知道改什么。"
        drawer.fields.put("退回的原因", TextEditor("words", lines=3, max_length=500), required=True, hint=hint)
        drawer.open(lambda values: approving.send_back(self.session, plan.id, values["words"]), self.stored)

    def _record_signed(self, plan: ReceptionPlan) -> None:
        drawer = self.drawer("补录签字件", plan.title, act="补录")
        people, today = staff.choices(self.session), self.session.today
        for name, post, words in (("reviewed", Post.VICE_HEAD, "审核"), ("approved", Post.HEAD, "批准")):
            usual = holders(self.session, post, today)
            signer = one_of(f"{name}_by", people, usual[0].id if usual else None)
            drawer.fields.put(f"{words}人", signer, required=True, hint="看签字件上的签字。")
            drawer.fields.put(f"{words}日期", self.day(f"{name}_on", today), required=True)
        drawer.fields.put("扫描件", AttachmentEditor("scan", kinds=SCANS), hint="可以以后补")

        def act(values: dict[str, Any]) -> ReceptionPlan:
            scan = values["scan"][0] if values["scan"] else None
            found = [
                Signed(needed(values, f"{name}_by", f"{words}人"), needed_day(values, f"{name}_on", f"{words}日期"))
                for name, words in (("reviewed", "审核"), ("approved", "批准"))
            ]
            approved = Signed(found[1].staff_id, found[1].signed_on, scan)
            return approving.record_signed(self.session, plan.id, found[0], approved)

        drawer.open(act, self.stored)
