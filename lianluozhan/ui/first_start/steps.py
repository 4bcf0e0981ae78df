"""The five steps: the station, how the data is kept, the people, the recovery code, the last look."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models.errors import RuleError
from lianluozhan.models.folders import check_suitable
from lianluozhan.models.keyring import check_password, new_recovery_code, plain_code
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post
from lianluozhan.models.stations import Kind, Station

from .. import theme
from ..flow_layout import FlowLayout
from ..text import plain, wrapped
from .step import Fields, Step


class StationStep(Step):
    TITLE = "您的联络站"
    EXPLANATION = "这些会印在每张表的表头上，以后可以在“系统”里修改。"

    sample_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        fields = Fields()
        self.name = fields.text("站名", required=True, length=40, hint="例如：青石镇人大代表联络站")
        self.kind = fields.choice("类型", [(kind.label, kind) for kind in Kind])
        self.place = fields.text("乡镇或街道", required=True, length=30, hint="例如：青石镇")
        self.congress = fields.text("所属人大", required=True, length=50, hint="例如：青石镇人民代表大会主席团")
        self.address = fields.text("地址", length=80)
        self.hotline = fields.text("热线电话", length=30)
        self.fonds = fields.text("全宗号", length=8, hint="县档案馆给的编号，不知道先空着")
        for field in (self.name, self.place, self.congress):
            field.textChanged.connect(self.changed)
        self.place.editingFinished.connect(self._fill_congress)
        self.column.addWidget(fields)
        self.column.addStretch(1)
        choice = QWidget()
        look = FlowLayout(choice, gap=12, line_gap=6)
        look.addWidget(plain("想先试试？可以打开一个样例站，里面的人和事都是编的。", "soft"))
        sample = QPushButton("看看样例站")
        sample.clicked.connect(self.sample_wanted)
        look.addWidget(sample)
        look.addWidget(plain("换电脑？", "soft"))
        restore = QPushButton("从备份还原")
        restore.clicked.connect(self.restore_wanted)
        look.addWidget(restore)
        self.column.addWidget(choice)

    def _fill_congress(self) -> None:
        if self.place.text().strip() and not self.congress.text().strip():
            office = "人大工作委员会" if Kind(self.kind.currentData()) is Kind.STREET else "人民代表大会主席团"
            self.congress.setText(self.place.text().strip() + office)

    def problem(self) -> str:
        names = {"站名": self.name, "乡镇或街道": self.place, "所属人大": self.congress}
        missing = [label for label, field in names.items() if not field.text().strip()]
        return f"还要填{'、'.join(missing)}" if missing else ""

    def station(self) -> Station:
        return Station(
            name=self.name.text().strip(),
            kind=Kind(self.kind.currentData()),  # Qt hands back a bare string for a choice
            place=self.place.text().strip(),
            congress=self.congress.text().strip(),
            address=self.address.text().strip(),
            hotline=self.hotline.text().strip(),
            fonds_number=self.fonds.text().strip(),
        )


class KeepingStep(Step):
    TITLE = "数据怎么保管"
    EXPLANATION = "登记的内容里有群众的姓名、电话和住址，建议加密存放。"

    def __init__(self, home_folder: Path) -> None:
        super().__init__()
        self.home_folder = home_folder
        self.closed = self._option(
            "加密存放（推荐）",
            "电脑或 U 盘丢了，别人也打不开。要记住密码，并保管好下一步的恢复码：两样都丢了，谁也打不开。",
        )
        self.plain = self._option(
            "不加密存放",
            "能用这台电脑的人，都可能绕过账号看到全部内容。只在单位另有加密措施时选用。U 盘备份仍然加密。",
        )
        self.closed.setChecked(True)
        self.column.addWidget(plain("数据放在这个文件夹，不要把它放进网盘：", "label"))
        place = plain(str(home_folder))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setWordWrap(True)
        self.column.addWidget(place)
        self._trouble = plain("", "problem")
        self._trouble.setWordWrap(True)
        self.column.addWidget(self._trouble)
        self.column.addStretch(1)

    def _option(self, name: str, consequence: str) -> QRadioButton:
        button = QRadioButton(name)
        button.setAccessibleDescription(consequence)
        self.column.addWidget(button)
        words = plain(consequence, "soft")
        words.setWordWrap(True)
        words.setContentsMargins(theme.scaled(32), 0, 0, theme.scaled(8))
        self.column.addWidget(words)
        return button

    def problem(self) -> str:
        try:
            check_suitable(self.home_folder)
        except RuleError as refusal:
            self._trouble.setText(str(refusal))
            return "这个文件夹不合适"
        return ""


class PersonRow(QFrame):
    """One of the first people: name, post, roles, account, password twice."""

    changed = Signal()

    def __init__(self, post: Post, roles: tuple[Role, ...], *, optional: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self.post, self.optional = post, optional
        layout = QVBoxLayout(self)
        layout.addWidget(plain(post.label + ("（没有可以不填）" if optional else ""), "lead"))
        fields = Fields(per_row=4)
        self.name = fields.text("姓名", required=not optional, length=50)
        self.user = fields.text("账号名", required=not optional, length=30, hint="不填就用姓名")
        self.password = fields.password("密码")
        self.again = fields.password("再输一遍")
        self.administers = QComboBox()
        layout.addWidget(fields)
        self.roles = roles
        for field in (self.name, self.user, self.password, self.again):
            field.textChanged.connect(self.changed)

    @property
    def is_empty(self) -> bool:
        return not any(field.text().strip() for field in (self.name, self.user, self.password))

    def user_name(self) -> str:
        return self.user.text().strip() or self.name.text().strip()

    def problem(self) -> str:
        if self.optional and self.is_empty:
            return ""
        if not self.name.text().strip():
            return f"还要填{self.post.label}的姓名"
        try:
            check_password(self.password.text(), self.user_name())
        except RuleError as refusal:
            return f"{self.name.text().strip()}：{refusal}"
        if self.password.text() != self.again.text():
            return f"{self.name.text().strip()}：两遍密码不一样，请重新输入"
        return ""


class PeopleStep(Step):
    TITLE = "站长和工作人员"
    EXPLANATION = (
        "先填三位，以后可以在“人员和单位”里添加。每个人用自己的账号：登记的人不能审核、审批自己登记的件。"
        "密码至少 10 个字符，大写、小写、数字、符号占三种。"
    )

    def __init__(self) -> None:
        super().__init__()
        self.rows = [
            PersonRow(Post.HEAD, (Role.HEAD,)),
            PersonRow(Post.VICE_HEAD, (Role.VICE_HEAD,), optional=True),
            PersonRow(Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER, Role.ARCHIVIST)),
        ]
        self.administrator = QComboBox()
        for row in self.rows:
            self.administrator.addItem(row.post.label, row)
            row.changed.connect(self.changed)
        self.administrator.setCurrentIndex(2)
        for row in self.rows:
            self.column.addWidget(row)
        line = QHBoxLayout()
        label = plain("谁兼系统管理员（管账号和参数）", "label")
        label.setBuddy(self.administrator)
        self.administrator.setAccessibleName("谁兼系统管理员")
        line.addWidget(label)
        line.addWidget(self.administrator)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addStretch(1)

    def filled(self) -> list[PersonRow]:
        return [row for row in self.rows if not (row.optional and row.is_empty)]

    def problem(self) -> str:
        for row in self.rows:
            if found := row.problem():
                return found
        names = [row.user_name() for row in self.filled()]
        if len(set(names)) < len(names):
            return "有两个人的账号名相同，请改其中一个"
        if self.administrator.currentData() not in self.filled():
            return "兼系统管理员的人还没有填"
        return ""

    def roles_of(self, row: PersonRow) -> tuple[Role, ...]:
        extra = (Role.ADMINISTRATOR,) if self.administrator.currentData() is row else ()
        return row.roles + extra


class RecoveryStep(Step):
    TITLE = "抄好恢复码"
    EXPLANATION = "如果大家都忘了密码，或者换电脑恢复，只有恢复码能打开数据；别处没有备用，谁也找不回来。"

    def __init__(self) -> None:
        super().__init__()
        self.code = new_recovery_code()
        groups = self.code.split("-")
        box = QFrame()
        box.setProperty("role", "sheet")
        grid = QGridLayout(box)
        grid.setHorizontalSpacing(theme.scaled(10))
        for column in (1, 3, 5, 7):
            grid.setColumnStretch(column, 1)
        for n, group in enumerate(groups):
            grid.addWidget(plain(str(n + 1), "note"), n // 4, (n % 4) * 2)
            label = plain(group, "code")
            label.setAccessibleName(f"第 {n + 1} 组 {' '.join(group)}")
            grid.addWidget(label, n // 4, (n % 4) * 2 + 1)
        self.column.addWidget(box)
        keeping = QWidget()
        out = FlowLayout(keeping, gap=12, line_gap=6)
        self._print = QPushButton("存为 PDF 打印两份")
        self._print.clicked.connect(self._save_sheet)
        out.addWidget(self._print)
        self._said = plain("一份放站长的保险柜，一份交上级人大密封保管", "soft")
        out.addWidget(self._said)
        self.column.addWidget(keeping)
        self.column.addWidget(wrapped("不要用手机拍照，不要存在这台电脑里，也不要写在密码本上。", "strong"))
        self.column.addWidget(plain("照着纸上抄回两组，确认没有抄错", "lead"))
        self._asked = sorted(random.SystemRandom().sample(range(8), 2))
        back = QHBoxLayout()
        self.answers: list[QLineEdit] = []
        for n in self._asked:
            field = QLineEdit()
            field.setMaxLength(8)
            field.setFixedWidth(theme.scaled(130))
            field.setAccessibleName(f"第 {n + 1} 组")
            field.textChanged.connect(self.changed)
            back.addWidget(plain(f"第 {n + 1} 组"))
            back.addWidget(field)
            self.answers.append(field)
        back.addStretch(1)
        self.column.addLayout(back)
        self.column.addStretch(1)

    def problem(self) -> str:
        groups = self.code.split("-")
        for n, field in zip(self._asked, self.answers, strict=True):
            if plain_code(field.text()) != groups[n]:
                return "抄对两组后才能继续"
        return ""

    def _save_sheet(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "恢复码存到哪里", "恢复码.pdf", "PDF (*.pdf)")
        if path:
            from lianluozhan import sheets
            from lianluozhan.printing.forms.recovery_code import recovery_code_sheet

            from ..attempt import attempt

            if attempt(self, lambda: sheets.write([recovery_code_sheet(self.code)], Path(path))):
                self._said.setText("已存好。打印两份以后，请把这个文件从电脑里删掉。")


class LastStep(Step):
    TITLE = "都准备好了"
    EXPLANATION = "按“建立联络站”以后，就会建好数据，并用联络员的账号进入。"

    def __init__(self) -> None:
        super().__init__()
        self._summary = plain("")
        self._summary.setWordWrap(True)
        self.column.addWidget(self._summary)
        self.column.addWidget(
            wrapped("建好以后，请先到“人员和单位”添加承办单位、村（社区）和代表，再登记第一件社情民意。", "soft")
        )
        self.trouble = plain("", "problem")
        self.trouble.setWordWrap(True)
        self.column.addWidget(self.trouble)
        self.column.addStretch(1)

    def summarise(self, lines: list[str]) -> None:
        self._summary.setText("\n".join(lines))
