"""社情民意分析报告 and 办理情况通报 (F21): drafted of the figures of a period, which are kept with it (3.2.3, 4.3.3).

The figures print as they were when the report was written. Counting again shows what has changed since, by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import official, opinions, stations
from ..errors import RuleError
from ..official import Genre, Layout, OfficialDocument
from ..opinions.counted import PARTS
from ..session import Session
from . import sentences
from .counting import figures, numbers
from .figures import INDICATORS, Figures
from .period import Period

LONG_OVERDUE, EXAMPLES, NAMED = 30, 5, 12
_HALVES = "（一）", "（二）", "（三）", "（四）", "（五）", "（六）"


@dataclass(frozen=True)
class Difference:
    """What a figure was when it was published and is today, and which matters came to it or left it."""

    label: str
    old: str
    new: str
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def draft_of(session: Session, genre: Genre, period: Period) -> OfficialDocument:
    """A report as the program would write it, nothing stored: figures kept, words for the parts a person writes."""
    if genre not in official.REPORTS:
        raise RuleError("只有社情民意分析报告和办理情况通报是按统计写的。请在公文里写别的文种。")
    if period.first > session.today:
        raise RuleError("这段时间还没有到，没有可写的。请选已经开始的一段时间。")
    found, station = figures(session, period), stations.station(session)
    kind = "社情民意分析报告" if genre is Genre.ANALYSIS else "社情民意办理情况的通报"
    joined = "" if genre is Genre.ANALYSIS else "关于"
    return OfficialDocument(
        genre=genre,
        layout=Layout.GENERAL,
        title=f"{joined}{period.label}{kind}",
        addressee=_addressee(station.place, genre),
        body="\n".join(_body(session, genre, found)),
        organ=station.congress,
        period_from=period.first,
        period_until=period.until,
        figures=found.text,
    )


def write(session: Session, document: OfficialDocument, **values: Any) -> OfficialDocument:
    """Keep a drafted report with the words that a person gave it (official.edit)."""
    return official.draft(session, replace(document, **values))


def reports(session: Session) -> list[OfficialDocument]:
    """The reports and bulletins there are, the newest first."""
    marks = ", ".join(f"'{genre.value}'" for genre in sorted(official.REPORTS))
    order = "period_until DESC, id DESC LIMIT 200"
    return session.select(OfficialDocument, f"genre IN ({marks}) AND voided_on IS NULL AND figures <> ''", order=order)


def counted_again(session: Session, document_id: int) -> list[Difference]:
    """What would be different if the report were counted today; empty when it says what the records still say."""
    kept = Figures.read(session.get(OfficialDocument, document_id).figures)
    return list(_differences(session, kept, figures(session, kept.period)))


def _differences(session: Session, kept: Figures, now: Figures) -> Iterator[Difference]:
    told: set[str] = set()
    for each in INDICATORS:
        for name in filter(None, (each.part, each.of)):
            old, new = set(kept.ids.get(name, ())), set(now.ids.get(name, ()))
            if name in told or (kept.counts.get(name, 0) == now.counts[name] and old == new):
                continue
            told.add(name)
            known = bool(kept.ids) and bool(now.ids)
            yield Difference(
                PARTS[name].label,
                f"{kept.counts.get(name, 0)} 件",
                f"{now.counts[name]} 件",
                tuple(numbers(session, sorted(new - old)[:NAMED])) if known else (),
                tuple(numbers(session, sorted(old - new)[:NAMED])) if known else (),
            )


def _addressee(place: str, genre: Genre) -> str:
    if genre is Genre.BULLETIN:
        return "各位代表、各承办单位、各村（社区）"
    if not place:
        return "各位代表"
    street = place.endswith("街道")
    return f"{place}{'党工委' if street else '党委'}、{place}{'办事处' if street else '人民政府'}，各位代表"


def _body(session: Session, genre: Genre, found: Figures) -> Iterator[str]:
    """The text to be gone on with; its tables are set of the figures when it is printed."""
    yield "一、总体情况"
    yield from sentences.overall(found)
    yield "二、办理情况"
    yield from sentences.handled(found)
    yield "三、突出问题与典型件"
    parts = [*sentences.problems(found), *_overdue(session, found), *_unhappy(session, found), *_solved(session, found)]
    if not parts:
        yield "这段时间没有需要专门说明的问题。"
    yield from (f"{mark}{part}" for mark, part in zip(_HALVES, parts, strict=False))
    yield "四、建议"
    yield from (f"{n}．{part}" for n, part in enumerate(sentences.advice(found, genre), 1))
    yield "五、下步打算"
    yield "继续收集社情民意，对没有办结的件跟踪到底，办理结果及时告知反映人；下一期的情况到期再行通报。"


def _overdue(session: Session, found: Figures) -> Iterator[str]:
    """Those that went unanswered longest."""
    ids = found.ids.get("late", ())
    late = []
    for row in _rows(session, ids):
        if row[2] is None and row[1] and (days := (session.today - date.fromisoformat(row[1])).days) >= LONG_OVERDUE:
            late.append((days, row))
    late.sort(key=lambda pair: -pair[0])
    if late:
        named = "；".join(f"{_named(session, row[0])}，逾期{days}日" for days, row in late[:EXAMPLES])
        yield f"逾期{LONG_OVERDUE}日以上还没有答复的有{len(late)}件：{named}。"


def _unhappy(session: Session, found: Figures) -> Iterator[str]:
    if ids := found.ids.get("unhappy", ()):
        named = "；".join(_named(session, id_) for id_ in ids[:EXAMPLES])
        yield f"反映人评价不满意的有{len(ids)}件：{named}。"


def _solved(session: Session, found: Figures) -> Iterator[str]:
    """One that was solved, as an example; those that the submitter was glad of come first."""
    happy = set(found.ids.get("happy", ()))
    ids = sorted(found.ids.get("solved", ()), key=lambda id_: (id_ not in happy, -id_))
    if ids:
        named = dict.fromkeys(_named(session, id_) for id_ in ids[: 2 * EXAMPLES])
        told = sorted(named, key=lambda words: not words.endswith("）"))[:2]  # those that a body handled
        yield f"已经解决的有{len(ids)}件，例如{'；'.join(told)}。"


def _rows(session: Session, ids: tuple[int, ...]) -> Iterator[tuple[int, str | None, str | None]]:
    for id_ in ids:
        sql = (
            "SELECT id, (SELECT max(due_on) FROM deadlines WHERE opinion_id = opinions.id AND kind = '办理'),"
            " replied_on FROM opinions WHERE id = ?"
        )
        yield from session.rows(sql, (id_,))


def _named(session: Session, opinion_id: int) -> str:
    """A matter without anybody's name: what it is about, where, who handles it (4.7.2)."""
    file = opinions.masked(opinions.file_of(session, opinion_id))
    body = f"（{file.lead_body.name}承办）" if file.lead_body else ""
    return f"“{file.opinion.title}”{body}"
