"""鉴定销毁 (F85): what is due is judged 件 by 件, approved by the head, destroyed before two supervisors (4.6.3)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import attachments
from lianluozhan.models.archive import appraisal_approval, appraising, destroying
from lianluozhan.models.archive.appraising import Appraisal, AppraisalDecision, AppraisalLine, AppraisalState
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...record_table import Column
from ...slices import Row
from ..opinion.record_parts import show_file
from ..sections.section import Act, Entry, Shown
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts
from . import appraisal_drawers as drawers
from .pieces_sheet import Deed, PiecesSheet, row_of

FORM = "F85"
TONES = {AppraisalState.DONE: "good", AppraisalState.OPEN: "calm"}
LISTED = 12  # 件 beside the list; all of them stand on the sheet
MORE = (Column("鉴定意见", "opinion", width=200), Column("处理", "decision", width=150))


class AppraisalSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "appraisals", "鉴定销毁", "trash-2", "次"
    RECORD = Appraisal
    ADD, PERMISSION, FIND = "开始鉴定", "archive.appraise", "查找编号、名称、鉴定小组"
    EMPTY = ("还没有鉴定过档案", "保管期满的件每年鉴定一次：有用的续存，没有用的报站长批准以后销毁。")
    CONSEQUENCE = "作废以后，里面的件又是到期没有鉴定的，可以另外开始一次鉴定；这一次的内容都保留。"
    VIEWS = (("", "全部"), ("open", "还没有办完的"), ("done", "已处理的"))
    COLUMNS = (
        Column("编号", "number", lambda number: number.removeprefix(appraising.NUMBER), width=118),
        Column("名称", "title"),
        Column("续存", "kept_on", lambda count: f"{count} 件", align="right", width=60),
        Column("销毁", "destroyed", lambda count: f"{count} 件", align="right", width=60),
        Column("进展", "state", lambda code: AppraisalState(code).label, width=76),
        VOIDED,
    )

    def listing(self) -> Listing:
        return appraising.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return appraising.listing(self.session).count()

    def name_of(self, record: Appraisal) -> str:
        return record.number

    def shown(self, record_id: int) -> Shown:
        made = self.session.get(Appraisal, record_id)
        lines = appraising.lines_of(self.session, record_id)
        state, tone = ("作废", "calm") if made.voided_on else (made.state.label, TONES.get(made.state, "wait"))
        left = len(lines) - LISTED
        files = attachments.of(self.session, Appraisal.TABLE, made.id)
        return Shown(
            title=made.number,
            subtitle=made.title,
            state=state,
            tone=tone,
            facts=self._facts(made, lines),
            acts=self._acts(made),
            entries_title=f"里面的件（{len(lines)}）",
            entries=(
                *(self._file(file.id, file.name) for file in files),
                *(_entry(line) for line in lines[:LISTED]),
            ),
            hint=f"下面没有列出的还有 {left} 件，在“逐件鉴定”或者打印的清册里看。" if left > 0 else "",
        )

    def _facts(self, made: Appraisal, lines: list[AppraisalLine]) -> tuple[tuple[str, str], ...]:
        def who(staff_id: int | None) -> str:
            person = self.session.find(Staff, staff_id)
            return person.name if person else ""

        gone = [line for line in lines if line.decision is AppraisalDecision.DESTROY and line.opinion]
        pages = sum(line.pages or 0 for line in gone)
        unjudged = sum(not line.opinion for line in lines)
        counted = f"共 {len(lines)} 件；销毁 {len(gone)} 件，{pages} 页"
        by = "，补录签字件" if made.source is Source.PAPER else ""
        watched = f"{made.first_supervisor}、{made.second_supervisor}"
        facts = (
            ("鉴定小组", made.members),
            ("经手", f"{who(made.begun_by)}　{day_words(made.begun_on)}"),
            ("件数", f"{counted}；还有 {unjudged} 件没有意见" if unjudged else counted),
            ("鉴定意见", made.finding),
            (
                "批准" if made.approved_on else "站长意见",
                f"{who(made.approved_by)}　{day_words(made.approved_on)}{by}　{made.approval_words}".strip("　"),
            ),
            ("监销人", watched if made.destroyed_on else ""),
            ("销毁", f"{day_words(made.destroyed_on)}　{made.destroyed_place}　{made.destroyed_way}".strip("　")),
            ("电子档案包", self._outdated(made)),
            ("备注", made.note),
        )
        return (*((label, text) for label, text in facts if text), *void_facts(made.voided_on, made.void_reason))

    def _outdated(self, made: Appraisal) -> str:
        """Which packages still hold what was destroyed."""
        found = destroying.outdated_packages(self.session, made.id) if made.destroyed_on else []
        named = "、".join(f"{package.made_at:%Y-%m-%d} 的“{package.folder}”" for package in found if package.made_at)
        again = "请把这些年的重新做一份，旧的照清册销毁或清空。"
        return f"还装着已销毁的件：{named}。{again}" if named else ""

    def _file(self, attachment_id: int, name: str) -> Entry:
        see = Act("打开", lambda: attempt(self.page, lambda: show_file(self.session, attachment_id)))
        return Entry(name, "签字件扫描", "附件", "calm", (see,))

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, made: Appraisal) -> tuple[Act, ...]:
        if made.voided_on:
            return ()
        acts: list[Act] = []
        waits = made.state in (AppraisalState.OPEN, AppraisalState.IN_APPROVAL)
        if self.may_edit and waits:
            void = lambda reason: appraising.void(self.session, made.id, reason)  # noqa: E731
            acts.append(self.void_act(made.number, void, example="件选错了，重新开始"))
        if self.may_print:
            acts.append(self.print_act(FORM, made.id))
        if self.may_edit:
            acts += self._own(made)
        if appraisal_approval.may_approve(self.session, made):
            acts.append(Act("退回", lambda: drawers.send_back(self, made), icon="undo-2", key="F7"))
            acts.append(Act("批准", lambda: drawers.approve(self, made), "primary", key="F9"))
        return tuple(acts)

    def _own(self, made: Appraisal) -> list[Act]:
        """What comes next for whoever keeps the archive."""
        match made.state:
            case AppraisalState.OPEN:
                return [
                    self.edit_act(made.id),
                    Act("逐件鉴定", lambda: self._open_lines(made), icon="list"),
                    Act("提交审批", lambda: self._submit(made), "primary", key="F9"),
                ]
            case AppraisalState.IN_APPROVAL:
                return [
                    Act("补录签字件", lambda: drawers.record_signed(self, made), icon="scan"),
                    Act("撤回", lambda: self._take_back(made), icon="undo-2"),
                ]
            case AppraisalState.APPROVED:
                return [
                    Act("暂不销毁", lambda: self._open_spared(made), icon="list"),
                    Act("登记销毁", lambda: drawers.destroy(self, made), "primary", key="F9"),
                ]
        return []

    def _submit(self, made: Appraisal) -> None:
        attempt(self.page, lambda: appraisal_approval.submit(self.session, made.id), saved=self.stored)

    def _take_back(self, made: Appraisal) -> None:
        attempt(self.page, lambda: appraisal_approval.take_back(self.session, made.id), saved=self.stored)

    # The 件 -----------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """What is due, all of it ticked; then who appraises it."""
        if not appraising.due(self.session):
            self.page.desk.tell("现在没有到期要鉴定的件。30 年、10 年的件到期以后才能鉴定。")
            return
        deed = Deed("开始鉴定", lambda ids: drawers.begin(self, ids), "primary", "Ctrl+S")
        about = "这些件保管期满了。勾上要鉴定的，再填鉴定小组。"
        self._open_sheet("到期的件", about, self._due_rows, (deed,), all_ticked=True)

    def _due_rows(self) -> list[Row]:
        return [row_of(item) for item in appraising.due(self.session)]

    def _add_more(self, made: Appraisal) -> None:
        if not appraising.due(self.session):
            self.page.desk.tell("没有别的到期的件可以加了。")
            return

        def put(ids: list[int]) -> None:
            attempt(
                self.page, lambda: appraising.put_in(self.session, made.id, ids), saved=lambda _: self._open_lines(made)
            )

        self._open_sheet(
            f"{made.number}　加件",
            "勾上要加进这次鉴定的件。",
            self._due_rows,
            (Deed("加进去", put, "primary", "Ctrl+S"),),
        )

    def _open_lines(self, made: Appraisal) -> None:
        """Every 件 with its opinion: tick some, write what the group says of them."""
        deeds = (
            Deed("撤出", lambda ids: self._take_out(made, ids), "danger"),
            Deed("加件", lambda ids: self._add_more(made), key="Ins", on_none=True),
            Deed("写意见", lambda ids: drawers.judge(self, made, ids), "primary", "F9"),
        )
        about = "勾上意见相同的几件，按 F9 写鉴定意见和处理；全部写完，返回再提交审批。"
        self._open_sheet(f"{made.number}　逐件鉴定", about, lambda: self._lines(made), deeds, MORE)

    def _open_spared(self, made: Appraisal) -> None:
        """What is approved for destruction and is to stay after all."""
        deeds = (Deed("撤出，暂不销毁", lambda ids: self._take_out(made, ids), "primary", "F9"),)
        about = "站长批准销毁的件。借出未还的、又有用的，勾上撤出来；以后再鉴定。"
        self._open_sheet(f"{made.number}　暂不销毁", about, lambda: self._lines(made, pending=True), deeds, MORE)

    def _lines(self, made: Appraisal, *, pending: bool = False) -> list[Row]:
        return [
            row_of(item) | {"opinion": line.opinion, "decision": decision_words(line)}
            for line, item in destroying.appraisal_file(self.session, made.id).lines
            if not (pending and line.done_on)
        ]

    def _open_sheet(
        self, title: str, about: str, read: Any, deeds: tuple[Deed, ...], more: Any = (), *, all_ticked: bool = False
    ) -> None:
        def made() -> PiecesSheet:
            sheet = PiecesSheet(title, about, read, deeds, more)
            if all_ticked:
                sheet.turn_all()
            return sheet

        self.page.open_job(made)

    def read_sheet(self) -> None:
        """What lies on the lists, as it is now."""
        sheet = self.page.layers.currentWidget()
        if isinstance(sheet, PiecesSheet):
            sheet.read()

    def back_to(self, made: Appraisal) -> None:
        self.page.open_record(made.id)
        self.page.take_focus()

    def _take_out(self, made: Appraisal, ids: list[int]) -> None:
        attempt(
            self.page,
            lambda: appraising.take_out(self.session, made.id, ids),
            saved=lambda _: self.read_sheet(),
        )

    def edit(self, record_id: int) -> None:
        made = self.session.get(Appraisal, record_id)
        if made.voided_on is None and made.state is AppraisalState.OPEN:
            drawers.edit(self, made)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "begin":
            self.add()
            sheet = self.page.layers.currentWidget()
            if isinstance(sheet, PiecesSheet):
                drawers.begin(self, sheet.chosen())
        elif what == "destroy":
            self.page.open_record(record_id)
            drawers.destroy(self, self.session.get(Appraisal, record_id))
        else:
            super().open_draft(what, record_id)


def decision_words(line: AppraisalLine) -> str:
    """销毁, or 续存 with its new end; empty while nothing was said."""
    if not line.opinion:
        return ""
    if line.decision is AppraisalDecision.DESTROY:
        return line.decision.label
    return f"{line.decision.label}到{line.kept_until.year}年底" if line.kept_until else f"{line.decision.label}，永久"


def _entry(line: AppraisalLine) -> Entry:
    said = decision_words(line)
    done = "　已处理" if line.done_on else ""
    tone = "stop" if line.decision is AppraisalDecision.DESTROY and said else "calm"
    about = "　".join(filter(None, (line.title, f"{line.pages} 页" if line.pages else "", line.opinion)))
    return Entry(line.archival_number, about, f"{said}{done}" if said else "还没有意见", tone)
