"""案卷, at a station that files by volume: compiled, put in order, numbered for good, with its list and its 备考表."""

from __future__ import annotations

from typing import Any

from lianluozhan.models.archive import schemes, volumes
from lianluozhan.models.archive.record import Box, FilingWay, Retention, Volume
from lianluozhan.models.archive.statements import day_words
from lianluozhan.models.archive.volumes import PagedItem, VolumeFile
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...record_table import Column
from ...slices import Row
from ..sections.section import Act, Entry, Shown, TableSection
from . import volume_drawers
from .box_section import class_label
from .compile_sheet import CompileSheet

SHEETS = (("F82A", "封面"), ("F82L", "卷内目录"), ("F82N", "备考表"), ("F82S", "脊背"))
VIEWS = (("", "全部"), ("open", "还没有编号的"), ("unboxed", "没有装盒的"))
LISTED = 60


class VolumeRows:
    """The listing with its class in words."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def count(self) -> int:
        return self.listing.count()

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return [
            row
            | {
                "class": class_label(row["year"], Retention(row["retention"]), row["unit"]),
                "code": f"{row['number']:04d}" if row["number"] else "没有编",
                "in_box": f"{row['box']} 号" if row["box"] else "",
            }
            for row in self.listing.page(limit, after)
        ]


class VolumeSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "volumes", "案卷", "folder-open", "卷"
    RECORD = Volume
    ADD, PERMISSION, FIND = "组卷", "archive.box", "查找案卷题名、类目、年度"
    EMPTY = ("还没有案卷", "归档的件，点“组卷”，勾上同一类的件组成一卷；组好了一起编案卷号。")
    LEFT_OUT_WORDS = "显示拆掉的"
    COLUMNS = (
        Column("案卷号", "code", width=76),
        Column("案卷题名", "title"),
        Column("年度和期限", "class", width=118),
        Column("件", "items", align="right", width=44),
        Column("页", "pages", align="right", width=52),
        Column("盒", "in_box", width=56),
        Column("状态", "voided_on", lambda _: "拆卷", width=60),
    )
    LEFT_OUT = COLUMNS[6]

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return schemes.current(session).way is FilingWay.VOLUME

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return (*VIEWS, *((str(year), f"{year}年") for year in volumes.years(self.session)))

    def listing(self) -> VolumeRows:
        return VolumeRows(volumes.listing(self.session, self.words, view=self.which, voided=self.retired))

    def in_use(self) -> int:
        return volumes.listing(self.session).count()

    def name_of(self, record: Volume) -> str:
        return record.title

    @property
    def refusal(self) -> str:
        return super().refusal.replace("添加和修改", "组卷")

    # One volume ------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        file = volumes.volume_file(self.session, record_id)
        volume = file.volume
        state, tone = ("已编号", "good") if volume.number else ("没有编号", "wait")
        if volume.voided_on:
            state, tone = "拆卷", "calm"
        left = len(file.items) - LISTED
        return Shown(
            title=volume.title,
            subtitle=file.number or class_label(volume.year, volume.retention, volume.unit),
            state=state,
            tone=tone,
            facts=self._facts(file),
            acts=self._acts(file),
            entries_title="" if volume.voided_on else f"卷内的 {len(file.items)} 件",
            entries=(*self._paper(file), *(self._item(file, at) for at in range(min(len(file.items), LISTED)))),
            hint=f"下面列了前 {LISTED} 件，还有 {left} 件，印“卷内目录”看全。" if left > 0 else "",
        )

    def _facts(self, file: VolumeFile) -> tuple[tuple[str, str], ...]:
        volume = file.volume
        if volume.voided_on:
            return (("拆卷", f"{day_words(volume.voided_on)}，{volume.void_reason}"),)
        box = self.session.find(Box, volume.box_id)
        days = "—".join(dict.fromkeys(f"{day:%Y%m%d}" for day in (file.first_on, file.last_on) if day))
        found = (
            ("类目名称", volume.heading),
            ("起止日期", days),
            ("件数和页数", f"{sum(line.item.is_here for line in file.items)} 件，{file.pages} 页"),
            ("机构（问题）", file.unit_name),
            ("装在", f"{box.number} 号盒　{box.place}".strip() if box else "还没有装盒"),
            ("本卷情况", file.statement),
            ("立卷", f"{file.compiled_by}　{day_words(volume.compiled_on)}" if volume.compiled_on else ""),
            ("检查", f"{file.checked_by}　{day_words(volume.checked_on)}" if volume.checked_on else ""),
            ("备注", volume.note),
        )
        return tuple((label, words) for label, words in found if words or label == "检查")

    def _paper(self, file: VolumeFile) -> tuple[Entry, ...]:
        volume = file.volume
        if not self.session.may("print.form") or volume.voided_on:
            return ()
        acts = tuple(
            Act(words, _printing(self.page, number, volume.id), icon="printer")
            for number, words in SHEETS
            if volume.number or number != "F82S"
        )
        return (Entry("这一卷要印的", "封面和目录在前，备考表在最后；编了案卷号再印。", "纸", "calm", acts),)

    def _item(self, file: VolumeFile, at: int) -> Entry:
        line: PagedItem = file.items[at]
        item = line.item
        number = f"{item.sequence:04d}" if item.sequence else f"{at + 1}"
        words = f"第 {line.first}—{line.last} 页" if line.last > line.first else f"第 {line.first} 页"
        gone = "撤件" if item.voided_on else "销毁" if item.destroyed_on else "移交" if item.handed_over_on else ""
        state, tone = (gone, "stop") if gone else ("在卷", "good")
        return Entry(f"{number}　{item.title}", words, state, tone, self._item_acts(file, at))

    def _item_acts(self, file: VolumeFile, at: int) -> tuple[Act, ...]:
        if not self._may_change(file.volume):
            return ()
        ids = [line.item.id for line in file.items]
        acts: list[Act] = []
        if at:
            acts.append(Act("往前", self._moving(file.volume, ids[at], ids[at - 1])))
        if at + 1 < len(ids):
            acts.append(Act("往后", self._moving(file.volume, ids[at], ids[at + 2] if at + 2 < len(ids) else None)))
        acts.append(Act("拿出来", lambda: self._take_out(file.volume, ids[at])))
        return tuple(acts)

    def _may_change(self, volume: Volume) -> bool:
        return self.may_edit and volume.number is None and volume.voided_on is None

    def _moving(self, volume: Volume, item_id: int, before: int | None) -> Any:
        def do() -> None:
            self._done(volume, lambda: volumes.move_within(self.session, item_id, before))

        return do

    def _take_out(self, volume: Volume, item_id: int) -> None:
        self._done(volume, lambda: volumes.take_from_volume(self.session, item_id))

    def _done(self, volume: Volume, deed: Any) -> None:
        attempt(self.page, deed, saved=lambda _: self.page.open_record(volume.id))

    def _acts(self, file: VolumeFile) -> tuple[Act, ...]:
        volume = file.volume
        if volume.voided_on or not self.may_edit:
            return ()
        acts: list[Act] = []
        if volume.number is None:
            acts.append(Act("拆卷", lambda: volume_drawers.dissolve(self, volume), "danger"))
            acts.append(Act("加件", lambda: self.compile(volume), icon="plus"))
        acts.append(self.edit_act(volume.id))
        return tuple(acts)

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.session.may("archive.number"):
            return ()
        return (Act("编案卷号", lambda: volume_drawers.number(self), icon="stamp"),)

    def add(self) -> None:
        self.compile(None)

    def compile(self, volume: Volume | None) -> None:
        """Tick 件 for a new volume, or for one that has no number yet; on a page of its own."""

        def made() -> CompileSheet:
            sheet = CompileSheet(self.session, volume)
            sheet.kept.connect(self._compiled)
            return sheet

        self.page.open_job(made)

    def _compiled(self, volume_id: int) -> None:
        self.page.layers.close_jobs()
        self.page.open_record(volume_id)
        self.page.take_focus()

    def edit(self, record_id: int) -> None:
        volume = self.session.get(Volume, record_id)
        if volume.voided_on is None:
            volume_drawers.edit(self, volume)

    def open_draft(self, what: str, record_id: int) -> None:
        if self.session.get(Volume, record_id).voided_on:
            raise RuleError("这一卷已经拆了，不能再改。草稿还在；不要了，就点“不要了”。")
        super().open_draft(what, record_id)


def _printing(page: Any, number: str, volume_id: int) -> Any:
    def do() -> None:
        page.print_sheets(number, [volume_id])

    return do
