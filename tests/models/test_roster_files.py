"""Rosters written out as tables and read from every kind of table (2.2.4)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lianluozhan.models import deputies, rosters
from lianluozhan.models.deputies import Level, MandateStatus
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import NewPerson
from lianluozhan.models.permissions import Role
from lianluozhan.models.rosters import Fate
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post
from tests.keeping import NOON, PASSWORD, PEOPLE, enter, make_home
from tests.rosters import ZHANG, fates, known, messy, remarks

TODAY = NOON.date()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(make_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


def cells(path: Path) -> list[tuple[object, ...]]:
    sheet = load_workbook(path)["名册"]
    return [tuple(row) for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_an_exported_roster_comes_back_without_any_change(session: Session, tmp_path: Path) -> None:
    rosters.store(session, rosters.plan(session, messy(tmp_path / "名册.xlsx")))
    file = tmp_path / "导出.xlsx"
    columns = [key for key, _ in rosters.COLUMNS]
    assert rosters.export(session, file, columns=columns, unmasked=True) == 5
    again = rosters.plan(session, file)
    assert (again.count(Fate.SAME), len(again.rows), remarks(again), again.left_out) == (6, 6, "", ["序号"])


def test_phone_and_number_are_hidden_unless_asked_for_and_the_log_tells(session: Session, tmp_path: Path) -> None:
    known(session, id_number=ZHANG, phone="13900000001", level=Level.TOWNSHIP)
    file = tmp_path / "导出.xlsx"
    rosters.export(session, file, columns=("name", "phone", "id_number"))
    assert cells(file)[1] == ("1", "张三", "139****0001", f"{ZHANG[:6]}********{ZHANG[-4:]}")
    assert remarks(rosters.plan(session, file, level=Level.TOWNSHIP)).count("没有存") == 2
    rosters.export(session, file, columns=("name", "phone", "id_number"), unmasked=True)
    assert cells(file)[1] == ("1", "张三", "13900000001", ZHANG)
    told = [line for (line,) in session.rows("SELECT changes FROM audit_log WHERE action = 'deputy.export'")]
    assert ['"unmasked":false' in told[0], '"unmasked":true' in told[1], "身份证号" in told[1]] == [True] * 3


def test_nothing_in_an_exported_roster_is_a_formula(session: Session, tmp_path: Path) -> None:
    known(session, organisation_post='=HYPERLINK("http://x")', level=Level.TOWNSHIP)
    rosters.export(session, file := tmp_path / "导出.xlsx", columns=("name", "organisation_post"))
    cell = load_workbook(file)["名册"]["C4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_only_those_in_office_are_exported_unless_the_others_are_wanted(session: Session, tmp_path: Path) -> None:
    one = known(session)
    (mandate,) = deputies.mandates_of(session, one.id)
    deputies.end_mandate(session, mandate.id, MandateStatus.ENDED, TODAY, "辞职被接受")
    with pytest.raises(RuleError, match="没有可以导出的代表"):
        rosters.export(session, tmp_path / "导出.xlsx")
    assert rosters.export(session, tmp_path / "导出.xlsx", former=True) == 1


def test_without_the_right_nothing_is_written(tmp_path: Path) -> None:
    people = (*PEOPLE, NewPerson("孙丽", Post.WORKER, (Role.AUDITOR,), "sun", PASSWORD))
    session = enter(make_home(tmp_path / "home", people=people), "sun")
    with pytest.raises(RuleError):
        rosters.export(session, tmp_path / "导出.xlsx")
    assert not (tmp_path / "导出.xlsx").exists()
    session.close()


def test_the_template_has_every_column_and_is_read_as_a_roster(session: Session, tmp_path: Path) -> None:
    rosters.write_template(file := tmp_path / "空表.xlsx")
    heads = [str(head) for head in cells(file)[0][1:]]
    assert [heads, list(rosters.guess(heads).values())] == [
        [label for _, label in rosters.COLUMNS],
        [key for key, _ in rosters.COLUMNS],
    ]
    with pytest.raises(RuleError, match="只有标题行"):
        rosters.read(file)


def open_document(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """An .ods as LibreOffice and WPS write it, with one table."""
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{spaces}:office:1.0"'
        f' xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{spaces}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return path


def test_an_open_document_is_read_too(session: Session, tmp_path: Path) -> None:
    file = open_document(tmp_path / "名册.ods", [("姓名", "层级", "出生年月"), ("张三", "镇", "1975.06")])
    assert fates(rosters.plan(session, file)) == [Fate.NEW]


def test_a_package_that_is_no_table_is_refused(session: Session, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "名册.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(RuleError, match="不是 Excel 表格"):
        rosters.read(tmp_path / "名册.ods")
