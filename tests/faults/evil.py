"""Files that somebody made on purpose: bombs, entities, names that lead out, lies in the headers, odd text."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.ledgers import ANSWERED, DRAFT, HEADINGS

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
FETCHING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def shared(path: Path, *rows: Sequence[str]) -> Path:
    """A workbook whose texts stand in a part of their own, as Excel and WPS write it."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def good(folder: Path) -> dict[str, bytes]:
    """The parts of a workbook that can be imported, by name."""
    with zipfile.ZipFile(shared(folder / "good.xlsx", HEADINGS, ANSWERED, DRAFT)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in [*parts.items(), *more]:
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED, 1)
    return content.getvalue()


def renamed(parts: Mapping[str, bytes], old: str, new: str) -> bytes:
    return packed({new if name == old else name: part for name, part in parts.items()})


def declared(parts: Mapping[str, bytes], name: str, words: str, encoding: str = "utf-8") -> bytes:
    """A part that declares entities and uses the last of them where a text stood."""
    text = parts[name].decode("utf-8")
    head, mark, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    text = (f'<?xml version="1.0" encoding="{encoding}"?>' if mark or encoding != "utf-8" else head) + words + rest
    return packed({**parts, name: text.replace("周长福", "&j;&a;", 1).encode(encoding)})


def lying(parts: Mapping[str, bytes], size: int) -> bytes:
    """Says in its headers that the sheet unpacks to `size` bytes."""
    content = bytearray(packed(parts))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = 0
        while (place := content.find(mark, place)) >= 0:
            name = place + (30 if mark == b"PK\x03\x04" else 46)
            if content[name : name + len(SHEET)] == SHEET.encode():
                content[place + at : place + at + 4] = struct.pack("<I", size)
            place += 4
    return bytes(content)


def flagged(parts: Mapping[str, bytes]) -> bytes:
    """Says that everything in it is encrypted."""
    content = bytearray(packed(parts))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := content.find(mark, place)) >= 0:
            content[place + at] |= 1
            place += 4
    return bytes(content)


def sheet_of(rows: str, *, strings: str = "", more: str = "") -> dict[str, bytes]:
    """A workbook whose sheet is written by hand."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        BOOK: f'<workbook xmlns="{_MAIN}" xmlns:r="{kind}">{more}<sheets><sheet name="台账" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        SHEET: f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        STRINGS: f'<sst xmlns="{_MAIN}">{strings}</sst>',
    }
    return {name: f'<?xml version="1.0"?>{text}'.encode() for name, text in parts.items()}


def cells(*texts: str, row: int = 1) -> str:
    inline = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{row}">{inline}</row>'


HEAD = cells("反映人", "事由", "收到日期", "反映内容")


def _one(*texts: str, more: str = "") -> bytes:
    return packed(sheet_of(HEAD + cells(*texts, row=2), more=more))


def csv(rows: str, encoding: str = "utf-8") -> bytes:
    return ("反映人,事由,收到日期,反映内容\r\n" + rows).encode(encoding, "surrogatepass")


def workbooks(folder: Path) -> dict[str, bytes]:
    """Evil workbooks by what is evil about them."""
    parts = good(folder)
    sheet = parts[SHEET].decode()
    deep = "<a>" * 100_000 + "</a>" * 100_000
    many = "".join(cells("周", "路灯", "2026-01-02", "坏", row=n) for n in range(2, 300_002))
    far = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    return {
        "billion laughs in the sheet": declared(parts, SHEET, LAUGHS),
        "billion laughs in the texts": declared(parts, STRINGS, LAUGHS),
        "billion laughs in UTF-16": declared(parts, STRINGS, LAUGHS, "utf-16"),
        "a file fetched by an entity": declared(parts, STRINGS, FETCHING),
        "a bomb beside the sheet": packed(parts, (("xl/media/a.bin", b"\0" * 210_000_000),)),
        "a bomb in the sheet": packed({**parts, SHEET: sheet.encode() + b" " * 40_000_000}),
        "300,000 rows": packed(sheet_of(HEAD + many)),
        "the last cell there is": packed({**parts, SHEET: far.encode()}),
        "nested a hundred thousand deep": packed({**parts, SHEET: sheet.replace("<sheetData>", deep).encode()}),
        "an attribute of ten megabytes": packed(
            {**parts, SHEET: sheet.replace("<sheetData>", f'<sheetData a="{"x" * 10_000_000}">').encode()}
        ),
        "a name that leads out": renamed(parts, STRINGS, "../../sharedStrings.xml"),
        "an absolute name": renamed(parts, STRINGS, "/etc/cron.d/x"),
        "a name of Windows": renamed(parts, STRINGS, "C:\\win.txt"),
        "a device for a name": renamed(parts, STRINGS, "xl/CON"),
        "one name twice": _twice(parts),
        "many thousand parts": packed(parts, tuple((f"xl/a{n}.xml", b"<a/>") for n in range(5_000))),
        "encrypted by its flags": flagged(parts),
        "smaller than it says": lying(parts, 1_000_000_000),
        "larger than it says": lying(parts, 10),
        "a text that is not there": packed({**parts, SHEET: sheet.replace("<v>1</v>", "<v>99999999</v>").encode()}),
        "a negative text": packed({**parts, SHEET: sheet.replace("<v>1</v>", "<v>-1</v>").encode()}),
        "words where a number belongs": packed(sheet_of(HEAD + cells("周", "路灯").replace("inlineStr", "n"))),
        "no texts at all": packed({name: part for name, part in parts.items() if name != STRINGS}),
        "no sheet": packed({name: part for name, part in parts.items() if name != SHEET}),
        "a sheet twice in the book": packed({**parts, BOOK: parts[BOOK].replace(b"</sheets>", b"<sheet/></sheets>")}),
        "merged over everything": packed(
            {**parts, SHEET: sheet.replace("</sheetData>", _merged("A1:XFD1048576")).encode()}
        ),
        "merged backwards": packed({**parts, SHEET: sheet.replace("</sheetData>", _merged("G9:A1")).encode()}),
        **_odd_words(parts, folder),
    }


def _odd_words(parts: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Workbooks in order, with odd things in their cells, and some that are no workbooks."""
    text = str(ANSWERED[1])
    return {
        "a formula for a name": packed(
            sheet_of(
                HEAD
                + '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x","周")</f><v>=1+1</v></c>'
                + cells("路灯", "2026-01-02", "坏", row=2).partition(">")[2].replace('"A2"', '"B2"', 1)
            )
        ),
        "a day before 1900": _dated("-5"),
        "a day after the end of days": _dated("99999999999"),
        "a day that is no number": _dated("1e999"),
        "days counted from 1904": _one("周", "路灯", "44000", "坏", more='<workbookPr date1904="1"/>'),
        "forty thousand characters in a cell": _one("周", "路灯", "2026-01-02", "坏" * 40_000),
        "control characters": _one("周&#1;_x0000_福", "路&#x202E;灯", "2026-01-02", "坏&#0;了"),
        "half a character": _one("周_xD800_", "路灯", "2026-01-02", "坏_xDFFF_"),
        "markup for a name": _one("&lt;img src=x&gt;", "&lt;h1&gt;路灯", "2026-01-02", "{{ 标题 }}%s{0}"),
        "SQL for a name": _one("'; DROP TABLE opinions; --", '路灯" OR 1=1', "2026-01-02", "坏"),
        "an empty zip": b"PK\x05\x06" + b"\0" * 18,
        "only its first bytes": packed(parts)[:4],
        "a document of Word": _document(folder),
        "text in the wrong coding": packed({**parts, STRINGS: parts[STRINGS].replace(text.encode(), b"\xff\xfe\xc0")}),
        "a zip in a zip": packed({BOOK: packed(parts)}),
    }


def _merged(area: str) -> str:
    return f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'


def _dated(number: str) -> bytes:
    day = f'<row r="2"><c r="A2" t="inlineStr"><is><t>周</t></is></c><c r="C2" s="1"><v>{number}</v></c></row>'
    styles = f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    return packed({**sheet_of(HEAD + day), "xl/styles.xml": styles.encode()})


def _twice(parts: Mapping[str, bytes]) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says so too, which is what is wanted here
        return packed(parts, ((SHEET, parts[SHEET].replace("周".encode(), "吴".encode())),))


def _document(folder: Path) -> bytes:
    import docx

    docx.Document().save(str(folder / "a.docx"))
    return (folder / "a.docx").read_bytes()


_DAY = date(2026, 1, 2).isoformat()
SEPARATED: dict[str, Callable[[], bytes]] = {
    "GBK": lambda: csv(f"周长福,路灯,{_DAY},坏了", "gbk"),
    "GB 18030 beyond the first plane": lambda: csv(f"𠮷㛃,路灯,{_DAY},坏了", "gb18030"),
    "UTF-16 with its mark": lambda: csv(f"周长福,路灯,{_DAY},坏了", "utf-16"),
    "UTF-16 without": lambda: csv(f"周长福,路灯,{_DAY},坏了", "utf-16-le"),
    "UTF-8 with its mark": lambda: csv(f"周长福,路灯,{_DAY},坏了", "utf-8-sig"),
    "two marks": lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + csv(f"周长福,路灯,{_DAY},坏了"),
    "UTF-8 and GBK mixed": lambda: csv(f"周长福,路灯,{_DAY},坏了") + "吴国强,水渠,2026-01-03,堵了".encode("gbk"),
    "half a character": lambda: csv(f"周\ud800,路灯,{_DAY},坏了"),
    "NUL": lambda: csv(f"周\0福,路灯,{_DAY},坏\0了"),
    "control characters": lambda: csv(f"周\x01\x1b[2J,路\u202e灯,{_DAY},坏\x7f了"),
    "formulas": lambda: csv(f"=cmd|' /C calc'!A0,@SUM(1),{_DAY},+1\r\n＝1,－1,{_DAY},\t-2"),
    "forty thousand characters": lambda: csv(f"周,路灯,{_DAY},{'坏' * 40_000}"),
    "a quotation that never ends": lambda: csv(f'周,"路灯,{_DAY},坏了' + "\n1,2,3,4" * 100),
    "300,000 rows": lambda: csv(f"周,路灯,{_DAY},坏\r\n" * 300_000),
    "a million commas": lambda: csv("," * 1_000_000),
    "a row of every length": lambda: csv("\r\n".join(f"周,路灯,{_DAY},坏" + ",x" * n for n in range(60))),
    "one megabyte in one cell": lambda: csv(f"周,路灯,{_DAY},{'坏' * 350_000}"),
    "only line ends": lambda: b"\r\n\r\r\n" * 5_000,
    "bytes of no coding": lambda: csv("") + bytes(range(128, 256)) * 20,
}
