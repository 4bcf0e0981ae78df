"""The frame of the first start: the list of steps, one step, back and on."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan import paths
from lianluozhan.models.errors import RuleError, StorageError

from .. import theme
from ..shortcuts import shortcut
from ..text import plain
from .step import Step
from .steps import KeepingStep, LastStep, PeopleStep, RecoveryStep, StationStep

NAMES = ("联络站名称和类型", "数据怎么保管", "站长和工作人员", "恢复码", "建立")
NARROW = 1040


class FirstStartPage(QWidget):
    """Every step can be gone back to; nothing is written before the last button."""

    finished = Signal(object)  # Session
    sample_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, home_folder: Path) -> None:
        super().__init__()
        self.home_folder = home_folder
        self.station, self.keeping, self.people = StationStep(), KeepingStep(home_folder), PeopleStep()
        self.recovery, self.last = RecoveryStep(), LastStep()
        self.steps: list[Step] = [self.station, self.keeping, self.people, self.recovery, self.last]
        self.station.sample_wanted.connect(self.sample_wanted)
        self.station.restore_wanted.connect(self.restore_wanted)
        self.pages = QStackedWidget()
        for step in self.steps:
            step.changed.connect(self._update)
            self.pages.addWidget(step)
        self._marks = [plain("") for _ in NAMES]
        self._side = self._list_of_steps()
        self._side.hide()  # until there is room for it
        self._place = plain("", "note")
        self._hint = plain("", "soft")
        self.back = QPushButton("上一步")
        self.on = QPushButton("下一步")
        self._build()
        self.go(0)
        for key in ("Return", "Enter"):
            shortcut(self, key, self.on.click)

    def _build(self) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(18), theme.scaled(18), theme.scaled(18), theme.scaled(18))
        row.addWidget(self._side)
        row.addWidget(sheet, 1)

    def _list_of_steps(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(theme.scaled(286))
        column = QVBoxLayout(side)
        head = QHBoxLayout()
        mark = QLabel()
        size = theme.scaled(36)
        mark.setPixmap(QIcon(str(paths.resources() / "icons" / "app.svg")).pixmap(QSize(size, size)))
        head.addWidget(mark)
        head.addWidget(plain("联络站　第一次使用", "lead"))
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(theme.scaled(16))
        for label in self._marks:
            label.setMinimumHeight(theme.scaled(40))
            column.addWidget(label)
        column.addStretch(1)
        words = plain("每一步都可以返回修改。\n全部完成以前，不会写入任何内容。", "note")
        words.setWordWrap(True)
        column.addWidget(words)
        return side

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.scaled(34), theme.scaled(8), theme.scaled(34), theme.scaled(8))
        self.on.setProperty("role", "primary")
        self.back.clicked.connect(lambda: self.go(self.pages.currentIndex() - 1))
        self.on.clicked.connect(self._onward)
        for widget in (self.back, self._place):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._hint)
        row.addSpacing(theme.scaled(8))
        row.addWidget(self.on)
        return foot

    def go(self, number: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(number)
        step = self.steps[number]
        if step is self.last:
            self.last.summarise(self._summary())
        step.entered()
        step.verticalScrollBar().setValue(0)
        for n, label in enumerate(self._marks):
            done, here = n < number, n == number
            label.setText(f"{'✓' if done else '●' if here else '○'}　{n + 1}　{NAMES[n]}")
            label.setProperty("role", "strong" if here else "" if done else "soft")
            label.style().polish(label)
        self.back.setEnabled(number > 0)
        self.on.setText("建立联络站" if step is self.last else "下一步")
        self._place.setText(f"第 {number + 1} 步，共 {len(self.steps)} 步")
        self._update()
        everything = cast("list[QLineEdit]", step.findChildren(QLineEdit))
        first = next((field for field in everything if field.isVisibleTo(step)), None)
        (first or self.on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _update(self) -> None:
        found = self.steps[self.pages.currentIndex()].problem()
        self._hint.setText(found)
        self.on.setEnabled(not found)

    def _onward(self) -> None:
        number = self.pages.currentIndex()
        if number < len(self.steps) - 1:
            self.go(number + 1)
        else:
            self._establish()

    def _summary(self) -> list[str]:
        people = "、".join(f"{row.name.text().strip()}（{row.post.label}）" for row in self.people.filled())
        kept = "加密存放" if self.keeping.closed.isChecked() else "不加密存放"
        return [f"站名：{self.station.name.text().strip()}", f"人员：{people}", f"数据：{kept}，{self.home_folder}"]

    def _establish(self) -> None:
        from lianluozhan.models import homes

        persons = tuple(
            homes.NewPerson(
                name=row.name.text().strip(),
                post=row.post,
                roles=self.people.roles_of(row),
                user_name=row.user_name(),
                password=row.password.text(),
            )
            for row in reversed(self.people.filled())
        )
        plan = homes.SetUp(self.station.station(), persons, encrypted=self.keeping.closed.isChecked())
        self.on.setEnabled(False)
        self._hint.setText("正在建立，请稍候…")
        self._hint.repaint()
        try:
            session = homes.set_up(homes.Home(self.home_folder), plan, self.recovery.code)
        except (RuleError, StorageError) as refusal:
            self.last.trouble.setText(str(refusal))
            self._update()
            return
        self.finished.emit(session)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= theme.scaled(NARROW)
        self._side.setVisible(wide)
        self._place.setVisible(not wide)
        super().resizeEvent(event)
