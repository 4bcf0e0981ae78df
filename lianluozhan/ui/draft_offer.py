"""The strip above the open room that says which forms lie there half filled, and brings them back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import drafts
from lianluozhan.models.drafts import Lying

from . import theme
from .attempt import attempt
from .banner import Banner
from .draft_keeper import OFFER, keepers_in
from .draft_notice import when_words
from .draft_ways import open_again
from .drawer import Drawer
from .question import ask
from .text import Words, button, link

if TYPE_CHECKING:
    from .desk import Desk


class DraftOffer(QWidget):
    """Shown when somebody comes to his desk, and when a form was left; × puts it away until another is left.

    Not while something is typed into a form in sight: who is filling one in is not to be asked about another.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setObjectName(OFFER)
        self._desk, self.session = desk, desk.session
        self._banner: Banner | None = None
        self._put_away: set[tuple[str, int, datetime]] = set()
        self._offered: list[Lying] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        desk.room_column.insertWidget(0, self)

    def lying(self) -> list[Lying]:
        """The drafts of the person."""
        return drafts.of(self.session)

    def refresh(self) -> None:
        """Read again what lies there."""
        in_sight = [keeper for keeper in keepers_in(self._desk) if keeper.widget.isVisible()]
        seen = {(keeper.kind, keeper.owner_id) for keeper in in_sight}
        is_busy = any(keeper.has_typed for keeper in in_sight)
        found = [] if is_busy else [lying for lying in self.lying() if (lying.form, lying.owner_id) not in seen]
        new = [lying for lying in found if (lying.form, lying.owner_id, lying.saved_at) not in self._put_away]
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        self._offered = found if new else []
        if self._offered:
            self._banner = self._single(found[0]) if len(found) == 1 else self._several(found)
            self._banner.closed.connect(self._set_aside)
            self._column.addWidget(self._banner)
        self.setVisible(bool(self._offered))

    def _set_aside(self) -> None:
        self._put_away |= {(lying.form, lying.owner_id, lying.saved_at) for lying in self._offered}
        self.hide()

    def _single(self, lying: Lying) -> Banner:
        sentence = f"有一张没填完的{lying.title}，{self._when(lying)} 存的。"
        return Banner(sentence, "", *self._acts(lying))

    def _several(self, found: list[Lying]) -> Banner:
        look = button("看一看")
        look.clicked.connect(self.show_list)
        return Banner(f"有 {len(found)} 张没填完的表，最近一张是 {self._when(found[0])} 存的。", "", look)

    def _acts(self, lying: Lying) -> tuple[QWidget, QWidget]:
        go_on, away = button("接着填"), link("不要了")
        go_on.setAccessibleName(f"接着填 {lying.title}")
        away.setAccessibleName(f"不要了 {lying.title}")
        go_on.clicked.connect(partial(self.go_on, lying))
        away.clicked.connect(partial(self.throw_away, lying))
        return go_on, away

    def _when(self, lying: Lying) -> str:
        return when_words(lying.saved_at, self.session.today)

    def show_list(self) -> None:
        """All that lie there, one below the other."""
        drawer = Drawer(self._desk, "没填完的表", "接着填的，填好存上就不再列在这里")
        drawer.act_button.hide()
        drawer.cancel_button.setText("关闭")
        for lying in self.lying():
            drawer.fields.add(self._row(lying, drawer))
        drawer.open(lambda values: None)
        drawer.cancel_button.setFocus()

    def _row(self, lying: Lying, drawer: Drawer) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.scaled(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(lying.title, "strong"))
        words.addWidget(Words(f"{self._when(lying)} 存的", "soft"))
        line.addLayout(words, 1)
        for act in self._acts(lying):
            act.clicked.connect(drawer.close_drawer)  # type: ignore[attr-defined]
            line.addWidget(act)
        return row

    def go_on(self, lying: Lying, *_: object) -> None:
        """Bring a form back with what was typed into it."""
        attempt(self._desk, lambda: open_again(self._desk, lying))
        self.refresh()

    def throw_away(self, lying: Lying, *_: object) -> None:
        """One question, then it is gone."""
        if not ask(self._desk, f"不要这张{lying.title}？", "填过的内容以后找不回来。", "不要了", "留着"):
            return
        for keeper in keepers_in(self._desk):
            if keeper.is_about(lying.form, lying.owner_id):
                keeper.discard()
        drafts.drop(self.session, lying.form, lying.owner_id)
        self.refresh()
