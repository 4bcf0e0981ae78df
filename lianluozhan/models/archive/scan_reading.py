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

from .code_search import is_blank, search

DPI = 200  # at which a page of a PDF is looked at first, and to which a finer picture is made smaller
FINE_DPI = 300
LONGEST_SIDE = 2600  # pixels of the first look; a sheet of A4 at 220 dpi
FINE_SIDE = 4000
MOST_DOTS = 150_000_000  # a sheet of A2 at 600 dpi
MOST_COLOURED = 80_000_000  # that are turned or written anew: a sheet of A3 at 600 dpi
SHORTEST = 120  # pixels: what is smaller is no scan of a sheet
QUALITY = 90
PREVIEW = 1400
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
    """Tell the pages from the one of this number on, at most so many; or `look`, one page as a small picture."""
    import sys

    out = sys.stdout.buffer
    content = sys.stdin.buffer.read()
    _load()
    close_doors()
    warnings.simplefilter("ignore")
    try:
        if arguments[0] == "look":
            lines: Iterator[dict[str, Any]] = iter([{"picture": _told(look(content, int(arguments[1])))}])
        else:
            lines = read(content, int(arguments[0]), int(arguments[1]))
        for line in lines:
            out.write(json.dumps(line).encode() + b"\n")
            out.flush()
        out.write(b'{"end": 1}\n')
    except Refused as refusal:
        out.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
    out.flush()
    os._exit(0)  # nothing is tidied up that a strange file has been through


def _load() -> None:
    """Load what Python would only load when it is first used."""
    import PIL.BmpImagePlugin
    import PIL.Image
    import PIL.ImageChops
    import PIL.ImageFilter
    import PIL.ImageOps
    import PIL.JpegImagePlugin
    import PIL.PngImagePlugin
    import PIL.TiffImagePlugin
    import pypdfium2
    import zxingcpp  # noqa: F401

    PIL.Image.MAX_IMAGE_PIXELS = MOST_DOTS
    PIL.Image.init()
    pypdfium2.PdfDocument.new().close()  # the library is set up with the first document


def read(content: bytes, first: int = 1, most: int = 1000) -> Iterator[dict[str, Any]]:
    """The pages of a file, each with its number from 1, and how many there are."""
    if not content:
        raise Refused(EMPTY)
    if _PDF in content[:1024]:
        yield from _pdf_pages(content, first, most)
    elif content.startswith((_JPEG, _PNG, *_TIFF)):
        yield from _picture_pages(content, first, most)
    else:
        raise Refused(NO_SCAN)


def _page(number: int, total: int, **facts: Any) -> dict[str, Any]:
    usual = {"codes": [], "turned": 0, "blank": False, "trouble": "", "file": "", "suffix": ""}
    return {"page": number, "pages": total} | usual | facts


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


def _pdf_pages(content: bytes, first: int, most: int) -> Iterator[dict[str, Any]]:
    document = _opened(content)
    total = len(document)
    for number in range(first, min(total, first + most - 1) + 1):
        try:
            yield _pdf_page(document, number, total)
        except Refused as refusal:
            yield _page(number, total, trouble=str(refusal))
        except MemoryError:
            yield _page(number, total, trouble=TOO_BIG)
        except Exception:  # whatever pdfium or what is in it may say of a spoiled page
            yield _page(number, total, trouble=BAD_PAGE)


def _pdf_page(document: Any, number: int, total: int) -> dict[str, Any]:
    page = document[number - 1]
    picture = _rendered(page, DPI, LONGEST_SIDE)
    found = search(picture)
    if not found.codes:
        found = search(_rendered(page, FINE_DPI, FINE_SIDE), hard=True)
    alone = _alone(document, number - 1, found.turned)
    facts = {"codes": found.codes, "turned": found.turned, "blank": not found.codes and is_blank(picture)}
    return _page(number, total, **facts, file=_told(alone), suffix=".pdf")


def _rendered(page: Any, dpi: float, longest: int) -> Any:
    """The page in grey; a page of an odd size is made smaller, so that its picture stays within bounds."""
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Refused(BAD_PAGE)
    scale = min(dpi / 72, longest / max(width, height))
    if min(width, height) * scale < 8:
        raise Refused(BAD_PAGE)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    return bitmap.to_pil().convert("L")


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


def _picture_pages(content: bytes, first: int, most: int) -> Iterator[dict[str, Any]]:
    total = _frames(content)
    for number in range(first, min(total, first + most - 1) + 1):
        try:
            yield _picture_page(content, number, total)
        except Refused as refusal:
            yield _page(number, total, trouble=str(refusal))
        except MemoryError:
            yield _page(number, total, trouble=TOO_BIG)
        except Exception:  # Pillow tells of spoiled pictures in many ways
            yield _page(number, total, trouble=BAD_PAGE)


def _frames(content: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    except Image.DecompressionBombError as error:
        raise Refused(TOO_BIG) from error
    except Exception as error:
        raise Refused(BROKEN) from error


def _open_frame(content: bytes, number: int) -> Any:
    """A picture at this frame, not decoded yet."""
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(content))
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


def _picture_page(content: bytes, number: int, total: int) -> dict[str, Any]:
    picture = _open_frame(content, number)
    held = int(picture.getexif().get(0x0112, 1)) if picture.format in ("JPEG", "TIFF") else 1
    kind = picture.format
    grey = _upright_as_held(_grey(picture, FINE_SIDE), held)
    first_look = grey if max(grey.size) <= LONGEST_SIDE else _smaller(grey, LONGEST_SIDE)
    found = search(first_look)
    if not found.codes:
        found = search(grey, hard=True)
    facts = {"codes": found.codes, "turned": found.turned, "blank": not found.codes and is_blank(first_look)}
    if kind in ("JPEG", "PNG") and held == 1 and not found.turned:
        return _page(number, total, **facts, file=_told(content), suffix=".jpg" if kind == "JPEG" else ".png")
    stored, suffix = _written(_open_frame(content, number), held, found.turned)
    return _page(number, total, **facts, file=_told(stored), suffix=suffix)


def _grey(picture: Any, longest: int) -> Any:
    """The picture in grey, no longer than it needs to be; a JPEG is made smaller while it is unpacked."""
    if picture.format == "JPEG":
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


def look(content: bytes, degrees: int = 0) -> bytes:
    """The first page as a small JPEG for the screen."""
    try:
        if _PDF in content[:1024]:
            page = _opened(content)[0]
            width, height = page.get_size()
            scale = min(PREVIEW / max(width, height, 1), 4.0)
            picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        else:
            picture = _open_frame(content, 1)
            if picture.format == "JPEG":
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
