"""Copies of this computer after a restore to an older state, and copies that two threads want at once (4.7.1)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import backup
from lianluozhan.models.backup import BackupInfo, copies
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.backup.job import Job
from lianluozhan.models.errors import Cancelled
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from tests.keeping import NOON, PASSWORD, copied_home, enter


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


@pytest.fixture
def turned_back(session: Session) -> Iterator[Session]:
    """A station with many copies of one day that was restored to the one of the day before, and went on from there."""
    session.now = lambda: NOON - timedelta(days=1)
    first = copies.make(session, Why.DAILY)
    session.now = lambda: NOON
    for number in range(14):
        with session.action("opinion.register"):
            session.add(Opinion(title=f"水沟 {number}", content="堵了", received_on=NOON.date()))
        copies.make(session, Why.IMPORT)
    home = Home(session.folder.parent)
    session.close()
    backup.restore(first.path, home, backup.by_password("li", PASSWORD))
    again = enter(home, "zhou")
    with again.action("opinion.register"):
        again.add(Opinion(title="井盖", content="丢了", received_on=NOON.date()))
    yield again
    again.close()


@pytest.mark.clause("4.7.1")
def test_a_copy_of_the_data_in_use_outlives_those_of_a_history_that_was_left(turned_back: Session) -> None:
    made = copies.make(turned_back, Why.IMPORT)
    copies.thin(turned_back)
    assert made.path.exists(), "though the log of the others is longer"
    assert copies.newest_good(turned_back) == made
    assert not copies.has_changed(turned_back)


def test_the_copy_of_the_day_after_a_restore_is_made_once(turned_back: Session) -> None:
    made = copies.daily(turned_back)
    assert made is not None, "those of another history say nothing of today"
    with turned_back.action("opinion.register"):
        turned_back.add(Opinion(title="路沿石", content="松了", received_on=NOON.date()))
    assert copies.daily(turned_back) is None
    assert made.path.exists()


def test_two_threads_make_their_copies_one_after_the_other(session: Session) -> None:
    found: list[BackupInfo | BaseException] = []

    def make() -> None:
        try:
            found.append(copies.make(session, Why.IMPORT))
        except BaseException as trouble:
            found.append(trouble)

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(each, BackupInfo) for each in found), found
    assert len(copies.of_station(session)) == 3
    assert all(copies.is_whole(session, each) for each in copies.of_station(session))


def test_a_copy_that_waits_for_another_can_be_stopped(session: Session) -> None:
    def stop() -> bool:
        return bool(waits)

    waits: list[bool] = []
    with copies.one_at_a_time(Job(None, None)):
        waits.append(True)
        made: list[BaseException] = []

        def work() -> None:
            try:
                copies.make(session, Why.DAILY, Job(None, stop))
            except Cancelled as stopped:
                made.append(stopped)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(made) == 1
    assert copies.of_station(session) == []
