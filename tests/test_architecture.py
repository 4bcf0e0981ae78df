"""The shape of the code: who imports whom, how large things grow, how they are called, what may stand in no file."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import io
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import lianluozhan
from lianluozhan.models.fields import Choice

from .source_trees import source_of, tree_of

PACKAGE = Path(lianluozhan.__file__).parent
ROOT = PACKAGE.parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

OUR_FRONTS = {"lianluozhan.app", "lianluozhan.cli", "lianluozhan.__main__"}
SQL = {"sqlite3", "sqlcipher3", "sqlite_utils"}
PAPER = {"docx", "reportlab"}
FORBIDDEN = {
    "models": {"PySide6", "lianluozhan.ui", "lianluozhan.printing", "lianluozhan.sheets"} | PAPER | OUR_FRONTS,
    "printing": {"PySide6", "lianluozhan.ui", "lianluozhan.sheets"} | SQL | OUR_FRONTS,
    "ui": SQL | PAPER | OUR_FRONTS,
    "cli.py": {"PySide6", "lianluozhan.ui"} | SQL | PAPER,
    "cli_parser.py": {"PySide6", "lianluozhan.ui", "lianluozhan.models", "lianluozhan.printing"} | SQL | PAPER,
    "sheets": {"PySide6", "lianluozhan.ui"} | SQL | PAPER | OUR_FRONTS,
    "paths.py": {"PySide6", "lianluozhan.ui", "lianluozhan.printing", "lianluozhan.models"} | SQL | PAPER | OUR_FRONTS,
}
# of the models, printing knows what is written on paper, and how a file is written whole
PLAIN_MODELS = {"lianluozhan.models.durable", "lianluozhan.models.errors"}

MEANINGLESS = {"utils", "util", "helpers", "core", "base", "manager", "common", "misc"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CLASS = 400, 60, 250
SHARED_CORE = (
    *("models/fields.py", "models/session.py", "models/listing.py", "models/workflow.py"),
    *("ui/ruled_form.py", "ui/record_table.py", "ui/record_list.py", "printing/document.py"),
)
SHARED_CORE_LIMIT = 1060  # lines of code; docs/architecture.md says why


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a module, at its top or inside a function: absolute module and name ("" for a whole module)."""
    package = ["lianluozhan", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((module, alias.name) for alias in node.names)


def is_within(module: str, parent: str) -> bool:
    return module == parent or module.startswith(parent + ".")


@pytest.mark.parametrize("room", FORBIDDEN)
def test_every_import_follows_the_arrows(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module} {name}".strip()
        for path in SOURCES
        if path.relative_to(PACKAGE).parts[0] == room
        for module, name in imports_of(path)
        if any(is_within(module, parent) or f"{module}.{name}" == parent for parent in FORBIDDEN[room])
    ]
    assert wrong == []


def test_no_other_module_stands_above_the_three_rooms() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {
        *("__init__.py", "__main__.py"),
        *("app.py", "cli.py", "cli_parser.py"),
        "paths.py",
    }


def test_a_printed_form_knows_records_and_choices_but_nothing_that_acts() -> None:
    wrong = []
    for path in SOURCES:
        if path.relative_to(PACKAGE).parts[0] != "printing":
            continue
        for module, name in imports_of(path):
            if not is_within(module, "lianluozhan.models") or module in PLAIN_MODELS:
                continue
            known = getattr(importlib.import_module(module), name)
            is_plain = isinstance(known, type) and (dataclasses.is_dataclass(known) or issubclass(known, Choice))
            if not is_plain:
                wrong.append(f"{path.relative_to(ROOT)}: {module}.{name}")
    assert wrong == []


def test_printing_and_the_models_load_without_qt_and_the_models_without_word_and_pdf() -> None:
    asked = (
        "import sys, pkgutil, importlib, lianluozhan.models as m\n"
        "[importlib.import_module(x.name) for x in pkgutil.walk_packages(m.__path__, m.__name__ + '.')]\n"
        "assert not {'PySide6', 'docx', 'reportlab'} & set(sys.modules), sorted(sys.modules)\n"
        "import lianluozhan.sheets, lianluozhan.cli, lianluozhan.printing.pdf, lianluozhan.printing.word\n"
        "assert 'PySide6' not in sys.modules\n"
    )
    asked_of = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert asked_of.returncode == 0, asked_of.stderr


def ours() -> list[Path]:
    """All Python files of the project."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "bench", ROOT / "tools")
    return [ROOT / "dev.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]


def test_no_file_function_or_class_has_grown_too_long() -> None:
    long = []
    for path in ours():
        text, name = source_of(path), path.relative_to(ROOT)
        if (lines := text.count("\n")) > LONGEST_FILE:
            long.append(f"{name} has {lines} lines, more than {LONGEST_FILE}")
        for node in ast.walk(tree_of(path)):
            limit = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > limit:
                    long.append(f"{name}: {node.name} has {lines} lines, more than {limit}")
    assert long == []


def test_every_module_is_called_by_its_subject() -> None:
    assert [str(path.relative_to(ROOT)) for path in ours() if set(path.with_suffix("").parts) & MEANINGLESS] == []


def test_every_module_says_what_it_is_about() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in ours()
        if source_of(path).strip() and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def code_lines(path: Path) -> int:
    """Lines that hold code: without comments, docstrings and empty lines."""
    text = path.read_text("utf-8")
    words: set[int] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            words |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in skipped]
    return len({line for t in tokens for line in range(t.start[0], t.end[0] + 1)} - words)


def test_the_shared_core_can_be_read_in_one_sitting() -> None:
    sizes = {name: code_lines(PACKAGE / name) for name in SHARED_CORE}
    assert sum(sizes.values()) <= SHARED_CORE_LIMIT, sizes


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_of_qt_keep_none_alive(qapp: object) -> None:
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(500):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100  # a PySide6 that breaks the count loses one with each call


def tracked() -> list[Path]:
    """What is kept in the repository; nothing where this is no checkout."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return []
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


# written in pieces, so that this file is not found by its own test
PLACES = re.compile(
    "|".join(
        (
            re.escape(str(ROOT)),
            r"(?<![\w.])/(?:wo" + r"rk/|ro" + r"ot\b|opt/py" + r"pi)",
            r"https?://[^\s\"'<>]*(?:py" + r"pi|pythonhosted|registry|mirror|artifact|nexus)",
            r"(?<!\d)10(?:\.\d{1,3}){3}(?!\d)",
            r"--(?:extra-)?index" + r"-url",
        )
    )
)


def test_no_file_names_a_place_on_somebodys_machine_or_a_package_registry() -> None:
    files = tracked()
    if not files:
        pytest.skip("not a git checkout")
    found = []
    for path in files:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # fonts and pictures
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in PLACES.finditer(text)]
    assert found == []
