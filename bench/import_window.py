"""How long the window leaves a timer waiting while 20,000 rows are read, tried and stored, against doing nothing.

The longest wait of each stage is told beside the longest of an idle window in the same run; what a person does waits as
long as the timer does. Beside it stands what the thread of the window worked itself, which other programs do not swell.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bench.save_opinion import open_station
from lianluozhan import paths
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.pages.import_page import ImportPanel

ROWS = 20_000
HEADINGS = ("编号", "反映人", "事由", "收到日期", "反映内容", "答复意见", "答复日期")
GOAL = 200


def ledger(path: Path, rows: int) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(1, rows + 1):
            day = f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}"
            answer = ("已请供电所更换。", f"2026-01-{n % 28 + 1:02}") if n % 2 else ("", "")
            told = f"三组路灯坏了 {n % 9 + 1} 盏，晚上老人出行不便。"
            sheet.write_row(n, 0, (f"K{n}", f"周长{n}", f"三组路灯坏了 {n}", day, told, *answer))
    return path


class Waits:
    """A timer that should come every five milliseconds, and how late it was at most."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._last, self.longest = time.perf_counter(), 0.0
        self._worked, self.work = time.thread_time(), 0.0
        self._timer.start(5)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.work, self._worked = max(self.work, worked - self._worked), worked

    def over(self, is_done: Callable[[], bool], most: float = 120.0) -> tuple[float, float, float]:
        """Until something is so: the longest wait, the most work of this thread in one, and how long all that took."""
        self.longest = self.work = 0.0
        begun = time.perf_counter()
        while not is_done() and time.perf_counter() - begun < most:
            QApplication.processEvents()
            time.sleep(0.001)
        return self.longest * 1000, self.work * 1000, time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        theme.load_fonts()
        theme.apply(application, theme.LIGHT, 100, paths.resources() / "icons", Path(folder))
        session = open_station(Path(folder) / "home")
        changes = Changes()
        changes.follow(session)
        panel = ImportPanel(session, changes)
        panel.resize(1190, 640)
        panel.show()
        file = ledger(Path(folder) / "台账.xlsx", options.rows)
        waits = Waits()
        end = time.perf_counter() + 3
        told = [("idle", waits.over(lambda: time.perf_counter() > end))]
        panel.read(file)
        told.append(("read", waits.over(lambda: panel.checking is not None)))
        told.append(("tried", waits.over(lambda: panel.plan is not None and panel._job is None)))
        panel.carry_out()
        told.append(("stored", waits.over(lambda: panel.outcome is not None and panel._job is None)))
        print(f"goal: no wait over {GOAL} ms")
        for stage, (longest, work, took) in told:
            print(
                f"{stage}: longest wait {longest:.0f} ms, the window's own work in one {work:.0f} ms; took {took:.1f} s"
            )
        print(f"imported: {panel.outcome.imported if panel.outcome else 0}")
        panel.close()
        session.close()


if __name__ == "__main__":
    main()
