"""The reading room: who opens what is logged before it is shown, and people are hidden where they must be (4.7.2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import closures
from lianluozhan.models.archive import lending, lending_desk, reading
from lianluozhan.models.archive.lending import Loan, UseDecision, UseWay
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from .shelves import TODAY, asked, filed

SignIn = Callable[[Role], Session]


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.ARCHIVIST)


def with_parts(session: Session, item: Item, count: int = 2) -> Item:
    with session.action("archive.file"):
        for n in range(1, count + 1):
            session.add(Part(item_id=item.id, place=count - n, name=f"第{n}份", pages=1))
        session.add(Part(item_id=item.id, place=9, name="撤出的", voided_on=TODAY))
    return item


def lines(session: Session, table: str = Item.TABLE) -> list[dict[str, object]]:
    sql = "SELECT changes FROM audit_log WHERE action = 'archive.read' AND table_name = ? ORDER BY id"
    return [json.loads(row[0]) for row in session.rows(sql, (table,))]


def sitting(clerk: Session, head: Session, item: Item, way: UseWay = UseWay.READ) -> Loan:
    """A reader to whom the 件 was handed out."""
    loan = lending.apply(clerk, asked(item, way=way))
    lending.decide(head, loan.id, UseDecision.YES)
    return lending_desk.hand_out(clerk, loan.id)


@pytest.mark.clause("4.7.2")
def test_every_opening_of_what_holds_private_matters_is_logged_and_hides_people_from_whoever_may_not_see_them(
    clerk, sign_in
):
    private = with_parts(clerk, filed(clerk, keeps_secret=True))
    opened = reading.open_item(clerk, private.id)
    assert [part.name for part in opened.parts] == ["第2份", "第1份"]
    assert opened.hidden  # an archivist does not see who submitted
    reading.open_item(clerk, private.id)
    assert not reading.open_item(sign_in(Role.LIAISON_OFFICER), private.id).hidden
    assert lines(clerk) == [{"read": "secret"}] * 3


def test_what_holds_nothing_private_is_opened_without_a_line(clerk):
    opened = reading.open_item(clerk, with_parts(clerk, filed(clerk)).id)
    assert not opened.hidden and lines(clerk) == []


@pytest.mark.clause("4.7.2")
def test_nothing_private_is_shown_when_its_line_cannot_be_written(clerk):
    private = filed(clerk, keeps_secret=True)

    def refuse(*_: object) -> None:
        raise RuleError("磁盘满了")

    with clerk.also(lambda: refuse()), pytest.raises(RuleError, match="磁盘满了"):
        reading.open_item(clerk, private.id)
    assert lines(clerk) == []


@pytest.mark.clause("4.7.2")
def test_an_outside_reader_sits_there_with_his_entry_and_sees_nobody(clerk, sign_in):
    head, officer = sign_in(Role.HEAD), sign_in(Role.LIAISON_OFFICER)
    private = filed(clerk, keeps_secret=True)
    loan = sitting(clerk, head, private)
    opened = reading.open_item(officer, private.id, loan.id)
    assert opened.hidden and opened.loan == loan
    assert lines(clerk) == [{"read": "secret", "reader": "镇党政办马一鸣", "loan": "借阅〔2026〕1号"}]
    assert lines(clerk, Loan.TABLE) == [{"read": private.archival_number}]
    other = filed(clerk, 2)
    with pytest.raises(RuleError, match="登记的不是这一件"):
        reading.open_item(officer, other.id, loan.id)
    plain = sitting(clerk, head, other)
    assert not reading.open_item(officer, other.id, plain.id).hidden
    assert lines(clerk)[-1] == {"read": "open", "reader": "镇党政办马一鸣", "loan": "借阅〔2026〕2号"}


def test_nobody_reads_on_an_entry_that_is_not_granted_or_given_back(clerk, sign_in):
    head, item = sign_in(Role.HEAD), filed(clerk)
    loan = lending.apply(clerk, asked(item, way=UseWay.READ))
    with pytest.raises(RuleError, match="现在是“待审批”，不能给马一鸣看"):
        reading.open_item(clerk, item.id, loan.id)
    lending.decide(head, loan.id, UseDecision.YES)
    lending_desk.hand_out(clerk, loan.id)
    lending_desk.give_back(clerk, loan.id, 9, is_whole=True)
    with pytest.raises(RuleError, match="现在是“已还”"):
        reading.open_item(clerk, item.id, loan.id)


def test_what_was_destroyed_has_nothing_to_be_read(clerk):
    with pytest.raises(RuleError, match="已经销毁，只有目录还在"):
        reading.open_item(clerk, filed(clerk, destroyed_on=TODAY).id)


@pytest.mark.clause("4.7.2")
def test_what_is_closed_to_the_reader_is_refused_and_a_closed_part_is_missing_and_counted(clerk, sign_in):
    head, officer = sign_in(Role.HEAD), sign_in(Role.LIAISON_OFFICER)
    with officer.action("opinion.register"):
        matter = officer.add(Opinion(title="路灯", content="路灯坏了", received_on=date(2025, 5, 6)))
    own = filed(clerk, source_table="opinions", source_id=matter.id)
    register = with_parts(clerk, filed(clerk, 2))
    with clerk.action("archive.file"):
        clerk.add(Part(item_id=register.id, name="登记表", record_table="opinions", record_id=matter.id))
    closures.decide(head, Closure(staff_id=clerk.staff.id, opinion_id=matter.id, reason="亲属"))
    closures.apply(clerk)
    with pytest.raises(RuleError, match="对您回避"):
        reading.open_item(clerk, own.id)
    opened = reading.open_item(clerk, register.id)
    assert (len(opened.parts), opened.closed) == (2, 1)
    closures.apply(head)
    assert reading.open_item(head, register.id).closed == 0


def test_the_auditor_and_the_head_see_who_read_what_and_nobody_else(clerk, sign_in, clock):
    head, auditor = sign_in(Role.HEAD), sign_in(Role.AUDITOR)
    private = filed(clerk, keeps_secret=True)
    reading.open_item(clerk, private.id)
    loan = sitting(clerk, head, private)
    reading.open_item(clerk, private.id, loan.id)
    for session in (head, auditor):
        first, second = reading.readings(session).page(10)
        assert (first["who"], first["reader"], first["loan"], first["is_secret"]) == (
            *(clerk.staff.name, "镇党政办马一鸣"),
            *("借阅〔2026〕1号", 1),
        )
        assert (second["reader"], second["archival_number"]) == ("", private.archival_number)
    assert reading.readings(auditor, "马一鸣").count() == 1
    assert reading.readings(auditor, item_id=private.id + 1).count() == 0
    with pytest.raises(RuleError, match="这一步由"):
        reading.readings(clerk)


def test_a_pdf_is_shown_page_by_page_by_another_process_and_a_broken_one_refused(tmp_path):
    from lianluozhan.models.archive import scan_files
    from lianluozhan.printing.catalog import FORMS
    from lianluozhan.printing.pdf import write_pdf

    write_pdf([FORMS["F84"].draw(None, None), FORMS["F83"].draw(None, None)], tmp_path / "two.pdf")
    content = (tmp_path / "two.pdf").read_bytes()
    pages: list[bytes] = []
    scan_files.pictures(content, pages.append)
    assert [page[:3] for page in pages] == [b"\xff\xd8\xff"] * 2
    with pytest.raises(RuleError, match="打不开"):
        scan_files.pictures(b"%PDF-1.7 broken", pages.append)
    with pytest.raises(Cancelled):
        scan_files.pictures(content, pages.append, lambda: True)
