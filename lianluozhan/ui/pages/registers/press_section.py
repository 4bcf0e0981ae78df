"""催办督办: every call, visit, letter and notice to a handling body, the newest day first (5.1.4, F14, F15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.fields import Choice
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import pressing
from lianluozhan.models.opinions.supervising import Level, Supervision, title_of
from lianluozhan.models.staff import Staff

from ...record_table import Column
from ..opinion.press_deeds import Around, Deeds, press_deeds, press_state
from ..opinion.words import spoken_day
from ..sections.section import Act, Shown
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts

LOOKS = {  # of what can be done, as buttons: words, icon
    "登记回执": ("登记回执", "reply"),
    "补录站长签发": ("补录签发", "scan"),
    "打印催办单": ("打印", "printer"),
    "打印督办通知书": ("打印", "printer"),
}


class PressSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "presses", "催办督办", "bell", "次"
    PERMISSION, FIND = "opinion.supervise", "查找事由、编号、单位、文号"
    EMPTY = ("还没有催办督办", "在打开的社情民意下面按“催办”登记，每一次提醒、催办、督办、通报都列在这里。")
    CONSEQUENCE = "作废以后不再算催过；内容和文号都保留，文号不再使用。"
    VIEWS = (("", "全部"), ("open", "等回执和待签发的"))
    COLUMNS = (
        Column("日期、级别", "step", lambda step: step_words(step, Level), width=118),
        Column("承办单位", "short_body", width=104),
        Column("事由", "title"),
        Column("逾期", "overdue_days", lambda days: f"{days} 日" if days else "", align="right", width=66),
        Column("结果", "state", width=92),
        VOIDED,
    )

    def listing(self) -> Listing:
        return pressing.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return pressing.listing(self.session).count()

    def name_of(self, record: Any) -> str:
        return title_of(record)

    def shown(self, record_id: int) -> Shown:
        press = self.session.get(Supervision, record_id)
        file = opinions.file_of(self.session, press.opinion_id or 0)
        sent = next((one for one in file.dispatches if one.dispatch.id == press.dispatch_id), None)
        state, tone = press_state(self.session, press)
        issuer = self.session.find(Staff, press.issued_by)
        signed = f"{issuer.name if issuer else ''}，{day_words(press.issued_on)}，{press.source.label}"
        means = "" if press.level is Level.SUPERVISION else press.means.label
        slip = f"{press.reply_text}\n{day_words(press.replied_on)}　{press.reply_signed_by}".strip()
        facts = (
            ("文号", press.number),
            ("事由", f"{file.opinion.number}　{file.opinion.title}".strip()),
            ("承办单位", sent.lead.name if sent else ""),
            ("方式", means),
            ("逾期", f"{press.overdue_days} 日" if press.overdue_days else ""),
            ("反馈期限", _day(press.reply_by, self.session.today)),
            ("接办人", press.answered_by),
            ("怎么说的", press.answer),
            ("依据", press.basis),
            ("存在问题", press.problems),
            ("要求", press.requirement),
            ("督办人" if press.level is Level.SUPERVISION else "经办人", press.supervisor),
            ("越级原因", press.skip_reason),
            ("签发", signed if press.issued_on else ""),
            ("回执", slip if press.replied_on else ""),
            *void_facts(press.voided_on, press.void_reason),
        )
        return Shown(
            title=title_of(press),
            subtitle=day_words(press.acted_on),
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(press, file),
        )

    def _acts(self, press: Supervision, file: opinions.OpinionFile) -> tuple[Act, ...]:
        around = Around(self.page, self.session, self.page.desk.say, self._print)
        return (
            *as_acts(press_deeds(around, file, press), LOOKS),
            Act("看登记表", lambda: self.edit(press.id), icon="file-text", key="Enter"),
        )

    def _print(self, number: str, record_id: int) -> None:
        self.page.print_sheets(number, [record_id])

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        return (
            Act("空白催办单", lambda: self.page.print_blank("F14")),
            Act("空白督办通知书", lambda: self.page.print_blank("F15")),
            Act("空白记录表", lambda: self.page.print_blank("F14B")),
        )

    @property
    def refusal(self) -> str:
        return ""

    def add(self) -> None:
        """Nothing is added here: a body is pressed about an open matter."""

    def edit(self, record_id: int) -> None:
        """Go to the matter it is about."""
        self.page.desk.go("opinions", self.session.get(Supervision, record_id).opinion_id or 0)


def as_acts(deeds: Deeds, looks: Mapping[str, tuple[str, str]]) -> list[Act]:
    """What can be done as buttons of a sheet: the one that strikes out at the left, the next step with its key."""
    acts = [Act(looks.get(label, (label, ""))[0], deed, icon=looks.get(label, ("", ""))[1]) for label, deed in deeds]
    keyed, free = [], {"F9", "Ctrl+P"}
    for act in acts:
        key = "Ctrl+P" if act.label.startswith("打印") else "F9"
        if act.label != "作废" and key in free:
            free.remove(key)
            act = replace(act, key=key)
        keyed.append(act)
    voiding = [replace(act, role="danger") for act in keyed if act.label == "作废"]
    return [*voiding, *(act for act in keyed if act.label != "作废")]


def step_words(step: str, words: type[Choice]) -> str:
    """11-28 督办 of 11-28 supervision."""
    day, _, code = step.rpartition(" ")
    return f"{day} {words(code).label}"


def _day(day: date | None, today: date) -> str:
    return spoken_day(day, today) if day else ""
