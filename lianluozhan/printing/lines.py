"""Text into lines: prefix sums of widths, Chinese line-breaking rules, justification (paper study §1.3)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

from .fonts import Face, Stack

OPEN = frozenset("（《〈「『【〔［｛“‘([{〖")
CLOSE = frozenset("，。、；：！？）》〉」』】〕］｝”’〗")
STOPS = frozenset("，。、")
NOT_START = CLOSE | frozenset("·％‰℃°,.;:!?)]}%々〇ー～/-")
NOT_END = OPEN | frozenset("￥¥$#№")
UNIT = frozenset("年月日号时分秒元万亿件次人名米岁个天户亩期届条份页点％")
KERN = re.compile(
    r"(?:[，。、；：！？）》〉」』】〕”’](?=[，。、；：！？）》〉」』】〕”’（《〈「『【〔“‘])"
    r"|[（《〈「『【〔“‘](?=[（《〈「『【〔“‘]))"
)
TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f@#&+_=%.,:/?~'\-]{2,}|〔[0-9]{4}〕[0-9]*号?|—{2,}|…{2,}|[□☑][^\s□☑]{1,8}")
LATIN = re.compile("[!-~]")
ODD = re.compile("[□☑〔—…]")  # begins a token that Han belong to
NO_KERNS: frozenset[int] = frozenset()
SEAM = re.compile(r"[!-~]+|[^!-~]+")
UNSEEN = re.compile(  # control, joining, direction, variation and tag characters: paper shows none of them
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)
HAN = "[\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
SEAM_OF_SCRIPTS = re.compile(f"[0-9A-Za-z](?={HAN})|{HAN}(?=[0-9A-Za-z])")
SEAM_GAP = 200  # 1/1000 em that some word processors put there whatever the file says
SQUEEZE, LOOSE = 32, 160  # 1/1000 em a gap: most that may be taken, most that may be given
NEVER_BOTH = NOT_START | NOT_END | frozenset(map(chr, range(0x250)))  # a line ends anywhere between other characters


class Run(NamedTuple):
    """Glyphs of one face and one spacing. `spacing` in points after each; `kerns` are taken off after a glyph."""

    stack: Stack
    face: Face
    text: str
    spacing: float = 0.0
    kerns: tuple[tuple[int, float], ...] = ()  # index, 1/1000 em
    rise: float = 0.0  # 1/1000 em
    actual: str = ""  # what a copy of the text reads, where the glyphs are a composition


class Line(NamedTuple):
    """A set line: its text, its width in points, its runs, and how far it stands from the column's left edge."""

    text: str
    width: float
    runs: tuple[Run, ...]
    shift: float = 0.0


@dataclass(slots=True)
class Column:
    """What a paragraph is set into; width and tracking in points, indent in ems."""

    stack: Stack
    size: float
    width: float
    indent: float = 0.0
    track: float = 0.0
    align: str = "justify"
    hang: bool = False
    plain: bool = False


def visible(text: str) -> str:
    """A text as paper shows it: without control and direction characters, tabs as spaces."""
    if not UNSEEN.search(text):
        return text
    text = text.replace("\r\n", "\n").translate({13: "\n", 0x2028: "\n", 0x2029: "\n", 9: " "})
    return UNSEEN.sub("", text)


def break_text(text: str, column: Column) -> list[Line]:
    """All lines of a text, paragraph by paragraph."""
    return [line for paragraph in visible(text).split("\n") for line in _Paragraph(paragraph, column).lines()]


class _Measured:
    """A paragraph's places in 1/1000 em, where marks are squeezed, and what is not to be torn; the same at any size."""

    def __init__(self, text: str, stack: Stack, plain: bool, track: float) -> None:
        self.text, self.stack = text, stack
        self.kerned = [] if plain else [m.start() for m in KERN.finditer(text)]
        widths = list(map(stack.__getitem__, text))
        for at in self.kerned:
            if widths[at] >= 900:
                widths[at] -= 500
        if plain:
            for seam in SEAM_OF_SCRIPTS.finditer(text):
                widths[seam.start()] += SEAM_GAP
        if track:
            widths = [width + track for width in widths]
        self.pos: list[float] = [0, *accumulate(widths)]
        self.odd = ODD.search(text) is not None

    @cached_property
    def tokens(self) -> tuple[list[int], list[int]]:
        """Where each token begins, and where it ends."""
        spans = [m.span() for m in TOKEN.finditer(self.text)]
        return [first for first, _ in spans], [last for _, last in spans]


def _measured(text: str, column: Column) -> _Measured:
    """What was measured of late is kept: a text that is too long for its place is set again, closer."""
    track = column.track * 1000 / column.size
    key = (text, id(column.stack), column.plain, track)
    known = _LATELY.get(key)
    if known is None:
        if len(_LATELY) >= _MANY:
            _LATELY.clear()
        known = _LATELY[key] = _Measured(text, column.stack, column.plain, track)
    return known


_MANY = 16
_LATELY: dict[tuple[str, int, bool, float], _Measured] = {}


class _Paragraph:
    """One paragraph being set, line after line by bisection."""

    def __init__(self, text: str, column: Column) -> None:
        self.text, self.column, self.stack, self.unit = text, column, column.stack, 1000 / column.size
        self.track = column.track * self.unit
        self.room = column.width * self.unit * (0.985 if column.plain else 1)
        self.measured = measured = _measured(text, column)
        self.kerned, self.pos, self.odd = measured.kerned, measured.pos, measured.odd

    def _token_over(self, at: int) -> tuple[int, int] | None:
        """The token in the midst of which a place lies."""
        starts, ends = self.measured.tokens
        number = bisect_left(starts, at) - 1
        return (starts[number], ends[number]) if number >= 0 and at < ends[number] else None

    def lines(self) -> list[Line]:
        if not self.text:
            return [Line("", 0, ())]
        found, start, length = [], 0, len(self.text)
        while start < length:
            line, start = self._line(start)
            found.append(line)
            while start < length and self.text[start] == " ":
                start += 1
        return found

    def _line(self, start: int) -> tuple[Line, int]:
        column, length, room = self.column, len(self.text), self.room
        if start == 0:
            room -= column.indent * 1000
        lead = 500.0 if start and not column.plain and self._wide(start, OPEN) else 0.0
        limit = self.pos[start] + room + lead
        end = length if self.pos[length] <= limit else max(bisect_right(self.pos, limit, start + 1) - 1, start + 1)
        if end < length:
            if end <= start + 1 or self.odd or self.text[end] in NEVER_BOTH or self.text[end - 1] in NEVER_BOTH:
                end = self._break(start, end, limit, room)
            if length - end < 4:
                end = self._no_lone_character(start, end, limit)
        return self._set(start, end, room, lead)

    def _wide(self, at: int, marks: frozenset[str]) -> bool:
        return self.text[at] in marks and self.stack[self.text[at]] >= 900

    def _no_lone_character(self, start: int, end: int, limit: float) -> int:
        """A last line of one character is pulled up by squeezing, or gets a companion."""
        length = len(self.text)
        if self.column.plain or len(self.text[end:].rstrip("，。、；：！？）》”’ ")) != 1:
            return end
        outside = 500 if self._wide(length - 1, CLOSE) else 0
        if self.pos[length] - outside - limit <= SQUEEZE * (length - start - 1):
            return length
        return end - 1 if end - start > 4 and self._may(end - 1) else end

    def _natural(self, start: int, end: int, lead: float) -> tuple[str, float, float]:
        """A line's text, its width unstretched, and the blank half of a closing mark that may lie outside."""
        part = self.text[start:end] if end >= len(self.text) else self.text[start:end].rstrip(" ")
        at = start + len(part)
        tail = 500.0 if len(part) > 1 and self._wide(at - 1, CLOSE) and self.pos[at] - self.pos[at - 1] > 600 else 0.0
        return part, self.pos[at] - self.pos[start] - lead - self.track, tail

    def _within(self, start: int, end: int, room: float, lead: float) -> tuple[int, str, float, float]:
        """The guard: whatever the rules said, a line that cannot be squeezed into its column is cut shorter."""
        while True:
            part, natural, tail = self._natural(start, end, lead)
            if natural <= room or end - start <= 1:
                break
            hung = 500.0 if tail and self.column.hang and part[-1] in STOPS else 0.0
            squeezed = 0.0 if self.column.plain else SQUEEZE * (len(part) - 1)
            if natural <= room + tail + hung + squeezed + 1:
                break
            end -= 1
        return end, part, natural, tail

    def _set(self, start: int, end: int, room: float, lead: float) -> tuple[Line, int]:
        column = self.column
        end, part, natural, tail = self._within(start, end, room, lead)
        last = end >= len(self.text)
        if natural <= room and (last or column.align != "justify"):
            tail = 0.0
        gain = room - natural + tail
        shift = (column.indent * column.size if start == 0 else 0) - lead / self.unit
        if gain >= 0 and (last or column.align != "justify"):
            spare = max(0.0, room - natural) / self.unit
            shift += {"center": spare / 2, "right": spare}.get(column.align, 0)
            gain = 0.0
        if column.plain:  # Word sets its own lines; how wide they are is all that is asked
            each, gaps = spread((part,), gain)
            return Line(part, (natural + each * gaps) / self.unit, (), shift), end
        kerned, kerns = self.kerned, NO_KERNS
        if kerned and (first := bisect_left(kerned, start)) < (until := bisect_left(kerned, start + len(part))):
            kerns = frozenset(k - start for k in kerned[first:until])
        pieces = SEAM.findall(part) if gain and LATIN.search(part) else [part]
        each, gaps = spread(pieces, gain)
        return Line(part, (natural + each * gaps) / self.unit, set_runs(pieces, column, each, kerns), shift), end

    # Where a line may end ---------------------------------------------------------------------------------------

    def _may(self, at: int) -> bool:
        """Whether a line may end before this character."""
        return not (self.text[at] in NOT_START or self.text[at - 1] in NOT_END or self._token_over(at))

    def _break(self, start: int, end: int, limit: float, room: float) -> int:
        if (taken := self._with_closing_marks(start, end, limit)) is not None:
            return taken
        at = end
        while at > start + 1 and not self._may(at):
            at -= 1
        at = self._with_unit(start, at, end, room)
        if self.pos[end] - self.pos[at] > 110 * (at - start) and (soft := self._inside_number(at, end)):
            return soft
        stuck = at <= start + 1 and not self._may(at)
        if self.pos[end] - self.pos[at] > 0.4 * room or stuck:
            return self._cut(start, at, end, room)
        return at

    def _with_closing_marks(self, start: int, end: int, limit: float) -> int | None:
        """Closing marks that do not fit: half width at the end, a little squeezing, or hanging into the padding."""
        close = end
        while close < len(self.text) and self.text[close] in NOT_START:
            close += 1
        if close == end or close > end + 3 or self.column.plain or self._token_over(close):
            return None
        over = self.pos[close] - (500 if self._wide(close - 1, CLOSE) else 0) - limit
        most = SQUEEZE * (close - start - 1)
        if over <= most:
            return close
        if self.column.hang and self.text[close - 1] in STOPS and over - 500 <= most:
            return close
        return None

    def _with_unit(self, start: int, at: int, end: int, room: float) -> int:
        """A number keeps its unit if that costs less than a fifth of the line."""
        text = self.text
        if not (text[at - 1].isdigit() and text[at] in UNIT):
            return at
        back = at
        while back > start and text[back - 1] in "0123456789.":
            back -= 1
        cheap = self.pos[end] - self.pos[back] < 0.2 * room
        return back if back > start and cheap and self._may(back) else at

    def _inside_number(self, at: int, end: int) -> int:
        """After the 〕 of 〔2026〕0012号, rather than a loose line; 0 if there is none."""
        starts = at < end and self.text[at] == "〔" and self._token_over(at + 1)
        if starts and "〕" in self.text[at:end]:
            return self.text.index("〕", at) + 1
        return 0

    def _cut(self, start: int, at: int, end: int, room: float) -> int:
        """Through a string that will not fit: after a mark if near, else anywhere."""
        token = self._token_over(end)
        if token and self.text[token[0]] not in "—…〔":
            nice = [
                i
                for i in range(max(token[0], start) + 1, end + 1)
                if self.text[i - 1] in "/-_.?&=@," and self.text[i] not in "/.:"
            ]
            return nice[-1] if nice and self.pos[end] - self.pos[nice[-1]] < 0.25 * room else end
        return at if at > start + 1 or self._may(at) else end


def spread(pieces: Sequence[str], gain: float) -> tuple[float, int]:
    """What each gap of a line takes of `gain`, and how many gaps there are; too loose a line stays ragged.

    Stretching leaves Latin words whole, so each of those pieces counts as one; squeezing takes from them too.
    """
    if not gain:
        return 0.0, 0
    gaps = sum(1 if gain > 0 and piece < "\x7f" else len(piece) for piece in pieces) - 1
    each = gain / gaps if gaps > 0 else 0.0
    return (each, gaps) if gaps > 0 and each <= LOOSE else (0.0, 0)


def set_runs(pieces: Sequence[str], column: Column, each: float, kerns: frozenset[int]) -> tuple[Run, ...]:
    """A line as runs; `each` in 1/1000 em goes between the characters, when it widens never inside a Latin word."""
    if not each and len(pieces) > 1:
        pieces = ("".join(pieces),)
    at, stack, spread_by = 0, column.stack, each * column.size / 1000 + column.track
    if len(pieces) == 1 and not kerns and not stack.absent and stack.plain.issuperset(pieces[0]):
        return (Run(stack, stack.main, pieces[0], spread_by),)
    runs: list[Run] = []
    for piece in pieces:
        latin = each > 0 and piece < "\x7f"
        spacing = column.track if latin else spread_by
        for face, part in _by_face(piece, stack):
            taken = tuple((i - at, 500.0) for i in sorted(kerns) if at <= i < at + len(part)) if kerns else ()
            if latin:
                taken += ((len(part) - 1, -each),)
            runs.append(_run(stack, face, part, spacing, taken))
            at += len(part)
    return tuple(runs)


def _by_face(piece: str, stack: Stack) -> list[tuple[Face, str]]:
    if stack.plain.issuperset(piece):
        return [(stack.main, piece)]
    found: list[tuple[Face, str]] = []
    for part in re.split("(☑)", piece):
        if part == "☑":
            found.append((stack.face("□"), part))
        elif part:
            found += [(face, "".join(chars)) for face, chars in groupby(part, stack.face)]
    return found


def _run(stack: Stack, face: Face, part: str, spacing: float, kerns: tuple[tuple[int, float], ...]) -> Run:
    if face is stack.main and not stack.absent:
        return Run(stack, face, part, spacing, kerns)
    rise = 0.0 if face is stack.main else round((stack.main.middle - face.middle) * 1000)
    if part == "☑":  # the same box, ticked or not; the tick is drawn
        return Run(stack, face, "□", spacing, (), rise, part)
    if stack.absent and not stack.absent.isdisjoint(part):
        part = "".join(map(stack.shown, part))
    return Run(stack, face, part, spacing, kerns, rise)
