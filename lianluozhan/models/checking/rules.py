"""What the records must agree in among themselves, said as the condition under which they do not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from .. import term_matters
from ..service import generating
from ..session import Session
from .finding import Severity, Told

SHOWN = 20  # of each rule: whoever has more of one kind has one cause
NEWEST = 50  # records of a table that are looked at when the program starts


NEWEST_SOURCES = 5


@dataclass(frozen=True)
class Rule:
    """`wrong` is true of a row that breaks the rule; `name` is how the person finds it, in SQL."""

    table: str
    wrong: str
    sentence: str
    name: str = "number"


_MATTER = "(SELECT ifnull(nullif(number, ''), title) FROM opinions WHERE opinions.id = opinion_id)"
_PERSON = "(SELECT name FROM deputies WHERE deputies.id = deputy_id)"
_ANOTHER = (
    "EXISTS (SELECT 1 FROM {table} other WHERE other.{owner} = {table}.{owner} AND other.id < {table}.id AND {same})"
)
_LEADERS = _ANOTHER.format(
    table="group_members", owner="group_id", same="other.post = 'leader' AND other.ends_on IS NULL"
)
_SAME_OFFICE = _ANOTHER.format(
    table="mandates",
    owner="deputy_id",
    same="other.level = mandates.level AND other.status IN ('active', 'suspended') AND other.voided_on IS NULL"
    " AND other.ends_on IS NULL",
)
_RUNNING_TWICE = _ANOTHER.format(
    table="deadlines", owner="opinion_id", same="other.kind = deadlines.kind AND other.met_on IS NULL"
)

OPINIONS = (
    Rule("opinions", "status NOT IN ('draft', 'withdrawn') AND number = ''", "已提交却没有编号"),
    Rule("opinions", "status IN ('closed', 'filed') AND closed_on IS NULL", "已办结却没有办结日期"),
    Rule(
        "opinions",
        "status IN ('dispatched', 'handling') AND NOT EXISTS (SELECT 1 FROM dispatches WHERE opinion_id = opinions.id)",
        "已交办却没有交办记录",
    ),
    Rule(
        "opinions",
        "status IN ('replied', 'informed') AND NOT EXISTS (SELECT 1 FROM replies WHERE opinion_id = opinions.id)",
        "已答复却没有答复记录",
    ),
)
DEADLINES = (
    Rule("deadlines", "due_on < starts_on", "有一条期限的截止日早于起算日", _MATTER),
    Rule("deadlines", "met_on IS NULL AND kind <> '停计' AND " + _RUNNING_TWICE, "有两条同样的期限同时在走", _MATTER),
)
PROMISES = (
    Rule("promises", "state <> 'open' AND ended_on IS NULL", "有一条承诺已有结果却没有日期", _MATTER),
    Rule("promises", "state = 'open' AND ended_on IS NOT NULL", "有一条承诺还在跟踪却有结束日期", _MATTER),
    Rule(
        "promises",
        "opinion_id IS NOT (SELECT opinion_id FROM replies WHERE replies.id = reply_id)",
        "有一条承诺记在别的一件的答复上",
        _MATTER,
    ),
)
MANDATES = (
    Rule("mandates", "voided_on IS NULL AND ends_on < starts_on", "有一条任职的结束早于开始", _PERSON),
    Rule(
        "mandates",
        "voided_on IS NULL AND status IN ('ended', 'expired') AND ends_on IS NULL",
        "有一条任职已结束却没有日期",
        _PERSON,
    ),
    Rule(
        "mandates",
        "voided_on IS NULL AND status IN ('active', 'suspended') AND ends_on IS NULL AND " + _SAME_OFFICE,
        "同一级代表职务有两条同时在任",
        _PERSON,
    ),
    Rule(
        "mandates",
        "voided_on IS NULL AND status IN ('active', 'suspended') AND ends_on IS NULL"
        " AND EXISTS (SELECT 1 FROM deputies WHERE deputies.id = deputy_id AND retired_on IS NOT NULL)",
        "已经停用却还有在任的职务",
        _PERSON,
    ),
)
GROUPS = (
    Rule("group_members", "post = 'leader' AND ends_on IS NULL AND " + _LEADERS, "所在的小组有两位组长", _PERSON),
    Rule("group_members", "ends_on < starts_on", "出组早于入组", _PERSON),
    Rule(
        "group_members",
        "ends_on IS NULL AND EXISTS (SELECT 1 FROM deputy_groups g WHERE g.id = group_id AND g.retired_on IS NOT NULL)",
        "还编在一个已经停用的小组里",
        _PERSON,
    ),
)
RECEPTIONS = (
    Rule("receptions", "state IN ('open', 'held') AND number = ''", "的接待已经开始却没有期号", "held_on"),
    Rule("receptions", "ends_at <> '' AND ends_at < starts_at", "接待的结束时间早于开始时间"),
    Rule("receptions", "state = 'cancelled' AND cancel_reason = ''", "接待已取消却没有原因"),
    Rule("visits", "state = 'done' AND number = '' AND voided_on IS NULL", "的接待记录没有编号", "arrived_at"),
    Rule("visits", "left_at < arrived_at", "接待记录的离开时间早于到站时间"),
    Rule(
        "visits",
        "opinion_id IS NOT NULL AND voided_on IS NULL AND state = 'left'",
        "的来访人中途离开，却转成了登记表",
    ),
)
_VOIDED = (
    ("opinions", "number"),
    ("receptions", "number"),
    ("reception_plans", "title"),
    ("visits", "number"),
    ("supervisions", "number"),
    ("applications", _MATTER),
    ("suggestions", "title"),
    ("calls", "number"),
    ("official_documents", "title"),
    ("activities", "title"),
    ("service_records", "title"),
    ("contacts", _PERSON),
    ("prints", "form"),
    ("archive_items", "ifnull(nullif(archival_number, ''), title)"),
)
VOIDED = tuple(Rule(table, "voided_on IS NOT NULL AND void_reason = ''", "已作废却没有原因", n) for table, n in _VOIDED)
PRINTS = (
    *(
        Rule(
            "prints",
            f"owner_table = '{table}' AND owner_id NOT IN (SELECT id FROM {table})",
            "有一条打印登记说的记录找不到",
            "form || ' ' || printed_at",
        )
        for table in ("opinions", "receptions", "deputies", "suggestions", "supervisions")
    ),
    Rule("prints", "copies < 1", "打印登记的份数不对", "form || ' ' || printed_at"),
)
RULES = (*OPINIONS, *DEADLINES, *PROMISES, *MANDATES, *GROUPS, *RECEPTIONS, *VOIDED, *PRINTS)


def content(session: Session) -> Told:
    """Every rule over every row."""
    return _broken(session, RULES, "1")


def content_sampled(session: Session) -> Told:
    """A third of the rules, others every day, over the newest rows."""
    some = RULES[session.today.toordinal() % 3 :: 3]
    return _broken(session, some, "{table}.id > (SELECT ifnull(max(id), 0) FROM {table}) - " + str(NEWEST))


def _broken(session: Session, rules: Sequence[Rule], which: str) -> Told:
    for rule in rules:
        sql = (
            f"SELECT {rule.name}, id FROM {rule.table} WHERE {which.format(table=rule.table)} AND ({rule.wrong})"
            f" LIMIT {SHOWN}"
        )
        for name, record_id in session.rows(sql):
            called = name or f"{'社情民意' if rule.table == 'opinions' else ''}第 {record_id} 条"
            yield Severity.WARNING, f"{called}{rule.sentence}。请打开{_PLACES.get(rule.table, '这一条')}核对。"


_PLACES = {
    "opinions": "这一件",
    **dict.fromkeys(("deadlines", "promises", "applications", "supervisions"), "这一件"),
    **dict.fromkeys(("mandates", "group_members", "service_records", "contacts"), "这位代表的资料"),
    **dict.fromkeys(("receptions", "visits", "reception_plans"), "接待"),
    "prints": "打印登记",
    "archive_items": "归档文件",
}


def service(session: Session) -> Told:
    """The lines of service against the records they come from."""
    return _differing(session, None)


def service_sampled(session: Session) -> Told:
    """The same for the newest records."""
    return _differing(session, NEWEST_SOURCES)


def _differing(session: Session, newest: int | None) -> Told:
    for found in itertools.islice(generating.differences(session, newest=newest), SHOWN):
        line = found.kept or found.said
        assert line and line.starts_on
        name = session.value("SELECT name FROM deputies WHERE id = ?", (line.deputy_id,))
        wrong = "没有记下来" if found.kept is None else "应当作废" if found.said is None else "与来源不一致"
        yield Severity.WARNING, f"{name} {line.starts_on}的履职记录“{line.title}”{wrong}。请打开来源核对，再保存一次。"


def owners(session: Session) -> Told:
    """Open matters of deputies that nobody has any more."""
    if left := term_matters.ownerless(session):
        example = f"“{left[0].subject[:20]}”"
        yield Severity.NOTE, f"有 {len(left)} 件未了事项的代表都不在任了，没有人负责，例如{example}。请填写交接清单。"
