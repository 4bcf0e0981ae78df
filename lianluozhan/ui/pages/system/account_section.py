"""Who may sign in and in which roles; the paper recovery code (2.2, 4.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from lianluozhan.models import accounts, old_folders, staff
from lianluozhan.models.accounts import Account
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.keyring import check_password
from lianluozhan.models.permissions import Role, check_combination, who_may
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...banner import Banner
from ...drawer import Drawer
from ...editors import ChoicesEditor, LineEditor, PickEditor
from ...layout_rules import logical_width
from ...question import ask
from ...record_table import Column
from ...slices import Row
from ...text import Words, danger, link, plain_button, primary
from .new_key_drawer import open_new_key_drawer
from .old_folders_drawer import open_old_folders_drawer
from .recovery_code_drawer import open_recovery_code_drawer
from .section import Section
from .section_table import HeldRows, SectionTable
from .unlocking import SecretEditor

PASSWORD_RULE = "至少 10 个字符，大写、小写、数字、符号占三种，不含账号名"
SEEN_COLUMN = 3
OLD = "还原或更换密钥时换下来的数据还留着。做成新的备份以后，可以删去。"
LEAVER = "停用的人知道的密码已经打不开这里的数据；他以前可能拷走过数据，不放心就更换数据密钥。"
WIDE = 720  # logical width from which there is room for the last sign-in
ROLES = [(role, role.label) for role in Role]


class AccountSection(Section):
    """A table of accounts with what may be done to the chosen one."""

    KEY, TITLE, ICON = "accounts", "账号", "users"
    ABOUT = "每个人用自己的账号。人不在名单里，先到“人员和单位”添加。"
    NEEDS = ("account.add", "account.new_code")
    TABLES = frozenset({"accounts", "closures", "staff"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.table = SectionTable(
            "账号",
            (
                Column("姓名", "person", width=88),
                Column("账号名", "user_name", width=130),
                Column("岗位", "roles"),
                Column("上次登录", "seen", width=164),
                Column("状态", "state", width=138),
            ),
        )
        self.code_button = plain_button("换恢复码", icon="key-round")
        self.code_button.clicked.connect(self.renew_code)
        self.key_button = plain_button("更换数据密钥", icon="shield")
        self.key_button.clicked.connect(self.change_key)
        self.old_button = plain_button("旧数据文件夹")
        self.old_button.clicked.connect(self.show_old)
        self.put_head(self.key_button, self.code_button)
        self._leaver = Banner(LEAVER, "soon", self._change_key_link())
        self._leaver.hide()
        self.put_strip(self._leaver)
        self._old = Banner(OLD, "", self.old_button)
        self._old.hide()
        self.put_strip(self._old)
        self.put_body(self.table)
        self.retire_button = danger("停用")
        self.password_button = plain_button("重设密码")
        self.roles_button = plain_button("改岗位")
        self.add_button = primary("添加账号", icon="user-round-plus")
        if self.session.may("account.add"):
            self._why = Words("", "soft")
            self.put_foot(self._why, self.retire_button, self.password_button, self.roles_button, self.add_button)
        else:
            self.put_foot(Words(f"账号由{who_may('account.add')}添加和修改。", "soft"))
        self.add_button.clicked.connect(self.add)
        self.roles_button.clicked.connect(self.edit_roles)
        self.password_button.clicked.connect(self.reset_password)
        self.retire_button.clicked.connect(self.retire)
        self.table.chosen.connect(lambda _: self._weigh())
        self.table.opened.connect(lambda _: self.edit_roles())

    def reload(self) -> None:
        names = {person.id: person.name for person in self.session.select(Staff)}
        seen = {user["name"]: user["seen"] for user in self.session.keyring.users()}
        chosen = self.table.current()
        rows = [_row(account, names, seen) for account in accounts.accounts(self.session)]
        self.table.set_slices(HeldRows(rows))
        self.table.select(chosen["id"] if chosen else rows[0]["id"])
        self._old.setVisible(bool(old_folders.old_folders(self.session)))
        self._weigh()

    def _weigh(self) -> None:
        row = self.table.current()
        account: Account | None = row["account"] if row else None
        in_use = account is not None and account.retired_on is None
        own = account is not None and account.staff_id == self.session.staff.id
        for button in (self.roles_button, self.retire_button):
            button.setEnabled(in_use and not own)
        self.password_button.setEnabled(in_use and not own)
        if self.session.may("account.add"):
            words = "自己的岗位和停用，请另一位系统管理员来办。" if own else ""
            self._why.setText(words or ("" if in_use else "这个账号已经停用，名字不再使用。"))

    def _chosen(self, button: Any) -> Account | None:
        row = self.table.current()
        account: Account | None = row["account"] if row and button.isEnabled() else None
        return account if self.session.may("account.edit") else None

    def add(self) -> Drawer:
        """An account for somebody of the staff who has none."""
        held = {account.staff_id for account in accounts.accounts(self.session) if not account.retired_on}
        free = [(id_, name) for id_, name in staff.choices(self.session) if id_ not in held]
        drawer = Drawer(self, "添加账号", "密码由您定好交给本人，请他登录后马上改掉", act="添加")
        fields = drawer.fields
        hint = "只列出还没有账号的人" if free else "每个人都有账号了；新来的人请先到“人员和单位”添加"
        fields.put("工作人员", PickEditor("staff_id", free), required=True, hint=hint)
        fields.put(
            "账号名",
            LineEditor("user_name", max_length=30),
            required=True,
            hint="字母、数字或汉字，不留空格；以后不能改",
        )
        self._put_roles(drawer, ())
        _put_password(drawer, "第一个密码")
        return drawer.open(self._add, lambda account: self.desk.say(f"账号“{account.user_name}”已添加"))

    def _add(self, values: dict[str, Any]) -> Account:
        problems = {} if values["staff_id"] else {"staff_id": "请选一位工作人员。"}
        problems |= _refusal("user_name", lambda: accounts.check_user_name(values["user_name"]))
        problems |= _refusal("roles", lambda: check_combination(values["roles"]))
        _check(problems | _password_problems(values, values["user_name"]))
        roles, name, password = tuple(values["roles"]), values["user_name"], values["password"]
        return accounts.add(self.session, values["staff_id"], name, roles, password)

    def edit_roles(self) -> Drawer | None:
        """Other roles for the chosen account."""
        account = self._chosen(self.roles_button)
        if account is None:
            return None
        drawer = Drawer(self, "改岗位", self._name(account))
        self._put_roles(drawer, account.roles)

        def act(values: dict[str, Any]) -> Account:
            _check(_refusal("roles", lambda: check_combination(values["roles"])))
            return accounts.edit(self.session, account.id, tuple(values["roles"]))

        return drawer.open(act, lambda _: self.desk.say(f"“{account.user_name}”的岗位已改好，下次登录起生效"))

    def _put_roles(self, drawer: Drawer, roles: tuple[Role, ...]) -> None:
        hint = "可以兼任；审计员只查看操作日志，不能兼任别的岗位"
        drawer.fields.put("岗位", ChoicesEditor("roles", ROLES), required=True, hint=hint).set_value(roles)

    def reset_password(self) -> Drawer | None:
        """A new password for somebody who forgot his."""
        account = self._chosen(self.password_button)
        if account is None:
            return None
        drawer = Drawer(self, "重设密码", self._name(account), act="重设", note="操作日志会记下这一次")
        _put_password(drawer, "新密码")

        def act(values: dict[str, Any]) -> None:
            _check(_password_problems(values, account.user_name))
            accounts.reset_password(self.session, account.id, values["password"])

        return drawer.open(act, lambda _: self.desk.say(f"“{account.user_name}”的密码已重设，请交给本人"))

    def retire(self) -> None:
        """Close the chosen account for good."""
        account = self._chosen(self.retire_button)
        if account is None:
            return
        title = f"停用账号“{account.user_name}”？"
        what = "停用以后不能再登录，账号名也不再使用；以前办的事、签的名都保留。不能再启用，要用就另建账号。"
        if ask(self, title, what, "停用", "不停用"):
            said = f"账号“{account.user_name}”已停用"
            if attempt(self, lambda: accounts.retire(self.session, account.id)) is not None:
                self._leaver.show()
                self.desk.say(said)

    def renew_code(self) -> Drawer:
        """A new paper code in place of the old one."""
        return open_recovery_code_drawer(self, self.session, lambda: self.desk.say("新恢复码已启用，旧的已作废"))

    def change_key(self) -> Drawer:
        """The data under a new key, so that whoever left opens nothing that is stored from now on."""
        self._leaver.hide()
        return open_new_key_drawer(self, self.desk)

    def _change_key_link(self) -> QWidget:
        change = link("更换数据密钥")
        change.clicked.connect(self.change_key)
        return change

    def show_old(self) -> Drawer:
        """What a restore or a new data key put aside."""
        return open_old_folders_drawer(self, self.desk)

    def _name(self, account: Account) -> str:
        return f"{self.session.get(Staff, account.staff_id or 0).name}　{account.user_name}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(SEEN_COLUMN, logical_width(self) < WIDE)

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True


def _put_password(drawer: Drawer, label: str) -> None:
    drawer.fields.put(label, SecretEditor("password"), required=True, hint=PASSWORD_RULE)
    drawer.fields.put("再输一遍", SecretEditor("again"), required=True)


def _password_problems(values: dict[str, Any], user: str) -> dict[str, str]:
    found = _refusal("password", lambda: check_password(values["password"], user))
    if values["password"] != values["again"]:
        found["again"] = "两遍密码不一样，请重新输入。"
    return found


def _refusal(name: str, test: Callable[[], object]) -> dict[str, str]:
    """What a rule says against the value of a field, by the field's name."""
    try:
        test()
    except RuleError as refusal:
        return {name: str(refusal)}
    return {}


def _check(problems: dict[str, str]) -> None:
    if problems:
        raise InvalidRecord(problems)


def _row(account: Account, names: dict[int, str], seen: dict[str, str]) -> Row:
    last = seen.get(account.user_name, "")
    retired = account.retired_on
    return {
        "id": account.id,
        "account": account,
        "person": names.get(account.staff_id or 0, ""),
        "user_name": account.user_name,
        "roles": "、".join(role.label for role in account.roles),
        "seen": last.replace("T", " ")[:16] or "还没有登录过",
        "state": f"{retired:%Y-%m-%d} 停用" if retired else "在用",
    }
