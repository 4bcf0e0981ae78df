"""常用语 of the station: which are offered where, added, reworded and put aside."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from lianluozhan.models import categories, phrases
from lianluozhan.models.phrases import Phrase, Purpose

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, PickEditor, TextEditor, TickEditor
from ...record_table import Column
from ...text import Words, plain, plain_button, primary
from .section import SHEET_PADDING, Section
from .section_table import HeldRows, SectionTable


class PhraseSection(Section):
    """A table of all phrases; Enter or a double click opens one."""

    KEY, TITLE, ICON = "phrases", "常用语", "message-circle"
    ABOUT = "写拟办意见、审核意见这些话时，按 Alt+↓ 就列出来。选了分类的，只在那一类里列出；用得多的排在前面。"
    NEEDS = ("phrase.edit",)
    TABLES = frozenset({"phrases", "categories"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.purpose = ChoiceEditor("purpose", [(p, p.label) for p in Purpose], optional=True, empty="全部")
        self.purpose.setAccessibleName("看哪一种常用语")
        self.purpose.setMinimumWidth(theme.scaled(130))
        self.retired = TickEditor("retired", "显示停用的")
        self.table = SectionTable(
            "常用语",
            (
                Column("用在哪里", "purpose", width=100),
                Column("分类", "category", width=120),
                Column("常用语", "words"),
                Column("状态", "state", width=64),
            ),
        )
        self._count = plain("", "note")
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.purpose)
        row.addWidget(self.retired)
        row.addStretch(1)
        row.addWidget(self._count)
        self.put_strip(bar)
        self.put_body(self.table)
        self.usual_button = plain_button("放进自带的常用语")
        self.change_button, self.turn_button = plain_button("修改"), plain_button("停用")
        self.add_button = primary("添加常用语", icon="plus")
        self.put_foot(Words("", "soft"), self.usual_button, self.turn_button, self.change_button, self.add_button)
        self._connect()

    def _connect(self) -> None:
        self.purpose.changed.connect(self.reload)
        self.retired.changed.connect(self.reload)
        self.usual_button.clicked.connect(self._take_usual)
        self.add_button.clicked.connect(self.add)
        self.change_button.clicked.connect(self.change)
        self.turn_button.clicked.connect(self._turn)
        self.table.opened.connect(lambda _: self.change())
        self.table.chosen.connect(lambda _: self._arrange())

    def reload(self) -> None:
        names = dict(categories.choices(self.session))
        found = phrases.of_purpose(self.session, self.purpose.value(), retired=self.retired.value())
        kept = self.table.current()
        self.table.set_slices(HeldRows([_row(phrase, names) for phrase in found]))
        if kept:
            self.table.select(kept["id"])
        self._count.setText(f"{len(found)} 句")
        missing = phrases.usual_missing(self.session)
        self.usual_button.setVisible(bool(missing))
        self.usual_button.setText(f"放进自带的常用语（{missing} 句）")
        self._arrange()

    def _arrange(self) -> None:
        phrase = self._current()
        self.change_button.setEnabled(phrase is not None)
        self.turn_button.setEnabled(phrase is not None)
        self.turn_button.setText("重新启用" if phrase and phrase.retired_on else "停用")

    def _current(self) -> Phrase | None:
        row = self.table.current()
        return self.session.find(Phrase, int(row["id"])) if row else None

    def _take_usual(self) -> None:
        if count := attempt(self, lambda: phrases.add_usual(self.session)):
            self.desk.say(f"放进了 {count} 句常用语。不合用的可以修改或停用。")

    def _turn(self) -> None:
        if phrase := self._current():
            change = phrases.bring_back if phrase.retired_on else phrases.retire
            attempt(self, lambda: change(self.session, phrase.id))

    def add(self) -> None:
        """A new phrase, of the purpose that is looked at."""
        self._ask("添加常用语", Phrase(purpose=self.purpose.value() or Purpose.PROPOSAL, words=""))

    def change(self) -> None:
        """The current phrase in other words."""
        if phrase := self._current():
            self._ask("修改常用语", phrase)

    def _ask(self, title: str, phrase: Phrase) -> None:
        drawer = Drawer(self, title)
        fields = drawer.fields
        fields.put("用在哪里", ChoiceEditor("purpose", [(p, p.label) for p in Purpose]), required=True)
        fields.put("分类", PickEditor("category_id", categories.choices(self.session)), hint="不选，就在各类里都列出")
        words = TextEditor("words", lines=5, max_length=2000)
        fields.put("常用语", words, required=True, hint="写了几行的，放进去以后光标停在第一行后面，接着填")
        fields.set_values({"purpose": phrase.purpose, "category_id": phrase.category_id, "words": phrase.words})

        def store(values: dict[str, Any]) -> Phrase:
            if phrase.id:
                return phrases.edit(self.session, phrase.id, **values)
            return phrases.add(self.session, values["purpose"], values["words"], values["category_id"])

        drawer.open(store, lambda stored: self.desk.say("常用语已保存。"))
        words.setFocus()

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True


def _row(phrase: Phrase, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": phrase.id,
        "purpose": phrase.purpose.label,
        "category": names.get(phrase.category_id or 0, "各类"),
        "words": " ".join(phrase.words.split()),
        "state": "停用" if phrase.retired_on else "",
    }
