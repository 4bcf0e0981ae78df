"""Registering at the window: keys counted, fields by name, residents who were here before."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from lianluozhan.models import opinions, places
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import Channel, Identity
from lianluozhan.models.staff import Sex
from lianluozhan.ui.pages.opinion_page import OpinionPage

from .station_at_work import Staff

Key = Qt.Key
CTRL, ALT, SHIFT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Alt", "Shift"))


class Counting(Staff):
    """Counts every key: those of an input method too, two a character as with whole words in pinyin initials."""

    keys = 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        super().press(key, modifier)

    def type(self, text):
        if not text.startswith("Shiqiao"):
            self.keys += sum(1 if c.isascii() else 2 for c in text)
        super().type(text)

    def enter(self, *texts):
        """One field after the other: what is typed, then Enter."""
        for text in texts:
            if text:
                self.type(text)
            self.press(Key.Key_Return)


def form_of(staff):
    page = staff.desk.current
    assert isinstance(page, OpinionPage) and page.form is not None
    return page.form


def focused(staff):
    found = staff.focus
    while found.objectName() not in form_of(staff).form.names:
        found = found.parentWidget()
    return found.objectName()


def stored(staff):
    rows = opinions.listing(staff.desk.session, view=opinions.View.ALL).page(9)
    return [staff.desk.session.get(Opinion, row["id"]) for row in rows]


def came_before(staff, **values):
    session = staff.desk.session
    known = Opinion(
        received_on=session.today,
        channel=Channel.VISIT,
        submitter_name="周长福",
        phone="13812342609",
        address="石桥村三组17号",
        village_id=places.villages(session)[0][0],
        sex=Sex.MALE,
        age=66,
        identity=Identity.CONSTITUENT,
        title="自来水发黄",
        content="水发黄三天了。",
    )
    return opinions.register(session, replace(known, **values))


def press_in_menu(key):
    def press():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, key)

    QTimer.singleShot(0, press)


def fill_in(form, title="路灯坏了", **more):
    form.form.set_values({"submitter_name": "吴桂香", "title": title, "content": "三组路灯坏了。", **more})
