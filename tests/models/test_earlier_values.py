"""One earlier value is put back as the record is edited: with its rules, its permission, a line in the log (4.6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lianluozhan.models import deputies, earlier_values, homes, raising, undoing
from lianluozhan.models.activities import Activity
from lianluozhan.models.contacts import Contact
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.earlier_values import WAYS, can_be_restored, restore
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.field_history import history
from lianluozhan.models.fields import fields_of
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.places import Category, HandlingBody, Village
from lianluozhan.models.receptions.record import Reception
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.stations import Station
from lianluozhan.models.suggestions import Suggestion
from tests.keeping import noon
from tests.sample_station import sample_station

# of each kind of record a field that is written, and which of the records
WRITTEN: dict[type, tuple[str, str]] = {
    Deputy: ("occupation", ""),
    Staff: ("duties", ""),
    HandlingBody: ("contact", "kind <> 'station'"),
    Village: ("constituency", ""),
    Category: ("name", ""),
    Station: ("address", ""),
    Contact: ("content", "voided_on IS NULL"),
    Activity: ("content", "voided_on IS NULL"),
    Reception: ("topic", "voided_on IS NULL AND state = 'held'"),
    Suggestion: ("title", "voided_on IS NULL AND state = 'draft'"),
}


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = sample_station(tmp_path_factory.mktemp("earlier") / "home")
    session = homes.sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    with_a_suggestion(session)
    yield session
    session.close()


def with_a_suggestion(session: Session) -> Suggestion:
    """A deputy's suggestion that is still being written."""
    deputy = session.select(Deputy, "id IN (SELECT deputy_id FROM mandates WHERE status = 'active')", order="id")[0]
    made = Suggestion(
        raised_on=session.today,
        deputy_ids=(deputy.id,),
        title="关于加强村内路灯日常维护的建议",
        content="近两年多村反映路灯损坏后修复慢。建议落实管护经费和责任人。",
    )
    return raising.enter(session, made)


def one(session: Session, kind: type, where: str = "") -> Any:
    found = session.select(kind, where or "1", order="id LIMIT 1")
    if not found:
        pytest.skip(f"the sample station has no such {kind.__name__}")
    return found[0]


def rewritten(session: Session, kind: type, name: str, where: str, words: str) -> tuple[Any, Any]:
    """A record before and after it was edited."""
    before = one(session, kind, where)
    WAYS[kind].edit(session, before.id, {name: words})
    return before, session.get(kind, before.id)


@pytest.mark.clause("4.6.3")
@pytest.mark.parametrize("kind", WRITTEN)
def test_an_earlier_value_comes_back_with_a_line_in_the_log(clerk: Session, kind: type) -> None:
    name, where = WRITTEN[kind]
    before, after = rewritten(clerk, kind, name, where, "另外写的一句")
    newest = history(clerk, after)[0]
    assert [field.name for field in newest.fields] == [name]
    restored = restore(clerk, after, name, newest.line_id)
    assert getattr(restored, name) == getattr(before, name)
    assert replace(restored, **{name: getattr(after, name)}) == after
    written = history(clerk, restored)[0]
    assert [(field.name, field.before) for field in written.fields] == [(name, "另外写的一句")]


def test_every_kind_that_can_be_restored_is_tried_here_and_no_step_is(clerk: Session) -> None:
    assert {kind.__name__ for kind in WAYS} - {kind.__name__ for kind in WRITTEN} == {"DeputyGroup"}
    for kind in WAYS:
        names = {field.name for field in fields_of(kind)}
        open_ = {name for name in names if can_be_restored(clerk, one(clerk, kind), name)}
        assert not open_ & {"state", "voided_on", "void_reason", "retired_on", "number", "closed_on", "entered_by"}
    assert not can_be_restored(clerk, one(clerk, Opinion), "title")


def test_what_follows_from_an_activity_follows_when_its_earlier_value_comes_back(clerk: Session) -> None:
    where = "id IN (SELECT source_id FROM service_records WHERE source_table = 'activities' AND voided_on IS NULL)"
    before, after = rewritten(clerk, Activity, "title", where, "改了名字的活动")
    of_it = "source_table = 'activities' AND source_id = ? AND voided_on IS NULL"
    assert "改了名字的活动" in clerk.select(ServiceRecord, of_it, (before.id,))[0].title
    restore(clerk, after, "title", history(clerk, after)[0].line_id)
    assert before.title in clerk.select(ServiceRecord, of_it, (before.id,))[0].title


def test_the_rules_of_editing_hold(clerk: Session) -> None:
    person = one(clerk, Category)
    name = person.name
    WAYS[Category].edit(clerk, person.id, {"name": "改过的分类"})
    line = history(clerk, clerk.get(Category, person.id))[0].line_id
    with clerk.action("category.edit"):
        clerk.add(Category(name=name, parent_id=person.parent_id))
    with pytest.raises((InvalidRecord, RuleError)):
        restore(clerk, clerk.get(Category, person.id), "name", line)


def test_who_does_not_edit_such_records_puts_nothing_back(clerk: Session) -> None:
    _, after = rewritten(clerk, Deputy, "occupation", "", "教师")
    line = history(clerk, after)[0].line_id
    other = homes.sign_in_again(clerk, "wangxiuying", PASSWORD)
    may = other.may("deputy.edit")
    assert can_be_restored(other, after, "occupation") is may
    if not may:
        with pytest.raises(RuleError, match="不能在修改历史里恢复"):
            restore(other, after, "occupation", line)


def test_a_line_of_another_record_or_of_none_is_refused(clerk: Session) -> None:
    first, second = clerk.select(Deputy, order="id LIMIT 2")
    deputies.edit(clerk, first.id, school="县一中")
    line = history(clerk, clerk.get(Deputy, first.id))[0].line_id
    for wrong in (line, 999_999):
        with pytest.raises(RuleError, match="没有这一次修改"):
            restore(clerk, second, "school", wrong)


def test_what_stands_there_already_is_not_written_again(clerk: Session) -> None:
    before = one(clerk, Deputy)
    deputies.edit(clerk, before.id, degree="硕士")
    line = history(clerk, clerk.get(Deputy, before.id))[0].line_id
    deputies.edit(clerk, before.id, degree=before.degree)
    head = clerk.value("SELECT max(id) FROM audit_log")
    with pytest.raises(RuleError, match="现在就是这个值"):
        restore(clerk, clerk.get(Deputy, before.id), "degree", line)
    assert clerk.value("SELECT max(id) FROM audit_log") == head


def test_what_was_put_back_can_be_undone_like_any_other_change(clerk: Session) -> None:
    _, after = rewritten(clerk, Deputy, "pledge", "", "新写的承诺")
    restored = earlier_values.restore(clerk, after, "pledge", history(clerk, after)[0].line_id)
    deed = history(clerk, restored)[0].deed_id
    assert deed
    undoing.undo(clerk, deed)
    assert clerk.get(Deputy, after.id).pledge == "新写的承诺"
