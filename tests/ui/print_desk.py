"""A station whose print room is used: people, printers, opinions, and how two pictures of a sheet differ."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan.models import categories, opinions, places
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.ui import print_run
from tests.keeping import copied_home, enter

CONTROL = Qt.KeyboardModifier.ControlModifier
STREETLIGHT = Opinion(
    received_on=date(2026, 11, 23),
    submitter_name="周长福",
    phone="13812342609",
    address="石桥村三组17号",
    title="石桥村三组路灯损坏，晚上老人出行不便",
    content="我们三组从村口老槐树到水塘那一段，路灯坏了四盏，快两个月了。上星期我老伴在水塘边上摔了一跤。" * 3,
    request="尽快修好四盏路灯。",
    proposal="建议由村镇建设服务中心办理。",
)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")


@pytest.fixture
def home(tmp_path):
    made = copied_home(tmp_path / "home")
    session = enter(made)
    places.add(session, Village(name="石桥村"))
    places.add(session, HandlingBody(name="村镇建设服务中心"))
    session.close()
    return made


@pytest.fixture
def officer(home, dressed):
    session = enter(home, "zhou")
    yield session
    for window in QApplication.topLevelWidgets():
        window.close()
    session.close()


@pytest.fixture
def printers(monkeypatch, tmp_path):
    """Two printers whose paper is a PDF; the list can be changed."""
    names, paper = ["办公室打印机", "二楼复印机"], tmp_path / "paper.pdf"

    def printer_called(name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return printer

    monkeypatch.setattr(print_run, "printer_names", lambda: names)
    monkeypatch.setattr(print_run, "printer_called", printer_called)
    return names


@pytest.fixture
def no_printer(monkeypatch):
    monkeypatch.setattr(print_run, "printer_names", list)


@pytest.fixture
def told(monkeypatch):
    """What the person was told instead of a message box."""
    found = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: found.append(sentence))
    return found


def registered(session, count=1, **values):
    category = categories.choices(session)[0][0]
    opinion = replace(STREETLIGHT, village_id=1, category_id=category, **values)
    return [opinions.register_and_submit(session, opinion).id for _ in range(count)]


def dispatched(home, opinion_id):
    """Reviewed, approved and sent by the three who may."""
    session = enter(home, "li")
    opinions.review(session, opinion_id, "情况属实，同意拟办意见。")
    session.close()
    session = enter(home, "wang")
    opinions.approve(session, opinion_id, "同意交办。")
    session.close()
    session = enter(home, "zhou")
    body = next(id_ for id_, name in places.bodies(session) if name == "村镇建设服务中心")
    opinions.dispatch(session, opinion_id, lead_body_id=body, requirement="请现场查看，尽快修复。")
    session.close()


def shown(qtbot, room):
    qtbot.addWidget(room)
    room.resize(1176, 670)
    with qtbot.waitExposed(room):
        room.show()
    return room


def save_to(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def words_of(room, page=0):
    return "".join(run.text for text in room.sheaf.page(page).texts for run in text.runs)


def ink_rows(image: QImage) -> list[list[bool]]:
    """Where there is ink, in squares of six pixels."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    high, wide, line = grey.height() // 6, grey.width() // 6, grey.bytesPerLine()
    bits = bytes(grey.constBits())
    return [
        [
            any(min(bits[y * line + 6 * x : y * line + 6 * x + 6]) < 140 for y in range(6 * row, 6 * row + 6))
            for x in range(wide)
        ]
        for row in range(high)
    ]


def unlike(one: QImage, other: QImage) -> float:
    """The share of inked squares of one picture that have no ink at all around them in the other."""
    here, there = ink_rows(one), ink_rows(other)
    inked = [(y, x) for y, row in enumerate(here) for x, on in enumerate(row) if on]
    alone = [
        (y, x) for y, x in inked if not any(any(row[max(x - 1, 0) : x + 2]) for row in there[max(y - 1, 0) : y + 2])
    ]
    return len(alone) / len(inked)


def picture_of(pdf: Path, page: int = 1) -> QImage:
    out = pdf.with_suffix("")
    command = ["pdftoppm", "-r", "100", "-png", "-singlefile", "-f", str(page), str(pdf), str(out)]
    subprocess.run(command, check=True)
    return QImage(str(out) + ".png")


# What is seen ------------------------------------------------------------------------------------------------------
