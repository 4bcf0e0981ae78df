"""One's judgement in place: the form in few rows, the opinion to be written below it, what follows from it (5.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import deadlines, opinions, phrases
from lianluozhan.models.opinions import Opinion, OpinionFile, Status, queue
from lianluozhan.models.opinions.record import Screening
from lianluozhan.models.phrases import Purpose
from lianluozhan.models.session import Session

from ... import theme
from ...draft_keeper import DraftKeeper
from ...editors import TextEditor
from ...flow_layout import FlowLayout
from ...phrase_bar import PhraseBar
from ...ruled_form import RuledForm
from ...text import Words, button, icon_label, link, plain, wrapped
from .limits import panel_of, running_limit
from .record_parts import NONE, attachment_links, marks_of, named, phone_cell, screening_of, submitter_of
from .words import short_day

DRAFT = "judge"  # of what kind its drafts are
LINKS = 3  # phrases that stand as links; all are in the menu behind them
LINK_SHOWN = 9
MOST_LINES = 5  # then the opinion scrolls in itself, so that the form above it stays readable
PINNED_FROM = 560  # logical height of the record
SIGHT_MARGIN = 40  # what of the form is seen above the opinion when it is brought into sight
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


def is_high(view: QWidget) -> bool:
    """Whether a record of this height leaves room for the opinion below it."""
    return view.height() * 100 >= PINNED_FROM * theme.percent()


def step_judged(session: Session, file: OpinionFile) -> str:
    """review or approve, if that is what this person may do with the matter now; else nothing."""
    found = opinions.open_steps_for(session, file.opinion)
    return next((name for name in ("review", "approve") if name in found), "")


def review_form(
    session: Session, file: OpinionFile, unmask: Callable[[], object], look: Callable[[int], object]
) -> tuple[RuledForm, QLabel]:
    """The registration form in as few rows as it can be read in, and the cell with the masked phone."""
    opinion, form, today = file.opinion, RuledForm(), session.today
    form.add_text("来源渠道", opinion.channel.label)
    form.add_text("收到日期", short_day(opinion.received_on, today) or NONE)
    form.add_text("反映代表", "、".join(file.deputies) or NONE)
    people = f" 等 {opinion.people_count} 人" if (opinion.people_count or 0) > 1 else ""
    form.add_text("反映人", submitter_of(file) + people)
    phone = plain(opinions.masked_phone(opinion.phone) or NONE)
    form.add("联系电话", phone_cell(phone, unmask if opinion.phone else None), name="phone")
    where = opinion.address if file.village_name in opinion.address else f"{file.village_name} {opinion.address}"
    form.add_text("住址单位", where.strip() or NONE)
    form.add_text("反映内容", opinion.content, 3)
    form.add_text("诉求", opinion.request or NONE, 3)
    form.add_text("分类", file.category_path or NONE, 2)
    form.add_text("性质", "，".join([opinion.nature.label, *marks_of(file)]))
    if opinion.place:
        form.add_text("发生地点", opinion.place, 2 if file.attachments else 3)
    if file.attachments:
        form.add("附件", attachment_links(file.attachments, look), 1 if opinion.place else 3, name="files")
    if opinion.screening is Screening.DECLINE:
        form.add_text("初步筛选", screening_of(file), 3)
    officer = f"{file.registered_by_name} {short_day(opinion.registered_on, today)}登记"
    form.add_text("拟办意见", f"{opinion.proposal or NONE}　　{officer}", 3)
    return form, phone


class ReviewPanel(QFrame):
    """The opinion as it will be printed, phrases for it, and what agreeing leads to."""

    turned = Signal(int)  # PageDown (1) or PageUp (-1) while the opinion is written

    def __init__(self, session: Session, file: OpinionFile, name: str, written: str = "") -> None:
        super().__init__()
        self._session, self.file, self.step = session, file, name
        self.accepts = file.opinion.screening is not Screening.DECLINE
        self._usual = queue.usual_words(file.opinion)
        self.is_judged = False  # the deed is under way: what was written goes with it
        label = "审核意见" if name == "review" else "审批意见"
        self.words = TextEditor("words", lines=2, most_lines=MOST_LINES, max_length=5000)
        self.words.setAccessibleName(label)
        self.words.set_value(self._usual)
        came_back = self._keep_draft(label, written)
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)
        self.words.installEventFilter(self)
        self._problem = Words("", "problem")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.scaled(4), 0, 0)
        self._column.setSpacing(theme.scaled(6))
        self._column.addLayout(self._head(label, came_back=came_back))
        self._column.addWidget(self.words)
        self._problem_line = self._line_of("circle-alert", "overdue", self._problem)
        self._problem_line.hide()
        self._column.addWidget(self._problem_line)
        self._column.addWidget(self._phrases())
        self._column.addWidget(self._info())

    def is_pinned(self, view: QWidget) -> bool:
        """Whether there is room to keep the opinion in sight below the record; else it lies in the flow of it."""
        pinned = is_high(view)
        sides = (18, 6, 18, 8) if pinned else (0, 4, 0, 0)
        self.setProperty("role", "pinned" if pinned else "page")
        self._column.setContentsMargins(*(theme.scaled(side) for side in sides))
        return pinned

    def bring_into_sight(self) -> bool:
        """Show the opinion, with the focus in it, where it is scrolled away; whether it was wholly in sight before."""
        scroll = self.parentWidget()
        while scroll is not None and not isinstance(scroll, QScrollArea):
            scroll = scroll.parentWidget()
        if scroll is None:
            return True  # pinned
        port, words = scroll.viewport(), self.words
        top = words.mapTo(port, words.rect().topLeft()).y()
        seen = min(top + words.height(), port.height()) - max(top, 0)
        if seen >= min(words.height(), port.height()):
            return True
        self.hint.setProperty("role", "strong")
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
        self.hint.setText(f"请看一下{words.accessibleName()}，再按一次 F9")
        scroll.widget().adjustSize()
        scroll.ensureWidgetVisible(words, 0, theme.scaled(SIGHT_MARGIN))
        words.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    # The draft ---------------------------------------------------------------------------------------------------

    def _keep_draft(self, label: str, written: str) -> bool:
        """What is written is kept within seconds, and is there again when the matter is next judged."""
        session, opinion = self._session, self.file.opinion
        self.keeper = DraftKeeper(
            self,
            session,
            self,
            f"{DRAFT}.{self.step}",
            opinion.id,
            title=lambda _: f"{label}（{named(self.file)}）",
            record=lambda id_: session.find(Opinion, id_),
            same_fields=False,
        )
        self.keeper.watch([self.words])
        came_back = self.keeper.bring_back() is not None
        if written:
            self.words.set_value(written)
        return came_back

    def typed(self) -> dict[str, Any]:
        return {"words": self.words.value()}

    def give_back(self, typed: dict[str, Any]) -> None:
        self.words.set_value(typed.get("words", ""))

    def leave(self) -> str:
        """Keep what was written before the panel goes; returns it if it could not be kept."""
        kept = self.is_judged or self.keeper.flush()
        self.keeper.end()
        return "" if kept else self.words.value()

    def _head(self, label: str, *, came_back: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.scaled(10))
        head.addWidget(plain(label, "lead"))
        said = "上次写的还在，接着写" if came_back else "可以改；打印时照此印在表上，签字栏留空"
        self.hint = wrapped(said, "soft")
        head.addWidget(self.hint, 1)
        return head

    @staticmethod
    def _line_of(icon: str, colour: str, words: Words) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(6))
        row.addWidget(icon_label(icon, colour, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return holder

    # Phrases -----------------------------------------------------------------------------------------------------

    def _phrases(self) -> QWidget:
        purpose = Purpose.REVIEW if self.step == "review" else Purpose.APPROVE
        category = self.file.opinion.category_id
        self.bar = PhraseBar(self._session, purpose, category, digits=True)
        self._known = [phrase.words for phrase in phrases.offered(self._session, purpose, category)]
        self.bar.chosen.connect(self._make_room)
        self.bar.serve(self.words)
        holder = QWidget()
        row = FlowLayout(holder, gap=10, line_gap=2)
        row.addWidget(self.bar)
        self.phrase_links = []
        for number, words in enumerate(self._known[:LINKS], 1):
            shown = words.split("\n")[0]
            shown = shown if len(shown) <= LINK_SHOWN else f"{shown[:LINK_SHOWN]}…"
            made = link(f"{number} {shown}")
            made.setAccessibleName(f"常用语 {number}：{words}")
            made.setToolTip(f"Alt+{number}")
            made.clicked.connect(lambda _=False, words=words: self.bar.chosen.emit(words))
            self.phrase_links.append(made)
            row.addWidget(made)
        return holder

    def _make_room(self, _: str) -> None:
        """A phrase takes the place of words that nobody has written himself."""
        if self.words.value() in ("", self._usual, *self._known):
            self.words.selectAll()

    # What follows --------------------------------------------------------------------------------------------------

    def _info(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.scaled(4), 0, 0)
        column.setSpacing(theme.scaled(6))
        frame = QFrame()
        frame.setProperty("role", "banner")
        row = QHBoxLayout(frame)
        row.setContentsMargins(*(theme.scaled(side) for side in (12, 7, 12, 7)))
        row.setSpacing(theme.scaled(10))
        row.addWidget(icon_label("info", "wait"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.info = Words(queue.what_follows(self._session, self.file.opinion))
        row.addWidget(self.info, 1)
        column.addWidget(frame)
        limit = running_limit(self.file)
        if limit is not None:
            found = deadlines.counted(self._session, limit)
            how = f"（{found.short}）" if found else ""
            doubt = "，暂算" if limit.is_provisional else ""
            until = f"{limit.kind}期限 {short_day(limit.due_on, self._session.today)}{how}{doubt}。"
            self.info.setText(self.info.text() + ("停计：等反映人补充。" if self._stands() else until))
            panel = panel_of(self._session, self.file, limit)
            panel.hide()
            self.how = button("怎么算的", role="link")
            self.how.setAccessibleName("期限怎么算的")
            self.how.clicked.connect(lambda: panel.setVisible(not panel.isVisibleTo(holder)))
            row.addWidget(self.how)
            column.addWidget(panel)
        return holder

    def _stands(self) -> bool:
        return opinions.is_paused(self.file.opinion)

    # What was written ----------------------------------------------------------------------------------------------

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Called by `attempt` with what is wrong; everything stays as it was written."""
        self._problem.setText("".join(problems.values()))
        self._problem_line.setVisible(bool(problems))
        if problems:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_changed(self) -> bool:
        """Whether something was written that is not there by itself."""
        return self.words.value() != self._usual

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z takes typing back; where nothing was typed the key is left to the page, which takes the step back."""
        if watched is self.words and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in PAGES:
                self.turned.emit(PAGES[Qt.Key(event.key())])
                return True
            if event.type() != QEvent.Type.ShortcutOverride:
                return False
            if event.matches(QKeySequence.StandardKey.Undo) and not self.words.document().isUndoAvailable():
                event.ignore()
                return True
        return False


def judged_words(opinion: Opinion, name: str, number: str, *, accepted: bool) -> str:
    """What was just done, for the toast: 0130 号已审核同意，转站长陈国栋审批。"""
    deed, agreed = ("审核" if name == "review" else "审批"), ("同意" if accepted else "不予受理")
    follows = {Status.IN_APPROVAL: "审批", Status.TO_DISPATCH: "交办", Status.DECLINED: "告知反映人"}
    return f"{number} 号已{deed}{agreed}，转{opinion.holder.replace(' ', '')}{follows.get(opinion.status, '')}。"
