"""Every dimension that a standard gives, measured in the finished PDF from its own drawing, to half a millimetre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lianluozhan.printing import measures as m
from lianluozhan.printing.document import (
    CATALOGUE,
    FORM,
    LEDGER,
    LETTER,
    OFFICIAL,
    Annex,
    AnnexList,
    Block,
    Cell,
    Closing,
    Document,
    Grid,
    Imprint,
    Letterhead,
    OfficialHead,
    Para,
    Row,
)
from lianluozhan.printing.families.labels import Box, box_front, spine_labels
from lianluozhan.printing.families.overprint import stamp_sheet
from lianluozhan.printing.fonts import STACKS
from lianluozhan.printing.forms.dispatch_letter import dispatch_letter
from lianluozhan.printing.lines import CLOSE
from lianluozhan.printing.pdf import write_pdf

from ..samples import OPINION_FILE
from .drawn import MM, DrawnBox, DrawnRule, DrawnText, Sheet, sheets
from .sheets import ledger, registration

NEAR = 0.5  # mm, what the standards allow us
ORGAN = "清河镇人民代表大会主席团"
BODY = "镇人大代表联络站定于本月十日组织代表接待选民听取意见建议并将办理情况逐件答复反映人。"
CHARACTER = 16 / MM  # 字
LINE = 28.95 / MM
Print = Callable[[Document], list[Sheet]]


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    def measured(document: Document) -> list[Sheet]:
        write_pdf([document], tmp_path / "a.pdf")
        return sheets(tmp_path / "a.pdf")

    return measured


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


@cache
def _ink(family: str, char: str) -> tuple[float, float]:
    """Lower and upper edge of a glyph's outline over the baseline, in em, from the font file."""
    with TTFont(STACKS[family].main.path, lazy=True) as font:
        glyph = font["glyf"][font.getBestCmap()[ord(char)]]
        return glyph.yMin / font["head"].unitsPerEm, glyph.yMax / font["head"].unitsPerEm


def ink(text: DrawnText, family: str) -> tuple[float, float]:
    """Upper and lower edge of a line's ink on the paper."""
    edges = [_ink(family, char) for char in text.text.replace(" ", "")]
    high, low = max(top for _, top in edges), min(bottom for bottom, _ in edges)
    return text.y - high * text.size / MM, text.y - low * text.size / MM


def character_box(text: DrawnText, family: str) -> tuple[float, float]:
    """Upper and lower edge of the square in which a line's characters stand."""
    middle = text.y - STACKS[family].main.middle * text.size / MM
    return middle - text.size / MM / 2, middle + text.size / MM / 2


def report(*more: Block, body: Sequence[str] = (BODY * 3,), signer: str = "", urgency: str = "") -> Document:
    blocks: list[Block] = [
        OfficialHead(ORGAN, "清人大〔2026〕3号", signer, urgency),
        Para("关于代表接待选民情况的报告", "doc_title"),
        Para("县人民代表大会常务委员会：", "body0"),
        *(Para(text) for text in body),
    ]
    return Document("报告", [*blocks, *more], OFFICIAL)


def letter(*more: Block, paragraphs: int = 2) -> Document:
    head: list[Block] = [Letterhead(ORGAN, "清人大函〔2026〕3号"), Para("关于征求意见的函", "doc_title")]
    return Document("函", [*head, Para("镇人民政府：", "body0"), *[Para(BODY)] * paragraphs, *more], LETTER)


# The page -------------------------------------------------------------------------------------------------------


def test_the_sheet_is_a4_and_the_type_area_156_by_225(printed: Print) -> None:
    page = printed(Document("满页", [Para("字" * 28 * 22, "body0")], OFFICIAL))[0]
    body = [text for text in page.texts if text.size == 16]
    assert (page.width, page.height) == (near(210), near(297))
    assert {round(text.x, 1) for text in body} == {28.0}
    assert [text.right for text in body] == [near(184)] * 22
    assert character_box(body[0], "fang")[0] == near(37 + (LINE - CHARACTER) / 2)
    assert character_box(body[-1], "fang")[1] == near(262 - (LINE - CHARACTER) / 2)


def test_a_page_holds_22_lines_of_28_characters(printed: Print) -> None:
    first, second = printed(Document("满页", [Para("字" * 28 * 23, "body0")], OFFICIAL))
    lines = [text for text in first.texts if text.size == 16]
    assert [len(text.text) for text in lines] == [28] * 22
    steps = [b.y - a.y for a, b in pairwise(lines)]
    assert all(step == pytest.approx(225 / 22, abs=0.02) for step in steps)
    assert len(second.texts) > 0


def test_paper_for_both_sides_changes_its_margins_on_even_pages(printed: Print) -> None:
    paper = replace(OFFICIAL, mirrored=True)
    pages = printed(Document("满页", [Para("字" * 28 * 60, "body0")], paper))
    assert [min(text.x for text in page.texts if text.size == 16) for page in pages] == [near(28), near(26), near(28)]


def test_the_number_of_a_page_stands_7_below_the_type_area_outside(printed: Print) -> None:
    pages = printed(Document("满页", [Para("字" * 28 * 44, "body0")], OFFICIAL))
    numbers = [page.line("—") for page in pages]
    assert [text.text for text in numbers] == ["— 1 —", "— 2 —"]
    for text in numbers:
        assert text.size == 14
        assert text.y - _ink("song", "—")[1] * text.size / MM == near(262 + 7)
    assert numbers[0].right == near(184 - CHARACTER)
    assert numbers[1].x == near(28 + CHARACTER)


# General format -------------------------------------------------------------------------------------------------


def test_the_mark_stands_35_below_the_type_area_and_the_rule_4_below_the_number(printed: Print) -> None:
    page = printed(report())[0]
    [rule] = page.red()
    number = page.line("清人大〔")
    assert ink(page.line(ORGAN), "biao")[0] == near(37 + 35)
    assert (rule.x1, rule.length) == (near(28), near(156))
    assert rule.upper_edge - character_box(number, "fang")[1] == near(4)
    assert (number.x + number.right) / 2 == near(28 + 78)
    below = character_box(number, "fang")[0] - ink(page.line(ORGAN), "biao")[1]
    assert below == near(2 * LINE + (LINE - CHARACTER) / 2)


def test_title_addressee_and_body_follow_on_the_lines_of_the_first_page(printed: Print) -> None:
    page = printed(report())[0]
    title, to = page.line("关于代表接待"), page.line("县人民代表大会")
    assert title.size == 22
    assert (title.x + title.right) / 2 == near(28 + 78)
    assert 2 * LINE <= character_box(title, "biao")[0] - page.red()[0].lower_edge <= 3.5 * LINE
    assert to.x == near(28)
    assert LINE < to.y - title.y < 3.2 * LINE
    assert page.line(BODY[:6]).x == near(28 + 2 * CHARACTER)


def test_a_report_upward_has_number_and_signer_one_character_inside(printed: Print) -> None:
    page = printed(report(signer="王秀英", urgency="特急"))[0]
    signer = page.line("签发人：王秀英")
    assert page.line("清人大〔").x == near(28 + CHARACTER)
    assert signer.right == near(184 - CHARACTER)
    assert signer.y == pytest.approx(page.line("清人大〔").y, abs=1.0)  # optical middles of two faces
    urgent = page.line("特急")
    assert (urgent.x, urgent.size, character_box(urgent, "hei")[0]) == (near(28), 16, near(37 + (LINE - CHARACTER) / 2))


def test_paper_with_a_printed_head_gets_nothing_red_and_all_else_at_its_place(printed: Print) -> None:
    for whole in (report(signer="王秀英"), letter()):
        head = whole.blocks[0]
        assert isinstance(head, OfficialHead | Letterhead)
        bare = replace(whole, blocks=[replace(head, red=False), *whole.blocks[1:]])
        [full], [left] = printed(whole), printed(bare)
        assert not left.red()
        kept = [text for text in full.texts if text.colour != (1, 0, 0)]
        assert [(t.text, round(t.x, 3), round(t.y, 3)) for t in kept] == [
            (t.text, round(t.x, 3), round(t.y, 3)) for t in left.texts
        ]


def test_a_closing_with_seal_has_its_date_four_characters_inside(printed: Print) -> None:
    page = printed(letter(Closing(ORGAN, "2026年4月3日")))[0]
    org, date = page.line(ORGAN), page.line("2026年4月3日")
    orgs = [text for text in page.texts if text.text == ORGAN and text.size == 16]
    assert date.right == near(184 - 4 * CHARACTER)
    assert orgs and (orgs[0].x + orgs[0].right) / 2 == near((date.x + date.right) / 2)
    assert org


@pytest.mark.parametrize(("org", "inside"), [(ORGAN, 2.0), ("联络站", None)])
def test_a_closing_without_seal_begins_its_date_two_characters_after_the_name(
    printed: Print, org: str, inside: float | None
) -> None:
    page = printed(report(Closing(org, "2026年12月13日", sealed=False)))[0]
    name = next(text for text in page.texts if text.text == org and text.size == 16)
    date = page.line("2026年12月13日")
    if inside:
        assert name.right == near(184 - 2 * CHARACTER)
    else:
        assert date.right == near(184 - 2 * CHARACTER)
    assert date.x - name.x == near(2 * CHARACTER)
    last = max(text.y for text in page.texts if text.text.startswith(BODY[-8:-1]) or BODY[:8] in text.text)
    assert name.y - last >= 2 * LINE - NEAR


def test_enclosures_are_listed_two_characters_inside_and_wrap_below_their_names(printed: Print) -> None:
    names = ["关于修复幸福村三组至四组通组公路的意见及其办理情况的说明和附表一览", "名单"]
    page = printed(report(AnnexList(names), body=(BODY,)))[0]
    first, second = page.line("附件："), page.line("2.名单")
    name = next(text for text in page.texts if text.text.startswith("关于修复"))
    wrapped = next(text for text in page.texts if names[0].endswith(text.text) and text.size == 16 and text.text)
    assert first.x == near(28 + 2 * CHARACTER)
    assert second.x == near(28 + 5 * CHARACTER)
    assert wrapped.x == near(name.x)
    [only] = printed(report(AnnexList(["名单"]), body=(BODY,)))
    assert only.line("附件：名单").x == near(28 + 2 * CHARACTER)


def test_an_enclosure_begins_a_page_with_its_word_on_line_1_and_its_title_on_line_3(printed: Print) -> None:
    pages = printed(report(Annex(1, "意见一览"), Para(BODY)))
    word, title = pages[1].line("附件1"), pages[1].line("意见一览")
    assert (word.x, word.size) == (near(28), 16)
    assert character_box(word, "hei")[0] == near(37 + (LINE - CHARACTER) / 2)
    assert (title.x + title.right) / 2 == near(28 + 78)
    assert 37 + 2 * LINE <= character_box(title, "biao")[0] <= 37 + 3 * LINE


def test_the_imprint_ends_with_the_type_area_of_the_last_page(printed: Print) -> None:
    imprint = Imprint("县人大常委会办公室，" * 6, "清河镇人大办公室", "2026年4月3日")
    page = printed(report(Closing(ORGAN, "2026年4月3日"), imprint))[-1]
    rules = sorted((rule for rule in page.rules if rule.level and rule.colour == (0, 0, 0)), key=lambda r: r.y1)
    assert [rule.points / MM for rule in rules] == [pytest.approx(weight, abs=0.02) for weight in (0.35, 0.25, 0.35)]
    assert [(rule.x1, rule.length) for rule in rules] == [(near(28), near(156))] * 3
    assert rules[-1].lower_edge == near(262)
    issuer, issued = page.line("清河镇人大办公室"), page.line("2026年4月3日印发")
    four = 14 / MM
    assert (issuer.x, issuer.size) == (near(28 + four), 14)
    assert issued.right == near(184 - four)
    assert page.line("抄送：").x == near(28 + four)


# Letter format ----------------------------------------------------------------------------------------------------


def check_letterhead(page: Sheet, mark: str, number: str) -> None:
    red = page.red()
    assert [round(rule.points, 2) for rule in red] == [2.25, 0.75, 0.75, 2.25]
    assert [(rule.x1, rule.length) for rule in red] == [(near(20), near(170))] * 4
    upper, lower = ink(page.line(mark), "biao")
    assert upper == near(30)
    assert red[0].upper_edge - lower == near(4)
    assert red[-1].lower_edge == near(297 - 20)
    written = page.line(number)
    assert written.right == near(184)
    assert character_box(written, "fang")[0] - red[1].lower_edge == near(14 / MM)


def test_a_letter_has_its_mark_30_from_the_edge_and_rules_of_170(printed: Print) -> None:
    pages = printed(letter(paragraphs=14))
    check_letterhead(pages[0], ORGAN, "清人大函〔2026〕3号")
    assert not any(text.text.startswith("—") for text in pages[0].texts)
    assert pages[1].line("— 2 —").x == near(28 + CHARACTER)


def test_the_imprint_of_a_letter_names_copies_only_and_draws_no_rule(printed: Print) -> None:
    page = printed(letter(Imprint("县人大常委会办公室", "清河镇人大办公室", "2026年4月3日")))[0]
    assert all(rule.colour == (1, 0, 0) for rule in page.rules)
    assert not any("印发" in text.text for text in page.texts)
    low = character_box(page.line("抄送："), "fang")[1]
    assert 262 - 3 < low < 262


@pytest.mark.clause("5.1.4")
def test_the_dispatch_letter_keeps_every_place_of_the_letter_format(printed: Print) -> None:
    document = dispatch_letter(OPINION_FILE)
    head = document.blocks[0]
    closing = next(block for block in document.blocks if isinstance(block, Closing))
    assert isinstance(head, Letterhead)
    page = printed(document)[0]
    check_letterhead(page, head.name, head.number)
    size = page.line("现将").size  # a letter with a slip is set closer before it goes onto a second sheet
    body = [text for text in page.texts if text.size == size and text.colour == (0, 0, 0)]
    assert min(text.x for text in body) == near(28)
    blank = {text.right: size / 2 / MM if text.text[-1] in CLOSE else 0 for text in body}  # of marks at line ends
    assert max(right - half for right, half in blank.items()) <= 184 + NEAR
    dates = [text for text in page.texts if text.y == page.line(closing.date).y]
    assert max(text.right for text in dates) == near(184 - 4 * size / MM)
    frame = page.frames[0]
    assert (frame.x, frame.width) == (near(28), near(156))
    assert not any(text.text.startswith("—") for text in page.texts)


# Tables, archive --------------------------------------------------------------------------------------------------


def test_forms_and_ledgers_keep_their_margins(printed: Print) -> None:
    form, book = printed(registration())[0].frames[0], printed(ledger(40))
    assert (form.x, form.width) == (near(28), near(156))
    assert (book[0].width, book[0].height) == (near(297), near(210))
    assert (book[0].frames[0].x, book[0].frames[0].width) == (near(20), near(257))
    assert book[1].frames[0].y == near(28)
    assert (FORM.right, FORM.top, FORM.bottom, LEDGER.bottom) == (26, 30, 25, 15)


def test_the_columns_of_the_catalogue_are_as_wide_as_their_names_need(printed: Print) -> None:
    heads = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
    rows = [Row([Cell(text, 1, "head") for text in heads], 10), Row([Cell("", 1, "list")] * 9, 10)]
    page = printed(Document("归档文件目录", [Grid(rows, m.CATALOGUE_COLUMNS, head=1)], CATALOGUE))[0]
    frame = page.frames[0]
    upright = sorted({round(rule.x1, 2) for rule in page.rules if not rule.level})
    edges = [frame.x, *upright, frame.x + frame.width]
    assert [b - a for a, b in pairwise(edges)] == [near(width) for width in m.CATALOGUE_COLUMNS]
    assert (frame.x, 297 - frame.x - frame.width) == (near(25), near(15))


def test_the_archive_stamp_is_45_by_16_in_six_equal_cells(printed: Print) -> None:
    page = printed(stamp_sheet(("Z109", "2026", "0012", "代表联络站办公室", "30年", "12")))[0]
    [frame] = page.frames
    assert (frame.x, frame.y, frame.width, frame.height) == (near(82.5), near(12), near(45), near(16))
    assert frame.colour == (1, 0, 0)
    assert sorted({round(rule.x1 - frame.x, 2) for rule in page.rules if not rule.level}) == [near(15), near(30)]
    assert {round(rule.y1 - frame.y, 2) for rule in page.rules if rule.level} == {8.0}
    assert all(frame.y < text.y < frame.y + frame.height for text in page.texts)
    moved = printed(stamp_sheet(move=(0.5, -1)))[0].frames[0]
    assert (moved.x, moved.y) == (near(83), near(11))


@pytest.mark.parametrize("spine", [20, 30, 40, 50])
def test_a_spine_label_is_two_narrower_than_its_box_and_240_high(printed: Print, spine: float) -> None:
    page = printed(spine_labels([Box("Z109", "2026", "30年", "代表联络站", "0001", "0086", "1", spine)]))[0]
    [frame] = page.frames
    assert (frame.width, frame.height) == (near(spine - 2), near(240))
    assert len([rule for rule in page.rules if rule.points == 0.5 and rule.level]) == 7
    marks = [rule for rule in page.rules if rule.points == 0.25]
    assert [rule.length for rule in marks] == [pytest.approx(3, abs=0.05)] * 8
    assert {round(away(frame, rule), 1) for rule in marks if rule.level} == {1.5}


def away(frame: DrawnBox, rule: DrawnRule) -> float:
    """How far a level mark stays from the label at its side."""
    left, right = frame.x, frame.x + frame.width
    return min(abs(left - max(rule.x1, rule.x2)), abs(min(rule.x1, rule.x2) - right))


def test_several_spine_labels_stand_beside_each_other_and_turn_the_page(printed: Print) -> None:
    pages = printed(spine_labels([Box(spine=size) for size in (20, 30, 40, 50, 20)]))
    assert [[round(frame.width) for frame in page.frames] for page in pages] == [[18, 28, 38, 48], [18]]
    assert max(frame.x + frame.width for page in pages for frame in page.frames) < 200


def test_the_front_of_a_box_names_the_fonds_above_a_double_line(printed: Print) -> None:
    page = printed(box_front(ORGAN))[0]
    lines = sorted((rule for rule in page.rules if rule.level), key=lambda rule: rule.y1)
    name = page.line(ORGAN)
    assert [rule.length for rule in lines] == [near(150)] * 2
    assert lines[1].y1 - lines[0].y1 == near(1)
    assert name.y < lines[0].y1
    assert (name.x + name.right) / 2 == near(105)
