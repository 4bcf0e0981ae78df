"""常用语 and skeletons in the registration form, those of the chosen category first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.phrases import Purpose
from lianluozhan.models.session import Session

from ...phrase_bar import PhraseBar
from .registration_form import EntryForm


class FormPhrases:
    """A list beside 拟办意见, and one below the label of 反映内容."""

    def __init__(self, form: EntryForm, session: Session) -> None:
        self._form = form
        self.skeletons = PhraseBar(session, Purpose.CONTENT, label="模板")
        self.proposals = PhraseBar(session, Purpose.PROPOSAL)
        form.add_to_label("content", self.skeletons)
        form.add_to_cell("proposal", self.proposals)
        for before, after in (("is_key", "proposal"), ("proposal", "proposed_body_id")):  # it was put in once more
            QWidget.setTabOrder(form.editor(before), form.editor(after))
        self.skeletons.serve(form.editor("content"))
        self.proposals.serve(form.editor("proposal"))
        form.editor("category_id").changed.connect(self._follow)

    def _follow(self) -> None:
        try:
            self.proposals.set_category(self._form.editor("category_id").value())
        except InvalidRecord:  # half a word that means nothing yet
            self.proposals.set_category(None)
