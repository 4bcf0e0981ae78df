"""Openings of the suggestion box, calls and messages of the sample station, some of them registered already."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from .. import boxes, calls
from ..boxes import BoxOpening, BoxPiece, Treatment
from ..calls import Call, CallKind
from ..opinions.record import Channel, Opinion
from ..session import Session
from . import content
from .lives import Cast

BOXES = ("镇政府大门口（1号箱）", "石桥村村委会门口（2号箱）", "南门社区服务中心（3号箱）")
ODD = (("空白信纸一张", Treatment.EMPTY, ""), ("超市宣传单", Treatment.OTHER, "不是来件，已清理"))
ASKED = "问低保怎么申请，要带哪些材料。"
TOLD = "已告知到社会事务办公室申请，带身份证、户口簿和收入证明。"
OPENINGS, CALLS = 6, 14


def fill_registers(cast: Cast, end: datetime, seed: int) -> None:
    """Some openings and calls of the last weeks; the newest are not all treated."""
    chance, session = random.Random(seed), cast.officers[0]
    known = {channel: _registered(session, channel) for channel in Channel}
    for number in range(OPENINGS):
        _opening(session, cast, end - timedelta(days=7 * (OPENINGS - number) - 5), chance, known, last=number == 5)
    for number in range(CALLS):
        at = end - timedelta(days=2 * (CALLS - 1 - number), minutes=chance.randint(10, 400))
        _call(session, at, chance, known, last=number >= CALLS - 3)


def _registered(session: Session, channel: Channel) -> list[Opinion]:
    where = "channel = ? AND voided_on IS NULL AND number <> ''"
    return session.select(Opinion, where, (channel.value,), order="id DESC LIMIT 6")


def _opening(
    session: Session,
    cast: Cast,
    at: datetime,
    chance: random.Random,
    known: dict[Channel, list[Opinion]],
    *,
    last: bool,
) -> None:
    found: list[tuple[BoxPiece, Opinion | None]] = []
    for _ in range(chance.randint(0, 2)):
        if forms := known[Channel.SUGGESTION_BOX]:
            form = forms.pop()
            found.append((BoxPiece(summary=form.title), form))
    if chance.random() < 0.4:
        summary, treatment, note = chance.choice(ODD)
        found.append((BoxPiece(summary=summary, treatment=treatment, note=note), None))
    if last:
        found += [(BoxPiece(summary=_topic(chance)), None) for _ in range(2)]
    opening = BoxOpening(
        opened_on=at.date(),
        box=chance.choice(BOXES),
        first_opener_id=session.staff.id,
        second_opener_id=None if chance.random() < 0.3 else cast.officers[1].staff.id,
        witness="赵明山（代表）" if chance.random() < 0.3 else "",
        piece_count=len(found),
    )
    if opening.second_opener_id is None and not opening.witness:
        opening = replace(opening, witness="门卫张有福")
    made = boxes.enter(session, opening, [piece for piece, _ in found])
    for piece, (_, of) in zip(boxes.pieces_of(session, made.id), found, strict=True):
        if of is not None:
            boxes.link(session, piece.id, of.id)


def _call(
    session: Session, at: datetime, chance: random.Random, known: dict[Channel, list[Opinion]], *, last: bool
) -> None:
    kind = chance.choices(list(CallKind), (3, 2))[0]
    forms = known[Channel.HOTLINE if kind is CallKind.HOTLINE else Channel.ONLINE_PLATFORM]
    form = forms.pop() if forms and not last else None
    answered = form is None and not last
    name = chance.choice(content.SURNAMES) + chance.choice(content.GIVEN)
    made = calls.enter(
        session,
        Call(
            kind=kind,
            came_at=at.replace(second=0, microsecond=0),
            caller_phone=form.phone if form else f"13{chance.randint(0, 9)}{chance.randint(10_000_000, 99_999_999)}",
            caller_name=form.submitter_name if form else name,
            content=form.content if form else ASKED if answered else _topic(chance),
            answered_by=session.staff.id,
            treatment=Treatment.ANSWERED if answered else Treatment.OPEN,
            answer=TOLD if answered else "",
        ),
    )
    if form is not None:
        calls.link(session, made.id, form.id)


def _topic(chance: random.Random) -> str:
    facts = {"n": chance.randint(1, 9), "m": chance.randint(2, 8), "place": chance.choice(content.VILLAGES)}
    return chance.choice(content.TOPICS).content.format(**facts)
