"""The room 代表: deputies with all that is kept about them, their groups, their service (2.2.4)."""

from __future__ import annotations

from .deputies.activity_section import ActivitySection
from .deputies.contact_section import ContactSection
from .deputies.deputy_section import DeputySection
from .deputies.group_section import GroupSection
from .deputies.points_section import PointsSection
from .deputies.report_section import ReportSection
from .deputies.service_section import ServiceSection
from .deputies.term_section import TermSection
from .sections.section_page import SectionPage

SECTIONS = (
    DeputySection,
    GroupSection,
    ContactSection,
    ActivitySection,
    ServiceSection,
    PointsSection,
    ReportSection,
    TermSection,
)


class DeputiesPage(SectionPage):
    """The deputies of the station and their files."""

    TABLES = frozenset(
        {
            *("deputies", "mandates", "attachments", "deputy_groups", "group_members"),
            *("activities", "attendances", "service_records"),
            *("contacts", "opinions"),
            "voter_reports",
            *("point_rules", "hand_counts", "year_reviews"),
            "terms",
        }
    )
    MANUAL = ROOM = "deputies"
    SECTIONS = SECTIONS
