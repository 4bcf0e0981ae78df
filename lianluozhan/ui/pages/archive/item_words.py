"""What was typed to find a 件: a year, a retention or a box among the words is looked for as what it is (4.6.3)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.record import Retention

_YEAR = re.compile(r"((?:19|20)\d\d)年度?")
_BOX = re.compile(r"第?0*(\d{1,4})号?盒|盒0*(\d{1,4})号?")
_RETENTIONS = {each.label: each for each in Retention} | {"三十年": Retention.YEARS_30, "十年": Retention.YEARS_10}


def read_words(line: str, wanted: ItemFilter) -> ItemFilter:
    """The filter with what the line says: 2026年 永久 路灯, or 2026年 3号盒."""
    rest = []
    for word in unicodedata.normalize("NFKC", line).split():
        if found := _YEAR.fullmatch(word):
            wanted = replace(wanted, year=int(found[1]))
        elif word in _RETENTIONS:
            wanted = replace(wanted, retention=_RETENTIONS[word])
        elif found := _BOX.fullmatch(word):
            wanted = replace(wanted, box_number=int(found[1] or found[2]))
        else:
            rest.append(word)
    return replace(wanted, words=" ".join(rest))
