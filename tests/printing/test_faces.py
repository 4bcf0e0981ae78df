"""The numbers of each face that the layout counts on, measured again in the bundled files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFontFace

from lianluozhan.printing.face_tables import QuickFace
from lianluozhan.printing.fonts import FACES, STACKS, Face
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.lines import Column, break_text

from .sheets import FILLED, STATION, registration

ENCLOSURES = "".join(map(chr, range(0x211A0, 0x2123D)))  # characters within 囗, as square as 国


@contextmanager
def glyphs(name: str, text: str) -> Iterator[tuple[list[Any], int]]:
    with TTFont(Face(name).path, lazy=True) as font:
        known, table = font.getBestCmap(), font["glyf"]
        yield [table[known[ord(char)]] for char in text], font["head"].unitsPerEm


@pytest.mark.parametrize("name", sorted(name for name in FACES if Face(name).path.exists()))
def test_the_middle_of_each_face_is_as_measured(name: str) -> None:
    with glyphs(name, ENCLOSURES if name == "rare" else "国中田目口") as (found, em):
        middles = [(glyph.yMin + glyph.yMax) / 2 / em for glyph in found]
    measured = median(middles) if name == "rare" else sum(middles) / len(middles)
    assert FACES[name][2] == pytest.approx(measured, abs=0.004)


@pytest.mark.parametrize("name", sorted(name for name in FACES if Face(name).path.exists()))
def test_a_face_read_at_once_is_the_face_that_the_library_reads(name: str) -> None:
    quick, slow = QuickFace(str(Face(name).path)), TTFontFace(str(Face(name).path))
    assert quick.charToGlyph == slow.charToGlyph
    assert quick.charWidths == pytest.approx(slow.charWidths)
    assert list(quick.glyphPos) == slow.glyphPos
    assert quick.defaultWidth == slow.defaultWidth
    assert [bearing for _, bearing in quick.hmetrics] == [bearing for _, bearing in slow.hmetrics]
    listed = [n for n, (advance, _) in enumerate(slow.hmetrics) if isinstance(advance, int)]  # the rest is scaled twice
    assert [quick.hmetrics[n] for n in listed] == [slow.hmetrics[n] for n in listed]


def test_the_ink_of_the_letterhead_is_as_high_as_the_layout_thinks() -> None:
    with glyphs("biao", STATION) as (found, em):
        assert max(glyph.yMax for glyph in found) / em == pytest.approx(0.845, abs=0.02)
        assert min(glyph.yMin for glyph in found) / em == pytest.approx(-0.09, abs=0.02)


def test_the_dash_of_a_page_number_stands_as_high_as_the_layout_thinks() -> None:
    with glyphs("song", "—") as ([dash], em):
        assert dash.yMax / em == pytest.approx(0.293, abs=0.01)


def test_a_face_is_named_as_the_screen_knows_it() -> None:
    for name in ("fang", "song", "hei", "biao", "rare"):
        with TTFont(Face(name).path, lazy=True) as font:
            assert Face(name).family in {record.toUnicode() for record in font["name"].names if record.nameID == 1}


def test_each_character_is_drawn_by_the_first_face_that_has_it() -> None:
    [line] = break_text("张𬴊㛃𠮷", Column(STACKS["fang"], 12, 500))
    assert {run.text: run.face.name for run in line.runs} == {"张": "fang", "𬴊㛃": "song", "𠮷": "rare"}


def test_kai_without_its_file_is_set_in_fang() -> None:
    [line] = break_text("（一）联系群众", Column(STACKS["kai"], 16, 500))
    assert line.runs[0].face.name == ("kai" if Face("kai").path.exists() else "fang")


def test_a_page_says_all_that_a_preview_needs() -> None:
    [page] = lay_out(registration(FILLED))
    for text in page.texts:
        assert 0 < text.x < page.width
        assert 0 < text.baseline < page.height
        assert all(run.face.path.exists() and run.face.family and run.text for run in text.runs)
