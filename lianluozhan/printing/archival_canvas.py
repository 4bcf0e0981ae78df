"""reportlab's canvas for files that are kept for decades (PDF/A-2b, ISO 19005-2): described, no font but its own."""

from __future__ import annotations

import zlib
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from lianluozhan import paths

from .archival import PROGRAM, Description
from .picture import shape_of_jpeg

_SRGB = "sRGB IEC61966-2.1"
_LEVEL = 4  # of compression: a third faster than the usual 6, files 5 % larger


class ArchivalCanvas(Canvas):  # type: ignore[misc]
    """Takes pages as finished operators, compresses each at once, and names the fonts that they use at the end."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__(out, pageCompression=0, pdfVersion=(1, 7), lang="zh-CN")
        self.document: Any = self._doc
        self.document.setCompression(1)  # of the fonts; pages come compressed
        self._resources = pdfdoc.PDFResourceDictionary()
        self._resources.basicFonts()
        self._bookmarks = self.document.Outlines = self.document.Catalog.Outlines = _Bookmarks()

    def _make_preamble(self) -> None:
        """Nothing: the usual one asks for a font of the reader's."""
        self._preamble = ""

    def put_page(self, width: float, height: float, operators: str) -> None:
        """A page of this size in points; its stream waits compressed for the end of the file."""
        self.setPageSize((width, height))
        self.addLiteral(operators)
        self.showPage()
        page = self.document.Pages.pages[-1]
        page.__class__ = _Sheet
        page.Contents, page.stream = _Operators(zlib.compress(page.stream.encode("latin-1"), _LEVEL)), None
        page.Resources = self._resources

    def begin(self, title: str) -> None:
        """A bookmark to the page that is put next."""
        self._bookmarks.entries.append((title, self.document.thisPageName()))

    def put_font(self, name: str, font: Any) -> None:
        """Enter a font object under the name that the operators use."""
        self.document.idToObject["BasicFonts"].dict[name] = font

    def put_picture(self, name: str, jpeg: bytes) -> None:
        """Enter a photograph as it is, under the name that the operators use."""
        shape = shape_of_jpeg(jpeg)
        assert shape is not None
        kinds = {"Type": "XObject", "Subtype": "Image", "ColorSpace": shape.colours, "Filter": "DCTDecode"}
        entries: dict[str, Any] = {key: pdfdoc.PDFName(value) for key, value in kinds.items()}
        entries |= {"Width": shape.width, "Height": shape.height, "BitsPerComponent": 8}
        self._resources.XObject[name] = self.document.Reference(_Ended(pdfdoc.PDFDictionary(entries), jpeg))

    @property
    def made(self) -> datetime:
        """The moment that both descriptions of the file give."""
        found: datetime = self.document._timeStamp.datetime.replace(microsecond=0)
        return found

    def describe(self, about: Description, *, several: bool) -> None:
        """Title, issuer and day for people and as XMP, and what the colours mean."""
        self.setTitle(about.title)
        self.setAuthor(about.author)
        self.setSubject(about.subject)
        self.setCreator(PROGRAM)
        self.setProducer(PROGRAM)
        self.setViewerPreference("DisplayDocTitle", "true")
        if several:
            self.showOutline()
        catalog = self.document.Catalog
        xmp = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")})
        catalog.Metadata = _Ended(xmp, about.packet())
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFfalse})
        catalog.OutputIntents = pdfdoc.PDFArray([self._intent()])
        catalog.__NoDefault__ = catalog.__Refs__ = [*catalog.__NoDefault__, "OutputIntents"]

    def save(self) -> None:
        """Write the file; the streams of the fonts are the library's own and end as it is used to."""
        objects = self.document.idToObject
        for name, found in objects.items():
            if type(found) is pdfdoc.PDFStream:
                objects[name] = _Ended(found.dictionary, found.content, found.filters)
        super().save()

    def _intent(self) -> Any:
        profile = packed(zlib.compress(_profile()), {"N": 3})
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("OutputIntent"),
                "S": pdfdoc.PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": pdfdoc.PDFString(_SRGB),
                "Info": pdfdoc.PDFString(_SRGB),
                "DestOutputProfile": self.document.Reference(profile),
            }
        )


def packed(content: bytes, entries: dict[str, Any] | None = None) -> Any:
    """A stream that is compressed already."""
    flate = pdfdoc.PDFName("FlateDecode")
    return _Ended(pdfdoc.PDFDictionary({**(entries or {}), "Filter": flate}), content)


class _Ended(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream with the end of line before its last word that the standard asks for (ISO 19005-2, 6.1.7)."""

    def format(self, document: Any) -> bytes:
        made: bytes = super().format(document)
        return made.removesuffix(b"endstream\n") + b"\nendstream\n"


class _Bookmarks(pdfdoc.PDFObject):  # type: ignore[misc]
    """The bookmarks of a file, one below the other, each in one line."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.entries: list[tuple[str, str]] = []  # title, and the library's name of the page
        self.ready = -1

    def prepare(self, document: Any, canvas: Any) -> None:
        """Called by the library once all pages are there."""
        for number, (title, page) in enumerate(self.entries, 1):
            document.Reference(_Bookmark(title, page, number, len(self.entries)), f"Mark{number}")
        self.ready = 1 if self.entries else -1

    def format(self, document: Any) -> bytes:
        last = len(self.entries)
        ends = f"/First {_number_of('Mark1', document)} /Last {_number_of(f'Mark{last}', document)}"
        return f"<< /Type /Outlines /Count {last} {ends} >>".encode()


class _Bookmark(pdfdoc.PDFObject):  # type: ignore[misc]
    __RefOnly__ = 1

    def __init__(self, title: str, page: str, number: int, last: int) -> None:
        self.title, self.page, self.number, self.last = title, page, number, last

    def format(self, document: Any) -> bytes:
        title = self.title.encode("utf-16-be").hex()
        parent = document.Reference(document.Outlines).format(document).decode()
        around = f" /Prev {_number_of(f'Mark{self.number - 1}', document)}" if self.number > 1 else ""
        around += f" /Next {_number_of(f'Mark{self.number + 1}', document)}" if self.number < self.last else ""
        place = f"/Dest [ {_number_of(self.page, document)} /Fit ]"
        return f"<< /Title <feff{title}> /Parent {parent}{around} {place} >>".encode()


def _number_of(name: str, document: Any) -> str:
    """How an object that the library knows by this name is referred to."""
    found: bytes = pdfdoc.PDFObjectReference(name).format(document)
    return found.decode()


class _Sheet(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page written in one line, not through the library's general dictionaries: a yearbook has thousands."""

    def format(self, document: Any) -> bytes:
        found = (self.Contents, document.Pages, self.Resources)
        contents, parent, resources = (document.Reference(part).format(document).decode() for part in found)
        box = f"/MediaBox [ 0 0 {self.pagewidth:.2f} {self.pageheight:.2f} ]"
        entries = f"/Type /Page /Parent {parent} {box} /Resources {resources} /Contents {contents}"
        return f"<< {entries} >>".encode()


class _Operators(pdfdoc.PDFStream):  # type: ignore[misc]
    """The compressed operators of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__({}, content)

    def format(self, document: Any) -> bytes:
        content: bytes = self.content
        head = f"<< /Filter /FlateDecode /Length {len(content)} >>\nstream\n"
        return head.encode() + content + b"\nendstream\n"


@cache
def _profile() -> bytes:
    return (paths.resources() / "colour" / "sRGB.icc").read_bytes()
