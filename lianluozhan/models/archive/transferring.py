"""移交 to the county archive when the years of the law are over (档案法实施条例 2024, article 20; F85).

What is kept for good or for 30 years goes there, with three signatures; what is kept for 10 years is appraised instead.
The 件 stay here as lines: they can be found, and no longer lent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .. import settings, stations, veil
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, choice, day, reference, text
from ..listing import Listing
from ..numbering import next_number
from ..session import Session
from ..staff import Staff
from ..stations import Station
from .appraising import KEPT, UNDER_APPRAISAL
from .destroying import bare, with_remark
from .lending import IS_OUT
from .record import Item, Retention, Unit


class TransferState(Choice):
    DRAFT = "draft", "准备中"
    HANDED = "handed", "已移交"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One hand-over with its list in three copies."""

    TABLE: ClassVar = "archive_transfers"

    id: int = 0
    number: str = text("编号", max_length=30)
    receiver: str = text("接收单位", required=True, max_length=60)
    prepared_by: int | None = reference("经手人", "staff")
    prepared_on: date | None = day("编制日期", required=True)
    medium: str = text("电子载体", max_length=80)
    state: TransferState = choice("状态", TransferState, TransferState.DRAFT)
    handed_by: int | None = reference("移交人", "staff")
    handed_on: date | None = day("移交日期")
    received_by: str = text("接收人", max_length=50)
    supervised_by: str = text("监交人", max_length=50)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """One 件 on a list."""

    TABLE: ClassVar = "archive_transfer_lines"

    id: int = 0
    transfer_id: int | None = reference("移交", "archive_transfers", required=True)
    item_id: int | None = reference("件", "archive_items", required=True)
    voided_on: date | None = day("撤出日期")


NUMBER = "移交"  # 移交〔2037〕1号
VIEWS = {"": "1", "open": "state = 'draft'", "done": "state = 'handed'"}
CLOSED = "这份清单上有对您回避的件，请由另一位办理、打印。"
GOING = (Retention.PERMANENT, Retention.YEARS_30)
ON_A_LIST = (
    "id IN (SELECT l.item_id FROM archive_transfer_lines l JOIN archive_transfers t ON t.id = l.transfer_id"
    " WHERE l.voided_on IS NULL AND t.voided_on IS NULL AND t.state = 'draft')"
)
_IN_DOUBT = (
    "id IN (SELECT item_id FROM archive_loans WHERE returned_on IS NOT NULL AND settled_on IS NULL"
    " AND voided_on IS NULL)"
)
_HELD_BACK = (
    (IS_OUT, "借出未还"),
    (_IN_DOUBT, "归还时对不上，还没有查清"),
    (UNDER_APPRAISAL, "正在鉴定"),
)
_ORDER = "year, retention DESC, unit, volume_id, sequence"  # 永久 before 30年


@dataclass(frozen=True)
class Signing:
    """Who hands over, who receives, who watches, and when."""

    handed_by: int
    received_by: str
    supervised_by: str
    handed_on: date


@dataclass(frozen=True)
class TransferClass:
    """The 件 of one class on a list: 件号 count within it, of a fonds by volume 案卷号 do."""

    year: int
    retention: Retention
    unit: str
    unit_name: str
    items: tuple[Item, ...]
    volumes: tuple[int, ...] = ()  # the 案卷号 they lie in

    @property
    def words(self) -> str:
        """2026年度 永久 人大办."""
        return " ".join(filter(None, (f"{self.year}年度", self.retention.label, self.unit_name or self.unit)))

    @property
    def pages(self) -> int:
        return sum(item.pages or 0 for item in self.items)

    @property
    def span(self) -> str:
        """From the first 件号 to the last; 案卷0001—0003 where volumes count."""
        numbers = self.volumes or [item.sequence or 0 for item in self.items]
        first, last = min(numbers), max(numbers)
        words = f"{first:04d}" if first == last else f"{first:04d}—{last:04d}"
        return f"案卷{words}" if self.volumes else words


@dataclass(frozen=True)
class TransferFile:
    """One hand-over as it is printed (F85T, F85L)."""

    transfer: Transfer
    classes: tuple[TransferClass, ...]
    handed_by: str
    station: Station
    closed: int = 0  # how many of its 件 are closed to whoever reads it

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for each in self.classes for item in each.items)


def due(session: Session) -> list[Item]:
    """The 件 whose years here are over, which can go now, class by class."""
    held = " AND ".join(f"NOT {where}" for where, _ in _HELD_BACK)
    return _due(session, f"{held} AND NOT {ON_A_LIST}")


def count_due(session: Session) -> int:
    """How many there are."""
    held = " AND ".join(f"NOT {where}" for where, _ in _HELD_BACK)
    where, last = _due_where(session)
    sql = f"SELECT count(*) FROM archive_items WHERE {where} AND {held} AND NOT {ON_A_LIST}"
    return int(session.value(sql, (last,)))


def held_back(session: Session) -> list[tuple[Item, str]]:
    """The 件 that should go as well and cannot yet, each with why."""
    return [(item, why) for where, why in _HELD_BACK for item in _due(session, f"{where} AND NOT {ON_A_LIST}")]


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Hand-overs, the latest first; `items` counts their 件."""
    return Listing(
        session.db,
        "archive_transfers",
        where=("instr(number || receiver || medium || note, :words) > 0", "voided_on IS NULL OR :voided", VIEWS[view]),
        params={"words": words.strip(), "voided": voided},
        descending=True,
        columns="archive_transfers.*, (SELECT count(*) FROM archive_transfer_lines l"
        " WHERE l.transfer_id = archive_transfers.id AND l.voided_on IS NULL) AS items",
    )


def lines_of(session: Session, transfer_id: int) -> list[TransferLine]:
    """The lines that are still on a list."""
    return session.select(TransferLine, "transfer_id = ? AND voided_on IS NULL", (transfer_id,))


def items_of(session: Session, transfer_id: int) -> list[Item]:
    """The 件 on a list, class by class in the order of their numbers."""
    where = "id IN (SELECT item_id FROM archive_transfer_lines WHERE transfer_id = ? AND voided_on IS NULL)"
    return session.select(Item, where, (transfer_id,), order=_ORDER)


def classes_of(session: Session, items: Sequence[Item]) -> list[TransferClass]:
    """The same by class."""
    names = {unit.code: unit.name for unit in session.select(Unit)}
    volumes = dict(session.rows("SELECT id, number FROM archive_volumes WHERE number IS NOT NULL"))
    found: dict[tuple[int, Retention, str], list[Item]] = {}
    for item in items:
        found.setdefault((item.year or 0, item.retention, item.unit), []).append(item)
    return [
        TransferClass(
            *(year, retention, unit, names.get(unit, "")),
            items=tuple(members),
            volumes=tuple(sorted({volumes[item.volume_id] for item in members if item.volume_id in volumes})),
        )
        for (year, retention, unit), members in found.items()
    ]


def transfer_file(session: Session, transfer_id: int) -> TransferFile:
    """Read a hand-over with its 件."""
    transfer = session.get(Transfer, transfer_id)
    classes = classes_of(session, items_of(session, transfer_id))
    who = session.find(Staff, transfer.handed_by)
    closed = _closed(session, transfer_id)
    return TransferFile(transfer, tuple(classes), who.name if who else "", stations.station(session), closed)


def refusal(file: TransferFile) -> str:
    """Why the list cannot be printed; empty when it can. One that leaves something out would be signed as whole."""
    if file.closed:
        return CLOSED
    return "" if file.classes else "这次移交里一件也没有，打印不出清单。请先加进要移交的件。"


def prepare(session: Session, receiver: str, item_ids: Sequence[int], medium: str = "", note: str = "") -> Transfer:
    """Make the list of a hand-over."""
    with session.action("archive.transfer"):
        items = _movable(session, item_ids)
        if not items:
            raise RuleError("请先选要移交的件。还没有满年限的，不用移交。")
        if not receiver.strip():
            raise InvalidRecord({"receiver": "请填写接收单位，例如：县档案馆。"})
        made = session.add(
            Transfer(
                number=next_number(session, NUMBER, session.today.year),
                receiver=receiver.strip(),
                prepared_by=session.staff.id,
                prepared_on=session.today,
                medium=medium.strip(),
                note=note.strip(),
            )
        )
        session.add_many([TransferLine(transfer_id=made.id, item_id=item.id) for item in items])
        return made


def put_on(session: Session, transfer_id: int, item_ids: Sequence[int]) -> list[TransferLine]:
    """Take more 件 onto a list that was not handed over yet."""
    with session.action("archive.transfer"):
        _open(session, transfer_id)
        items = _movable(session, item_ids)
        if not items:
            raise RuleError("请先选要加进来的件。")
        return session.add_many([TransferLine(transfer_id=transfer_id, item_id=item.id) for item in items])


def take_off(session: Session, transfer_id: int, item_ids: Sequence[int]) -> list[TransferLine]:
    """Leave 件 out of a list that was not handed over yet."""
    with session.action("archive.transfer"):
        _open(session, transfer_id)
        by_item = {line.item_id: line for line in lines_of(session, transfer_id)}
        if not item_ids or any(item_id not in by_item for item_id in item_ids):
            raise RuleError("选中的件不在这份清单上，可能刚被撤出。请刷新后再选。")
        return [session.change(by_item[item_id], voided_on=session.today) for item_id in dict.fromkeys(item_ids)]


def edit(session: Session, transfer_id: int, receiver: str, medium: str, note: str) -> Transfer:
    """Change who receives it, and on what the electronic copy goes along."""
    with session.action("archive.transfer"):
        transfer = _open(session, transfer_id)
        return session.change(transfer, receiver=receiver.strip(), medium=medium.strip(), note=note.strip())


def hand_over(session: Session, transfer_id: int, signing: Signing) -> Transfer:
    """Enter that the list was signed by all three: its 件 are at the county archive from that day on."""
    with session.action("archive.transfer"):
        transfer = _open(session, transfer_id)
        _check_sight(session, transfer_id)
        items = items_of(session, transfer_id)
        if not items:
            raise RuleError("清单上一件也没有，不能移交。请先加进要移交的件，或者作废这份清单。")
        _check_signing(session, transfer, signing)
        _check_here(session, items)
        on = signing.handed_on
        words = f"{on.year}年{on.month}月{on.day}日移交{transfer.receiver}（{transfer.number}）"
        for item in items:
            session.change(item, handed_over_on=on, remark=with_remark(item, words))
        return session.change(
            transfer,
            state=TransferState.HANDED,
            handed_by=signing.handed_by,
            handed_on=on,
            received_by=signing.received_by.strip(),
            supervised_by=signing.supervised_by.strip(),
        )


def void(session: Session, transfer_id: int, reason: str) -> Transfer:
    """Take a list out of use before it is handed over; its 件 can go onto another."""
    with session.action("archive.transfer"):
        transfer = _open(session, transfer_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        return session.change(transfer, voided_on=session.today, void_reason=reason.strip())


def _due(session: Session, more: str) -> list[Item]:
    where, last = _due_where(session)
    return session.select(Item, f"{where} AND {more}", (last,), order=_ORDER)


def _due_where(session: Session) -> tuple[str, int]:
    """Of the classes that go, those whose full years are over: the condition and the last of these years."""
    codes = ", ".join(f"'{retention.value}'" for retention in GOING)
    last = session.today.year - settings.number(session, "archive.transfer_years") - 1
    return f"{KEPT} AND retention IN ({codes}) AND year <= ?", last


def _open(session: Session, transfer_id: int) -> Transfer:
    transfer = session.get(Transfer, transfer_id)
    if transfer.voided_on:
        raise RuleError("这份移交清单已经作废，不能再办。请另编一份。")
    if transfer.state is TransferState.HANDED:
        raise RuleError("这份清单已经移交，三方签了字，不能再改。")
    return transfer


def _movable(session: Session, item_ids: Sequence[int]) -> list[Item]:
    """The 件 of these ids, each refused with its number where it cannot go."""
    years = settings.number(session, "archive.transfer_years")
    listed = {row[0] for row in session.rows(f"SELECT id FROM archive_items WHERE {ON_A_LIST}")}
    items = [session.get(Item, item_id) for item_id in dict.fromkeys(item_ids)]
    for item in items:
        _check_movable(session, item, years)
        if item.id in listed:
            called = item.archival_number
            raise RuleError(f"{called}已经在另一份移交清单上，一件不能上两份。请先从那一份里撤出。")
    _check_here(session, items)
    return items


def _check_movable(session: Session, item: Item, years: int) -> None:
    called = item.archival_number or item.title
    if item.sequence is None:
        raise RuleError(f"{called}还没有编件号，不能移交。请先编号。")
    if item.voided_on or item.destroyed_on or item.handed_over_on:
        raise RuleError(f"{called}已经撤件、销毁或者移交，不能再移交。")
    if item.retention not in GOING:
        raise RuleError(f"{called}只保管 10 年，不移交，到期鉴定。")
    if (item.year or 0) + years >= session.today.year:
        raise RuleError(f"{called}在本站保管还没有满 {years} 年，{(item.year or 0) + years + 1} 年起才移交。")


def _check_here(session: Session, items: Sequence[Item]) -> None:
    """Nothing that is struck, gone, lent or under appraisal is handed over."""
    gone = [item for item in items if item.voided_on or item.destroyed_on or item.handed_over_on]
    if gone:
        raise RuleError(f"{gone[0].archival_number}已经撤件、销毁或者移交，请先把它从清单里撤出。")
    for where, why in _HELD_BACK:
        held = {row[0] for row in session.rows(f"SELECT id FROM archive_items WHERE {where}")}
        if out := [item.archival_number for item in items if item.id in held]:
            raise RuleError(f"{'、'.join(out[:3])}{why}，不能移交。请先办完，或者把它从清单里撤出。")


def _check_signing(session: Session, transfer: Transfer, signing: Signing) -> None:
    """Three different people, and a day between the making of the list and today."""
    giver = bare(session.get(Staff, signing.handed_by).name)
    receiver, watcher = bare(signing.received_by), bare(signing.supervised_by)
    problems = {}
    if not receiver:
        problems["received_by"] = "请填写接收人的姓名。"
    elif receiver == giver:
        problems["received_by"] = "接收人和移交人不能是同一个人。请填写接收单位签字的人。"
    if not watcher:
        problems["supervised_by"] = "请填写监交人的姓名。"
    elif watcher in (giver, receiver):
        problems["supervised_by"] = "监交人不能同时是移交人或者接收人。请另填一位。"
    if transfer.prepared_on and signing.handed_on < transfer.prepared_on:
        problems["handed_on"] = f"移交日期不能早于编制清单的日期 {transfer.prepared_on.isoformat()}。"
    elif signing.handed_on > session.today:
        problems["handed_on"] = "移交日期不能晚于今天。请在三方签字以后再登记。"
    if problems:
        raise InvalidRecord(problems)


def _check_sight(session: Session, transfer_id: int) -> None:
    """Nobody handles a list of which a 件 is closed to him."""
    if _closed(session, transfer_id):
        raise RuleError(CLOSED)


def _closed(session: Session, transfer_id: int) -> int:
    seen = len(lines_of(session, transfer_id))
    with veil.whole_sight():
        return len(lines_of(session, transfer_id)) - seen
