"""What the figures of a period say in sentences: the first two parts of a report, and what follows from them."""

from __future__ import annotations

from ..official import Genre
from ..opinions.counted import Group
from .figures import Figures, GroupRow, part_of, percent

MOST_NAMED = 3


def overall(found: Figures) -> list[str]:
    """一、总体情况: how many, from where, about what, and against the periods before."""
    counts = found.counts
    if not counts["collected"]:
        return [f"{found.period.label}没有收集到社情民意。"]
    first = (
        f"{found.period.label}（{found.period.days_label}收到{_so_far(found)}）共收集社情民意{counts['collected']}件，"
        f"{_against('上期', counts['collected'], found.before['collected'])}，"
        f"{_against('去年同期', counts['collected'], found.last_year['collected'])}。"
    )
    fates = [("受理", "accepted"), ("不予受理", "declined"), ("并入别的件", "joined"), ("反映人撤回", "withdrawn")]
    parts = [f"{words}{counts[name]}件" for words, name in (*fates, ("还没有审定", "undecided")) if counts[name]]
    second = f"其中{'、'.join(parts)}；受理率{percent(found.share('accepted_rate'))}。"
    return [first + second, *_most(found)]


def _most(found: Figures) -> list[str]:
    said = []
    for group, words in (
        (Group.CHANNEL, "来源渠道"),
        (Group.CATEGORY, "反映的问题"),
        (Group.VILLAGE, "村（社区）"),
    ):
        rows = [row for row in found.groups[group.value] if row.count]
        if rows:
            total = found.counts["collected"]
            named = "、".join(f"{row.name}{row.count}件（{part_of(row.count, total)}）" for row in rows[:MOST_NAMED])
            rest = sum(row.count for row in rows[MOST_NAMED:])
            said.append(f"按{words}分，{named}{f'，其余{rest}件' if rest else ''}。")
    return said


def handled(found: Figures) -> list[str]:
    """二、办理情况: done, in time, answered and solved, judged, promises."""
    counts, share = found.counts, found.share
    said = []
    if counts["accepted"]:
        said.append(
            f"这段时间受理的{counts['accepted']}件，到{_day(found)}已办结{counts['done']}件，"
            f"办结率{percent(share('done_rate'))}；已答复{counts['answered']}件，答复率{percent(share('answered_rate'))}；"
            f"已解决{counts['solved']}件，占已答复的{percent(share('solved_rate'))}。已答复不等于已解决，两个数分开统计。"
        )
    if counts["finished"]:
        said.append(f"连同以前收到的，这段时间共办结{counts['finished']}件。")
    if counts["due"]:
        said.append(
            f"期限在这段时间里的应答复件{counts['due']}件，按期答复{counts['in_time']}件，"
            f"按期办结率{percent(share('in_time_rate'))}{_late(found)}。"
        )
    if counts["judged"]:
        said.append(
            f"反映人评价{counts['judged']}件，满意和基本满意{counts['happy']}件，满意率{percent(share('happy_rate'))}；"
            f"初次满意率{percent(share('first_happy_rate'))}；没有收到评价的不算在内。"
        )
    if counts["redone"]:
        said.append(f"因不满意二次办理{counts['redone']}件。")
    if counts["promised"]:
        said.append(
            f"答复中有承诺事项的{counts['promised']}件，已兑现{counts['kept']}件，"
            f"还在跟踪{counts['promise_open']}件，不能兑现{counts['not_kept']}件。"
        )
    return said or ["这段时间没有受理、答复和评价的件。"]


def _late(found: Figures) -> str:
    late = sorted((row for row in found.groups[Group.BODY.value] if row.late), key=lambda row: -row.late)
    named = "、".join(f"{row.name}{row.late}件" for row in late[:MOST_NAMED])
    return f"；没有按期答复{found.counts['late']}件，其中{named}" if named else ""


def problems(found: Figures) -> list[str]:
    """What the figures themselves say is wrong: the most frequent, what grew most."""
    rows = [row for row in found.groups[Group.CATEGORY.value] if row.count and row.key]
    said = []
    if rows:
        named = "、".join(f"{row.name}（{row.count}件）" for row in rows[:MOST_NAMED])
        said.append(f"反映最集中的是{named}。")
    grown = max((row for row in rows if row.before), key=_growth, default=None)
    if grown and _growth(grown) > 1:
        said.append(f"比上期增加最多的是{grown.name}，由{grown.before}件增加到{grown.count}件。")
    new = [row.name for row in rows if not row.before]
    if new and found.before["collected"]:
        said.append(f"上期没有、这期新出现的有{'、'.join(new[:MOST_NAMED])}。")
    return said


def advice(found: Figures, genre: Genre) -> list[str]:
    """What follows from the figures; to be rewritten by whoever signs."""
    counts, said = found.counts, []
    rows = [row for row in found.groups[Group.CATEGORY.value] if row.count and row.key]
    if rows:
        said.append(f"对反映集中的{rows[0].name}问题，建议有关单位集中排查，能一起解决的一起解决。")
    if counts["late"]:
        late = max(found.groups[Group.BODY.value], key=lambda row: row.late)
        said.append(f"对没有按期答复的{counts['late']}件逐件催办，请{late.name}等单位说明原因和办结的时间。")
    if counts["unhappy"] or counts["redone"]:
        said.append("对反映人不满意的件逐件回访，弄清原因，重新办理的按时再答复。")
    if counts["promise_open"]:
        said.append(f"对还没有兑现的{counts['promise_open']}件承诺公开完成的时间，到期回访。")
    usual = (
        "请各位代表和群众继续反映情况，并监督办理。"
        if genre is Genre.BULLETIN
        else "请各承办单位按期答复，答复以前先同反映人沟通。"
    )
    return [*said, usual]


def _growth(row: GroupRow) -> float:
    return row.count / row.before if row.before else 0


def _against(words: str, now: int, then: int) -> str:
    if not then:
        return f"{words}没有收集" if now else f"与{words}相同"
    if now == then:
        return f"与{words}持平"
    return f"比{words}{then}件{'增加' if now > then else '减少'}{abs(now - then)}件"


def _so_far(found: Figures) -> str:
    return f"，截至{_day(found)}" if found.made_on < found.period.until else ""


def _day(found: Figures) -> str:
    return f"{found.made_on.year}年{found.made_on.month}月{found.made_on.day}日"
