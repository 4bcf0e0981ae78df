"""Telephone and identity numbers as they are typed: written one way, and gently doubted when they look odd.

Nothing here refuses: an office has short numbers, and people have foreign ones. A doubt is a list of sentences that
say the same, the fullest first, so that a narrow field can show a short one.
"""

from __future__ import annotations

import re
from datetime import date

_WIDE = str.maketrans("０１２３４５６７８９（）－—–＋　／，；Ｘｘ", "0123456789()---+ /,;Xx")
_BETWEEN = re.compile(r"[、,;/]|或|和")
_EXTENSION = re.compile(r"(?:转|分机)\s*\d{1,5}")
_MARKS = re.compile(r"[\s()\-.]")
_ABROAD = re.compile(r"^(?:\+|00)86|^86(?=1[3-9]\d{9}$)")
_RIGHT = re.compile(
    r"1[3-9]\d{9}"  # mobile
    r"|0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?:\d{1,5})?"  # land line with its area, an extension behind
    r"|[2-9]\d{6,7}"  # land line of the place
    r"|[48]00\d{7}|1[0-2]\d|9\d{4,7}|1[12]\d{3}|\d{5,6}"  # service numbers, short numbers of a group
)
_IDENTITY = re.compile(r"(?<![\dXx])([1-9]\d{5}[\s-]?\d{8}[\s-]?\d{3}[\dXx])(?![\dXx])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURE = "；确认无误可以不管"


def plain_figures(text: str) -> str:
    """The same text with the figures and marks of an English keyboard; as long as before."""
    return text.translate(_WIDE)


def phone_doubt(text: str) -> list[str]:
    """What looks odd about a telephone number; empty when nothing does."""
    text = plain_figures(text)
    if found := identity_doubt(text):
        return found
    for part in _BETWEEN.split(_EXTENSION.sub("", text)):
        if _is_usual(part) or all(map(_is_usual, part.split())):
            continue
        figures = _figures(part)
        count = f"{len(figures)} 位"
        if len(figures) == 11 and figures[0] == "1":
            return [f"手机号没有 {figures[:3]} 开头的{_SURE}", f"没有 {figures[:3]} 开头的手机号", "不像手机号"]
        if figures[0] == "1" and len(figures) > 6:
            return [f"这个号码是 {count}，手机号是 11 位{_SURE}", f"{count}，手机号是 11 位", "应是 11 位"]
        return [f"这个号码是 {count}，不像手机号或座机号{_SURE}", f"{count}，不像电话号码", "不像电话号"]
    return []


def _figures(part: str) -> str:
    return re.sub(r"\D", "", _ABROAD.sub("", _MARKS.sub("", part)))


def _is_usual(part: str) -> bool:
    figures = _figures(part)
    return not figures or "*" in part or _RIGHT.fullmatch(figures) is not None


def identity_doubt(text: str) -> list[str]:
    """Said when an identity number stands in a text that need not have one."""
    if any(is_identity(re.sub(r"[\s-]", "", found)) for found in _IDENTITY.findall(plain_figures(text))):
        return ["这里有一个身份证号。身份证号不用登记，请删去", "身份证号不用登记，请删去", "身份证号不用登记"]
    return []


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a day of birth that can be, and the right last character."""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, number, strict=False)) % 11
    return 1900 <= born.year < 2100 and "10X98765432"[rest] == number[17].upper()
