"""Reads a file from elsewhere in a process of its own, with limits, and tells it to the program in lines of JSON.

It runs on its own and imports nothing of ours: what a hostile file may do, it does to this process alone. The file
comes in whole through the standard input; no file is opened here, and after `close_doors` none can be.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import IO, Any

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 60_000_000
MOST_CELLS = 4_000_000
MOST_SHEETS = 20
MOST_UNPACKED = 200_000_000
MOST_RATIO = 100
MOST_PARTS = 2_000
ROWS_AT_ONCE = 250
_SPARE = 60  # title and heading rows above the first of the rows that count
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = re.compile(  # the stream of an encrypted xlsx; FILEPASS among the first records of an xls
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_DECLARED = tuple(  # no spreadsheet declares entities; what does wants to grow or to fetch something
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "cp437")
_MOVED = dict(
    zip(
        [
            *(0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864, 0xE7C7),
            *(0xE816, 0xE817, 0xE818, 0xE831, 0xE83B, 0xE855, *range(0xE78D, 0xE797)),
        ],
        [
            *(*range(0x9FB4, 0x9FBC), 0x1E3F, 0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE),
            *(0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19),
        ],
        strict=True,
    )
)  # where GB 18030-2022 puts what Python's codec, of 2000, leaves in the private area

Sheet = tuple[str, list[list[str]]]

TOO_MANY_ROWS = f"表里超过 {MOST_ROWS:,} 行（空行也算）。请把有内容的行分成几个文件，一个一个导入。"
TOO_MANY_COLUMNS = f"表里超过 {MOST_COLUMNS} 列。请删去不用的列，另存后再试。"
TOO_BIG = "文件展开后太大，没有打开。请只留下要导入的那张表，另存后再试。"
BROKEN = "文件内容不完整或已损坏，打不开。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。"
UNSAFE = "文件含不安全内容，没有打开。请用 Excel 或 WPS 打开它，把要导入的内容贴到新表里，另存后再试。"
LOCKED = "文件设了打开密码，读不出来。请用 Excel 或 WPS 去掉密码，另存后再试。"
NO_TABLE = "文件不是 Excel 表格，虽然它的名字像。请选 .xlsx、.xls 或 .csv 文件。"
WEB_PAGE = "文件里是网页，不是 Excel 表格。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。"
EMPTY = "文件里没有内容。请检查是不是选错了文件。"
NO_TEXT = "文件的文字读不出来。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。"


class Refused(Exception):
    """Why the file cannot be taken, as a Chinese sentence."""


def read(content: bytes, suffix: str, *, filled: bool = False, ready: Callable[[], None] = lambda: None) -> list[Sheet]:
    """The visible sheets that hold anything, every cell as text; `filled` repeats a cell merged downwards.

    `ready` is called when everything that reading takes is loaded, before the file itself is looked into.
    """
    start = content[:4096]
    if not start:
        raise Refused(EMPTY)
    is_book = start.startswith((b"PK", _OLE))
    _load(is_book=is_book)
    ready()
    if is_book:
        if start.startswith(b"PK"):
            check_package(content)
        elif _PASSWORD.search(content):
            raise Refused(LOCKED)
        sheets = read_workbook(content, filled=filled)
    elif suffix.lower() in (".csv", ".txt", ".tsv"):
        sheets = [("", read_csv(content))]
    else:
        raise Refused(WEB_PAGE if re.search(rb"<(html|table|!doctype)", start, re.IGNORECASE) else NO_TABLE)
    sheets = [(name, rows) for name, rows in sheets if rows]
    if not sheets:
        raise Refused(EMPTY)
    return sheets


def _load(*, is_book: bool) -> None:
    """Load what Python would only load when it is first used."""
    if is_book:
        import python_calamine  # noqa: F401
    for name in _ENCODINGS:
        codecs.lookup(name)


def check_package(content: bytes) -> None:
    """Refuse a zip that would grow too large, is no workbook or hides something, before any of it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(LOCKED)
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 10_000):
                raise Refused(TOO_BIG)
            names = [entry.filename for entry in entries]
            _check_names(names)
            is_excel = any(re.fullmatch(r"/?xl/workbook\.(xml|bin)", name, re.I) for name in names)
            if not is_excel and ("mimetype" not in names or not package.read("mimetype").startswith(_OPEN_DOCUMENT)):
                raise Refused(NO_TABLE)
            for entry in entries:
                _check_part(package.open(entry), entry.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(BROKEN) from error


def _check_names(names: list[str]) -> None:
    """One part a name, and none that points out of the package."""
    plain = [name.replace("\\", "/").lower() for name in names]
    if len(names) > MOST_PARTS:
        raise Refused(TOO_BIG)
    if len(set(plain)) < len(plain) or any(".." in name.split("/") or ":" in name for name in plain):
        raise Refused(UNSAFE)


def _check_part(part: IO[bytes], name: str) -> None:
    """Read a part to its end, for only then its size and sum are known to be what the package says they are."""
    is_sheet = re.search(r"worksheets/[^/]+\.xml$", name, re.I)
    is_text = name.lower().endswith((".xml", ".rels", ".vml"))
    count, size, tail = 0, 0, b""
    while chunk := part.read(1 << 20):
        size += len(chunk)
        text = tail + chunk
        tail = text[-32:]
        if is_sheet:
            count += len(_ROW.findall(text)) - len(_ROW.findall(tail))
        if count > MOST_ROWS + _SPARE:
            raise Refused(TOO_MANY_ROWS)
        if size > MOST_UNPACKED:
            raise Refused(TOO_BIG)
        if is_text and any(word in text for word in _DECLARED):
            raise Refused(UNSAFE)


def read_workbook(content: bytes, *, filled: bool = False) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            ]
            found = [(name, book.get_sheet_by_name(name)) for name in names[:MOST_SHEETS]]
            if sum(sheet.height * sheet.width for _, sheet in found) > MOST_CELLS:
                raise Refused(_too_large([sheet for _, sheet in found]))
            return [(name, _fill(sheet, _rows(sheet)) if filled else _rows(sheet)) for name, sheet in found]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(LOCKED if "assword" in str(error) else BROKEN) from error


def _too_large(sheets: list[Any]) -> str:
    return TOO_MANY_ROWS if any(sheet.height > MOST_ROWS + _SPARE for sheet in sheets) else TOO_BIG


def _rows(sheet: Any) -> list[list[str]]:
    if sheet.start is None:
        return []
    if sheet.height > MOST_ROWS + _SPARE:
        raise Refused(TOO_MANY_ROWS)
    if sheet.width > MOST_COLUMNS:
        raise Refused(TOO_MANY_COLUMNS)
    above: list[list[str]] = [[] for _ in range(sheet.start[0])] if sheet.start[0] <= _SPARE else []
    return [*above, *([cell if type(cell) is str else as_text(cell) for cell in row] for row in sheet.to_python())]


def _fill(sheet: Any, rows: list[list[str]]) -> list[list[str]]:
    """Every row of cells merged downwards says what the first of them says."""
    if not rows:
        return rows
    right = sheet.start[1]
    down = 0 if sheet.start[0] <= _SPARE else sheet.start[0]
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        at = column - right
        for row in rows[max(top - down + 1, 0) : bottom - down + 1]:
            if 0 <= at < len(row) and not row[at]:
                row[at] = rows[top - down][at]
    return rows


def as_text(cell: object) -> str:
    """A cell that is no text, written the way a person would type it."""
    match cell:
        case str():
            return cell
        case bool():
            return "是" if cell else "否"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(" ", "seconds") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return "" if cell is None else str(cell)


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a comma, semicolon or tab separated file."""
    text = decode(content)
    cells = 0
    if "\0" in text:
        raise Refused(NO_TEXT)
    csv.field_size_limit(MOST_CHARACTERS)
    try:
        delimiter = max(",\t;，|", key=lambda mark: _usual_width(text, mark))
        rows: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MOST_ROWS + _SPARE:
                raise Refused(TOO_MANY_ROWS)
            cells += len(row)
            if len(row) > MOST_COLUMNS:
                raise Refused(TOO_MANY_COLUMNS)
            if cells > MOST_CELLS:
                raise Refused(TOO_BIG)
    except csv.Error as error:
        raise Refused(BROKEN) from error
    return rows if any(any(cell.strip() for cell in row) for row in rows) else []


def _usual_width(text: str, delimiter: str) -> int:
    """How many columns the middle one of the first rows has."""
    reader: Iterator[list[str]] = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths = sorted(len(row) for row, _ in zip(reader, range(20), strict=False) if row)
    return widths[len(widths) // 2] if widths else 0


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, UTF-8 without, else GB 18030 with the characters of the 2022 edition."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            return text.translate(_MOVED) if encoding == "gb18030" else text
    raise Refused(NO_TEXT)


def main(arguments: Iterable[str], ready: Callable[[], None] = lambda: None) -> None:
    """Tell what the file holds, or why it cannot be taken; the last line is missing if the limits end it."""
    suffix, *wishes = arguments
    with os.fdopen(0, "rb", closefd=False) as into:  # sys.stdin is None in a packed program without a console
        content = into.read()
    with os.fdopen(1, "wb", closefd=False) as out:
        try:
            for line in _answer(read(content, suffix, filled="filled" in wishes, ready=ready)):
                out.write(_line(line))
        except Refused as refusal:
            out.write(_line({"refused": str(refusal)}))
        except MemoryError:
            out.write(_line({"refused": TOO_BIG}))


def _answer(sheets: list[Sheet]) -> Iterator[dict[str, Any]]:
    """Each sheet's name, its rows some at a time, and at the end that this is all."""
    if sum(len(cell) for _, rows in sheets for row in rows for cell in row) > MOST_CHARACTERS:
        raise Refused(TOO_BIG)
    for name, rows in sheets:
        yield {"sheet": name}
        for at in range(0, len(rows), ROWS_AT_ONCE):
            yield {"rows": rows[at : at + ROWS_AT_ONCE]}
    yield {"end": len(sheets)}


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
