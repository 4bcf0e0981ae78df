"""Whatever a person types, plugs in or opens by mistake gets a clear sentence, and nothing stored is changed by it."""

from __future__ import annotations

import ast
import hashlib
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianluozhan import cli
from lianluozhan.__main__ import main
from lianluozhan.models import backup, opinions, upgrades
from lianluozhan.models.check import check
from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.imports import plan, read_table, write_report
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from tests.keeping import CODE, NOON, PASSWORD, copied_home, enter
from tests.ledgers import ANSWERED, HEADINGS, xlsx

ROOT = Path(__file__).resolve().parents[2]
STREETLIGHT = Opinion(
    received_on=date(2026, 11, 20), submitter_name="周长福", title="路灯损坏", content="三组路灯坏了四盏。"
)
MACHINE_WORDS = ("错误", "失败", "非法", "异常", "无效", "操作", "请求", "！")
KNOWN_WORDS = {
    "Excel",
    "Word",
    "WPS",
    "xlsx",
    "xls",
    "csv",
    "pdf",
    *("PDF", "JPEG", "PNG", "TIFF", "dpi"),
    *("DA", "WS", "RDB", "SM"),  # DA/T 22, codes of an archival number, SM3
    "Windows",
    "docx",
    "llzbak",
    "MB",
    "GB",
    "FAT",
    "exFAT",
    "NTFS",
}


def unclear(sentence: str) -> list[str]:
    """What a clerk could stumble over in a sentence; empty if nothing."""
    found = [word for word in MACHINE_WORDS if word in sentence.replace("操作日志", "")]
    found += set(re.findall(r"[A-Za-z][A-Za-z_]+", sentence)) - KNOWN_WORDS
    if not sentence.endswith("。") or sentence.count("。") > 2:
        found.append("not one or two sentences")
    return found


def stored(session: Session) -> str:
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    for table in upgrades.table_counts(session.db):
        for row in session.db.conn.execute(f'SELECT * FROM "{table}"'):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied_home(tmp_path / "home")


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    session = enter(home, "zhou")
    opinions.register(session, STREETLIGHT)
    yield session
    session.close()


def refused(session: Session, attempt: Callable[[], object]) -> str:
    """The sentence with which something is refused, after making sure that it is clear and nothing was stored."""
    before = stored(session)
    with pytest.raises((RuleError, StorageError)) as refusal:
        attempt()
    problems = refusal.value.problems.values() if isinstance(refusal.value, InvalidRecord) else [str(refusal.value)]
    assert [unclear(problem) for problem in problems] == [[]] * len(problems)
    assert stored(session) == before
    return str(refusal.value)


def test_every_message_of_the_program_is_one_or_two_plain_chinese_sentences() -> None:
    places = [*(ROOT / "lianluozhan" / "models").rglob("*.py"), *(ROOT / "lianluozhan" / "sheets").rglob("*.py")]
    odd = {
        text: unclear(text)
        for path in places
        if "demo" not in path.parts
        for text in _texts(ast.parse(path.read_text("utf-8")))
        if text.endswith("。") and "<a " not in text and unclear(text)
    }
    assert odd == {}


def _texts(tree: ast.AST) -> Iterator[str]:
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


@pytest.mark.clause("4.7.2")
def test_guessing_passwords_takes_longer_and_longer_and_touches_no_data(home: Home) -> None:
    path, clock = home.data / "station.db", [NOON]
    minutes: list[str] = []
    before = path.read_bytes()
    for _ in range(3):
        for _ in range(5):
            with pytest.raises(RuleError) as refusal:
                sign_in(home, "zhou", "Wrong#Wrong1", now=lambda: clock[0])
            assert unclear(str(refusal.value)) == []
        minutes += re.findall(r"等 (\d+) 分钟", str(refusal.value))
        clock[0] += timedelta(minutes=31)
    assert minutes == ["1", "5", "30"]
    assert path.read_bytes() == before
    sign_in(home, "zhou", PASSWORD, now=lambda: clock[0]).close()


ODD_TEXTS = {
    "control character": ("路灯\x07坏了", "控制字符"),
    "bidirectional override": ("路灯\u202e坏了", "隐藏符号"),
    "private use": ("路灯\ue123坏了", "造字"),
    "half a character": ("路灯\ud800坏了", "不完整的字"),
    "40,000 characters": ("路" * 40_000, "最多"),
    "classified marking": ("机密★ 路灯", "涉密标志"),
    "classified head": ("【秘密】\n路灯", "涉密标志|只能写一行"),
}


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("name", ["submitter_name", "title", "content", "request", "place", "proposal"])
@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_text_that_cannot_be_kept_is_refused_in_every_field(session: Session, name: str, odd: str) -> None:
    text, word = ODD_TEXTS[odd]
    values: dict[str, Any] = {name: text}
    assert re.search(word, refused(session, lambda: opinions.register(session, replace(STREETLIGHT, **values))))
    assert re.search(word, refused(session, lambda: opinions.edit(session, 1, **values)))


@pytest.mark.parametrize(
    "name", ["<b>王</b>", "<img src=x onerror=1>", "'; DROP TABLE opinions; --", "=cmd|'/c calc'!A1"]
)
def test_markup_sql_and_formulas_are_only_text(session: Session, name: str) -> None:
    added = opinions.register(session, replace(STREETLIGHT, submitter_name=name, title=name))
    assert session.get(Opinion, added.id).submitter_name == name
    assert opinions.file_of(session, added.id).opinion.title == name


@pytest.mark.parametrize("day", [date(1948, 12, 31), date(1, 1, 1), date(2200, 1, 1), date(2026, 11, 25)])
def test_a_day_before_the_republic_or_after_today_is_refused(session: Session, day: date) -> None:
    sentence = refused(session, lambda: opinions.register(session, replace(STREETLIGHT, received_on=day)))
    assert "不在可用的日期内" in sentence or "不能晚于今天" in sentence


@pytest.mark.parametrize(
    "words", ['"', "* a OR", "NEAR(", "-a ^", "title:x", "{a}:b", "' OR 1=1 --", "\x00", "路" * 5000]
)
def test_search_words_are_never_syntax(session: Session, words: str) -> None:
    before = stored(session)
    for listing in (opinions.search_listing(session, words), opinions.listing(session, words=words)):
        assert listing.count() == len(listing.page(10)) == 0
    assert stored(session) == before


def test_odd_text_in_a_workbook_is_cleaned_or_kept_out_and_comes_back_as_text(session: Session, tmp_path: Path) -> None:
    def row(number: str, name: str = "周长福", title: str = "路灯", day: str = "2026-03-04") -> tuple[str, ...]:
        return (number, name, title, day, "坏了。", "", "")

    rows = [
        row("1", name="<b>周</b>"),
        row("2", title="路\u202e灯"),
        row("3", name="周\ue123"),
        row("4", title="机密★"),
        row("+cmd|'/c calc'!A1", day="1948-01-01"),
        row("6", title="路" * 30_001),
    ]
    result = plan(session, read_table(xlsx(tmp_path / "a.xlsx", HEADINGS, *rows)))
    taken = {row.opinion.source_number: row.opinion for row in result.good}
    assert (taken["1"].submitter_name, taken["2"].title) == ("<b>周</b>", "路灯")
    assert [row.cells[0] for row in result.bad] == ["3", "4", "+cmd|'/c calc'!A1", "6"]
    assert [unclear(reason) for row in result.bad for reason in row.reasons] == [[]] * 4
    write_report(result, tmp_path / "back.xlsx")
    with zipfile.ZipFile(tmp_path / "back.xlsx") as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
    assert session.value("SELECT count(*) FROM opinions") == 1


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)


def _locked(path: Path) -> None:
    """An encrypted workbook is an old-style container with a stream of this name."""
    whole = (ROOT / "tests" / "models" / "ledgers" / "ledger.xls").read_bytes()
    name, other = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    at = whole.index(name)
    path.write_bytes(whole[:at] + other + (34).to_bytes(2, "little") + whole[at + 66 :])


WRONG_FILES: dict[str, Callable[[Path], object]] = {
    "zip bomb": _bomb,
    "web page": lambda path: path.write_text("<html><table><tr><td>事由</td></tr></table>", "utf-8"),
    "nothing": lambda path: path.write_bytes(b""),
    "locked": _locked,
    "half": lambda path: path.write_bytes(xlsx(path, HEADINGS, *[ANSWERED] * 50).read_bytes()[:-1500]),
    "picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
    "folder": lambda path: path.mkdir(),
    "gone": lambda path: None,
}


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_a_wrong_or_broken_workbook_is_told_in_a_sentence(session: Session, tmp_path: Path, kind: str) -> None:
    WRONG_FILES[kind](tmp_path / "台账.xlsx")
    refused(session, lambda: read_table(tmp_path / "台账.xlsx"))


def test_a_damaged_data_file_is_told_wherever_it_is_read(
    home: Home, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bit is changed in every second page; whatever is asked then gets an answer or a clear sentence."""
    session.close()
    monkeypatch.setenv(cli.USER, "zhou")
    monkeypatch.setenv(cli.PASSWORD, PASSWORD)
    kept = shutil.copytree(home.data, tmp_path / "kept")
    whole, chance = (kept / "station.db").read_bytes(), random.Random(5)
    asked = [["list", "opinions"], ["search", "路灯"], ["backup", str(tmp_path)], ["check"]]
    refusals = 0
    for number, at in enumerate(range(0, len(whole), 8192)):
        shutil.rmtree(home.data)
        folder = shutil.copytree(kept, home.folder / home.pointer.read_text())
        spoiled = bytearray(whole)
        spoiled[at + chance.randrange(4096)] ^= 1 << chance.randrange(8)
        (folder / "station.db").write_bytes(spoiled)
        if main(["--home", str(home.folder), *asked[number % len(asked)]]) == cli.REFUSED:
            refusals += 1
            assert unclear(capsys.readouterr().err.strip()) == []
    assert refusals > 10


def test_check_goes_on_where_the_file_can_still_be_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.db.conn.execute("DROP TABLE attachments")
    session.db.conn.commit()
    monkeypatch.setattr("lianluozhan.models.database._TROUBLES", (("no such table", "数据文件已损坏。"),))
    assert ("附件", "数据文件已损坏。") in [(finding.area, finding.sentence) for finding in check(session)]


def test_a_disk_that_takes_no_more_keeps_what_was_saved(home: Home, session: Session) -> None:
    """The system lets no file grow, as on a full or broken disk; then there is room again."""
    session.close()
    code = """
import resource, sys
from pathlib import Path
from lianluozhan.models import opinions
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from tests.keeping import enter
from tests.models.test_bad_input import STREETLIGHT
session = enter(Home(Path(sys.argv[1])), "zhou")
files = [path.stat().st_size for path in session.folder.rglob("*") if path.is_file()]
resource.setrlimit(resource.RLIMIT_FSIZE, (max(files), resource.RLIM_INFINITY))
told = set()
for _ in range(200):
    try:
        opinions.register(session, STREETLIGHT)
    except StorageError as trouble:
        told.add(str(trouble))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
kept = session.value("SELECT count(*) FROM opinions")
opinions.register(session, STREETLIGHT)
print(*told)
print(kept < 200, session.value("SELECT count(*) FROM opinions") - kept)
"""
    done = subprocess.run([sys.executable, "-c", code, str(home.folder)], capture_output=True, text=True, cwd=ROOT)
    sentence, counts = done.stdout.splitlines()
    assert (unclear(sentence), counts) == ([], "True 1"), done.stderr
    assert check(enter(home, "zhou")) == []


@pytest.mark.parametrize("place", ["gone", "file"])
def test_a_place_that_takes_no_backup_is_told_in_a_sentence(session: Session, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "U 盘可能没插好" in refused(session, lambda: backup.back_up(session, tmp_path / place))


@pytest.mark.parametrize(
    "content", [b"", b"LLZBAK\r\n", b"PK\x03\x04 a zip", b"LLZBAK\r\n\xff\xff\xff\xff", b"\0" * 9999]
)
def test_a_file_that_is_no_backup_is_told_and_nothing_is_restored(
    home: Home, session: Session, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.llzbak").write_bytes(content)
    path, folder = tmp_path / "a.llzbak", home.data
    for told in (
        refused(session, lambda: backup.verify(path, backup.by_code(CODE))),
        refused(session, lambda: backup.restore(path, home, backup.by_code(CODE))),
    ):
        assert "不是联络站的备份" in told
    assert home.data == folder
