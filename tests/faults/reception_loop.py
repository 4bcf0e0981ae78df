"""A clerk who types at a reception until he is killed: `python -m tests.faults.reception_loop HOME LOG`.

Each keystroke is an input method at the real field; after it a line in the log says when it was and what stood there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from lianluozhan.ui.pages.receptions.day_page import DayPage
from tests.ui.station_at_work import Staff

from .type_loop import SENTENCES, dressed


def main() -> None:
    home, log = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    application = dressed()
    staff = Staff(home)
    staff.sign_in("wang")
    page = staff.desk.go("receptions")
    DayPage.open_in(page, 1)  # type: ignore[arg-type]
    QTest.qWait(50)
    for text in ("孙桂兰", "13812342609"):
        staff.type(text)
        staff.press(Qt.Key.Key_Return)
    field = application.focusWidget()
    assert field.objectName() == "content"
    while True:
        for character in "".join(SENTENCES):
            done = QInputMethodEvent()
            done.setCommitString(character)
            application.sendEvent(field, done)
            line = json.dumps({"at": time.monotonic(), "held": field.value()}, ensure_ascii=False)  # type: ignore[attr-defined]
            os.write(log, line.encode() + b"\n")
            QTest.qWait(60)


if __name__ == "__main__":
    main()
