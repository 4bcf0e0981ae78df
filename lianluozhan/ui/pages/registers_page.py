"""The room 登记簿: what comes in and what goes out beside the opinions themselves, one register a section (3.2.1)."""

from __future__ import annotations

from .registers.application_section import ApplicationSection
from .registers.blank_section import BlankSection
from .registers.box_section import BoxSection
from .registers.call_section import CallSection
from .registers.official_section import OfficialSection
from .registers.press_section import PressSection
from .registers.print_section import PrintSection
from .registers.promise_section import PromiseSection
from .registers.suggestion_section import SuggestionSection
from .sections.section_page import SectionPage

# in the order of the chooser; a section is added with one line here and its tables below
SECTIONS = (
    BoxSection,
    CallSection,
    PressSection,
    ApplicationSection,
    PromiseSection,
    SuggestionSection,
    OfficialSection,
    PrintSection,
    BlankSection,
)


class RegistersPage(SectionPage):
    """The registers of the station; what is voided stays in them, struck through."""

    TABLES = frozenset(
        {
            *("box_openings", "box_pieces", "calls", "opinions"),
            *("official_documents", "attachments"),
            *("prints", "staff"),
            *("promises", "promise_checks", "suggestions", "deputies"),
            *("supervisions", "applications", "dispatches", "handling_bodies"),
        }
    )
    MANUAL = ROOM = "registers"
    SECTIONS = SECTIONS
