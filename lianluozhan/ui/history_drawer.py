"""修改历史: what was written into a record, when and by whom, with the way to take a change back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import undoing
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.field_history import Moment, history
from lianluozhan.models.session import Session

from . import theme
from .attempt import attempt
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
            attempt(page, lambda: undoing.undo(session, deed_id), saved=lambda _: drawer.close_drawer())

    for moment in moments[:SHOWN]:
        column.addWidget(_entry(session, moment, undone))
    if len(moments) > SHOWN:
        column.addWidget(Words(f"更早的还有 {len(moments) - SHOWN} 次，请看操作日志。", "soft"))
    if not moments:
        column.addWidget(Words("这条记录是导入或者更早的版本留下的，没有修改过。", "soft"))
    return drawer.open(lambda _: None)


def _entry(session: Session, moment: Moment, undone: Callable[[int], None]) -> QWidget:
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
        return holder
    for field in moment.fields:
        column.addWidget(Words(f"{field.label}：“{field.before}”改成“{field.after}”"))
    return holder
