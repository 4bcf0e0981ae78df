"""The Word file itself: styles, fonts and settings are the same in each; the sheets are written as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from ..archival import PROGRAM, Description
from ..document import Document, texts
from ..fonts import drawn_as_missing
from ..layout import plan_for_word
from ..page import Written
from ..saving import whole_file
from .archive import Archive, Packed, kept, packed
from .body import LAST, Body
from .sections import Sections, has_even_pages
from .styles import HEAD, ROOT, fonts_xml, settings_xml, styles_xml

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIXED = ("styles", "settings", "fontTable")


def write_word(documents: Sequence[Document], path: Path) -> Written:
    """Write documents into one Word file, a section each; the file appears whole or not at all. Raises StorageError."""
    with whole_file(path) as beside:
        made = datetime.now(UTC)
        package = _Package(any(map(has_even_pages, documents)), any(document.paper.mirrored for document in documents))
        sections = Sections(package.enter, len(documents) > 1, package.even_pages)
        body = packed(package.body(documents, sections))
        about = Description.of(documents[0] if documents else None, len(documents), made)
        with beside.open("wb") as out:
            package.write(Archive(out, made.astimezone()), body, about)
    return Written(package.pages, drawn_as_missing(text for document in documents for text in texts(document)))


class _Package:
    """The parts of one file and how they lead to each other."""

    def __init__(self, even_pages: bool, mirrored: bool) -> None:
        self.even_pages, self.mirrored, self.pages = even_pages, mirrored, 0
        self._parts: list[tuple[str, str, Packed]] = []  # name, kind, content

    def enter(self, kind: str, content: bytes) -> str:
        """A header, a footer or a picture; returns the id of the relation that leads to it."""
        number = len(self._parts) + 1
        name = f"media/image{number}.png" if kind == "image" else f"{kind}{number}.xml"
        self._parts.append((name, kind, packed([content])))
        return f"rIdSheet{number}"

    def body(self, documents: Sequence[Document], sections: Sections) -> Iterator[bytes]:
        """The main part, a piece for each document."""
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

    def write(self, archive: Archive, body: Packed, about: Description) -> None:
        numbered = tuple((name, kind) for name, kind, _ in self._parts)
        archive.add("[Content_Types].xml", kept(_types(numbered)))
        archive.add("_rels/.rels", kept(_package_relations()))
        archive.add("word/document.xml", body)
        archive.add("word/_rels/document.xml.rels", kept(_relations(numbered)))
        archive.add("word/styles.xml", kept(styles_xml()))
        archive.add("word/settings.xml", kept(settings_xml(even_pages=self.even_pages, mirrored=self.mirrored)))
        archive.add("word/fontTable.xml", kept(fonts_xml()))
        for name, _, content in self._parts:
            archive.add(f"word/{name}", content)
        archive.add("docProps/core.xml", packed([_core(about)]))
        archive.add("docProps/app.xml", kept(_app()))
        archive.finish()


@lru_cache(maxsize=16)
def _types(parts: tuple[tuple[str, str], ...]) -> bytes:
    others = ((f"word/{name}", f"{_WORD_TYPE}.{kind}+xml") for name, kind in parts if kind != "image")
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    known = [
        ("word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
        *((f"word/{name}.xml", f"{_WORD_TYPE}.{name}+xml") for name in _FIXED),
        ("docProps/core.xml", core),
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    entries = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in [*known, *others])
    plain = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    plain += (
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    )
    return f'{HEAD}<Types xmlns="{_TYPES}">{plain}{entries}</Types>'.encode()


def _related(entries: Sequence[tuple[str, str, str]]) -> bytes:
    rows = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{place}"/>' for name, kind, place in entries)
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'.encode()


def _package_relations() -> bytes:
    core = f"{_CORE}/relationships/metadata/core-properties"
    return _related(
        [
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", core, "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ]
    )


@lru_cache(maxsize=16)
def _relations(parts: tuple[tuple[str, str], ...]) -> bytes:
    fixed = [(f"rId{n}", f"{_OFFICE}/{name}", f"{name}.xml") for n, name in enumerate(_FIXED, 1)]
    others = [(f"rIdSheet{n}", f"{_OFFICE}/{kind}", name) for n, (name, kind) in enumerate(parts, 1)]
    return _related([*fixed, *others])


def _core(about: Description) -> bytes:
    title, author, subject = map(escape, (about.title, about.author, about.subject))
    day = f"{about.made:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_CORE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{PROGRAM}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _app() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{space}"><Application>{PROGRAM}</Application></Properties>'.encode()
