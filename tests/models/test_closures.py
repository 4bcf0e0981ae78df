"""回避: what is closed to somebody is not there for him, and still there for everybody else (4.7.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import closures, numbering, opinions, veil
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.check import check
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.homes import NewPerson, sign_in_again
from lianluozhan.models.opinions import Opinion, View
from lianluozhan.models.opinions.handling import OpinionStep
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post
from tests.keeping import PASSWORD, enter, make_home
from tests.samples import SAMPLES

pytestmark = pytest.mark.clause("4.7.2")

HEAD, VICE, ZHOU, WU, SECOND_HEAD, AUDITOR = 1, 2, 3, 4, 5, 6
PEOPLE = (
    NewPerson("王秀英", Post.HEAD, (Role.HEAD,), "wang", PASSWORD),
    NewPerson("李建国", Post.VICE_HEAD, (Role.VICE_HEAD, Role.ADMINISTRATOR), "li", PASSWORD),
    NewPerson("周长福", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "zhou", PASSWORD),
    NewPerson("吴小梅", Post.LIAISON_OFFICER, (Role.LIAISON_OFFICER,), "wu", PASSWORD),
    NewPerson("郑代办", Post.WORKER, (Role.VICE_HEAD,), "zheng", PASSWORD),
    NewPerson("孙审计", Post.WORKER, (Role.AUDITOR,), "sun", PASSWORD),
)


def form(session, **values):
    """A registration form that can be submitted."""
    usual = {"title": "路灯", "content": "详", "request": "修", "category_id": 1, "proposal": "转有关单位办理。"}
    return Opinion(received_on=session.today, **usual | values)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = make_home(tmp_path_factory.mktemp("closures") / "home", people=PEOPLE)
    session = enter(found, "zhou")
    for name, phone, title in (
        ("张桂芳", "13800000001", "金丝雀巷路灯不亮"),
        ("李四海", "13800000002", "百灵鸟桥栏杆松动"),
        ("张桂芳", "13800009999", "同名的另一个人"),
    ):
        made = opinions.register(session, form(session, submitter_name=name, phone=phone, title=title))
        opinions.submit(session, made.id)
    session.close()
    return found


@pytest.fixture
def at_work(home):
    """Sign people in on the one database, and leave no closure in force behind."""
    session = enter(home, "li")
    yield lambda user: sign_in_again(session, user, PASSWORD)
    leader = sign_in_again(session, "wang", PASSWORD)
    for left in leader.select(Closure, "lifted_on IS NULL"):
        by = leader if left.staff_id != HEAD else sign_in_again(session, "li", PASSWORD)
        closures.lift(by, left.id, "试完了")
    session.close()


def matter(staff_id, opinion_id=1):
    return Closure(staff_id=staff_id, opinion_id=opinion_id, reason="反映人是亲属")


def person(staff_id, name="张桂芳", phone="138 0000 0001"):
    return Closure(
        staff_id=staff_id, subject=ClosureSubject.PERSON, person_name=name, phone=phone, reason="反映人是亲属"
    )


def listed(session):
    return {row["id"] for row in opinions.listing(session, view=View.ALL).page(50)}


def test_a_closed_matter_is_not_there_for_the_person_and_is_there_for_everybody_else(at_work):
    closures.decide(at_work("wang"), matter(WU))
    wu = at_work("wu")
    assert listed(wu) == {2, 3}
    assert wu.find(Opinion, 1) is None
    assert wu.select(OpinionStep, "opinion_id = 1") == []
    assert wu.value("SELECT count(*) FROM audit_log WHERE table_name = 'opinions' AND record_id = 1") == 0
    assert listed(at_work("zhou")) == {1, 2, 3}
    assert at_work("zhou").select(OpinionStep, "opinion_id = 1")


def test_opening_it_says_who_decided_when_and_what_to_do(at_work):
    closures.decide(at_work("wang"), matter(WU))
    wu = at_work("wu")
    words = "这一件对您回避（王秀英，2026年11月24日），请由别的同事办理。"
    for open_it in (
        lambda: opinions.file_of(wu, 1),
        lambda: wu.get(Opinion, 1),
        lambda: opinions.unmask(wu, 1),
        lambda: opinions.withdraw(wu, 1, "不要了", wu.today),
    ):
        with pytest.raises(RuleError) as refused:
            open_it()
        assert str(refused.value) == words
    assert veil.number_sentence(wu, "社情民意〔2026〕0001号") == words


def test_nothing_can_be_hung_on_a_closed_matter(at_work):
    closures.decide(at_work("wang"), matter(WU))
    wu = at_work("wu")
    before = wu.value("SELECT count(*) FROM main.audit_log")
    for record in (
        replace(SAMPLES[OpinionStep], id=0, opinion_id=1),
        replace(SAMPLES[Attachment], id=0, owner_table="opinions", owner_id=1),
    ):
        with pytest.raises(RuleError, match="对您回避"), wu.action("opinion.edit"):
            wu.add(record)
    with veil.whole_sight():
        known = wu.get(Opinion, 1)
    with pytest.raises(RuleError, match="对您回避"), wu.action("opinion.edit"):
        wu.change(known, title="改掉")
    assert wu.value("SELECT count(*) FROM main.audit_log") == before


def test_a_person_is_closed_by_name_and_telephone_with_all_his_matters_also_the_next(at_work):
    closures.decide(at_work("wang"), person(WU))
    wu = at_work("wu")
    assert listed(wu) == {2, 3}  # the other of the same name has another telephone
    with pytest.raises(RuleError, match="这位群众对您回避"):
        opinions.register(wu, form(wu, submitter_name="张桂芳", phone="13800000001"))
    zhou = at_work("zhou")
    new = opinions.register(zhou, form(zhou, submitter_name="张桂芳"))
    assert new.id in listed(zhou)
    assert new.id not in listed(at_work("wu"))  # without a telephone it may be he


def test_a_closed_deputy_keeps_his_name_and_nothing_else(at_work):
    li = at_work("li")
    with li.action("deputy.edit"):
        deputy = li.add(Deputy(name="陈代表", phone="13712345678", id_number="440106197802137719", career="当过兵"))
    closures.decide(
        at_work("wang"),
        Closure(staff_id=WU, subject=ClosureSubject.DEPUTY, deputy_id=deputy.id, reason="是配偶"),
    )
    seen = at_work("wu").get(Deputy, deputy.id)
    assert seen == Deputy(id=deputy.id, name="陈代表", organisation_post="已回避")
    wu = at_work("wu")
    with pytest.raises(RuleError, match="这位代表对您回避"), wu.action("deputy.edit"):
        wu.change(seen, phone="1")
    with pytest.raises(RuleError, match="这位代表对您回避"):
        veil.check_open(wu, "deputies", deputy.id)
    assert at_work("zhou").get(Deputy, deputy.id).career == "当过兵"


def test_numbers_go_on_over_what_is_closed(at_work):
    closures.decide(at_work("wang"), matter(WU, 3))
    wu = at_work("wu")
    last = numbering.last_given(wu, numbering.OPINION, 2026)
    made = opinions.register(wu, form(wu, submitter_name="赵六"))
    assert opinions.submit(wu, made.id).number == f"社情民意〔2026〕{last + 1:04d}号"


def test_the_check_sees_everything_whoever_runs_it(at_work):
    closures.decide(at_work("wang"), matter(WU))
    assert [found.sentence for found in check(at_work("wu"))] == [found.sentence for found in check(at_work("zhou"))]


def test_whoever_signs_in_next_on_the_same_database_sees_with_his_own_eyes(at_work):
    closures.decide(at_work("wang"), matter(WU))
    assert 1 not in listed(at_work("wu"))
    zhou = at_work("zhou")
    assert 1 in listed(zhou)
    assert zhou.veil is None
    assert zhou.rows("SELECT name FROM sqlite_temp_master WHERE type = 'view'") == []
    assert zhou.value("SELECT count(*) FROM temp.closed") == 0


def test_the_next_person_signs_in_while_something_is_still_being_read_for_the_last_one(at_work):
    closures.decide(at_work("wang"), matter(WU))
    wu = at_work("wu")
    reading = wu.db.conn.execute("SELECT id FROM opinions")  # as another thread reads a list
    reading.fetchone()
    zhou = at_work("zhou")
    assert 1 in listed(zhou)
    reading.close()
    reading = zhou.db.conn.execute("SELECT id FROM opinions")
    reading.fetchone()
    assert 1 not in listed(at_work("wu"))
    reading.close()


def test_nobody_decides_or_lifts_his_own_but_everybody_may_close_something_to_himself(at_work):
    with pytest.raises(RuleError, match="本人回避"):
        closures.decide(at_work("wang"), matter(HEAD))
    wu = at_work("wu")
    with pytest.raises(RuleError, match="站长或副站长决定"):
        closures.declare(wu, matter(ZHOU))
    assert 1 in listed(wu)
    own = closures.declare(wu, matter(WU))
    assert own.decided_by == WU
    assert 1 not in listed(wu)  # at once, in the session that said so
    with pytest.raises(RuleError, match="这一步由站长、副站长办理"):
        closures.lift(wu, own.id, "不用了")
    closures.lift(at_work("wang"), own.id, "不是亲属")
    assert 1 in listed(at_work("wu"))


def test_a_leader_does_not_lift_his_own(at_work):
    with at_work("li").action("account.edit"):
        pass
    own = closures.declare(at_work("li"), matter(VICE))
    with pytest.raises(RuleError, match="不能自己解除"):
        closures.lift(at_work("li"), own.id, "不用了")
    assert closures.lift(at_work("wang"), own.id, "弄错了").lifted_by == HEAD


def test_no_step_is_left_without_anybody_who_may_do_it(at_work):
    with pytest.raises(RuleError, match="没有站长能办"):
        closures.decide(at_work("li"), matter(HEAD))
    closures.decide(at_work("wang"), matter(VICE))
    with pytest.raises(RuleError, match="没有副站长能办"):
        closures.decide(at_work("wang"), matter(SECOND_HEAD))
    closures.decide(at_work("wang"), person(ZHOU))
    with pytest.raises(RuleError, match="没有联络员能办"):
        closures.decide(at_work("wang"), matter(WU))  # the matter is one of the person that is closed to the other


def test_it_says_about_whom_and_why_it_is_and_is_decided_once(at_work):
    wang = at_work("wang")
    for wrong, name in (
        (Closure(staff_id=WU, reason="亲属"), "opinion_id"),
        (Closure(staff_id=WU, subject=ClosureSubject.PERSON, reason="亲属"), "person_name"),
        (Closure(staff_id=WU, subject=ClosureSubject.DEPUTY, opinion_id=1, reason="亲属"), "deputy_id"),
        (Closure(staff_id=WU, opinion_id=1), "reason"),
    ):
        with pytest.raises(InvalidRecord) as refused:
            closures.decide(wang, wrong)
        assert name in refused.value.problems
    made = closures.decide(wang, matter(WU))
    with pytest.raises(RuleError, match="已经回避"):
        closures.decide(wang, matter(WU))
    with pytest.raises(InvalidRecord, match="为什么解除"):
        closures.lift(wang, made.id, " ")
    closures.lift(wang, made.id, "弄错了")
    with pytest.raises(RuleError, match="已经解除"):
        closures.lift(wang, made.id, "弄错了")


def test_deciding_and_lifting_are_lines_of_the_log(at_work):
    wang = at_work("wang")
    closures.lift(wang, closures.decide(wang, matter(WU)).id, "弄错了")
    lines = wang.rows("SELECT action, table_name FROM audit_log ORDER BY id DESC LIMIT 2")
    assert lines == [("closure.decide", "closures")] * 2


def test_the_list_tells_the_person_that_something_is_closed_and_not_what(at_work):
    closures.decide(at_work("wang"), matter(WU))
    closures.decide(at_work("wang"), person(ZHOU, "李四海", ""))
    rows = closures.listing(at_work("wang")).page(10)
    about = {row["about"] for row in rows if not row["lifted_on"]}
    assert about == {"社情民意〔2026〕0001号　金丝雀巷路灯不亮", "李四海"}
    (own,) = (row for row in closures.listing(at_work("wu")).page(50) if not row["lifted_on"])
    assert (own["about"], own["reason"], own["decider"], own["decided_on"]) == (
        "",
        "",
        "王秀英",
        str(date(2026, 11, 24)),
    )


def test_every_table_that_hangs_on_what_can_be_closed_has_a_view(at_work):
    """A table that comes later is found by its foreign keys; it needs nobody to think of it."""
    closures.decide(at_work("wang"), matter(WU))
    wu = at_work("wu")
    views = {name for (name,) in wu.rows("SELECT name FROM sqlite_temp_master WHERE type = 'view'")}
    hanging = {
        table
        for (table,) in wu.rows("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        for (parent,) in wu.rows(f"SELECT [table] FROM pragma_foreign_key_list('{table}', 'main')")
        if parent == "opinions"
    }
    assert hanging - {"closures"} <= views
    assert {"attachments", "prints", "audit_log", "deeds", "joint_handlings", "promise_checks"} <= views
