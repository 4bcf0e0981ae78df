"""Official documents, labels, volumes and codes in Word: the numbers of the standards stand in the XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfReader

from lianluozhan.printing import measures as m
from lianluozhan.printing.document import (
    FORM,
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
    Marks,
    OfficialHead,
    Para,
    Row,
)
from lianluozhan.printing.families.labels import Box, spine_labels
from lianluozhan.printing.geometry import INK_ABOVE, closing_indents, code_place, head_places
from lianluozhan.printing.page import MM
from lianluozhan.printing.paper_code import dark_parts
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.printing.word import write_word

from .office import SOFFICE, as_pdf
from .sheets import FILLED, registration

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
TWIPS = 20 * MM  # of a millimetre
ISSUER, NUMBER = "青溪镇人民代表大会主席团", "青溪人大〔2026〕3号"
HEAD = OfficialHead(f"{ISSUER}文件", NUMBER, urgency="加急")
BODY = "根据《人大代表联络站工作规则》的有关规定，现将2026年第一季度社情民意办理情况通报如下，请认真对照，抓紧办理。"
TEXT = [Para("关于社情民意办理情况的通报", "doc_title"), Para("各村（社区）：", "body0"), Para(BODY, "body")]
CLOSING, COPIES = Closing(ISSUER, "2026年4月3日"), Imprint("县人大常委会", "青溪镇人大办公室", "2026年4月3日")
CODE = "K7M2-9QXA"
SOUGHT = ("抄送", "青溪镇人大办公室", CODE, "各村", "加急")


def document(*blocks: Block, **more: Any) -> Document:
    return Document("通报", blocks, **{"paper": OFFICIAL, **more})


def parts(path: Path, *documents: Document) -> dict[str, Any]:
    """The parts of the Word file of these documents, XML as trees."""
    write_word(documents, path)
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {
            name: package.read(name) if name.endswith("png") else etree.fromstring(package.read(name))
            for name in package.namelist()
        }


def body_of(path: Path, *documents: Document) -> list[Any]:
    return list(parts(path, *documents)["word/document.xml"][0])


def said(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def value(element: Any, path: str, name: str) -> float:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return float(found.get(f"{W}{name}"))


def line_of(paragraph: Any) -> tuple[float, float, float]:
    """Space before, pitch and space after, in points; as the style says where the paragraph says nothing."""
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    got = (
        {} if spacing is None else {key.removeprefix(W): float(text) for key, text in spacing.items() if text.isdigit()}
    )
    return got.get("before", 0) / 20, got.get("line", m.GRID_PITCH_POINTS * 20) / 20, got.get("after", 0) / 20


@pytest.mark.clause("3.2")
def test_mark_number_and_red_rule_stand_where_the_standard_has_them(tmp_path: Path) -> None:
    places = head_places(HEAD, OFFICIAL)
    urgency, mark, number = body_of(tmp_path / "a.docx", document(HEAD, *TEXT))[:3]
    assert [said(p) for p in (urgency, mark, number)] == ["加急", f"{ISSUER}文件", NUMBER]
    y = OFFICIAL.top * MM + m.GRID_PITCH_POINTS
    before, pitch, _ = line_of(mark)
    y += before
    ink = (y + 0.8 * pitch - INK_ABOVE * places.size) / MM
    assert ink == pytest.approx(m.OFFICIAL_TOP + m.MARK_TOP, abs=0.1)
    y += pitch
    before, pitch, after = line_of(number)
    border = number.find(f"{W}pPr/{W}pBdr/{W}bottom")
    rule = y + before + pitch + float(border.get(f"{W}space"))
    assert rule == pytest.approx(places.rule - m.RULE_POINTS / 2, abs=0.2)
    assert (float(border.get(f"{W}sz")) / 8, border.get(f"{W}color")) == (m.RULE_POINTS, "FF0000")
    assert rule + m.RULE_POINTS + after == pytest.approx(places.text, abs=0.2)


def test_a_name_as_long_as_the_type_area_is_not_set_wider_than_it(tmp_path: Path) -> None:
    name = "青溪镇人民代表大会主席团文"
    mark = body_of(tmp_path / "a.docx", document(OfficialHead(name, NUMBER), *TEXT))[1]
    assert value(mark, "r/rPr/sz", "val") / 2 * len(name) <= m.TYPE_WIDTH * MM


def test_a_report_upward_names_its_signer_at_the_right_of_its_number(tmp_path: Path) -> None:
    number = body_of(tmp_path / "a.docx", document(replace(HEAD, signer="王秀英"), *TEXT))[2]
    assert said(number) == f"　{NUMBER}签发人：王秀英"
    assert value(number, "pPr/tabs/tab", "pos") == pytest.approx(m.TYPE_WIDTH * TWIPS - 16 * 20, abs=1)
    [signer] = [run for run in number.iter(f"{W}r") if said(run) == "王秀英"]
    assert signer.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "楷体_GB2312"


@pytest.mark.parametrize(
    ("head", "paper"), [(HEAD, OFFICIAL), (Letterhead(ISSUER, NUMBER), LETTER)], ids=["general", "letter"]
)
def test_paper_that_has_its_red_parts_gets_none_of_them_and_the_text_stays(
    tmp_path: Path, head: OfficialHead | Letterhead, paper: Any
) -> None:
    coloured = parts(tmp_path / "a.docx", Document("函", [head, *TEXT, CLOSING], paper))
    plain = parts(tmp_path / "b.docx", Document("函", [replace(head, red=False), *TEXT, CLOSING], paper))
    shown = [name for name in plain if re.match(r"word/(document|header|footer)", name)]
    assert "FF0000" not in "".join(etree.tostring(plain[name], encoding="unicode") for name in shown)
    assert not any(said(plain[name]).startswith(ISSUER) for name in shown if "header" in name)
    heads = {
        which: [line_of(p) for p in found["word/document.xml"][0].iter(f"{W}p")][:3]
        for which, found in (("red", coloured), ("plain", plain))
    }
    if paper is OFFICIAL:
        assert sum(sum(line) for line in heads["red"]) + 8 + m.RULE_POINTS == pytest.approx(
            sum(sum(line) for line in heads["plain"]), abs=0.3
        )


@pytest.mark.parametrize("sealed", [True, False])
def test_name_and_date_stand_as_far_from_the_right_as_the_seal_asks(tmp_path: Path, sealed: bool) -> None:
    closing = replace(CLOSING, sealed=sealed)
    body = body_of(tmp_path / "a.docx", document(HEAD, *TEXT, closing))
    found = [value(p, "pPr/ind", "right") / 20 for p in body if said(p) in (closing.org, closing.date) and len(p) == 2]
    assert found == pytest.approx(list(closing_indents(closing)), abs=0.05)
    assert (found[1] == 64) is sealed


def test_names_of_enclosures_go_on_below_their_own_first_character(tmp_path: Path) -> None:
    names = ["统计表", "逾期未办结的社情民意清单（按承办单位分列，共十二件，含县级部门承办的三件）"]
    body = body_of(tmp_path / "a.docx", document(HEAD, *TEXT, AnnexList(names), CLOSING))
    first, second = (p for p in body if names[0] == said(p)[-3:] or names[1] in said(p))
    assert (said(first), said(second)) == (f"附件：1.{names[0]}", f"2.{names[1]}")
    assert line_of(first)[0] == pytest.approx(m.GRID_PITCH_POINTS, abs=0.05)  # a blank line below the body
    for paragraph in (first, second):
        at, hanging = value(paragraph, "pPr/ind", "left"), value(paragraph, "pPr/ind", "hanging")
        assert at - hanging == pytest.approx(20 * 16 * (2 if paragraph is first else 5), abs=2)
    assert value(first, "pPr/ind", "left") == value(second, "pPr/ind", "left")


def test_an_enclosure_begins_a_page_with_its_word_on_line_one_and_its_title_on_line_three(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", document(HEAD, *TEXT, CLOSING, Annex(1, "统计表"), Para(BODY, "body")))
    word, title = (next(p for p in body if said(p) == text) for text in ("附件1", "统计表"))
    assert word.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert line_of(title)[0] == pytest.approx(m.GRID_PITCH_POINTS, abs=0.05)
    after = line_of(title)[2]
    assert (2 * m.GRID_PITCH_POINTS + 33 + after) / m.GRID_PITCH_POINTS == pytest.approx(5, abs=0.01)  # text on line 6


def test_the_imprint_ends_at_the_lower_edge_of_the_type_area(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", document(HEAD, *TEXT, CLOSING, COPIES))
    framed = [p for p in body if p.find(f"{W}pPr/{W}framePr") is not None]
    assert [said(p) for p in framed] == ["抄送：县人大常委会。", "青溪镇人大办公室2026年4月3日印发"]
    frame = framed[0].find(f"{W}pPr/{W}framePr")
    assert (frame.get(f"{W}vAnchor"), frame.get(f"{W}hAnchor")) == ("page", "margin")
    assert (int(frame.get(f"{W}y")) + int(frame.get(f"{W}h"))) / TWIPS == pytest.approx(297 - OFFICIAL.bottom, abs=0.05)
    assert int(frame.get(f"{W}w")) / TWIPS == pytest.approx(m.TYPE_WIDTH, abs=0.05)
    rules = [shape for p in body for shape in p.iter(f"{V}shape")]
    weights = [float(shape.get("strokeweight").removesuffix("pt")) / MM for shape in rules]
    assert weights == pytest.approx([m.IMPRINT_OUTER, m.IMPRINT_INNER], abs=0.001)


def test_in_a_letter_the_imprint_only_says_who_gets_copies(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", Document("函", [Letterhead(ISSUER, NUMBER), *TEXT, CLOSING, COPIES], LETTER))
    assert [said(p) for p in body if p.find(f"{W}pPr/{W}framePr") is not None] == ["抄送：县人大常委会。"]
    assert not [shape for p in body for shape in p.iter(f"{V}shape")]


def test_margins_header_and_footer_of_official_paper(tmp_path: Path) -> None:
    section = body_of(tmp_path / "a.docx", document(HEAD, *TEXT))[-1]
    margins = {side: value(section, "pgMar", side) / TWIPS for side in ("top", "left", "right", "bottom", "footer")}
    assert margins == pytest.approx({"top": 37, "left": 28, "right": 26, "bottom": 35, "footer": 25}, abs=0.02)
    assert (value(section, "pgSz", "w"), value(section, "pgSz", "h")) == (11906, 16838)
    grid = section.find(f"{W}docGrid")
    assert grid.get(f"{W}linePitch") == "579"
    assert grid.get(f"{W}type") is None  # nothing snaps to it: pitches are exact


def stamp(colour: str = "red") -> Grid:
    rows = [Row([Cell(text, 1, "stamp") for text in line], 8) for line in (("0126", "2026", "0012"), ("", "30年", "5"))]
    return Grid(rows, (15, 15, 15), frame=0.5, inner=0.5, at=(82.5, 12), colour=colour)


def test_a_table_with_a_place_floats_there_and_its_rows_are_exact(tmp_path: Path) -> None:
    [table] = [e for e in body_of(tmp_path / "a.docx", document(stamp(), *TEXT)) if e.tag == f"{W}tbl"]
    place = table.find(f"{W}tblPr/{W}tblpPr")
    assert {place.get(f"{W}{side}Anchor") for side in ("vert", "horz")} == {"page"}
    assert [int(place.get(f"{W}tblp{side}")) / TWIPS for side in "XY"] == pytest.approx([82.5, 12], abs=0.02)
    heights = list(table.iter(f"{W}trHeight"))
    assert {height.get(f"{W}hRule") for height in heights} == {"exact"}
    assert [int(height.get(f"{W}val")) / TWIPS for height in heights] == pytest.approx([8, 8], abs=0.02)
    assert [int(column.get(f"{W}w")) / TWIPS for column in table.iter(f"{W}gridCol")] == pytest.approx(
        [15] * 3, abs=0.02
    )
    assert {edge.get(f"{W}color") for edge in table.find(f"{W}tblPr/{W}tblBorders")} == {"FF0000"}


def test_a_table_in_the_lower_half_counts_from_the_margin(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", document(*TEXT, replace(stamp(), at=(46, 150)), paper=FORM))
    [place] = [place for element in body for place in element.iter(f"{W}tblpPr")]
    assert place.get(f"{W}vertAnchor") == "margin"
    assert int(place.get(f"{W}tblpY")) / TWIPS == pytest.approx(150 - FORM.top, abs=0.02)


def test_tones_lines_to_write_on_and_tables_without_lines(tmp_path: Path) -> None:
    cells = [Cell("路灯", 4, "entry"), Cell("", 10, tone=0.25), Cell("", 10, underlined=True)]
    [table] = [
        e for e in body_of(tmp_path / "a.docx", document(Grid([Row(cells, 6)], inner=0, frame=0))) if len(e) > 2
    ][:1]
    assert {edge.get(f"{W}val") for edge in table.find(f"{W}tblPr/{W}tblBorders")} == {"nil"}
    _, bar, line = table.iter(f"{W}tc")
    assert bar.find(f"{W}tcPr/{W}shd").get(f"{W}fill") == "BFBFBF"
    assert line.find(f"{W}tcPr/{W}tcBorders/{W}bottom").get(f"{W}sz") == "4"


def test_properties_of_cells_stand_in_the_order_of_the_standard(tmp_path: Path) -> None:
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"]
    cells = [Cell("甲", 4, rows=2, tone=0.2, open_top=True), Cell("乙", 20, underlined=True, tone=0.5)]
    tree = parts(tmp_path / "a.docx", document(Grid([Row(cells, 6), Row([Cell("丙", 20)], 6)])))["word/document.xml"]
    for properties in tree.iter(f"{W}tcPr"):
        places = [order.index(child.tag.removeprefix(W)) for child in properties]
        assert all(a < b for a, b in pairwise(places))


def test_totals_stay_with_the_row_before_them(tmp_path: Path) -> None:
    rows = [Row([Cell(text, 24, "entry")], 9, tied=text == "合计") for text in ("一", "二", "合计")]
    tree = parts(tmp_path / "a.docx", document(Grid(rows)))["word/document.xml"]
    assert [said(p) for p in tree.iter(f"{W}p") if p.find(f"{W}pPr/{W}keepNext") is not None] == ["二"]


def test_two_tables_below_each_other_stay_two(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", document(*[Grid([Row([Cell("甲", 24)], 9)])] * 2))
    assert [element.tag.removeprefix(W) for element in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_labels_have_their_size_and_marks_to_cut_at(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", spine_labels([Box("0126", "2026", "30年", "人大办", "0001", "0034", "7", 30)]))
    [table] = [e for e in body if e.tag == f"{W}tbl"]
    assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) / TWIPS == pytest.approx(28, abs=0.05)
    high = sum(int(height.get(f"{W}val")) for height in table.iter(f"{W}trHeight"))
    assert high / TWIPS == pytest.approx(m.SPINE_HEIGHT, abs=0.2)
    [shape] = [shape for e in body for shape in e.iter(f"{V}shape")]
    assert shape.get("path").count("m") == 8
    lines = re.findall(r"m(-?\d+),(-?\d+)l(-?\d+),(-?\d+)", shape.get("path"))
    lengths = [abs(int(a) - int(c)) + abs(int(b) - int(d)) for a, b, c, d in lines]
    assert [length / TWIPS for length in lengths] == pytest.approx([m.CUT_MARK] * 8, abs=0.05)
    place = dict(pair.split(":") for pair in shape.get("style").split(";"))
    where = [float(place[f"margin-{side}"].removesuffix("pt")) / MM for side in ("left", "top")]
    away = m.CUT_MARK + m.CUT_MARK_AWAY
    assert where == pytest.approx([22 - away, 28.5 - away], abs=0.1)


@pytest.mark.parametrize("first", [Para("甲", "meta"), stamp()], ids=["text", "table"])
def test_the_code_of_a_sheet_is_a_picture_with_its_characters_beside_it(tmp_path: Path, first: Block) -> None:
    got = parts(tmp_path / "a.docx", document(first, Para("乙", "meta"), code=CODE, paper=FORM))
    [name] = [name for name in got if name.endswith("png")]
    picture = Image.open(io.BytesIO(got[name])).convert("L")
    dark = {(x + i, y + j) for x, y, wide, high in dark_parts(CODE) for i in range(wide) for j in range(high)}
    seen = {(x, y) for x in range(21) for y in range(21) if picture.getpixel((x * 8 + 4, y * 8 + 4)) == 0}
    assert (picture.size, seen) == ((168, 168), dark)
    frame_of, following, *_ = got["word/document.xml"][0]
    assert said(frame_of).strip() == CODE
    frame = frame_of.find(f"{W}pPr/{W}framePr")
    x, y, side = (n / MM for n in code_place(FORM))
    assert [int(frame.get(f"{W}{key}")) / TWIPS for key in ("x", "y", "h")] == pytest.approx([x, y, side], abs=0.02)
    assert following.tag == f"{W}p"  # a frame right before a table would be lost


def test_each_sheet_of_a_batch_has_its_own_code(tmp_path: Path) -> None:
    codes = ("K7M2-9QXA", "AAAA-BBBB")
    got = parts(tmp_path / "a.docx", *(document(*TEXT, code=code) for code in codes))
    pictures = [got[name] for name in got if name.endswith("png")]
    assert len(set(pictures)) == 2
    names = [e.get("id") for e in got["word/document.xml"].iter() if etree.QName(e).localname == "docPr"]
    assert len(names) == len(set(names)) == 2


def test_paper_for_both_sides_changes_its_margins_in_turn(tmp_path: Path) -> None:
    for mirrored in (True, False):
        got = parts(tmp_path / "a.docx", document(*TEXT, paper=replace(FORM, mirrored=mirrored)))
        assert (got["word/settings.xml"].find(f"{W}mirrorMargins") is not None) is mirrored


def footer_texts(got: dict[str, Any]) -> Sequence[str]:
    return [said(tree) for name, tree in got.items() if "footer" in name]


def test_in_a_volume_pages_count_on_and_the_total_is_that_of_the_volume(tmp_path: Path) -> None:
    got = parts(tmp_path / "a.docx", replace(registration(FILLED), first_page=4, all_pages=17))
    assert value(got["word/document.xml"][0][-1], "pgNumType", "start") == 4
    assert set(footer_texts(got)) == {"第 4 页　共 17 页"}
    codes = [node.text for name in got if "footer" in name for node in got[name].iter(f"{W}instrText")]
    assert {code.strip() for code in codes} == {"PAGE"}


def test_a_sheet_of_a_volume_without_numbers_gets_them_in_its_outer_corner(tmp_path: Path) -> None:
    paper = replace(FORM, numbers="none")
    got = parts(tmp_path / "a.docx", document(Para("封面", "title"), paper=paper, first_page=2, all_pages=9))
    frames = [tree.find(f".//{W}framePr") for name, tree in got.items() if "header" in name]
    places = sorted(int(frame.get(f"{W}x")) / TWIPS for frame in frames)
    wide = int(frames[0].get(f"{W}w")) / TWIPS
    side = float(m.VOLUME_NUMBER_SIDE)
    assert places == pytest.approx([side, 210 - side - wide], abs=0.05)
    assert got["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None


def test_the_first_page_of_a_letter_in_a_volume_has_its_number_in_the_corner(tmp_path: Path) -> None:
    got = parts(
        tmp_path / "a.docx", Document("函", [Letterhead(ISSUER, NUMBER), *TEXT], LETTER, first_page=5, all_pages=9)
    )
    section = got["word/document.xml"][0][-1]
    assert value(section, "pgNumType", "start") == 5
    framed = [said(tree) for name, tree in got.items() if "header" in name and tree.find(f".//{W}framePr") is not None]
    assert framed == [f"1{ISSUER}"]  # the field shows what Word computes


def test_a_character_of_no_font_stands_as_a_mark_in_word_too(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert write_word([document(Para("张\U000f1234𬴊", "body"))], path).absent == {"\U000f1234"}
    with zipfile.ZipFile(path) as package:
        assert said(etree.fromstring(package.read("word/document.xml"))) == "张〓𬴊"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing here opens Word files")
def test_a_second_program_finds_the_parts_of_an_official_document_where_the_pdf_has_them(tmp_path: Path) -> None:
    made = document(HEAD, *TEXT[:2], Para("请抓紧办理。", "body"), CLOSING, COPIES, code=CODE)
    write_word([made], tmp_path / "a.docx")
    write_pdf([made], tmp_path / "ours.pdf")
    [theirs] = as_pdf([tmp_path / "a.docx"], tmp_path)
    ours = heights(tmp_path / "ours.pdf")
    found = heights(theirs)
    assert set(found) == set(ours) == set(SOUGHT)
    for word, (page, height) in found.items():
        assert page == ours[word][0]
        assert height / MM == pytest.approx(ours[word][1] / MM, abs=1.5), word


def heights(path: Path) -> dict[str, tuple[int, float]]:
    """On which page and how high above its lower edge the words stand that a line begins with."""
    found: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(PdfReader(path).pages):

        def visit(text: str, cm: Any, tm: Any, font: Any, size: Any, number: int = number) -> None:
            for word in SOUGHT:
                if text.strip().startswith(word):
                    found.setdefault(word, (number, cm[1] * tm[4] + cm[3] * tm[5] + cm[5]))

        page.extract_text(visitor_text=visit)
    return found


def test_marks_stand_where_they_are_asked_for(tmp_path: Path) -> None:
    body = body_of(tmp_path / "a.docx", document(Marks(30, 40, 50, 60), *TEXT))
    [shape] = body[0].iter(f"{V}shape")
    assert "width:167.24pt;height:195.59pt" in shape.get("style")


def test_a_low_row_of_a_chart_is_no_higher_than_it_says(tmp_path: Path) -> None:
    rows = [Row([Cell("路灯", 4, "entry"), Cell("", 20, tone=0.5)], 6), Row([Cell("", 24)], 2)]
    tree = parts(tmp_path / "a.docx", document(Grid(rows, inner=0, frame=0)))["word/document.xml"]
    *_, gap = tree.iter(f"{W}tr")
    assert value(gap, "trPr/trHeight", "val") / TWIPS == pytest.approx(2, abs=0.02)
    assert line_of(next(gap.iter(f"{W}p")))[1] <= 2 * MM
