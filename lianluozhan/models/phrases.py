"""常用语: what the office writes again and again, offered where it is written, and in which category."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, whole_number


class Purpose(Choice):
    """Where a phrase is offered."""

    CONTENT = "content", "反映内容"
    PROPOSAL = "proposal", "拟办意见"
    REVIEW = "review", "审核意见"
    APPROVE = "approve", "审批意见"
    SEND_BACK = "send_back", "退回原因"
    REQUIREMENT = "requirement", "办理要求"
    REPLY = "reply", "答复内容"


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A phrase; without a category it is offered in all of them."""

    TABLE: ClassVar = "phrases"

    id: int = 0
    purpose: Purpose = choice("用在哪里", Purpose, required=True)
    category_id: int | None = reference("分类", "categories")
    words: str = long_text("常用语", required=True, max_length=2000)
    position: int | None = whole_number("次序")
    retired_on: date | None = day("停用日期")
