"""Letters and documents printed from the station's own Word templates: with the record's words, masked where due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from lianluozhan.models import looks, official
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.sheets import templates

from .conftest import STREETLIGHT, Desk

SECRET = replace(STREETLIGHT, submitter_name="𠮷㛃", phone="13812342609", keeps_secret=True)
NOTICE = OfficialDocument(
    genre=Genre.NOTICE,
    layout=Layout.GENERAL,
    title="关于开展路灯管护情况视察的通知",
    addressee="各村（社区）",
    body="现通知如下。\n一、时间\n4月20日上午。\n（一）集中\n镇政府院内。",
    copy_to="镇党委",
)


def template(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(tmp_path / "模板.docx"))
    return tmp_path / "模板.docx"


def words(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [text for text in (*(paragraph.text for paragraph in document.paragraphs), *cells) if text]


def test_a_notice_is_filled_with_its_own_words(desk: Desk, tmp_path: Path) -> None:
    templates.accept(desk.head, "F122", template(tmp_path, "{{ 编号 }}", "{{ 标题 }}", "{{ 主送 }}：", "{{ 正文 }}"))
    issued = official.issue(desk.head, official.draft(desk.officer, NOTICE).id)
    templates.fill(desk.officer, "F122", issued.id, tmp_path / "通知.docx")
    assert words(tmp_path / "通知.docx") == [
        *(issued.number, NOTICE.title, "各村（社区）：", "现通知如下。", "一、时间", "4月20日上午。"),
        *("（一）集中", "镇政府院内。"),
    ]


def test_the_first_template_of_a_document_fills_to_what_the_form_says(desk: Desk, tmp_path: Path) -> None:
    templates.save_to_edit(desk.head, "F122", tmp_path / "先存出来.docx")
    templates.accept(desk.head, "F122", tmp_path / "先存出来.docx")
    issued = official.issue(desk.head, official.draft(desk.officer, NOTICE).id)
    templates.fill(desk.officer, "F122", issued.id, tmp_path / "通知.docx")
    got = "".join(words(tmp_path / "通知.docx"))
    for text in (issued.number, NOTICE.title, "各村（社区）：", *NOTICE.body.split("\n"), "2026年3月5日"):
        assert text in got
    assert "{" not in got


@pytest.mark.clause("4.7.2")
def test_a_wish_for_secrecy_holds_on_a_letter_from_a_template_too(desk: Desk, tmp_path: Path) -> None:
    sent = desk.dispatched(SECRET)
    fields = ("{{ 主送 }}", "{{ 正文 }}", "{{ 反映人 }}", "{{ 反映内容 }}", "{{ 事由 }}", "{{ 办理期限 }}")
    templates.accept(desk.head, "F12", template(tmp_path, *fields))
    templates.fill(desk.officer, "F12", sent.id, tmp_path / "交办.docx")
    got = "".join(words(tmp_path / "交办.docx"))
    assert "村镇建设服务中心" in got and "2026年" in got
    assert "𠮷㛃" not in got and "13812342609" not in got


def test_any_sheet_is_masked_when_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    answered = desk.replied(STREETLIGHT)
    templates.accept(desk.head, "F17", template(tmp_path, "{{ 事由 }}", "{{ 反映人 }}"))
    templates.fill(desk.officer, "F17", answered.id, tmp_path / "a.docx")
    assert STREETLIGHT.submitter_name in words(tmp_path / "a.docx")
    templates.fill(desk.officer, "F17", answered.id, tmp_path / "b.docx", hidden=True)
    assert STREETLIGHT.submitter_name not in "".join(words(tmp_path / "b.docx"))


def test_a_form_that_is_not_due_yet_is_not_filled(desk: Desk, tmp_path: Path) -> None:
    templates.accept(desk.head, "F12", template(tmp_path, "{{ 正文 }}"))
    with pytest.raises(RuleError, match="还没有交办"):
        templates.fill(desk.officer, "F12", desk.approved().id, tmp_path / "交办.docx")
    assert not (tmp_path / "交办.docx").exists()


def test_a_blank_sheet_of_a_template_has_the_station_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    templates.accept(desk.head, "F12", template(tmp_path, "站名：{{ 站名 }}", "事由：{{ 事由 }}", "{{ 今天 }}"))
    templates.fill(desk.officer, "F12", None, tmp_path / "空.docx")
    assert words(tmp_path / "空.docx") == ["站名：青石镇人大代表联络站", "事由：", "2026年3月5日"]


def test_what_is_no_word_document_and_what_is_a_list_take_no_template(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "模板.docm").write_bytes(b"PK")
    with pytest.raises(RuleError, match=r"另存为 \.docx"):
        templates.accept(desk.head, "F122", tmp_path / "模板.docm")
    with pytest.raises(RuleError, match="读不了"):
        templates.accept(desk.head, "F122", tmp_path / "没有.docx")
    with pytest.raises(RuleError, match="清单"):
        templates.accept(desk.head, "F19", template(tmp_path, "{{ 标题 }}"))
    assert looks.templates(desk.head, "F122") == []


def test_without_a_template_nothing_is_filled(desk: Desk, tmp_path: Path) -> None:
    assert templates.template_for(desk.officer, "f122") is None
    with pytest.raises(RuleError, match="没有用自己的模板"):
        templates.fill(desk.officer, "F122", 1, tmp_path / "a.docx")


def test_a_clerk_without_the_right_puts_in_no_template(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="没有这项权限"):
        templates.accept(desk.vice, "F122", template(tmp_path, "{{ 标题 }}"))


def test_the_list_of_fields_names_what_the_form_and_its_record_have(desk: Desk) -> None:
    names = {line.name for line in templates.field_lines(desk.head, "F12")}
    assert {"标题", "正文", "事由", "反映内容", "站名", "今天", "正文各段", "交办单号"} <= names
