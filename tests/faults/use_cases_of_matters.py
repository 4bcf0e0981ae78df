"""The use cases of matters: from the registration to the closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lianluozhan.models import opinions
from lianluozhan.models.opinions.handling import (
    Dispatch,
    DueClass,
    Evaluation,
    Feedback,
    Reply,
    Satisfaction,
    Told,
    Way,
)
from lianluozhan.models.opinions.record import Opinion, ResultClass, Screening, Status
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase, first


def form(desk: Desk) -> Opinion:
    """A new registration, filled in so that it can be submitted."""
    return Opinion(
        received_on=desk.officer.today,
        submitter_name="周长福",
        phone="13812342609",
        address="石桥村三组17号",
        village_id=1,
        category_id=desk.officer.value("SELECT max(id) FROM categories"),
        title="石桥村三组路灯损坏，晚上老人出行不便",
        content="路灯坏了四盏，快两个月了。" * 40,
        request="尽快修好四盏路灯。",
        proposal="建议由村镇建设服务中心办理。",
    )


def submitted(desk: Desk) -> int:
    return opinions.register_and_submit(desk.officer, form(desk)).id


def to_send(desk: Desk) -> int:
    found = submitted(desk)
    opinions.review(desk.vice, found, "情况属实，同意受理。")
    return opinions.approve(desk.head, found, "同意。").id


def sent(desk: Desk) -> int:
    """Dispatched today with a joint body; answers the id of the sheet."""
    found = to_send(desk)
    return opinions.dispatch(desk.officer, found, lead_body_id=3, joint_body_ids=(4,), requirement="请现场查看。").id


def sent_matter(desk: Desk) -> int:
    return desk.officer.get(Dispatch, sent(desk)).opinion_id or 0


def answer(desk: Desk, opinion_id: int, result: ResultClass = ResultClass.A) -> Reply:
    promise = "" if result is ResultClass.A else "五月底前更换"
    return Reply(
        opinion_id=opinion_id,
        content="四盏路灯已修复。",
        result_class=result,
        promise=promise,
        promised_on=desk.officer.today + timedelta(days=90) if promise else None,
        way=Way.PHONE,
        signed_by="张三",
        replied_on=desk.officer.today,
    )


def answered(desk: Desk) -> int:
    found = sent_matter(desk)
    opinions.reply(desk.officer, answer(desk, found))
    return found


def telling(desk: Desk, opinion_id: int) -> Feedback:
    return Feedback(opinion_id=opinion_id, told=Told.TOLD, way=Way.PHONE, told_on=desk.officer.today)


def informed(desk: Desk) -> int:
    found = answered(desk)
    opinions.inform(desk.officer, telling(desk, found))
    return found


def judged(desk: Desk, opinion_id: int, result: Satisfaction = Satisfaction.SATISFIED) -> Evaluation:
    reason = "" if result is Satisfaction.SATISFIED else "没有修好"
    return Evaluation(
        opinion_id=opinion_id,
        attitude=Satisfaction.SATISFIED,
        result=result,
        reason=reason,
        way=Way.PHONE,
        evaluated_on=desk.officer.today,
    )


def evaluated(desk: Desk) -> int:
    found = informed(desk)
    opinions.evaluate(desk.officer, judged(desk, found))
    return found


def dissatisfied(desk: Desk) -> int:
    found = informed(desk)
    opinions.evaluate(desk.officer, judged(desk, found, Satisfaction.DISSATISFIED))
    return found


def closing_asked(desk: Desk) -> int:
    return opinions.apply_close(desk.officer, evaluated(desk), "已告知并评价。").id


def closing_reviewed(desk: Desk) -> int:
    return opinions.review_close(desk.vice, closing_asked(desk), "同意。").id


_O = "models/opinions/"
WAY = (
    UseCase("register", lambda d, x: opinions.register(d.officer, form(d)), covers=[_O + "registering.py register"]),
    UseCase("register with a file", lambda d, x: opinions.register(d.officer, form(d), [LETTER])),
    UseCase(
        "register and submit with a file",
        lambda d, x: opinions.register_and_submit(d.officer, form(d), [LETTER]),
        covers=[_O + "registering.py register_and_submit"],
    ),
    UseCase(
        "submit",
        lambda d, x: opinions.submit(d.officer, x),
        lambda d: opinions.register(d.officer, form(d)).id,
        [_O + "registering.py submit"],
    ),
    UseCase(
        "edit",
        lambda d, x: opinions.edit(d.officer, x, content="改过。" * 30, files=[LETTER]),
        lambda d: opinions.register(d.officer, form(d)).id,
        [_O + "registering.py edit"],
    ),
    UseCase(
        "edit and submit",
        lambda d, x: opinions.edit_and_submit(d.officer, x, content="改过。" * 30),
        lambda d: opinions.register(d.officer, form(d)).id,
        [_O + "registering.py edit_and_submit"],
    ),
    UseCase(
        "answer on the spot",
        lambda d, x: opinions.answer_on_spot(d.officer, x, "当场说清", d.officer.today, Satisfaction.SATISFIED),
        lambda d: opinions.register(d.officer, replace(form(d), screening=Screening.ON_SPOT)).id,
        [_O + "registering.py answer_on_spot"],
    ),
    UseCase("review", lambda d, x: opinions.review(d.vice, x, "属实"), submitted, [_O + "judging.py review"]),
    UseCase("send back", lambda d, x: opinions.send_back(d.vice, x, "补充"), submitted, [_O + "judging.py send_back"]),
    UseCase(
        "approve",
        lambda d, x: opinions.approve(d.head, x, "同意"),
        lambda d: opinions.review(d.vice, submitted(d), "属实").id,
        [_O + "judging.py approve"],
    ),
    UseCase(
        "dispatch",
        lambda d, x: opinions.dispatch(
            d.officer, x, lead_body_id=3, joint_body_ids=(4, 5), requirement="请现场查看。", due_class=DueClass.URGENT
        ),
        to_send,
        [_O + "sending.py dispatch"],
    ),
    UseCase(
        "handle ourselves",
        lambda d, x: opinions.handle_self(d.officer, x, body_id=1, requirement="协调"),
        to_send,
        [_O + "sending.py handle_self"],
    ),
    UseCase(
        "receive",
        lambda d, x: opinions.receive(d.officer, x, "张三", d.officer.today),
        sent,
        [_O + "sending.py receive"],
    ),
    UseCase(
        "joint reply",
        lambda d, x: opinions.joint_reply(
            d.officer, d.officer.value("SELECT max(id) FROM joint_handlings"), "已会办", d.officer.today
        ),
        sent,
        [_O + "sending.py joint_reply"],
    ),
    UseCase(
        "reply with a file",
        lambda d, x: opinions.reply(d.officer, answer(d, x, ResultClass.B), [LETTER]),
        sent_matter,
        [_O + "sending.py reply"],
    ),
    UseCase("inform", lambda d, x: opinions.inform(d.officer, telling(d, x)), answered, [_O + "closing.py inform"]),
    UseCase(
        "evaluate", lambda d, x: opinions.evaluate(d.officer, judged(d, x)), informed, [_O + "closing.py evaluate"]
    ),
    UseCase(
        "decide on a dissatisfied one",
        lambda d, x: opinions.decide(d.head, x, "列为重点督办件"),
        dissatisfied,
        [_O + "closing.py decide"],
    ),
    UseCase(
        "close what was declined",
        lambda d, x: opinions.close(d.officer, x, "已告知去向"),
        lambda d: opinions.inform(d.officer, telling(d, first(d.officer, Status.DECLINED))).opinion_id,
        [_O + "signing_off.py close"],
    ),
    UseCase(
        "ask for the closing",
        lambda d, x: opinions.apply_close(d.officer, x, "已告知"),
        evaluated,
        [_O + "signing_off.py apply_close"],
    ),
    UseCase(
        "review the closing",
        lambda d, x: opinions.review_close(d.vice, x, "同意"),
        closing_asked,
        [_O + "signing_off.py review_close"],
    ),
    UseCase(
        "approve the closing",
        lambda d, x: opinions.approve_close(d.head, x, "同意"),
        closing_reviewed,
        [_O + "signing_off.py approve_close"],
    ),
    UseCase(
        "refuse the closing",
        lambda d, x: opinions.refuse_close(d.vice, x, "再核实"),
        closing_asked,
        [_O + "signing_off.py refuse_close"],
    ),
)
