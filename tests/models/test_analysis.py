"""The analysis of a period: every figure by hand, every list as long as its figure, sums that agree."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import analysis, opinions, views
from lianluozhan.models.analysis import Figures, Period, Span
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Narrowing, Opinion, Order, View
from lianluozhan.models.opinions.counted import PARTS, Counted, Group, read
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Told
from lianluozhan.models.opinions.record import Channel, DeclineGround, ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.views import Stand

from .conftest import Clock
from .opinions.conftest import CENTRE, POLICE, STREETLIGHT, Desk, desk

__all__ = ["desk"]
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


def listed(session: Session, counted: Counted) -> list[int]:
    """The ids of the list that a figure opens."""
    narrowing = Narrowing(counted=counted.token)
    found = [opinions.listing(session, view=View.ALL, narrowing=narrowing, order=order) for order in Order]
    ids = [sorted(row["id"] for row in each.page(10_000)) for each in found]
    assert all(each == ids[0] for each in ids)
    assert {each.count() for each in found} == {len(ids[0])}
    return ids[0]


def judged(desk: Desk, opinion: Opinion, result: Satisfaction, reason: str = "") -> None:
    made = Evaluation(
        opinion_id=opinion.id, attitude=result, result=result, reason=reason, evaluated_on=desk.officer.today
    )
    opinions.evaluate(desk.officer, made)


@pytest.fixture
def quarter(desk: Desk, clock: Clock) -> dict[str, Opinion]:
    """A quarter with one matter of each fate, in the middle of May; all were received on 4 March."""
    made = {"draft": desk.drafted(), "in review": desk.submitted(), "void": desk.drafted()}
    opinions.void(desk.officer, made["void"].id, "重复登记")
    reviewed = desk.reviewed()
    opinions.approve(desk.head, reviewed.id, "不属受理范围", accept=False, ground=DeclineGround.PETITION)
    made["declined"] = desk.officer.get(Opinion, reviewed.id)
    spot = desk.drafted(replace(STREETLIGHT, received_on=date(2026, 3, 5), channel=Channel.VISIT))
    made["on spot"] = opinions.answer_on_spot(desk.officer, spot.id, "已当场说明。", date(2026, 3, 5))
    made["late"] = desk.dispatched(replace(STREETLIGHT, village_id=None))  # the limit is 4 April
    joined = desk.submitted()
    made["joined"] = opinions.merge(desk.officer, joined.id, made["late"].id)
    gone = desk.submitted()
    made["withdrawn"] = opinions.withdraw(desk.officer, gone.id, "自己解决了。", desk.officer.today)
    made["promise"] = desk.replied(result=ResultClass.B)
    made["closed"] = desk.informed()
    judged(desk, made["closed"], Satisfaction.SATISFIED)
    desk.closed(made["closed"].id)
    made["redone"] = desk.informed()
    judged(desk, made["redone"], Satisfaction.DISSATISFIED, "还有两盏不亮")
    opinions.decide(desk.head, made["redone"].id, "请村镇建设服务中心重新办理。", redo=True)
    clock.go_to(date(2026, 5, 14))
    return made


@pytest.mark.clause("4.3.3")
def test_every_indicator_of_a_quarter_is_what_one_counts_by_hand(desk: Desk, quarter: dict[str, Opinion]) -> None:
    found = analysis.figures(desk.officer, QUARTER).counts
    assert found["collected"] == 10  # all but the voided one
    assert [found[name] for name in ("accepted", "declined", "undecided", "joined", "withdrawn")] == [5, 1, 2, 1, 1]
    assert (found["decided"], found["done"], found["finished"]) == (6, 2, 2)
    assert (found["answered"], found["solved"]) == (4, 3)  # B is answered and not solved; the redone one was A
    assert (found["judged"], found["happy"], found["unhappy"]) == (2, 1, 1)
    assert (found["first_judged"], found["first_happy"], found["redone"]) == (2, 1, 1)
    assert (found["promised"], found["kept"], found["promise_open"], found["not_kept"]) == (1, 0, 1, 0)
    assert found["due"] == 0  # every limit lies in April


@pytest.mark.clause("4.3.3")
def test_what_falls_due_is_counted_by_its_limit_and_is_late_once_that_has_passed(
    desk: Desk, quarter: dict[str, Opinion], clock: Clock
) -> None:
    april = analysis.around(Span.MONTH, date(2026, 4, 7))
    found = analysis.figures(desk.officer, april)
    assert (found.counts["due"], found.counts["in_time"], found.counts["late"]) == (4, 3, 1)
    assert found.share("in_time_rate") == 0.75
    assert listed(desk.officer, found.counted("late")) == [quarter["late"].id]
    clock.go_to(date(2026, 4, 1))
    early = analysis.figures(desk.officer, april).counts
    assert (early["due"], early["in_time"], early["late"]) == (3, 3, 0)  # the other may still be answered in time


@pytest.mark.clause("3.2.3")
def test_every_figure_opens_exactly_the_matters_it_counts(desk: Desk, quarter: dict[str, Opinion]) -> None:
    for period in (QUARTER, analysis.around(Span.MONTH, date(2026, 4, 7)), analysis.around(Span.YEAR, QUARTER.first)):
        found = analysis.figures(desk.officer, period)
        for part in PARTS:
            ids = listed(desk.officer, found.counted(part))
            assert ids == list(found.ids[part]), part
            assert len(ids) == found.counts[part], part


@pytest.mark.clause("3.2.3")
def test_the_rows_of_every_table_add_up_and_each_opens_its_matters(desk: Desk, quarter: dict[str, Opinion]) -> None:
    found = analysis.figures(desk.officer, QUARTER)
    for group in Group:
        rows = found.groups[group.value]
        assert found.total(group).count == sum(row.count for row in rows) == found.counts["collected"]
        assert found.total(group).done == found.counts["done"]
        for row in rows:
            assert len(listed(desk.officer, found.counted("collected", group, row.key))) == row.count
            assert len(listed(desk.officer, found.counted("accepted", group, row.key))) == row.accepted
    assert [(row.name, row.count) for row in found.groups["village"]] == [("石桥村", 9), ("未定村（社区）", 1)]
    assert [(row.name, row.count) for row in found.groups["channel"]] == [("热线电话", 9), ("来访", 1)]
    assert [row.name for row in found.groups["deputy"]] == ["不是代表反映的"]


@pytest.mark.clause("4.3.3")
def test_the_table_of_bodies_says_how_long_each_took_and_how_it_was_judged(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    police = desk.approved()
    opinions.dispatch(desk.officer, police.id, lead_body_id=POLICE, requirement="请办理。")
    clock.forward(10)
    answer = Reply(opinion_id=sent.id, content="修好了。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, answer)
    opinions.inform(desk.officer, Feedback(opinion_id=sent.id, told=Told.TOLD, told_on=desk.officer.today))
    judged(desk, sent, Satisfaction.FAIRLY)
    clock.go_to(date(2026, 5, 14))
    rows = {
        row.key: row for row in analysis.figures(desk.officer, analysis.around(Span.YEAR, QUARTER.first)).groups["body"]
    }
    centre, other = rows[str(CENTRE)], rows[str(POLICE)]
    assert (centre.count, centre.due, centre.in_time, centre.late, centre.days) == (1, 1, 1, 0, 10.0)
    assert (centre.judged, centre.happy) == (1, 1)
    assert (other.due, other.in_time, other.late, other.days) == (1, 0, 1, None)


def test_a_matter_with_two_deputies_counts_for_each_and_the_sum_says_so(desk: Desk) -> None:
    from lianluozhan.models.deputies import Deputy

    with desk.officer.action("deputy.edit"):
        one, two = (desk.officer.add(Deputy(name=name)) for name in ("何敏", "罗大海"))
    desk.drafted(replace(STREETLIGHT, deputy_ids=(one.id, two.id)))
    desk.drafted(replace(STREETLIGHT, deputy_ids=(two.id,)))
    desk.drafted()
    found = analysis.figures(desk.officer, QUARTER)
    assert [(row.name, row.count) for row in found.groups["deputy"]] == [
        ("罗大海", 2),
        ("何敏", 1),
        ("不是代表反映的", 1),
    ]
    assert (found.total(Group.DEPUTY).name, found.total(Group.DEPUTY).count) == ("合计（件次）", 4)
    assert len(listed(desk.officer, found.counted("collected", Group.DEPUTY, str(two.id)))) == 2


def test_a_first_judgement_stays_the_first_when_a_second_handling_satisfied(
    desk: Desk, quarter: dict[str, Opinion], clock: Clock
) -> None:
    again = quarter["redone"]
    answer = Reply(opinion_id=again.id, content="都亮了。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, answer)
    opinions.inform(desk.officer, Feedback(opinion_id=again.id, told=Told.TOLD, told_on=desk.officer.today))
    judged(desk, again, Satisfaction.SATISFIED)
    year = analysis.figures(desk.officer, analysis.around(Span.YEAR, QUARTER.first)).counts
    assert (year["judged"], year["happy"]) == (2, 2)
    assert (year["first_judged"], year["first_happy"]) == (2, 1)
    assert analysis.figures(desk.officer, QUARTER).counts["judged"] == 1  # its judgement came in May


def test_nobody_was_judged_is_said_with_a_dash_and_not_with_a_rate_of_nothing(desk: Desk) -> None:
    found = analysis.figures(desk.officer, QUARTER)
    assert found.counts["collected"] == 0
    assert found.share("happy_rate") is None
    assert {line.indicator.key: line.figure for line in found.lines()}["happy_rate"] == "—"


def test_a_quarter_is_compared_with_the_one_before_and_with_that_of_last_year(desk: Desk, clock: Clock) -> None:
    for day in (date(2025, 2, 3), date(2025, 11, 3), date(2025, 12, 31), date(2026, 1, 1)):
        desk.drafted(replace(STREETLIGHT, received_on=day))
    found = analysis.figures(desk.officer, QUARTER)
    assert (found.counts["collected"], found.before["collected"], found.last_year["collected"]) == (1, 2, 1)
    line = next(found.lines())
    assert (line.figure, line.before, line.difference, line.year_difference) == ("1", "2", "-1", "持平")
    assert len(listed(desk.officer, found.counted("collected", of="before"))) == 2
    assert len(listed(desk.officer, found.counted("collected", of="year"))) == 1


@pytest.mark.parametrize(
    ("period", "label", "before"),
    [
        (analysis.around(Span.MONTH, date(2024, 2, 29)), "2024年2月", "2024年1月"),
        (analysis.around(Span.QUARTER, date(2026, 2, 1)), "2026年第一季度", "2025年第四季度"),
        (analysis.around(Span.HALF, date(2026, 9, 1)), "2026年下半年", "2026年上半年"),
        (analysis.around(Span.YEAR, date(2026, 9, 1)), "2026年", "2025年"),
        (Period(date(2026, 1, 5), date(2026, 1, 14)), "2026年1月5日至1月14日", "2025年12月26日至2026年1月4日"),
    ],
)
def test_a_period_is_called_as_people_call_it(period: Period, label: str, before: str) -> None:
    assert (period.label, analysis.previous(period).label) == (label, before)
    assert analysis.year_before(period).first.year == period.first.year - 1


def test_the_end_of_february_stays_the_end_of_february() -> None:
    leap = analysis.around(Span.MONTH, date(2024, 2, 1))
    assert analysis.year_before(leap) == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert analysis.year_before(analysis.around(Span.MONTH, date(2025, 2, 1))).until == date(2024, 2, 29)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidRecord, match="不能早于"):
        analysis.between(date(2026, 3, 1), date(2026, 2, 1))
    with pytest.raises(InvalidRecord, match="从哪一天"):
        analysis.between(None, date(2026, 2, 1))


def test_published_figures_come_back_as_they_were_kept(desk: Desk, quarter: dict[str, Opinion]) -> None:
    found = analysis.figures(desk.officer, QUARTER)
    kept = Figures.read(found.text)
    assert kept == found
    assert kept.text == found.text
    with pytest.raises(RuleError, match="读不出来"):
        Figures.read('{"period": 3}')


def test_a_figure_can_be_saved_as_a_list_and_nonsense_is_left_out(desk: Desk, quarter: dict[str, Opinion]) -> None:
    counted = analysis.figures(desk.officer, QUARTER).counted("accepted", Group.VILLAGE, "1")
    assert read(counted.token) == counted
    saved = views.save(
        desk.officer, "一季度受理", Stand(view=View.ALL, narrowing=Narrowing(counted=counted.token)), personal=True
    )
    assert views.opened(desk.officer, saved, ()).narrowing.counted == counted.token
    for strange in (
        "",
        "accepted",
        "accepted:2026-01-01:2026-03-31:village:x",
        "nothing:2026-01-01:2026-03-31",
        "a:b:c:d:e",
    ):
        assert read(strange) is None


@pytest.mark.parametrize("group", list(Group))
def test_the_list_behind_a_row_opens_with_other_conditions_beside(desk: Desk, group: Group) -> None:
    desk.submitted()
    found = analysis.figures(desk.officer, QUARTER)
    for row, village in itertools.product(found.groups[group.value], (1, 99)):
        narrowing = Narrowing(counted=found.counted("collected", group, row.key).token, village_id=village)
        listing = opinions.listing(desk.officer, view=View.ALL, narrowing=narrowing)
        assert listing.count() == (1 if village == 1 else 0)


def test_the_list_behind_a_figure_can_be_looked_through_further(desk: Desk, quarter: dict[str, Opinion]) -> None:
    whole = analysis.figures(desk.officer, analysis.around(Span.YEAR, QUARTER.first))
    for part, view in itertools.product(("collected", "due", "judged", "finished", "promised"), View):
        counted = Narrowing(counted=whole.counted(part).token)
        both, wide = (opinions.listing(desk.officer, view=view, narrowing=each) for each in (counted, Narrowing()))
        ids = {row["id"] for row in wide.page(100)}
        assert sorted(row["id"] for row in both.page(100)) == sorted(ids & set(whole.ids[part])), (part, view)
        found = opinions.listing(desk.officer, words="路灯", view=view, narrowing=counted)
        assert found.count() == both.count()


def test_of_very_many_matters_only_the_counts_are_kept(
    desk: Desk, quarter: dict[str, Opinion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianluozhan.models.analysis.counting.KEPT_IDS", 3)
    found = analysis.figures(desk.officer, QUARTER)
    assert found.counts["collected"] == 10
    assert found.ids == {}
    assert len(listed(desk.officer, found.counted("collected"))) == 10


def answered(desk: Desk, opinion: Opinion, result: ResultClass = ResultClass.A) -> None:
    promise = "五月底前更换" if result in (ResultClass.B, ResultClass.C) else ""
    answer = Reply(
        opinion_id=opinion.id,
        content="修好了。",
        result_class=result,
        promise=promise,
        replied_on=desk.officer.today,
    )
    opinions.reply(desk.officer, answer)


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(("day", "in_time"), [(date(2026, 4, 7), 1), (date(2026, 4, 8), 0)])
def test_the_last_day_of_a_limit_is_in_time_and_the_day_after_is_not(
    desk: Desk, clock: Clock, day: date, in_time: int
) -> None:
    sent = desk.dispatched()
    limit = desk.officer.get(Opinion, sent.id).due_on
    assert limit == date(2026, 4, 7)  # the 4th to the 6th are the days of 清明
    clock.go_to(day)
    answered(desk, sent)
    april = analysis.figures(desk.officer, analysis.around(Span.MONTH, day)).counts
    assert (april["due"], april["in_time"]) == (1, in_time)


def test_more_time_moves_a_matter_to_the_month_in_which_it_then_falls_due(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    desk.extended(sent.id, "要等材料")
    clock.go_to(date(2026, 8, 1))
    april, may = (
        analysis.figures(desk.officer, analysis.around(Span.MONTH, date(2026, month, 1))).counts for month in (4, 5)
    )
    assert (april["due"], may["due"], may["late"]) == (0, 1, 1)


def test_a_matter_given_back_or_waiting_for_its_submitter_is_not_late(desk: Desk, clock: Clock) -> None:
    back, waiting = desk.dispatched(), desk.dispatched()
    desk.given_back(back.id, "不归我们管")
    opinions.pause(desk.officer, waiting.id, "请补充是哪几盏灯", desk.officer.today)
    clock.go_to(date(2026, 8, 1))
    year = analysis.figures(desk.officer, analysis.around(Span.YEAR, date(2026, 1, 1))).counts
    assert (year["due"], year["late"]) == (0, 0)


@pytest.mark.clause("3.2.2")
def test_an_answer_that_promises_is_solved_once_every_promise_is_kept(desk: Desk, clock: Clock) -> None:
    from lianluozhan.models.opinions.promising import PromiseCheck, PromiseState, follow, promises_of

    sent = desk.dispatched()
    answered(desk, sent, ResultClass.B)
    before = analysis.figures(desk.officer, QUARTER).counts
    assert (before["answered"], before["solved"], before["promise_open"]) == (1, 0, 1)
    (found,) = promises_of(desk.officer, sent.id)
    clock.go_to(date(2026, 5, 30))
    follow(
        desk.officer,
        PromiseCheck(
            promise_id=found.promise.id,
            checked_on=desk.officer.today,
            asked="村委会",
            words="已经更换。",
            found=PromiseState.KEPT,
        ),
    )
    after = analysis.figures(desk.officer, QUARTER).counts
    assert (after["answered"], after["solved"], after["kept"], after["promise_open"]) == (1, 1, 1, 0)


def test_what_was_joined_counts_among_the_collected_and_is_followed_with_its_main_one(desk: Desk, clock: Clock) -> None:
    main = desk.dispatched()
    other = desk.submitted()
    opinions.merge(desk.officer, other.id, main.id)
    answered(desk, main)
    counts = analysis.figures(desk.officer, QUARTER).counts
    assert (counts["collected"], counts["joined"], counts["accepted"], counts["answered"]) == (2, 1, 1, 1)
    opinions.unmerge(desk.officer, other.id)
    again = analysis.figures(desk.officer, QUARTER).counts
    assert (again["collected"], again["joined"], again["undecided"]) == (2, 0, 1)


def test_a_station_without_anything_has_figures_of_nothing(sign_in) -> None:
    found = analysis.figures(sign_in(Role.HEAD), QUARTER)
    assert set(found.counts.values()) == {0}
    assert all(found.total(group).count == 0 for group in Group)
