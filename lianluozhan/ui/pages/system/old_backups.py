"""Cleaning up old backups on a stick: every package with why it stays, those that may go named before they go (4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lianluozhan.models import backup
from lianluozhan.models.backup import BackupInfo, Standing
from lianluozhan.models.errors import InvalidRecord

from ... import theme
from ...attempt import attempt
from ...background import Progress
from ...drawer import Drawer
from ...editors.attachment_editor import size_words
from ...question import ask
from ...text import Words

if TYPE_CHECKING:
    from .backup_section import BackupSection

NAMED = 6  # files named in the question; the rest is counted


class OldBackups(QWidget):
    """The packages of one place, the newest first; what may go has a box, what stays its reason."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        super().__init__()
        self.boxes: list[tuple[QCheckBox, BackupInfo]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(10))
        for standing in standings:
            column.addWidget(self._line(standing))

    def _line(self, standing: Standing) -> QWidget:
        info, line = standing.info, QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = f"{info.made_at:%Y-%m-%d %H:%M}　{info.kind.label}　{size_words(info.size)}"
        if standing.reason:
            column.addWidget(Words(made))
            column.addWidget(Words(f"留着：{standing.reason}", "soft"))
        else:
            box = QCheckBox(made)
            box.setChecked(True)
            self.boxes.append((box, info))
            column.addWidget(box)
            column.addWidget(Words("可以清理：后面有更新的，也都验过。", "soft"))
        column.addWidget(Words(info.path.name, "note"))
        return line

    def ticked(self) -> list[BackupInfo]:
        return [info for box, info in self.boxes if box.isChecked()]


def open_drawer(section: BackupSection) -> Drawer | None:
    """What lies at the chosen place, and what of it may go."""
    place = section.places.chosen()
    if place is None:
        return None
    found = attempt(section, lambda: (backup.standings(section.session, place.path),))
    if found is None:
        return None
    (standings,) = found
    drawer = Drawer(section, "清理旧备份", place.stick.name if place.stick else place.name, act="清理")
    lying = OldBackups(standings)
    if not standings:
        drawer.fields.add_words("这里没有本站的备份。")
    elif not lying.boxes:
        drawer.fields.add_words("现在没有可以清理的，每一份为什么留着写在下面。")
    else:
        drawer.fields.add_words("打了勾的清理掉，不要清理的去掉勾。清理以前先把留着的整套再读一遍。")
    drawer.fields.add(lying)
    drawer.act_button.setEnabled(bool(lying.boxes))

    def act(values: dict[str, Any]) -> list[BackupInfo]:
        if not (going := lying.ticked()):
            raise InvalidRecord({"": "一份也没有勾选。要清理的请打上勾。"})
        return going

    return drawer.open(act, lambda going: _confirm(section, place.path, going))


def _confirm(section: BackupSection, folder: Any, going: Sequence[BackupInfo]) -> None:
    """Name the files once more; then read what stays and remove them."""
    names = "\n".join(info.path.name for info in going[:NAMED])
    more = f"\n还有 {len(going) - NAMED} 份" if len(going) > NAMED else ""
    if not ask(section, f"清理这 {len(going)} 份旧备份？", f"清理以后找不回来：\n{names}{more}", "清理", "留着"):
        return
    session = section.session

    def work(progress: Progress, cancelled: Any) -> int:
        return backup.remove(session, folder, going, progress, cancelled)

    section.follow_cleaning(work)
