"""The room 代表: deputies with all that is kept about them, their groups, their service (2.2.4)."""

from __future__ import annotations

from .deputies.activity_section import ActivitySection
from .deputies.deputy_section import DeputySection
from .deputies.service_section import ServiceSection
from .sections.section_page import SectionPage

SECTIONS = (DeputySection, ActivitySection, ServiceSection)


class DeputiesPage(SectionPage):
    """The deputies of the station and their files."""

    TABLES = frozenset(
        {
            *("deputies", "mandates", "attachments"),
            *("activities", "attendances", "service_records"),
        }
    )
    MANUAL = ROOM = "deputies"
    SECTIONS = SECTIONS
