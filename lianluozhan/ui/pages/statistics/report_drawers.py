"""Writing a report of the figures in sight, and counting those of a written one again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import analysis
from lianluozhan.models.analysis import Period
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import LineEditor, TextEditor

DRAFT = "statistics"  # the first word of its drafts
_DAY = "%Y%m%d"


def open_writing(
    page: QWidget, session: Session, genre: Genre, period: Period, done: Callable[[OfficialDocument], object]
) -> Drawer:
    """The report as the program drafts it, to be gone on with; `done` hears what was stored."""
    drafted = analysis.draft_of(session, genre, period)
    drawer = Drawer(page, f"写{genre.label}", f"{period.label}，{period.days_label}", act="存为拟稿")
    fields = drawer.fields
    fields.add_words("下面是按统计写的初稿，请接着改。印出来时，一、二两部分后面自动有统计表和图。")
    fields.put("标题", LineEditor("title", max_length=100), required=True)
    fields.put("主送", LineEditor("addressee", max_length=200))
    fields.put("抄送", LineEditor("copy_to", max_length=300))
    fields.put("正文", TextEditor("body", lines=14, most_lines=24), required=True)
    if genre is Genre.BULLETIN:
        fields.add_words("通报要公开，不要写反映人的姓名、电话和住址。打印时请选公开版，程序会再查一遍。", "hint")
    fields.add_words("存好以后，签发、编号和以后再改，在“登记簿”的公文里。", "hint")
    fields.set_values({name: getattr(drafted, name) for name in ("title", "addressee", "copy_to", "body")})
    owner_id = int(f"{period.first:{_DAY}}{period.until:{_DAY}}")
    drawer.keep_draft(session, f"{DRAFT}.{genre.value}", owner_id, f"{genre.label}：{period.label}")

    def store(values: dict[str, Any]) -> OfficialDocument:
        return analysis.write(session, drafted, **values)

    return drawer.open(store, done)


def of_draft(rest: str, owner_id: int) -> tuple[Genre, Period]:
    """What a draft of such a report is about."""
    first, until = (datetime.strptime(part, _DAY).date() for part in (str(owner_id)[:8], str(owner_id)[8:]))
    return Genre(rest), Period(first, until)


def open_counted_again(
    page: QWidget, session: Session, document: OfficialDocument, write: Callable[[], object]
) -> Drawer:
    """What would be different if it were counted today; `write` starts another report of the same days."""
    found = analysis.counted_again(session, document.id)
    drawer = Drawer(page, "重算一次", document.title, act="按现在的数另写一份")
    fields = drawer.fields
    if not found:
        fields.add_words(f"按{_spoken(session.today)}的记录重算，和写报告时完全一样。")
    else:
        fields.add_words("报告里的数字不变。按现在的记录重算，有这些不同：")
    for each in found:
        fields.add_words(f"{each.label}：写报告时 {each.old}，现在 {each.new}", "strong")
        for words, numbers in (("多了", each.came), ("少了", each.left)):
            if numbers:
                fields.add_words(f"{words} {'、'.join(numbers)}")
    return drawer.open(lambda values: True, lambda _: write())


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
