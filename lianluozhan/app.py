"""The program with its window: one instance a home, painted first, everything else loaded after the first paint."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from lianluozhan.models.errors import StorageError
from lianluozhan.models.instance_lock import InstanceLock
from lianluozhan.ui import theme
from lianluozhan.ui.cover import Cover
from lianluozhan.ui.main_window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer


def main(home_folder: Path) -> int:
    """Open the window on the data in `home_folder`; a second start brings the first to the front."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("lianluozhan")
    application.setApplicationDisplayName("联络站")
    lock = InstanceLock(home_folder)
    try:
        lock.acquire()
    except StorageError as trouble:
        return _refused(application, home_folder, str(trouble))
    window, cover = MainWindow(home_folder), Cover()
    window.show_cover(cover)
    servers: list[QLocalServer] = []

    def go_on() -> None:
        theme.load_fonts()
        open_up(application, window)
        servers.append(answer_second(server_name(home_folder), window))
        theme.load_rare_fonts()

    cover.painted.connect(go_on)
    window.show()
    code = application.exec()
    for server in servers:
        server.close()
    lock.release()
    return code


def make_window(application: QApplication, home_folder: Path) -> MainWindow:
    """The dressed window with the sign-in or first-start page, not yet shown."""
    theme.load_fonts()
    window = MainWindow(home_folder)
    open_up(application, window)
    return window


def open_up(application: QApplication, window: MainWindow) -> None:
    """Dress the program, watch for faults, and show the first page."""
    from lianluozhan.ui import crash
    from lianluozhan.ui.appearance import Appearance

    _speak_chinese(application)
    window.appearance = Appearance(application, window.home_folder)
    window.appearance.apply()
    log = crash.start_log(window.home_folder / "logs")
    crash.catch_all(log, window.tell)
    window.start()


def _speak_chinese(application: QApplication) -> None:
    """Qt's own buttons and menus in Chinese."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _refused(application: QApplication, home_folder: Path, why: str) -> int:
    """Another start holds the home: bring it to the front, or say why this one cannot go on."""
    if call_first(server_name(home_folder)):
        return 0
    from lianluozhan.ui.appearance import Appearance
    from lianluozhan.ui.question import tell

    theme.load_fonts()
    Appearance(application, home_folder).apply()
    tell(None, why)
    return 1


def server_name(home_folder: Path) -> str:
    """The local name under which the first instance on this home answers; no network."""
    import getpass
    import hashlib

    mark = hashlib.sha256(f"{getpass.getuser()} {home_folder.resolve()}".encode()).hexdigest()[:16]
    return f"lianluozhan-{mark}"


def call_first(name: str) -> bool:
    """Ask an instance that is already open to come to the front; False if there is none."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(1000):
        return False
    socket.write(b"front\n")
    socket.waitForBytesWritten(1000)
    socket.disconnectFromServer()
    return True


def answer_second(name: str, window: MainWindow) -> QLocalServer:
    """Come to the front whenever a second start calls."""
    from PySide6.QtNetwork import QLocalServer

    QLocalServer.removeServer(name)
    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    server.listen(name)

    def come() -> None:
        socket = server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        window.come_to_front()

    server.newConnection.connect(come)
    return server
