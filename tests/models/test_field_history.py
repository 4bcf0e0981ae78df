"""Every change of every field can be read, with who wrote it and when (4.6.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import opinions, staff
from lianluozhan.models.field_history import FieldWords, history
from lianluozhan.models.opinions import Opinion, reclassifying
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from .conftest import Clock

SignIn = Callable[[Role], Session]


@pytest.mark.clause("4.6.3")
def test_each_change_stands_with_before_and_after_in_words_the_newest_first(sign_in: SignIn, clock: Clock) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    with officer.action("category.edit"):
        officer.add(Category(name="教育"))
    made = opinions.register(
        officer, Opinion(title="路灯", content="坏了", category_id=1, received_on=date(2026, 3, 5))
    )
    clock.forward(3)
    reclassifying.reclassify(sign_in(Role.VICE_HEAD), [made.id], category_id=2, is_key=True)
    newest, first = history(officer, officer.get(Opinion, made.id))
    assert (newest.who, newest.action, newest.at.date()) == ("刘桂兰", "改分类", date(2026, 3, 8))
    assert newest.fields == (FieldWords("分类", "交通出行", "教育"), FieldWords("重点", "否", "是"))
    assert first.is_first and not newest.is_first
    assert newest.deed_id is not None


def test_a_record_that_only_was_read_has_no_more_history(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    person = officer.select(Staff)[0]
    staff.edit_staff(officer, person.id, phone="13800000001")
    with officer.action("staff.edit"):
        officer.note("staff", person.id, {"seen": "yes"})
    newest, *_ = history(officer, officer.get(Staff, person.id))
    assert newest.fields == (FieldWords("联系电话", "空着", "138****0001"),)


@pytest.mark.clause("4.7.2")
def test_what_names_somebody_who_wants_secrecy_is_hidden_from_those_who_may_not_know(sign_in: SignIn) -> None:
    officer = sign_in(Role.LIAISON_OFFICER)
    form = Opinion(
        title="路灯", content="坏了", submitter_name="孙桂兰", received_on=date(2026, 3, 5), keeps_secret=True
    )
    made = opinions.register(officer, form)
    opinions.edit(officer, made.id, submitter_name="孙桂芳")
    said = [field for moment in history(sign_in(Role.ARCHIVIST), made) for field in moment.fields]
    assert "孙桂芳" not in str(said) and FieldWords("反映人", "要求保密", "要求保密") in said
    assert "孙桂芳" in str(history(officer, made))
