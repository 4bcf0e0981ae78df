"""The Word template of a form: whether there is one, its fields, put in, saved out to be edited, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from lianluozhan.models import looks
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.sheets import templates

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...flow_layout import FlowLayout
from ...question import ask
from ...text import Words, link, plain
from ..sections.voiding import day_words

KIND = "Word 文档 (*.docx)"
NONE = "这张表按自带的版式打印。想完全用自己的格式：先存出来，在 Word 或 WPS 里改好，再放进来。"
LIST_ONLY = "这张表是清单，或者照国家标准的尺寸印，不用 Word 模板。标题和栏目在上面改。"


class LookTemplate(QWidget):
    """`say` tells the desk what was done."""

    done = Signal()

    def __init__(self, session: Session, over: QWidget, say: Callable[[str], object]) -> None:
        super().__init__()
        self._session, self._over, self._say = session, over, say
        self.number = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.scaled(6), 0, 0)
        column.setSpacing(theme.scaled(6))
        column.addWidget(plain("Word 模板", "lead"))
        self.state = Words("", "soft")
        column.addWidget(self.state)
        self.put_in = link("放进模板", icon="upload")
        self.save_out = link("存出来改", icon="download")
        self.see_fields = link("看字段表", icon="list")
        self.take_back = link("改回自带的版式", icon="rotate-ccw")
        self._acts = QWidget()
        flow = FlowLayout(self._acts, gap=10, line_gap=2)
        for made, do in (
            (self.save_out, self._save_out),
            (self.put_in, self._put_in),
            (self.see_fields, self.show_fields),
            (self.take_back, self._take_back),
        ):
            made.clicked.connect(do)
            flow.addWidget(made)
        column.addWidget(self._acts)

    def in_order(self) -> list[QWidget]:
        return [self.save_out, self.put_in, self.see_fields, self.take_back]

    def show_form(self, number: str) -> None:
        """Say what the form is printed with."""
        self.number = number
        may = number in templates.replaceable()
        self._acts.setVisible(may)
        found = templates.template_for(self._session, number) if may else None
        self.take_back.setVisible(found is not None)
        if found is None:
            self.state.setText(NONE if may else LIST_ONLY)
            return
        by = self._session.find(Staff, found.accepted_by)
        since = f"{by.name if by else ''} {day_words(found.accepted_on)}启用"
        self.state.setText(f"这张表用模板“{found.name}”打印，存成 Word；{since}。上面改的文字对模板不起作用。")

    def _put_in(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选择模板", "", KIND)
        if not path:
            return
        if attempt(self, lambda: templates.accept(self._session, self.number, Path(path))) is not None:
            self._say("模板已启用，以后打印这张表都用它。")
            self.done.emit()

    def _save_out(self) -> None:
        title = looks_title(self.number)
        path, _ = QFileDialog.getSaveFileName(self, "存出来改", f"{title}模板.docx", KIND)
        if not path:
            return
        target = Path(path) if path.lower().endswith(templates.WORD) else Path(path + templates.WORD)

        def save() -> bool:
            templates.save_to_edit(self._session, self.number, target)
            return True

        if attempt(self, save):
            self._say(f"已存为“{target.name}”。在 Word 或 WPS 里改好，再放进来。")

    def _take_back(self) -> None:
        consequence = "以后按自带的版式打印。放进来的模板还留着，可以再放一次。"
        if not ask(self._over, "改回自带的版式？", consequence, "改回", "不改", role="primary"):
            return
        if attempt(self, lambda: looks.retire_template(self._session, self.number)) is not None:
            self._say("已改回自带的版式。")
            self.done.emit()

    def show_fields(self) -> Drawer:
        """The names that a template may use."""
        drawer = Drawer(self._over, "字段表", looks_title(self.number), act="复制到剪贴板")
        drawer.fields.add_words(
            "在 Word 里要填的地方写上两个花括号和字段名，例如 {{ 标题 }}。名字要和下面的一样，一个字段写在一个段落里。"
        )
        lines = [
            f"{{{{ {line.name} }}}}" + (f"　{line.about}" if line.about else "")
            for line in templates.field_lines(self._session, self.number)
            if not line.rows
        ]
        drawer.fields.add_words("\n".join(lines), "")
        for line in templates.field_lines(self._session, self.number):
            if line.rows:
                drawer.fields.add_words(f"逐行取用“{line.name}”，表格里写三行：", "strong")
                each = "　".join(f"{{{{ 行.{name} }}}}" for name in line.rows)
                drawer.fields.add_words(f"{{%tr for 行 in {line.name} %}}\n{each}\n{{%tr endfor %}}", "")

        def copy(_: object) -> None:
            from PySide6.QtGui import QGuiApplication

            QGuiApplication.clipboard().setText("\n".join(lines))

        return drawer.open(copy, lambda _: self._say("字段表已复制，可以贴到 Word 里。"))


def looks_title(number: str) -> str:
    from lianluozhan.sheets.looks import titles

    return titles()[number]
