"""A keystroke in the fields of the program against one in a bare field of Qt, painting included, in the same run.

The chooser has 3,000 entries and is held against an editable combo box whose completer looks for words anywhere.
A pasted megabyte is held against the same paste into a bare text field.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from bench.turns import in_turn, report

FRAME = 0.016  # no keystroke waits longer for anything of ours
ENTRIES = 3_000
MEGABYTE = "村里的路灯坏了三个月没有人修。\n" * 65_536
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜单曾仇解"
PLACES = ("石桥村", "柳河村", "东风社区", "上石桥社区", "槐树坪村", "集镇社区", "长乐街", "重阳里")


def main() -> None:
    from lianluozhan import paths
    from lianluozhan.ui import theme
    from lianluozhan.ui.editors import DayEditor, LineEditor, PhoneEditor, PickEditor, TextEditor

    application = QApplication([])
    theme.load_fonts()
    with tempfile.TemporaryDirectory() as folder:
        theme.apply(application, theme.LIGHT, 100, paths.resources() / "icons", Path(folder))
        for line, goal in ((LineEditor("ours"), 1.5), (PhoneEditor("ours"), 1.5), (DayEditor("ours"), 1.5)):
            pair = Pair(application, line, QLineEdit())
            pair.measure(f"a figure in {type(line).__name__}", typist("13800002609"), goal, clear=True)
        text = "村里的路灯坏了三个月没有人修，晚上老人出行不便。" * 200
        pair = Pair(application, TextEditor("ours"), QPlainTextEdit())
        pair.ours.set_value(text)
        pair.bare.setPlainText(text)
        pair.measure("a letter in TextEditor behind 5,000 characters", typist("abcdefgh"), 1.5, clear=False)
        entries = [(n, f"{PLACES[n % len(PLACES)]}{SURNAMES[n % len(SURNAMES)]}家{n}组") for n in range(ENTRIES)]
        pair = Pair(application, PickEditor("ours", entries), searching_combo([words for _, words in entries]))
        pair.measure(f"a letter in PickEditor with {ENTRIES:,} entries", typist("sqcz"), 2.0, clear=True)
        taken = pair.taken(typist("sqcz"))
        print(f"PickEditor: the slowest keystroke takes {max(taken) * 1000:.1f} ms (goal <= {FRAME * 1000:.0f} ms)")
        QApplication.clipboard().setText(MEGABYTE)
        for field in (LineEditor("ours"), TextEditor("ours")):
            name = type(field).__name__
            pair = Pair(application, field, QPlainTextEdit())
            mine = pair.measure(f"a pasted megabyte in {name}", paste, 0.5, clear=True, rounds=5)
            print(f"{name}: the slowest paste {max(mine) * 1000:.0f} ms (goal <= 100 ms)")


class Pair:
    """Our field and a bare one, each in a window of its own."""

    def __init__(self, application: QApplication, ours: Any, bare: Any) -> None:
        self.application, self.ours, self.bare = application, ours, bare
        self._windows = [self._window(field) for field in (ours, bare)]

    def _window(self, field: QWidget) -> QWidget:
        window = QWidget()
        QVBoxLayout(window).addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        window.resize(700, 500)
        window.show()
        return window

    def measure(
        self, name: str, act: Callable[[QWidget], None], goal: float, *, clear: bool, rounds: int = 60
    ) -> list[float]:
        mine, theirs = in_turn(self._turn(0, act, clear), self._turn(1, act, clear), rounds)
        report(name, mine, theirs, goal)
        return mine

    def taken(self, act: Callable[[QWidget], None]) -> list[float]:
        """Seconds of the processor that keystrokes in our field take; other programs do not count."""
        turn, taken = self._turn(0, act, True), []
        for _ in range(40):
            start = time.thread_time()
            turn()
            taken.append(time.thread_time() - start)
        return taken

    def _turn(self, at: int, act: Callable[[QWidget], None], clear: bool) -> Callable[[], None]:
        field: Any = (self.ours, self.bare)[at]
        window = self._windows[at]
        count = 0

        def turn() -> None:
            nonlocal count
            if not field.hasFocus():
                window.activateWindow()
                field.setFocus()
                self.application.processEvents()
            target: Any = field.lineEdit() if isinstance(field, QComboBox) else field
            if clear and count % 4 == 0:
                target.clear()
            count += 1
            act(target)
            self.application.processEvents()

        return turn


def typist(letters: str) -> Callable[[QWidget], None]:
    """Types these letters in turn, a call a letter."""
    counts: dict[QWidget, int] = {}

    def type_next(field: QWidget) -> None:
        at = counts.get(field, 0)
        counts[field] = at + 1
        QTest.keyClicks(field, letters[at % len(letters)])

    return type_next


def paste(field: QWidget) -> None:
    field.clear()  # type: ignore[attr-defined]
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def searching_combo(entries: list[str]) -> QComboBox:
    """The combo box that Qt offers for such a choice."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.addItems(entries)
    combo.setCurrentIndex(-1)
    completer = combo.completer()
    assert completer is not None
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(completer.CompletionMode.PopupCompletion)
    return combo


if __name__ == "__main__":
    main()
