"""The register of 电子档案包: one folder a year that can be read without this program (DA/T 46, 双套)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from ..fields import moment, reference, text, tick, whole_number
from ..listing import Listing
from ..session import Session


@dataclass(frozen=True, kw_only=True)
class Package:
    """One package that was made; `size` in bytes, the two hashes are those of its list of hashes."""

    TABLE: ClassVar = "archive_packages"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    made_at: datetime | None = moment("制作时间", required=True)
    made_by: int | None = reference("制作人", "staff")
    folder: str = text("文件夹", required=True, max_length=200)
    place: str = text("存放位置", max_length=60)
    items: int | None = whole_number("件数", default=0)
    files: int | None = whole_number("文件数", default=0)
    size: int | None = whole_number("大小", default=0, highest=2**50)
    sha256: str = text("清单 SHA-256", max_length=64)
    sm3: str = text("清单 SM3", max_length=64)
    is_verified: bool = tick("已核验")
    note: str = text("备注", max_length=200)


_COLUMNS = "archive_packages.*, (SELECT name FROM staff WHERE staff.id = made_by) AS made_by_name"


def register(session: Session, package: Package) -> Package:
    """Enter a package that lies whole on its medium and was read back; the audit log says who took the copy out."""
    with session.action("archive.package"):
        entry = replace(package, id=0, made_at=session.now(), made_by=session.staff.id)
        return session.add(entry)


def note_verified(session: Session, package_id: int, *, is_whole: bool, words: str = "") -> Package:
    """Note how a later look at a package came out."""
    with session.action("archive.package"):
        found = session.get(Package, package_id)
        session.note(Package.TABLE, package_id, {"verified": is_whole, "words": words})
        day = f"{session.today.isoformat()} "
        note = f"{day}核验完好" if is_whole else f"{day}{words or '核验没有通过'}"
        return session.change(found, is_verified=is_whole, note=note[:200])


def of_list(session: Session, sha256: str) -> Package | None:
    """The package whose list of hashes has this SHA-256; the newest, should one be entered twice."""
    found = session.select(Package, "sha256 = ?", (sha256,), order="id DESC") if sha256 else []
    return found[0] if found else None


def listing(session: Session, words: str = "") -> Listing:
    """The packages that were made, the newest first; `words` stand in folder, place or note, or are the year."""
    where = ("instr(folder || ' ' || place || ' ' || note || ' ' || year, :words) > 0",) if words else ()
    return Listing(
        session.db,
        Package.TABLE,
        where=where,
        params={"words": words},
        columns=_COLUMNS,
        order=("id",),
        descending=True,
    )


def made(session: Session, year: int) -> list[Package]:
    """The packages of a year, the newest first."""
    return session.select(Package, "year = ?", (year,), order="id DESC")
