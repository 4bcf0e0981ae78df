"""The body of an official document as it is typed: levels of headings, enclosures behind it, titles in even lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..document import Para

LINE = 19  # characters of a title in 二号 on a line
_FIRST = re.compile(r"[一二三四五六七八九十百]+、")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)]")
_ANNEX = re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]*\s*[:：]?")
_LONGEST_HEADING = 56  # two lines; what is longer is a paragraph that begins with its number
_TOKEN = re.compile(r"《[^》]{1,16}》|“[^”]{1,14}”|〔[^〕]*〕|[A-Za-z0-9.%]+[年月日号届次]?|.", re.DOTALL)
_OWN_BREAK = re.compile(r"(?<=[^\x00-\x7f\u3000])[ \u3000]+(?=[^\x00-\x7f\u3000])")
_NOT_FIRST = "、，。；：！？）》”〕的了和与及等"
_GOOD_END = "、，的和与及"


@dataclass(frozen=True)
class Part:
    """The text itself, or an enclosure with its title."""

    title: str
    lines: tuple[str, ...]


def parts_of(body: str) -> list[Part]:
    """The text, then each enclosure: a line 附件1 alone, below it the title, below that what it says."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    wants_title = False
    for line in (raw.strip() for raw in body.split("\n")):
        if not line:
            continue
        if _ANNEX.fullmatch(line):
            parts.append(("", []))
            wants_title = True
        elif wants_title:
            parts[-1] = (line, [])
            wants_title = False
        else:
            parts[-1][1].append(line)
    return [Part(title, tuple(lines)) for title, lines in parts]


def paragraphs(lines: Sequence[str]) -> list[Para]:
    """A paragraph a line, headings of the first two levels in their own styles."""
    return [Para(line, _style(line)) for line in lines]


def _style(line: str) -> str:
    is_short = len(line) <= _LONGEST_HEADING and "。" not in line[:-1]
    if is_short and _FIRST.match(line):
        return "h1"
    return "h2" if is_short and _SECOND.match(line) else "body"


def balanced(title: str) -> str:
    """A title in as few lines as it takes, of even length; it is broken at a space that was typed for that."""
    lines = _OWN_BREAK.sub("\n", title.strip()).split("\n") if title.strip() else [title]
    return "\n".join(_balanced(line) for line in lines)


@cache
def _balanced(title: str) -> str:
    if len(title) <= LINE:
        return title
    tokens = [piece for token in _TOKEN.findall(title) for piece in _short(token)]
    count = -(-len(title) // LINE)
    for lines in range(count, count + 3):
        if found := _broken(tuple(tokens), lines, len(title) / lines):
            return "\n".join(found)
    return title


def _short(token: str) -> list[str]:
    return [token] if len(token) <= LINE else [token[n : n + LINE] for n in range(0, len(token), LINE)]


def _broken(tokens: tuple[str, ...], lines: int, ideal: float) -> list[str]:
    """The breaking into `lines` lines with the least cost; empty when they do not fit."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        rest = "".join(tokens[start:])
        if left == 1:
            return ((len(rest) - ideal) ** 2, (rest,)) if len(rest) <= LINE else (float("inf"), ())
        found: tuple[float, tuple[str, ...]] = (float("inf"), ())
        line = ""
        for end in range(start + 1, len(tokens)):
            line += tokens[end - 1]
            if len(line) > LINE:
                break
            if tokens[end][0] in _NOT_FIRST and not (tokens[end] == "的" and line[-1] in "》”"):
                continue
            cost, following = best(end, left - 1)
            cost += (len(line) - ideal) ** 2 + _ragged(line)
            if cost < found[0]:
                found = (cost, (line, *following))
        return found

    cost, broken = best(0, lines)
    return list(broken) if cost < float("inf") else []


def _ragged(line: str) -> float:
    """What it costs to end a line here: little behind a mark or a word that joins, much right after 关于."""
    if line.endswith("关于"):
        return 60
    return 0 if line[-1] in _GOOD_END else 6
