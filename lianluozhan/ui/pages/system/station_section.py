"""The station itself: what stands in the head of every form (2.1)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models import stations
from lianluozhan.models.fields import fields_of
from lianluozhan.models.permissions import who_may
from lianluozhan.models.stations import Kind, Station

from ...drawer import Drawer
from ...editors import ChoiceEditor, LineEditor
from ...ruled_form import RuledForm
from ...text import Words, primary
from .section import Section, padded

HINTS = {
    "congress": "印在发文和各种表的落款上",
    "fonds_number": "县级档案馆给的编号，不知道先空着",
}
SHOWN = [field for field in fields_of(Station) if field.kind in ("text", "choice")]
SPANS = {"name": 3, "congress": 3, "address": 2}


class StationSection(Section):
    """The one record, ruled as on paper; changed in a drawer."""

    KEY, TITLE, ICON = "station", "联络站", "building-2"
    ABOUT = "这些印在每张表的表头上。改了以后，新打印的表照新的印；已经归档的不变。"
    TABLES = frozenset({"stations"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        body, column = padded()
        self._place: QVBoxLayout = column
        self._form: QWidget | None = None
        column.addStretch(1)
        self.put_body(body, scrolls=True)
        if self.session.may("station.edit"):
            self.edit_button = primary("修改", icon="file-pen-line")
            self.edit_button.clicked.connect(self.edit)
            self.put_foot(None, self.edit_button)
        else:
            self.put_foot(Words(f"由{who_may('station.edit')}修改。", "soft"))

    def reload(self) -> None:
        record = stations.station(self.session)
        form = RuledForm()
        for field in SHOWN:
            value = getattr(record, field.name)
            form.add_text(field.label, value.label if isinstance(value, Kind) else value, SPANS.get(field.name, 1))
        if self._form is not None:
            self._place.removeWidget(self._form)
            self._form.deleteLater()
        self._form = form
        self._place.insertWidget(0, form)

    def edit(self) -> Drawer:
        """The drawer with all that is known of the station."""
        record = stations.station(self.session)
        drawer = Drawer(self, "修改联络站资料", "站名、所属人大会印在每张表上")
        for field in SHOWN:
            editor: Any
            if field.kind == "choice":
                editor = ChoiceEditor(field.name, [(kind, kind.label) for kind in Kind])
            else:
                editor = LineEditor(field.name, max_length=field.max_length or 100)
            drawer.fields.put(field.label, editor, required=field.required, hint=HINTS.get(field.name, ""))
            editor.set_value(getattr(record, field.name))
        drawer.keep_draft(
            self.session, "station", record.id, "联络站资料", record=lambda _: stations.station(self.session)
        )
        return drawer.open(
            lambda values: stations.edit(self.session, **values), lambda _: self.desk.say("联络站资料已改好")
        )
