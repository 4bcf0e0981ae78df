"""F18 二次办理通知单: back to the body whose answer did not satisfy, by the head's decision (4.3.2)."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.handling import Deadline, Evaluation, Reply, Satisfaction, Verdict
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import OPEN_DATE, chinese_date, head, label, notes, signature

TITLE = "二次办理通知单"
AGAIN = "二次办理"  # the kind of limit that belongs to it
_GRADES = (Satisfaction.SATISFIED, Satisfaction.FAIRLY, Satisfaction.DISSATISFIED)


def second_handling(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The newest second handling of an opinion, or the blank notice; two copies."""
    station = file.station if file else station
    number = _sent_number(file)
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"原交办单号：{number}", "一式两份"),
            Grid([*_before(file), *_again(file)]),
            *notes(
                "说明：1. 请在期限内重新办理，与反映人沟通后另行书面答复；原答复函不再使用。",
                "　　　2. 再次答复以后，本站重新告知反映人，重新征询意见。",
            ),
        ],
        running=f"{TITLE}（续页）",
        running_right=f"原交办单号：{number}",
    )


def judged_badly(file: OpinionFile | None) -> Evaluation | None:
    """The newest judgement after which the matter went back to the body."""
    decided = [given for given in file.evaluations if given.decided_on] if file else []
    sent_back = [given for given in decided if given.decision.startswith(_SENDING_BACK)]
    return next(reversed(sent_back or decided), None)


_SENDING_BACK = tuple(verdict.label for verdict in (Verdict.REDO, Verdict.KEY, Verdict.MEETING))


def _sent_number(file: OpinionFile | None) -> str:
    return file.dispatches[0].dispatch.number if file and file.dispatches else ""


def _answer_before(file: OpinionFile | None, given: Evaluation | None) -> Reply | None:
    """The answer that was judged."""
    if not file or not given:
        return None
    days = [
        reply
        for reply in file.replies
        if not given.evaluated_on or (reply.replied_on or given.evaluated_on) <= given.evaluated_on
    ]
    return days[-1] if days else None


def _limit(file: OpinionFile | None, given: Evaluation | None) -> Deadline | None:
    if not file or not given:
        return None
    found = [limit for limit in file.deadlines if limit.kind == AGAIN and limit.starts_on == given.decided_on]
    return found[-1] if found else None


def _before(file: OpinionFile | None) -> list[Row]:
    given = judged_badly(file)
    sent = file.dispatches[0] if file and file.dispatches else None
    answer = _answer_before(file, given)
    joint = "、".join(body.name for _, body in sent.joints) if sent else ""
    lead = sent.lead.name if sent else ""
    grade = "　".join(("☑" if given and given.result is each else "□") + each.label for each in _GRADES)
    return [
        _row(label("承办单位"), Cell(lead, 10), label("会办单位"), Cell(joint, 8)),
        _row(label("事由"), Cell(file.opinion.title if file else "", 21)),
        _row(
            label("编号"),
            Cell(file.opinion.number if file else "", 10),
            label("交办日期"),
            Cell(chinese_date(sent.dispatch.dispatched_on) if sent else "", 8),
        ),
        _row(
            label("原答复函"),
            Cell(answer.document_number if answer else "", 10),
            label("答复日期"),
            Cell(chinese_date(answer.replied_on) if answer else "", 8),
        ),
        _row(
            label("反映人\n评价"),
            Cell(grade, 10, "tick"),
            label("评价日期"),
            Cell(chinese_date(given.evaluated_on) if given else "", 8),
        ),
        Row([label("不满意的\n原因"), Cell(given.reason if given else "", 21, "text")], 40, 22, grow=True, fill=2),
    ]


def _again(file: OpinionFile | None) -> list[Row]:
    given = judged_badly(file)
    limit = _limit(file, given)
    until = f"{chinese_date(limit.due_on)}前书面答复" if limit and limit.due_on else f"{OPEN_DATE}前书面答复"
    return [
        Row(
            [label("二次办理\n要求"), Cell(_required(given), 21, "text", foot=(signature("站长", seal="站章"),))],
            58,
            36,
            grow=True,
            fill=3,
        ),
        _row(
            label("办理期限"),
            Cell(until, 10),
            label("通知日期"),
            Cell(chinese_date(given.decided_on) if given else "", 8),
        ),
        Row([label("承办单位\n签收"), Cell("", 21, "text", foot=(signature("签收人", seal="单位章"),))], 30, 22),
    ]


def _required(given: Evaluation | None) -> str:
    """The head's words without the name of his decision."""
    if given is None:
        return ""
    for name in _SENDING_BACK:
        if given.decision.startswith(f"{name}："):
            return given.decision.removeprefix(f"{name}：")
    return given.decision


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 10, 8)
