"""A roster of deputies, however messy, is tried first, taken in as one action, and can be taken back (2.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import audit, deputies, groups, rosters, staff
from lianluozhan.models.deputies import Deputy, Level, MandateStatus
from lianluozhan.models.errors import RuleError
from lianluozhan.models.groups import DeputyGroup, GroupMember
from lianluozhan.models.imports import ImportBatch, ImportKind, batches
from lianluozhan.models.rosters import Fate, RosterPlan
from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term
from tests.keeping import NOON, copied_home, enter
from tests.rosters import HEADS, LI, ZHANG, fates, identity, known, messy, remarks, roster

TODAY = NOON.date()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


def person(name: str = "张三", **values: str) -> tuple[str, ...]:
    """A row in the order of HEADS."""
    usual = {"性别": "男", "民族": "汉", "出生年月": "1975.06", "层级": "镇", "选区": "第一选区"} | values
    return tuple(name if head == "姓名" else usual.get(head, "") for head in HEADS)


def tried(
    session: Session, folder: Path, *rows: Sequence[object], heads: Sequence[str] = HEADS, **wish: object
) -> RosterPlan:
    return rosters.plan(session, roster(folder / "名册.xlsx", *rows, heads=heads), **wish)  # type: ignore[arg-type]


@pytest.mark.clause("2.2.4")
def test_a_messy_roster_becomes_people_with_their_mandates(session: Session, tmp_path: Path) -> None:
    plan = rosters.plan(session, messy(tmp_path / "名册.xlsx"))
    assert [(row.number, row.name, row.fate) for row in plan.rows] == [
        (5, "张三", Fate.NEW),
        (6, "阿依古丽·买买提", Fate.NEW),
        (7, "欧阳明", Fate.NEW),
        (9, "王五", Fate.NEW),
        (10, "赵六", Fate.NEW),
        (11, "赵六", Fate.MANDATE),
        (12, "", Fate.REFUSED),
        (13, "钱七", Fate.REFUSED),
    ]
    outcome = rosters.store(session, plan)
    assert (outcome.people, outcome.mandates) == (5, 7)
    people = {deputy.name: deputy for deputy in session.select(Deputy)}
    assert {deputy.born_on for deputy in people.values()} == {date(1975, 6, 1), date(1980, 11, 1), date(1968, 3, 1)}
    zhang = people["张三"]
    assert (zhang.nationality, zhang.party, zhang.education) == ("汉族", "中共党员", "大学本科")
    held = {m.level: (m.term, m.constituency) for m in deputies.mandates_of(session, people["赵六"].id)}
    assert held == {Level.COUNTY: ("第十八届", "第五选区"), Level.TOWNSHIP: ("第十八届", "第一选区")}
    assert audit.first_broken(session.db, session.keys) is None


def test_what_is_no_person_is_passed_over_and_told(session: Session, tmp_path: Path) -> None:
    plan = rosters.plan(session, messy(tmp_path / "名册.xlsx"))
    assert [number for number, _ in plan.passed] == [14, 15]


def test_a_dry_run_stores_nothing(session: Session, tmp_path: Path) -> None:
    before = session.rows("SELECT count(*) FROM audit_log")
    rosters.plan(session, messy(tmp_path / "名册.xlsx"))
    assert (session.select(Deputy), session.rows("SELECT count(*) FROM audit_log")) == ([], before)


@pytest.mark.parametrize(
    "text", ["1975.06", "75年6月", "1975-6", "19750601", 27546, "1975年6月生", "1975/6/1", 1975.06]
)
def test_a_month_of_birth_is_understood_however_it_is_written(session: Session, tmp_path: Path, text: object) -> None:
    (row,) = tried(session, tmp_path, person(出生年月=text)).people  # type: ignore[arg-type]
    assert row.facts["born_on"] == date(1975, 6, 1)


def test_october_that_a_spreadsheet_made_january_is_asked_for_unless_the_column_tells(
    session: Session, tmp_path: Path
) -> None:
    plan = tried(session, tmp_path, person(出生年月=1975.1))  # type: ignore[arg-type]
    assert "born_on" not in plan.people[0].facts and "1月还是10月" in remarks(plan)
    plan = tried(session, tmp_path, person(出生年月=1975.1), person("李四", 出生年月="1980.06"))  # type: ignore[arg-type]
    assert plan.people[0].facts["born_on"] == date(1975, 10, 1)


@pytest.mark.parametrize("number", [float(ZHANG[:17] + "0"), ZHANG[:15] + "000", ZHANG[:17], "110101750601001"])
def test_an_identity_number_that_lost_figures_is_told_and_never_stored(
    session: Session, tmp_path: Path, number: object
) -> None:
    plan = tried(session, tmp_path, (*person(), number), heads=(*HEADS, "身份证号码"))
    assert "没有存" in remarks(plan)
    rosters.store(session, plan)
    assert [deputy.id_number for deputy in session.select(Deputy)] == [""]


def test_a_right_identity_number_is_stored_and_tells_birth_and_sex(session: Session, tmp_path: Path) -> None:
    heads = ("姓名", "身份证号", "层级")
    rosters.store(session, tried(session, tmp_path, ("张三", ZHANG.lower(), "镇"), heads=heads))
    (deputy,) = session.select(Deputy)
    assert (deputy.id_number, deputy.born_on, deputy.sex) == (ZHANG, date(1975, 6, 1), staff.Sex.MALE)


@pytest.mark.parametrize(
    ("text", "name", "sex", "nationality"),
    [
        ("李桂兰（女）", "李桂兰", staff.Sex.FEMALE, ""),
        ("马 文(女，回族)", "马文", staff.Sex.FEMALE, "回族"),
        ("阿依古丽‧买买提（维吾尔族）", "阿依古丽·买买提", None, "维吾尔族"),
        ("张三（石桥村）", "张三（石桥村）", None, ""),
    ],
)
def test_what_lists_write_behind_a_name_is_taken_for_what_it_is(
    session: Session, tmp_path: Path, text: str, name: str, sex: staff.Sex | None, nationality: str
) -> None:
    (found,) = tried(session, tmp_path, (text, "镇"), heads=("姓名", "层级")).people
    facts = found.facts
    assert (facts["name"], facts.get("sex"), facts.get("nationality", "")) == (name, sex, nationality)


@pytest.mark.parametrize("text", ["县、镇", "县乡两级", "县级 镇级", "县、镇人大代表"])
def test_several_levels_in_one_cell_are_several_mandates(session: Session, tmp_path: Path, text: str) -> None:
    (found,) = tried(session, tmp_path, person(层级=text)).people
    assert {mandate.level for mandate in found.mandates} == {Level.COUNTY, Level.TOWNSHIP}


def test_levels_told_by_headings_between_the_rows_hold_for_the_rows_below(session: Session, tmp_path: Path) -> None:
    rows = (("一、县级人大代表",), person("甲一", 层级=""), ("二、镇人大代表",), person("乙二", 层级=""))
    plan = tried(session, tmp_path, *rows)
    assert [[m.level for m in found.mandates] for found in plan.people] == [[Level.COUNTY], [Level.TOWNSHIP]]


def test_a_row_whose_level_nobody_tells_is_refused(session: Session, tmp_path: Path) -> None:
    plan = tried(session, tmp_path, person(层级=""))
    assert fates(plan) == [Fate.REFUSED] and "层级" in plan.rows[0].words
    assert fates(tried(session, tmp_path, person(层级=""), level=Level.CITY)) == [Fate.NEW]


def test_the_same_person_at_the_station_is_recognised_and_gets_the_new_mandate(
    session: Session, tmp_path: Path
) -> None:
    one = known(session, born_on=date(1975, 6, 1))
    plan = tried(session, tmp_path, person("张 三", 电话="13900000001"), term="18")
    assert fates(plan) == [Fate.MANDATE]
    rosters.store(session, plan)
    (deputy,) = session.select(Deputy)
    assert (deputy.id, deputy.phone) == (one.id, "13900000001")
    assert {(m.level, m.term) for m in deputies.mandates_of(session, one.id)} == {
        (Level.COUNTY, "第十七届"),
        (Level.TOWNSHIP, "第十八届"),
    }


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"id_number": ZHANG}, ("张三", ZHANG, "", "")),
        ({"born_on": date(1975, 6, 15)}, ("张三", "", "1975.06", "")),
        ({"phone": "139-0000-0001"}, ("张三", "", "", "13900000001")),
    ],
)
def test_number_then_birth_then_phone_tell_the_same_person(
    session: Session, tmp_path: Path, facts: dict[str, Any], row: tuple[str, ...]
) -> None:
    known(session, **facts)
    plan = tried(session, tmp_path, (*row, "镇"), heads=("姓名", "身份证号", "出生年月", "电话", "层级"))
    assert fates(plan) == [Fate.MANDATE]


def test_a_namesake_of_whom_nothing_tells_is_asked_about_and_stays_out_until_answered(
    session: Session, tmp_path: Path
) -> None:
    one = known(session)
    plan = tried(session, tmp_path, person(出生年月=""), person("李四"))
    assert fates(plan) == [Fate.ASKED, Fate.NEW]
    rows = {"same": f"deputy:{one.id}", "new": "new", "out": "out"}
    assert {code for code, _ in plan.rows[0].choices} == set(rows.values())
    found = {
        key: fates(tried(session, tmp_path, person(出生年月=""), answers={plan.rows[0].number: code}))[0]
        for key, code in rows.items()
    }
    assert found == {"same": Fate.MANDATE, "new": Fate.NEW, "out": Fate.LEFT}
    rosters.store(session, plan)
    assert [deputy.name for deputy in session.select(Deputy)] == ["张三", "李四"]
    assert fates(tried(session, tmp_path, person(出生年月=""), assume_same=True)) == [Fate.MANDATE]


def test_people_of_one_name_and_different_birth_are_two_people(session: Session, tmp_path: Path) -> None:
    known(session, born_on=date(1960, 1, 1))
    plan = tried(session, tmp_path, person(), person(出生年月="1990.02", 电话="13900000009"))
    assert fates(plan) == [Fate.NEW, Fate.NEW]
    assert "按另一个人导入" in remarks(plan) and "按两个人导入" in remarks(plan)


def test_one_number_under_two_names_is_refused_in_a_file_and_asked_about_at_the_station(
    session: Session, tmp_path: Path
) -> None:
    heads = ("姓名", "身份证号", "层级")
    plan = tried(session, tmp_path, ("张三", ZHANG, "镇"), ("张山", ZHANG, "县"), heads=heads)
    assert fates(plan) == [Fate.NEW, Fate.REFUSED]
    known(session, "李四", id_number=LI)
    plan = tried(session, tmp_path, ("李思", LI, "镇"), heads=heads)
    assert fates(plan) == [Fate.ASKED] and "new" not in {code for code, _ in plan.rows[0].choices}


def test_what_the_station_knows_stays_unless_the_roster_is_said_to_be_newer(session: Session, tmp_path: Path) -> None:
    known(session, born_on=date(1975, 6, 1), phone="13900000001", level=Level.TOWNSHIP, term="第十八届")
    plan = tried(session, tmp_path, person(电话="13900000002"), term="第十八届")
    assert fates(plan) == [Fate.FILLED] and "保留本站的" in remarks(plan)
    rosters.store(session, plan)
    (deputy,) = session.select(Deputy)
    assert (deputy.phone, deputy.nationality) == ("13900000001", "汉族")
    rosters.store(session, tried(session, tmp_path, person(电话="13900000002"), newer=True))
    assert session.get(Deputy, deputy.id).phone == "13900000002"


@pytest.mark.clause("3.1.4")
def test_a_mandate_of_the_same_level_that_has_no_end_stands_against_the_next_term(
    session: Session, tmp_path: Path
) -> None:
    one = known(session, born_on=date(1975, 6, 1), level=Level.TOWNSHIP)
    wish: dict[str, Any] = {"term": "第十八届", "starts_on": date(2026, 11, 1)}
    plan = tried(session, tmp_path, person(), **wish)
    assert fates(plan) == [Fate.REFUSED] and "届满" in plan.rows[0].words
    rosters.store(session, tried(session, tmp_path, person(), **wish, expire_earlier=True))
    newest, oldest = deputies.mandates_of(session, one.id)
    assert (newest.term, newest.status) == ("第十八届", MandateStatus.ACTIVE)
    assert (oldest.ends_on, oldest.status) == (date(2026, 10, 31), MandateStatus.EXPIRED)


@pytest.mark.clause("3.1.4")
def test_a_closed_term_stays_as_it_is_and_who_is_elected_again_goes_on(session: Session, tmp_path: Path) -> None:
    one = known(session, born_on=date(1975, 6, 1), level=Level.TOWNSHIP)
    (old,) = deputies.mandates_of(session, one.id)
    deputies.end_mandate(session, old.id, MandateStatus.EXPIRED, date(2026, 10, 31), "届满")
    with session.action("deputy.edit"):
        closed: dict[str, Any] = {"starts_on": date(2021, 12, 1), "ends_on": date(2026, 10, 31), "closed_on": TODAY}
        session.add(Term(name="第十七届", **closed))
    heads = (*HEADS, "届次", "届满时间")
    row = (*person(电话="13900000001", 选区="第九选区"), "第十七届", "2026.10.31")
    plan = tried(session, tmp_path, row, heads=heads)
    assert (fates(plan), plan.stored) == ([Fate.SAME], 0) and "封存" in remarks(plan)
    plan = tried(session, tmp_path, (*person("李四"), "第十七届", "2026.10.31"), heads=heads)
    assert fates(plan) == [Fate.REFUSED] and "封存" in plan.rows[0].words
    row = (*person(电话="13900000001"), "第十八届", "")
    rosters.store(session, tried(session, tmp_path, row, heads=heads, starts_on=date(2026, 11, 1)))
    assert session.get(Deputy, one.id).phone == "13900000001"
    assert [m.term for m in deputies.mandates_of(session, one.id)] == ["第十八届", "第十七届"]


def test_a_second_import_of_the_same_roster_changes_nothing(session: Session, tmp_path: Path) -> None:
    file = messy(tmp_path / "名册.xlsx")
    rosters.store(session, rosters.plan(session, file))
    again = rosters.plan(session, file)
    assert (again.count(Fate.SAME), again.stored) == (6, 0)
    with pytest.raises(RuleError, match="没有要存的内容"):
        rosters.store(session, again)


def test_a_plan_that_is_out_of_date_is_not_stored(session: Session, tmp_path: Path) -> None:
    plan = tried(session, tmp_path, person())
    known(session, "李四")
    with pytest.raises(RuleError, match="重新预检"):
        rosters.store(session, plan)
    assert [deputy.name for deputy in session.select(Deputy)] == ["李四"]


def test_an_import_is_taken_back_whole_with_what_it_filled_in(session: Session, tmp_path: Path) -> None:
    one = known(session, born_on=date(1975, 6, 1))
    outcome = rosters.store(session, tried(session, tmp_path, person(电话="13900000001"), person("李四")))
    assert session.get(Deputy, one.id).phone == "13900000001"
    rosters.take_back(session, outcome.batch.id)
    assert session.get(Deputy, one.id) == one
    assert [m.level for m in deputies.mandates_of(session, one.id)] == [Level.COUNTY]
    assert [deputy_id for deputy_id, _ in deputies.choices(session)] == [one.id]
    again = tried(session, tmp_path, person("李四"), person("李四", 出生年月="", 选区="第二选区", 层级="县"))
    assert fates(again)[0] is Fate.MANDATE and "重新启用" in remarks(again)
    rosters.store(session, again)
    assert [deputy.name for deputy in session.select(Deputy, "retired_on IS NULL")] == ["张三", "李四"]
    with pytest.raises(RuleError, match="不用再撤回"):
        rosters.take_back(session, outcome.batch.id)


def test_an_import_stays_when_something_was_done_with_its_people(session: Session, tmp_path: Path) -> None:
    outcome = rosters.store(session, tried(session, tmp_path, person(), person("李四")))
    deputies.edit(session, session.select(Deputy, "name = '李四'")[0].id, note="请假")
    with pytest.raises(RuleError, match="李四导入以后"):
        rosters.take_back(session, outcome.batch.id)
    assert session.select(Deputy, "retired_on IS NOT NULL") == []


def test_rosters_and_ledgers_are_listed_apart(session: Session, tmp_path: Path) -> None:
    rosters.store(session, tried(session, tmp_path, person()))
    (batch,) = session.select(ImportBatch)
    assert (batch.kind, batch.row_count, batch.imported_on) == (ImportKind.DEPUTIES, 1, TODAY)
    assert (batches(session).count(), batches(session, ImportKind.DEPUTIES).count()) == (0, 1)


def test_people_join_the_groups_that_the_station_has(session: Session, tmp_path: Path) -> None:
    group = groups.form(session, DeputyGroup(name="第一代表小组"))
    heads = ("姓名", "层级", "代表小组", "组内职务")
    rows = (("张三", "镇", "第一代表小组", "组长"), ("李四", "镇", "第九代表小组", ""))
    plan = tried(session, tmp_path, *rows, heads=heads)
    assert "第九代表小组" in remarks(plan)
    rosters.store(session, plan)
    (member,) = session.select(GroupMember)
    assert (member.group_id, member.post) == (group.id, groups.GroupPost.LEADER)


@pytest.mark.parametrize(
    ("heads", "row", "words"),
    [
        (("反映人", "事由", "反映内容", "收到日期"), ("周长福", "路灯", "坏了", "2026-03-04"), "社情民意台账"),
        (("品名", "数量", "单价"), ("打印纸", "3", "20"), "姓名"),
        (HEADS, ("合计", *[""] * 11), "没有一行有姓名"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    session: Session, tmp_path: Path, heads: tuple[str, ...], row: tuple[str, ...], words: str
) -> None:
    with pytest.raises(RuleError, match=words):
        tried(session, tmp_path, row, heads=heads)


def test_a_csv_whose_merged_cells_were_lost_is_read_by_what_stands_above(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text(
        "姓名,层级,选区,出生年月\n张三,镇,第一选区,1975.06\n李四,,第二选区,1980.05\n,县,第九选区,\n", "gb18030"
    )
    plan = rosters.plan(session, file)
    assert [[m.level for m in found.mandates] for found in plan.people] == [
        [Level.TOWNSHIP],
        [Level.TOWNSHIP, Level.COUNTY],
    ]


def test_a_marking_of_secrecy_stops_the_row(session: Session, tmp_path: Path) -> None:
    plan = tried(session, tmp_path, person(备注="机密★10年"))
    assert fates(plan) == [Fate.REFUSED] and "涉密" in plan.rows[0].words


def test_what_no_field_can_hold_is_said_and_left_empty(session: Session, tmp_path: Path) -> None:
    plan = tried(session, tmp_path, person(单位职务="石桥村" * 30, 性别="不详"))
    assert fates(plan) == [Fate.NEW]
    assert "最多 60 个字" in remarks(plan) and "性别" in remarks(plan)
    rosters.store(session, plan)
    assert session.select(Deputy)[0].organisation_post == ""


def test_identity_numbers_made_for_these_tests_are_right() -> None:
    assert rosters.words.identity_of(identity("11010119750601001")) == (ZHANG, "")
