"""What people type is text and stays text: no page, drawer, list or tool tip takes it for markup.

Every field of text of every record of a station is filled with tags, and everything that can lie open is looked at.
"""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit, QWidget

from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import sign_in
from lianluozhan.models.rows import column_names
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.pages.opinion.side_by_side import _marked
from lianluozhan.ui.pages.sections.section_page import SectionPage
from tests.keeping import noon
from tests.sample_station import sample_station
from tests.samples import SAMPLES

from .reading import Remembered
from .test_accessibility import pages_of

MARK = "<b>甲</b><img src=x>"
# what the program writes itself and reads again; a tag in there would be damage and not text
KEPT = {
    "accounts": {"user_name"},
    "archive_rules": {"code"},
    "attachments": {"digest", "owner_table", "kind", "folder", "stored_name"},
    "settings": {"key", "value"},
    "form_looks": {"form", "labels", "hidden_columns", "signatures"},
    "form_templates": {"form"},
    "opinion_steps": {"name"},
    "official_documents": {"form", "data", "figures", "number"},
    "saved_views": {"stand", "columns", "narrowing", "sorting"},
    "number_series": {"template", "kind"},
    "deadlines": {"unit"},
    "prints": {"form", "owner_table", "way", "code"},
    "backups": {"digest", "audit_head"},
    "import_batches": {"digest"},
    "promises": {"unit"},
}
LISTED = 12  # rows of a list that are asked for their tip


def put_marks(session) -> int:
    """Tags in every field of text of every row, past the program's own checks; returns how many fields there are."""
    count = 0
    for kind in SAMPLES:
        hints = get_type_hints(kind)
        kept = KEPT.get(kind.TABLE, set())
        stored = set(column_names(kind))
        for part in fields(kind):
            if hints[part.name] is str and part.name in stored - kept:
                table = kind.TABLE
                where = f"{part.name} <> ''" if part.name in ("number", "void_reason") else "1"
                value = "? || CASE WHEN id % 7 THEN '' ELSE id END"
                session.db.conn.execute(f"UPDATE OR IGNORE {table} SET {part.name} = {value} WHERE {where}", (MARK,))
                count += 1
    session.db.conn.commit()
    return count


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = sample_station(tmp_path_factory.mktemp("tags") / "home")
    session = sign_in(found, "wuxiaomei", PASSWORD, now=noon)
    marked = put_marks(session)
    session.close()
    assert marked > 120
    return found


def everything(desk):
    """Each page, then each record of the rooms with sections, with the drawer that changes it."""
    for name, page in pages_of(desk):
        yield name, page
    for room in desk.rooms:
        page = desk.go(room.key)
        if not isinstance(page, SectionPage):
            continue
        for key, section in page.sections.items():
            desk.go_section(room.key, key)
            row = page.section.view.current()
            if row is None:
                continue
            page.open_record(row["id"])
            yield f"{room.key} {key}: record", page
            if section.may_edit:
                try:
                    section.edit(row["id"])
                except (NotImplementedError, RuleError):
                    continue
                QApplication.processEvents()
                yield f"{room.key} {key}: drawer", desk
                if drawer := desk._drawer():
                    drawer.close_drawer()
                page.layers.close_jobs()


def parts(top: QWidget) -> list[QWidget]:
    return [top, *top.findChildren(QWidget)]


def taken_for_markup(top: QWidget, lists: Remembered[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """How many widgets show the tags, and which of them would draw them as markup."""
    shown, wrong = 0, []
    for widget in parts(top):
        if isinstance(widget, QLabel) and ("甲" in widget.text()):
            shown += 1
            plain = widget.textFormat() is Qt.TextFormat.PlainText
            if not plain and ("<b>甲" in widget.text() or "<img" in widget.text()):
                wrong.append(f"label {widget.text()[:40]}")
        if isinstance(widget, QTextEdit) and "<b>甲" in widget.toHtml().replace("&lt;b&gt;", ""):
            wrong.append(f"text {widget.objectName()}")
        if "<b>甲" in (tip := widget.toolTip()) or "<img" in tip:
            wrong.append(f"tip of {type(widget).__name__} {tip[:40]}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            here, bad = lists.of(widget)
            shown += here
            wrong += bad
    return shown, wrong


def listed(view: QAbstractItemView) -> tuple[int, list[str]]:
    """The same of the first lines of a list, with its tips."""
    model, shown, wrong = view.model(), 0, []
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(view.rootIndex()), LISTED)):
        for column in range(columns):
            index = model.index(row, column)
            shown += "甲" in str(index.data() or "")
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
                tip = str(index.data(role) or "")
                if "<b>甲" in tip or "<img" in tip:
                    wrong.append(f"tip in {type(view).__name__} {tip[:40]}")
    return shown, wrong


@pytest.mark.parametrize("user", ["zhouchangfu", "wangxiuying", "wuxiaomei"])
def test_tags_that_people_type_are_shown_as_they_were_typed(dressed, home, user):
    session = sign_in(home, user, PASSWORD, now=noon)
    desk = Desk(session, Changes(dressed), home=home.folder)
    desk.resize(1366, 740)
    desk.show()
    desk.first_room()
    shown, wrong, pages, lists = 0, {}, 0, Remembered(listed)
    try:
        for name, page in everything(desk):
            QTest.qWait(1)
            found, bad = taken_for_markup(page, lists)
            shown, pages = shown + found, pages + 1
            if bad:
                wrong[name] = bad
        found, bad = taken_for_markup(desk, lists)
        assert not bad
    finally:
        desk.close()
        desk.deleteLater()
        session.close()
    assert wrong == {}
    assert pages > 20
    assert shown > 1000


def test_the_marks_of_two_matters_side_by_side_are_the_only_markup(dressed):
    label = _marked(f"{MARK}路灯坏了", f"{MARK}路灯不亮", "事由")
    assert "<b>" not in label.text()
    assert "<img" not in label.text()
    assert "&lt;" in label.text()
