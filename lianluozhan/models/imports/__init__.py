"""Import of opinions from xlsx, xls and csv: read, dry run, one action a batch, which can be taken back (5.1.1)."""

from .batch import ImportBatch, ImportKind
from .carrying import Outcome, batches, carry_out, take_back, used_opinions
from .columns import FIELDS, guess_mapping
from .planning import BadRow, Plan, Remark, plan
from .report import write_report
from .table import Table, read_table

__all__ = [
    "FIELDS",
    "BadRow",
    "ImportBatch",
    "ImportKind",
    "Outcome",
    "Plan",
    "Remark",
    "Table",
    "batches",
    "carry_out",
    "guess_mapping",
    "plan",
    "read_table",
    "take_back",
    "used_opinions",
    "write_report",
]
