"""The service file of a deputy as a volume: cover, contents, eight parts, years, what is missing (3.1.4, 4.6.2)."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document as WordFile
from pypdf import PdfReader

from lianluozhan.models import contacts, deputies, prints
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.service import year_reviews
from lianluozhan.models.service.file_sheets import key_of, of_key
from lianluozhan.models.service.record import FilePart, ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.printing.document import texts
from lianluozhan.printing.layout import lay_out
from lianluozhan.sheets import deputy_file
from lianluozhan.sheets.orders import PrintOrder
from lianluozhan.sheets.public import Guard
from tests.keeping import copied_home, enter


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return enter(copied_home(tmp_path_factory.mktemp("file") / "home"), "zhou")


@pytest.fixture(scope="module")
def who(session: Session) -> int:
    """A deputy with two years of service, a contact, a review."""
    mandate = Mandate(level=Level.COUNTY, term="第十八届", starts_on=date(2025, 1, 1), ends_on=date(2030, 1, 1))
    person = Deputy(name="赵明山", file_opened_on=date(2025, 1, 20), file_number="0123-DB-001", phone="13900000002")
    deputy = deputies.add(session, person, [mandate])
    with session.action("service.enter"):
        for n in range(60):
            kind = list(ServiceKind)[n % len(ServiceKind)]
            day = date(2025, 3, 1) + timedelta(n * 10)
            made = ServiceRecord(deputy_id=deputy.id, kind=kind, title=f"{kind.label}之{n}", starts_on=day)
            session.add(replaced(made, content=f"第{n}次看水源地、水厂和入户管网。", page_ref=f"3-{n}"))
    contact = Contact(
        deputy_id=deputy.id,
        contacted_on=date(2026, 5, 6),
        voter_name="孙桂兰",
        phone="13812342609",
        content="孙桂兰问水渠。",
    )
    contacts.enter(session, contact)
    year_reviews.write(session, deputy.id, 2025, summary="全年履职认真。")
    return deputy.id


def replaced(record: ServiceRecord, **values: object) -> ServiceRecord:
    from dataclasses import replace

    return replace(record, state=ReviewState.PASSED, **values)  # type: ignore[arg-type]


def words(documents: list) -> str:
    return "".join("".join(texts(document)) for document in documents)


@pytest.mark.clause("3.1.4")
def test_the_cover_says_whose_file_it_is_and_the_list_names_every_sheet_with_its_page(session, who) -> None:
    front, *inside = deputy_file.volume(session, who)
    said = texts(front)
    for wanted in ("人大代表履职档案\n赵明山", "县级第十八届", "2025年1月20日", "0123-DB-001", "永久"):
        assert wanted in said
    begins, at = [], 1
    for document in inside:
        assert (document.first_page, document.all_pages) == (at, sum(len(lay_out(each)) for each in inside))
        begins.append(at)
        at += len(lay_out(document))
    rows = front.blocks[-1].rows[1:]  # type: ignore[union-attr]
    assert [int(row.cells[3].text.split("—")[0]) for row in rows] == begins


@pytest.mark.clause("3.1.4")
def test_the_eight_parts_stand_in_their_order_and_every_line_in_its_part(session, who) -> None:
    from lianluozhan.printing.forms.service_file import part_title

    front, *inside = deputy_file.volume(session, who)
    names = [row.cells[1].text for row in front.blocks[-1].rows[1:]]  # type: ignore[union-attr]
    parts = [name for name in names if name.startswith("第")]
    assert [name.removesuffix("（登记表）") for name in parts] == [part_title(part) for part in FilePart]
    every = words(inside)
    for n in range(60):
        assert f"之{n}" in every
    assert names.index("代表联系选民记录表（2026年）") == names.index(part_title(FilePart.GROUP)) + 1
    assert "年度履职情况小结（2025年）" in names
    assert names[-1] == "履职档案缺件清单"


@pytest.mark.clause("4.6.2")
def test_what_is_missing_stands_at_the_end_and_is_said_before_printing(session, who) -> None:
    last = deputy_file.volume(session, who)[-1]
    assert "没有照片" in texts(last)
    assert any(said.startswith("小组活动") for said in deputy_file.missing(session, who))


@pytest.mark.clause("3.1.4")
def test_the_volume_is_written_as_pdf_and_word_and_entered_into_the_print_log(session, who, tmp_path: Path) -> None:
    pages = PrintOrder("F05", who).carry_out(session, tmp_path / "file.pdf")
    found = "".join(page.extract_text() for page in PdfReader(tmp_path / "file.pdf").pages)
    assert len(PdfReader(tmp_path / "file.pdf").pages) == pages
    assert "".join(found.split()).count("人大代表履职档案赵明山") == 2  # cover and list
    PrintOrder("F05", who).carry_out(session, tmp_path / "file.docx")
    assert zipfile.is_zipfile(tmp_path / "file.docx")
    assert WordFile(str(tmp_path / "file.docx")).tables
    logged = prints.prints_of(session, "F05", "deputy_files", who)
    assert [entry.way for entry in logged] == ["docx", "pdf"]
    assert logged[1].pages == pages


@pytest.mark.clause("3.1.4")
def test_one_part_is_printed_alone(session, who, tmp_path: Path) -> None:
    assert PrintOrder("F05C", who).carry_out(session, tmp_path / "part.pdf") == 1
    found = "".join(page.extract_text() for page in PdfReader(tmp_path / "part.pdf").pages)
    assert "视察调研" in found
    assert "参加视察之" in found
    assert "参加学习培训之" not in found


@pytest.mark.clause("4.7.2")
def test_a_public_version_names_none_whom_the_deputy_met(session, who) -> None:
    guard = Guard.of(session, "deputy_files", [who])
    made = deputy_file.volume(session, who, hidden=True, coded=False, finish=guard.finished)
    assert "孙桂兰" not in words(made)
    assert "13900000002" not in words(made)


@pytest.mark.clause("3.1.4")
def test_the_sheet_of_points_names_the_records_behind_each_item(session, who, tmp_path: Path) -> None:
    PrintOrder("F06", key_of(who, 2025)).carry_out(session, tmp_path / "points.pdf")
    found = "".join(page.extract_text() for page in PdfReader(tmp_path / "points.pdf").pages)
    assert "代表履职积分表" in found
    assert "自2025年1月1日至2025年12月31日" in found
    PrintOrder("F06R", 2025).carry_out(session, tmp_path / "ranking.pdf")
    ranked = "".join(page.extract_text() for page in PdfReader(tmp_path / "ranking.pdf").pages)
    assert "赵明山" in ranked


def test_a_deputy_and_a_year_make_one_number_and_come_back() -> None:
    for deputy_id in (1, 838, 30_000):
        for year in (1949, 2026, 2199):
            assert of_key(key_of(deputy_id, year)) == (deputy_id, year)


@pytest.mark.clause("3.1.4")
def test_the_print_log_names_the_deputy_whose_file_was_printed(session, who, tmp_path: Path) -> None:
    PrintOrder("F05", who).carry_out(session, tmp_path / "whole.pdf")
    PrintOrder("F06", key_of(who, 2025)).carry_out(session, tmp_path / "points.pdf")
    rows = prints.listing(session).page(2)
    assert [(row["form"], row["subject"]) for row in rows] == [("F06", "赵明山"), ("F05", "赵明山")]
