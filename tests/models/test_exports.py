"""Lists as Excel files: what is read back is what the list holds, and nothing in it calculates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lianluozhan.models import exports, opinions
from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.opinions import View

from .opinions.conftest import STREETLIGHT, Desk, desk

__all__ = ["desk"]
ODD = ("=1+1", "+8613812342609", "-5 号楼", "@所有人", "0012", "' 引号", "http://a.b", "𠮷村")


def written(desk: Desk, path: Path, **how: Any) -> list[list[Any]]:
    listing = opinions.listing(desk.officer, view=View.OPEN)
    exports.write(desk.officer, exports.rows_of(listing), path, "未办结", **how)
    sheet = openpyxl.load_workbook(path)["清单"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_what_is_written_reads_back_equal_and_is_never_a_formula(desk: Desk, tmp_path: Path) -> None:
    for title in ODD:
        desk.drafted(replace(STREETLIGHT, title=title))
    rows = written(desk, tmp_path / "清单.xlsx")
    assert rows[0][0] == "未办结" and rows[2] == [field.title for field in exports.FIELDS]
    at = {field.title: n for n, field in enumerate(exports.FIELDS)}
    assert [row[at["事由"]] for row in rows[3:]] == list(ODD)
    assert rows[3][at["收到日期"]] == datetime(2026, 3, 4)
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")["清单"]
    assert {cell.data_type for row in book.iter_rows(min_row=4) for cell in row if cell.value} == {"s", "d"}
    assert book.freeze_panes == "A4" and book.auto_filter.ref


@pytest.mark.clause("4.7.2")
def test_who_wants_secrecy_is_hidden_unless_asked_for_by_one_who_may_see_him(desk: Desk, tmp_path: Path) -> None:
    desk.drafted(replace(STREETLIGHT, keeps_secret=True))
    hidden = written(desk, tmp_path / "隐去.xlsx")[3]
    assert "周长福" not in hidden and "13812342609" not in hidden and exports.HIDDEN in hidden
    shown = written(desk, tmp_path / "全部.xlsx", unmasked=True)[3]
    assert "周长福" in shown and "13812342609" in shown
    notes = desk.officer.rows("SELECT changes FROM audit_log WHERE action = 'opinion.export' ORDER BY id")
    assert ['"unmasked":true' in note[0] for note in notes] == [False, True]


def test_only_some_are_written_in_the_order_they_were_ticked(desk: Desk, tmp_path: Path) -> None:
    ids = [desk.drafted(replace(STREETLIGHT, title=title)).id for title in "甲乙丙"]
    listing = opinions.listing(desk.officer, view=View.OPEN)
    path = tmp_path / "三件.xlsx"
    exports.write(desk.officer, exports.rows_of(listing, [ids[2], ids[0], 999]), path, "已选")
    titles = [row[7].value for row in openpyxl.load_workbook(path)["清单"].iter_rows(min_row=4)]
    assert titles == ["丙", "甲"]


def test_stopping_leaves_the_older_file_as_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.drafted()
    path = tmp_path / "清单.xlsx"
    path.write_bytes(b"older")
    with pytest.raises(Cancelled):
        written(desk, path, cancelled=lambda: True)
    assert path.read_bytes() == b"older" and list(tmp_path.glob(".*")) == []
    with pytest.raises(RuleError, match="xlsx"):
        written(desk, tmp_path / "清单.csv")


def test_ten_thousand_rows_are_written_bit_by_bit(desk: Desk, tmp_path: Path) -> None:
    desk.drafted()
    row = opinions.listing(desk.officer, view=View.OPEN).page(1)[0]
    told: list[int] = []

    def slices() -> Iterator[list[Any]]:
        for _ in range(20):
            yield [row] * exports.STEP

    path = tmp_path / "长.xlsx"
    assert exports.write(desk.officer, slices(), path, "长", tick=told.append) == 10_000
    assert told[0] == exports.STEP and told[-1] == 10_000
    sheet = openpyxl.load_workbook(path, read_only=True)["清单"]
    assert sheet.max_row == 10_003
