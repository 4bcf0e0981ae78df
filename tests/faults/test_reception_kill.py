"""A station that loses its power while a resident talks: what was typed stands in the sheet again (5.2.3)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from lianluozhan.models import attendances, drafts
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.homes import sign_in
from lianluozhan.models.receptions.record import Reception, Visit, VisitState
from tests.ui.station_at_work import PASSWORD, make_station

from .keystrokes import ALLOWED, read

TYPED = 6.0  # seconds of typing before the kill


def station_with_a_reception(folder):
    home = make_station(folder)
    session = sign_in(home, "wang", PASSWORD)
    with session.action("deputy.edit"):
        deputy = session.add(Deputy(name="赵明山"))
        session.add(Mandate(deputy_id=deputy.id, level=Level.COUNTY, term="第十八届", starts_on=date(2021, 12, 1)))
    with session.action("reception.plan"):
        made = session.add(Reception(number="03期", held_on=session.today, starts_at="09:00", ends_at="11:00"))
        attendances.called(session, Reception.TABLE, made.id, [deputy.id])
    session.close()
    return home


@pytest.mark.clause("5.2.3")
def test_a_killed_program_loses_no_more_than_the_last_seconds_of_what_a_resident_said(tmp_path):
    home, log = station_with_a_reception(tmp_path / "home"), tmp_path / "typed.log"
    words = [sys.executable, "-m", "tests.faults.reception_loop", str(home.folder), str(log)]
    clerk = subprocess.Popen(words, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 90
        while not log.exists() or not (lines := read(log)) or lines[-1]["at"] - lines[0]["at"] < TYPED:
            assert clerk.poll() is None and time.monotonic() < until, clerk.stderr and clerk.stderr.read()
            time.sleep(0.1)
    finally:
        os.kill(clerk.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        clerk.communicate()
    session = sign_in(home, "wang", PASSWORD)
    visit = session.get(Visit, 1)
    draft = drafts.take(session, "receptions.visits.sheet", visit.id)
    session.close()
    assert (visit.state, visit.name) == (VisitState.TALKING, "孙桂兰")
    assert draft is not None
    lines = read(log)
    assert draft.typed["content"] in {line["held"] for line in lines}
    later = [line["at"] for line in lines if len(line["held"]) > len(draft.typed["content"])]
    assert killed_at - min(later, default=killed_at) < ALLOWED
