"""Receptions, their record sheets and groups of deputies are found from the same line as everything else (5.2.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianluozhan.models.finding import Finder, Search
from lianluozhan.models.groups import DeputyGroup
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions.record import Reception, Visit
from lianluozhan.models.session import Session


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    """A station with one reception, two sheets and a group."""
    session = sign_in(Role.LIAISON_OFFICER)
    with session.action("reception.plan"):
        session.add(Reception(number="接待〔2026〕03期", held_on=date(2026, 3, 4), topic="道路"))
        told: dict[str, Any] = {"reception_id": 1, "subject": "通组公路塌陷", "content": "晴天一身灰，雨天一身泥。"}
        session.add(Visit(number="接待〔2026〕0005号", name="张𬀩", phone="13900000001", **told))
        session.add(Visit(number="接待〔2026〕0006号", name="孙桂兰", phone="13900000002", keeps_secret=True, **told))
    with session.action("group.edit"):
        session.add(DeputyGroup(name="第二小组"))
    return session


def look(session: Session, line: str) -> Search:
    search = Finder(session).search(line)
    for _ in range(100):
        if not search.step():
            return search
    raise AssertionError("it never ends")


def found(search: Search, kind: str) -> list[int]:
    return [hit.key for group in search.groups for hit in group.hits if hit.kind == kind]


@pytest.mark.clause("5.2.2")
def test_a_record_sheet_is_found_by_name_phone_number_and_words(officer: Session) -> None:
    for line in ("张𬀩", "0001", "接待 0005", "一身泥 张𬀩"):
        assert found(look(officer, line), "visit") == [1], line
    assert found(look(officer, "公路塌陷"), "visit") == [2, 1]


@pytest.mark.clause("4.7.2")
def test_who_asked_for_secrecy_is_neither_found_by_name_nor_named(officer: Session) -> None:
    assert found(look(officer, "孙桂兰"), "visit") == found(look(officer, "13900000002"), "visit") == []
    (group,) = (group for group in look(officer, "公路塌陷").groups if group.kind == "visit")
    assert "孙桂兰" not in group.hits[0].detail and group.total == 2


def test_a_reception_is_found_by_its_number_topic_and_day_and_a_group_by_its_name(officer: Session) -> None:
    for line in ("03期", "道路", "3月4日"):
        assert found(look(officer, line), "reception") == [1], line
    assert found(look(officer, "第二小组"), "group") == [1]


def test_those_who_may_not_read_opinions_find_no_sheet_and_no_reception(
    officer: Session, sign_in: Callable[..., Session]
) -> None:
    search = look(sign_in(Role.ADMINISTRATOR), "公路塌陷")
    assert found(search, "visit") == found(look(sign_in(Role.ADMINISTRATOR), "03期"), "reception") == []
