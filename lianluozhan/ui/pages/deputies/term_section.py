"""换届: the terms of the congress, the one that is being closed now, and those that are closed for good (3.1.4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import term_closing, terms
from lianluozhan.models.deputies import Level
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.terms import Term

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoicesEditor, DayEditor, LineEditor, TextEditor
from ...question import ask_reason
from ...record_table import Column
from ..sections.section import Act, Shown, TableSection

LEVELS = [(level, level.label) for level in reversed(Level)]
FACTS = ("name", "levels", "starts_on", "ends_on", "next_name", "next_starts_on", "note")


def levels_in_words(codes: str) -> str:
    return "、".join(Level(code).label for code in json.loads(codes))


def state_of(term: Term) -> tuple[str, str]:
    """The state of a term and its tone."""
    if term.closed_on:
        return "已封存", "calm"
    return ("正在换届", "work") if term.begun_on else ("已放弃", "stop")


class TermSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "terms", "换届", "archive", "届"
    ADD, PERMISSION, FIND = "开始换届", "term.edit", "查找届次"
    LEFT_OUT_WORDS = ""
    LEFT_OUT = None
    EMPTY = (
        "还没有办过换届",
        "一届期满时从这里开始：把离任代表没办完的事交给专人，录入新一届代表，每人一卷存好，再把老一届封存。",
    )
    COLUMNS = (
        Column("届次", "name", width=120),
        Column("换届的层级", "levels", levels_in_words),
        Column("届满日期", "ends_on", width=110),
        Column("封存日期", "closed_on", width=110),
    )

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return session.may("term.edit") or session.may("term.close")

    def listing(self) -> Listing:
        return terms.listing(self.session, self.words)

    def in_use(self) -> int:
        return terms.listing(self.session).count()

    def shown(self, record_id: int) -> Shown:
        term = self.session.get(Term, record_id)
        state, tone = state_of(term)
        closer = self.session.find(Staff, term.closed_by)
        closed = f"{_spoken(term.closed_on)}{f'，{closer.name}' if closer else ''}" if term.closed_on else ""
        return Shown(
            title=term.name,
            subtitle=f"{'、'.join(level.label for level in term.levels)}代表换届，下一届是{term.next_name}",
            state=state,
            tone=tone,
            facts=(
                ("开始日期", _spoken(term.starts_on)),
                ("届满日期", _spoken(term.ends_on)),
                ("下一届", term.next_name),
                ("下一届开始", _spoken(term.next_starts_on)),
                ("开始换届", _spoken(term.begun_on)),
                ("封存", closed),
                ("说明", term.note),
            ),
            acts=self._acts(term),
            hint=_HINTS[state],
        )

    def _acts(self, term: Term) -> tuple[Act, ...]:
        if term.closed_on:
            return (Act("看这一届的材料", lambda: self.open_wizard(term.id), icon="eye", key="Enter"),)
        if not term.begun_on:
            return ()
        going = Act("继续办理", lambda: self.open_wizard(term.id), role="primary", icon="chevron-right", key="F9")
        if not self.may_edit:
            return (going,)
        return (
            Act("放弃这次换届", lambda: give_up(self.page, self.session, term), "danger"),
            Act("修改", lambda: self.edit(term.id), icon="file-pen-line"),
            going,
        )

    def open_wizard(self, term_id: int) -> None:
        """Go on with the steps, wherever they stand."""

        def made() -> QWidget:
            from .term_page import TermPage

            return TermPage(self.page.desk, term_id)

        self.page.open_job(made)

    def add(self) -> None:
        def begun(term: Term) -> None:
            self.stored(term)
            self.open_wizard(term.id)

        drawer = self.drawer("开始换届", act="开始")
        put_facts(drawer, self.session)
        drawer.fields.add_words("这一步只记下是哪一届、哪一天届满，别的什么也不改；办到一半可以离开，以后接着办。")
        drawer.open(lambda values: terms.begin(self.session, _term(values)), begun)

    def edit(self, record_id: int) -> None:
        term = self.session.get(Term, record_id)
        if term.closed_on is None and term.begun_on:
            edit_days(self.page, self.session, term, lambda _: self.stored(term))
        else:
            self.open_wizard(record_id)


_HINTS = {
    "正在换届": "按“继续办理”，从没有办完的那一步接着办。",
    "已封存": "这一届的记录只能看、只能打印，不能再改。",
    "已放弃": "",
}


def edit_days(page: QWidget, session: Session, term: Term, done: Callable[[Any], object]) -> None:
    """The drawer in which name, levels and days are put right."""
    drawer = Drawer(page, "修改届次和日子", term.name)
    put_facts(drawer, session)
    drawer.fields.set_values({name: getattr(term, name) for name in FACTS if name != "levels"})
    drawer.fields.editors()["levels"].set_value(list(term.levels))
    drawer.open(lambda values: terms.edit(session, term.id, **_values(values)), done)


def put_facts(drawer: Drawer, session: Session) -> None:
    """The fields of a term."""

    def day(name: str) -> DayEditor:
        return DayEditor(name, today=lambda: session.today)

    fields = drawer.fields
    fields.put("届次", LineEditor("name", max_length=20), required=True, hint="就要届满的这一届，例如 第十八届")
    fields.put("换届的层级", ChoicesEditor("levels", LEVELS), required=True, hint="这次选举改选哪几级代表，都勾上")
    fields.put("开始日期", day("starts_on"), required=True, hint="这一届从哪一天开始")
    fields.put("届满日期", day("ends_on"), required=True, hint="这一届的最后一天，一般是新一届第一次会议的前一天")
    fields.put("下一届", LineEditor("next_name", max_length=20), required=True, hint="例如 第十九届")
    fields.put("下一届开始日期", day("next_starts_on"), hint="不填就是届满的第二天")
    fields.put("说明", TextEditor("note", max_length=1000))


def give_up(page: QWidget, session: Session, term: Term) -> None:
    """Ask why, then take back what was begun."""
    reason = ask_reason(
        page,
        f"放弃{term.name}的换届？",
        "登记的届满都撤回，交接清单作废，值班还给原来的代表。以后可以重新开始。",
        "放弃",
        "不放弃",
        label="原因",
        example="选举推迟",
    )
    if reason is not None:
        attempt(page, lambda: term_closing.give_up(session, term.id, reason))


def _values(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"levels": tuple(values["levels"])}


def _term(values: dict[str, Any]) -> Term:
    return Term(**_values(values))


def _spoken(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
