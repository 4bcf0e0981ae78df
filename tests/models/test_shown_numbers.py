"""Identity numbers are hidden until somebody asks for one, which the log keeps."""

from __future__ import annotations

import pytest

from lianluozhan.models import shown_numbers
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role

NUMBER = "11010519491231002X"


@pytest.mark.clause("4.7.2")
def test_whoever_asks_sees_the_number_for_a_while_and_the_log_keeps_it(sign_in, clock):
    clerk, head = sign_in(Role.LIAISON_OFFICER), sign_in(Role.HEAD)
    assert shown_numbers.in_sight(clerk, "staff", 1, NUMBER) == "110105********002X"
    shown_numbers.ask_for(clerk, "staff", 1)
    assert shown_numbers.in_sight(clerk, "staff", 1, NUMBER) == NUMBER
    assert not shown_numbers.is_shown(head, "staff", 1) and not shown_numbers.is_shown(clerk, "staff", 2)
    logged = clerk.rows("SELECT staff_id, table_name, record_id FROM audit_log WHERE action = 'deputy.unmask'")
    assert logged == [(clerk.staff.id, "staff", 1)]
    clock.at += shown_numbers.SHOWN_FOR * 1.1
    assert not shown_numbers.is_shown(clerk, "staff", 1)


def test_the_archivist_may_not_see_it(sign_in):
    with pytest.raises(RuleError):
        shown_numbers.ask_for(sign_in(Role.ARCHIVIST), "staff", 1)
