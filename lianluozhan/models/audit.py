"""The audit log (操作日志): one line a change, chained by a keyed hash, never edited (4.7.2, safekeeping)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from .listing import Listing
from .permissions import ACTION_LABELS, require

if TYPE_CHECKING:
    from .keyring import Keys
    from .session import Session

FIRST = bytes(32)
TABLE_LABELS = {
    "accounts": "账号",
    "activities": "代表活动",
    "applications": "退办延期申请",
    "appointments": "任职",
    "archive_appraisal_lines": "鉴定的件",
    "archive_appraisals": "档案鉴定",
    "archive_box_checks": "档案盒核对",
    "archive_boxes": "档案盒",
    "archive_corrections": "归档更正",
    "archive_items": "归档文件",
    "archive_loans": "档案借阅",
    "archive_packages": "电子档案包",
    "archive_parts": "归档文件的材料",
    "archive_rules": "保管期限",
    "archive_scans": "扫描件",
    "archive_schemes": "分类方案",
    "archive_transfer_lines": "移交的件",
    "archive_transfers": "档案移交",
    "archive_units": "机构和问题",
    "archive_volumes": "案卷",
    "attachments": "附件",
    "attendances": "到会登记",
    "backups": "备份登记",
    "box_openings": "意见箱开箱",
    "box_pieces": "箱里的件",
    "calendar_days": "节假日",
    "calendar_years": "节假日表",
    "calls": "来电和留言",
    "categories": "分类",
    "checks": "检查",
    "closures": "回避",
    "contacts": "联系选民记录",
    "deadlines": "期限",
    "deputies": "代表",
    "deputy_groups": "代表小组",
    "dispatches": "交办单",
    "drills": "恢复演练",
    "evaluations": "评价",
    "feedbacks": "告知",
    "form_looks": "表样",
    "form_templates": "表格模板",
    "group_members": "小组成员",
    "hand_counts": "积分次数",
    "handling_bodies": "承办单位",
    "handover_items": "交接事项",
    "handovers": "交接清单",
    "import_batches": "导入批次",
    "inspection_marks": "迎检项目",
    "joint_handlings": "会办",
    "mandates": "代表职务",
    "number_series": "编号",
    "official_documents": "公文",
    "opinion_links": "关联",
    "opinion_steps": "过程",
    "opinions": "社情民意",
    "phrases": "常用语",
    "point_rules": "积分项目",
    "prints": "打印登记",
    "promise_checks": "承诺回访",
    "promises": "承诺事项",
    "reception_notices": "接待公告",
    "reception_plans": "接待计划",
    "receptions": "接待场次",
    "replies": "答复",
    "saved_views": "清单",
    "service_records": "履职记录",
    "settings": "参数",
    "staff": "工作人员",
    "stations": "联络站",
    "sticks": "备份 U 盘",
    "suggestions": "代表建议",
    "supervisions": "催办督办",
    "terms": "届次",
    "villages": "村和社区",
    "visits": "接待记录",
    "voter_reports": "述职记录",
    "year_reviews": "年度小结",
}


@dataclass(frozen=True)
class Head:
    """The last line of the log: its number and its chained hash."""

    id: int
    mac: bytes

    @property
    def groups(self) -> str:
        """The hash as eight groups of four, to be read aloud or compared on paper."""
        text = self.mac.hex()[:32].upper()
        return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def head(db: Database) -> Head:
    """The newest line, or line 0 of an empty log."""
    row = db.conn.execute("SELECT id, mac FROM main.audit_log ORDER BY id DESC LIMIT 1").fetchone()
    return Head(row[0], row[1]) if row else Head(0, FIRST)


def append(db: Database, key: bytes, line: dict[str, Any]) -> int:
    """Add a line after the head, inside the transaction of the change it tells of; returns its number."""
    last = head(db)
    number = last.id + 1
    mac = _mac(key, last.mac, number, line)
    db.conn.execute(
        "INSERT INTO main.audit_log (id, at, staff_id, action, table_name, record_id, changes, mac)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            line["at"],
            line["staff_id"],
            line["action"],
            line["table_name"],
            line["record_id"],
            line["changes"],
            mac,
        ),
    )
    return number


def _mac(key: bytes, previous: bytes, number: int, line: dict[str, Any]) -> bytes:
    facts = (number, line["at"], line["staff_id"], line["action"], line["table_name"], line["record_id"])
    content = "\x1f".join(map(str, facts)) + "\x1f" + line["changes"]
    return hmac.digest(key, previous + content.encode(), "sha256")


def first_broken(db: Database, keys: Keys, after: int = 0) -> int | None:
    """The number of the first line after `after` that was altered, taken out or put in; None if the chain is whole.

    Each line is proven by the key of its time: the chain goes on over 更换数据密钥.
    """
    known = db.conn.execute("SELECT mac FROM main.audit_log WHERE id = ?", (after,)).fetchone() if after else (FIRST,)
    if known is None:
        return after
    previous, expected = known[0], after + 1
    for row in db.conn.execute(
        "SELECT id, at, staff_id, action, table_name, record_id, changes, mac"
        " FROM main.audit_log WHERE id > ? ORDER BY id",
        (after,),
    ):
        number, at, staff_id, action, table, record, changes, mac = row
        line = {
            "at": at,
            "staff_id": staff_id,
            "action": action,
            "table_name": table,
            "record_id": record,
            "changes": changes,
        }
        if number != expected or not hmac.compare_digest(_mac(keys.audit_of(number), previous, number, line), mac):
            return expected
        previous, expected = mac, number + 1
    return None


# what was read, shown, printed or taken out of what is private
PRIVATE = (
    *("opinion.read", "opinion.unmask", "deputy.unmask", "attachment.read", "print.form"),
    *("opinion.export", "deputy.export", "backup.look", "archive.read"),
)


def lines(session: Session, staff_id: int = 0, *, private: bool = False) -> Listing:
    """The log, newest first, of one person or of all; `number` is that of the opinion a line is about.

    `private` leaves only who looked at, printed or exported what is private.
    """
    require(session.roles, "audit.read")
    where = ["staff_id = :staff_id"] if staff_id else []
    if private:
        where.append(f"action IN ({', '.join(repr(action) for action in PRIVATE)})")
    return Listing(
        session.db,
        "audit_log",
        tuple(where),
        {"staff_id": staff_id} if staff_id else {},
        descending=True,
        columns="id, at, action, table_name, record_id,"
        " (SELECT name FROM staff WHERE staff.id = audit_log.staff_id) AS who,"
        " CASE table_name WHEN 'opinions' THEN"
        " (SELECT number FROM opinions WHERE opinions.id = audit_log.record_id) WHEN 'archive_items' THEN"
        " (SELECT archival_number FROM archive_items WHERE archive_items.id = audit_log.record_id)"
        " WHEN 'archive_loans' THEN"
        " (SELECT number FROM archive_loans WHERE archive_loans.id = audit_log.record_id) END AS number",
    )


def action_words(action: str) -> str:
    """What was done, in words; an action this version does not know is shown as it is stored."""
    return ACTION_LABELS.get(action, action)


def record_words(row: dict[str, Any]) -> str:
    """Which record a line of `lines` is about."""
    label = TABLE_LABELS.get(row["table_name"], row["table_name"])
    if row["number"]:
        return str(row["number"])
    return f"{label} 第 {row['record_id']} 条" if row["record_id"] else label
