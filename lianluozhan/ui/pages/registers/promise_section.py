"""承诺跟踪: what handling bodies promised, until when, and what the station found when it asked (3.2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Opinion, promising
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseFile, PromiseState
from lianluozhan.models.staff import Staff

from ...record_table import Column
from ..opinion.promise_drawers import OPENERS, deeds_of, promise_state
from ..opinion.words import named, short_number, spoken_day, state_words
from ..sections.section import Act, Entry, Shown, TableSection

REPLACED = Column("状态", "voided_on", lambda _: "已代替", width=72)
ICONS = {"check": "phone", "told": "message-square-text", "reopen": "rotate-ccw"}


class PromiseSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "promises", "承诺跟踪", "handshake", "条"
    PERMISSION, FIND = "promise.follow", "查找承诺、事由、编号、单位"
    EMPTY = ("还没有承诺事项", "答复是 B 类、C 类的，写的承诺会自动记在这里，办结以后也接着跟踪。")
    VIEWS = promising.VIEWS
    LEFT_OUT = REPLACED
    LEFT_OUT_WORDS = "显示已代替的"

    def __init__(self, page: Any) -> None:
        session = page.session

        def until(day: str | None) -> str:
            return promising.due_badge(session, date.fromisoformat(day)).text if day else ""

        self.COLUMNS = (
            Column("编号", "number", short_number, width=60),
            Column("承诺事项", "words", lambda words: " ".join(words.split()) or promising.USUAL),
            Column("承办单位", "body_name", lambda name: name or "", width=116),
            Column("期限", "runs_until", until, width=92),
            Column("结果", "state", lambda code: PromiseState(code).label, width=84),
            REPLACED,
        )
        super().__init__(page)

    def listing(self) -> Listing:
        return promising.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return promising.counts(self.session).open

    def name_of(self, record: Any) -> str:
        return str(record.words)[:20] or promising.USUAL

    def _file(self, promise_id: int) -> tuple[PromiseFile, Opinion]:
        found = promising.file_of_promise(self.session, self.session.get(Promise, promise_id))
        return found, self.session.get(Opinion, found.promise.opinion_id or 0)

    def shown(self, record_id: int) -> Shown:
        found, opinion = self._file(record_id)
        promise, today = found.promise, self.session.today
        state, tone = promise_state(found, opinion)
        badge = promising.due_badge(self.session, promise.due_on, ended=promise.state is not PromiseState.OPEN)
        until = spoken_day(promise.due_on, today) or "没有写时间"
        first = promise.promised_on if promise.promised_on != promise.due_on else None
        facts = (
            ("社情民意", named(opinion)),
            ("现在状态", state_words(opinion.status, opinion.satisfaction)[0]),
            ("承办单位", found.body.name if found.body else ""),
            ("答复日期", spoken_day(promise.made_on, today)),
            ("完成时间", f"{until}　{badge.text}".strip()),
            ("原来承诺", spoken_day(first, today)),
            ("结束日期", spoken_day(promise.ended_on, today)),
            ("告知反映人", "匿名，不用告知" if opinion.is_anonymous else spoken_day(promise.told_on, today)),
        )
        return Shown(
            title=found.words,
            subtitle=f"{short_number(opinion.number)} 号的承诺事项",
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(found, opinion),
            entries_title="回访记录",
            entries=tuple(self._entry(check) for check in reversed(found.checks)),
        )

    def _entry(self, check: PromiseCheck) -> Entry:
        who = self.session.find(Staff, check.checked_by)
        day = spoken_day(check.checked_on, self.session.today)
        moved = f"\n改到{spoken_day(check.new_due_on, self.session.today)}" if check.new_due_on else ""
        tones = {PromiseState.OPEN: "work", PromiseState.KEPT: "good", PromiseState.NOT_KEPT: "stop"}
        title = f"{day}　问{check.asked}" + (f"（{who.name}）" if who else "")
        return Entry(title, check.words + moved, check.found.label, tones[check.found])

    def _acts(self, found: PromiseFile, opinion: Opinion) -> tuple[Act, ...]:
        see = Act("看登记表", lambda: self.page.desk.go("opinions", opinion.id), icon="file-text", key="Enter")
        deeds = deeds_of(self.session, found, opinion)
        made = [
            Act(
                words,
                lambda name=name: self._open(name, found.promise.id),  # type: ignore[misc]
                icon=ICONS[name],
                role="primary" if name == deeds[-1][0] else "",
                key="F9" if name == deeds[-1][0] else "",
            )
            for name, words in deeds
        ]
        return (see, *made)

    def _open(self, name: str, promise_id: int) -> None:
        OPENERS[name](self.page, self.session, self._file(promise_id)[0], self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        self.page.open_record(record_id)
        found, opinion = self._file(record_id)
        if what in [name for name, _ in deeds_of(self.session, found, opinion)]:
            self._open(what, record_id)

    def add(self) -> None:
        """Nothing is added here: a promise comes with an answer."""

    def edit(self, record_id: int) -> None:
        """Go to the matter it was made in."""
        self.page.desk.go("opinions", self.session.get(Promise, record_id).opinion_id or 0)
