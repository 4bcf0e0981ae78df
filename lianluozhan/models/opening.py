"""Whether the data can be opened at all, seen without a key: what to say, and which data folders are still there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .database import DATABASE_FILE
from .durable import storage_errors
from .errors import RuleError, StorageError
from .homes import Home
from .keyring import Keyring

_STAYS = "损坏的文件留在原处，不会删，也不会覆盖。"
_PAGE = 4096  # bytes of a page of the database file


@dataclass(frozen=True)
class Trouble:
    """Why the data cannot be opened; `folder` is the one data folder that could be taken up again, if any."""

    sentence: str
    folder: str = ""


def trouble(home: Home) -> Trouble | None:
    """What stands against signing in; None if nothing can be seen, or if there is no station yet."""
    folders = data_folders(home)
    if not home.is_set_up:
        if not folders:
            return None
        return Trouble(f"记着用哪个数据文件夹的文件（current）不见了，数据文件夹还在。{_STAYS}", _only(folders))
    try:
        folder = home.data
    except StorageError as refused:
        return Trouble(str(refused), _only(folders))
    return _of_folder(folder)


def _of_folder(folder: Path) -> Trouble | None:
    try:
        Keyring.load(folder)
        with storage_errors():
            path = folder / DATABASE_FILE
            size = path.stat().st_size if path.exists() else 0
    except StorageError as refused:
        return Trouble(str(refused))
    if not size:
        return Trouble(f"数据文件找不到或是空的。{_STAYS}")
    if size % _PAGE:
        return Trouble(f"数据文件后面缺了一截，已损坏。{_STAYS}")
    return None


def data_folders(home: Home) -> list[Path]:
    """The data folders of a home, in use or put aside."""
    return sorted(path for path in home.folder.glob("data-*") if path.is_dir())


def take_up(home: Home, name: str) -> None:
    """Use a data folder again whose name got lost; refused while another one is in use."""
    with suppress(StorageError):
        if home.is_set_up and home.data.is_dir():
            raise RuleError("现在用的数据文件夹是好的，不用换。要换成备份里的数据，请用“还原”。")
    if found := _of_folder(home.folder / name):
        raise RuleError(f"这个数据文件夹也打不开：{found.sentence}")
    home.switch_to(name)


def _only(folders: list[Path]) -> str:
    return folders[0].name if len(folders) == 1 and _of_folder(folders[0]) is None else ""
