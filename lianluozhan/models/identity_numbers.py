"""Identity numbers of deputies and staff: written one way, hidden in the middle, gently doubted; nothing refuses."""

from __future__ import annotations

import re
from datetime import date

from .phones import is_identity, plain_figures
from .staff import Sex

LENGTH = 18
_NUMBER = re.compile(r"(?<!\d)[1-9](?:[\s-]?\d){16}[\s-]?[\dXx](?![\dXx])")


def plain_identity(text: str) -> str:
    """The number without blanks and hyphens, the last letter large."""
    return re.sub(r"[\s\-]", "", plain_figures(text)).upper()


def holds_identity(text: str) -> bool:
    """Whether a whole identity number stands somewhere in a text, also with blanks or hyphens in it."""
    return any(is_identity(plain_identity(found[0])) for found in _NUMBER.finditer(plain_figures(text)))


def masked_identity(number: str) -> str:
    """430121********1234: district and last four stay, the day of birth does not."""
    if len(number) < 10:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def born_of(number: str) -> date | None:
    """The day of birth that a right number has in it."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if is_identity(number) else None


def sex_of(number: str) -> Sex | None:
    """The sex that a right number has in it."""
    if not is_identity(number):
        return None
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def number_doubts(text: str, born_on: date | None = None, sex: Sex | None = None) -> list[str]:
    """What does not fit, one sentence each; empty when nothing does. Month of birth is enough to fit."""
    number = plain_identity(text)
    if not number:
        return []
    if len(number) != LENGTH:
        return [f"身份证号应是 {LENGTH} 位，现在是 {len(number)} 位，请核对。"]
    if not is_identity(number):
        return ["身份证号的出生日期或最后一位对不上，请核对证件。"]
    found, doubts = born_of(number), []
    if born_on and found and (found.year, found.month) != (born_on.year, born_on.month):
        doubts.append(f"身份证号里的出生年月是 {found.year}年{found.month}月，和填的不一样，请核对。")
    if sex and sex is not sex_of(number):
        doubts.append("身份证号里的性别和填的不一样，请核对。")
    return doubts
