"""The drawers of a 案卷: its title and 备考表, numbered with all of its year, dissolved (GB/T 9705)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lianluozhan.models import staff
from lianluozhan.models.archive import statements, volumes
from lianluozhan.models.archive.record import Volume

from ...attempt import attempt
from ...editors import LineEditor, PickEditor, TextEditor
from ...question import ask_reason
from ..sections.section import needed, one_of
from .working import at_once

if TYPE_CHECKING:
    from .volume_section import VolumeSection

CONSEQUENCE = "卷内的件都还在，只是又散开了，可以重新组卷。"
FOR_GOOD = "案卷号和卷内件号一经编定就不再改。各类从上一个号接着编，中间不空号。"


def edit(section: VolumeSection, volume: Volume) -> None:
    """Title and heading until it is numbered; what its 备考表 says, who compiled and checked it."""
    session = section.session
    drawer = section.drawer("修改案卷", volume.title)
    people, written = staff.choices(session), statements.of_volume(session, volume.id)
    fields = drawer.fields
    names = ["statement", "compiled_by", "compiled_on", "checked_by", "checked_on", "note"]
    if volume.number is None:
        names += ["title", "heading"]
        fields.put("案卷题名", TextEditor("title", lines=2, max_length=200), required=True)
        fields.put("类目名称", LineEditor("heading", max_length=60))
    else:
        fields.add_words("案卷号已经编定，题名和类目不能再改。")
    hint = "按登记写好的，可以改；清空就照登记重写。"
    fields.put("本卷情况说明", TextEditor("statement", lines=5, max_length=1000), hint=hint)
    fields.put("立卷人", PickEditor("compiled_by", people, names=True))
    fields.put("立卷日期", section.day("compiled_on"))
    fields.put("检查人", PickEditor("checked_by", people, names=True), hint="和立卷人是两个人。")
    fields.put("检查日期", section.day("checked_on"))
    fields.put("备注", LineEditor("note", max_length=200))
    fields.set_values({name: getattr(volume, name) for name in names} | {"statement": volume.statement or written})
    section.keep_draft(drawer, volume)

    def act(values: dict[str, Any]) -> Volume:
        if values["statement"].strip() == written:
            values["statement"] = ""  # goes on following the records
        return volumes.edit_volume(session, volume.id, **values)

    drawer.open(act, section.stored)


def number(section: VolumeSection) -> None:
    """All volumes of a year that have no number yet."""
    session = section.session
    years = volumes.years_to_number(session)
    if not years:
        section.page.desk.say("没有要编案卷号的卷。请先组卷。")
        return
    drawer = section.drawer("编案卷号", FOR_GOOD, act="编号")
    choices = [(year, f"{year}年（{count} 卷）") for year, count in years]
    year = drawer.fields.put("年度", one_of("year", choices, years[0][0]), required=True)
    said = drawer.fields.add_words(_loose_words(section, years[0][0]), "hint")

    def tell() -> None:
        said.setText(_loose_words(section, year.value()))

    year.changed.connect(tell)

    def act(values: dict[str, Any]) -> list[Volume]:
        deed = partial(volumes.number_volumes, session, needed(values, "year", "年度"))
        return at_once(section.page, "正在编案卷号", deed)

    def done(numbered: list[Volume]) -> None:
        section.page.open_record(numbered[0].id)
        section.page.desk.say(f"编了 {len(numbered)} 卷的案卷号。")

    drawer.open(act, done)


def _loose_words(section: VolumeSection, year: int) -> str:
    count = volumes.loose(section.session, year)
    return f"{year}年还有 {count} 件没有组卷，这次不编号；以后组了卷，接着编。" if count else ""


def dissolve(section: VolumeSection, volume: Volume) -> None:
    """Undo the compiling after the reason was written."""
    title = f"拆掉“{volume.title}”？"
    reason = ask_reason(section.page, title, CONSEQUENCE, "拆卷", "不拆", label="拆卷原因", example="要按问题重新组卷")
    if reason is not None:
        attempt(section.page, lambda: volumes.dissolve(section.session, volume.id, reason), saved=section.stored)
