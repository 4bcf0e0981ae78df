"""A station with a matter, a resident and a deputy full of canaries, closed to an officer and to the head (回避)."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from lianluozhan.models import accounts, attachments, closures, drafts, search
from lianluozhan.models.accounts import Account
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.fields import Choice
from lianluozhan.models.homes import Home, sign_in, sign_in_again
from lianluozhan.models.opinions import Opinion, reclassifying
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from tests.keeping import noon
from tests.sample_station import sample_station
from tests.samples import SAMPLES

WORD, NAME, PHONE, OTHER, DEPUTY_WORD = "夜鹭金雀", "欧阳鸳鹭", "13987651234", "东方鹳雀", "知更画眉"
CANARIES = (WORD, NAME, PHONE, OTHER, DEPUTY_WORD)
CLOSED_TO = ("zhouchangfu", "wangxiuying")
OPEN_TO = ("liujie", "lijianguo")
# what the program writes itself and reads again
CODES = {
    "attachments": {"digest", "owner_table", "media_type", "algorithm", "stored_as", "purpose"},
    "opinion_steps": {"name"},
    "official_documents": {"number"},
    "deadlines": {"unit", "kind"},
    "prints": {"form", "owner_table", "way", "paper_code"},
    "promises": {"unit"},
    "service_records": {"source_table"},
    "opinions": {"satisfaction"},
    "contacts": {"phone", "voter_name"},
}
NUMBERS = ("number", "source_number", "void_reason")


@dataclass(frozen=True)
class ClosedStation:
    """Where it lies, and what is closed in it."""

    home: Home
    opinion_id: int  # the matter
    other_id: int  # a matter of the person
    visit_id: int  # his visit
    deputy_id: int


def enter(home: Home, user: str) -> Session:
    return sign_in(home, user, PASSWORD, now=noon)


def closed_station(folder: Path) -> ClosedStation:
    """Make it: full of canaries first, then closed."""
    home = sample_station(folder)
    session = enter(home, "liujie")
    opinion_id, other_id = _matters(session)
    visit_id = session.value("SELECT id FROM visits WHERE voided_on IS NULL AND opinion_id IS NULL AND content <> ''")
    deputy_id = session.value(
        "SELECT deputy_id FROM service_records WHERE voided_on IS NULL GROUP BY 1 ORDER BY count(*) DESC"
    )
    hang(session, opinion_id)
    _fill(session, opinion_id, other_id, visit_id, deputy_id)
    found = ClosedStation(home, opinion_id, other_id, visit_id, deputy_id)
    with session.action("opinion.edit"):
        session.change(session.get(Opinion, opinion_id), request=f"{WORD}改过的要求")
    reclassifying.reclassify(session, [opinion_id], category_id=2)
    zhou = sign_in_again(session, "zhouchangfu", PASSWORD)
    drafts.keep(zhou, "judge.review", opinion_id, {"words": WORD}, title=f"“审核意见”（{WORD}）")
    drafts.keep(zhou, "registration", 0, {"submitter_name": NAME}, title=f"新登记（{NAME}）")
    close(session, found)
    session.close()
    return found


def _matters(session: Session) -> tuple[int, int]:
    met = "SELECT opinion_id FROM visits WHERE opinion_id IS NOT NULL"
    where = f"merged_into IS NULL AND voided_on IS NULL AND id NOT IN ({met})"
    sql = f"SELECT id FROM opinions WHERE status = ? AND {where} ORDER BY id"
    return session.value(sql, ("replied",)), session.value(sql, ("handling",))


def hang(session: Session, opinion_id: int) -> None:
    """A record of every kind that hangs on a matter, and a file on some of them."""
    made: dict[str, int] = {"opinions": opinion_id}
    with session.action("opinion.edit"):
        for kind, sample in SAMPLES.items():
            names = {field.name for field in fields(kind)}
            if kind is Closure or not names & {"opinion_id", "dispatch_id", "promise_id"}:
                continue
            values: dict[str, Any] = {"id": 0}
            for name, table in (("opinion_id", "opinions"), ("dispatch_id", "dispatches"), ("promise_id", "promises")):
                if name in names:
                    values[name] = made[table]
            if "reply_id" in names:
                values["reply_id"] = made["replies"]
            values |= {name: None for name in ("voided_on", "attachment_id") if name in names}
            values |= {"number": f"试〔2026〕{len(made)}号"} if "number" in names else {}
            made[kind.TABLE] = session.add(replace(sample, **values)).id
        for table in ("opinions", "replies", "opinion_steps", "suggestions", "visits"):
            source = Enclosed(f"{WORD}.txt", None, f"{WORD}在文件里".encode())
            attachments.attach(session, table, made[table], source)


def _fill(session: Session, opinion_id: int, other_id: int, visit_id: int, deputy_id: int) -> None:
    """Canaries into every field of text that people write, past the program's own checks."""
    for kind in SAMPLES:
        names = {field.name for field in fields(kind)}
        if "opinion_id" in names and kind is not Closure:
            _put(session, kind, "opinion_id = ?", (opinion_id,), WORD)
        elif "deputy_id" in names and kind.TABLE not in ("attendances", "closures", "group_members"):
            _put(session, kind, "deputy_id = ?", (deputy_id,), DEPUTY_WORD)
        elif "owner_table" in names and kind.TABLE != "attendances":
            where = "(owner_table = 'opinions' AND owner_id = ?) OR (owner_table = 'deputies' AND owner_id = ?)"
            _put(session, kind, where, (opinion_id, deputy_id), WORD)
    _put(session, Opinion, "id = ?", (opinion_id,), WORD)
    _put(session, Deputy, "id = ?", (deputy_id,), DEPUTY_WORD)
    run = session.db.conn.execute
    run("UPDATE opinions SET phone = '' WHERE id = ?", (opinion_id,))
    run(
        "UPDATE opinions SET submitter_name = ?, phone = ?, title = ?, content = ? WHERE id = ?",
        (NAME, PHONE, OTHER, OTHER, other_id),
    )
    run(
        "UPDATE visits SET name = ?, phone = ?, subject = ?, content = ?, same_name_note = '' WHERE id = ?",
        (NAME, PHONE, OTHER, OTHER, visit_id),
    )
    for id_ in (opinion_id, other_id):
        known = session.get(Opinion, id_)
        search.put(session.db, "opinions", id_, [getattr(known, name) for name in Opinion.SEARCHED], new=False)
    session.db.conn.commit()


def _put(session: Session, kind: Any, where: str, params: Any, word: str) -> None:
    hints, kept = get_type_hints(kind), {*CODES.get(kind.TABLE, ()), *NUMBERS}
    names = [part.name for part in fields(kind) if hints[part.name] is str and part.name not in kept]
    if kind is Deputy:
        names.remove("name")
    sets = ", ".join(f"{name} = '{word}'" for name in names)
    session.db.conn.execute(f"UPDATE {kind.TABLE} SET {sets} WHERE {where}", params)


def close(session: Session, station: ClosedStation) -> None:
    """The vice head closes all three to the officer and to the head, for whom he stands in."""
    admin = sign_in_again(session, "wuxiaomei", PASSWORD)
    (li,) = admin.select(Staff, "name = '李建国'")
    (account,) = admin.select(Account, "staff_id = ?", (li.id,))
    accounts.edit(admin, account.id, (Role.VICE_HEAD, Role.HEAD))
    leader = sign_in_again(session, "lijianguo", PASSWORD)
    for user in CLOSED_TO:
        (account,) = leader.select(Account, "user_name = ?", (user,))
        who = {"staff_id": account.staff_id, "reason": f"{WORD}是亲属"}
        for closure in (
            Closure(opinion_id=station.opinion_id, **who),
            Closure(subject=ClosureSubject.PERSON, person_name=NAME, phone=PHONE, **who),
            Closure(subject=ClosureSubject.DEPUTY, deputy_id=station.deputy_id, **who),
        ):
            closures.decide(leader, closure)


def words_in(value: Any) -> str:
    """All text of a record, a row or a document, whatever it is made of."""
    if isinstance(value, str):
        return value
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, dict):
        return "\n".join(map(words_in, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return "\n".join(map(words_in, value))
    if is_dataclass(value):
        return "\n".join(words_in(getattr(value, part.name, None)) for part in fields(value))
    return str(value)


def found_in(text: str) -> set[str]:
    """The canaries in a text."""
    return {canary for canary in CANARIES if canary in text}
