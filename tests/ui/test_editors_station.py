"""The fields at the window of a station: chosen by initials, pasted, attached, and stored as they were seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan.models import attachments, opinions, places

from .station_at_work import Staff, make_station


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


def choose(staff, name, letters):
    staff.fill(name, "")
    QTest.keyClicks(staff.focus, letters)
    staff.press(Qt.Key.Key_Tab)


def test_a_matter_is_registered_by_initials_with_a_pasted_picture(staff):
    staff.sign_in("wang")
    staff.press(Qt.Key.Key_F2)
    staff.fill("submitter_name", "周 长福")
    staff.fill("phone", "１３８００００２６０９")
    choose(staff, "village_id", "sqc")
    staff.fill("title", "石桥村三组路灯损坏")
    staff.fill("content", "路灯坏了四盏。")
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    QApplication.clipboard().setImage(picture)
    staff.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    choose(staff, "proposed_body_id", "gds")
    staff.save()
    session = staff.desk.session
    row = opinions.listing(session, view=opinions.View.ALL).page(1)[0]
    stored = opinions.file_of(session, row["id"]).opinion
    assert (stored.submitter_name, stored.phone, stored.content) == ("周长福", "13800002609", "路灯坏了四盏。")
    assert dict(places.villages(session))[stored.village_id] == "石桥村"
    assert dict(places.bodies(session))[stored.proposed_body_id] == "镇供电所"
    (kept,) = attachments.of(session, "opinions", stored.id)
    assert QImage.fromData(attachments.content(session, kept.id)).size() == picture.size()
    assert kept.media_type == "image/png" and kept.is_encrypted
