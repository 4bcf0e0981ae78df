"""Old backups are taken away by their order and by proof: the newest three good sets and what they need always stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lianluozhan.models import backup
from lianluozhan.models import settings as parameters
from lianluozhan.models.backup import PackageKind
from lianluozhan.models.backup.job import Job
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter

KEEP = 3
SET, CHANGES = BackupKind.SET, BackupKind.CHANGES


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"))
    parameters.change(session, "backup.keep", str(KEEP))
    yield session
    session.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def made(session: Session, stick: Path, *kinds: BackupKind) -> list[backup.BackupInfo]:
    return [backup.back_up(session, stick, kind=kind).info for kind in kinds]


def spoil(path: Path, at: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 1
    path.write_bytes(content)


def reasons(session: Session, stick: Path) -> list[str]:
    return [each.reason for each in backup.standings(session, stick)]


@pytest.mark.clause("4.7.2")
def test_the_newest_stay_and_older_ones_may_go(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET, SET)
    may_go = backup.removable(session, stick)
    assert [info.path for info in may_go] == [infos[1].path, infos[0].path]
    assert reasons(session, stick)[:3] == [f"是最新的 {KEEP} 份之一。"] * 3
    assert backup.remove(session, stick, may_go) == 2
    assert {path.name for path in stick.iterdir()} == {info.path.name for info in infos[2:]}
    entries = backup.entries(session)
    assert [entry.removed_on for entry in entries] == [None] * 3 + [session.today] * 2
    assert session.value("SELECT action FROM audit_log ORDER BY id DESC LIMIT 1") == "backup.remove"


def test_a_set_stays_as_long_as_changes_that_stay_build_on_it(session: Session, stick: Path) -> None:
    base, *_ = made(session, stick, SET, CHANGES, CHANGES)
    newer = made(session, stick, SET, SET, SET)
    assert [info.path.name for info in backup.removable(session, stick)] == [
        info.path.name for info in backup.packages_in(stick, base.station)[3:]
    ]
    parameters.change(session, "backup.keep", "4")
    stays = {each.info.path: each.reason for each in backup.standings(session, stick) if each.reason}
    assert stays[base.path] == "有留着的增量备份要靠它。"
    assert len(stays) == len(newer) + 2


def test_changes_that_are_not_known_to_the_register_keep_their_set_too(session: Session, stick: Path) -> None:
    base, changes = made(session, stick, SET, CHANGES)
    made(session, stick, SET, SET, SET)
    spoil(changes.path, 0.99999)  # its end is no longer the one that was registered
    found = {each.info.path: each for each in backup.standings(session, stick)}
    assert "人工处理" in found[changes.path].reason
    assert found[base.path].reason == "有留着的增量备份要靠它。"


def test_changes_do_not_count_for_the_three_sets(session: Session, stick: Path) -> None:
    made(session, stick, SET, SET, CHANGES, CHANGES, CHANGES, CHANGES)
    assert backup.removable(session, stick) == []
    assert any("不到三份" in reason for reason in reasons(session, stick))


def test_three_sets_stay_however_old_they_are(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET, CHANGES, CHANGES, CHANGES)
    assert [info.path for info in backup.removable(session, stick)] == [infos[0].path]


@pytest.mark.parametrize("years", [-30, 30])
def test_a_clock_thirty_years_off_takes_nothing_good_away(session: Session, stick: Path, years: int) -> None:
    first = made(session, stick, SET, SET)
    session.now = lambda: NOON.replace(year=NOON.year + years)
    wrong = made(session, stick, SET, SET)
    if years < 0:
        assert backup.removable(session, stick) == []
        assert any("校准" in reason for reason in reasons(session, stick))
    session.now = lambda: NOON + timedelta(hours=1)
    last = made(session, stick, SET)
    may_go = [info.path for info in backup.removable(session, stick)]
    assert may_go == ([first[1].path, first[0].path] if years < 0 else [])  # the log has a line of 2056
    assert not {info.path for info in (*wrong, *last)} & set(may_go)


def test_a_clock_behind_the_log_removes_nothing(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET)
    session.now = lambda: NOON - timedelta(days=1)
    with pytest.raises(RuleError, match="校准电脑的日期"):
        backup.remove(session, stick, infos[:1])
    assert infos[0].path.exists()


def test_what_must_stay_is_refused_when_it_is_asked_for(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET)
    with pytest.raises(RuleError, match="不能清理：是最新的"):
        backup.remove(session, stick, [infos[0], infos[3]])
    assert all(info.path.exists() for info in infos)
    assert all(entry.removed_on is None for entry in backup.entries(session))


def test_sets_that_have_gone_bad_are_found_before_anything_goes(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET)
    spoil(infos[2].path)
    assert [info.path for info in backup.removable(session, stick)] == [infos[0].path]
    with pytest.raises(RuleError, match="不到三份"):
        backup.remove(session, stick, infos[:1])
    assert infos[0].path.exists()


def test_a_stick_that_refuses_to_remove_leaves_the_register_as_it_was(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    infos = made(session, stick, SET, SET, SET, SET)

    def refused(self: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "read-only")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        with pytest.raises(StorageError, match="只读"):
            backup.remove(session, stick, infos[:1])
    assert all(entry.removed_on is None for entry in backup.entries(session))
    assert backup.remove(session, stick, infos[:1]) == 1


def test_copies_and_packages_of_others_are_not_touched(session: Session, stick: Path, tmp_path: Path) -> None:
    made(session, stick, SET, SET, SET, SET)
    other = enter(copied_home(tmp_path / "other"))
    copied = backup.pack_copy(session, stick, "daily", Job(None, None))
    assert copied.path not in {each.info.path for each in backup.standings(session, stick)}
    other.close()


def test_only_those_who_may_remove_backups_do(session: Session, stick: Path) -> None:
    infos = made(session, stick, SET, SET, SET, SET)
    session.roles = frozenset({Role.AUDITOR})
    with pytest.raises(RuleError, match="没有这项权限"):
        backup.remove(session, stick, infos[:1])
    assert infos[0].path.exists()


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["set", "changes", "thin"]),
        st.tuples(st.just("clock"), st.sampled_from([-30 * 365, -1, 0, 40, 30 * 365])),
        st.tuples(st.just("damage"), st.integers(0, 9), st.sampled_from([0.01, 0.3, 0.6, 0.99999])),
        st.tuples(st.just("cut"), st.integers(0, 9)),
    ),
    min_size=6,
    max_size=14,
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@example(steps=["set", "set", ("damage", 0, 0.6), ("damage", 1, 0.6), "thin"])  # bad where only reading finds it
def test_whatever_happens_the_newest_three_good_sets_and_their_bases_stay(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str | tuple[object, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("thinning")
    session, stick = enter(copied_home(folder / "home")), folder / "usb"
    stick.mkdir()
    parameters.change(session, "backup.keep", str(KEEP))
    damaged: set[Path] = set()
    try:
        for step in ["set", "set", "set", "changes", "set", *steps, "thin"]:
            _take(step, session, stick, damaged)
    finally:
        session.close()


def _take(step: str | tuple[object, ...], session: Session, stick: Path, damaged: set[Path]) -> None:
    lying = backup.packages_in(stick, session.keyring.station)
    match step:
        case "set":
            made(session, stick, SET)
        case "changes":
            backup.back_up(session, stick)
        case "thin":
            before = _good(stick, session, damaged)
            may_go = backup.removable(session, stick)
            try:
                gone = backup.remove(session, stick, may_go) if may_go else 0
            except RuleError:
                gone = 0
            assert gone in (0, len(may_go))
            after = {info.path for info in backup.packages_in(stick, session.keyring.station)}
            assert {info.path for info in before} <= after
        case ("clock", days):
            at = NOON + timedelta(days=int(str(days)))
            session.now = lambda: at
        case ("damage", which, place) if lying:
            path = lying[int(str(which)) % len(lying)].path
            spoil(path, float(str(place)))
            damaged.add(path)
        case ("cut", which) if lying:
            path = lying[int(str(which)) % len(lying)].path
            path.write_bytes(path.read_bytes()[:-100])
            damaged.add(path)


def _good(stick: Path, session: Session, damaged: set[Path]) -> list[backup.BackupInfo]:
    """The newest three sets that are whole, and the newest whole changes with the set that they need."""
    lying = [info for info in backup.packages_in(stick, session.keyring.station) if info.path not in damaged]
    good = [info for info in lying if info.kind is PackageKind.SET][:3]
    for info in lying[:1]:
        if info.kind is PackageKind.CHANGES and (stick / info.base_name) not in damaged:
            good += [info, *[each for each in lying if each.path.name == info.base_name]]
    return good
