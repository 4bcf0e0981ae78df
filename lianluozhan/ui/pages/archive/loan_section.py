"""借阅: the register of readings, copies and loans; each step in a drawer, overdue ones in sight (4.6.3, F83, F84)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from lianluozhan.models import attachments
from lianluozhan.models.archive import lending, lending_desk, lending_lists
from lianluozhan.models.archive.lending import Loan, LoanState, UseDecision, UseWay
from lianluozhan.models.archive.lending_lists import LoanFile
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.permissions import who_may

from ...attempt import attempt
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown, needed_day
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts
from . import loan_drawers
from .reading_room import open_reading

REGISTER, SHEET = "F83", "F84"
TONES = {
    LoanState.WAITING: "wait",
    LoanState.APPROVED: "wait",
    LoanState.OUT: "work",
    LoanState.OVERDUE: "stop",
    LoanState.IN_DOUBT: "stop",
    LoanState.BACK: "good",
}
PRINTED_AT_MOST = 1000


def state_words(state: LoanState, way: UseWay) -> str:
    """What is read here is not out."""
    if state is LoanState.OUT and way is not UseWay.LEND:
        return f"{way.label}中"
    return state.label


def stands_words(codes: str) -> str:
    """The same of a row: its state and way."""
    state, _, way = codes.partition(" ")
    return state_words(LoanState(state), UseWay(way))


class LoanSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "loans", "借阅", "book-open", "次"
    ADD, PERMISSION, FIND = "登记借阅", "archive.lend", "查找借阅人、单位、档号、题名、编号"
    RECORD = Loan
    EMPTY = ("还没有查阅、借阅", "有人来查档案，先登记，站长、副站长审批以后交出；归还时逐页点数。")
    CONSEQUENCE = "作废以后不再计入登记表，编号不再使用；内容都保留，也可以撤销作废。"
    VIEWS = lending_lists.VIEWS
    COLUMNS = (
        Column("日期", "asked_on", lambda day: day[2:], width=92),
        Column("借阅人", "who", width=140),
        Column("题名", "title"),
        Column("应还", "due_on", lambda day: day[5:] if day else "", width=66),
        Column("状态", "stands", stands_words, width=82),
        VOIDED,
    )

    def listing(self) -> Listing:
        return lending_lists.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return lending_lists.listing(self.session).count()

    def name_of(self, record: Loan) -> str:
        return record.number

    @property
    def refusal(self) -> str:
        if self.may_edit:
            return ""
        if self.session.may("archive.approve_loan"):
            return f"这里可以审批。登记、交出和收回由{who_may(self.PERMISSION)}办理。"
        return super().refusal

    # One use -------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        file = lending_lists.loan_file(self.session, record_id)
        loan, state = file.loan, lending.state_of(file.loan, self.session.today)
        return Shown(
            title=f"{lending_desk.who(loan)}　{loan.way.label}",
            subtitle=f"{loan.number}　{day_words(loan.asked_on)}",
            state=state_words(state, loan.way),
            tone=TONES.get(state, "calm"),
            facts=self._facts(file, state),
            acts=self._acts(file, state),
            entries_title="办到哪一步",
            entries=tuple(self._entries(file, state)),
            entry_acts=self._item_acts(file.item.id),
            hint=self._hint(file, state),
        )

    def _facts(self, file: LoanFile, state: LoanState) -> tuple[tuple[str, str], ...]:
        loan, item = file.loan, file.item
        late = f"{lending_lists.days_late(loan, self.session.today)} 日" if state is LoanState.OVERDUE else ""
        facts = (
            ("档号", item.archival_number),
            ("页数", f"{item.pages or 0} 页" + (f"，复印 {loan.pages} 页" if loan.way is UseWay.COPY else "")),
            ("题名", item.title),
            ("电话", loan.phone),
            ("利用目的", "，".join(filter(None, (loan.purpose.label, loan.purpose_words)))),
            ("个人隐私", "含个人隐私" if item.keeps_secret else ""),
            ("应还日期", spoken_day(loan.due_on, self.session.today) if loan.due_on else ""),
            ("续借", f"{loan.renewals} 次" if loan.renewals else ""),
            ("逾期", late),
            ("备注", loan.note),
            *void_facts(loan.voided_on, loan.void_reason),
        )
        return tuple((label, words) for label, words in facts if words)

    def _entries(self, file: LoanFile, state: LoanState) -> list[Entry]:
        """The steps that were taken, each with who and when, and the signed sheet."""
        loan = file.loan
        entries = [Entry("登记", f"{file.entered_by}　{day_words(loan.asked_on)}", "已登记", "good")]
        if loan.office_words or state is LoanState.WAITING:
            may = self.may_edit and state is LoanState.WAITING
            write = (Act("写意见", partial(loan_drawers.advise, self, loan)),) if may else ()
            written = "已写" if loan.office_words else "没有写"
            entries.append(Entry("联络员意见", loan.office_words, written, "calm", write))
        if loan.decision is not None:
            by = f"{file.decided_by}，{day_words(loan.decided_on)}，{loan.source.label}"
            tone = "good" if loan.decision is UseDecision.YES else "stop"
            entries.append(Entry("审批", f"{loan.decision_words}\n{by}".strip(), loan.decision.label, tone))
        elif state is LoanState.WAITING:
            entries.append(
                Entry("审批", f"由{who_may('archive.approve_loan')}审批，登记的人不能审批。", "待审批", "wait")
            )
        if loan.handed_on:
            entries.append(Entry("交出", f"{file.handed_by}　{day_words(loan.handed_on)}", "已交出", "good"))
        if loan.returned_on:
            entries.append(self._return(file, state))
        for kept in attachments.of(self.session, Loan.TABLE, loan.id):
            see = Act("打开", partial(self._open_file, kept.id))
            entries.append(Entry(kept.name, kept.purpose, "", "calm", (see,)))
        return entries

    def _return(self, file: LoanFile, state: LoanState) -> Entry:
        loan = file.loan
        counted = (
            f"应有 {file.item.pages or 0} 页，归还 {loan.pages_returned} 页，{'完好' if loan.is_whole else '不完好'}"
        )
        found = f"查明：{loan.settled_words}" if loan.settled_words else ""
        by = f"{file.returned_to}　{day_words(loan.returned_on)}"
        words = "\n".join(filter(None, (by, counted, loan.return_words, found)))
        doubtful = state is LoanState.IN_DOUBT
        return Entry("归还", words, "待查" if doubtful else "已还", "stop" if doubtful else "good")

    def _open_file(self, attachment_id: int) -> None:
        attempt(self.page, lambda: show_file(self.session, attachment_id))

    def _hint(self, file: LoanFile, state: LoanState) -> str:
        """What stands in the way of the next step."""
        if state in (LoanState.WAITING, LoanState.APPROVED):
            return lending_desk.why_not_handed_out(self.session, file.item)
        if state is LoanState.IN_DOUBT:
            return "归还时对不上。查清以前，这一件不再交出。"
        return ""

    # Acts ----------------------------------------------------------------------------------------------------------

    def _acts(self, file: LoanFile, state: LoanState) -> tuple[Act, ...]:
        loan = file.loan
        if state is LoanState.VOIDED:
            unvoid = self.unvoid_act(lambda: lending_desk.unvoid(self.session, loan.id))
            return (unvoid,) if self.may_edit else ()
        acts: list[Act] = []
        if self.may_edit and state not in (LoanState.OUT, LoanState.OVERDUE):
            acts.append(self.void_act(loan.number, lambda why: lending_desk.void(self.session, loan.id, why)))
        if self.may_print:
            acts.append(self.print_act(SHEET, loan.id))
        return (*acts, *self._steps(loan, state))

    def _item_acts(self, item_id: int) -> tuple[Act, ...]:
        if "items" not in self.page.sections:
            return ()
        return (Act("看这一件", partial(self._see_item, item_id), icon="file-text"),)

    def _steps(self, loan: Loan, state: LoanState) -> list[Act]:
        """What comes next, the most usual with its key."""
        acts: list[Act] = []
        if state is LoanState.WAITING and self.may_edit:
            acts.append(Act("补录签字件", partial(self._decide, loan.id, on_paper=True), icon="scan"))
            acts.append(self.edit_act(loan.id))
        if state is LoanState.WAITING and self.session.may("archive.approve_loan"):
            acts.append(Act("审批", partial(self._decide, loan.id), icon="clipboard-check", key="F9"))
        if state in (LoanState.OUT, LoanState.OVERDUE) and loan.way is not UseWay.LEND:
            acts.append(Act("打开给他看", partial(self._read, loan), icon="eye"))
        if not self.may_edit:
            return acts
        if state is LoanState.APPROVED:
            acts.append(Act("交出", partial(loan_drawers.hand_out, self, loan), icon="reply", key="F9"))
        if state in (LoanState.OUT, LoanState.OVERDUE):
            if not lending_desk.why_not_renewed(self.session, loan):
                acts.append(Act("续借", partial(self._renew, loan), icon="rotate-ccw"))
            acts.append(Act("归还", partial(loan_drawers.give_back, self, loan), icon="check", key="F9"))
        if state is LoanState.IN_DOUBT:
            acts.append(Act("查清", partial(loan_drawers.settle, self, loan), icon="check", key="F9"))
        return acts

    def _decide(self, loan_id: int, *, on_paper: bool = False) -> None:
        loan_drawers.decide(self, self.session.get(Loan, loan_id), on_paper=on_paper)

    def _see_item(self, item_id: int) -> None:
        self.page.open_section("items")
        self.page.open_record(item_id)

    def _read(self, loan: Loan) -> None:
        open_reading(self.page, loan.item_id or 0, loan.id)

    def _renew(self, loan: Loan) -> None:
        until = day_words(lending_desk.renewed_until(self.session, loan))
        title = f"{lending_desk.who(loan)}续借？"
        deed = partial(lending_desk.renew, self.session, loan.id)
        self.ask(title, f"应还日期改为{until}。", "续借", "不续借", deed)

    # Adding and correcting -----------------------------------------------------------------------------------------

    def add(self) -> None:
        loan_drawers.ask(self)

    def edit(self, record_id: int) -> None:
        loan = self.session.get(Loan, record_id)
        if lending.state_of(loan, self.session.today) is LoanState.WAITING and self.may_edit:
            loan_drawers.edit(self, loan)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "add":
            self.add()
            return
        self.page.open_record(record_id)
        loan = self.session.get(Loan, record_id)
        again: dict[str, Callable[..., object]] = {
            "edit": loan_drawers.edit,
            "advise": loan_drawers.advise,
            "decide": loan_drawers.decide,
            "sign": partial(loan_drawers.decide, on_paper=True),
            "hand_out": loan_drawers.hand_out,
            "give_back": loan_drawers.give_back,
            "settle": loan_drawers.settle,
        }
        again[what](self, loan)

    # Printing ------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        return (
            Act("打印登记表", self._ask_period, icon="printer"),
            Act("空白登记表", lambda: self.page.print_blank(REGISTER)),
            Act("空白审批单", lambda: self.page.print_blank(SHEET)),
        )

    def _ask_period(self) -> None:
        """F83 of a period, the year so far unless it is changed."""
        today = self.session.today
        drawer = self.drawer("打印查阅（借阅）登记表", "按申请日期，作废的不印。", act="打印")
        drawer.fields.put("从", self.day("first", date(today.year, 1, 1)), required=True)
        drawer.fields.put("到", self.day("last", today), required=True)
        drawer.open(self._of_period, self._print_register)

    def _of_period(self, values: dict[str, Any]) -> list[int]:
        first, last = needed_day(values, "first", "从"), needed_day(values, "last", "到")
        if last < first:
            raise InvalidRecord({"last": "“到”不能早于“从”，请检查。"})
        ids = lending_lists.of_period(self.session, first, last)
        if not ids:
            raise RuleError("这段时间没有查阅、借阅。要手填的表，请点“空白登记表”。")
        if len(ids) > PRINTED_AT_MOST:
            raise RuleError(f"这段时间有 {len(ids)} 次，一次最多打印 {PRINTED_AT_MOST} 次。请分几段打印。")
        return ids

    def _print_register(self, ids: list[int]) -> None:
        self.page.print_sheets(REGISTER, ids)


def lend(page: Any, item_id: int) -> None:
    """Open the section with an application about this 件, as its record offers it."""
    page.open_section(LoanSection.KEY)
    loan_drawers.ask(page.sections[LoanSection.KEY], item_id)
