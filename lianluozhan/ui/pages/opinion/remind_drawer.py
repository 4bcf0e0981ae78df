"""The drawer in which a reminder to the body that has a matter in hand is entered (催办, 5.1.4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.reminding import Means, remind
from lianluozhan.models.session import Session

from ...drawer import Drawer
from ...editors import OptionRow, TextEditor
from .record_parts import named
from .step_drawers import keep_draft
from .words import short_number


def open_reminder(page: QWidget, session: Session, file: OpinionFile, say: Callable[[str], object]) -> Drawer:
    """Ask how the body was reminded and what it said."""
    body = file.lead_body.name if file.lead_body else "承办单位"
    drawer = Drawer(page, "催办", named(file), act="登记催办")
    means = OptionRow("means", [(each, each.label) for each in Means])
    drawer.fields.put("方式", means, required=True)
    means.set_value(Means.PHONE)
    said = TextEditor("words", lines=3, max_length=2000)
    drawer.fields.put("催了谁、怎么说的", said, required=True, hint=f"{body}谁接的电话，怎么答复的")
    id_, number = file.opinion.id, short_number(file.opinion.number)
    keep_draft(drawer, session, file, "step.remind", "催办")
    return drawer.open(
        lambda v: remind(session, id_, v["means"], v["words"]), lambda _: say(f"{number} 号已登记催办，记在过程里。")
    )
