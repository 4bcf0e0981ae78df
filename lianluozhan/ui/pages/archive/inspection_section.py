"""迎检 (F86): what a year holds clause by clause, what is missing and where it is mended, and all of it printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from lianluozhan.models.archive import inspecting, proposing
from lianluozhan.models.archive.inspecting import Point, PointState
from lianluozhan.models.archive.inspection_points import ASKED

from ...attempt import attempt
from ...editors import LineEditor, OptionRow
from ...record_list import ListRow
from ...slices import Row
from ..sections.section import Act, Shown
from ..sections.voiding import day_words
from ..system.section_table import HeldRows
from . import inspection_work
from .two_lines import TwoLineSection

FORM = "F86"
TONES = {PointState.WHOLE: "good", PointState.MISSING: "stop", PointState.OPEN: "wait"}
THERE = [(True, "已有"), (False, "还没有")]
LISTED = 20  # of what is missing, beside the list
_ROOM_FOR_A_KEY = 10**10


class InspectionSection(TwoLineSection):
    KEY, LABEL, ICON, COUNTED = "inspection", "迎检", "flag", "项"
    PERMISSION, FIND = "archive.inspect", "查找条款、资料、缺什么"
    EMPTY = ("没有这样的项目", "上面换一年，或者看全部。")
    LEFT_OUT_WORDS = ""

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        """This year or, in the first months, the last one; what is missing of it; the other years."""
        years = inspecting.years(self.session)
        this = proposing.due_year(self.session.today)
        narrowed = [(f"{this}:{state}", f"{this}年：{state.label}") for state in (PointState.MISSING, PointState.OPEN)]
        rest = [(f"{year}", f"{year}年") for year in years if year != this]
        return ((f"{this}", f"{this}年"), *narrowed, *rest)

    @property
    def year(self) -> int:
        return int(self.which.partition(":")[0])

    @property
    def points(self) -> Sequence[Point]:
        """All of the year, counted anew when something was written since."""
        stand = (self.year, self.session.today, inspecting.stand(self.session))
        if self._stand != stand:
            self._stand, self._points = stand, inspecting.inspection(self.session, self.year)
        return self._points

    _stand: Any = None
    _points: Sequence[Point] = ()

    # The list --------------------------------------------------------------------------------------------------------

    def listing(self) -> HeldRows:
        state, words = self.which.partition(":")[2], self.words.strip()
        return HeldRows(
            [
                {"id": number, "point": point}
                for number, point in enumerate(self.points, 1)
                if (not state or point.state == state) and words in _found_by(point)
            ]
        )

    def refresh(self, words: str, retired: bool) -> int:
        self._seen = ("\0", retired, self.which)  # read from memory each time
        return super().refresh(words, retired)

    def row(self, row: Row) -> ListRow:
        point: Point = row["point"]
        missing = f"缺：{point.missing_words}" if point.found.lacking else point.there_words
        detail = missing if point.state is PointState.MISSING else point.there_words
        return ListRow(
            title=f"{point.asked.clauses[0]}　{point.asked.what}",
            detail=detail or ("要人工填写" if point.state is PointState.OPEN else point.found.expected),
            state=point.state.label,
            tone=TONES[point.state],
            group=point.chapter,
        )

    def counts(self) -> Mapping[str, int]:
        return Counter(row["point"].chapter for row in self.listing().rows)

    def in_use(self) -> int:
        return len(ASKED)

    def found_words(self, listed: int) -> str:
        said = "，".join(f"{state.label} {sum(point.state is state for point in self.points)}" for state in PointState)
        return f"{self.year}年共 {len(self.points)} 项：{said}"

    def name_of(self, record: Any) -> str:
        return str(record.point)

    # One point -------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        point = self.points[record_id - 1]
        mark, lacking = point.mark, point.found.lacking
        more = f"\n等 {len(lacking)} 项" if len(lacking) > LISTED else ""
        facts = (
            ("要求", point.found.expected),
            ("已有", point.found.there),
            ("缺什么", "\n".join(lacking[:LISTED]) + more),
            ("填写", f"{'已有' if mark.is_there else '还没有'}　{mark.words}".strip() if mark else ""),
            ("存放位置", mark.place if mark else ""),
            ("填写人", f"{point.marked_by}　{day_words(mark.marked_on)}" if mark else ""),
            ("来源", f"{point.asked.source}（人工填写）" if point.is_by_hand else point.asked.source),
        )
        return Shown(
            title=point.asked.what,
            subtitle=f"{self.year}年　条款 {'、'.join(point.asked.clauses)}",
            state=point.state.label,
            tone=TONES[point.state],
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(point, record_id),
            hint=_hint(point),
        )

    def _acts(self, point: Point, record_id: int) -> tuple[Act, ...]:
        acts: list[Act] = []
        if self.session.may("print.form"):
            acts.append(Act("打印清单", self.print_list, icon="printer", key="Ctrl+P"))
        room = point.asked.room[0]
        goes = room and room in [known.key for known in self.page.desk.rooms]
        if self.may_edit:
            filled = Act("填写", lambda: self.edit(record_id), icon="file-pen-line", key="Enter")
            acts.append(filled)
        if goes:
            role = "primary" if point.found.lacking else ""
            acts.append(Act("去补" if point.found.lacking else "去看", lambda: self._go(point), role, key="F9"))
        return tuple(acts)

    def _go(self, point: Point) -> None:
        """Where it is mended."""
        room, section = point.asked.room
        desk = self.page.desk
        if room == self.page.ROOM:
            self.page.open_section(section)
        elif section:
            desk.go_section(room, section)
        else:
            desk.go(room)

    # Acts on the list ------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        acts: list[Act] = []
        if self.may_edit:
            acts.append(Act("沿用上一年填的", self._carry))
        if self.session.may("print.form"):
            acts.append(Act("打印全部资料", self.print_all, icon="printer"))
        return tuple(acts)

    def print_list(self) -> None:
        self.page.print_sheets(FORM, [self.year])

    def print_all(self) -> None:
        inspection_work.ask(self.page, self.session, self.year)

    def _carry(self) -> None:
        def said(count: int) -> None:
            self.page.desk.say(f"沿用了上一年填的 {count} 项，请逐项看看还对不对。")

        attempt(self.page, lambda: inspecting.carry_marks(self.session, self.year), saved=said)

    def add(self) -> None:
        """Nothing is added: what is asked is what the regulation says."""

    @property
    def refusal(self) -> str:
        return "" if self.may_edit else super().refusal.replace("添加和修改", "填写")

    def edit(self, record_id: int) -> None:
        self._ask(self.year, self.points[record_id - 1])

    def _ask(self, year: int, point: Point) -> None:
        asked, mark = point.asked, point.mark
        drawer = self.drawer(f"填写：{asked.what}", f"{year}年　条款 {'、'.join(asked.clauses)}")
        fields, self_counted = drawer.fields, not point.is_by_hand
        hint = "程序数出来缺的，纸上有的，填“已有”和存放位置。" if self_counted else ""
        fields.put("有没有", OptionRow("is_there", THERE), required=True, hint=hint)
        fields.put("存放位置", LineEditor("place", max_length=60), hint="例如：3 号盒；档案柜二层；门口左侧。")
        fields.put("说明", LineEditor("words", max_length=200))
        known = {"is_there": mark.is_there, "place": mark.place, "words": mark.words} if mark else {"is_there": True}
        fields.set_values(known)
        kind, owner = f"{self.page.ROOM}.{self.KEY}.mark", year * _ROOM_FOR_A_KEY + crc32(asked.key.encode())
        drawer.keep_draft(self.session, kind, owner, f"“{drawer.title}”", record=lambda _: None)
        drawer.open(lambda values: inspecting.mark(self.session, year, asked.key, **values), self._marked)

    def _marked(self, mark: inspecting.InspectionMark) -> None:
        """Stay at the line that was filled in."""
        number = next(at for at, point in enumerate(self.points, 1) if point.asked.key == mark.point)
        self.select(number)
        self.page.take_focus()

    def open_draft(self, what: str, record_id: int) -> None:
        year, code = divmod(record_id, _ROOM_FOR_A_KEY)
        for point in inspecting.inspection(self.session, year):
            if crc32(point.asked.key.encode()) == code:
                self._ask(year, point)
                return


def _found_by(point: Point) -> str:
    parts = (*point.asked.clauses, point.asked.what, point.asked.source, point.there_words, *point.found.lacking)
    return " ".join(parts)


def _hint(point: Point) -> str:
    if point.found.lacking and point.state is PointState.WHOLE:
        return "程序里还缺的，已经有人填了“已有”，所以算齐全；能补登记的，还是补上好。"
    return "程序看不见，看过以后按 Enter 填写有没有、放在哪里。" if point.state is PointState.OPEN else ""
