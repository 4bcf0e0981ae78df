"""Filling in the registration form on the screen, in the order of the paper (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models import categories, deputies, opinions, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import (
    REFERRALS,
    Channel,
    DeclineGround,
    Identity,
    Nature,
    Screening,
    Urgency,
)
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Sex

from ... import theme
from ...attempt import attempt
from ...editors import (
    AttachmentEditor,
    ChoiceEditor,
    DayEditor,
    LineEditor,
    NumberEditor,
    OptionRow,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TickEditor,
)
from ...layout_rules import logical_width
from ...question import tell
from ...ruled_form import RuledForm
from ...shortcuts import shortcut
from ...text import button, elided, plain, primary

FILES = "files"
KEYS_FROM = 900  # logical width


class After(Enum):
    """What follows when the form is stored."""

    STAY = "stay"
    SUBMIT = "submit"
    PRINT = "print"


class Registration(QFrame):
    """A new form, or one that is a draft or was sent back; stored whole or not at all."""

    stored = Signal(int, After)  # opinion, what follows
    left = Signal()

    def __init__(self, session: Session, opinion_id: int = 0) -> None:
        super().__init__()
        self.session, self._seen = session, None if not opinion_id else session.get(Opinion, opinion_id)
        self.storing: Callable[[], AbstractContextManager[None]] = nullcontext  # given by who keeps the draft
        self.setProperty("role", "sheet")
        self.form = RuledForm()
        self._build_form()
        self._build()
        self._fill(self._seen or opinions.blank(session))
        self.form_changed = False
        self._watch()
        shortcut(self, "save", self.save_draft)
        shortcut(self, "next_step", self.submit)
        shortcut(self, "save_and_print", self.save_and_print)

    @property
    def opinion_id(self) -> int:
        return self._seen.id if self._seen else 0

    # The form ----------------------------------------------------------------------------------------------------

    def _build_form(self) -> None:
        session, add = self.session, self.form.add
        add("来源渠道", ChoiceEditor("channel", _all(Channel)))
        add("收到日期", DayEditor("received_on", today=lambda: session.today))
        add("紧急程度", OptionRow("urgency", _all(Urgency)))
        add("反映人", LineEditor("submitter_name", max_length=50))
        add("匿名", TickEditor("is_anonymous", "不愿留姓名"))
        add("联系电话", LineEditor("phone", max_length=30))
        add("性别", ChoiceEditor("sex", _all(Sex), optional=True))
        add("年龄", NumberEditor("age", minimum=0, maximum=130, unit="岁"))
        add("身份", ChoiceEditor("identity", _all(Identity), optional=True))
        add("住址单位", LineEditor("address", max_length=80))
        add("村(社区)", PickEditor("village_id", places.villages(session)))
        add("反映人数", NumberEditor("people_count", minimum=1, maximum=100_000, unit="人"))
        add("反映代表", PickManyEditor("deputy_ids", deputies.choices(session)), 2)
        add("要求保密", TickEditor("keeps_secret", "隐去姓名电话"))
        add("事由", LineEditor("title", max_length=40, counter=True, hint="一句话说清什么事"), 3)
        add("反映内容", TextEditor("content", lines=5, max_length=30_000, hint="照群众的原话写"), 3)
        add("诉求", TextEditor("request", lines=1, hint="可不填；希望怎么解决"), 3)
        add("分类", PickEditor("category_id", categories.choices(session), hint="打几个字就能找到"))
        add("性质", ChoiceEditor("nature", _all(Nature)))
        add("发生地点", LineEditor("place", max_length=80))
        add("普遍性", TickEditor("is_widespread", "有普遍性"))
        add("重点", TickEditor("is_key", "列为重点"))
        add("附件", AttachmentEditor(FILES))
        add("初步筛选", OptionRow("screening", _all(Screening)), 2)
        add("登记日期", DayEditor("registered_on", today=lambda: session.today))
        add("不受理因", ChoiceEditor("decline_ground", _all(DeclineGround), optional=True), 2)
        add("引导去向", LineEditor("referral", max_length=100))
        add("拟办意见", TextEditor("proposal", lines=2, max_length=2000), 3)
        add("建议承办", PickEditor("proposed_body_id", places.bodies(session)), 3)
        self._screening = self.form.editor("screening")
        self._ground = self.form.editor("decline_ground")
        self._screening.changed.connect(self._turn)
        self._ground.changed.connect(self._refer)

    def _turn(self) -> None:
        """The two cells about not taking a matter up are open only when they matter."""
        declined = self.form.editor("screening").value() is Screening.DECLINE
        self._ground.setEnabled(declined)
        self.form.editor("referral").setEnabled(declined)
        on_spot = self.form.editor("screening").value() is Screening.ON_SPOT
        self._go.setText(("登记答复" if on_spot else "提交审核") + "  F9")

    def _refer(self) -> None:
        ground, referral = self._ground.value(), self.form.editor("referral")
        if ground and referral.value() in ("", *REFERRALS.values()):
            referral.set_value(REFERRALS[ground])

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(plain("社 情 民 意 登 记 表", "title"))
        head.addStretch(1)
        line = QHBoxLayout()
        number = self._seen.number if self._seen and self._seen.number else "送审时自动给出"
        line.addWidget(plain(f"编号：{number}", "soft"))
        line.addStretch(1)
        line.addWidget(plain(f"登记人：{self.session.staff.name}", "soft"))
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (20, 10, 20, 14)))
        column.setSpacing(theme.scaled(8))
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.form)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(8))
        self._leave = button("返回列表", icon="arrow-left", key="Esc")
        self._leave.clicked.connect(self.left)
        row.addWidget(self._leave)
        self._said = elided("Tab 下一格，Shift+Tab 上一格；没有的可以不填", "soft")
        row.addWidget(self._said, 1)
        self._draft = button("存为草稿", key="Ctrl+S")
        self._draft.clicked.connect(self.save_draft)
        row.addWidget(self._draft)
        self._out = button("保存并打印", icon="printer", key="Ctrl+Enter")
        self._out.clicked.connect(self.save_and_print)
        row.addWidget(self._out)
        self._go = primary("提交审核", "F9")
        self._go.clicked.connect(self.submit)
        row.addWidget(self._go)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the keys are left out of the labels; they work all the same."""
        super().resizeEvent(event)
        narrow = logical_width(self) < KEYS_FROM
        for made, words, key in (
            (self._leave, " 返回列表", "Esc"),
            (self._draft, "存为草稿", "Ctrl+S"),
            (self._out, " 保存并打印", "Ctrl+Enter"),
        ):
            made.setText(words if narrow else f"{words}  {key}")

    def _fill(self, opinion: Opinion) -> None:
        self.form.set_values({name: getattr(opinion, name) for name in opinions.FORM_FIELDS})
        self._turn()

    def _watch(self) -> None:
        for name in (*opinions.FORM_FIELDS, FILES):
            self.form.editor(name).changed.connect(self._note_change)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)

    def _note_change(self) -> None:
        self.form_changed = True

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.scaled(40))

    def take_focus(self) -> None:
        """The first field that is empty and needed."""
        name = "submitter_name" if not self._seen else "title"
        self.form.editor(name).setFocus(Qt.FocusReason.OtherFocusReason)

    # What was typed ----------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        """Everything that can be understood now, to be given back to another form."""
        found = {}
        for name in (*opinions.FORM_FIELDS, FILES):
            try:
                found[name] = self.form.editor(name).value()
            except InvalidRecord:
                continue
        return found

    def give_back(self, typed: dict[str, Any]) -> None:
        """What was typed into another form of the same record."""
        self.form.set_values(typed)
        self._turn()
        self.form_changed = True

    def say(self, sentence: str) -> None:
        """Say at the foot what became of the draft."""
        self._said.setText(sentence)

    # Storing -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        self._store(After.STAY)

    def save_and_print(self) -> None:
        self._store(After.PRINT)

    def submit(self) -> None:
        self._store(After.SUBMIT)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Called by `attempt`: each at its cell, the rest in words."""
        rest = self.form.show_problems(problems)
        count = len(problems)
        self._said.setText(f"还没有保存：有 {count} 处要改，已经标出来。" if not rest else "还没有保存。")
        if rest:
            tell(self, "\n".join(rest))

    def _store(self, after: After) -> None:
        stored = attempt(self, lambda: self._kept(after))
        if stored is None:
            return
        self.form_changed = False
        self._seen = stored
        self.form.clear_problems()
        self.form.set_values({FILES: ()})
        self.form_changed = False
        self._said.setText(f"✓ 已存为草稿 {self.session.now():%H:%M}")
        self.stored.emit(stored.id, after)

    def _kept(self, after: After) -> Opinion:
        """Store the form; submit it in the same action where that is wanted, so that nothing is half done."""
        with self.storing():
            return self._written(after)

    def _written(self, after: After) -> Opinion:
        values = self.form.values()
        files = values.pop(FILES)
        values["deputy_ids"] = tuple(values["deputy_ids"])
        session = self.session
        if self._seen is None:
            made = Opinion(**values)
            if after is After.SUBMIT and values["screening"] is not Screening.ON_SPOT:
                return opinions.register_and_submit(session, made, files)
            return opinions.register(session, made, files)
        kept = opinions.edit(session, self._seen.id, seen=self._seen, files=files, **values)
        if after is After.SUBMIT and kept.screening is not Screening.ON_SPOT:
            self._seen = kept
            return opinions.submit(session, kept.id)
        return kept


def _all(choices: Any) -> list[tuple[Any, str]]:
    return [(choice, choice.label) for choice in choices]
