"""Saving printed files where it cannot be done: the old file stays as it was, and a sentence says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from lianluozhan.models.errors import StorageError
from lianluozhan.printing.document import Document, Para
from lianluozhan.printing.page import Written
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.printing.word import write_word

from .sheets import FILLED, registration

Write = Callable[[list[Document], Path], Written]
OLD = b"what stood here before"
WRITERS = [(write_pdf, "表.pdf"), (write_word, "表.docx")]
MARKS = ["~$会纪要.docx", "~$月会纪要.docx", "~$三月会纪要.docx", ".~三月会纪要.docx", ".~lock.三月会纪要.docx#"]
formats = pytest.mark.parametrize(("write", "name"), WRITERS, ids=["pdf", "word"])
CHANCE = Random(1)


def noise() -> str:
    """Text that cannot be packed."""
    return "".join(chr(CHANCE.randrange(0x4E00, 0x9F00)) for _ in range(2000))


MANY = [registration(FILLED, content=noise()) for _ in range(12)]


def mount(*arguments: str) -> bool:
    """Whether the system let us; only somebody with all rights may."""
    if os.name == "nt" or shutil.which("mount") is None:
        return False
    return subprocess.run(["mount", *arguments], capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for a few small files."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=48k", "tmpfs", str(place)):
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def kept(folder: Path, name: str) -> bool:
    """Whether the old file is as it was and nothing lies beside it."""
    return (folder / name).read_bytes() == OLD and [path.name for path in folder.iterdir()] == [name]


@formats
def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path, write: Write, name: str) -> None:
    (small_disk / name).write_bytes(OLD)
    with pytest.raises(StorageError, match="磁盘已满。请先腾出空间再试，原来的内容没有动过"):
        write(MANY, small_disk / name)
    assert kept(small_disk, name)


@formats
def test_after_room_is_made_the_same_print_succeeds(small_disk: Path, write: Write, name: str) -> None:
    (small_disk / "big").write_bytes(bytes(44 * 1024))
    with pytest.raises(StorageError, match="磁盘已满"):
        write([registration(FILLED)], small_disk / name)
    (small_disk / "big").unlink()
    write([Document("表", [Para("字", "note")])], small_disk / name)
    assert [path.name for path in small_disk.iterdir()] == [name]


@formats
def test_a_disk_that_may_only_be_read_is_told_as_such(small_disk: Path, write: Write, name: str) -> None:
    (small_disk / name).write_bytes(OLD)
    assert mount("-o", "remount,ro", str(small_disk))
    with pytest.raises(StorageError, match="只读"):
        write([registration(FILLED)], small_disk / name)
    assert kept(small_disk, name)


@pytest.mark.parametrize("mark", MARKS)
def test_a_file_that_is_open_in_word_or_wps_is_left_alone(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "三月会纪要.docx"
    path.write_bytes(OLD)
    (tmp_path / mark).touch()
    with pytest.raises(StorageError, match="正在别的程序里打开着。请先在那里关闭它"):
        write_word([registration(FILLED)], path)
    assert path.read_bytes() == OLD
    (tmp_path / mark).unlink()
    write_word([registration(FILLED)], path)
    assert path.read_bytes() != OLD


def test_a_mark_left_behind_by_a_crash_does_not_stop_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "~$表.docx").touch()
    write_word([registration(FILLED)], tmp_path / "表.docx")
    assert (tmp_path / "表.docx").exists()


@formats
def test_a_long_name_is_saved_and_one_too_long_is_told(tmp_path: Path, write: Write, name: str) -> None:
    ending = Path(name).suffix
    longest = "路" * ((255 - len(ending)) // 3) + ending
    write([registration(FILLED)], tmp_path / longest)
    assert [path.name for path in tmp_path.iterdir()] == [longest]
    with pytest.raises(StorageError, match="文件名太长"):
        write([registration(FILLED)], tmp_path / f"路{longest}")
    assert [path.name for path in tmp_path.iterdir()] == [longest]


@formats
def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path, write: Write, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(StorageError, match="已有同名的文件夹"):
        write([registration(FILLED)], tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
