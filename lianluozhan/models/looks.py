"""How this station wants its forms (表样): title, labels, columns, signature rows, and Word templates of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import day, long_text, reference, text


@dataclass(frozen=True, kw_only=True)
class FormLook:
    """The changes to one form, the newest row counts; each of the three tables is JSON, old words to new ones."""

    TABLE: ClassVar = "form_looks"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    title: str = text("标题", max_length=40)
    labels: str = long_text("项目名称", max_length=5000)
    hidden_columns: str = long_text("不印的栏", max_length=2000)
    signatures: str = long_text("签字行", max_length=2000)
    changed_on: date | None = day("修改日期", required=True)
    changed_by: int | None = reference("修改人", "staff")
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class FormTemplate:
    """A Word template that takes the place of a text form; the file is an attachment of this record."""

    TABLE: ClassVar = "form_templates"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    name: str = text("文件名", required=True, max_length=100)
    attachment_id: int | None = reference("模板文件", "attachments")
    accepted_on: date | None = day("启用日期", required=True)
    accepted_by: int | None = reference("启用人", "staff")
    retired_on: date | None = day("停用日期")
