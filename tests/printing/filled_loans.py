"""Readings and loans as they are printed: as usual, bare, as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.archive.lending import Loan
from lianluozhan.models.archive.lending_lists import LoanFile
from lianluozhan.models.archive.record import Item

from ..samples import SAMPLES, STATION

LOAN = replace(SAMPLES[Loan], voided_on=None, void_reason="")
ITEM = replace(SAMPLES[Item], voided_on=None, destroyed_on=None, handed_over_on=None)
_NAMES = ("王秀英", "陈国栋", "王秀英", "李建民")


def loans(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    bare = Loan(item_id=1, applicant="马一鸣", asked_on=date(2027, 3, 1))
    item = Item(year=2026, sequence=1, title="信", responsible="镇", pages=1)
    long_name = ("买买提·吐尔逊",) * 4
    return {
        "archive_loans": {
            "usual": LoanFile(LOAN, ITEM, STATION, *_NAMES, "7 日"),
            "bare": LoanFile(bare, item, STATION, term="7 日"),
            "fullest": LoanFile(fullest(LOAN), fullest(ITEM), fullest(STATION), *long_name, "7 日"),
        }
    }
