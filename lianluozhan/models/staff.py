"""Who works at the station, and in which post since when (2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, long_text, reference, text
from .listing import Listing
from .phones import plain_figures

if TYPE_CHECKING:
    from .session import Session


class Sex(Choice):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Post(Choice):
    """站内职务 (2.2.1-2.2.3)."""

    HEAD = "head", "站长"
    VICE_HEAD = "vice_head", "副站长"
    LIAISON_OFFICER = "liaison_officer", "联络员"
    WORKER = "worker", "工作人员"


MOST = 1000  # members of a staff on one roster


@dataclass(frozen=True, kw_only=True)
class Staff:
    """One member of the staff; the sign-in account is a record of its own."""

    TABLE: ClassVar = "staff"

    id: int = 0
    name: str = text("姓名", required=True, max_length=50)
    sex: Sex | None = choice("性别", Sex)
    organisation_post: str = text("单位及职务", max_length=60)
    phone: str = text("联系电话", max_length=30)
    duties: str = text("分工", max_length=200)
    nationality: str = text("民族", max_length=20)
    born_on: date | None = day("出生年月")
    party: str = text("政治面貌", max_length=20)
    education: str = text("学历", max_length=20)
    id_number: str = text("身份证号", max_length=18)
    pledged_on: date | None = day("保密承诺日期")
    training: str = long_text("培训情况", max_length=2000)
    note: str = text("备注", max_length=200)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One post of one member of the staff, from a day to a day (2.2.1-2.2.3)."""

    TABLE: ClassVar = "appointments"

    id: int = 0
    staff_id: int | None = reference("工作人员", "staff", required=True)
    post: Post = choice("站内职务", Post, Post.LIAISON_OFFICER)
    starts_on: date | None = day("任职起", required=True)
    ends_on: date | None = day("任职止")
    note: str = text("备注", max_length=200)


def add_staff(session: Session, person: Staff, post: Post, starts_on: date) -> Staff:
    """A new member of the staff, in a post from a day (2.2)."""
    with session.action("staff.edit"):
        added = session.add(replace(person, id_number=_plain_number(person.id_number)))
        _appoint(session, added, post, starts_on)
        return added


def edit_staff(session: Session, staff_id: int, **values: Any) -> Staff:
    """Correct what is known of a member of the staff."""
    with session.action("staff.edit"):
        if "id_number" in values:
            values["id_number"] = _plain_number(values["id_number"])
        return session.change(session.get(Staff, staff_id), **values)


def retire_staff(session: Session, staff_id: int, on: date) -> Staff:
    """Somebody leaves: his posts end that day; what he did stays under his name."""
    from .accounts import Account

    with session.action("staff.edit"):
        person = session.get(Staff, staff_id)
        if session.select(Account, "staff_id = ? AND retired_on IS NULL", (staff_id,)):
            raise RuleError(f"{person.name}还有能登录的账号。请先停用账号，再办离任。")
        for held in session.select(Appointment, "staff_id = ? AND ends_on IS NULL", (staff_id,)):
            session.change(held, ends_on=on)
        return session.change(person, retired_on=on)


def appoint(session: Session, staff_id: int, post: Post, starts_on: date, ends_on: date | None = None) -> Appointment:
    """Give a person a post; there is one head at any time (2.2.1)."""
    with session.action("staff.edit"):
        return _appoint(session, session.get(Staff, staff_id), post, starts_on, ends_on)


def end_appointment(session: Session, appointment_id: int, on: date) -> Appointment:
    """The last day of a post."""
    with session.action("staff.edit"):
        held = session.get(Appointment, appointment_id)
        if held.starts_on and on < held.starts_on:
            raise InvalidRecord({"ends_on": "“任职止”不能早于“任职起”，请检查。"})
        return session.change(held, ends_on=on)


def bring_back_staff(session: Session, staff_id: int) -> Staff:
    """Somebody comes back to the station; a post is given anew."""
    with session.action("staff.edit"):
        return session.change(session.get(Staff, staff_id), retired_on=None)


def correct_appointment(session: Session, appointment_id: int, starts_on: date, ends_on: date | None) -> Appointment:
    """Put right the days of a post that were entered wrongly."""
    with session.action("staff.edit"):
        held = session.get(Appointment, appointment_id)
        person = session.get(Staff, held.staff_id or 0)
        _check_free(session, person, held.post, starts_on, ends_on, except_id=held.id)
        return session.change(held, starts_on=starts_on, ends_on=ends_on)


def succeed(
    session: Session, staff_id: int, post: Post, starts_on: date, *, appointment_id: int | None = None
) -> Appointment:
    """Give a post to a person and end it, the day before, for whoever held it, or only one of several holders."""
    with session.action("staff.edit"):
        for held in _overlapping(session, post, starts_on, None):
            if appointment_id not in (None, held.id):
                continue
            if held.starts_on and held.starts_on >= starts_on:
                raise RuleError(f"{starts_on:%Y-%m-%d}以后已另有任职，请先改那一条。")
            session.change(held, ends_on=starts_on - timedelta(days=1))
        return _appoint(session, session.get(Staff, staff_id), post, starts_on)


def appointments(session: Session, staff_id: int) -> list[Appointment]:
    """All posts of a person, the newest first."""
    return session.select(Appointment, "staff_id = ?", (staff_id,), order="starts_on DESC, id DESC")


def is_running(post: Appointment, on: date) -> bool:
    """Whether a post is held on a day."""
    return (post.starts_on or on) <= on and (post.ends_on is None or post.ends_on >= on)


def held_beside(posts: Sequence[Appointment], post: Appointment) -> list[Appointment]:
    """The other posts of a person that he holds or held during this one."""
    first, last = post.starts_on or date.min, post.ends_on or date.max
    others = (each for each in posts if each.id != post.id)
    return [each for each in others if (each.starts_on or date.min) <= last and (each.ends_on or date.max) >= first]


def _plain_number(number: str) -> str:
    """An identity number as it is stored: plain figures without blanks, the last letter large."""
    return plain_figures(number).replace(" ", "").replace("-", "").upper()


def _appoint(session: Session, person: Staff, post: Post, starts_on: date, ends_on: date | None = None) -> Appointment:
    _check_free(session, person, post, starts_on, ends_on)
    return session.add(Appointment(staff_id=person.id, post=post, starts_on=starts_on, ends_on=ends_on))


def _check_free(
    session: Session, person: Staff, post: Post, starts_on: date, ends_on: date | None, *, except_id: int = 0
) -> None:
    if ends_on and ends_on < starts_on:
        raise InvalidRecord({"ends_on": "“任职止”不能早于“任职起”，请检查。"})
    for held in _overlapping(session, post, starts_on, ends_on):
        if held.id == except_id:
            continue
        if held.staff_id == person.id:
            raise RuleError(f"{person.name}在这段时间已经任{post.label}，不用再填。")
        if post is Post.HEAD:
            other = session.get(Staff, held.staff_id or 0)
            raise RuleError(f"{other.name}在这段时间任站长，站长只能有一位。请先填他的任职止，或用“接任”。")


def _overlapping(session: Session, post: Post, first: date, last: date | None) -> list[Appointment]:
    until = (last or date.max).isoformat()
    where = "post = ? AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)"
    return session.select(Appointment, where, (post, until, first.isoformat()))


def choices(session: Session) -> list[tuple[int, str]]:
    """The staff at work, by name."""
    return [(s.id, s.name) for s in session.select(Staff, "retired_on IS NULL", order="name")]


def listing(session: Session, words: str = "", *, retired: bool = False) -> Listing:
    """Those at work in the order of their posts; with `retired` also those who left. `posts` are codes."""
    held = (
        "SELECT {what} FROM appointments WHERE staff_id = staff.id AND starts_on <= :today"
        " AND (ends_on IS NULL OR ends_on >= :today)"
    )
    rank = "CASE post WHEN 'head' THEN 1 WHEN 'vice_head' THEN 2 WHEN 'liaison_officer' THEN 3 ELSE 4 END"
    return Listing(
        session.db,
        "staff",
        where=("instr(name || organisation_post || phone, :words) > 0", "retired_on IS NULL OR :retired"),
        params={"words": words.strip(), "retired": retired, "today": session.today.isoformat()},
        order=(
            "retired_on IS NOT NULL",
            f"coalesce(({held.format(what=f'min({rank})')}), 9)",
            "name",
            "id",
        ),
        columns=f"staff.*, ({held.format(what='group_concat(post)')}) AS posts",
    )
