"""The walk along the printed page (F125) at the real window, by keys; run by `drill` on its empty computer."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from lianluozhan import app as program
from lianluozhan.models import attachments, backup
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.check import Severity, check
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from lianluozhan.sheets.orders import PrintOrder
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.main_window import MainWindow
from tests.faults.drill import NEW, timed

PATIENCE = 180.0  # seconds for any one wait


class Walk:
    """One person before the window of the fresh computer."""

    def __init__(self, window: MainWindow, application: QApplication) -> None:
        self.window, self.application = window, application
        self.steps: list[tuple[str, float]] = []
        self.wrong: list[str] = []

    @property
    def focus(self) -> QWidget:
        if self.application.focusWidget() is None:
            self.window.activateWindow()
            self.application.processEvents()
        found = self.application.focusWidget()
        return found if found is not None else self.window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)
        self.application.processEvents()

    def tab_to(self, is_it: Callable[[QWidget], bool], what: str) -> None:
        for _ in range(120):
            if is_it(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {what}")

    def button(self, words: str) -> None:
        """Go to a button by Tab and press it."""
        self.tab_to(lambda at: isinstance(at, QPushButton) and at.text().strip().startswith(words), words)
        self.press(Qt.Key.Key_Space)

    def wait_for(self, is_so: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > until:
                raise AssertionError(f"{what} never came")
            QTest.qWait(20)

    def says(self, words: str) -> bool:
        labels: Any = self.window.findChildren(QLabel)
        return any(words in label.text() for label in labels if label.isVisible())

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)
        self.application.processEvents()

    # The page, step by step --------------------------------------------------------------------------------------

    def restore(self, code: str) -> None:
        with timed(self.steps, "F125 step 3: 从备份还原, the newest on the stick"):
            self.button("从备份还原")
            self.wait_for(lambda: self.says("用哪一份备份"), "the choice of backups")
            page: Any = self.window._stack.currentWidget()
            newest = page.choice.choices[0].text()
            self.button(newest.strip())
        with timed(self.steps, "F125 step 5: the paper code typed"):
            self.tab_to(lambda at: isinstance(at, QAbstractButton) and at.text().strip() == "账号和密码", "用什么打开")
            self.press(Qt.Key.Key_Right)
            self.tab_to(lambda at: at.objectName() == "code" or at.accessibleName() == "恢复码", "恢复码")
            self.type(code.lower().replace("-", " "))
        with timed(self.steps, "F125 step 6: 开始还原, until 数据已还原"):
            self.button("开始还原")
            self.wait_for(lambda: self.says("数据已还原"), "数据已还原")
        self.button("去登录")

    def sign_in(self, code: str) -> Session:
        with timed(self.steps, "F125 step 7: a new password by the paper code, signed in"):
            QTimer.singleShot(300, lambda: self._new_password(code))
            self.button("忘记密码怎么办")
            self.wait_for(lambda: isinstance(self.window._stack.currentWidget(), Desk), "the desk")
        desk = self.window._stack.currentWidget()
        assert isinstance(desk, Desk)
        return desk.session

    def _new_password(self, code: str) -> None:
        """The drawer waits for its answer in a loop of its own: this is called from there, once it is open."""
        drawers: Any = self.window.findChildren(Drawer)
        if not any(drawer.isVisible() for drawer in drawers):
            QTimer.singleShot(100, lambda: self._new_password(code))
            return
        self.tab_to(lambda at: at.objectName() == "group1", "恢复码第 1 组")
        for group in code.split("-"):
            self.type(group)
        for name in ("new", "again"):
            self.tab_to(lambda at, name=name: at.objectName() == name, name)  # type: ignore[misc]
            self.type(NEW)
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def work(self, session: Session, wanted: int, stick: Path, out: Path) -> None:
        with timed(self.steps, "a matter and its photo opened"):
            found = int(session.value("SELECT count(*) FROM opinions"))
            if found != wanted:
                self.wrong.append(f"{found} matters instead of {wanted}")
            photo = session.select(Attachment, "owner_table = 'opinions' AND name LIKE '现场照片%'")[0]
            attachments.stored_content(session, photo.id)
            desk: Any = self.window._stack.currentWidget()
            desk.go("opinions", photo.owner_id or 0)
            self.application.processEvents()
            if not self.says(session.get(Opinion, photo.owner_id or 0).title):
                self.wrong.append("the matter is not shown")
        with timed(self.steps, "one form printed"):
            PrintOrder("F10", photo.owner_id).carry_out(session, out, lambda done, total, what: None)
            if out.stat().st_size < 10_000:
                self.wrong.append("the printed form is empty")
        with timed(self.steps, "everything checked"):
            bad = [each.sentence for each in check(session) if each.severity is not Severity.NOTE]
            self.wrong += [sentence for sentence in bad if "还没有" not in sentence]
        with timed(self.steps, "F125 step 8: the next backup, read back and verified"):
            made = backup.back_up(session, stick)
            backup.verify(made.path, backup.by_session(session))


def main() -> None:
    home, stick, report, code, wanted = (*map(Path, sys.argv[1:4]), sys.argv[4], int(sys.argv[5]))
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    began = time.monotonic()
    window = program.make_window(application, home)
    window.show()
    QTest.qWaitForWindowExposed(window)
    walk = Walk(window, application)
    walk.steps.append(("F125 step 2: the program opened", time.monotonic() - began))
    try:
        walk.restore(code)
        session = walk.sign_in(code)
        walk.work(session, wanted, stick, home.parent / "F10.pdf")
    except Exception as fault:
        walk.wrong.append(f"{type(fault).__name__}: {fault}")
    report.write_text(json.dumps({"steps": walk.steps, "wrong": walk.wrong}), "utf-8")
    window._close_data()


if __name__ == "__main__":
    main()
