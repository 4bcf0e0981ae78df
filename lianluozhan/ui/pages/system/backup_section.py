"""Backups: when one was last proven, making one, verifying one, the register, the way to a restore (4.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from lianluozhan.models import backup, backups, sticks
from lianluozhan.models.backup import BackupResult, Inside, Unlock
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.permissions import who_may
from lianluozhan.models.sticks import Stick

from ... import theme
from ...background import Progress
from ...banner import Banner
from ...layout_rules import logical_width
from ...stick_offer import offer_of
from ...stick_watch import StickWatch, the_watch
from ...text import Words, plain_button, primary
from . import inside_way, restore_way, stick_drawers, verify_way
from .backup_lists import STICKS, BackupLists
from .backup_register import LastProven
from .backup_steps import Job, panels
from .backup_telling import NOT_OUT, NOTHING_LOST, again_words, foot_words, info_words, made_words
from .place_choice import PlaceChoice
from .section import Section, padded
from .task import Task

WIDE = 800  # logical width from which choice and last proof stand side by side


class BackupSection(Section):
    """One long job at a time; its task outlives the section, so that a larger text does not end a backup."""

    KEY, TITLE, ICON = "backup", "备份和还原", "hard-drive"
    NEEDS = ("backup.make", "backup.restore", "backup.look")
    TABLES = frozenset({"backups", "sticks", "drills", "settings"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        offer = offer_of(desk)
        self.watch: StickWatch = offer.watch if offer else the_watch()
        self.places = PlaceChoice(self.session, lambda: self.watch.present)
        self.panels = panels()
        self.making = self.panels[Job.MAKE]
        self.last = LastProven()
        self._banner: Banner | None = None
        self._task: tuple[Job, Task] | None = None
        self.lists = BackupLists(self)
        self.register = self.lists.register
        self._build()
        for panel in set(self.panels.values()):
            panel.ended.connect(self._end)
        self.places.changed.connect(self._weigh)
        self.places.register_wanted.connect(lambda place: stick_drawers.register(self, place))
        self.watch.plugged.connect(self.sticks_changed)
        self.watch.pulled.connect(self.sticks_changed)

    def _build(self) -> None:
        self.verify_button = plain_button("核验一份备份", icon="scan")
        self.verify_button.clicked.connect(lambda: verify_way.verify_chosen(self))
        self.restore_button = plain_button("从备份还原", icon="rotate-ccw")
        self.restore_button.clicked.connect(self.open_restore)
        self.look_button = plain_button(inside_way.LABEL, icon="eye")
        self.look_button.clicked.connect(lambda: verify_way.look_inside_chosen(self))
        self.put_head(self.verify_button)
        if self.session.may("backup.look"):
            self.put_head(self.look_button)
        if self.session.may("backup.restore"):
            self.put_head(self.restore_button)
        body, column = padded(top=12)
        self._top = column
        self._left = QStackedWidget()
        for widget in dict.fromkeys((self.places, *self.panels.values())):
            self._left.addWidget(widget)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.scaled(18))
        for side in (self._left, self.last):
            side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._sides.addWidget(self._left, 6)
        self._sides.addWidget(self.last, 5)
        column.addLayout(self._sides)
        column.addWidget(self.lists, 1)
        self.put_body(body, scrolls=True)
        self.start_button = primary("立即备份", icon="save")
        self.start_button.clicked.connect(self.start)
        self._words = Words("", "soft")
        if self.session.may("backup.make"):
            self.put_foot(self._words, self.start_button)
        else:
            self.put_foot(Words(f"备份由{who_may('backup.make')}来做。", "soft"))

    def print_open(self) -> None:
        self.lists.print_register()

    def reload(self) -> None:
        entries = backup.entries(self.session)
        self.lists.reload()
        self.last.show_entry(self.session, backups.last_proven(self.session))
        if entries and entries[0].medium:
            self.places.offer(Path(entries[0].medium))
        self.places.refresh()
        place = self.places.chosen()
        if entries and not self.places.where_kept() and (place is None or place.stick is None):
            self.places.kept.set_value(entries[0].place)

    def sticks_changed(self, root: object = None) -> None:
        """A stick came or went: what is offered is looked at again, at once when it is seen."""
        if self.isVisible() and not self.is_busy:
            self.places.refresh()
        else:
            self.stale = True

    @property
    def is_busy(self) -> bool:
        return self._task is not None and self._task[1].running

    def _weigh(self) -> None:
        """What the button does, or why it does nothing yet."""
        running, place = self.is_busy, self.places.chosen()
        self.start_button.setEnabled(place is not None and not running)
        for each in (self.verify_button, self.restore_button, self.look_button):
            each.setEnabled(not running)
        self.lists.weigh()
        self._words.setText(foot_words(self.session, place, running))

    # Making ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Back up to the chosen folder."""
        place = self.places.chosen()
        if place is None or self.is_busy:
            return
        session, folder, kept, stick = self.session, place.path, self.places.where_kept(), place.stick
        wish = self.places.wish()

        def work(progress: Progress, cancelled: Any) -> BackupResult:
            from lianluozhan.sheets.proof import prove_by_form  # the sheets load what the first picture does not need

            return backup.back_up(
                session, folder, progress, cancelled, place=kept, stick=stick, kind=wish, render=prove_by_form
            )

        self._follow(Job.MAKE, Task(work).start())

    def start_on(self, root: Path) -> None:
        """Back up to a stick that was just plugged in."""
        if not self.is_busy:
            self.places.refresh()
            self.places.choose(root)
            self.start()

    def _follow(self, kind: Job, task: Task) -> None:
        self._task = kind, task
        self._say(None)
        panel = self.panels[kind]
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
        self.places.refresh()
        if task.stopped:
            kept = "没有留下这次的备份，" if kind is Job.MAKE else ""
            self._tell(f"已经停下，{kept}以前的备份没有动过。", "soon")
        elif task.fault is not None:
            if not isinstance(task.fault, RuleError | StorageError):
                raise task.fault
            lost = NOTHING_LOST if kind is Job.MAKE and isinstance(task.fault, StorageError) else ""
            self._tell(f"{task.fault}{lost}", "stop")
        else:
            self._well(kind, task.result)

    def _well(self, kind: Job, result: Any) -> None:
        match kind:
            case Job.MAKE:
                self._made(result)
            case Job.VERIFY:
                self._verified(result)
            case Job.CLEAN:
                self._cleaned(result)
            case Job.LOOK:
                inside_way.open_page(self, result)

    def _made(self, result: BackupResult) -> None:
        self.watch.note_made(result.entry, result.path.parent)
        again = plain_button("再验一次")
        again.clicked.connect(lambda: self.verify(result.path, backup.by_session(self.session)))
        stick = sticks.name_of(self.session, result.entry.stick_id)
        self._tell(*made_words(result, stick), again)
        self.desk.say("备份已验证")

    def _tell(self, sentence: str, tone: str, act: QWidget | None = None) -> None:
        """Say how a job ended: here, and above whatever page is open instead."""
        self._say(Banner(sentence, tone, act))
        if offer := offer_of(self.desk):
            offer.job_ended(sentence, tone, seen=self.isVisible())

    def _say(self, banner: Banner | None) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = banner
        if banner is not None:
            banner.stand_first(self._top)

    # Verifying ---------------------------------------------------------------------------------------------------

    def verify(self, path: Path, unlock: Unlock) -> None:
        """Read a package wholly, off the window's thread."""
        self._follow(Job.VERIFY, Task(verify_way.work(self, path, unlock)).start())

    def verify_again(self, entry: BackupEntry, root: Path) -> bool:
        """The second tick, by itself when the stick is back; False while another job is under way."""
        if self.is_busy:
            return False
        self.verify(verify_way.path_on(root, entry), backup.by_session(self.session))
        return True

    def _verified(self, found: verify_way.Verified) -> None:
        info, entry = found
        if entry is not None and entry.stick_id is not None:
            self.watch.proven_again(info.path.name)
            self._tell(again_words(info, sticks.name_of(self.session, entry.stick_id)), "good")
        elif self.watch.is_still_in(info.path):
            self._tell(f"这份备份完好。{NOT_OUT}", "soon")
        else:
            self._tell(f"这份备份完好，可以用来还原：{info_words(info)}", "good")

    # Cleaning up, and the sticks -----------------------------------------------------------------------------------

    def follow_cleaning(self, work: Callable[[Progress, Any], int]) -> None:
        self._follow(Job.CLEAN, Task(work).start())

    def _cleaned(self, count: int) -> None:
        self._tell(f"清理了 {count} 份旧备份，留着的都核验过。", "good")

    def registered(self, stick: Stick, root: Path) -> None:
        """A stick is one of ours from now on: choose it."""
        self.places.refresh()
        self.places.choose(root)
        self.lists.show_list(STICKS)
        self.desk.say(f"“{stick.name}”已登记")

    # Looking inside ----------------------------------------------------------------------------------------------

    def follow_look(self, work: Callable[[Progress, Any], Inside]) -> None:
        self._follow(Job.LOOK, Task(work).start())

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if offer := offer_of(self.desk):
            offer.end_telling()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= WIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
