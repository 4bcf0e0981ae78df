"""Whether the data can be opened at all, seen without a key and before anything heavy is loaded; what to say if not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .durable import atomic_write, storage_errors
from .errors import DamagedData, RuleError, StorageError
from .folders import DATABASE_FILE
from .keyring import Keyring

POINTER = "current"
_STAYS = "损坏的文件留在原处，不会删，也不会覆盖。"
_PAGE = 4096  # bytes of a page of the database file


@dataclass(frozen=True)
class Trouble:
    """Why the data cannot be opened; `folder` is the one data folder that could be taken up again, if any."""

    sentence: str
    folder: str = ""


def trouble(home: Path) -> Trouble | None:
    """What stands against signing in; None if nothing can be seen, or if there is no station yet."""
    folders = data_folders(home)
    if not (home / POINTER).exists():
        if not folders:
            return None
        return Trouble(f"记着用哪个数据文件夹的文件（{POINTER}）不见了，数据文件夹还在。", _only(folders))
    try:
        folder = _in_use(home)
    except StorageError as refused:
        return Trouble(str(refused), _only(folders))
    return _of_folder(folder)


def data_folders(home: Path) -> list[Path]:
    """The data folders of a home, in use or put aside."""
    return sorted(path for path in home.glob("data-*") if path.is_dir())


def take_up(home: Path, name: str) -> None:
    """Use a data folder again whose name got lost; refused while another one is in use."""
    with suppress(StorageError):
        _in_use(home)
        raise RuleError("现在用的数据文件夹是好的，不用换。要换成备份里的数据，请用“还原”。")
    if found := _of_folder(home / name):
        raise RuleError(f"这个数据文件夹也打不开：{found.sentence}")
    atomic_write(home / POINTER, name.encode())


def _in_use(home: Path) -> Path:
    with storage_errors():
        name = (home / POINTER).read_text("utf-8", "replace").strip()
    found = home / name
    if not name.startswith("data-") or Path(name).name != name or not found.is_dir():
        raise DamagedData("找不到数据文件夹，可能被移动或改名。请把它放回原处，或从下面的备份还原。")
    return found


def _of_folder(folder: Path) -> Trouble | None:
    path = folder / DATABASE_FILE
    try:
        Keyring.load(folder)
        with storage_errors():
            size = path.stat().st_size if path.exists() else 0
    except DamagedData as damaged:
        return Trouble(str(damaged))
    except StorageError:  # no right to read it, or of a newer version: signing in says so
        return None
    if not size:
        return Trouble(f"数据文件找不到或是空的。{_STAYS}")
    if size % _PAGE:
        return Trouble(f"数据文件后面缺了一截，已损坏。{_STAYS}")
    return None


def _only(folders: list[Path]) -> str:
    return folders[0].name if len(folders) == 1 and _of_folder(folders[0]) is None else ""
