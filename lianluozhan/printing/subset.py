"""A font file with only the glyphs that a document uses, for embedding; state of the face is only read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import pack, pack_into, unpack, unpack_from
from typing import Any

_COPIED = ("OS/2", "cvt ", "fpgm", "name", "prep")
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80  # flags of a part of a composite glyph
_MAGIC = 0xB1B0AFBA


def subset(face: Any, glyphs: Sequence[int]) -> bytes:
    """The file; glyph 0 stays, the n-th of `glyphs` becomes glyph n."""
    order = [0, *glyphs]
    place = {glyph: n for n, glyph in enumerate(order)}
    data = [bytearray(outline) for outline in _outlines(face, order, place)]
    offsets, body = [0], bytearray()
    for outline in data:
        body += outline
        body += bytes(-len(body) % 4)
        offsets.append(len(body))
    tables = {tag: face.get_table(tag) for tag in _COPIED if tag in face.table}
    tables |= {
        "glyf": bytes(body),
        "loca": pack(f">{len(offsets)}L", *offsets),
        "hmtx": b"".join(pack(">2H", *map(int, face.hmetrics[glyph])) for glyph in order),
        "hhea": _with(face.get_table("hhea"), 34, ">H", len(order)),
        "maxp": _with(face.get_table("maxp"), 4, ">H", len(order)),
        "head": _with(_with(face.get_table("head"), 8, ">L", 0), 50, ">H", 1),
        "post": b"\0\3\0\0" + face.get_table("post")[4:16] + bytes(16),
        "cmap": pack(">2H2HL3H2H", 0, 1, 1, 0, 12, 6, 10, 0, 0, 0),
    }
    return _file(tables)


def _outlines(face: Any, order: list[int], place: dict[int, int]) -> Iterator[bytes]:
    """The outline of each glyph; parts of composite ones are added to the order as they turn up."""
    start, _ = face.get_table_pos("glyf")
    for glyph in order:
        first, last = face.glyphPos[glyph], face.glyphPos[glyph + 1]
        outline = face.get_chunk(start + first, last - first)
        if outline and unpack(">h", outline[:2])[0] < 0:
            outline = _renumbered(bytearray(outline), order, place)
        yield outline


def _renumbered(outline: bytearray, order: list[int], place: dict[int, int]) -> bytes:
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">2H", outline, at)
        if part not in place:
            place[part] = len(order)
            order.append(part)
        pack_into(">H", outline, at + 2, place[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return bytes(outline)


def _with(table: bytes, at: int, form: str, number: int) -> bytes:
    changed = bytearray(table)
    pack_into(form, changed, at, number)
    return bytes(changed)


def _file(tables: dict[str, bytes]) -> bytes:
    """The tables behind their directory; the whole sums up to a number that the head makes right."""
    count = len(tables)
    power = count.bit_length() - 1
    head = pack(">L4H", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    at, directory, body = 12 + 16 * count, b"", b""
    where = 0
    for tag, table in sorted(tables.items()):
        directory += pack(">4s3L", tag.encode(), _sum(table), at + len(body), len(table))
        where = at + len(body) if tag == "head" else where
        body += table + bytes(-len(table) % 4)
    made = bytearray(head + directory + body)
    pack_into(">L", made, where + 8, (_MAGIC - _sum(made)) & 0xFFFFFFFF)
    return bytes(made)


def _sum(table: bytes | bytearray) -> int:
    padded = table + bytes(-len(table) % 4)
    numbers: tuple[int, ...] = unpack(f">{len(padded) // 4}L", padded)
    return sum(numbers) & 0xFFFFFFFF
