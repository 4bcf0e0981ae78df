"""What a search can do and where it can go for this person: acts, rooms, sections, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from lianluozhan.models.found import Act, Hit
from lianluozhan.models.official import REPORTS, Genre
from lianluozhan.models.opinions import View

from .shortcuts import KEYS

if TYPE_CHECKING:
    from .desk import Desk
    from .pages.opinion_page import OpinionPage
    from .pages.sections.section import Section

SECTIONS = {  # the room and the section in which people and bodies stand
    "staff": ("people", "staff"),
    "deputy": ("deputies", "deputies"),
    "group": ("deputies", "groups"),
    "reception": ("receptions", "receptions"),
    "visit": ("receptions", "visits"),
    "item": ("archive", "items"),
    "body": ("people", "bodies"),
    "village": ("people", "villages"),
    "category": ("people", "categories"),
}
REGISTERS = {  # the room and section in which records of a table stand
    "box_openings": ("registers", "boxes"),
    "calls": ("registers", "calls"),
    "supervisions": ("registers", "presses"),
    "applications": ("registers", "applications"),
    "official_documents": ("registers", "official"),
    "suggestions": ("registers", "suggestions"),
    "promises": ("registers", "promises"),
    "reception_plans": ("receptions", "plans"),
    "receptions": ("receptions", "receptions"),
    "reception_notices": ("receptions", "notices"),
    "visits": ("receptions", "visits"),
    "deputies": ("deputies", "deputies"),
    "activities": ("deputies", "activities"),
    "service_records": ("deputies", "service"),
    "contacts": ("deputies", "contacts"),
    "voter_reports": ("deputies", "voter_reports"),
    "staff": ("people", "staff"),
    "handovers": ("people", "handovers"),
    "archive_items": ("archive", "items"),
    "archive_boxes": ("archive", "boxes"),
    "archive_volumes": ("archive", "volumes"),
    "archive_loans": ("archive", "loans"),
    "archive_appraisals": ("archive", "appraisals"),
    "archive_transfers": ("archive", "transfers"),
}
Deed = tuple[Act, Callable[[], object]]


def deeds(desk: Desk) -> list[Deed]:
    """Every act of this person, what is done most before where one goes."""
    return [*_work(desk), *_rooms(desk), *_sections(desk), *_window(desk)]


def _work(desk: Desk) -> Iterator[Deed]:
    may = desk.session.may
    if may("opinion.register"):
        yield Act("register", "快速登记", "新的社情民意 登记表", KEYS["register"]), desk.register
    if may("opinion.read") and may("print.form"):
        yield Act("blank", "打印空白登记表", "空表 F10"), lambda: _opinions(desk).print_blank("F10")
        for view in (View.OPEN, View.OVERDUE, View.DISSATISFIED):
            act = Act(f"ledger:{view.value}", f"打印“{view.label}”台账", "台账 F19 打印")
            yield act, partial(_print_preset, desk, view)
    if may("opinion.import"):
        yield Act("import", "从表格导入", "台账 Excel"), lambda: _opinions(desk).open_import()
    if may("opinion.read") and may("official.edit"):
        for genre in sorted(REPORTS):
            yield (
                Act(f"report:{genre.value}", f"写{genre.label}", "统计 F21 分析报告 通报"),
                partial(_write, desk, genre),
            )
    if may("backup.make"):
        yield Act("backup", "备份到 U 盘", "备份和还原"), partial(desk.go_section, "system", "backup")
    if may("opinion.read"):
        for view in View:
            act = Act(f"view:{view.value}", f"看清单：{view.label}", "社情民意 清单")
            yield act, partial(_show_view, desk, view)


def _rooms(desk: Desk) -> Iterator[Deed]:
    for number, room in enumerate(desk.rooms, 1):
        yield Act(f"room:{room.key}", f"去{room.label}", "打开", f"Alt+{number}"), partial(desk.go, room.key)


def _sections(desk: Desk) -> Iterator[Deed]:
    from .pages.statistics.view_column import VIEWS
    from .pages.system_page import SECTIONS as SYSTEM

    rooms = {room.key: room.label for room in desk.rooms}
    parts = [(room, part.KEY, part.LABEL) for room, part in _parts(desk)]
    parts += [("statistics", key, words) for key, words in VIEWS]
    parts += [("system", part.KEY, part.TITLE) for part in SYSTEM if part.is_for(desk.session)]
    for room, key, label in parts:
        if room in rooms:
            act = Act(f"section:{room}:{key}", f"去{rooms[room]}：{label}", label)
            yield act, partial(desk.go_section, room, key)


def _parts(desk: Desk) -> list[tuple[str, type[Section]]]:
    """The sections of the rooms of sections that this person sees, each with its room."""
    from .pages.archive_page import SECTIONS as ARCHIVE
    from .pages.deputies_page import SECTIONS as DEPUTIES
    from .pages.people_page import SECTIONS as PEOPLE
    from .pages.receptions_page import SECTIONS as RECEPTIONS
    from .pages.registers_page import SECTIONS as REGISTERS

    all_parts = (
        *(("receptions", RECEPTIONS), ("deputies", DEPUTIES), ("archive", ARCHIVE)),
        *(("people", PEOPLE), ("registers", REGISTERS)),
    )
    return [(room, part) for room, parts in all_parts for part in parts if part.is_for(desk.session)]


def known_sections(desk: Desk) -> set[tuple[str, str]]:
    """Room and section of all that this person can go to."""
    rooms = {room.key for room in desk.rooms}
    return {(room, part.KEY) for room, part in _parts(desk) if room in rooms}


def _window(desk: Desk) -> Iterator[Deed]:
    yield Act("help", "打开手册", "帮助 使用手册", KEYS["help"]), desk.help
    yield Act("keys", "看现在能用的按键", "快捷键", KEYS["keys"]), desk.show_keys
    yield Act("lock", "锁定", "离开", KEYS["lock"]), desk.lock_wanted.emit
    yield Act("switch", "切换用户", "换人 登录"), desk.switch_wanted.emit
    yield Act("password", "修改我的密码", "密码"), desk.top_bar.change_password
    yield Act("larger", "字大一点", "字号 放大", KEYS["larger"]), partial(desk.size_wanted.emit, 1)
    yield Act("smaller", "字小一点", "字号 缩小", KEYS["smaller"]), partial(desk.size_wanted.emit, -1)


def _opinions(desk: Desk) -> OpinionPage:
    from .pages.opinion_page import OpinionPage

    page = desk.go("opinions")
    assert isinstance(page, OpinionPage)
    return page


def _print_preset(desk: Desk, view: View) -> None:
    _opinions(desk).print_preset(view)


def _show_view(desk: Desk, view: View) -> None:
    _opinions(desk).open_view(view)


def _open_sheet(desk: Desk, table: str, record_id: int) -> None:
    """The record that a printed sheet is of, in its room; else the log of what was printed."""
    room, section = REGISTERS.get(table, ("", ""))
    if (room, section) in known_sections(desk):
        desk.go_section(room, section)
        desk.go(room, record_id)
    else:
        desk.go_section("registers", "prints")


def _write(desk: Desk, genre: Genre) -> None:
    """A report of the period that 统计 stands at."""
    from .pages.statistics_page import StatisticsPage

    page = desk.go("statistics")
    assert isinstance(page, StatisticsPage)
    page.write(genre)


def open_hit(desk: Desk, hit: Hit) -> None:
    """Go to what was found, or register at a village."""
    if hit.kind == "opinion":
        desk.go("opinions", hit.key)
    elif hit.kind == "sheet":
        _open_sheet(desk, *hit.key)
    elif hit.kind == "register":
        desk.register()
        form = _opinions(desk).form
        if form is not None:
            form.form.editor("village_id").set_value(hit.key)
    else:
        room, section = SECTIONS[hit.kind]
        desk.go_section(room, section)
        desk.go(room, hit.key)
