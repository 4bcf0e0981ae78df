"""The dry run of a roster: what each row would become, who is recognised, what the clerk must decide (2.2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..deputies import Deputy, Level
from ..errors import RuleError
from ..fields import Choice
from ..imports.planning import BadRow, Remark
from ..imports.table import Table, read_table
from ..session import Session
from . import words
from .columns import BY_KEY, HEADS, guess, looks_like_opinions
from .joining import Person, Wish, join
from .matching import NEW, OUT, Known, compare, name_key, says_nothing
from .reading import Reader, ReadRow


class Fate(Choice):
    """What a row would become."""

    NEW = "new", "新代表"
    MANDATE = "mandate", "同一人加任职"
    FILLED = "filled", "同一人补资料"
    SAME = "same", "没有变化"
    ASKED = "asked", "要您定"
    LEFT = "left", "不导入"
    REFUSED = "refused", "不能导入"


@dataclass
class PlannedRow:
    """A row as the dry run shows it; `choices` are what the clerk may answer, `answer` what he did."""

    number: int
    name: str
    fate: Fate
    words: str
    remarks: list[str]
    cells: list[str]
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""


@dataclass(frozen=True)
class RosterPlan:
    """What an import of a roster would do; `stamp` is the state of the deputies it was made for."""

    table: Table
    mapping: dict[str, str]
    rows: list[PlannedRow]
    people: list[Person]
    passed: list[tuple[int, str]]
    left_out: list[str]
    stamp: int
    usual: str = ""  # level and term of rows that tell none

    def count(self, *fates: Fate) -> int:
        return sum(row.fate in fates for row in self.rows)

    @property
    def stored(self) -> int:
        """How many rows would be stored."""
        return self.count(Fate.NEW, Fate.MANDATE, Fate.FILLED)

    @property
    def bad(self) -> list[BadRow]:
        """The rows that stay out, for the report."""
        out = (Fate.REFUSED, Fate.ASKED, Fate.LEFT)
        return [BadRow(row.number, row.cells, [row.words]) for row in self.rows if row.fate in out]

    @property
    def remarks(self) -> list[Remark]:
        """What to look at in the rows that are taken."""
        taken = [row for row in self.rows if row.fate not in (Fate.REFUSED, Fate.ASKED, Fate.LEFT)]
        return [Remark(row.number, remark) for row in taken for remark in row.remarks]

    @property
    def summary(self) -> str:
        """One sentence for the screen."""
        counts = "，".join(f"{fate.label} {self.count(fate)}" for fate in Fate if self.count(fate))
        return f"共 {len(self.rows)} 行：{counts}。"


def read(path: Path, cancelled: Any = lambda: False) -> Table:
    """Read the file of a roster in a process of its own."""
    return read_table(path, cancelled, HEADS)


def usual_term(table: Table) -> tuple[Level | None, str]:
    """Level and term that the title over the roster, its sheet or its file name."""
    texts = (*table.above.split("\n"), table.sheet, table.path.stem)
    level = next(filter(None, map(words.level_in_title, texts)), None)
    return level, next(filter(None, map(words.term_in_title, texts)), "")


def plan(
    session: Session,
    table: Table | Path,
    *,
    term: str = "",
    level: Level | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    mapping: Mapping[str, str] | None = None,
    answers: Mapping[int, str] | None = None,
    newer: bool = False,
    expire_earlier: bool = False,
    assume_same: bool = False,
) -> RosterPlan:
    """Read and check every row; nothing is stored.

    `term`, `level`, `starts_on` and `ends_on` stand for empty cells. `answers` are by row number. `newer` lets the
    roster win where the station knows otherwise, `expire_earlier` ends the mandate of the term before, `assume_same`
    takes the only deputy of the same name for the same person.
    """
    read_in = read(table) if isinstance(table, Path) else table
    chosen = dict(guess(read_in.headings) if mapping is None else mapping)
    _check_mapping(read_in, chosen)
    usual_level, usual = usual_term(read_in)
    defaults: dict[str, Any] = {
        "level": level or usual_level,
        "term": words.term_of(term) or usual,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    reader = Reader(session, read_in, chosen, defaults)
    found = reader.read()
    if not found:
        raise RuleError("表里没有一行有姓名，没有可以导入的代表。请检查是不是选错了文件。")
    sorter = _Sorter(session, answers or {}, Wish(newer, expire_earlier), assume_same=assume_same)
    rows = [sorter.sort(row) for row in found]
    for person in sorter.people:
        join(person, sorter.known)
    for row, planned in zip(found, rows, strict=True):
        _say(planned, row, sorter)
    stays = [heading for heading in read_in.headings if heading not in chosen]
    told = f"{defaults['level'].label if defaults['level'] else ''}{defaults['term']}"
    people = [person for person in sorter.people if not person.problem]
    return RosterPlan(read_in, chosen, rows, people, reader.passed, stays, stamp(session), told)


def stamp(session: Session) -> int:
    """The last change of deputies and their mandates."""
    return int(
        session.value(
            "SELECT coalesce(max(id), 0) FROM audit_log WHERE table_name IN ('deputies', 'mandates', 'group_members')"
            " AND action NOT IN ('deputy.unmask', 'deputy.export', 'print.form')"
        )
    )


def _check_mapping(table: Table, mapping: Mapping[str, str]) -> None:
    for heading, key in mapping.items():
        if key not in BY_KEY or heading not in table.headings:
            raise RuleError(f"“{heading}”这一列对不上。请重新选择对应的列。")
    keys = list(mapping.values())
    for key in keys:
        if keys.count(key) > 1:
            both = "”和“".join(heading for heading, target in mapping.items() if target == key)
            raise RuleError(f"“{both}”都对应了“{BY_KEY[key].label}”。请只留一列，另一列选“不导入”。")
    if looks_like_opinions(table.headings):
        raise RuleError("这个文件像是社情民意台账，不是代表名册。请检查是不是选错了文件；台账请到社情民意里导入。")
    if "name" not in keys:
        raise RuleError("没有一列对应“姓名”。请指定哪一列是代表的姓名，或检查是不是选错了文件。")


class _Sorter:
    """Puts the rows to the people they tell of."""

    def __init__(self, session: Session, answers: Mapping[int, str], wish: Wish, *, assume_same: bool) -> None:
        self.known, self.answers, self.wish, self.assume_same = Known(session), answers, wish, assume_same
        self.people: list[Person] = []
        self.person_of: dict[int, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_number: dict[str, Person] = {}

    def sort(self, row: ReadRow) -> PlannedRow:
        """Find or make the person of a row."""
        planned = PlannedRow(row.number, row.name, Fate.REFUSED, " ".join(row.problems), row.remarks, row.cells)
        if row.problems:
            return planned
        answer = self.answers.get(row.number, "")
        same, open_ones, why = self._in_file(row, answer)
        if why and not open_ones:
            planned.words = why
            return planned
        if answer:
            planned.choices, planned.answer = self._choices(row), answer
        if same is not None:
            self._put(same, row)
            return planned
        deputy, maybe, doubt = self._in_station(row, answer)
        if answer == OUT:
            planned.fate, planned.words = Fate.LEFT, "这一行不导入。"
        elif not answer and (open_ones or maybe):
            planned.fate, planned.words, planned.choices = Fate.ASKED, why or doubt, self._choices(row)
        else:
            self._begin(row, deputy)
        return planned

    def _choices(self, row: ReadRow) -> tuple[tuple[str, str], ...]:
        """What the clerk may answer: who it may be, somebody else, or not at all."""
        alike = self._by_name.get(name_key(row.name), [])
        in_file = [person for person in alike if compare(row.facts, person.facts) is None]
        _, in_station, _ = self.known.find(row.facts, assume_same=False)
        number = row.facts.get("id_number")
        is_somebody = any(number and one.id_number.upper() == number for one in in_station)
        return (
            *((f"row:{p.rows[0].number}", f"和第 {p.rows[0].number} 行是同一人") for p in in_file),
            *((f"deputy:{one.id}", f"就是{self.known.called(one)}") for one in in_station),
            *(() if is_somebody else ((NEW, "是另一个人，新增"),)),
            (OUT, "这一行不导入"),
        )

    def _in_file(self, row: ReadRow, answer: str) -> tuple[Person | None, list[Person], str]:
        """The person of an earlier row, or those who may be."""
        if answer.startswith("row:"):
            number = int(answer.removeprefix("row:"))
            return self.person_of.get(number), [], ""
        number = row.facts.get("id_number", "")
        if number and (same := self._by_number.get(number)):
            if name_key(same.name) == name_key(row.name):
                return same, [], ""
            return None, [], f"身份证号和第 {same.rows[0].number} 行相同，姓名不同。请改正其中一行再导入。"
        alike = self._by_name.get(name_key(row.name), [])
        if alike and says_nothing(row.facts):
            return alike[-1], [], ""
        judged = [(compare(row.facts, person.facts), person) for person in alike]
        same_ones = [person for verdict, person in judged if verdict]
        if same_ones:
            return same_ones[0], [], ""
        if answer:
            return None, [], ""
        open_ones = [person for verdict, person in judged if verdict is None]
        if open_ones:
            return None, open_ones, f"和第 {open_ones[0].rows[0].number} 行同名，看不出是不是同一人。"
        if judged:
            row.remarks.append(f"和第 {judged[0][1].rows[0].number} 行同名，按两个人导入。")
        return None, [], ""

    def _in_station(self, row: ReadRow, answer: str) -> tuple[Deputy | None, list[Deputy], str]:
        if answer.startswith("deputy:"):
            chosen = self.known.by_id.get(int(answer.removeprefix("deputy:")))
            return chosen, [], ""
        if answer == NEW:
            return None, [], ""
        deputy, maybe, doubt = self.known.find(row.facts, assume_same=self.assume_same)
        if deputy is None and not maybe and (namesakes := self.known.namesakes(row.name)):
            row.remarks.append(f"本站有同名的{self.known.called(namesakes[0])}，资料不同，按另一个人导入。")
        return deputy, maybe, doubt

    def _begin(self, row: ReadRow, deputy: Deputy | None) -> None:
        taken = next((p for p in self.people if deputy and p.deputy and p.deputy.id == deputy.id), None)
        if taken is not None:
            self._put(taken, row)
            return
        person = Person(deputy, self.wish)
        self.people.append(person)
        self._by_name.setdefault(name_key(row.name), []).append(person)
        self._put(person, row)

    def _put(self, person: Person, row: ReadRow) -> None:
        person.add(row)
        self.person_of[row.number] = person
        if number := row.facts.get("id_number"):
            self._by_number[number] = person


def _say(planned: PlannedRow, row: ReadRow, sorter: _Sorter) -> None:
    """What becomes of a row, in words."""
    person = sorter.person_of.get(row.number)
    if person is None:
        return
    if person.problem:
        planned.fate, planned.words = Fate.REFUSED, person.problem
        return
    brought = "、".join(f"{m.level.label}{m.term}" for m in person.brought.get(row.number, ()))
    first = person.rows[0].number
    if person.deputy is None and row.number == first:
        planned.fate, planned.words = Fate.NEW, f"新代表：{brought}"
    elif brought:
        who = f"和第 {first} 行是同一人" if person.deputy is None else f"本站已有{sorter.known.called(person.deputy)}"
        planned.fate, planned.words = Fate.MANDATE, f"{who}，增加{brought}任职"
    elif row.number == first and (person.changes or person.corrected or person.joins_group):
        labels = list(dict.fromkeys(person.changed_labels()))
        planned.fate, planned.words = Fate.FILLED, f"本站已有，补上：{'、'.join(labels)}"
    else:
        planned.fate, planned.words = Fate.SAME, "本站已有，没有变化" if person.deputy else f"和第 {first} 行重复"
