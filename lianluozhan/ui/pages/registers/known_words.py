"""A line of free words that offers what was written there before."""

from __future__ import annotations

from collections.abc import Iterable

from ...editors import PickEditor


class KnownWordsEditor(PickEditor):
    """The value is the words, whether they were offered or not."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name, [(words, words) for words in known], free_text=True)

    def value(self) -> str:
        return self.words()

    def set_value(self, value: str | None) -> None:
        self.set_text(value or "")
