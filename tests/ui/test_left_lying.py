"""What the program leaves lying about: the clipboard, prints for a moment, faults, names of windows, open ports."""

import ast
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

import lianluozhan
from lianluozhan import app
from lianluozhan.models import homes
from lianluozhan.models.identity_numbers import holds_identity
from lianluozhan.ui import crash
from lianluozhan.ui.clipboard_care import ClipboardCare
from lianluozhan.ui.text import Words
from tests.source_trees import tree_of

from .station_at_work import PASSWORD, make_station

IDENTITY = "11010519491231002X"
SOURCES = Path(lianluozhan.__file__).parent

# modules that speak to a network, and the only one that may be imported, with why
NETWORK = {
    *("socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib"),
    *("xmlrpc", "asyncio", "requests", "httpx", "aiohttp", "urllib3", "websockets", "paramiko", "webbrowser"),
    *("QtNetwork", "QtWebSockets", "QtWebEngineWidgets", "QtWebEngineCore", "QtHttpServer", "QtBluetooth"),
}
ALLOWED = {
    ("app.py", "QtNetwork"): "QLocalSocket and QLocalServer: a second start brings the first window to the front",
    ("sheets/archive_index.py", "urllib"): "parse.quote writes file names into the links of a page on the disk",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return homes.Home(make_station(tmp_path_factory.mktemp("station") / "home").folder)


@pytest.fixture
def guard(dressed):
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    guard = ClipboardCare(dressed, kept_for=40)
    yield guard
    clipboard.dataChanged.disconnect(guard._look)
    guard.deleteLater()
    clipboard.clear()


@pytest.mark.clause("4.7.2")
def test_an_identity_number_leaves_the_clipboard_by_itself(guard, qtbot):
    clipboard, words = QGuiApplication.clipboard(), Words(f"张三，身份证 {IDENTITY}")
    in_front(words, qtbot)
    words.actions()[0].trigger()
    assert IDENTITY in clipboard.text()
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=5_000)


def in_front(widget, qtbot):
    """As somebody works at it: what is copied while the window has the focus was copied here."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)


def test_other_words_stay_on_the_clipboard(guard):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(IDENTITY)
    clipboard.setText("请于 3 日内答复")
    QTest.qWait(120)
    assert clipboard.text() == "请于 3 日内答复"
    data = QMimeData()
    data.setText("13800001234")
    clipboard.setMimeData(data)
    QTest.qWait(120)
    assert clipboard.text() == "13800001234"


def test_the_number_goes_when_the_program_ends(guard, qtbot):
    in_front(Words(), qtbot)
    QGuiApplication.clipboard().setText(f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}")
    guard.forget()
    assert QGuiApplication.clipboard().text() == ""


def test_only_whole_numbers_count():
    assert holds_identity(f"号码：{IDENTITY}。") and holds_identity("１１０１０５１９４９１２３１００２ｘ")
    assert not holds_identity("110105********002X") and not holds_identity("6222020200112233445")
    assert not holds_identity("110105194912310021")


def test_a_print_lies_where_nobody_else_reads_and_goes_at_the_end_and_after_a_kill(home):
    code = (
        "import sys, os, time; from pathlib import Path; from lianluozhan.models import homes\n"
        "session = homes.sign_in(homes.Home(Path(sys.argv[1])), 'wang', sys.argv[2])\n"
        "path = homes.temporary_file(session, '.pdf'); path.write_bytes(b'%PDF'); print(path, flush=True)\n"
        "time.sleep(60)\n"
    )
    words = [sys.executable, "-c", code, str(home.folder), PASSWORD]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        left = Path(child.stdout.readline().strip())
        assert left.parent == home.temporary and left.exists()
        assert home.temporary.stat().st_mode & 0o777 == 0o700
        os.kill(child.pid, signal.SIGKILL)
    assert left.exists()
    session = homes.sign_in(home, "wang", PASSWORD)
    assert not left.exists()
    homes.temporary_file(session, ".docx").write_bytes(b"PK")
    session.close()
    homes.empty_temporary(home)
    assert list(home.temporary.iterdir()) == []


def test_a_fault_is_logged_by_its_place_and_nothing_else(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    log = crash.start_log(tmp_path)
    crash.catch_all(log, told.append)

    def fails(name, number):
        raise ValueError(f"{name} {number}")

    try:
        fails("张三丰", IDENTITY)
    except ValueError as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
    for handler in list(crash.logger.handlers):
        handler.flush()
        crash.logger.removeHandler(handler)
        handler.close()
    written = log.read_text("utf-8")
    assert "ValueError at test_left_lying.py" in written
    assert "张三丰" not in written + told[0] and IDENTITY not in written + told[0]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_no_source_imports_a_module_of_the_network():
    found = set()
    for file in sorted(SOURCES.rglob("*.py")):
        for name in imported(tree_of(file)):
            parts = name.split(".")
            found |= {(file.relative_to(SOURCES).as_posix(), part) for part in {parts[0], *parts[1:2]} & NETWORK}
    assert found == set(ALLOWED)


def test_no_source_writes_where_the_system_remembers_files():
    """QSettings and lists of recent files outlive the program and are under no key."""
    for file in sorted(SOURCES.rglob("*.py")):
        names = {name.rsplit(".", 1)[-1] for name in imported(tree_of(file))}
        assert not names & {"QSettings", "winreg", "faulthandler", "shelve"}, file


def test_the_open_program_listens_on_no_port_and_speaks_to_nobody(home):
    if not ports_are_seen():
        pytest.skip("SKIPPED: /proc does not tell the ports of a process here, so they are NOT looked at")
    words = [sys.executable, "-m", "lianluozhan", "--home", str(home.folder)]
    with subprocess.Popen(words, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}) as child:
        try:
            answers = Path(tempfile.gettempdir(), app.server_name(home.folder))  # made when everything is loaded
            until = time.monotonic() + 60
            while time.monotonic() < until and child.poll() is None and not answers.exists():
                time.sleep(0.1)
            assert child.poll() is None and answers.exists(), "it never answered a second start"
            held = ports_of(child.pid)
        finally:
            child.kill()
    assert held == []


def ports_of(pid):
    """The lines of /proc/net for the sockets of a process that reach beyond this computer's own files."""
    handles = [os.readlink(handle) for handle in Path(f"/proc/{pid}/fd").iterdir() if handle.is_symlink()]  # noqa: PTH115
    held = {target[8:-1] for target in handles if target.startswith("socket:[")}
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        path = Path(f"/proc/{pid}/net/{kind}")
        lines = path.read_text().splitlines()[1:] if path.exists() else []
        found += [line for line in lines if line.split()[9] in held]
    return found


def ports_are_seen():
    """The look itself, tried on a port that is open."""
    if not sys.platform.startswith("linux"):
        return False
    with socket.socket() as known:
        known.bind(("127.0.0.1", 0))
        known.listen()
        return bool(ports_of(os.getpid()))
