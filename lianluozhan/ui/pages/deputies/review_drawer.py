"""The drawer for 年度履职情况小结: begun with the figures of the year, with the words of the presidium (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service import year_reviews

from ...editors import LineEditor, TextEditor

if TYPE_CHECKING:
    from ..sections.section import Section


def write_review(section: Section, deputy_id: int, year: int, done: Callable[[], object]) -> None:
    """Write the review of a year, or put it right."""
    session = section.session
    old = year_reviews.of(session, deputy_id, year)
    drawer = section.drawer(f"{year}年度履职情况小结", session.get(Deputy, deputy_id).name)
    fields, hint = drawer.fields, "数字已经按履职记录填好，可以改。"
    fields.put("年度履职情况小结", TextEditor("summary", lines=8), required=True, hint=hint)
    hint = "还没有评价的先空着，打印出来手写。"
    fields.put("主席团评价意见", TextEditor("presidium_words", lines=3), hint=hint)
    fields.put("签字人", LineEditor("signed_by", max_length=50))
    fields.put("签字日期", section.day("signed_on"))
    values: dict[str, Any] = {"summary": year_reviews.seeded(session, deputy_id, year)}
    if old:
        names = ("summary", "presidium_words", "signed_by", "signed_on")
        values = {name: getattr(old, name) for name in names}
    fields.set_values(values)
    drawer.open(lambda typed: year_reviews.write(session, deputy_id, year, **typed), lambda _: done())
