"""The files of an activity or of a line of service, as entries below its facts."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import attachments
from lianluozhan.models.attachments import Attachment

from ...attempt import attempt
from ..opinion.record_parts import show_file
from ..sections.section import Act, Entry, Section


def file_entries(section: Section, table: str, record_id: int, title: str) -> dict[str, Any]:
    """Title and entries for `Shown`, or nothing where nothing is enclosed."""
    found = tuple(_entry(section, each) for each in attachments.of(section.session, table, record_id))
    return {"entries_title": title, "entries": found} if found else {}


def _entry(section: Section, file: Attachment) -> Entry:
    see = Act("打开", lambda: attempt(section.page, lambda: show_file(section.session, file.id)))
    acts = (see,) if section.session.may("attachment.read") else ()
    return Entry(file.name, f"{(file.size or 0) // 1024 + 1} KB", "附件", "calm", acts)
