"""Rosters of deputies (代表名册): read however messy, tried, stored as one action, taken back, exported (2.2.4)."""

from .columns import FIELDS, guess
from .exporting import COLUMNS, SECRET, USUAL, export, write_template
from .joining import Person
from .planning import Fate, PlannedRow, RosterPlan, plan, read, usual_term
from .storing import Outcome, store, take_back, used_people

__all__ = [
    "COLUMNS",
    "FIELDS",
    "SECRET",
    "USUAL",
    "Fate",
    "Outcome",
    "Person",
    "PlannedRow",
    "RosterPlan",
    "export",
    "guess",
    "plan",
    "read",
    "store",
    "take_back",
    "used_people",
    "usual_term",
    "write_template",
]
