"""修改历史: what was written into a record, when and by whom, and the ways back: a whole change, or one value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import earlier_values, undoing
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.errors import RuleError
from lianluozhan.models.field_history import FieldWords, Moment, history
from lianluozhan.models.rows import stored
from lianluozhan.models.session import Session

from . import theme
from .attempt import attempt
from .copied_first import copied_first
from .drawer import Drawer
from .question import ask
from .text import Words, link, plain

TITLE = "修改历史"
SHOWN = 40  # moments at once; what is older stands in the log


def open_history(page: QWidget, session: Session, record: Any, name: str) -> Drawer:
    """The drawer over `page`; pages hear of what is taken back as of any other change."""
    moments = history(session, record)
    drawer = Drawer(page, TITLE, name, act="知道了", note="最近的在最上面")
    column = drawer.fields.layout()
    assert isinstance(column, QVBoxLayout)

    def undone(deed_id: int) -> None:
        effect = undoing.effect_of(session, deed_id)
        kept = f"，后来改过的 {len(effect.kept)} 处不动" if effect.kept else ""
        words = f"改回 {len(effect.back)} 处{kept}。撤销也会记下来。"
        if ask(page, "撤销这一次修改？", words, "撤销", "不撤销"):
            deed, records = partial(undoing.undo, session, deed_id), undoing.records_of(effect)
            act = partial(copied_first, page, session, Why.UNDO, deed, records=records)
            attempt(page, act, saved=lambda _: drawer.close_drawer())

    def put_back(moment: Moment, field: FieldWords) -> None:
        words = f"“{field.label}”现在是别的内容，恢复成“{field.before}”。恢复也会记下来。"
        if ask(page, f"恢复“{field.label}”？", words, "恢复", "不恢复"):
            deed = partial(earlier_values.restore, session, record, field.name, moment.line_id)
            attempt(page, deed, saved=lambda _: drawer.close_drawer())

    for moment in moments[:SHOWN]:
        entry, fields = _entry(session, moment, undone)
        for field in moment.fields if not moment.is_first else ():
            fields.addWidget(_change(session, record, moment, field, put_back))
        column.addWidget(entry)
    if len(moments) > SHOWN:
        column.addWidget(Words(f"更早的还有 {len(moments) - SHOWN} 次，请看操作日志。", "soft"))
    if not moments:
        column.addWidget(Words("这条记录是导入或者更早的版本留下的，没有修改过。", "soft"))
    return drawer.open(lambda _: None)


def _change(
    session: Session, record: Any, moment: Moment, field: FieldWords, put_back: Callable[[Moment, FieldWords], None]
) -> QWidget:
    """One value that was changed; beside it the way back where it is not what stands there now."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Words(f"{field.label}：“{field.before}”改成“{field.after}”"), 1)
    if not field.is_hidden and _is_other(session, record, field, moment):
        back = link("恢复这个值")
        back.setAccessibleName(f"把{field.label}恢复成“{field.before}”")
        back.clicked.connect(lambda: put_back(moment, field))
        line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _is_other(session: Session, record: Any, field: FieldWords, moment: Moment) -> bool:
    """Whether the value before the change may be written by this person, and is not what stands there now."""
    if not earlier_values.can_be_restored(session, record, field.name):
        return False
    try:
        value = earlier_values.earlier(session, record, field.name, moment.line_id)
    except RuleError:
        return False
    return bool(stored(value) != stored(getattr(record, field.name)))


def _entry(session: Session, moment: Moment, undone: Callable[[int], None]) -> tuple[QWidget, QVBoxLayout]:
    """What was done at once, and the column that its values come into."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.scaled(4), 0, theme.scaled(8))
    column.setSpacing(theme.scaled(2))
    head = QHBoxLayout()
    at = moment.at
    head.addWidget(plain(f"{at.year}年{spoken(at.date())} {at:%H:%M}　{moment.who}　{moment.action}", "strong"))
    head.addStretch(1)
    deed_id = moment.deed_id
    if deed_id and not moment.is_first and not undoing.effect_of(session, deed_id).refusal:
        back = link("撤销这一次")
        back.setAccessibleName(f"撤销{spoken(at.date())}{moment.who}的修改")
        back.clicked.connect(lambda: undone(deed_id))
        head.addWidget(back)
    column.addLayout(head)
    if moment.is_first:
        column.addWidget(Words("第一次登记", "soft"))
    return holder, column
