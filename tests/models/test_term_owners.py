"""Whatever is open when a term ends, the wizard's steps leave nothing without an owner: tried with random matters."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianluozhan.models import check, raising, term_closing, term_handing, term_matters, term_people, terms
from lianluozhan.models.attendances import Attendance
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.errors import RuleError
from lianluozhan.models.groups import DeputyGroup, GroupMember, GroupPost
from lianluozhan.models.handovers import HandOverItem
from lianluozhan.models.opinions.promising import Promise, PromiseState
from lianluozhan.models.opinions.record import OPEN, Opinion, Status
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Village
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState, VisitTreatment
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from lianluozhan.models.term_matters import Matter, Owner

from .term_station import COUNTY, LAST, NEW, OLD, TERM, _reply, furnish, seat


@pytest.fixture
def whole(db, keys, keyring, folder, clock, everybody) -> Session:
    return Session(db, everybody[Role.HEAD], frozenset(Role), keys=keys, folder=folder, now=clock, keyring=keyring)


def somebody(session: Session, chance: random.Random, number: int) -> int:
    """A deputy of one of the ways in which a term finds them."""
    mandates = chance.choice(
        (
            (OLD,),
            (OLD, COUNTY),
            (OLD, NEW),
            (NEW,),
            (COUNTY,),
            (replace(OLD, status=MandateStatus.ENDED, ends_on=date(2024, 5, 1), end_reason="辞职"),),
            (replace(OLD, status=MandateStatus.SUSPENDED, end_reason="羁押"),),
            (replace(COUNTY, ends_on=date(2025, 1, 1)),),
        )
    )
    if OLD in mandates and NEW in mandates:  # elected again: the old one has its last day
        mandates = (replace(OLD, ends_on=LAST), NEW)
    facts = {"linked_voters": "孙桂兰\n周大山"} if chance.random() < 0.3 else {}
    if chance.random() < 0.4:
        facts["village_ids"] = tuple(sorted(chance.sample(range(1, 5), 2)))  # type: ignore[assignment]
    return seat(session, f"代表{number}", *mandates, **facts)


def scatter(session: Session, seed: int) -> None:
    """Some deputies, and some of everything that may be open; none is open at random too."""
    chance = random.Random(seed)
    with session.action("station.set_up"):
        for number in range(4):
            session.add(Village(name=f"村{number}"))
        session.add(Staff(name="离任人", retired_on=date(2025, 1, 1)))
        people = [somebody(session, chance, number) for number in range(chance.randint(3, 12))]
        people += [seat(session, f"新人{number}", NEW) for number in range(4)]

        def some() -> tuple[int, ...]:
            return tuple(chance.sample(people, chance.choice((0, 1, 1, 2))))

        for _ in range(chance.randint(0, 12)):
            opinion = session.add(
                Opinion(
                    title="路灯", content="坏了", received_on=LAST - timedelta(days=chance.randint(0, 900)),
                    status=chance.choice((*OPEN, Status.CLOSED, Status.MERGED)), deputy_ids=some(),
                    voided_on=chance.choice((None, None, None, LAST)), void_reason="误",
                )
            )  # fmt: skip
            if chance.random() < 0.4:
                session.add(
                    Promise(
                        opinion_id=opinion.id, reply_id=_reply(session, opinion.id), words="会修", made_on=LAST,
                        state=chance.choice(tuple(PromiseState)),
                    )
                )  # fmt: skip
            if chance.random() < 0.3:
                session.add(
                    Contact(deputy_id=chance.choice(people), contacted_on=LAST, content="树", opinion_id=opinion.id)
                )
            if chance.random() < 0.3:
                held = session.add(Reception(held_on=LAST, state=ReceptionState.HELD))
                session.add(
                    Visit(
                        reception_id=held.id, name="王", state=VisitState.DONE, deputy_ids=some(),
                        treatment=VisitTreatment.TOWNSHIP, opinion_id=opinion.id,
                    )
                )  # fmt: skip
        for _ in range(chance.randint(0, 4)):
            session.add(
                Suggestion(
                    title="修路", content="修", raised_on=LAST, deputy_ids=some(),
                    state=chance.choice(tuple(SuggestionState)),
                )
            )  # fmt: skip
        for ahead in range(chance.randint(0, 3)):
            coming = session.add(Reception(held_on=LAST + timedelta(days=10 + ahead)))
            for deputy_id in some():
                session.add(Attendance(owner_table="receptions", owner_id=coming.id, deputy_id=deputy_id))
        group = session.add(DeputyGroup(name="第一小组"))
        for deputy_id in chance.sample(people, chance.randint(0, 3)):
            session.add(GroupMember(group_id=group.id, deputy_id=deputy_id, post=chance.choice(tuple(GroupPost))))


def wanted(session: Session, serving: set[int]) -> set[tuple[str, int]]:
    """By hand, one plain question a kind: what is open and names only people who are not there any more."""
    found = set()
    contacts, visits = session.select(Contact), session.select(Visit)
    for opinion in session.select(Opinion):
        named = {*opinion.deputy_ids, *(c.deputy_id for c in contacts if c.opinion_id == opinion.id)}
        for visit in visits:
            named |= {*visit.deputy_ids} if visit.opinion_id == opinion.id else set()
        if opinion.status in OPEN and not opinion.voided_on and named and not named & serving:
            found.add(("opinions", opinion.id))
        if opinion.voided_on or opinion.status is Status.CLOSED:
            untold = [
                v for v in visits if v.opinion_id == opinion.id and v.deputy_ids and not {*v.deputy_ids} & serving
            ]
            found |= {("visits", visit.id) for visit in untold}
        for promise in session.select(Promise, "opinion_id = ?", (opinion.id,)):
            given = {*opinion.deputy_ids}
            if promise.state is PromiseState.OPEN and not opinion.voided_on and given and not given & serving:
                found.add(("promises", promise.id))
    for suggestion in session.select(Suggestion):
        signed = {*suggestion.deputy_ids}
        if suggestion.state is not SuggestionState.CLOSED and signed and not signed & serving:
            found.add(("suggestions", suggestion.id))
    for duty in session.select(Attendance, "voided_on IS NULL"):
        if duty.deputy_id not in serving:
            found.add(("attendances", duty.id))
    everyone = session.select(Deputy)
    for village in session.select(Village):
        linked = {deputy.id for deputy in everyone if village.id in deputy.village_ids}
        if linked and not linked & serving:
            found.add(("villages", village.id))
    found |= {("deputies", deputy.id) for deputy in everyone if deputy.linked_voters and deputy.id not in serving}
    members = session.select(GroupMember, "post <> 'member'")
    for member in members:
        if not any(other.post is member.post and other.deputy_id in serving for other in members):
            found.add(("group_members", member.id))
    return found


def serving_by_hand(session: Session) -> set[int]:
    return {
        mandate.deputy_id or 0
        for mandate in session.select(Mandate)
        if mandate.status in (MandateStatus.ACTIVE, MandateStatus.SUSPENDED)
        and (mandate.level is Level.COUNTY or mandate.term == "第十九届")
        and (mandate.ends_on is None or mandate.ends_on > LAST)
    }


def by_chance(session: Session, chance: random.Random, matter: Matter, takers: list[Owner]) -> Owner:
    newcomers = [owner for owner in takers if owner.name.startswith("新人")]
    if matter.table == "group_members":  # each takes one post
        placed = {member.deputy_id for member in session.select(GroupMember)}
        placed |= {item.to_deputy_id for item in session.select(HandOverItem, "record_table = 'group_members'")}
        return next(owner for owner in newcomers if owner.deputy_id not in placed)
    return chance.choice(newcomers if matter.table == "attendances" else takers)


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize("seed", range(25))
def test_whatever_was_open_has_an_owner_when_the_term_is_closed(whole, seed):
    scatter(whole, seed)
    chance = random.Random(seed)
    term = terms.begin(whole, TERM)
    serving = serving_by_hand(whole)
    assert term_people.people(whole, term).serving == serving
    found = term_matters.without_owner(whole, term)
    assert {matter.key for matter in found} == wanted(whole, serving)
    chance.shuffle(found)
    for matter in found:
        taker = by_chance(whole, chance, matter, term_handing.takers(whole, term))
        term_handing.hand_over(whole, term.id, [matter.key], taker)
    assert term_matters.without_owner(whole, term) == []
    lists = term_handing.lists_of(whole, term)
    term_handing.sign(whole, term.id, [each.id for each in lists], "监交人甲", whole.today)
    term_closing.expire(whole, term.id)
    drafts = whole.select(Suggestion, "state = 'draft'")
    if drafts:
        with pytest.raises(RuleError, match="代表建议还是草拟"):
            term_closing.close(whole, term.id)
    for draft in drafts:
        raising.void(whole, draft.id, "由新一届代表重新提出")
    assert term_closing.close(whole, term.id).closed_on == whole.today
    assert term_matters.ownerless(whole) == []
    assert [finding for finding in check.check(whole) if finding.area == "代表事项"] == []


def test_what_was_handed_over_and_whose_taker_leaves_in_turn_is_found_at_the_next_end(whole, clock):
    left = furnish(whole)
    term = terms.begin(whole, TERM)
    keys = [matter.key for matter in term_matters.left_behind(whole, term)]
    term_handing.hand_over(whole, term.id, keys, Owner("", deputy_id=left.newcomer))
    term_handing.sign(whole, term.id, [each.id for each in term_handing.lists_of(whole, term)], "甲", whole.today)
    term_closing.expire(whole, term.id)
    term_closing.close(whole, term.id)
    clock.go_to(date(2031, 3, 5))
    with whole.action("deputy.edit"):
        last_one = seat(whole, "后来人", replace(NEW, term="第二十届", starts_on=date(2031, 3, 1)))
    second = terms.begin(
        whole,
        replace(
            TERM, name="第十九届", starts_on=date(2026, 3, 1), ends_on=date(2031, 2, 28), next_name="第二十届",
            next_starts_on=None,
        ),
    )  # fmt: skip
    assert left.newcomer in term_people.people(whole, second).leaving_ids
    found = {matter.key for matter in term_matters.without_owner(whole, second)}
    assert found >= {("opinions", left.opinion), ("villages", left.village), ("deputies", left.newcomer)}
    made = term_handing.hand_over(whole, second.id, sorted(found), Owner("", deputy_id=last_one))
    assert {whole.value("SELECT from_name FROM handovers WHERE id = ?", (m.handover_id,)) for m in made} == {"李新民"}
    assert term_matters.without_owner(whole, second) == []


def test_the_check_names_open_matters_that_nobody_has(whole):
    left = furnish(whole)
    with whole.action("deputy.edit"):
        for mandate in whole.select(Mandate, "deputy_id = ?", (left.leaver,)):
            whole.change(mandate, status=MandateStatus.ENDED, ends_on=date(2026, 3, 1), end_reason="辞职")
    (note,) = [finding for finding in check.check(whole) if finding.area == "代表事项"]
    assert "没有人负责" in note.sentence
