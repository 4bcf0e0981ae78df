"""Ways out of a deputy's service file: to the record that a line came from, to where something missing is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service.file import Line, Matter, WholeFile
from lianluozhan.models.service.missing import Missing
from lianluozhan.models.service.record import FilePart, ServiceRecord

from . import service_source

if TYPE_CHECKING:
    from ..sections.section import Section

# what has still to be done, by what it is called: words for the way, and the section or tab it leads to
TO_DO = {
    "培训": ("登记活动", "activities"),
    "小组活动": ("登记活动", "activities"),
    "接待": ("代表接待", "receptions"),
    "联系": ("联系选民", "联系选民"),
    "述职": ("述职", "述职"),
}
PLACES = {
    "activities": "看活动",
    "receptions": "看接待",
    "suggestions": "看建议",
    "service_records": "看履职登记",
    "year_reviews": "写小结",
    Deputy.TABLE: "基本情况",
}


def lines_of(file: WholeFile, part: FilePart, year: int) -> list[Line | Matter]:
    """The lines of a part in a year, the newest first; among suggestions also what came of residents' words."""
    lines: list[Any] = list(file.part(part, year))
    if part is FilePart.SUGGESTIONS:
        known = {(each.table, each.id): each for each in file.matters if each.year == year}
        lines = [line for line in lines if (line.source_table, line.source_id) not in known]
        lines += list(known.values())
    return sorted(lines, key=lambda each: each.day if isinstance(each, Matter) else each.starts_on, reverse=True)


def open_line(section: Section, each: Line | Matter) -> None:
    """Go to the record that a line came from; one that was entered by hand is opened itself."""
    if isinstance(each, Matter):
        open_record(section, each.table, each.id)
    else:
        open_service(section, each.id)


def open_service(section: Section, record_id: int) -> None:
    """Go where a line of service came from."""
    desk, record = section.page.desk, section.session.get(ServiceRecord, record_id)
    if service_source.can_open(desk, record):
        service_source.open_source(desk, record)
    else:
        service_source.open_line(desk, record_id)


def open_record(section: Section, table: str, record_id: int) -> None:
    """Go to a record by its table."""
    desk = section.page.desk
    if table == "opinions":
        desk.go("opinions", record_id)
    elif table == ServiceRecord.TABLE:
        service_source.open_line(desk, record_id)
    elif table in service_source.PLACES:
        service_source.open_place(desk, table, record_id)


def open_tab(section: Section, label: str) -> None:
    """Turn the open deputy to another tab."""
    turn = getattr(section.page.record, "open_tab", None)
    if turn is not None:
        turn(label)


def enter_service(section: Section) -> None:
    """登记履职: the drawer of the register of service."""
    page = section.page
    page.open_section("service")
    page.add()


def way_words(each: Missing) -> str:
    """Where something missing is put right, in two to five characters."""
    return PLACES[each.table] if each.table else TO_DO[each.short][0]


def put_right(section: Section, each: Missing) -> None:
    """Go where something missing can be put right."""
    if each.table == Deputy.TABLE:
        if each.short != "照片" and section.may_edit:
            section.edit(each.record_id)
        else:
            open_tab(section, "基本情况")
    elif each.table:
        open_record(section, each.table, each.record_id)
    else:
        where = TO_DO[each.short][1]
        if where == "receptions":
            section.page.desk.go("receptions")
        elif where == "activities":
            section.page.open_section(where)
        else:
            open_tab(section, where)
