"""The tabs of a deputy's record, in the order in which they stand; each part of the work adds its own line."""

from __future__ import annotations

from .award_tab import AwardTab
from .basics_tab import BasicsTab
from .contact_tab import ContactTab
from .deputy_tab import DeputyTab
from .file_tab import FileTab
from .points_tab import PointsTab
from .report_tab import ReportTab
from .term_tab import MatterTab

TABS: tuple[type[DeputyTab], ...] = (FileTab, BasicsTab, PointsTab, ContactTab, ReportTab, AwardTab, MatterTab)
