"""The rules of line breaking, one by one. Widths are told in characters of the line's size."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianluozhan.printing.fonts import STACKS
from lianluozhan.printing.layout import label_lines
from lianluozhan.printing.lines import CLOSE, NOT_END, NOT_START, SQUEEZE, STOPS, Column, Line, break_text
from lianluozhan.printing.styles import STYLES

SIZE = 10.0
HALF = SIZE / 2


def lines(text: str, width: float, align: str = "justify", *, hang: bool = False, plain: bool = False) -> list[Line]:
    return break_text(text, Column(STACKS["fang"], SIZE, width * SIZE, align=align, hang=hang, plain=plain))


def said(text: str, width: float, **how: bool) -> list[str]:
    return [line.text for line in lines(text, width, **how)]


def test_a_closing_mark_ends_the_line_with_its_blank_half_outside() -> None:
    first = lines("路" * 10 + "，" + "水" * 5, 10.5)[0]
    assert first.text == "路" * 10 + "，"
    assert abs(first.width - (10.5 * SIZE + HALF)) < 0.01


def test_two_closing_marks_are_taken_by_squeezing_a_little_from_each_gap() -> None:
    first = lines("路" * 40 + "！）" + "水" * 5, 40)[0]
    assert first.text.endswith("！）")
    assert first.width <= 40 * SIZE + HALF + 0.01
    assert -SQUEEZE <= first.runs[0].spacing * 1000 / SIZE < 0


def test_a_full_stop_hangs_into_the_padding_of_a_cell() -> None:
    text = "路" * 20 + "）。" + "水" * 6
    assert said(text, 20, hang=True)[0] == "路" * 20 + "）。"
    assert said(text, 20, hang=False)[0] == "路" * 19


def test_a_line_that_had_to_go_back_is_stretched_to_the_full_width() -> None:
    first = lines("路" * 20 + "）。" + "水" * 6, 20)[0]
    assert abs(first.width - 20 * SIZE) < 0.01
    assert first.runs[0].spacing > 0


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert said("路" * 9 + "（" + "水" * 8 + "）", 10)[0] == "路" * 9


def test_no_line_begins_with_a_percent_sign_or_a_middle_dot() -> None:
    for mark in "％·":
        assert all(line[0] != mark for line in said("路" * 10 + mark + "水" * 8, 10))


def test_a_currency_sign_stays_with_its_sum() -> None:
    assert said("路" * 9 + "￥" + "水" * 9, 10)[0] == "路" * 9


def test_a_mark_before_another_mark_gives_up_its_blank_half() -> None:
    run = lines("他说：“路通了。”", 20)[0].runs[0]
    assert {run.text[index] for index, _ in run.kerns} == {"：", "。"}


def test_a_dash_of_two_and_an_ellipsis_are_not_cut() -> None:
    for pair in ("——", "……"):
        assert pair in said("路" * 9 + pair + "水" * 8, 10)[1]


def test_a_number_is_not_cut() -> None:
    assert said("路" * 8 + "12345" + "水" * 9, 10)[:2] == ["路" * 8, "12345" + "水" * 7]


def test_an_option_is_not_torn_from_its_box() -> None:
    assert said("□当面答复 □电话答复 □书面答复", 10)[1].startswith("□")


def test_a_number_keeps_its_unit() -> None:
    first, second = said("路" * 18 + "15日" + "水" * 5, 19)[:2]
    assert (first, second[:3]) == ("路" * 18, "15日")


def test_a_document_number_breaks_after_its_bracket_rather_than_leave_a_loose_line() -> None:
    first, second = said("请看社情民意〔2026〕0012号登记表", 11)[:2]
    assert first.endswith("〔2026〕")
    assert second.startswith("0012号")


def test_an_address_wider_than_the_column_is_cut_after_a_slash() -> None:
    address = "https://www.example.gov.cn/liuyan/2026/0312"
    found = said(address, 10)
    assert "".join(found) == address
    assert found[1].endswith(("/", "."))


def test_a_word_wider_than_the_column_is_cut_anywhere() -> None:
    found = lines("A" * 100, 10)
    assert "".join(line.text for line in found) == "A" * 100
    assert all(line.width <= 10 * SIZE for line in found)


def test_letters_of_a_word_are_not_spread() -> None:
    first = lines("路路路路路ABC路路路路水〔2026〕12号水水水", 11)[0]
    word = next(run for run in first.runs if run.text == "ABC")
    assert word.spacing == 0
    assert any(run.spacing > 0 for run in first.runs)


def test_a_line_that_would_be_too_loose_stays_ragged() -> None:
    first = lines("路" * 7 + "GD2026010" + "水" * 9, 10.5)[0]
    assert first.text == "路" * 7
    assert first.runs[0].spacing == 0


def test_a_last_line_of_one_character_gets_a_companion() -> None:
    assert [len(text) for text in said("路" * 21, 20)] == [19, 2]


def test_a_last_line_of_one_character_is_pulled_up_where_squeezing_allows_it() -> None:
    assert said("路" * 41, 40) == ["路" * 41]


def test_an_opening_mark_at_a_line_start_stands_flush() -> None:
    found = lines("（路）" + "路" * 7 + "（水）水水水水", 10)
    assert found[0].shift == 0
    assert found[1].text[0] == "（"
    assert found[1].shift == -HALF


def test_blanks_at_a_line_end_are_dropped() -> None:
    assert said("路" * 10 + "   " + "水" * 3, 10) == ["路" * 10, "水" * 3]


def test_a_line_of_nothing_but_blanks_is_an_empty_line() -> None:
    for plain in (False, True):
        assert "".join(said(" 〔2026〕12号", 3, plain=plain)) == "〔2026〕12号"
        assert said(" " * 30, 3, plain=plain)[0].strip() == ""


def test_a_column_narrower_than_a_character_gets_one_on_each_line() -> None:
    assert said("村民，反映", 0.5) == ["村", "民", "，", "反", "映"]


def test_line_breaks_of_the_writer_are_kept_with_empty_lines() -> None:
    assert said("路\n\n水", 10) == ["路", "", "水"]


def test_the_first_line_of_a_paragraph_is_indented() -> None:
    column = Column(STACKS["fang"], SIZE, 100, indent=2)
    assert [(line.text, line.shift) for line in break_text("路" * 12, column)] == [("路" * 8, 20), ("路" * 4, 0)]


def test_a_plan_for_word_neither_squeezes_nor_hangs() -> None:
    for line in lines("路" * 40 + "！）" + "水" * 40, 40, hang=True, plain=True):
        assert line.width <= 40 * SIZE
        assert not any(run.kerns for run in line.runs)


def test_a_plan_for_word_keeps_a_reserve_where_scripts_meet() -> None:
    [mixed] = lines("第3组17户", 40, plain=True)
    [tight] = lines("第3组17户", 40)
    assert mixed.width - tight.width == pytest.approx(4 * 0.2 * SIZE)


def test_short_labels_are_spread_to_four_characters() -> None:
    style = STYLES["label"]
    two, three = (label_lines(text, style, 50)[0] for text in ("事由", "反映人"))
    assert abs(two.width - 4 * style.size) < 0.01
    assert abs(three.width - 4 * style.size) < 0.01


def test_a_label_of_one_character_and_an_empty_line_stays_one_character() -> None:
    assert [line.text for line in label_lines("致\n", STYLES["label"], 50)] == ["致"]


def test_long_labels_are_cut_into_even_lines() -> None:
    assert [line.text for line in label_lines("办理人员态度评价", STYLES["label"], 52)] == ["办理人员", "态度评价"]


def test_a_character_of_another_face_is_lifted_to_the_same_middle() -> None:
    first, second = lines("张𬴊", 10)[0].runs
    assert second.face is not first.face
    assert second.rise == round((first.face.middle - second.face.middle) * 1000)


def test_a_ticked_box_is_the_box_with_a_tick_and_reads_as_ticked() -> None:
    box = next(run for run in lines("☑接待", 10)[0].runs if run.actual)
    assert (box.text, box.actual) == ("□", "☑")


def test_a_character_that_no_face_has_is_drawn_as_a_mark() -> None:
    assert "〓" in [run.text for run in lines("\U0010fffd", 10)[0].runs]


def test_directions_and_control_characters_leave_no_trace() -> None:
    assert said("张\u202e三\u200b李\x07四\ufe0f\u2066", 10) == ["张三李四"]
    assert said("张\t三\r\n李四\u2028王五", 10) == ["张 三", "李四", "王五"]


WORDS = "路 水 村民反映 2026年 1.2公里 GD20260108000327 〔2026〕12号 □接待 ☑走访 A 㛃 𠮷 https://www.example.gov.cn/a/b?x=1&y=2"
MARKS = "， 。 、 ； ： （ ） 《 》 “ ” 。” ）、 —— …… · ％ ￥"
PIECES = st.lists(st.sampled_from([*WORDS.split(), *MARKS.split(), "B" * 60, " ", "\n"]), max_size=60).map("".join)
SAYINGS = st.lists(st.sampled_from(("路", "水", "村民", "，", "。", "（甲）", "《法》", "15日")), min_size=8).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.sampled_from((3, 6, 9, 20, 36)), st.booleans(), st.booleans())
def test_nothing_is_lost_and_no_line_is_wider_than_its_column(text: str, width: int, hang: bool, plain: bool) -> None:
    found = lines(text, width, hang=hang, plain=plain)
    assert "".join(line.text for line in found).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for line in found:
        outside = HALF * ((line.text[-1:] in CLOSE) + (hang and line.text[-1:] in STOPS)) if line.text else 0
        assert line.width <= width * SIZE + outside + 0.1 or len(line.text) == 1


@settings(max_examples=300, deadline=None)
@given(SAYINGS)
def test_ordinary_text_keeps_the_rules_at_every_line_end(text: str) -> None:
    kept = re.sub("[，。]{2,}", "。", text.lstrip("，。"))
    for before, after in pairwise(said(kept, 20)):
        doubled = after[0] in NOT_START and before[-1] in NOT_START  # three marks in a row have no right answer
        assert after[0] not in NOT_START or doubled
        assert before[-1] not in NOT_END
