"""A day at a station whose resident is a canary: `python -m tests.ui.canary_station HOME ASKED` works it and leaves.

What the person asks for goes to ASKED; the parent then searches all else that the program left behind.
"""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan import app
from lianluozhan.models import attachments, backup, exports, homes, opinions
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.draft_keeper import keepers_in
from lianluozhan.ui.print_room import PrintRoom

from .station_at_work import Staff, make_station

CANARIES = {
    "submitter_name": "欧阳鸳鹭",
    "phone": "13987651234",
    "address": "鹦鹉洲金丝雀巷77号",
    "title": "金丝雀巷下水道堵塞没人来通",
    "content": "身份证440106197802137719的住户家里进了水。",
    "request": "请派人疏通金丝雀暗渠。",
}
HALF_TYPED = {"title": "半截子夜莺路灯不亮", "content": "夜莺亭旁边的灯坏了。"}
SAID_BY_A_FAULT = "知更鸟18612349876"
INSIDE_A_SCAN = "百灵鸟430781196511110021的证明"
NEEDLES = (
    *("欧阳鸳鹭", "13987651234", "金丝雀", "440106197802137719", "夜莺", "知更鸟", "18612349876"),
    *("百灵鸟", "430781196511110021"),
)
Key = Qt.Key


class Worked(Staff):
    """The staff at the window that the program itself makes, with its log and its net for faults."""

    def __init__(self, home: Path) -> None:
        self.application = QApplication(sys.argv[:1])
        self.window = app.make_window(self.application, home)
        self.titles: set[str] = set()
        self.window.tell = lambda sentence: None  # type: ignore[method-assign,assignment]  # a message box would wait
        sys.excepthook = _hook_of(home, self)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()

    def look(self) -> None:
        self.titles |= {window.windowTitle() for window in self.application.topLevelWidgets()}


def _hook_of(home: Path, staff: Worked):  # type: ignore[no-untyped-def]
    from lianluozhan.ui import crash

    crash.catch_all(home / "logs" / "lianluozhan.log", staff.window.tell)
    return sys.excepthook


def work(home: Path, asked: Path) -> None:
    """Register, attach, print, save, export, break, back up, verify, lock, leave a form half typed."""
    staff = Worked(home)
    desk = staff.sign_in("wang")
    session = desk.session
    staff.press(Key.Key_F2)
    for name, text in CANARIES.items():
        staff.fill(name, text)
        staff.look()
    for keeper in keepers_in(desk):
        keeper.flush()
    made = opinions.register(session, Opinion(received_on=session.today, **CANARIES))
    with session.action("opinion.edit"):
        scan = attachments.attach(session, "opinions", made.id, asked / "证明.txt")
    attachments.export(session, scan.id, homes.temporary_file(session, ".txt"))  # as when it is opened to be looked at
    staff.look()
    _print(staff, session, made.id, asked)
    listing = opinions.listing(session, view=opinions.View.ALL)
    assert exports.write(session, exports.rows_of(listing), asked / "清单.xlsx", "清单", unmasked=True) == 1
    try:
        raise ValueError(f"{SAID_BY_A_FAULT} {CANARIES['title']}")
    except ValueError as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
    result = backup.back_up(session, asked)
    backup.verify(result.path, backup.by_session(session))
    desk.go("opinions").open_record(made.id)
    staff.look()
    staff.window.activateWindow()
    desk.register()
    staff.application.processEvents()
    for name, text in HALF_TYPED.items():
        staff.fill(name, text)
    time.sleep(0.1)
    for keeper in keepers_in(desk):
        keeper.flush()
    desk.find_anything(CANARIES["submitter_name"])
    QTest.qWait(400)
    staff.look()
    staff.window.lock()
    staff.look()
    print("\n".join(sorted(staff.titles)))  # noqa: T201
    staff.window.close()
    staff.close()


def _print(staff: Worked, session, opinion_id: int, asked: Path) -> None:  # type: ignore[no-untyped-def]
    room = PrintRoom(session, "F10", [opinion_id])
    room.show()
    for _ in range(200):
        QTest.qWait(20)
        if room.sheaf.is_complete:
            break
    for ending in ("pdf", "docx"):
        path = asked / f"登记表.{ending}"
        room.delivery.save(room.sheaf, path)
        for _ in range(500):
            QTest.qWait(20)
            if not room.delivery.busy:
                break
        assert path.exists(), ending
        staff.look()
    room.close()


if __name__ == "__main__":
    work_home, work_asked = Path(sys.argv[1]), Path(sys.argv[2])
    work_asked.mkdir(parents=True, exist_ok=True)
    (work_asked / "证明.txt").write_text(INSIDE_A_SCAN, "utf-8")
    make_station(work_home)
    try:
        work(work_home, work_asked)
    except Exception:
        traceback.print_exc()  # the program's own net would only say where
        sys.exit(1)
