"""Who may do what: the one table. The name of an action is the name of its permission (2.2, 5.1.3)."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import RuleError
from .fields import Choice


class Role(Choice):
    """What a person may do at this station; one person may hold several."""

    HEAD = "head", "站长"
    VICE_HEAD = "vice_head", "副站长"
    LIAISON_OFFICER = "liaison_officer", "联络员"
    ARCHIVIST = "archivist", "档案员"
    FUND_CLERK = "fund_clerk", "经费经办"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"


_CLERK = frozenset({Role.LIAISON_OFFICER})
_OFFICE = frozenset({Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD})
_LEADERS = frozenset({Role.VICE_HEAD, Role.HEAD})
_HEAD = frozenset({Role.HEAD})
_ARCHIVIST = frozenset({Role.ARCHIVIST})
_VICE = frozenset({Role.VICE_HEAD})
_ADMIN = frozenset({Role.ADMINISTRATOR})
_PEOPLE = frozenset({Role.LIAISON_OFFICER, Role.VICE_HEAD, Role.HEAD, Role.ADMINISTRATOR})
_KEEPERS = frozenset({Role.LIAISON_OFFICER, Role.ADMINISTRATOR, Role.HEAD})
_EVERYBODY = frozenset(Role)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "opinion.read": _OFFICE | {Role.ARCHIVIST},
    "opinion.unmask": _OFFICE,
    "opinion.register": _CLERK,
    "opinion.edit": _CLERK,
    "opinion.submit": _CLERK,
    "opinion.answer_on_spot": _CLERK,
    "opinion.review": _VICE,
    "opinion.approve": _HEAD,
    "opinion.send_back": _LEADERS,
    "opinion.record_signed": _CLERK,
    "opinion.withdraw": _CLERK,
    "opinion.dispatch": _CLERK,
    "opinion.handle_self": _CLERK,
    "opinion.receive": _CLERK,
    "opinion.reply": _CLERK,
    "opinion.inform": _CLERK,
    "opinion.evaluate": _CLERK,
    "opinion.decide": _HEAD,
    "opinion.close": _CLERK,
    "opinion.void": _OFFICE,
    "opinion.restore": _OFFICE,
    "opinion.take_back": _LEADERS,
    "opinion.pause": _CLERK,
    "opinion.merge": _CLERK | _LEADERS,
    "opinion.unmerge": _CLERK | _LEADERS,
    "opinion.link": _OFFICE,
    "opinion.reclassify": _OFFICE,
    "deed.undo": _EVERYBODY - {Role.AUDITOR},
    "opinion.remind": _CLERK,
    "opinion.export": _OFFICE | {Role.ARCHIVIST},
    "opinion.supervise": _CLERK | _LEADERS,
    "application.enter": _CLERK,
    "application.advise": _VICE,
    "application.decide": _HEAD,
    "promise.follow": _CLERK,
    "suggestion.edit": _CLERK,
    "box.enter": _CLERK,
    "call.enter": _CLERK,
    "official.edit": _OFFICE,
    "official.issue": _LEADERS,
    "official.record_signed": _CLERK,
    "official.void": _OFFICE,
    "look.change": _KEEPERS,
    "print.void": _OFFICE,
    "phrase.edit": _OFFICE,
    "view.save": _OFFICE | {Role.ARCHIVIST},
    "opinion.import": _CLERK,
    "opinion.take_back_import": _CLERK,
    "attachment.add": _OFFICE,
    "attachment.void": _OFFICE,
    "attachment.read": _OFFICE | {Role.ARCHIVIST},
    "print.form": _OFFICE | {Role.ARCHIVIST},
    "station.set_up": _EVERYBODY,
    "station.edit": _KEEPERS,
    "staff.edit": _PEOPLE,
    "account.add": _ADMIN,
    "account.edit": _ADMIN,
    "account.retire": _ADMIN,
    "account.reset_password": _ADMIN,
    "account.new_code": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    "account.password": _EVERYBODY,
    "account.recover": _EVERYBODY,
    "deputy.edit": _PEOPLE,
    "deputy.unmask": _OFFICE,
    "deputy.import": _CLERK,
    "deputy.export": _OFFICE,
    "group.edit": _PEOPLE,
    "activity.enter": _CLERK,
    "activity.void": _OFFICE,
    "service.enter": _CLERK,
    "service.review": _LEADERS,
    "service.void": _OFFICE,
    "points.change": frozenset({Role.HEAD, Role.ADMINISTRATOR}),
    "points.count": _CLERK,
    "year_review.write": _OFFICE,
    "contact.enter": _CLERK,
    "contact.void": _OFFICE,
    "voter_report.enter": _CLERK,
    "voter_report.void": _OFFICE,
    "reception.plan": _CLERK,
    "reception.review": _VICE,
    "reception.approve": _HEAD,
    "reception.record_signed": _CLERK,
    "reception.notice": _CLERK,
    "reception.tell": _CLERK,
    "reception.enter": _CLERK,
    "reception.close": _CLERK,
    "reception.void": _OFFICE,
    "handover.write": _PEOPLE,
    "handover.void": _OFFICE,
    "term.edit": _OFFICE,
    "term.close": _HEAD,
    "handling_body.edit": _PEOPLE,
    "village.edit": _PEOPLE,
    "category.edit": _PEOPLE,
    "setting.change": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    "calendar.change": _KEEPERS,
    "backup.make": _KEEPERS,
    "backup.restore": frozenset({Role.HEAD, Role.ADMINISTRATOR}),
    "backup.look": _OFFICE,
    "backup.bring_back": _LEADERS,
    "backup.remove": _KEEPERS,
    "stick.edit": _KEEPERS,
    "drill.enter": _KEEPERS,
    "drill.void": _KEEPERS,
    "closure.decide": _LEADERS,
    "closure.declare": _OFFICE | {Role.ARCHIVIST},
    "account.new_key": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    "check.rebuild": _EVERYBODY,
    "audit.read": frozenset({Role.AUDITOR, Role.HEAD}),
    "archive.read": _OFFICE | {Role.ARCHIVIST},
    "archive.file": frozenset({Role.LIAISON_OFFICER, Role.ARCHIVIST}),
    "archive.number": _ARCHIVIST,
    "archive.correct": _ARCHIVIST,
    "archive.set_up": frozenset({Role.ARCHIVIST, Role.HEAD}),
    "archive.box": frozenset({Role.LIAISON_OFFICER, Role.ARCHIVIST}),
    "archive.lend": frozenset({Role.LIAISON_OFFICER, Role.ARCHIVIST}),
    "archive.approve_loan": _LEADERS,
    "archive.appraise": _ARCHIVIST,
    "archive.approve_appraisal": _HEAD,
    "archive.transfer": _ARCHIVIST,
    "archive.package": frozenset({Role.ARCHIVIST, Role.HEAD}),
    "archive.scan": frozenset({Role.LIAISON_OFFICER, Role.ARCHIVIST}),
    "archive.inspect": _OFFICE | {Role.ARCHIVIST},
    "account.sign_in": _EVERYBODY,
    "account.sign_out": _EVERYBODY,
    "check.run": _EVERYBODY,
}

# what a line of the audit log says was done
ACTION_LABELS: dict[str, str] = {
    "opinion.read": "查看要求保密的件",
    "opinion.unmask": "查看群众的姓名和电话",
    "opinion.register": "登记社情民意",
    "opinion.edit": "修改登记",
    "opinion.submit": "提交审核",
    "opinion.answer_on_spot": "当场答复",
    "opinion.review": "审核",
    "opinion.approve": "审批",
    "opinion.send_back": "退回修改",
    "opinion.record_signed": "补录签字件",
    "opinion.withdraw": "撤销登记",
    "opinion.dispatch": "交办",
    "opinion.handle_self": "本站自办",
    "opinion.receive": "登记签收",
    "opinion.reply": "登记答复",
    "opinion.inform": "告知反映人",
    "opinion.evaluate": "登记评价",
    "opinion.decide": "不满意的处理决定",
    "opinion.close": "办结",
    "opinion.void": "作废",
    "opinion.restore": "撤销作废",
    "opinion.take_back": "撤销审核审批",
    "opinion.pause": "停计和恢复期限",
    "opinion.merge": "并案",
    "opinion.unmerge": "撤销并案",
    "opinion.link": "关联",
    "opinion.reclassify": "改分类",
    "deed.undo": "撤销修改",
    "opinion.remind": "催办",
    "opinion.export": "导出清单",
    "opinion.supervise": "提醒、督办和通报",
    "application.enter": "登记退办、延期申请",
    "application.advise": "审核退办、延期申请",
    "application.decide": "审批退办、延期申请",
    "promise.follow": "跟踪承诺事项",
    "suggestion.edit": "登记代表建议",
    "box.enter": "登记意见箱开箱",
    "call.enter": "登记来电和留言",
    "official.edit": "拟写公文",
    "official.issue": "签发公文",
    "official.record_signed": "补录公文签字件",
    "official.void": "作废公文",
    "look.change": "修改表样",
    "print.void": "作废打印件",
    "phrase.edit": "修改常用语",
    "view.save": "保存清单",
    "opinion.import": "从表格导入",
    "opinion.take_back_import": "撤回导入",
    "attachment.add": "添加附件",
    "attachment.void": "作废附件",
    "attachment.read": "打开附件",
    "print.form": "打印或存文件",
    "station.set_up": "建立联络站",
    "station.edit": "修改联络站资料",
    "staff.edit": "修改工作人员",
    "account.add": "添加账号",
    "account.edit": "修改账号岗位",
    "account.retire": "停用账号",
    "account.reset_password": "重设密码",
    "account.new_code": "更换恢复码",
    "account.password": "修改自己的密码",
    "account.recover": "用恢复码重设密码",
    "deputy.edit": "修改代表",
    "deputy.unmask": "查看代表的证件号和电话",
    "deputy.import": "导入代表名册",
    "deputy.export": "导出代表名册",
    "group.edit": "修改代表小组",
    "activity.enter": "登记代表活动",
    "activity.void": "作废代表活动",
    "service.enter": "登记履职",
    "service.review": "审核履职",
    "service.void": "作废履职记录",
    "points.change": "修改积分表",
    "points.count": "填写积分次数",
    "year_review.write": "写年度履职小结",
    "contact.enter": "登记联系选民",
    "contact.void": "作废联系选民记录",
    "voter_report.enter": "登记述职和测评",
    "voter_report.void": "作废述职记录",
    "reception.plan": "编排接待计划",
    "reception.review": "审核接待计划",
    "reception.approve": "批准接待计划",
    "reception.record_signed": "补录接待计划签字件",
    "reception.notice": "拟写和张贴接待公告",
    "reception.tell": "通知接待代表",
    "reception.enter": "记录代表接待",
    "reception.close": "结束接待和写小结",
    "reception.void": "作废接待记录",
    "handover.write": "填写交接清单",
    "handover.void": "作废交接清单",
    "term.edit": "办理换届",
    "term.close": "封存上一届",
    "handling_body.edit": "修改承办单位",
    "village.edit": "修改村和社区",
    "category.edit": "修改分类",
    "setting.change": "修改参数",
    "calendar.change": "更新节假日表",
    "backup.make": "备份",
    "backup.restore": "从备份还原",
    "backup.look": "查看备份里的内容",
    "backup.bring_back": "从备份取回",
    "backup.remove": "清理旧备份",
    "stick.edit": "登记备份 U 盘",
    "drill.enter": "登记恢复演练",
    "drill.void": "作废恢复演练",
    "closure.decide": "决定和解除回避",
    "closure.declare": "本人回避",
    "account.new_key": "更换数据密钥",
    "check.rebuild": "重建搜索目录",
    "audit.read": "查看操作日志",
    "archive.read": "查阅档案",
    "archive.file": "归档和排列",
    "archive.number": "编件号",
    "archive.correct": "更正和撤件",
    "archive.set_up": "确定分类方案和保管期限",
    "archive.box": "装盒、组卷和核对",
    "archive.lend": "登记档案借阅",
    "archive.approve_loan": "审批档案借阅",
    "archive.appraise": "鉴定和销毁档案",
    "archive.approve_appraisal": "审批档案鉴定",
    "archive.transfer": "移交档案",
    "archive.package": "制作电子档案包",
    "archive.scan": "收进扫描件",
    "archive.inspect": "填写迎检清单",
    "account.sign_in": "登录",
    "account.sign_out": "退出",
    "check.run": "检查数据",
}


def may(roles: Iterable[Role], action: str) -> bool:
    """Whether one of `roles` may take `action`; an unknown action is a bug (KeyError)."""
    return not PERMISSIONS[action].isdisjoint(roles)


def who_may(action: str) -> str:
    """The roles that may take `action`, in words."""
    allowed = PERMISSIONS[action]
    return "、".join(role.label for role in Role if role in allowed)


def require(roles: Iterable[Role], action: str) -> None:
    """Refuse an action that no role of the person allows."""
    if not may(roles, action):
        raise RuleError(f"这一步由{who_may(action)}办理，您的账号没有这项权限。请切换到相应的账号。")


def check_combination(roles: Iterable[Role]) -> None:
    """The auditor is never also administrator, and does no work of the office."""
    held = frozenset(roles)
    if not held:
        raise RuleError("请至少选一个岗位。")
    if Role.AUDITOR in held and len(held) > 1:
        raise RuleError("审计员只查看操作日志，不能兼任别的岗位。请另选一个人担任审计员。")
