"""接待安排: when, where, which deputies are on duty, and what became of each reception (4.2.1, 5.2.1)."""

from __future__ import annotations

from datetime import date

from lianluozhan.models.listing import Listing
from lianluozhan.models.receptions import lists
from lianluozhan.models.receptions.record import Reception, ReceptionState

from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts

TONES = {ReceptionState.PLANNED: "wait", ReceptionState.OPEN: "wait", ReceptionState.HELD: "good"}


class ReceptionSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "receptions", "接待安排", "handshake", "次"
    PERMISSION, FIND = "reception.plan", "查找期号、日期、地点、代表"
    EMPTY = ("还没有接待安排", "先编排年度接待计划，一年的接待就都列在这里；也可以单独加一次接待。")
    VIEWS = (
        ("", "全部"),
        ("coming", "还没有接待的"),
        ("held", "已经接待的"),
        ("cancelled", "取消的"),
    )
    COLUMNS = (
        Column("日期", "held_on", lambda day: spoken_day(date.fromisoformat(day)), width=120),
        Column("期号", "number", width=128),
        Column("接待代表", "duty", lambda names: names or ""),
        Column("进展", "state", lambda code: ReceptionState(code).label, width=80),
        VOIDED,
    )

    def listing(self) -> Listing:
        return lists.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return lists.listing(self.session).count()

    def name_of(self, record: Reception) -> str:
        return record.number or spoken_day(record.held_on, self.session.today)

    def shown(self, record_id: int) -> Shown:
        reception = self.session.get(Reception, record_id)
        state, tone = reception.state.label, TONES.get(reception.state, "calm")
        if reception.voided_on:
            state, tone = "作废", "calm"
        return Shown(
            title=self.name_of(reception),
            subtitle=f"{spoken_day(reception.held_on, self.session.today)}　{reception.starts_at}—{reception.ends_at}",
            state=state,
            tone=tone,
            facts=(
                ("地点", reception.place),
                ("主题", reception.topic),
                *void_facts(reception.voided_on, reception.void_reason),
            ),
        )

    def add(self) -> None:
        """Nothing is added here yet."""

    def edit(self, record_id: int) -> None:
        """Nothing is changed here yet."""
