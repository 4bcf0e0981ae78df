"""A new paper recovery code: shown once, printed, two groups typed back before it opens anything (4.7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QWidget

from lianluozhan.models import accounts
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.keyring import new_recovery_code, plain_code
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import LineEditor
from ...text import plain, plain_button

PER_ROW = 2


def open_recovery_code_drawer(page: QWidget, session: Session, done: Callable[[], object]) -> Drawer:
    """The drawer; until it is finished the old code stays in force."""
    code = new_recovery_code()
    groups = code.split("-")
    drawer = Drawer(
        page, "换恢复码", "启用以前，旧的恢复码一直有效", act="启用新恢复码", note="启用后请马上备份一次，再销毁旧纸"
    )
    fields = drawer.fields
    fields.add(shown_groups(groups))
    fields.add_words("一份放站长的保险柜，一份交上级人大密封保管。不要拍照，不要存在这台电脑里。")
    save = plain_button("存为 PDF 打印两份", icon="printer")
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(save)
    line.addStretch(1)
    fields.add(holder)
    said = fields.add_words("")
    save.clicked.connect(lambda: _save_sheet(drawer, code, lambda words: said.setText(words)))
    fields.add(plain("照着纸上抄回两组，确认没有抄错", "lead"))
    asked = sorted(random.SystemRandom().sample(range(8), 2))
    for number in asked:
        fields.put(f"第 {number + 1} 组", LineEditor(f"group{number}", max_length=8), required=True)

    def act(values: dict[str, Any]) -> None:
        wrong = {
            f"group{number}": f"和上面第 {number + 1} 组不一样，请照纸上的再抄一遍。"
            for number in asked
            if plain_code(values[f"group{number}"]) != groups[number]
        }
        if wrong:
            raise InvalidRecord(wrong)
        accounts.renew_recovery_code(session, code)

    return drawer.open(act, lambda _: done())


def shown_groups(groups: list[str]) -> QFrame:
    """The eight groups of a code, numbered, to be copied by hand."""
    box = QFrame()
    box.setProperty("role", "sheet")
    grid = QGridLayout(box)
    grid.setContentsMargins(*(theme.scaled(side) for side in (16, 10, 16, 10)))
    grid.setHorizontalSpacing(theme.scaled(10))
    for column in range(PER_ROW):
        grid.setColumnStretch(column * 2 + 1, 1)
    for number, group in enumerate(groups):
        row, column = divmod(number, PER_ROW)
        label = plain(group, "code")
        label.setAccessibleName(f"第 {number + 1} 组 {' '.join(group)}")
        grid.addWidget(plain(str(number + 1), "note"), row, column * 2)
        grid.addWidget(label, row, column * 2 + 1)
    return box


def _save_sheet(parent: QWidget, code: str, say: Callable[[str], object]) -> None:
    path, _ = QFileDialog.getSaveFileName(parent, "恢复码存到哪里", "恢复码.pdf", "PDF (*.pdf)")
    if path:
        from lianluozhan import sheets
        from lianluozhan.printing.forms.recovery_code import recovery_code_sheet

        attempt(
            parent,
            lambda: sheets.write([recovery_code_sheet(code)], Path(path)),
            saved=lambda _: say("已存好。打印两份以后，请把这个文件从电脑里删掉。"),
        )
