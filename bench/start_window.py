"""Start to the first paint of the sign-in window, against an empty PySide6 window with the same fonts.

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
LEAVE_AT_FIRST_PAINT = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(0)
        return False

application = QApplication(sys.argv[:1])
watch = Watch()
"""
OURS = """
from pathlib import Path
from lianluozhan import app
from lianluozhan.ui.main_window import MainWindow
shown = MainWindow.show
def show(window):
    application.installEventFilter(watch)
    shown(window)
MainWindow.show = show
app.main(Path(sys.argv[1]))
"""
EMPTY = """
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QMainWindow
for path in sys.argv[2:]:
    QFontDatabase.addApplicationFont(path)
window = QMainWindow()
application.installEventFilter(watch)
window.show()
application.exec()
"""


def start(code: str, *arguments: str) -> None:
    """Spawn a start and wait until it has painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its byte code
    subprocess.run([sys.executable, "-c", LEAVE_AT_FIRST_PAINT + code, *arguments], check=True, env=environment)


def main() -> None:
    from lianluozhan import paths
    from lianluozhan.models.demo import demo
    from lianluozhan.models.homes import Home
    from lianluozhan.ui.theme import FIRST_FONTS

    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        demo(home, opinions=20)
        fonts = [str(paths.resources() / "fonts" / name) for name in FIRST_FONTS]
        mine, theirs = in_turn(lambda: start(OURS, str(home.folder)), lambda: start(EMPTY, "", *fonts), rounds=15)
    report("start to first paint", mine, theirs, GOAL)


if __name__ == "__main__":
    main()
