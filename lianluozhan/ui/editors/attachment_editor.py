"""Files to go with a record: chosen or dropped here, stored when the record is saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from .. import theme
from ..text import elided, link, plain


def size_words(count: int) -> str:
    """1.6 MB."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.1f} {unit}" if unit == "MB" else f"{count:.0f} {unit}"
        count /= 1024  # type: ignore[assignment]
    return f"{count:.1f} GB"


class AttachmentEditor(QWidget):
    """The value is the list of chosen paths; nothing is read or copied here."""

    changed = Signal()

    def __init__(self, name: str = "", *, kinds: str = "所有文件 (*)") -> None:
        super().__init__()
        self.setObjectName(name)
        self._kinds = kinds
        self._paths: list[Path] = []
        self._count = plain("0 件")
        self.add_button = link("添加", icon="plus")
        self.add_button.clicked.connect(self.choose)
        self.setFocusProxy(self.add_button)
        self.setAcceptDrops(True)
        head = QHBoxLayout()
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.add_button)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.scaled(8), 0, theme.scaled(8), 0)
        layout.setSpacing(theme.scaled(2))
        layout.addLayout(head)
        layout.addLayout(self._list)

    def value(self) -> list[Path]:
        return list(self._paths)

    def set_value(self, value: Sequence[Path] | None) -> None:
        self._paths = list(dict.fromkeys(value or ()))
        while item := self._list.takeAt(0):
            if row := item.widget():
                row.hide()
                row.deleteLater()
        for path in self._paths:
            self._list.addWidget(self._row(path))
        self._count.setText(f"{len(self._paths)} 件")
        self.changed.emit()

    def choose(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, "添加附件", "", self._kinds)
        self.set_value([*self._paths, *map(Path, found)])

    def _row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(elided(path.name), 1)
        line.addWidget(plain(size_words(path.stat().st_size) if path.exists() else "找不到", "hint"))
        remove = link("移除")
        remove.setAccessibleName(f"移除 {path.name}")
        remove.clicked.connect(lambda: self.set_value([kept for kept in self._paths if kept != path]))
        line.addWidget(remove)
        return row

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.set_value([*self._paths, *(path for path in dropped if path.is_file())])
