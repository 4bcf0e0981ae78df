"""Reports (F21) for printing: a usual quarter, one without figures, one with forty categories and the longest words."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianluozhan.models.analysis import Figures, GroupRow, around
from lianluozhan.models.analysis.period import Span
from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.models.opinions.counted import PARTS, Group

QUARTER = around(Span.QUARTER, date(2026, 2, 1))
CHAPTERS = ("一、总体情况", "二、办理情况", "三、突出问题与典型件", "四、建议", "五、下步打算")
BODY = "\n".join(f"{chapter}\n这一部分写得很短，数字见表。" for chapter in CHAPTERS)


def rows(*named: tuple[str, int]) -> tuple[GroupRow, ...]:
    """Groups with their counts; of each two in three were accepted and half are done, a third of it in time."""
    return tuple(
        GroupRow(
            str(n), name, count, count // 2, count * 2 // 3, count // 2, count // 2, count // 3, count // 4, 0, 9.5
        )
        for n, (name, count) in enumerate(named, 1)
    )


def counted(total: int, groups: dict[Group, tuple[GroupRow, ...]]) -> Figures:
    """Figures of a quarter with `total` matters."""
    counts = {name: total // (n + 1) for n, name in enumerate(PARTS)}
    halved = {name: count // 2 for name, count in counts.items()}
    found = {group.value: groups.get(group, rows(("甲", total))) for group in Group}
    return Figures(QUARTER, date(2026, 4, 2), counts, halved, dict.fromkeys(PARTS, 0), found, {})


def report(found: Figures | None, body: str = BODY, title: str = "2026年第一季度社情民意分析报告") -> OfficialDocument:
    return OfficialDocument(
        id=1,
        genre=Genre.ANALYSIS,
        layout=Layout.GENERAL,
        number="青石人大〔2026〕5号",
        title=title,
        addressee="青石镇党委、青石镇人民政府，各位代表",
        body=body,
        organ="青石镇人民代表大会主席团",
        dated_on=date(2026, 4, 3),
        period_from=QUARTER.first,
        period_until=QUARTER.until,
        figures=found.text if found else "",
    )


USUAL = counted(
    57,
    {
        Group.CATEGORY: rows(("交通出行", 30), ("生态环境", 20), ("农业农村与土地", 7)),
        Group.CHANNEL: rows(("热线电话", 40), ("来访", 17)),
        Group.VILLAGE: rows(("石桥村", 40), ("白云村", 17)),
        Group.BODY: rows(("村镇建设服务中心", 40), ("镇派出所", 17)),
    },
)


def reports(words: Any, longest: int) -> dict[str, OfficialDocument]:
    """By the way of filling, as `filled.RECORDS` has them; `words` makes texts that can be told apart."""
    forty = rows(*((words(f"类{n}", 30), 41 - n) for n in range(1, 41)))
    largest = counted(820, dict.fromkeys(Group, forty))
    body = "\n".join((*CHAPTERS[:2], words("正文", longest).replace("。", "。\n"), *CHAPTERS[2:]))
    return {
        "usual": report(USUAL),
        "bare": OfficialDocument(title="分析报告", genre=Genre.ANALYSIS, layout=Layout.GENERAL, organ="镇人大"),
        "fullest": report(largest, body, words("标题", 100)),
    }
