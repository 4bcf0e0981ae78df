"""Nobody approves his own work, whatever roles one person holds at a small station (5.1.3).

The closing of a matter is tried in `opinions/test_signing_off.py`, hand-over lists in `test_handovers.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import accounts, closures, official, opinions
from lianluozhan.models.accounts import Account
from lianluozhan.models.closures import Closure
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import NewPerson, sign_in_again
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.opinions import Opinion, applying
from lianluozhan.models.opinions.applying import Application, Decision
from lianluozhan.models.opinions.handling import Dispatch
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions import approving
from lianluozhan.models.receptions.record import PlanState, ReceptionPlan
from lianluozhan.models.service import entering
from lianluozhan.models.service.record import ReviewState, ServiceRecord
from lianluozhan.models.staff import Post
from tests.keeping import PASSWORD, enter, make_home
from tests.samples import SAMPLES

pytestmark = pytest.mark.clause("5.1.3")
ALL = (Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD, Role.ADMINISTRATOR)
PEOPLE = (
    NewPerson("王秀英", Post.HEAD, (Role.HEAD,), "wang", PASSWORD),
    NewPerson("全能人", Post.VICE_HEAD, ALL, "all", PASSWORD),
    NewPerson("李建国", Post.VICE_HEAD, (Role.VICE_HEAD,), "li", PASSWORD),
    NewPerson("周长福", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "zhou", PASSWORD),
)
ME = 2


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The session of one person who holds every role of the office."""
    home = make_home(tmp_path_factory.mktemp("own") / "home", people=PEOPLE)
    session = enter(home, "all")
    yield session
    session.close()


def stored(session, record):
    with session.action("opinion.edit"):
        return session.add(replace(record, id=0))


def matter(session, **values):
    usual = {"title": "路灯", "content": "详", "request": "修", "category_id": 1, "proposal": "转办。"}
    return opinions.register(session, Opinion(received_on=session.today, submitter_name="张", **usual | values))


def test_a_matter_is_not_reviewed_by_whoever_registered_it(own):
    made = opinions.submit(own, matter(own).id)
    with pytest.raises(RuleError, match="登记人按规定不能审核"):
        opinions.review(own, made.id, "同意")


def test_a_matter_is_not_approved_by_whoever_reviewed_it(own):
    zhou = sign_in_again(own, "zhou", PASSWORD)
    made = opinions.submit(zhou, matter(zhou).id)
    opinions.review(own, made.id, "同意")
    with pytest.raises(RuleError, match="审核和审批不能是同一个人"):
        opinions.approve(own, made.id, "同意")


def test_an_application_is_neither_advised_nor_decided_by_whoever_entered_it(own):
    made = matter(own)
    sample = SAMPLES[Application]
    sent = stored(own, replace(SAMPLES[Dispatch], opinion_id=made.id, lead_body_id=1, number="交办〔2026〕901号"))
    given = replace(
        sample,
        opinion_id=made.id,
        dispatch_id=sent.id,
        entered_by=ME,
        decision=None,
        vice_words="",
        voided_on=None,
        wanted_body_id=None,
    )
    found = stored(own, given)
    for judge in (
        lambda: applying.advise(own, found.id, "同意"),
        lambda: applying.decide(own, found.id, Decision.REFUSED, "不同意"),
    ):
        with pytest.raises(RuleError, match="自己登记的"):
            judge()


def test_a_document_is_not_signed_by_whoever_drafted_it_in_the_program_or_on_paper(own):
    letter = OfficialDocument(
        genre=Genre.LETTER,
        title="关于路灯的函",
        addressee="镇建设办",
        body="请修。",
        layout=SAMPLES[OfficialDocument].layout,
    )
    draft = official.draft(own, letter)
    with pytest.raises(RuleError, match="自己拟的，不能自己签发"):
        official.issue(own, draft.id)
    zhou = sign_in_again(own, "zhou", PASSWORD)
    with pytest.raises(RuleError, match="自己拟的，不能自己签发"):
        official.record_signed(zhou, draft.id, ME, own.today)
    assert official.issue(sign_in_again(own, "wang", PASSWORD), draft.id).signer == "王秀英"


def test_a_plan_is_not_reviewed_by_whoever_made_it_nor_approved_by_whoever_reviewed_it(own):
    plan = stored(own, replace(SAMPLES[ReceptionPlan], made_by=ME, state=PlanState.IN_REVIEW, voided_on=None))
    with pytest.raises(RuleError, match="自己编制的计划"):
        approving.review(own, plan.id, "同意")
    reviewed = stored(
        own, replace(SAMPLES[ReceptionPlan], made_by=4, reviewed_by=ME, state=PlanState.IN_APPROVAL, voided_on=None)
    )
    with pytest.raises(RuleError, match="不能是同一个人"):
        approving.approve(own, reviewed.id, "同意")


def test_service_is_not_reviewed_by_whoever_entered_it(own):
    deputy = stored(own, Deputy(name="陈代表"))
    line = replace(
        SAMPLES[ServiceRecord],
        deputy_id=deputy.id,
        entered_by=ME,
        state=ReviewState.WAITING,
        voided_on=None,
        reviewed_by=None,
        reviewed_on=None,
        source_table="",
        source_id=None,
    )
    found = stored(own, line)
    assert "自己登记的履职不能由自己审核" in entering.why_no_review(own, found)


def test_nobody_changes_retires_or_resets_his_own_account(own):
    (account,) = own.select(Account, "staff_id = ?", (ME,))
    for deed in (
        lambda: accounts.edit(own, account.id, (Role.HEAD, Role.ADMINISTRATOR)),
        lambda: accounts.retire(own, account.id),
        lambda: accounts.reset_password(own, account.id, "Wanbang#7788"),
    ):
        with pytest.raises(RuleError, match="自己的"):
            deed()


def test_nobody_decides_or_lifts_what_is_closed_to_himself(own):
    made = matter(own)
    with pytest.raises(RuleError, match="本人回避"):
        closures.decide(own, Closure(staff_id=ME, opinion_id=made.id, reason="亲属"))
    declared = closures.declare(own, Closure(staff_id=ME, opinion_id=made.id, reason="亲属"))
    with pytest.raises(RuleError, match="不能自己解除"):
        closures.lift(own, declared.id, "不用了")
    assert declared.decided_on == date(2026, 11, 24)
