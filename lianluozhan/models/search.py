"""Full-text search over Chinese text of any length from one character up, and over the pinyin initials of titles.

Each character is a token and a search is a phrase of tokens; a run of marks or blanks is one token of its own,
so that a phrase never crosses a comma. Titles and names are also there as the initials of their characters, four from
each place on (石桥村路灯: `sqcl qcld cld ld`), so that typed initials are the beginning of one token; so are figures
(13800000001: `1380 3800 8000 …`), because every single figure stands in nearly every record. The index holds no
text (contentless FTS5), a row a record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlite_utils import Database

from . import initials

BOUNDARY = "\u25a1"  # what stands for marks and blanks between words
WINDOW = 4  # initials a token
TITLE, NAME = {"opinions": 1}, {"opinions": 4}  # which of the texts of a record are its title and the name in it
_BLANK = " ".encode("utf-32-le")
_MARKS = re.compile(r"[\W_]+")
_LETTERS = re.compile(r"[a-z]{2,}")
_FIGURES = re.compile(r"[0-9]{2,}")


def tokens(text: str) -> str:
    """The characters of `text` as they are indexed, one after the other; a run of marks is one `BOUNDARY`."""
    plain = _MARKS.sub(BOUNDARY, text)
    if not unicodedata.is_normalized("NFKC", plain):
        plain = _MARKS.sub(BOUNDARY, unicodedata.normalize("NFKC", plain))
    return plain.casefold()


def indexed(texts: Sequence[str], table: str = "") -> str:
    """What goes into the index for a record with these texts."""
    characters = tokens(BOUNDARY.join(filter(None, texts)))
    parts = [spaced(characters), *map(windows, _FIGURES.findall(characters))]
    if table in TITLE:
        readings = initials.readings(texts[TITLE[table]]) + initials.readings(texts[NAME[table]], name=True)
        parts += [windows(letters) for letters in readings if len(letters) > 1]
    return f" {BOUNDARY} ".join(parts)


def windows(letters: str) -> str:
    """Four letters from each place on, fewer at the end, never one alone: that would be a character."""
    return " ".join([letters[at : at + WINDOW] for at in range(len(letters) - 1)])


def spaced(text: str) -> str:
    """`" ".join(text)`, three times as fast: the four bytes of each character are laid between the blanks."""
    among, laid = text.encode("utf-32-le", "surrogatepass"), bytearray(_BLANK * (2 * len(text) - 1))
    laid[0::8], laid[1::8], laid[2::8] = among[0::4], among[1::4], among[2::4]
    return laid.decode("utf-32-le", "surrogatepass")


def phrase(words: str) -> str:
    """The FTS5 query for typed words: each a phrase, all of them wanted; empty if there is nothing to seek."""
    return " AND ".join(filter(None, map(term, words.split())))


def term(word: str) -> str:
    """The FTS5 query for one word; letters may also be the initials of a title or a name."""
    chars = tokens(word).strip(BOUNDARY)
    if not chars:
        return ""
    if _FIGURES.fullmatch(chars):
        return piece_term(chars)
    found = f'"{spaced(chars)}"'
    if _LETTERS.fullmatch(chars):
        return f"({found} OR {piece_term(chars)})"
    figures = [piece_term(run) for run in _FIGURES.findall(chars)]  # they are rarer than their single figures
    return f"({' AND '.join((found, *figures))})" if figures else found


def piece_term(letters: str) -> str:
    """The FTS5 query for two or more initials or figures in a row."""
    whole = [letters[at : at + WINDOW] for at in range(max(1, len(letters) - WINDOW + 1))]
    return f'"{" ".join(whole)}"{"*" if len(letters) < WINDOW else ""}'


def put(db: Database, table: str, record_id: int, texts: Sequence[str], *, new: bool) -> None:
    """Write the index row of a record; inside the transaction that writes the record."""
    if not new:
        db.conn.execute(f"DELETE FROM {table}_words WHERE rowid = ?", (record_id,))
    db.conn.execute(f"INSERT INTO {table}_words (rowid, words) VALUES (?, ?)", (record_id, indexed(texts, table)))


def put_many(
    db: Database, table: str, first_id: int, records: Iterable[Sequence[str]], tick: Callable[[int], None]
) -> None:
    """Write the index rows of new records with ids from `first_id` on; `tick` hears how many are written."""

    def rows() -> Iterator[tuple[int, str]]:
        for done, texts in enumerate(records):
            tick(done)
            yield first_id + done, indexed(texts, table)

    db.conn.executemany(f"INSERT INTO {table}_words (rowid, words) VALUES (?, ?)", rows())


def refill(db: Database, table: str, fields: Sequence[str]) -> None:
    """Write the whole index of a table anew, from these fields of its rows."""
    db.conn.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('delete-all')")
    found = db.conn.execute(f"SELECT id, {', '.join(fields)} FROM {table} ORDER BY id")
    rows = ((record_id, indexed(texts, table)) for record_id, *texts in found)
    db.conn.executemany(f"INSERT INTO {table}_words (rowid, words) VALUES (?, ?)", rows)
