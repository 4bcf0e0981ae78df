"""Nothing is forgotten: every record can be written and seen, every permission is asked for, every clause is tested."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import lianluozhan
from lianluozhan import paths
from lianluozhan.models.permissions import PERMISSIONS

from .samples import SAMPLES
from .source_trees import tree_of

PACKAGE = Path(lianluozhan.__file__).parent
TESTS = Path(__file__).parent

# the action under which a person writes each kind of record; set-up, import and demo write many of them too
WRITTEN_UNDER = {
    "accounts": "account.add",
    "appointments": "staff.edit",
    "attachments": "attachment.add",
    "backups": "backup.make",
    "closures": "closure.decide",
    "drills": "drill.enter",
    "sticks": "stick.edit",
    "calendar_days": "calendar.change",
    "calendar_years": "calendar.change",
    "categories": "category.edit",
    "deadlines": "opinion.submit",
    "deputies": "deputy.edit",
    "dispatches": "opinion.dispatch",
    "evaluations": "opinion.evaluate",
    "feedbacks": "opinion.inform",
    "handling_bodies": "handling_body.edit",
    "import_batches": "opinion.import",
    "joint_handlings": "opinion.dispatch",
    "mandates": "deputy.edit",
    "number_series": "opinion.submit",
    "opinion_links": "opinion.link",
    "opinion_steps": "opinion.submit",
    "opinions": "opinion.register",
    "phrases": "phrase.edit",
    "applications": "application.enter",
    "box_openings": "box.enter",
    "box_pieces": "box.enter",
    "calls": "call.enter",
    "form_looks": "look.change",
    "form_templates": "look.change",
    "official_documents": "official.edit",
    "promise_checks": "promise.follow",
    "promises": "opinion.reply",
    "suggestions": "suggestion.edit",
    "supervisions": "opinion.supervise",
    "prints": "print.form",
    "replies": "opinion.reply",
    "saved_views": "view.save",
    "settings": "setting.change",
    "staff": "staff.edit",
    "stations": "station.edit",
    "villages": "village.edit",
    "terms": "term.edit",
    "deputy_groups": "group.edit",
    "group_members": "group.edit",
    "handovers": "handover.write",
    "handover_items": "handover.write",
    "activities": "activity.enter",
    "attendances": "reception.plan",
    "service_records": "service.enter",
    "point_rules": "points.change",
    "hand_counts": "points.count",
    "year_reviews": "year_review.write",
    "contacts": "contact.enter",
    "voter_reports": "voter_report.enter",
    "reception_plans": "reception.plan",
    "receptions": "reception.plan",
    "reception_notices": "reception.notice",
    "visits": "reception.enter",
    "archive_schemes": "archive.set_up",
    "archive_units": "archive.set_up",
    "archive_rules": "archive.set_up",
    "archive_items": "archive.file",
    "archive_parts": "archive.file",
    "archive_corrections": "archive.correct",
    "archive_boxes": "archive.box",
    "archive_volumes": "archive.box",
    "archive_box_checks": "archive.box",
    "archive_loans": "archive.lend",
    "archive_appraisals": "archive.appraise",
    "archive_appraisal_lines": "archive.appraise",
    "archive_transfers": "archive.transfer",
    "archive_transfer_lines": "archive.transfer",
    "archive_packages": "archive.package",
    "archive_scans": "archive.scan",
    "inspection_marks": "archive.inspect",
}

# the clauses of the regulation that state a rule this version implements; archives, funds, oversight and assessment
# come later
CLAUSES = (
    *("2.1", "2.1.2", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "3.1.2", "3.1.3", "3.1.4"),
    *("3.2.1", "3.2.2", "3.2.3", "4.1.3", "4.2.1", "4.2.2", "4.2.3", "4.3.1", "4.3.2", "4.3.3", "4.7.2"),
    *("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.2.1", "5.2.2", "5.2.3", "5.2.4"),
)

# how many items each section of the regulation has; its text breaks off in 7.1.3
SECTIONS = (
    *("1.1/1", "1.2/1", "1.3/4", "2.1/2", "2.2/4", "3.1/4", "3.2/3", "3.3/3", "3.4/2"),
    *("4.1/3", "4.2/3", "4.3/3", "4.4/3", "4.5/3", "4.6/3", "4.7/3"),
    *("5.1/4", "5.2/4", "5.3/4", "5.4/4", "6.1/1", "6.2/4", "6.3/2", "7.1/3"),
)

# permissions whose place in the program comes with a later version
LATER = {
    *("account.sign_out", "attachment.add"),
    "account.new_key",
}

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def sources() -> Iterator[Path]:
    yield from (path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "permissions.py")


def actions_in(node: ast.AST) -> Iterator[str]:
    """Every text in the code below `node` that is written as an action is."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and ACTION.fullmatch(part.value):
            yield part.value


def asked_for() -> set[str]:
    """The actions that the code asks permission for by name: in a call, or in a table of steps or actions."""
    found: set[str] = set()
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in {"action", "may", "require", "Step"}:
                    found |= set(actions_in(node))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").endswith("ACTIONS"):
                found |= set(actions_in(node.value))
    return found


def test_every_action_that_is_asked_for_stands_in_the_table_of_permissions() -> None:
    assert asked_for() - set(PERMISSIONS) == set()


def test_every_permission_is_used_somewhere() -> None:
    used = {action for path in sources() for action in actions_in(tree_of(path))}
    assert set(PERMISSIONS) - used <= LATER


def test_every_permission_is_held_by_somebody() -> None:
    assert [action for action, roles in PERMISSIONS.items() if not roles] == []


def test_every_kind_of_record_is_written_under_a_permission() -> None:
    assert {kind.TABLE for kind in SAMPLES} == set(WRITTEN_UNDER)
    assert set(WRITTEN_UNDER.values()) <= set(PERMISSIONS)


def clauses_marked() -> set[str]:
    """The clauses that markers of tests name, read from the sources of the tests."""
    named: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        named |= set(re.findall(r'mark\.clause\("([\d.]+)"\)', path.read_text("utf-8")))
    return named


def test_every_clause_a_test_names_stands_in_the_regulation() -> None:
    known = set()
    for section, last in (text.split("/") for text in SECTIONS):
        known |= {section, *(f"{section}.{item}" for item in range(1, int(last) + 1))}
    assert clauses_marked() - known == set()


def test_every_rule_of_the_regulation_is_named_by_a_test() -> None:
    assert set(CLAUSES) - clauses_marked() == set()


def test_rooms_have_an_icon_and_permissions_that_exist() -> None:
    from lianluozhan.ui.navigation import ROOMS

    for room in ROOMS:
        assert (paths.resources() / "icons" / f"{room.icon}.svg").is_file(), room.key
        assert set(room.needs) <= set(PERMISSIONS), room.key


# written by the program itself and seen through other records
NOT_SHOWN_AS_SUCH = {
    "number_series": "numbers stand on the sheets they were given to",
}


def class_texts(name: str) -> set[str]:
    """Every text in the class attributes called `name` of the window's code."""
    found: set[str] = set()
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
                texts = (part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant))
                found |= {text for text in texts if isinstance(text, str)}
    return found


def test_every_kind_of_record_is_shown_on_a_page_that_reloads_with_it() -> None:
    shown = class_texts("TABLES")
    assert {kind.TABLE for kind in SAMPLES} - shown - set(NOT_SHOWN_AS_SUCH) == set()


def test_every_page_has_its_page_of_the_manual() -> None:
    written = {path.stem for path in paths.manual().glob("*.md")}
    assert class_texts("MANUAL") - written == set()
