"""One row of a ledger turned into an opinion, its reply and its evaluation; what fits nowhere is kept in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ..cleaning import clean_text, cleaned
from ..fields import Choice, check
from ..opinions.handling import Evaluation, OpinionStep, Reply, Satisfaction, Source, Way
from ..opinions.record import Channel, Identity, Nature, Opinion, ResultClass, Status, Urgency
from ..rows import altered
from ..session import Session
from ..staff import Sex
from .columns import BY_KEY
from .dates import day_of
from .table import Table

STEP, STEP_LABEL = "import", "导入"
LONGEST_TITLE = 40
_AS_WRITTEN = frozenset({"submitter_name", "phone", "address", "request", "place", "source_number"})
_CHOICES: dict[str, type[Choice]] = {
    "channel": Channel,
    "urgency": Urgency,
    "sex": Sex,
    "identity": Identity,
    "nature": Nature,
}
_LONG = frozenset({"content", "request", "reply"})
_PATH = re.compile(r"\s*(?:[/／\\>＞→|｜]|--?|—+)\s*")
_ALSO = {"非常满意": "满意", "很满意": "满意", "较满意": "基本满意", "比较满意": "基本满意", "不太满意": "不满意"}
Names = dict[str, list[int]]
Chosen = TypeVar("Chosen", bound=Choice)


@dataclass(frozen=True)
class PlannedRow:
    """What a good row becomes; ids, the number and the batch are given when it is carried out."""

    number: int
    opinion: Opinion
    reply: Reply | None
    evaluation: Evaluation | None
    step: OpinionStep


@dataclass
class ReadRow:
    """A row under examination."""

    number: int
    cells: list[str]
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # what has no field of its own, for the words of the trail
    planned: PlannedRow | None = None

    @property
    def opinion(self) -> Opinion:
        assert self.planned
        return self.planned.opinion


class Ledger:
    """The table with what its names mean at this station."""

    def __init__(self, session: Session, table: Table, mapping: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self.session, self.defaults = session, {key: clean_text(text) for key, text in defaults.items()}
        self.columns = [(at, mapping[name], name) for at, name in enumerate(table.headings) if name in mapping]
        self.headings = {key: name for _, key, name in self.columns}
        self.categories = _names(session, "SELECT id, name FROM categories WHERE retired_on IS NULL")
        self.parents = dict(session.rows("SELECT id, parent_id FROM categories"))
        self.villages = _names(session, "SELECT id, name FROM villages WHERE retired_on IS NULL")
        self.bodies = _names(
            session,
            "SELECT id, name FROM handling_bodies WHERE retired_on IS NULL UNION"
            " SELECT id, short_name FROM handling_bodies WHERE retired_on IS NULL AND short_name <> ''",
        )
        messages = any(name.startswith("留言") for name in table.headings)
        self.usual_channel = Channel.ONLINE_PLATFORM if messages else Channel.OTHER
        now = session.now()
        self.today = now.date()
        me = session.staff
        self.blank = Opinion(
            registered_on=self.today,
            registered_by=me.id,
            holder=me.name,
            channel=self.usual_channel,
            is_anonymous=True,
        )
        self.blank_step = OpinionStep(
            opinion_id=0,
            name=STEP,
            label=STEP_LABEL,
            staff_id=me.id,
            staff_name=me.name,
            acted_on=self.today,
            source=Source.IMPORT,
            recorded_by=me.id,
            recorded_at=now,
        )

    def read(self, number: int, cells: list[str]) -> ReadRow:
        """Turn one row into what would be stored, with whatever stands against it."""
        row = ReadRow(number, cells)
        texts = self._texts(row)
        received = self._day(row, texts, "received_on")
        replied = self._day(row, texts, "replied_on")
        title, content = _title_and_content(row, texts.get("title", ""), texts.get("content", ""))
        answered = bool(texts.get("reply"))
        body = self._reference(row, texts, "body", self.bodies)
        result = self._choice(row, texts, "result_class", ResultClass)
        satisfied = self._choice(row, texts, "satisfaction", Satisfaction)
        values = self._values(row, texts, received, title, content)
        if answered:
            values |= {
                "status": Status.REPLIED,
                "lead_body_id": body,
                "result_class": result,
                "satisfaction": satisfied.value if satisfied else "",
                "replied_on": replied,
            }
        else:
            values["proposed_body_id"] = body
        opinion = altered(self.blank, **values)
        reply = self._reply(row, texts, received, replied, result)
        evaluation = None
        if satisfied and replied and answered:
            evaluation = Evaluation(
                opinion_id=0,
                result=satisfied,
                evaluator=opinion.submitter_name,
                way=Way.OTHER,
                evaluated_on=replied,
                taken_by=self.session.staff.id,
            )
        step = self._step(row, opinion)
        unread = "" if received or not texts.get("received_on") else f"请填写“{BY_KEY['received_on'].label}”。"
        found = _problems(opinion, tuple(values), reply, evaluation, step)
        row.problems += [problem for problem in found if problem != unread]
        row.planned = PlannedRow(number, opinion, reply, evaluation, step)
        return row

    def _values(
        self, row: ReadRow, texts: Mapping[str, str], received: date | None, title: str, content: str
    ) -> dict[str, Any]:
        """What the row says of the opinion itself; what it does not say stays as it is on a blank form."""
        values: dict[str, Any] = {"received_on": received}
        for key in texts:
            if key in _AS_WRITTEN:
                values[key] = texts[key]
            elif key in _CHOICES and (chosen := self._choice(row, texts, key, _CHOICES[key])):
                values[key] = chosen
        if texts.get("submitter_name"):
            values["is_anonymous"] = False
        if people := self._whole(row, texts, "people_count"):
            values["people_count"] = people
        values["age"] = self._whole(row, texts, "age")
        values |= {"title": title, "content": content, "category_id": self._category(row, texts)}
        values["village_id"] = self._reference(row, texts, "village", self.villages)
        return values

    def _texts(self, row: ReadRow) -> dict[str, str]:
        """The cleaned cells by field, the default where a cell is empty."""
        texts = dict(self.defaults)
        for at, key, heading in self.columns:
            raw = row.cells[at]
            if not raw:
                continue
            text, changed = cleaned(raw)
            if changed:
                row.remarks.append(f"“{heading}”里看不见的控制符号已去掉。")
            if text:
                texts[key] = text if key in _LONG else " ".join(text.split("\n"))
        return texts

    def _day(self, row: ReadRow, texts: Mapping[str, str], key: str) -> date | None:
        text, label = texts.get(key, ""), BY_KEY[key].label
        if not text:
            return None
        found, has_time = day_of(text)
        if found is None:
            row.problems.append(f"“{label}”写的“{text[:20]}”看不出是哪一天。请写成 2026-03-04 这样。")
        elif found > self.today:
            row.problems.append(f"“{label}”{found.year}年{found.month}月{found.day}日晚于今天。请检查日期。")
        elif has_time:
            row.kept.append(f"{self.headings.get(key, label)}：{text}")
        return found

    def _reply(
        self,
        row: ReadRow,
        texts: Mapping[str, str],
        received: date | None,
        replied: date | None,
        result: ResultClass | None,
    ) -> Reply | None:
        if content := texts.get("reply"):
            if not texts.get("replied_on"):
                row.problems.append("有答复意见，没有答复日期。请补上答复日期，或为整批填一个日期。")
            if received and replied and replied < received:
                row.remarks.append("答复日期早于收到日期，照原样导入。请核对。")
            number = texts.get("document_number", "")
            return Reply(opinion_id=0, content=content, document_number=number, result_class=result, replied_on=replied)
        for key in ("replied_on", "document_number", "result_class", "satisfaction"):
            if texts.get(key) and key not in self.defaults:
                row.remarks.append(f"没有答复意见，只有{BY_KEY[key].label}：按草稿导入，原文记在过程里。")
                self._keep(row, texts, key)
        return None

    def _step(self, row: ReadRow, opinion: Opinion) -> OpinionStep:
        words = "；".join([f"原表第 {row.number} 行", *dict.fromkeys(row.kept)])
        return altered(self.blank_step, status=opinion.status.value, words=words)

    def _keep(self, row: ReadRow, texts: Mapping[str, str], key: str) -> None:
        row.kept.append(f"{self.headings.get(key, BY_KEY[key].label)}：{texts[key]}")

    def _unknown(self, row: ReadRow, texts: Mapping[str, str], key: str) -> None:
        row.remarks.append(f"“{BY_KEY[key].label}”写的“{texts[key][:20]}”本站没有，先空着，原文记在过程里。")
        self._keep(row, texts, key)

    def _choice(self, row: ReadRow, texts: Mapping[str, str], key: str, among: type[Chosen]) -> Chosen | None:
        if not (text := texts.get(key)):
            return None
        wanted = _ALSO.get(text, text)
        for member in among:
            if wanted in (member.label, member.value) or (among is ResultClass and wanted == f"{member.value}类"):
                return member
        self._unknown(row, texts, key)
        return None

    def _whole(self, row: ReadRow, texts: Mapping[str, str], key: str) -> int | None:
        if not (text := texts.get(key)):
            return None
        if found := re.fullmatch(r"(\d{1,6})\s*(?:周?岁|人|户)?", text):
            return int(found[1])
        self._unknown(row, texts, key)
        return None

    def _reference(self, row: ReadRow, texts: Mapping[str, str], key: str, names: Names) -> int | None:
        if not (text := texts.get(key)):
            return None
        ids = names.get(text, [])
        if len(ids) != 1:
            self._unknown(row, texts, key)
            return None
        return ids[0]

    def _category(self, row: ReadRow, texts: Mapping[str, str]) -> int | None:
        """A category by its name, or by its path such as 城乡建设/物业."""
        if not (text := texts.get("category")):
            return None
        *above, last = _PATH.split(text)
        ids = self.categories.get(text) or self.categories.get(last, [])
        for name in reversed(above):
            ids = [one for one in ids if self.parents.get(one) in self.categories.get(name, [])] or ids
        if len(ids) != 1:
            self._unknown(row, texts, "category")
            return None
        return ids[0]


def _names(session: Session, sql: str) -> Names:
    found: Names = {}
    for record_id, name in session.rows(sql):
        found.setdefault(name, []).append(record_id)
    return found


def _title_and_content(row: ReadRow, title: str, content: str) -> tuple[str, str]:
    """A title of at most forty characters; a longer one stands in full before the content."""
    if not title and content:
        row.remarks.append("没有事由，用反映内容的开头代替。")
        title = re.split(r"[\n。！？!?]", content, maxsplit=1)[0].strip() or content[:LONGEST_TITLE]
        return (title if len(title) <= LONGEST_TITLE else _shortened(title)), content
    if not content and title:
        row.remarks.append("没有反映内容，用事由代替。")
        return _shortened(title), title
    if len(title) > LONGEST_TITLE:
        row.remarks.append(f"事由有 {len(title)} 个字，已缩短，全文放在反映内容的前面。")
        return _shortened(title), f"{title}\n{content}"
    return title, content


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _problems(
    opinion: Opinion,
    names: tuple[str, ...],
    reply: Reply | None,
    evaluation: Evaluation | None,
    step: OpinionStep,
) -> list[str]:
    """What is wrong with what a row becomes; of the opinion only `names` differ from a blank form."""
    found = list(check(opinion, names).values())
    if reply:
        found += check(reply, ("content", "document_number")).values()
        found += check(reply, ("replied_on",)).values() if reply.replied_on else []
    if evaluation:
        found += check(evaluation).values()
    found += check(step, ("words",)).values()
    return list(dict.fromkeys(found))
