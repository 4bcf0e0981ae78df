"""Sheets to test the engine with: a registration form, a letter with a slip, a ledger. All names are invented."""

from __future__ import annotations

from collections.abc import Mapping

from lianluozhan.printing.document import (
    FORM,
    LEDGER,
    LETTER,
    Cell,
    Closing,
    Cut,
    Document,
    Grid,
    Letterhead,
    Para,
    Row,
    label,
)

WIDE = "\u3000"
STATION = "清河镇人大代表联络站"
OPEN_DATE = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"
CONTENT = (
    "2026年3月15日上午，代表在幸福村接待选民时了解到：幸福村三组至四组的通组公路（长约1.2公里）自2025年7月汛期以来路面塌陷、破损严重，"
    "“晴天一身灰、雨天一身泥”，群众出行十分不便；尤其是学生上学、老人就医存在安全隐患。村民张𬀩、李䶮等23人联名反映，曾先后3次向村委会反映"
    "（最近一次为2026年2月18日），一直未得到彻底解决。\n"
    "经代表实地查看，塌陷路段共4处，最长一处约35米，路基外侧已悬空；沿线涉及农户87户、312人，另有茶园约460亩，采摘季节日均进出农用车60余辆。"
    "群众普遍希望在2026年汛期到来之前完成修复，并同步修建排水沟和安全护栏。"
)
MORE = (
    "\n群众还反映：一是该路段没有照明，2025年11月以来已发生摩托车摔倒3起，其中1人骨折（住院费用约1.8万元，由本人承担）；"
    "二是通村客运班车自2025年8月起绕行县道X032线，三组、四组群众需步行约2.5公里到幸福桥站乘车；"
    "三是道路一侧的自来水管裸露，冬季两次冻裂，影响四组41户用水。以上问题，群众曾通过12345热线（工单号：GD20260108000327）、"
    "村民代表会议等渠道反映，答复均为“已列入计划”，但未说明具体时间。\n代表认为，该问题涉及面较广，又临近汛期，建议由镇人民政府牵头，"
    "会同县交通运输局、县水利局现场核实，明确资金来源、施工单位和完成时限，并将处理结果在村务公开栏公示，接受群众监督。"
)
FILLED = {
    "number": "社情民意〔2026〕0012号",
    "date": "2026年3月15日",
    "channel": "接待",
    "received": "2026年3月15日",
    "urgency": "紧急",
    "name": "张𬀩",
    "sex": "男　46岁",
    "phone": "13900000000",
    "address": "幸福村三组27号",
    "village": "幸福村",
    "deputy": "王建国（镇）、欧阳淑芬（县）",
    "people": "23人",
    "secret": "否",
    "subject": "关于修复幸福村三组至四组通组公路的意见",
    "content": CONTENT,
    "appeal": "在2026年汛期前修复塌陷路段，同步修建排水沟和安全护栏。",
    "plan": "属于受理范围。拟交镇人民政府办理，要求30日内答复代表和反映人。",
    "review": "同意拟办意见，请注明群众安全诉求。",
    "approve": "同意交办。请镇人民政府优先安排，汛期前完成。",
}


def ticks(options: str, chosen: str = "") -> str:
    return " ".join(("☑" if option == chosen else "□") + option for option in options.split("/"))


def signature(role: str) -> str:
    return f"{role}签字：{WIDE * 10}{OPEN_DATE}"


def registration(filled: Mapping[str, str] = {}, **more: str) -> Document:
    """A form as F10: `filled` and `more` by the names of FILLED."""
    values = {**dict.fromkeys(FILLED, ""), **filled, **more}
    rows = [
        _short("来源渠道", (ticks("意见箱/热线/网上/接待/走访/来信/来访/其他", values["channel"]), 21, "tick")),
        _short(
            "收到日期",
            (values["received"], 6, "value"),
            "紧急程度",
            (ticks("正常/紧急", values["urgency"]), 12, "tick"),
        ),
        _short("反映人", (values["name"], 6, "value"), "联系电话", (values["phone"], 12, "value")),
        _short("反映代表", (values["deputy"], 9, "value"), "反映人数", (values["people"], 9, "value")),
        _short("事由", (values["subject"], 21, "value")),
        Row([label("反映内容"), Cell(values["content"], 21, "text")], 48, 36, grow=True, fill=3),
        Row([label("诉求"), Cell(values["appeal"], 21, "text")], 13, 11, grow=True, fill=1),
        _signed("初步筛选\n拟办意见", values["plan"], "联络员"),
        _signed("审核意见", values["review"], "副站长"),
        _signed("审批意见", values["approve"], "站长"),
        _short("办理结果", (ticks("A 已经解决/B 正在解决/C 列入规划/D 留作参考"), 21, "tick")),
    ]
    head = [
        Para(STATION, "station"),
        Para("社情民意登记表", "title", after=2),
        Para(f"编号：{values['number']}", "meta", after=1.2, right=f"登记日期：{values['date'] or OPEN_DATE}"),
    ]
    note = Para("填表说明：本表一式一份，办结后归档。个人信息仅用于办理、答复和归档，不对外公开。", "note", before=1.2)
    running = ("社情民意登记表（续页）", f"编号：{values['number']}")
    return Document("社情民意登记表", [*head, Grid(rows), note], FORM, *running)


def _short(*parts: str | tuple[str, int, str]) -> Row:
    return Row([label(part) if isinstance(part, str) else Cell(*part) for part in parts], 8, 7.4)


def _signed(name: str, words: str, role: str) -> Row:
    return Row([label(name), Cell(words, 21, "text", foot=(signature(role),))], 20, 16.5)


def letter(body: str = "") -> Document:
    """A letter as F12, with red rules and a slip to cut off."""
    body = body or (
        "现将人大代表接待选民时收集的1件意见（编号：社情民意〔2026〕0012号）交你单位办理。请确定分管领导和承办人员，与代表、反映人见面沟通，"
        "于2026年4月15日前将办理情况书面答复本站；如不属本单位职责，请在收到之日起5个工作日内书面说明理由并退回。"
    )
    slip = Grid(
        [
            Row([label("交办单号"), Cell("交办〔2026〕008号", 9), label("办理期限"), Cell("2026年4月15日前", 9)], 9),
            Row([label("承办单位\n（盖章）"), Cell("", 9), label("承办人\n及电话"), Cell("", 9)], 16),
            Row([label("签收人"), Cell("", 9), label("签收日期"), Cell(OPEN_DATE, 9)], 9),
        ]
    )
    blocks = [
        Letterhead(STATION, "交办〔2026〕008号"),
        Para("关于修复幸福村三组至四组通组公路\n意见的交办单", "doc_title", before=4, after=2),
        Para("镇人民政府：", "body0"),
        Para(body, "body"),
        Para("附件：社情民意登记表（复印件）1份", "body"),
        Closing(STATION, "2026年3月16日"),
        Cut("沿此线裁下", 207),
        Para("签 收 回 执", "slip_title", after=1.5),
        slip,
        Para("回执请于签收当日交回：清河镇人民政府一楼东侧联络站，联系电话：0000-0000000。", "note", before=1),
    ]
    return Document("交办单", blocks, LETTER)


COLUMNS = (9, 22, 19, 13, 19, 17, 11, 52, 23, 19, 19, 12, 9, 13)
HEADS = "序号/编号/收到日期/渠道/反映人/村(社区)/类别/事由/承办单位/交办日期/办理期限/状态/结果/满意度"
SUBJECTS = (
    "关于修复幸福村三组至四组通组公路的意见",
    "清河小学门口上下学时段交通拥堵",
    "建议在幸福桥加装路灯和安全警示标志",
)


def ledger(count: int) -> Document:
    """A ledger as F19."""
    rows = [Row([Cell(head, 1, "list_head") for head in HEADS.split("/")], 9)]
    for n in range(count):
        entry = [
            str(n + 1),
            f"〔2026〕{n + 1:04d}",
            f"2026-03-{n % 28 + 1:02d}",
            "接待",
            "买买提·吐尔逊",
            "幸福村",
            "交通",
        ]
        entry += [SUBJECTS[n % 3], "镇人民政府", "2026-03-29", "2026-04-28", "已办结", "A", "基本\n满意"]
        rows.append(Row([Cell(text, 1, "list" if k in (7, 8) else "list_c") for k, text in enumerate(entry)], 9.2))
    head = [
        Para("2026年社情民意（意见建议）台账", "title", after=1),
        Para(f"单位：{STATION}", "meta", right="截止日期：2026年3月31日", after=1),
    ]
    running = ("2026年社情民意（意见建议）台账（续）", f"单位：{STATION}")
    return Document("台账", [*head, Grid(rows, COLUMNS, head=1)], LEDGER, *running)
