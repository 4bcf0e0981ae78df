"""One matter of a backup: what differs from today, ticked when it is to be put back, its files, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import drafts, opinions
from lianluozhan.models.backup import Difference, FieldChange, Inside, Kind
from lianluozhan.models.fields import Field, fields_of
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session

from ... import theme
from ...ruled_form import RuledForm
from ...text import Words, chip, plain

TONES = {Kind.GONE: "stop", Kind.VOIDED: "stop", Kind.CHANGED: "soon", Kind.FILES: "soon", Kind.WENT_ON: "calm"}
SECRET = ("submitter_name", "phone", "address")
FIELDS: dict[str, Field] = {field.name: field for field in fields_of(Opinion)}
SHOWN = ("title", "content", "request", "submitter_name", "phone", "address", "received_on", "channel", "place")


class Matter(QWidget):
    """Then and now, side by side; `ticks` are the boxes of the differing fields by name."""

    ticked = Signal()

    def __init__(self, session: Session, inside: Inside, opinion_id: int, found: Difference | None) -> None:
        super().__init__()
        self.session, self.inside = session, inside
        self.ticks: dict[str, QCheckBox] = {}
        now = session.find(Opinion, opinion_id)
        file = opinions.file_of(self.inside.session, opinion_id)
        # whoever asked for it later is not named from an older backup either (4.7.2)
        self._is_secret = file.opinion.keeps_secret or (now is not None and now.keeps_secret)
        self.setProperty("role", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.scaled(8), theme.scaled(8))
        column.setSpacing(theme.scaled(10))
        line = QHBoxLayout()
        line.addWidget(Words(file.opinion.number or "草稿", "lead"), 1)
        line.addWidget(chip(found.kind.label, TONES[found.kind]) if found else chip("没有变", "good"))
        column.addLayout(line)
        if found and found.fields:
            column.addWidget(self._changes(found.fields))
        column.addWidget(self._then(file.opinion, found))
        column.addWidget(plain("备份里的附件", "lead"))
        lost = {each.id for each in found.files} if found else set()
        for each in file.attachments:
            column.addWidget(Words(f"{each.name}{'（现在没有）' if each.id in lost else ''}"))
        others = [each for each in (found.files if found else ()) if each.id not in {a.id for a in file.attachments}]
        for each in others:
            column.addWidget(Words(f"{each.name}（现在没有）"))
        if not file.attachments and not others:
            column.addWidget(Words("没有附件", "soft"))
        column.addWidget(plain("备份里的办理经过", "lead"))
        for step in file.steps:
            day = f"{step.acted_on:%Y-%m-%d}" if step.acted_on else ""
            column.addWidget(Words("　".join(part for part in (day, step.label, step.staff_name, step.words) if part)))
        column.addStretch(1)

    def _changes(self, changes: Sequence[FieldChange]) -> QWidget:
        """Each differing field, ticked when it is to be put back."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(6))
        column.addWidget(plain("勾选要改回备份里写法的项目", "lead"))
        for change in changes:
            tick = QCheckBox(f"{change.label}改回备份里的")
            tick.toggled.connect(lambda _: self.ticked.emit())
            self.ticks[change.name] = tick
            column.addWidget(tick)
            form = RuledForm()
            form.add_text("备份里", self._said(change.name, change.then, self.inside.session), 3)
            form.add_text("现在", self._said(change.name, change.now, self.session), 3)
            column.addWidget(form)
        return holder

    def _then(self, then: Opinion, found: Difference | None) -> RuledForm:
        form = RuledForm()
        apart = {change.name for change in found.fields} if found else set()
        for name in SHOWN:
            if name not in apart:
                value = getattr(then, name)
                span = 3 if name in ("title", "content", "request", "address") else 1
                form.add_text(FIELDS[name].label, self._said(name, value, self.inside.session), span)
        return form

    def _said(self, name: str, value: Any, session: Session) -> str:
        if self._is_secret and name in SECRET and value:
            return "要求保密，这里不显示"
        if FIELDS[name].kind == "long_text":
            return str(value) or "空着"
        return drafts.words_of(session, FIELDS[name], value)
