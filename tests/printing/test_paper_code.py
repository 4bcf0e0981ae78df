"""The 纸号 on a sheet: it is read back from a picture of the print, and touches nothing."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from lianluozhan.printing import measures as m
from lianluozhan.printing.document import CATALOGUE, FORM, LEDGER, LETTER, OFFICIAL, Document, Letterhead, Paper, Para
from lianluozhan.printing.families.ballot import ballot
from lianluozhan.printing.families.labels import spine_labels
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM, Page
from lianluozhan.printing.paper_code import MODULES, dark_parts
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.ui.sheet_painter import SheetPainter

from .drawn import sheets
from .sheets import ledger, letter, registration
from .test_layout import said

CODE = "7K4M-2PX9"
PAPERS = {"form": FORM, "official": OFFICIAL, "letter": LETTER, "ledger": LEDGER, "catalogue": CATALOGUE}


def read(picture: QImage) -> list[str]:
    """The codes on a picture, by a library that is not ours."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    line = grey.bytesPerLine()
    raw = bytes(grey.constBits())
    rows = b"".join(raw[y * line : y * line + grey.width()] for y in range(grey.height()))
    seen = memoryview(rows).cast("B", shape=[grey.height(), grey.width()])
    return [found.text for found in zxingcpp.read_barcodes(seen)]


def on(paper: Paper) -> Document:
    head = [Letterhead("清河镇人民代表大会主席团", "清人大函〔2026〕3号")] if paper.numbers == "letter" else []
    return Document("编号", [*head, Para("字" * 1400)], paper, code=CODE)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
@pytest.mark.parametrize("paper", PAPERS)
def test_a_scan_of_the_print_gives_the_code_back(tmp_path: Path, paper: str) -> None:
    write_pdf([on(PAPERS[paper])], tmp_path / "a.pdf")
    done = ["pdftoppm", "-r", "300", "-png", "-f", "1", "-l", "1", "-singlefile", "a.pdf", "a"]
    subprocess.run(done, cwd=tmp_path, check=True)
    assert read(QImage(str(tmp_path / "a.png"))) == [CODE.replace("-", "")]


def test_the_preview_shows_the_same_code(qapp: object) -> None:
    document = replace(registration(), code=CODE)
    assert read(SheetPainter().image(lay_out(document)[0], 300 / 72)) == [CODE.replace("-", "")]


def test_every_code_is_read_back_from_its_parts_at_the_resolution_of_a_plain_scanner() -> None:
    letters = random.Random(4)
    side = round(9 / 25.4 * 200)  # pixels: the small symbol at 200 dpi
    for _ in range(150):
        code = "".join(letters.choices("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", k=8))
        picture = QImage(side + 40, side + 40, QImage.Format.Format_RGB32)
        picture.fill(QColor(255, 255, 255))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y, wide, high in dark_parts(code):
            module = side / MODULES
            place = QRectF(20 + x * module, 20 + y * module, wide * module, high * module)
            painter.fillRect(place, QColor(0, 0, 0))
        painter.end()
        assert read(picture) == [code]


def test_the_parts_of_a_symbol_never_lie_on_each_other() -> None:
    for code in ("7K4M2PX9", "AAAAAAAA", "22222222"):
        parts = [{(x + i, y + j) for i in range(w) for j in range(h)} for x, y, w, h in dark_parts(code)]
        assert sum(map(len, parts)) == len(set().union(*parts))
        assert max(x for part in parts for x, _ in part) < MODULES


@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_stands_in_the_lower_left_margin_of_the_first_page_only(tmp_path: Path, paper: str) -> None:
    write_pdf([on(PAPERS[paper])], tmp_path / "a.pdf")
    first, *following = sheets(tmp_path / "a.pdf")
    left, top = min(fill.x for fill in first.fills), min(fill.y for fill in first.fills)
    right = max(fill.x + fill.width for fill in first.fills)
    low = max(fill.y + fill.height for fill in first.fills)
    side, above = (9, 4.5) if paper in ("ledger", "catalogue") else (11, 7)
    assert (right - left, low - top) == (pytest.approx(side, abs=0.01), pytest.approx(side, abs=0.01))
    assert first.height - low == pytest.approx(above, abs=0.1)
    assert left == pytest.approx(PAPERS[paper].left, abs=0.01)
    assert following
    assert not any(page.fills for page in following)
    assert first.line(CODE).x > right + 2


def everything(page: Page) -> dict[str, tuple[float, float, float, float]]:
    """What stands on a page by name, as left, top, right, low in mm."""
    found = {}
    for n, text in enumerate(page.texts):
        said = "".join(run.text for run in text.runs)
        wide = sum(sum(map(run.stack.__getitem__, run.text)) for run in text.runs) * text.size / 1000
        found[f"{n} {said}"] = (text.x, text.baseline - text.size * 0.85, text.x + wide, text.baseline + text.size / 8)
    for n, rule in enumerate(page.rules):
        found[f"rule {n}"] = (rule.x1, rule.y1 - rule.weight / 2, rule.x2, rule.y2 + rule.weight / 2)
    for n, frame in enumerate(page.frames):
        found[f"frame {n}"] = (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
    return {name: (a / MM, b / MM, c / MM, d / MM) for name, (a, b, c, d) in found.items()}


@pytest.mark.parametrize("document", [registration(), letter(), ledger(40), *map(on, PAPERS.values())])
def test_the_code_keeps_four_modules_empty_around_it(document: Document) -> None:
    page = lay_out(replace(document, code=CODE))[0]
    left, top = min(fill.x for fill in page.fills) / MM, min(fill.y for fill in page.fills) / MM
    right = max(fill.x + fill.width for fill in page.fills) / MM
    low = max(fill.y + fill.height for fill in page.fills) / MM
    quiet = 4 * (right - left) / MODULES * 0.9
    for name, (x1, y1, x2, y2) in everything(page).items():
        apart = x1 > right + quiet or x2 < left - quiet or y1 > low + quiet or y2 < top - quiet
        assert apart, f"{name} touches the code"
    [code] = [place for name, place in everything(page).items() if name.endswith(CODE)]
    others = {name: place for name, place in everything(page).items() if not name.endswith(CODE)}
    for name, (x1, y1, x2, y2) in others.items():
        assert x1 > code[2] or x2 < code[0] or y1 > code[3] or y2 < code[1], f"{name} touches the characters"


def test_nothing_overlaps_the_page_number_in_the_foot_of_any_paper() -> None:
    for paper in PAPERS.values():
        places = everything(lay_out(on(paper))[0])
        low = {name: place for name, place in places.items() if place[1] > paper.height - paper.bottom + 0.5}
        for (one, a), (other, b) in combinations(low.items(), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


def test_sheets_without_a_margin_for_it_get_no_code_least_of_all_ballots() -> None:
    for document in (ballot("测评票", ["甲"]), spine_labels([])):
        assert not any(page.fills or CODE in said([page]) for page in lay_out(replace(document, code=CODE)))


def test_the_sizes_are_as_the_table_of_measures_says() -> None:
    assert (m.CODE_SIDE, m.CODE_ABOVE, m.CODE_SIDE_LOW, m.CODE_ABOVE_LOW) == (11, 7, 9, 4.5)
