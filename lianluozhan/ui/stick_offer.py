"""The strip above the open room when a stick is plugged in: a backup is offered, or the last one is read once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models import backups, sticks
from lianluozhan.models.sticks import Seen, Stick

from .background import in_background
from .banner import Banner
from .stick_watch import StickWatch, the_watch
from .text import button

if TYPE_CHECKING:
    from .desk import Desk
    from .pages.system.backup_section import BackupSection

ROOM, SECTION = "system", "backup"


class StickOffer(QWidget):
    """Only for those who may back up; what is no stick of ours is not spoken of here."""

    def __init__(self, desk: Desk, watch: StickWatch | None = None) -> None:
        super().__init__(desk)
        self._desk, self.session = desk, desk.session
        self.watch = watch or the_watch()
        self._banner: Banner | None = None
        self._root: Path | None = None  # the stick that the strip speaks of
        self._tells = False  # how a job ended
        self._offered: Stick | None = None  # that a backup is offered to
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        desk.room_column.insertWidget(0, self)
        self._asked: set[Path] = set()  # sticks that this desk has looked at
        if self.session.may("backup.make"):
            self.watch.plugged.connect(self._plugged)
            self.watch.pulled.connect(self._pulled)
            desk.installEventFilter(self)

    # What comes and goes -------------------------------------------------------------------------------------------

    def _plugged(self, root: Path) -> None:
        """Read its mark beside the window: a stick that has just been plugged in may be slow to answer."""
        if not self._desk.isVisible() or root in self._asked:
            return
        self._asked.add(root)
        job = in_background(self, lambda *_: sticks.look_at(root))
        job.done.connect(self._seen)
        job.finished.connect(job.deleteLater)
        job.start()

    def _seen(self, seen: Seen) -> None:
        if not self._desk.isVisible():  # he left while it was read, and his session may be closed; it is asked again
            self._asked.discard(seen.root)
            return
        stick = sticks.judge(self.session, seen).stick
        if stick is None or seen.root not in self.watch.present:
            return
        if self.watch.waits_for(stick.id) is not None:
            self._verify(stick, seen.root)
        elif not self._made_today(stick):
            self._offer(stick, seen.root)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody comes to his desk: what was plugged in meanwhile is looked at now."""
        if watched is self._desk and event.type() == QEvent.Type.Show:
            for root in self.watch.present:
                self._plugged(root)
        return False

    def _pulled(self, root: Path) -> None:
        self._asked.discard(root)
        if root == self._root:
            self.say(None)

    def _made_today(self, stick: Stick) -> bool:
        last = backups.last_on(self.session, stick.id)
        return last is not None and last.made_at is not None and last.made_at.date() >= self.session.today

    def _offer(self, stick: Stick, root: Path) -> None:
        last = backups.last_on(self.session, stick.id)
        days = (self.session.today - last.made_at.date()).days if last and last.made_at else None
        since = "这个 U 盘上还没有备份" if days is None else f"上次备份到它是 {days} 天前"
        now = button("现在备份", icon="save")
        now.clicked.connect(lambda: self._back_up(root))
        self.say(Banner(f"插上了备份 U 盘“{stick.name}”，{since}。现在备份吗？", "", now), root)
        self._offered = stick

    def _back_up(self, root: Path) -> None:
        self.say(None)
        self._desk.go_section(ROOM, SECTION)
        self._section().start_on(root)

    def _verify(self, stick: Stick, root: Path) -> None:
        entry = self.watch.waits_for(stick.id)
        if entry is None:
            return
        if self._section().verify_again(entry, root):
            self.say(Banner(f"“{stick.name}”重新插上了，正在再验一遍刚才的备份。验完以前请不要拔。", ""), root)

    # What is said --------------------------------------------------------------------------------------------------

    def say(self, banner: Banner | None, root: Path | None = None) -> None:
        """Show a sentence in place of the last one; it goes when its stick is pulled out."""
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
        self._banner, self._root, self._tells, self._offered = banner, root, False, None
        if banner is not None:
            banner.closed.connect(self.hide)
            self._column.addWidget(banner)
        self.setVisible(banner is not None)

    def job_ended(self, sentence: str, tone: str, *, seen: bool) -> None:
        """Tell it if its own page is not in sight; what the strip says of it else is of yesterday."""
        if not seen:
            self.tell(sentence, tone)
        elif self._offered is None or self._made_today(self._offered):
            self.say(None)

    def tell(self, sentence: str, tone: str) -> None:
        """How a job ended, while its own page is not in sight."""
        look = button("去看")
        look.clicked.connect(lambda: self._desk.go_section(ROOM, SECTION))
        self.say(Banner(sentence, tone, look))
        self._tells = True

    def end_telling(self) -> None:
        """The page itself is in sight: what it says there need not be said here too."""
        if self._tells:
            self.say(None)

    def _section(self) -> BackupSection:
        page: Any = self._desk.page(ROOM)
        found: BackupSection = page.section(SECTION)
        return found


def offer_of(desk: QWidget) -> StickOffer | None:
    """The strip of a desk, if it has one."""
    found: StickOffer | None = desk.findChild(StickOffer)
    return found
