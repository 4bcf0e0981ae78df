"""The attachments of a copy of this computer: they lie in the data folders, and each is proven before it is taken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from ..attachments import Attachment, is_whole, stored_path
from ..database import open_database, storage_trouble
from ..durable import storage_errors
from ..homes import Home
from ..keyring import Keys
from ..rows import column_names, from_row
from .job import Job

Found = tuple[Attachment, Path | None]


def folders_of(home: Home) -> list[Path]:
    """Where attachments may lie: in the data folder in use first, then in those that were put aside."""
    named = home.pointer.read_text("utf-8", "replace").strip() if home.is_set_up else ""
    folders = [path for path in home.folder.glob("data-*") if path.is_dir()]
    return sorted(folders, key=lambda path: (path.name != named, path.name))


def find(database: Path, keys: Keys, folders: Sequence[Path], job: Job) -> list[Found]:
    """Where each attachment that the database names lies whole; None where it lies nowhere."""
    with closing(open_database(database, keys.database, exclusive=False)) as db, storage_trouble():
        present = {row[1] for row in db.conn.execute("PRAGMA table_info(attachments)")}
        names = [name for name in column_names(Attachment) if name in present]
        stored = db.conn.execute(f"SELECT {', '.join(names)} FROM attachments ORDER BY id").fetchall()
    rows = [from_row(Attachment, dict(zip(names, row, strict=True))) for row in stored]
    job.total = job.done + sum(row.size or 0 for row in rows)
    found: list[Found] = []
    for row in rows:
        paths = (stored_path(folder, row) for folder in folders)
        found.append((row, next((path for path in paths if is_whole(path, row, keys.attachments)), None)))
        job.advance(row.size or 0, "正在核对附件")
    return found


def missing(found: Iterable[Found]) -> list[str]:
    """The names of the files that are nowhere, without those that were voided."""
    return [row.name for row, path in found if path is None and row.voided_on is None]


def put(found: Iterable[Found], folder: Path) -> None:
    """Bring them into another data folder: the same file under a second name, or a copy on another disk."""
    with storage_errors():
        for row, path in found:
            if path is None:
                continue
            target = stored_path(folder, row)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, target)
            except OSError:  # another disk, or one that knows no second names
                shutil.copyfile(path, target)
                with target.open("rb+") as file:
                    os.fsync(file.fileno())
