"""A ledger from elsewhere is read whole, or one sentence says why not."""

from __future__ import annotations

import os
import random
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.imports import apart, guess_mapping, read_table
from lianluozhan.models.imports.dates import day_of
from tests.ledgers import ANSWERED, DRAFT, HEADINGS, xlsx

XLS = Path(__file__).with_name("ledgers") / "ledger.xls"


def test_numbers_and_dates_of_a_sheet_arrive_as_a_person_would_write_them(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 4, 9, 32, 9)
    read = read_table(xlsx(tmp_path / "台账.xlsx", HEADINGS[:5], (2549, 13812342609, True, moment, 1.5)))
    assert read.headings == HEADINGS[:5]
    assert read.rows == [["2549", "13812342609", "是", "2026-03-04 09:32:09", "1.5"]]


def test_title_rows_and_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx", ["石桥镇台账"], [], ["单位：联络站"], HEADINGS, ANSWERED, [], DRAFT, merged=["A1:G1"]
    )
    read = read_table(path)
    assert read.headings == HEADINGS
    assert read.numbers == [5, 7]


def test_a_heading_merged_over_two_columns_gives_way_to_the_names_below_it(tmp_path: Path) -> None:
    upper = ["编号", "反映人", None, "事由", "收到日期", "反映内容"]
    lower = [None, "姓名", "联系电话", None, None, None]
    path = xlsx(tmp_path / "a.xlsx", upper, lower, ["1", "周长福", "138", "路灯", "2026-1-2", "坏了"], merged=["B1:C1"])
    read = read_table(path)
    assert read.headings == ("编号", "姓名", "联系电话", "事由", "收到日期", "反映内容")
    assert read.numbers == [3]


def test_columns_with_the_same_or_no_name_can_be_told_apart(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ["事由", "电话", "电话", None, "收到日期"], ["路灯", "1", "2", "x", "2026-1-2"])
    assert read_table(path).headings == ("事由", "电话", "电话（2）", "第 4 列", "收到日期")


def test_the_sheet_with_the_best_known_headings_is_taken(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["说明", "请看第二张表"])
    for row in (HEADINGS, ANSWERED):
        book.create_sheet("台账").append(list(row)) if row is HEADINGS else book["台账"].append(list(row))
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").sheet == "台账"


def test_an_old_xls_file_is_read_with_its_dates() -> None:
    read = read_table(XLS)
    assert read.headings == HEADINGS[:5]
    assert read.rows[0] == ["1", "周长福", "三组路灯坏了", "2026-03-04", "村口四盏路灯不亮。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_file_is_read_in_the_encodings_and_with_the_marks_offices_use(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "a.csv"
    quoted = [f'"{cell}"' for cell in ("1", "𠮷㛃䶮", '路灯""坏""了，请修', "2026-1-2", "第一行\n第二行,还有")]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in (HEADINGS[:5], quoted)).encode(encoding))
    read = read_table(path)
    assert read.headings == HEADINGS[:5]
    assert read.rows == [["1", "𠮷㛃䶮", '路灯"坏"了，请修', "2026-1-2", "第一行\n第二行,还有"]]


def test_characters_that_gb18030_moved_out_of_the_private_area_arrive_where_they_are_now(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("事由,反映内容,收到日期\n路灯,".encode("gb18030") + b"\xfe\x59\xa8\xbc\xa6\xd9,2026-1-2\n")
    assert read_table(path).rows[0][1] == "\u9fb4\u1e3f\ufe10"


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)


def _many_rows(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 99991}</v></c></row>' for n in range(1, 30_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")


def _truncated(path: Path) -> None:
    xlsx(path, HEADINGS, *[ANSWERED] * 50)
    path.write_bytes(path.read_bytes()[:-1500])


def _hollow(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")


def _docx(path: Path) -> None:
    import docx

    docx.Document().save(str(path))


def _long_csv(path: Path) -> None:
    path.write_text("事由,反映内容\n" + "a,b\n" * 20_100, "utf-8")


def _far_cell(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for cell in ("A1", "XFD1048576"):
        book.active[cell] = "x"
    book.save(path)


def _headings_only(path: Path) -> None:
    xlsx(path, HEADINGS)


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("a.xlsx", _bomb, "展开后太大"),
        ("a.xlsx", _many_rows, "超过 20,000 行"),
        ("a.csv", _long_csv, "超过 20,000 行"),
        ("a.csv", lambda path: path.write_text("事由" + "," * 500, "utf-8"), "超过 200 列"),
        ("a.xlsx", _far_cell, "展开后太大"),
        ("a.xlsx", _truncated, "不完整或已损坏"),
        ("a.xlsx", _hollow, "不安全内容"),
        ("a.xlsx", _docx, "不是 Excel 表格"),
        ("a.xlsx", lambda path: path.write_bytes(b""), "没有内容"),
        ("a.xlsx", lambda path: xlsx(path), "没有内容"),
        ("a.csv", lambda path: path.write_text(" \n,\n", "utf-8"), "没有内容"),
        ("a.xlsx", _headings_only, "只有标题行"),
        ("a.xlsx", lambda path: xlsx(path, ["一句话"]), "没有找到标题行"),
        ("a.xls", lambda path: path.write_text("<html><table>", "utf-8"), "是网页"),
        ("a.xlsx", lambda path: path.write_bytes(os.urandom(999)), "不是 Excel 表格"),
        ("a.xls", lambda path: path.write_bytes(XLS.read_bytes()[:3000]), "不完整或已损坏"),
        ("a.csv", lambda path: path.write_bytes(b"a,b\n\xff\xff\xff,\x80\n"), "文字读不出来"),
        ("a.csv", lambda path: path.write_bytes(b"a,b\n\0\0,1\n"), "文字读不出来"),
        ("a.xlsx", lambda path: None, "找不到这个文件"),
    ],
)
def test_a_file_that_cannot_be_taken_gets_one_sentence(tmp_path: Path, name: str, make, sentence: str) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / name)
    with pytest.raises(RuleError, match=sentence):
        read_table(tmp_path / name)


def test_a_workbook_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    """An encrypted workbook is an OLE file with a stream EncryptedPackage; the old one here stands in by its names."""
    names = {"Workbook": "EncryptedPackage"}
    content = XLS.read_bytes()
    for old, new in names.items():
        entry = content.index(old.encode("utf-16-le"))
        content = content[:entry] + new.encode("utf-16-le").ljust(64, b"\0") + content[entry + 64 :]
        content = content[: entry + 64] + (2 * len(new) + 2).to_bytes(2, "little") + content[entry + 66 :]
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(RuleError, match="打开密码"):
        read_table(tmp_path / "a.xlsx")


def test_a_file_over_fifty_megabytes_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(RuleError, match="50 MB"):
        read_table(tmp_path / "a.xlsx")


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_READ", 0.0)
    monkeypatch.setattr(apart, "_WAIT", 0.001)
    with pytest.raises(RuleError, match="没有读完"):
        read_table(xlsx(tmp_path / "a.xlsx", HEADINGS, ANSWERED))


def test_reading_can_be_stopped_by_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WAIT", 0.001)
    with pytest.raises(Cancelled):
        read_table(xlsx(tmp_path / "a.xlsx", HEADINGS, ANSWERED), lambda: True)


@pytest.mark.parametrize(
    "text",
    [
        "2019/4/25 9:32:09",
        "2019-04-25",
        "20190425",
        "2019年4月25日",
        "43580",
        "43580.397",
        "2019.4.25",
        "２０１９年４月２５日",
        "2019-04-25T09:32:09+08:00",
        "2019年4月25日 星期四 上午9时32分",
        "20190425093209",
        "2019-4-25 下午3:05",
        "2019/4/25",
    ],
)
def test_a_day_is_understood_in_the_shapes_people_write(text: str) -> None:
    assert day_of(text)[0] == date(2019, 4, 25)


@pytest.mark.parametrize(
    "text", ["2019-02-30", "4月25日", "19-4-25", "4/25/2019", "2019年4月", "昨天", "20191325", "2019-4-25至26"]
)
def test_what_names_no_day_for_certain_is_not_guessed(text: str) -> None:
    assert day_of(text)[0] is None


def test_other_offices_headings_are_recognised_and_a_running_number_is_not_taken_for_an_id() -> None:
    found = guess_mapping(["序号", "留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"])
    assert "序号" not in found
    assert list(found.values()) == [
        *("source_number", "submitter_name", "title", "received_on", "content", "reply", "replied_on")
    ]
    assert guess_mapping(["* 反映内容（必填）", "内容", "村（社区）", "村居"]) == {
        "* 反映内容（必填）": "content",
        "村（社区）": "village",
    }


def test_a_file_damaged_anywhere_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(9)
    workbook = xlsx(tmp_path / "whole.xlsx", HEADINGS, *[ANSWERED] * 20).read_bytes()
    for turn in range(40):
        content = bytearray(workbook if turn % 2 else XLS.read_bytes())
        for _ in range(chance.randrange(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "a.xlsx").write_bytes(content[: chance.choice([None, chance.randrange(len(content))])])
        try:
            assert read_table(tmp_path / "a.xlsx").rows
        except RuleError as refusal:
            assert str(refusal).endswith("。")
