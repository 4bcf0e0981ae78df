"""The room 统计: a period is chosen, figures are read, each opens what it counts, a report is written."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan import paths
from lianluozhan.models import analysis, opinions
from lianluozhan.models.analysis import Span
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.found import Act
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.counted import Group, read
from lianluozhan.models.permissions import Role
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.find_acts import deeds
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.pages.statistics.view_column import INDICATORS, REPORTS, VIEWS
from lianluozhan.ui.pages.statistics_page import StatisticsPage
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question
from lianluozhan.ui.text import Words
from tests.keeping import noon
from tests.sample_station import sample_station

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return sample_station(tmp_path_factory.mktemp("statistics") / "home").folder


@pytest.fixture
def session(made, tmp_path):
    opened = sign_in(Home(Path(shutil.copytree(made, tmp_path / "home"))), "zhouchangfu", PASSWORD, now=noon)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    found = Desk(session, changes, home=session.folder.parent)
    found.announced = changes  # lives as long as the desk
    qtbot.addWidget(found)
    found.resize(1366, 740)
    with qtbot.waitExposed(found):
        found.show()
    found.activateWindow()
    return found


@pytest.fixture
def page(desk) -> StatisticsPage:
    found = desk.go("statistics")
    assert isinstance(found, StatisticsPage)
    found.bar.span.set_value(Span.YEAR)
    return found


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def shown(page, row, heading):
    headings = [each.title for each in page.figures.figures.headings]
    return page.figures.figures.rows[row][headings.index(heading)].text


def row_of(page, name):
    return next(at for at, row in enumerate(page.figures.figures.rows) if row[0].text == name)


def drawer_of(desk) -> Drawer:
    return [child for child in desk.children() if isinstance(child, Drawer) and child.isVisible()][-1]


def test_the_room_opens_at_the_quarter_of_today_as_the_setting_says(desk, session):
    page = desk.go("statistics")
    assert page.bar.period == analysis.around(Span.QUARTER, session.today)
    assert page.view == INDICATORS
    assert "季度" in page.bar.label.text()


@pytest.mark.clause("4.3.3")
def test_every_figure_of_the_indicators_opens_as_many_matters_as_it_says(desk, page):
    model = page.figures.figures
    figures = [(row, cell) for row in model.rows for cell in row if cell.opens and cell.text.isdigit()]
    assert len(figures) > 30
    for _, cell in figures:
        page._open(cell.opens)
        opened = desk.current
        assert isinstance(opened, OpinionPage)
        assert opened.list.listing().count() == int(cell.text)
    assert opened.list.at.said()


def test_by_keys_alone_one_comes_from_a_figure_to_its_matters_and_back_to_all(desk, page):
    page.take_focus()
    QTest.keyClick(desk, Key.Key_8, ALT)
    for _ in range(row_of(page, "受理")):
        press(Key.Key_Down)
    count = int(shown(page, row_of(page, "受理"), "数字"))
    press(Key.Key_Return)
    opened = desk.current
    assert isinstance(opened, OpinionPage)
    assert opened.list.records.records.total == count
    assert opened.list.bar._said.text().startswith("只看：受理，")
    assert QApplication.focusWidget() is opened.list.records
    opened.list.bar.clear_wanted.emit()
    assert opened.list.records.records.total > count


def test_a_click_on_a_figure_opens_it_and_one_on_a_word_does_not(desk, page):
    index = page.figures.figures.index(0, 8)
    QTest.mouseClick(page.figures.viewport(), Qt.MouseButton.LeftButton, pos=page.figures.visualRect(index).center())
    assert desk.current is page
    index = page.figures.figures.index(0, 1)
    QTest.mouseClick(page.figures.viewport(), Qt.MouseButton.LeftButton, pos=page.figures.visualRect(index).center())
    assert isinstance(desk.current, OpinionPage)


def test_the_row_in_which_the_cursor_stands_says_how_it_is_counted(page):
    page.figures.setCurrentIndex(page.figures.figures.index(row_of(page, "满意率"), 1))
    assert page.note.text() == "满意率，按最近一次评价的日期：满意和基本满意 ÷ 已评价。"


def test_alt_and_an_arrow_go_to_the_period_before_and_after(desk, page):
    year = page.bar.period.first.year
    page.take_focus()
    press(Key.Key_Left, ALT)
    assert page.bar.period.label == f"{year - 1}年"
    press(Key.Key_Right, ALT)
    press(Key.Key_Right, ALT)
    assert page.bar.period.label == f"{year + 1}年"
    assert shown(page, 0, "数字") == "0"


def test_free_days_are_typed_and_wrong_ones_are_refused_in_words(page, monkeypatch):
    told = []
    monkeypatch.setattr(Question, "exec", lambda self: told.append(self.findChildren(Words)[-1].text()) or 0)
    page.bar.span.set_value(Span.FREE)
    assert page.bar.first.isVisible()
    page.bar.first.set_value(date(2026, 6, 1))
    page.bar.until.set_value(date(2026, 5, 1))
    page.bar.count.click()
    assert told == ["截止的日期不能早于开始的日期，请检查。"]
    page.bar.until.set_value(date(2026, 8, 31))
    page.bar.count.click()
    assert page.bar.period.label == "2026年6月1日至8月31日"


@pytest.mark.clause("3.2.3")
@pytest.mark.parametrize("group", list(Group))
def test_the_rows_of_a_group_add_up_and_each_figure_opens_its_matters(desk, page, group):
    page.open_section(group.value)
    *rows, total = page.figures.figures.rows
    assert sum(int(row[1].text) for row in rows) == int(total[1].text)
    assert total[0].text.startswith("合计")
    for row in rows:
        for cell in row:
            if cell.opens:
                narrowing = opinions.Narrowing(counted=cell.opens)
                assert opinions.listing(page.session, view=opinions.View.ALL, narrowing=narrowing).count() == int(
                    cell.text
                )


def test_bars_are_as_long_as_their_figures(page):
    page.open_section(Group.CATEGORY.value)
    rows = page.figures.figures.rows[:-1]
    longest = max(int(row[1].text) for row in rows)
    assert [row[2].bar for row in rows] == [int(row[1].text) / longest for row in rows]


def test_a_matter_registered_meanwhile_is_counted_at_once(desk, page, session):
    before = int(shown(page, 0, "数字"))
    opinions.register(session, Opinion(received_on=session.today, title="路灯坏了", content="坏了四盏。"))
    assert int(shown(page, 0, "数字")) == before + 1


@pytest.mark.clause("3.2.3")
def test_a_report_is_written_with_one_key_kept_and_shown_as_it_will_print(desk, page, session):
    page.take_focus()
    press(Key.Key_F9)
    drawer = drawer_of(desk)
    assert "一、总体情况" in drawer.fields.values()["body"]
    drawer.fields.set_values({"title": "一年社情民意分析"})
    QTest.keyClick(drawer, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    document = analysis.reports(session)[0]
    assert (document.title, document.genre) == ("一年社情民意分析", Genre.ANALYSIS)
    assert (document.period_from, document.period_until) == (page.bar.period.first, page.bar.period.until)
    assert isinstance(page.layers.currentWidget(), PrintRoom)
    assert page.step_back()
    assert page.view == REPORTS
    assert shown(page, 0, "标题") == "一年社情民意分析"


def test_counting_again_names_what_came_and_the_report_stays(desk, page, session):
    document = analysis.write(session, analysis.draft_of(session, Genre.BULLETIN, page.bar.period))
    form = Opinion(
        received_on=session.today,
        submitter_name="周长福",
        title="路灯坏了",
        content="坏了四盏。",
        category_id=1,
        proposal="请办理。",
    )
    added = opinions.register_and_submit(session, form)
    page.open_section(REPORTS)
    page.sheet.again.click()
    said = "\n".join(words.text() for words in drawer_of(desk).findChildren(Words))
    assert f"多了 {added.number}" in said
    assert session.get(OfficialDocument, document.id).figures == document.figures
    desk.step_back()


def test_enter_on_a_report_opens_the_print_room_and_its_words_are_changed_among_the_documents(desk, page, session):
    document = analysis.write(session, analysis.draft_of(session, Genre.ANALYSIS, page.bar.period))
    page.open_section(REPORTS)
    press(Key.Key_Return)
    assert isinstance(page.layers.currentWidget(), PrintRoom)
    desk.step_back()
    page.sheet.edit.click()
    assert desk.current is desk.page("registers")
    assert desk.current.section.view.current()["id"] == document.id


def test_where_no_report_was_written_it_says_what_to_do_and_a_blank_one_prints(page):
    page.open_section(REPORTS)
    assert page.note.text().startswith("还没有写过")
    assert not page.sheet.again.isEnabled()
    page.sheet.blank.click()
    assert isinstance(page.layers.currentWidget(), PrintRoom)


def test_a_report_that_was_begun_is_there_again(desk, page, session):
    from lianluozhan.models import drafts
    from lianluozhan.ui.draft_ways import open_again

    page.write(Genre.BULLETIN)
    drawer = drawer_of(desk)
    drawer.fields.editors()["title"].setFocus()
    QTest.keyClicks(drawer.fields.editors()["title"], "2026")
    desk.step_back()
    (lying,) = [each for each in drafts.of(session) if each.form.startswith("statistics.")]
    desk.go("today")
    open_again(desk, lying)
    assert desk.current is page
    assert "2026" in drawer_of(desk).fields.values()["title"]
    desk.step_back()


@pytest.mark.clause("3.2.3")
def test_all_tables_are_exported_as_figures(page, tmp_path, monkeypatch):
    wanted = tmp_path / "统计"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    page.sheet.export.click()
    book = openpyxl.load_workbook(tmp_path / "统计.xlsx")
    assert book.sheetnames[0] == "指标"
    assert len(book.sheetnames) == 1 + len(Group)
    assert book["指标"]["B4"].value == page.found.counts["collected"]
    rows = list(book["分类"].iter_rows(min_row=4, values_only=True))
    assert sum(row[1] for row in rows[:-1]) == rows[-1][1] == page.found.counts["collected"]
    assert not any(str(cell.value).startswith("=") for sheet in book for row in sheet for cell in row)


def test_whoever_only_reads_sees_figures_and_writes_no_reports(dressed, qtbot, made, tmp_path):
    archivist = sign_in(Home(Path(shutil.copytree(made, tmp_path / "other"))), "wangxiuying", PASSWORD, now=noon)
    archivist.roles = frozenset({Role.ARCHIVIST})
    found = Desk(archivist, Changes(), home=tmp_path)
    qtbot.addWidget(found)
    found.resize(1366, 740)
    found.show()
    page = found.go("statistics")
    assert not page.sheet.report.isVisible()
    assert not page.sheet.bulletin.isVisible()
    assert page.sheet.export.isVisible()
    archivist.close()


def test_the_search_goes_to_every_table_and_begins_a_report(desk, page):
    acts: list[Act] = [act for act, _ in deeds(desk)]
    named = {act.title for act in acts}
    assert {f"去统计：{words}" for _, words in VIEWS} <= named
    begin = next(deed for act, deed in deeds(desk) if act.title == "写办理情况通报")
    begin()
    assert drawer_of(desk).title == "写办理情况通报"
    desk.step_back()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_with_large_text_the_table_keeps_its_figures_and_the_foot_its_buttons(
    dressed, qtbot, session, percent, tmp_path
):
    theme.apply(dressed, theme.LIGHT, percent, paths.resources() / "icons", tmp_path)
    try:
        found = Desk(session, Changes(), home=tmp_path)
        qtbot.addWidget(found)
        found.resize(1366, 690)
        found.show()
        page = found.go("statistics")
        QApplication.processEvents()
        assert found.height() <= 690
        for key, _ in VIEWS:
            page.open_section(key)
            QApplication.processEvents()
            assert page.figures.horizontalScrollBar().maximum() == 0, key
            assert page.figures.viewport().height() >= theme.scaled(60)  # most of two rows
            corner = page.sheet.report.mapTo(page, QPoint(page.sheet.report.width(), page.sheet.report.height()))
            assert page.rect().contains(corner)
    finally:
        theme.apply(dressed, theme.LIGHT, 100, paths.resources() / "icons", tmp_path)


def test_what_a_list_is_narrowed_to_is_said_in_words_of_the_figure(page, session):
    token = page.found.counted("late", Group.VILLAGE, "1").token
    said = analysis.said_of(session, token)
    name = session.rows("SELECT name FROM villages WHERE id = 1")[0][0]
    assert said == f"没有按期答复，{name}，{page.bar.period.label}（按办理期限）"
    assert read(token) is not None
    assert analysis.said_of(session, "什么:都:不是") == ""
