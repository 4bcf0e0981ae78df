"""The use cases of the register of electronic packages: one that was made, one that was looked at again."""

from __future__ import annotations

from lianluozhan.models.archive import packages
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.permissions import Role
from tests.faults.desk import Desk
from tests.faults.use_case import UseCase, case

_A = "models/archive/packages.py"


def register(desk: Desk) -> int:
    made = Package(year=2025, folder="2025年度电子档案", items=3, files=12, size=4096, sha256="a" * 64, sm3="b" * 64)
    return packages.register(desk.having(Role.ARCHIVIST), made).id


PACKAGES: tuple[UseCase, ...] = (
    case(f"{_A} register", lambda desk, _: register(desk)),
    case(
        f"{_A} note_verified",
        lambda desk, made: packages.note_verified(desk.having(Role.ARCHIVIST), made, is_whole=False, words="少了文件"),
        register,
    ),
)
