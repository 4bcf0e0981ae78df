"""The way to a restore: nothing half filled may be left lying, then the page over the whole window (4.7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import drafts

from ...draft_keeper import keepers_in
from .over_window import lay_over

if TYPE_CHECKING:
    from .section import Section


def open_page(section: Section, chosen: Path | None = None) -> QWidget | None:
    """Lay the page over the window, at a package if one is chosen, unless forms being filled in would be lost."""
    from ..restore_page import RestorePage

    desk = section.desk
    for keeper in keepers_in(desk):
        keeper.flush()
    if lying := drafts.of(section.session):
        desk.tell(f"还有 {len(lying)} 张没填完的表，还原以后就没有了。请先填好存上，或者点“不要了”，再来还原。")
        return None
    page = RestorePage(Path(str(desk.home)), section.session, chosen)

    def put_away() -> None:
        page.hide()
        page.deleteLater()

    def leave() -> None:
        put_away()
        focus = getattr(section, "restore_button", None)
        focus.setFocus() if isinstance(focus, QWidget) else section.take_focus()

    def start_again() -> None:
        put_away()
        desk.restart_wanted.emit(desk.home)

    page.restored.connect(start_again)
    page.left.connect(leave)
    lay_over(desk, page)
    page.take_focus()
    return page
