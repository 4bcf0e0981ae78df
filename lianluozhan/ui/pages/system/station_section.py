"""The station itself: what stands in the head of every form, and its own sheet F01 (2.1)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models import attachments, people_files, stations
from lianluozhan.models.fields import Field, fields_of
from lianluozhan.models.people_files import PHOTO, QR, StationFile
from lianluozhan.models.permissions import who_may
from lianluozhan.models.stations import Kind, Station

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import AttachmentEditor, ChoiceEditor, DayEditor, LineEditor, NumberEditor, TextEditor, TickEditor
from ...flow_layout import FlowLayout
from ...history_drawer import TITLE as HISTORY
from ...history_drawer import open_history
from ...question import ask
from ...ruled_form import RuledForm
from ...text import Words, button, link, plain, primary
from ..opinion.record_parts import show_file
from ..sections.voiding import day_words
from .section import Section, padded

FORM = "F01"
HINTS = {
    "congress": "印在发文和各种表的落款上",
    "fonds_number": "县级档案馆给的编号，不知道先空着",
    "box_places": "几个意见箱用顿号分开",
    "floor_area": "规范要求不少于 100 平方米的，照实填",
    "equipment": "一行写一样，例如 电脑 2 台",
    "wall_rules": "一行写一项制度",
}
UNITS = {"floor_area": "平方米", "population": "人", "village_count": "个"}
SPANS = {"name": 3, "congress": 3, "address": 2, "equipment": 3, "wall_rules": 3, "box_places": 3, "platform": 2}
PICTURES = "照片 (*.jpg *.jpeg *.png)"


class StationSection(Section):
    """The one record, ruled as on paper; changed in a drawer."""

    KEY, TITLE, ICON = "station", "联络站", "building-2"
    ABOUT = "这些印在每张表的表头上。改了以后，新打印的表照新的印；已经归档的不变。"
    TABLES = frozenset({"stations", "attachments", "staff", "appointments", "deputies", "mandates"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        body, column = padded()
        self._place: QVBoxLayout = column
        self._shown: tuple[QWidget, ...] = ()
        self.pictures: dict[int, Any] = {}
        column.addStretch(1)
        self.put_body(body, scrolls=True)
        buttons = []
        self.history_button = link(HISTORY, icon="history")
        self.history_button.clicked.connect(self.open_history)
        buttons.append(self.history_button)
        if self.session.may("print.form"):
            self.print_button = button("打印登记表", icon="printer")
            self.print_button.clicked.connect(self.print_sheet)
            buttons.append(self.print_button)
        if self.session.may("station.edit"):
            self.picture_button = button("放照片", icon="image")
            self.picture_button.clicked.connect(self.put_pictures)
            self.edit_button = primary("修改", icon="file-pen-line")
            self.edit_button.clicked.connect(self.edit)
            buttons += [self.picture_button, self.edit_button]
        words = None if self.session.may("station.edit") else Words(f"由{who_may('station.edit')}修改。", "soft")
        self.put_foot(words, *buttons)

    def reload(self) -> None:
        file = people_files.station_file(self.session)
        shown = (_form(file), plain("照片和二维码", "lead"), self._pictures(file.station))
        for old in self._shown:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = shown
        for at, each in enumerate(shown):
            self._place.insertWidget(at, each)
            each.show()  # at once: Qt would do it a little later, and the cells would be flat until then

    def _pictures(self, station: Station) -> QWidget:
        """Each picture with its name; a click opens it, and beside it is what takes it away."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=12, line_gap=4)
        self.pictures = {}
        for kept in attachments.of(self.session, Station.TABLE, station.id):
            name = f"{kept.purpose or '附件'}：{kept.name}"
            see, away = link(name, icon="image"), link("拿掉", icon="x")
            see.setEnabled(self.session.may("attachment.read"))
            see.clicked.connect(lambda _=False, id_=kept.id: attempt(self, lambda: show_file(self.session, id_)))
            away.setAccessibleName(f"拿掉{name}")
            away.clicked.connect(lambda _=False, one=kept: self._take_away(one.id, one.name))
            flow.addWidget(see)
            if self.session.may("attachment.void"):
                flow.addWidget(away)
            self.pictures[kept.id] = (see, away)
        if not self.pictures:
            flow.addWidget(plain("还没有。门面、接待室的照片和网上平台的二维码可以放在这里。", "soft"))
        return holder

    def _take_away(self, attachment_id: int, name: str) -> None:
        if ask(self, f"拿掉“{name}”？", "以后不再列出，文件还留着，操作日志里能查到。", "拿掉", "不拿掉"):
            attempt(self, lambda: attachments.void(self.session, attachment_id))

    def open_history(self) -> Drawer:
        """What was written into the station's record before."""
        record = stations.station(self.session)
        return open_history(self, self.session, record, record.name)

    def print_sheet(self) -> None:
        """F01 of the station as it is now."""
        self.print_wanted.emit(FORM, [stations.station(self.session).id])

    def put_pictures(self) -> Drawer:
        """The drawer for photographs and the code of the platform."""
        drawer = Drawer(self, "放照片和二维码", "门面、接待室、意见箱的照片，和网上平台的二维码")
        drawer.fields.put("照片", AttachmentEditor("photos", kinds=PICTURES))
        drawer.fields.put("二维码", AttachmentEditor("codes", kinds=PICTURES), hint="放了新的，旧的自动收起")

        def act(values: dict[str, Any]) -> None:
            people_files.put_station_pictures(self.session, values["photos"], values["codes"])

        return drawer.open(act, lambda _: self.desk.say(f"{PHOTO}和{QR}已放好"))

    def edit(self) -> Drawer:
        """The drawer with all that is known of the station."""
        record = stations.station(self.session)
        drawer = Drawer(self, "修改联络站资料", "站名、所属人大会印在每张表上")
        for field in fields_of(Station):
            editor = self._editor(field)
            label = field.label.removesuffix("（平方米）")
            drawer.fields.put(label, editor, required=field.required, hint=HINTS.get(field.name, ""))
            editor.set_value(getattr(record, field.name))
        drawer.keep_draft(
            self.session, "station", record.id, "联络站资料", record=lambda _: stations.station(self.session)
        )
        return drawer.open(
            lambda values: stations.edit(self.session, **values), lambda _: self.desk.say("联络站资料已改好")
        )

    def _editor(self, field: Field) -> Any:
        match field.kind:
            case "choice":
                return ChoiceEditor(field.name, [(kind, kind.label) for kind in Kind])
            case "day":
                return DayEditor(field.name, today=lambda: self.session.today)
            case "number":
                return NumberEditor(field.name, maximum=field.highest or 0, unit=UNITS.get(field.name, ""))
            case "tick":
                return TickEditor(field.name, "门口已经挂上标识牌")
            case "long_text":
                return TextEditor(field.name, lines=3, max_length=field.max_length or 2000)
        return LineEditor(field.name, max_length=field.max_length or 100)


def _form(file: StationFile) -> RuledForm:
    """The record and what is counted with it, ruled as on paper."""
    form = RuledForm()
    for field in fields_of(Station):
        words = _words(field.name, getattr(file.station, field.name))
        form.add_text(field.label.removesuffix("（平方米）"), words, SPANS.get(field.name, 1))
    for post, names in file.holders:
        form.add_text(post.label, "、".join(names), 1 if len("、".join(names)) < 12 else 3)
    counts = "　".join(f"{level.label} {count} 人" for level, count in file.counts)
    form.add_text("代表人数", f"{counts}　合计 {file.people} 人", 3)
    return form


def _words(name: str, value: Any) -> str:
    if isinstance(value, Kind):
        return value.label
    if isinstance(value, bool):
        return "已悬挂" if value else "还没有"
    if name == "founded_on":
        return day_words(value)
    return "" if value is None else f"{value} {UNITS[name]}" if name in UNITS else str(value)
