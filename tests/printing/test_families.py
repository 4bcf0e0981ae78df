"""Sheets that many forms share: sign-in sheets, ballots, receipts, volumes, labels; with little and with too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.printing import measures as m
from lianluozhan.printing.document import Document, texts
from lianluozhan.printing.families.ballot import ballot, on_a_sheet
from lianluozhan.printing.families.labels import Box, box_front, spine_labels
from lianluozhan.printing.families.overprint import archive_stamp, stamp_sheet
from lianluozhan.printing.families.receipt import receipt
from lianluozhan.printing.families.sign_in import ROWS, Invited, sign_in_sheet
from lianluozhan.printing.families.volume import volume_front
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM, Page
from lianluozhan.printing.word import write_word

from .sheets import FILLED, STATION, ledger, letter, registration
from .test_layout import lost, said, shown
from .test_official import report

NAME = "买买提·吐尔逊·阿不都热依木" * 3
LONG = "".join(f"第{n}件，路还没有修好。" for n in range(2000))[:20_000]
MANY = [Invited(f"代表{n}", f"第{n}村村民委员会主任", "镇级") for n in range(200)]


def every_family() -> dict[str, Document]:
    """Each family as usual, with nothing, and with far too much."""
    name, unit = NAME[:40], "单位" * 20
    box = Box("Z109", "2026", "30年", unit, "0001", "9999", "128", 20)
    day = (date(2026, 1, 5), date(2026, 12, 31))
    entries = [(f"第{n}件材料", date(2026, 3, 1), n % 3 + 1) for n in range(200)]
    return {
        "sign-in usual": sign_in_sheet(STATION, "学习培训", "2026年3月15日", "三楼会议室", MANY[:28]),
        "sign-in empty": sign_in_sheet(STATION, ""),
        "sign-in of 200": sign_in_sheet(STATION, "学习", people=MANY),
        "sign-in of 200 in two columns": sign_in_sheet(STATION, "学习", people=MANY, two_columns=True),
        "sign-in long": sign_in_sheet(name, unit, people=[Invited(name, unit, "全国级")] * 40),
        "ballot usual": ballot("满意度测评票", ["修复公路", "安装路灯"], count=7),
        "ballot empty": ballot("测评票"),
        "ballot of 200": ballot("测评票", [f"第{n}件实事" for n in range(200)]),
        "ballot long": ballot(name, [name, unit], grades=("优秀", "称职", "基本称职", "不称职", "弃权")),
        "receipt usual": receipt(STATION, "收件回执", [("来信人", "周长福"), ("事由", "修路")], note="请保存。"),
        "receipt empty": receipt(STATION, "收件回执", []),
        "receipt long": receipt(name, "收件回执", [("事由", LONG[:600]), ("来信人", name)]),
        "volume usual": volume_front(STATION, "修复公路案卷", day, entries[:6], retention="30年"),
        "volume empty": volume_front(STATION, ""),
        "volume of 200": volume_front(name, unit, day, entries),
        "volume long": volume_front(STATION, name, day, [(name * 3, None, 1)]),
        "spines": spine_labels([box, Box("Z109", "2026", "永久", "代表联络站", "0001", "0086", "1", 50)]),
        "spines empty": spine_labels([]),
        "front": box_front(name),
        "stamp": stamp_sheet(("Z109", "2026", "0012", "党政综合办公室", "30年", "12")),
        "stamp empty": stamp_sheet(),
    }


FAMILIES = every_family()


def wanted(document: Document) -> Counter[str]:
    """The characters that must stand on the pages, but for heads of pages that may not come."""
    found = Counter("".join(texts(document)))
    found.subtract("".join((document.running, document.running_right)))
    return Counter({char: many for char, many in found.items() if many > 0 and not char.isspace()})


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_of_a_sheet_is_lost_and_all_of_it_is_on_the_paper(name: str) -> None:
    document = FAMILIES[name]
    pages = lay_out(document)
    assert wanted(document) - Counter(said(pages)) == Counter()
    paper = document.paper
    for page in pages:
        for text in page.texts:
            wide = sum(sum(map(run.stack.__getitem__, run.text)) for run in text.runs) * text.size / 1000
            assert text.x >= 5 * MM
            assert text.x + wide <= page.width - 5 * MM + text.size / 2
            assert text.baseline - text.size * 0.8 >= 4 * MM
            assert text.baseline <= page.height - min(paper.bottom, 8) * MM
        for frame in page.frames:
            assert frame.y + frame.height <= page.height - min(paper.bottom, 10) * MM + 0.1


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_written_as_word_too(tmp_path: Path, name: str) -> None:
    written = write_word([FAMILIES[name]], tmp_path / "a.docx")
    assert written.pages >= 1
    assert written.absent == frozenset()


def test_a_sign_in_sheet_has_thirty_rows_on_every_page_and_the_totals_on_the_last() -> None:
    for two in (False, True):
        pages = lay_out(sign_in_sheet(STATION, "学习", people=MANY[:95], two_columns=two))
        assert len(pages) == (2 if two else 4)
        for page in pages:
            level = {round(rule.y1, 1) for rule in page.rules if rule.y1 == rule.y2}
            assert len(level) >= ROWS
        assert ["应到95人" in said([page]) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_blank_sign_in_sheet_leaves_the_totals_to_be_counted() -> None:
    [page] = lay_out(sign_in_sheet(STATION, ""))
    assert "应到\u3000\u3000\u3000人" in said([page])


def test_guests_find_blank_numbered_rows_below_the_invited() -> None:
    [page] = lay_out(sign_in_sheet(STATION, "学习", people=MANY[:12]))
    assert {"13", "30"} <= {shown(text) for text in page.texts}


@pytest.mark.parametrize(("subjects", "many"), [(1, 4), (3, 3), (7, 2), (20, 1)])
def test_as_many_ballots_stand_on_a_sheet_as_have_room(subjects: int, many: int) -> None:
    assert on_a_sheet(subjects) == many
    pages = lay_out(ballot("测评票", ["事"] * subjects, count=many * 2))
    assert len(pages) == 2
    for page in pages:
        titles = [text for text in page.texts if shown(text) == "测评票"]
        dashes = sorted({rule.y1 for rule in page.rules if rule.dash})
        assert (len(titles), len(dashes)) == (many, many - 1)
        assert [y / MM for y in dashes] == [pytest.approx(297 / many * n) for n in range(1, many)]


def test_a_ballot_names_nobody_who_fills_it_in() -> None:
    assert not any(word in said(lay_out(ballot("测评票"))) for word in ("姓名", "签名", "电话"))


def test_both_parts_of_a_receipt_say_the_same() -> None:
    [page] = lay_out(receipt(STATION, "收件回执", [("来信人", "周长福"), ("事由", "修路")]))
    assert said([page]).count("周长福") == said([page]).count("修路") == 2
    assert {rule.y1 for rule in page.rules if rule.dash} == {148.5 * MM}


def test_the_list_of_a_volume_tells_where_each_of_its_sheets_begins() -> None:
    entries = [("登记表", date(2026, 3, 15), 2), ("交办单", None, 1), ("答复函", date(2026, 5, 6), 3)]
    cover, listed = lay_out(volume_front(STATION, "案卷", (date(2026, 3, 15), date(2026, 5, 6)), entries))
    words = [shown(text) for text in listed.texts]
    assert [words[words.index(name) + 1 :][:2] for name in ("登记表", "答复函")] == [
        ["2026-03-15", "1"],
        ["2026-05-06", "4—6"],
    ]
    assert words[words.index("交办单") + 1] == "3"
    assert {"2026年3月15日—2026年5月6日", "3件", "6页"} <= {shown(text) for text in cover.texts}
    later = [shown(text) for text in lay_out(volume_front(STATION, "案卷", entries=entries, first_page=5))[1].texts]
    assert later[later.index("登记表") + 2] == "5"


def test_the_front_of_a_volume_has_no_page_numbers() -> None:
    assert "页　共" not in said(lay_out(FAMILIES["volume of 200"]))


def test_a_blank_volume_front_has_lines_to_write_on() -> None:
    cover, listed = lay_out(volume_front(STATION, ""))
    assert len([rule for rule in cover.rules if rule.y1 == rule.y2]) == 6
    assert len({round(rule.y1) for rule in listed.rules if rule.y1 == rule.y2}) == 20


def test_a_stamp_stands_on_any_document_without_moving_its_text() -> None:
    plain = registration(FILLED)
    stamped = Document(plain.title, [archive_stamp(("Z109", "2026", "0012")), *plain.blocks], plain.paper)
    one, two = lay_out(plain)[0], lay_out(stamped)[0]
    assert {(shown(t), t.x, t.baseline) for t in one.texts} < {(shown(t), t.x, t.baseline) for t in two.texts}
    assert {rule.colour for rule in two.rules} == {"black", "red"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: registration(FILLED),
        lambda: registration(FILLED, content=LONG),
        lambda: ledger(200),
        letter,
        lambda: report("甲" * 900),
        lambda: sign_in_sheet(STATION, "学习", people=MANY),
    ],
    ids=["form", "long form", "ledger", "letter", "report", "sign-in"],
)
def test_the_place_of_the_stamp_and_the_corner_of_the_page_number_stay_empty(make: Callable[[], Document]) -> None:
    page = lay_out(make())[0]
    for (x1, x2), (y1, y2) in (m.STAMP_ZONE, m.CORNER_ZONE):
        assert not [name for name, (a, b, c, d) in inked(page).items() if a < x2 and c > x1 and b < y2 - 0.1 and d > y1]


def inked(page: Page) -> dict[str, tuple[float, float, float, float]]:
    """The ink of a page in mm by name; Han reach 0.845 em above their baseline at most."""
    found = {}
    for n, text in enumerate(page.texts):
        wide = sum(sum(map(run.stack.__getitem__, run.text)) for run in text.runs) * text.size / 1000
        place = (text.x, text.baseline - text.size * 0.845, text.x + wide, text.baseline + text.size * 0.1)
        found[f"{n} {shown(text)}"] = tuple(at / MM for at in place)
    for n, frame in enumerate(page.frames):
        place = (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)
        found[f"frame {n}"] = tuple(at / MM for at in place)
    return found  # type: ignore[return-value]


def test_a_table_of_200_rows_with_long_names_keeps_every_row() -> None:
    document = FAMILIES["sign-in long"]
    assert lost(NAME[:40] * 40, lay_out(document)) == Counter()
