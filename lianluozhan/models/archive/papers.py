"""Files that are added to a 件 before it is numbered, each a paper of it at its end (4.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..attachments import FileSource
from ..errors import RuleError
from ..session import Session
from .filing import check_parts_in_sight, enclosed, pages_of, parts_of, unnumbered
from .record import Part


def add_papers(session: Session, item_id: int, found: Sequence[tuple[FileSource, int | None]]) -> list[Part]:
    """Add these files, each with the pages that were counted in it; the pages of the 件 follow those of its papers."""
    with session.action("archive.file"):
        item = unnumbered(session, item_id)
        if not found:
            raise RuleError("还没有选文件。请选要放进这一件的扫描件或文档。")
        check_parts_in_sight(session, item_id)
        before = parts_of(session, item_id)
        last = max((part.place or 0 for part in before), default=0)
        for place, (source, pages) in enumerate(found, last + 1):
            session.add(replace(enclosed(session, item, source, place), pages=pages))
        after = parts_of(session, item_id)
        counted = pages_of(after)
        if item.pages in (None, pages_of(before)) and counted != item.pages:
            session.change(item, pages=counted, pages_reason="")
        return after
