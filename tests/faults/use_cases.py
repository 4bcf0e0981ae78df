"""All use cases that write, by the station they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.faults.bases import sample_base, term_base
from tests.faults.desk import Base
from tests.faults.use_case import UseCase
from tests.faults.use_cases_beside import BESIDE
from tests.faults.use_cases_of_archive_boxes import BOXES
from tests.faults.use_cases_of_archive_end import ARCHIVE_END
from tests.faults.use_cases_of_archive_filing import FILING
from tests.faults.use_cases_of_archive_loans import LOANS
from tests.faults.use_cases_of_archive_packages import PACKAGES
from tests.faults.use_cases_of_archive_room import ROOM
from tests.faults.use_cases_of_archive_scans import SCANS
from tests.faults.use_cases_of_matters import WAY
from tests.faults.use_cases_of_people import PEOPLE, TERM_END
from tests.faults.use_cases_of_receptions import RECEPTIONS
from tests.faults.use_cases_of_safekeeping import SAFEKEEPING
from tests.faults.use_cases_of_the_station import DOOR, SAFE, STATION
from tests.faults.use_cases_put_right import PUT_RIGHT

ON_THE_SAMPLE = (
    *WAY,
    *BESIDE,
    *RECEPTIONS,
    *PEOPLE,
    *STATION,
    *DOOR,
    *SAFE,
    *SAFEKEEPING,
    *PUT_RIGHT,
    *ARCHIVE_END,
    *FILING,
    *BOXES,
    *LOANS,
    *ROOM,
    *PACKAGES,
    *SCANS,
)
AT_THE_END_OF_A_TERM = TERM_END
# a dozen of all kinds, for every run of the tests
DOZEN = (
    *("register and submit with a file", "approve", "dispatch", "reply with a file", "evaluate", "void"),
    *("reclassify many", "undo many", "finish and register", "edit a deputy", "log what was printed"),
    *("change one's password", "keep a draft", "sign in"),
)


def stations(room: Path) -> list[tuple[Base, Sequence[UseCase]]]:
    """The stations they begin with, made in `room`."""
    return [(sample_base(room / "base"), ON_THE_SAMPLE), (term_base(room / "term"), AT_THE_END_OF_A_TERM)]
