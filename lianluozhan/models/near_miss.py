"""What was perhaps meant by words that find nothing: the same initials, or one character changed (路登, 路灯)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from . import search
from .initials import initials, plain
from .query_line import Known
from .session import Session

LOOKED_AT = 200  # newest opinions that are looked through for words like it


def near(session: Session, words: Sequence[str], known: Known) -> tuple[str, ...]:
    """The words with the one that is not found anywhere put right; empty if there is none, or nothing like it."""
    for at, word in enumerate(words):
        letters = plain(word)
        if len(letters) > 1 and not letters.isascii() and not _is_found(session, word):
            likely = _likely(session, letters, known)
            return (*words[:at], likely, *words[at + 1 :]) if likely else ()
    return ()


def _is_found(session: Session, word: str) -> bool:
    sql = "SELECT 1 FROM opinions_words WHERE opinions_words MATCH ? LIMIT 1"
    return bool(session.value(sql, (search.term(word),)))


def _likely(session: Session, word: str, known: Known) -> str:
    found: Counter[str] = Counter()
    for candidate in (*_sounding_alike(session, word, known), *_one_changed(session, word)):
        found[candidate] += 1
    found.pop(word, None)

    def same(candidate: str) -> int:
        return sum(one == other for one, other in zip(candidate, word, strict=True))

    fit = [candidate for candidate in found if same(candidate) * 2 >= len(word)]
    return max(fit, key=lambda candidate: (same(candidate), found[candidate]), default="")


def _sounding_alike(session: Session, word: str, known: Known) -> Iterator[str]:
    """Pieces of titles and names of places with the same initials."""
    letters = initials(word)
    yield from (name for _, name in (*known.villages, *known.bodies) if initials(name) == letters)
    for (title,) in _newest(session, search.piece_term(letters), "title"):
        characters, at = plain(title), initials(title).find(letters)
        piece = characters[at : at + len(word)]
        if at >= 0 and piece in title:
            yield piece


def _one_changed(session: Session, word: str) -> Iterator[str]:
    """Pieces of texts that differ in one character; only for three or more, two would fit anything."""
    for at in range(len(word)) if len(word) > 2 else ():
        before, after = word[:at], word[at + 1 :]
        parts = [f'"{search.spaced(part)}"' for part in (before, after) if part]
        query = f"NEAR({' '.join(parts)}, 1)" if len(parts) > 1 else parts[0]
        for texts in _newest(session, query, "title, content"):
            for text in texts:
                if piece := _piece(text, before, after):
                    yield piece


def _piece(text: str, before: str, after: str) -> str:
    """`before`, one character that is no mark, `after`, if the text has them so."""
    known, at = before or after, 0
    while (at := text.find(known, at)) >= 0:
        start = at if before else at - 1
        piece = text[max(start, 0) : start + len(before) + 1 + len(after)]
        if start >= 0 and len(piece) == len(before) + 1 + len(after) and piece.endswith(after) and piece.isalnum():
            return piece
        at += 1
    return ""


def _newest(session: Session, query: str, columns: str) -> list[tuple[str, ...]]:
    sql = (
        f"SELECT {columns} FROM opinions_words CROSS JOIN opinions ON opinions.id = opinions_words.rowid"
        f" WHERE opinions_words MATCH ? ORDER BY opinions_words.rowid DESC LIMIT {LOOKED_AT}"
    )
    return session.rows(sql, (query,))
