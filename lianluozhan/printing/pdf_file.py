"""The PDF file itself: objects are written as they come, so that a thousand sheets take the memory of one."""

from __future__ import annotations

import zlib
from typing import BinaryIO

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LEVEL = 4  # of compression: a third faster than the usual 6, files 5 % larger


class PdfFile:
    """Numbers objects and remembers where they stand; `finish` writes the table of them."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at = out, 0
        self._places: list[int] = [0]  # by number; 0 while an object is only promised
        self._write(_HEAD)

    def promise(self) -> int:
        """The number of an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: str, number: int = 0) -> int:
        """Write an object, the promised one with that number or a new one; returns its number."""
        return self._put(body.encode("latin-1"), number)

    def put_stream(self, content: bytes, entries: str = "", *, packed: bool = True) -> int:
        """Write a stream with the entries of its dictionary; returns its number."""
        if packed:
            content, entries = zlib.compress(content, _LEVEL), f"{entries}/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(content)}>>\nstream\n".encode("latin-1")
        return self._put(head + content + b"\nendstream", 0)

    def finish(self, trailer: str) -> None:
        """Write the table of objects and what a reader begins with."""
        start, count = self._at, len(self._places)
        rows = "".join(f"{place:010d} 00000 n \n" for place in self._places[1:])
        table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<</Size {count}{trailer}>>\n"
        self._write(f"{table}startxref\n{start}\n%%EOF\n".encode("latin-1"))

    def _put(self, body: bytes, number: int) -> int:
        number = number or self.promise()
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def string(text: str) -> str:
    """A text for people, such as a title, as PDF writes it."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
