"""A photograph in a cell: the same place in PDF, Word and on the screen, kept as it is, and never what cannot be."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor

from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.forms.deputy_sheet import deputy_sheet
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.printing.picture import picture_cell
from lianluozhan.printing.word import write_word
from lianluozhan.ui.sheet_painter import SheetPainter

from .filled import DEPUTIES, photograph


def test_the_photograph_lies_in_its_cell_with_its_shape_kept() -> None:
    page = lay_out(deputy_sheet(DEPUTIES["usual"]))[0]
    [found] = page.pictures
    assert abs(found.width / found.height - 70 / 90) < 0.01
    right = page.width - 26 * MM
    assert right - 39 * MM < found.x and found.x + found.width < right and 35 * MM < found.height < 45 * MM


def test_pdf_keeps_the_picture_once_and_byte_by_byte(tmp_path: Path) -> None:
    sheet = deputy_sheet(DEPUTIES["usual"])
    write_pdf([sheet, sheet], tmp_path / "a.pdf")
    written = (tmp_path / "a.pdf").read_bytes()
    assert written.count(photograph()) == 1 and written.count(b"/DCTDecode") == 1
    assert b"/SMask" not in written


def test_word_holds_the_picture_as_high_as_its_rows_allow(tmp_path: Path) -> None:
    write_word([deputy_sheet(DEPUTIES["usual"])], tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        [name] = [each for each in package.namelist() if each.startswith("word/media/") and each.endswith(".jpg")]
        assert package.read(name) == photograph()
        body = package.read("word/document.xml").decode()
    wide, high = (int(part) for part in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', body)[-1])
    assert abs(wide / high - 70 / 90) < 0.01 and high < 45 * 36_000


def test_the_screen_shows_the_picture(qapp: object) -> None:
    page = lay_out(deputy_sheet(DEPUTIES["usual"]))[0]
    [found] = page.pictures
    image = SheetPainter().image(page, 1.0)
    middle = QColor(image.pixel(round(found.x + found.width / 2), round(found.y + found.height / 2)))
    assert 90 < middle.red() < 165 and middle.red() == middle.green()


def test_a_picture_that_cannot_be_kept_leaves_the_words_of_the_cell() -> None:
    inks = io.BytesIO()
    Image.new("CMYK", (7, 9)).save(inks, "JPEG")
    png = io.BytesIO()
    Image.new("RGB", (7, 9)).save(png, "PNG")
    for other in (b"", b"\xff\xd8 cut", inks.getvalue(), png.getvalue()):
        assert picture_cell("照片", other, 6, 5).text == "照片"
    bare = FORMS["F03"].draw(replace(DEPUTIES["usual"], photo=b""), None)
    assert lay_out(bare)[0].pictures == []
