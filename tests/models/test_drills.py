"""The yearly drill: noted with its time and result, voided with a reason (4.6.1)."""

from datetime import date, timedelta

import pytest

from lianluozhan.models import drills
from lianluozhan.models.drills import Drill, DrillResult, OpenedWith
from lianluozhan.models.errors import InvalidRecord, RuleError
from tests.keeping import NOON, copied_home, enter


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return copied_home(tmp_path_factory.mktemp("station") / "home")


@pytest.fixture
def session(home):
    opened = enter(home)
    yield opened
    opened.close()


def drill(session, **values):
    usual = {"held_on": NOON.date(), "held_by": session.staff.id, "computer": "备用笔记本", "minutes": 11}
    return Drill(**{**usual, "file_name": "联络站备份-石桥镇", "unlocked_with": OpenedWith.CODE.label, **values})


@pytest.mark.clause("4.6.1")
def test_a_drill_is_noted_and_the_newest_one_that_worked_counts(session):
    older = drills.enter(session, drill(session, held_on=date(2025, 10, 8)))
    drills.enter(session, drill(session, result=DrillResult.FAILED, note="恢复码少抄一组"))
    assert drills.last(session) == older
    newest = drills.enter(session, drill(session))
    assert drills.last(session) == newest


def test_a_voided_drill_does_not_count_and_stays_in_the_list(session):
    newest = drills.enter(session, drill(session))
    drills.void(session, newest.id, "登记了两次")
    assert drills.last(session).id != newest.id
    assert newest.id in [each.id for each in drills.every(session)]
    with pytest.raises(RuleError, match="已经作废"):
        drills.void(session, newest.id, "登记了两次")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held_on": NOON.date() + timedelta(days=1)}, "今天以后"),
        ({"minutes": None}, "用时"),
        ({"computer": ""}, "所用电脑"),
        ({"result": DrillResult.PARTLY}, "问题出在哪里"),
    ],
)
def test_a_drill_says_when_where_how_long_and_what_went_wrong(session, values, said):
    with pytest.raises(InvalidRecord, match=said):
        drills.enter(session, drill(session, **values))


def test_a_drill_is_voided_only_with_a_reason(session):
    made = drills.enter(session, drill(session))
    with pytest.raises(InvalidRecord, match="原因"):
        drills.void(session, made.id, "")
