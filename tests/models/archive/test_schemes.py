"""How the station files is chosen once; a 全宗号 may come later, and then stands for good (DA/T 22 §5.2, 4.6.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.models.archive import lists, schemes
from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.record import Category, FilingWay, Item, Retention, Rule, SchemeForm
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.stations import edit

from .filing_desk import Desk


def test_until_it_chooses_the_station_is_offered_its_own_name_and_documents_by_piece(desk: Desk) -> None:
    offered = schemes.current(desk.clerk)
    assert (offered.id, offered.fonds, offered.category) == (0, "", "WS")
    assert (offered.fonds_name, offered.way) == ("石桥镇人民代表大会", FilingWay.PIECE)
    edit(desk.head, fonds_number="z109")
    assert schemes.current(desk.clerk).fonds == "Z109"


def test_a_chosen_scheme_is_who_chose_it_and_when(desk: Desk) -> None:
    desk.choose()
    chosen = schemes.current(desk.clerk)
    assert (chosen.chosen_by, chosen.chosen_on) == (desk.clerk.staff.id, desk.clerk.today)
    assert schemes.is_chosen(desk.clerk) and not schemes.is_fixed(desk.clerk)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("fonds", "109", "4 位"),
        ("fonds", "Ｚ109", "4 位"),
        ("fonds_name", " ", "全宗名称"),
        ("unit_word", "部门", "机构"),
        ("category", "文书", "两个大写字母"),
    ],
)
def test_a_scheme_that_no_number_could_carry_is_refused(desk: Desk, field: str, value: str, words: str) -> None:
    with pytest.raises(InvalidRecord, match=words) as refused:
        desk.choose(**{field: value})
    assert refused.value.problems.keys() == {field}
    assert not schemes.is_chosen(desk.clerk)


def test_before_the_first_number_everything_can_still_be_chosen_anew(desk: Desk) -> None:
    desk.choose()
    desk.choose(SchemeForm.UNIT_LAST, fonds="A001", way=FilingWay.VOLUME, unit_word="问题")
    chosen = schemes.current(desk.clerk)
    assert (chosen.fonds, chosen.scheme, chosen.way, chosen.unit_word) == (
        "A001",
        SchemeForm.UNIT_LAST,
        FilingWay.VOLUME,
        "问题",
    )


@pytest.mark.parametrize(
    "values",
    [{"form": SchemeForm.UNIT_LAST}, {"way": FilingWay.VOLUME}, {"unit_word": "问题"}, {"category": "KJ"}],
)
def test_with_the_first_number_scheme_way_and_words_stand_for_good(desk: Desk, values: dict[str, object]) -> None:
    desk.choose()
    desk.file()
    desk.number()
    with pytest.raises(InvalidRecord, match="已经编过件号"):
        desk.choose(**values)  # type: ignore[arg-type]
    desk.choose(fonds_name="青石镇人大")
    assert schemes.current(desk.clerk).fonds_name == "青石镇人大"


def test_a_fonds_that_comes_later_is_put_into_every_number_and_found_by_it(desk: Desk) -> None:
    desk.choose(fonds="")
    first, struck = desk.file("关于甲的通知"), desk.file("关于乙的通知")
    assert desk.number() == ["____-WS·2026-D30-0001", "____-WS·2026-D30-0002"]
    with desk.clerk.action("archive.correct"):
        desk.clerk.change(desk.now(struck), voided_on=desk.clerk.today, void_reason="重复")
    desk.choose(fonds="z109")
    assert [desk.now(item).archival_number for item in (first, struck)] == [
        "Z109-WS·2026-D30-0001",
        "Z109-WS·2026-D30-0002",
    ]
    found = lists.listing(desk.clerk, ItemFilter(words="Z109-WS·2026-D30-0001")).page(5)
    assert [row["id"] for row in found] == [first.id]
    for other in ("Z110", ""):
        with pytest.raises(InvalidRecord, match="已经写进档号"):
            desk.choose(fonds=other)


def test_how_far_the_printer_is_off_can_be_set_at_any_time_within_two_centimetres(desk: Desk) -> None:
    with pytest.raises(RuleError, match="还没有确定分类方案"):
        schemes.calibrate(desk.clerk, 5, -10)
    desk.choose()
    desk.file()
    desk.number()
    moved = schemes.calibrate(desk.clerk, 5, -10)
    assert (moved.move_x, moved.move_y) == (5, -10)
    with pytest.raises(InvalidRecord, match="20 毫米"):
        schemes.calibrate(desk.clerk, 201, 0)


# Units -----------------------------------------------------------------------------------------------------------


def test_a_code_of_three_signs_is_given_once_and_never_again(desk: Desk) -> None:
    desk.choose(SchemeForm.UNIT_LAST)
    unit = schemes.add_unit(desk.clerk, "rdb", "人大办")
    assert (unit.code, unit.name) == ("RDB", "人大办")
    for code in ("RD", "RDBX", "人大办", ""):
        with pytest.raises(InvalidRecord, match="3 位"):
            schemes.add_unit(desk.clerk, code, "主席团")
    schemes.retire_unit(desk.clerk, unit.id)
    with pytest.raises(InvalidRecord, match="已经给了“人大办”"):
        schemes.add_unit(desk.clerk, "RDB", "主席团")
    assert schemes.units(desk.clerk) == []
    schemes.use_unit(desk.clerk, unit.id)
    assert [each.code for each in schemes.units(desk.clerk)] == ["RDB"]


def test_a_unit_is_not_given_up_while_its_pieces_wait_for_numbers(desk: Desk) -> None:
    desk.choose(SchemeForm.UNIT_LAST)
    unit = schemes.add_unit(desk.clerk, "RDB", "人大办")
    desk.file(unit="RDB")
    with pytest.raises(RuleError, match="还有 1 件没有编号"):
        schemes.retire_unit(desk.clerk, unit.id)
    desk.number()
    assert schemes.retire_unit(desk.clerk, unit.id).retired_on == desk.clerk.today
    assert schemes.rename_unit(desk.clerk, unit.id, "人大办公室").code == "RDB"


@pytest.mark.parametrize(
    ("form", "unit", "words"),
    [
        (SchemeForm.TWO, "RDB", "没有机构这一级"),
        (SchemeForm.UNIT_LAST, "", "请选一个机构"),
        (SchemeForm.UNIT_FIRST, "ZXT", "没有登记或已经停用"),
    ],
)
def test_a_piece_names_a_unit_exactly_where_the_scheme_has_that_level(
    desk: Desk, form: SchemeForm, unit: str, words: str
) -> None:
    desk.choose(form)
    schemes.add_unit(desk.clerk, "RDB", "人大办")
    with pytest.raises(InvalidRecord, match=words) as refused:
        desk.file(unit=unit)
    assert refused.value.problems.keys() == {"unit"}


# The table of retention ------------------------------------------------------------------------------------------


def test_the_table_begins_with_the_lines_of_order_8_each_with_its_basis(desk: Desk) -> None:
    known = schemes.rule_by_code(desk.clerk)
    assert known["opinion.important"].retention is Retention.PERMANENT
    assert known["opinion.handled"].retention is Retention.YEARS_30
    assert not known["opinion.routine"].is_filed
    assert all(rule.basis for rule in schemes.rules(desk.clerk))


def test_a_line_changes_only_with_its_basis_and_moves_nothing_that_is_filed(desk: Desk) -> None:
    desk.choose()
    rule = schemes.rule_by_code(desk.clerk)["external"]
    numbered = desk.file("关于甲的通知", rule_id=rule.id)
    desk.number()
    waiting = desk.file("关于乙的通知", rule_id=rule.id)
    with pytest.raises(InvalidRecord, match="请写明依据"):
        schemes.change_rule(desk.clerk, rule.id, retention=Retention.PERMANENT, basis=" ")
    changed = schemes.change_rule(desk.clerk, rule.id, retention=Retention.PERMANENT, basis="县档案馆批准", code="x")
    assert (changed.code, changed.retention) == ("external", Retention.PERMANENT)
    assert {desk.now(item).retention for item in (numbered, waiting)} == {Retention.YEARS_30}
    words = schemes.words_of_change(desk.clerk, rule.id)
    assert "已经编号的 1 件不会移动" in words and "还没有编号的 1 件也照旧" in words
    assert schemes.words_of_change(desk.clerk, schemes.rule_by_code(desk.clerk)["fund"].id) == ""


def test_only_lines_of_its_own_are_given_up_by_the_station(desk: Desk) -> None:
    own = schemes.add_rule(desk.clerk, Rule(category=Category.LAW, material="法治宣传记录", basis="县档案馆批准"))
    assert own.code == ""
    schemes.retire_rule(desk.clerk, own.id)
    assert own.id not in {rule.id for rule in schemes.rules(desk.clerk)}
    with pytest.raises(RuleError, match="不能停用"):
        schemes.retire_rule(desk.clerk, schemes.rule_by_code(desk.clerk)["external"].id)
    with pytest.raises(InvalidRecord, match="请写明依据"):
        schemes.add_rule(desk.clerk, replace(own, basis=""))


def test_the_fonds_of_an_unnumbered_piece_is_not_yet_written(desk: Desk) -> None:
    desk.choose()
    item = desk.file()
    assert (item.fonds, item.archival_number) == ("", "")
    desk.number()
    assert desk.clerk.select(Item, "fonds = 'Z109'")[0].id == item.id
