"""The lists at the end of the archive's life as they are printed: as usual, bare, as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.archive.appraising import Appraisal, AppraisalDecision, AppraisalLine
from lianluozhan.models.archive.destroying import AppraisalFile
from lianluozhan.models.archive.inspecting import InspectionFile, InspectionMark, Point
from lianluozhan.models.archive.inspection_look import Found
from lianluozhan.models.archive.inspection_points import ASKED
from lianluozhan.models.archive.record import Item, Retention
from lianluozhan.models.archive.transferring import Transfer, TransferClass, TransferFile
from lianluozhan.models.stations import Station

from ..samples import SAMPLES, STATION

ROWS = 40
_ITEM = replace(SAMPLES[Item], voided_on=None, destroyed_on=None, handed_over_on=None)
_APPRAISAL = replace(SAMPLES[Appraisal], voided_on=None)
_LINE = replace(SAMPLES[AppraisalLine], voided_on=None)
_TRANSFER = replace(SAMPLES[Transfer], voided_on=None)
_STAYS = replace(_LINE, decision=AppraisalDecision.EXTEND, opinion="还在查用", kept_until=date(2066, 12, 31))
_FOR_GOOD = replace(_STAYS, opinion="有县领导批示，列为永久", kept_until=None)


def _numbered(count: int, retention: Retention = Retention.YEARS_30) -> tuple[Item, ...]:
    return tuple(
        replace(
            _ITEM,
            sequence=number,
            retention=retention,
            archival_number=f"Z109-WS·2026-{retention.value}-RDB-{number:04d}",
            keeps_secret=number % 3 == 0,
            pages=number % 9 + 1,
        )
        for number in range(1, count + 1)
    )


def _inspections(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, InspectionFile]:
    mark = SAMPLES[InspectionMark]
    found = Found("11 期，9 期有小结", "每期有汇总小结", ("3月15日", "6月15日"))
    usual = tuple(
        Point(asked, found if asked.read else Found(""), None if asked.read or n % 2 else mark, "王秀英")
        for n, asked in enumerate(ASKED)
    )
    long = Found(words("有", 200), words("要", 60), tuple(words("缺", 40) for _ in range(9)))
    fullest_points = tuple(Point(asked, long, fullest(mark, is_there=True)) for asked in ASKED[:6])
    day = date(2026, 11, 24)
    return {
        "usual": InspectionFile(2026, usual, day, STATION),
        "bare": InspectionFile(2026, (Point(ASKED[0], Found(""), None),), day, Station(name="联络站")),
        "fullest": InspectionFile(2026, fullest_points, day, fullest(STATION)),
    }


def archive_end(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    lines = [(_LINE, _STAYS, _FOR_GOOD)[n % 3] for n in range(ROWS)]
    items = _numbered(ROWS)
    judged = tuple(
        (replace(line, archival_number=item.archival_number), item) for line, item in zip(lines, items, strict=True)
    )
    bare = Item(year=2026, sequence=1, title="信", responsible="镇")
    long_item = fullest(_ITEM)
    going = (
        TransferClass(2026, Retention.PERMANENT, "RDB", "人大办", _numbered(9, Retention.PERMANENT)),
        TransferClass(2026, Retention.YEARS_30, "RDB", "人大办", _numbered(31)),
    )
    long_class = TransferClass(2026, Retention.PERMANENT, "RDB", words("机构", 20), (long_item,))
    return {
        "inspections": _inspections(words, fullest),
        "archive_appraisals": {
            "usual": AppraisalFile(_APPRAISAL, judged, "李建民", "陈国栋", STATION),
            "bare": AppraisalFile(
                Appraisal(title="鉴定"), ((AppraisalLine(title="信"), bare),), "", "", Station(name="联络站")
            ),
            "fullest": AppraisalFile(
                fullest(_APPRAISAL),
                ((fullest(_LINE), long_item),) * 3 + judged[:37],
                "买买提·吐尔逊",
                "买买提·吐尔逊",
                fullest(STATION),
            ),
        },
        "archive_transfers": {
            "usual": TransferFile(_TRANSFER, going, "李建民", STATION),
            "bare": TransferFile(
                Transfer(receiver="县档案馆"),
                (TransferClass(2026, Retention.PERMANENT, "", "", (bare,)),),
                "",
                Station(name="联络站"),
            ),
            "fullest": TransferFile(
                fullest(_TRANSFER),
                (*(replace(long_class, year=2000 + n) for n in range(12)), *going),
                "买买提·吐尔逊",
                fullest(STATION),
            ),
        },
    }
