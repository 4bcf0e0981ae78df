"""One act for several matters: what will be done and what will not, then each by its own action."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ..errors import InvalidRecord, RuleError, StorageError
from ..session import Session
from .handling import Dispatch, DueClass
from .record import Opinion, Status
from .reminding import Means, remind, why_no_reminder
from .sending import dispatch

MOST = 200  # matters in one go


@dataclass(frozen=True)
class Line:
    """One matter: `skipped` says why it is left out, `done` what became of it, `refused` why it was not done."""

    id: int
    number: str
    title: str
    skipped: str = ""
    done: str = ""
    refused: str = ""


def to_dispatch(session: Session, opinion_ids: Sequence[int]) -> list[Line]:
    """Which of these can be sent out now."""
    return _lines(session, opinion_ids, _why_no_dispatch)


def to_remind(session: Session, opinion_ids: Sequence[int]) -> list[Line]:
    """Which of these a handling body has in hand."""
    return _lines(session, opinion_ids, why_no_reminder)


def to_reclassify(session: Session, opinion_ids: Sequence[int]) -> list[Line]:
    """Which of these can be put into another category or village."""
    return _lines(session, opinion_ids, lambda opinion: "已经作废" if opinion.voided_on else "")


def dispatch_all(
    session: Session, lines: Sequence[Line], *, lead_body_id: int, requirement: str, due_class: DueClass
) -> list[Line]:
    """Send each of those not skipped to the same body, a sheet for each."""

    def send(line: Line) -> str:
        made: Dispatch = dispatch(
            session, line.id, lead_body_id=lead_body_id, requirement=requirement, due_class=due_class
        )
        return f"已交办，{made.number}"

    if not requirement.strip():
        raise InvalidRecord({"requirement": "请填写“办理要求”，承办单位才知道办什么、怎样答复。"})
    return _each(session, lines, send)


def remind_all(session: Session, lines: Sequence[Line], means: Means, words: str) -> list[Line]:
    """Enter the same reminder for each of those not skipped."""

    def call(line: Line) -> str:
        return f"已记{remind(session, line.id, means, words).label}"

    if not words.strip():
        raise InvalidRecord({"words": "请写明催了谁、怎么说的，例如“李建军接电话，答复节后安装”。"})
    return _each(session, lines, call)


def _why_no_dispatch(opinion: Opinion) -> str:
    if opinion.voided_on:
        return "已经作废"
    return "" if opinion.status is Status.TO_DISPATCH else f"现在是“{opinion.status.label}”，不能交办"


def _lines(session: Session, opinion_ids: Sequence[int], why_not: Callable[[Opinion], str]) -> list[Line]:
    if len(opinion_ids) > MOST:
        raise RuleError(f"选了 {len(opinion_ids)} 件，一次最多办 {MOST} 件。请先筛选，分几次办。")
    found = [session.get(Opinion, id_) for id_ in opinion_ids]
    return [Line(each.id, each.number or "草稿", each.title, why_not(each)) for each in found]


def _each(session: Session, lines: Sequence[Line], act: Callable[[Line], str]) -> list[Line]:
    """What was done stays done when the disk refuses the next: that one and those after it are told as not done."""
    results, trouble = [], ""
    with _announced_once(session):
        for line in lines:
            if not line.skipped:
                try:
                    line = replace(line, refused=trouble) if trouble else replace(line, done=act(line))
                except (RuleError, InvalidRecord) as refusal:
                    line = replace(line, refused=str(refusal))
                except StorageError as refusal:
                    trouble = str(refusal)
                    line = replace(line, refused=trouble)
            results.append(line)
    return results


@contextmanager
def _announced_once(session: Session) -> Iterator[None]:
    """The pages hear of all of it together."""
    touched: set[str] = set()
    listeners = session.listeners[:]
    session.listeners[:] = [touched.update]
    try:
        yield
    finally:
        session.listeners[:] = listeners
        if touched:
            for listener in listeners:
                listener(frozenset(touched))
