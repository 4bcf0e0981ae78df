"""The limits that a form will have once submitted and dispatched, said while it is filled in (5.1.3, 5.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .. import calendars, settings
from ..calendars import Calendar
from ..deadlines import Count, Term, count, spoken
from ..session import Session
from .handling import DueClass
from .record import Screening, Urgency

_HANDLING = {
    DueClass.NORMAL: "opinion.due.normal",
    DueClass.URGENT: "opinion.due.urgent",
    DueClass.COMPLEX: "opinion.due.complex",
}
_REVIEW, _APPROVE, _ASSIGN = "opinion.review_days", "opinion.approve_days", "opinion.assign_days"
_TELL = "reply.voter_days"
_READ = (*_HANDLING.values(), _REVIEW, _APPROVE, _ASSIGN, _TELL)


@dataclass(frozen=True)
class Basis:
    """The settings and the calendar that limits are counted by, read once for a form."""

    terms: Mapping[str, Term]
    calendar: Calendar

    def count(self, key: str, start: date, event: str) -> Count:
        term = self.terms[key]
        return count(start, term, self.calendar, event, f"{settings.SETTINGS[key].label} {term.words}")

    def limit(self, event: str, deed: str, key: str, start: date, counted_event: str = "") -> Limit:
        """The limit that runs when the event is on the day `start`."""
        return Limit(event, deed, settings.SETTINGS[key].label, self.count(key, start, counted_event or event))


@dataclass(frozen=True)
class Limit:
    """One limit: what starts it, what must be done by its last day, by which setting, and how it is counted."""

    event: str
    deed: str
    rule: str
    count: Count

    @property
    def promise(self) -> str:
        """今天交办，10月16日（星期五）前答复."""
        return f"今天{self.event}，{day_words(self.count)}前{self.deed}"


@dataclass(frozen=True)
class Forecast:
    """The limits, what concerns the resident first; `latest` is the last day if every step takes all its time."""

    limits: tuple[Limit, ...]
    latest: Count | None
    outlook: str

    @property
    def sentence(self) -> str:
        """Everything in words that can be read aloud."""
        return (
            "。".join([*(limit.promise for limit in self.limits), self.outlook.removesuffix("。")]).strip("。") + "。"
        )


def basis(session: Session) -> Basis:
    """What limits are counted by today."""
    return Basis({key: settings.term(session, key) for key in _READ}, calendars.load(session))


def due_class(urgency: Urgency) -> DueClass:
    """The class of limit that a matter of this urgency is sent out with unless somebody chooses another."""
    return DueClass.NORMAL if urgency is Urgency.NORMAL else DueClass.URGENT


def forecast(
    basis: Basis,
    today: date,
    *,
    urgency: Urgency = Urgency.NORMAL,
    screening: Screening = Screening.ACCEPT,
    received_on: date | None = None,
    is_anonymous: bool = False,
) -> Forecast:
    """The limits of a form that is submitted today; nothing is read or stored."""
    if screening is Screening.ON_SPOT:
        return Forecast((), None, "当场答复的，当天登记就办结，没有别的期限。")
    review = basis.limit("送审", "审核", _REVIEW, today, "提交")
    approved = basis.count(_APPROVE, review.count.due_on, "审核").due_on
    if screening is Screening.DECLINE:
        if is_anonymous:
            return Forecast((review,), None, "匿名反映的，审批以后不用告知。")
        tell = basis.limit("批准不予受理", "告知反映人", _TELL, today, "审批")
        last = basis.count(_TELL, approved, "审批")
        return Forecast((tell, review), last, _outlook(last, "告知", received_on))
    key = _HANDLING[due_class(urgency)]
    sent = basis.count(_ASSIGN, approved, "审批").due_on
    last = basis.count(key, sent, "交办")
    reply = basis.limit("交办", "答复", key, today)
    return Forecast((reply, review), last, _outlook(last, "答复", received_on))


def day_words(counted: Count) -> str:
    """10月16日（星期五）; with the year when it is another than that of the start."""
    last = counted.due_on
    year = "" if last.year == counted.days[0].day.year else f"{last.year}年"
    doubt = "，暂算" if counted.provisional else ""
    return f"{year}{spoken(last)}（星期{'一二三四五六日'[last.weekday()]}{doubt}）"


def _outlook(last: Count, deed: str, received_on: date | None) -> str:
    steps = "审核、审批、交办" if deed == "答复" else "审核、审批"
    after = f"，是收到后的第 {(last.due_on - received_on).days} 天" if received_on else ""
    return f"{steps}都用满期限，最晚 {day_words(last)}前{deed}{after}。"
