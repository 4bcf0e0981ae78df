"""A station whose deputies take turns: six of three levels, and the year planned by the usual rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions import approving, planning, rules
from lianluozhan.models.receptions.record import Reception, ReceptionPlan
from lianluozhan.models.receptions.rules import Rule
from lianluozhan.models.session import Session

SIX = (
    ("赵明山", Level.COUNTY),
    ("郑敏", Level.TOWNSHIP),
    ("王建国", Level.TOWNSHIP),
    ("买买提·吐尔逊", Level.CITY),
    ("李𬴊", Level.TOWNSHIP),
    ("钱桂兰", Level.COUNTY),
)


class Year:
    """Who works on the plan of a year, and its steps."""

    def __init__(self, sign_in: Callable[[Role], Session]) -> None:
        self.clerk = sign_in(Role.LIAISON_OFFICER)
        self.vice, self.head = sign_in(Role.VICE_HEAD), sign_in(Role.HEAD)
        with self.clerk.action("deputy.edit"):
            for name, level in SIX:
                deputy = self.clerk.add(Deputy(name=name, organisation_post="石桥村干部", phone="13900000001"))
                self.clerk.add(Mandate(deputy_id=deputy.id, level=level, starts_on=date(2022, 1, 1)))

    def rule(self, **values: object) -> Rule:
        return replace(rules.usual(self.clerk), **values)  # type: ignore[arg-type]

    def drafted(self, year: int = 2026, **values: object) -> ReceptionPlan:
        return planning.store(self.clerk, planning.make(self.clerk, year, self.rule(**values)))

    def approved(self, year: int = 2026, **values: object) -> ReceptionPlan:
        plan = self.drafted(year, **values)
        approving.submit(self.clerk, plan.id)
        approving.review(self.vice, plan.id, "同意。")
        return approving.approve(self.head, plan.id, "同意，请公布。")

    def receptions(self, plan: ReceptionPlan) -> list[Reception]:
        return planning.receptions_of(self.clerk, plan.id)


@pytest.fixture
def year(sign_in: Callable[[Role], Session]) -> Year:
    return Year(sign_in)
