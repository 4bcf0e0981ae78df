"""The room 人员和单位: staff, hand-over lists, handling bodies, villages, categories of opinions (2.2, 3.2.2)."""

from __future__ import annotations

from .people.category_section import CategorySection
from .people.handover_section import HandoverSection
from .people.place_sections import BodySection, VillageSection
from .people.staff_section import StaffSection
from .sections.section_page import SectionPage

SECTIONS = (StaffSection, HandoverSection, BodySection, VillageSection, CategorySection)


class PeoplePage(SectionPage):
    """People and bodies that a matter can name."""

    TABLES = frozenset(
        {
            *("staff", "appointments", "accounts", "attachments", "handovers", "handover_items"),
            *("handling_bodies", "villages", "categories"),
        }
    )
    MANUAL = ROOM = "people"
    SECTIONS = SECTIONS
