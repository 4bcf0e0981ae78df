"""Whatever is joined, edited and un-joined in any order, every fact ends on its right side and everybody is answered.

`LIANLUOZHAN_SEQUENCES` sets how many sequences are tried; 50 when it is not set.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianluozhan.models import audit, opinions
from lianluozhan.models.deadlines import PAUSED
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status, promising
from lianluozhan.models.opinions.handling import (
    Deadline,
    Dispatch,
    Evaluation,
    Feedback,
    OpinionStep,
    Reply,
    Satisfaction,
    Told,
)
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseState
from lianluozhan.models.opinions.record import DeclineGround, ResultClass
from lianluozhan.models.opinions.telling import enough
from lianluozhan.models.opinions.unmerging import TAKEN_OVER

from ..conftest import Clock
from .conftest import ALSO_ANONYMOUS, CENTRE, LOOK, POLICE, STREETLIGHT, Desk

SEQUENCES = int(os.environ.get("LIANLUOZHAN_SEQUENCES", "50"))
MATTERS = 4
GONE = (Status.CLOSED, Status.WITHDRAWN, Status.ON_SPOT)
NAMES = ("周长福", "何桂芬", "马建国", "")  # the last gives no name


@dataclass
class Entered:
    """What one sequence entered: of which matter each record is, the titles last written, the deeds done."""

    ids: list[int] = field(default_factory=list)
    facts: list[tuple[type[Any], int, int]] = field(default_factory=list)  # class, record, matter
    titles: dict[int, str] = field(default_factory=dict)
    together: set[int] = field(default_factory=set)  # what was joined at one time or had something joined to it
    done: Counter[str] = field(default_factory=Counter)

    def note(self, record: Any, opinion_id: int) -> Any:
        self.facts.append((type(record), record.id, opinion_id))
        return record


class Story:
    """The deeds of a sequence; a deed that the rules refuse just does not happen."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk, self.clock, self.told = desk, clock, Entered()

    def register(self, one: int, other: int, how: int) -> None:
        if len(self.told.ids) > MATTERS:
            return
        name = NAMES[one % len(NAMES)]
        form = replace(STREETLIGHT, submitter_name=name, title=f"{name}反映路灯") if name else ALSO_ANONYMOUS
        form = replace(form, received_on=self.desk.officer.today)
        made = self.desk.drafted(form) if how % 2 else self.desk.submitted(form)
        self.told.ids.append(made.id)
        self.told.titles[made.id] = made.title

    def merge(self, one: int, other: int, how: int) -> None:
        joined = opinions.merge(self.desk.officer, self._id(one), self._id(other))
        self.told.together |= {joined.id, joined.merged_into or 0}

    def unmerge(self, one: int, other: int, how: int) -> None:
        joined = [id_ for id_ in self.told.ids if self._now(id_).status is Status.MERGED]
        if joined:
            opinions.unmerge(self.desk.officer, joined[one % len(joined)], with_answer=how % 2 == 0)

    def edit(self, one: int, other: int, how: int) -> None:
        found = self._now(self._id(one))
        title = f"改写 {other} {how}"
        opinions.edit(self.desk.officer, found.id, title=title)
        self.told.titles[found.id] = title

    def submit(self, one: int, other: int, how: int) -> None:
        opinions.submit(self.desk.officer, self._id(one))

    def judge(self, one: int, other: int, how: int) -> None:
        found = self._now(self._id(one))
        accept = bool(how % 4)
        deed, session = (
            (opinions.review, self.desk.vice)
            if found.status is Status.IN_REVIEW
            else (opinions.approve, self.desk.head)
        )
        if how % 5 == 4:
            opinions.send_back(session, found.id, "请补写。")
        else:
            deed(session, found.id, "看过。", accept=accept, ground=None if accept else DeclineGround.PETITION)

    def dispatch(self, one: int, other: int, how: int) -> None:
        body = (CENTRE, POLICE)[how % 2]
        made = opinions.dispatch(self.desk.officer, self._id(one), lead_body_id=body, requirement=LOOK)
        self.told.note(made, made.opinion_id or 0)

    def reply(self, one: int, other: int, how: int) -> None:
        result = list(ResultClass)[how % 4]
        promise = "月底前" if result in (ResultClass.B, ResultClass.C) else ""
        answer = Reply(opinion_id=self._id(one), content=f"已办 {how}。", result_class=result, promise=promise)
        made = opinions.reply(self.desk.officer, replace(answer, replied_on=self.desk.officer.today))
        self.told.note(made, made.opinion_id or 0)

    def inform(self, one: int, other: int, how: int) -> None:
        found = self._now(self._id(one))
        deed = opinions.inform_joined if found.status is Status.MERGED else opinions.inform
        telling = Feedback(opinion_id=found.id, told=list(Told)[how % 3 == 0], told_on=self.desk.officer.today)
        self.told.note(deed(self.desk.officer, telling), found.id)

    def evaluate(self, one: int, other: int, how: int) -> None:
        result = list(Satisfaction)[how % 4]
        judged = Evaluation(opinion_id=self._id(one), result=result, reason="还不行。")
        made = opinions.evaluate(self.desk.officer, replace(judged, evaluated_on=self.desk.officer.today))
        self.told.note(made, made.opinion_id or 0)

    def decide(self, one: int, other: int, how: int) -> None:
        found = self._now(self._id(one))
        verdicts = opinions.verdicts(self.desk.head, found)
        opinions.decide(self.desk.head, found.id, "再办。", verdict=verdicts[how % len(verdicts)])

    def follow(self, one: int, other: int, how: int) -> None:
        found = self.desk.officer.select(Promise, "opinion_id = ?", (self._id(one),))
        if found:
            entry = PromiseCheck(
                promise_id=found[-1].id, checked_on=self.desk.officer.today, asked="承办人", words="看过"
            )
            promising.follow(self.desk.officer, replace(entry, found=list(PromiseState)[how % 3]))

    def close(self, one: int, other: int, how: int) -> None:
        found = self._now(self._id(one))
        if found.status is Status.DECLINED:
            opinions.close(self.desk.officer, found.id)
        else:
            self.desk.closed(found.id)

    def wait(self, one: int, other: int, how: int) -> None:
        self.clock.forward(how % 4)

    def play(self, name: str, one: int, other: int, how: int) -> None:
        try:
            getattr(self, name)(one, other, how)
            self.told.done[name] += 1
        except (RuleError, InvalidRecord):
            pass

    def _id(self, at: int) -> int:
        return self.told.ids[at % len(self.told.ids)]

    def _now(self, opinion_id: int) -> Opinion:
        return self.desk.officer.get(Opinion, opinion_id)

    # To the end ------------------------------------------------------------------------------------------------------

    def finish(self, opinion_id: int) -> Opinion:
        """Carry a matter on by its own steps until there is nothing left to do."""
        at = self.told.ids.index(opinion_id)
        for _ in range(30):
            found = self._now(opinion_id)
            if found.status in GONE or found.status is Status.MERGED:
                return found
            next_deed = self._next(found)
            if next_deed == "answer":
                self.play("reply", at, 0, 0)
            elif next_deed == "tell":
                self.play("inform", at, 0, 1)
            elif next_deed == "judge":
                self.play("judge", at, 0, 1)
            else:
                self.play(next_deed, at, 0, 0)
        raise AssertionError(f"{found} comes to no end: {opinions.close_problems(self.desk.officer, opinion_id)}")

    def _next(self, found: Opinion) -> str:
        officer = self.desk.officer
        match found.status:
            case Status.DRAFT | Status.SENT_BACK:
                return "submit"
            case Status.IN_REVIEW | Status.IN_APPROVAL:
                return "judge"
            case Status.TO_DISPATCH:
                return "dispatch"
            case Status.DISPATCHED | Status.HANDLING:
                return "answer"
        if not opinions.close_problems(officer, found.id):
            return "close"
        if found.status in (Status.REPLIED, Status.DECLINED):
            return "tell"
        if opinions.evaluation_of(officer, found.id) is None:
            return "evaluate"
        return "decide"


# What must be true ---------------------------------------------------------------------------------------------------


def check_sides(story: Story) -> None:
    """Each record is with the matter for which it was entered; what was taken over says so and is not counted twice."""
    session = story.desk.officer
    for record_class, record_id, opinion_id in story.told.facts:
        assert session.get(record_class, record_id).opinion_id == opinion_id
    for opinion_id in story.told.ids:
        entered = Counter(kind for kind, _, of in story.told.facts if of == opinion_id)
        taken = [step for step in opinions.steps_of(session, opinion_id) if step.name == TAKEN_OVER]
        replies = session.select(Reply, "opinion_id = ?", (opinion_id,))
        copies = [reply for reply in replies if "一并答复" in reply.content]
        assert len(replies) == entered[Reply] + len(copies)
        assert len(copies) == sum("沿用" in step.label for step in taken)
        for kind in (Feedback, Evaluation, Dispatch):
            assert len(session.select(kind, "opinion_id = ?", (opinion_id,))) == entered[kind]
        assert session.get(Opinion, opinion_id).title == story.told.titles[opinion_id]
        for promise in session.select(Promise, "opinion_id = ?", (opinion_id,)):
            assert session.get(Reply, promise.reply_id or 0).opinion_id == opinion_id
        open_ones = session.select(Promise, "opinion_id = ? AND state = 'open' AND voided_on IS NULL", (opinion_id,))
        assert len(open_ones) <= 1


def check_states(story: Story) -> None:
    """Joining goes one level deep; the limit that is shown is the one that runs."""
    session = story.desk.officer
    for opinion in (session.get(Opinion, id_) for id_ in story.told.ids):
        assert (opinion.status is Status.MERGED) == (opinion.merged_into is not None)
        if opinion.merged_into:
            main = session.get(Opinion, opinion.merged_into)
            assert main.merged_into is None and opinion.number and opinion.due_on is None
        running = session.select(Deadline, "opinion_id = ? AND met_on IS NULL AND kind <> ?", (opinion.id, PAUSED))
        assert len(running) <= 1
        if opinion.status is not Status.MERGED:
            assert [limit.due_on for limit in running] == ([opinion.due_on] if opinion.due_on else [])
        newest = session.select(OpinionStep, "opinion_id = ?", (opinion.id,))[-1]
        assert newest.status == opinion.status.value


def check_told(story: Story) -> None:
    """Everybody who gave a name was told of an outcome, or is listed as still to be told."""
    session = story.desk.officer
    for opinion in (session.get(Opinion, id_) for id_ in story.told.ids):
        if opinion.is_anonymous or opinion.status not in (Status.CLOSED, Status.MERGED):
            continue
        main = opinions.main_of(session, opinion.id)
        since = (main.replied_on or main.received_on or session.today).isoformat()
        tries = session.select(Feedback, "opinion_id = ? AND told_on >= ?", (opinion.id, since))
        waits = opinion.id in [each.id for each in opinions.related(session, main.id).untold]
        if opinion.status is Status.CLOSED or main.status is Status.CLOSED:
            assert enough(tries)
        else:
            assert enough(tries) or waits


DEEDS: list[Callable[..., None]] = [
    *(Story.register, Story.merge, Story.merge, Story.unmerge, Story.edit, Story.submit, Story.judge, Story.judge),
    *(Story.dispatch, Story.reply, Story.inform, Story.evaluate, Story.decide, Story.follow, Story.close, Story.wait),
]
one_of = st.integers(0, MATTERS)
deeds = st.lists(
    st.tuples(st.sampled_from([deed.__name__ for deed in DEEDS]), one_of, one_of, st.integers(0, 11)),
    min_size=8,
    max_size=36,
)
# what most quickly brings the first matters far enough for something to be joined to them
BEGINNINGS = [
    [],
    [("judge", 0, 0, 1), ("judge", 0, 0, 1), ("merge", 1, 0, 0), ("dispatch", 0, 0, 0), ("reply", 0, 0, 1)],
    [
        *[("judge", 0, 0, 1), ("judge", 0, 0, 1), ("dispatch", 0, 0, 0), ("merge", 1, 0, 0), ("merge", 2, 0, 0)],
        *[("reply", 0, 0, 1), ("inform", 1, 0, 1), ("inform", 0, 0, 1), ("evaluate", 0, 0, 2), ("decide", 0, 0, 0)],
    ],
    [("judge", 0, 0, 4), ("judge", 0, 0, 0), ("merge", 1, 0, 0), ("inform", 1, 0, 1)],
]


@pytest.mark.clause("4.3.2")
@pytest.mark.timeout(60 + SEQUENCES)
@settings(
    max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(beginning=st.sampled_from(BEGINNINGS), sequence=deeds, answers=st.integers(0, 127))
def test_whatever_is_joined_edited_and_taken_apart_every_fact_ends_on_its_right_side(
    desk: Desk,
    clock: Clock,
    beginning: list[tuple[str, int, int, int]],
    sequence: list[tuple[str, int, int, int]],
    answers: int,
) -> None:
    clock.go_to(date(2026, 3, 5))
    desk.officer.db.conn.execute("PRAGMA synchronous = OFF")  # what a power cut does is tested elsewhere
    lines = desk.officer.value("SELECT max(id) FROM audit_log")
    story = Story(desk, clock)
    for at in range(MATTERS):
        story.play("register", at, 0, 0)
    for deed in [*beginning, *sequence]:
        story.play(*deed)
    check_sides(story)
    check_states(story)
    check_told(story)
    for at, opinion_id in enumerate(story.told.ids):
        if desk.officer.get(Opinion, opinion_id).status is Status.MERGED:
            with_answer = bool(answers >> at & 1) and not opinions.why_no_answer(
                desk.officer, desk.officer.get(Opinion, opinion_id)
            )
            opinions.unmerge(desk.officer, opinion_id, with_answer=with_answer)
    check_sides(story)
    check_states(story)
    clock.at += timedelta(days=1)
    ends = [story.finish(opinion_id) for opinion_id in sorted(story.told.together)]
    assert {end.status for end in ends} <= {*GONE}
    check_sides(story)
    check_told(story)
    assert audit.first_broken(desk.officer.db, desk.officer.keys, lines) is None
