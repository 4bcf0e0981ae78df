"""A clerk at the real window who is to be killed at any keystroke: types, stores now and then, logs what stood there.

Every keystroke is a key or an input method at a real field. After each one a line in the log says when it was and what
the form held; a short line on the standard output lets the harness count. `--mutant` breaks a promise on purpose.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import random
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lianluozhan import paths, ui
from lianluozhan.models import drafts
from lianluozhan.ui import theme
from lianluozhan.ui.draft_keeper import DraftKeeper, keepers_in
from lianluozhan.ui.draft_offer import DraftOffer
from lianluozhan.ui.draft_values import editors_in, held
from tests.faults.keystrokes import MUTANTS
from tests.ui.station_at_work import Staff

SENTENCES = (
    "村里三组的路灯坏了四盏，快两个月没有人修，晚上接孩子看不见路。",
    "农资店没有挂证，卖的农药没有标签，打到田里秧都黄了。",
    "自来水一到傍晚就停，二楼上不去水，反映过两次没有答复。",
    "桥头的护栏被车撞断，石墩掉在河里，老人过桥不放心。",
)
KEYS = "138000026093.5A"


class Clerk:
    """Types into whatever form is in front, at the pace of a person."""

    def __init__(self, staff: Staff, chance: random.Random, log: Path) -> None:
        self.staff, self.chance, self.log = staff, chance, os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.times = _Times()
        staff.application.installEventFilter(self.times)
        self.reader = QTimer(interval=50)
        self.reader.timeout.connect(self._answer)
        self.reader.start()

    @property
    def keeper(self) -> DraftKeeper | None:
        """The keeper of the form in sight."""
        return next((found for found in keepers_in(self.staff.desk) if found.widget.isVisible()), None)

    def write(self, what: str, **facts: Any) -> None:
        line = json.dumps({"at": time.monotonic(), "what": what, **facts}, ensure_ascii=False)
        os.write(self.log, line.encode() + b"\n")

    def write_form(self) -> None:
        keeper = self.keeper
        if keeper is None:
            self.write("nothing")
            return
        typed = keeper._form.typed()
        held = drafts._packed(typed, {})["map"] if typed != keeper._opening else None
        self.write("typed", kind=keeper.kind, owner=keeper.owner_id, held=held, slow=self.times.take())

    def stroke(self) -> None:
        """One keystroke, its line in the log, and the pause of a person."""
        self.one_key()
        self.write_form()
        say(".")
        QTest.qWait(self.chance.randint(10, 120))

    def one_key(self) -> None:
        dice, focus = self.chance.random(), self.staff.application.focusWidget()
        if focus is None:
            self.staff.window.activateWindow()
            self.staff.desk.take_focus()
        elif self.keeper is None:
            self.staff.press(Qt.Key.Key_F2)
        elif dice < 0.62:
            self.compose(focus)
        elif dice < 0.74:
            QTest.keyClicks(focus, self.chance.choice(KEYS))
        elif dice < 0.80:
            QTest.keyClick(focus, Qt.Key.Key_Backspace)
        elif dice < 0.93:
            self.staff.press(Qt.Key.Key_Tab)
        elif dice < 0.98:
            self.store()
        else:
            self.staff.press(Qt.Key.Key_Escape)

    def compose(self, focus: QWidget) -> None:
        """As an input method does it: letters under way, then the characters they became."""
        for letters in ("n", "ni"):
            self.staff.application.sendEvent(focus, QInputMethodEvent(letters, []))
        done = QInputMethodEvent()
        sentence = self.chance.choice(SENTENCES)
        start = self.chance.randrange(len(sentence))
        done.setCommitString(sentence[start : start + self.chance.randint(1, 4)])
        self.staff.application.sendEvent(focus, done)

    def mend(self, keeper: DraftKeeper) -> None:
        """Take away what nobody can understand, and fill what must be filled, so that the form can be stored."""
        editors: dict[str, Any] = editors_in(keeper.widget)
        for name, editor in editors.items():
            empty = name in ("title", "content") and not editor.value()
            if isinstance(held(editor), drafts.Unread) or name == "phone":
                editor.setFocus()
                self.staff.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                self.staff.press(Qt.Key.Key_Delete)
            elif empty:
                editor.setFocus()
                self.compose(editor)
        self.write_form()

    def store(self) -> None:
        """Ctrl+S, at times with something still missing: nothing is stored then, and that is right too."""
        keeper = self.keeper
        assert keeper is not None
        if self.chance.random() < 0.8:
            self.mend(keeper)
        before, owner = self.staff.desk.session.value("SELECT count(*) FROM audit_log"), keeper.owner_id
        self.write("storing", kind=keeper.kind, owner=owner, records=before)
        self.staff.save()
        after = self.staff.desk.session.value("SELECT count(*) FROM audit_log")
        self.write("stored" if after > before else "refused", kind=keeper.kind, owner=owner)

    def _answer(self) -> None:
        """A sentence in the way is read and put away."""
        dialog = self.staff.application.activeModalWidget()
        if dialog is not None:
            dialog.close()


class _Times(QObject):
    """How long the slowest key event since the last look took."""

    def __init__(self) -> None:
        super().__init__()
        self._slowest = 0.0
        self._last = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.InputMethod):
            self._last = time.perf_counter()
        elif self._last and event.type() in (QEvent.Type.Paint, QEvent.Type.KeyRelease):
            self._slowest, self._last = max(self._slowest, time.perf_counter() - self._last), 0.0
        return False

    def take(self) -> float:
        found, self._slowest = round(self._slowest * 1000, 1), 0.0
        return found


def dressed() -> QApplication:
    application = QApplication([])
    theme.apply(application, theme.LIGHT, 100, paths.resources() / "icons", Path(tempfile.mkdtemp()))
    return application


def mutate(mutant: str) -> None:
    if mutant == "written_late":
        DraftKeeper.save = lambda self: None  # type: ignore[method-assign]
    if mutant == "draft_outlives_record":
        drafts.drop = lambda *_, **__: None
        DraftKeeper.storing = lambda self: nullcontext()  # type: ignore[method-assign,assignment,return-value]


def work(home: Path, log: Path, seed: int) -> None:
    """Open the window, sign in, take up what lies there or begin something new, and type until killed."""
    application = dressed()
    assert application is not None
    chance = random.Random(seed)
    staff = Staff(home)
    desk = staff.sign_in("wang")
    clerk = Clerk(staff, chance, log)
    offer = desk.findChild(DraftOffer)
    assert isinstance(offer, DraftOffer)
    lying = [[found.form, found.owner_id] for found in offer.lying()] if offer.isVisible() else []
    clerk.write("offered", lying=lying)
    if lying and chance.random() < 0.7:
        offer.go_on(chance.choice(offer.lying()))
    elif chance.random() < 0.4:
        desk.go("opinions", 1)
        staff.press(Qt.Key.Key_F9)
    else:
        staff.press(Qt.Key.Key_F2)
    clerk.write_form()
    say("ready")
    while True:
        clerk.stroke()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """With everything loaded wait for a home, a log and a seed on a line; each is worked on by a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutant", choices=MUTANTS, default="")
    mutate(parser.parse_args().mutant)
    for found in pkgutil.walk_packages(ui.__path__, ui.__name__ + "."):
        importlib.import_module(found.name)
    for line in sys.stdin:
        home, log, seed = line.rstrip("\n").split("\t")
        process = os.fork()
        if process == 0:
            work(Path(home), Path(log), int(seed))
        say(f"process {process}")
        os.waitpid(process, 0)
        say("gone")


if __name__ == "__main__":
    main()
