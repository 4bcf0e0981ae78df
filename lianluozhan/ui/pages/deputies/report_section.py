"""述职: what deputies report to their voters, the secret ballot on it and its count, who has not reported (F07)."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianluozhan.models import deputies, settings, voter_reports
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.staff import Staff
from lianluozhan.models.voter_reports import MEETING, ReportWay, VoterReport

from ...editors import PickEditor
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .report_drawers import HELD, put_count, put_report

REPORT, BALLOT, TALLY = "F07", "F07B", "F07T"


def percent(share: float | None) -> str:
    """95.2%; empty before the count."""
    return "" if share is None else f"{share * 100:.1f}%"


class ReportSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "voter_reports", "述职", "message-square-text", "次"
    ADD, PERMISSION, FIND = "登记述职", "voter_report.enter", "查找代表、地点"
    EMPTY = (
        "还没有述职记录",
        "代表向选民述职，先在这里登记，打印述职报告和测评票；开完会登记测评结果，自动记入代表的履职档案。",
    )
    CONSEQUENCE = "作废以后不再计入履职档案和积分；内容都保留，也可以撤销作废。"
    VIEWS = (("", "全部"), ("uncounted", "还没有测评结果的"), ("oral", "口头述职"), ("written", "书面述职"))
    COLUMNS = (
        Column("述职日期", "reported_on", width=116),
        Column("代表", "deputy_name", lambda name: name or "", width=92),
        Column("年度", "year", width=64),
        Column("形式", "way", lambda code: ReportWay(code).label[:2], width=64),
        Column("地点", "place"),
        Column("满意率", "satisfied", percent, "right", width=84),
        VOIDED,
    )

    def listing(self) -> Listing:
        return voter_reports.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return voter_reports.listing(self.session).count()

    def name_of(self, record: VoterReport) -> str:
        return record.title

    def shown(self, record_id: int) -> Shown:
        report, today = self.session.get(VoterReport, record_id), self.session.today
        deputy = self.session.get(Deputy, report.deputy_id or 0)
        by = self.session.find(Staff, report.entered_by)
        state, tone = self._state(report)
        facts = (
            ("形式", report.way.label),
            ("述职日期", spoken_day(report.reported_on, today) if report.reported_on else ""),
            ("地点", report.place),
            ("选区", report.constituency),
            ("选民意见", report.opinions),
            ("登记人", by.name if by else ""),
            *void_facts(report.voided_on, report.void_reason),
        )
        return Shown(
            title=f"{deputy.name}　{report.year}年度述职",
            subtitle=report.title,
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(report, deputy),
            entries_title="测评和报告" if report.way is ReportWay.ORAL else "报告",
            entries=(
                *self._ballot(report),
                Entry(
                    "述职报告",
                    report.body or "还没有写，可以从今年的数据写起。",
                    *(("已写", "good") if report.body else ("没有写", "soon")),
                ),
            ),
            entry_acts=self._again(report),
            hint=self._hint(report),
        )

    def _ballot(self, report: VoterReport) -> tuple[Entry, ...]:
        """What voters thought of it, with the sheets for the meeting."""
        if report.way is ReportWay.WRITTEN:
            return ()
        who = (("监票", report.teller), ("计票", report.counter), ("主持", report.chair))
        told = (
            self._came(report),
            self._ballots(report),
            self._votes(report),
            "，".join(f"{word} {name}" for word, name in who if name),
        )
        share = percent(voter_reports.satisfaction(report))
        state, tone = (f"满意率 {share}", "good") if share else ("没有票数", "calm")
        acts: list[Act] = []
        if self.may_print and not report.voided_on:
            ids = [each.id for each in voter_reports.same_meeting(self.session, report)]
            acts.append(Act("打印测评票", lambda: self.page.print_sheets(BALLOT, ids)))
            acts.append(Act("打印汇总表", lambda: self.page.print_sheets(TALLY, ids)))
        if self.may_edit and not report.voided_on and report.ballots_valid is not None:
            acts.append(Act("修改结果", lambda: self._count(report)))
        words = "\n".join(filter(None, told)) or "开完会登记到会人数和票数。"
        return (Entry("测评结果", words, state, tone, tuple(acts)),)

    def _again(self, report: VoterReport) -> tuple[Act, ...]:
        if not self.may_edit or report.way is ReportWay.WRITTEN or report.voided_on:
            return ()
        return (Act("同一场再登一位", lambda: self._add(self._same_meeting(report)), icon="user-round-plus"),)

    def _state(self, report: VoterReport) -> tuple[str, str]:
        if report.voided_on:
            return "作废", "calm"
        if report.way is ReportWay.WRITTEN:
            return "书面述职", "good"
        if report.voters_present is None:
            coming = report.reported_on is not None and report.reported_on > self.session.today
            return ("还没有开", "calm") if coming else ("没有登记结果", "soon")
        return ("已测评", "good") if report.ballots_valid is not None else ("已述职", "good")

    def _hint(self, report: VoterReport) -> str:
        if report.voided_on or report.way is ReportWay.WRITTEN or report.voters_present is not None:
            return ""
        return "登记了到会的选民人数，这次述职才记入代表的履职档案。"

    def _came(self, report: VoterReport) -> str:
        told = (("应到", report.voters_expected), ("实到", report.voters_present))
        return "，".join(f"{word} {count} 人" for word, count in told if count is not None)

    def _ballots(self, report: VoterReport) -> str:
        told = (("发", report.ballots_given), ("收回", report.ballots_returned), ("有效", report.ballots_valid))
        return "，".join(f"{word} {count} 票" for word, count in told if count is not None)

    def _votes(self, report: VoterReport) -> str:
        told = (*voter_reports.votes(report), ("弃权", report.abstained))
        return "，".join(f"{word} {count}" for word, count in told if count is not None)

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        who = (Act("谁还没有述职", self._missing, icon="users"),)
        if not self.may_print:
            return who
        return (
            *who,
            Act("空白测评票", lambda: self.page.print_blank(BALLOT)),
            Act("空白汇总表", lambda: self.page.print_blank(TALLY)),
        )

    def _acts(self, report: VoterReport, deputy: Deputy) -> tuple[Act, ...]:
        may_void = self.session.may("voter_report.void")
        if report.voided_on:
            return (self.unvoid_act(lambda: voter_reports.unvoid(self.session, report.id)),) if may_void else ()
        acts: list[Act] = []
        if may_void:
            named = f"{deputy.name}{report.year}年的述职"
            acts.append(self.void_act(named, lambda reason: voter_reports.void(self.session, report.id, reason)))
        if self.may_print:
            acts.append(self.print_act(REPORT, report.id, "打印报告"))
        if self.may_edit:
            acts.append(self.edit_act(report.id))
            held = report.reported_on is not None and report.reported_on <= self.session.today
            if held and report.way is ReportWay.ORAL and report.ballots_valid is None:
                acts.append(Act("登记测评结果", lambda: self._count(report), "primary", key="F9"))
        return tuple(acts)

    def _same_meeting(self, report: VoterReport) -> VoterReport:
        meeting = {name: getattr(report, name) for name in (*MEETING, "voters_expected")}
        return VoterReport(**meeting)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        today = self.session.today
        self._add(VoterReport(year=today.year, reported_on=today))

    def add_for(self, deputy_id: int) -> None:
        """A report of this deputy, from his own record."""
        today = self.session.today
        held = [m for m in deputies.mandates_of(self.session, deputy_id) if m.constituency]
        where = held[0].constituency if held else ""
        self._add(VoterReport(deputy_id=deputy_id, year=today.year, reported_on=today, constituency=where))

    def _add(self, report: VoterReport) -> None:
        drawer = self.drawer("登记述职", "会前登记就可以打印报告和测评票；开完会再登记测评结果。")
        put_report(drawer.fields, self, report)
        self.keep_draft(drawer)
        rest = {name: getattr(report, name) for name in (*HELD, "voters_expected")}
        drawer.open(lambda values: voter_reports.enter(self.session, VoterReport(**{**rest, **values})), self.stored)

    def edit(self, record_id: int) -> None:
        report = self.session.get(VoterReport, record_id)
        if report.voided_on:
            return
        drawer = self.drawer("修改述职", report.title)
        put_report(drawer.fields, self, report)
        self.keep_draft(drawer, report)
        drawer.open(lambda values: voter_reports.edit(self.session, record_id, **values), self.stored)

    def _count(self, report: VoterReport) -> None:
        name = self.session.get(Deputy, report.deputy_id or 0).name
        drawer = self.drawer("登记测评结果", f"{name}　{report.year}年度述职")
        put_count(drawer.fields, report)
        self.keep_draft(drawer, report, what="count")

        def act(values: dict[str, Any]) -> VoterReport:
            if values["voters_present"] is None:
                raise InvalidRecord({"voters_present": "请填写“实到选民”。"})
            return voter_reports.count(self.session, report.id, **values)

        drawer.open(act, self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "count":
            self.page.open_record(record_id)
            self._count(self.session.get(VoterReport, record_id))
        else:
            super().open_draft(what, record_id)

    # Who has not reported --------------------------------------------------------------------------------------------

    def _missing(self) -> None:
        year = self._year()
        least = settings.number(self.session, "report_to_voters.per_year")
        people = voter_reports.missing(self.session, year)
        said = f"每位代表每年至少述职 {least} 次。"
        if not people:
            drawer = self.drawer(f"{year}年都述职了", said, act="知道了")
            drawer.fields.add_words("在任的代表这一年都向选民述过职。")
            drawer.open(lambda values: None, lambda _: None)
            return
        may = self.may_edit
        drawer = self.drawer(f"{year}年还有 {len(people)} 位没有述职", said, act="登记这位" if may else "知道了")
        drawer.fields.add_words("、".join(name + (f"（已 {done} 次）" if done else "") for _, name, done in people))
        if may:
            chooser = PickEditor("deputy_id", [(id_, name) for id_, name, _ in people], names=True)
            drawer.fields.put("登记哪一位", chooser, required=True)

        def act(values: dict[str, Any]) -> int:
            if may and values["deputy_id"] is None:
                raise InvalidRecord({"deputy_id": "请选一位代表。"})
            return int(values.get("deputy_id") or 0)

        drawer.open(act, lambda deputy_id: self.add_for(deputy_id) if deputy_id else None)

    def _year(self) -> int:
        """The year that runs; in January the one that has just ended."""
        today: date = self.session.today
        return today.year - 1 if today.month == 1 else today.year
