"""What is kept beside the database: attachments, the search index, the keyring, the automatic copies."""

from __future__ import annotations

from .. import attachments, search
from ..accounts import Account
from ..archive.record import Item
from ..attachments import Attachment
from ..database import SQLITE_ERRORS
from ..keyring import Keyring, two_copies
from ..opinions.record import Opinion
from ..session import Session
from .finding import Severity, Told

NEWEST_FILES = 20
HASHED_FILES, HASHED_SIZE = 3, 2**20
SAMPLED_WORDS, FULL_WORDS = 20, 300
INDEXED: tuple[type[Opinion] | type[Item], ...] = (Opinion, Item)  # what has an index of its words
_UNREADABLE = "搜索目录读不出来，登记的内容不受影响。"
_UNKNOWN = "附件“{}”的校验方法“{}”是更新的版本用的，本版本核对不了，没有当作损坏。请安装新版本再查。"


def files(session: Session) -> Told:
    """Every attachment against its hash, and files that no row names."""
    for row in session.select(Attachment, order="id DESC"):
        yield from _file(session, row, hashed=True)
    there = [path for path in (session.folder / attachments.FOLDER).rglob("*") if path.is_file()]
    with session.lock:  # an action under way has its file on the disk and its row not yet
        known = {row.stored_as for row in session.select(Attachment)}
    if left := [path for path in there if path.name not in known]:
        yield Severity.NOTE, f"有 {len(left)} 个附件文件没有登记，是没有保存成的附件留下的，不影响使用。"
    yield from _without_record(session)


def files_sampled(session: Session) -> Told:
    """Whether the newest are there, and the hashes of a few, others every day."""
    newest = session.select(Attachment, order=f"id DESC LIMIT {NEWEST_FILES}")
    last = newest[0].id if newest else 0
    stride = max(1, last // HASHED_FILES)
    places = [(session.today.day * 7) % stride + stride * number for number in range(HASHED_FILES)]
    some = [row for at in places for row in session.select(Attachment, "id >= ?", (at,), order="id LIMIT 1")]
    hashed = {row.id for row in some if (row.size or 0) <= HASHED_SIZE}
    for row in {each.id: each for each in (*newest, *some)}.values():
        yield from _file(session, row, hashed=row.id in hashed)


def _file(session: Session, row: Attachment, *, hashed: bool) -> Told:
    if not attachments.known(row.algorithm):
        if attachments.stored_path(session.folder, row).exists():
            yield Severity.NOTE, _UNKNOWN.format(row.name, row.algorithm)
            return
    elif not hashed and attachments.stored_path(session.folder, row).exists():
        return
    if sentence := attachments.trouble(session, row):
        yield Severity.DAMAGE, sentence


def _without_record(session: Session) -> Told:
    """Files that hang on a record which is not there."""
    for (table,) in session.rows("SELECT DISTINCT owner_table FROM attachments WHERE voided_on IS NULL"):
        if not session.value("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)):
            continue
        sql = f"SELECT name FROM attachments WHERE owner_table = ? AND owner_id NOT IN (SELECT id FROM {table}) LIMIT 5"
        for (name,) in session.rows(sql, (table,)):
            yield Severity.WARNING, f"附件“{name}”所属的记录找不到了。请从“看备份里的内容”取回那条记录。"


def search_index(session: Session) -> Told:
    """Whether every matter and every 件 is found by its words; the indexes themselves are looked through too."""
    for kind in INDEXED:
        yield from _index(session, kind, FULL_WORDS, whole=True)


def search_index_sampled(session: Session) -> Told:
    """The same for a few, the newest among them."""
    for kind in INDEXED:
        yield from _index(session, kind, SAMPLED_WORDS, whole=False)


def _index(session: Session, kind: type[Opinion] | type[Item], wanted_count: int, *, whole: bool) -> Told:
    connection, table = session.db.conn, kind.TABLE
    try:
        if whole:
            rows, indexed = (
                connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, f"{table}_words")
            )
            if rows != indexed:
                yield Severity.WARNING, f"搜索目录有 {indexed} 条，登记有 {rows} 条，搜索可能不全。"
            if connection.execute(f"PRAGMA integrity_check('{table}_words')").fetchone()[0] != "ok":
                yield Severity.WARNING, _UNREADABLE
                return
        last = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
        for record_id in range(last, 0, -max(1, last // wanted_count)):
            record = session.find(kind, record_id)
            wanted = search.phrase(record.title) if record else ""
            sql = f"SELECT 1 FROM {table}_words WHERE {table}_words MATCH ? AND rowid = ?"
            if record and wanted and not connection.execute(sql, (wanted, record_id)).fetchone():
                yield Severity.WARNING, f"{_called(record)}搜索不到。"
    except SQLITE_ERRORS:
        yield Severity.WARNING, _UNREADABLE


def _called(record: Opinion | Item) -> str:
    if isinstance(record, Item):
        return record.archival_number or f"归档文件第 {record.id} 件"
    return record.number or f"社情民意第 {record.id} 条"


def keyring(session: Session) -> Told:
    """Both copies, and an entry for each account."""
    if session.keyring.was_alone:
        yield Severity.WARNING, "这次登录时有一份钥匙文件已损坏或缺失，已按完好的一份补齐。再出现请检查磁盘。"
    if not two_copies(session.folder):
        yield Severity.WARNING, "两份钥匙文件不一致或缺一份。下次登录时会自动补齐；再出现请检查磁盘。"
    users = {user["name"] for user in Keyring.load(session.folder).users()}
    for account in session.select(Account, "retired_on IS NULL"):
        if account.user_name not in users:
            yield Severity.WARNING, f"账号“{account.user_name}”没有密码，登录不了。请系统管理员重设密码。"
        users.discard(account.user_name)
    for name in sorted(users):
        yield Severity.NOTE, f"钥匙文件里有账号“{name}”，但没有登记，它登录不了，不影响使用。"
