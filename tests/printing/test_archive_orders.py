"""The paper of a filed and numbered year out of a real station: which number orders which catalogue, in which order."""

from __future__ import annotations

from datetime import date

import pytest
from pypdf import PdfReader

from lianluozhan.models import prints, veil
from lianluozhan.models.archive import paper_files, schemes
from lianluozhan.models.archive.paper_files import class_key, of_class_key
from lianluozhan.models.archive.record import Part, Retention, SchemeForm
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.sheets import archive_sheets
from lianluozhan.sheets.orders import PrintOrder
from tests.models.archive.filing_desk import YEAR, opened, put_back

from .sheets import registration


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("paper")) as found:
        yield found


@pytest.fixture
def desk(station):
    with put_back(station) as found:
        yield found


@pytest.fixture
def numbered(desk):
    """Three 件 for thirty years, one for good, one of the year before."""
    desk.choose()
    for n in range(3):
        desk.file(f"关于第{n + 1}项工作的通知", dated_on=date(YEAR, 3, n + 1))
    desk.file("关于建站的批复", retention=Retention.PERMANENT)
    desk.file("去年的通知", year=YEAR - 1, dated_on=date(YEAR - 1, 3, 1))
    desk.number(YEAR - 1)
    desk.number()
    return desk


def words_of(path):
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.mark.parametrize("unit", ["", "RDB", "ZZZ", "001", "A0Z"])
@pytest.mark.parametrize("retention", list(Retention))
def test_the_number_of_a_class_says_its_year_retention_and_unit(retention, unit):
    assert of_class_key(class_key(2026, retention, unit)) == (2026, retention, unit)
    assert of_class_key(class_key(2026)) == (2026, None, "")
    assert class_key(2199, Retention.YEARS_10, "ZZZ") < 10**9  # what a print log can hold


def test_the_numbers_can_be_said_and_typed():
    assert class_key(2026) == 2026
    assert [class_key(2026, kept) for kept in Retention] == [202699, 202630, 202610]


@pytest.mark.parametrize("key", [0, 7, 1948, 20261, 202620, 194830, 2026300, 10**9])
def test_a_number_of_no_class_is_refused_with_how_it_is_written(key):
    with pytest.raises(RuleError, match=r"没有编号为 \d+ 的目录。.*202630"):
        of_class_key(key)


@pytest.mark.clause("4.6.2")
def test_a_catalogue_is_ordered_by_its_number_and_entered_into_the_print_log(numbered, tmp_path):
    key = class_key(YEAR, Retention.YEARS_30)
    PrintOrder("F80", key).carry_out(numbered.clerk, tmp_path / "目录.pdf")
    shown = words_of(tmp_path / "目录.pdf")
    at = [shown.index(f"Z109-WS·{YEAR}-D30-000{n}") for n in (1, 2, 3)]
    assert at == sorted(at) and "批复" not in shown and "去年" not in shown
    entry = numbered.clerk.select(prints.Print, order="id DESC")[0]
    assert (entry.form, entry.owner_table, entry.owner_id) == ("F80", "archive_classes", key)
    PrintOrder("F80C", YEAR).carry_out(numbered.clerk, tmp_path / "封面.docx")
    PrintOrder("F80", YEAR).carry_out(numbered.clerk, tmp_path / "全年.pdf")
    shown = words_of(tmp_path / "全年.pdf")
    assert shown.index(f"Z109-WS·{YEAR}-Y-0001") < shown.index(f"Z109-WS·{YEAR}-D30-0001")


def test_all_catalogues_there_are_come_one_after_the_other(numbered, tmp_path):
    order = PrintOrder("F80")
    order.carry_out(numbered.clerk, tmp_path / "全部.pdf")
    assert order.taken == [
        class_key(YEAR, Retention.PERMANENT),
        class_key(YEAR, Retention.YEARS_30),
        class_key(YEAR - 1, Retention.YEARS_30),
    ]
    assert words_of(tmp_path / "全部.pdf").count("归档文件目录") == 3


def test_a_class_without_numbers_has_no_catalogue_and_leaves_no_file(desk, tmp_path):
    desk.choose()
    desk.file("还没有编号的通知")
    with pytest.raises(RuleError, match="还没有编好件号"):
        PrintOrder("F80", class_key(YEAR, Retention.YEARS_30)).carry_out(desk.clerk, tmp_path / "目录.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_unit_has_a_catalogue_of_its_own_under_its_name(desk, tmp_path):
    desk.choose(SchemeForm.UNIT_LAST)
    schemes.add_unit(desk.clerk, "RDB", "人大办")
    desk.file("甲", unit="RDB")
    desk.number()
    key = class_key(YEAR, Retention.YEARS_30, "RDB")
    PrintOrder("F80", key).carry_out(desk.clerk, tmp_path / "目录.pdf")
    assert f"{YEAR}年度30年人大办" in words_of(tmp_path / "目录.pdf")
    assert paper_files.class_name(desk.clerk, key) == f"{YEAR}年度30年 人大办"


@pytest.mark.clause("DA/T 22")
def test_stamps_are_printed_a_page_a_piece_in_the_order_of_the_boxes(numbered, tmp_path):
    order = PrintOrder("F81S")
    pages = order.carry_out(numbered.clerk, tmp_path / "归档章.pdf")
    assert pages == 5
    shown = ["".join(page.extract_text().split()) for page in PdfReader(tmp_path / "归档章.pdf").pages]
    assert [page[:12] for page in shown] == [f"Z109{YEAR - 1}0001", *(f"Z109{YEAR}000{n}" for n in (1, 1, 2, 3))]
    assert ["永久" in page for page in shown] == [False, True, False, False, False]


def test_a_piece_without_number_gets_no_stamp_and_one_without_pages_no_page_numbers(desk, tmp_path):
    desk.choose()
    loose, uncounted = desk.file("还没有编号的通知"), desk.file("没有数过的通知", pages=None)
    with pytest.raises(RuleError, match="还没有编件号"):
        PrintOrder("F81S", loose.id).carry_out(desk.clerk, tmp_path / "章.pdf")
    with pytest.raises(RuleError, match="还没有数页数"):
        PrintOrder("F81P", uncounted.id).carry_out(desk.clerk, tmp_path / "页.pdf")
    assert PrintOrder("F81P", loose.id).carry_out(desk.clerk, tmp_path / "页.pdf") == loose.pages
    assert PrintOrder("F81Q", loose.id).carry_out(desk.clerk, tmp_path / "双面.pdf") == loose.pages


def test_the_stamp_lies_when_the_first_sheet_of_the_piece_lies(desk):
    desk.choose()
    sheets = (Part(name="接待选民情况汇总表", form="F34"), Part(name="来文"))
    items = [desk.file(f"{part.name}一件", parts=(part,)) for part in sheets]
    assert [archive_sheets.read_item(desk.clerk, item.id).lies for item in items] == [True, False]


def test_a_numbered_piece_that_is_printed_whole_has_the_stamp_on_its_first_sheet_only(numbered):
    new = [registration(), registration()]
    first = numbered.clerk.rows("SELECT id FROM archive_items WHERE sequence = 2")[0][0]
    stamped = archive_sheets.with_stamp_of(numbered.clerk, first, new)
    assert len(stamped[0].blocks) == len(new[0].blocks) + 1 and stamped[1] is new[1]
    loose = numbered.file("后来的通知")
    assert archive_sheets.with_stamp_of(numbered.clerk, loose.id, new) == new


def test_what_is_closed_to_a_person_keeps_its_line_and_says_no_more(numbered, tmp_path):
    with numbered.officer.action("opinion.register"):
        matter = numbered.officer.add(Opinion(title="甲", content="乙", received_on=date(YEAR, 3, 1)))
    item = numbered.file("群众反映夜鹭的件", source_table="opinions", source_id=matter.id, responsible="夜鹭办")
    numbered.number()
    veil.draw(numbered.clerk, [Closure(id=1, subject=ClosureSubject.MATTER, opinion_id=matter.id)])
    try:
        found = paper_files.class_file(numbered.clerk, class_key(YEAR, Retention.YEARS_30))
        [line] = [each for group in found.groups for each in group.items if each.id == item.id]
        assert (line.title, line.responsible, line.sequence, line.pages) == (veil.SIGN, "", 4, item.pages)
        PrintOrder("F80", class_key(YEAR, Retention.YEARS_30)).carry_out(numbered.clerk, tmp_path / "目录.pdf")
        shown = words_of(tmp_path / "目录.pdf")
        assert "夜鹭" not in shown and "D30-0004" in shown and veil.SIGN in shown
    finally:
        veil.draw(numbered.clerk, [])


def test_the_test_sheet_and_the_punch_guide_are_printed_before_a_scheme_is_chosen(desk, tmp_path):
    for number in ("F81T", "F81H"):
        assert PrintOrder(number, 1).carry_out(desk.clerk, tmp_path / f"{number}.pdf") == 1
