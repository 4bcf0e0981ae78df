"""What was changed on a form, by whom, on which day, in words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from lianluozhan.models import looks
from lianluozhan.models.looks import FormLook
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...drawer import Drawer
from ..sections.voiding import day_words

SHOWN = 40  # changes


def show_history(over: QWidget, session: Session, number: str, title: str) -> Drawer:
    """A drawer with the changes of a form, the newest first."""
    drawer = Drawer(over, "以前的改动", title, act="知道了")
    found = looks.history(session, number)
    for look in found[:SHOWN]:
        by = session.find(Staff, look.changed_by)
        retired = f"，{day_words(look.retired_on)}恢复了默认" if look.retired_on else ""
        drawer.fields.add_words(f"{day_words(look.changed_on)}　{by.name if by else ''}{retired}", "strong")
        drawer.fields.add_words("\n".join(changes_of(look)))
    if not found:
        drawer.fields.add_words("这张表没有改过。")
    return drawer.open(lambda values: True)


def changes_of(look: FormLook) -> list[str]:
    """Each change of a look as a line."""
    lines = [f"标题：{look.title}"] if look.title else []
    lines += [f"{old} → {new}" for old, new in looks.pairs(look.labels).items()]
    lines += [f"{old} → {new or '不印'}" for old, new in looks.pairs(look.signatures).items()]
    hidden = sorted(looks.names(look.hidden_columns))
    return [*lines, f"不印的栏：{'、'.join(hidden)}"] if hidden else lines
