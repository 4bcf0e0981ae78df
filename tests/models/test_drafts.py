"""Drafts: what is being typed lies on the disk, for its own person only, until it is stored or thrown away."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

import pytest

from lianluozhan.models import backup, drafts, opinions
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.drafts import Unread
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.fields import fields_of
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import Channel, Screening
from lianluozhan.models.permissions import Role
from tests.keeping import PASSWORD, enter, make_home
from tests.samples import SAMPLES

TYPED = {"title": "路灯不亮", "received_on": date(2026, 3, 5), "phone": "13800002609"}


@pytest.fixture
def officer(sign_in):
    return sign_in(Role.LIAISON_OFFICER)


def digest(session):
    """Everything stored but drafts, to see that they touch nothing else."""
    tables = [row[0] for row in session.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in tables if not name.startswith(("draft", "sqlite", "opinions_words", "search"))]
    return {name: session.rows(f"SELECT * FROM {name}") for name in kept}


def test_whatever_a_field_may_hold_comes_back_as_it_was(officer, tmp_path):
    typed = {
        "words": "𠮷㛃\n第二行",
        "count": 3,
        "tick": True,
        "open": None,
        "day": date(2026, 3, 5),
        "moment": datetime(2026, 3, 5, 10, 41, 7),
        "channel": Channel.HOTLINE,
        "bodies": [1, 2],
        "files": [tmp_path / "来信.jpg"],
        "renamed": Enclosed("李家来信.jpg", tmp_path / "IMG_2.jpg"),
        "half": Unread("三月五", (4,)),
        "rows": {"a": [date(2026, 1, 1)]},
    }
    drafts.keep(officer, "registration", 0, typed, title="登记表：路灯")
    found = drafts.take(officer, "registration", 0)
    assert found is not None and found.typed == typed
    assert found.saved_at == datetime(2026, 3, 5, 9, 0)


def test_a_draft_is_overwritten_by_a_later_one_and_writes_no_line_in_the_audit_log(officer):
    before, heard = digest(officer), []
    officer.listeners.append(heard.append)
    for words in ("路", "路灯", "路灯不亮"):
        drafts.keep(officer, "registration", 0, {"title": words}, title=words)
    assert [lying.title for lying in drafts.of(officer)] == ["路灯不亮"]
    assert (digest(officer), heard) == (before, [])


def test_nobody_meets_the_draft_of_another_person(officer, sign_in):
    drafts.keep(officer, "registration", 0, TYPED | {"files": [b"photo"]}, title="登记表")
    head = sign_in(Role.HEAD)
    number = officer.value("SELECT id FROM drafts")
    assert drafts.of(head) == []
    assert drafts.take(head, "registration", 0) is None
    assert drafts.files(head, number) == {}
    drafts.drop(head, "registration", 0)
    drafts.keep(head, "registration", 0, {"title": "另一件"}, title="登记表")
    mine = drafts.take(officer, "registration", 0)
    assert mine is not None and mine.typed["title"] == "路灯不亮"


def test_storing_the_form_and_losing_its_draft_are_one_transaction(officer):
    drafts.keep(officer, "registration", 0, TYPED, title="登记表")
    with pytest.raises(RuleError), officer.also(lambda: drafts.drop(officer, "registration", 0)):
        opinions.register(officer, Opinion(title="", content=""))
    assert len(drafts.of(officer)) == 1

    def drop_and_break():
        drafts.drop(officer, "registration", 0)
        raise StorageError("没有保存：电脑磁盘已满。")

    stored = Opinion(title="路灯不亮", content="坏了四盏。", received_on=officer.today, registered_on=officer.today)
    with pytest.raises(StorageError), officer.also(drop_and_break):
        opinions.register(officer, stored)
    assert (len(drafts.of(officer)), officer.value("SELECT count(*) FROM opinions")) == (1, 0)
    with officer.also(lambda: drafts.drop(officer, "registration", 0)):
        opinions.register(officer, stored)
    assert (drafts.of(officer), officer.value("SELECT count(*) FROM opinions")) == ([], 1)


def test_what_was_asked_with_one_action_does_not_happen_with_the_next(officer):
    done = []
    with officer.also(lambda: done.append(1)):
        pass
    opinions.register(officer, Opinion(title="路灯", content="坏了", received_on=officer.today))
    assert done == []


def test_steps_beside_an_action_lie_in_each_other_and_all_of_them_happen(officer):
    done = []
    with officer.also(lambda: done.append("outer")):
        with officer.also(lambda: done.append("inner")), officer.action("opinion.register"):
            done.append("action")
        with officer.action("opinion.register"):
            done.append("again")
    with officer.action("opinion.register"):
        done.append("alone")
    assert done == ["action", "outer", "inner", "again", "outer", "alone"]


def test_a_draft_waits_for_an_action_of_another_thread_and_never_joins_it(officer):
    begun, go_on, kept = threading.Event(), threading.Event(), []

    def act():
        with pytest.raises(RuleError), officer.action("opinion.register"):
            officer.add(Opinion(title="路灯", content="坏了", received_on=officer.today))
            begun.set()
            go_on.wait(10)
            raise RuleError("不存了")

    acting = threading.Thread(target=act)
    acting.start()
    begun.wait(10)
    assert drafts.keep(officer, "registration", 0, TYPED, title="登记表", patience=0.01) is None
    writing = threading.Thread(
        target=lambda: kept.append(drafts.keep(officer, "registration", 0, TYPED, title="登记表"))
    )
    writing.start()
    go_on.set()
    acting.join(10)
    writing.join(10)
    assert kept == [datetime(2026, 3, 5, 9, 0)]
    assert len(drafts.of(officer)) == 1


def test_a_draft_is_not_written_inside_an_action_of_the_same_thread(officer):
    with officer.action("opinion.register"):
        assert drafts.keep(officer, "registration", 0, TYPED, title="登记表") is None
    assert drafts.of(officer) == []


def test_a_draft_that_comes_after_the_data_were_closed_is_given_up_quietly(officer):
    officer.close()
    assert drafts.keep(officer, "registration", 0, TYPED, title="路灯不亮") is None
    drafts.drop(officer, "registration", 0)


def test_a_draft_that_is_no_longer_wanted_when_its_turn_comes_is_not_written(officer):
    assert drafts.keep(officer, "registration", 0, TYPED, title="登记表", wanted=lambda: False) is None
    assert drafts.of(officer) == []


def test_a_pasted_picture_lies_in_its_draft_once_and_goes_with_it(officer):
    pasted = Enclosed("粘贴的图片.png", content=b"\x89PNG" * 1000)
    for words in ("路灯", "路灯不亮"):
        drafts.keep(officer, "registration", 0, {"title": words, "files": [pasted]}, title="登记表")
    found = drafts.take(officer, "registration", 0)
    assert found is not None and found.typed["files"] == [pasted]
    assert officer.value("SELECT count(*) FROM draft_files") == 1
    drafts.keep(officer, "registration", 0, {"title": "路灯不亮", "files": []}, title="登记表")
    assert officer.value("SELECT count(*) FROM draft_files") == 0
    drafts.keep(officer, "registration", 0, {"files": [pasted]}, title="登记表")
    drafts.drop(officer, "registration", 0)
    assert officer.value("SELECT count(*) FROM draft_files") == 0


def test_what_was_changed_meanwhile_is_named_and_only_what_both_changed_is_contested(officer):
    opinion = opinions.register(officer, Opinion(title="路灯", content="坏了", received_on=officer.today))
    seen = drafts.seen_in(opinion)
    drafts.keep(officer, "registration", opinion.id, {"title": "我改的", "content": "坏了"}, title="登记表", seen=seen)
    village = officer.value("SELECT id FROM villages")
    values = {"content": "坏了四盏", "village_id": village, "screening": Screening.DECLINE, "is_key": True}
    now = opinions.edit(officer, opinion.id, title="他改的", **values)
    draft = drafts.take(officer, "registration", opinion.id)
    assert draft is not None
    changed = drafts.changed_since(officer, now, draft.seen, draft.typed)
    assert {(c.label, c.then, c.now, c.is_contested) for c in changed} == {
        ("事由", "路灯", "他改的", True),
        ("反映内容", "坏了", "坏了四盏", False),
        ("村（社区）", "空着", "石桥村", False),
        ("重点", "否", "是", False),
        ("初步筛选", "受理", "不予受理", False),
    }
    assert next(c.typed for c in changed if c.name == "title") == "我改的"
    assert drafts.merged(draft.typed, changed) == {"title": "我改的", "content": "坏了四盏"}


def test_half_a_character_does_not_stop_a_draft(officer):
    drafts.keep(officer, "registration", 0, {"title": "路\ud842灯"}, title="路\ud842灯")
    found = drafts.take(officer, "registration", 0)
    assert found is not None and found.typed["title"] == "路?灯"


def test_drafts_lie_nowhere_in_clear(tmp_path):
    session = enter(make_home(tmp_path / "home"), "zhou")
    drafts.keep(session, "registration", 0, {"phone": "13800002609", "title": "马店村农药"}, title="登记表：马店村农药")
    session.close()
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"13800002609" not in content and "马店村".encode() not in content, path


def test_a_restored_station_offers_the_drafts_of_its_day(tmp_path: Path):
    home = make_home(tmp_path / "home")
    session = enter(home, "zhou")
    drafts.keep(session, "registration", 0, TYPED, title="登记表：路灯")
    package = backup.back_up(session, tmp_path).path
    drafts.keep(session, "registration", 0, {"title": "后来写的"}, title="登记表：后来")
    session.close()
    backup.restore(package, home, backup.by_password("li", PASSWORD))
    session = enter(home, "zhou")
    assert [lying.title for lying in drafts.of(session)] == ["登记表：路灯"]
    session.close()


def test_whatever_a_record_points_to_can_be_called_by_words(officer):
    pointing = [field for record in SAMPLES for field in fields_of(record) if field.kind.startswith("reference")]
    assert len(pointing) > 100
    for field in pointing:
        assert drafts.words_of(officer, field, [99] if field.kind == "references" else 99) == "空着"
