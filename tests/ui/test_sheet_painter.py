"""The preview paints the same page as the PDF: the same ink at the same places, grey and red as printed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from lianluozhan.printing.document import Cell, Document, Grid, Para, Row
from lianluozhan.printing.families.overprint import archive_stamp
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.ui.sheet_painter import SheetPainter

from ..printing.sheets import FILLED, ledger, letter, registration
from ..printing.test_official import CLOSING, report

SHEETS = {
    "form": lambda: replace(registration(FILLED), code="7K4M-2PX9"),
    "letter": letter,
    "ledger": lambda: ledger(20),
    "report": lambda: report("甲" * 200, CLOSING),
}
_ACROSS, _DPI = 40, 100
SMOOTH = Qt.TransformationMode.SmoothTransformation


def picture(document: Document, dpi: int = _DPI) -> QImage:
    return SheetPainter().image(lay_out(document)[0], dpi / 72)


def darkness(image: QImage) -> list[int]:
    """How dark each field of a coarse grid over the sheet is, from 0 to 255."""
    high = round(_ACROSS * image.height() / image.width())
    small = image.convertToFormat(QImage.Format.Format_RGB32).scaled(_ACROSS, high, mode=SMOOTH)
    return [255 - QColor(small.pixel(x, y)).lightness() for y in range(high) for x in range(_ACROSS)]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
@pytest.mark.parametrize("name", SHEETS)
def test_the_preview_has_its_ink_where_the_print_has_it(qapp: object, tmp_path: Path, name: str) -> None:
    document = SHEETS[name]()
    write_pdf([document], tmp_path / "a.pdf")
    drawn = ["pdftoppm", "-r", str(_DPI), "-png", "-f", "1", "-l", "1", "-singlefile", "a.pdf", "a"]
    subprocess.run(drawn, cwd=tmp_path, check=True)
    printed, seen = darkness(QImage(str(tmp_path / "a.png"))), darkness(picture(document))
    assert sum(printed) > 1000
    assert len(printed) == len(seen)
    apart = [abs(a - b) for a, b in zip(printed, seen, strict=True)]
    assert max(apart) < 40
    assert sum(apart) / len(apart) < 3


def test_tones_are_grey_and_a_stamp_is_red_in_the_preview(qapp: object) -> None:
    bar = Grid([Row([Cell("", 12, tone=0.5), Cell("", 12)], 20)], frame=0, inner=0)
    image = picture(Document("图", [archive_stamp(()), bar, Para("")]), 144)

    def at(x: float, y: float) -> QColor:
        return QColor(image.pixel(round(x * MM * 2), round(y * MM * 2)))

    assert at(60, 40).getRgb()[:3] == (128, 128, 128)
    assert at(150, 40).getRgb()[:3] == (255, 255, 255)
    edge = [at(82.5 + shift / 20, 16) for shift in range(-8, 9)]
    assert any(colour.red() > 200 and colour.green() < 80 for colour in edge)
