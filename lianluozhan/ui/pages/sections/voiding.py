"""Sections of registers: nothing leaves them, what is wrong is voided with its reason and stays, struck through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ...attempt import attempt
from ...question import ask_reason
from ...record_table import Column
from .section import Act, TableSection

VOIDED = Column("状态", "voided_on", lambda _: "作废", width=72)


class RegisterSection(TableSection):
    """The listing has `voided_on`; the first column is struck where it is set."""

    LEFT_OUT = VOIDED
    LEFT_OUT_WORDS = "显示作废的"
    CONSEQUENCE = "作废以后不再计入统计；内容都保留，也可以撤销作废。"

    def void_act(self, what: str, deed: Callable[[str], Any], *, key: str = "", example: str = "登记重了") -> Act:
        """Void after the reason was written; `what` names the record in the question, `deed` gets the reason."""

        def do() -> None:
            title = f"作废{what}？"
            reason = ask_reason(self.page, title, self.CONSEQUENCE, "作废", "不作废", label="作废原因", example=example)
            if reason is not None:
                attempt(self.page, lambda: deed(reason), saved=self.stored)

        return Act("作废", do, "danger", key=key)

    def unvoid_act(self, deed: Callable[[], Any]) -> Act:
        return Act("撤销作废", lambda: attempt(self.page, deed, saved=self.stored), icon="rotate-ccw")

    def print_act(self, number: str, record_id: int, words: str = "打印") -> Act:
        """Open the print room with this form of the record (Ctrl+P)."""
        return Act(words, lambda: self.page.print_sheets(number, [record_id]), icon="printer", key="Ctrl+P")

    @property
    def may_print(self) -> bool:
        return self.session.may("print.form")


def void_facts(voided_on: date | None, reason: str) -> tuple[tuple[str, str], ...]:
    """When and why a record was voided, as facts."""
    return (("作废", f"{day_words(voided_on)}，{reason or '没有写原因'}"),) if voided_on else ()


def day_words(day: date | None) -> str:
    """2026年3月6日（星期五）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）" if day else ""
