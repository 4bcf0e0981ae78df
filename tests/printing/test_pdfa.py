"""What a PDF must hold to be kept for decades (PDF/A-2b), read back from the finished file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import ImageCms
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from lianluozhan.printing.document import Document, Para
from lianluozhan.printing.pdf import write_pdf

from .sheets import FILLED, STATION, ledger, letter, registration

RARE = "𠮷㛃䶮𬴊㐂𫖯犇"
XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
SHOWN = re.compile(r"/(F\d+) [\d.]+ Tf|(?<!ActualText)<([0-9a-f]+)>")
DOCUMENTS = [registration(FILLED, name=RARE), letter(), ledger(40)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdfa") / "a.pdf"
    write_pdf(DOCUMENTS, path)
    return path


@pytest.fixture(scope="module")
def reader(file: Path) -> PdfReader:
    return PdfReader(file, strict=True)


def xmp(reader: PdfReader) -> Any:
    return etree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data())  # type: ignore[index]


def objects(reader: PdfReader) -> Iterator[Any]:
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        yield reader.get_object(IndirectObject(number, 0, reader))


def dictionaries(value: Any) -> Iterator[DictionaryObject]:
    """A value's dictionaries, those within it too."""
    if isinstance(value, DictionaryObject):
        yield value
        for part in value.values():
            yield from dictionaries(part)
    elif isinstance(value, ArrayObject):
        for part in value:
            yield from dictionaries(part)


def fonts(reader: PdfReader) -> list[Any]:
    return [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_the_file_says_that_it_means_to_be_kept(reader: PdfReader) -> None:
    assert xmp(reader).findtext(".//pdfaid:part", namespaces=XMP) == "2"
    assert xmp(reader).findtext(".//pdfaid:conformance", namespaces=XMP) == "B"
    assert "/Filter" not in reader.trailer["/Root"]["/Metadata"]  # type: ignore[index]


def test_title_issuer_and_day_stand_in_both_descriptions_alike(reader: PdfReader) -> None:
    known = reader.metadata
    assert known is not None
    found = {name: xmp(reader).findtext(f".//{name}", namespaces=XMP) for name in ("xmp:CreateDate", "pdf:Producer")}
    inner = {tag: xmp(reader).find(f".//dc:{tag}//rdf:li", XMP).text for tag in ("title", "creator", "description")}
    assert (known.title, known.author, known.subject) == (inner["title"], inner["creator"], inner["description"])
    assert (known.title, known.author) == ("社情民意登记表", STATION)
    assert known.subject == "社情民意登记表等3份"
    assert known.producer == found["pdf:Producer"] == "联络站"
    assert known.creation_date is not None
    assert known.creation_date.isoformat() == found["xmp:CreateDate"]


def test_a_title_with_marks_of_xml_and_control_characters_stays_readable(tmp_path: Path) -> None:
    write_pdf([Document("甲 & <乙>\x00\n丙", [Para("字", "meta")])], tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf", strict=True)
    assert xmp(reader).find(".//dc:title//rdf:li", XMP).text == "甲 & <乙> 丙"
    assert reader.metadata is not None
    assert reader.metadata.title == "甲 & <乙> 丙"


def test_colours_mean_what_the_enclosed_profile_says(reader: PdfReader) -> None:
    [intent] = reader.trailer["/Root"]["/OutputIntents"]  # type: ignore[index]
    assert (intent["/S"], intent["/OutputConditionIdentifier"]) == ("/GTS_PDFA1", "sRGB IEC61966-2.1")
    data = intent["/DestOutputProfile"].get_data()
    profile = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    assert (profile.xcolor_space.strip(), profile.device_class, intent["/DestOutputProfile"]["/N"]) == (
        "RGB",
        "mntr",
        3,
    )
    assert data[8] <= 4  # of the versions that the standard names


def test_every_font_is_embedded_with_just_the_glyphs_it_needs(reader: PdfReader) -> None:
    for font in fonts(reader):
        [inner] = font["/DescendantFonts"]
        program = inner["/FontDescriptor"]["/FontFile2"].get_data()
        cut = TTFont(io.BytesIO(program), checkChecksums=2)
        assert re.fullmatch(r"/[A-Z]{6}\+.+", font["/BaseFont"])
        assert font["/BaseFont"] == inner["/BaseFont"] == inner["/FontDescriptor"]["/FontName"]
        assert cut["maxp"].numGlyphs <= len(set("".join(_all_text(reader)))) + 20
        scale = 1000 / cut["head"].unitsPerEm
        widths = [advance * scale for advance, _ in cut["hmtx"].metrics.values()]
        assert widths[1 : len(inner["/W"][1]) + 1] == pytest.approx([float(w) for w in inner["/W"][1]], abs=0.01)
        assert all(cut["glyf"][name] is not None for name in cut.getGlyphOrder())
    names = [font["/BaseFont"] for font in fonts(reader)]
    assert len(names) == len(set(names)) == len({id(font) for font in fonts(reader)})


def _all_text(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def test_every_glyph_shown_can_be_read_and_none_is_the_empty_box(reader: PdfReader) -> None:
    known: dict[str, tuple[set[int], int]] = {}
    for name, font in reader.pages[0]["/Resources"]["/Font"].items():  # type: ignore[index]
        table = font["/ToUnicode"].get_data().decode()
        codes = {int(code, 16) for code, _ in re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]{4,8})>$", table, re.M)}
        known[name[1:]] = codes, len(font["/DescendantFonts"][0]["/W"][1])
    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        current = ""
        for font, text in SHOWN.findall(contents.get_data().decode("latin-1")):
            current = font or current
            shown = {text[at : at + 4] for at in range(0, len(text), 4)}
            assert {int(code, 16) for code in shown} <= known[current][0]
    for codes, widths in known.values():
        assert codes == set(range(1, widths + 1))


def test_rare_names_are_found_by_searching(reader: PdfReader) -> None:
    assert RARE in _all_text(reader)[0]


def test_nothing_is_transparent_secret_active_or_elsewhere(reader: PdfReader) -> None:
    assert not reader.is_encrypted
    forbidden = {"/JS", "/AA", "/OpenAction", "/EmbeddedFiles", "/SMask", "/ExtGState", "/OCProperties", "/AcroForm"}
    kinds = {"/JavaScript", "/Launch", "/Movie", "/Sound"}
    for value in objects(reader):
        for found in dictionaries(value):
            assert not forbidden & set(found)
            assert found.get("/S") not in kinds
            assert found.get("/CS", "/DeviceRGB") != "/Transparency"
        if isinstance(value, StreamObject):
            assert value.get("/Filter") in (None, "/FlateDecode", ["/FlateDecode"])
            assert "/F" not in value
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is False  # type: ignore[index]


def test_the_file_has_a_name_of_its_own_and_its_table_is_right(file: Path, reader: PdfReader) -> None:
    first, second = reader.trailer["/ID"]  # type: ignore[misc]
    assert first == second
    assert len(first) == 16
    data = file.read_bytes()
    assert data.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in data[10:14])
    assert data.count(b"endstream") == data.count(b"\nendstream")
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    rows = data[start:].split(b"\n")[3:]
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        place = int(rows[number - 1].split()[0])
        assert data[place:].startswith(b"%d 0 obj\n" % number)


def test_a_file_of_one_sheet_opens_on_the_sheet_and_one_of_many_on_its_bookmarks(
    tmp_path: Path, reader: PdfReader
) -> None:
    write_pdf([letter()], tmp_path / "a.pdf")
    one = PdfReader(tmp_path / "a.pdf", strict=True)
    assert one.trailer["/Root"]["/PageMode"] == "/UseNone"  # type: ignore[index]
    assert reader.trailer["/Root"]["/PageMode"] == "/UseOutlines"  # type: ignore[index]
    assert len(reader.outline) == 3


def test_an_empty_batch_is_still_a_file(tmp_path: Path) -> None:
    assert write_pdf([], tmp_path / "a.pdf").pages == 0
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 0
