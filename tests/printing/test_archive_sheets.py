"""What the paper of the archive says: no line, no word and no number is lost, struck 件 stay (4.6.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models.archive.paper_files import BoxFile, VolumeFile
from lianluozhan.models.archive.record import Item, Retention, Volume
from lianluozhan.printing.document import Document, Grid, texts
from lianluozhan.printing.families.overprint import with_stamp
from lianluozhan.printing.forms.archive_box import box_cover, box_spines, box_statement
from lianluozhan.printing.forms.archive_catalogue import archive_catalogue, catalogue_cover, in_box
from lianluozhan.printing.forms.archive_volume import book_front, volume_cover, volume_list, volume_statement
from lianluozhan.printing.forms.archive_words import remark_of
from lianluozhan.printing.layout import lay_out

from ..samples import STATION
from .filled import RARE
from .filled_archive import BARE_SCHEME, BOX, GONE, SCHEME, USUAL, VOLUME, classed, group, item
from .test_layout import said

LONG = "关于解决石桥村三组至四组通组公路塌陷、排水沟淤塞和护栏缺失等问题的群众意见及青石镇人民政府的办理答复和回访记录"


def text_of(document: Document) -> str:
    return "".join(said(lay_out(document)).split())


def lines(document: Document) -> list[list[str]]:
    """The lines of a catalogue without its head."""
    return [
        [cell.text for cell in row.cells]
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows[1:]
    ]


@pytest.mark.clause("DA/T 22")
def test_a_line_says_number_title_in_brackets_day_in_eight_figures_and_no_degree_of_secrecy() -> None:
    [line] = lines(archive_catalogue(classed(group(item(3, dated_on=date(2026, 3, 15), pages=7)))))
    number, archival, document, responsible, title, day, secrecy, pages, _ = line
    assert (number, archival) == ("1", "Z109-WS·2026-D30-RDB-0003")
    assert (document, responsible) == ("青石人大函〔2026〕3号", "青石镇人大")
    assert title.startswith("[") and title.endswith("]") and not title.startswith("[[")
    assert (day, secrecy, pages) == ("20260315", "", "7")
    [given] = lines(archive_catalogue(classed(group(item(1, is_own_title=False, title="通知", document_number="")))))
    assert (given[2], given[4]) == ("", "通知")


@pytest.mark.clause("4.6.2")
@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (GONE[0], "撤件\n20270201"),
        (GONE[1], "已销毁\n20570301"),
        (GONE[2], "已移交\n20370301"),
    ],
    ids=["struck", "destroyed", "handed over"],
)
def test_what_was_struck_destroyed_or_handed_over_keeps_its_line(gone: Item, words: str) -> None:
    found = lines(archive_catalogue(classed(group(item(1), gone, item(9)))))
    assert [line[0] for line in found] == ["1", "2", "3"]
    assert found[1][1] == gone.archival_number and found[1][8] == words
    assert found[1][4].strip("[]") == gone.title.strip("[]")
    above = text_of(archive_catalogue(classed(group(item(1), gone, item(9)))))
    assert f"2件{item(1).pages + item(9).pages}页（另1件见备注）" in above


@pytest.mark.parametrize(
    ("gone", "remark", "words"),
    [
        (GONE[0], "撤件，有水渍", "撤件\n20270201\n有水渍"),
        (GONE[0], "改列 Z109-WS·2026-Y-0002", "改列为Z109-WS·2026-Y-0002\n20270201"),
        (GONE[1], "2057年3月1日销毁（鉴定〔2057〕1号）", "2057年3月1日销毁（鉴定〔2057〕1号）"),
        (GONE[2], "2037年3月1日移交县档案馆（移交〔2037〕1号）", "2037年3月1日移交县档案馆（移交〔2037〕1号）"),
        (GONE[2], "有水渍", "已移交\n20370301\n有水渍"),
    ],
)
def test_what_became_of_a_piece_is_said_once(gone: Item, remark: str, words: str) -> None:
    assert remark_of(replace(gone, remark=remark)) == words


@pytest.mark.parametrize("count", [40, 1_000])
def test_a_long_catalogue_has_every_line_once_in_order(count: int) -> None:
    document = archive_catalogue(classed(group(*(item(n) for n in range(1, count + 1)))))
    pages = lay_out(document)
    assert len(pages) == -(-(count - 13) // 15) + 1
    shown = said(pages)
    numbers = [f"RDB-{n:04d}" for n in range(1, count + 1)]
    assert all(shown.count(number) == 1 for number in numbers)
    at = [shown.index(number) for number in numbers]
    assert at == sorted(at)
    assert shown.count("档号") == len(pages)


def test_a_title_up_to_three_lines_is_large_a_longer_one_smaller_and_the_longest_goes_on_without_loss() -> None:
    for length, style in ((40, "entry"), (54, "list"), (200, "list")):
        title = (LONG * 5)[:length]
        document = archive_catalogue(classed(group(item(1, title=title, is_own_title=False))))
        grid = next(block for block in document.blocks if isinstance(block, Grid))
        assert grid.rows[1].cells[4].style == style
        assert title in text_of(document)


def test_a_long_remark_stands_below_its_line_and_stays_with_it() -> None:
    remark = "第3页有水渍，第5页右下角缺损，已用宣纸修补；附件照片两张另存在声像档案盒内。"
    document = archive_catalogue(classed(group(*(item(n, remark=remark) for n in range(1, 30)))))
    pages = [said([page]) for page in lay_out(document)]
    assert "".join("".join(pages).split()).count(remark) == 29
    assert all(page.count("见下行") == page.count("备注：") for page in pages)


def test_rare_names_and_a_fonds_without_number_are_printed_whole() -> None:
    bare = item(1, title=f"{RARE}2026年度履职档案", responsible=RARE, archival_number="")
    bare = replace(bare, archival_number="____-WS·2026-D30-0001", fonds="", unit="")
    found = classed(group(bare, unit=""), scheme=BARE_SCHEME)
    shown = text_of(archive_catalogue(found))
    assert "____-WS·2026-D30-0001" in shown and shown.count(RARE) == 2
    assert STATION.congress in shown
    cover = catalogue_cover(found)
    assert [
        row.cells[1].text
        for block in cover.blocks
        if isinstance(block, Grid)
        for row in block.rows
        if len(row.cells) > 1
    ][:2] == ["", ""]


def test_a_year_has_each_class_on_pages_of_its_own_and_one_cover_for_all() -> None:
    year = classed(group(item(1)), group(item(1, retention=Retention.PERMANENT), retention=Retention.PERMANENT))
    pages = [said([page]) for page in lay_out(archive_catalogue(year))]
    assert ["30年" in pages[0], "永久" in pages[1]] == [True, True]
    assert "永久、30年" in texts(catalogue_cover(year))
    found = lines(archive_catalogue(year))
    assert [line[0] for line in found] == ["1", "2"]


# Boxes and volumes --------------------------------------------------------------------------------------------------


@pytest.mark.clause("DA/T 22")
def test_the_statement_counts_what_is_here_and_says_what_has_happened() -> None:
    words = "\n".join(texts(box_statement(BoxFile(SCHEME, STATION, replace(BOX, statement=""), "", USUAL))))
    here = [one for one in USUAL if one not in GONE]
    assert f"本盒共7件，{sum(one.pages or 0 for one in here)}页，起止件号0001—0010。" in words
    assert "0002 号件 20270201 撤件，重复归档。" in words
    assert "0004 号件 20570301 销毁。" in words and "0006 号件 20370301 移交。" in words
    written = "本盒共7件，58页，起止件号0001—0010。\n销毁：0004（2057年3月1日）。"
    own = texts(box_statement(BoxFile(SCHEME, STATION, replace(BOX, statement=written), "", USUAL)))
    assert written in own  # a whole statement of the station stands as it is


def test_names_of_who_arranged_and_checked_are_left_for_ink_and_days_may_be_printed() -> None:
    words = texts(box_statement(BoxFile(SCHEME, STATION, BOX, "", USUAL)))
    assert words[words.index("整理人") + 1 :] == ["整理日期", "2027年1月8日", "检查人", "检查日期", "2027年1月9日"]


def test_a_box_of_volumes_counts_volumes_on_its_spine() -> None:
    volumes = (replace(VOLUME, number=3), replace(VOLUME, number=7))
    words = texts(box_spines([BoxFile(SCHEME, STATION, BOX, "", USUAL, volumes)]))
    assert "起案卷号" in words and "0003" in words and "0007" in words and "0010" not in words


def test_the_list_in_a_box_and_its_front_name_box_and_fonds() -> None:
    found = BoxFile(SCHEME, STATION, BOX, "人大办", USUAL)
    assert "第3盒" in text_of(in_box(found))
    assert SCHEME.fonds_name in texts(box_cover(found))
    assert STATION.congress in texts(box_cover(BoxFile(BARE_SCHEME, STATION, BOX, "", ())))


@pytest.mark.clause("GB/T 9705")
def test_the_sheets_of_a_volume_say_its_number_its_days_and_where_each_document_begins() -> None:
    found = VolumeFile(
        SCHEME, STATION, VOLUME, "人大办", (item(1, pages=2), item(2, pages=5), item(3, pages=4)), "", ""
    )
    cover = texts(volume_cover(found))
    for words in ("青石镇人民代表大会", "社情民意", VOLUME.title, "30年", "3件　11页", "Z109-WS·2026-D30-RDB-0001"):
        assert words in cover
    assert "2026年2月2日—2026年4月4日" in cover
    assert [line[5] for line in lines(volume_list(found))] == ["1", "3", "8—\n11"]
    words = "\n".join(texts(volume_statement(found)))
    assert "本卷共12件。" in words and "立卷人" in words and "2027年1月8日" in words
    assert "本卷共3件，11页。" in "\n".join(texts(volume_statement(replace(found, volume=Volume(title="路灯")))))
    assert "共3件11页" in texts(book_front(found))


def test_a_page_without_room_above_its_text_gets_no_stamp_over_its_words() -> None:
    plain = archive_catalogue(classed(group(*USUAL)))
    assert with_stamp(plain, ("Z109", "2026", "0001")) is plain
