"""Who may do what: the one table. The name of an action is the name of its permission (2.2, 5.1.3)."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import RuleError
from .fields import Choice


class Role(Choice):
    """What a person may do at this station; one person may hold several."""

    HEAD = "head", "站长"
    VICE_HEAD = "vice_head", "副站长"
    LIAISON_OFFICER = "liaison_officer", "联络员"
    ARCHIVIST = "archivist", "档案员"
    FUND_CLERK = "fund_clerk", "经费经办"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


_CLERK = frozenset({Role.LIAISON_OFFICER})
_OFFICE = frozenset({Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD})
_LEADERS = frozenset({Role.VICE_HEAD, Role.HEAD})
_HEAD = frozenset({Role.HEAD})
_VICE = frozenset({Role.VICE_HEAD})
_ADMIN = frozenset({Role.ADMINISTRATOR})
_PEOPLE = frozenset({Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD, Role.ADMINISTRATOR})
_KEEPERS = frozenset({Role.LIAISON_OFFICER, Role.ADMINISTRATOR, Role.HEAD})
_EVERYBODY = frozenset(Role)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "opinion.read": _OFFICE | {Role.ARCHIVIST},
    "opinion.unmask": _OFFICE,
    "opinion.register": _CLERK,
    "opinion.edit": _CLERK,
    "opinion.submit": _CLERK,
    "opinion.answer_on_spot": _CLERK,
    "opinion.review": _VICE,
    "opinion.approve": _HEAD,
    "opinion.send_back": _LEADERS,
    "opinion.record_signed": _CLERK,
    "opinion.withdraw": _CLERK,
    "opinion.dispatch": _CLERK,
    "opinion.handle_self": _CLERK,
    "opinion.receive": _CLERK,
    "opinion.reply": _CLERK,
    "opinion.inform": _CLERK,
    "opinion.evaluate": _CLERK,
    "opinion.decide": _HEAD,
    "opinion.close": _CLERK,
    "opinion.void": _OFFICE,
    "opinion.restore": _OFFICE,
    "opinion.import": _CLERK,
    "opinion.take_back_import": _CLERK,
    "attachment.add": _OFFICE,
    "attachment.void": _OFFICE,
    "attachment.read": _OFFICE | {Role.ARCHIVIST},
    "print.form": _OFFICE | {Role.ARCHIVIST},
    "station.set_up": _EVERYBODY,
    "station.edit": _KEEPERS,
    "staff.edit": _PEOPLE,
    "account.add": _ADMIN,
    "account.edit": _ADMIN,
    "account.retire": _ADMIN,
    "account.reset_password": _ADMIN,
    "account.new_code": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    "account.password": _EVERYBODY,
    "account.recover": _EVERYBODY,
    "deputy.edit": _PEOPLE,
    "handling_body.edit": _PEOPLE,
    "village.edit": _PEOPLE,
    "category.edit": _PEOPLE,
    "setting.change": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    "calendar.change": _KEEPERS,
    "backup.make": _KEEPERS,
    "backup.restore": frozenset({Role.HEAD, Role.ADMINISTRATOR}),
    "audit.read": frozenset({Role.AUDITOR, Role.HEAD}),
    "account.sign_in": _EVERYBODY,
    "account.sign_out": _EVERYBODY,
    "check.run": _EVERYBODY,
}


def may(roles: Iterable[Role], action: str) -> bool:
    """Whether one of `roles` may take `action`; an unknown action is a bug (KeyError)."""
    return not PERMISSIONS[action].isdisjoint(roles)


def who_may(action: str) -> str:
    """The roles that may take `action`, in words."""
    allowed = PERMISSIONS[action]
    return "、".join(role.label for role in Role if role in allowed)


def require(roles: Iterable[Role], action: str) -> None:
    """Refuse an action that no role of the person allows."""
    if not may(roles, action):
        raise RuleError(f"这一步由{who_may(action)}办理，您的账号没有这项权限。请切换到相应的账号。")


def check_combination(roles: Iterable[Role]) -> None:
    """The auditor is never also administrator, and does no work of the office."""
    held = frozenset(roles)
    if not held:
        raise RuleError("请至少选一个岗位。")
    if Role.AUDITOR in held and len(held) > 1:
        raise RuleError("审计员只查看操作日志，不能兼任别的岗位。请另选一个人担任审计员。")
