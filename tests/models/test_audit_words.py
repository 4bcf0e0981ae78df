"""The log read by a person: every action and every record has a name, newest first, by one person if wanted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import audit, backup, backups, folders
from lianluozhan.models.errors import RuleError
from lianluozhan.models.permissions import ACTION_LABELS, PERMISSIONS, Role
from lianluozhan.models.session import Session
from lianluozhan.models.stations import edit
from tests.keeping import NOON, copied_home, enter
from tests.samples import SAMPLES


def test_every_action_has_a_name_in_the_log() -> None:
    assert set(ACTION_LABELS) == set(PERMISSIONS)
    assert len(set(ACTION_LABELS.values())) == len(ACTION_LABELS)


def test_every_kind_of_record_has_a_name_in_the_log() -> None:
    assert {kind.TABLE for kind in SAMPLES} <= set(audit.TABLE_LABELS)


@pytest.mark.clause("4.7.2")
def test_the_newest_line_stands_first_and_says_who_did_what(sign_in, everybody) -> None:  # type: ignore[no-untyped-def]
    edit(sign_in(Role.HEAD), hotline="0797-1")
    row = audit.lines(sign_in(Role.AUDITOR)).page(10)[0]
    assert (row["who"], audit.action_words(row["action"]), audit.record_words(row)) == (
        "陈国栋",
        "修改联络站资料",
        "联络站 第 1 条",
    )


def test_the_log_can_be_read_for_one_person_alone(sign_in, everybody) -> None:  # type: ignore[no-untyped-def]
    edit(sign_in(Role.HEAD), hotline="0797-1")
    edit(sign_in(Role.LIAISON_OFFICER), hotline="0797-2")
    found = audit.lines(sign_in(Role.AUDITOR), everybody[Role.LIAISON_OFFICER].id)
    assert [row["who"] for row in found.page(10)] == ["王秀英"]


@pytest.mark.clause("4.7.2")
def test_who_may_not_read_the_log_is_refused(sign_in) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleError, match="审计员"):
        audit.lines(sign_in(Role.LIAISON_OFFICER))


def backed_up(session: Session, stick: Path) -> backup.BackupResult:
    stick.mkdir()
    return backup.back_up(session, stick)


def test_a_backup_that_is_whole_after_plugging_in_again_is_noted_once(tmp_path: Path) -> None:
    session = enter(copied_home(tmp_path / "home"))
    made = backed_up(session, tmp_path / "usb")
    for _ in range(2):
        backups.proven_again(session, made.path.name, made.info.made_at)
    entry = backups.last_proven(session)
    assert entry is not None and entry.proven_again_at == NOON and entry.note == ""
    assert backups.proven_again(session, made.path.name, made.info.made_at - timedelta(days=1)) is None
    session.close()


def test_a_folder_of_the_computer_is_not_taken_for_a_stick(tmp_path: Path) -> None:
    assert not folders.is_removable(tmp_path)
    assert folders.is_removable(Path("/media/wang/KINGSTON"))
