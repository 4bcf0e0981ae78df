"""All that the sheets of the station and of its staff say (F01, F02, the roster), and their photographs (2.1, 2.2)."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import attachments, staff, stations
from .attachments import Attachment, FileSource
from .deputies import Level
from .errors import RuleError
from .session import Session
from .shown_numbers import in_sight
from .staff import Appointment, Post, Staff
from .stations import Station

PHOTO, QR = "照片", "二维码"
PICTURES = ("image/jpeg", "image/png")
_ORDER = tuple(Post)


@dataclass(frozen=True)
class StationFile:
    """The station with who works there and how many deputies of each level belong to it."""

    station: Station
    holders: tuple[tuple[Post, tuple[str, ...]], ...]
    counts: tuple[tuple[Level, int], ...]
    people: int  # deputies, each once whatever levels he has
    pictures: tuple[str, ...] = ()  # names of photographs and codes kept with it


@dataclass(frozen=True)
class StaffFile:
    """One member of the staff as he is printed; `id_number` as whoever prints may see it."""

    person: Staff
    posts: tuple[Appointment, ...]  # the newest first
    now: tuple[Appointment, ...]
    id_number: str
    station: Station
    photo: bytes = b""

    def beside(self, post: Appointment) -> list[Appointment]:
        """The other posts that he holds or held during this one."""
        return staff.held_beside(self.posts, post)


def station_file(session: Session, station_id: int = 0) -> StationFile:
    """The station as its sheet says it."""
    today = session.today.isoformat()
    rows = session.rows(
        "SELECT a.post, s.name FROM appointments a JOIN staff s ON s.id = a.staff_id"
        " WHERE a.starts_on <= :today AND (a.ends_on IS NULL OR a.ends_on >= :today) AND s.retired_on IS NULL"
        " ORDER BY a.starts_on, a.id",
        {"today": today},
    )
    named = tuple((post, tuple(name for code, name in rows if code == post)) for post in Post)
    active = (
        "FROM mandates m JOIN deputies d ON d.id = m.deputy_id WHERE m.status = 'active' AND m.voided_on IS NULL"
        " AND (m.ends_on IS NULL OR m.ends_on >= :today) AND d.retired_on IS NULL"
    )
    by_level = dict(
        session.rows(f"SELECT m.level, count(DISTINCT m.deputy_id) {active} GROUP BY m.level", {"today": today})
    )
    people = session.value(f"SELECT count(DISTINCT m.deputy_id) {active}", {"today": today})
    station = stations.station(session)
    kept = attachments.of(session, Station.TABLE, station.id)
    return StationFile(
        station,
        named,
        tuple((level, int(by_level.get(level.value, 0))) for level in Level),
        int(people or 0),
        tuple(f"{each.purpose or '附件'}：{each.name}" for each in kept),
    )


def staff_file(session: Session, staff_id: int) -> StaffFile:
    """A member of the staff as his sheet says it."""
    person = session.get(Staff, staff_id)
    posts = tuple(staff.appointments(session, staff_id))
    return StaffFile(
        person,
        posts,
        tuple(sorted((each for each in posts if staff.is_running(each, session.today)), key=_rank)),
        in_sight(session, Staff.TABLE, staff_id, person.id_number),
        stations.station(session),
        photo_content(session, staff_id),
    )


def masked_staff(found: StaffFile) -> StaffFile:
    """The same without what belongs to the person alone."""
    return replace(found, id_number="", photo=b"", person=replace(found.person, phone="", id_number="", born_on=None))


def _rank(post: Appointment) -> int:
    return _ORDER.index(post.post)


# Photographs -------------------------------------------------------------------------------------------------------


def photo_of(session: Session, staff_id: int) -> Attachment | None:
    """The photograph in use."""
    found = [each for each in attachments.of(session, Staff.TABLE, staff_id) if each.purpose == PHOTO]
    return found[-1] if found else None


def photo_content(session: Session, staff_id: int) -> bytes:
    """The picture itself; empty when there is none or its file is damaged."""
    found = photo_of(session, staff_id)
    if found is None or attachments.trouble(session, found):
        return b""
    return attachments.stored_content(session, found.id)


def put_photo(session: Session, staff_id: int, source: FileSource) -> Attachment:
    """Take a photograph in; one that was there before is voided and kept."""
    with session.action("staff.edit"):
        session.get(Staff, staff_id)
        added = _picture(session, Staff.TABLE, staff_id, source, PHOTO)
        _void_others(session, Staff.TABLE, staff_id, added)
        return added


def put_station_pictures(session: Session, photos: Sequence[FileSource], codes: Sequence[FileSource] = ()) -> None:
    """Keep photographs of the station and the code of its platform; a new code takes the place of the old one."""
    with session.action("station.edit"):
        station_id = stations.station(session).id
        for source in photos:
            _picture(session, Station.TABLE, station_id, source, PHOTO)
        for source in codes:
            _void_others(session, Station.TABLE, station_id, _picture(session, Station.TABLE, station_id, source, QR))


def _picture(session: Session, table: str, record_id: int, source: FileSource, purpose: str) -> Attachment:
    if mimetypes.guess_type(source.name)[0] not in PICTURES:
        raise RuleError("照片要是图片文件，手机、相机拍的都可以。请换一张再放。")
    return attachments.attach(session, table, record_id, source, purpose)


def _void_others(session: Session, table: str, record_id: int, kept: Attachment) -> None:
    for earlier in attachments.of(session, table, record_id):
        if earlier.purpose == kept.purpose and earlier.id != kept.id:
            session.change(earlier, voided_on=session.today)
