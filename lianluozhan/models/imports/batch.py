"""One file of a ledger taken in at once, which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, reference, text, whole_number


class ImportKind(Choice):
    """What the file held."""

    OPINIONS = "opinions", "社情民意"
    DEPUTIES = "deputies", "代表名册"


@dataclass(frozen=True, kw_only=True)
class ImportBatch:
    """One file taken in at once."""

    TABLE: ClassVar = "import_batches"

    id: int = 0
    file_name: str = text("文件名", required=True, max_length=200)
    digest: str = text("校验码", max_length=64)
    row_count: int | None = whole_number("导入行数", default=0)
    refused_count: int | None = whole_number("未导入行数", default=0)
    imported_on: date | None = day("导入日期", required=True)
    imported_by: int | None = reference("导入人", "staff")
    taken_back_on: date | None = day("撤回日期")
    kind: ImportKind = choice("内容", ImportKind, ImportKind.OPINIONS)
