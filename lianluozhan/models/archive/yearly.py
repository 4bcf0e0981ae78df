"""Papers of a whole year: registers, rosters, deputies' files of a year, and the archive's own lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..opinions.figures import ALIVE, STAGE
from ..service.file_sheets import key_of
from .appraising import Appraisal, AppraisalState
from .kinds import Candidate, Making
from .record import ItemKind
from .transferring import Transfer, TransferState

DEPUTY_YEARS = "deputy_years"


@dataclass(frozen=True)
class Register:
    """One paper of a year: what it is printed with, and whether there was anything in the year (SQL, `:first`…)."""

    table: str  # what the 件 names as its source; the id is the year
    form: str
    title: str
    rule: str
    anything: str


REGISTERS = {
    each.table: each
    for each in (
        Register(
            "opinion_years",
            "F19",
            "社情民意（意见建议）台账",
            "opinion.register",
            f"SELECT 1 FROM opinions WHERE {STAGE} IN {ALIVE} AND received_on BETWEEN :first AND :last"
            " AND number <> ''",
        ),
        Register(
            "box_years",
            "F22",
            "意见箱开箱登记",
            "opinion.register",
            "SELECT 1 FROM box_openings WHERE voided_on IS NULL AND opened_on BETWEEN :first AND :last",
        ),
        Register(
            "call_years",
            "F23",
            "热线电话（网上留言）记录",
            "opinion.register",
            "SELECT 1 FROM calls WHERE voided_on IS NULL AND substr(came_at, 1, 10) BETWEEN :first AND :last",
        ),
        Register(
            "service_years",
            "F44",
            "代表履职（活动）台账",
            "points",
            "SELECT 1 FROM service_records WHERE voided_on IS NULL AND starts_on BETWEEN :first AND :last",
        ),
        Register(
            "point_years",
            "F06R",
            "代表履职积分汇总表",
            "points",
            "SELECT 1 FROM service_records WHERE voided_on IS NULL AND state = 'passed'"
            " AND starts_on BETWEEN :first AND :last",
        ),
        Register(
            "roster_years",
            "F03R",
            "人大代表名册",
            "roster",
            "SELECT 1 FROM mandates WHERE voided_on IS NULL AND ifnull(starts_on, '') <= :last"
            " AND ifnull(ends_on, '9999') >= :last",
        ),
        Register(
            "loan_years",
            "F83",
            "档案查阅（借阅）登记",
            "archive.loan",
            "SELECT 1 FROM archive_loans WHERE voided_on IS NULL AND asked_on BETWEEN :first AND :last",
        ),
    )
}


def registers(making: Making) -> Iterator[Candidate]:
    """The registers of a year, once it is over."""
    first, last = making.span
    for register in REGISTERS.values():
        if making.session.value(f"{register.anything} LIMIT 1", {"first": first, "last": last}):
            yield making.candidate(
                ItemKind.REGISTER,
                register.rule,
                (register.table, making.year),
                title=f"{making.year}年{register.title}",
                on=date(making.year, 12, 31),
                reason="" if making.is_over else "年度还没有结束，明年再归档",
            )


def deputy_years(making: Making) -> Iterator[Candidate]:
    """The service file of each deputy of a year, once it is over: one deputy, one year, one 件."""
    session, (first, last) = making.session, making.span
    sql = (
        "SELECT id, name FROM deputies WHERE id IN"
        " (SELECT deputy_id FROM service_records WHERE voided_on IS NULL AND starts_on BETWEEN :first AND :last"
        " UNION SELECT deputy_id FROM mandates WHERE voided_on IS NULL AND starts_on <= :last"
        " AND ifnull(ends_on, '9999') >= :first) ORDER BY name, id"
    )
    waiting = dict(
        session.rows(
            "SELECT deputy_id, count(*) FROM service_records WHERE voided_on IS NULL AND state <> 'passed'"
            " AND starts_on BETWEEN :first AND :last GROUP BY 1",
            {"first": first, "last": last},
        )
    )
    reviewed = {
        deputy_id
        for (deputy_id,) in session.rows(
            "SELECT deputy_id FROM year_reviews WHERE voided_on IS NULL AND year = ?", (making.year,)
        )
    }
    for deputy_id, name in session.rows(sql, {"first": first, "last": last}):
        lacks = [] if deputy_id in reviewed else ["没有年度小结"]
        if count := waiting.get(deputy_id):
            lacks.append(f"有 {count} 条履职记录没有审核")
        yield making.candidate(
            ItemKind.DEPUTY_YEAR,
            "deputy_year",
            (DEPUTY_YEARS, key_of(deputy_id, making.year)),
            title=f"{name}代表{making.year}年度履职档案",
            on=date(making.year, 12, 31),
            persons=[name],
            deputy_id=deputy_id,
            missing=lacks,
            reason="" if making.is_over else "年度还没有结束，明年再归档",
        )


def own_lists(making: Making) -> Iterator[Candidate]:
    """What the archive itself destroyed or handed over: the lists are kept for good."""
    session = making.session
    where = "voided_on IS NULL AND state = ? AND ifnull(destroyed_on, approved_on) BETWEEN ? AND ?"
    for found in session.select(Appraisal, where, (AppraisalState.DONE, *making.span)):
        yield making.candidate(
            ItemKind.ARCHIVE,
            "archive.list",
            (Appraisal.TABLE, found.id),
            title=f"{found.title}的意见和销毁清册",
            on=found.destroyed_on or found.approved_on,
            number=found.number,
        )
    where = "voided_on IS NULL AND state = ? AND handed_on BETWEEN ? AND ?"
    for handed in session.select(Transfer, where, (TransferState.HANDED, *making.span)):
        yield making.candidate(
            ItemKind.ARCHIVE,
            "archive.list",
            (Transfer.TABLE, handed.id),
            title=f"向{handed.receiver or '县档案馆'}移交档案的清单",
            on=handed.handed_on,
            number=handed.number,
        )
