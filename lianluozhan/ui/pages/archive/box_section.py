"""档案盒: the boxes by class and number with how full they are, what lies in each, its labels, its 备考表 (4.6.3)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models.archive import box_checks, box_files
from lianluozhan.models.archive.box_files import BoxFile, room_words
from lianluozhan.models.archive.boxing import CAPACITY, span_words
from lianluozhan.models.archive.record import Box, BoxCheck, Item, Retention
from lianluozhan.models.archive.statements import day_words
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...record_table import Column
from ...slices import Row
from ..sections.section import Act, Entry, Shown, TableSection
from . import box_drawers
from .box_check_sheet import CheckSheet

SPINES, FRONT, STATEMENT, CONTENT = "F81", "F81F", "F81N", "F81L"
SHEETS = ((SPINES, "盒脊"), (FRONT, "盒面"), (STATEMENT, "备考表"), (CONTENT, "盒内目录"))
LISTED = 40  # 件 of a box beside the list
CHECKS = 5
PRINTED_AT_MOST = 500
VIEWS = (
    ("", "全部"),
    ("unplaced", "没写存放位置的"),
    ("unchecked", "备考表没有检查的"),
    ("unlooked", "没有核对过的"),
)


class BoxRows:
    """The listing with its figures in words."""

    def __init__(self, session: Session, listing: Listing) -> None:
        self.listing = listing
        self._room = {spine: box_files.capacity_of(session, spine) for spine in CAPACITY}

    def count(self) -> int:
        return self.listing.count()

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return [self._told(row) for row in self.listing.page(limit, after)]

    def _told(self, row: Row) -> Row:
        room = self._room.get(row["spine"], 0)
        return row | {
            "class": class_label(row["year"], Retention(row["retention"]), row["unit"]),
            "span": span_words(row["first"], row["last"]) if row["first"] else "空盒",
            "fill": room_words(row["sheets"], room),
        }


def class_label(year: int | None, retention: Retention, unit: str = "") -> str:
    """2025年 30年 RDB."""
    return " ".join(part for part in (f"{year}年", retention.label, unit) if part)


class BoxSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "boxes", "档案盒", "archive", "盒"
    RECORD = Box
    ADD, PERMISSION, FIND = "装盒", "archive.box", "查找题名、档号、存放位置、年度"
    EMPTY = ("还没有档案盒", "编好件号的件，点“装盒”，按纸的张数分到各盒，先看再定。")
    LEFT_OUT_WORDS = "显示撤掉的"
    COLUMNS = (
        Column("盒号", "number", lambda number: f"{number} 号", width=56),
        Column("年度和期限", "class", width=118),
        Column("起止号", "span", width=112),
        Column("装了多少", "fill", width=106),
        Column("存放位置", "place"),
        Column("状态", "voided_on", lambda _: "撤盒", width=60),
    )
    LEFT_OUT = COLUMNS[5]

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return (*VIEWS, *((str(year), f"{year}年") for year in box_files.years(self.session)))

    def listing(self) -> BoxRows:
        found = box_files.listing(self.session, self.words, view=self.which, voided=self.retired)
        return BoxRows(self.session, found)

    def in_use(self) -> int:
        return box_files.listing(self.session).count()

    def name_of(self, record: Box) -> str:
        return f"{class_label(record.year, record.retention, record.unit)} {record.number} 号盒"

    @property
    def refusal(self) -> str:
        return super().refusal.replace("添加和修改", "装盒和核对")

    # One box ---------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        file = box_files.box_file(self.session, record_id)
        box = file.box
        state, tone = file.room_words, "stop" if file.sheets > file.capacity else "good"
        if box.voided_on:
            state, tone = "撤盒", "calm"
        elif not file.items:
            state, tone = "空盒", "wait"
        checks = box_checks.checks_of(self.session, record_id)
        left = len(file.items) - LISTED
        return Shown(
            title=self.name_of(box),
            subtitle=file.class_code,
            state=state,
            tone=tone,
            facts=self._facts(file),
            acts=self._acts(file),
            entries_title=f"要印的、核对记录和盒里的 {len(file.items)} 件" if not box.voided_on else "核对记录",
            entries=(
                *self._paper(file),
                *(self._check(check) for check in checks[:CHECKS]),
                *(self._item(file, item) for item in file.items[:LISTED]),
            ),
            hint=f"下面列了前 {LISTED} 件，还有 {left} 件，印“盒内目录”看全。" if left > 0 else "",
        )

    def _facts(self, file: BoxFile) -> tuple[tuple[str, str], ...]:
        box = file.box
        of = "起止案卷号" if file.volumes else "起止件号"
        span = "—".join(dict.fromkeys((file.first, file.last))) if file.first else ""
        volumes = f"{len(file.volumes)} 卷，" if file.volumes else ""
        if box.voided_on:
            return (("撤盒", f"{day_words(box.voided_on)}，{box.void_reason}"), ("盒脊", f"{box.spine} 毫米"))
        signed = (
            ("整理", f"{file.arranged_by}　{day_words(box.arranged_on)}" if box.arranged_on else ""),
            ("检查", f"{file.checked_by}　{day_words(box.checked_on)}" if box.checked_on else ""),
        )
        found = (
            (of, span),
            ("件数和页数", f"{volumes}{len(file.items)} 件，{file.pages} 页"),
            ("装了多少", f"{file.room_words}，盒脊 {box.spine} 毫米"),
            ("机构（问题）", file.unit_name),
            ("存放位置", box.place),
            ("盒内情况", file.statement),
            *signed,
            ("备注", box.note),
        )
        wanted = ("存放位置", "检查")
        return tuple((label, words) for label, words in found if words or label in wanted)

    def _paper(self, file: BoxFile) -> tuple[Entry, ...]:
        if not self.session.may("print.form") or file.box.voided_on or not file.items:
            return ()
        page, box_id = self.page, file.box.id
        acts = tuple(Act(words, _printing(page, number, box_id), icon="printer") for number, words in SHEETS)
        return (Entry("这一盒要印的", "盒脊和盒面贴在盒上，备考表放在最后一件后面。", "纸", "calm", acts),)

    def _check(self, check: BoxCheck) -> Entry:
        who = self.session.find(Staff, check.checked_by)
        words = "　".join(part for part in (box_checks.verdict(check), check.note) if part)
        whole = not check.missing and not check.foreign_sheets
        title = f"{day_words(check.checked_on)}核对　{who.name if who else ''}"
        return Entry(title, words, "相符" if whole else "不符", "good" if whole else "stop")

    def _item(self, file: BoxFile, item: Item) -> Entry:
        lent = any(loan.item_id == item.id for loan in file.lent)
        number = f"{item.sequence:04d}　" if item.sequence else ""
        words = f"{item.archival_number}　{item.pages or 0} 页"
        acts: tuple[Act, ...] = ()
        if self.may_edit and not file.box.voided_on:
            acts = (Act("移到别的盒", lambda: box_drawers.move(self, file, item)),)
        return Entry(f"{number}{item.title}", words, "借出" if lent else "在盒", "wait" if lent else "good", acts)

    def _acts(self, file: BoxFile) -> tuple[Act, ...]:
        box = file.box
        if box.voided_on or not self.may_edit:
            return ()
        acts = [Act("撤盒", lambda: box_drawers.void(self, box), "danger")]
        acts.append(Act("存放位置", lambda: box_drawers.put_away(self, box), icon="map-pin"))
        if file.items:
            acts.append(Act("核对", lambda: self.check(box.id), icon="clipboard-check", key="F9"))
        acts.append(self.edit_act(box.id))
        return tuple(acts)

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.session.may("print.form"):
            return ()
        return (
            Act("打印清单里的盒脊", lambda: self._print_listed(SPINES), icon="printer"),
            Act("打印清单里的备考表", lambda: self._print_listed(STATEMENT)),
        )

    def _print_listed(self, number: str) -> None:
        ids = attempt(self.page, self._listed)
        if ids is not None:
            self.page.print_sheets(number, ids)

    def _listed(self) -> list[int]:
        rows = [row for row in self.listing().page(PRINTED_AT_MOST + 1) if not row["voided_on"]]
        if len(rows) > PRINTED_AT_MOST:
            raise RuleError(f"清单里超过 {PRINTED_AT_MOST} 盒，一次打印太多。请先选一个年度，再打印。")
        if not rows:
            raise RuleError("清单里没有档案盒。请先装盒，或者上面选“全部”。")
        return [row["id"] for row in rows]

    def check(self, box_id: int) -> None:
        """Look through the box, on a page of its own."""

        def made() -> CheckSheet:
            sheet = CheckSheet(self.session, box_id)
            sheet.kept.connect(self._checked)
            return sheet

        self.page.open_job(made)

    def _checked(self, box_id: int) -> None:
        self.page.layers.close_jobs()
        self.page.open_record(box_id)
        self.page.take_focus()

    def add(self) -> None:
        box_drawers.ask_plan(self)

    def edit(self, record_id: int) -> None:
        box = self.session.get(Box, record_id)
        if box.voided_on is None:
            box_drawers.edit(self, box)

    def open_draft(self, what: str, record_id: int) -> None:
        box = self.session.get(Box, record_id)
        if box.voided_on:
            raise RuleError("这一盒已经撤了，不能再改。草稿还在；不要了，就点“不要了”。")
        super().open_draft(what, record_id)


def _printing(page: Any, number: str, box_id: int) -> Any:
    def do() -> None:
        page.print_sheets(number, [box_id])

    return do
