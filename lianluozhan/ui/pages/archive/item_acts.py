"""The drawers of 归档文件: changed before it is numbered, corrected afterwards, papers put right, printed (4.6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models.archive import correcting, filing, lists, papers, reading
from lianluozhan.models.archive.item_files import ItemFile
from lianluozhan.models.archive.paper_files import class_key
from lianluozhan.models.archive.record import Item
from lianluozhan.models.errors import RuleError
from lianluozhan.models.pdf_pages import page_counter

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import AttachmentEditor, OptionRow, TextEditor
from ...question import ask, ask_reason
from ..sections.section import needed, one_of
from . import item_fields
from .filing_work import pages_in
from .item_fields import ABOUT, CLASS, PAGES, SAID
from .part_editor import PartEditor
from .ready_drawers import SCANS

LACKING = "lacking"  # the view of 件 without pages or date

if TYPE_CHECKING:
    from .item_section import ItemSection

CORRECTED = (*SAID, *PAGES, *ABOUT)
NO_LEADER = "现在没有站长或副站长，没有人能批准。请先在“工作人员”里登记任职。"


def edit(section: ItemSection, item: Item) -> None:
    """Everything of a 件 without a number; another class puts it at the end of that."""
    drawer = section.drawer("修改归档文件", "还没有编件号，可以直接改。")
    counted = filing.pages_of(filing.parts_of(section.session, item.id))
    names = (*SAID, *CLASS, *PAGES, *ABOUT)
    item_fields.put_item(drawer.fields, section.session, item, names, counted=counted)
    section.keep_draft(drawer, item)

    def act(values: dict[str, Any]) -> Item:
        return filing.edit(section.session, item.id, **item_fields.values_of(values))

    def done(changed: Item) -> None:
        section.select_something()
        if section.which != LACKING or section.view.current() is None:  # else on with the next that lacks something
            section.stored(changed)
        section.page.take_focus()

    drawer.open(act, done)
    if not item.pages:
        drawer.fields.focus_on("pages")


def take_out(section: ItemSection, item: Item) -> None:
    reason = ask_reason(
        section.page,
        "撤出这一件？",
        "还没有编号，撤出以后它的记录可以重新归档；这一行留着，注明撤出。",
        "撤出",
        "不撤出",
        label="撤出的原因",
        example="还差签字件，补齐后再归档",
    )
    if reason is not None:
        attempt(section.page, lambda: filing.take_out(section.session, item.id, reason), saved=section.stored)


# After the number ------------------------------------------------------------------------------------------------


def put_leave(section: ItemSection, drawer: Drawer, example: str = "目录漏了一个字，照原件改") -> None:
    """Why, and by whose leave."""
    hint = f"和这一件一起长期保存，例如“{example}”"
    drawer.fields.put("原因", TextEditor("reason", lines=2, max_length=200), required=True, hint=hint)
    leaders = section.approvers()
    first = leaders[0][0] if leaders else None
    hint = "站长或者副站长，请先当面请示" if leaders else NO_LEADER
    drawer.fields.put("批准人", one_of("approved_by", leaders, first), required=True, hint=hint)


def correct(section: ItemSection, item: Item) -> None:
    """What the catalogue says, with the reason; each value that changes is registered."""
    session = section.session
    drawer = section.drawer("更正", f"{item.archival_number}　档号不变，改了哪些都会记下来。", act="更正")
    counted = filing.pages_of(filing.parts_of(session, item.id))
    put_leave(section, drawer)
    item_fields.put_item(drawer.fields, session, item, CORRECTED, counted=counted)
    section.keep_draft(drawer, item)

    def act(values: dict[str, Any]) -> Item:
        reason, approved_by = values.pop("reason"), needed(values, "approved_by", "批准人")
        del values["approved_by"]
        return correcting.correct(session, item.id, item_fields.values_of(values), reason, approved_by)

    drawer.open(act, section.stored)


def reclassify(section: ItemSection, item: Item) -> None:
    """Into another class: the old number stays with its struck line, a new one is given there."""
    session = section.session
    drawer = section.drawer("改列到别的类", item.archival_number, act="改列")
    drawer.fields.add_words("原来的号留在目录里，划掉并注明改列；这一件在新的类里排在最后，编新的号。")
    item_fields.put_item(drawer.fields, session, item, CLASS)
    put_leave(section, drawer, "镇主要领导有批示，应当永久保管")
    section.keep_draft(drawer, item, what="reclassify")

    def act(values: dict[str, Any]) -> Item:
        approved_by = needed(values, "approved_by", "批准人")
        named = {name: values[name] for name in CLASS if name in values}
        return correcting.reclassify(session, item.id, **named, reason=values["reason"], approved_by=approved_by)

    def done(new: Item) -> None:
        section.page.desk.say(f"{item.archival_number} 已改列，新的档号 {new.archival_number or '还没有编'}。")
        section.stored(new)

    drawer.open(act, done)


def strike(section: ItemSection, item: Item) -> None:
    """Out of the archive for good; its number is never given again."""
    drawer = section.drawer("撤件", item.archival_number, act="撤件")
    drawer.fields.add_words("撤了不能恢复：这一行留在目录里，划掉，档号不再使用；盒里要把它取出来。")
    put_leave(section, drawer, "和 0012 号重复")
    section.keep_draft(drawer, item, what="strike")

    def act(values: dict[str, Any]) -> Item:
        approved_by = needed(values, "approved_by", "批准人")
        return correcting.strike(section.session, item.id, values["reason"], approved_by)

    drawer.open(act, section.stored)


# Papers ----------------------------------------------------------------------------------------------------------


def change_parts(section: ItemSection, item: Item) -> None:
    """Order, pages and which papers there are, before the number."""
    drawer = section.drawer("里面的材料", item.title)
    _put_parts(section, drawer, item)

    def act(values: dict[str, Any]) -> object:
        return filing.change_parts(section.session, item.id, values["parts"])

    drawer.open(act, lambda _: section.page.open_record(item.id))


def correct_parts(section: ItemSection, item: Item) -> None:
    """The same of a numbered 件, by leave."""
    drawer = section.drawer("更正材料", item.archival_number, act="更正")
    _put_parts(section, drawer, item)
    put_leave(section, drawer)

    def act(values: dict[str, Any]) -> object:
        approved_by = needed(values, "approved_by", "批准人")
        return correcting.correct_parts(section.session, item.id, values["parts"], values["reason"], approved_by)

    drawer.open(act, lambda _: section.page.open_record(item.id))


def _put_parts(section: ItemSection, drawer: Drawer, item: Item) -> None:
    hint = "正文在前，附件在后；答复在前，来件在后。"
    editor = drawer.fields.put("按装订顺序", PartEditor("parts"), hint=hint)
    editor.set_value(filing.parts_of(section.session, item.id))


def add_papers(section: ItemSection, item: Item) -> None:
    """Scans and documents that belong to it."""
    drawer = section.drawer("添加材料", item.title, act="添加")
    drawer.fields.put(
        "文件", AttachmentEditor("files", kinds=SCANS), required=True, hint="排在最后，添加以后可以移动。"
    )
    section.keep_draft(drawer, item, what="papers")

    def act(values: dict[str, Any]) -> object:
        with page_counter() as counter:
            found = [(each, pages_in(each, counter)) for each in values["files"]]
        return papers.add_papers(section.session, item.id, found)

    drawer.open(act, lambda _: section.page.open_record(item.id))


def compose_anew(section: ItemSection, item: Item) -> None:
    """The papers as the record has them now."""
    words = "按记录现在的样子重新列一遍；手工添加、移动和改过页数的都不再保留。"
    if not ask(section.page, "按记录重列材料？", words, "重列", "不重列", role="primary"):
        return

    def act() -> object:
        from lianluozhan.sheets import archive_parts

        composed = archive_parts.compose(section.session, item)
        return filing.change_parts(section.session, item.id, composed)

    attempt(section.page, act, saved=lambda _: section.page.open_record(item.id))


# Printing --------------------------------------------------------------------------------------------------------


def ask_print(section: ItemSection, file: ItemFile) -> None:
    """What is to be printed of one 件."""
    item = file.item
    drawer = section.drawer("打印", item.archival_number or item.title, act="去打印")
    ways = [("F82I", "整件：封面、目录和全部表单")]
    if item.sequence is not None:
        ways += [
            ("F81S", "归档章，套印在首页"),
            ("F81P", "页码，单面纸"),
            ("F81Q", "页码，双面纸"),
            ("F80", "这一类的归档文件目录"),
        ]
    drawer.fields.put("打印什么", OptionRow("what", ways), required=True).set_value(ways[0][0])

    def act(values: dict[str, Any]) -> str:
        if values["what"] == "F82I":
            reading.open_item(section.session, item.id)  # who looks into what is private stands in the log
        return str(values["what"])

    def go(number: str) -> None:
        key = class_key(item.year or 0, item.retention, item.unit) if number == "F80" else item.id
        section.page.print_sheets(number, [key])

    drawer.open(act, go)


def ask_catalogue(section: ItemSection) -> None:
    """Which catalogue: of a whole year, or of one class of it; the stamps of a class on one pile of sheets."""
    session, year = section.session, section.year
    years = [each.year for each in lists.years(session) if each.numbered]
    if not years:
        section.page.desk.say("还没有编过件号的件。编了件号再打印目录。")
        return
    drawer = section.drawer("打印目录和归档章", act="去打印")
    fields = drawer.fields
    shown = year if year in years else years[0]
    chooser = fields.put("年度", one_of("year", [(each, f"{each}年") for each in years], shown), required=True)
    which = fields.put("哪一类", one_of("key", _classes(section, shown)), required=True)
    ways = [
        ("F80", "归档文件目录"),
        ("F80C", "目录封面"),
        ("F81S", "归档章"),
        ("F81P", "页码，单面纸"),
        ("F81Q", "页码，双面纸"),
    ]
    fields.put("打印什么", OptionRow("what", ways), required=True).set_value("F80")
    chooser.changed.connect(lambda: which.set_choices(_classes(section, chooser.value())))
    drawer.open(lambda values: values, lambda values: _print_class(section, values))


def _classes(section: ItemSection, year: int) -> list[tuple[int, str]]:
    """A whole year, then each class with how many it has."""
    found = [each for each in lists.classes(section.session, year) if each.last]
    shown = [
        (class_key(year, each.retention, each.unit), f"{each.retention.label}{f' {each.unit}' if each.unit else ''}")
        for each in found
    ]
    counted = [(key, f"{words}（{each.numbered} 件）") for (key, words), each in zip(shown, found, strict=True)]
    return [(class_key(year), "全年"), *counted]


def _print_class(section: ItemSection, values: dict[str, Any]) -> None:
    if values["what"] in ("F80", "F80C"):
        section.page.print_sheets(values["what"], [values["key"]])
        return
    ids = [item.id for item in _standing(section, values["key"])]
    if not ids:
        raise RuleError("这一类没有要盖章的件。")
    section.page.print_sheets(values["what"], ids)


def _standing(section: ItemSection, key: int) -> list[Item]:
    from lianluozhan.models.archive.item_files import class_items
    from lianluozhan.models.archive.paper_files import of_class_key

    year, retention, unit = of_class_key(key)
    found = lists.classes(section.session, year)
    wanted = [(retention, unit)] if retention else [(each.retention, each.unit) for each in found]
    return [item for each in wanted for item in class_items(section.session, year, *each) if item.is_here]
