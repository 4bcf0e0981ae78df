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
from .figures import ALIVE, CLOSED, DONE, STAGE
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
    REDONE = "redone", "按最近一次决定二次办理的日期"
    PROMISED = "promised", "按第一次承诺的日期"


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


_OF_IT = "WHERE {table}.opinion_id = opinions.id"
_KEPT, _OPEN, _FAILED = (
    f"state = '{state.value}'" for state in (PromiseState.KEPT, PromiseState.OPEN, PromiseState.NOT_KEPT)
)
_GIVEN = (
    f"(SELECT evaluated_on || ' ' || result FROM evaluations {_OF_IT.format(table='evaluations')}"
    f" AND result <> '{Satisfaction.NOT_GIVEN.value}' ORDER BY id%s LIMIT 1)"
)
# What is looked up of a matter; a count looks each up once, a list writes it out where it stands in a condition.
FACTS: Mapping[str, str] = {
    "stage": STAGE,
    # undecided, merged, withdrawn, not accepted, done, in hand; the last two are accepted
    "fate": "(CASE WHEN status IN ('draft', 'sent_back', 'in_review', 'in_approval') THEN 'u'"
    " WHEN status = 'merged' THEN 'm' WHEN status = 'withdrawn' THEN 'w' WHEN status = 'declined'"
    " OR (status IN ('closed', 'filed') AND screening = 'decline') THEN 'n'"
    " WHEN status IN ('on_spot', 'closed', 'filed') THEN 'd' ELSE 'h' END)",
    "closed": "ifnull(closed_on, '')",
    "due_day": f"(SELECT due_on FROM deadlines {_OF_IT.format(table='deadlines')} AND kind = '办理'"
    " ORDER BY id DESC LIMIT 1)",
    "answer": f"(SELECT replied_on FROM replies {_OF_IT.format(table='replies')} ORDER BY id LIMIT 1)",
    "judged": _GIVEN % " DESC",  # day and judgement
    "first_judged": _GIVEN % "",
    "redone": f"(SELECT max(acted_on) FROM opinion_steps {_OF_IT.format(table='opinion_steps')}"
    " AND name = 'redo' AND voided_on IS NULL)",
    # the day of the first one, and what became of them: kept when all are, open while one is
    "promise": f"(SELECT min(made_on) || CASE WHEN max({_OPEN}) THEN ' open' WHEN max({_FAILED}) THEN ' not_kept'"
    f" ELSE ' kept' END FROM promises {_OF_IT.format(table='promises')} AND voided_on IS NULL)",
}
_ACCEPTED = "{fate} IN ('d', 'h')"
_ANSWERED = f"(status = '{Status.ON_SPOT.value}' OR replied_on IS NOT NULL) AND {_ACCEPTED}"
_SOLVED = (
    f"{_ANSWERED} AND satisfaction <> '{Satisfaction.DISSATISFIED.value}' AND (status = '{Status.ON_SPOT.value}'"
    " OR result_class = 'A' OR (result_class IN ('B', 'C') AND substr({promise}, 12) = 'kept'))"
)
_IN_TIME = "ifnull({answer} <= {due_day}, 0)"
_HAPPY = f"IN ('{Satisfaction.SATISFIED.value}', '{Satisfaction.FAIRLY.value}')"
_SENT = "status IN ('dispatched', 'handling', 'replied', 'informed', 'closed', 'filed')"
_LIVING = "{stage} IN ('o', 'd')"

# by basis: among which ids its matters are, and what each of them meets
_AMONG = {
    Basis.DUE: "SELECT opinion_id FROM deadlines WHERE kind = '办理' AND due_on BETWEEN :first AND :until",
    Basis.JUDGED: "SELECT opinion_id FROM evaluations WHERE evaluated_on BETWEEN :first AND :until",
    Basis.FIRST_JUDGED: "SELECT opinion_id FROM evaluations WHERE evaluated_on BETWEEN :first AND :until",
    Basis.REDONE: "SELECT opinion_id FROM opinion_steps WHERE name = 'redo' AND acted_on BETWEEN :first AND :until",
    Basis.PROMISED: "SELECT opinion_id FROM promises WHERE made_on BETWEEN :first AND :until",
}
_MEETS = {
    Basis.RECEIVED: "received_on BETWEEN :first AND :until AND {stage} <> 'v'",
    Basis.CLOSED: "{closed} BETWEEN :first AND :until AND {stage} = 'd' AND {fate} = 'd'",
    Basis.DUE: f"{{due_day}} BETWEEN :first AND :until AND {_SENT} AND {_ACCEPTED} AND {_LIVING}"
    f" AND due_kind <> '{PAUSED}' AND ({{due_day}} < :today OR {{answer}} IS NOT NULL)",
    Basis.JUDGED: f"substr({{judged}}, 1, 10) BETWEEN :first AND :until AND {_LIVING}",
    Basis.FIRST_JUDGED: f"substr({{first_judged}}, 1, 10) BETWEEN :first AND :until AND {_LIVING}",
    Basis.REDONE: f"{{redone}} BETWEEN :first AND :until AND {_LIVING}",
    Basis.PROMISED: f"substr({{promise}}, 1, 10) BETWEEN :first AND :until AND {_LIVING}",
}

PARTS: Mapping[str, Part] = {
    "collected": Part("收集", Basis.RECEIVED),
    "accepted": Part("受理", Basis.RECEIVED, _ACCEPTED),
    "declined": Part("不予受理", Basis.RECEIVED, "{fate} = 'n'"),
    "undecided": Part("还没有审定", Basis.RECEIVED, "{fate} = 'u'"),
    "joined": Part("并入别的件", Basis.RECEIVED, "{fate} = 'm'"),
    "withdrawn": Part("反映人撤回", Basis.RECEIVED, "{fate} = 'w'"),
    "decided": Part("已审定", Basis.RECEIVED, "{fate} IN ('d', 'h', 'n')"),
    "done": Part("已办结", Basis.RECEIVED, "{fate} = 'd'"),
    "answered": Part("已答复", Basis.RECEIVED, _ANSWERED),
    "solved": Part("已解决", Basis.RECEIVED, _SOLVED),
    "finished": Part("这段时间办结", Basis.CLOSED),
    "due": Part("应答复", Basis.DUE),
    "in_time": Part("按期答复", Basis.DUE, _IN_TIME),
    "late": Part("没有按期答复", Basis.DUE, f"NOT {_IN_TIME}"),
    "judged": Part("已评价", Basis.JUDGED),
    "happy": Part("评价满意和基本满意", Basis.JUDGED, f"substr({{judged}}, 12) {_HAPPY}"),
    "unhappy": Part("评价不满意", Basis.JUDGED, f"substr({{judged}}, 12) NOT {_HAPPY}"),
    "first_judged": Part("第一次评价", Basis.FIRST_JUDGED),
    "first_happy": Part("第一次评价就满意和基本满意", Basis.FIRST_JUDGED, f"substr({{first_judged}}, 12) {_HAPPY}"),
    "redone": Part("二次办理", Basis.REDONE),
    "promised": Part("有承诺事项", Basis.PROMISED),
    "kept": Part("承诺已兑现", Basis.PROMISED, "substr({promise}, 12) = 'kept'"),
    "promise_open": Part("承诺还在跟踪", Basis.PROMISED, "substr({promise}, 12) = 'open'"),
    "not_kept": Part("承诺不能兑现", Basis.PROMISED, "substr({promise}, 12) = 'not_kept'"),
}
WHOLE = {part.basis: name for name, part in PARTS.items() if part.condition == "1"}

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
        found = [*among, *(written(each) for each in (_MEETS[self.basis], PARTS[self.part].condition))]
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


def written(condition: str) -> str:
    """A condition with what it looks up written out."""
    return condition.format(**FACTS)


def bits() -> str:
    """What a matter counts for in the period as one number, a bit for each part in their order; by names of FACTS."""
    places = {name: at for at, name in enumerate(PARTS)}
    found = []
    for basis, meets in _MEETS.items():
        own = [
            f"((({part.condition}) IS TRUE) << {places[name]})" for name, part in PARTS.items() if part.basis is basis
        ]
        found.append(f"CASE WHEN {meets} THEN {' | '.join(own)} ELSE 0 END")
    return " | ".join(f"({each})" for each in found).format(**{name: name for name in FACTS})


def among_all() -> list[str]:
    """Where all matters are found that any figure of a period may count."""
    received = (
        f"SELECT id FROM opinions WHERE {STAGE} = '{stage}' AND received_on BETWEEN :first AND :until"
        for stage in ALIVE
    )
    closed = f"SELECT id FROM opinions WHERE {STAGE} = '{DONE}' AND {CLOSED} BETWEEN :first AND :until"
    return [*received, closed, *dict.fromkeys(_AMONG.values())]


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
