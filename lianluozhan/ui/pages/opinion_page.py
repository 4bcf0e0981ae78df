"""The room 社情民意: list and open record side by side, the registration form, printing, the import (5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import opinions
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Narrowing, Status, View
from lianluozhan.models.opinions.record import Screening
from lianluozhan.models.origins import Origin

from .. import theme
from ..attempt import attempt
from ..layout_rules import LEDGER_WIDTH, LIST_WIDTH, ROOMS_WIDTH, Arrangement, logical_width
from ..page import Page
from ..shortcuts import shortcut
from .opinion import print_jobs
from .opinion.came_from import open_origin
from .opinion.jobs import Jobs
from .opinion.limits import running_limit
from .opinion.list_pane import ListPane
from .opinion.record_view import RecordView
from .opinion.registration import After, Registration
from .opinion.review_desk import ReviewDesk
from .registers.suggestion_section import open_in_register

if TYPE_CHECKING:
    from ..desk import Desk

SIDE_BY_SIDE = 1220 - ROOMS_WIDTH  # logical width of the page from which list and record stand side by side


class OpinionPage(Page):
    """What lies on top: list and record, or one whole-page job (form, print room, import)."""

    TABLES = frozenset(
        {"opinions", "opinion_steps", "dispatches", "joint_handlings", "replies", "feedbacks", "evaluations"}
        | {"opinion_links", "saved_views", "phrases", "supervisions", "applications"}
        | {"promises", "promise_checks", "suggestions"}
        | {"deadlines", "attachments", "villages", "categories", "handling_bodies", "deputies", "staff"}
        | {"archive_items"}
    )
    MANUAL = "opinions"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = ListPane(self.session)
        self.record = RecordView(self.session)
        self._wide = True
        self._shown = 0
        self._behind = False  # something changed while a job lay on list and record
        self.work = QWidget()
        self._sides = QHBoxLayout(self.work)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(theme.scaled(10))
        self._sides.addWidget(self.list)
        self._sides.addWidget(self.record, 1)
        self.jobs = Jobs(self.session, self.work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.scaled(10)] * 4)
        layout.addWidget(self.jobs)
        self._connect()

    def _connect(self) -> None:
        self.jobs.stored.connect(self._stored)
        self.jobs.left.connect(self.step_back)
        self.jobs.currentChanged.connect(lambda _: self.reload() if self._behind and self.jobs.at_work else None)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._enter)
        self.list.days_wanted.connect(self.open_days)
        self.list.register_wanted.connect(self.register)
        self.list.ledger_wanted.connect(self.print_ledger)
        self.list.preset_wanted.connect(self.print_preset)
        self.list.batch_wanted.connect(self.print_batch)
        self.list.blank_wanted.connect(self.print_blank)
        self.list.import_wanted.connect(self.open_import)
        self.list.forms_wanted.connect(lambda ids: self.print_form("F10", ids))
        self.list.said.connect(self.desk.say)
        self.record.back.connect(self.step_back)
        self.record.moved.connect(self.list.step)
        self.record.edit_wanted.connect(self.edit)
        self.record.print_wanted.connect(lambda id_, number: self.print_form(number, [id_]))
        self.record.suggestion_wanted.connect(partial(open_in_register, self.desk))
        self.record.origin_wanted.connect(partial(open_origin, self.desk))
        self.record.said.connect(self.desk.say)
        shortcut(self.work, "next_step", self.record.take_next)
        shortcut(self.work, "press", self.record.remind)
        shortcut(self.work, "send_back", self.record.send_back)
        shortcut(self.work, "undo", self.record.judging.undo)
        shortcut(self.work, "Alt+Return", self.open_days)
        shortcut(self.work, "Alt+Right", lambda: self.list.step(1))
        shortcut(self.work, "Alt+Left", lambda: self.list.step(-1))

    # List and record -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        if not self.jobs.at_work:  # read again when it comes in sight
            self._behind = True
            return
        self._behind = False
        shown = self._shown
        self.list.reload()
        if shown:  # what was just done stays in sight, also when the list no longer has it
            self._show(shown)
        else:
            self.list.first()

    def open_record(self, record_id: int) -> None:
        """Show an opinion whatever the list stands at; where it is listed it becomes current."""
        self.jobs.close_jobs()
        if not self.list.records.select(record_id):
            self.list.show_view(View.ALL)
            self.list.select(record_id)
        self._show(record_id)
        self._arrange(record=True)

    def open_view(self, view: View, narrowing: Narrowing | None = None) -> None:
        """Show a view of the list, opened from a figure elsewhere."""
        self.jobs.close_jobs()
        self.list.show_view(view, narrowing)
        self._arrange(record=False)

    def _current_id(self) -> int:
        row = self.list.records.current()
        return int(row["id"]) if row else 0

    def _chosen(self, row: dict[str, Any] | None) -> None:
        self._show(int(row["id"]) if row else 0)

    def _enter(self, row: dict[str, Any] | None) -> None:
        if row and not self._wide:
            self._arrange(record=True)

    def _show(self, opinion_id: int) -> None:
        self._shown = opinion_id
        listed = self._current_id() == opinion_id
        self.record.set_place(self.list.place() if listed else (0, 0), wide=self._wide)
        self.record.show_opinion(opinion_id)

    def open_days(self) -> None:
        """How the limit of the record in sight was counted (Alt+Enter, or a click on its badge in the list)."""
        if (file := self.record.file) and (limit := running_limit(file)):
            self.record.open_days(limit)

    def _arrange(self, *, record: bool) -> None:
        """Both panes where they fit, else the one asked for."""
        self.list.setVisible(self._wide or not record)
        self.record.setVisible(self._wide or record)
        roomy = False
        if self._wide:
            roomy = logical_width(self) >= Arrangement.LEDGER.value - ROOMS_WIDTH
            self.list.setMinimumWidth(theme.scaled(LIST_WIDTH))  # wide as it is, it must not hold the window open
            self.list.setMaximumWidth(theme.scaled(LEDGER_WIDTH if roomy else LIST_WIDTH))
        else:
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16_777_215)
        self.list.bar.set_alone(not self._wide)
        self.list.set_wide(roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= SIDE_BY_SIDE
        if wide and self._wide:
            self._arrange(record=True)
        if wide != self._wide or not event.oldSize().isValid():
            self._wide = wide
            self._arrange(record=not self.list.isVisibleTo(self))
            self._show(self._shown)

    # Jobs that take the whole page -------------------------------------------------------------------------------

    @property
    def form(self) -> Registration | None:
        """The form that is being filled in, in front or behind."""
        return self.jobs.form

    def register(self) -> None:
        """An empty form, or the one that is still being filled in (F2)."""
        self.jobs.new_form()

    def register_from(self, origin: Origin) -> None:
        """A form of what a register says, noted there when it is stored."""
        self.jobs.new_form(origin)

    def edit(self, opinion_id: int) -> None:
        """Correct a draft or a form that was sent back."""
        self.jobs.edit_form(opinion_id)

    def _stored(self, opinion_id: int, after: After) -> None:
        if after in (After.STAY, After.NEXT):
            said = "已保存，接着登记下一份。" if after is After.NEXT else "已存为草稿。编号在送审时给出。"
            self.desk.say(said)
            return
        self.jobs.drop_form()
        self.open_record(opinion_id)
        self.take_focus()  # the form is gone: else it falls to the first thing of the window
        opinion = opinions.file_of(self.session, opinion_id).opinion
        if after is After.PRINT:
            self.print_form("F10", [opinion_id])
        elif opinion.screening is Screening.ON_SPOT and opinion.status is Status.DRAFT:
            self.record.take("answer_on_spot")
        elif opinion.status is Status.MERGED:
            self.desk.say(f"{opinion.number} 已登记并案，和另一件一起办。")
        else:
            self.desk.say(f"{opinion.number} 已送审，转{opinion.holder}。")

    def print_form(self, number: str, opinion_ids: Sequence[int]) -> None:
        self.jobs.open_job(attempt(self, lambda: print_jobs.form(self.session, number, opinion_ids)))

    def print_blank(self, number: str) -> None:
        if number:
            self.jobs.open_job(attempt(self, lambda: print_jobs.blank(self.session, number)))
        else:
            self.desk.go_section("registers", "blanks")

    def print_ledger(self) -> None:
        """F19 of everything the list stands for."""
        listing, title, said = self.list.listing(), self.list.title(), self.list.at.said()
        self.jobs.open_job(attempt(self, lambda: print_jobs.ledger(self.session, listing, title, said)))

    def print_preset(self, view: View) -> None:
        """F19 of a view, whatever the list stands at."""
        self.jobs.open_job(attempt(self, lambda: print_jobs.preset(self.session, view)))

    def print_batch(self) -> None:
        """F10 of everything the list stands for, in its order."""
        self.jobs.open_job(attempt(self, lambda: print_jobs.batch(self.session, self.list.listing())))

    def open_import(self) -> None:
        from .import_page import ImportPanel

        self.jobs.open_job(ImportPanel(self.session, self.desk.changes))

    def open_review(self, opinion_id: int = 0) -> None:
        """What waits for this person's judgement, one matter after the other."""
        self.jobs.close_jobs()
        found = ReviewDesk(self.desk, opinion_id)
        found.print_wanted.connect(lambda id_, number: self.print_form(number, [id_]))
        found.list_wanted.connect(self._print_waiting)
        self.jobs.open_job(found)

    def _print_waiting(self, listing: Listing) -> None:
        self.jobs.open_job(attempt(self, lambda: print_jobs.ledger(self.session, listing, "等待审核、审批的件")))

    # The desk asks ---------------------------------------------------------------------------------------------------

    def step_back(self) -> bool:
        if self.jobs.step_back():
            self.take_focus()
            return True
        if not self._wide and not self.list.isVisibleTo(self):
            self._arrange(record=False)
            self.list.records.setFocus()
            return True
        return False

    def print_open(self) -> None:
        if self.jobs.at_work:
            self.record.print_open()
        else:
            print_jobs.print_open(self.jobs.currentWidget())

    def take_focus(self) -> None:
        if not self.jobs.at_work:
            self.jobs.take_focus()
        elif self.list.isVisibleTo(self):
            self.list.take_focus()
        else:
            self.record.setFocus()

    def kept(self) -> Any:
        return self.jobs.kept()

    def give_back(self, kept: Any) -> None:
        self.jobs.give_back(kept)
