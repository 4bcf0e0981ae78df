"""Texts in the cells of a workbook: whatever a person wrote stays text there and is never reckoned with."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

LONGEST_CELL = 32_767  # what a cell holds; spreadsheets drop the rest without a word
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # how what a spreadsheet would reckon with begins
_UNSEEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Pen(NamedTuple):
    """How a cell looks, and how it looks with the mark that says: this is text, whatever it begins with."""

    plain: Any
    quoted: Any


def pen(book: Any, **face: Any) -> Pen:
    """A way of writing, for a workbook of xlsxwriter."""
    return Pen(book.add_format(face), book.add_format({**face, "quote_prefix": True}))


def put(sheet: Any, line: int, column: int, text: str, how: Pen) -> None:
    """Write a text; control characters go, and what is longer than a cell says at its end that it goes on."""
    text = fit(text)
    sheet.write_string(line, column, text, how.quoted if text.startswith(RUNS) else how.plain)


def fit(text: str) -> str:
    """A text as a cell can hold it."""
    text = _UNFIT.sub("\ufffd", _UNSEEN.sub("", text))
    if len(text) <= LONGEST_CELL:
        return text
    said = f"……（一格写不下，全文共 {len(text)} 字，后面的请到程序里看）"
    return text[: LONGEST_CELL - len(said)] + said
