"""Every number of the station's rules is a setting with its default and source; changing one moves nothing that exists.

A value is stored as text, only once it was changed; the table of all settings is in `setting_table`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from .deadlines import Term, parse_term
from .errors import RuleError
from .fields import text
from .session import Session
from .setting_table import SETTINGS, Setting

__all__ = ["SETTINGS", "Setting", "SettingValue", "change", "days", "number", "reset", "term", "value"]


@dataclass(frozen=True, kw_only=True)
class SettingValue:
    """A value that differs, or once differed, from its default."""

    TABLE: ClassVar = "settings"

    id: int = 0
    key: str = text("参数", required=True, max_length=60)
    value: str = text("值", max_length=200)


def value(session: Session, key: str) -> str:
    """The value in force, as text; an unknown key is a bug (KeyError)."""
    default = SETTINGS[key].default
    found = session.value("SELECT value FROM settings WHERE key = ?", (key,))
    return default if found is None else str(found)


def term(session: Session, key: str) -> Term:
    """A length of time, such as 3 working days."""
    return parse_term(value(session, key))


def number(session: Session, key: str) -> int:
    return int(value(session, key))


def days(session: Session, key: str) -> tuple[int, ...]:
    """A list of days, largest first."""
    return tuple(sorted((int(part) for part in re.findall(r"\d+", value(session, key))), reverse=True))


def change(session: Session, key: str, new: str) -> None:
    """Set a value, after checking it; time limits that are already running keep their dates."""
    setting = SETTINGS[key]
    new = _checked(setting, new.strip())
    with session.action("setting.change"):
        _store(session, key, new)


def reset(session: Session, key: str) -> None:
    """Back to the default."""
    with session.action("setting.change"):
        _store(session, key, SETTINGS[key].default)


def _store(session: Session, key: str, new: str) -> None:
    found = session.select(SettingValue, "key = ?", (key,))
    if found:
        session.change(found[0], value=new)
    else:
        session.add(SettingValue(key=key, value=new))


def _checked(setting: Setting, new: str) -> str:
    match setting.kind:
        case "term":
            parsed = parse_term(new)
            _check_range(setting, parsed.amount)
            return str(parsed)
        case "number":
            if not new.isdecimal():
                raise RuleError(f"“{setting.label}”要填一个整数。")
            _check_range(setting, int(new))
            return str(int(new))
        case "choice":
            if new not in setting.allowed:
                raise RuleError(f"“{setting.label}”只能选：{'、'.join(setting.allowed)}。")
        case "days":
            if not re.fullmatch(r"\d{1,2}([、,，\s]+\d{1,2})*", new):
                raise RuleError(f"“{setting.label}”要填天数，几个之间用顿号隔开，例如：5、1。")
        case _:
            if not new:
                raise RuleError(f"请填写“{setting.label}”。")
    return new


def _check_range(setting: Setting, amount: int) -> None:
    if not setting.lowest <= amount <= setting.highest:
        raise RuleError(f"“{setting.label}”应在 {setting.lowest} 到 {setting.highest} 之间。依据：{setting.source}。")
