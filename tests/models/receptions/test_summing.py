"""After a reception: figures that reconcile, a summary to go on from, what is missing before it is bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import attendances, official, opinions
from lianluozhan.models.attendances import Presence
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.handling import Feedback, Reply, Told, Way
from lianluozhan.models.opinions.record import DeclineGround, ResultClass
from lianluozhan.models.receptions import arranging, day, feeding_back, noticing, summing, visiting
from lianluozhan.models.receptions.counts import Counts, total
from lianluozhan.models.receptions.reception_file import reception_file
from lianluozhan.models.receptions.record import Reception, Visit, VisitTreatment

SHEET = {"content": "村口的路塌了半边。", "request": "汛期前修好。", "answer": "转镇政府研究。", "category_id": 1}


@pytest.fixture
def held(year, clock):
    """A reception with one answered, one handed on, one declined, one who left without a word."""
    made = arranging.add(
        year.clerk,
        Reception(held_on=year.clerk.today, starts_at="08:00", ends_at="11:00", place="联络站"),
        [1, 2],
    )
    day.open_day(year.clerk, made.id)
    for line in attendances.of(year.clerk, Reception.TABLE, made.id):
        day.put_presence(year.clerk, line.id, Presence.PRESENT)
    for name, treatment in (
        ("孙桂兰", VisitTreatment.TOWNSHIP),
        ("周大山", VisitTreatment.ON_SPOT),
        ("李秀兰", VisitTreatment.DECLINED),
    ):
        visit = visiting.arrive(year.clerk, made.id, Visit(name=name, phone="13812342609", village_id=1))
        ground = {"decline_ground": DeclineGround.CASE} if treatment is VisitTreatment.DECLINED else {}
        visiting.finish(year.clerk, visit.id, subject=f"{name}的事", treatment=treatment, **SHEET, **ground)
    gone = visiting.arrive(year.clerk, made.id, Visit(name="赵小妹", village_id=1))
    visiting.left(year.clerk, gone.id, "要接孩子")
    return day.close_day(year.clerk, made.id)


@pytest.mark.clause("5.2.4")
def test_every_matter_was_answered_handed_on_or_declined(year, held):
    counts = summing.counts_of(year.clerk, held.id)
    assert (counts.deputies, counts.voters, counts.matters, counts.left) == (2, 3, 3, 1)
    assert (counts.on_spot, counts.handed, counts.declined, counts.closed) == (1, 1, 1, 1)
    assert counts.matters == counts.on_spot + counts.handed + counts.declined


def test_the_figures_of_a_year_are_the_sums_of_its_receptions(year, held):
    one = Counts.of(reception_file(year.clerk, held.id))
    assert total([one, one]) == Counts(4, 6, 6, 2, 2, 2, 2, 0, 0, 2)


@pytest.mark.clause("5.2.4")
def test_a_summary_is_seeded_with_who_came_and_the_figures(year, held):
    words = summing.seeded(year.clerk, held.id)
    assert words.startswith("2026年3月5日（星期四），赵明山（县）、郑敏（镇）等2名代表在联络站接待选民。")
    assert "接待选民3名，收集意见3条，其中当场答复1条、交办1条、不予受理1条，已办结1条。" in words
    assert "孙桂兰的事；周大山的事；李秀兰的事" in words and "还有1条正在办理" in words


@pytest.mark.clause("4.7.2")
def test_what_was_said_by_somebody_who_asked_for_secrecy_stands_in_no_summary(year, held):
    with year.clerk.action("reception.enter"):
        visit = next(each for each in visiting.visits_of(year.clerk, held.id) if each.name == "孙桂兰")
        year.clerk.change(visit, keeps_secret=True)
    words = summing.seeded(year.clerk, held.id)
    assert "孙桂兰" not in words and "周大山的事；李秀兰的事" in words
    assert "收集意见3条" in words


def test_a_matter_without_a_subject_is_named_up_to_the_first_pause(year):
    named = summing._first_words
    assert named("问医保今年什么时候交，老人交不交。") == "问医保今年什么时候交"
    assert named("你好，村口的路塌了半边。") == "你好，村口的路塌了半边"
    assert named("路塌了") == "路塌了"


def test_the_summary_is_kept_only_of_a_reception_that_was_held(year, held):
    kept = summing.write(year.clerk, held.id, "接待顺利。")
    assert kept.summary == "接待顺利。" and kept.summed_on == year.clerk.today
    with pytest.raises(InvalidRecord):
        summing.write(year.clerk, held.id, "接待顺利。", date(2026, 3, 4))
    planned = arranging.add(year.clerk, replace(held, held_on=date(2026, 4, 1)), [3])
    with pytest.raises(RuleError, match="待接待"):
        summing.write(year.clerk, planned.id, "接待顺利。")


@pytest.mark.clause("5.2.4")
def test_what_a_bound_record_lacks_is_named_with_where_it_is_put_right(year, held):
    lacks = {each.words: (each.table, each.record_id) for each in summing.missing(year.clerk, held.id)}
    assert lacks["还没有写接待小结"] == ("receptions", held.id)
    assert lacks["没有接待公告"] == ("receptions", held.id)
    assert lacks["没有签到表的扫描件"] == ("receptions", held.id)
    assert "1号孙桂兰的接待记录没有签字扫描件" in lacks
    assert any(words.startswith("1号孙桂兰反映的事还没有答复") for words in lacks)
    assert not any("赵小妹" in words for words in lacks)


def answered(year, held):
    """Carry the matter of the first resident through to the deputies being told."""
    visit = visiting.visits_of(year.clerk, held.id)[0]
    opinion = visit.opinion_id
    opinions.review(year.vice, opinion, "同意。")
    opinions.approve(year.head, opinion, "同意。")
    opinions.dispatch(year.clerk, opinion, lead_body_id=2, requirement="请办理。")
    today = year.clerk.today
    opinions.reply(
        year.clerk, Reply(opinion_id=opinion, content="路已修好。", result_class=ResultClass.A, replied_on=today)
    )
    opinions.inform(year.clerk, Feedback(opinion_id=opinion, way=Way.PHONE, told_on=today, told=Told.TOLD))
    return visit


def test_the_list_grows_shorter_as_each_thing_is_done(year, held, tmp_path):
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff photograph")
    first = len(summing.missing(year.clerk, held.id))
    summing.write(year.clerk, held.id, "接待顺利。")
    summing.add_scans(year.clerk, held.id, [photo])
    visits = visiting.visits_of(year.clerk, held.id)
    for visit in visits[:3]:
        visiting.keep_scans(year.clerk, visit.id, [photo])
    assert len(summing.missing(year.clerk, held.id)) == first - 5
    visit = answered(year, held)
    assert "1号孙桂兰的办理结果还没有告知接待代表" in [each.words for each in summing.missing(year.clerk, held.id)]
    feeding_back.tell_deputies(year.clerk, visit.id, year.clerk.today, "电话告知赵明山")
    assert not any("孙桂兰" in each.words for each in summing.missing(year.clerk, held.id))


def test_a_record_is_bound_with_something_missing_only_for_a_reason(year, held):
    with pytest.raises(InvalidRecord, match="还缺") as refusal:
        summing.bind(year.clerk, held.id, year.clerk.today)
    assert "reason" in refusal.value.problems
    bound = summing.bind(year.clerk, held.id, year.clerk.today, "公告是口头通知的")
    assert bound.bound_on == year.clerk.today and "公告是口头通知的" in bound.note
    with pytest.raises(RuleError, match="已经装订"):
        day.reopen_day(year.clerk, held.id)
    assert summing.unbind(year.clerk, held.id).bound_on is None


def test_a_notice_without_photograph_is_told_of(year, clock):
    made = arranging.add(
        year.clerk, Reception(held_on=date(2026, 3, 12), starts_at="09:00", ends_at="11:00", place="联络站"), [1]
    )
    notice = noticing.draft(year.clerk, noticing.blank(year.clerk, [made.id]))
    noticing.post(year.clerk, notice.id, datetime(2026, 3, 5, 8, 0), "公开栏", "周长福")
    words = [each.words for each in summing.missing(year.clerk, made.id)]
    assert f"公告{notice.number}没有张贴照片" in words
    assert "没有登记赵明山的到会情况" in words


@pytest.mark.clause("5.2.4")
def test_the_yearly_report_is_drafted_with_the_figures_of_the_year(year, held):
    made = official.draft(year.clerk, summing.letter(year.clerk, 2026))
    assert made.title == "关于2026年代表接待选民工作情况的报告" and made.addressee
    assert "2026年共组织代表接待选民1次，其中联合接待0次，代表2人次参加。" in made.body
    assert "交通出行3条" in made.body and official.not_ready(made) == {}
    with pytest.raises(RuleError, match="还没有接待过"):
        summing.letter(year.clerk, 2025)
