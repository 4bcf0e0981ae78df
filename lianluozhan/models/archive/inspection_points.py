"""迎检: what the regulation asks of a station, clause by clause; what the program counts, and what a person marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import inspection_deputies as deputies
from . import inspection_matters as matters
from . import inspection_receptions as receptions
from . import inspection_station as station
from .inspection_look import Found, Look

CHAPTERS = {
    "2": "联络站设置与人员配备",
    "3": "工作职责",
    "4": "工作制度",
    "5": "工作流程",
    "6": "经费保障",
    "7": "考核与奖惩",
}


@dataclass(frozen=True)
class Asked:
    """One point. `read` counts it; without, a person marks it. `room` is where it is mended: room and section."""

    key: str
    clauses: tuple[str, ...]
    what: str
    source: str
    room: tuple[str, str] = ("", "")
    read: Callable[[Look], Found] | None = None


def _counted(key: str, clauses: str, what: str, source: str, room: str, read: Callable[[Look], Found]) -> Asked:
    found = tuple(clauses.split())
    name, _, section = room.partition("/")
    return Asked(f"{found[0]}/{key}", found, what, source, (name, section), read)


def _by_hand(key: str, clauses: str, what: str, source: str) -> Asked:
    found = tuple(clauses.split())
    return Asked(f"{found[0]}/{key}", found, what, source)


_PAPER, _SEEN = "纸质材料", "现场"

ASKED = (
    # 2 联络站设置与人员配备
    _by_hand("approval", "2.1.1", "设立联络站的批复文件", _PAPER),
    _counted("place", "2.1.2", "固定的办公场所", "系统：联络站", "system/station", station.place),
    _by_hand("sign", "2.1.2", "门口挂标识牌", _SEEN),
    _by_hand("equipment", "2.1.2", "办公设备和通讯设施", _SEEN),
    _by_hand("wall", "2.1.2", "制度、流程、代表公示上墙", _SEEN),
    _counted("head", "2.2.1", "站长任职", "人员和单位：工作人员", "people/staff", station.head),
    _counted("vice", "2.2.2", "副站长任职", "人员和单位：工作人员", "people/staff", station.vice_head),
    _counted("officer", "2.2.3", "联络员任职", "人员和单位：工作人员", "people/staff", station.officer),
    _counted("groups", "2.2.4", "代表编组进站", "代表：代表小组", "deputies/groups", deputies.grouped),
    # 3 工作职责
    _counted("training", "3.1.1 4.1.1", "学习培训", "代表：代表活动", "deputies/activities", deputies.trainings),
    _counted(
        "held", "3.1.2 4.2.2 5.2.2", "代表接待选民", "代表接待：接待安排", "receptions/receptions", receptions.held
    ),
    _counted("often", "3.1.2", "代表接待次数", "代表接待：签到", "receptions/receptions", deputies.on_duty),
    _counted("groups", "3.1.3", "代表小组活动", "代表：代表活动", "deputies/activities", deputies.group_activities),
    _counted("surveys", "3.1.3 5.3.2", "调研、视察", "代表：代表活动", "deputies/activities", deputies.surveys),
    _counted("served", "3.1.4", "代表履职档案有当年记录", "代表：履职登记", "deputies/service", deputies.served),
    _counted("review", "3.1.4", "年度履职小结", "代表：人大代表", "deputies/deputies", deputies.reviewed),
    _counted("report", "3.1.4", "代表向选民述职", "代表：述职", "deputies/voter_reports", deputies.reported),
    _counted("contacts", "3.1.4", "代表联系选民", "代表：联系选民", "deputies/contacts", deputies.in_touch),
    _counted("boxes", "3.2.1 5.1.1", "意见箱按时开箱", "登记簿：意见箱开箱", "registers/boxes", matters.opened),
    _counted("hotline", "3.2.1 5.1.1", "热线电话", "系统：联络站；登记簿", "system/station", matters.hotline),
    _counted("net", "3.2.1 5.1.1", "网上联络平台", "系统：联络站；登记簿", "system/station", matters.platform),
    _counted("pressed", "3.2.2 5.1.4", "跟踪督促", "登记簿：催办督办", "registers/presses", matters.pressed),
    _counted("analysis", "3.2.3 4.3.3", "社情民意分析报告", "登记簿：公文", "registers/official", matters.analysed),
    _by_hand("oversight", "3.3.1 4.5.2 5.4.2", "代表监督活动的记录", _PAPER),
    _by_hand("briefings", "3.3.2", "听取政府及部门工作汇报的记录", _PAPER),
    _counted("suggestions", "3.3.3", "代表建议办理", "登记簿：代表建议", "registers/suggestions", matters.suggestions),
    _by_hand("law", "3.4.1", "法治宣传教育活动的记录", _PAPER),
    _by_hand("congress", "3.4.2", "宣传人大制度和人大工作的材料", _PAPER),
    # 4 工作制度
    _by_hand("ways", "4.1.2", "学习培训的课件、照片", _PAPER),
    _counted("records", "4.1.3", "学习培训记录", "代表：代表活动", "deputies/activities", deputies.training_records),
    _counted("plan", "4.2.1", "年度接待计划", "代表接待：年度计划", "receptions/plans", receptions.plan),
    _counted("notice", "4.2.1 5.2.1", "接待提前公告", "代表接待：接待公告", "receptions/notices", receptions.noticed),
    _counted("signed", "4.2.2", "接待代表签到", "代表接待：接待安排", "receptions/receptions", receptions.signed_in),
    _counted(
        "answered",
        "4.2.3 5.2.3",
        "选民反映的问题有答复",
        "代表接待：接待记录",
        "receptions/visits",
        receptions.answered,
    ),
    _counted("person", "4.3.1", "专人负责社情民意", "人员和单位：工作人员", "people/staff", station.duties),
    _counted("sorted", "4.3.2", "社情民意分类登记", "社情民意", "opinions", matters.sorted_out),
    _counted("limits", "4.3.2", "在期限内办理", "社情民意", "opinions", matters.in_time),
    _counted("told", "4.3.2", "答复告知反映人", "社情民意", "opinions", matters.feedback),
    _counted("bulletin", "4.3.3", "办理情况通报", "登记簿：公文", "registers/official", matters.published),
    _by_hand("plan", "4.4.1 5.3.1", "调研视察计划", _PAPER),
    _counted(
        "reports", "4.4.2 5.3.3", "调研报告、视察意见", "代表：代表活动", "deputies/activities", deputies.survey_reports
    ),
    _counted("people", "4.4.2", "调研视察的参加人员", "代表：代表活动", "deputies/activities", deputies.survey_people),
    _by_hand("feedback", "4.4.3 5.3.4", "调研视察意见的转交和整改反馈", _PAPER),
    _by_hand("rules", "4.5.1 5.4.1", "监督工作的计划和程序", _PAPER),
    _by_hand("report", "4.5.2 5.4.3", "监督报告", _PAPER),
    _by_hand("follow", "4.5.3 5.4.4", "监督意见的跟踪整改", _PAPER),
    _by_hand("rules", "4.6.1", "档案管理制度", _PAPER),
    _counted("scheme", "4.6.1", "分类方案和保管期限表", "档案：归档设置", "archive/settings", station.scheme),
    _counted("filed", "4.6.2", "按年归档", "档案：待归档", "archive/ready", station.filed),
    _counted("catalogue", "4.6.3", "归档文件目录", "档案：归档文件", "archive/items", station.catalogues),
    _counted("boxed", "4.6.3", "装盒", "档案：档案盒", "archive/boxes", station.boxed),
    _counted("lent", "4.6.3", "查阅、借阅登记", "档案：借阅", "archive/loans", station.lent),
    _counted("package", "4.6.3", "电子档案包", "档案：电子档案包", "archive/packages", station.package),
    _counted("pledges", "4.7.1", "保密承诺", "人员和单位：工作人员", "people/staff", station.pledges),
    _by_hand("lessons", "4.7.1", "保密教育的记录", _PAPER),
    _counted("backups", "4.7.2", "数据备份", "系统：备份和还原", "system/backup", station.backups),
    _counted("drill", "4.7.2", "恢复演练", "系统：备份和还原", "system/backup", station.drill),
    _by_hand("secret", "4.7.3", "涉密资料使用审批（没有用过的写“没有”）", _PAPER),
    # 5 工作流程
    _counted("forms", "5.1.2", "填写社情民意登记表", "社情民意", "opinions", matters.registered),
    _counted("approved", "5.1.3", "副站长审核、站长审批", "社情民意", "opinions", matters.approved),
    _counted("sent", "5.1.4", "审批后交办", "社情民意", "opinions", matters.dispatched),
    _counted("promises", "5.1.4", "承诺事项跟踪", "登记簿：承诺跟踪", "registers/promises", matters.promises),
    _counted("summary", "5.2.4", "接待情况汇总", "代表接待：接待安排", "receptions/receptions", receptions.summed),
    _counted("told", "5.2.4", "办理结果告知选民", "社情民意", "opinions", receptions.told),
    # 6 经费保障
    _by_hand("sources", "6.1.1", "经费来源（拨款、补助、捐赠的凭据）", _PAPER),
    _by_hand("uses", "6.2.1 6.2.2 6.2.3 6.2.4", "经费使用台账和凭证", _PAPER),
    _by_hand("rules", "6.3.1", "经费管理制度和审批单", _PAPER),
    _by_hand("public", "6.3.2", "经费公开", _PAPER),
    # 7 考核与奖惩
    _by_hand("rules", "7.1.1", "联络站考核制度", _PAPER),
    _by_hand("result", "7.1.2 7.1.3", "自查自评和考核结果", _PAPER),
)
BY_KEY = {asked.key: asked for asked in ASKED}
