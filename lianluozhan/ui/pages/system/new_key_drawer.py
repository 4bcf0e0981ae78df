"""更换数据密钥: what it means said first, the password given again, the new codes printed, and one typed back."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import rekeying
from lianluozhan.models.accounts import Account
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.keyring import new_once_code, new_recovery_code, plain_code
from lianluozhan.models.rekeying import NewKey
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import LineEditor, TickEditor
from ...text import elided, plain, plain_button
from .new_key_work import carry_out
from .recovery_code_drawer import shown_groups
from .unlocking import SecretEditor

if TYPE_CHECKING:
    from ...desk import Desk

WHY = (
    "有人离开、密码可能外泄、电脑或 U 盘丢过，就换一次。换好以后存的内容，旧密码、旧恢复码和以前拷走的数据都打不开；"
    "以前已经被拷走的，收不回来。"
)
AFTERWARDS = (
    "换好以后要重新登录：您用现在的密码；其余每人用一个入门码进来，当场给自己设新密码。以前的备份仍用那时的密码或"
    "旧恢复码打开，旧恢复码的纸请写上日期，和以前的备份一起保管。旧数据文件夹先留着，做成新备份以后再删。"
)


def open_new_key_drawer(page: QWidget, desk: Desk) -> Drawer:
    """The drawer; nothing is changed before the codes are on paper and the password was given."""
    session = desk.session
    code, people = new_recovery_code(), rekeying.others(session)
    once = {each.user_name: new_once_code() for each in people}
    about, note = "另建一份用新密钥的数据，核对以后一次换过去", "换的时候不能登记，可以停下"
    drawer = Drawer(page, "更换数据密钥", about, act="开始更换", note=note)
    fields, groups = drawer.fields, code.split("-")
    fields.add_words(WHY)
    fields.add_words(AFTERWARDS)
    fields.put("您现在的密码", SecretEditor("password"), required=True)
    fields.add(plain("新恢复码", "lead"))
    fields.add(shown_groups(groups))
    if people:
        fields.add(plain("每人的入门码", "lead"))
        fields.add(_slips(session, people, once))
    _put_saving(drawer, code, [(_name(session, each), each.user_name, once[each.user_name]) for each in people])
    fields.add(plain("照着纸上抄回两组，确认没有抄错", "lead"))
    asked = sorted(random.SystemRandom().sample(range(8), 2))
    for number in asked:
        fields.put(f"第 {number + 1} 组", LineEditor(f"group{number}", max_length=8), required=True)
    fields.put("都在纸上了", TickEditor("printed", "恢复码和每人的入门码都已打印或抄好"), required=True)

    def act(values: dict[str, Any]) -> NewKey:
        _check_typed(values, asked, groups)
        wanted = NewKey(values["password"], code, once)
        try:
            rekeying.check(session, wanted)
        except RuleError as refusal:
            raise InvalidRecord({"password": str(refusal)}) from refusal
        return wanted

    return drawer.open(act, lambda wanted: carry_out(desk, wanted))


def _check_typed(values: Mapping[str, Any], asked: list[int], groups: list[str]) -> None:
    wrong = {} if values["password"] else {"password": "请输入您现在的密码。"}
    for number in asked:
        if plain_code(values[f"group{number}"]) != groups[number]:
            wrong[f"group{number}"] = f"和上面第 {number + 1} 组不一样，请照纸上的再抄一遍。"
    if not values["printed"]:
        wrong["printed"] = "请先把恢复码和入门码打印或抄好，再勾上。"
    if wrong:
        raise InvalidRecord(wrong)


def _name(session: Session, account: Account) -> str:
    return session.get(Staff, account.staff_id or 0).name


def _slips(session: Session, people: list[Account], once: Mapping[str, str]) -> QFrame:
    box = QFrame()
    box.setProperty("role", "sheet")
    grid = QGridLayout(box)
    grid.setContentsMargins(*(theme.scaled(side) for side in (16, 10, 16, 10)))
    grid.setHorizontalSpacing(theme.scaled(14))
    grid.setColumnStretch(0, 1)
    for row, account in enumerate(people):
        name = _name(session, account)
        label = plain(once[account.user_name], "code")
        label.setAccessibleName(f"{name}的入门码 {' '.join(once[account.user_name])}")
        person = QVBoxLayout()
        person.setSpacing(0)
        person.addWidget(elided(name, "strong"))
        person.addWidget(elided(account.user_name, "note"))
        grid.addLayout(person, row, 0)
        grid.addWidget(label, row, 1)
    return box


def _put_saving(drawer: Drawer, code: str, people: list[tuple[str, str, str]]) -> None:
    save = plain_button("存为 PDF 打印", icon="printer")
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(save)
    line.addStretch(1)
    drawer.fields.add(holder)
    said = drawer.fields.add_words(
        "恢复码印两份：一份放站长的保险柜，一份交上级人大密封保管。入门码裁开，当面交给本人。"
    )
    save.clicked.connect(lambda: _save_sheets(drawer, code, people, said.setText))


def _save_sheets(parent: QWidget, code: str, people: list[tuple[str, str, str]], say: Callable[[str], object]) -> None:
    path, _ = QFileDialog.getSaveFileName(parent, "恢复码和入门码存到哪里", "恢复码和入门码.pdf", "PDF (*.pdf)")
    if path:
        from lianluozhan import sheets
        from lianluozhan.printing.forms.once_codes import once_codes_sheet
        from lianluozhan.printing.forms.recovery_code import recovery_code_sheet

        pages = [recovery_code_sheet(code), *([once_codes_sheet(people)] if people else [])]
        attempt(
            parent,
            lambda: sheets.write(pages, Path(path)),
            saved=lambda _: say("已存好。恢复码印两份、入门码印一份以后，请把这个文件从电脑里删掉。"),
        )
