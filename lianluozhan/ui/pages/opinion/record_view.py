"""The open record: number, state and title, the limit day by day, the form, the handling, the trail, the next step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import opinions, shown_numbers, veil
from lianluozhan.models.opinions import STEPS, OpinionFile
from lianluozhan.models.opinions.reminding import why_no_reminder
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...question import ask, ask_reason
from ...text import button
from ...trail_view import TrailView
from .came_from import origin_panel
from .filed_in import filed_panel
from .judging import Judging
from .limits import open_days
from .pause_drawers import open_pause
from .press_panel import press_hint, press_sections
from .promise_panel import promise_sections
from .record_foot import RecordFoot
from .record_head import RecordHead
from .record_parts import (
    attachment_links,
    deadline_panel,
    handling_form,
    heading,
    named,
    nothing_open,
    paper_count,
    reading_form,
    sections,
    show_file,
    trail_entries,
    void_banner,
)
from .related import related_panel
from .remind_drawer import open_reminder
from .review_foot import ReviewFoot, is_narrow
from .review_parts import review_form
from .step_drawers import open_joint_reply, open_step
from .words import short_number


class RecordView(QFrame):
    """Shows one opinion; `back` is the way to the list where both do not fit side by side."""

    back = Signal()
    moved = Signal(int)  # to the next (1) or previous (-1) record of the list
    edit_wanted = Signal(int)
    print_wanted = Signal(int, str)  # opinion, form
    suggestion_wanted = Signal(int, int)  # the suggestion, or 0 and the opinion of which one is made
    origin_wanted = Signal(str, int)  # the table of what it came of, and the record
    said = Signal(str)  # a sentence for a toast: what was just done
    judged = Signal(int)  # the person's own judgement was stored, by one key or in a drawer
    skipped = Signal()
    overtaken = Signal(str)  # somebody else went on with it meanwhile
    taken_back = Signal(int)

    def __init__(self, session: Session, *, in_queue: bool = False) -> None:
        super().__init__()
        self.session, self.in_queue = session, in_queue
        self.judging = Judging(self)
        self.toast_over: QWidget | None = None  # the page a toast lies on; this view, if not said
        self.setProperty("role", "sheet")
        self.file: OpinionFile | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self.place, self.wide, self._open_limit, self._narrow = (0, 0), True, True, False
        self._foot: RecordFoot | ReviewFoot | None = None
        self._scroll: QScrollArea | None = None

    @property
    def opinion_id(self) -> int:
        return self.file.opinion.id if self.file else 0

    def set_place(self, place: tuple[int, int], *, wide: bool) -> None:
        """Which one of how many of the list this is, and whether the list stands beside it."""
        self.place, self.wide = place, wide

    def show_opinion(self, opinion_id: int) -> None:
        """Read all of one opinion and show it; 0 shows nothing."""
        same = opinion_id == self.opinion_id
        place = self._scroll.verticalScrollBar().value() if same and self._scroll else 0
        closed = veil.sentence(self.session, "opinions", opinion_id)
        self.file = shown_numbers.opened_file(self.session, opinion_id) if opinion_id and not closed else None
        writing, reading = same and self.judging.writing, self._scroll is not None and self._scroll.hasFocus()
        self._clear()
        self._narrow = is_narrow(self)
        if not same:
            self.judging.came_up()
        if self.file is None:
            self._add(nothing_open(closed and closed + ("" if self.wide else "按 Esc 回到清单。")), 1)
            return
        self.judging.put_up(self.file)
        self._add(RecordHead(self, self.file))
        self._add(self._body(self.file), 1)
        if self.judging.panel and self.judging.panel.is_pinned(self):
            self._add(self.judging.panel)
        self._foot = ReviewFoot(self, self.file) if self.judging.panel else RecordFoot(self, self.file)
        self._add(self._foot)
        if writing and self.judging.panel:
            self.judging.panel.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif reading:
            self.focus_record()
        if place and self._scroll:
            self._scroll.widget().adjustSize()
            self._scroll.verticalScrollBar().setValue(place)

    def _clear(self) -> None:
        self.judging.put_away()
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._scroll, self._foot = [], None, None

    def _add(self, part: QWidget, stretch: int = 0) -> None:
        self._parts.append(part)
        self._column.addWidget(part, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Head and foot are made for the room there is."""
        super().resizeEvent(event)
        if self.file and is_narrow(self) != self._narrow:
            self.show_opinion(self.opinion_id)

    # Body --------------------------------------------------------------------------------------------------------

    def _body(self, file: OpinionFile) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 10, 18, 14)))
        judging = self.judging.panel
        panel = None if judging else deadline_panel(self.session, file)
        if panel is not None and not (self._open_limit and self.wide and len(file.dispatches) < 9):
            panel.close_days()
        if judging:
            judging.turned.connect(self.turn)
            reading, self._phone = review_form(self.session, file, self._unmask, self.look)
        else:
            reading, self._phone = reading_form(self.session, file, self._unmask)
        handling = handling_form(
            self.session, file, self._join if self.session.may("opinion.reply") else None, self.open_days
        )
        trail = TrailView(trail_entries(self.session, file))
        trail.scan_wanted.connect(self.look)
        trail.limit_wanted.connect(self.open_days)
        trail.take_back_wanted.connect(self.judging.take_back)
        column.addLayout(
            sections(
                void_banner(self.session, file, self.restore),
                press_hint(self, file),
                *(make(self, file) for make in (origin_panel, filed_panel, related_panel)),
                panel,
                reading,
                attachment_links(file.attachments, self.look) if file.attachments and not judging else None,
                None if judging and judging.is_pinned(self) else judging,
                heading("办理") if handling else None,
                handling,
                *press_sections(self, file),
                *promise_sections(self, file),
                self._trail_head(file),
                trail,
            )
        )
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setProperty("role", "bare")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(theme.scaled(40))  # so that head and foot stay in sight in a low window
        self._scroll.setWidget(inside)
        self._scroll.setAccessibleName("登记表和办理过程")
        return self._scroll

    def _trail_head(self, file: OpinionFile) -> QWidget:
        holder = heading("过程", paper_count(file))
        steps = opinions.paper_steps_for(self.session, file.opinion)
        if steps:
            paper = button("补录签字件", icon="scan")
            menu = QMenu(paper)
            for name in steps:
                menu.addAction(STEPS[name].label, lambda name=name: self.take(name, on_paper=True))
            paper.setMenu(menu)
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(paper)
        return holder

    def focus_record(self) -> None:
        """The arrows scroll the record."""
        if self._scroll is not None:
            self._scroll.show()  # its layout would show it only a little later, and what is hidden takes no focus
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, by: int) -> None:
        """Scroll the record by a page, down (1) or up (-1)."""
        if self._scroll is not None:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + by * bar.pageStep())

    # What can be done --------------------------------------------------------------------------------------------

    def take_next(self) -> None:
        """The filled button (F9)."""
        if self._foot is not None and self._foot.next is not None:
            self._foot.next.click()

    def send_back(self) -> None:
        """F7."""
        if self.judging.panel is not None:
            self.judging.send_back()
        elif self.file:
            steps = opinions.open_steps_for(self.session, self.file.opinion)
            for name in ("send_back", "refuse_close"):
                if name in steps:
                    self.take(name)

    def take(self, name: str, *, on_paper: bool = False) -> None:
        """Take a step: at once where nothing is asked, else in its drawer."""
        if self.file is None:
            return
        number, id_ = short_number(self.file.opinion.number), self.file.opinion.id

        def done(_: Any) -> None:
            now = opinions.file_of(self.session, id_).opinion
            holder = f"，转{now.holder}" if now.holder else ""
            label = STEPS[name].label
            self.said.emit(f"{short_number(now.number) if now.number else number} 号已{label}{holder}。")

        if name == "submit" and not on_paper:
            attempt(self, lambda: opinions.submit(self.session, id_), saved=done)
        else:
            open_step(self, self.session, self.file, name, on_paper=on_paper, done=done)

    def pause(self) -> None:
        """Stop the clock while the submitter is asked, or let it go on."""
        if self.file:
            open_pause(self, self.session, self.file, self.said.emit)

    def remind(self) -> None:
        """Enter that the body that has it was pressed (F6)."""
        if self.file and self.session.may("opinion.supervise") and not why_no_reminder(self.file.opinion):
            open_reminder(self, self.session, self.file, self.said.emit)

    def void(self) -> None:
        """Strike the form out, with a reason."""
        assert self.file
        reason = ask_reason(
            self,
            f"作废 {named(self.file)}？",
            "作废以后不再计入统计，编号不再使用；内容和签字件都保留，也可以撤销作废。",
            "作废",
            "不作废",
            label="作废的原因",
            example="重复登记",
        )
        if reason:
            attempt(self, lambda: opinions.void(self.session, self.opinion_id, reason))

    def restore(self) -> None:
        assert self.file
        if ask(
            self, f"撤销作废 {named(self.file)}？", "撤销以后接着原来的状态办理。", "撤销作废", "不撤销", role="primary"
        ):
            attempt(self, lambda: opinions.restore_voided(self.session, self.opinion_id))

    def print_open(self) -> None:
        if self.file and self.session.may("print.form"):
            self.print_wanted.emit(self.opinion_id, "F10")

    def look(self, attachment_id: int) -> None:
        """Open a file with the computer's own program, from a copy that is removed at exit."""
        attempt(self, lambda: show_file(self.session, attachment_id))

    def open_days(self, limit: Any) -> None:
        """How a limit was counted, day by day."""
        if self.file:
            open_days(self, self.session, self.file, limit)

    def _join(self, joint_id: int) -> None:
        assert self.file
        open_joint_reply(self, self.session, self.file, joint_id)

    def _unmask(self) -> None:
        phone = attempt(self, lambda: opinions.unmask(self.session, self.opinion_id))
        if phone:
            self._phone.setText(phone)
