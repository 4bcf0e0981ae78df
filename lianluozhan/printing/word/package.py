"""The Word file itself: a python-docx package with our styles, fonts and settings, the body parsed once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from ..document import Document, Grid, texts
from ..fonts import drawn_as_missing
from ..layout import plan_for_word
from ..page import Written
from ..saving import whole_file
from .body import LAST, Body
from .sections import RELATIONS, Sections, has_even_pages
from .styles import HEAD, W, fonts_xml, settings_xml, styles_xml

_KEPT = {RT.STYLES, RT.SETTINGS}
_KINDS = {"header": (CT.WML_HEADER, RT.HEADER), "footer": (CT.WML_FOOTER, RT.FOOTER)}


def write_word(documents: Sequence[Document], path: Path) -> Written:
    """Write documents into one Word file, a section each; the file appears whole or not at all. Raises StorageError."""
    with whole_file(path) as beside:
        file = docx.Document()
        even_pages = any(map(has_even_pages, documents))
        _dress(file, even_pages)
        sections = Sections(_Parts(file.part).enter, len(documents) > 1, even_pages)
        pages, body = _body(documents, sections)
        _put(file, body)
        _describe(file, documents)
        file.save(str(beside))
    return Written(pages, drawn_as_missing(text for document in documents for text in texts(document)))


class _Parts:
    """Headers and footers as parts of the package."""

    def __init__(self, main: Any) -> None:
        self._main, self._count = main, 0

    def enter(self, kind: str, xml: bytes) -> str:
        self._count += 1
        content, relation = _KINDS[kind]
        part = Part(PackURI(f"/word/{kind}{self._count}.xml"), content, xml, self._main.package)
        name = f"rIdSheet{self._count}"  # of our own: the library looks through all it has for a free one
        self._main.rels.add_relationship(relation, part, name)
        return name


def _dress(file: Any, even_pages: bool) -> None:
    """Our styles, settings and fonts in place of the template's; what a form does not need is left out."""
    _replace(file.styles.element, styles_xml())
    _replace(file.settings.element, settings_xml(even_pages=even_pages))
    main, package = file.part, file.part.package
    for number, relation in list(main.rels.items()):
        if relation.reltype not in _KEPT:
            del main.rels[number]
    for number, relation in list(package.rels.items()):
        if relation.reltype == RT.THUMBNAIL:
            del package.rels[number]
    fonts = Part(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, fonts_xml(), package)
    main.relate_to(fonts, RT.FONT_TABLE)


def _replace(element: Any, xml: str) -> None:
    del element[:]
    element.extend(list(parse_xml(xml.encode())))


def _body(documents: Sequence[Document], sections: Sections) -> tuple[int, bytes]:
    """How many pages are planned, and everything between the body's tags."""
    parts, pages, last = [], 0, len(documents) - 1
    for number, document in enumerate(documents):
        document, plan = plan_for_word(document)
        pages += len(plan.pages)
        properties = sections.properties(document, len(plan.pages))
        if number < last:
            end = LAST.replace("</w:pPr>", f"{properties}</w:pPr>")
        else:
            end = (LAST if isinstance(document.blocks[-1], Grid) else "") + properties
        parts.append((Body(document, plan).xml() + end).encode())
    return pages, b"".join(parts)


def _put(file: Any, body: bytes) -> None:
    """The body as finished text in place of the library's tree of it, which takes ten times the memory."""
    old, package = file.part, file.part.package
    head = f"{HEAD}<w:document {W} {RELATIONS}><w:body>".encode()
    main = Part(old.partname, old.content_type, head + body + b"</w:body></w:document>", package)
    for name, relation in old.rels.items():
        main.rels.add_relationship(relation.reltype, relation.target_part, name)
    for name, relation in list(package.rels.items()):
        if relation.reltype == RT.OFFICE_DOCUMENT:
            del package.rels[name]
            package.rels.add_relationship(RT.OFFICE_DOCUMENT, main, name)


def _describe(file: Any, documents: Sequence[Document]) -> None:
    core = file.core_properties
    core.title = documents[0].title if documents else ""
    core.author = core.last_modified_by = "联络站"
    core.comments = ""
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)
