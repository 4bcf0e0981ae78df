"""The one window: first start, sign-in, then the desk of whoever is signed in; locked when left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from .clipboard_care import ClipboardCare
from .focus_keys import take_key

if TYPE_CHECKING:
    from lianluozhan.models.session import Session

    from .appearance import Appearance
    from .changes import Changes
    from .desk import Desk
    from .start_check import StartCheck

# what a page may show of what has been closed to somebody meanwhile
CLOSABLE = frozenset({"opinions", "deputies", "visits", "calls", "contacts", "closures", "attachments"})
IDLE_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class MainWindow(QMainWindow):
    """Holds one desk a person, so that what somebody left half typed is still there when he comes back."""

    appearance: Appearance  # given when the program is dressed, after the first paint

    def __init__(self, home_folder: Path) -> None:
        super().__init__()
        self.home_folder = self._own_home = home_folder
        self.setWindowTitle("联络站")
        self.setMinimumSize(800, 560)
        self.resize(1366, 740)
        self._stack = QStackedWidget()
        self.clipboard_care = ClipboardCare(self)
        self.setCentralWidget(self._stack)
        self._desks: dict[str, Desk] = {}
        self._changes: Changes | None = None
        self._user = ""
        self._start_check: StartCheck | None = None
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)
        if application := QApplication.instance():
            application.installEventFilter(self)

    # Before anybody is signed in -------------------------------------------------------------------------------

    def show_cover(self, cover: QWidget) -> None:
        """What is seen until the first page is there."""
        self._stack.addWidget(cover)

    def start(self) -> None:
        """Show the sign-in page, or the first start when there is no station yet, or why the data cannot be opened."""
        from lianluozhan.models import opening

        from . import before_desk

        if found := opening.trouble(self.home_folder):
            self.show_trouble(found.sentence, found.folder)
        elif (self.home_folder / opening.POINTER).exists():
            self.show_sign_in()
        else:
            before_desk.show_first_start(self)

    def show_trouble(self, sentence: str, folder: str = "") -> None:
        """Why the data cannot be opened."""
        from .before_desk import show_trouble

        show_trouble(self, sentence, folder)

    def restore(self, chosen: Path | None = None) -> None:
        """From a backup back to work; the signals of the pages end here, so that none of them holds the window."""
        from .before_desk import show_restore

        show_restore(self, chosen)

    def open_sample(self) -> None:
        """The sample station; the own one is still to be made."""
        from .before_desk import sample_of

        if sample := sample_of(self):
            self._own_home, self.home_folder = self.home_folder, sample.folder
            self.setWindowTitle("联络站（样例站）")
            self.show_sign_in()

    def leave_sample(self) -> None:
        """Back to the own station, which is still to be made."""
        self._close_data()
        self.home_folder = self._own_home
        self.setWindowTitle("联络站")
        self.start()

    def show_sign_in(self, user: str = "", *, locked: bool = False) -> None:
        """Ask who is there; with a desk open behind it, nothing of the desk is lost."""
        from .sign_in import SignInPage

        page = SignInPage(self.home_folder, user=user, locked=locked, session=self._session())
        page.signed_in.connect(self.enter)
        page.restore_wanted.connect(self.restore)
        page.damaged.connect(self.show_trouble)
        if self.home_folder != self._own_home:
            page.show_sample(self.leave_sample)
        self.show_only(page)
        page.take_focus()

    def show_only(self, page: QWidget) -> None:
        """Put a page in front that is not a desk; an earlier one is thrown away."""
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None and old not in self._desks.values():
            self._stack.removeWidget(old)
            old.deleteLater()

    # The desks ---------------------------------------------------------------------------------------------------

    def enter(self, session: Session) -> None:
        """Open the desk of the person who signed in, with what he left on it."""
        from lianluozhan.models import closures

        from .changes import Changes
        from .draft_keeper import refresh_offers
        from .start_check import StartCheck

        if self._changes is None:
            self._changes = Changes(self)
        key = str(session.staff.id)
        is_first = not self._desks
        if key not in self._desks:
            self._changes.follow(session)
            self._desks[key] = self._new_desk(session)
            self._desks[key].first_room()
        elif closures.come_back(self._desks[key].session, session):
            self._changes.changed.emit(CLOSABLE)
        self.keep_drafts()
        desk, front = self._desks[key], self._stack.currentWidget()
        self._stack.setCurrentWidget(desk)
        if front is not desk and not any(front is known for known in self._desks.values()):
            self._stack.removeWidget(front)
            front.deleteLater()
        self._user = key
        desk.refresh_counts()
        desk.take_focus()
        refresh_offers(desk)
        desk.notes.show_for(session)
        self._idle.start(_idle_time(session))
        if is_first:
            self._start_check = StartCheck(self)

    def _new_desk(self, session: Session) -> Desk:
        from .desk import Desk
        from .draft_offer import DraftOffer
        from .stick_offer import StickOffer

        assert self._changes is not None
        desk = Desk(session, self._changes, home=self.home_folder)
        DraftOffer(desk)
        StickOffer(desk)
        _connect(self, desk)
        self._stack.addWidget(desk)
        return desk

    @property
    def desk(self) -> Desk | None:
        """The desk of whoever is at work, also while it is locked."""
        return self._desks.get(self._user)

    def _session(self) -> Session | None:
        return self.desk.session if self.desk else None

    def lock(self) -> None:
        """Hide everything until a password is given; what was being typed stays as it is, and is on the disk."""
        from lianluozhan.models import accounts

        self.keep_drafts()
        self.clipboard_care.forget()
        session = self._session()
        if session is not None and isinstance(self._stack.currentWidget(), type(self._desks[self._user])):
            self.show_sign_in(accounts.of_session(session).user_name, locked=True)

    def switch_user(self) -> None:
        self.keep_drafts()
        self.show_sign_in()

    def reopen(self, _: object = None) -> None:
        """Close the data and sign in anew, after the data folder was exchanged."""
        self._close_data()
        self.show_sign_in()

    def tell(self, sentence: str) -> None:
        """Say what an unexpected fault means for the person."""
        from .question import tell

        tell(self, sentence)

    def come_to_front(self) -> None:
        """A second start was tried: this window is the one."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def change_text_size(self, step: int) -> None:
        """Larger, smaller, or back to normal."""
        self.appearance.change_size(step)
        self._lay_out_anew()

    def change_appearance(self, percent: int, high_contrast: bool) -> None:
        """As chosen in 系统, 显示."""
        self.appearance.choose(percent, high_contrast)
        self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        """Every desk again at the new size, each with what was being typed on it."""
        from .draft_keeper import refresh_offers

        self.keep_drafts(end=True)
        for key, old in list(self._desks.items()):
            kept = old.kept()
            self._stack.removeWidget(old)
            old.deleteLater()
            self._desks[key] = self._new_desk(old.session)
            self._desks[key].give_back(kept)
        if self.desk is not None:
            self._stack.setCurrentWidget(self.desk)
            self.desk.take_focus()
            refresh_offers(self.desk)

    # Idle, close -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in IDLE_EVENTS and self._idle.isActive():
            self._idle.start()
        return take_key(watched, event)

    def keep_drafts(self, *, end: bool = False) -> str:
        """Put on the disk what is being typed on any desk; why not, if it could not be. `end`: the forms go now."""
        from .draft_keeper import keep_all

        return keep_all(self, end=end)

    def changeEvent(self, event: QEvent) -> None:
        """Another program came to the front: the moment to write what is typed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._desks and not self.isActiveWindow():
            _save_drafts(self)

    def _close_data(self) -> None:
        session = self._session()
        self.keep_drafts(end=True)
        for desk in self._desks.values():
            self._stack.removeWidget(desk)
            _stop_clocks(desk)
            desk.deleteLater()
        if self._start_check is not None:
            self._start_check.deleteLater()
            self._start_check = None
        self._desks.clear()
        self._user = ""
        self._idle.stop()
        if session is not None:
            _end(session)

    def closeEvent(self, event: QCloseEvent) -> None:
        if (trouble := self.keep_drafts()) and not _wants_to_leave(self, trouble):
            event.ignore()
            return
        self.clipboard_care.forget()
        if application := QApplication.instance():
            application.removeEventFilter(self)
        self._close_data()
        event.accept()


def _connect(window: MainWindow, desk: Desk) -> None:
    """What a desk asks of the window."""
    desk.lock_wanted.connect(window.lock)
    desk.switch_wanted.connect(window.switch_user)
    desk.restart_wanted.connect(window.reopen)
    desk.size_wanted.connect(window.change_text_size)
    desk.appearance_wanted.connect(window.change_appearance)


def _idle_time(session: Session) -> int:
    """Milliseconds after which the desk is locked when it is left alone."""
    from lianluozhan.models import settings

    return settings.number(session, "security.idle_minutes") * 60_000


def _wants_to_leave(window: QWidget, trouble: str) -> bool:
    from .question import ask

    return ask(window, "草稿没有存上，要退出吗？", trouble, "退出，不保存", "回去接着填")


def _save_drafts(window: QWidget) -> None:
    """Begin to write what is typed, without waiting for it."""
    from .draft_keeper import keepers_in

    for keeper in keepers_in(window):
        keeper.save()


def _stop_clocks(desk: QWidget) -> None:
    """Nothing reads the data any more once they are closed."""
    clock: QTimer
    for clock in desk.findChildren(QTimer):
        clock.stop()


def _end(session: Session) -> None:
    from lianluozhan.models.homes import Home, empty_temporary

    from .pages.system.task import end_all

    end_all()
    session.close()
    empty_temporary(Home(session.folder.parent))
