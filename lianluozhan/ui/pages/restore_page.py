"""From a backup back to work: choose the file, see whose it is, open it, restore beside the old data (4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models import accounts, backup
from lianluozhan.models.backup import BackupInfo, PackageKind, Present, Unlock, copies
from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.session import Session

from .. import theme
from ..attempt import attempt
from ..background import Progress
from ..banner import Banner
from ..editors.attachment_editor import size_words
from ..field_column import FieldColumn
from ..package_words import held_words, kind_words, moment
from ..question import ask
from ..ruled_form import RuledForm
from ..shortcuts import shortcut
from ..text import Words, button, icon_label, link, plain, primary
from .restore_choice import RestoreChoice
from .system.steps_panel import JobPanel
from .system.task import Task
from .system.unlocking import put_unlock_fields, unlock_of

WIDTH, HINT = 720, 44
NAMED = 5  # attachments that are missing and named one by one
OLD_KEY = (
    "这份备份是更换数据密钥以前做的：还原以后，那时的密码和恢复码又能打开数据，换钥匙以后设的都不能用了。"
    "密码、恢复码已经泄露过的，还原以后请马上再更换一次数据密钥。"
)
STEPS = ("从备份里读出，逐个核对", "打开备份核对账实，换上新的数据文件夹")


class RestorePage(QFrame):
    """The whole window; the old data folder stays whatever happens. Works on a computer without a station too."""

    restored = Signal()
    left = Signal()

    def __init__(self, home_folder: Path, session: Session | None, chosen: Path | None = None) -> None:
        super().__init__()
        self.home, self.session = Home(home_folder), session
        self.info: BackupInfo | None = None
        self.setProperty("role", "desk")
        self._task: Task | None = None
        self._secret: QWidget | None = None
        self._unlock: Unlock | None = None
        self._stack = QStackedWidget()
        self.choice = RestoreChoice(self.home)
        self.choice.chosen.connect(self.look_at)
        self.file_button = self.choice.file_button
        self._looking, self._look_column = _stage()
        self.job = JobPanel(
            "正在还原", "先把备份读全、核对好，最后一步才换上去；在那以前停下，电脑里的数据不变。", STEPS, _step_of
        )
        self.job.ended.connect(self._end)
        self._working, working = _stage()
        working.addWidget(self.job, 1)
        self._done, self._done_column = _stage()
        for stage in (self.choice, self._looking, self._working, self._done):
            self._stack.addWidget(_scrolled(stage))
        self._build()
        shortcut(self, "back", self.leave)
        self._show_stage(0)
        if chosen is not None:
            self.look_at(chosen)

    def _build(self) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        sheet.setMaximumWidth(theme.scaled(WIDTH))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (24, 18, 24, 12)))
        head.setSpacing(theme.scaled(4))
        head.addWidget(Words("从备份还原", "display"))
        head.addWidget(Words("还原到新的文件夹里，核对无误才换上去；原来的数据文件夹留在这台电脑里，不会删。", "soft"))
        column.addLayout(head)
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.scaled(14)] * 4)
        row.addStretch(1)
        row.addWidget(sheet, 30)
        row.addStretch(1)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setMinimumHeight(theme.scaled(52))
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (24, 8, 24, 8)))
        self.leave_button = button("返回", key="Esc")
        self.leave_button.clicked.connect(self.leave)
        row.addWidget(self.leave_button)
        row.addStretch(1)
        self.start_button = primary("开始还原", icon="rotate-ccw")
        self.start_button.clicked.connect(self.start)
        self.enter_button = primary("去登录")
        self.enter_button.clicked.connect(self.restored)
        row.addWidget(self.start_button)
        row.addWidget(self.enter_button)
        return foot

    def take_focus(self) -> None:
        if self._stack.currentIndex() == 0:
            first = self.choice.choices[0] if self.choice.choices else self.file_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._secret is not None:
            self._secret.setFocus(Qt.FocusReason.OtherFocusReason)

    # Looking -----------------------------------------------------------------------------------------------------

    def look_at(self, path: Path) -> None:
        """Read what the package says of itself; nothing is opened yet."""
        attempt(self, lambda: self._read(path))

    def _read(self, path: Path) -> None:
        info = backup.read_info(path)
        fields = FieldColumn()
        user = _user_of(self.session)
        secret = put_unlock_fields(fields, info, user)
        self.info, self.fields, self._secret = info, fields, secret
        _clear(self._look_column)
        other = link("换一份备份", icon="undo-2")
        other.clicked.connect(lambda: self._show_stage(0))
        head = QHBoxLayout()
        head.addWidget(Words(info.path.name, "strong"), 1)
        head.addWidget(other)
        holder = QWidget()
        holder.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self._look_column.addWidget(holder)
        self._look_column.addWidget(_comparison(info, self.home, self.session))
        for warning in _warnings(info, self.session):
            self._look_column.addWidget(Banner(warning, "soon"))
        self._look_column.addWidget(fields)
        self._look_column.addStretch(1)
        self._show_stage(1)
        secret.setFocus()
        QTimer.singleShot(0, self._show_secret)  # once everything above it has its place

    def _show_secret(self) -> None:
        """Where the window is low, the field that is typed into is seen whole, with its hint."""
        area = self._stack.currentWidget()
        if isinstance(area, QScrollArea) and self._secret is not None and area.isAncestorOf(self._secret):
            area.ensureWidgetVisible(self._secret, 0, theme.scaled(HINT))

    # Restoring ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Try the password or code, ask once more where data are replaced, then restore off the window's thread."""
        if self.info is None or self._task is not None:
            return
        self.show_problems({})
        unlock = attempt(self, lambda: unlock_of(self.fields.values(), self._chosen_info()))
        if unlock is not None and self.info.kind is PackageKind.COPY:
            self._look_for_files(self.info.path, unlock)
        elif unlock is not None and (not self.home.is_set_up or self._agreed(self.info)):
            self._restore(self.info.path, unlock)

    def _chosen_info(self) -> BackupInfo:
        if self.info is None:
            raise InvalidRecord({"file": "请先选一份备份。"})
        return self.info

    def _look_for_files(self, path: Path, unlock: Unlock) -> None:
        """A copy has no attachments in it: which of them are not whole here is said before anything is replaced."""
        home = self.home

        def work(progress: Progress, cancelled: Any) -> list[str]:
            return backup.missing_files(path, home, unlock, progress, cancelled)

        self._unlock = unlock
        self._follow(Task(work))

    def _agreed(self, info: BackupInfo, missing: Sequence[str] = ()) -> bool:
        lost = ""
        if missing:
            names = "、".join(missing[:NAMED]) + (f"等 {len(missing)} 个" if len(missing) > NAMED else "")
            lost = f"有 {len(missing)} 个附件在这台电脑里找不到完好的，还原以后打不开：{names}。"
        return ask(
            self,
            f"用 {moment(info.made_at)} 的{kind_words(info)}代替电脑里的数据？",
            f"{lost}换上以后要重新登录，用备份那一天的密码。原来的数据文件夹留在这台电脑里，不会删。",
            "还原",
            "不还原",
        )

    def _restore(self, path: Path, unlock: Unlock) -> None:
        home, session = self.home, self.session

        def work(progress: Progress, cancelled: Any) -> BackupInfo:
            if session is not None:
                copies.before_restore(session)
            return backup.restore(path, home, unlock, progress, cancelled)

        self._unlock = None
        self._follow(Task(work))

    def _follow(self, task: Task) -> None:
        self._task = task
        self._show_stage(2)
        self.job.follow(task.start())

    def _end(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        if task.fault is None and not task.stopped:
            self._go_on(task.result)
            return
        self._show_stage(1)
        if task.fault is not None:
            if not isinstance(task.fault, RuleError | StorageError):
                raise task.fault
            self._say(Banner(str(task.fault), "stop"))
        else:
            self._say(Banner("已经停下，电脑里的数据没有动过。", "soon"))

    def _go_on(self, result: Any) -> None:
        """After the files were looked for: the question; after the restore: that it is done."""
        unlock, self._unlock = self._unlock, None
        if unlock is None or self.info is None:
            self._show_done(result)
            return
        self._show_stage(1)
        if self._agreed(self.info, result):
            self._restore(self.info.path, unlock)

    def _say(self, banner: Banner) -> None:
        for old in _banners(self._looking):
            old.hide()
            old.deleteLater()
        self._look_column.insertWidget(0, banner)

    def _show_done(self, info: BackupInfo) -> None:
        _say_done(self._done_column, info)
        self._show_stage(3)
        self.enter_button.setFocus()

    # The frame ---------------------------------------------------------------------------------------------------

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`: say at each field what is wrong."""
        if self.info is not None:
            self.fields.show_problems(problems)

    def leave(self) -> None:
        """Esc: one step back, and from the first step away from the page; not while data are being exchanged."""
        match self._stack.currentIndex():
            case 0:
                self.left.emit()
            case 1:
                self._show_stage(0)
                self.take_focus()

    def _show_stage(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.leave_button.setVisible(number < 2)
        self.start_button.setVisible(number == 1)
        self.enter_button.setVisible(number == 3)


def _present(session: Session | None) -> Present | None:
    """What is in this computer, as far as it can be read."""
    with suppress(StorageError):
        return backup.present(session) if session else None
    return None


def _user_of(session: Session | None) -> str:
    with suppress(StorageError):
        return accounts.of_session(session).user_name if session else ""
    return ""


def _comparison(info: BackupInfo, home: Home, session: Session | None) -> RuledForm:
    """What is in the backup above what is in this computer."""
    form = RuledForm()
    form.add_text("站名", info.station_name, 3)
    form.add_text("种类", kind_words(info), 3)
    form.add_text("备份时间", f"{moment(info.made_at)}　{info.made_by}", 3)
    form.add_text("备份里有", f"{held_words(info)}，共 {size_words(info.size)}", 3)
    now = _present(session)
    if session is not None and now is None:
        form.add_text("电脑里有", "已经损坏，读不全；文件夹会留着", 3)
    elif now is not None:
        last = f"；最后改动 {moment(now.changed_at)}" if now.changed_at else ""
        form.add_text("电脑里有", f"社情民意 {now.opinions} 件，附件 {now.attachments} 个{last}", 3)
    elif home.is_set_up:
        form.add_text("电脑里有", "一个联络站的数据，还原以后不再使用，文件夹留着", 3)
    else:
        form.add_text("电脑里有", "还没有联络站的数据", 3)
    return form


def _warnings(info: BackupInfo, session: Session | None) -> list[str]:
    """What would be lost from sight by this restore, and which passwords come back with it."""
    if session is None:
        return []
    if info.station != session.keyring.station:
        return [f"这份备份是另一个联络站的（{info.station_name}）。还原以后，这台电脑上用的就是那个站的数据。"]
    said, now = [], _present(session)
    if now and now.changed_at and now.changed_at > info.made_at:
        said.append("电脑里的数据比这份备份新。备份以后登记和改动的内容，还原以后看不到了，只在原来的文件夹里。")
    if backup.is_before_new_key(session, info):
        said.append(OLD_KEY)
    return said


def _say_done(column: QVBoxLayout, info: BackupInfo) -> None:
    held = f"社情民意 {info.opinions} 件，附件 {info.attachments} 个"
    column.addSpacing(theme.scaled(40))
    column.addWidget(icon_label("circle-check", "good", 48), 0, Qt.AlignmentFlag.AlignHCenter)
    for words, role in (
        ("数据已还原", "title"),
        (f"{info.station_name}，{moment(info.made_at)}的数据，{held}。", ""),
        ("请用备份那一天的账号和密码登录；都忘了，就在登录页用恢复码重设密码。", "soft"),
    ):
        line = plain(words, role)
        line.setWordWrap(True)
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(line)
    column.addStretch(1)


def _step_of(task: Task) -> int:
    return 1 if task.total and task.done >= task.total else 0


def _stage() -> tuple[QWidget, QVBoxLayout]:
    stage = QWidget()
    stage.setProperty("role", "page")
    column = QVBoxLayout(stage)
    column.setContentsMargins(*(theme.scaled(side) for side in (24, 16, 24, 18)))
    column.setSpacing(theme.scaled(12))
    return stage, column


def _scrolled(stage: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(stage)
    return area


def _banners(stage: QWidget) -> list[Banner]:
    return [child for child in stage.children() if isinstance(child, Banner)]


def _clear(layout: QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
