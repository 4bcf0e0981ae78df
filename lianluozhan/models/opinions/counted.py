"""What a figure counts: each part of an indicator as a condition of the opinions, so that the list behind it opens.

The same conditions make the count and the list. A matter that was joined to another is 收集 of its own; what becomes of
it is counted with the main one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..deadlines import PAUSED
from ..fields import Choice
from .figures import STAGE
from .handling import Satisfaction
from .promising import PromiseState
from .record import Channel, Nature, Status, Urgency


class Basis(Choice):
    """By which day a figure counts."""

    RECEIVED = "received", "按收到日期"
    CLOSED = "closed", "按办结日期"
    DUE = "due", "按办理期限"
    JUDGED = "judged", "按最近一次评价的日期"
    FIRST_JUDGED = "first_judged", "按第一次评价的日期"
    REDONE = "redone", "按决定二次办理的日期"
    PROMISED = "promised", "按答复里承诺的日期"


class Group(Choice):
    """What the matters of a period are divided by."""

    CATEGORY = "category", "分类"
    VIEW = "view", "人大口径"
    CHANNEL = "channel", "来源渠道"
    VILLAGE = "village", "村（社区）"
    NATURE = "nature", "诉求性质"
    URGENCY = "urgency", "紧急程度"
    BODY = "body", "承办单位"
    DEPUTY = "deputy", "反映代表"
    MONTH = "month", "收到月份"


@dataclass(frozen=True)
class Part:
    """A count: what it is called, by which day it counts, which matters it takes of those of that day."""

    label: str
    basis: Basis
    condition: str = "1"


# What has become of a matter: undecided, merged, withdrawn, not accepted, done, in hand; the last two are accepted.
FATE = (
    "(CASE WHEN status IN ('draft', 'sent_back', 'in_review', 'in_approval') THEN 'u' WHEN status = 'merged' THEN 'm'"
    " WHEN status = 'withdrawn' THEN 'w' WHEN status = 'declined' OR (status IN ('closed', 'filed')"
    " AND screening = 'decline') THEN 'n' WHEN status IN ('on_spot', 'closed', 'filed') THEN 'd' ELSE 'h' END)"
)
ACCEPTED = f"{FATE} IN ('d', 'h')"
ANSWERED = f"({ACCEPTED} AND (status = '{Status.ON_SPOT.value}' OR replied_on IS NOT NULL))"
_OF_IT = "FROM promises WHERE promises.opinion_id = opinions.id AND promises.voided_on IS NULL"
_KEPT, _OPEN, _FAILED = (
    f"state = '{state.value}'" for state in (PromiseState.KEPT, PromiseState.OPEN, PromiseState.NOT_KEPT)
)
SOLVED = (
    f"({ANSWERED} AND satisfaction <> '{Satisfaction.DISSATISFIED.value}' AND CASE"
    f" WHEN status = '{Status.ON_SPOT.value}' OR result_class = 'A' THEN 1 WHEN result_class IN ('B', 'C')"
    f" THEN ifnull((SELECT min({_KEPT}) {_OF_IT}), 0) ELSE 0 END)"
)
_LIMITS = "FROM deadlines WHERE deadlines.opinion_id = opinions.id AND kind = '办理'"
LIMIT = f"(SELECT due_on {_LIMITS} ORDER BY id DESC LIMIT 1)"
FIRST_ANSWER = "(SELECT replied_on FROM replies WHERE replies.opinion_id = opinions.id ORDER BY id LIMIT 1)"
IN_TIME = f"ifnull({FIRST_ANSWER} <= {LIMIT}, 0)"
_GIVEN = f"FROM evaluations WHERE evaluations.opinion_id = opinions.id AND result <> '{Satisfaction.NOT_GIVEN.value}'"
JUDGEMENT = f"(SELECT result {_GIVEN} ORDER BY id DESC LIMIT 1)"
FIRST_JUDGEMENT = f"(SELECT result {_GIVEN} ORDER BY id LIMIT 1)"
_HAPPY = f"('{Satisfaction.SATISFIED.value}', '{Satisfaction.FAIRLY.value}')"
_SENT = ("dispatched", "handling", "replied", "informed", "closed", "filed")
_MADE = f"{_OF_IT} AND made_on BETWEEN :first AND :until"
PROMISE = (  # of one matter: kept when all its promises are, open while one is
    f"(SELECT CASE WHEN max({_OPEN}) THEN 'open' WHEN max({_FAILED}) THEN 'not_kept' ELSE 'kept' END {_MADE})"
)

# by basis: where its matters are found, and what more each must meet
_AMONG = {
    Basis.DUE: "SELECT opinion_id FROM deadlines WHERE kind = '办理' AND due_on BETWEEN :first AND :until",
    Basis.JUDGED: "SELECT opinion_id FROM evaluations WHERE evaluated_on BETWEEN :first AND :until",
    Basis.FIRST_JUDGED: "SELECT opinion_id FROM evaluations WHERE evaluated_on BETWEEN :first AND :until",
    Basis.REDONE: "SELECT opinion_id FROM opinion_steps WHERE name = 'redo' AND voided_on IS NULL"
    " AND acted_on BETWEEN :first AND :until",
    Basis.PROMISED: "SELECT opinion_id FROM promises WHERE made_on BETWEEN :first AND :until AND voided_on IS NULL",
}
_LIVING = f"{STAGE} IN ('o', 'd')"
_MEETS = {
    Basis.RECEIVED: "received_on BETWEEN :first AND :until",
    Basis.CLOSED: f"{STAGE} = 'd' AND ifnull(closed_on, '') BETWEEN :first AND :until AND {FATE} = 'd'",
    Basis.DUE: f"{_LIVING} AND {ACCEPTED} AND status IN {_SENT} AND due_kind <> '{PAUSED}'"
    f" AND {LIMIT} BETWEEN :first AND :until AND ({LIMIT} < :today OR {FIRST_ANSWER} IS NOT NULL)",
    Basis.JUDGED: f"{_LIVING} AND (SELECT evaluated_on {_GIVEN} ORDER BY id DESC LIMIT 1) BETWEEN :first AND :until",
    Basis.FIRST_JUDGED: f"{_LIVING} AND (SELECT evaluated_on {_GIVEN} ORDER BY id LIMIT 1) BETWEEN :first AND :until",
    Basis.REDONE: _LIVING,
    Basis.PROMISED: _LIVING,
}

PARTS: Mapping[str, Part] = {
    "collected": Part("收集", Basis.RECEIVED),
    "accepted": Part("受理", Basis.RECEIVED, ACCEPTED),
    "declined": Part("不予受理", Basis.RECEIVED, f"{FATE} = 'n'"),
    "undecided": Part("还没有审定", Basis.RECEIVED, f"{FATE} = 'u'"),
    "joined": Part("并入别的件", Basis.RECEIVED, f"{FATE} = 'm'"),
    "withdrawn": Part("反映人撤回", Basis.RECEIVED, f"{FATE} = 'w'"),
    "decided": Part("已审定", Basis.RECEIVED, f"{FATE} IN ('d', 'h', 'n')"),
    "done": Part("已办结", Basis.RECEIVED, f"{FATE} = 'd'"),
    "answered": Part("已答复", Basis.RECEIVED, ANSWERED),
    "solved": Part("已解决", Basis.RECEIVED, SOLVED),
    "finished": Part("办结", Basis.CLOSED),
    "due": Part("应答复", Basis.DUE),
    "in_time": Part("按期答复", Basis.DUE, IN_TIME),
    "late": Part("没有按期答复", Basis.DUE, f"NOT {IN_TIME}"),
    "judged": Part("已评价", Basis.JUDGED),
    "happy": Part("满意和基本满意", Basis.JUDGED, f"{JUDGEMENT} IN {_HAPPY}"),
    "unhappy": Part("不满意", Basis.JUDGED, f"{JUDGEMENT} NOT IN {_HAPPY}"),
    "first_judged": Part("第一次评价", Basis.FIRST_JUDGED),
    "first_happy": Part("第一次就满意和基本满意", Basis.FIRST_JUDGED, f"{FIRST_JUDGEMENT} IN {_HAPPY}"),
    "redone": Part("二次办理", Basis.REDONE),
    "promised": Part("有承诺事项", Basis.PROMISED),
    "kept": Part("承诺已兑现", Basis.PROMISED, f"{PROMISE} = 'kept'"),
    "promise_open": Part("承诺还在跟踪", Basis.PROMISED, f"{PROMISE} = 'open'"),
    "not_kept": Part("承诺不能兑现", Basis.PROMISED, f"{PROMISE} = 'not_kept'"),
}

BELOW = (  # a category of the first level with all below it
    "(WITH RECURSIVE below(id) AS (SELECT :key UNION ALL SELECT categories.id FROM categories JOIN below"
    " ON parent_id = below.id) SELECT id FROM below)"
)
_IN_GROUP = {
    Group.CATEGORY: f"category_id IN {BELOW}",
    Group.VIEW: "category_id IN (SELECT id FROM categories WHERE congress_view = :key)",
    Group.CHANNEL: "channel = :key",
    Group.VILLAGE: "village_id = :key",
    Group.NATURE: "nature = :key",
    Group.URGENCY: "urgency = :key",
    Group.BODY: "lead_body_id = :key",
    Group.DEPUTY: "EXISTS (SELECT 1 FROM json_each(deputy_ids) WHERE value = :key)",
    Group.MONTH: "substr(received_on, 1, 7) = :key",
}
_IN_NONE = {
    Group.CATEGORY: "category_id IS NULL",
    Group.VIEW: "category_id IS NULL",
    Group.VILLAGE: "village_id IS NULL",
    Group.BODY: "lead_body_id IS NULL",
    Group.DEPUTY: "deputy_ids = '[]'",
}
NONE = {  # what the row of those is called that belong to no other
    Group.CATEGORY: "未分类",
    Group.VIEW: "未分类",
    Group.VILLAGE: "未定村（社区）",
    Group.BODY: "没有交办单位",
    Group.DEPUTY: "不是代表反映的",
}
_NUMBERED = (Group.CATEGORY, Group.VILLAGE, Group.BODY, Group.DEPUTY)  # keys of these are ids


@dataclass(frozen=True)
class Counted:
    """The matters behind a figure: a part, its period, and one group of them or all; `key` empty is the rest row."""

    part: str
    first: date
    until: date
    group: Group | None = None
    key: str = ""

    @property
    def token(self) -> str:
        """In one word, as a list keeps it."""
        where = f":{self.group.value}:{self.key}" if self.group else ""
        return f"{self.part}:{self.first.isoformat()}:{self.until.isoformat()}{where}"

    @property
    def basis(self) -> Basis:
        return PARTS[self.part].basis

    @property
    def among(self) -> str:
        """Which ids they are found among; empty for those found by the day of receipt or of closing."""
        return _AMONG.get(self.basis, "")

    @property
    def conditions(self) -> list[str]:
        """What each of them meets, in `params`."""
        among = [f"opinions.id IN ({self.among})"] if self.among else []
        found = [*among, _MEETS[self.basis], PARTS[self.part].condition]
        if self.group:
            found.append(_IN_GROUP[self.group] if self.key else _IN_NONE.get(self.group, "0"))
        return [condition for condition in found if condition != "1"]

    def params(self, today: date) -> dict[str, Any]:
        key: Any = int(self.key) if self.key and self.group in _NUMBERED else self.key
        return {
            "first": self.first.isoformat(),
            "until": self.until.isoformat(),
            "today": today.isoformat(),
            "key": key,
        }


def read(token: str) -> Counted | None:
    """What a token stands for; None when it says nothing that is counted."""
    pieces = token.split(":")
    try:
        part, first, until = pieces[:3]
        group, key = (Group(pieces[3]), pieces[4]) if len(pieces) == 5 else (None, "")
        made = Counted(part, date.fromisoformat(first), date.fromisoformat(until), group, key)
    except (ValueError, TypeError):
        return None
    strange = bool(key) and group in _NUMBERED and not key.isdecimal()
    return None if strange or part not in PARTS or len(pieces) not in (3, 5) else made


def label_of(group: Group, key: str) -> str:
    """The name of a group whose keys are choices or months; empty for one that is a record."""
    choices: dict[Group, type[Choice]] = {Group.CHANNEL: Channel, Group.NATURE: Nature, Group.URGENCY: Urgency}
    if group in choices:
        return next((each.label for each in choices[group] if each.value == key), key)
    return f"{key[:4]}年{int(key[5:])}月" if group is Group.MONTH and len(key) == 7 else ""
