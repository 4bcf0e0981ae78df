"""Official documents: drafted, signed by a leader, numbered without gaps or repeats, voided, copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from lianluozhan.models import official, settings, stations
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.attachments import of as attachments_of
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.official import DocumentState, Genre, Layout, OfficialDocument
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from .conftest import Clock

SignIn = Callable[[Role], Session]
LETTER = OfficialDocument(
    genre=Genre.LETTER, layout=Layout.LETTER, title="关于商请修复路灯的函", addressee="县供电公司", body="现商请如下。"
)
REPORT = OfficialDocument(
    genre=Genre.REPORT,
    layout=Layout.GENERAL,
    title="关于路灯管护情况的报告",
    addressee="县人大常委会",
    body="现报告如下。",
)


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def head(sign_in: SignIn) -> Session:
    return sign_in(Role.HEAD)


def problems(deed: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as refused:
        deed()
    return dict(refused.value.problems)


@pytest.mark.clause("3.2.2")
def test_a_draft_names_the_congress_as_sender_and_has_no_number_yet(clerk: Session) -> None:
    made = official.draft(clerk, replace(LETTER, number="冒充〔2026〕1号", state=DocumentState.ISSUED))
    assert (made.organ, made.number, made.state) == ("青石镇人民代表大会主席团", "", DocumentState.DRAFT)
    assert made.drafted_by == clerk.staff.id


def test_signing_gives_the_number_the_name_and_the_day(clerk: Session, head: Session) -> None:
    draft = official.draft(clerk, LETTER)
    assert official.next_number(clerk, draft, 2026) == "青石人大函〔2026〕1号"
    issued = official.issue(head, draft.id)
    assert issued.number == "青石人大函〔2026〕1号"
    assert (issued.signer, issued.dated_on, issued.issued_on) == ("陈国栋", date(2026, 3, 5), date(2026, 3, 5))
    assert issued.state is DocumentState.ISSUED


def test_letters_and_other_documents_are_counted_apart_and_without_leading_zeros(clerk: Session, head: Session) -> None:
    numbers = [
        official.issue(head, official.draft(clerk, draft).id).number for draft in (LETTER, REPORT, LETTER, REPORT)
    ]
    assert numbers == ["青石人大函〔2026〕1号", "青石人大〔2026〕1号", "青石人大函〔2026〕2号", "青石人大〔2026〕2号"]


def test_every_year_begins_with_one_by_the_day_of_signing(clerk: Session, head: Session, clock: Clock) -> None:
    official.issue(head, official.draft(clerk, REPORT).id)
    clock.go_to(date(2027, 1, 4))
    late = official.issue(head, official.draft(clerk, REPORT).id, date(2026, 12, 31))
    new = official.issue(head, official.draft(clerk, REPORT).id)
    assert (late.number, new.number) == ("青石人大〔2026〕2号", "青石人大〔2027〕1号")


def test_the_short_name_of_the_sender_is_a_setting(clerk: Session, head: Session) -> None:
    settings.change(head, official.PREFIX, "青人发")
    assert official.issue(head, official.draft(clerk, REPORT).id).number == "青人发〔2026〕1号"
    settings.reset(head, official.PREFIX)
    stations.edit(head, place="城北街道")
    assert official.prefix(head, Layout.GENERAL) == "城北人大"


def test_minutes_and_announcements_have_series_of_their_own(clerk: Session, head: Session) -> None:
    minutes = official.draft(clerk, replace(REPORT, genre=Genre.MINUTES, addressee="", is_sealed=True))
    posted = official.draft(clerk, replace(REPORT, genre=Genre.ANNOUNCEMENT, addressee=""))
    assert not minutes.is_sealed
    assert [official.issue(head, one.id).number for one in (minutes, posted)] == ["〔2026〕1号", "〔2026〕1号"]


@pytest.mark.parametrize("genre", [Genre.REPORT, Genre.REQUEST])
def test_a_document_upward_goes_to_one_superior_in_general_format(clerk: Session, head: Session, genre: Genre) -> None:
    wrong = replace(REPORT, genre=genre, layout=Layout.LETTER, addressee="县人大常委会、镇党委")
    draft = official.draft(clerk, wrong)
    assert set(problems(lambda: official.issue(head, draft.id))) == {"addressee", "layout"}
    official.edit(clerk, draft.id, layout=Layout.GENERAL, addressee="县人大常委会")
    assert official.issue(head, draft.id).signer == "陈国栋"


def test_what_is_missing_is_named_before_signing_and_no_number_is_spent(clerk: Session, head: Session) -> None:
    draft = official.draft(clerk, replace(LETTER, addressee="", body=""))
    assert set(problems(lambda: official.issue(head, draft.id))) == {"addressee", "body"}
    assert "dated_on" in problems(lambda: official.issue(head, draft.id, date(2026, 3, 6)))
    official.edit(clerk, draft.id, addressee="县供电公司", body="现商请如下。")
    assert official.issue(head, draft.id).number == "青石人大函〔2026〕1号"


def test_a_clerk_does_not_sign(clerk: Session) -> None:
    draft = official.draft(clerk, LETTER)
    with pytest.raises(RuleError, match="由站长、副站长办理"):
        official.issue(clerk, draft.id)


def test_a_signature_on_paper_is_entered_with_signer_day_and_scan(clerk: Session, head: Session) -> None:
    draft = official.draft(clerk, LETTER)
    scan = Enclosed("签发稿.pdf", content=b"%PDF-1.4 signed")
    issued = official.record_signed(clerk, draft.id, head.staff.id, date(2026, 3, 3), [scan])
    assert (issued.signer, issued.dated_on) == ("陈国栋", date(2026, 3, 3))
    assert [found.name for found in attachments_of(clerk, "official_documents", draft.id)] == ["签发稿.pdf"]


def test_only_who_led_the_station_on_that_day_can_have_signed(clerk: Session, head: Session) -> None:
    draft = official.draft(clerk, LETTER)
    for signer, day in ((clerk.staff.id, date(2026, 3, 3)), (head.staff.id, date(2024, 12, 31))):
        asked = problems(partial(official.record_signed, clerk, draft.id, signer, day))
        assert "signer_id" in asked
    assert [name for _, name in official.leaders(clerk, date(2026, 3, 3))] == ["陈国栋", "刘桂兰"]


def test_what_was_signed_stays_as_it_was(clerk: Session, head: Session) -> None:
    issued = official.issue(head, official.draft(clerk, LETTER).id)
    with pytest.raises(RuleError, match="已经签发"):
        official.edit(clerk, issued.id, body="改过的正文。")
    with pytest.raises(RuleError, match="已经签发"):
        official.issue(head, issued.id)
    assert clerk.get(OfficialDocument, issued.id).body == LETTER.body


def test_a_voided_document_keeps_its_reason_and_its_number_is_not_given_again(clerk: Session, head: Session) -> None:
    issued = official.issue(head, official.draft(clerk, LETTER).id)
    assert "void_reason" in problems(lambda: official.void(clerk, issued.id, "  "))
    voided = official.void(clerk, issued.id, "主送写漏了，另行签发。")
    assert (voided.void_reason, voided.number) == ("主送写漏了，另行签发。", issued.number)
    with pytest.raises(RuleError, match="已经作废"):
        official.void(clerk, issued.id, "再来一次")
    assert official.unvoid(clerk, issued.id).voided_on is None
    again = official.copy(clerk, issued.id)
    assert (again.number, again.signer, again.dated_on, again.voided_on) == ("", "", None, None)
    assert official.issue(head, again.id).number == "青石人大函〔2026〕2号"


def test_a_voided_draft_is_neither_changed_nor_signed(clerk: Session, head: Session) -> None:
    draft = official.draft(clerk, LETTER)
    official.void(clerk, draft.id, "不用发了。")
    with pytest.raises(RuleError, match="已经作废"):
        official.edit(clerk, draft.id, body="改过的正文。")
    with pytest.raises(RuleError, match="已经作废"):
        official.issue(head, draft.id)


def test_the_list_has_drafts_first_then_the_newest_and_finds_words(clerk: Session, head: Session) -> None:
    first = official.issue(head, official.draft(clerk, LETTER).id)
    second = official.issue(head, official.draft(clerk, REPORT).id)
    gone = official.draft(clerk, LETTER)
    draft = official.draft(clerk, REPORT)
    official.void(clerk, gone.id, "重复。")
    ids = [row["id"] for row in official.listing(clerk).page(10)]
    assert ids == [draft.id, second.id, first.id]
    assert [row["id"] for row in official.listing(clerk, "供电").page(10)] == [first.id]
    assert official.listing(clerk, "供电", voided=True).count() == 2
    assert [row["id"] for row in official.listing(clerk, view="draft").page(10)] == [draft.id]
    assert [row["id"] for row in official.listing(clerk, view="letters").page(10)] == [first.id]
    assert all(official.listing(clerk, view=key).count() >= 0 for key, _ in official.VIEWS)
    assert [row["id"] for row in official.listing(clerk, "100%").page(10)] == []


def test_reports_from_the_figures_are_printed_with_their_own_form() -> None:
    numbers = {genre: official.form_number(genre) for genre in Genre}
    assert {genre for genre, number in numbers.items() if number == "F21"} == {Genre.ANALYSIS, Genre.BULLETIN}
    assert set(numbers.values()) == {"F21", "F122"}
