"""The use cases of filing: how the station files, a year filed, ordered, numbered, and what is put right afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lianluozhan.models.archive import correcting, filing, giving, ordering, proposing, schemes
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Part, Retention, Rule, SchemeForm
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, case

_A = "models/archive/"
WHY = "题名看不出内容"
LETTERS = (Part(name="正文", pages=3), Part(name="附件", pages=1))


def clerk(desk: Desk) -> Session:
    return desk.having(Role.ARCHIVIST)


def paper(desk: Desk, number: int = 1) -> Item:
    year = desk.officer.today.year
    return Item(
        kind=ItemKind.EXTERNAL,
        category=Category.STATION,
        year=year,
        retention=Retention.YEARS_30,
        responsible="县人大常委会",
        title=f"关于第{number}件事的通知",
        dated_on=date(year, 1, 5),
        pages=4,
    )


def choose(desk: Desk, fonds: str = "Z109") -> None:
    schemes.choose(clerk(desk), fonds=fonds, fonds_name="镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)


def filed(desk: Desk) -> list[int]:
    """A year of 件 that wait for their numbers, and the scheme they will have."""
    choose(desk, fonds="")
    made = filing.file(clerk(desk), [(paper(desk, number), LETTERS) for number in range(12)])
    return [item.id for item in made]


def numbered(desk: Desk) -> list[int]:
    found = filed(desk)
    giving.number(clerk(desk), desk.officer.today.year)
    return found


def proposed(desk: Desk) -> list[tuple[Item, tuple[Part, ...]]]:
    found = proposing.proposals(clerk(desk), desk.officer.today.year)
    return [(replace(each.item, pages=4), LETTERS) for each in found]


def unit(desk: Desk) -> int:
    return schemes.add_unit(clerk(desk), "QQQ", "人大办").id


def retired(desk: Desk) -> int:
    return schemes.retire_unit(clerk(desk), unit(desk)).id


def rule(desk: Desk) -> int:
    own = Rule(category=Category.LAW, material="法治宣传记录", basis="县档案馆批准")
    return schemes.add_rule(clerk(desk), own).id


def _older(desk: Desk) -> Item:
    return replace(paper(desk), year=2010, dated_on=date(2010, 3, 1), sequence=4)


def _reordered(desk: Desk, item_id: int) -> list[Part]:
    return [*reversed(filing.parts_of(clerk(desk), item_id)), Part(name="照片", pages=2)]


def _reclassify(desk: Desk, item_id: int) -> None:
    correcting.reclassify(
        clerk(desk), item_id, retention=Retention.PERMANENT, reason=WHY, approved_by=desk.head.staff.id
    )


FILING = (
    case(_A + "schemes.py choose", lambda d, x: choose(d), numbered),
    case(_A + "schemes.py calibrate", lambda d, x: schemes.calibrate(clerk(d), 5, -10), filed),
    case(_A + "schemes.py add_unit", lambda d, x: schemes.add_unit(clerk(d), "QQQ", "人大办")),
    case(_A + "schemes.py rename_unit", lambda d, x: schemes.rename_unit(clerk(d), x, "人大办公室"), unit),
    case(_A + "schemes.py retire_unit", lambda d, x: schemes.retire_unit(clerk(d), x), unit),
    case(_A + "schemes.py use_unit", lambda d, x: schemes.use_unit(clerk(d), x), retired),
    case(_A + "schemes.py add_rule", lambda d, x: rule(d)),
    case(_A + "schemes.py change_rule", lambda d, x: schemes.change_rule(clerk(d), x, basis="县档案馆核定"), rule),
    case(_A + "schemes.py retire_rule", lambda d, x: schemes.retire_rule(clerk(d), x), rule),
    case(_A + "filing.py file", lambda d, x: filing.file(clerk(d), proposed(d))),
    case(_A + "filing.py add_external", lambda d, x: filing.add_external(clerk(d), paper(d), [LETTER])),
    case(_A + "filing.py edit", lambda d, x: filing.edit(clerk(d), x[0], title="改写", pages=7), filed),
    case(_A + "filing.py take_out", lambda d, x: filing.take_out(clerk(d), x[0], "还差签字件"), filed),
    case(_A + "filing.py change_parts", lambda d, x: filing.change_parts(clerk(d), x[0], _reordered(d, x[0])), filed),
    case(_A + "ordering.py arrange", lambda d, x: ordering.arrange(clerk(d), d.officer.today.year), filed),
    case(_A + "ordering.py move", lambda d, x: ordering.move(clerk(d), x[-1], x[0]), filed),
    case(_A + "giving.py number", lambda d, x: giving.number(clerk(d), d.officer.today.year), filed),
    case(
        _A + "giving.py enter_numbered",
        lambda d, x: giving.enter_numbered(clerk(d), _older(d), LETTERS, lost="漏编"),
        filed,
    ),
    case(
        _A + "correcting.py correct",
        lambda d, x: correcting.correct(clerk(d), x[0], {"title": "改写", "remark": "有水渍"}, WHY, d.head.staff.id),
        numbered,
    ),
    case(
        _A + "correcting.py correct_parts",
        lambda d, x: correcting.correct_parts(clerk(d), x[0], _reordered(d, x[0]), WHY, d.head.staff.id),
        numbered,
    ),
    case(_A + "correcting.py reclassify", lambda d, x: _reclassify(d, x[0]), numbered),
    case(
        _A + "correcting.py strike",
        lambda d, x: correcting.strike(clerk(d), x[0], WHY, d.head.staff.id),
        numbered,
    ),
)
