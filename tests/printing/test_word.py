"""Word files: every text in its own named style, tables as measured, several documents as sections."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from lianluozhan.models.errors import StorageError
from lianluozhan.printing.document import OFFICIAL, AnnexList, Closing, Document, Para, texts
from lianluozhan.printing.lines import visible
from lianluozhan.printing.styles import STYLE_NAMES, STYLES
from lianluozhan.printing.word import write_word
from lianluozhan.printing.word.text import NAMES

from .sheets import CONTENT, FILLED, MORE, STATION, ledger, letter, registration

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(path: Path, *documents: Document) -> Any:
    write_word(documents, path)
    return docx.Document(str(path))


def written(path: Path) -> str:
    """All text of the file, headers and footers too."""
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if re.match(r"word/(document|header|footer)", name)]
        roots = [etree.fromstring(package.read(name)) for name in parts]
    return "".join(node.text or "" for root in roots for node in root.iter(f"{W}t"))


@pytest.mark.parametrize(
    "document",
    [registration(), registration(FILLED), registration(FILLED, content=CONTENT + MORE * 4), letter(), ledger(20)],
    ids=["blank", "filled", "continued", "letter", "ledger"],
)
def test_every_text_of_a_document_is_in_the_file(tmp_path: Path, document: Document) -> None:
    opened(tmp_path / "a.docx", document)
    got = written(tmp_path / "a.docx")
    for text in texts(document):
        assert all(line in got for line in visible(text).split("\n"))


def test_each_style_has_a_chinese_name_and_its_font(tmp_path: Path) -> None:
    styles = opened(tmp_path / "a.docx", letter()).styles
    assert set(STYLE_NAMES) == set(STYLES)
    for name, shown in STYLE_NAMES.items():
        assert styles[shown].font.size.pt == STYLES[name].size
        fonts = styles[shown].element.rPr.rFonts
        assert {fonts.get(f"{W}{kind}") for kind in ("eastAsia", "ascii", "hAnsi")} == {NAMES[STYLES[name].family]}
    assert styles["表格长文"].element.rPr.rFonts.get(f"{W}eastAsia") == "仿宋_GB2312"
    assert styles["公文标题"].element.rPr.rFonts.get(f"{W}eastAsia") == "方正小标宋简体"


def test_runs_carry_no_format_of_their_own_but_where_they_differ(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.docx", letter())
    paragraphs = file.tables[0].cell(0, 0).paragraphs
    [body] = [p for p in paragraphs if p.style.name == "公文正文" and "现将" in p.text]
    assert [run._element.rPr for run in body.runs] == [None]


def test_rare_characters_name_a_font_that_has_them(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.docx", Document("表", [Para("张𠮷㛃□☑", "meta")]))
    fonts = {run.text: run._element.rPr for run in file.paragraphs[0].runs}
    named = {text: own is not None and own.rFonts.get(f"{W}eastAsia") for text, own in fonts.items()}
    assert named == {"张": False, "𠮷": "SimSun-ExtB", "㛃□": "宋体", "☑": "Segoe UI Symbol"}


def test_the_font_table_names_what_stands_in_for_each_font(tmp_path: Path) -> None:
    opened(tmp_path / "a.docx", letter())
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        fonts = etree.fromstring(package.read("word/fontTable.xml"))
    others = {font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val") for font in fonts}
    assert others["仿宋_GB2312"] == "仿宋"
    assert {*NAMES.values(), "SimSun-ExtB"} <= set(others)


def test_column_widths_add_up_to_the_text_width(tmp_path: Path) -> None:
    for document, width in ((registration(FILLED), 156), (ledger(3), 257)):
        [table] = opened(tmp_path / "a.docx", document).tables
        columns = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid]
        assert sum(columns) == round(width * 72 / 25.4 * 20)
        for row in table._tbl.tr_lst:
            assert row_width(row) == sum(columns)


def row_width(row: Any) -> int:
    return sum(int(cell.tcPr.find(f"{W}tcW").get(f"{W}w")) for cell in row.tc_lst)


def test_a_signature_stands_in_the_cell_of_its_opinion(tmp_path: Path) -> None:
    [table] = opened(tmp_path / "a.docx", registration(FILLED)).tables
    cell = next(cell for cell in table._cells if "同意拟办意见" in cell.text)
    assert [p.style.name for p in cell.paragraphs] == ["表格长文", "签字行"]


def test_only_rows_with_long_text_may_cross_pages(tmp_path: Path) -> None:
    [table] = opened(tmp_path / "a.docx", registration(FILLED)).tables
    free = [row.cells[0].text for row in table.rows if row._tr.trPr.find(f"{W}cantSplit") is None]
    assert free == ["反映内容", "诉求"]


def test_an_opinion_too_long_for_a_page_may_cross_it(tmp_path: Path) -> None:
    [table] = opened(tmp_path / "a.docx", registration(FILLED, review="路" * 3000)).tables
    [row] = [row for row in table.rows if row.cells[0].text == "审核意见"]
    assert row._tr.trPr.find(f"{W}cantSplit") is None


def test_a_ledger_repeats_its_head(tmp_path: Path) -> None:
    [table] = opened(tmp_path / "a.docx", ledger(60)).tables
    heads = [row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows]
    assert heads == [True] + [False] * 60


def test_following_pages_carry_title_and_number_at_their_head(tmp_path: Path) -> None:
    [section] = opened(tmp_path / "a.docx", registration(FILLED)).sections
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "社情民意登记表（续页）\t编号：社情民意〔2026〕0012号"
    assert section.first_page_header.paragraphs[0].text == ""
    assert section.first_page_footer.paragraphs[0].text == "第 1 页　共 1 页"


def test_a_letter_has_its_name_and_red_rules_in_the_first_header(tmp_path: Path) -> None:
    [section] = opened(tmp_path / "a.docx", letter()).sections
    assert section.first_page_header.paragraphs[0].text == "清河镇人大代表联络站"
    rules = section.first_page_header._element.findall(f".//{W}pBdr/{W}bottom")
    assert [(rule.get(f"{W}sz"), rule.get(f"{W}color")) for rule in rules] == [("18", "FF0000"), ("6", "FF0000")]
    assert section.header.paragraphs[0].text == ""


def test_several_documents_are_sections_that_count_their_own_pages(tmp_path: Path) -> None:
    documents = [registration(FILLED), ledger(5), letter()]
    file = opened(tmp_path / "a.docx", *documents)
    assert [section.page_width > section.page_height for section in file.sections] == [False, True, False]
    assert [s._sectPr.find(f"{W}pgNumType").get(f"{W}start") for s in file.sections] == ["1", "1", "1"]
    assert file.sections[1].header.paragraphs[0].text.startswith("2026年社情民意（意见建议）台账（续）")
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        assert b"SECTIONPAGES" in b"".join(package.read(name) for name in package.namelist() if "footer" in name)


def test_equal_feet_of_many_sheets_are_written_once(tmp_path: Path) -> None:
    opened(tmp_path / "a.docx", *[registration(FILLED)] * 20)
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        assert len([name for name in package.namelist() if "footer" in name or "header" in name]) < 6


def test_a_slip_that_has_no_room_begins_a_page(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.docx", letter("路" * 300))
    assert [p.text for p in file.paragraphs if p._p.pPr.find(f"{W}pageBreakBefore") is not None] == ["沿此线裁下"]


def test_a_signature_that_has_no_room_takes_the_end_of_the_text_along(tmp_path: Path) -> None:
    for between in ([], [AnnexList(["一览表"])]):
        blocks = [*[Para("路。")] * (21 - 2 * len(between)), Para("请办。"), *between, Closing(STATION, "2026年4月3日")]
        file = opened(tmp_path / "a.docx", Document("公告", blocks, OFFICIAL))
        kept = [p.text for p in file.paragraphs if p._p.pPr.find(f"{W}keepNext") is not None]
        assert kept == ["请办。", *["附件：一览表"] * len(between), STATION]


def test_a_letter_is_held_so_high_that_the_slip_keeps_its_place(tmp_path: Path) -> None:
    heights = set()
    for body in ("请办理。", "路" * 100, "路" * 240):
        held, slip = opened(tmp_path / "a.docx", letter(body)).tables
        assert len(slip.rows) == 3
        heights.add(int(held.rows[0]._tr.trPr.find(f"{W}trHeight").get(f"{W}val")))
    assert len(heights) == 1


def test_an_official_document_is_signed_and_dated_at_the_right(tmp_path: Path) -> None:
    closing = Closing("清河镇人民代表大会主席团", "2026年4月3日")
    file = opened(tmp_path / "a.docx", Document("公告", [Para("公告", "doc_title"), Para("内容。"), closing], OFFICIAL))
    org, date = file.paragraphs[-2:]
    assert (org.text, date.text) == (closing.org, closing.date)
    assert file.settings.odd_and_even_pages_header_footer
    from_right = [paragraph.paragraph_format.right_indent.pt for paragraph in (org, date)]
    assert from_right[1] == 64
    assert from_right[0] < 64


def test_marks_are_compressed_and_widths_are_those_of_newer_word(tmp_path: Path) -> None:
    settings = opened(tmp_path / "a.docx", letter()).settings.element
    assert settings.find(f"{W}characterSpacingControl").get(f"{W}val") == "compressPunctuation"
    [mode] = [s for s in settings.iter(f"{W}compatSetting") if s.get(f"{W}name") == "compatibilityMode"]
    assert mode.get(f"{W}val") == "15"


def test_properties_of_paragraphs_stand_in_the_order_of_the_standard(tmp_path: Path) -> None:
    order = [
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "pBdr",
        "tabs",
        "spacing",
        "ind",
        "jc",
        "sectPr",
    ]
    file = opened(tmp_path / "a.docx", registration(FILLED), letter(CONTENT + MORE))
    for properties in file.element.body.iter(f"{W}pPr"):
        places = [order.index(child.tag.removeprefix(W)) for child in properties]
        assert all(a < b for a, b in pairwise(places))


def test_text_from_people_is_never_markup(tmp_path: Path) -> None:
    hostile = "<w:br/>&amp; ]]> \x00\x1b\u202e张\ufffe三"
    opened(tmp_path / "a.docx", registration(FILLED, name=hostile, content=hostile))
    assert written(tmp_path / "a.docx").count("<w:br/>&amp; ]]> 张三") == 2


def test_a_print_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    opened(path, registration(FILLED))
    with pytest.raises(KeyError):
        write_word([replace(letter(), blocks=[Para("字", "no such style")])], path)
    assert "张𬀩" in written(path)
    assert [found.name for found in tmp_path.iterdir()] == ["a.docx"]


def test_a_folder_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到这个文件夹"):
        write_word([letter()], tmp_path / "gone" / "a.docx")


def test_characters_without_a_glyph_are_named(tmp_path: Path) -> None:
    assert write_word([registration(name="张\U000f1234")], tmp_path / "a.docx").absent == {"\U000f1234"}


def test_a_package_has_one_document_and_every_relation_leads_to_a_part(tmp_path: Path) -> None:
    opened(tmp_path / "a.docx", registration(FILLED), letter(), ledger(3))
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        names = package.namelist()
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    assert len(names) == len(set(names))
    assert [name for name in names if name.endswith("document.xml")] == ["word/document.xml"]
    assert {f"word/{relation.get('Target')}" for relation in relations} <= set(names)
