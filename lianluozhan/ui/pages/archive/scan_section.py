"""扫描件: a folder of scans is taken in, what found its record is shown there, what waits is looked at (N7, 4.6.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from lianluozhan.models import veil
from lianluozhan.models.archive import scan_hanging, scan_suggestions
from lianluozhan.models.archive.record import Item
from lianluozhan.models.archive.scan_files import ENDINGS
from lianluozhan.models.archive.scan_suggestions import Suggestion
from lianluozhan.models.archive.scan_targets import Target, targets_called
from lianluozhan.models.archive.scans import Scan, ScanHow, ScanState
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session

from ... import appearance
from ...attempt import attempt
from ...editors import LineEditor
from ...question import ask_reason
from ...record_list import ListRow
from ...slices import Row
from ..opinion.record_parts import show_file
from ..opinion.words import short_moment
from ..sections.section import Act, Entry, Shown
from . import scan_way, scan_work
from .scan_sheet import ScanSheet, ShownScan
from .two_lines import TwoLineSection

TONES = {ScanState.WAITING: "wait", ScanState.HUNG: "good", ScanState.DISMISSED: "calm"}
_STATES = {state.value: state for state in ScanState}


class ScanSection(TwoLineSection):
    KEY, LABEL, ICON, COUNTED = "scans", "扫描件", "scan", "页"
    RECORD = Scan
    ADD, PERMISSION, FIND = "收扫描件", "archive.scan", "查找文件名、纸号、说明"
    EMPTY = (
        "没有待认的扫描件",
        "签好字的表扫描以后放在一个文件夹里，点“收扫描件”：认得出纸号的自己挂好，其余的在这里指定。",
    )
    LEFT_OUT_WORDS = ""
    VIEWS = (
        (ScanState.WAITING.value, "待认的"),
        (ScanState.HUNG.value, "挂好的"),
        (ScanState.DISMISSED.value, "不用的"),
    )

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return session.may("archive.scan")

    def make_record(self) -> ScanSheet:
        return ScanSheet(self)

    def listing(self) -> Listing:
        return scan_suggestions.listing(self.session, self.words, state=_STATES[self.which])

    def row(self, row: Row) -> ListRow:
        state = ScanState(row["state"])
        blank = bool(row["is_blank"]) and state is ScanState.WAITING
        where = "、".join(part for part in (row["hung_on"], row["archival_number"] or "") if part)
        hung = f"{row['paper_code'] or '人工指定'}　{where}" if state is ScanState.HUNG else ""
        return ListRow(
            title=f"{row['file_name']} 第 {row['page']} 页",
            detail=hung or row["note"],
            state="空白" if blank else state.label,
            tone="calm" if blank else TONES[state],
        )

    def in_use(self) -> int:
        return scan_suggestions.waiting(self.session)

    def name_of(self, record: Scan) -> str:
        return f"{record.file_name} 第 {record.page} 页"

    def found_words(self, listed: int) -> str:
        blank = len(scan_suggestions.blank_pages(self.session)) if self.which == ScanState.WAITING else 0
        return f"共 {listed} 页" + (f"，其中 {blank} 页空白" if blank else "")

    # One page ------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        scan = self.session.get(Scan, record_id)
        content = attempt(self.page, lambda: scan_hanging.content_of(self.session, scan.id)) or b""
        return ShownScan(
            title=self.name_of(scan),
            subtitle=f"{short_moment(scan.taken_at, self.session.today)}收进",
            state="空白" if scan.is_blank and scan.state is ScanState.WAITING else scan.state.label,
            tone=TONES[scan.state],
            facts=self._facts(scan),
            acts=self._acts(scan),
            entries_title="可能属于" if scan.state is ScanState.WAITING else "",
            entries=tuple(self._offers(scan)) if scan.state is ScanState.WAITING and self.may_edit else (),
            picture=(scan.attachment_id or 0, content),
        )

    def _facts(self, scan: Scan) -> tuple[tuple[str, str], ...]:
        item = self._item(scan)
        hung = scan.state is ScanState.HUNG
        how = f"{scan.how.label}" + (f"　{scan.paper_code}" if scan.paper_code else "")
        found = (
            ("说明", "" if hung else scan.note),
            ("属于", scan_way.name_of(self.session, self._target(scan)) if hung else ""),
            ("挂在", scan.hung_on if hung else ""),
            ("所在的件", f"{item.archival_number or '还没有编号'}　{item.title}" if item else ""),
            ("认件方式", how if scan.how is not ScanHow.NONE or scan.paper_code else ""),
            ("转正", f"顺时针转了 {scan.turned} 度" if scan.turned else ""),
        )
        return tuple((label, words) for label, words in found if words)

    def _item(self, scan: Scan) -> Item | None:
        if not scan.item_id or veil.sentence(self.session, Item.TABLE, scan.item_id):
            return None
        return self.session.find(Item, scan.item_id)

    def _target(self, scan: Scan) -> Target:
        return scan_suggestions.target_of(scan)

    def _acts(self, scan: Scan) -> tuple[Act, ...]:
        kept = scan.attachment_id
        acts: list[Act] = []
        if kept and self.session.may("attachment.read") and scan.state is not ScanState.DISMISSED:
            acts.append(Act("打开原图", lambda: attempt(self.page, lambda: show_file(self.session, kept))))
        if not self.may_edit:
            return tuple(acts)
        if scan.state is not ScanState.DISMISSED:
            acts.append(Act("转 90 度", lambda: self.turn(scan.id), icon="rotate-ccw"))
        if scan.state is ScanState.WAITING:
            acts.append(Act("不收", lambda: self.dismiss(scan.id), role="danger", icon="x"))
            acts.append(Act("指定", lambda: self.ask_where(scan.id), role="primary", icon="search", key="Enter"))
        else:
            acts.append(Act("退回待认", lambda: self.take_back(scan), icon="undo-2"))
        if scan.state is ScanState.HUNG and scan_way.can_open(self.page.desk, self._target(scan)):
            way = self._target(scan)
            acts.append(Act("看记录", lambda: scan_way.open_record(self.page.desk, way), icon="file-text"))
        return tuple(acts)

    def _offers(self, scan: Scan) -> list[Entry]:
        return [self._offer(scan.id, each) for each in scan_suggestions.suggestions(self.session, scan.id)]

    def _offer(self, scan_id: int, each: Suggestion) -> Entry:
        name = scan_way.name_of(self.session, each.target)
        return Entry(name, each.why, each.mark, "calm", (Act("挂在这里", lambda: self.hang(scan_id, each.target)),))

    # Taking in -----------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        return (Act("只收几个文件", self.add_files), Act("去掉空白页", self.drop_blank))

    def add(self) -> None:
        """A whole folder."""
        title = "扫描件在哪个文件夹"
        folder = QFileDialog.getExistingDirectory(self.page, title, appearance.scan_folder())
        if folder:
            appearance.keep_scan_folder(folder)
            self.offer([Path(folder)])

    def add_files(self) -> None:
        """Some files of one."""
        kinds = f"扫描件 ({' '.join(f'*{ending}' for ending in ENDINGS)})"
        names, _ = QFileDialog.getOpenFileNames(self.page, "选扫描件", appearance.scan_folder(), kinds)
        if names:
            self.offer([Path(name) for name in names])

    def offer(self, paths: list[Path]) -> None:
        """Ask once, then take them in."""
        move = scan_work.ask_to_take(self.page, paths)
        if move is not None:
            self.take_in(paths, move=move)

    def take_in(self, paths: list[Path], *, move: bool = False) -> None:
        """Take them in with a bar, and say what became of them."""
        scan_work.take_in(self.page, self.session, paths, move=move)
        self.page.reload()
        self.page.take_focus()

    # Deeds ---------------------------------------------------------------------------------------------------------

    def hang(self, scan_id: int, target: Target) -> None:
        attempt(self.page, lambda: scan_hanging.hang(self.session, scan_id, target), saved=self._say_hung)

    def ask_where(self, scan_id: int) -> None:
        """Hang by what is typed."""
        scan = self.session.get(Scan, scan_id)
        drawer = self.drawer("指定属于哪条记录", self.name_of(scan), act="挂上")
        hint = "纸上左下角的纸号，或者登记编号、文号、档号，照着写全。"
        drawer.fields.put("纸号或编号", LineEditor("words", max_length=60), required=True, hint=hint)
        self.keep_draft(drawer, scan, what="where")

        def act(values: dict[str, Any]) -> Scan:
            return scan_hanging.hang(self.session, scan_id, self._one(values["words"]))

        drawer.open(act, self._say_hung)

    def _say_hung(self, scan: Scan) -> None:
        self.page.desk.say(f"挂好了：{scan_way.name_of(self.session, self._target(scan))}。")

    def _one(self, words: str) -> Target:
        found = targets_called(self.session, words)
        if not found:
            raise InvalidRecord({"words": "没有这个纸号或编号。请看着纸上再核对一遍，或用“查找”找到记录的编号。"})
        if len(found) > 1:
            names = "、".join(scan_way.name_of(self.session, each) for each in found[:3])
            raise InvalidRecord({"words": f"有 {len(found)} 条记录是这个编号（{names}）。请写纸号或档号。"})
        return found[0]

    def turn(self, scan_id: int) -> None:
        attempt(self.page, lambda: scan_hanging.turn(self.session, scan_id, 90))

    def take_back(self, scan: Scan) -> None:
        if scan.state is ScanState.HUNG:
            told = "图片从记录上取下来，回到“待认的”里，重新指定。记录本身不变。"
            self.ask("退回待认？", told, "退回", "不退", lambda: scan_hanging.take_back(self.session, scan.id))
        else:
            attempt(self.page, lambda: scan_hanging.take_back(self.session, scan.id))

    def dismiss(self, scan_id: int) -> None:
        told = "图片不再显示在待认里，可以在“不用的”里退回。"
        why = ask_reason(self.page, "不收这一页？", told, "不收", "先不", label="原因", example="重复扫描")
        if why is not None:
            attempt(self.page, lambda: scan_hanging.dismiss(self.session, [scan_id], why))

    def drop_blank(self) -> None:
        blank = scan_suggestions.blank_pages(self.session)
        if not blank:
            self.page.desk.tell("待认里没有空白页。")
            return
        told = "看着是空白的背面。去掉以后可以在“不用的”里退回。"
        deed = lambda: scan_hanging.dismiss(self.session, blank, "空白页")  # noqa: E731
        self.ask(f"去掉 {len(blank)} 页空白页？", told, "去掉", "不去", deed)

    def edit(self, record_id: int) -> None:
        if self.session.get(Scan, record_id).state is ScanState.WAITING:
            self.ask_where(record_id)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "where":
            self.page.open_record(record_id)
            self.edit(record_id)
