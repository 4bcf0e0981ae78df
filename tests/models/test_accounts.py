"""Accounts: who may open one, change it, close it; passwords changed, reset and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lianluozhan.models import accounts, homes
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import Home
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from tests.keeping import CODE, PASSWORD, copied_home, enter, noon

NEW = "Xinmima#2026"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied_home(tmp_path / "home")


@pytest.fixture
def administrator(home: Home) -> Iterator[Session]:
    session = enter(home, "li")
    yield session
    session.close()


def somebody(session: Session) -> int:
    with session.action("staff.edit"):
        return session.add(Staff(name="赵明山")).id


def test_a_new_account_signs_in_with_its_roles(home: Home, administrator: Session) -> None:
    accounts.add(administrator, somebody(administrator), "zhao", (Role.ARCHIVIST,), PASSWORD)
    session = homes.sign_in_again(administrator, "zhao", PASSWORD)
    assert (session.staff.name, session.roles) == ("赵明山", frozenset({Role.ARCHIVIST}))


def test_an_account_name_is_used_once(administrator: Session) -> None:
    with pytest.raises(RuleError, match="已经用过"):
        accounts.add(administrator, somebody(administrator), "zhou", (Role.ARCHIVIST,), PASSWORD)
    with pytest.raises(RuleError, match="已经有账号"):
        accounts.add(administrator, 1, "wang2", (Role.ARCHIVIST,), PASSWORD)
    assert len(accounts.accounts(administrator)) == 3


def test_only_the_administrator_opens_accounts(home: Home) -> None:
    session = enter(home, "zhou")
    with pytest.raises(RuleError, match="由系统管理员办理"):
        accounts.add(session, 1, "zhao", (Role.HEAD,), PASSWORD)
    session.close()


def test_nobody_changes_or_closes_his_own_account(administrator: Session) -> None:
    mine = accounts.of_session(administrator).id
    with pytest.raises(RuleError, match="自己的岗位"):
        accounts.edit(administrator, mine, (Role.HEAD,))
    with pytest.raises(RuleError, match="自己的账号"):
        accounts.retire(administrator, mine)


def test_the_auditor_holds_no_other_role(administrator: Session) -> None:
    with pytest.raises(RuleError, match="审计员"):
        accounts.edit(administrator, 1, (Role.HEAD, Role.AUDITOR))


def test_a_closed_account_opens_nothing(home: Home, administrator: Session) -> None:
    zhou = accounts.accounts(administrator)[2]
    accounts.retire(administrator, zhou.id)
    assert [user["name"] for user in home.users()] == ["wang", "li"]
    with pytest.raises(RuleError):
        homes.sign_in_again(administrator, "zhou", PASSWORD)
    with pytest.raises(RuleError, match="已经停用"):
        accounts.retire(administrator, zhou.id)


def test_one_administrator_stays(administrator: Session) -> None:
    accounts.edit(administrator, 1, (Role.HEAD, Role.ADMINISTRATOR))
    head = homes.sign_in_again(administrator, "wang", PASSWORD)
    accounts.retire(head, 2)
    assert Role.ADMINISTRATOR in accounts.of_session(head).roles


def test_ones_own_password_is_changed_with_the_old_one(home: Home, administrator: Session) -> None:
    with pytest.raises(RuleError, match="原密码不对"):
        accounts.change_password(administrator, "Wrong#Wrong1", NEW)
    with pytest.raises(RuleError, match="相同"):
        accounts.change_password(administrator, PASSWORD, PASSWORD)
    accounts.change_password(administrator, PASSWORD, NEW)
    homes.sign_in_again(administrator, "li", NEW)


def test_a_forgotten_password_is_reset_and_logged(home: Home, administrator: Session) -> None:
    accounts.reset_password(administrator, 3, NEW)
    assert homes.sign_in_again(administrator, "zhou", NEW).staff.name == "周长福"
    line = administrator.value("SELECT changes FROM audit_log WHERE action = 'account.reset_password'")
    assert NEW not in line


def test_nobody_resets_his_own_password_without_the_old_one(administrator: Session) -> None:
    with pytest.raises(RuleError, match="要先输原密码"):
        accounts.reset_password(administrator, accounts.of_session(administrator).id, NEW)
    assert administrator.keyring.matches("li", PASSWORD)


def test_guessing_the_old_password_counts_as_at_sign_in(administrator: Session) -> None:
    for _ in range(5):
        with pytest.raises(RuleError):
            accounts.change_password(administrator, "Wrong#Wrong1", NEW)
    with pytest.raises(RuleError, match="请等 1 分钟"):
        accounts.change_password(administrator, PASSWORD, NEW)


def test_a_new_paper_code_makes_the_old_paper_worthless(home: Home, administrator: Session) -> None:
    other = CODE.replace("A", "Z")
    accounts.renew_recovery_code(administrator, other)
    administrator.close()
    with pytest.raises(RuleError, match="恢复码不对"):
        homes.recover(home, CODE, "li", NEW, now=noon)
    homes.recover(home, other, "li", NEW, now=noon).close()
