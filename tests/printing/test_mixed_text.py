"""The longest texts with a Latin word in every line, and forty of the longest records together: nothing is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.document import Cell, Document, Grid, Para, Row
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM

from ..samples import STATION
from .filled import RARE, RECORDS, SAID, SHEETS
from .test_families import wanted
from .test_layout import said

MIXED = (f"买买提·{RARE}说：“路No.7还没修好。”" * len(SAID))[: len(SAID) * 3]


def mixed(part: Any) -> Any:
    """A document, or a part of it, with Latin words, digits and rare characters all through its long texts."""
    if isinstance(part, str):
        return part.replace(SAID * 3, MIXED)
    if isinstance(part, list | tuple):
        return [mixed(each) for each in part]
    if isinstance(part, Cell):
        return replace(part, text=mixed(part.text), foot=mixed(part.foot))
    if isinstance(part, Row):
        return replace(part, cells=mixed(part.cells))
    if isinstance(part, Grid):
        return replace(part, rows=mixed(part.rows))
    if isinstance(part, Para):
        return replace(part, text=mixed(part.text), right=mixed(part.right))
    return replace(part, blocks=mixed(part.blocks)) if isinstance(part, Document) else part


DOCUMENTS = {name: mixed(document) for name, document in SHEETS.items() if name.endswith("fullest")} | {
    f"{number} forty": form.draw((RECORDS.get(number, RECORDS.get(form.of, {}))["fullest"],) * 40, STATION)
    for number, form in FORMS.items()
    if form.together
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_lost_or_drawn_below_the_text_area_however_texts_are_mixed(name: str) -> None:
    document = DOCUMENTS[name]
    pages = lay_out(document)
    shown = Counter(said(pages))
    assert {char: many for char, many in (wanted(document) - shown).items() if char != "☑"} == {}
    for page in pages:
        for frame in page.frames:
            assert frame.y + frame.height <= page.height - document.paper.bottom * MM + 0.1
