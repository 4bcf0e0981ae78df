"""What was done days ago is undone with its effect shown before, and what was changed since stays (N5).

`LIANLUOZHAN_SEQUENCES` sets how many sequences of the property are tried; 30 when it is not set.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianluozhan.models import check, deeds, deputies, opinions, staff, undoing
from lianluozhan.models import settings as parameters
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, reclassifying
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, Village
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from .conftest import Clock

SEQUENCES = int(os.environ.get("LIANLUOZHAN_SEQUENCES", "30"))
SignIn = Callable[[Role], Session]


@pytest.fixture
def officer(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def matters(officer: Session) -> list[int]:
    """Ten matters of one category, and two villages more."""
    with officer.action("village.edit"):
        officer.add(Village(name="东街社区"))
        officer.add(Village(name="南关村"))
    with officer.action("category.edit"):
        officer.add(Category(name="教育"))
    form = Opinion(title="路灯", content="坏了", category_id=1, village_id=1, received_on=date(2026, 3, 5))
    return [opinions.register(officer, form).id for _ in range(10)]


def newest(officer: Session) -> int:
    return int(officer.value("SELECT max(id) FROM deeds"))


@pytest.mark.clause("4.6.3")
def test_last_weeks_bulk_edit_is_undone_and_what_was_edited_since_stays(
    officer: Session, matters: list[int], clock: Clock, sign_in: SignIn
) -> None:
    reclassifying.reclassify(officer, matters, category_id=2, village_id=2)
    deed = newest(officer)
    clock.forward(7)
    reclassifying.reclassify(sign_in(Role.VICE_HEAD), matters[:2], village_id=3)
    effect = undoing.effect_of(officer, deed)
    assert (len(effect.back), len(effect.kept)) == (18, 2)
    assert {(change.field.label, change.is_kept) for change in effect.kept} == {("村（社区）", True)}
    undoing.undo(officer, deed)
    found = [officer.get(Opinion, each) for each in matters]
    assert [each.category_id for each in found] == [1] * 10
    assert [each.village_id for each in found] == [3, 3] + [1] * 8
    step = opinions.steps_of(officer, matters[-1])[0]
    assert (step.label, step.words) == ("撤销修改", "改回原来的：分类、村（社区）")
    assert [found for found in check.check(officer) if found.area != "钥匙文件"] == []  # this station has none


def test_what_was_undone_cannot_be_undone_again_but_the_undoing_can(officer: Session, matters: list[int]) -> None:
    reclassifying.reclassify(officer, matters, category_id=2)
    deed = newest(officer)
    undoing.undo(officer, deed)
    assert undoing.effect_of(officer, deed).refusal == "这一次已经撤销过了。"
    undoing.undo(officer, newest(officer))
    assert {officer.get(Opinion, each).category_id for each in matters} == {2}


def test_another_persons_deed_is_undone_by_himself_or_the_head(
    officer: Session, matters: list[int], sign_in: SignIn
) -> None:
    reclassifying.reclassify(officer, matters, category_id=2)
    deed = newest(officer)
    with pytest.raises(RuleError, match="由本人或者站长撤销"):
        undoing.undo(sign_in(Role.VICE_HEAD), deed)
    undoing.undo(sign_in(Role.HEAD), deed)
    assert officer.get(Opinion, matters[0]).category_id == 1


def test_steps_of_a_matter_have_their_own_way_back(officer: Session, matters: list[int]) -> None:
    before = newest(officer)
    opinions.register(officer, Opinion(title="路灯", content="坏了", received_on=date(2026, 3, 5)))
    assert newest(officer) == before  # it is no deed of this list
    line = officer.value("SELECT max(id) FROM audit_log")
    assert "退回、撤销或作废" in undoing.effect_of(officer, line).refusal


def test_the_list_keeps_exactly_the_actions_that_can_be_undone() -> None:
    assert {*undoing.UNDOABLE, deeds.UNDO} == deeds.KEPT


def test_a_setting_comes_back_to_what_it_was(sign_in: SignIn) -> None:
    head = sign_in(Role.HEAD)
    parameters.change(head, "opinion.review_days", "5 工")
    parameters.change(head, "opinion.review_days", "8 工")
    undoing.undo(head, newest(head))
    assert parameters.value(head, "opinion.review_days") == "5 工"


def test_somebody_who_was_added_by_mistake_is_set_aside(officer: Session) -> None:
    made = deputies.add(officer, Deputy(name="赵明山"), [Mandate(starts_on=date(2022, 1, 1))])
    effect = undoing.effect_of(officer, newest(officer))
    assert [(table, name) for table, _, name in effect.set_aside] == [("deputies", "赵明山"), ("mandates", "赵明山")]
    undoing.undo(officer, newest(officer))
    assert officer.get(Deputy, made.id).retired_on == officer.today


def test_a_person_edited_twice_is_undone_one_deed_at_a_time(officer: Session) -> None:
    person = officer.select(Staff)[0]
    staff.edit_staff(officer, person.id, phone="13800000001")
    first = newest(officer)
    staff.edit_staff(officer, person.id, phone="13800000002")
    assert undoing.effect_of(officer, first).refusal == "这次写下的内容后来都改过了，没有可以撤销的。"
    undoing.undo(officer, newest(officer))
    undoing.undo(officer, first)
    assert officer.get(Staff, person.id).phone == person.phone


def test_what_one_deed_wrote_twice_comes_back_to_what_stood_before_the_deed(officer: Session) -> None:
    village = officer.select(Village)[0]
    with officer.action("village.edit"):
        half = officer.change(village, constituency="第一选区")
        officer.change(half, constituency="第二选区")
    (change,) = undoing.effect_of(officer, newest(officer)).back
    assert (change.before, change.written) == (village.constituency, "第二选区")
    undoing.undo(officer, newest(officer))
    assert officer.get(Village, village.id) == village


def test_the_list_names_each_deed_with_its_records_and_says_what_was_undone(
    officer: Session, matters: list[int], sign_in: SignIn
) -> None:
    reclassifying.reclassify(officer, matters, category_id=2)
    undoing.undo(officer, newest(officer))
    rows = undoing.deeds_of(officer).page(5)
    assert [(row["action"], row["records"], row["is_undone"]) for row in rows[:2]] == [
        ("deed.undo", 10, 0),
        ("opinion.reclassify", 10, 1),
    ]
    assert undoing.deeds_of(sign_in(Role.VICE_HEAD)).count() == 0
    assert undoing.deeds_of(sign_in(Role.HEAD)).count() == undoing.deeds_of(officer).count()


def test_a_refused_action_leaves_no_deed(officer: Session, matters: list[int]) -> None:
    before = newest(officer)
    with pytest.raises(RuleError):
        reclassifying.reclassify(officer, matters)
    assert newest(officer) == before


# Whatever the order ---------------------------------------------------------------------------------------------------

FIELDS: dict[str, tuple[Any, ...]] = {"category_id": (1, 2), "village_id": (1, 2, 3), "is_key": (False, True)}
DEED = st.tuples(
    st.sampled_from(["write", "write", "undo"]),
    st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True),
    st.sampled_from(sorted(FIELDS)),
    st.integers(0, 2),
    st.integers(0, 20),
)


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DEED, min_size=3, max_size=10))
def test_undoing_in_any_order_takes_back_exactly_the_values_nobody_changed_since(
    officer: Session, matters: list[int], sequence: list[tuple[str, list[int], str, int, int]]
) -> None:
    history: dict[tuple[int, str], list[tuple[int, Any, Any]]] = {}  # of a value: deed, before, after
    written: list[int] = []
    current = {(id_, name): getattr(officer.get(Opinion, id_), name) for id_ in matters[:5] for name in FIELDS}
    for what, which, name, value, at in sequence:
        if what == "write":
            wanted = FIELDS[name][value % len(FIELDS[name])]
            before = newest(officer)
            reclassifying.reclassify(officer, [matters[each] for each in which], **{name: wanted})
            if newest(officer) > before:
                written.append(newest(officer))
                for each in which:
                    if current[key := (matters[each], name)] != wanted:
                        history.setdefault(key, []).append((written[-1], current[key], wanted))
                        current[key] = wanted
        elif written:
            undo_one(officer, written[at % len(written)], history, current)
    found = {key: getattr(officer.get(Opinion, key[0]), key[1]) for key in current}
    assert found == current


def undo_one(officer: Session, deed: int, history: dict[Any, list[Any]], current: dict[Any, Any]) -> None:
    """Undo a deed at the station and in the reckoning beside it, or find it refused in both."""
    wrote = {key: (old, new) for key, lines in history.items() for of, old, new in lines if of == deed}
    back = {key: old for key, (old, new) in wrote.items() if current[key] == new}
    if officer.value("SELECT count(*) FROM deeds WHERE undoes = ?", (deed,)) or not back:
        assert undoing.effect_of(officer, deed).refusal
        return
    undoing.undo(officer, deed)
    current.update(back)


def test_the_session_names_the_deed_it_undoes_only_while_it_undoes(officer: Session, matters: list[int]) -> None:
    reclassifying.reclassify(officer, matters, category_id=2)
    undoing.undo(officer, newest(officer))
    reclassifying.reclassify(officer, matters, category_id=2)
    assert officer.value("SELECT undoes FROM deeds ORDER BY id DESC LIMIT 1") is None
