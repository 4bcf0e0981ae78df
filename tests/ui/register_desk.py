"""The room 登记簿 at its window: a desk, keys, what is entered before a test begins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from lianluozhan.models import boxes, calls
from lianluozhan.models.boxes import BoxOpening, BoxPiece
from lianluozhan.models.calls import Call
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk


def open_desk(qtbot, session):
    changes = Changes()
    changes.follow(session)
    desk = Desk(session, changes, home=session.folder.parent)
    desk.announced = changes  # lives as long as the desk
    qtbot.addWidget(desk)
    desk.resize(1366, 740)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    QApplication.processEvents()
    return desk


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    focus = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)
    QApplication.processEvents()


def write(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def tab_to(qtbot, name):
    """Go on with Tab until the field of this name has the focus."""
    for _ in range(30):
        widget = QApplication.focusWidget()
        while widget is not None and widget.objectName() != name:
            widget = widget.parentWidget()
        if widget is not None:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def rows(page):
    return page.section.view.records.loaded.rows


def an_opening(session, *summaries, **values):
    """An opening by Wang and a witness, entered as the drawer enters it."""
    pieces = [BoxPiece(summary=summary) for summary in summaries]
    opening = BoxOpening(
        opened_on=session.today,
        box="1号箱",
        first_opener_id=session.staff.id,
        witness="赵明山",
        piece_count=len(pieces),
    )
    return boxes.enter(session, BoxOpening(**{**vars(opening), **values}), pieces)


def a_call(session, **values):
    call = Call(came_at=session.now().replace(microsecond=0), caller_phone="13812342609", content="三组路灯坏了四盏。")
    return calls.enter(session, Call(**{**vars(call), **values}))


def fill_form(desk, **values):
    """What else the registration form needs before it can be sent on."""
    form = desk.current.form
    form.form.set_values({"title": "路灯坏了", "category_id": 1, "proposal": "请办理。", "is_anonymous": True} | values)
    return form


def row(summary, treatment="open"):
    return {"id": 0, "summary": summary, "treatment": treatment, "note": ""}
