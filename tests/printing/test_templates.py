"""The station's own Word templates: checked with the place of what is wrong, filled with every character, never run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import docx
import pytest

from lianluozhan.models.errors import RuleError
from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.template_fields import Fields, fields_of, starter, values_of
from lianluozhan.printing.templates import check, fill, filled
from lianluozhan.printing.word import write_word

from ..samples import OPINION_FILE, STATION

RARE = "𠮷㛃䶮𬴊"
FIELDS = Fields(
    ("标题", "编号", "主送", "正文", "落款", "成文日期", "事由"),
    {"明细": ("序号", "事由"), "正文各段": ("文字", "级别")},
)
VALUES = {
    "标题": f"关于{RARE}的函",
    "编号": "青石人大函〔2026〕3号",
    "主送": "A & B <公司>",
    "正文": "第一段。\a第二段。",
    "明细": [{"序号": str(n), "事由": f"路灯{n}"} for n in range(1, 4)],
    "正文各段": [{"文字": "一、时间", "级别": "一级标题"}, {"文字": "上午。", "级别": "正文"}],
}


def written(*paragraphs: str | list[str], table: Iterable[Iterable[str]] = (), header: str = "") -> bytes:
    """A Word file with these paragraphs; one given in pieces is in as many runs, as Word leaves it after editing."""
    document = docx.Document()
    for pieces in paragraphs:
        paragraph = document.add_paragraph()
        for number, piece in enumerate([pieces] if isinstance(pieces, str) else pieces):
            paragraph.add_run(piece).bold = bool(number % 2)
    rows = [list(row) for row in table]
    if rows:
        made = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def repacked(content: bytes, changed: Mapping[str, bytes | None], also: Mapping[str, bytes] | None = None) -> bytes:
    """The same Word file with some parts changed, left out or added."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = changed.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (also or {}).items():
            new.writestr(name, part)
    return stored.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def texts(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    header = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    return [*header, *(paragraph.text for paragraph in document.paragraphs), *cells]


def refusal(content: bytes, fields: Fields = FIELDS) -> str:
    with pytest.raises(RuleError) as refused:
        check(content, fields)
    return str(refused.value)


# Filling ----------------------------------------------------------------------------------------------------------


def test_a_template_is_filled_with_rare_characters_and_marks_as_they_are() -> None:
    template = written("{{ 标题 }}", "{{主送}}：", "{{ 正文 }}", header="{{ 编号 }}")
    assert check(template, FIELDS) == ("主送", "标题", "正文", "编号")
    assert texts(filled(template, VALUES)) == [
        *("青石人大函〔2026〕3号", f"关于{RARE}的函", "A & B <公司>：", "第一段。", "第二段。"),
    ]


def test_a_field_that_word_cut_into_runs_is_still_one_field() -> None:
    template = written(["关于", "{", "{ 标", "题 }", "}", "的事"], ["{{", "主送", "}}"])
    check(template, FIELDS)
    assert texts(filled(template, VALUES))[1:] == [f"关于关于{RARE}的函的事", "A & B <公司>"]


def test_a_row_of_a_table_is_repeated_for_every_entry() -> None:
    table = [
        ("序号", "事由"),
        ("{%tr for 行 in 明细 %}", ""),
        ("{{ 行.序号 }}", "{{ 行.事由 }}"),
        ("{%tr endfor %}", ""),
    ]
    template = written("{{ 标题 }}", table=table)
    assert "明细" in check(template, FIELDS)
    made = docx.Document(io.BytesIO(filled(template, VALUES)))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["序号", "事由"],
        *([str(n), f"路灯{n}"] for n in range(1, 4)),
    ]


def test_paragraphs_depend_on_conditions_also_with_chinese_quotes() -> None:
    template = written(
        *("{%p for 段 in 正文各段 %}", "{%p if 段.级别 == “一级标题” %}", "【{{ 段.文字 }}】", "{%p else %}"),
        *("{{ 段.文字 }}", "{%p endif %}", "{%p endfor %}", "{% if 落款 %}有{% else %}无{% endif %}"),
    )
    check(template, FIELDS)
    assert texts(filled(template, {**VALUES, "落款": ""}))[1:] == ["【一、时间】", "上午。", "无"]


def test_a_field_with_nothing_in_it_stays_blank_to_be_written_by_hand() -> None:
    template = written("编号：{{ 编号 }}号", "{{ 标题 }}")
    assert texts(filled(template, {"标题": "函", "编号": ""}))[1:] == ["编号：号", "函"]
    assert texts(filled(template, {"标题": "函"}))[1:] == ["编号：号", "函"]


def test_what_people_wrote_is_never_taken_for_a_field() -> None:
    template = written("{{ 标题 }}")
    assert texts(filled(template, {"标题": "{{ 编号 }}{% for x in y %}", "编号": "x"}))[1:] == [
        "{{ 编号 }}{% for x in y %}"
    ]


@pytest.mark.parametrize("number", FORMS)
def test_every_form_gives_a_first_template_that_is_accepted_and_filled(tmp_path: Path, number: str) -> None:
    form = FORMS[number]
    if form.together or form.fixed:
        pytest.skip("a list of many records, or drawn to a standard")
    blank = form.draw(None, STATION)
    write_word([starter(blank, levels=form.of == "official_documents")], tmp_path / "first.docx")
    content, fields = (tmp_path / "first.docx").read_bytes(), fields_of(blank)
    assert check(content, fields)
    fill(content, {**dict.fromkeys(fields.names, "填")}, tmp_path / "filled.docx")
    assert "{{" not in "".join(texts((tmp_path / "filled.docx").read_bytes()))


def test_the_letter_to_a_body_says_from_a_template_what_it_says_as_it_came() -> None:
    values = values_of(FORMS["F12"].draw(OPINION_FILE, None))
    assert values["编号"] == "交办〔2026〕001号"
    assert values["主送"] == "村镇建设服务中心"
    assert "请现场查看" in values["正文"]
    assert (values["落款"], values["成文日期"]) == (STATION.name, "2026年3月9日")


def test_a_failed_filling_leaves_the_earlier_file_whole(tmp_path: Path) -> None:
    (tmp_path / "函.docx").write_bytes(b"earlier")
    with pytest.raises(RuleError):
        fill(b"no zip", VALUES, tmp_path / "函.docx")
    assert (tmp_path / "函.docx").read_bytes() == b"earlier"


# Mistakes are named with their places -----------------------------------------------------------------------------


def test_an_unknown_field_is_named_with_its_place_and_the_one_that_may_be_meant() -> None:
    words = refusal(written("{{ 标题 }}", "请{{ 主宋 }}：", table=[("甲", "{{ 事 由 }}")]))
    assert "正文第2段“请{{ 主宋 }}：”：没有叫“主宋”的字段。是不是“主送”？" in words
    assert "正文第1个表格第1行第2格“{{ 事 由 }}”" in words


def test_the_header_and_the_row_of_a_list_are_looked_at_too() -> None:
    table = [("{%tr for 行 in 明细 %}", ""), ("{{ 行.日期 }}", ""), ("{%tr endfor %}", "")]
    words = refusal(written("{{ 标题 }}", table=table, header="{{ 文号 }}"))
    assert "页眉第1段“{{ 文号 }}”：没有叫“文号”的字段" in words
    assert "没有叫“日期”的字段" in words


@pytest.mark.parametrize(
    ("paragraph", "what"),
    [
        ("请{{ 标题 }", "没有配成一对"),
        ("请 标题 }}", "没有配成一对"),
        ("{{ 标题 主送 }}", "写法不对"),
        ("{{ }}", "写法不对"),
        ("{% for 行 in 明细 %}{{ 行.事由 }}", "少了 {% endfor %}"),
        ("{% if 标题 %}有", "少了 {% endif %}"),
        ("{% endif %}{{ 标题 }}", "前面没有配对的 if"),
        ("{% 如果 标题 %}", "看不懂"),
        ("{%tr for 行 in 明细 %}", "要写在表格的一行里"),
        ("{% for 行 in 清单 %}{% endfor %}", "“清单”不是能逐行取用的字段"),
        ("{{ 明细 }}", "要用 for 逐行取用"),
        ("{{ 行.事由 }}", "for 和 endfor 之间"),
        ("{# 说明 #}", "是注释"),
        ("没有字段", "一个字段也没有"),
        ("｛｛ 标题 ｝｝", "要用英文的"),
        ("{｛ 标题 }}", "要用英文的"),
        ("{％ if 标题 ％}", "要用英文的"),
        ("{% if 标题 %}" * 13 + "{% endif %}" * 13, "套得太深"),
    ],
)
def test_a_field_written_wrongly_is_refused_in_words(paragraph: str, what: str) -> None:
    assert what in refusal(written(paragraph))


def test_many_mistakes_are_counted_and_the_first_are_shown() -> None:
    words = refusal(written(*(f"{{{{ 错{n} }}}}" for n in range(12))))
    assert "这 12 处" in words and "还有 4 处" in words


# What a template must not do --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field",
    [
        *("{{ 标题.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ 标题['__class__'] }}", "{{ 标题|attr('upper') }}"),
        *("{{ 标题.upper() }}", "{{ range(999999999) }}", "{{ cycler.__init__.__globals__ }}", "{{ 'a' * 999999999 }}"),
        *("{{ 9 ** 9 ** 9 }}", "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% set x = 1 %}"),
        *(
            "{% macro x() %}{% endmacro %}",
            "{{ self }}",
            "{{ lipsum() }}",
            "{{ 标题|pprint }}",
            "{{ 标题 is mapping }}",
        ),
        *("{%cellbg 标题 %}", "{% hm %}", "{% vm %}", "{%colspan 标题 %}", "{{ [1,2] }}", "{{ 标题 ~ 标题 }}"),
        "{% for 行 in 明细 recursive %}{% endfor %}",
        "{% for 行 in 明细 if 行.事由.__class__ %}{% endfor %}",
        "{% for 甲 in 明细 %}{% for 乙 in 明细 %}{{ 乙.事由 }}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_only_names_fields(field: str) -> None:
    template = written("{{ 标题 }}", field)
    assert refusal(template)
    with pytest.raises(RuleError):
        filled(template, VALUES)


@pytest.mark.parametrize(
    "spot",
    [
        "<w:r><w:instrText>{}</w:instrText></w:r></w:p>",
        '<w:r><w:rPr><w:rStyle w:val="{}"/></w:rPr></w:r></w:p>',
    ],
)
def test_a_field_hidden_outside_the_text_is_refused(spot: str) -> None:
    template = written("{{ 标题 }}")
    body = part(template, "word/document.xml").replace(b"</w:p>", spot.format("{{ 9 ** 9 ** 9 }}").encode(), 1)
    template = repacked(template, {"word/document.xml": body})
    assert "不会填" in refusal(template)
    with pytest.raises(RuleError):
        filled(template, VALUES)


def test_a_field_in_the_properties_of_the_file_is_never_rendered() -> None:
    template = written("{{ 标题 }}")
    core = re.sub(rb"(<dc:title>)", rb"\1{{ 9 ** 9 ** 9 }}", part(template, "docProps/core.xml"))
    template = repacked(template, {"docProps/core.xml": core})
    check(template, FIELDS)
    assert docx.Document(io.BytesIO(filled(template, VALUES))).core_properties.title == VALUES["标题"]


def test_a_loop_that_would_fill_the_memory_is_refused() -> None:
    template = written("{{ 标题 }}", "{% for 行 in 明细 %}", "长" * 40_000, "{% endfor %}")
    check(template, FIELDS)
    with pytest.raises(RuleError, match="内容太多"):
        filled(template, {**VALUES, "明细": [{"序号": "1", "事由": "x"}] * 5000})


def test_a_template_with_thousands_of_fields_is_refused() -> None:
    with pytest.raises(RuleError, match="超过 2000 个"):
        check(written("{{ 标题 }}" * 2500), FIELDS)


def test_what_word_puts_between_the_pieces_of_a_field_does_not_matter() -> None:
    pieces = ("{{", " 标", "题", " }}")
    check_mark = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9" w:name="x"/><w:bookmarkEnd w:id="9"/>'
    runs = check_mark.join(f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{p}</w:t></w:r>' for p in pieces)
    template = with_body(runs)
    check(template, FIELDS)
    assert f"关于{RARE}的函" in "".join(texts(filled(template, VALUES)))


def external(kind: str, target: str) -> bytes:
    template = written("{{ 标题 }}")
    rels = part(template, "word/_rels/document.xml.rels")
    link = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )
    return repacked(template, {"word/_rels/document.xml.rels": rels.replace(b"</Relationships>", link.encode())})


def with_body(insert: str) -> bytes:
    template = written("{{ 标题 }}")
    body = part(template, "word/document.xml").replace(b"</w:p>", f"{insert}</w:p>".encode(), 1)
    return repacked(template, {"word/document.xml": body})


def with_entities() -> bytes:
    template = written("{{ 标题 }}")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = part(template, "word/document.xml")
    return repacked(template, {"word/document.xml": body.replace(b"<w:document", bomb + b"<w:document", 1)})


def in_pieces(words: str) -> str:
    """A field of Word's own, its instruction cut in two."""
    run = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return run + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (words[:4], words[4:]))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: repacked(written("{{ 标题 }}"), {}, {"word/vbaProject.bin": b"x"}), "宏程序"),
    "macro type": (
        lambda: repacked(
            written("{{ 标题 }}"),
            {
                "[Content_Types].xml": part(written("x"), "[Content_Types].xml").replace(
                    b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
                )
            },
        ),
        "宏程序",
    ),
    "linked picture": (lambda: external("image", "http://example.com/a.png"), "example.com"),
    "far template": (lambda: external("attachedTemplate", "file:///C:/x.dotm"), "file:///C:/x.dotm"),
    "link": (lambda: external("hyperlink", "http://example.com/"), "取消超链接"),
    "embedded": (lambda: repacked(written("{{ 标题 }}"), {}, {"word/embeddings/oleObject1.bin": b"x"}), "嵌有别的文件"),
    "program": (lambda: repacked(written("{{ 标题 }}"), {}, {"word/a.exe": b"MZ"}), "嵌有别的文件"),
    "outside": (lambda: repacked(written("{{ 标题 }}"), {}, {"../../a.xml": b"<a/>"}), "指向别处"),
    "bomb": (lambda: repacked(written("{{ 标题 }}"), {}, {"word/a.png": b"\0" * 40_000_000}), "太大"),
    "large xml": (lambda: repacked(written("{{ 标题 }}"), {}, {"word/a.xml": b"<a>" + b"x" * 7_000_000}), "太大"),
    "many parts": (
        lambda: repacked(written("{{ 标题 }}"), {}, {f"word/a{n}.xml": b"<a/>" for n in range(500)}),
        "部件太多",
    ),
    "entities": (with_entities, "文档类型声明"),
    "fetching field": (lambda: with_body(in_pieces("INCLUDETEXT c:/secret.txt")), "INCLUDETEXT"),
    "dde": (lambda: with_body('<w:fldSimple w:instr="DDEAUTO c:/cmd.exe"/>'), "DDEAUTO"),
    "other document": (lambda: with_body("<w:altChunk/>"), "嵌有别的文档"),
    "too deep": (lambda: with_body("<w:sdt>" * 400 + "</w:sdt>" * 400), "套得太深"),
    "no zip": (lambda: b"hello", "不是 Word 文档"),
    "old format": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧格式"),
    "other zip": (lambda: repacked(written("x"), {"word/document.xml": None}), "没有 Word 正文"),
    "broken xml": (lambda: repacked(written("x"), {"word/document.xml": b"<w:document"}), "已经损坏"),
    "cut off": (lambda: written("{{ 标题 }}")[:-400], "不是 Word 文档"),
    "huge": (lambda: b"PK" + b"x" * (9 * 2**20), "最大 8 MB"),
    "empty": (lambda: b"", "不是 Word 文档"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_and_the_reason_named(name: str) -> None:
    make, what = HOSTILE[name]
    content = make()
    assert what in refusal(content)
    with pytest.raises(RuleError):
        filled(content, VALUES)


def test_a_field_across_two_cells_is_refused() -> None:
    words = refusal(written("{{ 标题 }}", table=[("{{ 主", "送 }}")]))
    assert "第1行第1格" in words and "第1行第2格" in words


def test_rare_characters_stand_in_runs_that_name_a_font_which_has_them() -> None:
    template = written(["给", "{{ 标题 }}", "的信"], header="{{ 主送 }}")
    made = docx.Document(io.BytesIO(filled(template, {"标题": "张𬀩☑李", "主送": "𠮷"})))
    runs = made.paragraphs[0].runs
    assert "".join(run.text for run in runs) == "给张𬀩☑李的信"
    by_text = {run.text: run for run in runs}
    assert by_text["𬀩"].font.name == "SimSun-ExtB"
    assert by_text["☑"].font.name == "Segoe UI Symbol"
    assert by_text["张"].bold and by_text["𬀩"].bold and by_text["李"].font.name is None
    assert made.sections[0].header.paragraphs[0].runs[0].font.name == "SimSun-ExtB"


def test_an_answer_names_its_sender_its_class_and_whom_to_ask() -> None:
    values = values_of(FORMS["F16"].draw(OPINION_FILE, None))
    assert values["发文机关"] == values["落款"] == "村镇建设服务中心"
    assert values["分类"] == "B"
    assert "意见建议的答复" in values["标题"]
    assert values["附注"].startswith("承办人：")
