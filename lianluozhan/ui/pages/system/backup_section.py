"""Backups: when one was last proven, making one, verifying one, the register, the way to a restore (4.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QSizePolicy, QStackedWidget, QWidget

from lianluozhan.models import accounts, backup, backups, settings
from lianluozhan.models.backup import BackupInfo, BackupResult, Inside, Unlock
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.permissions import who_may
from lianluozhan.models.stations import station

from ... import theme
from ...attempt import attempt
from ...background import Progress
from ...banner import Banner
from ...drawer import Drawer
from ...layout_rules import logical_width
from ...text import Words, plain, plain_button, primary
from . import inside_way, restore_way
from .backup_register import BackupRegister, LastProven
from .place_choice import PlaceChoice
from .section import Section, padded
from .steps_panel import JobPanel
from .task import Task
from .unlocking import put_unlock_fields, unlock_of

FORM, EMERGENCY = "F123", "F125"
WIDE = 800  # logical width from which choice and last proof stand side by side
MAKING = ("取得数据的副本", "写入备份", "从盘上重新读出，逐个核对", "打开备份核对账实，登记")
VERIFYING = ("从备份里读出，逐个核对", "打开备份核对账实")
_STEP_NOW = {"正在取得数据的副本": 0, "正在写入": 1, "正在核验": 2}


class BackupSection(Section):
    """One long job at a time; its task outlives the section, so that a larger text does not end a backup."""

    KEY, TITLE, ICON = "backup", "备份和还原", "hard-drive"
    NEEDS = ("backup.make", "backup.restore", "backup.look")
    TABLES = frozenset({"backups", "sticks", "drills", "settings"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.places = PlaceChoice()
        self.making = JobPanel(
            "正在备份", "几步都完成才算备份成功。中途取消或拔盘，以前的备份不受影响。", MAKING, _making_step
        )
        self.verifying = JobPanel("正在核验备份", "只读不写，备份和电脑里的数据都不会动。", VERIFYING, _verifying_step)
        self.last, self.register = LastProven(), BackupRegister()
        self._banner: Banner | None = None
        self._task: tuple[str, Task] | None = None
        self._build()
        for panel in (self.making, self.verifying):
            panel.ended.connect(self._end)
        self.places.changed.connect(self._weigh)

    def _build(self) -> None:
        self.verify_button = plain_button("核验一份备份", icon="scan")
        self.verify_button.clicked.connect(lambda: self.choose_package(self.ask_secret))
        self.restore_button = plain_button("从备份还原", icon="rotate-ccw")
        self.restore_button.clicked.connect(self.open_restore)
        self.look_button = plain_button(inside_way.LABEL, icon="eye")
        self.look_button.clicked.connect(lambda: self.choose_package(self.look_inside))
        self.put_head(self.verify_button)
        if self.session.may("backup.look"):
            self.put_head(self.look_button)
        if self.session.may("backup.restore"):
            self.put_head(self.restore_button)
        body, column = padded(top=12)
        self._top = column
        self._left = QStackedWidget()
        for widget in (self.places, self.making, self.verifying):
            self._left.addWidget(widget)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.scaled(18))
        for side in (self._left, self.last):
            side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._sides.addWidget(self._left, 6)
        self._sides.addWidget(self.last, 5)
        column.addLayout(self._sides)
        column.addLayout(self._register_head())
        column.addWidget(self.register, 1)
        self.put_body(body, scrolls=True)
        self.start_button = primary("立即备份", icon="save")
        self.start_button.clicked.connect(self.start)
        self._words = Words("", "soft")
        if self.session.may("backup.make"):
            self.put_foot(self._words, self.start_button)
        else:
            self.put_foot(Words(f"备份由{who_may('backup.make')}来做。", "soft"))

    def _register_head(self) -> QBoxLayout:
        """The name of the register, and its sheet for the head's look every month."""
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.addWidget(plain("历次备份", "lead"))
        line.addStretch(1)
        self.print_button = plain_button("打印备份登记", icon="printer")
        self.print_button.clicked.connect(self.print_open)
        self.emergency_button = plain_button("打印应急说明", icon="printer")
        self.emergency_button.clicked.connect(self.print_emergency)
        for each in (self.emergency_button, self.print_button):
            line.addWidget(each)
            if not self.session.may("print.form"):
                each.hide()  # showing what has no place yet would make a window of it
        return line

    def print_open(self) -> None:
        """F123 of all backups, the oldest first."""
        if self.session.may("print.form") and (ids := attempt(self, self._registered)):
            self.print_wanted.emit(FORM, ids)

    def print_emergency(self) -> None:
        """The page that lies with the stick: from a fresh computer to work again."""
        self.print_wanted.emit(EMERGENCY, [station(self.session).id])

    def _registered(self) -> list[int]:
        found = sorted(entry.id for entry in backup.entries(self.session))
        if not found:
            raise RuleError("还没有备份登记可以打印。要手填的表，请在登记簿的“空白表”里打印。")
        return found

    def reload(self) -> None:
        entries = backup.entries(self.session)
        self.register.show_entries(self.session, entries)
        self.last.show_entry(self.session, backups.last_proven(self.session))
        if entries and entries[0].medium:
            self.places.offer(Path(entries[0].medium))
            if not self.places.where_kept():
                self.places.kept.set_value(entries[0].place)
        self.places.refresh()

    def _weigh(self) -> None:
        """What the button does, or why it does nothing yet."""
        running = self._task is not None and self._task[1].running
        place = self.places.chosen()
        self.start_button.setEnabled(place is not None and not running)
        self.verify_button.setEnabled(not running)
        self.restore_button.setEnabled(not running)
        self.look_button.setEnabled(not running)
        keep = settings.number(self.session, "backup.keep")
        words = f"建议留最近 {keep} 份；旧的等新的核验以后再删。"
        if running:
            words = "可以到别的页面继续工作，这里不会停。"
        elif place is None:
            words = "先选备份到哪里。"
        elif not place.is_removable:
            words = "这个文件夹在电脑的硬盘上，电脑坏了备份也会丢。请另备一份到 U 盘。"
        self._words.setText(words)

    # Making ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Back up to the chosen folder."""
        place = self.places.chosen()
        if place is None:
            return
        session, folder, kept = self.session, place.path, self.places.where_kept()

        def work(progress: Progress, _: Any) -> BackupResult:
            return backup.back_up(session, folder, progress, place=kept)

        self._follow("making", Task(work).start())

    def _follow(self, kind: str, task: Task) -> None:
        self._task = kind, task
        self._say(None)
        panel = self.making if kind == "making" else self.verifying
        self._left.setCurrentWidget(panel)
        panel.follow(task)
        self._weigh()
        if not task.running:
            self._end()

    def _end(self) -> None:
        if self._task is None:
            return
        kind, task = self._task
        self._task = None
        self._left.setCurrentWidget(self.places)
        self._weigh()
        if task.stopped:
            kept = "没有留下这次的备份，" if kind == "making" else ""
            self._say(Banner(f"已经停下，{kept}以前的备份没有动过。", "soon"))
        elif task.fault is not None:
            if not isinstance(task.fault, RuleError | StorageError):
                raise task.fault
            self._say(Banner(str(task.fault), "stop"))
        elif kind == "making":
            self._made(task.result)
        elif kind == "looking":
            inside_way.open_page(self, task.result)
        else:
            self._verified(task.result)

    def _made(self, result: BackupResult) -> None:
        again = plain_button("再验一次")
        again.clicked.connect(lambda: self.verify(result.path, backup.by_session(self.session)))
        lost = f"有 {result.info.missing} 个附件的文件找不到，没有备份到。" if result.info.missing else ""
        count = result.info.attachments + 1
        words = f"备份已验证：{count} 个文件全部读回一致，备份能打开。{lost}请拔下 U 盘重新插上，再验一次。"
        self._say(Banner(words, "soon" if lost else "good", again))
        self.desk.say("备份已验证")

    def _say(self, banner: Banner | None) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = banner
        if banner is not None:
            self._top.insertWidget(0, banner)

    # Verifying ---------------------------------------------------------------------------------------------------

    def choose_package(self, ask: Callable[[BackupInfo], object]) -> None:
        """Ask for a package, say whose it is, `ask` how to open it."""
        path, _ = QFileDialog.getOpenFileName(self, "选择备份文件", self._start_folder(), "联络站备份 (*.llzbak)")
        if path:
            attempt(self, lambda: backup.read_info(Path(path)), saved=ask)

    def _start_folder(self) -> str:
        place = self.places.chosen()
        return str(place.path) if place else ""

    def ask_secret(self, info: BackupInfo) -> Drawer:
        """The drawer before verifying: what the package says of itself, and its password or code."""
        drawer = Drawer(self, "核验一份备份", info.path.name, act="开始核验", note="只读不写")
        drawer.fields.add_words(info_words(info), "")
        put_unlock_fields(drawer.fields, info, accounts.of_session(self.session).user_name)
        return drawer.open(lambda values: unlock_of(values, info), lambda unlock: self.verify(info.path, unlock))

    def verify(self, path: Path, unlock: Unlock) -> None:
        """Read a package wholly; its own station notes in the register that it is still whole."""
        session = self.session

        def work(progress: Progress, cancelled: Any) -> BackupInfo:
            info = backup.verify(path, unlock, progress, cancelled)
            if info.station == session.keyring.station and session.may("backup.make"):
                backups.proven_again(session, info.path.name, info.made_at)
            return info

        self._follow("verifying", Task(work).start())

    def _verified(self, info: BackupInfo) -> None:
        self._say(Banner(f"这份备份完好，可以用来还原：{info_words(info)}", "good"))

    # Looking inside ----------------------------------------------------------------------------------------------

    def look_inside(self, info: BackupInfo) -> Drawer:
        """Ask how it is opened, then show what is in it beside the data of today."""
        return inside_way.ask_secret(self, info)

    def follow_look(self, work: Callable[[Progress, Any], Inside]) -> None:
        self._follow("looking", Task(work).start())

    def open_restore(self) -> QWidget | None:
        """The page of the restore over the whole window: meanwhile nothing else can be worked on."""
        return restore_way.open_page(self)

    # The frame ---------------------------------------------------------------------------------------------------

    def take_focus(self) -> bool:
        (self.start_button if self.start_button.isEnabled() else self.places.folder_button).setFocus()
        return True

    def kept(self) -> Any:
        return self._task

    def give_back(self, kept: Any) -> None:
        self._follow(*kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= WIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _making_step(task: Task) -> int:
    at = _STEP_NOW.get(task.what, 0)
    return 3 if at == 2 and task.done >= task.total else at


def _verifying_step(task: Task) -> int:
    return 1 if task.total and task.done >= task.total else 0


def moment_words(at: datetime) -> str:
    """2026年9月16日 16:20."""
    return f"{at.year}年{spoken(at.date())} {at:%H:%M}"


def info_words(info: BackupInfo) -> str:
    """What a package says of itself, in a sentence."""
    made = f"{info.station_name}，{moment_words(info.made_at)} 由{info.made_by}备份"
    lost = f"，另有 {info.missing} 个附件当时就缺文件" if info.missing else ""
    return f"{made}，社情民意 {info.opinions} 件，附件 {info.attachments} 个{lost}。"
