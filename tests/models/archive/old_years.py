"""件 of years long past, numbered, as they stand when their time comes."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianluozhan.models.archive.lending import Loan, UseWay
from lianluozhan.models.archive.record import Category, Item, ItemKind, Retention
from lianluozhan.models.session import Session


def put(clerk: Session, sequence: int | None = 1, **values: Any) -> Item:
    """One 件 of 2026, kept for 30 years if nothing else is said; the end of its years is the last of December."""
    year, retention = values.get("year", 2026), values.get("retention", Retention.YEARS_30)
    code = f"Z109-WS·{year}-{retention.value}-{sequence:04d}" if sequence else ""
    end = date(year + retention.years, 12, 31) if retention.years else None
    made: dict[str, Any] = {
        "kind": ItemKind.EXTERNAL,
        "category": Category.OPINIONS,
        "fonds": "Z109",
        "year": year,
        "retention": retention,
        "sequence": sequence,
        "archival_number": code,
        "responsible": "青石镇人大",
        "title": f"关于第{sequence}件事的材料",
        "dated_on": date(year, 5, 6),
        "pages": 3,
        "kept_until": end,
        **values,
    }
    with clerk.action("archive.file"):
        return clerk.add(Item(**made))


def lend(clerk: Session, item: Item) -> Loan:
    """It is out of the house."""
    today = clerk.today
    with clerk.action("archive.lend"):
        return clerk.add(
            Loan(number="借阅1号", item_id=item.id, way=UseWay.LEND, applicant="赵明", asked_on=today, handed_on=today)
        )


def bring_back(clerk: Session, loan: Loan, *, whole: bool = True) -> None:
    """It is back; what does not agree stays open until it is cleared up."""
    with clerk.action("archive.lend"):
        settled = clerk.today if whole else None
        clerk.change(clerk.get(Loan, loan.id), returned_on=clerk.today, is_whole=whole, settled_on=settled)
