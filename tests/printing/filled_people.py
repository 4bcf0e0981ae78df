"""The station, its staff, hand-over lists and contacts as they are printed: as usual, bare, as full as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianluozhan.models.contacts import Contact, ContactFile, ContactResult
from lianluozhan.models.deputies import Level
from lianluozhan.models.handovers import BY_HAND, HandOver, HandOverFile, HandOverItem
from lianluozhan.models.identity_numbers import masked_identity
from lianluozhan.models.people_files import StaffFile, StationFile
from lianluozhan.models.staff import Appointment, Post, Staff
from lianluozhan.models.stations import Station

from ..samples import SAMPLES, STATION
from ..samples_of_service import CONTACT, HANDOVER, HANDOVER_ITEM

_ITEM = replace(HANDOVER_ITEM, voided_on=None)
_PERSON = replace(SAMPLES[Staff], retired_on=None)
_HEAD = Appointment(id=1, staff_id=1, post=Post.HEAD, starts_on=date(2025, 1, 1))
_WORKER = Appointment(id=2, staff_id=1, post=Post.WORKER, starts_on=date(2021, 12, 1), ends_on=date(2025, 6, 30))
_COUNTS = tuple(zip(Level, (0, 1, 2, 5, 45), strict=True))
_HOLDERS = ((Post.HEAD, ("王秀英",)), (Post.VICE_HEAD, ("李建国",)), (Post.LIAISON_OFFICER, ("周长福", "钱丽")))


def people(words: Callable[[str, int], str], fullest: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """By the table a form is printed of."""
    lines = tuple(fullest(HANDOVER_ITEM, position=n) for n in range(1, 15))
    posts = tuple(fullest(_HEAD, id=n, starts_on=date(2000 + n, 1, 1)) for n in range(12))
    names = tuple(f"买买提·吐尔逊{n}" for n in range(8))
    return {
        "handovers": {
            "usual": HandOverFile(replace(HANDOVER, voided_on=None), (*(_ITEM,) * 6, *BY_HAND), STATION),
            "bare": HandOverFile(HandOver(from_name="周长福"), (HandOverItem(subject="印章"),), STATION),
            "fullest": HandOverFile(fullest(HANDOVER), lines, fullest(STATION)),
        },
        "stations": {
            "usual": StationFile(STATION, _HOLDERS, _COUNTS, 50, ("照片：门面.jpg", "二维码：平台.png")),
            "bare": StationFile(Station(name="联络站", place="镇", congress="镇人大"), (), _COUNTS, 0),
            "fullest": StationFile(
                fullest(STATION), tuple((post, names) for post in Post), _COUNTS, 53, (words("照片", 60),) * 6
            ),
        },
        "staff": {
            "usual": StaffFile(_PERSON, (_HEAD, _WORKER), (_HEAD,), masked_identity(_PERSON.id_number), STATION),
            "bare": StaffFile(Staff(name="周长福"), (), (), "", STATION),
            "fullest": StaffFile(fullest(_PERSON), posts, posts[:3], "11010519491231002X", fullest(STATION)),
        },
        "contacts": {
            "usual": ContactFile(
                replace(CONTACT, voided_on=None), "赵明山", "石桥村", "社情民意〔2026〕0134号", STATION, 1, 10
            ),
            "bare": ContactFile(
                Contact(deputy_id=1, contacted_on=date(2026, 5, 6), content="路灯", result=ContactResult.OTHER),
                "赵明山",
                "",
                "",
                STATION,
                1,
                10,
            ),
            "fullest": ContactFile(
                fullest(CONTACT), words("代表", 50), words("村", 20), "社情民意〔2026〕0134号", fullest(STATION), 1, 10
            ),
        },
    }
