"""The faults are tried under everything that writes: each function of the permission matrix is in a use case."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.faults.use_cases import AT_THE_END_OF_A_TERM, DOZEN, ON_THE_SAMPLE

MATRIX = Path(__file__).parents[1] / "models" / "permission_matrix.csv"
EVERY = (*ON_THE_SAMPLE, *AT_THE_END_OF_A_TERM)
# the same steps as a use case that is there, or one line of the log only
LEFT_OUT = {
    "models/backups.py proven_again": "one line of the register, as the backup itself",
    "models/closures.py declare": "as decide, by the person himself",
    "models/deadlines.py put_year": "nothing moves at the sample station",
    "models/exports.py write": "a file beside, then a line: as the export of the roster",
    "models/phrases.py add_usual": "nothing is missing at the sample station",
    "models/receptions/feeding_back.py tell_deputies": "one field and a line",
    "models/residents.py taken": "a line of the log, as unmask",
    "models/service/entering.py submit": "one field and a line, as its review",
    "models/service/exporting.py write": "a file beside, then a line: as the export of the roster",
    "models/service/point_table.py count_by_hand": "one row, as the change of the table",
    "models/shown_numbers.py ask_for_phone": "a line of the log, as unmask",
    "models/sticks.py renew": "the mark on the stick, as register",
    "models/term_handing.py hand_over_rest": "as hand_over",
    "models/term_people.py count_in": "one field a mandate, as expire",
}


def test_each_function_that_writes_is_tried_under_the_faults() -> None:
    with MATRIX.open(encoding="utf-8") as file:
        known = {row["where"] for row in csv.DictReader(file)}
    tried = {name for case in EVERY for name in case.covers}
    assert tried - known == set()
    assert known - tried == LEFT_OUT.keys()


def test_no_two_use_cases_have_one_name_and_the_dozen_are_among_them() -> None:
    names = [case.name for case in EVERY]
    assert len(names) == len(set(names))
    assert set(DOZEN) < set(names)
