"""积分: the ranking of a year with what each item brought, and the table of points that it is counted by (3.1.4)."""

from __future__ import annotations

from lianluozhan.models import deputy_lists
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service import points
from lianluozhan.models.service.file_sheets import key_of
from lianluozhan.models.service.point_rules import CountSource
from lianluozhan.models.service.point_table import points_words
from lianluozhan.models.service.points import Item, Ranked

from ...record_table import Column, RecordTable
from ...slices import Row
from ..sections.section import Act, Shown, TableSection
from ..system.section_table import HeldRows
from .hand_count import count_by_hand
from .point_table_page import PointTablePage
from .points_tab import standing

RANKING, SHEET = "F06R", "F06"
TONES = dict(zip((*points.GRADES, points.NOT_YET), ("good", "work", "stop", "calm"), strict=True))


class PointsSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "points", "积分", "star", "位"
    PERMISSION, FIND = "points.change", "查找姓名、小组"
    EMPTY = ("还没有可以排名的代表", "有在任的代表以后，按履职记录自动计分，在这里排名。")
    LEFT_OUT, LEFT_OUT_WORDS = None, ""
    COLUMNS = (
        Column("名次", "place", width=60),
        Column("姓名", "name", width=104),
        Column("小组", "group"),
        Column("次数", "times", align="right", width=64),
        Column("总分", "total", align="right", width=66),
        Column("等级", "grade", width=64),
    )

    def make_view(self) -> RecordTable:
        """Empty until the section is opened: all points are counted for it."""
        self._lines: dict[int, Ranked] = {}
        return RecordTable(self.COLUMNS, HeldRows())

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return tuple((str(year), f"{year}年") for year in points.years(self.session))

    @property
    def year(self) -> int:
        return int(self.which)

    @property
    def refusal(self) -> str:
        return ""

    def listing(self) -> HeldRows:
        self._lines = {line.deputy_id: line for line in points.ranking(self.session, self.year)}
        words = self.words.strip()
        return HeldRows([self._row(line) for line in self._lines.values() if words in f"{line.name} {line.group}"])

    def _row(self, line: Ranked) -> Row:
        tally = line.tally
        return {
            "id": line.deputy_id,
            "place": str(line.place),
            "name": line.name,
            "group": line.group,
            "times": str(tally.times),
            "total": tally.words,
            "grade": tally.grade,
        }

    def refresh(self, words: str, retired: bool) -> int:
        """Counted anew each time, for every record of service may change it."""
        self._seen = ("\0", retired, self.which)
        return super().refresh(words, retired)

    def in_use(self) -> int:
        return deputy_lists.listing(self.session, view=deputy_lists.IN_OFFICE).count()

    def show_year(self, year: int | None, deputy_id: int) -> None:
        """Turn to the ranking of a year, and there to a deputy."""
        if year is not None:
            self.which = str(year)
            self.page.reload()
        self.page.open_record(deputy_id)

    # The record ----------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        tally = points.points(self.session, record_id, self.year)
        line = self._lines.get(record_id)
        place = line.place if line else 0
        words, _, days = standing(tally, place, len(self._lines)).partition("，执行职务 ")  # too long for a low head
        facts = [("执行职务", days), *((item.rule.item, _item_words(item)) for item in tally.items)]
        return Shown(
            title=self.session.get(Deputy, record_id).name,
            subtitle=f"{self.year}年　{words}",
            state=tally.grade,
            tone=TONES[tally.grade],
            facts=tuple(facts),
            acts=self._acts(record_id, tally.items),
        )

    def _acts(self, deputy_id: int, items: tuple[Item, ...]) -> tuple[Act, ...]:
        acts = []
        if self.session.may("print.form"):
            printing = lambda: self.page.print_sheets(SHEET, [key_of(deputy_id, self.year)])  # noqa: E731
            acts.append(Act("打印积分表", printing, icon="printer", key="Ctrl+P"))
        if self.session.may("points.count"):
            acts += [
                Act(f"填写“{item.rule.item}”", lambda item=item: self._count(deputy_id, item))  # type: ignore[misc]
                for item in items
                if item.rule.source is CountSource.HAND
            ]
        return (*acts, Act("看履职档案", lambda: self.edit(deputy_id), icon="file-text", key="Enter"))

    def _count(self, deputy_id: int, item: Item) -> None:
        count_by_hand(self, deputy_id, self.year, item, self.page.reload)

    def list_acts(self) -> tuple[Act, ...]:
        acts = []
        if self.session.may("print.form"):
            acts.append(Act("打印排名", lambda: self.page.print_sheets(RANKING, [self.year]), icon="printer"))
        label = "修改积分表" if self.session.may(self.PERMISSION) else "看积分表"
        return (*acts, Act(label, lambda: self.page.open_job(lambda: PointTablePage(self.page.desk, self.year))))

    def add(self) -> None:
        """Nothing is added here: points follow the records of service."""

    @property
    def may_edit(self) -> bool:
        """Enter opens the points of a deputy for everybody."""
        return True

    def edit(self, record_id: int) -> None:
        """The points of a deputy with the records behind them, in his own file."""
        page = self.page
        page.open_section("deputies")
        page.open_record(record_id)
        turn = getattr(page.record, "open_tab", None)
        if turn is not None:
            turn("积分")


def _item_words(item: Item) -> str:
    if not item.times:
        return ""
    reason = f"（{item.reason}）" if item.reason else ""
    return f"{item.times} 次，{points_words(item.points)} 分{reason}"
