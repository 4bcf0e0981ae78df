"""Official documents on pages: heads, closings that are never alone, enclosures, imprint, numbers in a volume."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from lianluozhan.printing.document import (
    FORM,
    LETTER,
    OFFICIAL,
    Annex,
    AnnexList,
    Block,
    Break,
    Closing,
    Document,
    Imprint,
    Letterhead,
    OfficialHead,
    Para,
)
from lianluozhan.printing.geometry import PITCH, closing_indents, mark_size, text_width
from lianluozhan.printing.layout import lay_out, planned
from lianluozhan.printing.measures import Measure
from lianluozhan.printing.page import MM, Page
from lianluozhan.printing.styles import STYLES

from .test_layout import said, shown

ORGAN = "清河镇人民代表大会主席团"
HEAD = OfficialHead(ORGAN, "清人大〔2026〕3号")
CLOSING = Closing(ORGAN, "2026年4月3日")


def report(body: str, *more: Block, title: str = "关于代表接待选民情况的报告") -> Document:
    head = [HEAD, Para(title, "doc_title"), Para("县人民代表大会常务委员会：", "body0")]
    return Document("报告", [*head, *(Para(text) for text in body.split("\n")), *more], OFFICIAL)


def body_lines(page: Page) -> list[str]:
    return [shown(text) for text in page.texts if text.size == 16 and shown(text)[:1] in "甲乙"]


@pytest.mark.parametrize("lines", [1, 2, 5, 7])
def test_the_first_page_of_a_document_always_shows_some_of_its_body(lines: int) -> None:
    title = "\n".join(["关于代表接待选民情况和意见办理情况的"] * lines)
    for urgency in ("", "特急"):
        document = report("甲" * 300, CLOSING, title=title)
        document = replace(document, blocks=[replace(HEAD, urgency=urgency), *document.blocks[1:]])
        for count in (300, 84, 56, 40):
            shorter = [replace(b, text="甲" * count) if b == Para("甲" * 300) else b for b in document.blocks]
            assert body_lines(lay_out(replace(document, blocks=shorter))[0])


def test_a_closing_is_never_alone_on_its_page() -> None:
    for count in range(180, 900, 9):
        for more in ((), (AnnexList(["意见一览", "名单"]),)):
            pages = lay_out(report("乙" * 28 + "\n" + "甲" * count, *more, CLOSING))
            [page] = [page for page in pages if any(shown(text) == "2026年4月3日" for text in page.texts)]
            assert body_lines(page), f"{count} characters"
            assert said(pages).count("甲") == count


def test_a_heading_stays_with_the_lines_that_are_carried_to_a_closing() -> None:
    for count in range(150, 420, 7):
        blocks = [HEAD, Para("报告", "doc_title"), Para("甲" * count), Para("一、请示", "h1"), Para("乙" * 20), CLOSING]
        for page in lay_out(Document("报告", blocks, OFFICIAL)):
            lines = [shown(text) for text in page.texts if text.size == 16]
            assert not lines or lines[-1] != "一、请示"


def test_blocks_that_go_on_with_the_closing_are_told_to_word() -> None:
    counts = range(180, 700, 9)
    plans = [planned(report("甲" * count, CLOSING))[1] for count in counts]
    kept = [plan.kept for plan in plans if plan.kept]
    assert kept
    assert all(numbers == {3} for numbers in kept)


def test_a_long_closing_without_seal_stays_within_the_page() -> None:
    for org in ("站", ORGAN, ORGAN * 2, "长" * 40):
        for day in ("2026年1月5日", "2026年12月25日"):
            closing = Closing(org, day, sealed=False)
            style = STYLES[closing.style]
            at_org, at_date = closing_indents(closing)
            assert at_org >= 0 and at_date >= 0
            wide = min(text_width(org, style), 156 * MM - at_org)
            gap = (at_org + wide) - (at_date + text_width(day, style))
            assert gap == pytest.approx(32)


def test_enclosures_follow_on_pages_of_their_own_and_numbers_go_on() -> None:
    pages = lay_out(
        report("甲" * 100, CLOSING, Annex(1, "意见一览"), Para("乙" * 40), Annex(2, "名单"), Para("乙" * 40))
    )
    assert [("附件1" in said([page]), "附件2" in said([page])) for page in pages] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert [f"— {n} —" in said([page]) for n, page in enumerate(pages, 1)] == [True] * 3
    assert len(lay_out(report("甲" * 100, Break(), Annex(0, "名单"), Para("乙")))) == 2


def test_an_imprint_that_does_not_fit_gets_a_page_and_none_is_drawn_without_words() -> None:
    imprint = Imprint("各村（社区）", "清河镇人大办公室", "2026年4月3日")
    counts = [len(lay_out(report("甲" * n, imprint))) - len(lay_out(report("甲" * n))) for n in range(100, 400, 20)]
    assert set(counts) == {0, 1}
    assert not lay_out(report("甲" * 10, Imprint("", "", "")))[0].rules[1:]


def test_a_page_with_nothing_but_the_imprint_has_no_number_but_in_a_volume() -> None:
    imprint = Imprint("各村（社区）", "清河镇人大办公室", "2026年4月3日")
    counts = [n for n in range(100, 400, 5) if len(lay_out(report("甲" * n, imprint))) > len(lay_out(report("甲" * n)))]
    alone = report("甲" * counts[0], imprint)
    assert ["—" in said([page]) for page in lay_out(alone)] == [True, False]
    bound = lay_out(replace(alone, first_page=3, all_pages=9))
    assert ["— 3 —" in said(bound[:1]), "— 4 —" in said(bound[1:])] == [True, True]


def test_copies_to_many_wrap_below_their_own_first_character() -> None:
    page = lay_out(report("甲", Imprint("县人大常委会办公室，" * 12, "人大办", "2026年4月3日")))[0]
    lines = [text for text in page.texts if text.size == 14 and "县人大" in shown(text)]
    assert len(lines) >= 3
    assert max(text.x for text in lines) - min(text.x for text in lines) < 8
    assert said([page]).count("。") == 1


def test_a_letter_on_printed_paper_starts_its_text_where_a_red_one_does() -> None:
    body = [Para("关于征求意见的函", "doc_title"), Para("甲" * 50)]
    red, bare = (
        lay_out(Document("函", [Letterhead(ORGAN, "函〔2026〕3号", red=red), *body], LETTER))[0]
        for red in (True, False)
    )
    places = [[(shown(t), t.x, t.baseline) for t in page.texts if t.colour == "black"] for page in (red, bare)]
    assert places[0] == places[1]
    assert not [rule for rule in bare.rules if rule.colour == "red"]


def test_the_lines_of_a_document_stand_on_one_grid_whatever_stands_between_them() -> None:
    document = report("甲" * 200 + "\n" + "乙" * 90, AnnexList(["名单"]), CLOSING, title="关于代表接待的\n报告")
    tops = []
    for page in lay_out(document):
        fang = [
            text
            for text in page.texts
            if text.size == 16 and shown(text)[:1] in "甲乙附" and "附件1" not in shown(text)
        ]
        tops += [(text.baseline - 37 * MM) % PITCH for text in fang]
    assert max(tops) - min(tops) < 0.01


def test_a_sheet_of_a_volume_counts_on() -> None:
    form = Document("表", [Para("甲"), Break(), Para("乙")], FORM, first_page=4, all_pages=9)
    assert ["第 4 页　共 9 页" in said(lay_out(form)[:1]), "第 5 页　共 9 页" in said(lay_out(form)[1:])] == [
        True,
        True,
    ]
    official = replace(report("甲" * 600), first_page=4, all_pages=9)
    first, second = (next(t for t in page.texts if shown(t).startswith("—")) for page in lay_out(official)[:2])
    assert (shown(first), shown(second)) == ("— 4 —", "— 5 —")
    assert first.x < 300 < second.x


def test_a_letter_in_a_volume_has_the_number_of_the_volume_in_its_corner() -> None:
    blocks = [Letterhead(ORGAN, "函〔2026〕3号"), Para("甲" * 40)]
    alone = lay_out(Document("函", blocks, LETTER))[0]
    assert not [text for text in alone.texts if text.baseline < 20 * MM]
    for number in (6, 7):
        page = lay_out(Document("函", blocks, LETTER, first_page=number, all_pages=9))[0]
        [corner] = [text for text in page.texts if text.baseline < 20 * MM]
        assert shown(corner) == str(number)
        assert (corner.x > 500) == (number == 7)


def test_even_pages_of_mirrored_paper_carry_heads_and_numbers_at_the_changed_margins() -> None:
    paper = replace(FORM, mirrored=True)
    document = Document("表", [Para("甲"), Break(), Para("乙")], paper, running="表（续页）", running_right="编号")
    heads = [t for t in lay_out(document)[1].texts if shown(t) in ("表（续页）", "乙")]
    assert heads[0].x == pytest.approx(FORM.right * MM)
    following = lay_out(replace(document, first_page=2))[1]
    assert next(t for t in following.texts if shown(t) == "表（续页）").x == pytest.approx(FORM.left * MM)


def test_a_name_of_forty_characters_loses_nothing_anywhere_on_a_document() -> None:
    name, number = "人民代表大会" * 7, "清河镇人民代表大会主席团文件" * 2 + "〔2026〕3号"
    for sealed in (True, False):
        blocks = [
            OfficialHead(ORGAN, number, signer=name[:40]),
            Para("甲" * 40),
            Closing(name[:40], "2026年12月3日", sealed=sealed),
            Imprint(name, name[:40], "2026年4月3日"),
        ]
        pages = lay_out(Document("报告", blocks, OFFICIAL))
        wanted = Counter(number + name[:40] * 3 + name + "签发人：抄送：。2026年4月3日印发")
        assert wanted - Counter(said(pages)) == Counter()
        for page in pages:
            for text in page.texts:
                wide = sum(sum(map(run.stack.__getitem__, run.text)) for run in text.runs) * text.size / 1000
                assert 28 * MM - 1 <= text.x <= text.x + wide <= 184 * MM + 9
            assert not crowded(page)


def crowded(page: Page) -> list[tuple[str, str]]:
    """Texts that stand on each other."""
    places = []
    for text in page.texts:
        wide = sum(sum(map(run.stack.__getitem__, run.text)) for run in text.runs) * text.size / 1000
        places.append((shown(text), text.x, text.baseline - 0.8 * text.size, text.x + wide, text.baseline))
    return [
        (a[0], b[0])
        for a, b in combinations(places, 2)
        if a[1] < b[3] - 1 and b[1] < a[3] - 1 and a[2] < b[4] - 1 and b[2] < a[4] - 1
    ]


@pytest.mark.parametrize("name", [ORGAN, *("长" * n for n in range(1, 61))])
def test_a_mark_of_any_length_stays_between_the_margins(name: str) -> None:
    head = replace(HEAD, name=name)
    assert mark_size(head) * len(name) <= 156 * MM + 0.01
    for document in (
        Document("报告", [head, Para("甲" * 30)], OFFICIAL),
        Document("函", [Letterhead(name, "函〔2026〕3号"), Para("甲" * 30)], LETTER),
    ):
        marks = [text for text in lay_out(document)[0].texts if text.colour == "red"]
        assert [shown(text) for text in marks] == [name]
        assert marks[0].x >= 20 * MM


def test_every_measure_says_where_it_comes_from() -> None:
    import lianluozhan.printing.measures as table

    found = [value for value in vars(table).values() if isinstance(value, Measure)]
    assert len(found) > 30
    assert {measure.tag for measure in found} <= {"查", "忆", "荐", "算"}
    assert all(measure.source for measure in found)


@pytest.mark.parametrize("lines", range(1, 30))
def test_a_remark_stays_on_the_page_of_the_name_and_the_date(lines: int) -> None:
    body = [Para("路灯已经修好。", "body")] * lines
    blocks = [*body, Closing("村镇建设服务中心", "2026年3月18日"), Para("（联系人：李建军）", "body")]
    pages = [said([page]) for page in lay_out(Document("答复", blocks, OFFICIAL))]
    assert [("2026年3月18日" in page) for page in pages] == [("李建军" in page) for page in pages]
