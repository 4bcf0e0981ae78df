"""Taking in a roster in the window: file, dry run with decisions, import, taking back; and the export (2.2.4)."""

import shutil

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from lianluozhan.models import deputies, homes
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.pages.deputies.roster_page import RosterPanel

from ..rosters import messy, roster
from .station_at_work import PASSWORD, make_station

ROW = ("", "张三", "男", "汉", "", "", "", "", "镇", "第一选区", "", "")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def panel(dressed, qtbot, session):
    made = RosterPanel(session)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    return made


@pytest.fixture
def desk(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=session.folder.parent)
    made.announced = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    return made


def tried(qtbot, panel, path):
    panel.read(path)
    qtbot.waitUntil(lambda: panel.plan is not None, timeout=20_000)


def planned_again(qtbot, panel):
    before = panel.plan
    qtbot.waitUntil(lambda: panel.plan is not None and panel.plan is not before, timeout=20_000)


@pytest.mark.clause("2.2.4")
def test_a_messy_roster_is_shown_row_by_row_then_stored_then_taken_back(qtbot, panel, session, tmp_path, monkeypatch):
    tried(qtbot, panel, messy(tmp_path / "名册.xlsx"))
    checking = panel.checking
    assert checking.columns.whole.values()["term"] == "第十八届"
    assert checking.columns.whole.values()["level"] is Level.TOWNSHIP
    shown = {key: table.records.loaded.total for key, table in checking.tables.items()}
    assert shown == {"asked": 0, "bad": 2, "remarks": 0, "good": 6, "same": 0}
    assert session.select(Deputy) == [] and checking.import_button.text() == "导入 6 行"
    checking.import_button.click()
    qtbot.waitUntil(lambda: panel.outcome is not None, timeout=20_000)
    assert len(session.select(Deputy)) == 5
    assert "新增代表 5 位" in panel.ending.words.text()
    monkeypatch.setattr("lianluozhan.ui.pages.import_page.ask", lambda *_: True)
    panel.ending.back_button.click()
    assert session.select(Deputy, "retired_on IS NULL") == []
    assert panel.choosing.batches.records.loaded.total == 1


def test_a_namesake_is_decided_in_place(qtbot, panel, session, tmp_path):
    known = deputies.add(session, Deputy(name="张三"), [Mandate(level=Level.COUNTY)])
    tried(qtbot, panel, roster(tmp_path / "名册.xlsx", ROW))
    checking = panel.checking
    assert checking.view.value() == "asked" and checking.decision.isVisible()
    assert not checking.import_button.isEnabled()
    checking.decision.set_value(f"deputy:{known.id}")
    planned_again(qtbot, panel)
    assert checking.import_button.isEnabled()
    assert checking.tables["asked"].current()["answer"].startswith("就是张三")
    checking.import_button.click()
    qtbot.waitUntil(lambda: panel.outcome is not None, timeout=20_000)
    assert {m.level for m in deputies.mandates_of(session, known.id)} == {Level.COUNTY, Level.TOWNSHIP}


def test_a_wrong_file_is_refused_in_words_and_another_can_be_chosen(qtbot, panel, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"not a table")
    panel.read(path)
    qtbot.waitUntil(lambda: panel.choosing.problem.text() != "", timeout=20_000)
    assert "不是 Excel 表格" in panel.choosing.problem.text()


def test_whoever_comes_back_to_the_columns_stands_on_them_and_not_on_what_is_hidden(qtbot, panel, tmp_path):
    tried(qtbot, panel, roster(tmp_path / "名册.xlsx", ("1", "赵明山", "男")))
    panel.setFocus()
    stands = panel.window().focusWidget()
    assert stands is not None and stands.isVisibleTo(panel)


def test_the_empty_roster_can_be_had(panel, tmp_path, monkeypatch):
    wanted = tmp_path / "空表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    panel.choosing.template_button.click()
    assert wanted.exists()


def test_the_room_of_the_deputies_leads_to_the_import_and_writes_the_roster(desk, session, tmp_path, monkeypatch):
    deputies.add(session, Deputy(name="张三", phone="13900000001"), [Mandate()])
    page = desk.go("deputies")
    acts = {act.label: act for act in page.section.list_acts()}
    wanted = tmp_path / "名册.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    acts["导出名册"].do()
    desk._drawer().save()
    assert load_workbook(wanted)["名册"]["B4"].value == "张三"
    said = session.value("SELECT changes FROM audit_log WHERE action = 'deputy.export'")
    assert '"unmasked":false' in said
    acts["导入名册"].do()
    assert isinstance(page.layers.currentWidget(), RosterPanel)


def test_the_end_of_a_term_tells_the_import_what_holds_for_the_new_one(dressed, qtbot, session, tmp_path):
    made = RosterPanel(session, term="第十九届", starts_on=session.today)
    qtbot.addWidget(made)
    made.show()
    tried(qtbot, made, roster(tmp_path / "名册.xlsx", ROW))
    ((mandate,),) = [tuple(person.mandates) for person in made.plan.people]
    assert (mandate.term, mandate.starts_on) == ("第十九届", session.today)
