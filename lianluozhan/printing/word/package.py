"""The Word file itself: python-docx's package with our parts; the body is text, its tree takes ten times the memory.

The package is made empty, not from the library's template, of which a form uses nothing: no table styles, no theme,
no thumbnail. What is the same in each file is made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from ..archival import PROGRAM, Description
from ..document import Document, texts
from ..fonts import drawn_as_missing
from ..layout import plan_for_word
from ..page import Written
from ..saving import whole_file
from .body import LAST, Body
from .sections import Sections, has_even_pages
from .styles import HEAD, ROOT, fonts_xml, settings_xml, styles_xml

_KINDS = {
    "header": (CT.WML_HEADER, RT.HEADER),
    "footer": (CT.WML_FOOTER, RT.FOOTER),
    "image": (CT.PNG, RT.IMAGE),
    "photo": (CT.JPEG, RT.IMAGE),
}
_LONGEST = 255  # characters of a property of the file


def write_word(documents: Sequence[Document], path: Path) -> Written:
    """Write documents into one Word file, a section each; the file appears whole or not at all. Raises StorageError."""
    with whole_file(path) as beside:
        package = _Package(any(map(has_even_pages, documents)), any(document.paper.mirrored for document in documents))
        body = b"".join(package.body(documents))
        package.describe(Description.of(documents[0] if documents else None, len(documents), datetime.now(UTC)))
        package.save(beside, body)
    return Written(package.pages, drawn_as_missing(text for document in documents for text in texts(document)))


class _Package:
    """The parts of one file and how they lead to each other."""

    def __init__(self, even_pages: bool, mirrored: bool) -> None:
        self.even_pages, self.mirrored, self.pages = even_pages, mirrored, 0
        self._whole = Package()
        self._entered: list[tuple[str, Part]] = []  # the kind of relation and what it leads to

    def enter(self, kind: str, content: bytes) -> str:
        """A header, a footer or a picture; returns the id of the relation that leads to it."""
        content_type, relation = _KINDS[kind]
        number = len(self._entered) + 1
        pictures = {"image": "png", "photo": "jpg"}
        place = f"/word/{kind}{number}.xml"
        if kind in pictures:
            place = f"/word/media/image{number}.{pictures[kind]}"
        self._entered.append((relation, self._part(place, content_type, content)))
        return f"rIdSheet{number}"

    def body(self, documents: Sequence[Document]) -> Iterator[bytes]:
        """The main part, a piece for each document."""
        sections = Sections(self.enter, len(documents) > 1, self.even_pages)
        yield f"{HEAD}<w:document {ROOT}><w:body>".encode()
        last = len(documents) - 1
        for number, document in enumerate(documents):
            document, plan = plan_for_word(document)
            self.pages += len(plan.pages)
            properties = sections.properties(document, len(plan.pages))
            inner = Body(document, plan, number, self.enter).xml()
            if number < last:
                end = LAST.replace("</w:pPr>", f"{properties}</w:pPr>")
            else:
                end = (LAST if inner.endswith("</w:tbl>") or not inner else "") + properties
            yield (inner + end).encode()
        yield b"</w:body></w:document>" if documents else f"{LAST}</w:body></w:document>".encode()

    def describe(self, about: Description) -> None:
        """Title, issuer, subject and day, as the file's properties show them."""
        core = self._whole.core_properties
        core.title, core.author, core.subject = (text[:_LONGEST] for text in (about.title, about.author, about.subject))
        core.last_modified_by = PROGRAM
        core.created = core.modified = about.made.replace(tzinfo=None)

    def save(self, path: Path, body: bytes) -> None:
        """Put the parts together and write the file."""
        main = self._part("/word/document.xml", CT.WML_DOCUMENT_MAIN, body)
        settings = settings_xml(even_pages=self.even_pages, mirrored=self.mirrored)
        for name, kind, relation, content in (
            ("styles", CT.WML_STYLES, RT.STYLES, styles_xml()),
            ("settings", CT.WML_SETTINGS, RT.SETTINGS, settings),
            ("fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, fonts_xml()),
        ):
            main.relate_to(self._part(f"/word/{name}.xml", kind, content), relation)
        for number, (relation, part) in enumerate(self._entered, 1):
            main.rels.add_relationship(relation, part, f"rIdSheet{number}")
        self._whole.relate_to(main, RT.OFFICE_DOCUMENT)
        self._whole.relate_to(
            self._part("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, _app()), RT.EXTENDED_PROPERTIES
        )
        whole = BytesIO()  # a zip cut short by a full disk would complain once more when it is thrown away
        self._whole.save(whole)
        path.write_bytes(whole.getbuffer())

    def _part(self, place: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(place), kind, content, self._whole)


@cache
def _app() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{space}"><Application>{PROGRAM}</Application></Properties>'.encode()
