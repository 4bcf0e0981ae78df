"""What is known of a package before it is opened, and of the data that it would put aside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import backup, stations
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.session import Session
from tests.keeping import CODE, NOON, PASSWORD, copied_home, enter


@pytest.fixture
def session(tmp_path: Path) -> Session:  # type: ignore[misc]
    session = enter(copied_home(tmp_path / "home"))
    yield session
    session.close()


@pytest.fixture
def info(session: Session, tmp_path: Path) -> backup.BackupInfo:
    return backup.read_info(backup.back_up(session, tmp_path).path)


def test_a_backup_names_the_accounts_that_open_it(info: backup.BackupInfo) -> None:
    assert [user["name"] for user in backup.users_of(info)] == ["wang", "li", "zhou"]


def test_a_secret_is_tried_before_the_long_work(info: backup.BackupInfo) -> None:
    backup.check_unlock(info, backup.by_password("zhou", PASSWORD))
    backup.check_unlock(info, backup.by_code(CODE))
    with pytest.raises(RuleError, match="密码不对"):
        backup.check_unlock(info, backup.by_password("zhou", "Qiaotou#2027"))


def test_a_header_without_its_keyring_is_refused_in_words(info: backup.BackupInfo) -> None:
    info.keyring.clear()
    with pytest.raises(StorageError, match="钥匙已损坏"):
        backup.users_of(info)
    with pytest.raises(StorageError, match="钥匙已损坏"):
        backup.check_unlock(info, backup.by_code(CODE))


def test_only_what_changed_the_data_makes_them_newer_than_a_backup(session: Session, tmp_path: Path) -> None:
    session.now = lambda: NOON + timedelta(hours=1)
    stations.edit(session, hotline="0797-1")
    session.now = lambda: NOON + timedelta(hours=2)
    backup.back_up(session, tmp_path)
    found = backup.present(session)
    assert (found.opinions, found.attachments, found.changed_at) == (0, 0, NOON + timedelta(hours=1))
