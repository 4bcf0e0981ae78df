"""What the records of each kind become in the archive: title, date, year, retention, names (standards §1.1, §1.2).

Each kind yields candidates of a year; one that is not ready says why. Receptions, activities, documents lie
here, residents' matters in `matters`, papers of a whole year in `yearly`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from .. import stations
from ..activities import Activity, ActivityKind
from ..handovers.record import HandOver
from ..official import REPORTS, DocumentState, OfficialDocument
from ..receptions.record import PlanState, Reception, ReceptionPlan, ReceptionState
from ..session import Session
from ..stations import Station
from ..suggestions import Suggestion, SuggestionState
from .record import Category, Item, ItemKind, Rule, Scheme, SchemeForm
from .schemes import current, rule_by_code

SURVEYS = (ActivityKind.RESEARCH, ActivityKind.INSPECTION, ActivityKind.SURVEY, ActivityKind.LAW_CHECK)
GATHERINGS = (ActivityKind.CONGRESS, ActivityKind.MEETING, ActivityKind.OTHER)
LONGEST_TITLE, LONGEST_PERSONS = 200, 300
_HEAD = re.compile(r"^[\s“\"]*(?:关于)?(?:反映|要求|请求|建议|咨询)?(?!书)")
_TAIL = re.compile(r"(?:的)?(?:问题|意见|建议|情况|意见建议|反映|诉求)?[。\s”\"]*$")
_PLANS = re.compile(r"规划|计划|要点|总结|统计|汇总|述职|工作报告|年报")
_SHORT = re.compile(r"月|季度?|半年|周")
_WHOLE = re.compile(r"\d{4}\s*年(?!\d{1,2}月)|年度|全年|五年|届")


@dataclass(frozen=True)
class Candidate:
    """A 件 as it would be filed; `missing` is what its papers lack, `reason` why it cannot be filed yet or at all."""

    item: Item
    missing: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Making:
    """What every kind needs to make its 件 of."""

    session: Session
    year: int
    scheme: Scheme
    station: Station
    rules: dict[str, Rule] = field(repr=False)

    @classmethod
    def of(cls, session: Session, year: int) -> Making:
        return cls(session, year, current(session), stations.station(session), rule_by_code(session))

    @property
    def span(self) -> tuple[str, str]:
        return f"{self.year}-01-01", f"{self.year}-12-31"

    @property
    def is_over(self) -> bool:
        return self.year < self.session.today.year

    def candidate(
        self,
        kind: ItemKind,
        rule: str,
        source: tuple[str, int],
        *,
        title: str,
        on: date | None,
        responsible: str = "",
        number: str = "",
        persons: Iterable[str] = (),
        deputy_id: int | None = None,
        keeps_secret: bool = False,
        is_own_title: bool = True,
        category: Category | None = None,
        missing: Iterable[str] = (),
        reason: str = "",
    ) -> Candidate:
        """The 件 of a record by a line of the table of retention; one the table does not file says so."""
        line = self.rules[rule]
        if not reason and not line.is_filed:
            reason = f"保管期限表写明不归档：{line.material}"
        item = Item(
            kind=kind,
            source_table=source[0],
            source_id=source[1],
            deputy_id=deputy_id,
            rule_id=line.id,
            category=category or line.category,
            year=on.year if on else self.year,
            retention=line.retention,
            unit=line.unit if self.scheme.scheme is not SchemeForm.TWO else "",
            document_number=number[:60],
            responsible=(responsible or self.station.name)[:80],
            title=bracketed(title) if is_own_title else title[:LONGEST_TITLE],
            is_own_title=is_own_title,
            dated_on=on,
            persons=named(persons),
            keeps_secret=keeps_secret,
        )
        return Candidate(item, tuple(missing), reason)


def bracketed(words: str) -> str:
    """A title of our own making, in square brackets as the standard asks."""
    return f"[{words[: LONGEST_TITLE - 2]}]"


def about(title: str) -> str:
    """What a matter is about, without the words around it: 关于村道路灯不亮的问题 is 村道路灯不亮."""
    words = " ".join(title.split())
    short = _TAIL.sub("", _HEAD.sub("", words))
    return short if len(short) > 1 else words


def named(persons: Iterable[str]) -> str:
    """Names by which a 件 is found, each once, as many as there is room for."""
    found = ""
    for name in dict.fromkeys(each.strip() for each in persons):
        if name and len(found) + len(name) < LONGEST_PERSONS:
            found += f" {name}" if found else name
    return found


def spoken(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def names_of_deputies(session: Session) -> dict[int, str]:
    return dict(session.rows("SELECT id, name FROM deputies"))


def owners_with_files(session: Session, table: str, condition: str = "1", params: tuple[str, ...] = ()) -> set[int]:
    """The records of a table on which a file hangs."""
    sql = f"SELECT DISTINCT owner_id FROM attachments WHERE owner_table = ? AND voided_on IS NULL AND ({condition})"
    return {owner_id for (owner_id,) in session.rows(sql, (table, *params))}


# Receptions ------------------------------------------------------------------------------------------------------


def receptions(making: Making) -> Iterator[Candidate]:
    """One reception is one 件: sign-in, record sheets, summary; filed in the year it was held."""
    session = making.session
    of_year = "voided_on IS NULL AND state <> 'cancelled' AND held_on BETWEEN ? AND ?"
    unfinished = _counts(session, "visits", "reception_id", "voided_on IS NULL AND state IN ('waiting', 'talking')")
    secret = _counts(session, "visits", "reception_id", "voided_on IS NULL AND keeps_secret = 1")
    on_duty = _on_duty(session)
    signed = owners_with_files(session, Reception.TABLE, "purpose = ?", ("签到表扫描件",))
    for found in session.select(Reception, of_year, making.span, order="held_on, starts_at, id"):
        assert found.held_on
        lacks = []
        if not found.summary.strip():
            lacks.append("没有写接待小结")
        if found.id not in signed:
            lacks.append("没有签到表的扫描件")
        reason = ""
        if found.state is not ReceptionState.HELD:
            reason = "接待还没有结束" if found.held_on <= session.today else "还没有到接待的日期"
        elif count := unfinished.get(found.id):
            reason = f"有 {count} 张接待记录没有写完"
        topic = f"，主题：{found.topic}" if found.topic else ""
        number = f"（{found.number}{topic}）" if found.number else ""
        yield making.candidate(
            ItemKind.RECEPTION,
            "reception",
            (Reception.TABLE, found.id),
            title=f"{spoken(found.held_on)}代表接待选民的签到、记录和小结{number}",
            on=found.held_on,
            number=found.number,
            persons=on_duty.get(found.id, ()),
            keeps_secret=found.id in secret,
            missing=lacks,
            reason=reason,
        )


def _on_duty(session: Session) -> dict[int, list[str]]:
    """The deputies who came to each reception; residents are found through their sheets (`lists`)."""
    found: dict[int, list[str]] = {}
    sql = (
        "SELECT a.owner_id, d.name FROM attendances a JOIN deputies d ON d.id = a.deputy_id"
        " WHERE a.owner_table = 'receptions' AND a.voided_on IS NULL AND a.presence = 'present' ORDER BY a.id"
    )
    for reception_id, name in session.rows(sql):
        found.setdefault(reception_id, []).append(name)
    return found


def _counts(session: Session, table: str, column: str, condition: str) -> dict[int, int]:
    return dict(session.rows(f"SELECT {column}, count(*) FROM {table} WHERE {condition} GROUP BY 1"))


def plans(making: Making) -> Iterator[Candidate]:
    """The plan of a reception year; filed in the year it was approved, not in the one it is about."""
    where = "voided_on IS NULL AND (approved_on BETWEEN ? AND ? OR approved_on IS NULL AND year = ?)"
    for found in making.session.select(ReceptionPlan, where, (*making.span, making.year)):
        is_ready = found.state is PlanState.APPROVED
        yield making.candidate(
            ItemKind.PLAN,
            "reception.plan",
            (ReceptionPlan.TABLE, found.id),
            title=found.title or f"{found.year}年代表接待选民计划",
            is_own_title=not found.title,
            on=found.approved_on,
            reason="" if is_ready else f"计划{found.state.label}，还没有批准",
        )


# Activities ------------------------------------------------------------------------------------------------------


def activities(making: Making) -> Iterator[Candidate]:
    """What deputies were called together for; filed in the year in which it ended."""
    session = making.session
    day = "substr(ifnull(ends_at, starts_at), 1, 10)"
    with_report = owners_with_files(session, Activity.TABLE, "name LIKE '%报告%' OR name LIKE '%意见书%'")
    with_files = owners_with_files(session, Activity.TABLE)
    unsigned = _counts(
        session,
        "attendances",
        "owner_id",
        "owner_table = 'activities' AND voided_on IS NULL AND presence = 'invited'",
    )
    for found in session.select(Activity, f"voided_on IS NULL AND {day} BETWEEN ? AND ?", making.span):
        last = found.ends_at or found.starts_at
        assert last
        reported = found.kind in SURVEYS and found.id in with_report
        lacks = []
        if count := unsigned.get(found.id):
            lacks.append(f"有 {count} 位代表没有登记到会情况")
        if not found.content.strip():
            lacks.append("没有内容摘要")
        if found.id not in with_files:
            lacks.append("没有照片或资料")
        if found.kind in SURVEYS and not reported:
            lacks.append("没有报告，按一般材料归档")
        named_as = f"{found.kind.label}“{found.title}”" if found.kind.label not in found.title else found.title
        yield making.candidate(
            ItemKind.ACTIVITY,
            _activity_rule(found.kind, reported),
            (Activity.TABLE, found.id),
            title=f"{spoken(last.date())}{named_as}的{'报告和材料' if reported else '签到和材料'}",
            on=last.date(),
            responsible=found.organiser,
            category=Category.STATION if found.kind in GATHERINGS else None,
            missing=lacks,
            reason="" if last <= session.now() else "活动还没有结束",
        )


def _activity_rule(kind: ActivityKind, reported: bool) -> str:
    if kind is ActivityKind.TRAINING:
        return "training"
    return "activity.report" if reported else "activity"


# Suggestions -----------------------------------------------------------------------------------------------------


def suggestions(making: Making) -> Iterator[Candidate]:
    """A deputy's suggestion with its answer; one that was made of a matter lies with that. Filed when it was closed."""
    session, names = making.session, names_of_deputies(making.session)
    where = (
        "voided_on IS NULL AND (closed_on BETWEEN ? AND ? OR closed_on IS NULL AND raised_on <= ?)"
        " AND (opinion_id IS NULL OR opinion_id IN (SELECT id FROM opinions WHERE voided_on IS NOT NULL))"
    )
    for found in session.select(Suggestion, where, (*making.span, making.span[1]), order="raised_on, id"):
        raised = [names[each] for each in found.deputy_ids if each in names]
        lead = f"{raised[0]}等{len(raised)}名代表" if len(raised) > 1 else "".join(raised)
        no_answer = not found.answer.strip() and found.answered_on is None and not found.is_reference
        yield making.candidate(
            ItemKind.SUGGESTION,
            "suggestion",
            (Suggestion.TABLE, found.id),
            title=f"关于{about(found.title)}的代表建议及答复",
            on=found.closed_on,
            responsible=lead,
            number=found.number,
            persons=raised,
            missing=["没有答复"] if no_answer else [],
            reason="" if found.state is SuggestionState.CLOSED else f"代表建议{found.state.label}，还没有办结",
        )


# Documents -------------------------------------------------------------------------------------------------------


def documents(making: Making) -> Iterator[Candidate]:
    """What the station issued, under its own title; filed in the year it was signed."""
    where = "voided_on IS NULL AND (dated_on BETWEEN ? AND ? OR state = 'draft')"
    for found in making.session.select(OfficialDocument, where, making.span, order="dated_on, id"):
        issued = found.state is DocumentState.ISSUED
        if not issued and making.year != making.session.today.year:
            continue  # a draft belongs to no year yet
        yield making.candidate(
            ItemKind.DOCUMENT,
            document_rule(found),
            (OfficialDocument.TABLE, found.id),
            title=" ".join(found.title.split()),
            is_own_title=False,
            on=found.dated_on if issued else None,
            responsible=found.organ,
            number=found.number,
            persons=[found.signer],
            missing=[] if found.number or not issued else ["没有发文字号"],
            reason="" if issued else "公文还没有签发",
        )


def document_rule(document: OfficialDocument) -> str:
    """Which line of the table a document falls under, by its kind and its title."""
    if document.genre in REPORTS:
        return "opinion.report"
    return title_rule(document.title)


def title_rule(title: str) -> str:
    """Plans, summaries and statistics of a year or more; those of less; all else."""
    if not _PLANS.search(title):
        return "document"
    if _SHORT.search(title):
        return "document.short"
    return "document.year" if _WHOLE.search(title) else "document"


# Hand-over -------------------------------------------------------------------------------------------------------


def handovers(making: Making) -> Iterator[Candidate]:
    """A list of what one person left to another; filed in the year it was signed."""
    where = "voided_on IS NULL AND ifnull(signed_on, handed_on) BETWEEN ? AND ?"
    session = making.session
    scanned = owners_with_files(session, HandOver.TABLE)
    for found in session.select(HandOver, where, making.span, order="handed_on, id"):
        yield making.candidate(
            ItemKind.HANDOVER,
            "handover",
            (HandOver.TABLE, found.id),
            title=f"{found.from_name}向{found.to_name}移交工作的清单（{found.occasion.label}）",
            on=found.signed_on or found.handed_on,
            persons=[found.from_name, found.to_name, found.witness],
            missing=[] if found.id in scanned else ["没有签字件的扫描件"],
            reason="" if found.signed_on else "交接清单还没有签字",
        )
