"""Text from people: what may be stored, and what is taken out of text that comes from files."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SPACES = re.compile(" {2,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKING = re.compile(
    r"(?:绝\s*密|机\s*密|秘\s*密)\s*(?:[★☆]|[(（]?\s*\d+\s*(?:年|个月)|长期)|[★☆]\s*\d+\s*(?:年|个月)|★"
)
_HEAD_MARKING = re.compile(r"^\s*[【\[（(]?\s*(?:绝密|机密|秘密)\s*[】\])）]?\s*(?:[：:]|$)", re.MULTILINE)


_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ue000-\uf8ff\U000f0000-\U0010fffd\ud800-\udfff密]"
)


def harmless(text: str) -> bool:
    """Whether nothing in `text` needs a closer look: quick for the text that nearly everybody writes."""
    if "密" not in text and (text.isprintable() or text.replace("\n", "").replace("\u3000", "").isprintable()):
        return True
    return _SUSPECT.search(text) is None


def clean_text(text: str) -> str:
    """Text from a file as we store it: one kind of line end, no control or direction marks, no blank margins."""
    return cleaned(text)[0]


def cleaned(text: str) -> tuple[str, bool]:
    """Text as we store it, and whether a mark that cannot be seen was taken out or a broken character replaced."""
    if text.isprintable() and "  " not in text:
        return text.strip(" "), False
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    full = text
    if not harmless(text):
        text = _SURROGATE.sub("\ufffd", _BIDI.sub("", _CONTROL.sub("", text)))
    changed = text != full
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return "\n".join(filter(None, map(str.strip, text.split("\n")))), changed


def unstorable(text: str) -> str:
    """Why `text` cannot be stored, as the end of a sentence; empty if it can."""
    if _CONTROL.search(text):
        return "里有看不见的控制字符，请删去后再保存。"
    if _BIDI.search(text):
        return "里有改变文字方向的隐藏符号，请删去后再保存。"
    if _SURROGATE.search(text):
        return "里有不完整的字，请重新输入这个字。"
    if _PRIVATE.search(text):
        return "里有“造字”，别的电脑上看不到。请改用标准的生僻字，或先空着、打印后手写。"
    return ""


def marking(text: str) -> str:
    """The classified marking (密级标志) that `text` seems to carry, or an empty string (4.7.2, 保密法 31)."""
    found = _MARKING.search(text) or _HEAD_MARKING.search(text)
    return found.group().strip() if found else ""
