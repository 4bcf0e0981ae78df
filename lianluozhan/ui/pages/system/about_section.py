"""What this program is, where the data lies, whose fonts it uses (4.7)."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ... import theme
from ...cover import WARNING
from ...ruled_form import RuledForm
from ...text import Words, icon_label, plain
from .section import Section, padded

FONTS = (
    ("黑体、宋体", "思源黑体、思源宋体（Noto Sans SC、Noto Serif SC），SIL 开放字体许可证 1.1"),
    ("仿宋", "Fandol 仿宋（FandolFang），GPL 3，附字体例外"),
    ("生僻字", "花园明朝（HanaMin B），花园字体许可证或 SIL 开放字体许可证 1.1"),
    ("图标", "Lucide，ISC 许可证"),
)


class AboutSection(Section):
    """Plain words, nothing to do."""

    KEY, TITLE, ICON = "about", "关于", "info"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        body, column = padded()
        column.addWidget(_secrecy())
        form = RuledForm()
        form.add_text("程序", f"联络站工作台　版本 {_version()}", 3)
        encrypted = self.session.keys.database is not None
        form.add_text("数据存放", str(self.session.folder.parent), 3)
        closed = "已加密。没有密码和恢复码，拷走文件也打不开。"
        bare = "没有加密。能用这台电脑的人可能绕过账号看到内容，请另有加密措施。备份仍然加密。"
        form.add_text("数据加密", closed if encrypted else bare, 3)
        form.add_text("联网", "不连网络。数据只在这台电脑和您自己做的备份里。", 3)
        column.addWidget(form)
        column.addSpacing(theme.scaled(6))
        column.addWidget(plain("程序许可证", "lead"))
        column.addWidget(Words("本程序按 Apache 许可证 2.0 发布，全文在安装文件夹的 LICENSE 里。"))
        column.addWidget(plain("字体和图标", "lead"))
        fonts = RuledForm()
        for use, words in FONTS:
            fonts.add_text(use, words, 3)
        column.addWidget(fonts)
        column.addStretch(1)
        self.put_body(body, scrolls=True)


def _secrecy() -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "banner")
    frame.setProperty("tone", "accent")
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 9, 12, 9)))
    row.setSpacing(theme.scaled(10))
    row.addWidget(icon_label("shield", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Words(f"{WARNING}。涉密件走纸质审批，不进本系统。", "strong"), 1)
    return frame


def _version() -> str:
    try:
        return version("lianluozhan")
    except PackageNotFoundError:
        return "未知"
