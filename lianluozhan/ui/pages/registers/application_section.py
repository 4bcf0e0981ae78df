"""退办延期申请: what handling bodies asked for and what the head decided, the newest first (5.1.4, F13)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import application_lists, applying
from lianluozhan.models.opinions.applying import Application, Wish
from lianluozhan.models.staff import Staff

from ...record_table import Column
from ..opinion.press_deeds import Around, application_deeds, application_state
from ..sections.section import Act, Shown
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts
from .press_section import as_acts, step_words

LOOKS = {  # of what can be done, as buttons: words, icon
    "审批": ("审批", "clipboard-check"),
    "补录站长审批": ("补录审批", "scan"),
    "打印审批单": ("打印", "printer"),
    "登记告知承办单位": ("登记告知", "phone"),
}


class ApplicationSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "applications", "退办延期申请", "rotate-ccw", "份"
    PERMISSION, FIND = "application.enter", "查找事由、编号、单位、理由"
    EMPTY = (
        "还没有退办、延期申请",
        "承办单位交来申请单的，在打开的社情民意的“更多”里登记，站长审批以后才退办、改派或者延期。",
    )
    CONSEQUENCE = "作废以后不用再审批；内容都保留，过程里写着原因。"
    VIEWS = (("", "全部"), ("open", "等审批和待告知的"))
    COLUMNS = (
        Column("日期、申请", "step", lambda step: step_words(step, Wish), width=118),
        Column("承办单位", "short_body", width=104),
        Column("事由", "title"),
        Column("结果", "state", width=110),
        VOIDED,
    )

    def listing(self) -> Listing:
        return application_lists.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return application_lists.listing(self.session).count()

    def name_of(self, record: Any) -> str:
        return f"{record.wish.label}申请"

    def shown(self, record_id: int) -> Shown:
        made = self.session.get(Application, record_id)
        file = opinions.file_of(self.session, made.opinion_id or 0)
        sent = next((one for one in file.dispatches if one.dispatch.id == made.dispatch_id), None)
        state, tone = application_state(made)
        decider = self.session.find(Staff, made.decided_by)
        decided = f"{decider.name if decider else ''}，{day_words(made.decided_on)}，{made.source.label}"
        facts = (
            ("事由", f"{file.opinion.number}　{file.opinion.title}".strip()),
            ("申请单位", sent.lead.name if sent else ""),
            ("单位负责人", made.applicant),
            ("申请理由", made.reason),
            ("希望", applying.wished(self.session, made)),
            ("原定期限", day_words(made.old_due_on)),
            ("联络员意见", made.officer_words),
            ("副站长意见", made.vice_words),
            ("站长审批", f"{made.decision.label}。{made.decision_words}" if made.decision else ""),
            ("审批人", decided if made.decided_on else ""),
            ("新的期限", day_words(made.new_due_on)),
            ("告知单位", day_words(made.told_on)),
            *void_facts(made.voided_on, made.void_reason),
        )
        late = made.decision is None and not made.voided_on and applying.is_late(self.session, made)
        return Shown(
            title=f"{made.wish.label}申请",
            subtitle=day_words(made.applied_on),
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(made, file),
            hint="这份申请比规定的日子晚，同意的话要写明理由。" if late else "",
        )

    def _acts(self, made: Application, file: opinions.OpinionFile) -> tuple[Act, ...]:
        around = Around(self.page, self.session, self.page.desk.say, self._print)
        return (
            *as_acts(application_deeds(around, file, made), LOOKS),
            Act("看登记表", lambda: self.edit(made.id), icon="file-text", key="Enter"),
        )

    def _print(self, number: str, record_id: int) -> None:
        self.page.print_sheets(number, [record_id])

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("空白审批单", lambda: self.page.print_blank("F13")),) if self.may_print else ()

    @property
    def refusal(self) -> str:
        return ""

    def add(self) -> None:
        """Nothing is added here: an application is entered about an open matter."""

    def edit(self, record_id: int) -> None:
        """Go to the matter it is about."""
        self.page.desk.go("opinions", self.session.get(Application, record_id).opinion_id or 0)
