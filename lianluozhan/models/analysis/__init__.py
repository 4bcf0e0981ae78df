"""The analysis of opinions (社情民意汇总分析, 3.2.3, 4.3.3): indicators of a period, what each counts, the report."""

from .counting import figures, numbers
from .figures import INDICATORS, Figures, GroupRow, Indicator, Line, part_of, percent
from .period import Period, Span, around, between, of_cycle, previous, year_before
from .reporting import Difference, counted_again, draft_of, reports, write

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
    "figures",
    "numbers",
    "of_cycle",
    "part_of",
    "percent",
    "previous",
    "reports",
    "write",
    "year_before",
]
