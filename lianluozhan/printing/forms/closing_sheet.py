"""F20 办结销号审批表: what came of a matter, the conditions of closing it, and three signatures (4.3.2, 3.2.2)."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.handling import Evaluation, Satisfaction
from lianluozhan.models.opinions.promising import PromiseFile
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import WIDE, chinese_date, head, label, notes, signature, ticks

TITLE = "办结销号审批表"
_CONDITIONS = (  # as they stand on the blank sheet
    "附件齐全",
    "答复已经登记在案",
    "已告知反映人，或者有两次联系不上的记录",
    "已有评价或者等过评价期限，不满意的有站长决定",
    "并入各件的反映人都已告知",
)
_STEPS = {"apply_close": "联络员申请", "review_close": "副站长审核", "approve_close": "站长审批"}


def closing_sheet(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The sheet of one opinion, as far as it has come, or the blank one."""
    station = file.station if file else station
    number = f"编号：{file.opinion.number if file else ''}"
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, number),
            Grid([*_matter(file), *_outcome(file), *_approval(file)]),
            *notes("说明：承诺事项没有兑现的，办结以后继续跟踪，兑现或者不能兑现都要再次告知反映人。"),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _matter(file: OpinionFile | None) -> list[Row]:
    sent = file.dispatches[0].dispatch if file and file.dispatches else None
    answer = file.replies[-1] if file and file.replies else None
    body = file.lead_body.name if file and file.lead_body else ""
    result = answer.result_class if answer else None
    grades = ticks([each.value for each in ResultClass], [result.value] if result else [])
    dispatched = f"{sent.number}\n{chinese_date(sent.dispatched_on)}".strip() if sent else ""
    replied = f"{answer.document_number}\n{chinese_date(answer.replied_on)}".strip() if answer else ""
    return [
        _row(label("事由"), Cell(file.opinion.title if file else "", 21)),
        _row(label("承办单位"), Cell(body, 10), label("结果类别"), Cell(grades, 8, "tick")),
        _row(label("交办"), Cell(dispatched, 10), label("答复"), Cell(replied, 8)),
        Row([label("办理及\n答复摘要"), Cell(answer.content if answer else "", 21, "text")], 30, 16, grow=True, fill=3),
    ]


def _outcome(file: OpinionFile | None) -> list[Row]:
    given = file.evaluations[-1] if file and file.evaluations else None
    judged = [given.result.label] if given else []
    return [
        _text("反馈情况", _told(file), 14, 10),
        _row(label("满意度"), Cell(ticks([each.label for each in Satisfaction], judged, WIDE), 21, "tick")),
        _text("承诺事项\n及跟踪", "\n".join(_promised(each) for each in file.promises) if file else "", 16, 10),
        _text("不满意\n处理", _decided(file), 14, 10),
        Row([label("办结条件"), Cell("\n".join(_conditions(file)), 21, "tick")], 28, 24),
    ]


def _told(file: OpinionFile | None) -> str:
    lines = []
    for telling in file.feedbacks if file else ():
        note = f"，{telling.note}" if telling.note else ""
        lines.append(f"{chinese_date(telling.told_on)}　{telling.way.label}　{telling.told.label}{note}")
    return "\n".join(lines)


def _promised(found: PromiseFile) -> str:
    promise = found.promise
    until = f"，{chinese_date(promise.due_on)}前" if promise.due_on else ""
    state = "由新的承诺代替" if promise.voided_on else f"{chinese_date(promise.ended_on)}{promise.state.label}"
    last = found.checks[-1] if found.checks else None
    looked = f"；{chinese_date(last.checked_on)}回访{last.asked}：{_open(last.words)}" if last else ""
    return f"{_open(found.words)}{until}（{state}）{looked}。"


def _decided(file: OpinionFile | None) -> str:
    bad: list[Evaluation] = [
        given
        for given in (file.evaluations if file else ())
        if Satisfaction.DISSATISFIED in (given.attitude, given.result)
    ]
    return "\n".join(
        f"{chinese_date(given.evaluated_on)}不满意：{_open(given.reason)}；{_decision(given)}。" for given in bad
    )


def _decision(given: Evaluation) -> str:
    if given.decided_on is None:
        return "站长还没有决定"
    return f"{chinese_date(given.decided_on)}站长决定：{_open(given.decision)}"


def _open(words: str) -> str:
    """Words that a sentence goes on after."""
    return words.strip().rstrip("。；，")


def _conditions(file: OpinionFile | None) -> list[str]:
    if not file or not file.conditions:
        return [f"□{words}" for words in _CONDITIONS]
    return [f"{'□' if condition.problem else '☑'}{condition.words}" for condition in file.conditions]


def _approval(file: OpinionFile | None) -> list[Row]:
    words = dict.fromkeys(_STEPS, "")
    for step in reversed(file.steps if file else ()):
        if step.voided_on is None:
            if step.name in words:
                words[step.name] = step.words
            elif step.name == "close":
                words["approve_close"] = step.words
            elif step.name == "refuse_close":
                words = dict.fromkeys(_STEPS, "")
    opinion = file.opinion if file else None
    return [
        _signed("联络员\n申请", words["apply_close"], signature("联络员"), 24, 17),
        _signed("副站长\n审核", words["review_close"], signature("副站长"), 24, 17),
        _signed("站长\n审批", words["approve_close"], signature("站长", seal="站章"), 30, 20),
        _row(
            label("办结日期"),
            Cell(chinese_date(opinion.closed_on) if opinion else "", 10),
            label("归档号"),
            Cell(opinion.file_number if opinion else "", 8),
        ),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _text(name: str, words: str, height: float, floor: float) -> Row:
    return Row([label(name), Cell(words, 21, "text")], height, floor, grow=True, fill=1)


def _signed(name: str, words: str, line: str, height: float, floor: float) -> Row:
    return Row([label(name), Cell(words, 21, "text", foot=(line,))], height, floor, grow=True, fill=1)
