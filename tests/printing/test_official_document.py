"""F122: what stands where in notices, letters, reports, minutes and announcements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.printing.document import (
    LETTER,
    OFFICIAL,
    Annex,
    AnnexList,
    Block,
    Closing,
    Document,
    Imprint,
    Letterhead,
    OfficialHead,
    Para,
    texts,
)
from lianluozhan.printing.forms.document_body import LINE, balanced, parts_of
from lianluozhan.printing.forms.official_document import official_document

from ..samples import STATION
from ..samples_on_paper import OFFICIAL as NOTICE

DRAFT = replace(NOTICE, number="", dated_on=None, signer="")


def blocks(document: Document, kind: type[Block]) -> list[Block]:
    return [block for block in document.blocks if isinstance(block, kind)]


def paras(document: OfficialDocument, style: str) -> list[str]:
    return [b.text for b in official_document(document).blocks if isinstance(b, Para) and b.style == style]


def test_a_notice_has_its_parts_in_the_order_of_the_standard() -> None:
    sheet = official_document(NOTICE)
    assert sheet.paper == OFFICIAL
    kinds = [type(block).__name__ for block in sheet.blocks if not isinstance(block, Para)]
    assert kinds == ["OfficialHead", "AnnexList", "Closing", "Imprint"]
    [head] = blocks(sheet, OfficialHead)
    assert head == OfficialHead("青石镇人民代表大会主席团文件", "青石人大〔2026〕3号", "", "加急", True)
    assert blocks(sheet, AnnexList) == [AnnexList(["视察路线", "乘车表"])]
    assert blocks(sheet, Closing) == [Closing("青石镇人民代表大会主席团", "2026年4月10日", sealed=True)]
    assert blocks(sheet, Imprint) == [Imprint("镇党委，镇政府", "青石镇人大办公室", "2026年4月10日")]
    assert "各村（社区）、镇直各单位：" in paras(NOTICE, "body0")
    assert "（联系人：王秀英）" in paras(NOTICE, "body")


def test_headings_of_two_levels_have_their_own_styles_and_paragraphs_do_not() -> None:
    long = "三、" + "本条内容较长不是标题而是正文，" * 4
    body = f"一、时间\n（一）集中\n1.上午\n（1）八点\n二、总体要求。各村要重视。\n{long}"
    sheet = replace(NOTICE, body=body, remark="")
    assert paras(sheet, "h1") == ["一、时间"]
    assert paras(sheet, "h2") == ["（一）集中"]
    assert paras(sheet, "body") == ["1.上午", "（1）八点", "二、总体要求。各村要重视。", long]


@pytest.mark.parametrize(("genre", "signer"), [(Genre.REPORT, "陈国栋"), (Genre.REQUEST, "陈国栋"), (Genre.NOTICE, "")])
def test_only_documents_upward_name_who_signed_them(genre: Genre, signer: str) -> None:
    [head] = blocks(official_document(replace(NOTICE, genre=genre)), OfficialHead)
    assert isinstance(head, OfficialHead) and head.signer == signer


def test_a_letter_has_no_imprint_but_who_gets_copies() -> None:
    sheet = official_document(replace(NOTICE, genre=Genre.LETTER, layout=Layout.LETTER))
    assert sheet.paper == LETTER
    assert blocks(sheet, Letterhead) == [Letterhead("青石镇人民代表大会主席团", "青石人大〔2026〕3号", True, "加急")]
    assert blocks(sheet, Imprint) == [Imprint("镇党委，镇政府", "", "")]
    assert "加急" in texts(sheet)


def test_paper_with_a_printed_head_gets_no_red() -> None:
    for layout, kind in ((Layout.GENERAL, OfficialHead), (Layout.LETTER, Letterhead)):
        [head] = blocks(official_document(replace(NOTICE, layout=layout, has_red_head=False)), kind)
        assert isinstance(head, OfficialHead | Letterhead) and not head.red


def test_minutes_name_themselves_in_the_head_and_an_announcement_has_no_addressee() -> None:
    [head] = blocks(official_document(replace(NOTICE, genre=Genre.MINUTES)), OfficialHead)
    assert isinstance(head, OfficialHead) and head.name == "青石镇人民代表大会主席团会议纪要"
    posted = official_document(replace(DRAFT, genre=Genre.ANNOUNCEMENT, addressee=""))
    assert not any(isinstance(b, Para) and b.style == "body0" and b.text.endswith("：") for b in posted.blocks)
    [head] = blocks(posted, OfficialHead)
    assert isinstance(head, OfficialHead) and (head.name, head.number) == ("青石镇人民代表大会主席团", "")


def test_enclosures_written_behind_the_text_begin_on_pages_of_their_own() -> None:
    body = "现通知如下。\n附件1\n视察路线\n一、上午\n石桥村。\n附件2：\n乘车表\n一号车。"
    sheet = official_document(replace(NOTICE, body=body, annexes=""))
    assert blocks(sheet, AnnexList) == [AnnexList(["视察路线", "乘车表"])]
    assert blocks(sheet, Annex) == [Annex(1, "视察路线"), Annex(2, "乘车表")]
    order = [type(block).__name__ for block in sheet.blocks]
    assert order.index("Closing") < order.index("Annex") < order.index("Imprint")
    single = official_document(replace(NOTICE, body="见附件。\n附件\n视察路线\n石桥村。", annexes=""))
    assert blocks(single, Annex) == [Annex(0, "视察路线")]
    assert [part.title for part in parts_of("没有附件的正文，附件1另发。")] == [""]


def test_a_draft_leaves_number_day_and_addressee_to_be_written_by_hand() -> None:
    sheet = official_document(replace(DRAFT, addressee=""))
    [head], [closing] = blocks(sheet, OfficialHead), blocks(sheet, Closing)
    assert isinstance(head, OfficialHead) and "〔" in head.number
    assert isinstance(closing, Closing) and closing.date.endswith("日") and "2026" not in closing.date


def test_a_blank_document_has_the_sender_and_room_for_the_text() -> None:
    sheet = official_document(None, STATION)
    assert f"{STATION.congress}文件" in texts(sheet)
    assert sum(isinstance(b, Para) and b.style == "body" for b in sheet.blocks) >= 6


@pytest.mark.parametrize("title", ["关于路灯", "路灯" * 40, "（" * 50, "《" + "长" * 60 + "》的通知", "Aa1" * 30])
def test_a_title_keeps_its_characters_and_fits_its_lines(title: str) -> None:
    lines = balanced(title).split("\n")
    assert "".join(lines) == title
    assert all(len(line) <= LINE for line in lines) or title == "".join(lines)
    if len(title) <= LINE:
        assert len(lines) == 1


def test_a_title_is_broken_evenly_or_where_a_space_says_so() -> None:
    assert balanced("关于转发《青石镇人大代表联系群众工作办法》的通知").split("\n")[-1] == "的通知"
    assert balanced("关于商请支持解决 石桥村三组路灯损坏问题的函") == "关于商请支持解决\n石桥村三组路灯损坏问题的函"
    first, second = balanced("关于组织市、县、镇三级人大代表集中视察农村道路路灯管护情况的通知").split("\n")
    assert abs(len(first) - len(second)) <= 2
    assert "2026年" in balanced("青石镇人民代表大会主席团关于2026年第一季度社情民意办理情况的报告")
