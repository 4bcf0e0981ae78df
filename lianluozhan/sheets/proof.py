"""One form made from the database of a backup, as the last proof that it can be worked with again.

The backup knows nothing of forms, so the front that starts it hands this in:
`backup.back_up(session, folder, progress, cancelled, render=prove_by_form)`. It runs in the thread of the backup, on
the database that was read back from the stick, and leaves no file.
"""

from __future__ import annotations

from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session

from . import blank, of_record

FORM = "F10"


def prove_by_form(session: Session) -> str:
    """Make the newest numbered 登记表 as PDF in memory; how it is called: F10 社情民意〔2026〕0001号, or F10 空表."""
    from lianluozhan.printing.pdf import pdf_in_memory

    newest = session.select(Opinion, "voided_on IS NULL", order="number = '', id DESC LIMIT 1")
    document = of_record(session, FORM, newest[0].id) if newest else blank(session, FORM)
    if not pdf_in_memory([document]).startswith(b"%PDF-"):
        raise RuntimeError("the form for the proof is no PDF")
    return f"{FORM} {newest[0].number or '未编号的一件'}" if newest else f"{FORM} 空表"
