"""The rows of a roster read into facts and mandates; what cannot be read is said and left empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..cleaning import cleaned, marking
from ..deputies import Deputy, DeputyLabel, Level, Mandate, MandateStatus
from ..fields import check
from ..groups import GroupPost
from ..imports.table import Table
from ..people_names import tidy_name
from ..phones import identity_doubt, phone_doubt, plain_figures
from ..session import Session
from . import words
from .columns import BY_KEY

_DAYS = ("born_on", "party_since", "work_since", "joined_on", "starts_on", "ends_on")
_LONG = frozenset({"career", "honours", "linked_voters"})
_AS_WRITTEN = (
    *("native_place", "degree", "school", "occupation", "title", "certificate", "email", "address", "postcode"),
    *("expertise", "pledge", "note", "career", "honours", "linked_voters"),
)
_FROM_ABOVE = ("level", "term", "delegation")  # where a merged cell was lost on the way through csv
_CONSTANT = ("level", "term", "constituency", "delegation", "starts_on")
_PERSONAL = {"sex", "born_on", "phone", "party", "education", "id_number", "nationality", "organisation_post"}
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总数|共\s*\d|说明|注\s*[:：]|备注\s*[:：]|填表|制表|审核|填报|单位负责"
    r"|联系人\s*[:：])"
)
_PARTY_AND_DAY = re.compile(r"(\D{1,10}?)[\s(（,，]*(\d{2,4}[-./年]\d.*?)[)）]?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_SENTENCE = "看不出是哪一级代表。请在表里写上层级，或者在“整批填写”里选。"


@dataclass
class ReadRow:
    """One row: facts by field of `Deputy`, its mandates, and what is to be said of it."""

    number: int
    cells: list[str]
    facts: dict[str, Any] = field(default_factory=dict)
    mandates: list[Mandate] = field(default_factory=list)
    group: str = ""
    group_post: GroupPost = GroupPost.MEMBER
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.facts.get("name", ""))


class Reader:
    """A table with what its columns mean; rows are read in order, for some go on from the row above."""

    def __init__(self, session: Session, table: Table, mapping: Mapping[str, str], defaults: Mapping[str, Any]) -> None:
        self.table, self.defaults, self.today = table, dict(defaults), session.today
        self.columns = [(at, mapping[name], name) for at, name in enumerate(table.headings) if name in mapping]
        self.headings = {key: name for _, key, name in self.columns}
        self.passed: list[tuple[int, str]] = []  # rows that are no people, with what they are
        self._above: dict[str, str] = {}
        self._villages = {name: id_ for id_, name in session.rows("SELECT id, name FROM villages")}
        self._two_figures = {
            key: words.writes_two_figures(row[at] for row in table.rows) for at, key, _ in self.columns if key in _DAYS
        }

    def read(self) -> list[ReadRow]:
        """All rows that tell of somebody."""
        found: list[ReadRow] = []
        for number, cells in zip(self.table.numbers, self.table.rows, strict=True):
            row = ReadRow(number, cells)
            texts = self._texts(row)
            if self._is_no_person(number, cells, texts):
                continue
            goes_on = found and (texts.get("level") or texts.get("constituency")) and not _PERSONAL & set(texts)
            if not texts.get("name") and goes_on:
                texts = {"name": found[-1].name, **texts}  # the name was merged over the rows of his mandates
            self._read_into(row, texts)
            found.append(row)
        return found

    def _texts(self, row: ReadRow) -> dict[str, str]:
        texts: dict[str, str] = {}
        for at, key, heading in self.columns:
            text, changed = cleaned(row.cells[at])
            if changed:
                row.remarks.append(f"“{heading}”里看不见的控制符号已去掉。")
            if (text and text not in ("-", "—", "/", "无")) or (text == "无" and key == "degree"):
                texts[key] = text if key in _LONG else " ".join(text.split())
        return texts

    def _is_no_person(self, number: int, cells: list[str], texts: Mapping[str, str]) -> bool:
        """Totals, signatures and headings between the rows; such a heading may name level or district."""
        filled = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
        first = filled[0]
        if _TOTAL.match(first) or _TOTAL.match(texts.get("name", "")):
            self.passed.append((number, "合计或说明"))
            return True
        if len(filled) == 1 and not (texts.get("name") and len(first) <= 4):
            self._note_heading(first)
            self.passed.append((number, f"小标题“{first[:20]}”"))
            return True
        if texts.get("name") and words.plain_cell(texts["name"]) in (*BY_KEY["name"].also, "姓名"):
            self.passed.append((number, "又一行标题"))
            return True
        nowhere = not (texts.get("name") or texts.get("level") or texts.get("constituency"))
        if nowhere and (set(texts) <= {"note", "sex"} or len(texts) < 2):
            self.passed.append((number, "没有姓名的空行"))
            return True
        return False

    def _note_heading(self, text: str) -> None:
        levels, _ = words.levels_of(text)
        if "代表团" in text:
            self._above["delegation"] = text
        elif "选区" in text:
            self._above["constituency"] = text
        elif levels and "代表" in text:
            self._above["level"] = "、".join(level.label for level in levels)

    # One row -------------------------------------------------------------------------------------------------------

    def _read_into(self, row: ReadRow, texts: dict[str, str]) -> None:
        name, more = words.name_and_more(texts.get("name", ""))
        texts = {**more, **texts}
        row.facts["name"] = tidy_name(name)
        if not row.name:
            row.problems.append("没有姓名。请填上姓名，或者删去这一行。")
        for said in texts.values():
            if found := marking(said):
                row.problems.append(f"“{found}”属于涉密标志，不能录入本系统。请从表里删去后再导入。")
        self._put_identity(row, texts)
        self._put_days(row, texts)
        self._put_words(row, texts)
        for key in _AS_WRITTEN:
            if text := texts.get(key):
                row.facts[key] = text
        self._put_phone(row, texts)
        self._put_labels(row, texts)
        row.group = texts.get("group", "")
        post = texts.get("group_post", "")
        row.group_post = next((made for made in GroupPost if made.label == post), GroupPost.MEMBER)
        self._drop_unstorable(row, Deputy(**{**row.facts, "name": row.name or "无"}), row.facts)
        self._put_mandates(row, texts)

    def _put_identity(self, row: ReadRow, texts: Mapping[str, str]) -> None:
        if not (text := texts.get("id_number")) or _hidden(row, "身份证号", text):
            return
        number, doubt = words.identity_of(text)
        if doubt:
            row.remarks.append(f"{doubt}。")
            return
        row.facts |= {"id_number": number, "born_on": words.born_by(number), "sex": words.sex_by(number)}

    def _put_days(self, row: ReadRow, texts: Mapping[str, str]) -> None:
        for key in ("born_on", "party_since", "work_since", "joined_on"):
            if not (text := texts.get(key)):
                continue
            day = self._day(row, key, text)
            by_number = row.facts.get("born_on") if key == "born_on" else None
            if day and by_number and (day.year, day.month) != (by_number.year, by_number.month):
                row.remarks.append(f"出生年月写的“{text[:12]}”和身份证号不同，照名册存。请核对。")
            if day and not (by_number and (day.year, day.month) == (by_number.year, by_number.month)):
                row.facts[key] = day

    def _day(self, row: ReadRow, key: str, text: str) -> date | None:
        latest = self.today.year - 18 if key == "born_on" else self.today.year + 6
        day, doubt = words.month_of(text, latest, two_figures=self._two_figures.get(key))
        if doubt and not (key == "born_on" and "born_on" in row.facts):
            row.remarks.append(f"“{self.headings.get(key, BY_KEY[key].label)}”{doubt}，先空着。")
        return day

    def _put_words(self, row: ReadRow, texts: Mapping[str, str]) -> None:
        if text := texts.get("sex"):
            sex = words.sex_of(text)
            if sex is None:
                row.remarks.append(f"“性别”写的“{text[:10]}”看不懂，先空着。")
            elif row.facts.get("sex") not in (None, sex):
                row.remarks.append("性别和身份证号不同，照名册存。请核对。")
            if sex is not None:
                row.facts["sex"] = sex
        if text := texts.get("nationality"):
            row.facts["nationality"] = words.nationality_of(text)
        if text := texts.get("party"):
            if (both := _PARTY_AND_DAY.fullmatch(text)) and (day := self._day(row, "party_since", both[2])):
                text = both[1]
                row.facts.setdefault("party_since", day)
            row.facts["party"] = words.party_of(text)
        if text := texts.get("education"):
            row.facts["education"] = words.education_of(text)
        whole = texts.get("organisation_post") or f"{texts.get('organisation', '')}{texts.get('post', '')}"
        if whole:
            row.facts["organisation_post"] = whole

    def _put_phone(self, row: ReadRow, texts: Mapping[str, str]) -> None:
        if not (text := texts.get("phone")) or _hidden(row, "联系电话", text):
            return
        text = plain_figures(text)
        if _SCIENTIFIC.fullmatch(text) or identity_doubt(text):
            row.remarks.append("“联系电话”里不是完整的电话号码，没有存。请照实补上。")
            return
        figures = re.sub(r"\D", "", text)
        row.facts["phone"] = figures if re.fullmatch(r"1[3-9]\d{9}", figures) else text
        if doubts := phone_doubt(text):
            row.remarks.append(f"联系电话：{doubts[0]}。")

    def _put_labels(self, row: ReadRow, texts: Mapping[str, str]) -> None:
        if text := texts.get("labels"):
            row.facts["labels"] = tuple(label for label in DeputyLabel if label.label in text)
        if text := texts.get("villages"):
            names = [part for part in re.split(r"[、，,;；\s]+", text) if part]
            row.facts["village_ids"] = tuple(self._villages[name] for name in names if name in self._villages)
            if unknown := [name for name in names if name not in self._villages]:
                row.remarks.append(f"联系村（社区）里的“{'、'.join(unknown)[:40]}”本站没有，先空着。")

    # Mandates ------------------------------------------------------------------------------------------------------

    def _put_mandates(self, row: ReadRow, texts: dict[str, str]) -> None:
        own = {key: text for key, text in texts.items() if key in _CONSTANT or key == "ends_on"}
        for key in _FROM_ABOVE:
            if key in own:
                self._above[key] = own[key]
        told = {**self._above, **own}
        levels = self._levels(row, told)
        if not levels and not row.problems:
            row.problems.append(_SENTENCE)
        starts_on = self._day(row, "starts_on", told["starts_on"]) if told.get("starts_on") else None
        ends_on = self._day(row, "ends_on", told["ends_on"]) if told.get("ends_on") else None
        mandate = Mandate(
            term=words.term_of(told.get("term", "")) or self.defaults.get("term", ""),
            constituency=told.get("constituency", ""),
            delegation=told.get("delegation", ""),
            starts_on=starts_on or self.defaults.get("starts_on"),
            ends_on=ends_on or self.defaults.get("ends_on"),
            elected_post=texts.get("elected_post", ""),
            origin=texts.get("origin", ""),
        )
        if mandate.starts_on and mandate.ends_on and mandate.ends_on < mandate.starts_on:
            row.remarks.append("届满时间早于当选时间，届满时间先空着。")
            mandate = replace(mandate, ends_on=None)
        if mandate.ends_on and mandate.ends_on < self.today:
            mandate = replace(mandate, status=MandateStatus.EXPIRED, end_reason="届满")
        values = {name: getattr(mandate, name) for name in _MANDATE}
        self._drop_unstorable(row, mandate, values)
        row.mandates = [Mandate(**values, level=level) for level in levels]

    def _levels(self, row: ReadRow, told: Mapping[str, str]) -> tuple[Level, ...]:
        text = told.get("level", "")
        if not text:
            usual = self.defaults.get("level")
            return (usual,) if usual else ()
        levels, left = words.levels_of(text)
        if left or not levels:
            row.problems.append(f"“层级”写的“{text[:20]}”看不懂。请写全国、省、市、县、镇，几级的用顿号分开。")
        return levels

    def _drop_unstorable(self, row: ReadRow, record: Any, values: dict[str, Any]) -> None:
        """What a field cannot hold is said and left empty; a name must be right."""
        for name, problem in check(record, tuple(values)).items():
            if name == "name":
                row.problems.append(problem)
            else:
                values[name] = type(record).__dataclass_fields__[name].default
                row.remarks.append(f"{problem.rstrip('。')}；先空着。")


def _hidden(row: ReadRow, label: str, text: str) -> bool:
    """Whether a number was hidden in part when the roster was written."""
    if not re.search(r"[*＊]{2}", text):
        return False
    row.remarks.append(f"{label}隐去了几位，没有存。")
    return True


_MANDATE = (
    "term",
    "constituency",
    "delegation",
    "starts_on",
    "ends_on",
    "status",
    "end_reason",
    "elected_post",
    "origin",
)
