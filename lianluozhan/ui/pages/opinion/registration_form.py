"""The cells of the registration form in the order of the paper, several short fields in one cell where it has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import categories, deputies, opinions, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions.record import Channel, DeclineGround, Identity, Nature, Screening, Urgency
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Sex

from ... import theme
from ...editors import (
    AddressEditor,
    AttachmentEditor,
    ChoiceEditor,
    DayEditor,
    Editor,
    LineEditor,
    NameEditor,
    NumberEditor,
    OptionRow,
    PhoneEditor,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TickEditor,
)
from ...ruled_form import RuledForm
from ...text import Words

FILES = "files"
COLUMNS = (12, 17, 27)  # how the three columns share the width: the third holds rows of options
JOIN, JOIN_INTO = "join", "join_into"  # 并案: chosen like a screening, but the matter becomes part of another


class Beside(QWidget):
    """Fields that share a cell, one beside the other; each keeps its own name and value."""

    def __init__(self, *parts: tuple[QWidget, int]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.scaled(4), 0)
        row.setSpacing(theme.scaled(2))
        for part, stretch in parts:
            row.addWidget(part, stretch)
        self.parts = [part for part, _ in parts if isinstance(part, Editor)]


class EntryForm(RuledForm):
    """The ruled form with shared cells; Enter goes on as Tab does, except where text is written."""

    ENTER_GOES_ON = True

    def __init__(self) -> None:
        super().__init__()
        self._shared: dict[str, tuple[Any, str]] = {}  # name of a field in a shared cell: the field, the cell
        self._grows = ""

    def put(self, label: str, widget: QWidget, span: int = 1) -> None:
        """The next cell."""
        self.add(label, widget, span)

    def put_beside(self, label: str, name: str, *parts: tuple[QWidget, int], span: int = 1) -> None:
        """The next cell, with several fields; `name` is that of the cell."""
        holder = Beside(*parts)
        for part in holder.parts:
            field: Any = part
            self._shared[field.objectName()] = (field, name)
            if not field.accessibleName():
                field.setAccessibleName(label)
        self.add(label, holder, span, name)

    def add_to_label(self, cell: str, widget: QWidget) -> None:
        """Something below the label of a cell."""
        layout = self._label_of(cell).layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(widget)
        layout.addStretch(1)

    def add_to_cell(self, cell: str, widget: QWidget) -> None:
        """Something at the right end of a cell, which is no field."""
        beside = Beside((self._cells[cell].content, 1), (widget, 0))
        column = self._cells[cell].layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, beside, 1)

    def relabel(self, cell: str, label: str) -> None:
        """The cell is about something else now."""
        words: Any = self._label_of(cell).findChild(Words)
        words.setText(label)

    def _label_of(self, cell: str) -> QFrame:
        return next(pair.label for pair in self._pairs if pair.cell is self._cells[cell])

    def let_grow(self, cell: str) -> None:
        """The cell that takes the height that is left."""
        self._grows = cell
        self._per_row = 0
        self._arrange()

    # Values ------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """The names of all fields in the order of the paper."""
        found = []
        for name, cell in self._cells.items():
            if isinstance(cell.content, Beside):
                found += [part.objectName() for part in cell.content.parts if isinstance(part, QWidget)]
            else:
                found.append(name)
        return found

    def editor(self, name: str) -> Any:
        return self._shared[name][0] if name in self._shared else super().editor(name)

    def values(self) -> dict[str, Any]:
        problems: dict[str, str] = {}
        found: dict[str, Any] = {}
        for name in self.names:
            try:
                found[name] = self.editor(name).value()
            except InvalidRecord as refusal:
                problems[name] = " ".join(refusal.problems.values())
        if problems:
            raise InvalidRecord(problems)
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        for name in self.names:
            if name in values:
                self.editor(name).set_value(values[name])

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Those of fields that share a cell are said in their cell; the focus goes to the first on the paper."""
        by_cell: dict[str, str] = {}
        for name, sentence in problems.items():
            cell = self._shared[name][1] if name in self._shared else name
            by_cell[cell] = f"{by_cell[cell]} {sentence}" if cell in by_cell else sentence
        rest = super().show_problems(by_cell)
        first = next((name for name in self.names if name in problems), None)
        if first in self._shared:
            self.editor(first).setFocus(Qt.FocusReason.OtherFocusReason)
        return rest

    # Keys and places ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field of one line comes up to here: on to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _is_bare(event):
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def go_on_with_enter(self, field: TextEditor) -> None:
        """A text that is mostly one line: Enter goes on, Shift+Enter begins a new line."""
        field.installEventFilter(self)
        words: Any = self._label_of(field.objectName()).findChild(Words)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and _is_bare(event):
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        super()._arrange()
        for at, stretch in enumerate(COLUMNS if self._per_row == len(COLUMNS) else ()):
            self._grid.setColumnStretch(at * 2 + 1, stretch)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        if self._grows:
            row, *_ = self._grid.getItemPosition(self._grid.indexOf(self._cells[self._grows]))  # type: ignore[misc]
            self._grid.setRowStretch(row, 1)


def _is_bare(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def build_form(session: Session) -> EntryForm:
    """All cells, empty."""
    form = EntryForm()
    _source_cells(form, session)
    _submitter_cells(form, session)
    _matter_cells(form, session)
    _screening_cells(form, session)
    offer_choices(form, session)
    for name in ("request", "proposal"):
        form.go_on_with_enter(form.editor(name))
    form.let_grow("content")
    return form


def offer_choices(form: EntryForm, session: Session) -> None:
    """The villages, categories and bodies of today, those of the newest forms first; what is chosen stays."""
    offered = {
        "village_id": places.villages(session),
        "category_id": categories.choices(session),
        "proposed_body_id": places.bodies(session),
    }
    recent = opinions.lately_used(session, *offered)
    for name, entries in offered.items():
        form.editor(name).set_entries(entries, recent[name])


def _source_cells(form: EntryForm, session: Session) -> None:
    form.put("来源渠道", ChoiceEditor("channel", _all(Channel)))
    form.put("收到日期", DayEditor("received_on", today=lambda: session.today, past=True))
    form.put("紧急程度", OptionRow("urgency", _all(Urgency), gap=0))


def _submitter_cells(form: EntryForm, session: Session) -> None:
    form.put("反映人", NameEditor("submitter_name", max_length=50))
    sex, age = ChoiceEditor("sex", _all(Sex), optional=True), NumberEditor("age", minimum=0, maximum=130, unit="岁")
    sex.setAccessibleName("性别")
    age.setAccessibleName("年龄")
    form.put_beside("性别年龄", "sex_and_age", (sex, 1), (age, 1))
    form.put("联系电话", PhoneEditor("phone", max_length=30))
    form.put("住址单位", AddressEditor("address", max_length=80))
    form.put("村(社区)", PickEditor("village_id"))
    identity = ChoiceEditor("identity", _all(Identity), optional=True)
    people = NumberEditor("people_count", minimum=1, maximum=100_000, unit="人")
    identity.setAccessibleName("身份")
    people.setAccessibleName("反映人数")
    form.put_beside("身份人数", "identity_and_count", (identity, 1), (people, 1))
    form.put("反映代表", PickManyEditor("deputy_ids", deputies.choices(session), names=True), 2)
    anonymous, secret = TickEditor("is_anonymous", "匿名"), TickEditor("keeps_secret", "隐去姓名电话")
    anonymous.setToolTip("反映人不愿留姓名")
    form.put_beside("匿名保密", "privacy", (anonymous, 0), (secret, 1))


def _matter_cells(form: EntryForm, session: Session) -> None:
    form.put("事由", LineEditor("title", max_length=40, counter=True, hint="一句话说清什么事"), 3)
    form.put("反映内容", TextEditor("content", lines=2, max_length=30_000, hint="照群众的原话写"), 3)
    form.put("诉求", TextEditor("request", lines=1, hint="可不填；希望怎么解决"), 2)
    form.put("发生地点", LineEditor("place", max_length=80))
    category, nature = PickEditor("category_id"), ChoiceEditor("nature", _all(Nature))
    category.setAccessibleName("分类")
    nature.setAccessibleName("诉求性质")
    form.put_beside("分类性质", "category_and_nature", (category, 5), (nature, 3), span=2)
    form.put("附件", AttachmentEditor(FILES))


def _screening_cells(form: EntryForm, session: Session) -> None:
    joins: list[tuple[Any, str]] = [(JOIN, "并案")] if session.may("opinion.merge") else []
    form.put("初步筛选", OptionRow("screening", [*_all(Screening), *joins], gap=0), 2)
    widespread, key = TickEditor("is_widespread", "有普遍性"), TickEditor("is_key", "列为重点")
    form.put_beside("事项标记", "marks", (widespread, 0), (key, 1))
    form.put("拟办意见", TextEditor("proposal", lines=1, max_length=2000, hint="按 Alt+↓ 选常用语"), 3)
    body = PickEditor("proposed_body_id", hint="可不填；打几个字就能找到")
    ground = ChoiceEditor("decline_ground", _all(DeclineGround), optional=True, empty="请选择不受理的情形")
    referral = LineEditor("referral", max_length=100, hint="引导去向")
    body.setAccessibleName("建议承办")
    ground.setAccessibleName("不受理因")
    referral.setAccessibleName("引导去向")
    join_into = PickEditor(JOIN_INTO, hint="打编号或事由里的几个字")
    join_into.setAccessibleName("并入哪一件")
    form.put_beside("建议承办", "onward", (body, 1), (ground, 1), (referral, 1), (join_into, 1), span=2)
    form.put("登记日期", DayEditor("registered_on", today=lambda: session.today, past=True))


def _all(choices: Any) -> Sequence[tuple[Any, str]]:
    return [(choice, choice.label) for choice in choices]
