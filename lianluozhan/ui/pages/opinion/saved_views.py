"""Keeping what a list stands at under a name: asked for in a drawer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lianluozhan.models import views
from lianluozhan.models.session import Session
from lianluozhan.models.views import SavedView, Stand

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import LineEditor, TickEditor
from ...question import ask

if TYPE_CHECKING:
    from .list_pane import ListPane

Done = Callable[[SavedView], object]


def name_of(session: Session, value: Any) -> str:
    """The name of a saved view; empty for one that every station has."""
    return next((saved.name for saved in views.usable(session) if saved.id == value), "")


def stand_of(session: Session, view_id: int, columns: Sequence[str]) -> Stand:
    """What a saved view stands for today."""
    return views.opened(session, session.get(SavedView, view_id), columns)


def save(pane: ListPane, stand: Stand, done: Done) -> Drawer:
    """Ask for a name and for whom."""
    drawer = Drawer(pane, "保存当前筛选", pane.title())
    drawer.fields.put("名称", LineEditor("name", max_length=20), required=True, hint="例如：石桥村未办结")
    personal = TickEditor("personal", "只给自己用")
    drawer.fields.add(personal)
    drawer.fields.add_words("不勾的，全站的人都能在清单里选到它。", "hint")
    session = pane.session
    return drawer.open(lambda values: views.save(session, values["name"], stand, personal=personal.value()), done)


def rename(pane: ListPane, view_id: int, done: Done) -> Drawer:
    drawer = Drawer(pane, "给这个清单改名", name_of(pane.session, view_id))
    drawer.fields.put("名称", LineEditor("name", max_length=20), required=True)
    drawer.fields.set_values({"name": name_of(pane.session, view_id)})
    return drawer.open(lambda values: views.rename(pane.session, view_id, values["name"]), done)


def retire(pane: ListPane, view_id: int, done: Done) -> None:
    name = name_of(pane.session, view_id)
    if ask(pane, f"删除清单“{name}”？", "只删这个清单的筛选条件，里面的件都还在。", "删除清单", "不删"):
        attempt(pane, lambda: views.retire(pane.session, view_id), saved=done)
