"""Settings: a default with its source, a checked change, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lianluozhan.models import settings
from lianluozhan.models.deadlines import Term, parse_term
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.settings import SETTINGS, Setting, allowed_words

SignIn = Callable[[Role], Session]


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.key)
def test_every_default_is_allowed_and_says_where_it_comes_from(sign_in: SignIn, setting: Setting) -> None:
    head = sign_in(Role.HEAD)
    settings.change(head, setting.key, setting.default)
    assert settings.value(head, setting.key) == setting.default
    assert setting.label
    assert setting.group
    assert setting.source
    assert allowed_words(setting)


def test_the_defaults_hold_until_somebody_changes_them(sign_in: SignIn) -> None:
    clerk = sign_in(Role.LIAISON_OFFICER)
    assert settings.term(clerk, "opinion.due.normal") == Term(30, "日")
    assert settings.number(clerk, "backup.keep") == 12
    assert settings.days(clerk, "remind.before_days") == (5, 1)
    assert settings.ticked(clerk, "reply.on_spot_same_day")
    assert settings.value(clerk, "result.scheme") == "A–D"
    assert settings.is_default(clerk, "opinion.due.normal")


def test_a_changed_value_holds_and_the_default_comes_back_by_one_button(sign_in: SignIn) -> None:
    head = sign_in(Role.HEAD)
    settings.change(head, "opinion.due.normal", "10个工作日")
    assert settings.value(head, "opinion.due.normal") == "10 工"
    assert not settings.is_default(head, "opinion.due.normal")
    settings.reset(head, "opinion.due.normal")
    assert settings.term(head, "opinion.due.normal") == Term(30, "日")
    assert settings.is_default(head, "opinion.due.normal")


def test_each_change_of_a_setting_stands_in_the_log_with_old_and_new(sign_in: SignIn) -> None:
    head = sign_in(Role.HEAD)
    settings.change(head, "redo.max_times", "2")
    settings.change(head, "redo.max_times", "3")
    sql = "SELECT changes FROM audit_log WHERE action = 'setting.change' ORDER BY id DESC"
    assert head.value(sql) == '{"value":["2","3"]}'


def test_the_head_and_the_administrator_change_settings_a_clerk_does_not(sign_in: SignIn) -> None:
    settings.change(sign_in(Role.ADMINISTRATOR), "backup.keep", "6")
    with pytest.raises(RuleError, match="站长、系统管理员办理"):
        settings.change(sign_in(Role.LIAISON_OFFICER), "backup.keep", "9")
    assert settings.number(sign_in(Role.HEAD), "backup.keep") == 6


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("opinion.due.normal", "61 日", "应在 1 日到 60 日之间"),
        ("opinion.due.normal", "60 月", "应在 1 日到 60 日之间"),
        ("opinion.due.normal", "0 日", "应在 1 日到 60 日之间"),
        ("opinion.due.normal", "很快", "例如"),
        ("suggestion.due", "4 月", "只能是 3 个月。依据：代表法第五十一条"),
        ("suggestion.due", "90 日", "单位只能用个月"),
        ("reception.notice_days", "1 月", "单位只能用日、个工作日"),
        ("backup.keep", "2", "应在 3 到 60 之间"),
        ("backup.keep", "十二", "要填一个整数"),
        ("backup.keep", "9" * 40, "要填一个整数"),
        ("term.years", "4", "只能是 5"),
        ("reception.frequency", "每天", "只能选：每周、每半月、每月、单月、自定义"),
        ("reply.on_spot_same_day", "也许", "只能选：是、否"),
        ("remind.before_days", "五日", "例如：5、1"),
        ("reception.default_time", "  ", "请填写“默认接待时段”"),
        ("reception.default_time", "9" * 201, "最多 200 个字"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_changes(
    sign_in: SignIn, key: str, value: str, sentence: str
) -> None:
    head = sign_in(Role.HEAD)
    with pytest.raises(RuleError) as refused:
        settings.change(head, key, value)
    assert sentence in str(refused.value)
    assert settings.is_default(head, key)
    assert not head.value("SELECT count(*) FROM settings")


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("cohost.due", "30工", "30 工"),
        ("cohost.due", "60 天", "60 日"),
        ("remind.before_days", "1, 3，7", "7、3、1"),
        ("backup.keep", "007", "7"),
        ("reply.on_spot_same_day", "否", "否"),
    ],
)
def test_a_value_is_kept_in_one_way_of_writing(sign_in: SignIn, key: str, typed: str, kept: str) -> None:
    head = sign_in(Role.HEAD)
    settings.change(head, key, typed)
    assert settings.value(head, key) == kept


def test_a_setting_nobody_knows_is_a_fault_of_the_program(sign_in: SignIn) -> None:
    with pytest.raises(KeyError):
        settings.value(sign_in(Role.HEAD), "no.such.setting")


def test_the_settings_the_program_reads_all_exist() -> None:
    package = Path(settings.__file__).parents[1]
    asked = {
        key
        for path in package.rglob("*.py")
        for key in re.findall(r'settings\.(?:value|term|number|days|ticked)\(\w+, "([\w.]+)"', path.read_text("utf-8"))
    }
    assert "cohost.due" in asked
    assert asked <= SETTINGS.keys()


def test_every_default_term_is_written_as_it_is_kept() -> None:
    terms = [setting for setting in SETTINGS.values() if setting.kind == "term"]
    assert len(terms) > 15
    assert all(str(parse_term(setting.default)) == setting.default for setting in terms)
