"""What the forms of the archive are printed of: 件, classes, boxes, volumes, the scheme (4.6)."""

from __future__ import annotations

from .source import Source

ARCHIVE: dict[str, Source] = {}
