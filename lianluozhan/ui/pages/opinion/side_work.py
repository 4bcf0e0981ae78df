"""Work that a pane beside the form does while nobody types, in steps of a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from lianluozhan.models.errors import StorageError

REST = 30  # milliseconds without a key before it looks; a key that comes later only makes it begin anew
LEARN_EVERY = 20  # milliseconds between two slices of learning, while nothing else is to be done
AT_ONCE = 0.003  # seconds of work before the window is served again
Steps = Generator[None, None, None]


class Spare(QObject):
    """`look` is begun anew whenever typing rests; `learning` goes on when there is nothing to look for.

    `longest` and `took` are seconds: the longest stretch of work at once, and from the last key to the answer.
    """

    def __init__(
        self, owner: QObject, look: Callable[[], Steps], learning: Steps | None, learned: Callable[[], object]
    ) -> None:
        super().__init__(owner)
        self._look, self._learning, self._learned = look, learning, learned
        self._work: Steps | None = None
        self.longest = self.took = self._since = 0.0
        self._rest, self._go_on, self._learn_on = QTimer(self), QTimer(self), QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._begin)
        self._go_on.setInterval(0)
        self._go_on.timeout.connect(self._step)
        self._learn_on.setInterval(LEARN_EVERY)
        self._learn_on.timeout.connect(self._learn)

    @property
    def is_learning(self) -> bool:
        return self._learning is not None

    def begin_anew(self) -> None:
        """Something was typed: what was looked for before is given up."""
        self.pause()
        self._work = None
        self._since = perf_counter()
        self._rest.start()

    def pause(self) -> None:
        for clock in (self._rest, self._go_on, self._learn_on):
            clock.stop()

    def _begin(self) -> None:
        self._work = self._look()
        self._go_on.start()

    def _step(self) -> None:
        self._work = self._advance(self._work)
        if self._work is None:
            self._go_on.stop()
            self.took = perf_counter() - self._since
            if self._learning is not None:
                self._learn_on.start()

    def _learn(self) -> None:
        self._learning = self._advance(self._learning)
        if self._learning is None:
            self._learn_on.stop()
            self._learned()

    def _advance(self, work: Steps | None) -> Steps | None:
        """Go on with the work for a few milliseconds; what is left of it."""
        begun = perf_counter()
        while work is not None and perf_counter() - begun < AT_ONCE:
            try:
                next(work)
            except (StopIteration, StorageError):  # a file that cannot be read is told where something is stored
                work = None
        self.longest = max(self.longest, perf_counter() - begun)
        return work
