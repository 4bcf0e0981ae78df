"""After a reception: its summary, the yearly figures and letter, what a bound record still lacks (5.2.4, 4.2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .. import attachments, stations, terms
from ..attachments import FileSource, attach
from ..attendances import Presence
from ..deadlines import spoken
from ..errors import InvalidRecord, RuleError
from ..official import Genre, Layout, OfficialDocument
from ..opinions.record import OPEN, Status
from ..session import Session
from . import noticing
from .counts import Counts, total
from .notice_text import PHOTO, organ_of
from .reception_file import ReceptionFile, VisitFile, reception_file
from .record import Reception, ReceptionNotice, ReceptionState, Visit, VisitState, VisitTreatment
from .rules import WEEKDAYS

SIGN_IN = "签到表扫描件"
_PAUSES = re.compile(r"[，。；！？、\s]")
_NAMED = 4  # matters named in a summary
_FEW, _MANY = 6, 40  # characters of what was said, where no subject was written


@dataclass(frozen=True)
class Missing:
    """Something that a bound record still lacks, in words, and the record where it is put right."""

    words: str
    table: str
    record_id: int


def counts_of(session: Session, reception_id: int) -> Counts:
    """The figures of a reception."""
    return Counts.of(reception_file(session, reception_id))


def _first_words(content: str) -> str:
    """What somebody said, up to where he paused first after a few words."""
    words = content.strip()
    pauses = [found.start() for found in _PAUSES.finditer(words)]
    return words[: next((at for at in pauses if at >= _FEW), len(words))][:_MANY]


def seeded(session: Session, reception_id: int) -> str:
    """A summary as it may be sent, from what was recorded; the clerk goes on from there."""
    file = reception_file(session, reception_id)
    reception, counts = file.reception, Counts.of(file)
    day = reception.held_on
    when = f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）" if day else ""
    came = [duty.name for duty in file.on_duty if duty.attendance.presence is Presence.PRESENT]
    who = f"{'、'.join(came)}{'等' if len(came) > 1 else ''}{len(came)}名代表" if came else "代表"
    with_bodies = f"，{'、'.join(file.bodies)}参加" if file.bodies else ""
    lines = [f"{when}，{who}在{reception.place}接待选民{with_bodies}。{figures_words(counts)}"]
    said = [sheet.visit for sheet in _matters(file) if not sheet.visit.keeps_secret]  # of the others nothing (4.7.2)
    subjects = [visit.subject or _first_words(visit.content) for visit in said]
    if subjects:
        more = "等" if len(subjects) > _NAMED else ""
        lines.append(f"选民反映的主要问题：{'；'.join(subjects[:_NAMED])}{more}。")
    handed = [sheet for sheet in _matters(file) if sheet.visit.treatment is not VisitTreatment.DECLINED]
    open_ones = [sheet for sheet in handed if _is_open(sheet)]
    if open_ones:
        lines.append(f"还有{len(open_ones)}条正在办理，办结以后告知选民和接待代表。")
    return "\n".join(lines)


def figures_words(counts: Counts) -> str:
    """接待选民3名，收集意见3条，其中当场答复1条、交办2条、不予受理0条。"""
    parts = [f"接待选民{counts.voters}名，收集意见{counts.matters}条"]
    if counts.matters:
        parts.append(f"其中当场答复{counts.on_spot}条、交办{counts.handed}条、不予受理{counts.declined}条")
        parts.append(f"已办结{counts.closed}条")
    if counts.judged:
        parts.append(f"评价满意和基本满意的{counts.satisfied}条")
    return "，".join(parts) + "。"


def write(session: Session, reception_id: int, words: str, on: date | None = None) -> Reception:
    """Keep the summary of a reception that was held."""
    with session.action("reception.close"):
        reception = _held(session, reception_id, "写小结")
        day = on or session.today
        if not words.strip():
            raise InvalidRecord({"summary": "请写接待小结。"})
        if day > session.today or (reception.held_on and day < reception.held_on):
            raise InvalidRecord({"summed_on": "小结日期不能早于接待那天，也不能晚于今天。"})
        terms.check_open(session, reception.held_on, day)
        return session.change(reception, summary=words.strip(), summed_on=day)


def add_scans(session: Session, reception_id: int, scans: Sequence[FileSource]) -> Reception:
    """The signed sign-in sheet as a scan or photograph."""
    with session.action("reception.close"):
        reception = _held(session, reception_id, "补扫描件")
        terms.check_open(session, reception.held_on)
        if not scans:
            raise InvalidRecord({"scans": "请选签到表的扫描件或者照片。"})
        for scan in scans:
            attach(session, Reception.TABLE, reception_id, scan, SIGN_IN)
        return reception


def bind(session: Session, reception_id: int, on: date, reason: str = "") -> Reception:
    """The papers of a reception are bound; with something missing only for a reason, which is noted."""
    with session.action("reception.close"):
        reception = _held(session, reception_id, "装订")
        terms.check_open(session, on)  # a reception of a closed term may still be bound
        if on > session.today or (reception.held_on and on < reception.held_on):
            raise InvalidRecord({"bound_on": "装订日期不能早于接待那天，也不能晚于今天。"})
        lacks = missing(session, reception_id)
        if lacks and not reason.strip():
            raise InvalidRecord({"reason": f"还缺 {len(lacks)} 样，例如：{lacks[0].words}。照样装订的，请写明原因。"})
        note = reception.note
        if lacks:
            note = "；".join(part for part in (note, f"缺{len(lacks)}样装订：{reason.strip()}") if part)[-200:]
        return session.change(reception, bound_on=on, note=note)


def unbind(session: Session, reception_id: int) -> Reception:
    """Open a bound record again to add something."""
    with session.action("reception.close"):
        reception = session.get(Reception, reception_id)
        if reception.bound_on is None:
            raise RuleError("这次接待还没有装订，不用取消。")
        terms.check_open(session, reception.held_on)
        return session.change(reception, bound_on=None)


# What is missing ------------------------------------------------------------------------------------------------------


def missing(session: Session, reception_id: int) -> list[Missing]:
    """What the bound record of a reception would still need, in the order in which it is bound."""
    file = reception_file(session, reception_id)
    reception = file.reception
    own = Reception.TABLE
    found = []
    if not reception.summary.strip():
        found.append(Missing("还没有写接待小结", own, reception_id))
    found += _notice(session, reception)
    found += _sign_in(session, file)
    for sheet in file.visits:
        found += _sheet(session, sheet)
    return found


def _notice(session: Session, reception: Reception) -> Iterator[Missing]:
    notices = [each for each in noticing.of_reception(session, reception.id) if not each.withdrawn_on]
    if not notices:
        yield Missing("没有接待公告", Reception.TABLE, reception.id)
        return
    notice = notices[0]
    if notice.posted_at is None:
        yield Missing(f"公告{notice.number}没有登记张贴", ReceptionNotice.TABLE, notice.id)
        return
    files = attachments.of(session, ReceptionNotice.TABLE, notice.id)
    if not any(file.purpose == PHOTO for file in files):
        yield Missing(f"公告{notice.number}没有张贴照片", ReceptionNotice.TABLE, notice.id)


def _sign_in(session: Session, file: ReceptionFile) -> Iterator[Missing]:
    open_ones = [duty.deputy.name for duty in file.on_duty if duty.attendance.presence is Presence.INVITED]
    if open_ones:
        yield Missing(f"没有登记{'、'.join(open_ones)}的到会情况", Reception.TABLE, file.reception.id)
    scans = attachments.of(session, Reception.TABLE, file.reception.id)
    if not any(scan.purpose == SIGN_IN for scan in scans):
        yield Missing("没有签到表的扫描件", Reception.TABLE, file.reception.id)


def _sheet(session: Session, sheet: VisitFile) -> Iterator[Missing]:
    """One resident: sheet finished and signed, matter answered, he and the deputies told."""
    visit, outcome = sheet.visit, sheet.outcome
    who = f"{visit.position or ''}号{visit.name}"
    table, key = Visit.TABLE, visit.id
    if visit.state in (VisitState.WAITING, VisitState.TALKING):
        yield Missing(f"{who}的接待记录没有写完", table, key)
        return
    if visit.state is VisitState.DONE and not attachments.of(session, table, key):
        yield Missing(f"{who}的接待记录没有签字扫描件", table, key)
    if visit.treatment in (None, VisitTreatment.ON_SPOT):
        return
    opinion = outcome.opinion
    if opinion is None:
        yield Missing(f"{who}反映的事没有登记表", table, key)
        return
    if _is_open(sheet) and opinion.status not in (Status.REPLIED, Status.INFORMED):
        yield Missing(f"{who}反映的事还没有答复（{outcome.state}）", "opinions", opinion.id)
    elif outcome.told_on is None and not opinion.is_anonymous:
        yield Missing(f"{who}还没有告知办理结果", "opinions", opinion.id)
    elif visit.told_deputies_on is None:
        yield Missing(f"{who}的办理结果还没有告知接待代表", table, key)


# The year -------------------------------------------------------------------------------------------------------------


def held_in(session: Session, year: int) -> list[Reception]:
    """The receptions held in a year, by day."""
    where = "state = ? AND voided_on IS NULL AND held_on BETWEEN ? AND ?"
    span = (ReceptionState.HELD, f"{year}-01-01", f"{year}-12-31")
    return session.select(Reception, where, span, order="held_on, starts_at, id")


def letter(session: Session, year: int) -> OfficialDocument:
    """The yearly report to the congress, seeded with the figures; drafted and signed among the official documents."""
    files = [reception_file(session, each.id) for each in held_in(session, year)]
    if not files:
        raise RuleError(f"{year}年还没有接待过，写不出汇总报告。")
    station = stations.station(session)
    whole = total(Counts.of(file) for file in files)
    by_kind: dict[str, int] = {}
    for file in files:
        for sheet in _matters(file):
            name = sheet.category_path.partition("／")[0].partition("/")[0].strip() or "其他"
            by_kind[name] = by_kind.get(name, 0) + 1
    kinds = "、".join(f"{name}{n}条" for name, n in sorted(by_kind.items(), key=lambda pair: -pair[1]))
    still = sum(_is_open(sheet) for file in files for sheet in _matters(file))
    joint = sum(bool(file.bodies) for file in files)
    body = [
        f"现将{year}年代表接待选民工作情况报告如下。",
        "一、基本情况",
        f"{year}年共组织代表接待选民{len(files)}次，其中联合接待{joint}次，代表{whole.deputies}人次参加。"
        f"{figures_words(whole)}",
        "二、反映的主要问题",
        f"收集的意见按类分：{kinds}。" if kinds else "全年没有收集到需要办理的意见。",
        "三、办理情况",
        f"已办结{whole.closed}条，正在办理{still}条。" + _judged_words(whole),
        "四、下一步工作",
        "继续按计划组织接待，盯住没有办结的意见，办一件告知一件。",
    ]
    upward = station.superior.strip() or f"{station.congress}"
    return OfficialDocument(
        genre=Genre.REPORT,
        layout=Layout.GENERAL,
        title=f"关于{year}年代表接待选民工作情况的报告",
        addressee=upward,
        body="\n".join(body),
        organ=station.name if upward == station.congress else organ_of(station),
    )


def _judged_words(whole: Counts) -> str:
    if not whole.judged:
        return "还没有收到评价。"
    return f"收到评价{whole.judged}条，满意和基本满意{whole.satisfied}条，占{whole.satisfied / whole.judged:.0%}。"


def _matters(file: ReceptionFile) -> list[VisitFile]:
    done = (VisitState.DONE, VisitState.LEFT)
    return [sheet for sheet in file.visits if sheet.visit.state in done and sheet.visit.treatment is not None]


def _is_open(sheet: VisitFile) -> bool:
    opinion = sheet.outcome.opinion
    return opinion is not None and opinion.status in OPEN


def _held(session: Session, reception_id: int, deed: str) -> Reception:
    reception = session.get(Reception, reception_id)
    if reception.voided_on:
        raise RuleError(f"这次接待已经作废，不能{deed}。")
    if reception.state is not ReceptionState.HELD:
        day = spoken(reception.held_on) if reception.held_on else ""
        raise RuleError(f"{day}的接待现在是“{reception.state.label}”，结束以后才能{deed}。")
    return reception
