"""How a record class says what each of its values is called and what it is.

A field knows what a value *is*. It never knows what happens: no callbacks, no conditions, no formulas.
Whatever depends on another value is code, in the module of that record or in its page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from .cleaning import harmless, marking, unstorable

EARLIEST = date(1949, 10, 1)
LATEST = date(2199, 12, 31)
LONGEST_TEXT = 30_000


class Choice(StrEnum):
    """A closed list of values: stored by its code, shown by its label."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


@dataclass(frozen=True)
class Field:
    label: str
    kind: str  # text long_text day moment number tick choice choices reference references
    required: bool = False
    max_length: int | None = None
    choices: type[Choice] | None = None
    refers_to: str = ""
    lowest: int | None = None
    highest: int | None = None
    name: str = ""


def _column(field: Field, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"field": field})


def text(label: str, *, required: bool = False, max_length: int = 100) -> Any:
    return _column(Field(label, "text", required, max_length), "")


def long_text(label: str, *, required: bool = False, max_length: int = LONGEST_TEXT) -> Any:
    return _column(Field(label, "long_text", required, max_length), "")


def day(label: str, *, required: bool = False) -> Any:
    return _column(Field(label, "day", required), None)


def moment(label: str, *, required: bool = False) -> Any:
    return _column(Field(label, "moment", required), None)


def whole_number(
    label: str, *, required: bool = False, default: int | None = None, lowest: int = 0, highest: int = 10**9
) -> Any:
    return _column(Field(label, "number", required, lowest=lowest, highest=highest), default)


def tick(label: str, default: bool = False) -> Any:
    return _column(Field(label, "tick"), default)


def choice(label: str, choices: type[Choice], default: Choice | None = None, *, required: bool = False) -> Any:
    return _column(Field(label, "choice", required or default is not None, choices=choices), default)


def choices(label: str, among: type[Choice], *, required: bool = False) -> Any:
    return _column(Field(label, "choices", required, choices=among), ())


def reference(label: str, table: str, *, required: bool = False) -> Any:
    """The id of a row of `table`, or None."""
    return _column(Field(label, "reference", required, refers_to=table), None)


def references(label: str, table: str) -> Any:
    """Ids of rows of `table`, a tuple."""
    return _column(Field(label, "references", refers_to=table), ())


_known: dict[type, tuple[Field, ...]] = {}


def fields_of(record_class: type) -> tuple[Field, ...]:
    """The labelled fields of a record class, in the order they are written."""
    if record_class not in _known:
        _known[record_class] = _read_fields(record_class)
    return _known[record_class]


def _read_fields(record_class: type) -> tuple[Field, ...]:
    return tuple(
        dataclasses.replace(column.metadata["field"], name=column.name)
        for column in dataclasses.fields(record_class)
        if "field" in column.metadata
    )


def check(record: Any, names: Sequence[str] = ()) -> dict[str, str]:
    """What is wrong with single values of `record` (all of them, or those named), by field name."""
    problems = {}
    examined = _examined(type(record))
    for name in names or examined:
        if name not in examined:
            continue
        field, is_checked, longest = examined[name]
        value = getattr(record, name)
        if not value and (value is None or value in ("", ())):
            if field.required:
                problems[name] = f"请填写“{field.label}”。"
        elif value.__class__ is str and len(value) <= longest and _is_plain(value):
            continue
        elif is_checked and (problem := _problem(field, value)):
            problems[name] = problem
    return problems


def _is_plain(text: str) -> bool:
    """Whether a text is one line of usual characters: quick to say of nearly every value."""
    return text.isprintable() and "密" not in text and not text.isspace()


_CHECKED = frozenset({"text", "long_text", "day", "number"})
_examinations: dict[type, dict[str, tuple[Field, bool, int]]] = {}


def _examined(record_class: type) -> dict[str, tuple[Field, bool, int]]:
    """The fields of a class that can be wrong at all, each with whether its value is looked at and its longest text."""
    if record_class not in _examinations:
        found = [(field, field.kind in _CHECKED, field.max_length or 0) for field in fields_of(record_class)]
        _examinations[record_class] = {row[0].name: row for row in found if row[1] or row[0].required}
    return _examinations[record_class]


def _problem(field: Field, value: Any) -> str:
    if field.kind in ("text", "long_text"):
        return _text_problem(field, value)
    if field.kind == "day" and not EARLIEST <= value <= LATEST:
        return f"“{field.label}”{value.year}年{value.month}月{value.day}日不在可用的日期内，请检查年份。"
    if field.kind == "number":
        low, high = field.lowest, field.highest
        if (low is not None and value < low) or (high is not None and value > high):
            return f"“{field.label}”应在 {low} 到 {high} 之间。"
    return ""


def _text_problem(field: Field, value: str) -> str:
    if field.required and not value.strip():
        return f"请填写“{field.label}”。"
    if field.kind == "text" and "\n" in value:
        return f"“{field.label}”只能写一行，请去掉换行。"
    if field.max_length and len(value) > field.max_length:
        return f"“{field.label}”有 {len(value)} 个字，最多 {field.max_length} 个字。请精简，多出的内容可以作为附件。"
    if harmless(value):
        return ""
    if reason := unstorable(value):
        return f"“{field.label}”{reason}"
    if found := marking(value):
        return f"“{found}”属于涉密标志，不能录入本系统。请从“{field.label}”中删去后再保存；涉密件走纸质审批。"
    return ""
