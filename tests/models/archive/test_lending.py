"""Readings and loans of the archive: asked for, approved by another, handed out, back and counted (4.6.3, F83, F84)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import attachments, closures, settings
from lianluozhan.models.archive import lending, lending_desk, lending_lists
from lianluozhan.models.archive.lending import Loan, LoanState, UseDecision, UsePurpose, UseWay
from lianluozhan.models.archive.record import Item, ItemKind, Volume
from lianluozhan.models.archive.transferring import Transfer, TransferLine
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.numbering import NumberSeries
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from .shelves import TODAY, asked, filed

SignIn = Callable[[Role], Session]
YES, NO = UseDecision.YES, UseDecision.NO


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.ARCHIVIST)


@pytest.fixture
def head(sign_in: SignIn) -> Session:
    return sign_in(Role.HEAD)


@pytest.fixture
def vice(sign_in: SignIn) -> Session:
    return sign_in(Role.VICE_HEAD)


@pytest.fixture
def item(clerk: Session) -> Item:
    return filed(clerk)


def granted(clerk: Session, head: Session, item: Item, **values: object) -> Loan:
    loan = lending.apply(clerk, asked(item, **values))
    return lending.decide(head, loan.id, YES, "同意。")


def out(clerk: Session, head: Session, item: Item, **values: object) -> Loan:
    return lending_desk.hand_out(clerk, granted(clerk, head, item, **values).id)


def state(session: Session, loan: Loan) -> LoanState:
    return lending.state_of(session.get(Loan, loan.id), session.today)


@pytest.mark.clause("4.6.3")
def test_a_loan_goes_from_the_application_to_the_counted_return(clerk, head, item, clock):
    loan = lending.apply(clerk, asked(item, office_words="材料完整，可以借。"))
    assert (loan.number, loan.pages, loan.entered_by) == ("借阅〔2026〕1号", 9, clerk.staff.id)
    assert state(clerk, loan) is LoanState.WAITING
    loan = lending.decide(head, loan.id, YES, "同意，按期归还。")
    assert (loan.decided_by, loan.decided_on, loan.source) == (head.staff.id, TODAY, Source.PROGRAM)
    assert state(clerk, loan) is LoanState.APPROVED
    loan = lending_desk.hand_out(clerk, loan.id)
    assert loan.due_on == date(2026, 3, 12)  # 借阅期限 7 日
    assert state(clerk, loan) is LoanState.OUT
    assert lending_lists.item_state(clerk, item.id) == ("镇党政办马一鸣借出，3月12日前归还", "wait")
    clock.go_to(date(2026, 3, 11))
    loan = lending_desk.give_back(clerk, loan.id, 9, is_whole=True)
    assert state(clerk, loan) is LoanState.BACK
    assert lending_lists.item_state(clerk, item.id) is None
    assert lending.apply(clerk, asked(item)).number == "借阅〔2026〕2号"


def test_the_length_of_a_loan_is_what_the_settings_say(clerk, head, sign_in, item):
    settings.change(sign_in(Role.ADMINISTRATOR), "archive.borrow_days", "10 日")
    loan = granted(clerk, head, item)
    with pytest.raises(InvalidRecord, match="借出最长 10 日，应还日期最晚是2026年3月16日"):  # the 15th is a Sunday
        lending_desk.hand_out(clerk, loan.id, due_on=date(2026, 3, 20))
    with pytest.raises(InvalidRecord, match="不能早于交出那天"):
        lending_desk.hand_out(clerk, loan.id, due_on=date(2026, 3, 4))
    assert lending_desk.hand_out(clerk, loan.id, due_on=date(2026, 3, 9)).due_on == date(2026, 3, 9)


@pytest.mark.clause("4.6.3")
@pytest.mark.parametrize("way", [UseWay.READ, UseWay.COPY])
def test_what_is_read_or_copied_here_goes_through_the_same_register_and_is_due_the_same_day(
    clerk, head, item, clock, way
):
    loan = out(clerk, head, item, way=way, pages=3)
    assert loan.due_on == TODAY
    with pytest.raises(RuleError, match="当天看完收回，不续借"):
        lending_desk.renew(clerk, loan.id)
    clock.forward(1)
    assert state(clerk, loan) is LoanState.OVERDUE


def test_nothing_is_handed_out_that_nobody_approved(clerk, head, item):
    loan = lending.apply(clerk, asked(item))
    with pytest.raises(RuleError, match="还没有审批，不能交出"):
        lending_desk.hand_out(clerk, loan.id)
    lending.decide(head, loan.id, NO, "原件正在复印。")
    with pytest.raises(RuleError, match="没有同意，不能交出"):
        lending_desk.hand_out(clerk, loan.id)
    assert state(clerk, loan) is LoanState.REFUSED
    assert clerk.get(Loan, loan.id).handed_on is None


@pytest.mark.clause("5.1.3")
def test_nobody_approves_what_he_wants_himself_or_what_he_entered(clerk, head, vice, item, db, keys, folder, clock):
    own = lending.apply(clerk, asked(item, applicant=head.staff.name))
    with pytest.raises(RuleError, match="是这份申请的申请人，不能自己审批"):
        lending.decide(head, own.id, YES)
    with pytest.raises(RuleError, match="是这份申请的申请人，不能自己审批"):
        lending.decide(clerk, own.id, YES, signed=Signed(head.staff.id, TODAY))
    assert lending_lists.waiting_for(head) == []
    assert lending.decide(vice, own.id, YES).decided_by == vice.staff.id
    both = Session(
        db, vice.staff, frozenset({Role.VICE_HEAD, Role.LIAISON_OFFICER}), keys=keys, folder=folder, now=clock
    )
    entered = lending.apply(both, asked(item))
    with pytest.raises(RuleError, match="登记的，不能再由本人审批"):
        lending.decide(both, entered.id, YES)
    assert [loan.id for loan in lending_lists.waiting_for(head)] == [entered.id]


def test_a_signed_sheet_is_entered_by_the_clerk_with_its_scan(clerk, head, sign_in, item, clock):
    loan = lending.apply(clerk, asked(item))
    worker = sign_in(Role.FUND_CLERK).staff.id
    for signer, day, field, words in (
        (worker, TODAY, "signed_by", "在签字那天不是站长或副站长"),
        (head.staff.id, date(2026, 3, 6), "signed_on", "不能晚于今天"),
        (head.staff.id, date(2026, 3, 4), "signed_on", "不能早于申请日期"),
    ):
        with pytest.raises(InvalidRecord) as refusal:
            lending.decide(clerk, loan.id, YES, signed=Signed(signer, day))
        assert words in refusal.value.problems[field]
    clock.forward(2)
    scan = Enclosed("审批单.jpg", content=b"\xff\xd8sheet")
    loan = lending.decide(clerk, loan.id, YES, "同意。", signed=Signed(head.staff.id, date(2026, 3, 6), scan))
    assert (loan.source, loan.decided_by, loan.decided_on) == (Source.PAPER, head.staff.id, date(2026, 3, 6))
    [kept] = attachments.of(clerk, Loan.TABLE, loan.id)
    assert (kept.name, kept.purpose) == ("审批单.jpg", lending.SHEET)
    with pytest.raises(InvalidRecord, match="不能早于 2026年3月6日"):
        lending_desk.hand_out(clerk, loan.id, on=date(2026, 3, 5))


@pytest.mark.clause("4.7.2")
def test_what_holds_private_matters_is_read_here_unless_the_head_decides(clerk, head, vice):
    private = filed(clerk, keeps_secret=True)
    loan = lending.apply(clerk, asked(private))
    with pytest.raises(RuleError, match="含个人隐私，一般只在站里查阅，不借出。要借出，由站长本人决定"):
        lending.decide(vice, loan.id, YES)
    with pytest.raises(RuleError, match="由站长本人决定"):
        lending.decide(clerk, loan.id, YES, signed=Signed(vice.staff.id, TODAY))
    read = lending.decide(vice, loan.id, YES, "只同意在站里看。", way=UseWay.READ)
    assert lending_desk.hand_out(clerk, read.id).due_on == TODAY
    other = lending.apply(clerk, asked(filed(clerk, 2, keeps_secret=True), way=UseWay.COPY, pages=2))
    with pytest.raises(RuleError, match="不复印"):
        lending.decide(vice, other.id, YES)
    assert lending.decide(head, other.id, YES).way is UseWay.COPY


def test_more_than_was_asked_for_is_not_granted(clerk, head, item):
    loan = lending.apply(clerk, asked(item, way=UseWay.READ))
    with pytest.raises(RuleError, match="申请的是查阅，只能同意查阅"):
        lending.decide(head, loan.id, YES, way=UseWay.LEND)
    assert lending.decide(head, loan.id, YES).way is UseWay.READ


@pytest.mark.clause("4.6.3")
def test_what_is_out_is_not_lent_on_and_the_refusal_says_who_has_it_until_when(clerk, head, item, clock):
    out(clerk, head, item)
    second = granted(clerk, head, item, applicant="孙强", organisation="")
    with pytest.raises(RuleError, match="现在由镇党政办马一鸣借出，应还日期2026年3月12日，还没有收回。不能转借"):
        lending_desk.hand_out(clerk, second.id)
    clock.forward(9)
    with pytest.raises(RuleError, match="应还日期2026年3月12日，已经逾期"):
        lending_desk.hand_out(clerk, second.id)
    assert state(clerk, second) is LoanState.APPROVED


def test_a_piece_of_a_bound_volume_is_out_with_its_volume(clerk, head):
    with clerk.action("archive.box"):
        volume = clerk.add(Volume(year=2025, number=1, title="群众意见"))
    first, second = (filed(clerk, n, volume_id=volume.id) for n in (1, 2))
    out(clerk, head, first)
    other = granted(clerk, head, second, applicant="孙强")
    with pytest.raises(RuleError, match="WS·2025-D30-0002 订在同一卷里，这一卷现在由镇党政办马一鸣借出"):
        lending_desk.hand_out(clerk, other.id)


def test_what_is_no_longer_here_is_neither_asked_for_nor_handed_out(clerk, head, item):
    with clerk.action("archive.transfer"):
        made = clerk.add(Transfer(receiver="县档案馆", prepared_on=TODAY))
        clerk.add(TransferLine(transfer_id=made.id, item_id=item.id))
    loan = granted(clerk, head, item)
    for values, words in (
        ({"handed_over_on": TODAY}, "已于2026年3月5日移交县档案馆"),
        ({"destroyed_on": TODAY}, "已于2026年3月5日销毁，只有目录还在"),
        ({"voided_on": TODAY}, "已经撤件"),
    ):
        with clerk.action("archive.file"):
            clerk.change(clerk.get(Item, item.id), **values)
        for deed in (lambda: lending.apply(clerk, asked(item)), lambda: lending_desk.hand_out(clerk, loan.id)):
            with pytest.raises(RuleError, match=words):
                deed()
    with pytest.raises(RuleError, match="还没有编件号"):
        lending.apply(clerk, asked(filed(clerk, None)))


def test_a_loan_is_renewed_once_and_not_when_it_is_late_or_somebody_waits(clerk, head, item, clock):
    loan = out(clerk, head, item)
    waiting = lending.apply(clerk, asked(item, applicant="孙强", organisation=""))
    with pytest.raises(RuleError, match=r"孙强也在等这一件（借阅〔2026〕2号），不能续借"):
        lending_desk.renew(clerk, loan.id)
    lending_desk.void(clerk, waiting.id, "登记重了")
    loan = lending_desk.renew(clerk, loan.id)
    assert (loan.renewals, loan.due_on) == (1, date(2026, 3, 19))
    with pytest.raises(RuleError, match="已经续借 1 次，最多续借 1 次"):
        lending_desk.renew(clerk, loan.id)
    late = out(clerk, head, filed(clerk, 2))
    clock.forward(8)
    with pytest.raises(RuleError, match="已于2026年3月12日到期，逾期的不能续借"):
        lending_desk.renew(clerk, late.id)


@pytest.mark.clause("4.6.3")
@pytest.mark.parametrize(
    ("pages", "is_whole", "words"),
    [(8, True, "归还 8 页，对不上"), (10, True, "归还 10 页"), (9, False, "没有勾“完好”")],
)
def test_a_return_that_does_not_agree_needs_words_and_stays_open_until_it_is_cleared_up(
    clerk, head, item, pages, is_whole, words
):
    loan = out(clerk, head, item)
    with pytest.raises(InvalidRecord) as refusal:
        lending_desk.give_back(clerk, loan.id, pages, is_whole=is_whole)
    assert words in refusal.value.problems["return_words"]
    assert state(clerk, loan) is LoanState.OUT
    lending_desk.give_back(clerk, loan.id, pages, is_whole=is_whole, words="缺第 9 页，借阅人在找。")
    assert state(clerk, loan) is LoanState.IN_DOUBT
    assert lending_lists.counts(clerk).in_doubt == 1
    again = granted(clerk, head, item)
    with pytest.raises(RuleError, match=r"上次归还（借阅〔2026〕1号）对不上，还在待查"):
        lending_desk.hand_out(clerk, again.id)
    with pytest.raises(InvalidRecord, match="请写明查到了什么"):
        lending_desk.settle(clerk, loan.id, " ")
    lending_desk.settle(clerk, loan.id, "第 9 页夹在封底，已放回。")
    assert state(clerk, loan) is LoanState.BACK
    assert state(clerk, lending_desk.hand_out(clerk, again.id)) is LoanState.OUT
    with pytest.raises(RuleError, match="没有要查清的事"):
        lending_desk.settle(clerk, loan.id, "又查")


def test_a_correction_of_the_pages_opens_no_old_return_again(clerk, head, item):
    loan = out(clerk, head, item)
    lending_desk.give_back(clerk, loan.id, 9, is_whole=True)
    with clerk.action("archive.file"):
        clerk.change(clerk.get(Item, item.id), pages=10)
    assert state(clerk, loan) is LoanState.BACK


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"applicant": " "}, "applicant", "请填写“查阅（借阅）人”"),
        ({"asked_on": None}, "asked_on", "请填写“申请日期”"),
        ({"asked_on": date(2026, 3, 6)}, "asked_on", "不能晚于今天"),
        ({"asked_on": date(2025, 12, 1)}, "asked_on", "不能早于 2026年1月8日"),
        ({"purpose": UsePurpose.OTHER}, "purpose_words", "请写一句作什么用"),
        ({"way": UseWay.COPY}, "pages", "请填写复印几页"),
        ({"purpose_words": "机密★查"}, "purpose_words", "涉密标志"),
        ({"item_id": None}, "item_id", "请先选要查阅、借阅的件"),
    ],
)
def test_what_cannot_be_kept_takes_no_number(clerk, item, values, field, words):
    with pytest.raises(InvalidRecord) as refusal:
        lending.apply(clerk, asked(item, **values))
    assert words in refusal.value.problems[field]
    assert clerk.select(Loan) == [] and clerk.select(NumberSeries) == []


def test_an_application_is_corrected_until_it_is_decided_and_voided_while_nothing_is_out(clerk, head, item):
    loan = lending.apply(clerk, asked(item))
    lending.advise(clerk, loan.id, "可以借。")
    changed = lending.edit(clerk, loan.id, applicant="孙强", phone=" 1 ", decision=YES, number="借阅〔2026〕9号")
    assert (changed.applicant, changed.phone, changed.decision, changed.number) == ("孙强", "1", None, loan.number)
    with pytest.raises(InvalidRecord, match="请写明理由"):
        lending.decide(head, loan.id, NO)
    lending.decide(head, loan.id, YES)
    for deed in (
        lambda: lending.edit(clerk, loan.id, applicant="马一鸣"),
        lambda: lending.advise(clerk, loan.id, "不可以。"),
        lambda: lending.decide(head, loan.id, NO, "不行。"),
    ):
        with pytest.raises(RuleError, match="已经审批（同意），不能再改"):
            deed()
    lending_desk.hand_out(clerk, loan.id)
    with pytest.raises(RuleError, match="还在镇党政办孙强手里，不能作废"):
        lending_desk.void(clerk, loan.id, "登记重了")
    with pytest.raises(RuleError, match="已于2026年3月5日交出"):
        lending_desk.hand_out(clerk, loan.id)
    lending_desk.give_back(clerk, loan.id, 9, is_whole=True)
    with pytest.raises(RuleError, match="已于2026年3月5日收回"):
        lending_desk.give_back(clerk, loan.id, 9, is_whole=True)
    lending_desk.void(clerk, loan.id, "登记重了")
    assert state(clerk, loan) is LoanState.VOIDED
    with pytest.raises(RuleError, match="已经作废，不能再办"):
        lending_desk.settle(clerk, loan.id, "查")
    assert state(clerk, lending_desk.unvoid(clerk, loan.id)) is LoanState.BACK


def test_the_list_and_the_record_say_the_same_state_and_every_view_has_its_own(clerk, head, clock):
    items = [filed(clerk, n) for n in range(1, 8)]
    waiting = lending.apply(clerk, asked(items[0]))
    refused = lending.apply(clerk, asked(items[1]))
    lending.decide(head, refused.id, NO, "不行。")
    approved = granted(clerk, head, items[2])
    late = out(clerk, head, items[3], applicant="孙强", organisation="")
    clock.forward(8)
    later = date(2026, 3, 13)
    running = out(clerk, head, items[4], applicant="何洁", asked_on=later)
    back, doubtful = (out(clerk, head, item, asked_on=later) for item in items[5:])
    lending_desk.give_back(clerk, back.id, 9, is_whole=True)
    lending_desk.give_back(clerk, doubtful.id, 8, is_whole=True, words="少一页")
    views = {
        key: {row["id"] for row in lending_lists.listing(clerk, view=key).page(20)} for key, _ in lending_lists.VIEWS
    }
    assert views == {
        "": {waiting.id, refused.id, approved.id, late.id, running.id, back.id, doubtful.id},
        "waiting": {waiting.id},
        "approved": {approved.id},
        "out": {late.id, running.id},
        "overdue": {late.id},
        "in_doubt": {doubtful.id},
        "back": {back.id, doubtful.id},
    }
    for row in lending_lists.listing(clerk).page(20):
        assert row["state"] == state(clerk, clerk.get(Loan, row["id"]))
    assert lending_lists.counts(clerk) == lending_lists.Counts(1, 1, 2, 1, 1)
    assert [loan.id for loan in lending_lists.overdue(clerk)] == [late.id]
    assert lending_lists.item_state(clerk, items[3].id) == ("孙强借出，逾期 1 日没有归还", "stop")
    found = lending_lists.listing(clerk, "何洁").page(5)
    assert [(row["id"], row["archival_number"]) for row in found] == [(running.id, "WS·2025-D30-0005")]
    assert lending_lists.listing(clerk, item_id=items[4].id).count() == 1
    assert lending_lists.of_period(clerk, TODAY, TODAY) == [waiting.id, refused.id, approved.id, late.id]


def test_what_is_closed_to_somebody_is_neither_lent_by_him_nor_decided_on(clerk, head, sign_in):
    officer = sign_in(Role.LIAISON_OFFICER)
    with officer.action("opinion.register"):
        matter = officer.add(Opinion(title="路灯", content="路灯坏了", received_on=date(2025, 5, 6)))
    item = filed(clerk, kind=ItemKind.OPINION, source_table="opinions", source_id=matter.id)
    loan = lending.apply(clerk, asked(item))
    closed = sign_in(Role.FUND_CLERK)
    closed.roles = frozenset({Role.VICE_HEAD, Role.ARCHIVIST})
    closures.decide(head, Closure(staff_id=closed.staff.id, opinion_id=matter.id, reason="亲属"))
    closures.apply(closed)
    for deed in (lambda: lending.decide(closed, loan.id, YES), lambda: lending.apply(closed, asked(item))):
        with pytest.raises(RuleError, match="对您回避"):
            deed()
    assert lending_lists.waiting_for(closed) == []
    closures.apply(head)
    assert lending.decide(head, loan.id, YES).decided_by == head.staff.id


def test_the_masked_entry_shows_neither_telephone_nor_the_title_of_a_private_piece(clerk):
    private = filed(clerk, keeps_secret=True, persons="孙桂兰")
    loan = lending.apply(clerk, asked(private))
    masked = lending_lists.masked_loan(lending_lists.loan_file(clerk, loan.id))
    assert "139" not in masked.loan.phone.replace("139****0009", "")
    assert (masked.item.title, masked.item.persons) == ("（含个人隐私，题名略）", "")
    plain = lending_lists.loan_file(clerk, lending.apply(clerk, asked(filed(clerk, 2))).id)
    assert lending_lists.masked_loan(plain).item.title == plain.item.title
