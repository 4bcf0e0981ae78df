"""Looks for the printed codes on scans in a process of its own, with limits, and tells of each page in a line of JSON.

It runs on its own and imports nothing of ours: what a hostile file may do, it does to this process alone. The file
comes in whole through the standard input; no file is opened here, and after `close_doors` none can be. Which record a
code names is judged by the program, which also looks at every line before it believes it.

A page is told with the codes that were seen, the degrees by which it must be turned clockwise to stand upright, and
the file of this one page: a PDF of one page, or the picture, turned upright.
"""

from __future__ import annotations

import base64
import io
import json
import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from .code_search import Found, is_blank, lightest_of, search

MEMORY, SECONDS = 2 << 30, 120  # of one process, which reads a few pages
DPI = 200  # at which a page of a PDF is looked at first, and to which a finer picture is made smaller
FINE_DPI = 300
LONGEST_SIDE = 2600  # pixels of the first look; a sheet of A4 at 220 dpi
FINE_SIDE = 4000
MOST_DOTS = 150_000_000  # a sheet of A2 at 600 dpi
MOST_COLOURED = 80_000_000  # that are turned or written anew: a sheet of A3 at 600 dpi
SHORTEST = 120  # pixels: what is smaller is no scan of a sheet
QUALITY = 90
PREVIEW = 1400
_FORMATS = ("JPEG", "PNG", "TIFF")
SHOWN_AT_ONCE = 40  # pages that one process draws
MOST_TOLD = 60_000_000  # characters that the file of one page takes
_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

EMPTY = "文件是空的，没有内容。请重新扫描，或检查是不是没有拷完。"
BROKEN = "文件不完整或已损坏，打不开。请重新扫描，或从扫描仪、U 盘里再拷一次。"
LOCKED = "PDF 设了打开密码，读不出来。请去掉密码，或把这几张纸重新扫描。"
NO_SCAN = "不是扫描件。请放 PDF、JPEG、PNG 或 TIFF 文件；Word、表格请先打印或另存为 PDF。"
TOO_BIG = "图片点数太多（超过 1.5 亿点），没有打开。请用 300 dpi 重新扫描。"
TOO_SMALL = "图片太小，看不清纸上的字。请用 200 dpi 以上重新扫描。"
BAD_PAGE = "这一页已损坏，打不开。请把这张纸重新扫描。"


class Refused(Exception):
    """Why a file or a page of it cannot be taken, as a Chinese sentence."""


def main(arguments: list[str], close_doors: Callable[[], None]) -> None:
    """Tell the pages from the one of this number on, at most so many; or a page as a small picture, or turned."""
    import sys

    out = sys.stdout.buffer
    content = sys.stdin.buffer.read()
    _load()
    close_doors()
    warnings.simplefilter("ignore")
    try:
        for line in _lines(content, *arguments):
            out.write(json.dumps(line).encode() + b"\n")
            out.flush()
        out.write(b'{"end": 1}\n')
    except Refused as refusal:
        out.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
    out.flush()
    os._exit(0)  # nothing is tidied up that a strange file has been through


def _lines(content: bytes, what: str, number: str) -> Iterator[dict[str, Any]]:
    if what == "look":
        yield {"picture": _told(look(content, int(number)))}
    elif what == "show":
        yield from shown(content, int(number))
    elif what == "turn":
        file, suffix = turned_alone(content, int(number))
        yield {"file": _told(file), "suffix": suffix}
    else:
        yield from read(content, int(what), int(number))


def _load() -> None:
    """Load what Python would only load when it is first used."""
    import PIL.Image
    import PIL.ImageChops
    import PIL.ImageFilter
    import PIL.ImageMath
    import PIL.ImageOps
    import PIL.JpegImagePlugin
    import PIL.MpoImagePlugin
    import PIL.PngImagePlugin
    import PIL.TiffImagePlugin
    import pypdfium2
    import zxingcpp  # noqa: F401

    PIL.Image.MAX_IMAGE_PIXELS = MOST_DOTS
    PIL.Image.preinit()
    pypdfium2.PdfDocument.new().close()  # the library is set up with the first document


def kind_of(content: bytes) -> str:
    """PDF or picture, by the first bytes; empty for anything else."""
    if content.startswith((_JPEG, _PNG, *_TIFF)):
        return "picture"
    return "pdf" if _PDF in content[:1024] else ""


def read(content: bytes, first: int = 1, most: int = 1000) -> Iterator[dict[str, Any]]:
    """How many pages a file has, and those that are asked for, each with its number from 1."""
    if not content:
        raise Refused(EMPTY)
    kind = kind_of(content)
    if not kind:
        raise Refused(NO_SCAN)
    document = _opened(content) if kind == "pdf" else None
    total = len(document) if document else _frames(content)
    yield {"total": total}
    for number in range(first, min(total, first + most - 1) + 1):
        try:
            facts = _pdf_page(document, number) if document else _picture_page(content, number)
        except Refused as refusal:
            facts = {"trouble": str(refusal)}
        except MemoryError:
            facts = {"trouble": TOO_BIG}
        except Exception:  # whatever the libraries or what is in the page may say of one that is spoiled
            facts = {"trouble": BAD_PAGE}
        if len(facts.get("file", "")) > MOST_TOLD:
            facts = {"trouble": TOO_BIG}
        usual = {"codes": [], "turned": 0, "blank": False, "trouble": "", "file": "", "suffix": ""}
        yield {"page": number} | usual | facts


def _facts(found: Found, picture: Any, file: bytes, suffix: str) -> dict[str, Any]:
    is_empty = not found.codes and is_blank(picture)
    return {"codes": found.codes, "turned": found.turned, "blank": is_empty, "file": _told(file), "suffix": suffix}


def _told(content: bytes) -> str:
    return base64.b64encode(content).decode()


# PDF ---------------------------------------------------------------------------------------------------------------


def _opened(content: bytes) -> Any:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
        if not len(document):
            raise Refused(BROKEN)
        return document
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Refused(LOCKED if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) else BROKEN) from error


def _pdf_page(document: Any, number: int) -> dict[str, Any]:
    page = document[number - 1]
    picture = _rendered(page, DPI, LONGEST_SIDE)
    found = search(picture)
    if not found.codes and not is_blank(picture):
        fine = _rendered(page, FINE_DPI, FINE_SIDE, coloured=True)
        found = search(fine.convert("L"), lightest_of(fine), hard=True)
    return _facts(found, picture, _alone(document, number - 1, found.turned), ".pdf")


def _rendered(page: Any, dpi: float, longest: int, *, coloured: bool = False) -> Any:
    """The page as a picture; a page of an odd size is made smaller, so that its picture stays within bounds."""
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Refused(BAD_PAGE)
    scale = min(dpi / 72, longest / max(width, height))
    if min(width, height) * scale < 8:
        raise Refused(BAD_PAGE)
    bitmap = page.render(scale=scale, grayscale=not coloured, may_draw_forms=False)
    return bitmap.to_pil().convert("RGB" if coloured else "L")


def _alone(document: Any, index: int, turned: int) -> bytes:
    """A PDF of this page alone, upright, with everything that is on it as it came."""
    import pypdfium2

    single = pypdfium2.PdfDocument.new()
    single.import_pages(document, [index])
    page = single[0]
    page.set_rotation((page.get_rotation() + turned) % 360)
    out = io.BytesIO()
    single.save(out)
    single.close()
    return out.getvalue()


# Pictures ----------------------------------------------------------------------------------------------------------


def _frames(content: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    except Image.DecompressionBombError as error:
        raise Refused(TOO_BIG) from error
    except Exception as error:
        raise Refused(BROKEN) from error


def _open_frame(content: bytes, number: int) -> Any:
    """A picture at this frame, not decoded yet."""
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if number > 1:
            picture.seek(number - 1)
    except Image.DecompressionBombError as error:
        raise Refused(TOO_BIG) from error
    width, height = picture.size
    if width * height > MOST_DOTS:
        raise Refused(TOO_BIG)
    if min(width, height) < SHORTEST:
        raise Refused(TOO_SMALL)
    return picture


def _picture_page(content: bytes, number: int) -> dict[str, Any]:
    picture = _open_frame(content, number)
    held, kind = _held(picture), _kind(picture)
    grey = _upright_as_held(_grey(picture, FINE_SIDE), held)
    first_look = grey if max(grey.size) <= LONGEST_SIDE else _smaller(grey, LONGEST_SIDE)
    found = search(first_look)
    if not found.codes and not is_blank(first_look):
        found = search(grey, _lightest(content, number, held, grey.size), hard=True)
    if kind in ("JPEG", "PNG") and held == 1 and not found.turned:
        return _facts(found, first_look, content, ".jpg" if kind == "JPEG" else ".png")
    return _facts(found, first_look, *_written(_open_frame(content, number), held, found.turned))


def _kind(picture: Any) -> str:
    """A telephone writes MPO, which is a JPEG with another behind it."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _held(picture: Any) -> int:
    """How the camera was held, by EXIF."""
    return int(picture.getexif().get(0x0112, 1)) if picture.format in ("JPEG", "MPO", "TIFF") else 1


def _grey(picture: Any, longest: int) -> Any:
    """The picture in grey, no longer than it needs to be; a JPEG is made smaller while it is unpacked."""
    if _kind(picture) == "JPEG":
        scale = longest / max(picture.size)
        picture.draft("L", (int(picture.width * scale), int(picture.height * scale)))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        from PIL import Image

        if picture.width * picture.height > MOST_COLOURED:
            raise Refused(TOO_BIG)
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.point(lambda value: value / 256).convert("L")
    grey = picture if picture.mode == "L" else picture.convert("L")
    return grey if max(grey.size) <= longest else _smaller(grey, longest)


def _lightest(content: bytes, number: int, held: int, size: tuple[int, int]) -> Any:
    """A coloured page without its colours, as large as it was looked at; None of one that has none."""
    picture = _open_frame(content, number)
    if picture.mode not in ("RGB", "YCbCr", "P") or picture.width * picture.height > MOST_COLOURED:
        return None
    if _kind(picture) == "JPEG":
        picture.draft("RGB", size)
    return _upright_as_held(lightest_of(picture.convert("RGB")), held).resize(size)


def _smaller(grey: Any, longest: int) -> Any:
    from PIL import Image

    scale = longest / max(grey.size)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return grey.resize(size, Image.Resampling.BOX if scale < 0.6 else Image.Resampling.BILINEAR)


def _upright_as_held(picture: Any, held: int) -> Any:
    """The picture as the camera was held (EXIF)."""
    from PIL import Image

    way = Image.Transpose
    ways = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_270,
        7: way.TRANSVERSE,
        8: way.ROTATE_90,
    }
    return picture.transpose(ways[held]) if held in ways else picture


def _written(picture: Any, held: int, turned: int) -> tuple[bytes, str]:
    """The picture anew: what is black and white or has few colours as PNG, the rest as JPEG."""
    if picture.width * picture.height > MOST_COLOURED:
        raise Refused(TOO_BIG)
    dpi = picture.info.get("dpi")
    sound = dpi and all(30 <= float(each) <= 2400 for each in dpi)
    kept = {"dpi": tuple(round(float(each)) for each in dpi)} if sound else {}
    few = picture.mode in ("1", "P") or (picture.format == "PNG" and picture.mode in ("L", "RGB"))
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.point(lambda value: value / 256).convert("L")
    elif not few and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    picture = turn(_upright_as_held(picture, held), turned)
    out = io.BytesIO()
    if few:
        picture.save(out, "PNG", **kept)
        return out.getvalue(), ".png"
    picture.save(out, "JPEG", quality=QUALITY, **kept)
    return out.getvalue(), ".jpg"


def turn(picture: Any, degrees: int) -> Any:
    """Turned clockwise by a multiple of 90 degrees."""
    from PIL import Image

    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[degrees]) if degrees in ways else picture


def turned_alone(content: bytes, degrees: int) -> tuple[bytes, str]:
    """The file of one page, turned clockwise."""
    try:
        if kind_of(content) == "pdf":
            return _alone(_opened(content), 0, degrees), ".pdf"
        picture = _open_frame(content, 1)
        return _written(picture, _held(picture), degrees)
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error


def shown(content: bytes, first: int) -> Iterator[dict[str, Any]]:
    """How many pages a PDF has, and some of them from this one on as small JPEGs; empty where a page is damaged."""
    document = _opened(content)
    yield {"total": len(document)}
    for number in range(first, min(first + SHOWN_AT_ONCE, len(document) + 1)):
        try:
            out = io.BytesIO()
            _drawn(document[number - 1]).save(out, "JPEG", quality=80)
        except Exception:  # a page that cannot be drawn; the others can
            out = io.BytesIO()
        yield {"picture": _told(out.getvalue())}


def _drawn(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(PREVIEW / max(width, height, 1), 4.0)
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def look(content: bytes, degrees: int = 0) -> bytes:
    """The first page as a small JPEG for the screen."""
    try:
        if kind_of(content) == "pdf":
            picture = _drawn(_opened(content)[0])
        else:
            picture = _open_frame(content, 1)
            if _kind(picture) == "JPEG":
                picture.draft("RGB", (PREVIEW, PREVIEW))
            picture.thumbnail((PREVIEW, PREVIEW))
            picture = picture.convert("RGB")
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error
    out = io.BytesIO()
    turn(picture, degrees).save(out, "JPEG", quality=80)
    return out.getvalue()
