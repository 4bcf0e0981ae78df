"""The drawers of 待归档: one 件 filed, papers from outside by hand or by the folder, older numbered ones (4.6.2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from lianluozhan.models.archive import filing, giving, schemes
from lianluozhan.models.archive.record import Item, ItemKind, Part, Retention
from lianluozhan.models.errors import RuleError
from lianluozhan.models.pdf_pages import page_counter

from ...attempt import attempt
from ...editors import AttachmentEditor, LineEditor, NumberEditor
from . import item_fields
from .filing_work import file_folder, pages_in, scans_in
from .item_fields import ABOUT, CLASS, PAGES, SAID

if TYPE_CHECKING:
    from .ready_section import ReadySection

SCANS = "图片、PDF 和 Word (*.jpg *.jpeg *.png *.tif *.tiff *.pdf *.doc *.docx *.xls *.xlsx)"
EXTERNAL = "external"
SHOWN = 12  # names of files that are listed one by one


def file_one(section: ReadySection, item: Item) -> None:
    """Look at all that will be written of a 件, put it right, and file it."""
    proposal = next(each for each in section.found.proposals.values() if each.item == item)
    parts = attempt(section.page, lambda: _composed(section, item))
    if parts is None:
        return
    counted = filing.pages_of(parts)
    drawer = section.drawer("归档这一件", item.kind.label, act="归档")
    filled = replace(proposal.with_lacks, pages=counted)
    item_fields.put_item(drawer.fields, section.session, filled, (*SAID, *CLASS, *PAGES, *ABOUT), counted=counted)
    drawer.fields.add_words(parts_words(parts), "soft")

    def act(values: dict[str, Any]) -> Item:
        wanted = replace(item, **item_fields.values_of(values))
        return filing.file(section.session, [(wanted, parts)])[0]

    drawer.open(act, section.filed)


def _composed(section: ReadySection, item: Item) -> tuple[Part, ...]:
    from lianluozhan.sheets import archive_parts

    return archive_parts.compose(section.session, item)


def parts_words(parts: tuple[Part, ...]) -> str:
    """The papers in binding order, a line each."""
    if not parts:
        return "没有列出材料，归档以后可以添加。"
    lines = [f"{part.place}. {part.name}　{_pages_words(part)}" for part in parts]
    return f"按装订顺序 {len(parts)} 份材料：\n" + "\n".join(lines)


def _pages_words(part: Part) -> str:
    return "页数没有数出来" if part.pages is None else f"{part.pages} 页" if part.pages else part.note


def add_external(section: ReadySection) -> None:
    """A paper from outside with its files."""
    session = section.session
    if not schemes.is_chosen(session):
        section.page.desk.say("还没有确定分类方案，先在“归档设置”里确定。")
        return
    drawer = section.drawer("补录外来文件", "上级来文、送来的材料，程序里没有记录的。", act="归档")
    fields = drawer.fields
    files = fields.put(
        "文件", AttachmentEditor("files", kinds=SCANS), hint="PDF 和图片的页数自己数；没有电子文件、只有纸的，可以不放"
    )
    new = Item(kind=ItemKind.EXTERNAL, year=section.year, **item_fields.rule_values(session, EXTERNAL))
    item_fields.put_item(fields, session, new, SAID)
    item_fields.put_rule(fields, session, EXTERNAL)
    item_fields.put_item(fields, session, new, (*CLASS, "pages", *ABOUT))

    def name_it() -> None:
        title = fields.editors()["title"]
        if files.value() and not title.value().strip():
            title.set_value(Path(files.value()[0].name).stem)

    def act(values: dict[str, Any]) -> Item:
        sources = values.pop("files")
        made = Item(kind=ItemKind.EXTERNAL, **item_fields.values_of(values))
        with page_counter() as counter:
            return filing.add_external(session, made, sources, [pages_in(each, counter) for each in sources])

    files.changed.connect(name_it)
    section.keep_draft(drawer)
    drawer.open(act, section.filed)


def add_folder(section: ReadySection) -> None:
    """Every file of a folder becomes a 件 with the name of the file as its title."""
    folder = QFileDialog.getExistingDirectory(section.page, "选存放扫描件的文件夹", "")
    if folder:
        attempt(section.page, lambda: ask_folder(section, Path(folder)))


def ask_folder(section: ReadySection, folder: Path) -> None:
    session = section.session
    files, others = scans_in(folder)
    if not files:
        raise RuleError(f"“{folder.name}”里没有图片、PDF 或 Word 文件。请选直接放着扫描件的那个文件夹。")
    drawer = section.drawer(f"补录 {len(files)} 件扫描件", folder.name, act="全部归档")
    fields = drawer.fields
    left = f"；另有 {others} 个别的文件不收" if others else ""
    names = "\n".join(file.stem for file in files[:SHOWN]) + ("\n……" if len(files) > SHOWN else "")
    fields.add_words(f"一个文件一件，文件名就是题名{left}：\n{names}")
    new = Item(kind=ItemKind.EXTERNAL, year=section.year, **item_fields.rule_values(session, EXTERNAL))
    item_fields.put_item(fields, session, new, ("responsible", "dated_on"))
    item_fields.put_rule(fields, session, EXTERNAL)
    item_fields.put_item(fields, session, new, (*CLASS, "category", "remark"))
    fields.add_words(
        "责任者和日期先统一填，归档以后可以逐件改。PDF 的页数自己数，Word 和表格的页数归档以后再填。", "hint"
    )

    def act(values: dict[str, Any]) -> Item:
        made = Item(kind=ItemKind.EXTERNAL, title=files[0].stem, **item_fields.values_of(values))
        filing.check_item(session, schemes.current(session), made)
        return made

    drawer.open(act, lambda made: file_folder(section.page, session, made, files))


def enter_old(section: ReadySection, after: Item | None = None) -> None:
    """An older 件 that carries its number on paper; the next one of its class follows at once."""
    session = section.session
    drawer = section.drawer("补录旧档案", "照旧目录一件一件往下录，件号接着上一件。", act="录下，接着录")
    fields = drawer.fields
    new = Item(year=section.year - 1, **item_fields.rule_values(session, EXTERNAL))
    if after is not None:
        new = replace(new, year=after.year, retention=after.retention, unit=after.unit, category=after.category)
        new = replace(new, responsible=after.responsible)
    item_fields.put_item(fields, session, new, CLASS)
    number = fields.put("件号", NumberEditor("sequence", minimum=1, maximum=9999), required=True)
    fields.put(
        "缺号的原因", LineEditor("lost", max_length=100), hint="中间的号纸上确实没有的，写明原因，例如：原目录漏编"
    )
    item_fields.put_item(fields, session, new, (*SAID, "pages", *ABOUT))

    def following() -> int:
        found = fields.editors()
        year, unit = found["year"].value(), found["unit"].value() if "unit" in found else ""
        if not year or not found["retention"].value():
            return 1
        return (giving.last_number(session, (year, Retention(found["retention"].value()), unit or "")) or 0) + 1

    def follow() -> None:
        number.set_value(following())

    def turn() -> None:
        fields.show_field("lost", (number.value() or 0) > following())

    for name in CLASS:
        if name in fields.editors():
            fields.editors()[name].changed.connect(follow)
    number.changed.connect(turn)
    follow()
    turn()

    def act(values: dict[str, Any]) -> Item:
        lost = values.pop("lost", "")
        made = Item(kind=ItemKind.EXTERNAL, **item_fields.values_of(values))
        return giving.enter_numbered(session, made, lost=lost or "")

    def go_on(made: Item) -> None:
        section.page.desk.say(f"已录下 {made.archival_number}。")
        enter_old(section, made)

    section.keep_draft(drawer, what="old")
    drawer.open(act, go_on)
    if after is not None:
        fields.focus_on("title")
