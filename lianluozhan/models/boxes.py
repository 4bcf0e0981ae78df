"""The suggestion box (意见箱, 3.2.1, 5.1.1): opened by two persons, each piece accounted for (F22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, long_text, reference, text, whole_number
from .listing import Listing
from .session import Session
from .staff import Staff


class Treatment(Choice):
    """What became of one piece, or of one call."""

    REGISTERED = "registered", "已登记"
    ANSWERED = "answered", "当场答复"
    EMPTY = "empty", "没有具体内容"
    OTHER = "other", "其他"
    OPEN = "open", "还没有处理"


@dataclass(frozen=True, kw_only=True)
class BoxOpening:
    """One opening of one box by two persons (推定: two are required)."""

    TABLE: ClassVar = "box_openings"

    id: int = 0
    opened_on: date | None = day("开箱日期", required=True)
    box: str = text("地点（箱号）", required=True, max_length=50)
    first_opener_id: int | None = reference("开箱人", "staff", required=True)
    second_opener_id: int | None = reference("另一位开箱人", "staff")
    witness: str = text("见证人", max_length=50)
    piece_count: int | None = whole_number("件数", default=0, highest=1000)
    note: str = long_text("说明", max_length=1000)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class BoxPiece:
    """One piece found in the box, and the registration form that was made of it."""

    TABLE: ClassVar = "box_pieces"

    id: int = 0
    opening_id: int | None = reference("开箱", "box_openings", required=True)
    position: int | None = whole_number("序号", default=1)
    summary: str = long_text("内容摘要", max_length=1000)
    treatment: Treatment = choice("处理", Treatment, Treatment.OPEN)
    opinion_id: int | None = reference("登记为", "opinions")
    note: str = text("说明", max_length=100)
    voided_on: date | None = day("作废日期")


BY_HAND = (Treatment.OPEN, Treatment.ANSWERED, Treatment.EMPTY, Treatment.OTHER)  # without a registration form
NOTED = (Treatment.ANSWERED, Treatment.OTHER)  # something must be said about these
ALONE = "意见箱要两个人一起开，请再填“另一位开箱人”，或者写上见证人的姓名。一个人开箱，事后说不清箱里有几件、少了没有。"
_UNTREATED = (
    "box_openings.voided_on IS NULL AND EXISTS (SELECT 1 FROM box_pieces p"
    " WHERE p.opening_id = box_openings.id AND p.treatment = 'open' AND p.voided_on IS NULL)"
)
_COLUMNS = (
    "*, (SELECT name FROM staff WHERE id = first_opener_id) AS first_opener,"
    " coalesce((SELECT name FROM staff WHERE id = second_opener_id), witness) AS second_opener,"
    " (SELECT count(*) FROM box_pieces p WHERE p.opening_id = box_openings.id AND p.treatment = 'open'"
    " AND p.voided_on IS NULL) AS untreated"
)


def enter(session: Session, opening: BoxOpening, pieces: Sequence[BoxPiece] = ()) -> BoxOpening:
    """Enter an opening with everything that was found in it."""
    with session.action("box.enter"):
        _check(session, opening, pieces)
        made = session.add(opening)
        for position, piece in enumerate(pieces, 1):
            session.add(replace(piece, opening_id=made.id, position=position))
        return made


def pieces_of(session: Session, opening_id: int) -> list[BoxPiece]:
    """The pieces of an opening in their order."""
    return session.select(BoxPiece, "opening_id = ? AND voided_on IS NULL", (opening_id,), order="position, id")


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Openings: those with an untreated piece first, then by day, the newest first; `view` open has only the former."""
    inside = "SELECT 1 FROM box_pieces p WHERE p.opening_id = box_openings.id AND instr(p.summary, :words) > 0"
    where = (
        f":words = '' OR instr(box || witness || note, :words) > 0 OR EXISTS ({inside})",
        "voided_on IS NULL OR :voided",
        *((_UNTREATED,) if view == "open" else ()),
    )
    return Listing(
        session.db,
        "box_openings",
        where=where,
        params={"words": words.strip(), "voided": voided},
        order=(f"({_UNTREATED})", "opened_on", "id"),
        descending=True,
        columns=_COLUMNS,
    )


def void(session: Session, opening_id: int, reason: str) -> BoxOpening:
    """Take an opening out of the register; it stays readable, struck through, with the reason."""
    with session.action("box.enter"):
        opening = in_force(session, opening_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        pieces = pieces_of(session, opening_id)
        if registered := [piece for piece in pieces if form_of(session, piece.opinion_id) is not None]:
            numbers = "、".join(f"第 {piece.position} 件" for piece in registered)
            raise RuleError(f"这次开箱的{numbers}已经登记成登记表，不能作废。要作废，请先在社情民意里作废那几件。")
        return session.change(opening, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, opening_id: int) -> BoxOpening:
    """Take the voiding back."""
    with session.action("box.enter"):
        opening = session.get(BoxOpening, opening_id)
        if opening.voided_on is None:
            raise RuleError("这次开箱没有作废，不用恢复。")
        return session.change(opening, voided_on=None, void_reason="")


def in_force(session: Session, opening_id: int | None) -> BoxOpening:
    """The opening, refused when it was voided."""
    opening = session.get(BoxOpening, opening_id or 0)
    if opening.voided_on:
        raise RuleError("这次开箱已经作废，不能再改。作废错了，可以先恢复。")
    return opening


def form_of(session: Session, opinion_id: int | None) -> str | None:
    """The number of the form that came of a piece, empty while it is a draft; None without a form in force."""
    sql = "SELECT number FROM opinions WHERE id = ? AND voided_on IS NULL"
    found: str | None = session.value(sql, (opinion_id,)) if opinion_id else None
    return found


def _check(session: Session, opening: BoxOpening, pieces: Sequence[BoxPiece]) -> None:
    problems = check(opening) | _who(session, opening)
    if opening.opened_on and opening.opened_on > session.today:
        problems["opened_on"] = "“开箱日期”不能晚于今天，请检查。"
    if problem := _piece_problem(pieces):
        problems["pieces"] = problem
    elif opening.piece_count is not None and opening.piece_count != len(pieces):
        problems["piece_count"] = (
            f"“件数”填的是 {opening.piece_count}，下面写了 {len(pieces)} 件。箱里的每一件都要写上，两边要一样多。"
        )
    if problems:
        raise InvalidRecord(problems)


def _who(session: Session, opening: BoxOpening) -> dict[str, str]:
    """Two different persons, each of them known."""
    first = session.find(Staff, opening.first_opener_id)
    witness = opening.witness.strip()
    if opening.second_opener_id is None and not witness:
        return {"second_opener_id": ALONE}
    if opening.second_opener_id is not None and opening.second_opener_id == opening.first_opener_id:
        return {"second_opener_id": "两位开箱人是同一个人。请选另一位，或者写上见证人的姓名。"}
    if first and witness == first.name and opening.second_opener_id is None:
        return {"witness": "见证人和开箱人是同一个人。请另写一位。"}
    return {}


def edit(session: Session, opening_id: int, pieces: Sequence[BoxPiece] | None = None, /, **values: Any) -> BoxOpening:
    """Correct an opening; `pieces` as they now are: known ones by their id, new ones without, the rest is voided."""
    with session.action("box.enter"):
        opening = in_force(session, opening_id)
        known = {piece.id: piece for piece in pieces_of(session, opening_id)}
        now = list(known.values()) if pieces is None else list(pieces)
        _check(session, replace(opening, **values), now)
        kept = {piece.id for piece in now}
        for piece in known.values():
            if piece.id not in kept:
                _leave_out(session, piece)
        for position, piece in enumerate(now, 1):
            if piece.id:
                _correct(session, known[piece.id], replace(piece, position=position))
            else:
                session.add(replace(piece, opening_id=opening.id, position=position))
        return session.change(opening, **values)


def treat(session: Session, piece_id: int, treatment: Treatment, note: str = "") -> BoxPiece:
    """Note what was done with a piece that becomes no registration form."""
    with session.action("box.enter"):
        piece = _piece(session, piece_id)
        if (problem := _treatment_problem(treatment, note)) and treatment in BY_HAND:
            raise InvalidRecord({"note": f"{problem}。"})
        if treatment not in BY_HAND or form_of(session, piece.opinion_id) is not None:
            raise RuleError(f"第 {piece.position} 件已经登记成登记表，处理情况看那张登记表。")
        return session.change(piece, treatment=treatment, note=note.strip(), opinion_id=None)


def note_form(session: Session, piece_id: int, opinion_id: int) -> BoxPiece:
    """Note the registration form that a piece became; inside the action that stores the form."""
    piece = _piece(session, piece_id)
    if (number := form_of(session, piece.opinion_id)) is not None and piece.opinion_id != opinion_id:
        raise RuleError(f"第 {piece.position} 件已经登记成 {number or '一张草稿'}，不用再登记。")
    return session.change(piece, treatment=Treatment.REGISTERED, opinion_id=opinion_id)


def link(session: Session, piece_id: int, opinion_id: int) -> BoxPiece:
    """Note that a piece is on a registration form that exists already."""
    with session.action("box.enter"):
        return note_form(session, piece_id, opinion_id)


def count_untreated(session: Session) -> int:
    """How many pieces of openings in force nobody has treated yet."""
    sql = (
        "SELECT count(*) FROM box_pieces p JOIN box_openings o ON o.id = p.opening_id"
        " WHERE p.treatment = 'open' AND p.voided_on IS NULL AND o.voided_on IS NULL"
    )
    return int(session.value(sql))


def last_opened(session: Session, since: date) -> list[tuple[str, date]]:
    """When each box was last opened, of those opened since a day."""
    sql = "SELECT box, max(opened_on) FROM box_openings WHERE voided_on IS NULL GROUP BY box HAVING max(opened_on) >= ?"
    return [(box, date.fromisoformat(day)) for box, day in session.rows(sql, (since.isoformat(),))]


def boxes_known(session: Session) -> list[str]:
    """The places of boxes as they were written before, the latest first."""
    sql = "SELECT box FROM box_openings WHERE voided_on IS NULL GROUP BY box ORDER BY max(opened_on) DESC LIMIT 50"
    return [box for (box,) in session.rows(sql)]


def _piece(session: Session, piece_id: int) -> BoxPiece:
    piece = session.get(BoxPiece, piece_id)
    in_force(session, piece.opening_id)
    if piece.voided_on:
        raise RuleError("这一件已经从开箱登记里去掉了，请看一下现在的登记。")
    return piece


def _correct(session: Session, old: BoxPiece, new: BoxPiece) -> None:
    by_hand = old.treatment is not Treatment.REGISTERED
    treated = {"treatment": new.treatment, "note": new.note.strip()} if by_hand else {}
    session.change(old, position=new.position, summary=new.summary, **treated)


def _leave_out(session: Session, piece: BoxPiece) -> None:
    if form_of(session, piece.opinion_id) is not None:
        raise RuleError(f"第 {piece.position} 件已经登记成登记表，不能从开箱里去掉。")
    session.change(piece, voided_on=session.today)


def _treatment_problem(treatment: Treatment, note: str) -> str:
    return f"选了“{treatment.label}”，请写一句怎么处理的" if treatment in NOTED and not note.strip() else ""


def _piece_problem(pieces: Sequence[BoxPiece]) -> str:
    for position, piece in enumerate(pieces, 1):
        if not piece.summary.strip():
            return f"第 {position} 件还没有写内容摘要。看不清、没有内容的，也请写一句，例如“空白信纸”。"
        if problem := _treatment_problem(piece.treatment, piece.note):
            return f"第 {position} 件{problem}。"
        if found := check(piece, ("summary", "note")):
            return f"第 {position} 件：{next(iter(found.values()))}"
    return ""
