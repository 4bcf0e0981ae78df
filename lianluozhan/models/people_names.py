"""Names of people as they are typed: the dot of ethnic names in one way, blanks that only widen a name taken out."""

from __future__ import annotations

import re

_DOTS = re.compile("[·•・‧⋅∙●．᛫ꞏ]")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_POINT = re.compile(rf"(?<=[{_HAN}])\.(?=[{_HAN}])")
_ALL_HAN = re.compile(rf"[{_HAN}]+")
_LONG_SURNAMES = re.compile(
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|宇文|长孙|轩辕|端木|百里|呼延|南宫|独孤|万俟|司空|闻人|澹台"
    "|单于|公冶|宗政|濮阳|淳于|太叔|申屠|仲孙|钟离|鲜于|闾丘|拓跋|赫连|第五|东郭|南门|西门)"
)


def one_dot(name: str) -> str:
    """The name with every kind of middle dot written as · (U+00B7); as long as before."""
    return _POINT.sub("·", _DOTS.sub("·", name))


def tidy_name(name: str) -> str:
    """A name as it is stored: 张 三 is 张三; 阿依古丽 买买提, 李四 王五 and John Smith keep their blank."""
    name = re.sub(r"\s*·\s*", "·", one_dot(name))
    parts = name.split()
    whole = "".join(parts)
    if len(parts) > 1 and _ALL_HAN.fullmatch(whole) and _only_widened(parts, whole):
        return whole
    return " ".join(parts)


def _only_widened(parts: list[str], whole: str) -> bool:
    """Whether the blanks part the characters of one name, not two names."""
    if _LONG_SURNAMES.match(whole) and len(whole) <= 4:
        return True
    return len(whole) <= 3 and min(map(len, parts)) == 1
