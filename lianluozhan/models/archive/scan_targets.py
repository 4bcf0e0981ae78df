"""What a scanned sheet belongs to: the record that its 纸号 names, the signed step of it, and the 件 it is filed in.

Nothing is ever guessed: a 纸号 that names no record of this station, one whose sheet was voided, and one that the print
log does not know are told in a sentence, and the sheet waits for somebody who looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import veil
from ..opinions.applying import DECIDE
from ..opinions.handling import OpinionStep, Source
from ..opinions.signing_off import APPLY, APPROVE, REVIEW
from ..opinions.supervising import ISSUED, SLIP
from ..paper_codes import read_code
from ..prints import VOLUME, Print
from ..service.file_sheets import of_key
from ..session import Session
from .record import Item, Part

# the forms that bear a 纸号, by the table whose record it names; a test holds them against the catalogue
TABLES = {
    **dict.fromkeys(("F10", "F11", "F12", "F16", "F17", "F18", "F20"), "opinions"),
    "F13": "applications",
    "F14": "supervisions",
    "F15": "supervisions",
    "F23": "calls",
    "F24": "suggestions",
    "F01": "stations",
    "F125": "emergencies",
    "F02": "staff",
    "F03": "deputies",
    "F04": "service_records",
    "F06": "deputy_years",
    "F07": "voter_reports",
    "F21": "official_documents",
    "F122": "official_documents",
    "F124": "handovers",
    "F126": "drills",
    "F30": "reception_plans",
    "F31": "reception_notices",
    "F32": "receptions",
    "F33": "visits",
    "F41": "activities",
    "F84": "archive_loans",
    "F85": "archive_appraisals",
}
# kinds of sheets that are no table of their own, and whose record stands behind them
_STAND_FOR = {"emergencies": "stations", "deputy_files": "deputies", "deputy_years": "deputies"}
# what is signed on a form of a matter: the steps that this sheet bears, the newest signature first
STEPS = {
    "F10": ("approve", "review", "submit"),
    "F11": ("inform",),
    "F12": ("receive", "dispatch"),
    "F13": (DECIDE,),
    "F14": (SLIP,),
    "F15": (SLIP, ISSUED),
    "F16": ("reply",),
    "F17": ("evaluate",),
    "F18": ("decide",),
    "F20": ("close", APPROVE, REVIEW, APPLY),
}
OTHERS_SIGN = frozenset({"receive", "reply", "evaluate", "inform", SLIP})  # people who have no account sign these
_PURPOSES = {"official_documents": "签字件", "handovers": "签字件", "receptions": "签到表扫描件"}
PURPOSE = "签字件扫描"
ON_ITEM = "归档文件"
OF_ITEM = "archive_items"

_VOLUMES = (VOLUME, "F05", "F82R", "F82I")
# whose records are called by a number
_NUMBERED = ("opinions", "visits", "receptions", "calls", "suggestions", "supervisions", "official_documents")


@dataclass(frozen=True)
class Target:
    """One sheet of one record: what the scan of it hangs on. `form` is empty where only the record is known."""

    table: str
    record_id: int
    form: str = ""
    code: str = ""

    @property
    def owner(self) -> tuple[str, int]:
        """The record that keeps the file, by its table and id."""
        record_id = of_key(self.record_id)[0] if self.table == "deputy_years" else self.record_id
        return _STAND_FOR.get(self.table, self.table), record_id

    @property
    def purpose(self) -> str:
        return ON_ITEM if self.table == OF_ITEM else _PURPOSES.get(self.table, PURPOSE)


@dataclass(frozen=True)
class Named:
    """What a 纸号 names: where the sheet hangs by itself, or the sentence why it does not.

    `is_closed` says that this person must not get to see the record; then nothing is told of it.
    """

    target: Target | None
    refusal: str = ""
    is_closed: bool = False


def named_by(session: Session, code: str) -> Named:
    """The sheet that a 纸号 names, and whether it may hang there without anybody looking."""
    read = read_code(code)
    if read is None:
        return Named(None, f"{code} 不是纸号，或读错了一个字。请看纸上左下角的八位编号。")
    form, record_id = read
    if form not in TABLES:
        return Named(None, f"纸号 {code} 是 {form} 表的，这种表没有记录可挂。请看纸张，指定它属于哪条记录，或不收。")
    target = Target(TABLES[form], record_id, form, code)
    table, owner_id = target.owner
    with veil.whole_sight():
        voided = _voided(session, table, owner_id)
    if voided is None:
        words = f"纸号 {code} 指的记录在本站找不到，可能是别的联络站的表，或在还原数据以前打印的。请核对后再定。"
        return Named(None, words)
    if refusal := closed_words(session, target):
        return Named(target, refusal, is_closed=True)
    if voided:
        return Named(target, f"纸号 {code} 指的记录已经作废，没有自动挂接。请核对后再定。")
    return Named(target, _print_trouble(session, target))


def closed_words(session: Session, target: Target) -> str:
    """Why the record of a target is out of this person's sight; empty when it is not."""
    return veil.sentence(session, *target.owner) or veil.sentence(session, target.table, target.record_id)


def exists(session: Session, target: Target) -> bool:
    """Whether the record that keeps the file is there."""
    return _voided(session, *target.owner) is not None


def _voided(session: Session, table: str, record_id: int) -> bool | None:
    """Whether a record is voided; None if there is none."""
    columns = {row[1] for row in session.rows(f"PRAGMA main.table_info('{table}')")}
    column = "voided_on IS NOT NULL" if "voided_on" in columns else "0"
    found = session.rows(f"SELECT {column} FROM {table} WHERE id = ?", (record_id,))
    return bool(found[0][0]) if found else None


def _print_trouble(session: Session, target: Target) -> str:
    """What the print log has against a sheet: it was voided, or it never left this program."""
    where = "form = ? AND owner_table = ? AND owner_id = ? AND paper_code <> ''"
    printed = session.select(Print, where, (target.form, target.table, target.record_id), order="id DESC")
    if any(entry.voided_on is None for entry in printed) or _in_a_volume(session, target):
        return ""
    if printed:
        day, why = printed[0].voided_on, printed[0].void_reason
        return f"纸号 {target.code} 的表在 {day} 已经作废（{why}），没有自动挂接。请用重打的那一张，或核对后再定。"
    return f"打印记录里没有纸号 {target.code} 的表，可能是别的联络站打印的。请核对后再定。"


def _in_a_volume(session: Session, target: Target) -> bool:
    """Whether the sheet left the program as part of a whole volume, which is entered as one print."""
    marks = ", ".join("?" * len(_VOLUMES))
    sql = f"SELECT 1 FROM prints WHERE form IN ({marks}) AND voided_on IS NULL AND owner_table = ? AND owner_id = ?"
    return any(session.value(sql, (*_VOLUMES, *volume)) for volume in _volumes_with(session, target))


def _volumes_with(session: Session, target: Target) -> Iterator[tuple[str, int]]:
    """The records whose whole volume holds this sheet."""
    table, owner_id = target.owner
    yield target.table, target.record_id
    columns = {row[1] for row in session.rows(f"PRAGMA main.table_info('{table}')")}
    for column, parent in (("opinion_id", "opinions"), ("reception_id", "receptions"), ("deputy_id", "deputy_files")):
        if column in columns:
            found = session.value(f"SELECT {column} FROM {table} WHERE id = ?", (owner_id,))
            if found:
                yield parent, int(found)
    if table == "deputies":
        yield "deputy_files", owner_id
    if table == "reception_plans":
        yield from (("receptions", int(row[0])) for row in _receptions(session, "plan_id = ?", (owner_id,)))
    if table == "reception_notices":
        of_notice = "id IN (SELECT value FROM reception_notices n, json_each(n.reception_ids) WHERE n.id = ?)"
        yield from (("receptions", int(row[0])) for row in _receptions(session, of_notice, (owner_id,)))
    form = "form = ? AND record_id = ? AND voided_on IS NULL"
    for part in session.select(Part, form, (target.form, target.record_id)):
        yield OF_ITEM, part.item_id or 0


def _receptions(session: Session, where: str, params: tuple[int, ...]) -> list[tuple[int, ...]]:
    return session.rows(f"SELECT id FROM receptions WHERE {where}", params)


# Steps and 件 --------------------------------------------------------------------------------------------------------


def open_steps(session: Session, target: Target) -> list[OpinionStep]:
    """The steps that were signed on this sheet and have no scan yet, the newest signature first.

    Of two steps of one name, such as two replies, nobody knows which one a sheet bears; then neither is meant.
    """
    names = STEPS.get(target.form, ())
    if not names:
        return []
    opinion_id = target.record_id
    if target.table != "opinions":
        opinion_id = session.value(f"SELECT opinion_id FROM {target.table} WHERE id = ?", (target.record_id,)) or 0
    marks = ", ".join("?" * len(names))
    where = f"opinion_id = ? AND name IN ({marks}) AND attachment_id IS NULL AND voided_on IS NULL"
    found = session.select(OpinionStep, where, (opinion_id, *names), order="id DESC")
    signed = [step for step in found if step.source is Source.PAPER or step.name in OTHERS_SIGN]
    alone = [step for step in signed if sum(step.name == other.name for other in signed) == 1]
    return sorted(alone, key=lambda step: names.index(step.name))


def piece_of(session: Session, target: Target) -> Item | None:
    """The 件 in which this sheet is filed and that is still here."""
    if target.table == OF_ITEM:
        return session.find(Item, target.record_id)
    table = _STAND_FOR.get(target.table, target.table)
    sql = (
        "SELECT p.item_id FROM archive_parts p JOIN archive_items i ON i.id = p.item_id"
        " WHERE p.form = ? AND p.record_table IN (?, ?) AND p.record_id = ? AND p.voided_on IS NULL"
        " AND i.voided_on IS NULL AND i.destroyed_on IS NULL AND i.handed_over_on IS NULL ORDER BY i.id DESC"
    )
    found = session.value(sql, (target.form, table, target.table, target.record_id))
    return session.find(Item, found) if found else None


# By what somebody types ----------------------------------------------------------------------------------------------


def targets_called(session: Session, words: str) -> list[Target]:
    """What a person means by a 纸号, a number of a record or a 档号, each as it may be hung on."""
    words = words.strip()
    if read := read_code(words):
        plain = "".join(character for character in words.upper() if character.isalnum())
        named = named_by(session, f"{plain[:4]}-{plain[4:]}")
        return [named.target] if named.target is not None and not named.is_closed and read else []
    found = [Target(table, record_id) for table in _NUMBERED for record_id in _called(session, table, words)]
    where = "archival_number = ? AND archival_number <> '' AND destroyed_on IS NULL AND handed_over_on IS NULL"
    found += [Target(OF_ITEM, item.id) for item in session.select(Item, f"{where} AND voided_on IS NULL", (words,))]
    return found


def _called(session: Session, table: str, number: str) -> list[int]:
    sql = f"SELECT id FROM {table} WHERE number <> '' AND replace(number, ' ', '') = ? AND voided_on IS NULL"
    return [record_id for (record_id,) in session.rows(sql, (number.replace(" ", ""),))]
