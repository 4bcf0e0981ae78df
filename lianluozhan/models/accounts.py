"""Sign-in accounts: who may open the program, in which roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import choices, day, reference, text
from .permissions import Role


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account of one member of the staff; its password lives only in the keyring."""

    TABLE: ClassVar = "accounts"

    id: int = 0
    staff_id: int | None = reference("工作人员", "staff", required=True)
    user_name: str = text("账号名", required=True, max_length=30)
    roles: tuple[Role, ...] = choices("岗位", Role, required=True)
    retired_on: date | None = day("停用日期")
