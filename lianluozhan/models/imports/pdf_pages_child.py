"""The process that counts the pages of PDFs: a length and so many bytes come in, a number goes out (`pdf_pages`)."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable


def main(narrow: Callable[[], object], close_doors: Callable[[], object]) -> None:
    """Answer until no more comes in; 0 for what cannot be read."""
    import pypdfium2  # here: the limits come after it

    count(pypdfium2, _EMPTY)  # what it needs is loaded now
    narrow()
    close_doors()
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(8)) == 8:
        (size,) = struct.unpack(">Q", head)
        answers.write(struct.pack(">i", count(pypdfium2, source.read(size))))
        answers.flush()


def count(library: object, content: bytes) -> int:
    """The pages of one PDF; 0 where it is none, is locked or broken."""
    try:
        document = library.PdfDocument(content)  # type: ignore[attr-defined]
        try:
            return len(document)
        finally:
            document.close()
    except (ValueError, RuntimeError, OSError, MemoryError):
        return 0


_EMPTY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
