"""What a column of a roster may be: the fields of F03, and the names that other offices give them."""

from __future__ import annotations

from collections.abc import Sequence

from ..imports.columns import Target, guess_mapping, known, names_of
from ..imports.table import Heads


def _target(key: str, label: str, also: str = "") -> Target:
    return Target(key, label, tuple(also.split()))


FIELDS = (
    _target("name", "姓名", "代表姓名 代表 名字 人大代表姓名"),
    _target("sex", "性别"),
    _target("nationality", "民族", "族别"),
    _target("born_on", "出生年月", "出生日期 出生时间 生日 出生 出生年月日"),
    _target("native_place", "籍贯", "祖籍 出生地"),
    _target("party", "政治面貌", "党派 政治面目 党派及加入时间"),
    _target("party_since", "入党时间", "入党年月 入党日期 加入时间"),
    _target("work_since", "参加工作时间", "参加工作年月 工作时间 参工时间 参加工作日期"),
    _target("education", "学历", "文化程度 文化 学历学位 最高学历 教育程度"),
    _target("degree", "学位", "最高学位"),
    _target("school", "毕业院校及专业", "毕业院校 毕业学校 毕业院校系及专业 毕业学校及专业 院校及专业 专业"),
    _target("organisation", "工作单位", "单位 单位名称 所在单位"),
    _target("post", "职务", "现任职务 单位职务名称 行政职务"),
    _target(
        "organisation_post",
        "工作单位及职务",
        "单位职务 单位及职务 工作单位和职务 单位、职务 现工作单位及职务 工作单位职务 现任单位及职务 工作单位、职务"
        " 单位和职务",
    ),
    _target("occupation", "职业", "从事职业"),
    _target("title", "职称", "专业技术职务 技术职称"),
    _target("id_number", "身份证号", "身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 身份号码 身份证件号码"),
    _target("certificate", "代表证号", "代表证编号 证号 代表证号码 代表证"),
    _target("phone", "联系电话", "电话 手机 手机号 手机号码 电话号码 联系方式 移动电话 联系电话（手机）"),
    _target("email", "邮箱", "电子邮箱 邮件 电子邮件 Email E-mail email"),
    _target("address", "通讯地址", "地址 住址 家庭住址 联系地址 居住地址 家庭地址 通信地址"),
    _target("postcode", "邮编", "邮政编码"),
    _target("level", "层级", "代表层级 代表级别 级别 人大代表层级 代表类型 代表层次"),
    _target("term", "届次", "代表届次 当选届次 届别 届数"),
    _target("constituency", "选区或选举单位", "选区 选举单位 所在选区 选区名称 选区号 所属选区 选区（选举单位）"),
    _target("delegation", "代表团", "所在代表团 所属代表团"),
    _target("starts_on", "当选时间", "当选日期 任职时间 当选年月 任职起始时间"),
    _target("ends_on", "届满时间", "到届时间 任期届满时间 届满日期"),
    _target("elected_post", "当选时职务", "当选时单位及职务 当选时的职务"),
    _target("origin", "代表类别", "代表构成 结构 代表结构 身份类别 界别"),
    _target("group", "代表小组", "小组 所在小组 所属小组 所属代表小组"),
    _target("group_post", "组内职务", "小组职务"),
    _target("joined_on", "编入联络站时间", "编入时间 进站时间"),
    _target("labels", "代表类别标签", "标签 代表性质"),
    _target("expertise", "专业特长", "特长 专长"),
    _target("villages", "联系村（社区）", "联系村 联系社区 联系村居 挂钩村"),
    _target("linked_voters", "固定联系选民", "联系选民 联系群众"),
    _target("career", "主要简历", "简历 工作简历 个人简历"),
    _target("honours", "奖惩", "奖惩情况 获奖情况 荣誉"),
    _target("pledge", "履职承诺", "承诺"),
    _target("note", "备注", "说明 附注"),
)
BY_KEY = {field.key: field for field in FIELDS}
_NAMES = names_of(FIELDS)
_NUMBERS = ("序号", "编号", "号", "NO", "No.")
_ONLY_OF_DEPUTIES = frozenset({"level", "constituency", "delegation", "party", "organisation_post", "nationality"})
_OF_OPINIONS = frozenset({"title", "content", "reply", "request"})


def known_heading(heading: str) -> str:
    """The key of the field that a heading of a roster names, 序号 too; empty if it names none."""
    return "number" if "".join(heading.split()) in _NUMBERS else known(heading, _NAMES)


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which field each heading seems to mean, by heading."""
    return guess_mapping(headings, _NAMES, BY_KEY)


def looks_like_opinions(headings: Sequence[str]) -> bool:
    """Whether this is rather a ledger of what the public said."""
    theirs = {known(heading) for heading in headings} & _OF_OPINIONS
    return len(theirs) >= 2 and not {known_heading(heading) for heading in headings} & _ONLY_OF_DEPUTIES


HEADS = Heads(
    known_heading,
    "表里没有找到标题行。请让表的上面有一行写着各列的名称，例如“姓名”“性别”“层级”“选区”。",
    filled=True,
)
