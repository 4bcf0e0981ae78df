"""Any order of deeds by anybody: a matter stands where a small model of the rules says, and the log has what was done.

Each deed is tried by a person of any role on a matter of any status. The model knows who may do what where, and
nothing else of the program; what it forbids must be refused, with nothing stored and no line in the log.
The long form: `STATION_MACHINE=1000x60 python -m pytest tests/models/test_station_machine.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lianluozhan.models import audit, opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.handling import Dispatch
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.permissions import Role
from tests.faults.bases import sample_base
from tests.faults.desk import Desk
from tests.faults.use_cases_of_matters import answer, form, judged, telling

ROLES = (Role.HEAD, Role.VICE_HEAD, Role.LIAISON_OFFICER, Role.ARCHIVIST, Role.ADMINISTRATOR, Role.AUDITOR)
OFFICER, VICE, HEAD = Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD
UNANSWERED = (
    *(Status.DRAFT, Status.SENT_BACK, Status.IN_REVIEW, Status.IN_APPROVAL),
    *(Status.TO_DISPATCH, Status.DISPATCHED, Status.HANDLING),
)


@dataclass(frozen=True)
class Deed:
    """Who may do it, from which status it leads to which, and how it is done."""

    roles: tuple[Role, ...]
    leads: dict[Status, Status]
    act: Callable[[Desk, Any, int], Any]


def _sent(desk: Desk, opinion_id: int) -> int:
    found = desk.officer.select(Dispatch, "opinion_id = ?", (opinion_id,))
    return found[-1].id if found else 0


DEEDS = {
    "submit": Deed(
        (OFFICER,),
        {Status.DRAFT: Status.IN_REVIEW, Status.SENT_BACK: Status.IN_REVIEW},
        lambda d, s, x: opinions.submit(s, x),
    ),
    "review": Deed((VICE,), {Status.IN_REVIEW: Status.IN_APPROVAL}, lambda d, s, x: opinions.review(s, x, "属实。")),
    "approve": Deed(
        (HEAD,), {Status.IN_APPROVAL: Status.TO_DISPATCH}, lambda d, s, x: opinions.approve(s, x, "同意。")
    ),
    "dispatch": Deed(
        (OFFICER,),
        {Status.TO_DISPATCH: Status.DISPATCHED},
        lambda d, s, x: opinions.dispatch(s, x, lead_body_id=3, requirement="请现场查看。"),
    ),
    "receive": Deed(
        (OFFICER,),
        {Status.DISPATCHED: Status.HANDLING},
        lambda d, s, x: opinions.receive(s, _sent(d, x), "张三", s.today),
    ),
    "reply": Deed(
        (OFFICER,),
        {Status.DISPATCHED: Status.REPLIED, Status.HANDLING: Status.REPLIED},
        lambda d, s, x: opinions.reply(s, answer(d, x)),
    ),
    "inform": Deed((OFFICER,), {Status.REPLIED: Status.INFORMED}, lambda d, s, x: opinions.inform(s, telling(d, x))),
    "send_back": Deed(
        (VICE,), {Status.IN_REVIEW: Status.SENT_BACK}, lambda d, s, x: opinions.send_back(s, x, "请补充。")
    ),
    "send_back_approval": Deed(
        (HEAD,), {Status.IN_APPROVAL: Status.SENT_BACK}, lambda d, s, x: opinions.send_back(s, x, "请补充。")
    ),
    "withdraw": Deed(
        (OFFICER,),
        dict.fromkeys(UNANSWERED, Status.WITHDRAWN),
        lambda d, s, x: opinions.withdraw(s, x, "已解决", s.today),
    ),
}


class Matters(RuleBasedStateMachine):
    """Matters of one station; the station goes on from one example to the next."""

    desk: Desk

    @initialize()
    def begin(self) -> None:
        self.known: dict[int, Status] = {}
        self.evaluated: set[int] = set()
        self.registers(OFFICER)

    def _people(self, role: Role) -> Any:
        return self.desk.having(role)

    def _tried(self, act: Callable[[], Any], *, allowed: bool) -> Any:
        """Done with lines in the log, or refused with none."""
        before = audit.head(self.desk.db).id
        try:
            made = act()
        except (RuleError, InvalidRecord):
            assert not allowed
            assert audit.head(self.desk.db).id == before
            return None
        assert allowed
        assert audit.head(self.desk.db).id > before
        return made

    @rule(role=st.sampled_from(ROLES))
    def registers(self, role: Role) -> None:
        session = self._people(role)
        made = self._tried(lambda: opinions.register(session, form(self.desk)), allowed=role is OFFICER)
        if made:
            self.known[made.id] = Status.DRAFT

    @rule(
        name=st.sampled_from(sorted(DEEDS)), role=st.sampled_from(ROLES), which=st.integers(0, 99), right=st.booleans()
    )
    def does(self, name: str, role: Role, which: int, right: bool) -> None:
        """Often somebody who may; else anybody."""
        deed, opinion_id = DEEDS[name], sorted(self.known)[which % len(self.known)]
        role = deed.roles[0] if right else role
        if name.startswith("send_back"):  # one deed for two people, each at his own step
            deed = DEEDS["send_back" if role is VICE else "send_back_approval"]
        allowed = self._allowed(deed, role, opinion_id)
        self._tried(lambda: deed.act(self.desk, self._people(role), opinion_id), allowed=allowed)
        if allowed:
            self.known[opinion_id] = deed.leads[self.known[opinion_id]]

    def _allowed(self, deed: Deed, role: Role, opinion_id: int) -> bool:
        return role in deed.roles and self.known[opinion_id] in deed.leads

    @rule(which=st.integers(0, 99))
    def nobody_does_what_is_not_allowed_now(self, which: int) -> None:
        """Everything that the model forbids for one matter, by everybody."""
        opinion_id = sorted(self.known)[which % len(self.known)]
        for name, deed in DEEDS.items():
            for role in ROLES:
                if not self._allowed(deed, role, opinion_id) and not name.startswith("send_back"):
                    session = self._people(role)
                    self._tried(lambda d=deed, s=session: d.act(self.desk, s, opinion_id), allowed=False)  # type: ignore[misc]

    @rule(which=st.integers(0, 99), steps=st.integers(1, 7))
    def goes_its_way(self, which: int, steps: int) -> None:
        """The usual next steps of one matter, by those who may."""
        for _ in range(steps):
            opinion_id = sorted(self.known)[which % len(self.known)]
            way = ("submit", "review", "approve", "dispatch", "receive", "reply", "inform")
            name = next((each for each in way if self.known[opinion_id] in DEEDS[each].leads), None)
            if name is None:
                return
            self.does(name, DEEDS[name].roles[0], which, True)

    @rule(role=st.sampled_from(ROLES), which=st.integers(0, 99))
    def is_judged(self, role: Role, which: int) -> None:
        opinion_id = sorted(self.known)[which % len(self.known)]
        if opinion_id in self.evaluated:
            return
        allowed = role is OFFICER and self.known[opinion_id] is Status.INFORMED
        session = self._people(role)
        if self._tried(lambda: opinions.evaluate(session, judged(self.desk, opinion_id)), allowed=allowed):
            self.evaluated.add(opinion_id)

    @invariant()
    def stands_where_the_model_says(self) -> None:
        for opinion_id, status in getattr(self, "known", {}).items():
            assert self.desk.officer.get(Opinion, opinion_id).status is status


@pytest.mark.clause("5.1.2")
def test_any_order_of_deeds_by_anybody_leaves_each_matter_where_the_rules_say(tmp_path: Path) -> None:
    examples, steps = (int(part) for part in os.environ.get("STATION_MACHINE", "50x30").split("x"))
    Matters.desk = Desk(sample_base(tmp_path))
    Matters.desk.db.conn.execute("PRAGMA synchronous = OFF")
    try:
        run_state_machine_as_test(
            Matters,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert audit.first_broken(Matters.desk.db, Matters.desk.keys) is None
    finally:
        Matters.desk.close()
