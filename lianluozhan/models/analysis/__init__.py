"""The analysis of opinions (社情民意汇总分析, 3.2.3, 4.3.3): indicators of a period, what each counts, the report."""

from .counting import figures, numbers, said_of
from .figures import INDICATORS, Figures, GroupRow, Indicator, Line, part_of, percent
from .period import Period, Span, around, between, following, of_cycle, previous, year_before
from .reporting import Difference, counted_again, draft_of, reports, write
from .workbook import export

__all__ = [
    "INDICATORS",
    "Difference",
    "Figures",
    "GroupRow",
    "Indicator",
    "Line",
    "Period",
    "Span",
    "around",
    "between",
    "counted_again",
    "draft_of",
    "export",
    "figures",
    "following",
    "numbers",
    "of_cycle",
    "part_of",
    "percent",
    "previous",
    "reports",
    "said_of",
    "write",
    "year_before",
]
