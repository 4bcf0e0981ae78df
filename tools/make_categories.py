"""Make resources/codes/categories.json from a three-level list: `make_categories.py LIST.xlsx`.

The first level is the short one a clerk chooses from at the front desk; the list's own first and second levels are
sorted below it by the table here, its third level stays the third. Each first level has its place in the congress's
own classification (人大口径) for reports upward.
"""

import json
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

FIRST = {  # name: congress view
    "城乡建设与房屋": "construction",
    "交通出行": "construction",
    "城市（镇村）管理与公用事业": "construction",
    "生态环境": "construction",
    "农业农村与土地": "agriculture",
    "教育": "education",
    "卫生健康": "education",
    "文体旅游": "education",
    "就业与社会保障": "society",
    "民政与养老助残": "society",
    "社会治安与矛盾纠纷": "justice",
    "市场监管与食药安全": "finance",
    "财经与营商环境": "finance",
    "政务服务与作风": "justice",
    "其他": "other",
}
WHOLE = {  # the list's first level
    "城乡建设": "城乡建设与房屋",
    "党务政务": "政务服务与作风",
    "国土资源": "农业农村与土地",
    "环境保护": "生态环境",
    "纪检监察": "政务服务与作风",
    "交通运输": "交通出行",
    "经济管理": "财经与营商环境",
    "科技与信息产业": "财经与营商环境",
    "民政": "民政与养老助残",
    "农村农业": "农业农村与土地",
    "商贸旅游": "市场监管与食药安全",
    "卫生计生": "卫生健康",
    "政法": "社会治安与矛盾纠纷",
    "教育文体": "教育",
    "劳动和社会保障": "就业与社会保障",
}
PART = {  # first and second level, where they belong elsewhere
    ("城乡建设", "城市建设和市政管理"): "城市（镇村）管理与公用事业",
    ("城乡建设", "村镇建设"): "城市（镇村）管理与公用事业",
    ("党务政务", "其他"): "其他",
    ("党务政务", "国防外交"): "其他",
    ("党务政务", "港澳台侨"): "其他",
    ("科技与信息产业", "电信"): "城市（镇村）管理与公用事业",
    ("商贸旅游", "旅游管理"): "文体旅游",
    ("商贸旅游", "商业贸易"): "财经与营商环境",
    ("卫生计生", "食品药品监管"): "市场监管与食药安全",
    ("政法", "交通管理"): "交通出行",
    ("教育文体", "体育"): "文体旅游",
    ("教育文体", "文化"): "文体旅游",
    ("教育文体", "文物管理"): "文体旅游",
}


def second_name(first: str, second: str, taken: dict[str, str]) -> str:
    """The second level's name; with its origin where two origins use the same word."""
    if second == "其他" or taken.setdefault(second, first) != first:
        return f"{second}（{first}）"
    return second


def main() -> None:
    rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()[1:]
    tree: dict[str, dict[str, list[str]]] = {name: {} for name in FIRST}
    taken: dict[str, str] = {}
    for first, second, third in rows:
        top = PART.get((first, second), WHOLE[first])
        below = tree[top].setdefault(second_name(first, second, taken), [])
        if third and third not in below:
            below.append(third)
    content = [{"name": name, "congress_view": FIRST[name], "below": below} for name, below in tree.items()]
    target = Path(__file__).parents[1] / "resources" / "codes" / "categories.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{len(content)} first, {sum(len(b) for b in tree.values())} second, {len(rows)} third")


if __name__ == "__main__":
    main()
