"""移交 to the county archive: what goes, what is held back, three signatures, one list for each 件 (4.6.3, F85)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import closures, settings
from lianluozhan.models.archive import appraising, lending_desk, transferring
from lianluozhan.models.archive.record import Item, ItemKind, Retention, Unit, Volume
from lianluozhan.models.archive.transferring import Signing, Transfer, TransferState
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.models.archive.old_years import bring_back, lend, put

PERMANENT, SHORT = Retention.PERMANENT, Retention.YEARS_10


@pytest.fixture
def archivist(sign_in, clock) -> Session:
    """The archivist, on 10 January 2037."""
    clock.go_to(date(2037, 1, 10))
    return sign_in(Role.ARCHIVIST)


@pytest.fixture
def signing(everybody) -> Signing:
    return Signing(everybody[Role.ARCHIVIST].id, "马一鸣", "刘桂兰", date(2037, 1, 10))


def prepared(archivist: Session, count: int = 3) -> tuple[Transfer, list[Item]]:
    items = [put(archivist, n) for n in range(1, count + 1)]
    return transferring.prepare(archivist, "县档案馆", [item.id for item in items], "U 盘一个"), items


@pytest.mark.clause("4.6.3")
def test_what_is_kept_for_good_or_thirty_years_goes_when_ten_full_years_are_over(archivist, clock) -> None:
    here = [put(archivist, 1), put(archivist, 1, retention=PERMANENT)]
    put(archivist, 1, retention=SHORT)
    put(archivist, 1, year=2027)
    put(archivist, None)
    clock.go_to(date(2036, 12, 31))
    assert transferring.due(archivist) == []
    clock.go_to(date(2037, 1, 1))
    assert [item.id for item in transferring.due(archivist)] == [here[1].id, here[0].id]


def test_the_years_until_then_are_those_of_the_settings(archivist, sign_in) -> None:
    item = put(archivist)
    settings.change(sign_in(Role.HEAD), "archive.transfer_years", "15")
    assert transferring.due(archivist) == []
    with pytest.raises(RuleError, match="没有满 15 年，2042 年起才移交"):
        transferring.prepare(archivist, "县档案馆", [item.id])


def test_what_is_lent_or_under_appraisal_is_named_and_stays_here(archivist, clock) -> None:
    lent, judged, free = put(archivist, 1), put(archivist, 2, kept_until=date(2036, 12, 31)), put(archivist, 3)
    loan = lend(archivist, lent)
    appraising.begin(archivist, [judged.id], "甲、乙、丙")
    assert [item.id for item in transferring.due(archivist)] == [free.id]
    held = [(item.id, why) for item, why in transferring.held_back(archivist)]
    assert held == [(lent.id, "借出未还"), (judged.id, "正在鉴定")]
    with pytest.raises(RuleError, match="0001借出未还，不能移交"):
        transferring.prepare(archivist, "县档案馆", [lent.id, free.id])
    assert archivist.select(Transfer) == []
    bring_back(archivist, loan)
    assert len(transferring.due(archivist)) == 2


def test_what_came_back_with_pages_missing_is_cleared_up_before_it_goes(archivist, sign_in) -> None:
    item = put(archivist, 1)
    loan = lend(archivist, item)
    bring_back(archivist, loan, whole=False)
    assert [(each.id, why) for each, why in transferring.held_back(archivist)] == [
        (item.id, "归还时对不上，还没有查清")
    ]
    lending_desk.settle(sign_in(Role.LIAISON_OFFICER), loan.id, "夹在封底")
    assert transferring.held_back(archivist) == [] and len(transferring.due(archivist)) == 1


def test_nobody_prints_or_signs_a_list_of_which_a_thing_is_closed_to_him(archivist, signing, sign_in) -> None:
    head, officer = sign_in(Role.HEAD), sign_in(Role.LIAISON_OFFICER)
    with officer.action("opinion.register"):
        matter = officer.add(Opinion(received_on=date(2026, 3, 1), title="路灯", content="坏了"))
    items = [put(archivist, 1, kind=ItemKind.OPINION, source_table="opinions", source_id=matter.id), put(archivist, 2)]
    made = transferring.prepare(archivist, "县档案馆", [item.id for item in items])
    assert transferring.refusal(transferring.transfer_file(archivist, made.id)) == ""
    closures.decide(
        head, Closure(staff_id=archivist.staff.id, subject=ClosureSubject.MATTER, opinion_id=matter.id, reason="亲属")
    )
    closures.apply(archivist)
    file = transferring.transfer_file(archivist, made.id)
    assert len(file.items) == 1 and "对您回避" in transferring.refusal(file)
    with pytest.raises(RuleError, match="对您回避"):
        transferring.hand_over(archivist, made.id, signing)


def test_a_list_takes_nothing_short_nothing_without_a_number_and_nothing_that_has_left(archivist) -> None:
    wrong = {
        "只保管 10 年，不移交": put(archivist, 1, retention=SHORT),
        "还没有编件号": put(archivist, None),
        "已经撤件、销毁或者移交": put(archivist, 2, destroyed_on=date(2036, 1, 1)),
        "没有满 10 年，2038 年起": put(archivist, 3, year=2027),
    }
    for words, item in wrong.items():
        with pytest.raises(RuleError, match=words):
            transferring.prepare(archivist, "县档案馆", [item.id])
    with pytest.raises(RuleError, match="请先选要移交的件"):
        transferring.prepare(archivist, "县档案馆", [])
    with pytest.raises(InvalidRecord, match="接收单位"):
        transferring.prepare(archivist, " ", [put(archivist, 4).id])


@pytest.mark.clause("4.6.3")
def test_a_thing_is_on_one_open_list_at_a_time(archivist) -> None:
    made, items = prepared(archivist)
    assert made.number == "移交〔2037〕1号"
    with pytest.raises(RuleError, match="一件不能上两份"):
        transferring.prepare(archivist, "县档案馆", [items[0].id])
    transferring.take_off(archivist, made.id, [items[0].id])
    other = transferring.prepare(archivist, "县档案馆", [items[0].id])
    with pytest.raises(RuleError, match="一件不能上两份"):
        transferring.put_on(archivist, made.id, [items[0].id])
    transferring.void(archivist, other.id, "编重了")
    transferring.put_on(archivist, made.id, [items[0].id])
    assert len(transferring.items_of(archivist, made.id)) == 3


def test_the_list_adds_up_class_by_class(archivist) -> None:
    with archivist.action("archive.set_up"):
        archivist.add(Unit(code="RDB", name="人大办"))
    made = [put(archivist, n, pages=n) for n in (3, 4)]
    made += [put(archivist, 1, retention=PERMANENT, unit="RDB", pages=9)]
    made += [put(archivist, 1, year=2025, pages=2)]
    transfer = transferring.prepare(archivist, "县档案馆", [item.id for item in made])
    file = transferring.transfer_file(archivist, transfer.id)
    said = [(each.words, len(each.items), each.pages, each.span) for each in file.classes]
    assert said == [
        ("2025年度 30年", 1, 2, "0001"),
        ("2026年度 永久 人大办", 1, 9, "0001"),
        ("2026年度 30年", 2, 7, "0003—0004"),
    ]
    assert len(file.items) == 4


def test_of_a_fonds_by_volume_the_list_says_which_volumes_go(archivist) -> None:
    """件号 begin anew in each volume, so that their span would say nothing."""
    with archivist.action("archive.box"):
        volumes = [archivist.add(Volume(year=2026, title="来信", number=number)) for number in (2, 5)]
    items = [put(archivist, n, volume_id=volume.id, pages=4) for volume in volumes for n in (1, 2)]
    made = transferring.prepare(archivist, "县档案馆", [item.id for item in items])
    [of_class] = transferring.transfer_file(archivist, made.id).classes
    assert (of_class.span, len(of_class.items), of_class.pages) == ("案卷0002—0005", 4, 16)


def test_three_different_people_sign_on_a_day_that_was(archivist, signing, everybody) -> None:
    made, items = prepared(archivist)
    wrong = {
        "接收人的姓名": replace(signing, received_by=" "),
        "不能是同一个人": replace(signing, received_by="李 建民"),
        "监交人的姓名": replace(signing, supervised_by=""),
        "不能同时是": replace(signing, supervised_by="马一鸣"),
        "不能早于编制清单": replace(signing, handed_on=date(2037, 1, 9)),
        "不能晚于今天": replace(signing, handed_on=date(2037, 1, 11)),
    }
    for words, each in wrong.items():
        with pytest.raises(InvalidRecord, match=words):
            transferring.hand_over(archivist, made.id, each)
    assert archivist.get(Item, items[0].id).handed_over_on is None


@pytest.mark.clause("4.6.3")
def test_what_is_handed_over_keeps_its_line_and_is_due_for_nothing_more(archivist, signing, clock) -> None:
    made, items = prepared(archivist)
    done = transferring.hand_over(archivist, made.id, signing)
    gone = archivist.get(Item, items[0].id)
    assert (done.state, done.received_by) == (TransferState.HANDED, "马一鸣")
    assert (gone.handed_over_on, gone.sequence) == (date(2037, 1, 10), 1)
    assert gone.remark == "2037年1月10日移交县档案馆（移交〔2037〕1号）"
    assert transferring.due(archivist) == []
    clock.go_to(date(2057, 1, 10))
    assert appraising.due(archivist) == []
    for deed in (
        lambda: transferring.void(archivist, made.id, "错"),
        lambda: transferring.edit(archivist, made.id, "省档案馆", "", ""),
        lambda: transferring.take_off(archivist, made.id, [items[0].id]),
        lambda: transferring.hand_over(archivist, made.id, signing),
    ):
        with pytest.raises(RuleError, match="已经移交"):
            deed()


def test_what_is_lent_after_the_list_was_made_stops_it(archivist, signing) -> None:
    made, items = prepared(archivist)
    lend(archivist, items[1])
    with pytest.raises(RuleError, match="0002借出未还，不能移交"):
        transferring.hand_over(archivist, made.id, signing)
    assert archivist.get(Item, items[0].id).handed_over_on is None
    transferring.take_off(archivist, made.id, [items[1].id])
    transferring.hand_over(archivist, made.id, signing)
    assert archivist.get(Item, items[1].id).handed_over_on is None


def test_an_empty_or_voided_list_is_not_handed_over(archivist, signing) -> None:
    made, items = prepared(archivist, 1)
    transferring.take_off(archivist, made.id, [items[0].id])
    with pytest.raises(RuleError, match="一件也没有"):
        transferring.hand_over(archivist, made.id, signing)
    with pytest.raises(InvalidRecord, match="作废的原因"):
        transferring.void(archivist, made.id, "")
    transferring.void(archivist, made.id, "不移交了")
    with pytest.raises(RuleError, match="已经作废"):
        transferring.hand_over(archivist, made.id, signing)
    assert transferring.listing(archivist).count() == 0
    assert transferring.listing(archivist, voided=True).page(9)[0]["items"] == 0
