"""A matter that was voided, overwritten or lost comes back out of an older backup, with its files and its history."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import attachments, audit, backup, check, homes, opinions
from lianluozhan.models.attachments import Attachment, stored_path
from lianluozhan.models.backup import Inside, Kind
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.handling import OpinionStep, Reply
from lianluozhan.models.session import Session
from tests.keeping import noon
from tests.sample_station import sample_station


@pytest.fixture
def head(tmp_path: Path) -> Iterator[Session]:
    sample_station(tmp_path / "home")
    session = homes.sign_in(Home(tmp_path / "home"), "wangxiuying", PASSWORD, now=noon)
    yield session
    session.close()


@pytest.fixture
def clerk(head: Session) -> Session:
    return homes.sign_in_again(head, "zhouchangfu", PASSWORD)


@pytest.fixture
def package(clerk: Session, tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return backup.back_up(clerk, tmp_path / "usb").path


@pytest.fixture
def inside(package: Path, head: Session) -> Iterator[Inside]:
    opened = backup.open_inside(package, head, backup.by_session(head))
    yield opened
    opened.close()


def a_matter(session: Session, status: str = "closed") -> Opinion:
    return session.select(Opinion, "status = ? AND voided_on IS NULL", (status,))[0]


def with_file(session: Session) -> tuple[int, Attachment]:
    """A matter on which a file hangs itself."""
    file = session.select(Attachment, "owner_table = 'opinions' AND voided_on IS NULL")[0]
    return file.owner_id or 0, file


def test_nothing_differs_right_after_the_backup(head: Session, inside: Inside) -> None:
    assert backup.differences(head, inside) == []
    assert inside.common == audit.head(inside.session.db).id


def test_what_was_taken_out_of_a_backup_can_only_be_read_and_is_gone_after_looking(
    package: Path, head: Session
) -> None:
    before = package.read_bytes()
    opened = backup.open_inside(package, head, backup.by_session(head))
    with pytest.raises(StorageError, match="只读"), opened.session.action("opinion.void"):
        opened.session.change(a_matter(opened.session), void_reason="改")
    folder = opened.session.folder
    opened.close()
    assert not folder.exists()
    assert package.read_bytes() == before
    assert head.value("SELECT action FROM audit_log ORDER BY id DESC LIMIT 1") == "backup.look"


def test_a_backup_of_another_station_is_refused(head: Session, tmp_path: Path) -> None:
    demo(Home(tmp_path / "other"), opinions=3, seed=2, now=noon)
    other = homes.sign_in(Home(tmp_path / "other"), "zhouchangfu", PASSWORD, now=noon)
    (tmp_path / "usb2").mkdir()
    path = backup.back_up(other, tmp_path / "usb2").path
    other.close()
    with pytest.raises(RuleError, match="另一个联络站"):
        backup.open_inside(path, head, backup.by_password("zhouchangfu", PASSWORD))
    assert list((tmp_path / "home" / "temporary").glob("inside-*")) == []


def test_a_damaged_backup_is_not_opened_and_leaves_nothing(package: Path, head: Session, tmp_path: Path) -> None:
    content = bytearray(package.read_bytes())
    content[-4000] ^= 1
    package.write_bytes(content)
    with pytest.raises(StorageError):
        backup.open_inside(package, head, backup.by_session(head))
    assert list((tmp_path / "home" / "temporary").glob("inside-*")) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="files that are open are counted under Linux")
def test_a_backup_whose_opening_cannot_be_noted_is_closed_again(package: Path, head: Session) -> None:
    pages = head.value("PRAGMA page_count")
    head.db.conn.execute(f"PRAGMA max_page_count = {pages}")  # a full disk
    with pytest.raises(StorageError) as refused:  # holds the frames, and so what they hold
        while True:
            backup.open_inside(package, head, backup.by_session(head)).close()
    held = [each.readlink().as_posix() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert "空间" in str(refused.value) or "已满" in str(refused.value)
    assert [name for name in held if "inside-" in name] == []


def test_changes_are_looked_into_only_where_there_is_room_for_their_set_too(
    package: Path, clerk: Session, head: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup.back_up(clerk, package.parent)
    assert made.info.base_name == package.name
    free = shutil.disk_usage(package)._replace(free=made.info.size + 5 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(StorageError, match="空间不够"):
        backup.open_inside(made.path, head, backup.by_session(head))


@pytest.mark.clause("4.6.3")
def test_a_voided_matter_comes_back_with_its_files_and_what_was_done_since(
    head: Session, clerk: Session, inside: Inside
) -> None:
    opinion_id, file = with_file(head)
    then = head.get(Opinion, opinion_id)
    attachments.void(clerk, file.id)
    opinions.void(head, opinion_id, "以为登记重了")
    found = backup.difference(head, inside, opinion_id)
    assert found is not None
    assert (found.kind, found.files) == (Kind.VOIDED, (inside.session.get(Attachment, file.id),))
    assert backup.differences(head, inside) == [found]
    brought = backup.bring_back(head, inside, opinion_id)
    assert replace(brought, status=then.status) == then
    assert [each.id for each in attachments.of(head, "opinions", opinion_id)].count(file.id) == 1
    steps = [step.label for step in opinions.steps_of(head, opinion_id)]
    assert steps[:2] == ["从备份取回", "作废"]
    assert check.check(head) == []


def test_who_may_look_into_a_backup_and_who_may_bring_something_back(
    head: Session, clerk: Session, package: Path, inside: Inside
) -> None:
    auditor = homes.sign_in_again(head, "wuxiaomei", PASSWORD)
    with pytest.raises(RuleError, match="账号没有这项权限"):
        backup.open_inside(package, auditor, backup.by_session(head))
    matter = a_matter(head)
    opinions.void(head, matter.id, "登记重了")
    with pytest.raises(RuleError, match="站长、副站长办理"):
        backup.bring_back(clerk, inside, matter.id)


def test_fields_that_were_overwritten_come_back_one_by_one_and_later_edits_of_others_stay(
    head: Session, inside: Inside
) -> None:
    matter = a_matter(head)
    with head.action("backup.bring_back"):  # any right will do to overwrite it
        head.change(matter, phone="13900000000", content="抄错的内容", place="新写的地点")
    found = backup.difference(head, inside, matter.id)
    assert found is not None
    assert {change.label for change in found.fields} == {"联系电话", "反映内容", "发生地点"}
    brought = backup.bring_back(head, inside, matter.id, ["phone", "content"])
    assert (brought.phone, brought.content, brought.place) == (matter.phone, matter.content, "新写的地点")
    step = opinions.steps_of(head, matter.id)[0]
    assert step.words == "取自 2026年11月24日 的备份。改回：联系电话、反映内容"
    assert check.check(head) == []


def test_a_file_that_is_no_longer_on_the_disk_is_put_back_byte_by_byte(head: Session, inside: Inside) -> None:
    opinion_id, file = with_file(head)
    path = stored_path(head.folder, file)
    content = path.read_bytes()
    path.unlink()
    found = backup.differences(head, inside)
    assert [each.kind for each in found] == [Kind.FILES]
    backup.bring_back(head, inside, opinion_id)
    assert path.read_bytes() == content
    assert attachments.trouble(head, head.get(Attachment, file.id)) == ""


def test_a_file_that_the_disk_has_damaged_is_put_back_from_the_backup(head: Session, inside: Inside) -> None:
    opinion_id, file = with_file(head)
    path = stored_path(head.folder, file)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    found = backup.difference(head, inside, opinion_id)
    assert found is not None and (found.kind, found.files) == (Kind.FILES, (file,))
    backup.bring_back(head, inside, opinion_id)
    assert path.read_bytes() == content
    assert backup.difference(head, inside, opinion_id) is None


def test_a_matter_that_only_went_on_is_told_so_and_not_touched(head: Session, inside: Inside) -> None:
    matter = a_matter(head, "in_approval")
    opinions.approve(head, matter.id, "同意。")
    found = backup.differences(head, inside)
    assert [(each.kind, each.opinion.id) for each in found] == [(Kind.WENT_ON, matter.id)]
    with pytest.raises(RuleError, match="不用取回"):
        backup.bring_back(head, inside, matter.id)


def filled(session: Session, title: str, name: str) -> Opinion:
    """A form that can be submitted."""
    return replace(
        opinions.blank(session),
        title=title,
        content=f"{title}，请处理。",
        submitter_name=name,
        phone="13812345678",
        category_id=session.value("SELECT max(category_id) FROM opinions"),
        proposal="请承办单位办理。",
    )


def lost_after_a_restore(package: Path, home: Path, now: Any = noon) -> Session:
    """The station as an older backup made it again; what came after that backup is gone."""
    backup.restore(package, Home(home), backup.by_password("wangxiuying", PASSWORD), now=now)
    return homes.sign_in(Home(home), "wangxiuying", PASSWORD, now=now)


@pytest.mark.clause("4.6.3")
def test_a_matter_that_a_restore_took_away_comes_back_whole_from_the_later_backup(
    head: Session, clerk: Session, package: Path, tmp_path: Path
) -> None:
    (tmp_path / "来信.jpg").write_bytes(random.Random(1).randbytes(3000))
    form = filled(clerk, "水管漏水", "孙𠮷")
    lost = opinions.register_and_submit(clerk, form, files=[tmp_path / "来信.jpg"])
    later = backup.back_up(clerk, tmp_path / "usb").path
    head.close()
    again = lost_after_a_restore(package, tmp_path / "home")
    try:
        assert again.find(Opinion, lost.id) is None
        assert_comes_back_whole(again, later, lost)
    finally:
        again.close()


def assert_comes_back_whole(again: Session, later: Path, lost: Opinion) -> None:
    opened = backup.open_inside(later, again, backup.by_session(again))
    try:
        found = {each.opinion.number: each for each in backup.differences(again, opened)}
        assert found[lost.number].kind is Kind.GONE
        brought = backup.bring_back(again, opened, lost.id)
        assert (brought.number, brought.title, brought.submitter_name) == (lost.number, "水管漏水", "孙𠮷")
        then, now = (opinions.file_of(each, of) for each, of in ((opened.session, lost.id), (again, brought.id)))
        assert [step.label for step in now.steps] == ["从备份取回", *(step.label for step in then.steps)]
        assert [file.name for file in now.attachments] == ["来信.jpg"]
        assert attachments.content(again, now.attachments[0].id) == random.Random(1).randbytes(3000)
        assert len(now.deadlines) == len(then.deadlines)
    finally:
        opened.close()
    assert check.check(again) == []


def test_a_number_that_was_given_again_meanwhile_is_not_used_twice(
    head: Session, clerk: Session, package: Path, tmp_path: Path
) -> None:
    def entered(session: Session, title: str) -> Opinion:
        return opinions.register_and_submit(session, filled(session, title, "李四"))

    lost = entered(clerk, "水管漏水")
    later = backup.back_up(clerk, tmp_path / "usb").path
    head.close()
    again = lost_after_a_restore(package, tmp_path / "home")
    try:
        other = entered(homes.sign_in_again(again, "zhouchangfu", PASSWORD), "路面坑洼")
        assert (other.id, other.number) == (lost.id, lost.number)
        opened = backup.open_inside(later, again, backup.by_session(again))
        brought = backup.bring_back(again, opened, lost.id)
        opened.close()
        assert (brought.title, brought.source_number) == ("水管漏水", lost.number)
        assert brought.number not in ("", lost.number)
        assert again.get(Opinion, other.id) == other
        assert check.check(again) == []
    finally:
        again.close()


def test_the_history_of_a_long_matter_comes_back_line_by_line(head: Session, package: Path, tmp_path: Path) -> None:
    """The whole life of a closed matter, entered again where today's data do not have it."""
    matter = head.select(Opinion, "status = 'closed' AND id IN (SELECT opinion_id FROM replies)")[-1]
    counts = [len(head.select(kind, "opinion_id = ?", (matter.id,))) for kind in (OpinionStep, Reply)]
    opened = backup.open_inside(package, head, backup.by_session(head))
    with_loss = replace(opened, common=0)  # as if the logs had nothing in common
    try:
        assert backup.difference(head, with_loss, matter.id).kind is Kind.GONE  # type: ignore[union-attr]
        brought = backup.bring_back(head, with_loss, matter.id)
    finally:
        opened.close()
    assert [len(head.select(kind, "opinion_id = ?", (brought.id,))) for kind in (OpinionStep, Reply)] == [
        counts[0] + 1,
        counts[1],
    ]
    assert brought.closed_on == matter.closed_on
    assert brought.source_number == matter.number
