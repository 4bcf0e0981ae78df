"""Choosing a line of a short list by typing letters: they are put together while they follow one another quickly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lianluozhan.models.initials import matches

_PAUSE = 1.2  # seconds after which a new word begins


class Lettering:
    """Remembers what was typed shortly before."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.words: Sequence[str] = ()
        self._now, self._typed, self._at = now, "", 0.0

    def find(self, typed: str, current: int) -> int | None:
        """The line that fits what was typed up to now, the current one first; the same letter again goes on."""
        now = self._now()
        before = self._typed if now - self._at < _PAUSE else ""
        self._at = now
        if before == typed:
            following = self._best(typed, current + 1)
            if following is not None:
                return following
        self._typed = before + typed
        found = self._best(self._typed, current)
        if found is None and before:  # nothing goes on like that: a new word
            self._typed = typed
            found = self._best(typed, current)
        return found

    def _best(self, typed: str, first: int) -> int | None:
        """The best fitting line, of equal ones the next from `first` on, going round."""
        count = len(self.words)
        scored = []
        for row, words in enumerate(self.words):
            score = matches(typed, words) if words.strip() else None
            if score is not None:
                scored.append((score > 0, (row - first) % count, row))
        return min(scored)[2] if scored else None
