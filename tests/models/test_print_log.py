"""The print log: what left the program is found again by words and by the 纸号, and can be said to be void."""

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan import sheets
from lianluozhan.models import opinions, prints
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.finding import Finder
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.permissions import Role

from .opinions.conftest import STREETLIGHT


@pytest.fixture
def officer(sign_in):
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def printed(officer, sign_in, clock):
    """An opinion of this officer printed on paper, and a week later saved as PDF by the vice head."""
    opinion = opinions.register(officer, STREETLIGHT)
    sheets.log(officer, "F10", [opinion.id], prints.PAPER, 2, purpose="登记用", pages=1)
    clock.go_to(date(2026, 3, 12))
    sheets.log(sign_in(Role.VICE_HEAD), "F17", [opinion.id], "pdf")
    return opinion


def forms_in(listing):
    return [row["form"] for row in listing.page(50)]


@pytest.mark.clause("4.3.2")
def test_the_log_says_who_printed_what_when_how_and_what_for(officer, printed):
    newest, first = prints.listing(officer).page(50)
    assert (newest["form"], newest["way"], newest["printed_by_name"]) == ("F17", "pdf", "刘桂兰")
    assert (first["copies"], first["purpose"], first["pages"]) == (2, "登记用", 1)
    assert first["opinion_title"] == STREETLIGHT.title and first["paper_code"] == code_of("F10", printed.id)


def test_the_log_is_narrowed_by_words_days_and_forms(officer, printed):
    assert forms_in(prints.listing(officer, "刘桂兰")) == ["F17"]
    assert forms_in(prints.listing(officer, "路灯")) == ["F17", "F10"]
    assert forms_in(prints.listing(officer, "登记用")) == ["F10"]
    assert forms_in(prints.listing(officer, "征询", forms=["F17"])) == ["F17"]
    assert forms_in(prints.listing(officer, code_of("F10", printed.id).lower())) == ["F10"]
    assert forms_in(prints.listing(officer, until=date(2026, 3, 5))) == ["F10"]
    assert forms_in(prints.listing(officer, since=date(2026, 3, 6))) == ["F17"]
    assert forms_in(prints.listing(officer, "水库")) == []


def test_a_printed_sheet_is_said_to_be_void_with_a_reason_and_stays_in_the_log(officer, printed):
    entry = prints.prints_of(officer, "F10", "opinions", printed.id)[0]
    with pytest.raises(InvalidRecord, match="为什么作废"):
        prints.void(officer, entry.id, " ")
    voided = prints.void(officer, entry.id, "填错了，已重打")
    assert voided.voided_on == officer.today and voided.voided_by == officer.staff.id
    with pytest.raises(RuleError, match="已经作废"):
        prints.void(officer, entry.id, "再来一次")
    assert len(prints.listing(officer).page(50)) == 2
    assert forms_in(prints.listing(officer, voided=False)) == ["F17"]


def test_whoever_only_keeps_the_archive_does_not_void_sheets(officer, sign_in, printed):
    entry = prints.prints_of(officer, "F10", "opinions", printed.id)[0]
    with pytest.raises(RuleError):
        prints.void(sign_in(Role.ARCHIVIST), entry.id, "填错了")


def found(session, line):
    search = Finder(session).search(line)
    while search.step():
        pass
    return [hit for group in search.groups if group.kind == "sheet" for hit in group.hits]


def test_a_typed_paper_code_finds_the_record_of_the_sheet(officer, printed):
    code = code_of("F10", printed.id)
    [hit] = found(officer, code.replace("-", " ").lower())
    assert (hit.kind, hit.key) == ("opinion", printed.id) and code in hit.detail
    assert found(officer, code[:-1] + ("2" if code[-1] != "2" else "3")) == []
    assert found(officer, code_of("F10", printed.id + 7)) == []  # no such record


def test_the_code_of_a_voided_sheet_says_so(officer, printed):
    prints.void(officer, prints.prints_of(officer, "F10", "opinions", printed.id)[0].id, "填错了")
    [hit] = found(officer, code_of("F10", printed.id))
    assert "已作废" in hit.detail


def test_a_filled_sheet_of_one_record_carries_its_code_a_blank_or_a_ledger_none(officer, printed):
    assert sheets.of_record(officer, "F10", printed.id).code == code_of("F10", printed.id)
    assert sheets.of_record(officer, "F10", printed.id, coded=False).code == ""
    assert sheets.blank(officer, "F10").code == ""
    rows = list(sheets.all_rows(opinions.listing(officer)))
    assert sheets.ledger(officer, rows, name="").code == ""
    replaced = replace(STREETLIGHT, title="另一件")
    other = opinions.register(officer, replaced)
    assert sheets.of_record(officer, "F10", other.id).code != code_of("F10", printed.id)
