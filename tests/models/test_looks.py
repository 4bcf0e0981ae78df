"""表样: the newest look counts, its history stays, the form as it came is one step away; templates likewise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import looks
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.printing.document import texts

from .conftest import Clock

SignIn = Callable[[Role], Session]


@pytest.fixture
def head(sign_in: SignIn) -> Session:
    return sign_in(Role.HEAD)


def test_a_form_looks_as_it_came_until_somebody_changes_it(head: Session) -> None:
    assert looks.look_of(head, "F10") is None
    looks.change(head, "F10", title="群众意见登记表", labels={"反映人": "来访人"})
    shown = texts(sheets.blank(head, "F10"))
    assert "群众意见登记表" in shown and "来访人" in shown
    assert "社情民意登记表" not in shown


def test_the_newest_look_counts_and_says_who_changed_it_when(head: Session, sign_in: SignIn, clock: Clock) -> None:
    looks.change(head, "F10", title="群众意见登记表")
    clock.forward(1)
    looks.change(sign_in(Role.ADMINISTRATOR), "F10", title="来信来访登记表", signatures={"站长签字": "主任签字"})
    newest = looks.look_of(head, "F10")
    assert newest is not None and newest.title == "来信来访登记表"
    assert (newest.changed_on, newest.changed_by) == (date(2026, 3, 6), sign_in(Role.ADMINISTRATOR).staff.id)
    assert [look.title for look in looks.history(head, "F10")] == ["来信来访登记表", "群众意见登记表"]


def test_back_to_the_form_as_it_came_by_one_button(head: Session) -> None:
    looks.change(head, "F19", hidden_columns=["备注", "渠道"])
    assert "渠道" not in texts(sheets.blank(head, "F19"))
    looks.reset(head, "F19")
    assert looks.look_of(head, "F19") is None
    assert "渠道" in texts(sheets.blank(head, "F19"))
    assert len(looks.history(head, "F19")) == 1
    with pytest.raises(RuleError, match="自带的表样"):
        looks.reset(head, "F19")


def test_what_says_the_same_as_before_is_not_kept(head: Session) -> None:
    made = looks.change(head, "F10", labels={"反映人": "来访人", "事由": "事由", "诉求": "  "})
    assert looks.pairs(made.labels) == {"反映人": "来访人"}
    with pytest.raises(RuleError, match="没有改动"):
        looks.change(head, "F10", labels={"反映人": "来访人"})
    with pytest.raises(RuleError, match="和自带的一样"):
        looks.change(head, "F11")


def test_a_signature_line_may_be_taken_away_a_label_may_not(head: Session) -> None:
    made = looks.change(head, "F10", signatures={"副站长签字": "", "站长签字": "主任签字"}, labels={"诉求": ""})
    assert looks.pairs(made.signatures) == {"副站长签字": "", "站长签字": "主任签字"}
    assert made.labels == ""


def test_words_that_no_cell_can_hold_are_refused(head: Session) -> None:
    with pytest.raises(InvalidRecord) as refused:
        looks.change(head, "F10", labels={"反映人": "长" * 25})
    assert "最多 24 个" in str(refused.value)
    with pytest.raises(InvalidRecord):
        looks.change(head, "F10", title="机密★登记表")
    assert looks.look_of(head, "F10") is None


def test_only_who_keeps_the_station_in_order_changes_its_forms(sign_in: SignIn) -> None:
    with pytest.raises(RuleError, match="没有这项权限"):
        looks.change(sign_in(Role.VICE_HEAD), "F10", title="群众意见登记表")


def test_a_template_is_kept_as_it_was_given_and_can_be_saved_out(head: Session, tmp_path: Path) -> None:
    looks.accept_template(head, "F122", "通知模板.docx", b"PK first")
    newer = looks.accept_template(head, "F122", "新通知模板.docx", b"PK second")
    found = looks.template_of(head, "F122")
    assert found is not None and found.id == newer.id
    assert looks.template_content(head, found) == b"PK second"
    assert [(t.name, t.retired_on) for t in looks.templates(head, "F122")] == [
        ("新通知模板.docx", None),
        ("通知模板.docx", date(2026, 3, 5)),
    ]
    looks.save_template(head, "F122", tmp_path / "改.docx")
    assert (tmp_path / "改.docx").read_bytes() == b"PK second"


def test_a_template_is_taken_back_but_not_lost(head: Session, sign_in: SignIn) -> None:
    looks.accept_template(head, "F122", "通知模板.docx", b"PK first")
    looks.retire_template(sign_in(Role.LIAISON_OFFICER), "F122")
    assert looks.template_of(head, "F122") is None
    [kept] = looks.templates(head, "F122")
    assert looks.template_content(head, kept) == b"PK first"
    with pytest.raises(RuleError, match="没有用自己的模板"):
        looks.retire_template(head, "F122")
    with pytest.raises(RuleError, match="没有用自己的模板"):
        looks.save_template(head, "F122", Path("nowhere.docx"))
