"""Start to the first paint of the window, and to its words, against an empty PySide6 window with the same fonts.

Each start is a process of its own, measured from its spawning to its first paint; ours and the baseline in turn.
`--lists` measures instead from a process that is ready to sign in to the painted list of opinions, with a hundred
thousand and with a thousand.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.turns import in_turn, report

GOAL = 1.3
LIST_GOAL = 1.1
READY_GOAL = 2.2  # our own: what follows the first paint must not be long in coming
OURS = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv[:1])
from lianluozhan import app
app.Cover.paintEvent = lambda cover, event: os._exit(0)
app.main(Path(sys.argv[1]))
"""
READY = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv[:1])
from lianluozhan import app
from lianluozhan.ui.main_window import MainWindow
def watch(window, user="", *, locked=False, shown=MainWindow.show_sign_in):
    from lianluozhan.ui.sign_in import SignInPage
    SignInPage.paintEvent = lambda page, event: os._exit(0)
    shown(window, user, locked=locked)
MainWindow.show_sign_in = watch
app.main(Path(sys.argv[1]))
"""
LISTED = """
import os, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication(sys.argv[:1])
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.ui import theme
from lianluozhan.ui.appearance import Appearance
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.long_list import LongList
home = Home(Path(sys.argv[1]))
theme.load_fonts()
Appearance(application, home.folder).apply()
session = sign_in(home, "zhouchangfu", "Yangli#2026")
start, cpu = time.perf_counter(), time.thread_time()
def painted(view, event, paint=LongList.paintEvent):
    paint(view, event)
    print(time.perf_counter() - start, time.thread_time() - cpu)
    sys.stdout.flush()
    os._exit(0)
LongList.paintEvent = painted
desk = Desk(session, Changes(), home=home)
desk.resize(1920, 1010)
desk.show()
desk.go("opinions")
application.exec()
"""
EMPTY = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
application = QApplication(sys.argv[:1])
from PySide6.QtGui import QFontDatabase
for path in sys.argv[2:]:
    QFontDatabase.addApplicationFont(path)
class Empty(QWidget):
    def paintEvent(self, event):
        os._exit(0)
window = QMainWindow()
window.setCentralWidget(Empty())
window.show()
application.exec()
"""


def start(code: str, *arguments: str) -> None:
    """Spawn a start and wait until it has painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its byte code
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=environment)


def lists(counts: tuple[int, int] = (1000, 100_000), rounds: int = 7) -> None:
    """From the signed-in session to the painted list: the larger station against the smaller, by the thread's time."""
    from bench.large_station import make
    from lianluozhan.models.homes import Home

    with tempfile.TemporaryDirectory() as folder:
        homes = [Home(Path(folder) / str(count)) for count in counts]
        for home, count in zip(homes, counts, strict=True):
            make(home, count).close()
        times: list[list[float]] = [[], []]
        for _ in range(rounds):
            for each, home in zip(times, homes, strict=True):
                each.append(_listed(home.folder))
    small, large = (min(each) for each in times)
    print(f"desk and list: {counts[0]} opinions {small * 1000:.0f} ms, {counts[1]} opinions {large * 1000:.0f} ms")
    print(f"desk and list at {counts[1]} to {counts[0]}: ratio {large / small:.2f} (goal <= {LIST_GOAL})")


def _listed(home: Path) -> float:
    command = [sys.executable, "-c", LISTED, str(home)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    return float(found.stdout.split()[-1])


def main() -> None:
    if "--lists" in sys.argv:
        return lists()
    from lianluozhan import paths
    from lianluozhan.models.demo import demo
    from lianluozhan.models.homes import Home
    from lianluozhan.ui.theme import FIRST_FONTS

    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        demo(home, opinions=20)
        fonts = [str(paths.resources() / "fonts" / name) for name in FIRST_FONTS]
        place = str(home.folder)
        mine, theirs = in_turn(lambda: start(READY, place), lambda: start(EMPTY, "", *fonts), rounds=9)
        report("start to the words of the sign-in page", mine, theirs, READY_GOAL)
        mine, theirs = in_turn(lambda: start(OURS, place), lambda: start(EMPTY, "", *fonts), rounds=15)
        report("start to first paint", mine, theirs, GOAL)
    return None


if __name__ == "__main__":
    main()
