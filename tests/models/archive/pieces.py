"""Numbered 件 to be boxed, or loose ones to be compiled, at a station of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lianluozhan.models.archive import box_keeping, boxing, schemes
from lianluozhan.models.archive.record import Box, Category, FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.session import Session

YEAR = 2025


def choose(clerk: Session, way: FilingWay = FilingWay.PIECE) -> None:
    schemes.choose(clerk, fonds="Z109", fonds_name="青石镇人大", scheme=SchemeForm.TWO, way=way)


def put(clerk: Session, pages: Sequence[int], *, first: int = 1, numbered: bool = True, **values: Any) -> list[Item]:
    """件 of 2025, kept for 30 years, with so many pages each."""
    made: dict[str, Any] = {
        "kind": ItemKind.EXTERNAL,
        "category": Category.STATION,
        "fonds": "Z109",
        "year": YEAR,
        "retention": Retention.YEARS_30,
        "responsible": "青石镇人大",
        "dated_on": date(2025, 5, 6),
        "pages_reason": "照原件点数",
        **values,
    }
    code = f"Z109-WS·{made['year']}-{made['retention'].value}"
    found = []
    with clerk.action("archive.file"):
        for number, count in enumerate(pages, first):
            own = {"sequence": number, "archival_number": f"{code}-{number:04d}", "numbered_on": clerk.today}
            item = Item(title=f"第{number}份来文", pages=count, place=number, **(own if numbered else {}), **made)
            found.append(clerk.add(item))
    return found


def boxed(clerk: Session, pages: Sequence[int], **values: Any) -> list[Box]:
    """So many 件 in their boxes."""
    put(clerk, pages, **values)
    return box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
