"""Handling bodies, villages and the tree of categories: in use, out of use, back again (3.2.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lianluozhan.models import categories, places
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, HandlingBody, Village, VillageKind
from lianluozhan.models.session import Session


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


def test_a_body_out_of_use_comes_back_unless_its_name_was_given_away(officer: Session) -> None:
    body = places.add(officer, HandlingBody(name="镇水务站"))
    places.retire(officer, HandlingBody, body.id)
    assert places.listing(officer, HandlingBody, "水务").count() == 0
    assert places.listing(officer, HandlingBody, "水务", retired=True).count() == 1
    places.add(officer, HandlingBody(name="镇水务站"))
    with pytest.raises(RuleError, match="已有“镇水务站”"):
        places.bring_back(officer, HandlingBody, body.id)


def test_the_station_itself_stays_among_the_handling_bodies(officer: Session) -> None:
    own = officer.select(HandlingBody, "kind = 'station'")[0]
    with pytest.raises(RuleError, match="不能停用"):
        places.retire(officer, HandlingBody, own.id)


def test_villages_are_listed_by_their_words(officer: Session) -> None:
    places.add(officer, Village(name="柳河村", constituency="第三选区"))
    assert [row["name"] for row in places.listing(officer, Village, "第三").page(9)] == ["柳河村"]
    assert [row["name"] for row in places.listing(officer, Village).page(9)] == ["柳河村", "石桥村"]


def test_a_village_becomes_a_community(officer: Session) -> None:
    village = officer.select(Village)[0]
    changed = places.edit(officer, Village, village.id, name="石桥社区", kind=VillageKind.COMMUNITY)
    assert (changed.name, changed.kind.label) == ("石桥社区", "社区")


@pytest.mark.clause("3.2.2")
def test_categories_come_in_the_order_of_their_tree(officer: Session) -> None:
    top = officer.select(Category)[0]
    other = categories.add(officer, "生态环境", None)
    below = categories.add(officer, "道路", top.id)
    deepest = categories.add(officer, "路灯", below.id)
    assert [c.id for c in categories.tree(officer)] == [top.id, below.id, deepest.id, other.id]


@pytest.mark.clause("3.2.2")
def test_a_category_does_not_come_back_under_one_that_is_out_of_use(officer: Session) -> None:
    top = officer.select(Category)[0]
    below = categories.add(officer, "道路", top.id)
    categories.retire(officer, top.id)
    assert categories.tree(officer) == [] and len(categories.tree(officer, retired=True)) == 2
    with pytest.raises(RuleError, match="上一级“交通出行”还停用着"):
        categories.bring_back(officer, below.id)
    categories.bring_back(officer, top.id)
    assert categories.bring_back(officer, below.id).retired_on is None
