"""The archive as it is printed: catalogues, boxes, volumes and stamps, as usual, bare, as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.archive.codes import archival_number
from lianluozhan.models.archive.paper_files import BoxFile, ClassFile, ItemGroup, ItemSheet, SchemeFile, VolumeFile
from lianluozhan.models.archive.record import Box, FilingWay, Item, Retention, Scheme, Volume

from ..samples import STATION
from ..samples_of_archive import IN_ORDER

SCHEME = next(record for record in IN_ORDER if isinstance(record, Scheme))
ITEM = next(record for record in IN_ORDER if isinstance(record, Item))
BOX = replace(next(record for record in IN_ORDER if isinstance(record, Box)), voided_on=None, void_reason="")
VOLUME = replace(next(record for record in IN_ORDER if isinstance(record, Volume)), voided_on=None, void_reason="")
BARE_SCHEME = Scheme(fonds="", fonds_name="", category="WS")
HERE = replace(
    ITEM, voided_on=None, void_reason="", destroyed_on=None, handed_over_on=None, moved_from=None, volume_id=None
)
TITLES = (
    "关于修好石桥村道路灯的群众意见及办理答复",
    "关于修复幸福村三组至四组通组公路的群众意见及办理答复",
    "青石镇人大代表联络站2026年6月接待选民登记、记录和汇总",
    "赵明山2026年度履职档案",
)


def item(n: int, **values: Any) -> Item:
    """The 件 with the number `n`, still here."""
    made = replace(
        HERE,
        id=n,
        sequence=n,
        title=TITLES[n % len(TITLES)],
        document_number="青石人大函〔2026〕3号" if n % 3 == 0 else "",
        dated_on=date(2026, 1 + n % 12, 1 + n % 28),
        pages=n % 14 + 1,
        remark="第3页有水渍" if n % 5 == 0 else "",
    )
    made = replace(made, **values)
    return replace(made, archival_number=archival_number(SCHEME, made))


def group(*items: Item, unit: str = "RDB", retention: Retention = Retention.YEARS_30) -> ItemGroup:
    return ItemGroup(retention, unit, "人大办" if unit else "", items)


def classed(*groups: ItemGroup, scheme: Scheme = SCHEME) -> ClassFile:
    """The catalogue of one class, or of a year with several."""
    first = groups[0] if len(groups) == 1 else None
    kept, unit = (first.retention, first.unit) if first else (None, "")
    return ClassFile(scheme, STATION, 2026, kept, unit, first.unit_name if first else "", groups)


GONE = (
    item(2, voided_on=date(2027, 2, 1), void_reason="重复归档", remark=""),
    item(4, destroyed_on=date(2057, 3, 1), remark=""),
    item(6, handed_over_on=date(2037, 3, 1), remark=""),
)
USUAL = (item(1), GONE[0], item(3), GONE[1], item(5), GONE[2], *(item(n) for n in range(7, 11)))


def archive(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    full = fullest(HERE, sequence=9999, archival_number="Z109-WS·2026-D30-RDB-9999", fonds="Z109", unit="RDB")
    full_scheme = replace(SCHEME, fonds_name=words("全宗", 60))
    unit_name = words("机构", 20)
    full_items = (replace(full, voided_on=date(2027, 2, 1)), *(replace(full, id=n, sequence=n) for n in range(30)))
    full_group = ItemGroup(Retention.YEARS_30, "RDB", unit_name, full_items)
    volume_scheme = replace(SCHEME, way=FilingWay.VOLUME)
    bare = Item(
        year=2026, title="路灯", responsible="镇人大", sequence=1, archival_number="____-WS·2026-D30-0001", pages=1
    )
    return {
        "archive_classes": {
            "usual": classed(group(*USUAL)),
            "bare": classed(group(bare, unit=""), scheme=BARE_SCHEME),
            "fullest": ClassFile(full_scheme, STATION, 2026, None, "", "", (full_group, group(*USUAL))),
        },
        "archive_items": {
            "usual": ItemSheet(SCHEME, STATION, item(1, pages=2), "人大办"),
            "bare": ItemSheet(BARE_SCHEME, STATION, bare, ""),
            "fullest": ItemSheet(full_scheme, STATION, replace(full, pages=3), unit_name),
        },
        "archive_boxes": {
            "usual": BoxFile(SCHEME, STATION, replace(BOX, statement="第3页有水渍的是0005号件。"), "人大办", USUAL),
            "bare": BoxFile(BARE_SCHEME, STATION, Box(year=2026, number=1), "", (bare,)),
            "fullest": BoxFile(
                full_scheme, STATION, fullest(BOX, number=9999, unit="RDB", spine=20), unit_name, full_items, (VOLUME,)
            ),
        },
        "archive_volumes": {
            "usual": VolumeFile(volume_scheme, STATION, VOLUME, "人大办", USUAL, "王秀英", "刘桂兰"),
            "bare": VolumeFile(BARE_SCHEME, STATION, Volume(year=2026, number=1, title="路灯"), "", (bare,), "", ""),
            "fullest": VolumeFile(
                full_scheme,
                STATION,
                fullest(VOLUME, unit="RDB"),
                unit_name,
                full_items,
                "买买提·吐尔逊",
                "买买提·吐尔逊",
            ),
        },
        "archive_schemes": {
            "usual": SchemeFile(SCHEME, STATION),
            "bare": SchemeFile(BARE_SCHEME, STATION),
            "fullest": SchemeFile(full_scheme, STATION),
        },
    }
