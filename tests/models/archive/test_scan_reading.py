"""The process that reads scans: bad and hostile files, what it may not do, and that its word is not trusted."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from lianluozhan.models.archive import code_sampling, scan_files, scan_reading
from lianluozhan.models.archive.scan_files import ScanFile, read_file
from lianluozhan.models.errors import RuleError
from lianluozhan.models.imports import apart
from lianluozhan.models.paper_codes import code_of
from lianluozhan.printing.document import FORM, Document, Para
from lianluozhan.printing.paper_code import dark_parts
from tests import glass
from tests.glass import Lying

on_linux = pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are Linux's")
CODE = code_of("F12", 7)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A sheet with a code, as PDF."""
    out = io.BytesIO()
    glass.write_to(out, Document("编号", [Para("今收到来信。" * 60)], FORM, code=CODE))
    return out.getvalue()


def read(folder: Path, name: str, content: bytes) -> ScanFile:
    (folder / name).write_bytes(content)
    return read_file(folder / name)


def bytes_of(picture: Image.Image, kind: str = "JPEG", **wishes: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **wishes)  # type: ignore[arg-type]
    return out.getvalue()


def one_of(file: ScanFile) -> scan_files.ScanPage:
    assert not file.trouble
    (page,) = file.pages
    return page


# What is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_a_sheet_is_read_whatever_the_scanner_makes_of_it(tmp_path: Path, sheet: bytes, kind: str) -> None:
    picture = glass.picture_of(sheet, 150).rotate(180)
    page = one_of(read(tmp_path, "a.scan", bytes_of(picture, kind)))
    assert (page.codes, page.turned) == ((CODE,), 180)


def test_the_printed_pdf_itself_is_read_and_a_page_stays_as_sharp_as_it_came(tmp_path: Path, sheet: bytes) -> None:
    page = one_of(read(tmp_path, "a.pdf", sheet))
    assert page.codes == (CODE,)
    assert "今收到来信" in pypdf.PdfReader(io.BytesIO(page.content)).pages[0].extract_text().replace(" ", "")


def test_black_and_white_grey_and_pale_scans_are_read(tmp_path: Path, sheet: bytes) -> None:
    picture = glass.picture_of(sheet, 200)
    pale = glass.scanned(picture, Lying(ink=0.3, noise=6), random.Random(1))
    for name, each in (("1.tif", picture.convert("1")), ("2.png", picture.convert("L")), ("3.jpg", pale)):
        kind = {"tif": "TIFF", "png": "PNG", "jpg": "JPEG"}[name[-3:]]
        wishes = {"compression": "group4"} if name == "1.tif" else {}
        assert one_of(read(tmp_path, name, bytes_of(each, kind, **wishes))).codes == (CODE,)


def test_a_photograph_is_read_as_the_telephone_was_held(tmp_path: Path, sheet: bytes) -> None:
    lying = glass.picture_of(sheet, 150).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    page = one_of(read(tmp_path, "a.jpg", bytes_of(lying, exif=exif)))
    assert (page.codes, page.turned) == ((CODE,), 0)
    with Image.open(io.BytesIO(page.content)) as kept:
        assert kept.height > kept.width


def test_a_code_with_a_pen_through_two_of_its_corners_is_measured(tmp_path: Path, sheet: bytes) -> None:
    picture = glass.picture_of(sheet, 300)
    draw = ImageDraw.Draw(picture)
    found = scan_reading.search(picture.convert("L"))
    assert found.codes
    (left, top), width = _place(picture), round(11 / 25.4 * 300)
    draw.line((left - 60, top + width * 0.16, left + width + 60, top + width * 0.2), fill=(20, 20, 60), width=4)
    draw.line(
        (left + width * 0.13, top + width * 0.6, left + width * 0.15, top + width + 40), fill=(20, 20, 60), width=4
    )
    assert not scan_reading.search(picture.convert("L")).codes, "a reader of any symbol gives up"
    assert one_of(read(tmp_path, "a.jpg", bytes_of(picture))).codes == (CODE,)


def _place(picture: Image.Image) -> tuple[float, float]:
    import zxingcpp

    grey = picture.convert("L")
    (found,) = zxingcpp.read_barcodes(memoryview(grey.tobytes()).cast("B", shape=[grey.height, grey.width]))
    return found.position.top_left.x, found.position.top_left.y


def test_what_is_known_of_every_symbol_is_what_the_printer_draws() -> None:
    for number in (1, 77, 123_456, 8_000_000):
        drawn = [["."] * 21 for _ in range(21)]
        for x, y, wide, high in dark_parts(code_of("F20", number)):
            for row in range(y, y + high):
                drawn[row][x : x + wide] = "#" * wide
        for marks, row in zip(code_sampling.PATTERN, drawn, strict=True):
            assert all(mark in ("?", seen) for mark, seen in zip(marks, row, strict=True))


def test_an_empty_page_is_told_from_a_pale_one(tmp_path: Path, sheet: bytes) -> None:
    white = glass.scanned(Image.new("RGB", (1240, 1754), "white"), Lying(noise=8), random.Random(2))
    assert one_of(read(tmp_path, "a.jpg", bytes_of(white))).is_blank
    pale = glass.picture_of(sheet, 150)
    pale.paste((255, 255, 255), (0, 1560, 1240, 1754))
    seen = glass.scanned(pale, Lying(ink=0.35, noise=4), random.Random(3))
    assert not one_of(read(tmp_path, "b.jpg", bytes_of(seen))).is_blank


def test_a_long_pdf_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(300):
        document.new_page(60, 90)
    out = io.BytesIO()
    document.save(out)
    monkeypatch.setattr(scan_files, "PAGES_AT_ONCE", 100)
    file = read(tmp_path, "a.pdf", out.getvalue())
    assert [page.page for page in file.pages] == list(range(1, 301))
    monkeypatch.setattr(scan_files, "MOST_PAGES", 299)
    assert "300 页" in read(tmp_path, "a.pdf", out.getvalue()).trouble


# Bad files -------------------------------------------------------------------------------------------------------


def _locked(sheet: bytes) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(sheet))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of 60,000 by 60,000 dots in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 7501 * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_each_bad_file_gets_its_sentence(tmp_path: Path, sheet: bytes) -> None:
    said = {
        "empty.pdf": (b"", scan_reading.EMPTY),
        "broken.pdf": (b"%PDF-1.7\n1 0 obj <</Type", scan_reading.BROKEN),
        "locked.pdf": (_locked(sheet), scan_reading.LOCKED),
        "bomb.png": (_bomb(), scan_reading.TOO_BIG),
        "letter.pdf": (b"PK\x03\x04 word/document.xml", scan_reading.NO_SCAN),
        "program.jpg": (b"MZ\x90\x00", scan_reading.NO_SCAN),
        "broken.jpg": (b"\xff\xd8\xff\xe0 nothing", scan_reading.BROKEN),
    }
    for name, (content, sentence) in said.items():
        assert read(tmp_path, name, content) == ScanFile(name, trouble=sentence)
    assert "找不到" in read_file(tmp_path / "gone.pdf").trouble


def test_a_wrong_ending_does_not_matter(tmp_path: Path, sheet: bytes) -> None:
    page = one_of(read(tmp_path, "a.jpg", sheet))
    assert (page.codes, page.suffix) == ((CODE,), ".pdf")


def test_a_spoiled_page_is_told_and_the_others_are_read(tmp_path: Path, sheet: bytes) -> None:
    small = Image.new("L", (60, 60), 255)
    whole = glass.picture_of(sheet, 150)
    out = io.BytesIO()
    whole.save(out, "TIFF", save_all=True, append_images=[small, whole.rotate(180)])
    file = read(tmp_path, "a.tif", out.getvalue())
    assert [page.trouble for page in file.pages] == ["", scan_reading.TOO_SMALL, ""]
    assert [page.codes for page in file.pages] == [(CODE,), (), (CODE,)]
    cut = bytes_of(whole)[:9000]
    assert one_of(read(tmp_path, "cut.jpg", cut)).trouble == scan_reading.BAD_PAGE


def test_a_page_of_absurd_size_is_read_within_bounds(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    out = io.BytesIO()
    document.save(out)
    assert one_of(read(tmp_path, "a.pdf", out.getvalue())).is_blank


# The process -----------------------------------------------------------------------------------------------------


def _instead(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Let some other process stand where the reader stands, as one that a file has taken over."""
    monkeypatch.setattr(scan_files, "_CALL", f"import sys, os, json; sys.stdin.buffer.read(); {words}")


PAGE = {"page": 1, "codes": [], "turned": 0, "blank": False, "trouble": "", "file": "eA==", "suffix": ".pdf"}


@pytest.mark.parametrize(
    "lie",
    [
        {"page": 2},
        {"page": "1"},
        {"codes": "7K4M2PX9"},
        {"codes": [7]},
        {"turned": 45},
        {"turned": True},
        {"file": "?"},
        {"file": ""},
        {"suffix": ".exe"},
        {"trouble": 7},
    ],
)
def test_what_the_reader_says_is_looked_at_before_it_is_believed(
    tmp_path: Path, sheet: bytes, monkeypatch: pytest.MonkeyPatch, lie: dict[str, object]
) -> None:
    lines = [{"total": 1}, PAGE | lie, {"end": 1}]
    _instead(monkeypatch, f"print({json.dumps(chr(10).join(map(json.dumps, lines)))})")
    file = read(tmp_path, "a.pdf", sheet)
    assert file.trouble or file.pages[0].trouble
    assert not any(page.content for page in file.pages)


def test_a_code_that_is_none_of_ours_is_not_passed_on(
    tmp_path: Path, sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"total": 1}, PAGE | {"codes": ["AAAAAAAA", CODE.replace("-", ""), "http://x"]}, {"end": 1}]
    _instead(monkeypatch, f"print({json.dumps(chr(10).join(map(json.dumps, lines)))})")
    assert one_of(read(tmp_path, "a.pdf", sheet)).codes == (CODE,)


def test_a_page_that_brings_the_reader_down_takes_no_other_with_it(
    tmp_path: Path, sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = (
        "first, most = map(int, sys.argv[1:]); print(json.dumps({'total': 3}))\n"
        "for n in range(first, min(3, first + most - 1) + 1):\n"
        "    n == 2 and os._exit(9)\n"
        f"    print(json.dumps({PAGE!r} | {{'page': n}}), flush=True)\n"
        "print('{\"end\": 1}')"
    )
    monkeypatch.setattr(scan_files, "_CALL", f"import sys, os, json; sys.stdin.buffer.read()\n{told}")
    file = read(tmp_path, "a.pdf", sheet)
    assert [bool(page.trouble) for page in file.pages] == [False, True, False]


@on_linux
@pytest.mark.parametrize(
    ("deed", "answer"),
    [("open('/etc/hostname')", "Too many open files"), ("bytearray(2**31)", "MemoryError")],
)
def test_the_reader_opens_nothing_and_stays_within_two_gigabytes(deed: str, answer: str) -> None:
    shut = "import limits, os; limits.narrow(scan_reading.MEMORY, scan_reading.SECONDS); limits.close_doors()"
    call = scan_files._CALL.partition(" limits.narrow")[0]
    command = [sys.executable, "-S", "-P", "-c", f"{call} {shut}\n{deed}\nprint('done')"]
    done = subprocess.run(command, env=apart._environment(), capture_output=True)
    assert done.returncode != 0
    assert answer.encode() in done.stderr


def test_the_reader_loads_nothing_that_could_reach_the_data() -> None:
    call = scan_files._CALL.partition(" limits.narrow")[0]
    look = "scan_reading._load(); print(sorted({'sqlcipher3', 'sqlite_utils', 'PySide6'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", f"{call} {look}"], env=apart._environment(), capture_output=True
    )
    assert done.stdout.strip() == b"[]", done.stderr


def test_the_window_starts_without_the_libraries_that_read_scans() -> None:
    words = "import sys, lianluozhan.ui.pages.archive_page; print(sorted({'zxingcpp', 'pypdfium2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, env=apart._environment())
    assert done.stdout.strip() == b"[]", done.stderr


def test_a_picture_for_the_screen_is_small_and_a_bad_one_is_a_sentence(sheet: bytes) -> None:
    with Image.open(io.BytesIO(scan_files.picture(sheet, 90))) as seen:
        assert seen.width > seen.height
        assert max(seen.size) <= scan_reading.PREVIEW + 1
    with pytest.raises(RuleError, match="不完整"):
        scan_files.picture(b"%PDF-1.4 broken")
