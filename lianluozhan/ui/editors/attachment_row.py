"""One file in the attachments of a form: a small picture, its name and size, and what can be done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout

from lianluozhan.models.attachments import Enclosed, FileSource, size_of

from .. import theme
from ..icons import pixmap
from ..pictures import SMALLER, Look
from ..text import Words, elided
from .line_editor import LineEditor

SIDE = 44  # of the small picture, at 100 %
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


def size_words(count: float) -> str:
    """1.6 MB."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.1f} {unit}" if unit == "MB" else f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"


@dataclass(frozen=True)
class Item:
    """A file as it will be attached, and as it was chosen."""

    source: FileSource
    original: FileSource

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def is_altered(self) -> bool:
        """Whether the picture was turned or made smaller."""
        content = isinstance(self.source, Enclosed) and self.source.content is not None
        return content and self.source is not self.original

    def renamed(self, stem: str) -> Item:
        """Under another name, the ending kept."""
        stem = _NOT_IN_NAMES.sub("_", stem).strip(" .")
        name = f"{stem}{PurePath(self.name).suffix}"
        if not stem or name == self.name:
            return self
        if isinstance(self.source, Path):
            return replace(self, source=Enclosed(name, path=self.source))
        return replace(self, source=replace(self.source, name=name))

    def as_chosen(self) -> Item:
        """The picture as it came, under the name it has now."""
        return Item(self.original, self.original).renamed(PurePath(self.name).stem)


class _Acts(QPushButton):
    """Opens the menu of a row; Delete takes the file away."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _NameField(LineEditor):
    """The name while it is changed; Esc leaves it as it was."""

    given = Signal(str)

    def event(self, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.key() in keys and not self._composing:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.given.emit("" if event.key() == Qt.Key.Key_Escape else self.value())
            return True
        return super().event(event)

    def leave(self) -> None:
        self.given.emit(self.value())


class AttachmentRow(QFrame):
    """Tells what the person wants done; the editor does it."""

    wants = Signal(str)  # left, right, smaller, as_chosen, remove
    renamed = Signal(str)

    def __init__(self, item: Item, estimate: Callable[[], None]) -> None:
        super().__init__()
        self.item, self._estimate = item, estimate
        self._look: Look | None = None
        self._smaller = ""
        self.is_waiting = False
        self._menu: QMenu | None = None
        self._field: _NameField | None = None
        self._picture = QLabel()
        self._picture.setFixedSize(theme.scaled(SIDE), theme.scaled(SIDE))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(pixmap("file-text", "ink_soft", 24))
        self._name = elided(item.name)
        self._facts = elided("", "hint")
        self._trouble = Words("", "hint")
        self._trouble.hide()
        self.button = _Acts("操作")
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self.open_menu)
        self.button.removed.connect(lambda: self.wants.emit("remove"))
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._name)
        self._words.addWidget(self._facts)
        self._words.addWidget(self._trouble)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.scaled(2), 0, theme.scaled(2))
        line.setSpacing(theme.scaled(8))
        line.addWidget(self._picture)
        line.addLayout(self._words, 1)
        line.addWidget(self.button)
        self._say_facts()

    def show_look(self, look: Look | None) -> None:
        """The small picture, when it is ready; None for a file that is no picture."""
        self._look = look
        if look is not None and look.small is not None:
            side = theme.scaled(SIDE)
            shown = look.small.scaled(
                QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._picture.setPixmap(QPixmap.fromImage(shown))
        elif look is not None:
            self._picture.setPixmap(pixmap("image", "ink_soft", 24))
        self._say_facts()

    def set_waiting(self, on: bool) -> None:
        """While the picture is being changed nothing else is done to it."""
        self.is_waiting = on
        self._facts.setText("正在改，请稍等") if on else self._say_facts()

    def small(self) -> QImage | None:
        """The small picture that is shown."""
        return self._look.small if self._look else None

    def facts(self) -> str:
        """What stands under the name."""
        return "，".join(filter(None, (self._facts.text(), self._trouble.text())))

    def show_smaller(self, count: int) -> None:
        """How large the file would be if it were made smaller."""
        self._smaller = f"，{size_words(size_of(self.item.source) or 0)} → {size_words(count)}"
        for action in self._menu.actions() if self._menu else ():
            if action.data() == "smaller":
                action.setText(self._smaller_words())

    def _smaller_words(self) -> str:
        return f"缩小到 {SMALLER} 像素{self._smaller}"

    def _say_facts(self) -> None:
        count = size_of(self.item.source)
        parts = ["找不到" if count is None else size_words(count)]
        if self._look is not None and self._look.size.isValid():
            parts.append(f"{self._look.size.width()}×{self._look.size.height()}")
        if self.item.is_altered:
            parts.append(f"原来 {size_words(size_of(self.item.original) or 0)}")
        trouble = self._look.trouble if self._look is not None else ""
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._facts.setText("，".join(parts))
        self.button.setAccessibleName("，".join([self.item.name, *parts, *filter(None, [trouble]), "操作"]))
        self.button.setToolTip("转、缩小、改名、移除（Delete 移除）")

    # What can be done --------------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be done with this file."""
        menu = QMenu(self.button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = []
        if self._look is not None and self._look.small is not None:
            acts += [("left", "向左转"), ("right", "向右转")]
            if max(self._look.size.width(), self._look.size.height()) > SMALLER:
                acts.append(("smaller", self._smaller_words()))
        if self.item.is_altered:
            acts.append(("as_chosen", "恢复原样"))
        for key, words in [*acts, ("name", "改名"), ("remove", "移除")]:
            action = menu.addAction(words)
            action.setData(key)
            action.triggered.connect(partial(self._want, key))
        menu.aboutToHide.connect(self._forget_menu)
        self._menu = menu
        return menu

    def _want(self, key: str, _: bool = False) -> None:
        if key == "name":
            self.edit_name()
        else:
            self.wants.emit(key)

    def _forget_menu(self) -> None:
        self._menu = None

    def open_menu(self) -> None:
        if self.is_waiting:
            return
        menu = self.menu()
        if any(action.data() == "smaller" for action in menu.actions()) and not self._smaller:
            self._estimate()
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def edit_name(self) -> None:
        """Put a field in the place of the name."""
        if self._field is None:
            self._field = _NameField("attachment_name", max_length=150)
            self._field.setAccessibleName("文件名")
            self._field.set_value(PurePath(self.item.name).stem)
            self._words.replaceWidget(self._name, self._field)
            self._name.hide()
            self._field.show()
            self._field.given.connect(self._named)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def _named(self, stem: str) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        had_focus = field.hasFocus()
        self._words.replaceWidget(field, self._name)
        self._name.show()
        field.hide()
        field.deleteLater()
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        if stem:
            self.renamed.emit(stem)
