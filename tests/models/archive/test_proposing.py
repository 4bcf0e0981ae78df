"""What of a year is proposed for filing, with title, year and retention, and what is not yet and why (4.6.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from lianluozhan.models import closures, veil
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.archive import filing, kinds, matters, proposing, schemes
from lianluozhan.models.archive.record import Category, Item, ItemKind, Retention
from lianluozhan.models.archive.yearly import REGISTERS
from lianluozhan.models.attachments import Enclosed, attach
from lianluozhan.models.closures import Closure
from lianluozhan.models.demo import content
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.fields import check
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.homes import sign_in
from lianluozhan.models.official import DocumentState, Genre, OfficialDocument
from lianluozhan.models.opinions.handling import Feedback, Reply
from lianluozhan.models.opinions.record import Channel, DeclineGround, Nature, Opinion, Status
from lianluozhan.models.places import BodyKind, HandlingBody
from lianluozhan.models.receptions.record import PlanState, ReceptionPlan
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from tests.sample_station import sample_station

from .filing_desk import Desk

Y, D30, D10 = Retention.PERMANENT, Retention.YEARS_30, Retention.YEARS_10
MAY = date(2026, 5, 6)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The archivist of the sample station in the January after its year."""
    home = sample_station(tmp_path_factory.mktemp("sample") / "home")
    session = sign_in(home, "chenyan", content.PASSWORD, now=lambda: datetime(2027, 1, 11, 9, 0))
    yield session
    session.close()


def add(desk: Desk, record: Any) -> Any:
    with desk.officer.action("opinion.register"):
        return desk.officer.add(record)


def matter(desk: Desk, *, answered: bool = True, **values: Any) -> Opinion:
    usual: dict[str, Any] = {
        "number": f"社情民意〔2026〕{desk.clerk.value('SELECT count(*) FROM opinions') + 1:04d}号",
        "status": Status.CLOSED,
        "title": "关于村道路灯不亮的问题",
        "content": "路灯坏了。",
        "submitter_name": "孙桂兰",
        "received_on": date(2026, 3, 1),
        "closed_on": MAY,
    }
    made: Opinion = add(desk, Opinion(**(usual | values)))
    if answered:
        add(desk, Reply(opinion_id=made.id, content="已修好。", replied_on=MAY))
        add(desk, Feedback(opinion_id=made.id, told_on=MAY))
    return made


def of(desk: Desk, kind: ItemKind, year: int = 2026) -> list[proposing.Proposal]:
    return [each for each in proposing.proposals(desk.officer, year) if each.item.kind is kind]


def the_one(desk: Desk, kind: ItemKind, year: int = 2026) -> Item:
    [found] = of(desk, kind, year)
    return found.item


def reasons(desk: Desk, year: int = 2026) -> dict[ItemKind, str]:
    return {each.kind: each.reason for each in proposing.not_ready(desk.officer, year)}


# The sample station ----------------------------------------------------------------------------------------------


def test_a_year_of_the_sample_station_is_proposed_whole_and_every_proposal_can_be_filed(sample: Session) -> None:
    found = proposing.proposals(sample, 2026)
    counts = Counter(each.item.kind for each in found)
    ended = "voided_on IS NULL AND status IN ('closed', 'on_spot') AND closed_on LIKE '2026%'"
    closed = sample.value(f"SELECT count(*) FROM opinions WHERE {ended}")
    held = sample.value("SELECT count(*) FROM receptions WHERE state = 'held' AND held_on LIKE '2026%'")
    assert (counts[ItemKind.OPINION], counts[ItemKind.RECEPTION]) == (closed, held)
    assert counts[ItemKind.DEPUTY_YEAR] == sample.value("SELECT count(*) FROM deputies")
    assert counts[ItemKind.PLAN] == 1 and counts[ItemKind.ACTIVITY] >= 5 and counts[ItemKind.DOCUMENT] >= 2
    assert counts[ItemKind.REGISTER] == len(REGISTERS) - 1, "nothing was lent yet"
    for each in found:
        assert check(each.item) == {} and each.item.year == 2026 and each.item.rule_id
        assert (each.item.id, each.item.pages, each.item.sequence) == (0, None, None)
        assert each.item.title.startswith("[") == each.item.is_own_title
    sources = [(each.item.source_table, each.item.source_id) for each in found]
    assert len(set(sources)) == len(sources)


def test_what_is_open_waits_with_its_reason_and_merged_and_withdrawn_ones_are_none_of_their_own(
    sample: Session,
) -> None:
    waiting = proposing.not_ready(sample, 2026)
    named = {each.source_id for each in waiting if each.kind is ItemKind.OPINION}
    ready = {each.item.source_id for each in proposing.proposals(sample, 2026) if each.item.kind is ItemKind.OPINION}
    known = dict(sample.rows("SELECT id, status FROM opinions WHERE number <> '' AND voided_on IS NULL"))
    assert {known[each] for each in named}.isdisjoint({"closed", "on_spot", "merged", "withdrawn"})
    assert named | ready == {each for each, status in known.items() if status not in ("merged", "withdrawn")}
    assert all(each.reason for each in waiting)


def test_filed_proposals_are_not_proposed_again(sample: Session) -> None:
    found = proposing.proposals(sample, 2026)[:3]
    filing.file(sample, [(each.item, ()) for each in found])
    left = {(each.item.source_table, each.item.source_id) for each in proposing.proposals(sample, 2026)}
    assert left.isdisjoint({(each.item.source_table, each.item.source_id) for each in found})
    assert len(proposing.filed_sources(sample)) == 3


# Matters ---------------------------------------------------------------------------------------------------------


def test_a_matter_has_a_title_that_says_what_it_is_about_and_lies_in_the_year_it_was_closed(desk: Desk) -> None:
    body = add(desk, HandlingBody(name="村镇建设服务中心", kind=BodyKind.DEPARTMENT))
    made = matter(desk, received_on=date(2025, 11, 1), lead_body_id=body.id)
    assert of(desk, ItemKind.OPINION, 2025) == []
    item = the_one(desk, ItemKind.OPINION)
    assert item.title == "[关于村道路灯不亮的群众意见及办理答复]"
    assert (item.responsible, item.dated_on, item.persons) == ("村镇建设服务中心", MAY, "孙桂兰")
    assert (item.document_number, item.source_id, item.category) == (made.number, made.id, Category.OPINIONS)
    assert item.rule_id == schemes.rule_by_code(desk.clerk)["opinion.handled"].id


@pytest.mark.parametrize(
    ("values", "answered", "retention", "ending"),
    [
        ({}, True, D30, "群众意见及办理答复]"),
        ({"is_key": True}, True, Y, "群众意见及办理答复]"),
        ({"channel": Channel.SUPERIOR}, True, Y, "群众意见及办理答复]"),
        ({"decline_ground": DeclineGround.CASE}, False, D10, "群众意见及不予受理告知]"),
        ({}, False, D10, "群众意见]"),
        ({"status": Status.ON_SPOT, "channel": Channel.RECEPTION}, True, D30, "群众意见及当场答复]"),
    ],
)
def test_how_long_a_matter_is_kept_follows_order_8(
    desk: Desk, values: dict[str, Any], answered: bool, retention: Retention, ending: str
) -> None:
    matter(desk, answered=answered, **values)
    item = the_one(desk, ItemKind.OPINION)
    assert (item.retention, item.title.endswith(ending)) == (retention, True)


def test_a_routine_question_by_telephone_is_not_filed_until_the_table_says_so(desk: Desk) -> None:
    """国家档案局令第8号 article 4."""
    matter(desk, status=Status.ON_SPOT, nature=Nature.ENQUIRY, channel=Channel.HOTLINE)
    assert of(desk, ItemKind.OPINION) == []
    assert "不归档：不需办理的一般来信、电话记录" in reasons(desk)[ItemKind.OPINION]
    rule = schemes.rule_by_code(desk.clerk)["opinion.routine"]
    schemes.change_rule(desk.clerk, rule.id, is_filed=True)
    assert the_one(desk, ItemKind.OPINION).retention is D10


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("关于村道路灯不亮的问题", "村道路灯不亮"),
        ("反映石桥村自来水时断时续", "石桥村自来水时断时续"),
        ("建议在下湾村增设健身器材", "在下湾村增设健身器材"),
        ("关于咨询医保缴费时间的意见。", "医保缴费时间"),
        ("建议书丢失", "建议书丢失"),
        ("的问题", "的问题"),
        ("意见", "意见"),
    ],
)
def test_the_words_around_a_matter_are_left_away(title: str, core: str) -> None:
    assert kinds.about(title) == core


def test_who_asked_for_secrecy_stands_nowhere_in_the_piece(desk: Desk) -> None:
    matter(desk, title="孙桂兰家门口的路灯不亮", keeps_secret=True)
    item = the_one(desk, ItemKind.OPINION)
    assert item.keeps_secret and "孙桂兰" not in repr(item)


def test_what_the_papers_of_a_matter_lack_is_named(desk: Desk) -> None:
    matter(desk, answered=False)
    [found] = of(desk, ItemKind.OPINION)
    assert found.missing == ("没有答复",)


def test_what_is_closed_to_somebody_is_proposed_to_others_only(desk: Desk) -> None:
    made = matter(desk)
    closures.decide(desk.head, Closure(staff_id=desk.clerk.staff.id, opinion_id=made.id, reason="亲属"))
    ready = the_one(desk, ItemKind.OPINION)
    closures.apply(desk.clerk)
    try:
        assert proposing.proposals(desk.clerk, 2026) == []
        with pytest.raises(RuleError, match="回避"):
            filing.file(desk.clerk, [(ready, ())])
    finally:
        veil.draw(desk.clerk, [])


# Everything else -------------------------------------------------------------------------------------------------


def test_an_inspection_with_a_report_is_kept_for_good_and_without_one_thirty_years(desk: Desk) -> None:
    for day in (6, 7):
        made = add(
            desk,
            Activity(
                kind=ActivityKind.INSPECTION,
                title=f"视察饮水安全{day}",
                starts_at=datetime(2026, 5, day, 9),
                content="看水厂",
            ),
        )
        if day == 7:
            with desk.officer.action("activity.enter"):
                attach(desk.officer, Activity.TABLE, made.id, Enclosed("视察报告.docx", content=b"x"))
    general, reported = (each.item for each in of(desk, ItemKind.ACTIVITY))
    assert (general.retention, reported.retention) == (D30, Y)
    assert reported.title == "[2026年5月7日视察饮水安全7的报告和材料]"
    assert {general.category, reported.category} == {Category.SURVEY}


def test_a_meeting_over_new_year_lies_in_the_year_it_ended(desk: Desk) -> None:
    """DA/T 22: 跨年度会议归闭幕年."""
    add(
        desk,
        Activity(title="座谈会", starts_at=datetime(2025, 12, 31, 9), ends_at=datetime(2026, 1, 1, 12)),
    )
    item = the_one(desk, ItemKind.ACTIVITY)
    assert (item.year, item.dated_on, item.category) == (2026, date(2026, 1, 1), Category.STATION)
    assert of(desk, ItemKind.ACTIVITY, 2025) == []


@pytest.mark.parametrize(
    ("title", "genre", "rule"),
    [
        ("2026年工作总结", Genre.REPORT, "document.year"),
        ("关于印发2027年度工作计划的通知", Genre.NOTICE, "document.year"),
        ("2026年第一季度工作总结", Genre.REPORT, "document.short"),
        ("2026年上半年统计表", Genre.REPORT, "document.short"),
        ("关于商请修复路灯的函", Genre.LETTER, "document"),
        ("社情民意分析", Genre.ANALYSIS, "opinion.report"),
    ],
)
def test_a_document_keeps_its_own_title_and_lies_in_the_year_it_was_signed(
    desk: Desk, title: str, genre: Genre, rule: str
) -> None:
    usual = {"state": DocumentState.ISSUED, "number": "青石人大〔2026〕1号", "organ": "青石镇人大", "signer": "王秀英"}
    add(desk, OfficialDocument(title=title, genre=genre, dated_on=MAY, **usual))
    item = the_one(desk, ItemKind.DOCUMENT)
    assert (item.title, item.is_own_title, item.responsible) == (title, False, "青石镇人大")
    assert item.rule_id == schemes.rule_by_code(desk.clerk)[rule].id


def test_a_draft_a_plan_without_approval_and_a_list_without_signatures_wait(desk: Desk) -> None:
    today = desk.officer.today
    add(desk, OfficialDocument(title="关于视察的通知"))
    add(desk, ReceptionPlan(year=2027, title="2027年代表接待选民计划", state=PlanState.IN_REVIEW))
    add(desk, HandOver(from_name="周长福", to_name="李建民", handed_on=today))
    add(desk, Suggestion(title="关于修路的建议", content="修路", raised_on=today))
    found = reasons(desk, 2027)
    assert "没有签发" in found[ItemKind.DOCUMENT]
    assert "没有批准" in found[ItemKind.PLAN] and "没有签字" in found[ItemKind.HANDOVER]
    assert "没有办结" in found[ItemKind.SUGGESTION]
    assert proposing.proposals(desk.officer, 2027) == []


def test_a_plan_lies_in_the_year_it_was_approved_not_in_the_one_it_is_about(desk: Desk) -> None:
    plan = ReceptionPlan(
        year=2027, title="2027年代表接待选民计划", state=PlanState.APPROVED, approved_on=date(2026, 12, 28)
    )
    add(desk, plan)
    item = the_one(desk, ItemKind.PLAN)
    assert (item.year, item.title, item.is_own_title) == (2026, "2027年代表接待选民计划", False)
    assert of(desk, ItemKind.PLAN, 2027) == []


def test_a_suggestion_lies_with_its_matter_or_alone_with_its_answer(desk: Desk) -> None:
    people = [add(desk, Deputy(name=name)).id for name in ("赵明山", "马春生")]
    done = {"content": "修路", "raised_on": MAY, "state": SuggestionState.CLOSED, "closed_on": MAY, "answer": "已修"}
    of_matter = matter(desk)
    add(desk, Suggestion(title="甲", opinion_id=of_matter.id, **done))
    add(desk, Suggestion(title="关于修路的建议", deputy_ids=tuple(people), **done))
    item = the_one(desk, ItemKind.SUGGESTION)
    assert item.title == "[关于修路的代表建议及答复]"
    assert (item.responsible, item.persons, item.retention) == ("赵明山等2名代表", "赵明山 马春生", Y)


def test_the_papers_of_a_whole_year_wait_for_its_end(desk: Desk) -> None:
    matter(desk)
    matter(desk, received_on=date(2027, 1, 5), closed_on=date(2027, 1, 6))
    assert the_one(desk, ItemKind.REGISTER).title == "[2026年社情民意（意见建议）台账]"
    assert "年度还没有结束" in reasons(desk, 2027)[ItemKind.REGISTER]
    assert of(desk, ItemKind.REGISTER, 2025) == []


def test_the_units_of_the_table_are_proposed_only_where_the_scheme_has_them(desk: Desk) -> None:
    desk.choose(schemes.SchemeForm.UNIT_LAST)
    schemes.add_unit(desk.clerk, "RDB", "人大办")
    rule = schemes.rule_by_code(desk.clerk)["opinion.handled"]
    schemes.change_rule(desk.clerk, rule.id, unit="RDB")
    matter(desk)
    assert the_one(desk, ItemKind.OPINION).unit == "RDB"
    desk.choose()
    assert the_one(desk, ItemKind.OPINION).unit == ""


def test_names_go_in_as_long_as_there_is_room() -> None:
    assert kinds.named(["赵明山", " ", "赵明山", "马春生"]) == "赵明山 马春生"
    assert len(kinds.named([f"代表{number:03d}" for number in range(99)])) <= 300
    assert matters.rule_of(Opinion(title="x", is_key=True), is_answered=True) == matters.IMPORTANT
