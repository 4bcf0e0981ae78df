"""F41 活动签到表, F41R 代表接待签到表: the called stand on it before they sign, who came once it is known (4.1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lianluozhan.models.activities import ActivityFile
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.receptions.reception_file import ReceptionFile
from lianluozhan.models.stations import Station

from ..document import Document, chinese_date
from ..families.sign_in import Invited, sign_in_sheet

OF_RECEPTION = "代表接待签到表"
_AWAY = (Presence.EXCUSED, Presence.ABSENT)


def activity_sign_in(file: ActivityFile | None, station: Station | None = None) -> Document:
    """The sheet of one activity, or an empty one."""
    if file is None:
        return sign_in_sheet(station.name if station else "", "")
    made = file.activity
    return sign_in_sheet(
        file.station.name,
        made.title,
        span(made.starts_at, made.ends_at),
        made.place,
        [invited(one.line, one.name, one.unit, one.levels) for one in file.called],
        came=came([one.line for one in file.called]),
    )


def reception_sign_in(file: ReceptionFile | None, station: Station | None = None) -> Document:
    """The sheet of the deputies on duty at one reception, or an empty one."""
    if file is None:
        return sign_in_sheet(station.name if station else "", "", title=OF_RECEPTION)
    held, called = file.reception, [one.attendance for one in file.on_duty]
    hours = "至".join(part.removeprefix("0") for part in (held.starts_at, held.ends_at) if part)
    people = [
        invited(one.attendance, one.deputy.name, one.deputy.organisation_post, _levels(one.name))
        for one in file.on_duty
    ]
    return sign_in_sheet(
        file.station.name,
        "　".join(part for part in (held.number, held.topic) if part),
        f"{chinese_date(held.held_on)} {hours}".strip(),
        held.place,
        people,
        title=OF_RECEPTION,
        came=came(called),
    )


def _levels(name: str) -> str:
    """县、镇 of 赵明山（县、镇）."""
    return name.rpartition("（")[2].removesuffix("）") if name.endswith("）") else ""


def invited(line: Attendance, name: str, unit: str, levels: str) -> Invited:
    """One of the called as the sheet names him."""
    arrived = f"{line.arrived_at:%H:%M}" if line.arrived_at else ""
    return Invited(name, unit, levels, arrived, line.presence.label if line.presence in _AWAY else "")


def came(called: Sequence[Attendance]) -> tuple[int, ...]:
    """How many came, are excused and stayed away, once it is known of everybody."""
    known = [line.presence for line in called]
    if not known or Presence.INVITED in known:
        return ()
    return tuple(known.count(presence) for presence in (Presence.PRESENT, *_AWAY))


def span(first: datetime | None, last: datetime | None) -> str:
    """2026年6月18日 9:00至17:00, or over several days."""
    if first is None:
        return ""
    start = f"{first.year}年{first.month}月{first.day}日 {first.hour}:{first.minute:02d}"
    if last is None:
        return start
    end = f"{last.hour}:{last.minute:02d}"
    return f"{start}至{end}" if last.date() == first.date() else f"{start}至{last.month}月{last.day}日 {end}"
