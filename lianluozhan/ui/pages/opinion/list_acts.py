"""What is done with the records that are ticked, or with the whole list; each shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.bulk import Line

from ...attempt import attempt
from .bulk_drawers import open_dispatch, open_reclassify, open_remind
from .export_job import ExportJob
from .print_jobs import BATCH_AT_MOST

if TYPE_CHECKING:
    from .list_pane import ListPane


class ListActs(QObject):
    def __init__(self, pane: ListPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.exporting = ExportJob(pane, pane.session)
        self.exporting.progressed.connect(self._progressed)
        self.exporting.ended.connect(lambda sentence: pane.said.emit(sentence) if sentence else None)

    def clicked(self) -> None:
        """A click opens the record; on its limit, how that was counted; while some are ticked, neither."""
        records = self._pane.records
        if records.ticks.some:
            return
        if records.on_limit:
            self._pane.days_wanted.emit()
        else:
            self._pane.opened.emit(records.current())

    def take(self, name: str) -> None:
        """One of the acts of the foot."""
        attempt(self._pane, lambda: self._take(name))

    def _take(self, name: str) -> None:
        pane = self._pane
        match name:
            case "dispatch":
                open_dispatch(pane, pane.session, self.ids(), self._dispatched)
            case "remind":
                open_remind(pane, pane.session, self.ids(), self._reminded)
            case "reclassify":
                open_reclassify(pane, pane.session, self.ids(), self._reclassified)
            case "print":
                pane.forms_wanted.emit(self.ids())
            case "export":
                self._export(ticked=True)

    def ids(self) -> list[int]:
        """Those ticked that are still listed; refused when they are more than can be done in one go."""
        pane = self._pane
        ticks, listing = pane.records.ticks, pane.listing()
        if not ticks.all:
            return [id_ for id_ in ticks.ids if listing.find(id_)]
        rows = listing.page(BATCH_AT_MOST + len(ticks.ids) + 1)
        found = [row["id"] for row in rows if row["id"] not in ticks.ids]
        if len(found) > BATCH_AT_MOST:
            raise RuleError(f"选了超过 {BATCH_AT_MOST} 件，一次办不了这么多。请先筛选，分几次办。")
        return found

    def export(self, *, ticked: bool) -> None:
        """The whole list, or what is ticked of it."""
        attempt(self._pane, lambda: self._export(ticked=ticked))

    def _export(self, *, ticked: bool) -> None:
        pane = self._pane
        ticks, model = pane.records.ticks, pane.records.records
        ids: Sequence[int] = self.ids() if ticked and not ticks.all else ()
        left_out = frozenset(ticks.ids) if ticked and ticks.all else frozenset[int]()
        total = len(ids) or model.total - len(left_out)
        words = f"{total}" if model.finished or ids else f"{total // 1000 * 1000}+"
        if not total:
            raise RuleError("清单里没有件，没有可导出的。")
        self.exporting.open(pane.listing(), pane.title(), words, ids, left_out)

    def _progressed(self, words: str) -> None:
        model = self._pane.records.records
        self._pane.foot.show_progress(words, self._pane.records.ticks.count(model.total))

    def _dispatched(self, results: Sequence[Line]) -> None:
        self._done(f"已交办 {sum(bool(line.done) for line in results)} 件。")

    def _reminded(self, results: Sequence[Line]) -> None:
        self._done(f"已记下 {sum(bool(line.done) for line in results)} 件的催办。")

    def _reclassified(self, changed: Sequence[Opinion]) -> None:
        self._done(f"已改 {len(changed)} 件；改错了，在“系统”的“办过的事”里撤销。")

    def _done(self, sentence: str) -> None:
        self._pane.records.ticks.clear()
        self._pane.said.emit(sentence)
