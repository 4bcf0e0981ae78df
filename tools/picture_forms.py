"""Picture every form, filled and blank, as PDF and as Word beside each other: `python dev.py forms [FOLDER]`.

The contact sheets for readers go to docs/forms, the large pictures to FOLDER (build/form-pictures). Needs pdftoppm,
and LibreOffice for the Word half; all people on the sheets are invented.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lianluozhan import paths
from lianluozhan.printing.document import Document
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.printing.word import write_word
from tests.printing.filled import SHEETS
from tests.printing.office import SOFFICE, as_pdf
from tests.printing.test_families import FAMILIES

ROOT = Path(__file__).resolve().parent.parent
LARGE, SMALL = 110, 40  # dots per inch
WAYS = ("usual", "blank", "fullest")
SHOWN = {"usual": "填好", "blank": "空白", "fullest": "最长"}
GAP, CAPTION, ACROSS = 12, 22, 2070  # pixels
EDGE = "#8A8378"
GROUPS = {  # contact sheets, and the numbers of the forms on each; all others are on the first
    "opinions": (),
    "deputies": (*range(1, 10), 44),
    "receptions": range(30, 42),
    "archive": range(80, 87),
}
SHARED = {  # sheets that many forms share, and what they are
    "sign-in": "签到表",
    "ballot": "测评票",
    "receipt": "回执",
    "volume": "卷封面和目录",
    "spines": "盒脊标签",
    "front": "盒面",
    "stamp": "归档章",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "form-pictures")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        made = write(Path(scratch), SHEETS | {f"{name} usual": _shared(name) for name in SHARED})
        for name, (pdf, word) in made.items():
            beside(pictures(pdf, LARGE), pictures(word, LARGE) if word else []).save(folder / f"{name}.png")
        contact_sheets(made)
    print(f"{len(made)} 张表的图在 {folder}，目录图在 docs/forms。")
    return 0


def _shared(name: str) -> Document:
    return FAMILIES.get(f"{name} usual") or FAMILIES[name]


def write(folder: Path, sheets: dict[str, Document]) -> dict[str, tuple[Path, Path | None]]:
    """Each sheet in both formats; the Word file as a second program lays it out, where there is one."""
    words, pdfs = {}, {}
    for name, document in sheets.items():
        stem = name.replace(" ", "-")
        pdfs[stem], words[stem] = folder / f"{stem}.pdf", folder / f"{stem}.docx"
        write_pdf([document], pdfs[stem])
        write_word([document], words[stem])
    second = folder / "word"
    second.mkdir()
    laid = dict(zip(words, as_pdf(list(words.values()), second), strict=True)) if SOFFICE else {}
    return {stem: (pdf, laid.get(stem)) for stem, pdf in pdfs.items()}


def pictures(pdf: Path, dots: int, most: int = 2) -> list[Image.Image]:
    """The first pages of a PDF."""
    stem = pdf.with_suffix("")
    command = ["pdftoppm", "-r", str(dots), "-png", "-l", str(most), str(pdf), f"{stem}-{dots}"]
    subprocess.run(command, check=True, capture_output=True)
    found = sorted(pdf.parent.glob(f"{stem.name}-{dots}-*.png"))
    return [Image.open(path).convert("RGB") for path in found]


def beside(*groups: Sequence[Image.Image]) -> Image.Image:
    """Groups of pages under each other, the pages of one beside each other."""
    rows = [group for group in groups if group]
    width = max(sum(page.width + GAP for page in row) for row in rows) + GAP
    height = sum(max(page.height for page in row) + GAP for row in rows) + GAP
    sheet, y = Image.new("RGB", (width, height), "#ECE9E4"), GAP
    for row in rows:
        x = GAP
        for page in row:
            sheet.paste(page, (x, y))
            x += page.width + GAP
        y += max(page.height for page in row) + GAP
    return sheet


def contact_sheets(made: dict[str, tuple[Path, Path | None]]) -> None:
    """All forms small: for each group a sheet of the filled ones and one of the blank; PDF at the left, Word right."""
    folder = ROOT / "docs" / "forms"
    folder.mkdir(exist_ok=True)
    font = ImageFont.truetype(str(paths.resources() / "fonts" / "NotoSansSC-Regular.ttf"), 14)
    for way in WAYS[:2]:
        tiles: dict[str, list[Image.Image]] = {group: [] for group in GROUPS}
        for name, (pdf, word) in sorted(made.items(), key=_by_number):
            if not name.endswith(way):
                continue
            pages = pictures(pdf, SMALL, 1) + (pictures(word, SMALL, 1) if word else [])
            called = name.removesuffix(f"-{way}")
            tiles[_group(name)].append(_tile(f"{SHARED.get(called, called)} {SHOWN[way]}：PDF，Word", pages, font))
        for group, found in tiles.items():
            _arranged(found).quantize(64).save(folder / f"{group}-{way}.png", optimize=True)


def _group(name: str) -> str:
    number = _by_number((name, None))[0]
    return next((group for group, numbers in GROUPS.items() if number in numbers), next(iter(GROUPS)))


def _by_number(entry: tuple[str, object]) -> tuple[int, str]:
    digits = re.match(r"F(\d+)", entry[0])
    return int(digits[1]) if digits else 1000, entry[0]


def _tile(caption: str, pages: Sequence[Image.Image], font: ImageFont.FreeTypeFont) -> Image.Image:
    width = sum(page.width + 4 for page in pages)
    tile = Image.new("RGB", (width, max(page.height for page in pages) + CAPTION), "#ECE9E4")
    pen, x = ImageDraw.Draw(tile), 0
    pen.text((0, 0), caption, fill="#211E1A", font=font)
    for page in pages:
        tile.paste(page, (x, CAPTION))
        pen.rectangle((x, CAPTION, x + page.width - 1, CAPTION + page.height - 1), outline=EDGE)
        x += page.width + 4
    return tile


def _arranged(tiles: Sequence[Image.Image]) -> Image.Image:
    """Tiles in lines from the left, as many as fit across."""
    places, x, y, high = [], GAP, GAP, 0
    for tile in tiles:
        if x + tile.width > ACROSS and x > GAP:
            x, y, high = GAP, y + high + GAP, 0
        places.append((x, y))
        x, high = x + tile.width + GAP, max(high, tile.height)
    sheet = Image.new("RGB", (ACROSS, y + high + GAP), "#ECE9E4")
    for tile, place in zip(tiles, places, strict=True):
        sheet.paste(tile, place)
    return sheet


if __name__ == "__main__":
    sys.exit(main())
