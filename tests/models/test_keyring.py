"""Passwords, the paper code, waiting after failures; a keyring that is damaged or changed."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.keyring import FILES, Keyring, two_copies
from lianluozhan.models.passwords import new_recovery_code, plain_code
from tests.keeping import CHEAP, CODE, NOON, PASSWORD


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    keyring, data_key = Keyring.create(tmp_path, encrypted=True)
    keyring.add("li", PASSWORD, data_key, shown="李建国", cost=CHEAP)
    keyring.set_recovery(CODE, data_key, cost=CHEAP)
    return keyring


def test_the_password_and_the_paper_code_open_the_same_data(keyring: Keyring, tmp_path: Path) -> None:
    opened = Keyring.load(tmp_path)
    assert opened.unlock("li", PASSWORD, NOON) == opened.unlock_by_recovery(CODE, NOON) == keyring.data_key


def test_a_wrong_password_and_an_unknown_account_read_alike(keyring: Keyring) -> None:
    sentences = set()
    for user in ("li", "nobody"):
        with pytest.raises(RuleError) as refusal:
            keyring.unlock(user, "Wrong#Wrong1", NOON)
        sentences.add(str(refusal.value))
    assert sentences == {"密码不对，请再输一次。再错 4 次要等一会儿才能登录。"}


@pytest.mark.clause("4.7.2")
def test_five_wrong_passwords_make_one_wait_even_for_the_right_one(keyring: Keyring, tmp_path: Path) -> None:
    for _ in range(5):
        with pytest.raises(RuleError):
            keyring.unlock("li", "Wrong#Wrong1", NOON)
    again = Keyring.load(tmp_path)
    with pytest.raises(RuleError, match="请等 1 分钟"):
        again.unlock("li", PASSWORD, NOON + timedelta(seconds=30))
    assert again.unlock("li", PASSWORD, NOON + timedelta(seconds=61))
    with pytest.raises(RuleError, match="再错 4 次"):
        again.unlock("li", "Wrong#Wrong1", NOON + timedelta(seconds=62))


def test_every_changed_byte_of_one_file_is_healed_from_the_other(keyring: Keyring, tmp_path: Path) -> None:
    path, whole = tmp_path / FILES[0], (tmp_path / FILES[0]).read_bytes()
    chance = random.Random(7)
    for at in chance.sample(range(len(whole)), 60):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        assert Keyring.load(tmp_path).unlock("li", PASSWORD, NOON) == keyring.data_key
        assert two_copies(tmp_path)


def test_both_files_damaged_is_said_and_nothing_is_written(keyring: Keyring, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(StorageError, match="钥匙文件损坏"):
        Keyring.load(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in FILES] == [b"{}", b"{}"]


def test_a_wrap_moved_to_another_account_does_not_open(keyring: Keyring, tmp_path: Path) -> None:
    content = keyring.content
    content["wraps"][0]["name"] = "wang"
    with pytest.raises(RuleError):
        Keyring.from_content(content, tmp_path).unlock("wang", PASSWORD, NOON)


def test_turning_encryption_off_in_the_file_does_not_open(keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        Keyring.from_content(keyring.content | {"encrypted": False}, tmp_path).unlock("li", PASSWORD, NOON)


def test_a_failed_write_leaves_the_old_password_valid(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("没有保存：磁盘已满。")

    with monkeypatch.context() as patched:
        patched.setattr("lianluozhan.models.keyring.atomic_write", full)
        with pytest.raises(StorageError):
            keyring.add("li", "Another#2026", keyring.data_key)
    assert keyring.matches("li", PASSWORD)


def test_the_last_account_is_never_removed(keyring: Keyring) -> None:
    with pytest.raises(RuleError, match="最后一个"):
        keyring.remove("li")


def test_a_new_password_costs_as_much_to_guess_as_the_others(keyring: Keyring) -> None:
    keyring.add("wang", PASSWORD, keyring.data_key)
    assert keyring.content["wraps"][-1]["cost"] == [CHEAP.memory, CHEAP.passes, CHEAP.lanes]


def test_a_paper_code_is_32_characters_in_groups_and_never_the_same() -> None:
    first, second = new_recovery_code(), new_recovery_code()
    assert first != second
    assert [len(group) for group in first.split("-")] == [4] * 8
    assert plain_code("o0 1i-8b") == "OOIIBB"
