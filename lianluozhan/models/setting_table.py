"""All settings of the station's rules: default, what is allowed, and the source of the default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One number or choice of the rules. Kinds: term (amount and unit), number, choice, tick (是/否), days, text.

    `allowed` are the choices, or the units of a term; the range of a term is in the unit of its default.
    """

    key: str
    label: str
    group: str
    kind: str
    default: str
    allowed: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 10_000
    source: str = ""


_INFERRED = "推定"


def _term(
    key: str, label: str, group: str, default: str, low: int, high: int, source: str, units: str = "日工月"
) -> Setting:
    return Setting(key, label, group, "term", default, tuple(units), low, high, source)


def _number(key: str, label: str, group: str, default: int, low: int, high: int, source: str) -> Setting:
    return Setting(key, label, group, "number", str(default), (), low, high, source)


def _choice(key: str, label: str, group: str, default: str, allowed: tuple[str, ...], source: str) -> Setting:
    return Setting(key, label, group, "choice", default, allowed, source=source)


def _text(key: str, label: str, group: str, default: str, source: str) -> Setting:
    return Setting(key, label, group, "text", default, source=source)


_OPINION = "社情民意期限"
_RECEPTION = "代表接待"
_DUTY = "代表履职和活动"
_STATION = "站务"
_SAFE = "安全和备份"
_SHEETS = "推定；按 80 克纸，盒里留一点松动"

_ROWS = (
    _term("opinion.review_days", "副站长审核", _OPINION, "3 工", 1, 15, _INFERRED),
    _term("opinion.approve_days", "站长审批", _OPINION, "3 工", 1, 15, _INFERRED),
    _term("opinion.assign_days", "审批后交办", _OPINION, "3 工", 1, 15, "推定；代表建议各地 5 至 10 工"),
    _term(
        "opinion.return_days", "承办单位提出退办", _OPINION, "5 工", 3, 10, "信访工作条例第二十三条；青岛建议办理条例"
    ),
    _term("opinion.due.urgent", "紧急件办理", _OPINION, "1 工", 1, 15, "基层联络站实例：突发紧急不过夜"),
    _term("opinion.due.normal", "一般件办理", _OPINION, "30 日", 1, 60, "各地 5 工至 60 日的折中，推定"),
    _term("opinion.due.complex", "复杂件办理", _OPINION, "60 日", 1, 180, "信访工作条例第三十四条：60 日"),
    _number("opinion.extend_times", "可以延期的次数", _OPINION, 1, 0, 2, "信访工作条例第三十四条"),
    _term(
        "opinion.extend_days", "每次延期", _OPINION, "30 日", 1, 90, "信访工作条例第三十四条：最多延 30 日并告知理由"
    ),
    _term(
        "reply.voter_days",
        "不能当场答复：告知受理或进展",
        _OPINION,
        "15 日",
        1,
        90,
        "推定；信访工作条例第二十三条：15 日内告知",
    ),
    Setting(
        "reply.on_spot_same_day", "当场答复当日登记", _OPINION, "tick", "是", ("是", "否"), source="制度规范 4.2.3"
    ),
    _term("cohost.due", "会办单位送会办意见", _OPINION, "1 月", 1, 6, "上海、山东、青岛建议办理法规：1 个月"),
    _term("feedback.to_citizen_days", "收到答复后告知反映人", _OPINION, "7 日", 1, 30, _INFERRED),
    _term("satisfaction.return_days", "反映人回填评价", _OPINION, "15 工", 7, 30, "北京建议办理条例：15 工作日"),
    _term("redo.days", "不满意二次办理", _OPINION, "30 日", 15, 60, "浙江、上海、山东、河南建议办理法规：1 个月"),
    _number("redo.max_times", "二次办理次数上限", _OPINION, 1, 1, 3, _INFERRED),
    _choice("opinion.close_approval", "办结要不要站长审批", _OPINION, "要", ("要", "不要"), "办结销号审批表；推定"),
    _term("suggestion.due", "转为代表建议的答复", _OPINION, "3 月", 3, 3, "代表法第五十一条", "月"),
    _term("suggestion.due_max", "转为代表建议的最长答复", _OPINION, "6 月", 6, 6, "代表法第五十一条", "月"),
    _term("suggestion.due_township", "乡镇级建议（可选）", _OPINION, "2 月", 1, 4, "重庆、山东乡镇人大法规", "月"),
    _term(
        "suggestion.due_township_max", "乡镇级建议最长（可选）", _OPINION, "4 月", 2, 6, "重庆、山东乡镇人大法规", "月"
    ),
    Setting("remind.before_days", "到期前几日提醒", _OPINION, "days", "5、1", source=_INFERRED),
    _number("press.remind_overdue", "逾期几日催办", _OPINION, 3, 0, 30, "推定；政务督办程序：提醒、催办、督办、通报"),
    _number("press.supervise_after", "催办几次没有答复就督办", _OPINION, 2, 1, 5, "推定；政务督办程序"),
    _term("press.reply_days", "督办通知书的反馈期限", _OPINION, "5 工", 1, 30, "推定；政务督办程序：一事一报"),
    _number("color.yellow", "剩几日以内显示黄牌", _OPINION, 5, 1, 30, "推定；多地“三色督办”"),
    _choice("color.red", "显示红牌", _OPINION, "逾期", ("逾期",), "推定；多地“三色督办”"),
    _choice("result.scheme", "答复结果分类", _OPINION, "A–D", ("A–D", "甲乙丙", "A–C"), "人大代表建议办理通行分类"),
    _choice(
        "reception.frequency",
        "接待频次",
        _RECEPTION,
        "每月",
        ("每周", "每半月", "每月", "单月", "自定义"),
        "多地联络站制度：每月一次",
    ),
    _text("reception.default_time", "默认接待时段", _RECEPTION, "9:00—11:00", "多地接待公告"),
    _term("reception.notice_days", "公告提前", _RECEPTION, "3 日", 0, 15, "多地联络站制度：3 日", "日工"),
    _choice(
        "reception.holiday_rule",
        "遇节假日",
        _RECEPTION,
        "顺延到下一工作日",
        ("顺延到下一工作日", "取消", "照常"),
        "多地联络站制度：顺延",
    ),
    _number("reception.min_per_deputy_year", "每名代表每年接待次数", _RECEPTION, 2, 0, 12, "街道联络站工作制度：2 次"),
    _number("reception.deputies_per_session", "每次接待代表人数", _RECEPTION, 2, 1, 10, "小冀镇接待制度：2 名"),
    _number("term.years", "每届任期（年）", _DUTY, 5, 5, 5, "地方组织法第九条"),
    _number("group.activity_per_year", "代表小组每年活动次数", _DUTY, 4, 0, 24, "每季度 1 次；重庆代表法实施办法"),
    _term("activity.notice_days", "活动提前通知代表", _DUTY, "3 日", 0, 15, "小冀镇活动制度"),
    _term("inspection.notice_days", "集中视察提前通知", _DUTY, "10 日", 0, 30, "河南代表视察办法第六条"),
    _term("report.response_due", "视察调研意见的反馈", _DUTY, "3 月", 1, 6, "浙江、山东代表法实施办法：3 个月"),
    _term("supervision.response_due", "监督意见的反馈", _DUTY, "3 月", 1, 6, "河南监督法实施办法：三个月"),
    _term("supervision.response_max", "监督意见反馈最长", _DUTY, "6 月", 1, 12, "乡镇人大意见督办制度：不超过六个月"),
    _number("duty.days_town", "乡镇代表每年执行职务（日）", _DUTY, 7, 0, 60, "浙江代表法实施办法（参考）"),
    _number("duty.days_county", "县级以上代表每年执行职务（日）", _DUTY, 15, 0, 60, "浙江代表法实施办法（参考）"),
    _number("contact.voters_min", "每名代表每年联系选民（人或户）", _DUTY, 10, 0, 200, "代表联系选民制度：10 人（户）"),
    _number("report_to_voters.per_year", "每年向选民述职次数", _DUTY, 1, 0, 4, "代表法第五十八条；代表联系选民制度"),
    _choice("deputy.public_phone", "代表公示表印联系电话", _DUTY, "否", ("否", "是"), "个人信息保护，推定：不印"),
    _number("training.per_year", "每年集中学习培训次数", _DUTY, 2, 0, 24, _INFERRED),
    _number("score.deputy.good", "代表评价“好”的分数线", _DUTY, 80, 0, 100, "银川代表履职评价办法"),
    _number("score.deputy.fair", "代表评价“较好”的分数线", _DUTY, 60, 0, 100, "银川代表履职评价办法"),
    _text("station.plan_due", "年度计划", _STATION, "每年1月31日前", "制度要求有年度计划；日期为推定"),
    _text("station.summary_due", "年度总结和情况通报", _STATION, "12月31日前，或次年1月", _INFERRED),
    _choice(
        "analysis.cycle",
        "社情民意汇总分析",
        _STATION,
        "每季度",
        ("每月", "每季度", "每半年", "每年"),
        "制度规范 4.3.3，季度为推定",
    ),
    _number("box.open_days", "意见箱几天开一次", _STATION, 7, 1, 90, _INFERRED),
    _text("official.prefix", "公文代字", _STATION, "按地名", "GB/T 9704 第7.2.5条；“按地名”时青石镇写作“青石人大”"),
    _text("official.letter_prefix", "函的代字", _STATION, "按地名", "GB/T 9704 第10.1条；“按地名”时写作“青石人大函”"),
    _choice(
        "fund.publish_cycle", "经费公开", _STATION, "每半年", ("每季度", "每半年", "每年"), "制度规范 6.3.2，半年为推定"
    ),
    _number("fund.collective_amount", "集体研究金额（元）", _STATION, 5000, 0, 1_000_000, _INFERRED),
    _term("archive.borrow_days", "档案借阅期限", _STATION, "7 日", 1, 30, "县政协档案借阅制度：7 天"),
    _number("archive.borrow_renewals", "档案续借次数", _STATION, 1, 0, 3, "县政协档案借阅制度；续借一次"),
    _number("archive.transfer_years", "向县级档案馆移交（满几年）", _STATION, 10, 10, 20, "档案法实施条例第二十条"),
    _number("archive.sheets_20", "20 毫米档案盒装几张", _STATION, 150, 20, 300, _SHEETS),
    _number("archive.sheets_30", "30 毫米档案盒装几张", _STATION, 230, 20, 450, _SHEETS),
    _number("archive.sheets_40", "40 毫米档案盒装几张", _STATION, 320, 20, 600, _SHEETS),
    _number("archive.sheets_50", "50 毫米档案盒装几张", _STATION, 400, 20, 750, _SHEETS),
    _choice("archive.both_sides", "归档的纸双面印", _STATION, "否", ("否", "是"), "推定；双面印的，两页算一张纸"),
    _number("score.station.good", "联络站“优秀”分数线", _STATION, 90, 0, 100, _INFERRED),
    _number("score.station.fair", "联络站“良好”分数线", _STATION, 80, 0, 100, _INFERRED),
    _number("score.station.pass", "联络站“合格”分数线", _STATION, 60, 0, 100, _INFERRED),
    _number("backup.cycle_days", "几天没有备份就提醒", _SAFE, 31, 1, 92, "每月一次；项目要求"),
    _number("backup.drill_days", "几天没有恢复演练就提醒", _SAFE, 365, 90, 730, "每年一次；项目要求"),
    _number("backup.stick_days", "备份 U 盘几天没用就提醒", _SAFE, 93, 31, 366, _INFERRED),
    _number("backup.keep", "备份保留份数", _SAFE, 12, 3, 60, _INFERRED),
    _number("security.idle_minutes", "离开几分钟自动锁定", _SAFE, 10, 1, 60, "等保二级要求的实施值，推定"),
    _number(
        "security.password_days",
        "密码用了几天就提醒改",
        _SAFE,
        365,
        0,
        1095,
        "等保二级：定期更换；天数为推定，0 是不提醒",
    ),
)

SETTINGS = {setting.key: setting for setting in _ROWS}
