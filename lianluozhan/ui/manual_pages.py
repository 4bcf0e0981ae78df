"""The pages of the manual as they are read from their folder: titles, sections, words, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CONTENTS = "index"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_MARKS = re.compile(r"[*`>|]+")


@dataclass(frozen=True)
class Section:
    """What stands under one heading, as it is read and searched; the first one of a page has the page's title."""

    title: str
    words: str


@dataclass(frozen=True)
class ManualPage:
    """One file of the manual."""

    name: str
    markdown: str

    @property
    def title(self) -> str:
        return self.sections[0].title

    @property
    def sections(self) -> list[Section]:
        parts = re.split(r"^##? ", self.markdown, flags=re.MULTILINE)[1:]
        cut = [part.partition("\n") for part in parts] or [(self.name, "", self.markdown)]
        return [Section(title.strip(), _plain(f"{title}\n{words}")) for title, _, words in cut]

    @property
    def links(self) -> list[str]:
        """Where the page leads to: `people.md`, `opinions.md#交办`."""
        return [target for _, target in _LINK.findall(self.markdown)]


def _plain(markdown: str) -> str:
    return _MARKS.sub(" ", _LINK.sub(r"\1", markdown)).casefold()


def read_manual(folder: Path) -> dict[str, ManualPage]:
    """All pages by name: the contents first, the rest in the order in which the contents name them."""
    found = {path.stem: ManualPage(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.md"))}
    named = [target.partition(".md")[0] for target in found[CONTENTS].links] if CONTENTS in found else []
    return {name: found[name] for name in dict.fromkeys([CONTENTS, *named, *found]) if name in found}
