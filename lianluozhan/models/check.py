"""Whether what is stored is sound: file, audit log, rules, attachments, search, keyring; it mends nothing."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import attachments, audit, search, term_matters
from .accounts import Account
from .attachments import Attachment
from .backups import BackupEntry
from .database import damage, storage_trouble
from .errors import StorageError
from .fields import Choice
from .keyring import Keyring, two_copies
from .numbering import NumberSeries
from .opinions.record import Opinion
from .permissions import require
from .service import generating
from .session import Session

logger = logging.getLogger(__name__)
QUICK_LINES = 300
QUICK_FILES = 20
QUICK_WORDS = 20
QUICK_SOURCES = 10
FULL_WORDS = 300


class Severity(Choice):
    NOTE = "note", "提示"
    WARNING = "warning", "注意"
    DAMAGE = "damage", "损坏"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    area: str
    sentence: str
    severity: Severity


def check(
    session: Session, *, quick: bool = False, progress: Callable[[int, int, str], None] | None = None
) -> list[Finding]:
    """All findings, empty if everything is sound; `quick` looks at samples, at every start of the program."""
    require(session.roles, "check.run")
    found: list[Finding] = []
    for number, (name, look) in enumerate(_LOOKS):
        if progress:
            progress(number, len(_LOOKS), name)
        try:
            with session.lock, storage_trouble():
                found += [Finding(name, sentence, severity) for severity, sentence in look(session, quick)]
        except StorageError as trouble:  # too damaged to be looked at
            found.append(Finding(name, str(trouble), Severity.DAMAGE))
    if progress:
        progress(len(_LOOKS), len(_LOOKS), "")
    return found


Look = Callable[[Session, bool], Iterator[tuple[Severity, str]]]


def _database(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    if quick:
        lines = [row[0] for row in session.db.conn.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
    else:
        lines = damage(session.db)
    for line in lines:
        logger.info("database: %s", line)
    if lines:
        yield Severity.DAMAGE, f"数据库没有通过检查，有 {len(lines)} 处不对。请停止录入，从最近的备份还原。"


def _audit_log(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    head = audit.head(session.db)
    after = max(0, head.id - QUICK_LINES) if quick else 0
    if broken := audit.first_broken(session.db, session.keys.audit, after):
        yield Severity.DAMAGE, f"操作日志第 {broken} 行起被改动过。请与备份登记里的末号核对，并报告站长。"
    for entry in session.select(BackupEntry, order="id DESC")[: 1 if quick else None]:
        number, _, groups = entry.audit_head.partition(" ")
        mac = session.value("SELECT mac FROM audit_log WHERE id = ?", (int(number or 0),))
        if mac is None or audit.Head(int(number), mac).groups != groups:
            yield Severity.DAMAGE, f"操作日志与备份“{entry.file_name}”记下的末号不一致，日志被改动过。请报告站长。"
    last = session.value("SELECT max(at) FROM audit_log")
    if last and datetime.fromisoformat(last) > session.now() + timedelta(hours=24):
        yield Severity.WARNING, f"电脑的时间比日志最后一行（{last[:10]}）早。请检查电脑的日期和时间。"


_NEEDED = (
    ("status NOT IN ('draft', 'withdrawn') AND number = ''", "已提交却没有编号"),
    ("status IN ('closed', 'filed') AND closed_on IS NULL", "已办结却没有办结日期"),
    (
        "status IN ('dispatched', 'handling') AND NOT EXISTS (SELECT 1 FROM dispatches WHERE opinion_id = opinions.id)",
        "已交办却没有交办记录",
    ),
    (
        "status IN ('replied', 'informed') AND NOT EXISTS (SELECT 1 FROM replies WHERE opinion_id = opinions.id)",
        "已答复却没有答复记录",
    ),
    ("voided_on IS NOT NULL AND void_reason = ''", "已作废却没有原因"),
)


def _rules(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    for where, sentence in _NEEDED:
        for number, opinion_id in session.rows(f"SELECT number, id FROM opinions WHERE {where} LIMIT 20"):
            yield Severity.WARNING, f"社情民意 {number or f'第 {opinion_id} 条'}{sentence}。请打开这一件核对。"
    for series in session.select(NumberSeries):
        opening = f"{series.kind}〔{series.year}〕"
        table = "opinions" if series.kind == "社情民意" else "dispatches"
        highest = session.value(
            f"SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM {table} WHERE number LIKE ?",
            (len(opening) + 1, opening + "%"),
        )
        if (highest or 0) > (series.last or 0):
            yield Severity.WARNING, f"{series.kind} {series.year} 年最后给出的号小于已用的号。请联系维护人员。"
    twice = session.value("SELECT number FROM dispatches WHERE number <> '' GROUP BY number HAVING count(*) > 1")
    if twice:
        yield Severity.WARNING, f"交办单号“{twice}”用了两次。请核对这两张交办单。"


def _service(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    for found in itertools.islice(generating.differences(session, newest=QUICK_SOURCES if quick else None), 20):
        line = found.kept or found.said
        assert line and line.starts_on
        name = session.value("SELECT name FROM deputies WHERE id = ?", (line.deputy_id,))
        wrong = "没有记下来" if found.kept is None else "应当作废" if found.said is None else "与来源不一致"
        yield Severity.WARNING, f"{name} {line.starts_on}的履职记录“{line.title}”{wrong}。请打开来源核对，再保存一次。"


def _owners(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    """Open matters of deputies that nobody has any more."""
    if left := term_matters.ownerless(session):
        example = f"“{left[0].subject[:20]}”"
        yield Severity.NOTE, f"有 {len(left)} 件未了事项的代表都不在任了，没有人负责，例如{example}。请填写交接清单。"


def _attachments(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    rows = session.select(Attachment, order="id DESC")
    for row in rows[: QUICK_FILES if quick else None]:
        if quick and attachments.stored_path(session.folder, row).exists():
            continue
        if sentence := attachments.trouble(session, row):
            yield Severity.DAMAGE, sentence
    if not quick:
        known = {row.stored_as for row in rows}
        files = [path for path in (session.folder / attachments.FOLDER).rglob("*") if path.is_file()]
        if left := [path for path in files if path.name not in known]:
            yield Severity.NOTE, f"有 {len(left)} 个附件文件没有登记，是没有保存成的附件留下的，不影响使用。"


def _search(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    rows, indexed = (session.value(f"SELECT count(*) FROM {table}") for table in ("opinions", "opinions_words"))
    if rows != indexed:
        yield Severity.WARNING, f"搜索目录有 {indexed} 条，登记有 {rows} 条，搜索可能不全。请联系维护人员重建目录。"
    last, wanted_count = session.value("SELECT max(id) FROM opinions") or 0, QUICK_WORDS if quick else FULL_WORDS
    for opinion_id in range(last, 0, -max(1, last // wanted_count)):
        opinion = session.find(Opinion, opinion_id)
        if opinion is None:
            continue
        wanted = search.phrase(opinion.title)
        sql = "SELECT 1 FROM opinions_words WHERE opinions_words MATCH ? AND rowid = ?"
        if wanted and not session.value(sql, (wanted, opinion.id)):
            yield Severity.WARNING, f"社情民意 {opinion.number or opinion.id} 搜索不到。请联系维护人员重建目录。"


def _keyring(session: Session, quick: bool) -> Iterator[tuple[Severity, str]]:
    if not two_copies(session.folder):
        yield Severity.WARNING, "两份钥匙文件不一致或缺一份。下次登录时会自动补齐；再出现请检查磁盘。"
    users = {user["name"] for user in Keyring.load(session.folder).users()}
    for account in session.select(Account, "retired_on IS NULL"):
        if account.user_name not in users:
            yield Severity.WARNING, f"账号“{account.user_name}”没有密码，登录不了。请系统管理员重设密码。"
        users.discard(account.user_name)
    for name in sorted(users):
        yield Severity.NOTE, f"钥匙文件里有账号“{name}”，但没有登记，它登录不了，不影响使用。"


_LOOKS: tuple[tuple[str, Look], ...] = (
    ("数据库", _database),
    ("操作日志", _audit_log),
    ("登记内容", _rules),
    ("履职记录", _service),
    ("代表事项", _owners),
    ("附件", _attachments),
    ("搜索目录", _search),
    ("钥匙文件", _keyring),
)
