"""What a section of incoming matters has in common: a registration form made of them, one known already, no form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lianluozhan.models import boxes, origins
from lianluozhan.models.boxes import Treatment
from lianluozhan.models.origins import Origin

from ...editors import LineEditor
from ..sections.section import Act
from ..sections.voiding import RegisterSection

TONES = {Treatment.OPEN: "wait", Treatment.REGISTERED: "good", Treatment.ANSWERED: "good"}


class IncomingSection(RegisterSection):
    """Pieces of a box, calls, messages: `Treatment` says what became of each."""

    @property
    def may_register(self) -> bool:
        return self.may_edit and self.session.may("opinion.register")

    def register_act(self, origin: Origin, *, key: str = "") -> Act:
        """Fill in a registration form of it; the form notes itself here when it is stored."""
        return Act("登记", lambda: self._register(origin), icon="file-pen-line", key=key)

    def _register(self, origin: Origin) -> None:
        from ..opinion_page import OpinionPage

        page = self.page.desk.go("opinions")
        assert isinstance(page, OpinionPage)
        page.register_from(origin)

    def see_act(self, opinion_id: int) -> Act:
        """Go to the form that came of it."""
        return Act("看登记表", lambda: self.page.desk.go("opinions", opinion_id), icon="file-text")

    def link_act(self, subject: str, deed: Callable[[int], Any]) -> Act:
        """Note that a form exists already; `deed` gets the id of the opinion."""

        def open_drawer() -> None:
            drawer = self.drawer("对上登记过的件", subject, act="对上")
            hint = "登记表右上角的编号，打后面的数字就行，例如 0134。"
            drawer.fields.put("登记表编号", LineEditor("number", max_length=30), required=True, hint=hint)
            drawer.open(lambda values: deed(origins.opinion_called(self.session, values["number"])), self.after_piece)

        return Act("对上登记过的件", open_drawer)

    def after_piece(self, record: Any) -> None:
        """Show what was just written about a piece or a call."""
        self.stored(record)

    def treatment_words(self, treatment: Treatment, opinion_id: int | None) -> tuple[str, str, int]:
        """State, its tone, and the form that came of it (0 without one in force)."""
        number = boxes.form_of(self.session, opinion_id)
        if treatment is not Treatment.REGISTERED:
            return treatment.label, TONES.get(treatment, "calm"), 0
        if number is None:
            return "登记表已作废", "stop", 0
        return (f"已登记 {number}" if number else "已登记，还是草稿"), "good", opinion_id or 0
