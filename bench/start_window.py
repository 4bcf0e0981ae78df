"""Start to the first paint of the window, and to its words, against an empty PySide6 window with the same fonts.

Each start is a process of its own, measured from its spawning to its first paint; ours and the baseline in turn.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.turns import in_turn, report

GOAL = 1.3
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


def main() -> None:
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


if __name__ == "__main__":
    main()
