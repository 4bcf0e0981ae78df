"""Photograph every page at 100, 150 and 200 % in a small and a large window: `photograph.py [FOLDER]`.

A sample station is made in a temporary folder; no screen is needed. The pictures are named room-part-percent-width.png,
to be looked at side by side.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from lianluozhan import paths
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.find_panel import FindPanel
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.pages.sections.section_page import SectionPage
from lianluozhan.ui.pages.statistics.view_column import VIEWS
from lianluozhan.ui.pages.statistics_page import StatisticsPage
from lianluozhan.ui.pages.system_page import SystemPage

SIZES = ((1366, 690), (1920, 1002))  # what a window has left of 1366x768 and 1920x1080
PERCENTS = (100, 150, 200)
USERS = ("zhouchangfu", "wangxiuying")


def wait(milliseconds: int = 150) -> None:
    """Let the window do what it does a little later."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def places(desk: Desk) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that can lie open on the desk, with what opens it."""
    for room in desk.rooms:
        yield room.key, lambda key=room.key: desk.go(key)
        page = desk.page(room.key)
        if isinstance(page, OpinionPage):
            yield "opinions-record", lambda page=page: page.open_record(_first_opinion(desk))
            if desk.session.may("opinion.register"):
                yield "opinions-form", desk.register
                yield "opinions-print", lambda page=page: _printed(page)
        elif isinstance(page, StatisticsPage):
            for name, _ in VIEWS:
                yield f"statistics-{name}", lambda name=name: desk.go_section("statistics", name)
        elif isinstance(page, (SectionPage, SystemPage)):
            names = page.sections if isinstance(page, SectionPage) else page._kinds
            for name in names:
                yield f"{room.key}-{name}", lambda key=room.key, name=name: desk.go_section(key, name)
    yield "find", lambda: _find(desk, "sqc 路灯")
    yield "find-filters", lambda: _find(desk, "路灯 状态:")
    yield "keys", lambda: _keys(desk)


def _first_opinion(desk: Desk) -> int:
    return int(desk.session.value("SELECT max(id) FROM opinions WHERE status = 'handling'") or 1)


def _printed(page: OpinionPage) -> None:
    page.jobs.drop_form()
    page.print_blank("F10")


def _find(desk: Desk, line: str) -> None:
    desk.find_anything(line)
    panel = desk._panel()
    assert isinstance(panel, FindPanel)
    while panel._search is not None and not panel._search.has_first:
        wait(20)


def _keys(desk: Desk) -> None:
    if panel := desk._panel():
        panel.close_panel()
    desk.go("opinions" if desk.session.may("opinion.read") else "system")
    desk.show_keys()


def photograph(application: QApplication, home: Home, user: str, folder: Path, percent: int) -> int:
    """All pages of one person at one text size, in both windows; how many pictures were made."""
    icons = folder / ".icons"
    icons.mkdir(exist_ok=True)
    theme.apply(application, theme.LIGHT, percent, paths.resources() / "icons", icons)
    session, made = sign_in(home, user, PASSWORD), 0
    for width, height in SIZES:
        desk = Desk(session, Changes(application), home=home.folder)
        desk.resize(width, height)
        desk.show()
        desk.first_room()
        for name, show in places(desk):
            show()
            wait()
            made += desk.grab().save(str(folder / f"{name}-{user}-{percent}-{width}.png"))
        desk.close()
        desk.deleteLater()
        wait(10)
    session.close()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("build") / "pictures")
    parser.add_argument("--user", choices=USERS, default=USERS[0])
    parser.add_argument("--percent", type=int, nargs="*", default=list(PERCENTS))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    theme.load_fonts()
    theme.load_rare_fonts()
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        demo(home, opinions=60)
        made = sum(photograph(application, home, options.user, options.folder, size) for size in options.percent)
    print(f"{made} pictures in {options.folder}")


if __name__ == "__main__":
    main()
