"""Opinions at each station of their way, brought there by the steps themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.opinions import Opinion, applying
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import Feedback, Reply, Told, Way
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

STREETLIGHT = Opinion(
    received_on=date(2026, 3, 4),
    submitter_name="周长福",
    phone="13812342609",
    address="石桥村三组17号",
    village_id=1,
    category_id=1,
    title="石桥村三组路灯损坏，晚上老人出行不便",
    content="路灯坏了四盏，快两个月了。\n请赶紧修一修。",
    request="尽快修好四盏路灯。",
    proposal="建议由村镇建设服务中心办理。",
)
ALSO_ANONYMOUS = replace(STREETLIGHT, submitter_name="", phone="", is_anonymous=True)
STATION, CENTRE, POLICE, VILLAGE = 1, 2, 3, 4
LOOK = "请现场查看，尽快修复，并书面答复。"


class Desk:
    """The three people who carry a matter through, each with a session of his own."""

    def __init__(self, sign_in: Callable[[Role], Session]) -> None:
        self.officer = sign_in(Role.LIAISON_OFFICER)
        self.vice = sign_in(Role.VICE_HEAD)
        self.head = sign_in(Role.HEAD)

    def drafted(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        return opinions.register(self.officer, opinion)

    def submitted(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        return opinions.submit(self.officer, self.drafted(opinion).id)

    def reviewed(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        return opinions.review(self.vice, self.submitted(opinion).id, "情况属实，同意拟办意见。")

    def approved(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        return opinions.approve(self.head, self.reviewed(opinion).id, "同意交办。")

    def dispatched(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        approved = self.approved(opinion)
        opinions.dispatch(self.officer, approved.id, lead_body_id=CENTRE, requirement=LOOK)
        return self.officer.get(Opinion, approved.id)

    def replied(self, opinion: Opinion = STREETLIGHT, result: ResultClass = ResultClass.A) -> Opinion:
        sent = self.dispatched(opinion)
        promise = "" if result in (ResultClass.A, ResultClass.D) else "五月底前更换"
        answer = Reply(
            opinion_id=sent.id,
            content="四盏路灯已修复。",
            result_class=result,
            promise=promise,
            replied_on=self.officer.today,
        )
        opinions.reply(self.officer, answer)
        return self.officer.get(Opinion, sent.id)

    def informed(self, opinion: Opinion = STREETLIGHT) -> Opinion:
        answered = self.replied(opinion)
        told = Feedback(opinion_id=answered.id, told=Told.TOLD, way=Way.PHONE, told_on=self.officer.today)
        opinions.inform(self.officer, told)
        return self.officer.get(Opinion, answered.id)

    def extended(self, opinion_id: int, reason: str) -> Opinion:
        """The body asks for more time, and the head agrees (F13)."""
        asked = Application(wish=Wish.EXTEND, applied_on=self.officer.today, reason=reason)
        applying.decide(self.head, applying.apply(self.officer, opinion_id, asked).id, Decision.AGREED)
        return self.officer.get(Opinion, opinion_id)

    def given_back(self, opinion_id: int, reason: str, words: str = "") -> Opinion:
        """The body asks to give it back, and the head agrees (F13)."""
        asked = Application(wish=Wish.RETURN, applied_on=self.officer.today, reason=reason)
        applying.decide(self.head, applying.apply(self.officer, opinion_id, asked).id, Decision.AGREED, words)
        return self.officer.get(Opinion, opinion_id)

    def closed(self, opinion_id: int) -> Opinion:
        """Asked for by the officer, reviewed and approved by the heads (F20)."""
        opinions.apply_close(self.officer, opinion_id, "已答复反映人，申请办结。")
        opinions.review_close(self.vice, opinion_id, "情况属实，同意办结。")
        return opinions.approve_close(self.head, opinion_id, "同意办结。")


@pytest.fixture
def desk(sign_in: Callable[[Role], Session]) -> Desk:
    return Desk(sign_in)
