"""PDF files: the text can be read back whole, the file is whole or not there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from lianluozhan.models.errors import StorageError
from lianluozhan.printing.document import Document, Para
from lianluozhan.printing.pdf import write_pdf

from .sheets import CONTENT, FILLED, MORE, STATION, ledger, letter, registration


def read(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def test_rare_characters_come_back_whole(tmp_path: Path) -> None:
    names = "𠮷㛃䶮𬴊㐂𫖯犇"
    written = write_pdf([registration(FILLED, name=names, content=f"{names}等人反映。")], tmp_path / "a.pdf")
    assert written.absent == frozenset()
    assert read(tmp_path / "a.pdf").count(names) == 2


def test_the_whole_of_a_long_text_comes_back(tmp_path: Path) -> None:
    content = CONTENT + MORE * 7
    written = write_pdf([registration(FILLED, content=content)], tmp_path / "a.pdf")
    got = re.sub(r"\s", "", read(tmp_path / "a.pdf"))
    assert written.pages == len(PdfReader(tmp_path / "a.pdf").pages) == 3
    for paragraph in content.split("\n"):
        assert paragraph[:60] in got
        assert paragraph[-15:] in got


def test_ticked_boxes_read_as_ticked(tmp_path: Path) -> None:
    write_pdf([registration(FILLED)], tmp_path / "a.pdf")
    contents = PdfReader(tmp_path / "a.pdf").pages[0].get_contents()
    assert contents is not None
    assert contents.get_data().count(b"ActualText<feff2611>") == 2


def test_characters_without_a_glyph_are_named_every_time(tmp_path: Path) -> None:
    document = registration(FILLED, name="张\U000f1234")
    for _ in range(2):
        assert write_pdf([document], tmp_path / "a.pdf").absent == {"\U000f1234"}
        assert "张〓" in read(tmp_path / "a.pdf")
    assert write_pdf([registration(FILLED)], tmp_path / "b.pdf").absent == frozenset()


def test_only_bundled_fonts_are_used_and_all_are_embedded(tmp_path: Path) -> None:
    write_pdf([registration(FILLED), letter()], tmp_path / "a.pdf")
    for page in PdfReader(tmp_path / "a.pdf").pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            [inner] = font["/DescendantFonts"]
            assert font["/Subtype"] == "/Type0"
            assert "/FontFile2" in inner["/FontDescriptor"]


def test_each_document_of_a_batch_has_a_bookmark_with_its_number(tmp_path: Path) -> None:
    many: list[int] = []
    documents = [registration(FILLED, content=CONTENT + MORE * 2), letter(), ledger(5)]
    written = write_pdf(iter(documents), tmp_path / "a.pdf", progress=many.append)
    reader = PdfReader(tmp_path / "a.pdf")
    titles = ["1　社情民意登记表　社情民意〔2026〕0012号", "2　交办单　交办〔2026〕008号", "3　台账"]
    assert [item["/Title"] for item in reader.outline] == titles
    assert [reader.get_destination_page_number(item) for item in reader.outline] == [0, 2, 3]  # type: ignore[arg-type]
    assert (many, written.pages) == ([1, 2, 3], 4)
    assert reader.metadata and reader.metadata.title == "社情民意登记表"


def test_landscape_sheets_stand_beside_upright_ones(tmp_path: Path) -> None:
    write_pdf([letter(), ledger(5)], tmp_path / "a.pdf")
    boxes = [page.mediabox for page in PdfReader(tmp_path / "a.pdf").pages]
    assert [box.width > box.height for box in boxes] == [False, True]


def test_a_second_print_replaces_the_first_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for name in ("张三", "李四"):
        write_pdf([registration(FILLED, name=name)], tmp_path / "a.pdf")
    assert "李四" in read(tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_print_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    write_pdf([registration(FILLED, name="张三")], tmp_path / "a.pdf")
    broken = replace(letter(), blocks=[Para("字", "no such style")])
    with pytest.raises(KeyError):
        write_pdf([registration(FILLED), broken], tmp_path / "a.pdf")
    assert "张三" in read(tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="找不到这个文件夹"):
        write_pdf([letter()], tmp_path / "gone" / "a.pdf")


def test_text_from_people_is_never_markup(tmp_path: Path) -> None:
    hostile = "<b>(张)</b> \\n) Tj ET & <script>"
    write_pdf([Document("表", [Para(hostile, "meta")])], tmp_path / "a.pdf")
    assert hostile in read(tmp_path / "a.pdf")


def test_the_station_can_be_searched_for_in_the_letterhead(tmp_path: Path) -> None:
    write_pdf([letter()], tmp_path / "a.pdf")
    assert STATION in read(tmp_path / "a.pdf")
