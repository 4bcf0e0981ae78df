"""One tab of a deputy's record: what it is called and how it shows one deputy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ..sections.section import Section


class DeputyTab(QWidget):
    """A tab below the head of the deputy's record; made once, filled for each deputy that is opened.

    `section` gives the session, the drawers (`section.drawer`), the page that prints (`section.page.print_sheets`)
    and opens jobs (`section.page.open_job`). Subclasses say what the tab is called and fill it.
    """

    LABEL = ""
    OWN_FOOT = False  # what can be done with the deputy himself then stands at the foot of other tabs only

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section, self.session = section, section.session
        self.deputy_id = 0
        self.setAccessibleName(self.LABEL)

    def show_deputy(self, deputy_id: int) -> None:
        """Fill the tab; called when a deputy is opened and when records have changed."""
        self.deputy_id = deputy_id
        self.fill()

    def fill(self) -> None:
        """Read and show what there is of `deputy_id`."""
