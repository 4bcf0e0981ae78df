"""The last step: what is still open, what will be frozen, and closing for good (3.1.4, 4.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import term_closing
from lianluozhan.models.permissions import who_may

from ...attempt import attempt
from ...question import ask
from ...record_table import Column
from ...text import Words, danger
from .term_people_steps import spoken
from .term_step import TermStep

if TYPE_CHECKING:
    from .term_page import TermPage

FROZEN = (
    "封存以后不能再添加、修改、作废的：这一届的履职记录、联系选民、述职、代表活动和到会、代表接待和接待记录、"
    "公告、手工次数、年度小结、届满的任职、小组成员、签过字的交接清单，还有离任代表的基本资料。"
)
GOES_ON = (
    "照常办的：没办完的社情民意、代表建议、承诺事项；打印、存文件、补扫描件；"
    "接待过的事办完以后告知代表，卷装订以后登记。补充的话写在新一届的记录里。"
)


class CloseStep(TermStep):
    NAME = TITLE = "封存"
    EXPLANATION = "前面几步都办好了，就把这一届封存。封存以后谁也不能再改，也不能撤回，请先核对。"

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.count = Words("", "strong")
        self.column.addWidget(self.count)
        self.obstacles = self.table(
            (Column("", "kind", width=130), Column("还没有办的事", "sentence")), "封存以前还要办的事"
        )
        self.column.addWidget(Words(FROZEN))
        self.column.addWidget(Words(GOES_ON, "soft"))
        self.close_button = danger("封存这一届", icon="lock")
        self.refusal = Words("", "soft")
        self.line(self.close_button, self.refusal, stretch=False).setStretch(1, 1)
        self.column.addStretch(1)
        self.column.setStretchFactor(self.obstacles, 9)
        self.close_button.clicked.connect(self._close)

    def fill(self) -> None:
        term = self.term
        found = [] if term.closed_on else term_closing.still_open(self.session, term)
        stops = [each for each in found if each.stops]
        rows = [
            {"id": number, "kind": "必须先办" if each.stops else "封存后补不了", "sentence": each.sentence}
            for number, each in enumerate(found, 1)
        ]
        self.put(self.obstacles, rows)
        self.obstacles.setVisible(bool(rows))
        if term.closed_on:
            words = f"{term.name}已经在{spoken(term.closed_on)}封存。"
        elif stops:
            words = f"还有 {len(stops)} 件事必须先办。"
        else:
            words = "必须先办的都办好了，可以封存。"
        self.count.setText(words)
        may = self.session.may("term.close")
        self.close_button.setVisible(term.closed_on is None)
        self.close_button.setEnabled(may and not stops)
        self.close_button.setText(f" 封存{term.name}")
        self.refusal.setText("" if may or term.closed_on else f"封存由{who_may('term.close')}办理。")

    def is_done(self) -> bool:
        return self.term.closed_on is not None

    def first_field(self) -> QWidget:
        if self.close_button.isEnabled() and self.close_button.isVisibleTo(self):
            return self.close_button
        return self.obstacles if self.obstacles.isVisibleTo(self) else self.wizard.back

    def _close(self) -> None:
        term = self.term
        left = [each.sentence for each in term_closing.still_open(self.session, term) if not each.stops]
        more = f"封存以后补不了的：{'；'.join(left)}。" if left else ""
        if ask(
            self.wizard,
            f"封存{term.name}？",
            f"到{spoken(term.ends_on)}为止的履职、接待、活动、述职和联系选民的记录从此只能看，不能改，也不能撤回。{more}",
            "封存",
            "先不封存",
        ):
            attempt(self.wizard, lambda: term_closing.close(self.session, term.id))
