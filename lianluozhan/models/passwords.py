"""What a password must be, and the codes that are given out on paper."""

from __future__ import annotations

import base64
import secrets

from .errors import RuleError


def new_recovery_code() -> str:
    """32 characters of base32 in eight groups of four: 160 bits."""
    text = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(text[at : at + 4] for at in range(0, 32, 4))


def new_once_code() -> str:
    """12 characters of base32 in three groups of four, 60 bits: good for one sign-in after 更换数据密钥."""
    text = base64.b32encode(secrets.token_bytes(8)).decode()
    return "-".join(text[at : at + 4] for at in range(0, 12, 4))


def plain_code(code: str) -> str:
    """A recovery code as typed back: blanks, dashes and letter case do not count, 0/1/8 are read as O/I/B."""
    text = "".join(c for c in code.upper() if c.isalnum())
    return text.translate(str.maketrans("018", "OIB"))


def check_password(password: str, user: str = "") -> None:
    """The rules for a password: ten characters or more, three of four kinds, not the name."""
    kinds = sum(any(test(c) for c in password) for test in (str.islower, str.isupper, str.isdigit))
    kinds += any(not c.isalnum() for c in password)
    if len(password) < 10:
        raise RuleError("密码至少要 10 个字符。可以用一句好记的话的拼音，加上数字和符号。")
    if kinds < 3:
        raise RuleError("密码要包含大写字母、小写字母、数字、符号中的三种。请再加一种。")
    if user and user in password:
        raise RuleError("密码里不能包含自己的账号名。请换一个。")
