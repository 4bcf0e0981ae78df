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

__all__ = [
    "SETTINGS",
    "Setting",
    "SettingValue",
    "allowed_words",
    "change",
    "days",
    "is_default",
    "number",
    "reset",
    "term",
    "ticked",
    "value",
]
_ROUGH_DAYS = {"日": 1, "工": 1, "月": 30}


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


def ticked(session: Session, key: str) -> bool:
    return value(session, key) == "是"


def days(session: Session, key: str) -> tuple[int, ...]:
    """A list of days, largest first."""
    return tuple(sorted((int(part) for part in re.findall(r"\d+", value(session, key))), reverse=True))


def change(session: Session, key: str, new: str) -> None:
    """Set a value, after checking it; time limits that are already running keep their dates."""
    setting = SETTINGS[key]
    with session.action("setting.change"):
        _store(session, key, _checked(setting, new.strip()))


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


def is_default(session: Session, key: str) -> bool:
    return value(session, key) == SETTINGS[key].default


def allowed_words(setting: Setting) -> str:
    """What may be entered, in words, for the row of the setting."""
    match setting.kind:
        case "term":
            unit = parse_term(setting.default).unit
            low, high = Term(setting.lowest, unit).words, Term(setting.highest, unit).words
            return f"只能是 {high}" if setting.lowest == setting.highest else f"{low}到 {high}"
        case "number":
            same = setting.lowest == setting.highest
            return f"只能是 {setting.highest}" if same else f"{setting.lowest} 到 {setting.highest}"
        case "choice" | "tick":
            return "、".join(setting.allowed)
        case "days":
            return "天数，几个之间用顿号隔开，例如：5、1"
    return "文字"


def _checked(setting: Setting, new: str) -> str:
    match setting.kind:
        case "term":
            return str(_checked_term(setting, parse_term(new)))
        case "number":
            if not new.isdecimal() or len(new) > 9:
                raise RuleError(f"“{setting.label}”要填一个整数，{allowed_words(setting)}。")
            if not setting.lowest <= int(new) <= setting.highest:
                raise _out_of_range(setting)
            return str(int(new))
        case "choice" | "tick":
            if new not in setting.allowed:
                raise RuleError(f"“{setting.label}”只能选：{allowed_words(setting)}。")
        case "days":
            if not re.fullmatch(r"[0-9]{1,2}([、,，\s]+[0-9]{1,2})*", new):
                raise RuleError(f"“{setting.label}”要填{allowed_words(setting)}。")
            numbers = sorted({int(part) for part in re.findall("[0-9]+", new)}, reverse=True)
            return "、".join(map(str, numbers))
        case _:
            if not new:
                raise RuleError(f"请填写“{setting.label}”。")
    return new


def _checked_term(setting: Setting, wanted: Term) -> Term:
    """The range is in the unit of the default; a month counts 30 days for the comparison."""
    if wanted.unit not in setting.allowed:
        units = "、".join(Term(0, unit).words.split(maxsplit=1)[1] for unit in setting.allowed)
        raise RuleError(f"“{setting.label}”的单位只能用{units}。")
    scale = _ROUGH_DAYS[parse_term(setting.default).unit]
    if not setting.lowest * scale <= wanted.amount * _ROUGH_DAYS[wanted.unit] <= setting.highest * scale:
        raise _out_of_range(setting)
    return wanted


def _out_of_range(setting: Setting) -> RuleError:
    words = allowed_words(setting)
    if not words.startswith("只能"):
        words = f"应在 {words}{' ' if words[-1].isdecimal() else ''}之间"
    return RuleError(f"“{setting.label}”{words}。依据：{setting.source}。")
