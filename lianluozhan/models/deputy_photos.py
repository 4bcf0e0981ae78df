"""The photograph of a deputy (35 × 45 mm on paper): one at a time, replaced or taken away, the earlier ones kept."""

from __future__ import annotations

from . import attachments
from .attachments import Attachment, FileSource
from .deputies import Deputy
from .errors import RuleError
from .session import Session

PURPOSE = "照片"
KINDS = ("image/jpeg", "image/png")
WIDTH, HEIGHT = 35, 45  # mm


def photo_of(session: Session, deputy_id: int) -> Attachment | None:
    """The photograph in use."""
    found = [each for each in attachments.of(session, Deputy.TABLE, deputy_id) if each.purpose == PURPOSE]
    return found[-1] if found else None


def put_photo(session: Session, deputy_id: int, source: FileSource) -> Attachment:
    """Take a photograph in; one that was there before is voided and kept."""
    with session.action("deputy.edit"):
        session.get(Deputy, deputy_id)
        added = attachments.attach(session, Deputy.TABLE, deputy_id, source, PURPOSE)
        if added.media_type not in KINDS:
            raise RuleError("照片要是图片文件，手机、相机拍的都可以。请换一张再放。")
        for earlier in attachments.of(session, Deputy.TABLE, deputy_id):
            if earlier.purpose == PURPOSE and earlier.id != added.id:
                session.change(earlier, voided_on=session.today)
        return added


def void_photo(session: Session, deputy_id: int) -> None:
    """Take the photograph away; the file is kept."""
    with session.action("deputy.edit"):
        found = photo_of(session, deputy_id)
        if found is None:
            raise RuleError("这位代表还没有照片，不用拿掉。")
        session.change(found, voided_on=session.today)


def content_of(session: Session, deputy_id: int) -> bytes:
    """The picture itself for the sheets and the screen; empty when there is none or its file is damaged."""
    found = photo_of(session, deputy_id)
    if found is None or attachments.trouble(session, found):
        return b""
    return attachments.stored_content(session, found.id)
