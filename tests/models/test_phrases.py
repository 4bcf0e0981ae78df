"""常用语: what the office writes again and again, kept by the station itself."""

import json

import pytest

from lianluozhan import paths
from lianluozhan.models import opinions, phrases
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.phrases import Phrase, Purpose
from lianluozhan.models.places import Category


@pytest.fixture
def officer(sign_in):
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def roads(officer):
    return officer.select(Category)[0].id


def words_of(found):
    return [phrase.words for phrase in found]


def register(session, proposal):
    return opinions.register(
        session, Opinion(received_on=session.today, title="路灯坏了", content="三组路灯不亮。", proposal=proposal)
    )


def test_a_phrase_is_offered_where_it_was_meant_for_and_nowhere_else(officer):
    phrases.add(officer, Purpose.PROPOSAL, "建议交派出所处理。")
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL)) == ["建议交派出所处理。"]
    assert phrases.offered(officer, Purpose.REVIEW) == []


def test_the_phrases_of_a_category_come_first_in_it_and_in_what_lies_below_it_and_nowhere_else(officer, roads):
    with officer.action("station.set_up"):
        below = officer.add(Category(name="农村公路", parent_id=roads)).id
        other = officer.add(Category(name="教育")).id
    phrases.add(officer, Purpose.PROPOSAL, "交有关单位。")
    phrases.add(officer, Purpose.PROPOSAL, "先设警示标志。", roads)
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL, below)) == ["先设警示标志。", "交有关单位。"]
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL, other)) == ["交有关单位。"]
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL)) == ["交有关单位。"]


def test_what_is_written_most_is_offered_first(officer):
    for words in ("一般地办。", "紧急地办。"):
        phrases.add(officer, Purpose.PROPOSAL, words)
    register(officer, "拟受理。紧急地办。")
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL)) == ["紧急地办。", "一般地办。"]
    for _ in range(2):
        register(officer, "一般地办。")
    assert words_of(phrases.offered(officer, Purpose.PROPOSAL)) == ["一般地办。", "紧急地办。"]


def test_a_retired_phrase_is_offered_no_more_until_it_is_brought_back(officer):
    made = phrases.add(officer, Purpose.REVIEW, "同意。")
    phrases.retire(officer, made.id)
    assert phrases.offered(officer, Purpose.REVIEW) == []
    assert words_of(phrases.of_purpose(officer, retired=True)) == ["同意。"]
    phrases.bring_back(officer, made.id)
    assert words_of(phrases.offered(officer, Purpose.REVIEW)) == ["同意。"]


def test_the_same_phrase_is_not_entered_twice_and_an_empty_one_not_at_all(officer):
    made = phrases.add(officer, Purpose.REVIEW, "同意。")
    with pytest.raises(InvalidRecord, match="已经有了"):
        phrases.add(officer, Purpose.REVIEW, " 同意。 ")
    with pytest.raises(InvalidRecord, match="常用语"):
        phrases.add(officer, Purpose.REVIEW, "  ")
    phrases.edit(officer, made.id, words="同意受理。")
    assert words_of(phrases.of_purpose(officer)) == ["同意受理。"]


def test_those_who_only_read_do_not_change_phrases(sign_in):
    with pytest.raises(RuleError):
        phrases.add(sign_in(Role.ARCHIVIST), Purpose.REVIEW, "同意。")


def test_an_old_station_takes_the_usual_phrases_once_and_keeps_its_own(officer, roads):
    phrases.add(officer, Purpose.REVIEW, "我们自己的话。")
    known = phrases.usual_missing(officer)
    assert phrases.add_usual(officer) == known >= 20
    assert (phrases.usual_missing(officer), phrases.add_usual(officer)) == (0, 0)
    retired = phrases.of_purpose(officer, Purpose.APPROVE)[0]
    phrases.retire(officer, retired.id)
    assert phrases.usual_missing(officer) == 0  # what the station put aside does not come back by itself
    assert "我们自己的话。" in words_of(phrases.of_purpose(officer))
    assert [p.category_id for p in phrases.of_purpose(officer, Purpose.PROPOSAL) if "警示标志" in p.words] == [roads]


def test_the_phrases_that_come_with_the_program_can_be_stored_and_name_real_categories():
    codes = paths.resources() / "codes"
    names = {entry["name"] for entry in json.loads((codes / "categories.json").read_text("utf-8"))}
    entries = json.loads((codes / "phrases.json").read_text("utf-8"))
    assert {entry["category"] for entry in entries if "category" in entry} <= names
    assert {Purpose(entry["purpose"]) for entry in entries} == set(Purpose)
    assert all(len(entry["words"]) <= 2000 and not set("！!") & set(entry["words"]) for entry in entries)


def test_phrases_are_ranked_for_every_purpose(officer):
    for purpose in Purpose:
        phrases.add(officer, purpose, "一句话。")
        assert words_of(phrases.offered(officer, purpose)) == ["一句话。"]
    assert {phrase.purpose for phrase in officer.select(Phrase)} == set(Purpose)
