"""The suggestion box: opened by two persons, each piece accounted for, what is registered noted at its piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import boxes, opinions, origins
from lianluozhan.models.boxes import BoxOpening, BoxPiece, Treatment
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Channel, Opinion
from lianluozhan.models.origins import Origin
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from .conftest import Clock

SignIn = Callable[[Role], Session]
PIECES = (BoxPiece(summary="村口路灯坏了。"), BoxPiece(summary="空白信纸", treatment=Treatment.EMPTY))


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def opening(clerk: Session, everybody) -> BoxOpening:
    return BoxOpening(
        opened_on=date(2026, 3, 4),
        box="石桥村村委会门口（2号箱）",
        first_opener_id=everybody[Role.LIAISON_OFFICER].id,
        second_opener_id=everybody[Role.VICE_HEAD].id,
        piece_count=2,
    )


def registered(clerk: Session, piece: BoxPiece) -> Opinion:
    """A registration form made of a piece, as the window makes it."""
    origin = Origin(BoxPiece.TABLE, piece.id)
    taken = origins.filled_in(clerk, origin)
    with origins.linked(clerk, origin):
        return opinions.register(clerk, replace(opinions.blank(clerk), title="路灯", is_anonymous=True, **taken))


@pytest.mark.clause("3.2.1")
def test_an_opening_by_two_persons_is_kept_with_each_piece_in_its_order(clerk, opening):
    made = boxes.enter(clerk, opening, PIECES)
    kept = boxes.pieces_of(clerk, made.id)
    assert [(piece.position, piece.summary) for piece in kept] == [(1, "村口路灯坏了。"), (2, "空白信纸")]
    assert kept[0].treatment is Treatment.OPEN


@pytest.mark.clause("5.1.1")
def test_one_person_alone_is_refused_and_told_why(clerk, opening):
    with pytest.raises(InvalidRecord) as refusal:
        boxes.enter(clerk, replace(opening, second_opener_id=None), PIECES)
    assert "两个人一起开" in refusal.value.problems["second_opener_id"]
    assert clerk.select(BoxOpening) == [] and clerk.select(BoxPiece) == []


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize("witness", ["", "王秀英"])
def test_the_same_person_twice_is_not_two_persons(clerk, opening, witness):
    second = opening.first_opener_id if not witness else None
    with pytest.raises(InvalidRecord, match="同一个人"):
        boxes.enter(clerk, replace(opening, second_opener_id=second, witness=witness), PIECES)


@pytest.mark.clause("5.1.1")
def test_a_witness_by_name_is_the_second_person(clerk, opening):
    made = boxes.enter(clerk, replace(opening, second_opener_id=None, witness="赵明山"), PIECES)
    assert boxes.listing(clerk).page(1)[0]["second_opener"] == "赵明山" and made.id


@pytest.mark.clause("5.1.1")
def test_the_count_must_be_that_of_the_pieces(clerk, opening):
    with pytest.raises(InvalidRecord) as refusal:
        boxes.enter(clerk, replace(opening, piece_count=3), PIECES)
    assert "填的是 3，下面写了 2 件" in refusal.value.problems["piece_count"]


def test_an_empty_box_is_an_opening_too(clerk, opening):
    assert boxes.pieces_of(clerk, boxes.enter(clerk, replace(opening, piece_count=0)).id) == []


@pytest.mark.parametrize(
    ("piece", "sentence"),
    [
        (BoxPiece(summary="  "), "第 2 件还没有写内容摘要"),
        (BoxPiece(summary="一封信", treatment=Treatment.OTHER), "第 2 件选了“其他”，请写一句"),
        (BoxPiece(summary="机密★文件"), "第 2 件：“机密★”属于涉密标志"),
        (BoxPiece(summary="长" * 1001), "第 2 件：“内容摘要”有 1001 个字"),
    ],
)
def test_a_piece_that_cannot_be_kept_is_named(clerk, opening, piece, sentence):
    with pytest.raises(InvalidRecord) as refusal:
        boxes.enter(clerk, opening, (PIECES[0], piece))
    assert refusal.value.problems["pieces"].startswith(sentence)


def test_a_day_to_come_is_refused(clerk, opening):
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        boxes.enter(clerk, replace(opening, opened_on=date(2026, 3, 6)), PIECES)


@pytest.mark.clause("5.1.1")
def test_a_form_made_of_a_piece_takes_over_channel_day_and_words_and_is_noted_there(clerk, opening):
    piece = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)[0]
    opinion = registered(clerk, piece)
    assert (opinion.channel, opinion.received_on, opinion.content) == (
        Channel.SUGGESTION_BOX,
        date(2026, 3, 4),
        "村口路灯坏了。",
    )
    noted = clerk.get(BoxPiece, piece.id)
    assert (noted.treatment, noted.opinion_id) == (Treatment.REGISTERED, opinion.id)


@pytest.mark.clause("5.1.1")
def test_a_form_that_is_refused_leaves_the_piece_untreated(clerk, opening):
    piece = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)[0]
    with pytest.raises(InvalidRecord), origins.linked(clerk, Origin(BoxPiece.TABLE, piece.id)):
        opinions.register(clerk, Opinion(received_on=date(2026, 3, 4), title="", content=""))
    assert clerk.get(BoxPiece, piece.id).treatment is Treatment.OPEN
    assert clerk.select(Opinion) == []


def test_a_piece_is_registered_once_and_again_only_when_its_form_was_voided(clerk, opening, sign_in):
    piece = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)[0]
    opinion = registered(clerk, piece)
    with pytest.raises(RuleError, match="第 1 件已经登记成 一张草稿"):
        registered(clerk, piece)
    opinions.void(clerk, opinion.id, "登记重了")
    assert registered(clerk, piece).id == clerk.get(BoxPiece, piece.id).opinion_id != opinion.id


def test_somebody_who_registered_first_undoes_nothing(clerk, opening):
    piece = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)[0]
    first = registered(clerk, piece)
    with pytest.raises(RuleError, match="不用再登记"), origins.linked(clerk, Origin(BoxPiece.TABLE, piece.id)):
        opinions.register(clerk, Opinion(received_on=date(2026, 3, 4), title="路灯", content="坏了"))
    assert [opinion.id for opinion in clerk.select(Opinion)] == [first.id]


def test_a_form_known_already_is_found_by_the_figures_of_its_number(clerk, opening):
    piece = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)[0]
    form = Opinion(received_on=date(2026, 3, 4), title="路灯", content="坏了", is_anonymous=True)
    sent = opinions.register_and_submit(clerk, replace(form, category_id=1, proposal="请办理。"))
    assert origins.opinion_called(clerk, "1") == origins.opinion_called(clerk, sent.number) == sent.id
    boxes.link(clerk, piece.id, origins.opinion_called(clerk, "0001"))
    assert clerk.get(BoxPiece, piece.id).opinion_id == sent.id
    with pytest.raises(InvalidRecord, match="没有找到“99”"):
        origins.opinion_called(clerk, "99")


def test_a_piece_that_needs_no_form_is_treated_with_a_word(clerk, opening):
    first, _ = boxes.pieces_of(clerk, boxes.enter(clerk, opening, PIECES).id)
    with pytest.raises(InvalidRecord, match="请写一句怎么处理的"):
        boxes.treat(clerk, first.id, Treatment.OTHER)
    boxes.treat(clerk, first.id, Treatment.OTHER, "转交派出所失物招领")
    assert clerk.get(BoxPiece, first.id).note == "转交派出所失物招领"
    registered(clerk, first)
    with pytest.raises(RuleError, match="已经登记成登记表"):
        boxes.treat(clerk, first.id, Treatment.EMPTY)


@pytest.mark.clause("5.1.1")
def test_unfinished_openings_come_first_with_how_many_pieces_wait(clerk, opening, clock: Clock):
    boxes.enter(clerk, opening, PIECES)
    clock.go_to(date(2026, 3, 20))
    boxes.enter(clerk, replace(opening, opened_on=date(2026, 3, 19), piece_count=0, box="东门"))
    boxes.enter(clerk, replace(opening, opened_on=date(2026, 3, 18), piece_count=1, box="西门"), PIECES[1:])
    rows = boxes.listing(clerk).page(9)
    assert [(row["box"][:2], row["untreated"]) for row in rows] == [("石桥", 1), ("东门", 0), ("西门", 0)]
    assert [row["box"][:2] for row in boxes.listing(clerk, view="open").page(9)] == ["石桥"]
    assert boxes.count_untreated(clerk) == 1
    assert [row["box"] for row in boxes.listing(clerk, "空白信纸").page(9)][1:] == ["西门"]


def test_a_voided_opening_leaves_the_register_with_its_reason_and_comes_back(clerk, opening):
    made = boxes.enter(clerk, opening, PIECES)
    with pytest.raises(InvalidRecord, match="作废的原因"):
        boxes.void(clerk, made.id, " ")
    boxes.void(clerk, made.id, "登记重了")
    assert boxes.listing(clerk).count() == 0 and boxes.listing(clerk, voided=True).count() == 1
    with pytest.raises(RuleError, match="已经作废"):
        boxes.edit(clerk, made.id, box="东门")
    assert boxes.unvoid(clerk, made.id).void_reason == "" and boxes.listing(clerk).count() == 1


def test_an_opening_with_a_registered_piece_is_not_voided(clerk, opening):
    made = boxes.enter(clerk, opening, PIECES)
    registered(clerk, boxes.pieces_of(clerk, made.id)[0])
    with pytest.raises(RuleError, match="第 1 件已经登记成登记表，不能作废"):
        boxes.void(clerk, made.id, "登记重了")


def test_pieces_are_corrected_added_and_left_out_but_a_registered_one_stays(clerk, opening):
    made = boxes.enter(clerk, opening, PIECES)
    first, second = boxes.pieces_of(clerk, made.id)
    registered(clerk, first)
    changed = [replace(first, summary="村口两盏路灯坏了。", treatment=Treatment.EMPTY), BoxPiece(summary="又找到一封")]
    boxes.edit(clerk, made.id, changed, piece_count=2)
    now = boxes.pieces_of(clerk, made.id)
    assert [piece.summary for piece in now] == ["村口两盏路灯坏了。", "又找到一封"]
    assert now[0].treatment is Treatment.REGISTERED
    assert clerk.get(BoxPiece, second.id).voided_on == clerk.today
    with pytest.raises(RuleError, match="不能从开箱里去掉"):
        boxes.edit(clerk, made.id, [now[1]], piece_count=1)


@pytest.mark.clause("2.2.3")
def test_who_is_no_officer_enters_no_opening(sign_in: SignIn, opening):
    with pytest.raises(RuleError, match="由联络员办理"):
        boxes.enter(sign_in(Role.VICE_HEAD), opening, PIECES)
