"""纸号: what is printed on a sheet leads back to its form and record, also when it is typed carelessly."""

import random
from itertools import pairwise

import pytest

from lianluozhan.models.paper_codes import ALPHABET, code_of, read_code


def test_every_paper_code_leads_back_to_its_form_and_record():
    for form in ("F10", "F12", "F24", "F122", "F01"):
        for record_id in (1, 2, 31, 32, 1000, 99_999, 8_388_607):
            assert read_code(code_of(form, record_id)) == (form, record_id)


def test_no_two_sheets_share_a_code():
    codes = [code_of(form, record_id) for form in ("F10", "F12", "F17") for record_id in range(1, 20_001)]
    assert len(set(codes)) == len(codes)


def test_the_codes_of_neighbours_look_unlike():
    codes = [code_of("F10", record_id) for record_id in range(1, 2001)]
    alike = [sum(a == b for a, b in zip(one, other, strict=True)) for one, other in pairwise(codes)]
    assert sum(alike) / len(alike) < 1.6 and max(alike) < 6  # the dash is always alike


def test_one_wrong_character_is_noticed_wherever_it_is():
    dice = random.Random(1)
    for _ in range(60):
        code = code_of("F10", dice.randrange(1, 100_000)).replace("-", "")
        for place in range(8):
            for wrong in ALPHABET:
                if wrong != code[place]:
                    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


def test_two_neighbouring_characters_that_changed_places_are_noticed():
    for record_id in range(1, 500):
        code = code_of("F16", record_id).replace("-", "")
        for place in range(7):
            turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert turned == code or read_code(turned) is None


def test_a_code_is_understood_as_people_type_it():
    code = next(code_of("F10", n) for n in range(1, 999) if {"0", "1"} <= set(code_of("F10", n)))
    wanted = read_code(code)
    typed = code.replace("0", "O").replace("1", "l").lower()
    assert wanted and read_code(typed) == wanted
    assert read_code(" " + " ".join(code.replace("-", "")) + " ") == wanted
    assert read_code("".join(chr(ord(c) + 0xFEE0) for c in code.replace("-", "").lower())) == wanted


@pytest.mark.parametrize("text", ["", "7K4M", "路灯坏了四盏八个", "7K4M-2PX9-1", "UUUU-UUUU", "00000000"])
def test_what_is_no_code_is_not_taken_for_one(text):
    assert read_code(text) is None


def test_a_record_too_far_on_or_a_form_without_a_number_has_no_code():
    assert code_of("F10", 8_388_608) == code_of("F10", 0) == code_of("recovery", 3) == code_of("F128", 3) == ""
