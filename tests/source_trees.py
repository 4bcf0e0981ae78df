"""The syntax trees of our own files, parsed once for each process of the tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def source_of(path: Path) -> str:
    """The text of one file of ours; it does not change while the tests run."""
    return path.read_text("utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Its syntax tree."""
    return ast.parse(source_of(path))
