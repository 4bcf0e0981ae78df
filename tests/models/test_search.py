"""The index of words, initials and figures: what it finds, and what it must not find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianluozhan.models import search
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


def write(session: Session, **facts: Any) -> Opinion:
    known: dict[str, Any] = {"received_on": date(2026, 3, 2), "title": "石桥村路灯坏了", "content": "快两个月了"}
    with session.action("opinion.register"):
        return session.add(Opinion(**(known | facts)))


def found(session: Session, words: str) -> list[int]:
    sql = "SELECT rowid FROM opinions_words WHERE opinions_words MATCH ? ORDER BY rowid"
    return [row[0] for row in session.rows(sql, (search.phrase(words),))]


def test_words_from_one_character_up_are_found_and_all_of_several_are_wanted(officer: Session) -> None:
    one = write(officer, content="晚上老人出行不便").id
    other = write(officer, title="石桥村水渠堵了").id
    assert found(officer, "灯") == [one]
    assert found(officer, "石桥") == [one, other]
    assert found(officer, "石桥 老人") == [one]
    assert found(officer, "石桥 水库") == []


def test_no_word_is_found_across_a_comma_a_blank_or_the_end_of_a_field(officer: Session) -> None:
    write(officer, title="村里修道", content="没有道，路也坏了 灯也没有", request="修")
    assert found(officer, "道路") == found(officer, "了灯") == found(officer, "道没") == found(officer, "有修") == []


def test_titles_and_names_are_found_by_initials_from_any_place_on(officer: Session) -> None:
    one = write(officer, submitter_name="单雪梅").id
    for typed in ("sqc", "SQC", "ld", "qcldhl", "sqcldhl", "sx", "sxm", "dxm"):
        assert found(officer, typed) == [one], typed
    for typed in ("sqx", "hls", "sxmx", "lyg", "zlgy"):
        assert found(officer, typed) == [], typed
    assert found(officer, "石桥 ld") == [one]


def test_a_place_read_in_two_ways_is_found_by_both(officer: Session) -> None:
    one = write(officer, title="长岭村重建大桥").id
    assert found(officer, "clc") == found(officer, "zlc") == found(officer, "zj") == found(officer, "cj") == [one]


def test_figures_are_found_from_any_place_of_their_run_and_never_across_a_mark(officer: Session) -> None:
    one = write(officer, phone="13812342609", number="社情民意〔2026〕0127号").id
    for typed in (
        "2609",
        "609",
        "09",
        "38123426",
        "13812342609",
        "0127",
        "127",
        "2026〕0127",
        "０１２７",
        "0127号",
        "7",
    ):
        assert found(officer, typed) == [one], typed
    for typed in ("2610", "20260127", "138126", "26091"):
        assert found(officer, typed) == [], typed


def test_the_index_follows_when_a_title_is_changed(officer: Session) -> None:
    one = write(officer)
    with officer.action("opinion.edit"):
        officer.change(officer.get(Opinion, one.id), title="青溪村水管漏了")
    assert found(officer, "sqc") == []
    assert found(officer, "qxc") == found(officer, "水管") == [one.id]


def test_many_written_at_once_are_found_by_initials_too(officer: Session) -> None:
    with officer.action("opinion.import"):
        known: dict[str, Any] = {"content": "堵了", "received_on": date(2026, 3, 2)}
        officer.add_many([Opinion(title=f"大塘村水渠{n}", **known) for n in "甲乙"])
    assert found(officer, "dtc") == [1, 2]


def test_the_index_knows_which_of_the_texts_are_title_and_name() -> None:
    assert Opinion.SEARCHED[search.TITLE["opinions"]] == "title"
    assert Opinion.SEARCHED[search.NAME["opinions"]] == "submitter_name"


def test_nothing_that_is_typed_is_taken_for_a_command(officer: Session) -> None:
    write(officer)
    for typed in (
        "",
        "  ",
        "，。",
        '"',
        "*",
        "(",
        "OR",
        "a AND",
        "^石",
        "words:石",
        "石*",
        "-灯",
        "NEAR(石 桥)",
        "\x00",
    ):
        assert not search.phrase(typed) or isinstance(found(officer, typed), list)
