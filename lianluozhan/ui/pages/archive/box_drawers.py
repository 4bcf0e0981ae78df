"""The drawers of a 档案盒: what is to be boxed, its 备考表, where it stands, a 件 moved, a box taken apart (4.6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models import staff
from lianluozhan.models.archive import box_files, box_keeping, boxing, statements
from lianluozhan.models.archive.box_files import BoxFile, room_words
from lianluozhan.models.archive.boxing import CAPACITY, SPINES, Plan
from lianluozhan.models.archive.record import Box, Item

from ...attempt import attempt
from ...editors import ChoicesEditor, LineEditor, PickEditor, TextEditor, TickEditor
from ...question import ask_reason
from ..sections.section import needed, one_of
from .box_proposal import ProposalSheet

if TYPE_CHECKING:
    from .box_section import BoxSection

CONSEQUENCE = "盒里的件都还在，只是没有装盒，盒号空出来；可以重新装盒。纸要从盒里拿出来。"


def ask_plan(section: BoxSection, year: int | None = None, spines: tuple[int, ...] = SPINES) -> None:
    """Which year, which boxes the station has; then the proposal, to be looked at before it is kept."""
    session = section.session
    found = boxing.years_to_box(session)
    if not found:
        section.page.desk.say("没有要装盒的件。编好件号、还没有装盒的件，才能装盒。")
        return
    drawer = section.drawer("装盒", "按纸的张数分盒，一件不分开；排出来先给您看。", act="拟方案")
    years = [(each, f"{each}年（{count} 件没有装盒）") for each, count in found]
    drawer.fields.put("年度", one_of("year", years, year or found[0][0]), required=True)
    kinds = [(spine, f"{spine} 毫米（{box_files.capacity_of(session, spine)} 张）") for spine in CAPACITY]
    drawer.fields.put("用哪几种盒", ChoicesEditor("spines", kinds), required=True, hint="站里有哪几种，就勾哪几种。")
    sides = "双面" if boxing.prints_both_sides(session) else "单面"
    drawer.fields.add_words(f"纸按{sides}印的算张数；不是的，先在“系统”的“期限和参数”里改。", "hint")
    drawer.fields.set_values({"spines": list(spines)})

    def act(values: dict[str, Any]) -> tuple[int, Plan, tuple[int, ...]]:
        wanted, chosen = needed(values, "year", "年度"), tuple(values["spines"])
        return wanted, boxing.propose(session, wanted, spines=chosen), chosen

    drawer.open(act, lambda found: _show(section, *found))


def _show(section: BoxSection, year: int, plan: Plan, spines: tuple[int, ...]) -> None:
    """The proposal over the lists."""

    def made() -> ProposalSheet:
        sheet = ProposalSheet(section.session, year, plan)
        sheet.kept.connect(lambda box_id: _kept(section, box_id))
        sheet.change_wanted.connect(lambda: _again(section, year, spines))
        return sheet

    section.page.open_job(made)


def _again(section: BoxSection, year: int, spines: tuple[int, ...]) -> None:
    section.page.layers.close_jobs()
    ask_plan(section, year, spines)


def _kept(section: BoxSection, box_id: int) -> None:
    section.page.layers.close_jobs()
    section.page.open_record(box_id)
    section.page.take_focus()


def edit(section: BoxSection, box: Box) -> None:
    """What the 备考表 says, who arranged and checked, spine and place."""
    session = section.session
    drawer = section.drawer("修改档案盒", section.name_of(box))
    people, written = staff.choices(session), statements.of_box(session, box.id)
    fields = drawer.fields
    hint = "按登记写好的，可以改；清空就照登记重写。"
    fields.put("盒内文件情况说明", TextEditor("statement", lines=6, max_length=1000), hint=hint)
    fields.put("整理人", PickEditor("arranged_by", people, names=True))
    fields.put("整理日期", section.day("arranged_on"))
    fields.put("检查人", PickEditor("checked_by", people, names=True), hint="和整理人是两个人。")
    fields.put("检查日期", section.day("checked_on"))
    spines = [(spine, f"{spine} 毫米") for spine in sorted({*CAPACITY, box.spine or 0})]
    fields.put("盒脊", one_of("spine", spines, box.spine), required=True)
    fields.put("存放位置", LineEditor("place", max_length=60))
    fields.put("备注", LineEditor("note", max_length=200))
    names = ("arranged_by", "arranged_on", "checked_by", "checked_on", "place", "note")
    values = {name: getattr(box, name) for name in names} | {"statement": box.statement or written}
    fields.set_values(values)
    section.keep_draft(drawer, box)

    def act(values: dict[str, Any]) -> Box:
        if values["statement"].strip() == written:
            values["statement"] = ""  # goes on following the records
        return box_keeping.edit_box(session, box.id, **values)

    drawer.open(act, section.stored)


def put_away(section: BoxSection, box: Box) -> None:
    """Where it stands, and the others of its class that stand nowhere yet."""
    session = section.session
    drawer = section.drawer("存放位置", section.name_of(box))
    drawer.fields.put("放在哪里", LineEditor("place", max_length=60), required=True, hint="例如“档案室铁皮柜二层”。")
    others = box_files.others_of_class(session, box, unplaced=True)
    if others:
        words = f"同类没写位置的 {len(others)} 盒也放在这里"
        drawer.fields.put("别的盒", TickEditor("others", words))
    drawer.fields.set_values({"place": box.place})

    def act(values: dict[str, Any]) -> Box:
        ids = [box.id, *(other.id for other in others if values.get("others"))]
        return box_keeping.put_away(session, ids, values["place"])[0]

    drawer.open(act, section.stored)


def move(section: BoxSection, file: BoxFile, item: Item) -> None:
    """Into another box of the class."""
    session, box = section.session, file.box
    others = box_files.others_of_class(session, box)
    if not others:
        section.page.desk.say("这一类只有这一盒，没有别的盒可以移。")
        return
    whole = "按卷整理的，整卷一起移。" if item.volume_id else ""
    drawer = section.drawer("移到别的盒", f"{item.archival_number}　{item.title}", act="移过去")
    choices = [(other.id, _box_words(section, other)) for other in others]
    hint = f"只能在同一年度、同一期限的盒之间移。{whole}两盒的备考表会写上。"
    drawer.fields.put("移到", one_of("box_id", choices), required=True, hint=hint)

    def act(values: dict[str, Any]) -> Item:
        return box_keeping.move_item(session, item.id, needed(values, "box_id", "移到"))

    drawer.open(act, lambda moved: section.page.open_record(box.id))


def _box_words(section: BoxSection, box: Box) -> str:
    sheets = box_files.sheets_in(section.session, box.id)
    return f"{box.number} 号盒（{room_words(sheets, box_files.capacity_of(section.session, box.spine))}）"


def void(section: BoxSection, box: Box) -> None:
    """Take it apart after the reason was written."""
    title = f"撤掉{section.name_of(box)}？"
    reason = ask_reason(section.page, title, CONSEQUENCE, "撤盒", "不撤", label="撤盒原因", example="换成薄一点的盒")
    if reason is not None:
        attempt(section.page, lambda: box_keeping.void_box(section.session, box.id, reason), saved=section.stored)
