"""A 件 in binding order with its pages, and what it still lacks: of a matter, a reception, a deputy's year, a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import attachments, opinions
from lianluozhan.models.archive import filing
from lianluozhan.models.archive.record import Item, ItemKind, Retention
from lianluozhan.models.archive.scans import Scan, ScanState
from lianluozhan.models.attachments import Attachment, Enclosed
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import OfficialDocument
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.pdf_pages import page_counter
from lianluozhan.models.session import Session
from lianluozhan.printing.document import Document
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.pdf import pdf_in_memory
from lianluozhan.sheets import archive_parts
from lianluozhan.sheets.orders import PrintOrder
from lianluozhan.sheets.volumes import volume_of
from tests.models.archive.filing_desk import Desk, opened, put_back

PHOTO = Enclosed("现场.jpg", content=b"\xff\xd8photo" * 40)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("parts")) as desk:
        yield desk


@pytest.fixture
def desk(station: Desk) -> Iterator[Desk]:
    with put_back(station) as found:
        found.choose()
        yield found


def pdf(pages: int) -> bytes:
    return pdf_in_memory([Document("", ())] * pages)


def item_of(kind: ItemKind, table: str, key: int) -> Item:
    return Item(
        kind=kind,
        source_table=table,
        source_id=key,
        year=2026,
        retention=Retention.YEARS_30,
        title="路灯坏了",
        responsible="青石镇人大代表联络站",
        dated_on=date(2026, 5, 6),
    )


def matter(session: Session, *files: Enclosed) -> Opinion:
    form = Opinion(
        received_on=date(2026, 5, 6), title="路灯坏了", content="三组路灯坏了。" * 9, submitter_name="周长福"
    )
    return opinions.register(session, form, list(files))


def filed(desk: Desk, item: Item, *, pages: int = 0) -> Item:
    parts = archive_parts.compose(desk.officer, item)
    counted = replace(item, pages=pages or archive_parts.pages_of(parts))
    return filing.file(desk.officer, [(counted, parts)])[0]


@pytest.mark.clause("4.6.2")
def test_a_matter_is_bound_form_first_and_its_letters_and_photographs_behind(desk):
    found = matter(desk.officer, Enclosed("来信.pdf", content=pdf(3)), PHOTO)

    parts = archive_parts.compose(desk.officer, item_of(ItemKind.OPINION, "opinions", found.id))

    assert [(part.form, part.name, part.pages) for part in parts] == [
        ("F10", "社情民意登记表", 1),
        ("", "附件清单", 1),
        ("", "来信.pdf", 3),
        ("", "现场.jpg", 1),
    ]
    assert [part.place for part in parts] == [1, 2, 3, 4]
    assert parts[0].record_id == found.id
    assert archive_parts.pages_of(parts) == 6


def test_pages_of_a_form_are_those_that_its_layout_has(desk):
    form = Opinion(received_on=date(2026, 5, 6), title="路灯坏了", content="三组路灯坏了。" * 400)
    found = opinions.register(desk.officer, form)
    [part, *_] = archive_parts.compose(desk.officer, item_of(ItemKind.OPINION, "opinions", found.id))
    [bound, *_] = archive_parts.composed(desk.officer, item_of(ItemKind.OPINION, "opinions", found.id))

    assert part.pages == len(lay_out(bound.document)) > 1


def test_a_file_whose_pages_nobody_can_count_says_so_and_the_clerk_counts(desk):
    found = matter(
        desk.officer, Enclosed("来信.txt", content="路灯坏了".encode()), Enclosed("坏.pdf", content=b"%PDF-x")
    )
    item = item_of(ItemKind.OPINION, "opinions", found.id)

    parts = {part.name: part for part in archive_parts.compose(desk.officer, item)}

    assert parts["来信.txt"].pages is None
    assert parts["坏.pdf"].pages is None
    assert parts["坏.pdf"].note == archive_parts.NOT_COUNTED
    assert "“坏.pdf”的页数数不出来，请数一数再填" in archive_parts.missing(desk.officer, item)


def test_a_signed_scan_is_the_sheet_itself_and_not_counted_twice_but_must_agree(desk):
    with desk.officer.action("opinion.register"):
        document = desk.officer.add(
            OfficialDocument(title="关于路灯的报告", body="一、情况\n路灯坏了。", dated_on=date(2026, 5, 6))
        )
        attachments.attach(
            desk.officer, OfficialDocument.TABLE, document.id, Enclosed("签字.pdf", content=pdf(3)), "签字件"
        )
    item = item_of(ItemKind.DOCUMENT, OfficialDocument.TABLE, document.id)

    form, scan = archive_parts.compose(desk.officer, item)

    assert (form.form, scan.pages, scan.note) == ("F122", 0, archive_parts.SCAN_NOTE)
    said = archive_parts.missing(desk.officer, item)
    assert f"签字扫描件“签字.pdf”有 3 页，表单有 {form.pages} 页" in said
    assert "公文还没有签发" in said


def test_a_sheet_of_which_more_pages_came_in_than_it_has_is_named(desk):
    found = matter(desk.officer)
    item = item_of(ItemKind.OPINION, "opinions", found.id)
    page = Scan(file_name="a.pdf", form="F10", record_table="opinions", record_id=found.id, state=ScanState.HUNG)
    with desk.officer.action("archive.scan"):
        desk.officer.add(page)
    assert not [words for words in archive_parts.missing(desk.officer, item) if "扫描进来" in words]
    with desk.officer.action("archive.scan"):
        desk.officer.add(replace(page, page=2))

    assert "“社情民意登记表”扫描进来 2 页，表单有 1 页" in archive_parts.missing(desk.officer, item)


def test_what_came_after_the_filing_is_told(desk):
    found = matter(desk.officer)
    item = filed(desk, item_of(ItemKind.OPINION, "opinions", found.id))
    with desk.officer.action("opinion.register"):
        attachments.attach(desk.officer, "opinions", found.id, PHOTO)

    assert "归档以后又有附件“现场.jpg”，没有列入本件" in archive_parts.missing(desk.officer, item)


def test_a_page_count_that_disagrees_is_told_unless_a_reason_stands_beside_it(desk):
    found = matter(desk.officer)
    item = filed(desk, item_of(ItemKind.OPINION, "opinions", found.id), pages=5)
    words = "页数写的是 5 页，材料合计 1 页，没有写明原因"

    assert words in archive_parts.missing(desk.officer, item)
    assert words not in archive_parts.missing(desk.officer, replace(item, pages_reason="原信背面有字"))


def test_a_file_that_is_gone_from_the_disk_is_named(desk):
    found = matter(desk.officer, PHOTO)
    item = filed(desk, item_of(ItemKind.OPINION, "opinions", found.id))
    [kept] = desk.officer.select(Attachment, "owner_id = ?", (found.id,))
    path = attachments.stored_path(desk.officer.folder, kept)
    path.rename(path.with_suffix(".away"))
    try:
        assert "附件“现场.jpg”的文件找不到了" in archive_parts.missing(desk.officer, item)
    finally:
        path.with_suffix(".away").rename(path)


def test_the_whole_is_numbered_through_and_printed_with_the_list_of_its_parts_in_front(desk, tmp_path):
    found = matter(desk.officer, PHOTO)
    item = filed(desk, item_of(ItemKind.OPINION, "opinions", found.id))
    whole = volume_of("archive_items")

    front, *documents = whole.make(desk.officer, item.id)

    assert [(made.first_page, made.all_pages) for made in documents] == [(1, 3), (2, 3)]
    assert front.title == "路灯坏了"
    path = tmp_path / "整件.pdf"
    assert PrintOrder(whole.number, item.id).carry_out(desk.officer, path) == 4
    with page_counter() as counter:
        assert counter.count(path.read_bytes()) == 4


def test_the_public_version_of_an_archived_piece_is_refused_in_words(desk):
    item = filed(desk, item_of(ItemKind.OPINION, "opinions", matter(desk.officer).id))

    with pytest.raises(RuleError, match="不印对外公开版"):
        volume_of("archive_items").make(desk.officer, item.id, hidden=True)


def test_a_hostile_pdf_neither_stops_the_counter_nor_the_files_after_it(tmp_path: Path):
    loop = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999>>endobj"
    with page_counter() as counter:
        assert counter.count(pdf(2)) == 2
        assert counter.count(loop) is None
        assert counter.count(b"") is None
        counter._child.kill()
        assert counter.count(pdf(2)) == 2
