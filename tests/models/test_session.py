"""An action is whole or not at all, permitted or refused before anything is read."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from tests.keeping import copied_home, enter

OPINION = Opinion(title="路灯损坏", content="三组路灯坏了四盏。", received_on=date(2026, 11, 23))


@pytest.fixture
def session(tmp_path: Path) -> Session:  # type: ignore[misc]
    session = enter(copied_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


def lines(session: Session) -> int:
    return int(session.value("SELECT count(*) FROM audit_log"))


def test_a_refusal_in_the_middle_leaves_nothing_behind(session: Session) -> None:
    before = lines(session)
    with pytest.raises(RuleError), session.action("opinion.register"):
        session.add(OPINION)
        raise RuleError("不行。")
    assert session.select(Opinion) == []
    assert session.value("SELECT count(*) FROM opinions_words") == 0
    assert lines(session) == before


def test_nothing_is_written_outside_an_action(session: Session) -> None:
    with pytest.raises(RuntimeError):
        session.add(OPINION)
    with pytest.raises(RuntimeError):
        session.note("opinions", 1, {})
    assert session.select(Opinion) == []


def test_an_action_the_roles_do_not_allow_names_who_may(session: Session) -> None:
    with pytest.raises(RuleError, match="这一步由站长办理"), session.action("opinion.approve"):
        pytest.fail("the action began")


def test_listeners_hear_once_after_the_commit_which_tables_changed(session: Session) -> None:
    heard: list[frozenset[str]] = []
    session.listeners.append(heard.append)
    with session.action("opinion.register"):
        session.add(OPINION)
        assert heard == []
    assert heard == [frozenset({"opinions"})]


def test_a_change_is_logged_with_old_and_new_value(session: Session) -> None:
    with session.action("opinion.register"):
        opinion = session.add(OPINION)
    with session.action("opinion.edit"):
        session.change(session.get(Opinion, opinion.id), title="路灯不亮")
    assert '"title":["路灯损坏","路灯不亮"]' in session.value("SELECT changes FROM audit_log ORDER BY id DESC")


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("", "请填写"),
        ("灯" * 41, "最多 40 个字"),
        ("一\u202e二", "隐藏符号"),
        ("一\x00二", "控制字符"),
        ("一\ue123二", "造字"),
        ("一\n二", "换行"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_in_words(session: Session, title: str, word: str) -> None:
    before = lines(session)
    with pytest.raises(InvalidRecord, match=word), session.action("opinion.register"):
        session.add(Opinion(title=title, content="有内容", received_on=date(2026, 11, 23)))
    assert lines(session) == before


@pytest.mark.parametrize("name", ["<b>王</b>", "'; DROP TABLE staff; --", "=1+1", "𠮷㛃䶮𬴊", "﷽"])
def test_odd_names_come_back_as_they_were_typed(session: Session, name: str) -> None:
    with session.action("opinion.register"):
        added = session.add(Staff(name=name))
    assert session.get(Staff, added.id).name == name


def test_actions_of_two_threads_wait_for_each_other(session: Session) -> None:
    def save() -> None:
        for _ in range(20):
            with session.action("opinion.register"):
                session.add(OPINION)

    threads = [threading.Thread(target=save) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.value("SELECT count(*) FROM opinions") == 60


def test_what_follows_an_action_is_its_own_though_another_thread_acts_meanwhile(session: Session) -> None:
    def elsewhere() -> None:
        with session.action("opinion.register"):
            session.add(Staff(name="刘洁"))

    def follow() -> None:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()

    heard: list[frozenset[str]] = []
    session.listeners.append(heard.append)
    with session.action("opinion.register"):
        session.add(OPINION)
        session.after_commit(follow)
    assert heard == [frozenset({"staff"}), frozenset({"opinions"})]
