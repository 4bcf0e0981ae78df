"""Telephone and identity numbers are doubted gently, never refused; names keep what belongs to them."""

from __future__ import annotations

import pytest

from lianluozhan.models.people_names import tidy_name
from lianluozhan.models.phones import identity_doubt, is_identity, phone_doubt, plain_figures

IDENTITY = "11010519491231002X"  # the example of the standard GB 11643


@pytest.mark.parametrize(
    "number",
    [
        *(
            "13800002609",
            "138 0000 2609",
            "138-0000-2609",
            "+86 13800002609",
            "8613800002609",
            "１３８００００２６０９",
        ),
        *("0813-8123456", "010-62345678", "(0813)8123456", "0813 8123456-802", "8123456", "62345678"),
        *("4008123123", "12345", "110", "665532", "138****2609", "", "无", "没有电话"),
        *("13800002609、0813-8123456", "13800002609 13900004417", "8123456转802"),
    ],
)
def test_a_usual_number_is_not_doubted(number: str) -> None:
    assert phone_doubt(number) == []


@pytest.mark.parametrize(
    ("number", "doubt"),
    [
        ("1380000260", "这个号码是 10 位，手机号是 11 位；确认无误可以不管"),
        ("138000026091", "这个号码是 12 位，手机号是 11 位；确认无误可以不管"),
        ("12000002609", "手机号没有 120 开头的；确认无误可以不管"),
        ("99", "这个号码是 2 位，不像手机号或座机号；确认无误可以不管"),
        ("13800002609、1390000", "这个号码是 7 位，手机号是 11 位；确认无误可以不管"),
    ],
)
def test_an_odd_number_is_doubted_with_what_is_odd(number: str, doubt: str) -> None:
    sentences = phone_doubt(number)
    assert sentences[0] == doubt
    assert [len(s) for s in sentences] == sorted((len(s) for s in sentences), reverse=True)


@pytest.mark.parametrize("typed", [IDENTITY, f"身份证{IDENTITY.lower()}", f"石桥村3组 {IDENTITY}"])
def test_an_identity_number_need_not_be_written_down(typed: str) -> None:
    assert identity_doubt(typed)[-1] == "身份证号不用登记"
    assert phone_doubt(typed) == identity_doubt(typed)


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491331002X", "1" * 18, "x" * 18])
def test_other_long_numbers_are_no_identity_numbers(number: str) -> None:
    assert not is_identity(number) and identity_doubt(f"卡号{number}") == []


def test_figures_of_a_chinese_keyboard_become_plain_ones_of_the_same_length() -> None:
    assert plain_figures("（０８１３）－８１２３４５６") == "(0813)-8123456"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(
            ("张 三", "张三"),
            ("王　小明", "王小明"),
            ("欧阳 娜娜", "欧阳娜娜"),
            (" 周长福 ", "周长福"),
            ("㛃 𠮷", "㛃𠮷"),
        ),
        *(("张三 李四", "张三 李四"), ("阿依古丽 买买提", "阿依古丽 买买提"), ("John  Smith", "John Smith")),
        *(("买买提•艾力", "买买提·艾力"), ("买买提．艾力", "买买提·艾力"), ("买买提 ・ 艾力", "买买提·艾力")),
        *(("买买提.艾力", "买买提·艾力"), ("J. Smith", "J. Smith"), ("", "")),
    ],
)
def test_a_name_is_kept_as_it_is_written_officially(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept
