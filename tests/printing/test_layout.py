"""Sheets on pages: nothing is lost, forms fit on a page as long as they can, lines are drawn once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from lianluozhan.printing.document import (
    FORM,
    LEDGER,
    OFFICIAL,
    Cell,
    Closing,
    Document,
    Grid,
    Letterhead,
    Para,
    Row,
    label,
    texts,
)
from lianluozhan.printing.layout import Layout, lay_out, plan_for_word, planned
from lianluozhan.printing.page import MM, Page, Rule, Text

from .sheets import CONTENT, FILLED, MORE, ledger, letter, registration


def shown(text: Text) -> str:
    return "".join(run.actual or run.text for run in text.runs)


def said(pages: list[Page]) -> str:
    return "".join(shown(text) for page in pages for text in page.texts)


def counted(text: str, count: int) -> str:
    """`count` characters in sentences that can be told apart."""
    return "".join(f"{text}第{n}句，路还没有修好。" for n in range(count // 8))[:count]


def rows_at(page: Page) -> set[float]:
    return {round(rule.y1, 1) for rule in page.rules if rule.y1 == rule.y2}


def test_a_blank_form_and_a_filled_form_end_at_the_same_edge() -> None:
    blank, filled = lay_out(registration()), lay_out(registration(FILLED))
    assert len(blank) == len(filled) == 1
    ends = [page.frames[0].y + page.frames[0].height for page in (blank[0], filled[0])]
    assert ends[0] == pytest.approx(ends[1])


def test_the_frame_stands_on_the_margins() -> None:
    frame = lay_out(registration(FILLED))[0].frames[0]
    assert (frame.x / MM, frame.width / MM) == (pytest.approx(28), pytest.approx(156))


def test_inner_lines_stand_on_whole_units() -> None:
    rules = lay_out(registration(FILLED))[0].rules
    upright = {(rule.x1 / MM - 28) / 6.5 for rule in rules if rule.x1 == rule.x2}
    assert upright
    assert all(unit == pytest.approx(round(unit), abs=0.01) for unit in upright)


def test_a_form_that_is_too_full_by_a_little_gets_lower_rows_not_a_second_page() -> None:
    pages = lay_out(registration(FILLED, content=CONTENT + MORE[:200]))
    assert len(pages) == 1


def test_a_fuller_form_sets_its_long_texts_smaller() -> None:
    page = lay_out(registration(FILLED, content=CONTENT + MORE[:330]))
    assert len(page) == 1
    assert 10.5 in {text.size for text in page[0].texts if "群众还反映" in shown(text)}


def test_a_form_that_runs_over_is_set_at_natural_sizes() -> None:
    pages = lay_out(registration(FILLED, content=CONTENT + MORE * 2))
    assert len(pages) == 2
    assert {t.size for page in pages for t in page.texts if "群众还反映" in shown(t)} == {12}


def test_a_value_that_does_not_fit_on_a_line_is_set_smaller() -> None:
    page = lay_out(registration(name="买买提·吐尔逊·阿不都热依木"))[0]
    assert {text.size for text in page.texts if "买买提" in shown(text)} == {10.5}


def test_a_form_of_one_page_is_planned_on_one_page_for_word_too() -> None:
    document = registration(FILLED, content="路" * 672)
    assert [len(lay_out(document)), len(Layout(document, plain=True).run().pages)] == [1, 2]
    _, plan = plan_for_word(document)
    assert len(plan.pages) == 1
    assert "text_u" in {box.name for box in plan.tables[3].boxes.values()}


@pytest.mark.parametrize(
    "more",
    [
        {"content": counted("甲", 6000)},
        {"review": counted("乙", 3000)},
        {"content": counted("丁", 40_000)},
        {name: counted(name[0], 900) for name in ("content", "appeal", "plan", "review", "approve", "subject", "name")},
    ],
    ids=["6000 of content", "3000 of an opinion", "40000 of content", "seven fields of 900"],
)
def test_no_text_is_ever_lost_and_none_runs_off_the_sheet(more: dict[str, str]) -> None:
    pages = lay_out(registration(FILLED, **more))
    assert len(pages) > 1
    assert lost("".join(more.values()), pages) == Counter()
    for page in pages:
        body = [text for text in page.texts if "共" not in shown(text)]
        assert max(text.baseline for text in body) < page.height - 27 * MM


def lost(text: str, pages: list[Page]) -> Counter[str]:
    """The characters that stand on the pages less often than in the text."""
    return Counter(text) - Counter(said(pages))


def test_two_growing_cells_of_different_size_in_one_row_both_keep_all_their_lines() -> None:
    large, small = counted("大", 2500), counted("小", 2700)
    cells = [label("甲"), Cell(large, 9, "text"), label("乙"), Cell(small, 9, "tick")]
    pages = lay_out(Document("两栏", [Grid([Row(cells, grow=True)])]))
    assert lost(large + small, pages) == Counter()
    for page in pages:
        frame = page.frames[0]
        inside = [text for text in page.texts if text.size in (12, 10.5)]
        assert max(text.baseline for text in inside) < frame.y + frame.height


def test_a_long_text_beside_a_signed_one_goes_over_pages_too() -> None:
    long, signed = counted("甲", 3000), counted("乙", 900)
    cells = [label("意见"), Cell(long, 9, "text"), Cell(signed, 12, "text", foot=("签字：",))]
    pages = lay_out(Document("两栏", [Grid([Row(cells, 20, grow=True)])]))
    assert lost(long + signed + "签字：", pages) == Counter()
    assert max(text.baseline for page in pages for text in page.texts) < (297 - 12) * MM


def test_a_label_is_repeated_on_the_following_page() -> None:
    pages = lay_out(registration(FILLED, content=counted("甲", 1500)))
    assert "（续）" not in said(pages[:1])
    following = [shown(text) for text in pages[1].texts]
    at = following.index("反映内容")
    assert following[at + 1] == "（续）"


def test_following_pages_carry_title_and_number_at_their_head() -> None:
    pages = lay_out(registration(FILLED, content=counted("甲", 1500)))
    head = [text for text in pages[1].texts if text.baseline < FORM.top * MM]
    assert [shown(text) for text in head] == ["社情民意登记表（续页）", "编号：社情民意〔2026〕0012号"]
    assert pages[1].frames[0].y == pytest.approx(FORM.top * MM)


def test_at_least_two_lines_stand_on_both_sides_of_a_page_break() -> None:
    for length in range(1100, 1400, 12):
        pages = lay_out(registration(FILLED, content="路" * length))
        for page in pages:
            many = sum(shown(text).startswith("路") for text in page.texts)
            assert many == 0 or many >= 2


def test_a_signature_stays_with_its_opinion() -> None:
    for length in range(100, 700, 50):
        pages = lay_out(registration(FILLED, content=CONTENT + MORE, review="路" * length))
        [page] = [page for page in pages if any(shown(t).startswith("副站长签字") for t in page.texts)]
        assert any(set(shown(text)) == {"路"} for text in page.texts)


def test_signatures_beside_each_other_stay_with_what_is_signed() -> None:
    signed = Row(
        [Cell(f"{role}意见：同意", 12, "value", foot=(f"{role}签字：", "　年　月　日")) for role in "甲乙"], 24
    )
    for many in range(20, 32):
        rows = [Row([Cell(str(n), 24)], 9) for n in range(many)]
        pages = lay_out(Document("清单", [Grid([*rows, signed])]))
        [page] = [page for page in pages if any(shown(text) == "甲签字：" for text in page.texts)]
        assert any(shown(text) == "乙意见：同意" for text in page.texts)


def test_a_long_text_at_the_right_above_a_table_goes_on_over_the_next_line() -> None:
    place = counted("地点", 90)
    pages = lay_out(
        Document("清单", [Para("日期：2026年3月4日", "meta", right=place), Grid([Row([Cell("井", 24)], 9)])])
    )
    assert place in said(pages)
    last = max(text.baseline for text in pages[0].texts if shown(text) and shown(text) in place)
    assert last < pages[0].frames[0].y


def test_every_line_of_a_table_is_drawn_once() -> None:
    for document in (registration(FILLED), registration(FILLED, content=counted("甲", 1500)), ledger(40), letter()):
        for page in lay_out(document):
            thin = [rule for rule in page.rules if rule.weight == 0.5]
            assert not [rule for rule, many in Counter(thin).items() if many > 1]
            assert not [(a, b) for a in thin for b in thin if a is not b and overlap(a, b)]


def overlap(a: Rule, b: Rule) -> bool:
    """Whether two level rules lie on each other."""
    level = a.y1 == a.y2 == b.y1 == b.y2
    return level and min(a.x2, b.x2) - max(a.x1, b.x1) > 0.05


def test_no_line_runs_between_an_opinion_and_its_signature() -> None:
    page = lay_out(registration(FILLED))[0]
    sign = next(text for text in page.texts if shown(text).startswith("副站长签字"))
    words = next(text for text in page.texts if shown(text).startswith("同意拟办意见"))
    assert not [y for y in rows_at(page) if words.baseline + 2 < y < sign.baseline - 2]


def test_a_ledger_repeats_its_head_and_loses_no_row() -> None:
    pages = lay_out(ledger(60))
    assert all(sum(shown(text) == "承办单位" for text in page.texts) == 1 for page in pages)
    numbers = [shown(text) for page in pages for text in page.texts if shown(text).startswith("〔2026〕")]
    assert numbers == [f"〔2026〕{n:04d}" for n in range(1, 61)]


def test_pages_are_counted() -> None:
    pages = lay_out(ledger(60))
    assert [f"第 {n} 页　共 {len(pages)} 页" in said([page]) for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_numbers_of_an_official_document_stand_outside() -> None:
    body = Para(counted("甲", 3000))
    pages = lay_out(Document("公告", [body], OFFICIAL))
    places = [next(t.x for t in page.texts if shown(t).startswith("—")) for page in pages[:2]]
    assert places[0] > 300 > places[1]


def test_the_rules_of_a_letter_stand_where_the_standard_wants_them() -> None:
    page = lay_out(letter())[0]
    red = sorted(rule.y1 / MM for rule in page.rules if rule.colour == "red")
    assert all((rule.x2 - rule.x1) / MM == pytest.approx(170) for rule in page.rules if rule.colour == "red")
    assert 297 - red[-1] == pytest.approx(20, abs=0.5)
    assert red[0] == pytest.approx(30 + 38 * 0.935 / MM + 4, abs=0.5)


def test_a_long_letter_takes_its_slip_to_the_next_page() -> None:
    pages = lay_out(letter(CONTENT + MORE))
    assert len(pages) == 2
    assert "沿此线裁下" not in said(pages[:1])
    assert "沿此线裁下" in said(pages[1:])


@pytest.mark.parametrize(("length", "style"), [(100, "body"), (160, "body_s"), (240, "body_t")])
def test_a_letter_is_set_closer_to_keep_its_slip_on_the_sheet(length: int, style: str) -> None:
    document, plan = planned(letter("路" * length))
    assert len(plan.pages) == 1
    assert document.blocks[3] == replace(letter("路" * length).blocks[3], style=style)


def test_a_letter_too_long_for_its_slip_keeps_its_signature() -> None:
    for length in range(290, 360, 10):
        pages = lay_out(letter("路" * length))
        assert ["2026年3月16日" in said([page]) for page in pages] == [True, False]


def test_the_room_above_a_signature_goes_before_the_page_is_turned() -> None:
    closing = Closing("清河镇人民代表大会主席团", "2026年4月3日")
    counts = [
        [len(lay_out(Document("公告", [*[Para("路。")] * n, *more], OFFICIAL))) for n in range(15, 23)]
        for more in ([], [closing])
    ]
    assert counts == [[1] * 8, [1] * 6 + [2] * 2]


def test_a_long_number_never_stands_on_the_date_or_on_the_running_head() -> None:
    document = registration(FILLED, number="第" * 30, content=counted("甲", 1500))
    for page in lay_out(document):
        head = [text for text in page.texts if text.size == 12 and text.baseline < page.frames[0].y]
        assert len({text.baseline for text in head}) == len(head) == 2


def test_a_letter_with_a_long_number_shows_all_of_it() -> None:
    long = replace(letter(), blocks=[Letterhead("联络站", "交" * 30), *letter().blocks[1:]])
    lines = [text for text in lay_out(long)[0].texts if set(shown(text)) == {"交"}]
    assert sum(len(shown(text)) for text in lines) == 30
    assert len({text.baseline for text in lines}) == len(lines) == 2


def test_all_texts_of_a_document_stand_on_its_pages() -> None:
    for document in (registration(FILLED), letter(), ledger(20)):
        got = said(lay_out(document))
        for text in texts(replace(document, running="", running_right="")):
            assert all(word in got for word in text.replace("（", " ").split()[:1])


def test_a_merged_label_stands_in_the_middle_of_its_rows() -> None:
    rows = [
        Row([label("意见", rows=2), Cell("满意", 7, "label"), Cell("不满意", 14, "label")], 10),
        Row([Cell("", 7), Cell("", 14)], 12),
    ]
    page = lay_out(Document("测评", [Grid(rows)]))[0]
    frame = page.frames[0]
    across = [rule for rule in page.rules if rule.y1 == rule.y2]
    assert all(rule.x1 > frame.x + 10 for rule in across)
    merged = next(text for text in page.texts if shown(text) == "意见")
    assert abs(merged.baseline - 0.364 * 10.5 - (frame.y + frame.height / 2)) < 0.1


def test_columns_in_millimetres_are_kept() -> None:
    page = lay_out(ledger(3))[0]
    assert page.frames[0].width / MM == pytest.approx(257)
    assert page.frames[0].x / MM == pytest.approx(LEDGER.left)


@pytest.mark.parametrize("lines", range(28, 40))
def test_a_caption_is_never_alone_below_a_page(lines: int) -> None:
    bars = [Row([Cell(f"第{n}类", 8, "list"), Cell("", 12, tone=0.5), Cell("12件", 4, "list")], 6) for n in range(4)]
    chart = Grid(bars, frame=0, inner=0)
    blocks = [*[Para("正文", "body")] * lines, Para("图1　各类件数", "head", before=3, after=1.5), chart]
    pages = lay_out(Document("报告", blocks, OFFICIAL))
    words = [said([page]) for page in pages]
    [captioned] = [text for text in words if "图1" in text]
    assert "第0类" in captioned
    assert "第3类" in captioned
