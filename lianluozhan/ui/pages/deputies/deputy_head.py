"""The head of a deputy's record: photograph, who he is, where he was elected, how he is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lianluozhan.models import deputies, groups
from lianluozhan.models.deputies import SHORT, Deputy, Mandate
from lianluozhan.models.deputy_files import village_names
from lianluozhan.models.opinions import masked_phone

from ... import theme
from ...ruled_form import RuledForm
from ...text import Words, button, chip, link, plain
from ..sections.section import month_words
from .photo_button import PhotoButton

if TYPE_CHECKING:
    from ..sections.section import Shown
    from .deputy_section import DeputySection

NONE = "—"


class DeputyHead(QFrame):
    """Made once, filled for each deputy; low windows show it without the photograph and the ruled cells."""

    back = Signal()

    def __init__(self, section: DeputySection, done: Callable[[], object], reveal: Callable[[], object]) -> None:
        super().__init__()
        self._section, self._session = section, section.session
        self.setProperty("role", "bar")
        self.photo = PhotoButton(self._session, done)
        self._name, self._about, self._post = Words("", "title"), Words("", "soft"), Words("", "soft")
        self._back = button("返回列表", role="link", icon="arrow-left", key="Esc")
        self._back.clicked.connect(self.back)
        self._state: QLabel = chip("")
        self._phone, self.reveal = plain(""), link("显示")
        self.reveal.setAccessibleName("显示完整的联系电话和身份证号")
        self.reveal.clicked.connect(reveal)
        self._grid = RuledForm()
        self._cells = {name: self._grid.add_text(name, "") for name in ("层级届次", "选区", "任期", "代表小组")}
        self._grid.add("电话", self._phone_cell(), name="phone")
        self._cells["联系村"] = self._grid.add_text("联系村", "")
        self._build()

    def _phone_cell(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.scaled(8), 0, theme.scaled(4), 0)
        row.addWidget(self._phone)
        row.addWidget(self.reveal)
        row.addStretch(1)
        return holder

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(4))
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.scaled(10))
        self._line.addWidget(self._name)
        self._line.addWidget(self._about, 1)
        self._line.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(self._line)
        words.addWidget(self._post)
        words.addWidget(self._grid)
        words.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(theme.scaled(14))
        beside.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (14, 10, 14, 8)))
        column.setSpacing(theme.scaled(4))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(beside)

    def show_deputy(self, person: Deputy, shown: Shown, *, wide: bool, whole: bool) -> None:
        """Fill the head; `whole` numbers were asked for and logged."""
        self._back.setVisible(not wide)
        self._name.setText(person.name)
        born = f"{month_words(person.born_on)}生" if person.born_on else ""
        about = (person.sex.label if person.sex else "", person.nationality, born, person.party)
        self._about.setText("　".join(part for part in about if part))
        self._post.setText(shown.subtitle)
        self._put_state(shown)
        self.photo.show_photo(person.id, person.name)
        mandates = deputies.mandates_of(self._session, person.id)
        held = [each for each in mandates if deputies.is_active(each, self._session.today)]
        of = groups.groups_of(self._session, person.id)
        cells = {
            "层级届次": "、".join(f"{SHORT[each.level]}{each.term}" for each in held),
            "选区": "、".join(dict.fromkeys(each.constituency for each in held if each.constituency)),
            "任期": "；".join(dict.fromkeys(filter(None, map(_since, held)))),
            "代表小组": "；".join(f"{group.name}，{member.post.label}" for group, member in of),
            "联系村": "、".join(village_names(self._session, person)),
        }
        for name, text in cells.items():
            self._cells[name].setText(text or NONE)
        self._phone.setText((person.phone if whole else masked_phone(person.phone)) or NONE)
        hidden = bool(person.phone or person.id_number) and not whole
        self.reveal.setVisible(hidden and self._session.may("deputy.unmask"))

    def _put_state(self, shown: Shown) -> None:
        made = chip(shown.state, shown.tone)
        self._line.replaceWidget(self._state, made)
        self._state.hide()
        self._state.deleteLater()
        self._state = made
        self._line.setAlignment(made, Qt.AlignmentFlag.AlignTop)

    def stand(self, *, low: bool, narrow: bool) -> None:
        """Whether only the name fits, or the photograph has to make room."""
        self._grid.setVisible(not low)
        self.photo.setVisible(not low and not narrow)
        self._post.setVisible(not low)


def _since(mandate: Mandate) -> str:
    """2021年12月起, or to when it ends."""
    if mandate.ends_on:
        return f"{month_words(mandate.starts_on)}至{month_words(mandate.ends_on)}"
    return f"{month_words(mandate.starts_on)}起" if mandate.starts_on else ""
