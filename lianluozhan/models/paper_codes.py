"""纸号: eight characters on a printed sheet that name its form and its record, so that the paper finds it again.

Six characters carry form and record, mixed so that neighbours look unlike; two are check characters over GF(32) that
find any one or two wrong characters. Letters that look like figures are not used (Crockford's base 32).
"""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_FORM_BITS, _ID_BITS = 7, 23
_HALF = 15
_LOW = (1 << _HALF) - 1
_ROUNDS = ((0x5A35, 0x1C2B), (0x2F6D, 0x71E3), (0x6B4F, 0x0D97), (0x39A1, 0x5E4D))
_FORGIVEN = str.maketrans("OIL", "011")
_FORM = re.compile(r"F(\d{1,3})")


def _powers() -> tuple[int, ...]:
    """The powers of a generator of GF(32), by x⁵ + x² + 1."""
    found = [1]
    for _ in range(30):
        value = found[-1] << 1
        found.append(value ^ 0b100101 if value & 32 else value)
    return tuple(found)


_POWERS = _powers()
_LOGS = {value: power for power, value in enumerate(_POWERS)}


def code_of(form: str, record_id: int) -> str:
    """The 纸号 of a form of a record, such as 7K4M-2PX9; empty when there is none for such a form or record."""
    found = _FORM.fullmatch(form.upper())
    number = int(found[1]) if found else 0
    if not 0 < number < 1 << _FORM_BITS or not 0 < record_id < 1 << _ID_BITS:
        return ""
    mixed = _mix(number << _ID_BITS | record_id)
    data = [mixed >> shift & 31 for shift in range(25, -1, -5)]
    characters = "".join(ALPHABET[value] for value in (*data, *_checks(data)))
    return f"{characters[:4]}-{characters[4:]}"


def read_code(text: str) -> tuple[str, int] | None:
    """The form and the record that a 纸号 names, however it was typed; None when it is none or has a mistake."""
    plain = re.sub(r"[\s\-‐‑–—_.·]", "", unicodedata.normalize("NFKC", text).upper()).translate(_FORGIVEN)
    if len(plain) != LENGTH or any(character not in ALPHABET for character in plain):
        return None
    *data, first, second = (ALPHABET.index(character) for character in plain)
    if (first, second) != _checks(data):
        return None
    mixed = 0
    for value in data:
        mixed = mixed << 5 | value
    whole = _unmix(mixed)
    number, record_id = whole >> _ID_BITS, whole & (1 << _ID_BITS) - 1
    return (f"F{number:02d}", record_id) if number and record_id else None


def _checks(data: list[int]) -> tuple[int, int]:
    """Two sums of the characters, the second weighted by place; not from nothing, so 00000000 is no code."""
    plain, weighted = 21, 10
    for place, value in enumerate(data, 1):
        plain ^= value
        weighted ^= _POWERS[(_LOGS[value] + place) % 31] if value else 0
    return plain, weighted


def _mix(value: int) -> int:
    """A fixed permutation of thirty bits."""
    left, right = value >> _HALF, value & _LOW
    for key in _ROUNDS:
        left, right = right, left ^ _stir(right, key)
    return left << _HALF | right


def _unmix(value: int) -> int:
    left, right = value >> _HALF, value & _LOW
    for key in reversed(_ROUNDS):
        left, right = right ^ _stir(left, key), left
    return left << _HALF | right


def _stir(half: int, key: tuple[int, int]) -> int:
    stirred = half * key[0] + key[1]
    return (stirred ^ stirred >> 13) & _LOW
