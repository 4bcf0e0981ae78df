"""The electronic package of a year: read without us, proven by shell tools alone, whole or not there at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from pypdf import PdfReader

from lianluozhan import cli
from lianluozhan.models import attachments, closures, veil
from lianluozhan.models.archive import codes, package_writing, packages, two_hashes
from lianluozhan.models.archive.package_check import verify
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.archive.record import Item
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import Cancelled, RuleError, StorageError
from lianluozhan.models.folders import Volume
from lianluozhan.sheets import archive_package, archive_plan, archive_readme
from tests.keeping import PASSWORD, enter, make_home
from tests.models.archive.filing_desk import PEOPLE, Desk, opened
from tests.models.archive.pieces import choose, put

from .package_scene import EVIL, NAME, YEAR, Scene, file_year, shell


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened(tmp_path_factory.mktemp("package")) as found:
        found.choose()
        file_year(found)
        yield found


@pytest.fixture(scope="module")
def scene(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    made = archive_package.make(desk.clerk, YEAR, tmp_path_factory.mktemp("usb"))
    return Scene(desk, made.path, made.package)


@pytest.fixture
def copied(scene: Scene, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scene.root, tmp_path / "copy"))


# What is in it --------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.2")
def test_each_piece_has_its_folder_with_content_sources_attachments_and_metadata(scene):
    item = scene.item("路灯坏了")
    folder = scene.root / codes.slug(item.archival_number)

    assert scene.root.name == NAME
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        *("content.pdf", "meta.xml", "source/01-F10-社情民意登记表.docx", "source/02-附件清单.docx"),
        *("attachments/03-来信.pdf", "attachments/04-现场.jpg"),
    }
    assert len(PdfReader(folder / "content.pdf").pages) == 4  # cover, list, form, list of the files
    assert "周长福" in PdfReader(folder / "content.pdf").pages[2].extract_text()  # the archive's copy hides nothing


def test_an_attachment_lies_there_byte_for_byte_under_a_name_that_windows_takes(scene):
    folder = scene.root / codes.slug(scene.item(EVIL).archival_number) / "attachments"

    [path] = folder.iterdir()
    assert (path.name, path.read_bytes()) == ("01-a_b_.txt", b"paper")


def test_every_metadata_file_is_sound_and_says_its_number_in_parts(scene):
    for item in scene.desk.clerk.select(Item, "sequence IS NOT NULL AND destroyed_on IS NULL"):
        root = scene.meta(item)
        number = root.find("档号")
        assert number.get("值") == item.archival_number
        assert [number.findtext(name) for name in ("全宗号", "年度", "室编件号")] == [
            "Z109",
            "2026",
            f"{item.sequence:04d}",
        ]
        assert root.findtext("内容描述/密级") == ""


def test_metadata_name_files_with_their_hashes_and_what_was_done_by_whom_and_when(scene):
    item = scene.item("路灯坏了")
    root, folder = scene.meta(item), scene.root / codes.slug(item.archival_number)

    for file in root.iter("电子属性"):
        hashes = two_hashes.TwoHashes()
        hashes.update((folder / file.findtext("计算机文件名")).read_bytes())
        assert (file.findtext("摘要值SHA256"), file.findtext("摘要值SM3")) == (hashes.sha256, hashes.sm3)
    deeds = [
        (deed.findtext("行为"), deed.findtext("行为时间"), deed.findtext("行为人")) for deed in root.iter("业务行为")
    ]
    assert ("归档", "2027-01-11", "周长福") in deeds
    assert ("编件号", "2027-01-11", "李建民") in deeds
    assert root.findtext("内容描述/题名") == "[路灯坏了]"
    assert root.findtext("内容描述/人名") == "周长福"


def test_what_was_destroyed_keeps_its_line_and_has_no_folder(scene):
    gone = scene.item("旧文件")
    sheet = openpyxl.load_workbook(scene.root / "目录.xlsx").active
    lines = {row[1]: row for row in sheet.iter_rows(min_row=3, values_only=True)}

    assert not (scene.root / codes.slug(gone.archival_number)).exists()
    assert "2027-01-05 已销毁" in lines[gone.archival_number][8]
    assert "2027-01-05 已销毁" in (scene.root / "index.html").read_text("utf-8")


def test_the_catalogue_has_texts_and_no_formula_whatever_a_title_says(scene):
    sheet = openpyxl.load_workbook(scene.root / "目录.xlsx").active

    [row] = [row for row in sheet.iter_rows(min_row=3) if row[4].value == EVIL]
    assert (row[3].value, row[3].data_type, bool(row[3].quotePrefix)) == ("=1+1", "s", True)
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)


def test_the_index_links_to_what_is_there_asks_for_nothing_outside_and_takes_no_markup(scene):
    page = (scene.root / "index.html").read_text("utf-8")
    links = [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]

    assert all((scene.root / link).is_file() for link in links)
    assert len(links) > 8
    assert "<b>“路灯”" not in page
    assert not re.search(r"https?:|src=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_what_has_no_number_yet_is_not_in_it_and_that_is_said(scene):
    assert "还没有编号的" not in (scene.root / "index.html").read_text("utf-8")
    assert "另有 1 件还没有编件号" in (scene.root / "说明.txt").read_text("utf-8-sig")
    assert scene.package.note == "有 1 件没有编号，没有装入"


# Proving it -----------------------------------------------------------------------------------------------------


def test_the_shell_alone_proves_it_by_sha256_as_its_own_text_says(scene):
    told = (scene.root / "说明.txt").read_text("utf-8-sig")

    assert archive_readme.LINUX_SHA256 in told
    assert shell(archive_readme.LINUX_SHA256, scene.root) == "全部一致\n"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_the_shell_alone_proves_it_by_sm3_and_names_the_file_that_was_changed(scene, copied):
    assert archive_readme.LINUX_SM3 in (scene.root / "说明.txt").read_text("utf-8-sig")
    assert shell(archive_readme.LINUX_SM3, scene.root) == ""
    path = next(copied.rglob("04-现场.jpg"))
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    said = shell(archive_readme.LINUX_SM3, copied)
    assert said == f"不一致：{path.relative_to(copied).as_posix()}\n"
    assert "FAILED" in shell(archive_readme.LINUX_SHA256, copied)


def test_the_lists_name_every_file_but_themselves(scene):
    lists = {"manifest-sha256.txt", "manifest-sm3.txt"}
    there = {path.relative_to(scene.root).as_posix() for path in scene.root.rglob("*") if path.is_file()}

    for name in lists:
        named = [line[66:] for line in (scene.root / name).read_text("utf-8").splitlines()]
        assert set(named) == there - lists
        assert named == sorted(named)


def test_a_cut_a_changed_a_missing_and_an_added_file_are_each_told(copied):
    cut, changed = next(copied.rglob("03-来信.pdf")), next(copied.rglob("meta.xml"))
    cut.write_bytes(cut.read_bytes()[:-9])
    changed.write_bytes(changed.read_bytes().replace(b"2026", b"2025", 1))
    missing = next(copied.rglob("01-a_b_.txt"))
    missing.unlink()
    (copied / "新来的.txt").write_text("?")

    assert set(verify(copied).problems) == {
        f"文件“{cut.relative_to(copied).as_posix()}”被改动过或损坏了。",
        f"文件“{changed.relative_to(copied).as_posix()}”被改动过或损坏了。",
        f"少了文件“{missing.relative_to(copied).as_posix()}”。",
        "多了文件“新来的.txt”，清单里没有。",
    }


def test_a_list_that_was_written_anew_agrees_with_itself_but_not_with_the_register(scene, copied):
    renamed = copied.rename(copied.with_name(NAME))
    (renamed / "说明.txt").write_text("别的话", "utf-8")
    for name, tool in (("manifest-sha256.txt", "sha256sum"), ("manifest-sm3.txt", "openssl dgst -sm3 -r")):
        digest = shell(f"{tool} 说明.txt", renamed).split()[0]
        path = renamed / name
        path.write_text(re.sub(r".{64}(  说明\.txt)", rf"{digest}\1", path.read_text("utf-8")), "utf-8")

    assert verify(renamed).is_whole
    found, entry = archive_package.verify(scene.desk.clerk, renamed)
    assert (entry, found.problems) == (None, ("清单不是本站登记的那一份，可能被人改过。",))


def test_a_look_at_a_package_is_noted_in_its_line_of_the_register(scene, copied):
    found, entry = archive_package.verify(scene.desk.clerk, scene.root)
    assert (found.is_whole, entry.id, entry.note) == (True, scene.package.id, "2027-01-11 核验完好")

    next(copied.rglob("meta.xml")).unlink()
    found, entry = archive_package.verify(scene.desk.clerk, copied)
    assert (entry.is_verified, entry.note) == (False, "2027-01-11 核验发现 1 处不对")


def test_a_list_that_leads_out_of_the_folder_is_refused(copied):
    path = copied / "manifest-sha256.txt"
    path.write_text(f"{'0' * 64}  ../../etc/passwd\n", "utf-8")

    with pytest.raises(RuleError, match="第 1 行读不懂"):
        verify(copied)
    with pytest.raises(RuleError, match="不是电子档案包"):
        verify(copied.parent)


def test_both_ways_to_reckon_sm3_give_what_the_standard_gives():
    for hashing in (two_hashes.new_sm3(), two_hashes._OtherSm3()):
        hashing.update(b"abc")
        assert hashing.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


# Whole or not there ---------------------------------------------------------------------------------------------


def test_a_stop_at_any_step_leaves_nothing(scene, tmp_path):
    steps: list[str] = []
    archive_package.make(scene.desk.clerk, YEAR, tmp_path, lambda done, total, what: steps.append(what))
    shutil.rmtree(tmp_path / NAME)
    before = len(packages.made(scene.desk.clerk, YEAR))
    for at in (1, len(steps) // 3, len(steps) // 2, len(steps) - 1):
        asked = iter(range(10**9))

        with pytest.raises(Cancelled):
            archive_package.make(scene.desk.clerk, YEAR, tmp_path, cancelled=lambda: next(asked) >= at)  # noqa: B023
        assert list(tmp_path.iterdir()) == []
    assert len(packages.made(scene.desk.clerk, YEAR)) == before


def test_a_folder_of_that_name_is_not_touched_and_another_name_is_offered(scene, tmp_path):
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "kept.txt").write_text("kept")

    with pytest.raises(RuleError, match=f"已经有“{NAME}”.*“{NAME}（2）”"):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path)
    assert [path.name for path in (tmp_path / NAME).iterdir()] == ["kept.txt"]
    assert archive_package.make(scene.desk.clerk, YEAR, tmp_path, name=f"{NAME}（2）").path.is_dir()


def test_a_damaged_attachment_is_named_and_nothing_stays(scene, tmp_path):
    [kept] = scene.desk.clerk.select(Attachment, "name = '现场.jpg'")
    path = attachments.stored_path(scene.desk.clerk.folder, kept)
    whole = path.read_bytes()
    for content, words in ((whole[:-20], "已损坏"), (None, "找不到了")):
        path.write_bytes(content) if content else path.unlink()
        try:
            with pytest.raises(StorageError, match=f"Z109-WS·2026-D30-000.“路灯坏了”：附件“现场.jpg”的文件{words}"):
                archive_package.make(scene.desk.clerk, YEAR, tmp_path)
        finally:
            path.write_bytes(whole)
        assert list(tmp_path.iterdir()) == []


def test_a_medium_that_gives_back_something_else_is_found_out_and_nothing_stays(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(package_writing, "content_of", lambda path: iter((b"something else",)))

    with pytest.raises(StorageError, match="读回来的内容不一样"):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_cannot_be_entered_into_the_register_does_not_stay(scene, tmp_path, monkeypatch):
    def refused(*_: object) -> Package:
        raise StorageError("磁盘已满")

    monkeypatch.setattr(packages, "register", refused)
    with pytest.raises(StorageError, match="磁盘已满"):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_power_cut_left_is_cleared_away_by_the_next(scene, tmp_path):
    (tmp_path / f"{NAME}.part" / "half").mkdir(parents=True)

    archive_package.make(scene.desk.clerk, YEAR, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_what_would_not_fit_is_refused_before_anything_is_written(scene, tmp_path, monkeypatch):
    def usage(_: object) -> object:
        return shutil._ntuple_diskusage(10**6, 0, 10**6)

    monkeypatch.setattr(archive_plan.shutil, "disk_usage", usage)
    with pytest.raises(StorageError, match=r"空间不够：电子档案包约要 \d+ MB，只剩 1 MB"):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_over_four_gigabytes_is_refused_on_fat32_by_its_name(scene, tmp_path, monkeypatch):
    made = archive_plan.plan(scene.desk.clerk, YEAR)
    planned = next(each for each in made.items if each.enclosed)
    large = replace(planned.enclosed[0], attachment=replace(planned.enclosed[0].attachment, size=5 * 2**30))
    larger = replace(made, items=(replace(planned, enclosed=(large,)),))
    monkeypatch.setattr(archive_plan, "volume_of", lambda folder: Volume("vfat"))

    with pytest.raises(StorageError, match=r"有 5.0 GB，FAT32 格式的 U 盘放不下"):
        archive_plan.check_place(larger, tmp_path, "")


@pytest.mark.parametrize(
    ("name", "words"),
    [("长" * 90, "路径太长"), ("2026:年", "Windows 不能用的符号.*“2026_年”"), ("..", "Windows 不能用的符号")],
)
def test_a_name_that_some_system_cannot_take_is_refused(scene, tmp_path, name, words):
    with pytest.raises(RuleError, match=words):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path, name=name)


def test_a_year_without_a_number_and_a_place_that_is_none_are_refused(scene, tmp_path):
    with pytest.raises(RuleError, match="2020年度还没有编好件号的归档文件"):
        archive_package.make(scene.desk.clerk, 2020, tmp_path)
    with pytest.raises(StorageError, match="U 盘可能没插好"):
        archive_package.make(scene.desk.clerk, YEAR, tmp_path / "none")
    with pytest.raises(RuleError, match="数据文件夹里"):
        archive_package.make(scene.desk.clerk, YEAR, scene.desk.clerk.folder)


@pytest.mark.clause("4.7.2")
def test_who_has_no_leave_gets_no_copy_and_who_made_one_is_in_the_log(scene, tmp_path):
    with pytest.raises(RuleError, match="站长、档案员办理"):
        archive_package.make(scene.desk.officer, YEAR, tmp_path, lambda *_: pytest.fail("something was written"))
    rows = scene.desk.clerk.rows("SELECT staff_id, changes FROM audit_log WHERE action = 'archive.package' ORDER BY id")
    assert rows[0][0] == scene.desk.clerk.staff.id
    assert NAME in rows[0][1]


@pytest.mark.clause("4.7.2")
def test_what_is_closed_to_whoever_makes_it_is_in_the_copy_all_the_same(scene, tmp_path):
    item = scene.item("路灯坏了")
    closure = Closure(
        subject=ClosureSubject.MATTER, opinion_id=item.source_id, staff_id=scene.desk.clerk.staff.id, reason="亲属"
    )
    made = closures.decide(scene.desk.head, closure)
    try:
        veil.draw(scene.desk.clerk, [made])
        assert scene.desk.clerk.find(Item, item.id) is None
        path = archive_package.make(scene.desk.clerk, YEAR, tmp_path).path
        assert (path / codes.slug(item.archival_number) / "content.pdf").is_file()
    finally:
        veil.draw(scene.desk.clerk, [])


def test_the_command_line_makes_one_and_verifies_it(tmp_path, capsys, monkeypatch):
    home = make_home(tmp_path / "home", encrypted=False, people=PEOPLE)
    session = enter(home, "li")
    choose(session)
    put(session, [2])
    session.close()
    (tmp_path / "usb").mkdir()
    monkeypatch.setenv(cli.USER, "li")
    monkeypatch.setenv(cli.PASSWORD, PASSWORD)
    words = ["--home", str(home.folder), "archive-package", "2025", str(tmp_path / "usb"), "--name", "档案"]

    assert cli.run(cli.parse(words)) == cli.DONE
    assert "电子档案包已做好，已读回核验" in capsys.readouterr().out
    assert cli.run(cli.parse(words)) == cli.REFUSED
    assert "已经有“档案”" in capsys.readouterr().err
    verifying = ["--home", str(home.folder), "archive-verify", str(tmp_path / "usb" / "档案")]
    assert cli.run(cli.parse(verifying)) == cli.DONE
    assert "清单和登记的一致" in capsys.readouterr().out
    (tmp_path / "usb" / "档案" / "index.html").unlink()
    assert cli.run(cli.parse(verifying)) == cli.REFUSED
    assert "少了文件“index.html”" in capsys.readouterr().out
