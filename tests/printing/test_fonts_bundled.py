"""The bundled fonts: complete for GB 18030-2022 level 3, and free to embed."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from pytestqt.qtbot import QtBot
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

from lianluozhan import paths

FOLDER = paths.resources() / "fonts"
FILES = sorted(path.name for path in FOLDER.glob("*.ttf"))
LEVEL_3 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
RADICALS = range(0x2F00, 0x2FD6)
COMPATIBLE = (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)


def test_level_3_is_counted_as_the_standard_counts_it() -> None:
    assert sum(last - first + 1 for first, last in LEVEL_3) + len(COMPATIBLE) == 87_887


def test_song_with_its_fallback_has_every_character_of_level_3() -> None:
    known: set[int] = set()
    for name in ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf"):
        with TTFont(FOLDER / name, lazy=True) as font:
            known |= set(font.getBestCmap())
    wanted = set(COMPATIBLE).union(RADICALS, *(range(first, last + 1) for first, last in LEVEL_3))
    assert [hex(code) for code in sorted(wanted - known)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_font_may_be_embedded_and_is_accepted_by_the_pdf_writer(name: str) -> None:
    with TTFont(FOLDER / name, lazy=True) as font:
        assert font["OS/2"].fsType == 0
    assert PdfFont(name, str(FOLDER / name)).face.charToGlyph


@pytest.mark.parametrize(
    ("family", "files"),
    [
        ("Noto Sans SC", {"NotoSansSC-Regular.ttf": 400, "NotoSansSC-Bold.ttf": 700}),
        ("Noto Serif SC", {"NotoSerifSC-Regular.ttf": 400, "NotoSerifSC-Bold.ttf": 700}),
        ("Noto Serif SC Title", {"NotoSerifSC-Title.ttf": 600}),
        ("FandolFang", {"FandolFang-Regular.ttf": 400}),
        ("HanaMinB", {"HanaMinB.ttf": 500}),
    ],
)
def test_the_screen_knows_each_family_with_drawn_weights(qtbot: QtBot, family: str, files: dict[str, int]) -> None:
    for name in files:
        number = QFontDatabase.addApplicationFont(str(FOLDER / name))
        assert QFontDatabase.applicationFontFamilies(number) == [family]
    weights = {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)}
    assert weights == set(files.values())
    for weight in weights:
        font = QFont(family, 12)
        font.setWeight(QFont.Weight(weight))
        assert (QFontInfo(font).family(), QFontInfo(font).weight()) == (family, weight)


def test_all_fonts_together_stay_small_enough_to_hand_over_on_a_disc() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 85_000_000
