"""The ways to a verification: a package that is chosen and opened by a secret, or the one on a stick that is back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from lianluozhan.models import accounts, backup, backups, sticks
from lianluozhan.models.backup import BackupInfo, Unlock, sets
from lianluozhan.models.backups import BackupEntry

from ...attempt import attempt
from ...background import Progress
from ...drawer import Drawer
from . import inside_way
from .backup_telling import info_words
from .unlocking import put_unlock_fields, unlock_of

if TYPE_CHECKING:
    from .backup_section import BackupSection

Verified = tuple[BackupInfo, BackupEntry | None]


def verify_chosen(section: BackupSection) -> None:
    """Verify a package that one chooses."""
    _choose(section, lambda info: ask_secret(section, info))


def look_inside_chosen(section: BackupSection) -> None:
    """Show what is in a package that one chooses beside the data of today."""
    _choose(section, lambda info: inside_way.ask_secret(section, info))


def _choose(section: BackupSection, ask: Callable[[BackupInfo], object]) -> None:
    """Ask for a package, say whose it is, `ask` how to open it."""
    place = section.places.chosen()
    folder = str(place.path) if place else ""
    path, _ = QFileDialog.getOpenFileName(section, "选择备份文件", folder, "联络站备份 (*.llzbak)")
    if path:
        attempt(section, lambda: backup.read_info(Path(path)), saved=ask)


def ask_secret(section: BackupSection, info: BackupInfo) -> Drawer:
    """The drawer before verifying: what the package says of itself, and its password or code."""
    drawer = Drawer(section, "核验一份备份", info.path.name, act="开始核验", note="只读不写")
    drawer.fields.add_words(info_words(info), "")
    secret = put_unlock_fields(drawer.fields, info, accounts.of_session(section.session).user_name)
    drawer.open(lambda values: unlock_of(values, info), lambda unlock: section.verify(info.path, unlock))
    secret.setFocus()
    return drawer


def work(section: BackupSection, path: Path, unlock: Unlock) -> Callable[[Progress, Any], Verified]:
    """Read a package wholly; its own station notes in the register that it is whole, once its stick was out.

    Only the package on its stick counts, not a copy of it elsewhere.
    """
    session, counts = section.session, not section.watch.is_still_in(path)

    def verify(progress: Progress, cancelled: Any) -> Verified:
        info, entry = backup.verify(path, unlock, progress, cancelled), None
        known = info.station == session.keyring.station and sets.entry_of(info, backup.entries(session))
        if counts and known and session.may("backup.make") and _lies_on_its_medium(section, path, known):
            entry = backups.proven_again(session, info.path.name, info.made_at)
        return info, entry

    return verify


def _lies_on_its_medium(section: BackupSection, path: Path, entry: BackupEntry) -> bool:
    """Whether a package was read where it was made; a copy of it elsewhere proves nothing of the stick."""
    root = section.watch.root_of(path.parent)
    if entry.stick_id is None:  # a stick that is not registered may stand elsewhere by now
        return root is not None or str(path.parent)[-200:] == entry.medium
    if root is None:
        return False
    stick = sticks.recognise(section.session, root).stick
    return stick is not None and stick.id == entry.stick_id


def path_on(root: Path, entry: BackupEntry) -> Path:
    """Where a package lies on the stick at `root`, which may stand elsewhere than when it was made."""
    known = (Path(entry.medium) / entry.file_name, root / entry.file_name, *root.glob(f"*/{entry.file_name}"))
    return next((path for path in known if path.exists()), root / entry.file_name)
