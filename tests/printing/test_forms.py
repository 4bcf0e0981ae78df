"""What every form promises, in both formats and however it is filled: all words, the right paper, nothing outside."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import docx
import pytest
from lxml import etree
from pypdf import PdfReader

from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.printing.document import Document, texts
from lianluozhan.printing.fonts import MISSING
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.lines import Run
from lianluozhan.printing.page import MM, Page, Text, Written
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.printing.word import write_word

from ..samples import OPINION, OPINION_FILE, REPLY, STEP
from .filled import RARE, SHEETS
from .office import SOFFICE, as_pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# of those that are not overfull
MORE_PAGES = {"F19 usual": 2, "F122 usual": 2, "F21 usual": 4, "F21 blank": 3, "F31 blank": 2}
# a page for the number of each page, with the back of the last sheet; a cover has its list behind it
MORE_PAGES |= dict.fromkeys(("F81P usual", "F81Q usual", "F81Q bare", "F81Q blank"), 2)
MORE_PAGES |= dict.fromkeys(("F82J usual", "F82J bare", "F82J blank"), 2)
MORE_PAGES |= {"F85 usual": 3, "F85L usual": 3, "F86 usual": 5}  # of forty 件
every_sheet = pytest.mark.parametrize("name", SHEETS)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def pieces(text: str, among: str) -> int:
    """In how many pieces a text is found, each as long as it can be; 0 if some of it is nowhere."""
    text, count = bare(text), 0
    while text:
        length = bisect_left(range(1, len(text) + 1), True, key=lambda n: text[:n] not in among)
        if not length:
            return 0
        text, count = text[length:], count + 1
    return count


@cache
def pages_of(name: str) -> list[Page]:
    return lay_out(SHEETS[name])


@dataclass(frozen=True)
class Both:
    """One sheet written in both formats."""

    pdf: Path
    as_pdf: Written
    word: Path
    as_word: Written


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Both]:
    """Every sheet, written once."""
    folder = tmp_path_factory.mktemp("sheets")
    found = {}
    for name, document in SHEETS.items():
        pdf, word = folder / f"{name}.pdf", folder / f"{name}.docx"
        found[name] = Both(pdf, write_pdf([document], pdf), word, write_word([document], word))
    return found


def in_word(path: Path) -> str:
    """All text of a Word file, headers and footers too."""
    with zipfile.ZipFile(path) as package:
        parts = [part for part in package.namelist() if re.match(r"word/(document|header|footer)", part)]
        roots = [etree.fromstring(package.read(part)) for part in parts]
    return "".join(node.text or "" for root in roots for node in root.iter(f"{W}t"))


def test_every_form_and_every_ledger_is_filled_in_here() -> None:
    assert {name.split()[0] for name in SHEETS} == {*FORMS, *LEDGERS, "recovery"}


@every_sheet
def test_every_word_of_a_form_is_in_its_pdf(both: dict[str, Both], name: str) -> None:
    written, reader = both[name].as_pdf, PdfReader(both[name].pdf)
    got = bare("".join(page.extract_text() for page in reader.pages)).replace("☑", "□")
    assert written.absent == frozenset()
    assert written.pages == len(reader.pages) == len(pages_of(name))
    following = () if written.pages > 1 else (SHEETS[name].running, SHEETS[name].running_right)
    for text in texts(SHEETS[name]):
        if text not in following:
            assert not bare(text) or 1 <= pieces(text.replace("☑", "□"), got) <= written.pages


@every_sheet
def test_every_word_of_a_form_is_in_its_word_file(both: dict[str, Both], name: str) -> None:
    got = bare(in_word(both[name].word))
    assert both[name].as_word.absent == frozenset()
    for text in texts(SHEETS[name]):
        assert bare(text) in got


@every_sheet
def test_a_form_stands_on_its_paper_in_both_formats(both: dict[str, Both], name: str) -> None:
    size = (SHEETS[name].paper.width, SHEETS[name].paper.height)
    assert size in ((210, 297), (297, 210))
    for page in PdfReader(both[name].pdf).pages:
        assert [round(float(side) / MM, 1) for side in page.mediabox[2:]] == list(size)
    [section] = docx.Document(str(both[name].word)).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    paper = SHEETS[name].paper
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides] == [paper.left, paper.right, paper.top, paper.bottom]


@every_sheet
def test_nothing_is_drawn_outside_the_text_area(name: str) -> None:
    paper = SHEETS[name].paper
    left, right = paper.left * MM, (paper.width - paper.right) * MM
    for page in pages_of(name):
        for frame in page.frames:
            assert left - 0.1 <= frame.x < frame.x + frame.width <= right + 0.1
            assert paper.top * MM - 0.1 <= frame.y < frame.y + frame.height <= page.height - paper.bottom * MM + 0.1
        for text in page.texts:
            if text.colour == "red":
                assert 20 * MM <= text.x < end(text) <= 190 * MM
                continue
            blank = 0.5 * text.size  # of a mark, which lies outside
            assert left - blank - 0.1 <= text.x <= end(text) <= right + blank + 0.1
            assert 8 * MM < text.baseline < page.height - 7 * MM
        for rule in page.rules:
            assert min(rule.x1, rule.x2) >= 10 * MM - 0.1
            assert max(rule.x1, rule.x2) <= page.width - 10 * MM + 0.1
            assert max(rule.y1, rule.y2) <= page.height - 15 * MM


def end(text: Text) -> float:
    """Where the last glyph ends; the spacing after it is not seen."""
    return text.x + sum(width(run, text.size) for run in text.runs) - text.runs[-1].spacing


def width(run: Run, size: float) -> float:
    glyphs = sum(map(run.stack.__getitem__, run.text)) - sum(kern for _, kern in run.kerns)
    return glyphs * size / 1000 + run.spacing * len(run.text)


@pytest.mark.parametrize("name", [name for name in SHEETS if not name.endswith("fullest")])
def test_a_form_that_is_not_overfull_takes_one_sheet(name: str) -> None:
    assert len(pages_of(name)) == MORE_PAGES.get(name, 1)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing here opens Word files")
@pytest.mark.timeout(400)
def test_a_second_program_breaks_word_files_into_as_many_pages_as_the_pdf_has(
    both: dict[str, Both], tmp_path: Path
) -> None:
    opened = dict(zip(SHEETS, as_pdf([both[name].word for name in SHEETS], tmp_path), strict=True))
    counts = {name: (len(PdfReader(opened[name]).pages), both[name].as_pdf.pages) for name in SHEETS}
    assert {name: pair for name, pair in counts.items() if abs(pair[0] - pair[1]) > leeway(pair[1])} == {}


def leeway(pages: int) -> int:
    """One page where there are many. LibreOffice puts a gap between Han and Latin whatever the file says."""
    return 1 if pages > 4 else 0


@pytest.mark.parametrize("form", [number for number, form in FORMS.items() if form.of == "opinions"])
def test_a_character_of_no_font_prints_as_a_mark_and_is_told(tmp_path: Path, form: str) -> None:
    strange = replace(OPINION_FILE, opinion=replace(OPINION, title=f"修路\U000f1234{RARE}"))
    document = FORMS[form].draw(strange, None)
    assert write_word([document], tmp_path / "a.docx").absent == {"\U000f1234"}
    assert write_pdf([document], tmp_path / "a.pdf").absent == {"\U000f1234"}
    got = bare("".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages))
    assert f"修路{MISSING}{RARE}" in got


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_second_program_reads_rare_characters_and_ticks_from_the_pdf(tmp_path: Path) -> None:
    document: Document = FORMS["F10"].draw(replace(OPINION_FILE, opinion=replace(OPINION, submitter_name=RARE)), None)
    write_pdf([document], tmp_path / "a.pdf")
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
    got = done.stdout.decode("utf-8")
    assert RARE in got
    assert "☑走访" in bare(got)


def test_a_promise_ends_with_one_full_stop() -> None:
    promised = replace(OPINION_FILE, replies=(replace(REPLY, promise="四月底前更换灯杆。", promised_on=None),))
    assert "承诺事项：四月底前更换灯杆。" in texts(FORMS["F16"].draw(promised, None))


@pytest.mark.parametrize(("form", "end"), [("F12", "的交办单"), ("F16", "意见建议的答复")])
def test_the_title_of_a_letter_is_broken_where_its_sense_allows_it(form: str, end: str) -> None:
    for title in ("路灯坏了", "石桥村三组路灯损坏请尽快修\n", "石桥村三组路灯损坏，\n晚上老人出行不便"):
        file = replace(OPINION_FILE, opinion=replace(OPINION, title=bare(title)))
        seam = "\n" if title.endswith("\n") else ""
        assert f"关于“{title.strip()}”{seam}{end}" in texts(FORMS[form].draw(file, None))


def test_words_of_review_and_approval_stay_off_the_notice_to_the_submitter() -> None:
    file = replace(OPINION_FILE, steps=(replace(STEP, name="approve", words="同意不予受理。", voided_on=None),))
    shown = texts(FORMS["F11"].draw(file, None))
    assert "同意不予受理。" not in shown
    assert OPINION.proposal in shown
