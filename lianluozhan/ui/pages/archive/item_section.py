"""归档文件: every 件 of the archive with its catalogue line, found by any word, number, person, year or box (4.6)."""

from __future__ import annotations

from functools import partial
from typing import Any

from lianluozhan.models.archive import correcting, lending, lists, ordering, schemes
from lianluozhan.models.archive.item_files import ItemFile, item_file
from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.record import Item, Retention
from lianluozhan.models.listing import Listing

from ...attempt import attempt
from ...record_list import ListRow, RecordList
from ...shortcuts import shortcut
from ...slices import Row
from ..sections.section import Act, Shown
from . import item_acts, number_drawer, sources
from .item_shown import facts_of, part_entries, state_of
from .item_words import read_words
from .loan_section import lend
from .reading_room import open_reading
from .two_lines import TwoLineSection

STATES = ("waiting", "lacking", "numbered", "unboxed", "out", "due", "struck", "taken_out", "handed", "destroyed")
YEAR, CLASS, ALL = "year:", "class:", "all"
CATALOGUE, COVER, WHOLE = "F80", "F80C", "F82I"


class ItemSection(TwoLineSection):
    KEY, LABEL, ICON, COUNTED = "items", "归档文件", "file-text", "件"
    RECORD = Item
    PERMISSION, FIND = "archive.file", "查找题名、档号、人、2026年、永久、3号盒"
    EMPTY = ("还没有归档的文件", "到“待归档”里把材料齐的勾上，一次归档，归好的都列在这里。")
    LEFT_OUT_WORDS = "含已撤的"

    # The list --------------------------------------------------------------------------------------------------------

    def make_view(self) -> RecordList:
        view = super().make_view()
        for keys, by, words in (("Ctrl+Up", self.move_up, "往前移一件"), ("Ctrl+Down", self.move_down, "往后移一件")):
            shortcut(view, keys, by, words=words)
        return view

    def row(self, row: Row) -> ListRow:
        day = (row["dated_on"] or "").replace("-", "")
        box = f"{row['box_number']}号盒" if row["box_number"] else ""
        pages = f"{row['pages']}页" if row["pages"] else "没有页数"
        detail = "　".join(words for words in (row["archival_number"], day, pages, box, row["responsible"]) if words)
        state, tone = state_of(row, self.session.today.isoformat())
        heading = f"{row['year']}年 {Retention(row['retention']).label} {row['unit']}".strip()
        return ListRow(row["title"], detail, "", "calm", state, tone, heading, voided=bool(row["voided_on"]))

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        views = [("", "在档的全部"), *((key, lists.STATES[key][0]) for key in STATES)]
        for each in lists.years(self.session):
            views.append((f"{YEAR}{each.year}", f"{each.year}年"))
            found = lists.classes(self.session, each.year)
            for one in found if len(found) > 1 else ():
                unit = f" {one.unit}" if one.unit else ""
                key = f"{CLASS}{each.year}:{one.retention.value}:{one.unit}"
                views.append((key, f"{each.year}年 {one.retention.label}{unit}"))
        return tuple(views)

    @property
    def wanted(self) -> ItemFilter:
        """What the chooser, the line and the tick say."""
        state = ALL if self.retired else ""
        if self.which.startswith(YEAR):
            wanted = ItemFilter(state=state, year=int(self.which.removeprefix(YEAR)))
        elif self.which.startswith(CLASS):
            year, retention, unit = self.which.removeprefix(CLASS).split(":")
            wanted = ItemFilter(state=state, year=int(year), retention=Retention(retention), unit=unit)
        else:
            wanted = ItemFilter(state=self.which or state, newest_first=not self.which)
        return read_words(self.words, wanted)

    def listing(self) -> Listing:
        return lists.listing(self.session, self.wanted)

    def in_use(self) -> int:
        return lists.listing(self.session).count()

    def name_of(self, record: Item) -> str:
        return record.archival_number or record.title

    @property
    def year(self) -> int | None:
        """The year that is looked at: of the view, else of the current line."""
        if (year := self.wanted.year) is not None:
            return year
        row = self.view.current()
        return int(row["year"]) if row else None

    # One 件 ----------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        file = item_file(self.session, record_id)
        item = file.item
        state, tone = state_of(_facts(item, self.view.current()), self.session.today.isoformat())
        return Shown(
            title=item.title,
            subtitle=item.archival_number or f"{item.year}年 {item.retention.label}，还没有编件号",
            state=state,
            tone=tone,
            facts=facts_of(self.session, file),
            acts=self._acts(file),
            entries_title="里面的材料",
            entries=part_entries(self, file),
            entry_acts=self._part_acts(item),
        )

    def _part_acts(self, item: Item) -> tuple[Act, ...]:
        acts: list[Act] = []
        if self._may_change(item):
            acts.append(Act("添加", lambda: item_acts.add_papers(self, item), icon="plus"))
            if item.source_id is not None:
                acts.append(Act("重列", lambda: item_acts.compose_anew(self, item), icon="refresh-cw"))
            acts.append(Act("排顺序", lambda: item_acts.change_parts(self, item), icon="list"))
        elif self._may_correct(item):
            acts.append(Act("更正材料", lambda: item_acts.correct_parts(self, item), icon="list"))
        return (*acts, *self._use_acts(item))

    def _use_acts(self, item: Item) -> tuple[Act, ...]:
        """To read it here on the screen, to lend it."""
        if item.destroyed_on:
            return ()
        acts = [Act("阅览", partial(open_reading, self.page, item.id), icon="eye")]
        if self.session.may("archive.lend") and not lending.why_gone(self.session, item):
            acts.append(Act("借阅", partial(lend, self.page, item.id), icon="book-open"))
        return tuple(acts)

    def _may_change(self, item: Item) -> bool:
        return self.may_edit and item.sequence is None and item.voided_on is None

    def _may_correct(self, item: Item) -> bool:
        gone = item.voided_on or item.destroyed_on or item.handed_over_on
        return self.session.may("archive.correct") and item.sequence is not None and not gone

    def _acts(self, file: ItemFile) -> tuple[Act, ...]:
        item, desk = file.item, self.page.desk
        acts: list[Act] = []
        if self._may_change(item):
            acts.append(Act("撤出", lambda: item_acts.take_out(self, item), "danger"))
        elif self._may_correct(item):
            acts.append(Act("撤件", lambda: item_acts.strike(self, item), "danger"))
            acts.append(Act("改列", lambda: item_acts.reclassify(self, item)))
        if sources.can_open(desk, item):
            acts.append(Act("看记录", lambda: sources.open_source(desk, item), icon="file-text"))
        if self.session.may("print.form") and not item.destroyed_on and not item.voided_on:
            acts.append(Act("打印", lambda: item_acts.ask_print(self, file), icon="printer", key="Ctrl+P"))
        if self._may_change(item):
            acts.append(self.edit_act(item.id))
        elif self._may_correct(item):
            acts.append(Act("更正", lambda: self.edit(item.id), icon="file-pen-line", key="Enter"))
        return tuple(acts)

    def edit(self, record_id: int) -> None:
        """Before it is numbered it is changed, afterwards corrected."""
        item = self.session.get(Item, record_id)
        if self._may_change(item):
            item_acts.edit(self, item)
        elif self._may_correct(item):
            item_acts.correct(self, item)

    @property
    def may_edit(self) -> bool:
        return self.session.may(self.PERMISSION)

    # Acts on the list ------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        acts: list[Act] = []
        if self.may_edit:
            acts.append(Act("排好顺序", self.arrange, icon="list"))
        if self.session.may("archive.number"):
            acts.append(Act("编件号", self.number, icon="stamp"))
        if self.session.may("print.form"):
            acts.append(Act("打印目录", self.print_catalogue, icon="printer"))
        return tuple(acts)

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Put the current 件 before its neighbour in its class, or behind it (Ctrl+↑, Ctrl+↓)."""
        row = self.view.current()
        if row is None or not self.may_edit:
            return
        if row["sequence"] is not None or row["voided_on"]:
            self.page.desk.say("已经编号的件不能移动；还没有编号的，按 Ctrl+↑ Ctrl+↓ 移动。")
            return
        item = self.session.get(Item, row["id"])
        if self.wanted.newest_first:
            number_drawer.show_year(self, item.year or 0)  # in the order of the numbers to come: up is up
        ids = [each.id for each in ordering.waiting(self.session, item.year or 0) if same_class(each, item)]
        at, beyond = ids.index(item.id), by if by < 0 else 2
        if not 0 <= at + by < len(ids):
            self.page.desk.say("已经是这一类的第一件了。" if by < 0 else "已经是这一类的最后一件了。")
            return
        before = ids[at + beyond] if at + beyond < len(ids) else None
        attempt(self.page, lambda: ordering.move(self.session, item.id, before))

    def arrange(self) -> None:
        number_drawer.arrange(self)

    def number(self) -> None:
        number_drawer.open_numbering(self)

    def print_catalogue(self) -> None:
        item_acts.ask_catalogue(self)

    def add(self) -> None:
        """Nothing is added here: what is filed comes from 待归档."""

    @property
    def refusal(self) -> str:
        if not self.may_edit:
            return super().refusal.replace("添加和修改", "归档和修改")
        if not self.session.may("archive.number"):
            return "编件号、更正和撤件由档案员办理。"
        return ""

    def open_draft(self, what: str, record_id: int) -> None:
        item = self.session.get(Item, record_id)
        self.page.open_record(record_id)
        ways = {"reclassify": item_acts.reclassify, "strike": item_acts.strike, "papers": item_acts.add_papers}
        ways.get(what, _edit)(self, item)

    def approvers(self) -> list[tuple[int, str]]:
        return correcting.approvers(self.session)

    @property
    def is_chosen(self) -> bool:
        return schemes.is_chosen(self.session)


def _edit(section: ItemSection, item: Item) -> None:
    section.edit(item.id)


def same_class(one: Item, other: Item) -> bool:
    return (one.year, one.retention, one.unit) == (other.year, other.retention, other.unit)


def _facts(item: Item, row: Row | None) -> dict[str, Any]:
    """As a row has them; whether it is out stands in the row of the list."""
    names = ("sequence", "voided_on", "remark", "destroyed_on", "handed_over_on")
    found = {name: getattr(item, name) for name in names}
    found["kept_until"] = item.kept_until.isoformat() if item.kept_until else None
    return found | {"is_out": bool(row and row["id"] == item.id and row["is_out"])}
