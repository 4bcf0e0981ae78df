"""Sign-in accounts: who may open the program, in which roles.

The keyring is no part of the transaction. A way in is made before the commit; it is changed or taken away after it, by
two renames of what was written before: nobody is left out, and no password is changed that the log does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .errors import InvalidRecord, RuleError
from .fields import choices, day, reference, text
from .keyring import Cost, Keyring, check_password, plain_code, written_beside
from .permissions import Role, check_combination
from .session import Session
from .staff import Staff


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of one member of the staff; its password lives only in the keyring."""

    TABLE: ClassVar = "accounts"

    id: int = 0
    staff_id: int | None = reference("工作人员", "staff", required=True)
    user_name: str = text("账号名", required=True, max_length=30)
    roles: tuple[Role, ...] = choices("岗位", Role, required=True)
    retired_on: date | None = day("停用日期")


def accounts(session: Session) -> list[Account]:
    """All accounts, those in use first."""
    return session.select(Account, order="retired_on IS NOT NULL, id")


def add(
    session: Session, staff_id: int, user_name: str, roles: tuple[Role, ...], password: str, *, cost: Cost | None = None
) -> Account:
    """Let a member of the staff in; the password goes to the keyring only."""
    check_user_name(user_name)
    check_combination(roles)
    check_password(password, user_name)
    with session.action("account.add"):
        staff = session.get(Staff, staff_id)
        if session.select(Account, "user_name = ?", (user_name,)):
            raise RuleError(f"账号名“{user_name}”已经用过。请换一个，停用的账号名也不再用。")
        if session.select(Account, "staff_id = ? AND retired_on IS NULL", (staff.id,)):
            raise RuleError(f"{staff.name}已经有账号。要改岗位请修改那个账号。")
        account = session.add(Account(staff_id=staff.id, user_name=user_name, roles=roles))
        session.keyring.add(user_name, password, session.keyring.data_key, shown=staff.name, cost=cost)
        return account


def edit(session: Session, account_id: int, roles: tuple[Role, ...]) -> Account:
    """Give an account other roles; nobody changes his own."""
    check_combination(roles)
    with session.action("account.edit"):
        account = _of_another(session, account_id, "不能改自己的岗位，请另一位系统管理员来改。")
        if Role.ADMINISTRATOR in account.roles and Role.ADMINISTRATOR not in roles:
            _check_administrator_left(session, account)
        return session.change(account, roles=roles)


def retire(session: Session, account_id: int) -> Account:
    """Close an account for good; its past stays in the log."""
    with session.action("account.retire"):
        account = _of_another(session, account_id, "不能停用自己的账号，请另一位系统管理员来办。")
        if account.retired_on:
            raise RuleError("这个账号已经停用。")
        _check_administrator_left(session, account)
        retired = session.change(account, retired_on=session.today)
        _change_ways_in(session, lambda keyring: keyring.remove(account.user_name))
        return retired


def change_password(session: Session, old: str, new: str, *, cost: Cost | None = None) -> None:
    """One's own password, proven by the old one."""
    account = of_session(session)
    check_password(new, account.user_name)
    if old == new:
        raise InvalidRecord({"new": "新密码与原密码相同。请换一个。"})
    try:
        session.keyring.confirm(account.user_name, old, session.now())
    except RuleError as refusal:
        raise InvalidRecord({"old": str(refusal).replace("密码不对", "原密码不对", 1)}) from None
    with session.action("account.password"):
        session.note("accounts", account.id, {"password": "changed"})
        _change_ways_in(session, lambda keyring: keyring.add(account.user_name, new, keyring.data_key, cost=cost))


def reset_password(session: Session, account_id: int, new: str, *, cost: Cost | None = None) -> None:
    """A new password for somebody who forgot his; the administrator hands it over."""
    with session.action("account.reset_password"):
        account = _of_another(session, account_id, "自己的密码不在这里重设，请用“修改我的密码”，要先输原密码。")
        if account.retired_on:
            raise RuleError("这个账号已经停用，不能重设密码。")
        check_password(new, account.user_name)
        session.note("accounts", account.id, {"password": "reset"})
        _change_ways_in(session, lambda keyring: keyring.add(account.user_name, new, keyring.data_key, cost=cost))


def renew_recovery_code(session: Session, code: str, *, cost: Cost | None = None) -> None:
    """Make a new paper code valid; the old paper opens nothing any more."""
    if len(plain_code(code)) != 32:
        raise RuleError("恢复码应为 32 个字符。请用程序给出的恢复码。")
    with session.action("account.new_code"):
        session.note("accounts", of_session(session).id, {"recovery_code": "renewed"})
        _change_ways_in(session, lambda keyring: keyring.set_recovery(code, keyring.data_key, cost=cost))


def _change_ways_in(session: Session, change: Callable[[Keyring], None]) -> None:
    """Inside an action: what the disk refuses is refused now, and the keyring is another one once the log says so."""
    session.after_commit(written_beside(session.keyring, change))


def password_age(session: Session) -> int | None:
    """For how many days one's own password has been in use, by the log; None when the log does not say."""
    account = of_session(session)
    at = session.value(
        "SELECT max(at) FROM audit_log WHERE table_name = 'accounts' AND record_id = ?"
        " AND action IN ('account.password', 'account.reset_password', 'account.recover', 'account.add',"
        " 'station.set_up')",
        (account.id,),
    )
    return (session.today - datetime.fromisoformat(at).date()).days if at else None


def of_session(session: Session) -> Account:
    """The account of the person signed in."""
    found = session.select(Account, "staff_id = ? AND retired_on IS NULL", (session.staff.id,))
    if not found:
        raise RuleError("您的账号已停用。请用别的账号登录。")
    return found[0]


def check_user_name(name: str) -> None:
    """An account name is one word of letters, digits or Chinese."""
    if not name or len(name) > 30 or not all(c.isalnum() or c in "._-" for c in name):
        raise RuleError("账号名用字母、数字或汉字，不留空格，最多 30 个字。")


def _of_another(session: Session, account_id: int, refusal: str) -> Account:
    account = session.get(Account, account_id)
    if account.staff_id == session.staff.id:
        raise RuleError(refusal)
    return account


def _check_administrator_left(session: Session, without: Account) -> None:
    if not any(
        Role.ADMINISTRATOR in account.roles and not account.retired_on and account.id != without.id
        for account in session.select(Account)
    ):
        raise RuleError("至少要有一位系统管理员。请先给另一个账号加上这个岗位。")
