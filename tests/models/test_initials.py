"""Typed initials find Chinese names and texts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lianluozhan.models import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("单雪梅", "sxm"),
        ("曾国强", "zgq"),
        ("仇玉兰", "qyl"),
        ("解志远", "xzy"),
        ("区少华", "osh"),
        ("查建军", "zjj"),
        ("朴春姬", "pcj"),
        ("盖玉山", "gys"),
        ("乐嘉文", "yjw"),
        ("任华", "rh"),
        ("华明", "hm"),
        ("尉迟敬", "ycj"),
        ("万俟勇", "mqy"),
        ("缪小兰", "mxl"),
        ("覃志刚", "qzg"),
        ("翟玉林", "zyl"),
        ("秘大力", "bdl"),
        ("单于海", "cyh"),
        ("王单", "wd"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("𠮷祥", "jx"),
        ("㛃㛃", "jj"),
        ("䶮之", "yz"),
        ("𬴊儿", "le"),
    ],
)
def test_a_surname_is_read_as_a_surname_and_rare_characters_are_read_too(name: str, letters: str) -> None:
    assert initials.name_initials(name) == letters
    assert initials.matches(letters, name, name=True) == 0


def test_in_a_text_the_same_character_is_read_as_usual() -> None:
    assert initials.initials("单位仇人，解决（A3栋）") == "dwcrjja3d"


def test_a_character_read_in_two_ways_is_found_by_both() -> None:
    assert initials.matches("cq", "重庆路") is not None
    assert initials.matches("zq", "重庆路") is not None
    assert initials.matches("dxm", "单雪梅", name=True) is not None
    assert initials.all_initials("单位")[0].startswith("dcs")


def test_an_earlier_place_is_the_better_one_and_the_usual_reading_before_the_others() -> None:
    ranks = [initials.matches("q", text) for text in ("桥头村", "石桥村", "河东石桥")]
    assert ranks == sorted(ranks, key=lambda rank: rank if rank is not None else 99) and None not in ranks
    usual, other = initials.matches("s", "单雪梅", name=True), initials.matches("d", "单雪梅", name=True)
    assert usual is not None and other is not None and usual < other


def test_characters_and_initials_may_be_mixed_and_what_does_not_fit_is_not_found() -> None:
    assert initials.matches("石q", "石桥村") == 1
    assert initials.matches("桥c", "石桥村") is not None
    assert initials.matches("ＳＱＣ", "石桥村") == 0
    assert initials.matches("s q", "石桥村") == 0
    assert initials.matches("sqx", "石桥村") is None
    assert initials.matches("村石", "石桥村") is None
    assert initials.matches("", "石桥村") == 0
    assert initials.matches("sqc", "") is None


def test_the_place_of_what_was_found_counts_the_marks_between() -> None:
    assert initials.place_of("qc", "石、桥村三组") == (2, 4)
    assert initials.place_of("石桥", "到石（桥）村") == (1, 4)
    assert initials.place_of("xm", "单雪梅", name=True) == (1, 3)
    assert initials.place_of("xx", "单雪梅", name=True) is None


def test_what_no_one_can_read_stands_for_itself() -> None:
    unknown = "\U0003106c" if initials.initials("\U0003106c") == "\U0003106c" else "\ue000"
    assert initials.initials(f"{unknown}村") == f"{unknown}c"
    assert initials.matches(unknown, f"大{unknown}村") == 2


def test_the_letters_are_read_when_first_needed_and_take_little_room() -> None:
    code = (
        "import sys, tracemalloc\n"
        "from lianluozhan.models import initials\n"
        "assert initials._letters.cache_info().currsize == 0\n"
        "tracemalloc.start(); initials._letters()\n"
        "print(tracemalloc.get_traced_memory()[1] / 1e6, 'pypinyin' in sys.modules)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert float(told[0]) < 5
    assert told[1] == "False"
