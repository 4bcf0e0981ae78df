"""排好顺序 and 编件号: what will be numbered, class by class, and what stands in the way, before it is done (4.6.2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lianluozhan.models.archive import gaps, giving, lists, ordering
from lianluozhan.models.archive.giving import Problem
from lianluozhan.models.archive.lists import ClassCount
from lianluozhan.models.archive.record import Item
from lianluozhan.models.errors import RuleError

from ...attempt import attempt
from ...editors import ChoiceEditor
from ...question import ask
from ...text import Words
from ..sections.section import one_of
from .item_acts import LACKING
from .working import at_once

if TYPE_CHECKING:
    from .item_section import ItemSection

SHOWN = 40  # what stands in the way, 件 by 件


def waiting_year(section: ItemSection) -> int | None:
    """The year that is looked at if something of it waits, else the newest in which something does; None of none."""
    years = [each.year for each in lists.years(section.session) if each.waiting]
    return section.year if section.year in years else years[0] if years else None


def arrange(section: ItemSection) -> None:
    """Put a year in order by the rule; what was moved by hand is put in order anew."""
    year = waiting_year(section)
    if year is None:
        section.page.desk.say("没有要排列的件：都已经编号，或还没有归档。")
        return
    words = "按类别、事由和日期排；手工移动过的也重新排。已经编号的不动。"
    if ask(section.page, f"排好{year}年还没有编号的件？", words, "排好顺序", "不排", role="primary"):

        def done(items: list[Item]) -> None:
            section.page.desk.say(f"{year}年 {len(items)} 件排好了。要调整的，选中按 Ctrl+↑ Ctrl+↓。")
            show_year(section, year)

        deed = partial(ordering.arrange, section.session, year)
        attempt(section.page, lambda: at_once(section.page, "正在排顺序", deed), saved=done)


def show_year(section: ItemSection, year: int) -> None:
    """Turn the list to a year, in the order of its numbers."""
    section.which = f"year:{year}"
    section.page.reload()


def open_numbering(section: ItemSection) -> None:
    """Say what will be numbered, and number it."""
    year = waiting_year(section)
    if year is None:
        section.page.desk.say("没有要编号的件：都已经编号，或还没有归档。")
        return
    if any(not each.item.pages or not each.item.dated_on for each in giving.problems(section.session, year)):
        section.which = LACKING  # below the drawer lie those that are to be put right
        section.page.reload()
        section.page.take_focus()
    _Numbering(section, year)


class _Numbering:
    """The drawer, which says everything anew when another year is chosen."""

    def __init__(self, section: ItemSection, year: int) -> None:
        self.section, self.session = section, section.session
        self.drawer = drawer = section.drawer("编件号", "件号编定以后不能改，只能更正、改列或者撤件。", act="编件号")
        years = [each.year for each in lists.years(self.session) if each.waiting]
        shown = [(each, f"{each}年") for each in years]
        self.year: ChoiceEditor = drawer.fields.put("年度", one_of("year", shown, year), required=True)
        self.plan: Words = drawer.fields.add_words("")
        self.way: Words = drawer.fields.add_words("", "problem")
        self.year.changed.connect(self.tell)
        self.tell()
        drawer.open(self.number, self.done)

    def tell(self) -> None:
        """Class by class, then what stands in the way."""
        year = self.year.value()
        counted = [each for each in lists.classes(self.session, year) if each.waiting]
        self.plan.setText("\n".join(map(class_words, counted)))
        found = self.refusals(year)
        self.way.setText("\n".join(found))
        self.way.setVisible(bool(found))
        self.drawer.act_button.setEnabled(not found)

    def refusals(self, year: int) -> list[str]:
        """Why this year cannot be numbered, sentence by sentence; empty if it can."""
        try:
            giving.ready(self.session)
        except RuleError as refusal:
            return [str(refusal)]
        lost = [gaps.words_of(gap) for gap in gaps.missing_numbers(self.session) if gap.year == year]
        found = giving.problems(self.session, year)
        more = [f"另外还有 {len(found) - SHOWN} 件。"] if len(found) > SHOWN else []
        head = [f"有 {len(found)} 件还不能编号，先关上这里，在清单里改好这些："] if found else []
        return [*lost, *head, *map(_problem_words, found[:SHOWN]), *more]

    def number(self, values: dict[str, Any]) -> list[Item]:
        deed = partial(giving.number, self.session, values["year"])
        return at_once(self.section.page, "正在编件号", deed)

    def done(self, items: list[Item]) -> None:
        numbers = [item.archival_number for item in items]
        span = f"：{numbers[0]} 到 {numbers[-1]}" if len(numbers) > 1 else f"：{numbers[0]}" if numbers else ""
        self.section.page.desk.say(f"已编 {len(numbers)} 件{span}。接着打印目录和归档章。")
        show_year(self.section, items[0].year or 0 if items else self.year.value())
        self.section.page.take_focus()


def class_words(found: ClassCount) -> str:
    """永久：12 件，编 0001 到 0012 号."""
    unit = f" {found.unit}" if found.unit else ""
    first, last = found.last + 1, found.last + found.waiting
    numbers = f"{first:04d} 号" if first == last else f"{first:04d} 到 {last:04d} 号"
    return f"{found.retention.label}{unit}：{found.waiting} 件，编 {numbers}"


def _problem_words(problem: Problem) -> str:
    return f"“{problem.item.title}”{problem.words}"
