"""Whatever leaves as a table: no word of a person is ever reckoned with by the program that opens it."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from lianluozhan.models import analysis, exports, imports, opinions, rosters, stations
from lianluozhan.models.analysis import Span
from lianluozhan.models.archive.record import Item, Scheme
from lianluozhan.models.categories import Category
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.homes import sign_in
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.service import entering, exporting
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.sheet_cells import LONGEST_CELL, RUNS, fit
from lianluozhan.sheets import archive_readme
from lianluozhan.sheets.archive_plan import Plan, Planned
from tests.keeping import noon
from tests.ledgers import HEADINGS, xlsx
from tests.sample_station import sample_station

PACKAGE = Path(__file__).parents[2] / "lianluozhan"
CANARY = "cmd|' /C calc'!A0"
WRITES = {"write", "write_string", "write_row", "write_column", "write_formula", "write_url", "write_rich_string"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A station in which names, titles and notes begin as formulas do."""
    home = sample_station(tmp_path_factory.mktemp("formulas") / "home")
    opened = sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    with opened.action("opinion.register"):
        for n, opinion in enumerate(opened.select(Opinion, order="id LIMIT 20")):
            opened.change(opinion, title=_formula(n), place=_formula(n + 1))
    with opened.action("deputy.edit"):
        for n, deputy in enumerate(opened.select(Deputy, order="id LIMIT 10")):
            opened.change(deputy, organisation_post=_formula(n), note=_formula(n + 3))
    with opened.action("service.enter"):
        for n, row in enumerate(opened.select(ServiceRecord, order="id LIMIT 10")):
            opened.change(row, title=_formula(n))
    with opened.action("category.edit"):
        for n, category in enumerate(opened.select(Category, order="id LIMIT 10")):
            opened.change(category, name=f"{_formula(n)}{n}")
    yield opened
    opened.close()


def _formula(n: int) -> str:
    marks = [mark for mark in RUNS if mark.strip()]
    return f"{marks[n % len(marks)]}{CANARY}"


def _opinions(session: Session, path: Path) -> None:
    exports.write(session, exports.rows_of(opinions.listing(session)), path, "=全部")


def _service(session: Session, path: Path) -> None:
    exporting.write(session, entering.listing(session).page(100), path, "履职")


def _report(session: Session, path: Path) -> None:
    rows = [[_formula(n), "", "路灯", "", "坏了", "", ""] for n in range(8)]  # no day: every row is given back
    table = imports.read_table(xlsx(path.with_name("came.xlsx"), HEADINGS, *rows))
    imports.write_report(imports.plan(session, table), path)


def _figures(session: Session, path: Path) -> None:
    analysis.export(session, analysis.figures(session, analysis.around(Span.YEAR, session.today)), path)


def _catalogue(session: Session, path: Path) -> None:
    item = Item(title=_formula(0), responsible=_formula(1), remark=_formula(2), document_number=_formula(3))
    scheme, station = Scheme(fonds_name=_formula(0)), stations.station(session)
    planned = Planned(replace(item, year=2026, sequence=1, archival_number="0001"), "0001", ())
    archive_readme.write_catalogue(Plan(2026, scheme, station, (planned,), {}, {}, 0), path)


WRITERS: dict[str, Callable[[Session, Path], object]] = {
    "models/exports.py": _opinions,
    "models/service/exporting.py": _service,
    "models/rosters/exporting.py": lambda session, path: rosters.export(session, path),
    "models/imports/report.py": _report,
    "models/analysis/workbook.py": _figures,
    "sheets/archive_readme.py": _catalogue,
}


def test_every_module_that_writes_tables_is_tried_here_and_writes_words_through_one_place() -> None:
    found, direct = set(), []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        brought = {
            part
            for node in ast.walk(tree)
            for part in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        if "xlsxwriter" in brought:
            found.add(name)
            direct += [f"{name}:{node.lineno}" for node in ast.walk(tree) if _writes_a_cell(node)]
        assert not {"openpyxl", "pandas", "xlwt"} & brought, f"{name} writes tables some other way"
        if "csv" in brought:
            assert name == "models/imports/sheets.py", f"{name} writes or reads csv"
    assert found == set(WRITERS)
    assert direct == []


def _writes_a_cell(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES


@pytest.mark.parametrize("name", WRITERS)
def test_words_that_begin_as_formulas_are_text_for_whoever_opens_the_file(
    session: Session, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.xlsx"
    WRITERS[name](session, path)
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(part).decode() for part in package.namelist() if part.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    seen = [cell for cell in cells if CANARY in str(cell.value)]
    assert seen, "nothing of what begins as a formula is in the file"
    assert {(cell.data_type, cell.quotePrefix) for cell in seen} == {("s", True)}
    assert all(cell.quotePrefix for cell in cells if str(cell.value or "").startswith(RUNS))


def test_what_a_cell_cannot_hold_is_taken_out_or_said_at_its_end() -> None:
    assert fit("一\x00二\x1b三\n四\ud800") == "一二三\n四\ufffd"
    long = fit("长" * 40_000)
    assert len(long) == LONGEST_CELL
    assert long.endswith("全文共 40000 字，后面的请到程序里看）")
    assert replace(Opinion(), title=fit("短")).title == "短"
