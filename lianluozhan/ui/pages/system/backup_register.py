"""The register of backups (备份登记 F123) on the screen, and the last one that was proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import sticks
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ... import theme
from ...backup_words import ago, days_words
from ...editors.attachment_editor import size_words
from ...layout_rules import logical_width
from ...record_table import Column
from ...text import Words, icon_label, plain
from .section_table import HeldRows, SectionTable

MAKER_COLUMN, FORM_COLUMN, FILE_COLUMN = 1, 7, 9
WIDE, WIDER, WIDEST = 700, 860, 1100


class BackupRegister(SectionTable):
    """Every backup that was proven when it was made, newest first."""

    def __init__(self) -> None:
        super().__init__(
            "历次备份",
            (
                Column("时间", "made_at", width=160),
                Column("备份人", "who", width=80),
                Column("种类", "kind", width=58),
                Column("U 盘（介质）", "medium"),
                Column("数据", "size", align="right", width=84),
                Column("附件", "attachments", align="right", width=58),
                Column("核验", "proof", width=152),
                Column("打开的表单", "rendered", width=150),
                Column("存放地点", "place"),
                Column("文件", "file"),
            ),
        )
        self.setMinimumHeight(theme.scaled(36 * 4))

    def show_entries(self, session: Session, entries: Sequence[BackupEntry], sticks: Mapping[int, str]) -> None:
        names = {person.id: person.name for person in session.select(Staff)}
        self.set_slices(HeldRows([_row(entry, names, sticks) for entry in entries]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = logical_width(self)
        self.setColumnHidden(MAKER_COLUMN, width < WIDE)
        self.setColumnHidden(FORM_COLUMN, width < WIDER)
        self.setColumnHidden(FILE_COLUMN, width < WIDEST)


def _row(entry: BackupEntry, names: Mapping[int, str], sticks: Mapping[int, str]) -> dict[str, object]:
    again = "，重插再验" if entry.proven_again_at else ""
    return {
        "id": entry.id,
        "made_at": f"{entry.made_at:%Y-%m-%d %H:%M}",
        "who": names.get(entry.made_by or 0, ""),
        "kind": entry.kind.label,
        "medium": sticks.get(entry.stick_id or 0, "") or entry.medium,
        "size": size_words(entry.database_size or 0),
        "attachments": str(entry.attachment_count or 0),
        "proof": f"{entry.removed_on} 已清理" if entry.removed_on else f"已核验{again}",
        "rendered": entry.rendered,
        "place": entry.place,
        "file": entry.file_name,
        "voided_on": entry.removed_on,
    }


class LastProven(QFrame):
    """When a backup was last proven, and what exactly was."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.scaled(side) for side in (16, 12, 16, 14)))
        self._column.setSpacing(theme.scaled(6))

    def show_entry(self, session: Session, entry: BackupEntry | None) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if entry is None or entry.made_at is None:
            self._column.addWidget(Words("还没有备份", "lead"))
            self._column.addWidget(Words("电脑坏了就都没有了。请插上 U 盘，现在就备份一次。", "soft"))
        else:
            self._show(session, entry)
        self._column.addStretch(1)

    def _show(self, session: Session, entry: BackupEntry) -> None:
        assert entry.made_at is not None
        when = days_words(ago(session, entry)).strip()
        where = f"，在“{sticks.name_of(session, entry.stick_id)}”上" if entry.stick_id else ""
        self._column.addWidget(Words(f"最近一次已验证的备份：{when}{where}", "lead"))
        maker = session.find(Staff, entry.made_by)
        day = spoken(entry.made_at.date())
        made_by = f"　{maker.name}" if maker else ""
        self._column.addWidget(Words(f"{day} {entry.made_at:%H:%M}{made_by}　{entry.kind.label}"))
        kept = f"，存放在{entry.place}" if entry.place else ""
        size, count = size_words(entry.database_size or 0), entry.attachment_count
        self._column.addWidget(Words(f"数据 {size}，附件 {count} 个{kept}", "soft"))
        self._column.addWidget(_fact("check", "good", f"全部 {(count or 0) + 1} 个文件读回核对一致"))
        self._column.addWidget(_fact("check", "good", "备份能打开，账实相符"))
        if entry.rendered:
            self._column.addWidget(_fact("check", "good", f"用它做出了一张表：{entry.rendered}"))
        if entry.proven_again_at is not None:
            self._column.addWidget(_fact("check", "good", "拔下重插后又核对一次"))
        else:
            self._column.addWidget(_fact("circle-alert", "soon", "还没有拔下重插再验"))
        self._column.addWidget(plain("操作日志末号", "note"))
        self._column.addWidget(Words(entry.audit_head, "note"))


def _fact(icon: str, colour: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.scaled(8))
    row.addWidget(icon_label(icon, colour, 16), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Words(words), 1)
    return line
