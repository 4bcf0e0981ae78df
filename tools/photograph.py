"""Photograph every page at 100, 150 and 200 % in a small and a large window: `photograph.py [FOLDER]`.

A sample station is made in a temporary folder; no screen is needed. The pictures are named room-part-percent-width.png,
to be looked at side by side. With --drawers also every drawer and question that the buttons of the sections open.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from lianluozhan import paths
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.find_panel import FindPanel
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.pages.sections.section_page import SectionPage
from lianluozhan.ui.pages.statistics.view_column import VIEWS
from lianluozhan.ui.pages.statistics_page import StatisticsPage
from lianluozhan.ui.pages.system_page import SystemPage

SIZES = ((1366, 690), (1920, 1002))  # what a window has left of 1366x768 and 1920x1080
PERCENTS = (100, 150, 200)
AWAY = ("看", "撤销", "重新启用", "打印", "重打", "复制")  # buttons that go elsewhere or act at once
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


def drawers(desk: Desk) -> Iterator[tuple[str, QPushButton]]:
    """The buttons of every section and of one record of each state, by section and words."""
    for room in desk.rooms:
        page = desk.page(room.key)
        if not isinstance(page, SectionPage):
            continue
        for name, section in page.sections.items():
            desk.go_section(room.key, name)
            if page.add_button.isVisible():
                yield f"{name}-{section.ADD}", page.add_button
            seen: set[str] = set()
            for row in range(section.view.model().rowCount()):
                section.view.setCurrentIndex(section.view.model().index(row, 0))
                for words in list(page.record.buttons):
                    if words not in seen and not words.startswith(AWAY) and words in page.record.buttons:
                        seen.add(words)
                        yield f"{name}-{words}", page.record.buttons[words]
                if not page.isVisible() or not page.layers.at_work:
                    desk.go_section(room.key, name)


def pressed(desk: Desk, made: QPushButton, picture: Callable[[], object]) -> None:
    """Take the picture of what a button opens, and put it away again."""

    def look() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, QDialog):
            picture()
            question.reject()

    QTimer.singleShot(250, look)
    made.click()
    wait(300)
    for drawer in desk.findChildren(Drawer):
        if drawer.isVisible():
            picture()
            drawer.close_drawer()
            wait(10)


def picture(desk: Desk, name: str, folder: Path, about: str) -> bool:
    """The desk with a question that lies over it."""
    grabbed = desk.grab()
    over = QApplication.activeModalWidget()
    if over is not None:
        painter = QPainter(grabbed)
        painter.drawPixmap((desk.width() - over.width()) // 2, (desk.height() - over.height()) // 2, over.grab())
        painter.end()
    return grabbed.save(str(folder / f"{name}-{about}-{desk.width()}.png"))


def photograph(
    application: QApplication, home: Home, user: str, folder: Path, percent: int, *, with_drawers: bool = False
) -> int:
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
            made += picture(desk, name, folder, f"{user}-{percent}")
        for name, button in drawers(desk) if with_drawers else ():
            pressed(desk, button, partial(picture, desk, f"drawer-{name}", folder, f"{user}-{percent}"))
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
    parser.add_argument("--drawers", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    theme.load_fonts()
    theme.load_rare_fonts()
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        demo(home, opinions=60)
        made = 0
        for size in options.percent:
            made += photograph(application, home, options.user, options.folder, size, with_drawers=options.drawers)
    print(f"{made} pictures of pages in {options.folder}")


if __name__ == "__main__":
    main()
