"""What the registers print: an opening of the box with its pieces, a call with what came of it, a backup, a drill."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import backups, boxes, drills, stations, sticks
from .backups import BackupEntry
from .boxes import BoxOpening, BoxPiece
from .calls import Call
from .drills import Drill
from .opinions import masked_phone
from .session import Session
from .staff import Staff
from .stations import Station
from .sticks import Stick

DRILLS_SHOWN = 3
SOMEBODY = "群众"


@dataclass(frozen=True)
class OpeningFile:
    """One opening; `numbers` are those of the registration forms, in the order of the pieces, empty without one."""

    opening: BoxOpening
    pieces: tuple[BoxPiece, ...]
    numbers: tuple[str, ...]
    first_opener: str
    second_opener: str
    station: Station


@dataclass(frozen=True)
class CallFile:
    """One call or message."""

    call: Call
    number: str  # of the registration form
    answered_by: str
    station: Station


@dataclass(frozen=True)
class BackupFile:
    """One line of the register of backups; `stick` is the name of the registered stick, empty for a folder."""

    entry: BackupEntry
    maker: str
    station: Station
    stick: str = ""


def backup_file(session: Session, entry_id: int) -> BackupFile:
    """Read a backup as it was entered into the register."""
    entry = session.get(BackupEntry, entry_id)
    maker, stick = _name(session, entry.made_by), sticks.name_of(session, entry.stick_id)
    return BackupFile(entry, maker, stations.station(session), stick)


@dataclass(frozen=True)
class DrillFile:
    """One drill with who held it."""

    drill: Drill
    holder: str
    station: Station


def drill_file(session: Session, drill_id: int) -> DrillFile:
    """Read a drill as it was noted."""
    drill = session.get(Drill, drill_id)
    return DrillFile(drill, _name(session, drill.held_by), stations.station(session))


@dataclass(frozen=True)
class EmergencyFile:
    """What the page for an emergency says of this station: its sticks, and which backup to take; no code, no person."""

    station: Station
    sticks: tuple[Stick, ...]  # in use, the one with the newest proven backup first
    newest: BackupEntry | None
    newest_on: str  # the name of its stick, empty for a folder
    drills: tuple[DrillFile, ...]  # the newest of those in force


def emergency_file(session: Session, station_id: int = 0) -> EmergencyFile:
    """The station's sticks and newest backup; `station_id` is what the print room knows the sheet by."""
    newest = backups.last_proven(session)
    in_use = sorted(sticks.in_use(session), key=lambda stick: newest is None or stick.id != newest.stick_id)
    held = [drill for drill in drills.every(session) if drill.voided_on is None][:DRILLS_SHOWN]
    return EmergencyFile(
        stations.station(session),
        tuple(in_use),
        newest,
        sticks.name_of(session, newest.stick_id) if newest else "",
        tuple(drill_file(session, drill.id) for drill in held),
    )


def opening_file(session: Session, opening_id: int) -> OpeningFile:
    """Read an opening and its pieces."""
    opening = session.get(BoxOpening, opening_id)
    pieces = tuple(boxes.pieces_of(session, opening_id))
    numbers = tuple(_number(session, piece.opinion_id) for piece in pieces)
    first, second = _name(session, opening.first_opener_id), _name(session, opening.second_opener_id)
    return OpeningFile(opening, pieces, numbers, first, second, stations.station(session))


def call_file(session: Session, call_id: int) -> CallFile:
    """Read a call."""
    call = session.get(Call, call_id)
    return CallFile(
        call, _number(session, call.opinion_id), _name(session, call.answered_by), stations.station(session)
    )


def masked_call(file: CallFile) -> CallFile:
    """The same without who called (4.7.2)."""
    call, texts = file.call, {}
    for field in ("content", "answer", "note"):
        texts[field] = getattr(call, field)
        for secret, instead in ((call.caller_name, SOMEBODY), (call.caller_phone, "（略）")):
            if len(secret.strip()) >= 2:
                texts[field] = texts[field].replace(secret.strip(), instead)
    phone = masked_phone(call.caller_phone) if call.caller_phone else ""
    return replace(file, call=replace(call, caller_name=SOMEBODY, caller_phone=phone, **texts))


def _number(session: Session, opinion_id: int | None) -> str:
    return boxes.form_of(session, opinion_id) or ""


def _name(session: Session, staff_id: int | None) -> str:
    person = session.find(Staff, staff_id)
    return person.name if person else ""
