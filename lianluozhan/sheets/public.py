"""对外公开版: what is posted or given outside says nothing of the people in a matter (4.7.2, standards §6.1).

One step masks every text of a document, whatever form it is of; a second one looks through the finished pages and the
finished file for everything that is known of anybody in the matter. What is found stops the print.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import masked_phone
from lianluozhan.models.session import Session

from .secrets import IDENTITY_NUMBER, MAIL_ADDRESS, MOBILE, NAME, Secret, known_of, made_plain, open_numbers

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document
    from lianluozhan.printing.page import Page, Written

_NOT_WORDS = frozenset({"style", "colour", "numbers", "code"})  # texts of a document that are not printed
_LABELS = frozenset({"label", "head", "list_head"})
_TAGS, _PARAGRAPHS = re.compile(r"<[^>]+>"), re.compile(r"</w:p>")
_CERTAIN = 3  # characters from which a name is also looked for across the borders of cells

Placed = tuple[str, str]  # where a text stands, and the text


@dataclass(frozen=True)
class Guard:
    """Masks documents and refuses what still gives somebody away."""

    known: tuple[Secret, ...]
    open: frozenset[str] = frozenset()  # telephone numbers that may stand there

    @classmethod
    def of(cls, session: Session, table: str, record_ids: Iterable[int]) -> Guard:
        """For everybody in these records."""
        return cls(known_of(session, table, record_ids), open_numbers(session))

    def masked(self, document: Document) -> Document:
        """The document with all of it replaced, and without its 纸号."""
        plain = "\n".join(made_plain(text) for _, text in placed_texts(document))
        active = [each for each in self.known if _stands_in(each, plain) and not self.open & {*each.sought}]
        made: Document = _mapped(document, lambda text: self._without(text, active))
        return replace(made, code="")

    def _without(self, text: str, active: Sequence[Secret]) -> str:
        text = IDENTITY_NUMBER.sub("（略）", text)  # before the telephone number that may be part of one
        text = MAIL_ADDRESS.sub("（略）", text)
        for secret in active:
            text = secret.pattern.sub(secret.instead, text)
        return MOBILE.sub(self._phone, text)

    def _phone(self, found: re.Match[str]) -> str:
        figures = "".join(sign for sign in found[0] if sign.isdecimal())
        return found[0] if figures in self.open else masked_phone(figures)

    def finished(self, document: Document) -> Document:
        """The document masked and looked through; RuleError when it still gives somebody away."""
        from lianluozhan.printing.layout import lay_out

        masked = self.masked(document)
        self.check(masked, lay_out(masked))
        return masked

    def check(self, document: Document, pages: Sequence[Page] | None = None) -> None:
        """RuleError when the document, or its finished pages, still says who somebody is."""
        self._refuse(placed_texts(document))
        if pages is not None:
            whole = "".join(run.text for page in pages for text in page.texts for run in text.runs)
            self._refuse_whole(whole, "印出来的页面")

    def check_file(self, path: Path) -> None:
        """RuleError when a finished Word file says it anywhere, in its properties too."""
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as file:
            for name in file.namelist():
                if name.endswith((".xml", ".rels")):
                    parts = _PARAGRAPHS.split(file.read(name).decode("utf-8", "replace"))
                    words = [html.unescape(_TAGS.sub("", part)) for part in parts]
                    self._refuse([("Word 文件", part) for part in words])
                    self._refuse_whole("".join(words), "Word 文件")

    def _refuse(self, texts: Iterable[Placed]) -> None:
        placed = [(where, text, made_plain(text)) for where, text in texts]
        plain = "\n".join(each for _, _, each in placed)  # what is made plain has no breaks of its own
        for secret in self.known:
            for words in secret.sought:
                if words in plain and words not in self.open:
                    raise RuleError(_sentence(next(w for w, _, each in placed if words in each), secret, words))
        for where, text, _ in placed:
            self._refuse_written(where, text)

    def _refuse_whole(self, whole: str, where: str) -> None:
        plain = made_plain(whole)
        for secret in self.known:
            for words in secret.sought:
                if words in plain and words not in self.open and (secret.kind != NAME or len(words) >= _CERTAIN):
                    raise RuleError(_sentence(where, secret, words))

    def _refuse_written(self, where: str, text: str) -> None:
        """Numbers that nobody has told us of."""
        if IDENTITY_NUMBER.search(text):
            raise RuleError(f"“{where}”里还有身份证号，所以没有印公开版。请先改掉原文里的这一处。")
        if MAIL_ADDRESS.search(text):
            raise RuleError(f"“{where}”里还有电子邮箱，所以没有印公开版。请先改掉原文里的这一处。")


def _stands_in(secret: Secret, plain: str) -> bool:
    return any(words in plain for words in secret.sought)


def _sentence(where: str, secret: Secret, words: str) -> str:
    shown = words if secret.kind == NAME or len(words) <= 8 else f"{words[:2]}…{words[-4:]}"
    return f"“{where}”里还看得出{secret.whose}的{secret.kind}“{shown}”，所以没有印公开版。请先改掉原文里的这一处。"


def write(guard: Guard, documents: Iterable[Document], path: Path, progress: Any = None) -> Written:
    """Write a public version; the file appears only when nothing in it gives anybody away."""
    from lianluozhan.printing.saving import whole_file

    from . import write as write_plain

    with whole_file(path) as beside:
        # beside ends in .part, and the ending says which kind of file it is to be
        place = beside.with_name(f".{path.stem}.public{path.suffix}")
        try:
            written = write_plain(documents, place, progress)
            guard.check_file(place)
            place.replace(beside)
        finally:
            place.unlink(missing_ok=True)
    return written


def placed_texts(document: Document) -> Iterator[Placed]:
    """Every text of a document, with the label of the cell it stands in or the kind of text it is."""
    from lianluozhan.printing.document import Grid

    yield "题目", document.title
    yield "页眉", f"{document.running}\n{document.running_right}"
    for block in document.blocks:
        if not isinstance(block, Grid):
            yield "正文", "\n".join(_texts(block))
            continue
        heads = [cell.text for row in block.rows[: block.head] for cell in row.cells]
        for row in block.rows:
            where = ""
            for n, cell in enumerate(row.cells):
                if cell.style in _LABELS:
                    where = re.sub(r"\s", "", cell.text)
                named = heads[n] if len(heads) == len(row.cells) else where
                yield re.sub(r"\s", "", named) or "表格", "\n".join((cell.text, *cell.foot))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in _NOT_WORDS:
                yield from _texts(getattr(value, field.name))


def _mapped(value: Any, change: Any) -> Any:
    """The same thing with every text that is printed changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return type(value)(_mapped(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _mapped(getattr(value, field.name), change)
            for field in fields(value)
            if field.name not in _NOT_WORDS
        }
        return replace(value, **changed)
    return value
