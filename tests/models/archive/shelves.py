"""A 件 in its box, and somebody who wants it."""

from __future__ import annotations

from datetime import date

from lianluozhan.models.archive.lending import Loan, UseWay
from lianluozhan.models.archive.record import Item, ItemKind, Retention
from lianluozhan.models.session import Session

TODAY = date(2026, 3, 5)  # a Thursday


def filed(session: Session, sequence: int | None = 1, **values: object) -> Item:
    """A 件 of 2025 in its box."""
    usual: dict[str, object] = {
        "kind": ItemKind.EXTERNAL,
        "year": 2025,
        "retention": Retention.YEARS_30,
        "sequence": sequence,
        "archival_number": f"WS·2025-D30-{sequence:04d}" if sequence else "",
        "responsible": "青石镇人大",
        "title": "[关于修好村道路灯的群众意见及办理答复]",
        "dated_on": date(2025, 5, 6),
        "pages": 9,
        "filed_on": date(2026, 1, 8),
    }
    with session.action("archive.file"):
        return session.add(Item(**(usual | values)))  # type: ignore[arg-type]


def asked(item: Item, **values: object) -> Loan:
    usual: dict[str, object] = {
        "item_id": item.id,
        "way": UseWay.LEND,
        "applicant": "马一鸣",
        "organisation": "镇党政办",
        "phone": "13900000009",
        "asked_on": TODAY,
    }
    return Loan(**(usual | values))  # type: ignore[arg-type]
