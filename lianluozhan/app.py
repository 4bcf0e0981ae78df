"""The program with its window: one instance a home, the sign-in painted first, everything else loaded after it."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from lianluozhan.ui import crash, theme
from lianluozhan.ui.appearance import Appearance
from lianluozhan.ui.main_window import MainWindow


def main(home_folder: Path) -> int:
    """Open the window on the data in `home_folder`; a second start brings the first to the front."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("lianluozhan")
    application.setApplicationDisplayName("联络站")
    application.setQuitOnLastWindowClosed(True)
    name = server_name(home_folder)
    if call_first(name):
        return 0
    from lianluozhan.models.errors import StorageError
    from lianluozhan.models.instance_lock import InstanceLock

    lock = InstanceLock(home_folder)
    try:
        lock.acquire()
    except StorageError as trouble:
        from lianluozhan.ui.question import tell

        tell(None, str(trouble))
        return 1
    window = make_window(application, home_folder)
    server = answer_second(name, window)
    window.show()
    QTimer.singleShot(0, theme.load_rare_fonts)
    code = application.exec()
    server.close()
    lock.release()
    return code


def make_window(application: QApplication, home_folder: Path) -> MainWindow:
    """The dressed window with the sign-in or first-start page, not yet shown."""
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    theme.load_fonts()
    appearance = Appearance(application, home_folder)
    appearance.apply()
    window = MainWindow(home_folder, appearance)
    log = crash.start_log(home_folder / "logs")
    crash.catch_all(log, window.tell)
    window.start()
    return window


def server_name(home_folder: Path) -> str:
    """The local name under which the first instance on this home answers; no network."""
    mark = hashlib.sha256(str(home_folder.resolve()).encode()).hexdigest()[:16]
    return f"lianluozhan-{os.getuid() if hasattr(os, 'getuid') else 0}-{mark}"


def call_first(name: str) -> bool:
    """Ask an instance that is already open to come to the front; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(300):
        return False
    socket.write(b"front\n")
    socket.waitForBytesWritten(300)
    socket.disconnectFromServer()
    return True


def answer_second(name: str, window: MainWindow) -> QLocalServer:
    """Come to the front whenever a second start calls."""
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
