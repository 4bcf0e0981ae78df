"""The fields for a signature on paper that is typed in afterwards: whose, when, and the scan (代录签字件)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianluozhan.models import opinions, staff
from lianluozhan.models.opinions import Signed
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post

from ...editors import AttachmentEditor, ChoiceEditor, DayEditor
from ...field_column import FieldColumn

NAMES = ("signed_by", "signed_on", "scan")


def put_signature(fields: FieldColumn, session: Session, post: Post = Post.HEAD) -> None:
    """Ask for them; who holds the post stands there already."""
    signer = ChoiceEditor("signed_by", staff.choices(session))
    if usual := opinions.holders(session, post, session.today):
        signer.set_value(usual[0].id)
    fields.put("签字人", signer, required=True)
    fields.put("签字日期", put_day("signed_on", session), required=True, hint="看签字件上的日期")
    fields.put("扫描件", AttachmentEditor("scan", kinds="图片和 PDF (*.jpg *.jpeg *.png *.pdf)"), hint="可以以后补")


def signed_from(session: Session, values: dict[str, Any]) -> Signed | None:
    """The signature that was typed in; None where none was asked for."""
    if "signed_by" not in values:
        return None
    scans: Sequence[Any] = values["scan"]
    return Signed(values["signed_by"], values["signed_on"] or session.today, scans[0] if scans else None)


def put_day(name: str, session: Session) -> DayEditor:
    """A day that is today unless it is changed."""
    editor = DayEditor(name, today=lambda: session.today)
    editor.set_value(session.today)
    return editor
