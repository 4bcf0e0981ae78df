"""Records as SQLite stores them, and back: dates as ISO text, choices as codes, lists as JSON."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from .fields import Choice, Field, fields_of

Record = TypeVar("Record")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def stored(value: Any) -> Any:
    """One value as SQLite stores it."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is bool:
        return int(value)
    if isinstance(value, Choice):
        return value._value_
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        if not value:
            return "[]"
        return json.dumps([stored(item) for item in value], ensure_ascii=False)
    return value


def to_row(record: Any) -> dict[str, Any]:
    """The record as a row, by column name."""
    row = {name: getattr(record, name) for name in column_names(type(record))}
    for name in _converted(type(record)):
        row[name] = stored(row[name])
    return row


_columns: dict[type, tuple[str, ...]] = {}
_conversions: dict[type, tuple[str, ...]] = {}
_readers: dict[type, tuple[tuple[str, Callable[[Any], Any]], ...]] = {}


def column_names(record_class: type) -> tuple[str, ...]:
    """The columns of the table of a record class, in the order of its fields."""
    if record_class not in _columns:
        _columns[record_class] = tuple(column.name for column in dataclasses.fields(record_class))
    return _columns[record_class]


def _readers_of(record_class: type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    if record_class not in _readers:
        found = [(field.name, _reader(field)) for field in fields_of(record_class)]
        _readers[record_class] = tuple((name, reader) for name, reader in found if reader)
    return _readers[record_class]


_PLAIN_KINDS = frozenset({"text", "long_text", "number", "reference"})


def _converted(record_class: type) -> tuple[str, ...]:
    if record_class not in _conversions:
        names = [f.name for f in fields_of(record_class) if f.kind not in _PLAIN_KINDS]
        _conversions[record_class] = tuple(names)
    return _conversions[record_class]


def _reader(field: Field) -> Callable[[Any], Any] | None:
    match field.kind:
        case "day":
            return date.fromisoformat
        case "moment":
            return datetime.fromisoformat
        case "tick":
            return bool
        case "choice":
            return field.choices
        case "choices":
            assert field.choices
            among = field.choices
            return lambda text: tuple(among(code) for code in json.loads(text))
        case "references":
            return lambda text: tuple(json.loads(text))
        case _:
            return None


def from_row(record_class: type[Record], row: Mapping[str, Any]) -> Record:
    """A record of a row of its table; columns the class does not name are left out."""
    values = {name: row[name] for name in column_names(record_class)}
    for name, read in _readers_of(record_class):
        if values[name] is not None:
            values[name] = read(values[name])
    return record_class(**values)


_ways: dict[type, tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[int, Callable[[Any], Any]], ...]]] = {}
_WRITERS: dict[str, Callable[[Any], Any]] = {"tick": int, "day": date.isoformat, "choice": attrgetter("_value_")}


def to_values(record: Any) -> tuple[Any, ...]:
    """The values of a row in the order of its columns; what `to_row` says, for thousands of records."""
    kind = type(record)
    if kind not in _ways:
        names, kinds = column_names(kind), {field.name: field.kind for field in fields_of(kind)}
        writers = tuple((names.index(name), _WRITERS.get(kinds[name], stored)) for name in _converted(kind))
        _ways[kind] = itemgetter(*names), writers
    get, writers = _ways[kind]
    values = list(get(record.__dict__))
    for at, write in writers:
        if (value := values[at]) is not None:
            values[at] = write(value)
    return tuple(values)


def altered(record: Record, **values: Any) -> Record:
    """A copy with other values, unchecked; dataclasses.replace takes ten times as long, which thousands feel."""
    other = object.__new__(type(record))
    other.__dict__.update(record.__dict__, **values)
    return other


_ROWS_AT_ONCE = 200


def digest_of(rows: Sequence[Sequence[Any]]) -> str:
    """SHA-256 over rows as stored (id first, columns in order), as JSON, a line for each 200 rows."""
    digest = hashlib.sha256()
    for at in range(0, len(rows), _ROWS_AT_ONCE):
        digest.update(_to_json(rows[at : at + _ROWS_AT_ONCE]).encode() + b"\n")
    return digest.hexdigest()
