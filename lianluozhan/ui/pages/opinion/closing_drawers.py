"""What the drawers ask at the end of a matter: the head's decision after 不满意, and the closing with its approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from lianluozhan.models import opinions
from lianluozhan.models.opinions.handling import Verdict

from ...editors import ChoiceEditor, TextEditor
from ...field_column import FieldColumn

if TYPE_CHECKING:
    from .step_drawers import About, Deed

_WHAT_FOLLOWS = {
    Verdict.REDO: "退回原承办单位重办，另定期限；办完重新告知、重新评价。",
    Verdict.KEY: "列为重点件，承办单位要再答复一次。",
    Verdict.MEETING: "开协调会以后，承办单位要再答复一次。",
    Verdict.ASSESS: "评估以后由联络员接着办。",
    Verdict.SUGGESTION: "由联络员填代表建议，请代表提出。",
    Verdict.EXPLAIN: "向反映人说明以后可以办结。",
}


def ask_decide(fields: FieldColumn, about: About) -> Deed:
    """Which of the ways the head takes, and in which words."""
    offered = opinions.verdicts(about.session, about.file.opinion)
    verdict = ChoiceEditor("verdict", [(each, each.label) for each in offered])
    words = TextEditor("words", lines=4, max_length=1000)
    refusal = opinions.why_no_redo(about.session, about.file.opinion)
    fields.put("处理决定", verdict, required=True, hint=refusal)
    follows = fields.add_words("")
    fields.put("意见", words, hint="二次办理的写明要求，会印在通知单上；说明后结案的写明理由")

    def turn() -> None:
        follows.setText(_WHAT_FOLLOWS[verdict.value()])

    verdict.changed.connect(turn)
    verdict.set_value(offered[0] if not refusal else Verdict.EXPLAIN)
    turn()
    return lambda v: opinions.decide(about.session, about.id, v["words"], verdict=v["verdict"], signed=about.signed(v))


def ask_close(fields: FieldColumn, about: About) -> Deed:
    """The closing itself: by the officer, or as the head signed it on the sheet."""
    fields.add_words("办结以后不再计算期限，可以归档。")
    fields.put("办结说明", TextEditor("words", lines=3, max_length=5000))
    if about.on_paper:
        return lambda v: opinions.close(about.session, about.id, v["words"], signed=about.signed(v))
    fields.put("办结日期", about.day("closed_on"), required=True, hint="补录纸质件的，照纸上的日期")
    return lambda v: opinions.close(about.session, about.id, v["words"], closed_on=v["closed_on"])


def ask_of_closing(
    do: Callable[..., Any], label: str, usual: str, *, required: bool = False, list_conditions: bool = True
) -> Callable[[FieldColumn, About], Deed]:
    """One step of the approval, with all that must be so before it."""

    def ask(fields: FieldColumn, about: About) -> Deed:
        if list_conditions:
            for condition in opinions.conditions(about.session, about.id):
                line: QLabel = fields.add_words(f"{'☐' if condition.problem else '✓'} {condition.words}")
                line.setAccessibleName(f"{'还没有' if condition.problem else '已符合'}：{condition.words}")
        words = TextEditor("words", lines=3, max_length=5000)
        fields.put(label, words, required=required)
        words.set_value(usual)
        return lambda v: do(about.session, about.id, v["words"])

    return ask


DRAWERS: dict[str, tuple[str, str, Callable[[FieldColumn, About], Deed]]] = {
    "decide": ("站长处理决定", "保存", ask_decide),
    "apply_close": ("申请办结", "申请办结", ask_of_closing(opinions.apply_close, "办理情况说明", "")),
    "review_close": ("办结审核", "同意", ask_of_closing(opinions.review_close, "审核意见", "同意办结，报站长审批。")),
    "approve_close": ("办结审批", "同意办结", ask_of_closing(opinions.approve_close, "审批意见", "同意办结。")),
    "refuse_close": (
        "退回办结",
        "退回",
        ask_of_closing(opinions.refuse_close, "退回的原因", "", required=True, list_conditions=False),
    ),
    "close": ("办结", "办结", ask_close),
}
