"""The analysis of everything a large station has, against one look at every row of the same table in the same run.

The opinions of the bench get what the figures are counted from: letters, limits, answers, judgements, promises.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.large_station import TODAY, make
from lianluozhan.models import analysis, opinions
from lianluozhan.models.analysis import Period, Span
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Narrowing, View
from lianluozhan.models.opinions.counted import PARTS
from lianluozhan.models.session import Session

LIMIT_S = 3.0
SCAN = "SELECT count(*), sum(length(title)), sum(length(void_reason)) FROM opinions NOT INDEXED"
_SENT = "status IN ('dispatched', 'handling', 'replied', 'informed', 'closed', 'filed') AND lead_body_id IS NOT NULL"
_MADE = (
    "UPDATE opinions SET replied_on = date(received_on, '+' || (10 + id % 25) || ' days'),"
    " result_class = substr('AAABBCD', 1 + id % 7, 1)"
    " WHERE replied_on IS NULL AND status IN ('replied', 'informed', 'closed', 'filed', 'on_spot')",
    "INSERT INTO dispatches (opinion_id, kind, number, lead_body_id, requirement, due_class, dispatched_on, due_on,"
    " received_by, received_on) SELECT id, 'dispatch', '交办' || id, lead_body_id, '请办理并书面答复。', 'normal',"
    " date(received_on, '+5 days'), date(received_on, '+35 days'), '王主任', date(received_on, '+6 days')"
    f" FROM opinions WHERE {_SENT} AND id NOT IN (SELECT opinion_id FROM dispatches)",
    "INSERT INTO deadlines (opinion_id, kind, starts_on, amount, unit, due_on, rule, is_provisional, met_on)"
    " SELECT opinion_id, '办理', dispatched_on, 30, '日', due_on, '一般件办理 30 日', 0, received_on FROM dispatches"
    " WHERE opinion_id NOT IN (SELECT opinion_id FROM deadlines WHERE kind = '办理')",
    "INSERT INTO replies (opinion_id, dispatch_id, document_number, content, result_class, promise, signed_by, handler,"
    " handler_phone, replied_on) SELECT o.id, d.id, '', '已经现场查看，损坏的路灯已经修复。', o.result_class, '', '',"
    " '', '', o.replied_on FROM opinions o LEFT JOIN dispatches d ON d.opinion_id = o.id"
    " WHERE o.replied_on IS NOT NULL AND o.id NOT IN (SELECT opinion_id FROM replies)",
    "INSERT INTO evaluations (opinion_id, attitude, result, reason, remarks, evaluator, way, evaluated_on, decision)"
    " SELECT id, satisfaction, satisfaction, '', '', '', 'phone', closed_on, '' FROM opinions"
    " WHERE satisfaction <> '' AND closed_on IS NOT NULL AND id NOT IN (SELECT opinion_id FROM evaluations)",
    "INSERT INTO promises (opinion_id, reply_id, body_id, words, promised_on, due_on, state, made_on)"
    " SELECT r.opinion_id, r.id, o.lead_body_id, '按计划推进。', NULL, NULL,"
    " CASE r.id % 3 WHEN 0 THEN 'open' ELSE 'kept' END, r.replied_on"
    " FROM replies r JOIN opinions o ON o.id = r.opinion_id"
    " WHERE r.result_class IN ('B', 'C') AND r.id NOT IN (SELECT reply_id FROM promises)",
    "INSERT INTO opinion_steps (opinion_id, name, label, status, words, staff_name, acted_on, source, recorded_at)"
    " SELECT id, name, name, status, '情况属实，同意。', '王秀英', received_on, 'program', received_on || 'T10:00:00'"
    " FROM opinions JOIN (SELECT 'submit' AS name UNION SELECT 'review' UNION SELECT 'approve' UNION SELECT 'reply'"
    " UNION SELECT 'close')",
    "INSERT INTO opinion_steps (opinion_id, name, label, status, words, staff_name, acted_on, source, recorded_at)"
    " SELECT id, 'redo', '二次办理', status, '', '王秀英', closed_on, 'program', closed_on || 'T10:00:00'"
    " FROM opinions WHERE id % 40 = 0 AND closed_on IS NOT NULL",
)


def fill(session: Session) -> None:
    """What hangs on the opinions, as much of it as a real station has."""
    connection: Any = session.db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for statement in _MADE:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA synchronous = FULL")


def timed(act: Callable[[], Any], rounds: int) -> float:
    """The best of some rounds, in seconds of this thread: other programs do not count."""
    best = float("inf")
    for _ in range(rounds):
        start = time.thread_time()
        act()
        best = min(best, time.thread_time() - start)
    return best


def run(session: Session, rounds: int) -> None:
    count = session.value("SELECT count(*) FROM opinions")
    whole = Period(date(2015, 1, 1), TODAY)
    scan = timed(lambda: session.rows(SCAN), rounds)
    print(f"{count} opinions; every row once: {scan * 1000:.0f} ms")
    periods = {
        "everything": whole,
        "a year": analysis.around(Span.YEAR, TODAY),
        "a quarter": analysis.around(Span.QUARTER, TODAY),
    }
    for name, period in periods.items():
        spent = timed(lambda period=period: analysis.figures(session, period), rounds)  # type: ignore[misc]
        found = analysis.figures(session, period)
        said = "" if name != "everything" else f", goal {LIMIT_S} s {'met' if spent <= LIMIT_S else 'MISSED'}"
        print(
            f"{name}: {found.counts['collected']} opinions {spent * 1000:.0f} ms, {spent / scan:.1f} x the look{said}"
        )
    found = analysis.figures(session, whole)
    for part in PARTS:
        listing = opinions.listing(session, view=View.ALL, narrowing=Narrowing(counted=found.counted(part).token))
        spent = timed(lambda listing=listing: listing.page(50), 2)  # type: ignore[misc]
        print(f"  list of {part} ({found.counts[part]}): first page {spent * 1000:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, help="a station that this bench has made before, or will make here")
    options = parser.parse_args()
    if options.home and options.home.exists():
        run(sign_in(Home(options.home), "zhouchangfu", "Yangli#2026"), options.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        session = make(Home(options.home or Path(folder) / "station"), options.count)
        fill(session)
        run(session, options.rounds)


if __name__ == "__main__":
    main()
