"""The analysis report on paper: its tables add up, its bars are as long as their figures, nobody is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import analysis, opinions
from lianluozhan.models.analysis import Figures
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.opinions.counted import Group
from lianluozhan.models.session import Session
from lianluozhan.printing.document import Closing, Document, Grid, Para, texts
from lianluozhan.printing.forms.analysis_report import UNREAD, analysis_report
from lianluozhan.sheets import public

from ..models.conftest import Clock, clock, db, everybody, folder, keyring, keys, sign_in
from ..models.opinions.conftest import STREETLIGHT, Desk, desk
from ..samples import STATION
from .analysed import BODY, CHAPTERS, QUARTER, USUAL, report

__all__ = ["clock", "db", "desk", "everybody", "folder", "keyring", "keys", "sign_in"]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def table(document: Document, head: str) -> list[list[str]]:
    """The rows of the table whose first head says this."""
    found = next(grid for grid in grids(document) if grid.rows[0].cells[0].text == head)
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


@pytest.mark.clause("4.3.3")
def test_the_rows_of_each_table_add_up_to_its_last() -> None:
    made = analysis_report(report(USUAL))
    for head in ("分类", "来源渠道", "村（社区）", "承办单位"):
        *rows, total = table(made, head)
        assert total[0] == "合计"
        assert sum(int(row[1]) for row in rows) == int(total[1]) == 57
    assert table(made, "分类")[0][:3] == ["交通出行", "30", "52.6%"]


def test_tables_stand_at_the_end_of_the_first_two_parts_and_the_name_of_the_sender_last() -> None:
    blocks = analysis_report(report(USUAL)).blocks
    order = ["T" if isinstance(b, Grid) else "E" if isinstance(b, Closing) else b.text[0] for b in blocks if _marks(b)]
    assert "".join(order) == "一TTTT二TT三四五E"


def _marks(block: object) -> bool:
    return isinstance(block, Grid | Closing) or (isinstance(block, Para) and block.style == "h1")


def test_a_text_without_these_parts_has_its_tables_before_the_name_of_the_sender() -> None:
    blocks = analysis_report(report(USUAL, "本季度情况见下表。")).blocks
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Closing))
    assert sum(isinstance(block, Grid) for block in blocks[:at]) == 6


def test_a_bar_is_as_long_as_its_figure_and_reads_without_colour() -> None:
    chart = next(grid for grid in grids(analysis_report(report(USUAL))) if grid.frame == 0)
    bars = [(row.cells[0].text, row.cells[1].span) for row in chart.rows if row.cells[0].text]
    assert bars == [("交通出行", 29), ("生态环境", 19), ("农业农村与土地", 7)]
    assert all(0 < cell.tone < 1 for row in chart.rows for cell in row.cells[1:2])
    assert [row.cells[2].text.strip() for row in chart.rows if row.cells[0].text] == ["30件", "20件", "7件"]


def test_of_many_groups_the_smallest_share_one_bar() -> None:
    forty = tuple(replace(USUAL.groups["category"][0], key=str(n), name=f"类{n}", count=n) for n in range(40, 0, -1))
    found = replace(USUAL, groups={**USUAL.groups, "category": forty})
    chart = next(grid for grid in grids(analysis_report(report(found))) if grid.frame == 0)
    named = [row.cells[0].text for row in chart.rows if row.cells[0].text]
    assert (len(named), named[-1]) == (15, "其余26类")


def test_what_was_published_prints_the_same_whatever_has_become_of_the_records(desk: Desk, clock: Clock) -> None:
    one = desk.submitted()
    made = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.ANALYSIS, QUARTER))
    before = texts(sheets.of_record(desk.officer, "F21", made.id))
    opinions.void(desk.head, one.id, "重复登记")
    desk.submitted()
    desk.submitted()
    clock.go_to(date(2026, 7, 1))
    assert texts(sheets.of_record(desk.officer, "F21", made.id)) == before


def test_a_quarter_without_any_matter_says_so_and_prints_no_empty_tables(desk: Desk) -> None:
    made = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.ANALYSIS, QUARTER))
    document = sheets.of_record(desk.officer, "F21", made.id)
    assert "2026年第一季度没有收集到社情民意。" in texts(document)
    assert [grid.rows[0].cells[0].text for grid in grids(document)] == ["指标"]


def test_figures_that_cannot_be_read_are_said_to_be_and_the_words_print() -> None:
    document = analysis_report(replace(report(None), figures="{]"))
    assert UNREAD in texts(document)
    assert grids(document) == []


def test_a_blank_report_has_the_five_parts_and_empty_tables() -> None:
    document = analysis_report(None, STATION)
    said = texts(document)
    assert [part for part in BODY.split("\n") if part in said and part[1] == "、"] == list(CHAPTERS)
    assert len(grids(document)) == 4


PEOPLE = ("周长福", "13812342609", "石桥村三组17号", "510502197001011234", "hemin@example.com", "万大山")


@pytest.fixture
def told(desk: Desk, clock: Clock) -> Session:
    """A quarter in which titles and words name submitters, with a late one and one that was solved."""
    with desk.officer.action("deputy.edit"):
        desk.officer.add(Deputy(name="何敏", phone="13900001111"))
    named = replace(STREETLIGHT, title="周长福反映三组路灯坏，电话13812342609", content="身份证510502197001011234。")
    desk.dispatched(named)
    desk.replied(replace(named, submitter_name="万大山", title="万大山家门口的路灯"))
    clock.go_to(date(2026, 6, 1))
    return desk.officer


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("genre", [Genre.ANALYSIS, Genre.BULLETIN])
def test_what_the_program_drafts_names_nobody(told: Session, genre: Genre) -> None:
    whole = analysis.around(analysis.Span.YEAR, QUARTER.first)
    made = analysis.write(told, analysis.draft_of(told, genre, whole))
    assert "逾期30日以上" in made.body
    said = "\n".join(texts(sheets.of_record(told, "F21", made.id)))
    assert [person for person in PEOPLE if person in said] == []


@pytest.mark.clause("4.7.2")
def test_a_name_that_the_author_writes_into_a_bulletin_is_masked_for_the_public(told: Session, tmp_path: Path) -> None:
    drafted = analysis.draft_of(told, Genre.BULLETIN, QUARTER)
    made = analysis.write(
        told, drafted, body=f"{drafted.body}\n周长福（13812342609，石桥村三组17号）反映的路灯已修好。"
    )
    guard = public.Guard.of(told, OfficialDocument.TABLE, [made.id])
    finished = guard.finished(sheets.of_record(told, "F21", made.id))
    assert [person for person in PEOPLE if person in "\n".join(texts(finished))] == []
    public.write(guard, [finished], tmp_path / "通报.docx")
    public.write(guard, [finished], tmp_path / "通报.pdf")


@pytest.mark.clause("4.7.2")
def test_whoever_came_before_the_period_and_fell_due_in_it_is_masked_too(told: Session) -> None:
    april = analysis.around(analysis.Span.QUARTER, date(2026, 4, 1))
    drafted = analysis.draft_of(told, Genre.BULLETIN, april)
    assert Figures.read(drafted.figures).counts["collected"] == 0
    made = analysis.write(told, drafted, body="一、总体情况\n周长福反映的路灯逾期没有修好。")
    guard = public.Guard.of(told, OfficialDocument.TABLE, [made.id])
    assert "周长福" not in "\n".join(texts(guard.finished(sheets.of_record(told, "F21", made.id))))


def test_only_reports_are_drafted_of_figures_and_none_of_days_to_come(desk: Desk) -> None:
    with pytest.raises(RuleError, match="文种"):
        analysis.draft_of(desk.officer, Genre.NOTICE, QUARTER)
    with pytest.raises(RuleError, match="还没有到"):
        analysis.draft_of(desk.officer, Genre.ANALYSIS, analysis.around(analysis.Span.YEAR, date(2030, 1, 1)))


@pytest.mark.clause("3.2.3")
def test_counting_again_says_by_name_what_has_changed_since(desk: Desk, clock: Clock) -> None:
    first = desk.submitted()
    made = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.ANALYSIS, QUARTER))
    assert analysis.counted_again(desk.officer, made.id) == []
    opinions.void(desk.head, first.id, "重复登记")
    second, third = desk.submitted(), desk.submitted()
    found = {each.label: each for each in analysis.counted_again(desk.officer, made.id)}
    assert (found["收集"].old, found["收集"].new) == ("1 件", "2 件")
    assert found["收集"].came == (second.number, third.number)
    assert found["收集"].left == (first.number,)
    assert "已办结" not in found
    assert Figures.read(desk.officer.get(OfficialDocument, made.id).figures).counts["collected"] == 1


def test_the_reports_of_the_station_are_listed_the_newest_first(desk: Desk) -> None:
    quarter = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.ANALYSIS, QUARTER))
    earlier = analysis.around(analysis.Span.QUARTER, date(2025, 10, 1))
    older = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.BULLETIN, earlier))
    assert [found.id for found in analysis.reports(desk.officer)] == [quarter.id, older.id]
    assert quarter.title == "2026年第一季度社情民意分析报告"
    assert older.title == "关于2025年第四季度社情民意办理情况的通报"


@pytest.mark.parametrize("group", [Group.CATEGORY, Group.BODY])
def test_a_report_keeps_the_names_that_groups_had(desk: Desk, group: Group) -> None:
    from lianluozhan.models import categories

    desk.dispatched()
    made = analysis.write(desk.officer, analysis.draft_of(desk.officer, Genre.ANALYSIS, QUARTER))
    names = [row.name for row in Figures.read(made.figures).groups[group.value]]
    categories.edit(desk.vice, 1, name="道路交通")
    kept = Figures.read(desk.officer.get(OfficialDocument, made.id).figures)
    assert [row.name for row in kept.groups[group.value]] == names


def test_the_sum_of_a_table_stays_with_the_last_of_its_rows() -> None:
    blocks = analysis_report(report(USUAL), STATION).blocks
    tables = [block for block in blocks if isinstance(block, Grid) and block.head]
    sums = [table.rows[-1] for table in tables if table.rows[-1].cells[0].text == "合计"]
    assert len(sums) >= 3
    assert all(row.tied for row in sums)
