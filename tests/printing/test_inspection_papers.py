"""打印全部资料: every paper of a year as files in the order of the clauses, or as one; whole or not there (7.1.3)."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from lianluozhan.models.archive import inspection_papers
from lianluozhan.models.demo import content
from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.homes import sign_in
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.prints import Print
from lianluozhan.sheets import inspection_papers as writing
from tests.keeping import noon
from tests.sample_station import sample_station

YEAR = 2026


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    home = sample_station(tmp_path_factory.mktemp("papers") / "home")
    found = sign_in(home, "zhouchangfu", content.PASSWORD, now=noon)
    yield found
    found.close()


@pytest.fixture(scope="module")
def few(session):
    """The papers of a year, of each at most two records: the way is the same for many."""
    whole = inspection_papers.papers(session, YEAR)
    cut = [inspection_papers.Paper(each.clause, each.number, each.record_ids[:2]) for each in whole]
    patch = pytest.MonkeyPatch()
    patch.setattr(writing, "papers", lambda session, year: cut)
    yield cut
    patch.undo()


def words(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_the_papers_stand_in_the_order_of_the_clauses_with_the_list_first(session) -> None:
    found = inspection_papers.papers(session, YEAR)
    assert (found[0].number, found[0].record_ids) == ("F86", (YEAR,))
    clauses = [tuple(map(int, each.clause.split("."))) for each in found[1:]]
    assert clauses == sorted(clauses)
    assert all(each.record_ids for each in found)
    by_number = {each.number: each.record_ids for each in found}
    numbered = session.select(Opinion, "voided_on IS NULL AND number <> '' AND received_on LIKE '2026%'")
    assert by_number["F10"] == by_number["F19"] == tuple(each.id for each in numbered)


def test_a_year_without_anything_has_its_list_and_what_always_is(session) -> None:
    found = {each.number for each in inspection_papers.papers(session, 2020)}
    assert {"F86", "F01"} <= found
    assert not found & {"F10", "F19", "F30", "F33"}


def test_a_folder_holds_a_file_for_each_paper_and_the_print_log_says_so(session, few, tmp_path) -> None:
    steps = []
    done = writing.write_folder(session, YEAR, tmp_path, lambda at, total, what: steps.append((at, total, what)))
    files = sorted(path.name for path in (tmp_path / "2026年度迎检资料").iterdir())
    assert files == [path.name for path in done.files]
    assert files[0] == "00 迎检资料清单.pdf" and files[1] == "01 2.1.2 联络站基本情况登记表.pdf"
    assert [path.name for path in tmp_path.iterdir()] == ["2026年度迎检资料"]
    assert steps[-1] == (len(few), len(few), "")
    assert "2026年度迎检资料清单" in words(tmp_path / "2026年度迎检资料" / files[0])
    logged = session.select(Print, "purpose LIKE '迎检资料%'")
    assert {each.form for each in logged} == set(done.sheets)
    assert done.pages == sum(len(PdfReader(path).pages) for path in done.files)


def test_a_folder_that_is_there_is_never_written_over(session, few, tmp_path) -> None:
    (tmp_path / "2026年度迎检资料").mkdir()
    (tmp_path / "2026年度迎检资料" / "旧的.txt").write_text("留着", encoding="utf-8")
    with pytest.raises(RuleError, match="已经有“2026年度迎检资料”文件夹"):
        writing.write_folder(session, YEAR, tmp_path)
    assert [path.name for path in (tmp_path / "2026年度迎检资料").iterdir()] == ["旧的.txt"]


def test_one_pdf_holds_the_same_pages(session, few, tmp_path) -> None:
    done = writing.write_one(session, YEAR, tmp_path / "全部.pdf")
    whole = PdfReader(tmp_path / "全部.pdf")
    assert len(whole.pages) == done.pages
    assert set(done.sheets) <= {each.number for each in few}
    assert "迎检资料清单" in whole.pages[0].extract_text()


@pytest.mark.parametrize("as_one", [False, True])
def test_stopped_half_way_it_leaves_nothing(session, few, tmp_path, as_one) -> None:
    before = len(session.select(Print))

    def stop(done: int, total: int, what: str) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        if as_one:
            writing.write_one(session, YEAR, tmp_path / "全部.pdf", stop)
        else:
            writing.write_folder(session, YEAR, tmp_path, stop)
    assert list(tmp_path.iterdir()) == []
    assert len(session.select(Print)) == before
