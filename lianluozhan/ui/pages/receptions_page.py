"""The room 代表接待: the yearly plan, the receptions, their notices and records (3.1.2, 4.2, 5.2)."""

from __future__ import annotations

from typing import Any

from .receptions.call_list_section import CallListSection
from .receptions.day_page import DayPage
from .receptions.notice_section import NoticeSection
from .receptions.plan_section import PlanSection
from .receptions.reception_section import ReceptionSection
from .receptions.visit_section import VisitSection
from .sections.section_page import SectionPage

# in the order of the chooser; a section is added with one line here and its tables below
SECTIONS = (
    ReceptionSection,
    VisitSection,
    CallListSection,
    NoticeSection,
    PlanSection,
)


class ReceptionsPage(SectionPage):
    """The reception year of the station; what is voided stays, struck through."""

    TABLES = frozenset(
        {
            *("receptions", "attendances", "reception_plans", "reception_notices"),
            *("visits", "opinions", "feedbacks", "evaluations", "replies"),
            *("deputies", "mandates", "staff", "handling_bodies", "attachments"),
        }
    )
    MANUAL = ROOM = "receptions"
    SECTIONS = SECTIONS

    def kept(self) -> Any:
        """With the reception day that lies open, as it is being typed."""
        job = self.layers.currentWidget()
        return super().kept(), job.kept() if isinstance(job, DayPage) else None

    def give_back(self, kept: Any) -> None:
        place, day = kept
        super().give_back(place)
        if day is not None:
            DayPage.open_in(self, *day)
