"""What is proposed rests on the station's own confirmed records, says so, and keeps silent where it does not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.learning import training
from lianluozhan.models.learning.counts import Counts, features_of
from lianluozhan.models.learning.suggesting import Suggestion, suggest
from lianluozhan.models.learning.words import marks, pairs, shared_words
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.similar import Typed
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, HandlingBody, Village
from lianluozhan.models.session import Session

from .conftest import Clock

LIGHTS = ("路灯不亮", "村口的路灯坏了{n}盏，晚上漆黑，请尽快更换灯泡修好。")
THEFT = ("家中被盗", "夜里家中被盗，少了{n}只鸡，请派出所破案，加强巡逻。")
CENTRE, POLICE = 2, 3
NEW = {"title": "路灯又坏了", "content": "三组的路灯坏了，晚上漆黑一片。", "village_id": 1}


@pytest.fixture
def session(sign_in: Any) -> Session:
    return sign_in(Role.LIAISON_OFFICER)  # type: ignore[no-any-return]


@pytest.fixture
def tree(session: Session) -> dict[str, int]:
    """Two first levels with a category below each."""
    with session.action("station.set_up"):
        roads = session.add(Category(name="公用事业"))
        lights = session.add(Category(name="路灯维护", parent_id=roads.id))
        order = session.add(Category(name="社会治安"))
        theft = session.add(Category(name="盗窃", parent_id=order.id))
    return {"lights": lights.id, "theft": theft.id, "order": order.id}


def confirm(session: Session, tree: dict[str, int], count: int, **values: Any) -> list[Opinion]:
    """So many closed matters, half of each kind."""
    made = []
    for n in range(count):
        (title, content), category, body = (LIGHTS, tree["lights"], CENTRE) if n % 2 else (THEFT, tree["theft"], POLICE)
        opinion = Opinion(
            number=f"社情民意〔2025〕{n + 1:04d}号",
            status=Status.CLOSED,
            received_on=date(2025, 6, 1) + timedelta(days=n),
            title=title,
            content=content.format(n=n),
            village_id=1,
            category_id=category,
            lead_body_id=body,
        )
        made.append(replace(opinion, **values))
    with session.action("station.set_up"):
        return session.add_many(made)


def run(work: Any) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def propose(session: Session, **form: Any) -> dict[str, Suggestion]:
    run(training.prepare(session))
    return {made.field: made for made in run(suggest(session, Typed.of(NEW | form), form))}


@pytest.mark.clause("3.2.2")
def test_body_and_category_are_proposed_with_what_they_rest_on(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 60)
    found = propose(session)
    body, category = found["proposed_body_id"], found["category_id"]
    assert (body.value, body.words, body.why) == (
        CENTRE,
        "村镇建设服务中心",
        "石桥村同类 30 件都交村镇建设服务中心办理",
    )
    assert category.value == tree["lights"] and category.words == "公用事业 / 路灯维护"
    assert "路灯" in category.why and "同类的已办过 30 件，如 0060 号、0058 号" in category.why
    assert len(category.matters) == 2 and len(body.matters) == 3


def test_nothing_is_proposed_from_fewer_than_fifty_confirmed_records(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 49)
    assert propose(session) == {}


@pytest.mark.parametrize(
    "values", [{"status": Status.DRAFT}, {"status": Status.IN_REVIEW}, {"voided_on": date(2026, 1, 1)}]
)
def test_what_nobody_confirmed_teaches_nothing(session: Session, tree: dict[str, int], values: Any) -> None:
    confirm(session, tree, 60, **values)
    assert propose(session) == {}


def test_it_keeps_silent_where_it_does_not_know(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 60)
    assert propose(session, title="咨询公积金提取", content="请问公积金贷款怎样办理？") == {}
    assert propose(session, title="", content="") == {}


def test_a_field_that_the_clerk_filled_otherwise_is_left_alone(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 60)
    assert "category_id" not in propose(session, category_id=tree["order"])
    assert propose(session, category_id=tree["lights"])["category_id"].value == tree["lights"]
    assert "proposed_body_id" not in propose(session, proposed_body_id=POLICE)


def test_what_is_out_of_use_is_not_proposed(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 60)
    with session.action("station.set_up"):
        session.change(session.get(HandlingBody, CENTRE), retired_on=session.today)
        session.change(session.get(Category, tree["lights"]), retired_on=session.today)
    assert propose(session) == {}


def test_it_learns_anew_when_enough_was_confirmed_since(session: Session, tree: dict[str, int], clock: Clock) -> None:
    confirm(session, tree, 60)
    run(training.prepare(session))
    before = training.known(session)
    run(training.prepare(session))
    assert training.known(session) is before
    with session.action("station.set_up"):
        for step in range(training.AGAIN):
            session.db.conn.execute(
                "INSERT INTO opinion_steps (opinion_id, name, label, status, words, staff_name, acted_on, source,"
                " recorded_at) VALUES (1, 'approve', '', '', '', '', '2026-03-05', 'program', ?)",
                (f"2026-03-05T09:{step:02d}:00",),
            )
    run(training.prepare(session))
    assert training.known(session) is not before


def test_what_was_learned_is_kept_without_an_audit_line_and_read_again(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 60)
    made = run(training.learn(session))
    lines = session.value("SELECT count(*) FROM audit_log")
    run(training.store(session, made))
    assert session.value("SELECT count(*) FROM audit_log") == lines
    again = run(training.read(session))
    assert (again.records, again.body, again.category, again.top) == (60, made.body, made.category, made.top)
    session.db.conn.execute("UPDATE learned SET content = '[\"0\", 60, 0]' WHERE kind = 'head'")
    assert run(training.read(session)) is None


def test_learning_goes_in_steps_of_a_few_records(session: Session, tree: dict[str, int]) -> None:
    confirm(session, tree, 240)
    plan = " ".join(row[3] for row in session.rows(f"EXPLAIN QUERY PLAN {training.SLICE}", (9, 9)))
    assert "TEMP B-TREE" not in plan, plan
    assert sum(1 for _ in training.learn(session)) > 240 // training.AT_ONCE


def test_deputies_are_proposed_by_the_constituency_of_the_village(session: Session) -> None:
    with session.action("station.set_up"):
        village = session.add(Village(name="柳河村", constituency="第3选区"))
        deputy = session.add(Deputy(name="赵明山"))
        session.add(Mandate(deputy_id=deputy.id, constituency="第3选区"))
        gone = session.add(Deputy(name="孙丽华"))
        session.add(Mandate(deputy_id=gone.id, constituency="第3选区", ends_on=date(2025, 1, 1)))
    found = propose(session, village_id=village.id)["deputy_ids"]
    assert (found.value, found.words, found.why) == (
        (deputy.id,),
        "赵明山",
        "柳河村属第3选区，是这个选区的代表",
    )
    assert "deputy_ids" not in propose(session, village_id=1)
    assert "deputy_ids" not in propose(session, village_id=village.id, deputy_ids=(gone.id,))


def test_every_answer_can_name_the_words_it_rests_on() -> None:
    counts = Counts()
    for _ in range(5):
        counts.learn(features_of("路灯不亮", "村口路灯坏了"), 1)
        counts.learn(features_of("家中被盗", "丢了东西"), 2)
    features = features_of("", "路灯坏了没人修")
    scores = counts.scores(features)
    assert scores[1] > 0 > scores[2]
    assert {"路灯", "灯坏"} <= set(counts.telling(features, 1)) and counts.telling(features, 2) == {}


def test_shared_words_are_words_and_marks_cover_what_both_say() -> None:
    one, other = "村卫生室的降压药又断了", "卫生室缺降压药"
    assert set(shared_words(one, set(pairs(one)) & set(pairs(other)))) == {"卫生室", "降压药"}
    pieces = marks(one, other)
    assert "".join(piece for piece, _ in pieces) == one
    assert [piece for piece, shared in pieces if shared] == ["卫生室", "降压药"]
    assert marks("", other) == [] and marks("<b>&", "另外") == [("<b>&", False)]
