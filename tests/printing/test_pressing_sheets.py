"""The sheets of pressing and of a body's application: what stands on them, filled and blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models.opinions.applying import Decision, Wish
from lianluozhan.models.opinions.press_file import PressFile
from lianluozhan.models.opinions.supervising import Level, Means, Supervision
from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.document import Cut, texts
from lianluozhan.printing.forms.marks import heading
from lianluozhan.printing.layout import lay_out

from ..samples import STATION
from .filled import APPLICATIONS, PRESSES

REMINDED = replace(
    PRESSES["usual"].press,
    level=Level.REMINDER,
    means=Means.PHONE,
    number="催办〔2026〕002号",
    requirement="",
    reply_text="",
    replied_on=None,
    voided_on=None,
)


def said(number: str, record: object) -> str:
    return "\n".join(texts(FORMS[number].draw(record, None)))


@pytest.mark.clause("5.1.4")
def test_a_reminder_says_which_time_it_is_how_late_and_what_was_answered() -> None:
    got = said("F14", replace(PRESSES["usual"], press=REMINDED))
    for words in ("编号：催办〔2026〕002号", "第 2 次", "4 天", "☑电话", "李建军", "灯具已到货，周五安装。"):
        assert words in got
    assert "单位负责人签字：" in got and "联络员签字：" in got


@pytest.mark.clause("5.1.4")
def test_a_notice_and_its_slip_stand_on_one_sheet_with_the_line_to_cut_along() -> None:
    document = FORMS["F15"].draw(PRESSES["usual"], None)
    assert len(lay_out(document)) == 1
    assert any(isinstance(block, Cut) for block in document.blocks)
    got = "\n".join(texts(document))
    for words in (
        "督办依据：",
        "存在问题：",
        "督办要求：",
        "请于2026年4月17日前",
        "督办人：刘桂兰",
        "四盏路灯已修复。",
    ):
        assert words in got
    assert len(lay_out(FORMS["F15"].draw(None, STATION))) == 1


def test_a_notice_without_a_problem_says_by_itself_what_was_not_answered() -> None:
    press = replace(PRESSES["usual"].press, problems="")
    assert "没有按期答复，至今逾期 4 天。" in said("F15", replace(PRESSES["usual"], press=press))


@pytest.mark.clause("5.1.4")
def test_the_log_lists_every_press_from_the_first_on_without_those_struck_out() -> None:
    file = PRESSES["usual"].file
    first = replace(REMINDED, id=1, acted_on=date(2026, 4, 9), answer="没有人接。", answered_by="")
    wrong = replace(REMINDED, id=2, answer="记错的一次。", voided_on=date(2026, 4, 10))
    got = said("F14B", replace(file, presses=(PRESSES["usual"].press, wrong, first)))
    assert "记错的一次" not in got and "共 1 次" in got  # the sample notice is struck out too
    kept = replace(PRESSES["usual"].press, voided_on=None)
    got = said("F14B", replace(file, presses=(kept, wrong, first)))
    assert "共 2 次" in got
    assert (
        got.index("没有人接。") < got.index("督办〔2026〕001号") < got.index("回执（2026年4月16日）：四盏路灯已修复。")
    )


@pytest.mark.clause("5.1.4")
def test_an_application_shows_wish_words_and_decision_and_leaves_the_signatures_for_ink() -> None:
    got = said("F13", APPLICATIONS["usual"])
    for words in ("□退办 □改派 ☑延期", "☑同意", "同意延期一次。", "情况属实，建议同意。", "2026年5月8日", "站长签字："):
        assert words in got
    refused = replace(APPLICATIONS["usual"].application, wish=Wish.RETURN, decision=Decision.REFUSED)
    got = said("F13", replace(APPLICATIONS["usual"], application=refused))
    assert "☑退办" in got and "☑不同意" in got
    blank = "\n".join(texts(FORMS["F13"].draw(None, STATION)))
    assert "□退办 □改派 □延期" in blank and "☑" not in blank


@pytest.mark.parametrize("number", ["F13", "F14", "F15"])
def test_each_of_these_sheets_fills_one_page_as_usual(number: str) -> None:
    found = APPLICATIONS["usual"] if number == "F13" else PRESSES["usual"]
    assert len(lay_out(FORMS[number].draw(found, None))) == 1


def test_a_long_title_is_broken_after_a_mark_in_lines_of_like_length() -> None:
    assert heading("关于“路灯坏了”", "的督办通知书") == "关于“路灯坏了”的督办通知书"
    assert heading("关于“石桥村三组路灯损坏，晚上老人出行不便”", "的督办通知书") == (
        "关于“石桥村三组路灯损坏，\n晚上老人出行不便”的督办通知书"
    )
    assert heading("关于“石桥村三组路灯损坏请尽快修”", "的督办通知书").endswith("\n的督办通知书")


def test_a_press_with_nothing_but_its_day_is_printed_to_be_filled_by_hand() -> None:
    bare = PressFile(Supervision(opinion_id=1, acted_on=date(2026, 4, 12)), PRESSES["bare"].file, None, 0)
    assert "催办日期：2026年4月12日" in said("F14", bare)
    assert "督办要求：" in said("F15", bare)
