"""Saved views: kept by name, opened later with what is left of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import places, views
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Narrowing, Order, Status, View
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Village
from lianluozhan.models.session import Session
from lianluozhan.models.views import Stand

SignIn = Callable[[Role], Session]
COLUMNS = ("number", "title", "due")
NARROWED = Narrowing(status=Status.HANDLING, village_id=1, received_from=date(2026, 1, 1), holder="王秀英")
STAND = Stand(view=View.ALL, words="路灯", order=Order.OLDEST, narrowing=NARROWED, columns=("title", "due"))


def test_a_saved_view_opens_as_it_was_saved(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    saved = views.save(officer, "石桥村在办", STAND, personal=False)
    assert views.opened(officer, saved, COLUMNS) == STAND
    assert views.usable(sign_in(Role.VICE_HEAD)) == [saved]


def test_a_personal_view_is_seen_by_its_saver_alone(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    saved = views.save(officer, "我的", STAND, personal=True)
    assert views.usable(officer) == [saved] and views.usable(sign_in(Role.HEAD)) == []
    with pytest.raises(RuleError, match="别人保存的"):
        views.rename(sign_in(Role.HEAD), saved.id, "站长的")


def test_a_view_whose_village_and_column_are_gone_opens_with_what_is_left_and_says_so(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    saved = views.save(officer, "石桥村在办", STAND, personal=False)
    places.retire(officer, Village, 1)
    stand = views.opened(officer, saved, ("number", "title"))
    assert stand.narrowing.village_id is None and stand.narrowing.status is Status.HANDLING
    assert stand.columns == ("title",)
    assert stand.left_out == ("村（社区）“石桥村”已停用", "1 个已没有的列")


@pytest.mark.parametrize(
    "conditions",
    ["", "[]", "{}", '{"view": "gone", "narrowing": {"colour": 3, "status": "x", "received_from": "3.5"}}'],
)
def test_a_view_that_cannot_be_understood_opens_the_usual_list_and_says_so(sign_in: SignIn, conditions: str) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    saved = views.save(officer, "旧的", STAND, personal=False)
    with officer.action("view.save"):
        broken = officer.change(saved, conditions=conditions or "x")
    stand = views.opened(officer, broken, COLUMNS)
    assert stand.view is View.OPEN and stand.narrowing == Narrowing() and stand.left_out


def test_a_name_stands_once_and_a_retired_view_is_offered_no_longer(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    saved = views.save(officer, "石桥村在办", STAND, personal=False)
    for name in ("石桥村在办", "未办结", " "):
        with pytest.raises(InvalidRecord):
            views.save(officer, name, STAND, personal=True)
    views.retire(sign_in(Role.HEAD), saved.id)
    assert views.usable(officer) == []
    assert views.save(officer, "石桥村在办", STAND, personal=False).id != saved.id
