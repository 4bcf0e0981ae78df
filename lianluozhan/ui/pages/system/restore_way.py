"""The way to a restore: nothing half filled may be left lying, then the page over the whole window (4.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import drafts
from lianluozhan.models.errors import StorageError

from ...draft_keeper import keepers_in
from .over_window import lay_over

if TYPE_CHECKING:
    from ...desk import Desk
    from .section import Section


def open_page(section: Section, chosen: Path | None = None) -> QWidget | None:
    """Lay the page over the window, at a package if one is chosen, unless forms being filled in would be lost."""

    def back() -> None:
        focus = getattr(section, "restore_button", None)
        focus.setFocus() if isinstance(focus, QWidget) else section.take_focus()

    return open_over(section.desk, chosen, back)


def open_over(desk: Desk, chosen: Path | None, back: Callable[[], object]) -> QWidget | None:
    """The same from anywhere on a desk; `back` puts the focus where it was when the page is left."""
    from ..restore_page import RestorePage

    if lying := _lying(desk):
        desk.tell(f"还有 {lying} 张没填完的表，还原以后就没有了。请先填好存上，或者点“不要了”，再来还原。")
        return None
    page = RestorePage(Path(str(desk.home)), desk.session, chosen)

    def put_away() -> None:
        page.hide()
        page.deleteLater()

    def leave() -> None:
        put_away()
        back()

    def start_again() -> None:
        put_away()
        desk.restart_wanted.emit(desk.home)

    page.restored.connect(start_again)
    page.left.connect(leave)
    lay_over(desk, page)
    page.take_focus()
    return page


def _lying(desk: Desk) -> int:
    """How many forms are half filled; none can be told where the data are damaged, and then none keeps one back."""
    try:
        for keeper in keepers_in(desk):
            keeper.flush()
        return len(drafts.of(desk.session))
    except StorageError:
        return 0
