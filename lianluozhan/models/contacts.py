"""Contacts of deputies with constituents outside receptions (F08): who, how, what became of it (3.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, text


class ContactWay(Choice):
    VISIT = "visit", "走访"
    FORUM = "forum", "座谈"
    PHONE = "phone", "电话"
    RECEPTION = "reception", "接待"
    ONLINE = "online", "网络"


class ContactResult(Choice):
    """处理."""

    REGISTERED = "registered", "转登记"
    EXPLAINED = "explained", "当场解释"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One contact of one deputy with one constituent."""

    TABLE: ClassVar = "contacts"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    contacted_on: date | None = day("联系日期", required=True)
    way: ContactWay = choice("方式", ContactWay, ContactWay.VISIT)
    place: str = text("地点", max_length=80)
    voter_name: str = text("选民姓名", max_length=50)
    phone: str = text("联系电话", max_length=30)
    village_id: int | None = reference("村（社区）", "villages")
    content: str = long_text("内容", required=True)
    suggestion: str = long_text("意见建议")
    result: ContactResult = choice("处理", ContactResult, ContactResult.EXPLAINED)
    result_words: str = text("处理说明", max_length=200)
    opinion_id: int | None = reference("登记表", "opinions")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
