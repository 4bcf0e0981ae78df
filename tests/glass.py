"""Printed sheets on the glass of a scanner: turned, skewed, out of square, noisy, faint, stamped, written on, mixed."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from lianluozhan import sheets
from lianluozhan.models.archive.scan_targets import TABLES
from lianluozhan.models.errors import RuleError
from lianluozhan.models.prints import PAPER
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.pdf import write_pdf

RESOLUTIONS = (150, 200, 300)
TURNS = (0, 90, 180, 270)
KINDS = ("jpg", "jpg", "png", "tif", "pdf", "pdf")
TOGETHER = (2, 5)  # so many sheets of one pile lie in one PDF or TIFF


@dataclass(frozen=True)
class Sheet:
    """The first page of one printed form of one record."""

    form: str
    record_id: int
    code: str
    pdf: bytes


@dataclass(frozen=True)
class Lying:
    """How a sheet lay on the glass."""

    dpi: int = 200
    turn: int = 0
    skew: float = 0.0
    scale: float = 1.0
    square: float = 0.0  # how far the corners are off, in parts of the width
    noise: float = 0.0
    ink: float = 1.0  # 1 is black, 0 is white
    is_grey: bool = False
    is_stamped: bool = False
    is_written_on: bool = False
    quality: int = 60


def printed(session: Session, count: int, chance: random.Random) -> list[Sheet]:
    """So many coded sheets of as many forms as there are, entered into the print log as printed."""
    from lianluozhan.sheets.sources import SOURCES

    waiting = {}
    for form in FORMS.values():
        source = SOURCES.get(form.of)
        if source is None or form.number not in TABLES:
            continue
        found = source.every(session) if source.every else _ids(session, form.of)
        waiting[form.number] = chance.sample(found, len(found))
    made: list[Sheet] = []
    while len(made) < count and any(waiting.values()):
        for number in list(waiting):
            sheet = next(_of_form(session, number, waiting[number]), None)
            if sheet is not None and len(made) < count:
                made.append(sheet)
    return made


def _ids(session: Session, table: str) -> list[int]:
    names = {row[1] for row in session.rows(f"PRAGMA main.table_info('{table}')")}
    where = " WHERE voided_on IS NULL" if "voided_on" in names else ""
    return [row[0] for row in session.rows(f"SELECT id FROM {table}{where}")]


def _of_form(session: Session, number: str, record_ids: list[int]) -> Iterator[Sheet]:
    while record_ids:
        record_id = record_ids.pop()
        try:
            document = sheets.of_record(session, number, record_id)
        except RuleError:
            continue
        sheets.log(session, number, [record_id], PAPER, pages=1)
        out = io.BytesIO()
        write_to(out, document)
        yield Sheet(number, record_id, document.code.replace("-", ""), out.getvalue())


def write_to(out: io.BytesIO, document: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        write_pdf([document], path)
        out.write(path.read_bytes())


def picture_of(pdf: bytes, dpi: int, page: int = 0) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil()
    return picture.convert("RGB")


def by_chance(chance: random.Random, resolutions: Sequence[int] = RESOLUTIONS) -> Lying:
    """Mostly plain, some bad: what a scanner in an office makes of a pile."""
    dpi = chance.choice(resolutions)
    return Lying(
        dpi=dpi,
        turn=chance.choice(TURNS),
        skew=chance.uniform(-7, 7),
        scale=chance.uniform(0.96, 1.03),
        square=chance.uniform(0, 0.012),
        noise=chance.uniform(0, 18),
        ink=chance.uniform(0.35, 0.6) if chance.random() < 0.2 else chance.uniform(0.75, 1),
        is_grey=chance.random() < 0.5,
        is_stamped=chance.random() < 0.25,
        is_written_on=chance.random() < 0.25,
    )


def scanned(sheet: Image.Image, lying: Lying, chance: random.Random) -> Image.Image:
    """What the scanner sees."""
    seen = sheet
    if lying.is_stamped:
        seen = _stamped(seen, chance)
    if lying.is_written_on:
        seen = _written_on(seen, chance)
    paper = chance.randint(236, 255)
    seen = seen.point([round(paper - (255 - value) * lying.ink * paper / 255) for value in range(256)] * 3)
    if lying.square:
        seen = _out_of_square(seen, lying.square, chance, paper)
    if lying.skew:
        seen = seen.rotate(-lying.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=(paper,) * 3)
    if lying.scale != 1:
        size = (round(seen.width * lying.scale), round(seen.height * lying.scale))
        seen = seen.resize(size, Image.Resampling.BILINEAR)
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.8) * lying.dpi / 300))
    if lying.turn:
        seen = seen.rotate(-lying.turn, expand=True)
    if lying.noise:
        seen = _noisy(seen, lying.noise, chance)
    return seen.convert("L") if lying.is_grey else seen


def _noisy(seen: Image.Image, sigma: float, chance: random.Random) -> Image.Image:
    """Grain, and a few specks of dust."""
    grain = Image.effect_noise(seen.size, sigma).convert("RGB")  # around 128
    seen = ImageChops.add(seen, grain, offset=-128)
    draw = ImageDraw.Draw(seen)
    for _ in range(40):
        x, y, r = chance.randrange(seen.width), chance.randrange(seen.height), chance.randint(1, 3)
        draw.ellipse((x, y, x + r, y + r), fill=(chance.randint(0, 120),) * 3)
    return seen


def _stamped(seen: Image.Image, chance: random.Random) -> Image.Image:
    """A red seal of 42 mm in the lower left of the sheet, perhaps over a part of the code, black showing through."""
    side = round(42 * seen.width / 210)
    x = chance.randint(-side // 4, seen.width // 3)
    y = seen.height - side - chance.randint(-side // 3, side // 2)
    seal = Image.new("RGB", seen.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((x, y, x + side, y + side), outline=(222, 60, 60), width=max(3, side // 28))
    for step in range(5):
        reach = side * (0.2 + 0.1 * step)
        draw.line((x + reach, y + side * 0.4, x + reach * 1.05, y + side * 0.6), fill=(222, 60, 60), width=side // 40)
    return ImageChops.multiply(seen, seal)


def _written_on(seen: Image.Image, chance: random.Random) -> Image.Image:
    """A few words in blue ink in the lower margin; now and then a stroke goes through the code."""
    seen = seen.copy()
    draw = ImageDraw.Draw(seen)
    step = seen.width // 60
    x, y = chance.randint(step, seen.width // 4), round(seen.height * chance.uniform(0.93, 0.985))
    points = [(x, y)]
    for _ in range(30):
        x, y = x + chance.randint(0, step), y + chance.randint(-step // 2, step // 2)
        points.append((x, y))
    draw.line(points, fill=(40, 50, 150), width=max(1, seen.width // 620))
    return seen


def _out_of_square(seen: Image.Image, share: float, chance: random.Random, paper: int) -> Image.Image:
    """As a photograph that was taken a little from the side."""
    wide, high = seen.size
    corners = ((0, 0), (wide, 0), (wide, high), (0, high))
    off = [(x + chance.uniform(-1, 1) * share * wide, y + chance.uniform(-1, 1) * share * wide) for x, y in corners]
    fill = (paper,) * 3
    way = Image.Transform.PERSPECTIVE
    return seen.transform(seen.size, way, _perspective(corners, off), Image.Resampling.BICUBIC, fillcolor=fill)


def _perspective(to: Sequence[tuple[float, float]], of: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers of the transform, by elimination."""
    rows = []
    for (x, y), (u, v) in zip(to, of, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [value - factor * other for value, other in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]


# Files -------------------------------------------------------------------------------------------------------------


def saved(pictures: Sequence[Image.Image], path: Path, lying: Lying) -> Path:
    """Pages as the scanner stores them, by the ending of the name; several only as PDF or TIFF."""
    first, *others = pictures
    dpi = (lying.dpi, lying.dpi)
    match path.suffix:
        case ".jpg":
            first.save(path, "JPEG", quality=lying.quality, dpi=dpi)
        case ".png":
            first.save(path, "PNG", dpi=dpi, compress_level=1)
        case ".tif":
            first.save(path, "TIFF", compression="tiff_lzw", dpi=dpi, save_all=True, append_images=others)
        case ".pdf":
            first.save(path, "PDF", resolution=lying.dpi, quality=lying.quality, save_all=True, append_images=others)
    return path


def pile(
    sheets_: Sequence[Sheet], folder: Path, seed: int, resolutions: Sequence[int] = RESOLUTIONS
) -> dict[tuple[str, int], Sheet]:
    """The sheets shuffled and scanned into files; which sheet each page of each file is."""
    chance = random.Random(seed)
    waiting = chance.sample(list(sheets_), len(sheets_))
    truth: dict[tuple[str, int], Sheet] = {}
    while waiting:
        kind, lying = chance.choice(KINDS), by_chance(chance, resolutions)
        count = chance.randint(*TOGETHER) if kind in ("pdf", "tif") else 1
        lot, waiting = waiting[:count], waiting[count:]
        pages = [scanned(picture_of(sheet.pdf, lying.dpi), _again(lying, chance), chance) for sheet in lot]
        path = saved(pages, folder / f"scan{len(truth):04d}.{kind}", lying)
        truth |= {(path.name, number): sheet for number, sheet in enumerate(lot, 1)}
    return truth


def _again(lying: Lying, chance: random.Random) -> Lying:
    """Another sheet of the same run: the same resolution, lying otherwise."""
    return replace(by_chance(chance), dpi=lying.dpi)
