"""What a station holds, as one word that is the same for the same content, and what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from lianluozhan.models import attachments, audit
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.check import Severity, check
from tests.faults.desk import Desk

_BY_CHANCE = ("attachments", "audit_log", "backups", "drafts", "draft_files", "sticks")  # tables with such words
_RANDOM = re.compile(r"[0-9a-f]{16,}|[0-9A-F]{4}(?: [0-9A-F]{4}){2,}")  # names of files, marks, hashes, audit heads
# a kill between the two copies of the keyring, which the next sign-in mends; the small disk of the power cuts fills
_NO_LOSS = ("两份钥匙文件不一致", "每天的本机副本留不下了")


def state_of(desk: Desk, after: int) -> str:
    """A digest over every row of every table without what is chance in it; of the audit log from a line on.

    The lines before are covered by the MAC of that line. The shadow tables of the search are left to `check`.
    """
    digest, connection = hashlib.sha256(), _connection(desk)
    for (table,) in connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'opinions_words_%' AND name <> 'audit_log' ORDER BY name"
    ).fetchall():
        rows = connection.execute(f'SELECT * FROM main."{table}" ORDER BY 1').fetchall()
        text = f"\n{table}\n{rows}".replace(str(desk.folder), "")  # where the stick lies
        digest.update((_RANDOM.sub("*", text) if table in _BY_CHANCE else text).encode())
    rows = connection.execute(
        "SELECT id, staff_id, action, table_name, record_id, changes FROM main.audit_log WHERE id > ?", (after,)
    ).fetchall()
    told = [row[:-1] if row[2] == "check.run" else row for row in rows]  # how many findings: a full disk is one
    digest.update(_RANDOM.sub("*", f"\naudit_log\n{told}").replace(str(desk.folder), "").encode())
    digest.update(mac_of(desk, after))
    return digest.hexdigest()[:16]


def mac_of(desk: Desk, number: int) -> bytes:
    """The chained hash of a line of the audit log; empty when it is not there."""
    row = _connection(desk).execute("SELECT mac FROM main.audit_log WHERE id = ?", (number,)).fetchone()
    return bytes(row[0]) if row else b""


def _connection(desk: Desk) -> Any:
    return desk.db.conn


def users_of(desk: Desk) -> str:
    """Which wraps of the keyring open the data; a new password is another wrap under the same name."""
    return repr(sorted((wrap["kind"], wrap["name"], wrap["salt"]) for wrap in desk.keyring.content["wraps"]))


def quick_wrong(desk: Desk, after: int) -> list[str]:
    """What a cheap look finds: the chain of the audit log from a line on, and the files of the newest attachments."""
    wrong = []
    if (broken := audit.first_broken(desk.db, desk.keys, after)) is not None:
        wrong.append(f"the audit log is broken at line {broken}")
    session = desk.administrator
    for row in session.select(Attachment, order="id DESC LIMIT 3"):
        if sentence := attachments.trouble(session, row):
            wrong.append(sentence)
    return wrong


def full_wrong(desk: Desk) -> list[str]:
    """What the program itself finds."""
    findings = check(desk.administrator)
    told = [f.sentence for f in findings if f.severity is not Severity.NOTE]
    return [sentence for sentence in told if not sentence.startswith(_NO_LOSS)]
