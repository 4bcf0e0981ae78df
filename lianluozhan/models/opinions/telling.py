"""When a submitter counts as told, and the steps of the trail that tell him (4.2.3, 4.3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from .handling import Feedback, Told

INFORM, INFORM_PROMISE, INFORM_JOINED = TELLINGS = ("inform", "inform_promise", "inform_joined")
OF_A_JOINED = "并入的"  # how a line of the main matter begins that tells of a joined one; it enters no `Feedback` here
TRIES = 2  # on different days, before a submitter counts as not to be reached


def enough(tries: Sequence[Feedback]) -> bool:
    """Whether a submitter was told, or tried to be on two days in vain."""
    days = {telling.told_on for telling in tries if telling.told is Told.UNREACHABLE}
    return any(telling.told is Told.TOLD for telling in tries) or len(days) >= TRIES
