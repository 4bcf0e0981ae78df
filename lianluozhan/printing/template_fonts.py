"""Rare characters in a filled template: in runs of their own that name a font which has them, as our own Word has."""

from __future__ import annotations

from copy import deepcopy
from itertools import groupby
from typing import Any

from .word.text import MARKS_FONT, RARE_FONT

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


def with_fonts(root: Any) -> None:
    """Split every run below `root` that holds a character of another font."""
    runs = {text.getparent() for text in root.iter(f"{_W}t") if any(map(_font, text.text or ""))}
    for run in runs:
        if run is not None and run.tag == f"{_W}r":
            _split(run)


def _font(char: str) -> str:
    if char == "☑":
        return MARKS_FONT
    return RARE_FONT if char > "\uffff" else ""


def _split(run: Any) -> None:
    usual = run.find(f"{_W}rPr")
    for child in list(run):
        if child is usual:
            continue
        if child.tag != f"{_W}t":
            run.addprevious(_run(run, usual, child))
            continue
        for font, chars in groupby(child.text or "", _font):
            piece = run.makeelement(f"{_W}t")
            piece.text = "".join(chars)
            piece.set(_SPACE, "preserve")
            run.addprevious(_run(run, usual, piece, font))
    run.getparent().remove(run)


def _run(like: Any, usual: Any, content: Any, font: str = "") -> Any:
    made = like.makeelement(f"{_W}r")
    properties = deepcopy(usual) if usual is not None else like.makeelement(f"{_W}rPr")
    if font:
        for old in properties.findall(f"{_W}rFonts"):
            properties.remove(old)
        fonts = like.makeelement(f"{_W}rFonts")
        for slot in _SLOTS:
            fonts.set(f"{_W}{slot}", font)
        fonts.set(f"{_W}hint", "eastAsia")
        properties.insert(int(properties.find(f"{_W}rStyle") is not None), fonts)
    if len(properties):
        made.append(properties)
    made.append(content)
    return made
