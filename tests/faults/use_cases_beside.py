"""The use cases of what is done with matters beside their way: merging, promises, many at once, imports, boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from lianluozhan.models import attachments, boxes, calls, imports, opinions, raising, undoing
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.boxes import BoxOpening, BoxPiece, Treatment
from lianluozhan.models.calls import Call
from lianluozhan.models.errors import StorageError
from lianluozhan.models.opinions import applying, bulk, promising, reclassifying, reminding, supervising
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import (
    Dispatch,
    DueClass,
    OpinionStep,
)
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseState
from lianluozhan.models.opinions.record import ResultClass, Status
from lianluozhan.models.opinions.supervising import Level, Means, Supervision
from lianluozhan.models.opinions.trail import steps_of
from lianluozhan.models.suggestions import Suggestion
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase, all_of, first
from tests.faults.use_cases_of_matters import answer, form, sent, sent_matter, submitted, telling, to_send
from tests.ledgers import ANSWERED, DRAFT, HEADINGS, xlsx


def promised(desk: Desk) -> int:
    found = sent_matter(desk)
    opinions.reply(desk.officer, answer(desk, found, ResultClass.B))
    opinions.inform(desk.officer, telling(desk, found))
    return desk.officer.select(Promise, "opinion_id = ?", (found,))[0].id


def applied(desk: Desk) -> int:
    found = desk.officer.get(Dispatch, sent(desk))
    return _apply(desk, found.opinion_id or 0).id


def _apply(desk: Desk, opinion_id: int) -> Application:
    today = desk.officer.today
    asked = Application(
        opinion_id=opinion_id,
        dispatch_id=desk.officer.select(Dispatch, "opinion_id = ?", (opinion_id,))[-1].id,
        wish=Wish.EXTEND,
        applied_on=today,
        reason="材料要从外地采购",
        wanted_until=today + timedelta(days=40),
        applicant="李所长",
        officer_words="属实",
    )
    return applying.apply(desk.officer, opinion_id, asked)


def pair(desk: Desk) -> list[int]:
    return [submitted(desk), submitted(desk)]


def merged(desk: Desk) -> int:
    main, joined = to_send(desk), submitted(desk)
    return opinions.merge(desk.officer, joined, main).id


def pressing(desk: Desk) -> Supervision:
    return Supervision(
        level=Level.REMINDER, acted_on=desk.officer.today, answered_by="张三", answer="下周动工", skip_reason="又来问"
    )


def planned_import(desk: Desk) -> Any:
    desk.folder.mkdir(exist_ok=True)
    rows = [(f"A-{n}", *ANSWERED[1:2], f"第{n}组路灯坏了", *ANSWERED[3:]) for n in range(20)]
    xlsx(desk.folder / "ledger.xlsx", HEADINGS, *rows, DRAFT)


def carried_out(desk: Desk) -> int:
    planned_import(desk)
    plan = imports.plan(desk.officer, imports.read_table(desk.folder / "ledger.xlsx"))
    return imports.carry_out(desk.officer, plan).batch.id


def suggestion(desk: Desk) -> int:
    made = Suggestion(title="修路的建议", content="修" * 200, raised_on=desk.officer.today, deputy_ids=(1, 3))
    return raising.enter(desk.officer, made).id


def suggestion_sent(desk: Desk) -> int:
    return raising.send(desk.officer, suggestion(desk), on=desk.officer.today, body_id=3, months=3).id


def suggestion_answered(desk: Desk) -> int:
    return raising.enter_answer(desk.officer, suggestion_sent(desk), "已列入计划。", desk.officer.today).id


def call(desk: Desk) -> Call:
    return Call(came_at=desk.base.at, caller_phone="13812342609", content="问低保", answered_by=desk.officer.staff.id)


def opening(desk: Desk) -> BoxOpening:
    return BoxOpening(
        opened_on=desk.officer.today,
        box="1号箱",
        first_opener_id=desk.officer.staff.id,
        witness="门卫张有福",
        piece_count=2,
    )


def opened(desk: Desk) -> int:
    made = boxes.enter(desk.officer, opening(desk), [BoxPiece(summary="路灯"), BoxPiece(summary="水")])
    return boxes.pieces_of(desk.officer, made.id)[0].id


def attached(desk: Desk) -> int:
    found = opinions.register(desk.officer, form(desk), [LETTER]).id
    return desk.officer.select(Attachment, "owner_id = ? AND owner_table = 'opinions'", (found,))[0].id


def recategorised(desk: Desk) -> dict[str, int]:
    return {"category_id": desk.officer.value("SELECT min(id) FROM categories WHERE parent_id IS NOT NULL")}


def reclassify(desk: Desk) -> int:
    reclassifying.reclassify(desk.officer, all_of(desk.officer, Status.CLOSED)[:8], **recategorised(desk))
    return int(desk.officer.value("SELECT max(id) FROM deeds"))


def dispatch_many(desk: Desk, found: list[int]) -> None:
    lines = bulk.to_dispatch(desk.officer, found)
    _all_done(
        bulk.dispatch_all(desk.officer, lines, lead_body_id=3, requirement="请现场查看。", due_class=DueClass.NORMAL)
    )


def remind_many(desk: Desk, found: list[int]) -> None:
    """Those that were not reminded yet."""
    known = {row.opinion_id for row in desk.officer.select(OpinionStep, "name = 'remind'")}
    lines = bulk.to_remind(desk.officer, [number for number in found if number not in known])
    _all_done(bulk.remind_all(desk.officer, lines, Means.PHONE, "催了"))


def _all_done(lines: list[bulk.Line]) -> None:
    """What the list of results says of each."""
    for line in lines:
        if line.refused:
            raise StorageError(line.refused)


_O = "models/opinions/"
BESIDE = (
    UseCase(
        "withdraw",
        lambda d, x: opinions.withdraw(d.officer, x, "已解决", d.officer.today),
        to_send,
        [_O + "leaving.py withdraw"],
    ),
    UseCase("void", lambda d, x: opinions.void(d.head, x, "重复"), to_send, [_O + "leaving.py void"]),
    UseCase(
        "bring a voided one back",
        lambda d, x: opinions.restore_voided(d.head, x),
        lambda d: opinions.void(d.head, to_send(d), "重复").id,
        [_O + "leaving.py restore_voided"],
    ),
    UseCase(
        "take back a step",
        lambda d, x: opinions.take_back(d.head, steps_of(d.head, x)[0].id),
        to_send,
        [_O + "taking_back.py take_back"],
    ),
    UseCase(
        "pause",
        lambda d, x: opinions.pause(d.officer, x, "等材料", d.officer.today),
        sent_matter,
        [_O + "pausing.py pause"],
    ),
    UseCase(
        "resume",
        lambda d, x: opinions.resume(d.officer, x, "材料到了", d.officer.today),
        lambda d: opinions.pause(d.officer, sent_matter(d), "等材料", d.officer.today).id,
        [_O + "pausing.py resume"],
    ),
    UseCase("merge", lambda d, x: opinions.merge(d.officer, x[0], x[1]), pair, [_O + "merging.py merge"]),
    UseCase(
        "register and merge",
        lambda d, x: opinions.register_and_merge(d.officer, form(d), x, [LETTER]),
        to_send,
        [_O + "merging.py register_and_merge"],
    ),
    UseCase("unmerge", lambda d, x: opinions.unmerge(d.officer, x), merged, [_O + "unmerging.py unmerge"]),
    UseCase("link", lambda d, x: opinions.link(d.officer, *x), pair, [_O + "merging.py link"]),
    UseCase(
        "unlink",
        lambda d, x: opinions.unlink(d.officer, *x),
        lambda d: [opinions.link(d.officer, *(found := pair(d))) and found[0], found[1]],
        [_O + "merging.py unlink"],
    ),
    UseCase(
        "press", lambda d, x: supervising.press(d.officer, x, pressing(d)), sent_matter, [_O + "supervising.py press"]
    ),
    UseCase(
        "remind",
        lambda d, x: reminding.remind(d.officer, x, Means.PHONE, "催了"),
        sent_matter,
        [_O + "reminding.py remind"],
    ),
    UseCase("apply for more time", lambda d, x: _apply(d, x), sent_matter, [_O + "applying.py apply"]),
    UseCase("advise on it", lambda d, x: applying.advise(d.vice, x, "同意"), applied, [_O + "applying.py advise"]),
    UseCase(
        "decide on it",
        lambda d, x: applying.decide(d.head, x, Decision.AGREED, "同意", until=d.head.today + timedelta(days=40)),
        lambda d: applying.advise(d.vice, applied(d), "同意").id,
        [_O + "applying.py decide"],
    ),
    UseCase(
        "void an application", lambda d, x: applying.void(d.officer, x, "误录"), applied, [_O + "applying.py void"]
    ),
    UseCase(
        "follow a promise",
        lambda d, x: promising.follow(
            d.officer,
            PromiseCheck(
                promise_id=x, checked_on=d.officer.today, asked="周长福", words="灯亮了", found=PromiseState.KEPT
            ),
        ),
        promised,
        [_O + "promising.py follow"],
    ),
    UseCase(
        "reclassify many",
        lambda d, x: reclassify(d),
        covers=[_O + "reclassifying.py reclassify"],
    ),
    UseCase(
        "dispatch many",
        dispatch_many,
        lambda d: [to_send(d) for _ in range(4)],
    ),
    UseCase(
        "remind many",
        remind_many,
        lambda d: [sent_matter(d) for _ in range(3)],
    ),
    UseCase("undo many", lambda d, x: undoing.undo(d.officer, x), reclassify, ["models/undoing.py undo"]),
    UseCase("unmask", lambda d, x: opinions.unmask(d.officer, x), submitted, [_O + "file.py unmask"]),
    UseCase(
        "import",
        lambda d, x: imports.carry_out(
            d.officer, imports.plan(d.officer, imports.read_table(d.folder / "ledger.xlsx"))
        ),
        planned_import,
        ["models/imports/carrying.py carry_out"],
    ),
    UseCase(
        "take an import back",
        lambda d, x: imports.take_back(d.officer, x),
        carried_out,
        ["models/imports/carrying.py take_back"],
    ),
    UseCase("void a file", lambda d, x: attachments.void(d.officer, x), attached, ["models/attachments.py void"]),
    UseCase(
        "save a file outside",
        lambda d, x: attachments.export(d.officer, x, d.folder / "out.jpg"),
        attached,
        ["models/attachments.py export"],
    ),
    UseCase("enter a call", lambda d, x: calls.enter(d.officer, call(d)), covers=["models/calls.py enter"]),
    UseCase(
        "treat a call",
        lambda d, x: calls.treat(d.officer, x, Treatment.ANSWERED, "已告知"),
        lambda d: calls.enter(d.officer, call(d)).id,
        ["models/calls.py treat"],
    ),
    UseCase(
        "enter messages",
        lambda d, x: calls.enter_many(d.officer, [replace(call(d), content=f"留言{n}") for n in range(5)]),
        covers=["models/calls.py enter_many"],
    ),
    UseCase(
        "open the box",
        lambda d, x: boxes.enter(d.officer, opening(d), [BoxPiece(summary="路灯"), BoxPiece(summary="水")]),
        covers=["models/boxes.py enter"],
    ),
    UseCase(
        "link a piece to its matter",
        lambda d, x: boxes.link(d.officer, x, first(d.officer, Status.IN_REVIEW)),
        opened,
        ["models/boxes.py link"],
    ),
    UseCase(
        "raise a suggestion",
        lambda d, x: raising.enter(
            d.officer,
            Suggestion(title="修路的建议", content="修", raised_on=d.officer.today, deputy_ids=(1, 3)),
            [LETTER],
        ),
        covers=["models/raising.py enter"],
    ),
    UseCase(
        "send a suggestion",
        lambda d, x: raising.send(d.officer, x, on=d.officer.today, body_id=3, months=3),
        suggestion,
        ["models/raising.py send"],
    ),
    UseCase(
        "answer a suggestion",
        lambda d, x: raising.enter_answer(d.officer, x, "已列入计划。", d.officer.today),
        suggestion_sent,
        ["models/raising.py enter_answer"],
    ),
    UseCase(
        "judge a suggestion",
        lambda d, x: raising.judge(d.officer, x, "满意"),
        suggestion_answered,
        ["models/raising.py judge"],
    ),
)
