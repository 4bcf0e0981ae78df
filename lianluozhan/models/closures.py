"""回避: a matter, a deputy or a person closed to a named member of the staff, until it is lifted (4.7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, reference, text


class ClosureSubject(Choice):
    MATTER = "matter", "一件社情民意"
    DEPUTY = "deputy", "一位代表"
    PERSON = "person", "一位群众"


@dataclass(frozen=True, kw_only=True)
class Closure:
    """What one member of the staff does not get to see, since when and why; lifted, never deleted."""

    TABLE: ClassVar = "closures"

    id: int = 0
    staff_id: int | None = reference("回避人", "staff", required=True)
    subject: ClosureSubject = choice("回避对象", ClosureSubject, ClosureSubject.MATTER)
    opinion_id: int | None = reference("社情民意", "opinions")
    deputy_id: int | None = reference("代表", "deputies")
    person_name: str = text("群众姓名", max_length=40)
    phone: str = text("群众电话", max_length=30)
    reason: str = text("回避原因", required=True, max_length=200)
    decided_by: int | None = reference("决定人", "staff")
    decided_on: date | None = day("决定日期")
    lifted_by: int | None = reference("解除人", "staff")
    lifted_on: date | None = day("解除日期")
    lift_reason: str = text("解除原因", max_length=200)
