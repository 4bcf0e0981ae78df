"""Whether what is stored is sound: run at will, with its findings in words (4.7)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lianluozhan.models import repair
from lianluozhan.models.backup import copies
from lianluozhan.models.check import Finding, Severity
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.homes import Home

from ... import theme
from ...attempt import attempt
from ...banner import Banner
from ...editors.attachment_editor import size_words
from ...package_words import line_words, moment
from ...text import Words, button, chip, icon_label, link, plain, plain_button, primary
from . import restore_way
from .section import Section, padded
from .task import Task

MARKS = {
    Severity.DAMAGE: ("circle-alert", "overdue", "stop"),
    Severity.WARNING: ("triangle-alert", "soon", "stop"),
    Severity.NOTE: ("info", "wait", "calm"),
}
ORDER = (Severity.DAMAGE, Severity.WARNING, Severity.NOTE)
LOOKED_AT = "数据库、操作日志、登记内容、编号、附件、搜索目录、钥匙文件、本机副本"
KEPT = "导入、批量修改、还原以前，和每天改动过以后，程序自己留一份。它们在同一台电脑里，不能代替 U 盘上的备份。"


class CheckSection(Section):
    """A check changes no record; it says what is wrong and what to do, and leads to the newest good copy."""

    KEY, TITLE, ICON = "check", "检查", "clipboard-check"
    ABOUT = f"逐项看存下的内容是不是完好：{LOOKED_AT}。登记的内容只看不改，只有搜索目录会自动重建。"
    NEEDS = ("check.run",)

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.task: Task | None = None
        body, self._column = padded(spacing=10)
        self._result = QWidget()
        self._lines = QVBoxLayout(self._result)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.scaled(10))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self._column.addWidget(self.bar)
        self._column.addWidget(self._result)
        self._column.addStretch(1)
        self._kept = Words("", "soft")
        self.restore_button = link("从副本还原", icon="rotate-ccw")
        self.restore_button.clicked.connect(lambda: restore_way.open_page(self))
        self._column.addWidget(plain("这台电脑里的副本", "strong"))
        self._column.addWidget(self._kept)
        self._column.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.put_body(body, scrolls=True)
        self.start_button = primary("开始检查", icon="clipboard-check")
        self.start_button.clicked.connect(self.start)
        self.stop_button = button("取消")
        self.stop_button.clicked.connect(self._stop)
        self._words = Words("", "soft")
        self.put_foot(self._words, self.stop_button, self.start_button)
        self._show_state()
        self._say("clipboard-check", "ink_soft", *self._before())
        self._show_kept()

    def _before(self) -> tuple[str, str]:
        """What stands there until a check is run: when the last one was."""
        usual = "每月检查一次；电脑断过电、搬过家以后也检查一次。"
        last = repair.last_full(self.session)
        if last is None:
            return "还没有检查过", usual
        days = repair.days_since_full(self.session)
        ago = "今天" if days == 0 else f"{days} 天前" if days > 0 else f"{spoken(last.date())}"
        return f"上次检查是{ago}", usual

    def _show_kept(self) -> None:
        """How many copies there are, of when the newest is, and how much room they take."""
        home = Home(self.session.folder.parent)
        known = copies.of_station(self.session)
        if not known:
            self._kept.setText(f"还没有副本。{KEPT}")
        else:
            size = size_words(copies.room_taken(home))
            newest = f"最近一份 {moment(known[0].made_at)}（{copies.why_words(known[0])}）"
            self._kept.setText(f"{len(known)} 份，共占 {size}，{newest}。{KEPT}")
        self.restore_button.setVisible(bool(known))

    def reload(self) -> None:
        self._show_kept()

    def start(self) -> None:
        """Look at everything, off the window's thread."""
        session = self.session
        self._follow(Task(lambda progress, _: repair.check_fully(session, progress)).start())

    def _follow(self, task: Task) -> None:
        self.task = task
        task.moved.connect(self._show_state)
        task.ended.connect(self._end)
        self._clear()
        self._show_state()

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _show_state(self) -> None:
        running = self.task is not None and self.task.running
        self.bar.setVisible(running)
        self.stop_button.setVisible(running)
        self.start_button.setEnabled(not running)
        if running and self.task is not None:
            self.bar.setRange(0, max(1, self.task.total))
            self.bar.setValue(self.task.done)
            left = f"第 {min(self.task.done + 1, self.task.total)} 项，共 {self.task.total} 项"
            self._words.setText("正在停下" if self.task.stopping else f"正在检查{self.task.what}，{left}")

    def _end(self) -> None:
        task = self.task
        if task is None:
            return
        self._words.setText("")
        self._show_state()
        if task.stopped:
            self._say("clipboard-check", "ink_soft", "检查停下了", "没有查完，也没有改动任何内容。")
        elif task.fault is not None:
            self._say("circle-alert", "overdue", "没有查完", "请看提示，处理以后再检查一次。")
            attempt(self, lambda: _raise(task.fault))
        else:
            self.show_findings(task.result)
        self._show_kept()

    def show_findings(self, found: list[Finding]) -> None:
        """The findings, the worst first; or that there are none."""
        self._clear()
        now = f"{self.session.now():%H:%M}"
        if not found:
            self._say("circle-check", "good", "没有发现问题", f"{LOOKED_AT}都完好。{now} 查完。")
            return
        counts = [f"{kind.label} {len(of)} 条" for kind in ORDER if (of := [f for f in found if f.severity is kind])]
        self._words.setText(f"{now} 查完：{'，'.join(counts)}。")
        if any(finding.severity is Severity.DAMAGE for finding in found):
            self._lines.addWidget(self._way_back())
        for severity in ORDER:
            for finding in found:
                if finding.severity is severity:
                    self._lines.addWidget(_line(finding))

    def _way_back(self) -> Banner:
        """To the newest copy that is whole, or to whatever can be found."""
        good = copies.newest_good(self.session)
        act = plain_button("用它还原" if good else "找备份还原", icon="rotate-ccw")
        act.clicked.connect(lambda: restore_way.open_page(self, good.path if good else None))
        told = f"最近一份完好的副本：{line_words(good)}。" if good else "这台电脑里没有完好的副本，请插上备份 U 盘。"
        return Banner(f"有内容已损坏，请停止录入。{told}损坏的文件会留着，不会删。", "stop", act)

    def _say(self, icon: str, colour: str, title: str, words: str) -> None:
        self._clear()
        column = QVBoxLayout()
        column.setSpacing(theme.scaled(8))
        column.addSpacing(theme.scaled(70))
        for widget in (icon_label(icon, colour, 40), plain(title, "title"), plain(words, "soft")):
            if widget.pixmap().isNull():
                widget.setWordWrap(True)
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(widget)
            else:
                column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        holder.setLayout(column)
        self._lines.addWidget(holder)

    def _clear(self) -> None:
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def take_focus(self) -> bool:
        self.start_button.setFocus()
        return True

    def kept(self) -> Any:
        return self.task

    def give_back(self, kept: Any) -> None:
        self._follow(kept)
        if not kept.running:
            self._end()


def _raise(fault: Exception | None) -> None:
    """Hand a fault of the other thread to the one place that turns refusals into messages."""
    if fault is not None:
        raise fault


def _line(finding: Finding) -> QFrame:
    icon, colour, tone = MARKS[finding.severity]
    frame = QFrame()
    frame.setProperty("role", "inset")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 9, 12, 9)))
    row.setSpacing(theme.scaled(10))
    row.addWidget(icon_label(icon, colour), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(chip(finding.severity.label, tone), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.scaled(2))
    words.addWidget(plain(finding.area, "strong"))
    words.addWidget(Words(finding.sentence))
    row.addLayout(words, 1)
    return frame
