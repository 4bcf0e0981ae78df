"""回避 wherever one may look without the window: search, lists, prints, exports, the command line, a backup (4.7.2)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

import pytest

from lianluozhan import cli
from lianluozhan.models import (
    audit,
    backup,
    drafts,
    exports,
    field_history,
    finding,
    opinions,
    prints,
    residents,
    undoing,
)
from lianluozhan.models.analysis.counting import figures
from lianluozhan.models.analysis.period import Period
from lianluozhan.models.attachments import Attachment, content
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Opinion, Order, View, similar
from lianluozhan.models.paper_codes import code_of
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.sheets import all_rows, ledger, of_record
from lianluozhan.sheets.orders import PrintOrder
from lianluozhan.sheets.sources import SOURCES

from .closed_station import (
    CANARIES,
    CLOSED_TO,
    NAME,
    OPEN_TO,
    OTHER,
    PHONE,
    WORD,
    closed_station,
    enter,
    found_in,
    words_in,
)

pytestmark = pytest.mark.clause("4.7.2")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return closed_station(tmp_path_factory.mktemp("closed") / "home")


@pytest.fixture
def at_work(station) -> Iterator:
    opened = []

    def go(user):
        while opened:
            opened.pop().close()
        opened.append(enter(station.home, user))
        return opened[0]

    yield go
    while opened:
        opened.pop().close()


def everything_read(session) -> Iterator[tuple[str, str]]:
    """All that is stored, as any query of the program would read it; drafts are met through `drafts` only."""
    for (table,) in session.rows(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    ):
        if "_words" not in table and table not in ("drafts", "draft_files", "closures"):
            yield table, words_in(session.rows(f'SELECT * FROM "{table}"'))


def looked_up(session, station) -> Iterator[tuple[str, str]]:
    """What the searches, the lists and the ways beside them show."""
    finder = finding.Finder(session)
    for words in (*CANARIES, "状态:办理中"):
        found = finder.search(words)
        while found.step():
            pass
        yield f"search {words}", words_in([group.hits for group in found.groups])
        yield f"list {words}", words_in(list(all_rows(opinions.search_listing(session, words))))
    for view in View:
        for order in opinions.orders(view, opinions.Narrowing()):
            yield f"view {view}", words_in(list(all_rows(opinions.listing(session, view=view, order=order))))
    yield "residents by name", words_in(residents.by_name(session, NAME[:2]))
    yield "residents by telephone", words_in(residents.by_phone(session, PHONE[:7]))
    yield "prints", words_in(list(all_rows(prints.listing(session))))
    yield "drafts", words_in(drafts.of(session))
    yield "deeds", words_in([undoing.effect_of(session, row["id"]) for row in all_rows(undoing.deeds_of(session))])
    if session.may("audit.read"):
        yield "log", words_in(list(all_rows(audit.lines(session))))


def printed(session) -> Iterator[tuple[str, str]]:
    """Every form of everything of its kind, every ledger, and every volume of everything that has one."""
    for number in (*FORMS, *LEDGERS):
        try:
            for document in PrintOrder(number)._documents(session, lambda done, total, what: None):
                yield f"print {number}", words_in(document)
        except RuleError as refusal:
            yield f"print {number}", str(refusal)


@pytest.mark.parametrize("user", CLOSED_TO)
def test_no_query_of_the_program_reads_what_is_closed(station, at_work, user):
    session = at_work(user)
    assert {table: found for table, text in everything_read(session) if (found := found_in(text))} == {}


def test_the_same_queries_read_it_for_everybody_else(station, at_work):
    found = set()
    tables = {
        table
        for table, text in everything_read(at_work(OPEN_TO[0]))
        if (said := found_in(text)) and not found.update(said)
    }
    assert found == set(CANARIES)
    assert {
        "opinions",
        "opinion_steps",
        "dispatches",
        "replies",
        "deputies",
        "visits",
        "attachments",
        "calls",
    } <= tables
    assert {"promises", "suggestions", "supervisions", "applications", "service_records", "audit_log"} <= tables


@pytest.mark.parametrize("user", CLOSED_TO)
def test_no_search_and_no_list_shows_it(station, at_work, user):
    session = at_work(user)
    assert {where: found for where, text in looked_up(session, station) if (found := found_in(text))} == {}


def test_the_same_searches_and_lists_show_it_to_everybody_else(station, at_work):
    session = at_work(OPEN_TO[0])
    shown = {where for where, text in looked_up(session, station) if found_in(text)}
    assert {
        f"search {WORD}",
        f"search {NAME}",
        f"search {OTHER}",
        "residents by name",
        "residents by telephone",
    } <= shown
    assert any(where.startswith("view") for where in shown)


@pytest.mark.parametrize("user", CLOSED_TO)
def test_no_form_ledger_or_volume_prints_it(station, at_work, user):
    session = at_work(user)
    assert {where: found for where, text in printed(session) if (found := found_in(text))} == {}


def test_the_same_forms_print_it_for_everybody_else(station, at_work):
    shown = {where for where, text in printed(at_work(OPEN_TO[0])) if found_in(text)}
    assert {"print F10", "print F17", *(f"print {number}" for number in LEDGERS)} <= shown
    assert len(shown) > 20


def test_a_ledger_says_in_the_place_of_the_matter_that_it_is_closed(station, at_work):
    numbers = {
        user: [row["number"] for row in all_rows(opinions.listing(at_work(user), view=View.ALL, order=Order.OLDEST))]
        for user in ("liujie", "zhouchangfu")
    }
    hidden = sorted(set(numbers["liujie"]) - set(numbers["zhouchangfu"]))
    missing = hidden[0].removeprefix("社情民意").removesuffix("号")
    session = at_work("zhouchangfu")
    rows = list(all_rows(opinions.listing(session, view=View.ALL, order=Order.OLDEST)))
    whole, narrowed = (words_in(ledger(session, rows, name="", narrowed=words)) for words in ("", "石桥村"))
    assert missing in whole
    assert whole.count("已回避") == 2
    assert missing not in narrowed


@pytest.mark.parametrize("user", CLOSED_TO)
def test_asked_for_by_its_number_every_form_and_file_is_refused_with_the_sentence(station, at_work, user):
    session = at_work(user)
    file_id = session.value(
        "SELECT id FROM main.attachments WHERE owner_table = 'opinions' AND owner_id = ?", (station.opinion_id,)
    )
    ways = [
        lambda n=number: of_record(session, n, station.opinion_id)
        for number, form in FORMS.items()
        if form.of == "opinions"
    ]
    ways += [
        lambda n=number: of_record(session, n, station.deputy_id)
        for number, form in FORMS.items()
        if form.of == "deputies" and not form.together
    ]
    ways += [
        lambda: SOURCES["opinions"].read(session, station.other_id),
        lambda: content(session, file_id),
        lambda: session.get(Attachment, file_id),
        lambda: opinions.file_of(session, station.opinion_id),
        lambda: list(PrintOrder("整卷", station.opinion_id)._documents(session, lambda done, total, what: None)),
    ]
    for way in ways:
        with pytest.raises(RuleError, match="对您回避（李建国，2026年11月24日），请由别的同事办理。"):
            way()


@pytest.mark.parametrize("user", CLOSED_TO)
def test_the_command_line_lists_it_to_nobody_it_is_closed_to(station, at_work, user, monkeypatch, capsys):
    session = at_work(user)
    for area, table in cli.AREAS.items():
        text = words_in([dict(row) for row in all_rows(Listing(session.db, table))])
        assert found_in(text) == set(), area
    session.close()
    monkeypatch.setenv(cli.USER, user)
    monkeypatch.setenv(cli.PASSWORD, PASSWORD)
    options = argparse.Namespace(home=station.home.folder, area="opinions", json=True)
    assert cli._list(options) == cli.DONE
    assert found_in(capsys.readouterr().out) == set()


def test_an_export_leaves_it_out(station, at_work, tmp_path):
    session = at_work("zhouchangfu")
    listing = opinions.listing(session, view=View.ALL, order=Order.OLDEST)
    written = exports.write(session, exports.rows_of(listing), tmp_path / "清单.xlsx", "清单", unmasked=True)
    assert written == len(list(all_rows(listing)))
    ids = {row["id"] for row in all_rows(listing)}
    assert not ids & {station.opinion_id, station.other_id}
    assert exports.rows_of(listing, [station.opinion_id]).__next__() == []


def test_a_history_that_was_open_before_is_not_read_on(station, at_work):
    opinion = at_work("liujie").get(Opinion, station.opinion_id)
    assert found_in(words_in(field_history.history(at_work("liujie"), opinion)))
    assert field_history.history(at_work("zhouchangfu"), opinion) == []


def test_typing_the_same_again_finds_nothing_like_it(station, at_work):
    typed = similar.Typed(title=f"{OTHER}{OTHER}", content=f"{OTHER}{OTHER}", submitter_name=NAME, phone=PHONE)
    assert found_in(words_in(similar.found_at_once(at_work("liujie"), typed)))
    assert found_in(words_in(similar.found_at_once(at_work("zhouchangfu"), typed))) == set()


def test_a_backup_that_is_looked_into_shows_it_no_more_than_the_station(station, at_work, tmp_path):
    result = backup.back_up(at_work("liujie"), tmp_path)
    head = at_work("wangxiuying")
    inside = backup.open_inside(result.path, head, backup.by_session(head))
    try:
        assert {table for table, text in everything_read(inside.session) if found_in(text)} == set()
        assert backup.difference(head, inside, station.opinion_id) is None
    finally:
        inside.close()


@pytest.mark.parametrize("user", [CLOSED_TO[1], OPEN_TO[1]])
def test_a_backup_is_whole_whoever_makes_it(station, at_work, user, tmp_path):
    result = backup.back_up(at_work(user), tmp_path)
    session = at_work("liujie")
    assert result.info.opinions == session.value("SELECT count(*) FROM opinions")
    assert result.info.attachments == session.value("SELECT count(DISTINCT stored_as) FROM attachments")


def test_its_number_and_its_paper_code_say_why(station, at_work):
    code = code_of("F10", station.opinion_id)
    number = at_work("liujie").get(Opinion, station.opinion_id).number
    session = at_work("zhouchangfu")
    for typed in (number, code):
        found = finding.Finder(session).search(typed)
        while found.step():
            pass
        assert found.closed.startswith("这一件对您回避（李建国"), typed
        assert found_in(words_in([group.hits for group in found.groups])) == set()


def test_the_figures_are_those_of_the_whole_station_whoever_counts(station, at_work):
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    mine = figures(at_work("zhouchangfu"), period)
    theirs = figures(at_work("liujie"), period)
    assert mine.counts == theirs.counts
    assert mine.groups == theirs.groups
    assert found_in(words_in(mine)) == set()
