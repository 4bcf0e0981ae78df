"""Promises (承诺事项): answers of class B and C are not finished work; they are kept open and followed (3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text


class PromiseState(Choice):
    OPEN = "open", "跟踪中"
    KEPT = "kept", "已兑现"
    NOT_KEPT = "not_kept", "不能兑现"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a handling body promised in an answer, and by when; it stays open when the matter is closed."""

    TABLE: ClassVar = "promises"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    reply_id: int | None = reference("答复", "replies", required=True)
    body_id: int | None = reference("承办单位", "handling_bodies")
    words: str = long_text("承诺事项", max_length=1000)
    promised_on: date | None = day("承诺完成时间")
    due_on: date | None = day("现定完成时间")
    state: PromiseState = choice("状态", PromiseState, PromiseState.OPEN)
    ended_on: date | None = day("结束日期")
    told_on: date | None = day("告知反映人日期")
    made_on: date | None = day("承诺日期", required=True)
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True, kw_only=True)
class PromiseCheck:
    """One time the station looked after a promise: by call, visit or letter, and what it found."""

    TABLE: ClassVar = "promise_checks"

    id: int = 0
    promise_id: int | None = reference("承诺", "promises", required=True)
    checked_on: date | None = day("回访日期", required=True)
    checked_by: int | None = reference("回访人", "staff")
    asked: str = text("问了谁", max_length=50)
    words: str = long_text("情况", required=True, max_length=2000)
    found: PromiseState = choice("结果", PromiseState, PromiseState.OPEN)
    new_due_on: date | None = day("改到哪天")
