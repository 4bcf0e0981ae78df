"""Samples of the records of safekeeping: a stick, a backup on it, a drill, a closure."""

from __future__ import annotations

from datetime import date, datetime

from lianluozhan.models.backups import BackupEntry, BackupKind
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.drills import Drill, DrillResult
from lianluozhan.models.sticks import Stick

IN_ORDER = (
    Stick(
        id=1,
        name="红色 1 号",
        mark="5f" * 16,
        serial="3A1C-77E0",
        keep_place="站长办公室保险柜",
        registered_on=date(2026, 1, 5),
        registered_by=1,
        retired_on=date(2027, 1, 5),
        retire_reason="接口松动",
        note="与 2 号轮换",
    ),
    BackupEntry(
        id=1,
        made_at=datetime(2026, 3, 2, 17, 0, 0),
        made_by=1,
        medium="U盘 3号",
        file_name="青石镇-20260302.llz",
        database_size=5_242_880,
        attachment_count=14,
        digest="0a" * 32,
        is_verified=True,
        audit_head="812 A1B2 C3D4",
        place="铁皮柜二层",
        note="月度备份",
        stick_id=1,
        kind=BackupKind.CHANGES,
        base_digest="1b" * 32,
        rendered="F10 社情民意〔2026〕0001号",
        proven_again_at=datetime(2026, 3, 2, 17, 20, 0),
        removed_on=date(2027, 4, 1),
    ),
    Drill(
        id=1,
        held_on=date(2026, 6, 3),
        held_by=1,
        computer="备用笔记本",
        file_name="青石镇-20260302.llz",
        unlocked_with="恢复码",
        minutes=11,
        result=DrillResult.PARTLY,
        note="备用笔记本没有装打印机驱动。",
        voided_on=date(2026, 6, 4),
        void_reason="日期写错",
    ),
    Closure(
        id=1,
        staff_id=1,
        subject=ClosureSubject.PERSON,
        opinion_id=1,
        deputy_id=1,
        person_name="孙桂兰",
        phone="13900000002",
        reason="是本人亲属",
        decided_by=1,
        decided_on=date(2026, 3, 2),
        lifted_by=1,
        lifted_on=date(2026, 9, 2),
        lift_reason="已经办结",
    ),
)
