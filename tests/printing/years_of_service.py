"""What the sheets of the service file are drawn of: points of a year, the ranking, the file; usual, bare, overfull."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service.file import Line, Matter, WholeFile
from lianluozhan.models.service.file_sheets import FileSheet, RankingFile, YearFile
from lianluozhan.models.service.missing import Missing
from lianluozhan.models.service.point_rules import CountSource, PointRule
from lianluozhan.models.service.points import Counted, Item, Ranked, Tally
from lianluozhan.models.service.record import FilePart, ServiceKind

from ..samples import STATION
from ..samples_of_service import DEPUTY, MANDATE, VOTER_REPORT, YEAR_REVIEW

Words = Callable[[str, int], str]
_ITEMS = (
    *("出席人代会", "参加其他会议", "参加学习培训", "提出议案、建议", "附议议案、建议", "开展专题调研"),
    *("视察、调研、执法检查", "接待选民", "化解矛盾纠纷", "扶弱济困", "办好事实事", "公益慈善"),
    *("向选民述职（口头）", "向选民述职（书面）", "其他（媒体采访、交办任务等）"),
)


def _item(n: int, item: str, times: int, reason: str = "") -> Item:
    source = CountSource.HAND if reason else CountSource.RECORDS
    rule = PointRule(id=n, position=n, item=item, base=7, extra=2, cap=20, source=source, from_year=2026)
    records = tuple(Counted(100 * n + k, "training", "2026-03-04", "培训", "", None) for k in range(times))
    return Item(rule, times, 7, 2 * max(times - 1, 0), min(7 + 2 * max(times - 1, 0), 20), records, reason)


def _tally(items: tuple[Item, ...]) -> Tally:
    return Tally(1, 2026, items, "较好", 9, 7)


def _years(words: Words, fullest: Callable[..., Any]) -> dict[str, YearFile]:
    items = tuple(_item(n, item, n % 4) for n, item in enumerate(_ITEMS, 1))
    usual = YearFile(
        deputy=DEPUTY,
        station=STATION,
        year=2026,
        term="县第十八届、镇第二十届",
        group="第二小组",
        tally=_tally((*items, _item(16, "通报表扬", 2, "镇政府通报表扬两次"))),
        place=6,
        ranked=46,
        first=date(2026, 1, 1),
        last=date(2026, 11, 24),
        review=YEAR_REVIEW,
    )
    long = tuple(_item(n, words("项目", 40), 25) for n in range(1, 30))
    return {
        "usual": usual,
        "bare": replace(usual, deputy=Deputy(name="赵"), term="", group="", tally=_tally(()), place=0, review=None),
        "fullest": replace(
            usual,
            deputy=fullest(DEPUTY),
            station=fullest(STATION),
            term=words("届", 60),
            tally=_tally((*long, _item(31, words("项目", 40), 900, words("依据", 200)))),
            review=fullest(YEAR_REVIEW, summary=words("小结", 3000), presidium_words=words("意见", 1000)),
        ),
    }


def _rankings(words: Words, fullest: Callable[..., Any]) -> dict[str, RankingFile]:
    tally = _tally(tuple(_item(n, item, n % 4) for n, item in enumerate(_ITEMS, 1)))
    lines = tuple(Ranked(1 + n // 2, n, f"赵明山{n}", "第二小组", tally) for n in range(10))
    usual = RankingFile(STATION, 2026, _ITEMS, lines, date(2026, 1, 1), date(2026, 12, 31))
    long = replace(usual, station=fullest(STATION), items=tuple(words("项目", 20) for _ in range(15)))
    people = tuple(Ranked(n + 1, n, "买买提·吐尔逊·𠮷㛃䶮𬴊", words("小组", 30), tally) for n in range(120))
    return {"usual": usual, "bare": replace(usual, lines=()), "fullest": replace(long, lines=people)}


def _line(n: int, kind: ServiceKind, words: Words | None = None) -> Line:
    day = date(2025 + n % 2, 1 + n % 12, 1 + n % 28).isoformat()
    title = words("标题", 80) if words else f"{kind.label}（第{n}次）"
    content = words("内容", 2000) if words else "看水源地、水厂和入户管网，听取水厂汇报。"
    duty, note = (words("角色", 40), words("备注", 200)) if words else ("组长", "")
    state, page = ("waiting" if n % 7 == 0 else "passed"), (words("件号", 30) if words else "3-12")
    ends = date(2027, 1, 1).isoformat() if n % 5 == 0 else day
    return Line(n, kind.value, day, ends, 2, "", "", title, content, "", "", duty, "activities", n, state, page, note)


def _files(words: Words, fullest: Callable[..., Any]) -> dict[str, FileSheet]:
    def made(lines: tuple[Line, ...], *, full: bool = False) -> WholeFile:
        title = words("事", 60) if full else "修水渠"
        matter = Matter(
            "opinions", 3, "社情民意〔2026〕0134号", title, "2026-04-02", "接待中收集", "办理中", False, False, True
        )
        return WholeFile(
            station=fullest(STATION) if full else STATION,
            deputy=fullest(DEPUTY) if full else DEPUTY,
            mandates=(MANDATE,),
            group="第二小组（组长）",
            blanks=(),
            years=(2025, 2026),
            lines=tuple(sorted(lines, key=lambda line: line.starts_on)),
            matters=(matter,),
            reports=(VOTER_REPORT,),
            contacts={2026: 3},
            reviews={},
        )

    def sheet(file: WholeFile, missing: tuple[Missing, ...] = ()) -> FileSheet:
        return FileSheet(file, missing, date(2026, 11, 24))

    kinds = list(ServiceKind)
    usual = made(tuple(_line(n, kinds[n % len(kinds)]) for n in range(1, 31)))
    full = made(tuple(_line(n, kinds[n % len(kinds)], words) for n in range(1, 81)), full=True)
    lacking = (
        Missing(FilePart.BASICS, 0, "没有照片", "照片"),
        Missing(FilePart.GROUP, 2026, "第三季度没有参加", "小组活动"),
    )
    long = tuple(Missing(FilePart.GROUP, 2026, words("缺", 120), "照片") for _ in range(60))
    return {
        "usual": sheet(usual, lacking),
        "bare": sheet(replace(made(()), deputy=Deputy(name="赵"), matters=(), reports=())),
        "fullest": sheet(full, long),
    }


def service(words: Words, fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table that the forms name."""
    return {
        "deputy_years": _years(words, fullest),
        "point_years": _rankings(words, fullest),
        "deputy_files": _files(words, fullest),
    }
