"""Where the data may live: not in a synchronised folder, on a network drive or on a stick (safekeeping 0, 3.1)."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .errors import RuleError

DATABASE_FILE = "station.db"  # in each data folder
_SYNCED = {
    "onedrive": "OneDrive",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "百度网盘": "百度网盘",
    "baidunetdisk": "百度网盘",
    "baidusyncdisk": "百度网盘同步空间",
    "wps云盘": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "腾讯微云": "腾讯微云",
    "weiyun": "腾讯微云",
    "阿里云盘": "阿里云盘",
    "天翼云盘": "天翼云盘",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "synologydrive": "群晖云盘",
    "nextcloud": "Nextcloud",
    "syncthing": "Syncthing",
}
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs", "fuse.sshfs", "fuse.rclone"}
)
REMOVABLE_MOUNTS = ("/media/", "/run/media/", "/volumes/")
FAT = frozenset({"vfat", "msdos", "fat", "fat32"})


@dataclass(frozen=True)
class Volume:
    """What the system says of the disk under a folder."""

    file_system: str = ""
    is_network: bool = False
    is_removable: bool = False


def unsuitable(path: str, volume: Volume) -> str:
    """Why the data must not live at `path`, in one sentence; empty if it may."""
    plain = path.replace("\\", "/")
    if plain.startswith("//") or volume.is_network or volume.file_system in _NETWORK:
        return "数据不能放在网络盘上，断网或别人同时打开会损坏数据。请选本机硬盘上的文件夹。"
    for part in plain.casefold().split("/"):
        for sign, name in _SYNCED.items():
            if part == sign or part.startswith((sign + " ", sign + "-", sign + "(")):
                return f"数据不能放在“{name}”的同步文件夹里，同步软件会弄坏数据并把内容传到网上。请选别的文件夹。"
    if volume.is_removable or plain.casefold().startswith(REMOVABLE_MOUNTS):
        return "数据不能放在 U 盘或移动硬盘上，拔出时会丢失内容。请选本机硬盘；U 盘用来存放备份。"
    return ""


def check_suitable(folder: Path) -> None:
    """Refuse a folder that is synchronised, remote or removable."""
    whole = folder.expanduser().absolute()
    if sentence := unsuitable(str(whole), volume_of(whole)):
        raise RuleError(sentence)


def is_removable(folder: Path) -> bool:
    """Whether a folder lies on a stick or another disk that can be pulled out."""
    whole = folder.expanduser().absolute()
    return volume_of(whole).is_removable or str(whole).casefold().startswith(REMOVABLE_MOUNTS)


def volume_of(folder: Path) -> Volume:
    """The disk that holds `folder`, or will hold it when it is made."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if sys.platform == "win32":
        return _windows_volume(existing)
    return _mounted_volume(existing.resolve())


def _mounted_volume(folder: Path) -> Volume:
    table = Path("/proc/self/mounts")
    try:
        lines = table.read_text("utf-8", "replace").splitlines()
    except OSError:
        return Volume()
    best, kind = "", ""
    for line in lines:
        _, point, file_system, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        inside = point == "/" or folder == Path(point) or str(folder).startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, file_system
    return Volume(kind)


def _windows_volume(folder: Path) -> Volume:
    import ctypes

    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009
    root = folder.anchor or os.sep
    kind = getattr(kernel, "GetDriveTypeW")(root)  # noqa: B009
    name = ctypes.create_unicode_buffer(64)
    getattr(kernel, "GetVolumeInformationW")(root, None, 0, None, None, None, name, 64)  # noqa: B009
    return Volume(name.value.casefold(), is_network=kind == 4, is_removable=kind == 2)
