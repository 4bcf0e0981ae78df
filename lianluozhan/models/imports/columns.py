"""What a column of somebody else's ledger may be: our fields for it, and the names other offices give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A field of ours that a column can be taken into."""

    key: str
    label: str
    also: tuple[str, ...] = ()


def _target(key: str, label: str, also: str = "") -> Target:
    return Target(key, label, tuple(also.split()))


FIELDS = (
    _target(
        "source_number", "原编号", "编号 留言编号 登记编号 工单编号 工单号 受理编号 信件编号 诉求编号 来信编号 件号"
    ),
    _target(
        "submitter_name",
        "反映人",
        "留言用户 反映人姓名 姓名 来信人 来电人 来访人 诉求人 留言人 群众姓名 用户 网友 选民姓名 联系人",
    ),
    _target("title", "事由", "留言主题 主题 标题 题目 诉求标题 来信标题 事项 问题名称"),
    _target(
        "received_on",
        "收到日期",
        "留言时间 留言日期 收到时间 收集日期 收集时间 反映日期 反映时间 来电时间 来信时间 受理时间 受理日期 登记日期"
        " 登记时间 提交时间 提交日期 日期 时间",
    ),
    _target(
        "content",
        "反映内容",
        "留言详情 留言内容 详情 内容 具体内容 问题描述 诉求内容 来信内容 反映问题 反映的问题 意见内容 意见建议"
        " 社情民意内容",
    ),
    _target("request", "诉求", "主要诉求 具体诉求 诉求目的 希望解决的问题"),
    _target("reply", "答复意见", "答复内容 答复 回复内容 回复意见 回复 办理情况 处理情况 处理结果 办理答复"),
    _target("replied_on", "答复日期", "答复时间 回复时间 回复日期 办结时间 办结日期"),
    _target("document_number", "答复文号", "文号 复函文号"),
    _target("phone", "电话", "联系电话 手机 手机号 手机号码 电话号码 联系方式 来电号码"),
    _target("address", "地址", "住址 家庭住址 联系地址 住址或单位 单位或住址 详细地址"),
    _target("place", "发生地点", "事发地点 地点 问题地点 事发地址"),
    _target("village", "村（社区）", "村 社区 村居 村社区 所属社区 所属村 村（居）"),
    _target("channel", "来源渠道", "渠道 来源 诉求来源 反映渠道 收集渠道 收集方式"),
    _target("category", "分类", "类别 诉求分类 问题分类 问题类别 意见分类 一级标签 一级分类 所属类别"),
    _target("body", "承办单位", "主办单位 责任单位 办理单位 处理单位 答复单位 交办单位 承办部门"),
    _target("result_class", "结果类别", "办理结果类别 结果分类 办理结果 办理类别"),
    _target("satisfaction", "满意度", "满意情况 是否满意 评价 群众评价 满意度评价"),
    _target("nature", "诉求性质", "性质 诉求类型 意见性质"),
    _target("urgency", "紧急程度", "缓急 紧急情况"),
    _target("identity", "身份", "反映人身份"),
    _target("sex", "性别"),
    _target("age", "年龄"),
    _target("people_count", "反映人数", "人数 涉及人数"),
)
BY_KEY = {field.key: field for field in FIELDS}

_PADDING = re.compile(r"[\s*＊:：_\ufeff\u200b]+")
_REMARK = re.compile(r"[（(\[【].*?[）)\]】]")


def names_of(fields: Sequence[Target]) -> dict[str, str]:
    """The key of the field for every name that a heading may have."""
    named = {name: field.key for field in reversed(fields) for name in (*field.also, field.label)}
    return named | {_REMARK.sub("", name): key for name, key in named.items() if "（" in name}


_TARGETS = names_of(FIELDS)


def known(heading: str, names: Mapping[str, str] = _TARGETS) -> str:
    """The key of the field that a heading names; empty if it names none of ours."""
    plain = _PADDING.sub("", heading)
    return names.get(plain) or names.get(_REMARK.sub("", plain), "")


def guess_mapping(
    headings: Sequence[str], names: Mapping[str, str] = _TARGETS, by_key: Mapping[str, Target] = BY_KEY
) -> dict[str, str]:
    """Which field each heading seems to mean, by heading; our own label wins, then the first that fits."""
    found = {heading: known(heading, names) for heading in headings}
    chosen: dict[str, str] = {}
    for heading, key in found.items():
        if key and (key not in chosen or heading == by_key[key].label):
            chosen[key] = heading
    return {heading: key for heading, key in found.items() if key and chosen[key] == heading}
