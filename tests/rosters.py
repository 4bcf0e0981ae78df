"""Rosters of deputies as offices send them, made for the tests of their import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lianluozhan.models import deputies
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.rosters import Fate, RosterPlan
from lianluozhan.models.session import Session

from .ledgers import xlsx

HEADS = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "学历", "单位职务", "层级", "选区", "电话", "备注")


def identity(first: str) -> str:
    """An identity number with its right last character behind seventeen figures."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(w * int(c) for w, c in zip(weights, first, strict=True)) % 11]


ZHANG, LI = identity("11010119750601001"), identity("11010119801105002")

MESSY: tuple[Sequence[object], ...] = (
    ("青石镇第十八届人民代表大会代表名册",),
    ("填报单位：青石镇人大", "", "", "", "", "", "", "", "", "", "2026年3月"),
    (
        "序号",
        "姓名",
        "性别",
        "民族",
        "出生\n年月",
        "政治面貌",
        "学历",
        "工作单位及职务",
        "代表任职",
        "",
        "联系电话",
        "备注",
    ),
    ("", "", "", "", "", "", "", "", "层级", "选区（选举单位）", "", ""),
    (1, "张 三", "男", "汉", "1975.06", "党员", "本科", "石桥村党支部书记", "镇", "第一选区", 13900000001, ""),
    (
        2,
        "阿依古丽•买买提",
        "女性",
        "维吾尔",
        "80年11月",
        "群众",
        "大专",
        "镇中心小学教师",
        "",
        "第二选区",
        "139 0000 0002",
        "",
    ),
    (3, "欧阳　明", "男", "回族", 27546, "中共党员", "高中", "清河建材厂厂长", "", "第三选区", "0571-6312345", "连任"),
    ("", "", "", "", "", "", "", "", "", "", "", ""),
    (
        4,
        "王五",
        "男",
        "汉族",
        "1975-6",
        "中国共产党党员",
        "大学本科",
        "镇卫生院院长",
        "县、镇",
        "第四选区",
        "13900000004",
        "",
    ),
    (5, "赵六", "女", "汉族", "19680301", "无党派", "研究生", "县农商行职工", "县", "第五选区", "13900000005", ""),
    (6, "赵六", "女", "汉族", "1968.03", "无党派", "研究生", "县农商行职工", "镇", "第一选区", "13900000005", ""),
    (7, "", "男", "汉族", "1970.01", "群众", "初中", "石桥村", "镇", "第一选区", "13900000007", ""),
    (8, "钱七", "男", "汉族", "1970", "群众", "初中", "石桥村三组村民", "村", "第一选区", "13900000008", ""),
    ("合计", "7人", "", "", "", "", "", "", "", "", "", ""),
    ("填表人：周长福", "", "", "", "", "审核人：", "", "", "", "", "", ""),
)
MERGED = ("A1:L1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "H3:H4", "I3:J3", "K3:K4", "I5:I7")


def roster(path: Path, *rows: Sequence[object], heads: Sequence[object] = HEADS, merged: Sequence[str] = ()) -> Path:
    """A workbook with a head and these rows."""
    return xlsx(path, heads, *rows, merged=merged)


def messy(path: Path) -> Path:
    return xlsx(path, *MESSY, merged=MERGED)


def fates(plan: RosterPlan) -> list[Fate]:
    return [row.fate for row in plan.rows]


def remarks(plan: RosterPlan) -> str:
    return " ".join(remark for row in plan.rows for remark in row.remarks)


def known(
    session: Session, name: str = "张三", level: Level = Level.COUNTY, term: str = "第十七届", **facts: object
) -> Deputy:
    mandate = Mandate(level=level, term=term, starts_on=date(2021, 12, 1))
    return deputies.add(session, Deputy(name=name, **facts), [mandate])  # type: ignore[arg-type]
