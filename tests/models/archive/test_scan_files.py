"""Whole files of scans: each once, none touched, all of one or none of it, a box looked through, a mixed pile."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models.archive import scan_files, scanning
from lianluozhan.models.archive.scan_targets import TABLES, Target
from lianluozhan.models.archive.scanning import Taken
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.session import Session
from tests import glass

from . import scan_room
from .scan_room import Room, letter, matter_with, printed, step_of, two_matters


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with scan_room.opened(tmp_path_factory.mktemp("scans")) as session:
        yield session


@pytest.fixture
def room(station: Session, tmp_path: Path) -> Iterator[Room]:
    with scan_room.put_back(station, tmp_path) as found:
        yield found


# Files -----------------------------------------------------------------------------------------------------------


def test_one_file_is_never_stored_twice_under_whatever_name(room: Room) -> None:
    path = room.scan(printed(room.officer, "F12", matter_with(room.officer, "receive")))
    assert room.only(path).taken is Taken.HUNG
    count = room.officer.value("SELECT count(*) FROM attachments")
    other = shutil.copy(path, path.with_name("b.pdf"))
    report = room.take(path, Path(other))
    assert report.count(Taken.KNOWN) == 2
    assert "已经挂好" in report.sentences[0]
    assert room.officer.value("SELECT count(*) FROM attachments") == count


def test_the_files_stay_where_they_are_unless_it_is_wished_otherwise(room: Room) -> None:
    path = room.scan(printed(room.officer, "F12", matter_with(room.officer, "receive")))
    (room.folder / "Thumbs.db").write_bytes(b"x")
    (room.folder / "notes.docx").write_bytes(b"PK\x03\x04 no scan")
    before = path.read_bytes()
    report = room.take(room.folder)
    assert path.read_bytes() == before
    assert report.sentences == [f"“notes.docx”：{scan_files.scan_reading.NO_SCAN}"]
    room.take(room.folder, move=True)
    assert sorted(each.name for each in room.folder.iterdir()) == ["Thumbs.db", "notes.docx", "已收"]
    assert (room.folder / "已收" / "a.pdf").read_bytes() == before


def test_a_file_is_stored_whole_or_not_at_all(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    path = room.scan(sheet, letter())
    whole, calls = scanning.attach, []

    def refused(*given: Any) -> Attachment:
        calls.append(given)
        raise RuleError("磁盘满了。")

    monkeypatch.setattr(scanning, "attach", refused)
    (file,) = room.take(path).files
    assert (file.trouble, len(calls)) == ("磁盘满了。", 1)
    assert room.officer.value("SELECT count(*) FROM archive_scans") == 0
    assert step_of(room.officer, sheet.record_id, "receive").attachment_id is None
    monkeypatch.setattr(scanning, "attach", whole)
    assert room.take(path).count(Taken.HUNG) == 1


def test_it_can_be_stopped_and_what_came_before_is_kept(room: Room) -> None:
    sheets = [printed(room.officer, "F12", n) for n in two_matters(room.officer, "receive")]
    for number, sheet in enumerate(sheets):
        room.scan(sheet, name=f"{number}.jpg")

    def stop(done: int, total: int, what: str) -> None:
        if done == 1:
            raise Cancelled

    report = room.take(room.folder, progress=stop)
    assert (report.stopped, len(report.files)) == (True, 1)
    assert room.officer.value("SELECT count(*) FROM archive_scans") == 1


def test_a_folder_is_taken_in_the_order_in_which_a_person_counts(tmp_path: Path) -> None:
    for name in ("扫描10.pdf", "扫描2.pdf", ".hidden", "~$x.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in scan_files.files_in([tmp_path])] == ["扫描2.pdf", "扫描10.pdf"]
    with pytest.raises(RuleError, match="没有文件"):
        scan_files.files_in([_empty(tmp_path / "none")])


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_box_is_looked_through_and_nothing_is_stored(room: Room) -> None:
    sheet = printed(room.officer, "F12", matter_with(room.officer, "receive"))
    seen = scan_files.codes_in([room.scan(sheet, letter(), None)])
    assert [(each.page, each.form, each.record_id) for each in seen.found] == [(1, "F12", sheet.record_id)]
    assert seen.unread == ("“a.pdf”第 2 页：没有认出纸号。",)
    assert room.officer.value("SELECT count(*) FROM archive_scans") == 0


# A pile ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.2")
def test_a_pile_of_sheets_turned_skewed_faint_stamped_and_mixed_is_matched_without_a_wrong_one(room: Room) -> None:
    sheets = glass.printed(room.officer, 12, random.Random(3))
    room.folder.mkdir()
    truth = glass.pile(sheets, room.folder, seed=21, resolutions=(150, 200))
    right = 0
    for file in room.take(room.folder).files:
        for page in file.pages:
            if page.taken is Taken.HUNG and page.scan:
                sheet = truth[file.name, page.page]
                assert page.scan.paper_code.replace("-", "") == sheet.code
                assert Target(TABLES[sheet.form], sheet.record_id).owner == (
                    page.scan.record_table,
                    page.scan.record_id,
                )
                right += 1
    assert right >= 11
