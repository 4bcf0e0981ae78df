"""The bundled faces: measured widths, fallback character by character, the optical middle of each face.

A face is read when its first character is asked for; what no face has is drawn as 〓 and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from lianluozhan import paths

from .face_tables import QuickFace

MISSING = "〓"
_MARKS = "□☑√■○●"
_FOLDER = paths.resources() / "fonts"
# File, family name, and the middle of its square Han glyphs above the baseline in em (a test measures it again).
FACES = {
    "fang": ("FandolFang-Regular.ttf", "FandolFang", 0.300),
    "song": ("NotoSerifSC-Regular.ttf", "Noto Serif SC", 0.364),
    "hei": ("NotoSansSC-Regular.ttf", "Noto Sans SC", 0.356),
    "kai": ("LXGWWenKai-Regular.ttf", "LXGW WenKai", 0.330),
    "biao": ("NotoSerifSC-Title.ttf", "Noto Serif SC Title", 0.370),
    "rare": ("HanaMinB.ttf", "HanaMinB", 0.371),
}


class Face:
    """One font file; widths in 1/1000 em by character."""

    def __init__(self, name: str) -> None:
        self.name = name
        file, self.family, self.middle = FACES[name]
        self.path = _FOLDER / file

    @cached_property
    def tables(self) -> QuickFace:
        """The font file, read when its first character is asked for."""
        return QuickFace(str(self.path))

    def has(self, char: str) -> bool:
        return ord(char) in self.tables.charToGlyph

    def width(self, char: str) -> float:
        found: float = self.tables.charWidths.get(ord(char), 1000)
        return found


class Stack(dict[str, float]):
    """Faces in order of preference; itself the table from character to width, filled as characters come."""

    def __init__(self, *faces: Face, proxy: str = "") -> None:
        super().__init__()
        self.faces, self.main, self.proxy = faces, faces[0], frozenset(proxy) | {"☑"}
        self.plain: set[str] = set()  # characters met so far that the main face draws itself
        self.absent: set[str] = set()

    def face(self, char: str) -> Face:
        """The face that draws a character; for one that nobody has, the face that draws 〓."""
        for face in self.faces[1:] if char in self.proxy else self.faces:
            if face.has(char):
                return face
        self.absent.add(char)
        return next(face for face in self.faces if face.has(MISSING))

    def is_plain(self, text: str) -> bool:
        """Whether the main face draws all of a text."""
        if self.plain.issuperset(text):
            return True
        for char in set(text).difference(self):
            self[char]  # learn it
        return self.plain.issuperset(text)

    def shown(self, char: str) -> str:
        """The character that stands on paper: itself, or 〓."""
        return MISSING if char in self.absent else char

    def __missing__(self, char: str) -> float:
        box = "□" if char == "☑" else char
        face = self.face(box)
        self[char] = found = face.width(self.shown(box))
        if face is self.main and char not in self.proxy and char not in self.absent:
            self.plain.add(char)
        return found


def _stacks() -> dict[str, Stack]:
    face = {name: Face(name) for name in FACES}
    fang, song, rare = face["fang"], face["song"], face["rare"]
    stacks = {
        "fang": Stack(fang, song, rare, proxy=_MARKS),
        "song": Stack(song, rare),
        "hei": Stack(face["hei"], song, rare, proxy=_MARKS + "—"),
        "kai": Stack(face["kai"], fang, song, rare, proxy=_MARKS + "“”‘’·0123456789"),
        "biao": Stack(face["biao"], song, rare),
    }
    if not face["kai"].path.exists():  # 楷 is not bundled: 仿宋 stands in for it
        stacks["kai"] = stacks["fang"]
    return stacks


STACKS: dict[str, Stack] = _stacks()


def drawn_as_missing(texts: Iterable[str]) -> frozenset[str]:
    """The characters of texts already laid out that no face has, so that 〓 stands for them."""
    known = frozenset().union(*(stack.absent for stack in STACKS.values()))
    return known.intersection("".join(texts)) if known else known
