"""The program without a window: what it prints, its exit status, one Chinese sentence for every refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lianluozhan import cli
from lianluozhan.__main__ import main
from lianluozhan.models import deputies
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.printing.catalog import FORMS
from tests.keeping import CODE, PASSWORD, copied_home, enter
from tests.ledgers import HEADINGS, xlsx

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A station with three opinions; the officer's account is in the environment."""
    home = copied_home(tmp_path / "home")
    session = enter(home, "zhou")
    with session.action("opinion.register"):
        for title in ("小区物业收费不公开", "石桥村路灯损坏", "物业不修电梯"):
            session.add(Opinion(title=title, content="请尽快解决。", received_on=date(2026, 11, 20)))
    session.close()
    as_user(monkeypatch, "zhou")
    return home


def as_user(monkeypatch: pytest.MonkeyPatch, user: str, password: str = PASSWORD) -> None:
    monkeypatch.setenv(cli.USER, user)
    monkeypatch.setenv(cli.PASSWORD, password)


def run(home: Home, *words: str) -> int:
    return main(["--home", str(home.folder), *words])


def test_search_and_list_give_one_json_array_with_english_keys(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "search", "物业", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["title"] for row in found] == ["物业不修电梯", "小区物业收费不公开"]
    assert {"id", "number", "title", "status"} <= set(found[0])
    assert not any(name.startswith("key") for name in found[0])
    assert run(home, "list", "opinions", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    for area in cli.AREAS:
        assert run(home, "list", area, "--json") == 0
        assert isinstance(json.loads(capsys.readouterr().out), list)


@pytest.mark.parametrize("words", ['"', "* a OR", "NEAR(", "-a ^", "title:x", "' OR 1=1 --", "，。", ""])
def test_search_words_are_never_query_syntax(home: Home, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "search", "--json", "--", words) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_backup_verify_and_restore_follow_each_other(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "usb").mkdir()
    assert run(home, "backup", str(tmp_path / "usb")) == 0
    package = next((tmp_path / "usb").glob("*.llzbak"))
    assert "社情民意 3 件" in capsys.readouterr().out
    assert run(home, "verify", str(package)) == 0
    assert "备份完好" in capsys.readouterr().out
    assert run(home, "restore", str(package), "--into", str(tmp_path / "new")) == 0
    assert run(Home(tmp_path / "new"), "check") == 0
    monkeypatch.delenv(cli.PASSWORD)
    monkeypatch.setenv(cli.CODE, CODE)
    assert run(home, "verify", str(package)) == 0
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 8
    package.write_bytes(content)
    capsys.readouterr()
    assert run(home, "verify", str(package)) == 1
    assert run(home, "restore", str(package), "--into", str(tmp_path / "newer")) == 1
    told = capsys.readouterr()
    assert told.err.count("已损坏") == 2 and told.out == ""
    assert not Home(tmp_path / "newer").is_set_up


def test_printing_all_takes_what_has_come_so_far_and_says_how_many(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "print", "F10", "--all", "--to", str(tmp_path / "all.pdf")) == 0
    assert "共 3 件" in capsys.readouterr().out
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert run(home, "list", "prints", "--json") == 0
    assert [row["owner_id"] for row in json.loads(capsys.readouterr().out)] == [1, 2, 3]
    assert run(home, "print", "F12", "--all", "--to", str(tmp_path / "none.pdf")) == 1
    assert "还没有交办" in capsys.readouterr().err
    assert not (tmp_path / "none.pdf").exists()


def test_a_volume_and_a_public_version_are_printed_by_number_and_logged_as_what_they_are(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "print", "F82", "--id", "1", "--to", str(tmp_path / "volume.docx")) == 0
    assert run(home, "print", "F82", "--all", "--to", str(tmp_path / "none.pdf")) == 1
    assert "一件一卷" in capsys.readouterr().err
    assert run(home, "print", "F10", "--id", "1", "--reviewed-by", "王秀英", "--to", str(tmp_path / "open.pdf")) == 0
    assert run(home, "list", "prints", "--json") == 0
    whole, public = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (whole["form"], whole["purpose"], whole["owner_id"]) == ("F82", "整卷打印", 1)
    assert "保密审查：王秀英" in public["purpose"] and public["paper_code"] == "" and public["pages"] >= 1


@pytest.mark.parametrize("number", ["F13", "F14", "F22", "F23", "F123"])
def test_forms_of_registers_are_printed_blank_and_refused_where_there_is_nothing_yet(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    assert run(home, "print", number, "--blank", "--to", str(tmp_path / "blank.pdf")) == 0
    capsys.readouterr()
    assert run(home, "print", number, "--all", "--to", str(tmp_path / "all.pdf")) == 1
    assert "没有可打印的" in capsys.readouterr().err


def test_the_whole_chain_agrees_on_one_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Demo, import, search, print, backup, verify, restore, check: everybody counts the same opinions."""
    home, twin, usb = Home(tmp_path / "home"), Home(tmp_path / "twin"), tmp_path / "usb"
    usb.mkdir()

    def told(place: Home, *words: str) -> str:
        assert run(place, *words) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    def listed(place: Home, *words: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(told(place, *words, "--json"))
        return found

    accounts = [line.split("\t") for line in told(home, "demo", "--opinions", "12").splitlines()]
    user, password = next((user, password) for role, user, password in accounts if role == "联络员")
    as_user(monkeypatch, user, password)
    before = listed(home, "list", "opinions")
    answered = ("2026-03-04", "收费不公开。", "已经公开。", "2026-03-20")
    rows = [(f"B-{n}", "周长福", f"物业收费第{n}件", *answered) for n in range(20)]
    workbook = xlsx(tmp_path / "rows.xlsx", HEADINGS, *rows)
    assert "可导入 20 件，其中已答复 20 件" in told(home, "import", "opinions", str(workbook), "--dry-run")
    assert listed(home, "list", "opinions") == before
    assert "已导入 20 件，其中已答复 20 件；未导入 0 行。" in told(home, "import", "opinions", str(workbook))
    after = listed(home, "list", "opinions")
    assert (len(before) >= 12, len(after)) == (True, len(before) + 20)
    counted = f"社情民意 {len(after)} 件"
    found = listed(home, "search", "物业收费")
    assert {str(row["title"]) for row in found} >= {str(row[2]) for row in rows}
    assert {row["id"] for row in found} <= {row["id"] for row in after}

    valid = [row for row in after if not row["voided_on"]]
    assert f"共 {len(valid)} 件" in told(home, "print", "F10", "--all", "--to", str(tmp_path / "all.pdf"))
    assert len(PdfReader(tmp_path / "all.pdf").pages) >= len(valid)
    assert counted in told(home, "backup", str(usb))
    package = str(next(usb.glob("*.llzbak")))
    assert counted in told(home, "verify", package)
    assert counted in told(twin, "restore", package, "--into", str(twin.folder))
    for place in (home, twin):
        assert "没有发现问题" in told(place, "check")
    assert listed(twin, "list", "opinions") == after
    assert listed(twin, "search", "物业收费") == found


def test_check_ends_with_status_1_when_something_is_wrong(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "check") == 0
    session = enter(home, "zhou")
    session.db.conn.execute("DELETE FROM opinions_words WHERE rowid = 1")
    session.db.conn.commit()
    session.close()
    assert run(home, "check") == 1
    assert "搜索目录" in capsys.readouterr().out


def test_forms_are_listed_with_title_and_clause(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "forms", "--json") == 0
    forms = json.loads(capsys.readouterr().out)
    assert {"F10", "F11", "F12", "F16", "F17", "F19"} <= {form["number"] for form in forms}
    assert all(set(form) == {"number", "title", "clause"} for form in forms)


@pytest.mark.parametrize(
    ("user", "password", "word"),
    [("zhou", "Wrong#Wrong1", "密码不对"), ("nobody", PASSWORD, "密码不对"), ("", "", "环境变量")],
)
def test_without_the_right_account_nothing_opens(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    user: str,
    password: str,
    word: str,
) -> None:
    as_user(monkeypatch, user, password)
    assert run(home, "list", "opinions") == 1
    told = capsys.readouterr()
    assert word in told.err and told.err.count("\n") == 1 and told.out == ""


def test_what_a_role_may_not_do_it_may_not_do_here_either(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    as_user(monkeypatch, "li")
    assert run(home, "import", "opinions", str(tmp_path / "x.xlsx")) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["list", "nonsense"],
        ["print", "F10", "--to", "x.pdf"],
        ["print", "F10", "--all", "--blank", "--to", "x.pdf"],
        ["demo", "--opinions", "-3"],
        ["demo", "--opinions", "200000"],
        ["restore", "x"],
    ],
)
def test_a_wrong_command_line_is_status_2_and_one_sentence(
    home: Home, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(home, *words)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("命令写法不对，请用“lianluozhan") and told.count("\n") == 1


def test_rows_that_stay_out_are_given_back_even_when_none_is_taken(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ("A-1", "周长福", "路灯坏了", "2026-03-04", "坏了四盏。", "", "")
    workbook, report = xlsx(tmp_path / "a.xlsx", HEADINGS, row), tmp_path / "back.xlsx"
    assert run(home, "import", "opinions", str(workbook), "--report", str(tmp_path / "gone" / "x.xlsx")) == 1
    assert run(home, "import", "opinions", str(workbook)) == 0
    assert run(home, "import", "opinions", str(workbook), "--report", str(report)) == 1
    told = capsys.readouterr()
    assert "已导入 1 件" in told.out
    assert "没有可以导入的行" in told.err
    assert "已经登记过" in str(load_workbook(report)["未导入的行"]["H2"].value)


@pytest.mark.parametrize("words", [["--help"], ["print", "--help"], ["import", "--help"]])
def test_the_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(words)
    text = capsys.readouterr().out
    assert text.startswith("用法：")
    for english in ("usage", "options", "positional", "show this"):
        assert english not in text


def test_an_empty_folder_is_no_station(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "check"]) == 1
    assert "还没有联络站的数据" in capsys.readouterr().err


def test_a_home_in_use_is_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    from lianluozhan.models.homes import InstanceLock

    with InstanceLock(home.folder):
        assert run(home, "check") == 1
    assert "已经在这台电脑上打开" in capsys.readouterr().err


def test_started_as_a_module_it_speaks_utf8_whatever_the_terminal(home: Home) -> None:
    command = [sys.executable, "-m", "lianluozhan", "--home", str(home.folder), "search", "物业"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT)
    assert done.returncode == 0
    assert "小区物业收费不公开" in done.stdout.decode("utf-8")


def test_every_form_is_written_into_one_folder_and_the_empty_ones_are_named(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "print", "all", "--all", "--to", str(tmp_path / "forms")) == 0
    said = capsys.readouterr().out
    written = {path.name for path in (tmp_path / "forms").iterdir()}
    assert {f"{form.number}-{form.title}.{ending}" for form in FORMS.values() for ending in ("pdf", "docx")} <= written
    assert said.count("已写入") == len(written)
    assert "F124-工作交接清单.pdf。没有登记，是空表。" in said


@pytest.mark.clause("4.7.2")
def test_a_list_of_deputies_shows_no_whole_identity_number(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    session = enter(home, "zhou")
    deputies.add(session, Deputy(name="赵明山", id_number="11010119750601001X"), [Mandate()])
    session.close()
    assert run(home, "list", "deputies", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["id_number"] == "110101********001X"
