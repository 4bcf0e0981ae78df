"""The way of an opinion as a table: which step leads from where to where, and whose it is (5.1.2-5.1.4)."""

from __future__ import annotations

from ..errors import RuleError
from ..session import Session
from ..workflow import Step, check_step
from .record import Opinion, Status

EDITABLE = (Status.DRAFT, Status.SENT_BACK)
BEFORE_REPLY = (
    *EDITABLE,
    Status.IN_REVIEW,
    Status.IN_APPROVAL,
    Status.TO_DISPATCH,
    Status.DISPATCHED,
    Status.HANDLING,
)

STEPS = {
    "submit": Step("提交审核", EDITABLE, Status.IN_REVIEW, "opinion.submit"),
    "answer_on_spot": Step("当场答复", EDITABLE, Status.ON_SPOT, "opinion.answer_on_spot"),
    "review": Step("审核", (Status.IN_REVIEW,), Status.IN_APPROVAL, "opinion.review"),
    "approve": Step("审批", (Status.IN_APPROVAL,), Status.TO_DISPATCH, "opinion.approve"),
    "send_back": Step("退回", (Status.IN_REVIEW, Status.IN_APPROVAL), Status.SENT_BACK, "opinion.send_back"),
    "withdraw": Step("反映人撤回", BEFORE_REPLY, Status.WITHDRAWN, "opinion.withdraw"),
    "dispatch": Step("交办", (Status.TO_DISPATCH,), Status.DISPATCHED, "opinion.dispatch"),
    "handle_self": Step("自行办理", (Status.TO_DISPATCH,), Status.HANDLING, "opinion.handle_self"),
    "receive": Step("登记签收", (Status.DISPATCHED,), Status.HANDLING, "opinion.receive"),
    "reply": Step("登记答复", (Status.DISPATCHED, Status.HANDLING), Status.REPLIED, "opinion.reply"),
    "inform": Step("告知反映人", (Status.REPLIED, Status.DECLINED), Status.INFORMED, "opinion.inform"),
    "evaluate": Step("登记评价", (Status.INFORMED,), Status.INFORMED, "opinion.evaluate"),
    "decide": Step("站长处理决定", (Status.INFORMED,), Status.INFORMED, "opinion.decide"),
    "apply_close": Step("申请办结", (Status.REPLIED, Status.INFORMED), Status.INFORMED, "opinion.close"),
    "review_close": Step("办结审核", (Status.REPLIED, Status.INFORMED), Status.INFORMED, "opinion.review"),
    "refuse_close": Step("退回办结", (Status.REPLIED, Status.INFORMED), Status.INFORMED, "opinion.send_back"),
    "approve_close": Step("办结审批", (Status.REPLIED, Status.INFORMED), Status.CLOSED, "opinion.approve"),
    "close": Step("办结", (Status.REPLIED, Status.INFORMED, Status.DECLINED), Status.CLOSED, "opinion.close"),
}


def ready(session: Session, opinion_id: int, name: str) -> Opinion:
    """The opinion as it is now, if the step `name` starts at its status."""
    opinion = session.get(Opinion, opinion_id)
    check_not_voided(opinion)
    check_step(STEPS[name], opinion.status)
    return opinion


def check_not_voided(opinion: Opinion) -> None:
    if opinion.voided_on:
        raise RuleError("这件已经作废，不能再办理。要接着办，请先撤销作废。")


def filed_words(session: Session, opinion_id: int) -> str:
    """Why a matter that lies in the archive cannot be opened again, in words; empty if it does not lie there."""
    sql = (
        "SELECT ifnull(nullif(archival_number, ''), year || '年度，还没有编号') FROM archive_items"
        " WHERE source_table = 'opinions' AND source_id = ? AND voided_on IS NULL"
    )
    found = session.value(sql, (opinion_id,))
    return f"这件已经归档（{found}）。请档案员先在“归档文件”里撤出或撤件，再办这一步。" if found else ""


def check_not_filed(session: Session, opinion_id: int) -> None:
    """RuleError for a matter that lies in the archive: what is kept there must stay what it was."""
    if refusal := filed_words(session, opinion_id):
        raise RuleError(refusal)
