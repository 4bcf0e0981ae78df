"""After a reception: its summary, the scans, what is still missing and where it is put right, the binding (5.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lianluozhan.models import official
from lianluozhan.models.receptions import summing, visiting
from lianluozhan.models.receptions.record import Reception, ReceptionNotice, Visit
from lianluozhan.models.receptions.summing import Missing

from ...editors import AttachmentEditor, LineEditor, NumberEditor, TextEditor
from ..sections.section import Act, Entry, needed_day

if TYPE_CHECKING:
    from ..sections.section import Section

SCANS = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"
NAMED = 6  # of what is missing, in the drawer of the binding


def open_summary(section: Section, reception: Reception) -> None:
    """The summary, seeded from what was recorded."""
    session = section.session
    drawer = section.drawer("接待小结", section.name_of(reception))
    fields = drawer.fields
    hint = "照接待记录写好了一段，可以改，可以接着写。"
    fields.put("小结", TextEditor("summary", lines=9, max_length=5000), required=True, hint=hint)
    fields.put("小结日期", section.day("summed_on", reception.summed_on or session.today), required=True)
    fields.set_values({"summary": reception.summary or summing.seeded(session, reception.id)})
    section.keep_draft(drawer, reception, what="summary")

    def act(values: dict[str, Any]) -> Reception:
        on = needed_day(values, "summed_on", "小结日期")
        return summing.write(session, reception.id, values["summary"], on)

    drawer.open(act, section.stored)


def open_binding(section: Section, reception: Reception) -> None:
    """The binding; what is missing stands there, and a reason is asked for."""
    session = section.session
    lacks = summing.missing(session, reception.id)
    drawer = section.drawer("登记装订", section.name_of(reception), act="登记装订")
    drawer.fields.put("装订日期", section.day("bound_on", session.today), required=True)
    if lacks:
        words = "；".join(each.words for each in lacks[:NAMED]) + ("等" if len(lacks) > NAMED else "")
        drawer.fields.add_words(f"还缺 {len(lacks)} 样：{words}。")
        drawer.fields.put("照样装订的原因", LineEditor("reason", max_length=60), required=True)

    def act(values: dict[str, Any]) -> Reception:
        on = needed_day(values, "bound_on", "装订日期")
        return summing.bind(session, reception.id, on, values.get("reason", ""))

    drawer.open(act, section.stored)


def open_scans(section: Section, reception: Reception) -> None:
    """The signed sign-in sheet."""
    drawer = section.drawer("补签到表扫描件", section.name_of(reception))
    drawer.fields.put("扫描件", AttachmentEditor("scans", kinds=SCANS), required=True)
    drawer.open(lambda values: summing.add_scans(section.session, reception.id, values["scans"]), section.stored)


def open_sheet_scans(section: Section, reception: Reception, visit_id: int) -> None:
    """A record sheet with its signatures."""
    visit = section.session.get(Visit, visit_id)
    drawer = section.drawer("补签字扫描件", f"{visit.position or ''}号{visit.name}的接待记录")
    drawer.fields.put("扫描件", AttachmentEditor("scans", kinds=SCANS), required=True)

    def act(values: dict[str, Any]) -> Reception:
        visiting.keep_scans(section.session, visit_id, values["scans"])
        return reception

    drawer.open(act, section.stored)


def missing_entries(section: Section, reception: Reception) -> tuple[Entry, ...]:
    """What a bound record would still need, each with the way to where it is put right."""
    found = summing.missing(section.session, reception.id)
    return tuple(Entry(each.words, _where(each), "缺", "stop", _ways(section, reception, each)) for each in found)


def _where(each: Missing) -> str:
    places = {
        Reception.TABLE: "在这次接待里补。",
        Visit.TABLE: "在“接待记录”里补。",
        ReceptionNotice.TABLE: "在“接待公告”里补。",
    }
    return places.get(each.table, "在“社情民意”里办。")


def _ways(section: Section, reception: Reception, each: Missing) -> tuple[Act, ...]:
    page = section.page
    if each.table == "opinions":
        return (Act("看登记表", lambda: page.desk.go("opinions", each.record_id)),)
    if each.table == ReceptionNotice.TABLE:
        return (Act("看公告", _goes(section, "notices", each.record_id)),)
    if each.table == Visit.TABLE:
        see = Act("看接待记录", _goes(section, "visits", each.record_id))
        if "扫描件" in each.words and section.session.may("reception.enter"):
            return (see, Act("补扫描件", lambda: open_sheet_scans(section, reception, each.record_id)))
        return (see,)
    if "公告" in each.words and section.session.may("reception.notice"):
        return (Act("拟公告", lambda: _draft_notice(section, reception)),)
    if not section.session.may("reception.close"):
        return ()
    if "小结" in each.words:
        return (Act("写小结", lambda: open_summary(section, reception)),)
    if "扫描件" in each.words:
        return (Act("补扫描件", lambda: open_scans(section, reception)),)
    return ()


def _goes(section: Section, key: str, record_id: int) -> Callable[[], None]:
    def go() -> None:
        section.page.open_section(key)
        section.page.open_record(record_id)

    return go


def _draft_notice(section: Section, reception: Reception) -> None:
    from .notice_section import NoticeSection

    section.page.open_section(NoticeSection.KEY)
    opened = section.page.section
    assert isinstance(opened, NoticeSection)
    opened.draft_of([reception.id])


def open_year_letter(section: Section) -> None:
    """The yearly report, seeded with the figures, drafted among the official documents."""
    session = section.session
    drawer = section.drawer(
        "写年度汇总报告", "照这一年的接待写好一份报告的草稿，放进登记簿的“公文”，在那里改和签发。", act="写草稿"
    )
    year = NumberEditor("year", minimum=1990, maximum=2199, optional=False)
    drawer.fields.put("年度", year, required=True)
    drawer.fields.set_values({"year": session.today.year})

    def act(values: dict[str, Any]) -> Any:
        return official.draft(session, summing.letter(session, int(values["year"])))

    def done(document: Any) -> None:
        section.page.desk.go_section("registers", "official")
        section.page.desk.go("registers", document.id)

    drawer.open(act, done)


def print_year(section: Section, number: str) -> None:
    """The summary of a year: all receptions that were held in it."""
    session = section.session
    drawer = section.drawer("打印年度汇总表", "一年里接待过的各次都印在一张表里。", act="打印")
    drawer.fields.put("年度", NumberEditor("year", minimum=1990, maximum=2199, optional=False), required=True)
    drawer.fields.set_values({"year": session.today.year})

    def act(values: dict[str, Any]) -> list[int]:
        found = [each.id for each in summing.held_in(session, int(values["year"]))]
        if not found:
            from lianluozhan.models.errors import RuleError

            raise RuleError(f"{values['year']}年还没有接待过，没有可以汇总的。请看看年度填得对不对。")
        return found

    drawer.open(act, lambda ids: section.page.print_sheets(number, ids))
