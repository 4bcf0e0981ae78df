"""The ledger over a million opinions on screen: a page scrolled against QStandardItemModel, jumps, memory.

Time is that of the thread, painting included; memory is what a process with the counted list holds more than one with
an empty list.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from bench.large_station import make
from lianluozhan import paths
from lianluozhan.models import opinions
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Narrowing, Order, View
from lianluozhan.models.session import Session
from lianluozhan.ui import theme
from lianluozhan.ui.long_list import LongList
from lianluozhan.ui.pages.opinion import ledger_columns
from lianluozhan.ui.pages.opinion.words import as_row

ROWS, PAGES, GOAL, MEMORY_GOAL = 1000, 12, 1.5, 60
SIZE = (920, 740)


def ledger(session: Session, narrowing: Narrowing | None = None) -> LongList:
    """The list as the page 社情民意 shows it where there is room."""
    listing = opinions.listing(session, view=View.ALL, narrowing=narrowing, order=Order.NEWEST)
    made = LongList(listing, lambda row: as_row(session, row, grouped=False))
    made.set_columns(ledger_columns.columns(ledger_columns.USUAL, 2026))
    made.resize(*SIZE)
    made.show()
    return made


def standard(texts: list[list[str]]) -> QTableView:
    """Qt's own table over its own model with the same words."""
    model = QStandardItemModel(len(texts), len(texts[0]))
    for at, row in enumerate(texts):
        for column, words in enumerate(row):
            model.setItem(at, column, QStandardItem(words))
    made = QTableView()
    made.setModel(model)
    model.setParent(made)
    made.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().setDefaultSectionSize(37)
    made.verticalHeader().hide()
    made.resize(*SIZE)
    made.show()
    return made


def spent(call: Callable[[], object]) -> float:
    start = time.thread_time()
    call()
    return time.thread_time() - start


def scrolled(view: QTableView, at: int) -> float:
    """Seconds for the next page, painted."""

    def page() -> None:
        view.verticalScrollBar().setValue(at * 700)
        view.viewport().grab()

    return spent(page)


def memory(home: Path, *, whole: bool) -> float:
    """Megabytes of a process that shows the list, counted to its end and looked at in many places."""
    code = f"import sys; from bench.open_lists import hold; hold(sys.argv[1], {whole})"
    found = subprocess.run([sys.executable, "-c", code, str(home)], check=True, capture_output=True, text=True)
    return float(found.stdout.split()[-1])


def hold(home: str, whole: bool) -> None:
    dress()
    session = sign_in(Home(Path(home)), "zhouchangfu", "Yangli#2026")
    view = ledger(session, None if whole else Narrowing(holder="没有这个人"))
    view.records.count_to_the_end()
    for part in range(51):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * part // 50)
        view.viewport().grab()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(view.records.rowCount(), pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


def dress() -> None:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme.load_fonts()
    theme.apply(application, theme.LIGHT, 100, paths.resources() / "icons", Path(tempfile.mkdtemp()))


def measure(session: Session) -> None:
    start = time.thread_time()
    view = ledger(session)
    view.viewport().grab()
    print(f"the ledger made and painted: {(time.thread_time() - start) * 1000:.1f} ms")

    def to_the_end() -> None:
        view.go_to_end()
        view.viewport().grab()

    def to_the_middle() -> None:
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
        view.viewport().grab()

    jump = spent(to_the_end)
    view.records.count_to_the_end()
    rows = [view.records.row_number(at) for at in range(ROWS)]
    texts = [[column.show(row) or "办理中" for column in view.records.columns] for row in rows if row]
    theirs = standard(texts)
    times: dict[bool, list[float]] = {True: [], False: []}
    for at in range(2 * PAGES):
        times[True].append(scrolled(view, 1000 + at))  # pages that were never read
        times[False].append(scrolled(theirs, at))
    ours, base = statistics.median(times[True]), statistics.median(times[False])
    middle = spent(to_the_middle)
    end = spent(to_the_end)
    print(f"{view.records.rowCount()} rows, a page {ours * 1000:.1f} ms, of QStandardItemModel {base * 1000:.1f} ms")
    print(f"jump to the middle {middle * 1000:.1f} ms, to the end {end * 1000:.1f} ms, uncounted {jump * 1000:.1f} ms")
    for name, ratio in (
        ("scroll a page", ours / base),
        ("jump to the middle, to a page", middle / ours),
        ("jump to the end, to a page", end / ours),
        ("jump to the end before it is counted, to a page", jump / ours),
    ):
        print(f"{name}: ratio {ratio:.2f} (goal <= {GOAL})")


def run(home: Path) -> None:
    dress()
    session = sign_in(Home(home), "zhouchangfu", "Yangli#2026")
    measure(session)
    session.close()
    more = memory(home, whole=True) - memory(home, whole=False)
    print(f"memory over an empty list: {more:.1f} MB (goal <= {MEMORY_GOAL})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="a large station made before")
    options = parser.parse_args()
    if options.home:
        return run(options.home)
    with tempfile.TemporaryDirectory() as folder:
        make(Home(Path(folder) / "home"), options.count).close()
        return run(Path(folder) / "home")


if __name__ == "__main__":
    main()
