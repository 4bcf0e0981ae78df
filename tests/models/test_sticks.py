"""The station's own sticks: registered with a mark that tells the one from its copy, edited, retired (4.7)."""

import json
import shutil

import pytest

from lianluozhan.models import sticks, volumes
from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError
from lianluozhan.models.sticks import MARK_FILE
from tests.keeping import enter, make_home


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Two stations, the second for what is not ours."""
    folder = tmp_path_factory.mktemp("stations")
    return make_home(folder / "own"), make_home(folder / "other")


@pytest.fixture
def session(homes):
    with_rights = enter(homes[0])
    yield with_rights
    for stick in sticks.in_use(with_rights):  # the next test begins with none
        sticks.retire(with_rights, stick.id, "试验完了")
    with_rights.close()


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    """Volumes that are plugged in, each with the serial that the system would read from it."""
    serials = {}
    monkeypatch.setattr(volumes, "serial_of", lambda root: serials.get(root, ""))

    def plug(name, serial):
        root = tmp_path / name
        root.mkdir()
        serials[root] = serial
        return root

    plug.serials = serials
    return plug


def register(session, root, name="红色 1 号"):
    return sticks.register(session, root, name, "站长办公室保险柜")


@pytest.mark.clause("4.7.2")
def test_a_registered_stick_is_recognised_wherever_it_is_plugged_in(session, plugged, tmp_path):
    root = plugged("usb", "3A1C-77E0")
    stick = register(session, root)
    elsewhere = root.rename(tmp_path / "slot-2")
    plugged.serials[elsewhere] = "3A1C-77E0"
    assert sticks.recognise(session, elsewhere).stick == stick
    assert (stick.serial, stick.keep_place, stick.registered_by) == ("3A1C-77E0", "站长办公室保险柜", session.staff.id)


def test_an_unknown_stick_is_told_to_be_unregistered(session, plugged):
    assert sticks.recognise(session, plugged("usb", "1111-2222")).reason == sticks.NOT_REGISTERED


@pytest.mark.clause("4.7.2")
def test_the_mark_on_the_stick_says_nothing_of_a_person(session, plugged):
    root = plugged("usb", "3A1C-77E0")
    register(session, root)
    told = (root / MARK_FILE).read_text("utf-8")
    assert set(json.loads(told)) == {"program", "station", "mark", "serial", "seal"}
    assert not [word for word in ("李建国", "保险柜", "石桥", "红色") if word in told]


def test_a_mark_that_was_copied_to_another_stick_is_refused(session, plugged):
    root, other = plugged("usb", "3A1C-77E0"), plugged("copy", "9999-0000")
    register(session, root)
    shutil.copy(root / MARK_FILE, other / MARK_FILE)
    found = sticks.recognise(session, other)
    assert found.stick is None and "不是登记时的“红色 1 号”" in found.reason


def test_a_copied_mark_with_a_corrected_serial_breaks_its_seal(session, plugged):
    root, other = plugged("usb", "3A1C-77E0"), plugged("copy", "9999-0000")
    stick = register(session, root)
    told = json.loads((root / MARK_FILE).read_text("utf-8")) | {"serial": "9999-0000"}
    (other / MARK_FILE).write_text(json.dumps(told), "utf-8")
    found = sticks.recognise(session, other)
    assert found.stick is None and found.known == stick and "钥匙对不上" in found.reason


def test_a_stick_of_another_station_is_refused(homes, session, plugged):
    root = plugged("usb", "3A1C-77E0")
    stranger = enter(homes[1])
    try:
        register(stranger, root)
    finally:
        stranger.close()
    assert "别的联络站" in sticks.recognise(session, root).reason


def test_a_retired_stick_is_refused_with_the_reason(session, plugged):
    root = plugged("usb", "3A1C-77E0")
    sticks.retire(session, register(session, root).id, "接口松动")
    assert "已经停用（接口松动）" in sticks.recognise(session, root).reason


def test_a_stick_is_retired_only_with_a_reason(session, plugged):
    stick = register(session, plugged("usb", "3A1C-77E0"))
    with pytest.raises(InvalidRecord, match="停用的原因"):
        sticks.retire(session, stick.id, " ")


def test_a_stick_that_was_formatted_is_marked_anew_under_its_name(session, plugged):
    root = plugged("usb", "3A1C-77E0")
    stick = register(session, root)
    (root / MARK_FILE).unlink()
    plugged.serials[root] = "5555-6666"
    assert sticks.recognise(session, root).stick is None
    renewed = sticks.renew(session, stick.id, root)
    assert (renewed.id, renewed.serial) == (stick.id, "5555-6666")
    assert sticks.recognise(session, root).stick == renewed


def test_a_stick_is_not_marked_anew_over_another_one(session, plugged):
    first, second = plugged("usb", "3A1C-77E0"), plugged("two", "9999-0000")
    stick = register(session, first)
    register(session, second, "蓝色 2 号")
    with pytest.raises(RuleError, match="插着的是“蓝色 2 号”"):
        sticks.renew(session, stick.id, second)


def test_a_stick_is_not_registered_twice(session, plugged):
    root = plugged("usb", "3A1C-77E0")
    register(session, root)
    with pytest.raises(RuleError, match="已经登记过，叫“红色 1 号”"):
        register(session, root, "蓝色 2 号")


def test_two_sticks_in_use_have_different_names(session, plugged):
    register(session, plugged("usb", "3A1C-77E0"))
    with pytest.raises(InvalidRecord, match="已经有一个 U 盘叫"):
        register(session, plugged("two", "9999-0000"))


def test_nothing_is_registered_when_the_stick_cannot_be_written(session, plugged):
    root = plugged("usb", "3A1C-77E0")
    root.rmdir()
    with pytest.raises(StorageError, match="已经拔出"):
        register(session, root)
    assert sticks.in_use(session) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"station": 1}', b"\xff\xfe", b"[" * 4000])
def test_a_mark_that_cannot_be_read_is_said_in_words(session, plugged, content):
    root = plugged("usb", "3A1C-77E0")
    (root / MARK_FILE).write_bytes(content)
    assert "识别文件损坏" in sticks.recognise(session, root).reason


def test_the_name_and_the_keep_place_are_edited(session, plugged):
    stick = register(session, plugged("usb", "3A1C-77E0"))
    changed = sticks.edit(session, stick.id, "红色甲", "档案室铁皮柜")
    assert (changed.name, changed.keep_place, changed.mark) == ("红色甲", "档案室铁皮柜", stick.mark)


def test_a_serial_is_written_alike_whichever_system_reads_it():
    assert volumes.written("3A1C-77E0") == "3A1C-77E0"  # FAT and exFAT under Linux
    assert volumes.written("3A1C77E0") == "3A1C-77E0"  # as Windows gives it
    assert volumes.written("01D8F3B23A1C77E0") == "3A1C-77E0"  # NTFS: Windows knows the lower half
    assert volumes.written("6f0e-aa11-x") == "6F0E-AA11-X"
