"""How a backup is opened: by an account with its password of that day, or by the paper code."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from lianluozhan.models import backup
from lianluozhan.models.backup import BackupInfo, Unlock
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.errors import InvalidRecord, RuleError

from ...editors import ChoiceEditor, LineEditor, OptionRow
from ...field_column import FieldColumn

PASSWORD, CODE = "password", "code"


class SecretEditor(LineEditor):
    """A password; blanks count."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()


def put_unlock_fields(fields: FieldColumn, info: BackupInfo, user: str = "") -> QWidget:
    """The fields, with the accounts the backup knows, `user` first; returns the one that is to be typed."""
    known = [(entry["name"], entry["shown"] or entry["name"]) for entry in backup.users_of(info)]
    way = OptionRow("way", [(PASSWORD, "账号和密码"), (CODE, "纸上的恢复码")])
    fields.put("用什么打开", way, required=True)
    account = fields.put("账号", ChoiceEditor("user", known), required=True)
    day = spoken(info.made_at.date())
    password = fields.put("密码", SecretEditor(PASSWORD), required=True, hint=f"备份那一天（{day}）用的密码")
    code_hint = "纸上的 32 个字符，分八组；空格、横线、大小写都不用管"
    code = fields.put("恢复码", LineEditor(CODE, max_length=60), required=True, hint=code_hint)

    def turn() -> None:
        by_code = way.value() == CODE
        fields.show_field("user", not by_code)
        fields.show_field(PASSWORD, not by_code)
        fields.show_field(CODE, by_code)

    way.changed.connect(turn)
    way.set_value(PASSWORD if known else CODE)
    turn()
    if user in [name for name, _ in known]:
        account.set_value(user)
    return password if known else code


def unlock_of(values: dict[str, Any], info: BackupInfo) -> Unlock:
    """What was typed, tried on the backup; a refusal is named by its field."""
    field = CODE if values["way"] == CODE else PASSWORD
    if not values[field]:
        raise InvalidRecord({field: "请填写恢复码。" if field == CODE else "请填写密码。"})
    unlock = backup.by_code(values[CODE]) if field == CODE else backup.by_password(values["user"], values[PASSWORD])
    try:
        backup.check_unlock(info, unlock)
    except RuleError as refusal:
        raise InvalidRecord({field: str(refusal)}) from refusal
    return unlock
