"""The use cases of boxes and volumes: laid into boxes, looked through, taken out, compiled and numbered by volume."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianluozhan.models.archive import box_checks, box_keeping, boxing, schemes, volumes
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.faults.desk import Desk
from tests.faults.use_case import UseCase, case

_A = "models/archive/"
YEAR = 2008  # before there was anything at the sample station


@dataclass(frozen=True)
class Boxed:
    """Two boxes and the 件 in them."""

    first: int
    second: int
    items: tuple[int, ...]


def archivist(desk: Desk) -> Session:
    return desk.having(Role.ARCHIVIST)


def _put(desk: Desk, count: int, *, numbered: bool) -> list[int]:
    clerk = archivist(desk)
    made = [
        Item(
            kind=ItemKind.EXTERNAL,
            category=Category.STATION,
            fonds="Z109",
            year=YEAR,
            retention=Retention.YEARS_30,
            sequence=number if numbered else None,
            archival_number=f"Z109-WS·{YEAR}-D30-{number:04d}" if numbered else "",
            responsible="镇人大",
            title=f"{YEAR}年第{number}号来文",
            dated_on=date(YEAR, 3, 1),
            pages=70,
            pages_reason="照原件点数",
            place=number,
        )
        for number in range(1, count + 1)
    ]
    with clerk.action("archive.file"):
        return [clerk.add(item).id for item in made]


def planned(desk: Desk) -> boxing.Plan:
    _put(desk, 9, numbered=True)
    return boxing.propose(archivist(desk), YEAR)


def boxed(desk: Desk) -> Boxed:
    made = planned(desk)
    boxes = box_keeping.put_into_boxes(archivist(desk), YEAR, made)
    return Boxed(boxes[0].id, boxes[1].id, made.boxes[0].pieces[0].item_ids + made.boxes[0].pieces[1].item_ids)


def loose(desk: Desk) -> list[int]:
    """件 that can be compiled, at a station that files by volume."""
    schemes.choose(archivist(desk), fonds="Z109", fonds_name="镇人大", scheme=SchemeForm.TWO, way=FilingWay.VOLUME)
    return _put(desk, 5, numbered=False)


def compiled(desk: Desk) -> tuple[int, list[int]]:
    """A volume of three of five."""
    items = loose(desk)
    made = volumes.compile_volume(archivist(desk), items[:3], title="来文", heading="站务")
    return made.id, items


BOXES: tuple[UseCase, ...] = (
    case(
        _A + "box_keeping.py put_into_boxes",
        lambda d, x: box_keeping.put_into_boxes(archivist(d), YEAR, x),
        planned,
    ),
    case(
        _A + "box_keeping.py move_item", lambda d, x: box_keeping.move_item(archivist(d), x.items[0], x.second), boxed
    ),
    case(_A + "box_keeping.py void_box", lambda d, x: box_keeping.void_box(archivist(d), x.first, "重新装"), boxed),
    case(
        _A + "box_keeping.py put_away",
        lambda d, x: box_keeping.put_away(archivist(d), [x.first, x.second], "铁皮柜二层"),
        boxed,
    ),
    case(
        _A + "box_keeping.py edit_box",
        lambda d, x: box_keeping.edit_box(archivist(d), x.first, statement="齐全。", spine=50),
        boxed,
    ),
    case(
        _A + "box_checks.py check_box",
        lambda d, x: box_checks.check_box(archivist(d), x.first, x.items[:1], "光线不好"),
        boxed,
    ),
    case(
        _A + "volumes.py compile_volume",
        lambda d, x: volumes.compile_volume(archivist(d), x, title="来文"),
        loose,
    ),
    case(_A + "volumes.py add_items", lambda d, x: volumes.add_items(archivist(d), x[0], x[1][3:]), compiled),
    case(_A + "volumes.py take_from_volume", lambda d, x: volumes.take_from_volume(archivist(d), x[1][0]), compiled),
    case(_A + "volumes.py move_within", lambda d, x: volumes.move_within(archivist(d), x[1][0], None), compiled),
    case(_A + "volumes.py dissolve", lambda d, x: volumes.dissolve(archivist(d), x[0], "重新组卷"), compiled),
    case(
        _A + "volumes.py edit_volume", lambda d, x: volumes.edit_volume(archivist(d), x[0], title="上级来文"), compiled
    ),
    case(_A + "volumes.py number_volumes", lambda d, x: volumes.number_volumes(archivist(d), YEAR), compiled),
)
