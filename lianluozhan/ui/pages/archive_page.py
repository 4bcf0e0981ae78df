"""The room 档案: what is to be filed, what is filed, boxed, lent, appraised and handed over (4.6)."""

from __future__ import annotations

from typing import Any

from .archive.appraisal_section import AppraisalSection
from .archive.box_section import BoxSection
from .archive.inspection_section import InspectionSection
from .archive.item_section import ItemSection
from .archive.loan_section import LoanSection
from .archive.package_section import PackageSection
from .archive.ready_section import ReadySection
from .archive.scan_section import ScanSection
from .archive.setting_section import SettingSection
from .archive.transfer_section import TransferSection
from .archive.volume_section import VolumeSection
from .sections.section_page import SectionPage

# in the order of the chooser; a section is added with one line here
SECTIONS: tuple[Any, ...] = (
    ReadySection,
    ItemSection,
    BoxSection,
    VolumeSection,
    ScanSection,
    LoanSection,
    AppraisalSection,
    TransferSection,
    PackageSection,
    InspectionSection,
    SettingSection,
)


class ArchivePage(SectionPage):
    """The archive of the station; what is struck stays, with its line."""

    TABLES = frozenset(
        {
            *("archive_schemes", "archive_units", "archive_rules"),
            *("archive_items", "archive_parts", "archive_corrections", "attachments"),
            *("archive_boxes", "archive_volumes", "archive_box_checks", "archive_scans"),
            *("archive_loans", "archive_appraisals", "archive_appraisal_lines"),
            *("archive_transfers", "archive_transfer_lines", "archive_packages", "inspection_marks"),
            *("opinions", "receptions", "activities", "official_documents", "suggestions", "staff"),
            *("visits", "reception_plans", "service_records", "year_reviews", "mandates", "handovers"),
            *("attendances", "calls", "box_openings", "feedbacks", "replies", "opinion_steps"),
        }
    )
    MANUAL = ROOM = "archive"
    SECTIONS = SECTIONS

    def tables_changed(self, tables: frozenset[str]) -> None:
        if tables & self.TABLES:
            for section in self.sections.values():
                if isinstance(section, ReadySection):
                    section.forget()
        super().tables_changed(tables)
