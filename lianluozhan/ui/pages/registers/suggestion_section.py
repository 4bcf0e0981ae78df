"""代表建议: what deputies raise, of an opinion or of their own, until it is answered, judged and closed (3.2.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lianluozhan.models import deputies, places, raising
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.deputies import Level
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.promising import due_badge
from lianluozhan.models.places import BodyKind
from lianluozhan.models.suggestions import Openness, Origin, Repeated, Suggestion, SuggestionState

from ...attempt import attempt
from ...editors import (
    AttachmentEditor,
    ChoiceEditor,
    LineEditor,
    NameEditor,
    OptionRow,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TickEditor,
)
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.promise_panel import SUGGESTION_TONES
from ..opinion.record_parts import show_file
from ..opinion.words import named, spoken_day, state_words
from ..sections.section import Act, Entry, Shown, needed, needed_day
from ..sections.section_page import SectionPage
from ..sections.voiding import VOIDED, RegisterSection, void_facts

if TYPE_CHECKING:
    from ...desk import Desk

FORM = "F24"
BODIES = (BodyKind.DEPARTMENT, BodyKind.SUPERIOR, BodyKind.VILLAGE)
FIELDS = (
    *("level", "term_words", "session_words", "in_session", "deputy_ids", "title", "content", "review_category"),
    *("openness", "origins", "repeated", "wants_contact", "is_reference", "may_be_joined", "body_id", "contact"),
)


def open_in_register(desk: Desk, suggestion_id: int, opinion_id: int) -> None:
    """Go to the register and open this suggestion there, or the drawer of a new one made of a matter."""
    page = desk.go("registers")
    assert isinstance(page, SectionPage)
    page.open_section(SuggestionSection.KEY)
    section = page.section
    assert isinstance(section, SuggestionSection)
    if suggestion_id:
        page.open_record(suggestion_id)
    else:
        section.make_of(opinion_id)


class SuggestionSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "suggestions", "代表建议", "message-square-text", "份"
    RECORD = Suggestion
    ADD, PERMISSION, FIND = "登记代表建议", "suggestion.edit", "查找标题、内容、建议号"
    EMPTY = (
        "还没有代表建议",
        "站长定了转代表建议的，在打开的社情民意的“更多”里选“转为代表建议”；代表自己提的，在这里登记。",
    )
    CONSEQUENCE = "作废以后不再催办；随它办理的社情民意回到待交办，内容都保留。"
    VIEWS = raising.VIEWS

    def __init__(self, page: Any) -> None:
        session = page.session

        def until(day: str | None) -> str:
            return due_badge(session, date.fromisoformat(day)).text if day else ""

        self.COLUMNS = (
            Column("标题", "title"),
            Column("提建议人", "deputy_names", lambda names: names or "", width=92),
            Column("期限", "runs_until", until, width=88),
            Column("进度", "state", lambda code: SuggestionState(code).label, width=72),
            VOIDED,
        )
        super().__init__(page)

    def listing(self) -> Listing:
        return raising.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return raising.listing(self.session).count()

    def name_of(self, record: Any) -> str:
        return str(record.number if isinstance(record, Suggestion) and record.number else record.title)

    def shown(self, record_id: int) -> Shown:
        found = raising.suggestion_file(self.session, record_id)
        made, today = found.suggestion, self.session.today
        opinion = self.session.find(Opinion, made.opinion_id)
        runs = made.state is SuggestionState.SENT and not made.voided_on
        badge = due_badge(self.session, made.due_on, ended=not runs).text
        meeting = "　".join(part for part in (made.term_words, made.session_words) if part)
        facts = (
            ("提建议人", "、".join(signer.deputy.name for signer in found.signers)),
            ("提交给", f"{made.level.label}人大　{meeting}".strip()),
            ("提出时间", spoken_day(made.raised_on, today) + ("　会议期间" if made.in_session else "")),
            ("内容", made.content),
            ("承办单位", found.body.name if found.body else ""),
            ("交办", spoken_day(made.dispatched_on, today)),
            ("答复期限", f"{spoken_day(made.due_on, today)}　{badge}".strip() if made.due_on else ""),
            ("期限依据", made.due_rule),
            ("答复", made.answer),
            ("答复日期", spoken_day(made.answered_on, today)),
            ("代表评价", made.judgement),
            ("办结日期", spoken_day(made.closed_on, today)),
            *void_facts(made.voided_on, made.void_reason),
        )
        files = tuple(self._file(entry) for entry in raising.enclosed(self.session, record_id))
        state, tone = ("作废", "calm") if made.voided_on else (made.state.label, SUGGESTION_TONES[made.state])
        drafted = made.state is SuggestionState.DRAFT and not made.voided_on
        return Shown(
            title=made.title,
            subtitle=made.number or "还没有建议号，交办时给出",
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(made),
            entries_title="转自和附件" if opinion or files else "",
            entries=(*((self._origin(opinion),) if opinion else ()), *files),
            hint="\n".join(raising.doubts(self.session, made)) if drafted else "",
        )

    def _file(self, entry: Attachment) -> Entry:
        open_it = Act("打开", lambda: attempt(self.page, lambda: show_file(self.session, entry.id)))
        return Entry(entry.name, f"{(entry.size or 0) // 1024 + 1} KB", "附件", "calm", (open_it,))

    def _origin(self, opinion: Opinion) -> Entry:
        """The matter it was made of, with the way to it."""
        state, tone = ("作废", "calm") if opinion.voided_on else state_words(opinion.status, opinion.satisfaction)
        see = Act("看登记表", lambda: self.page.desk.go("opinions", opinion.id))
        holder = f"在{opinion.holder}手里" if opinion.holder else "已经办完"
        return Entry(named(opinion), holder, state, tone, (see,))

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("空白专用纸", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, made: Suggestion) -> tuple[Act, ...]:
        printing = (self.print_act(FORM, made.id),) if self.may_print and not made.voided_on else ()
        if not self.may_edit or made.voided_on:
            return printing
        void = self.void_act(
            f"“{made.title}”", lambda reason: raising.void(self.session, made.id, reason), example="代表收回了建议"
        )
        return (void, *printing, *self._next(made))

    def _next(self, made: Suggestion) -> tuple[Act, ...]:
        """What comes next, the last as the filled button."""
        match made.state:
            case SuggestionState.DRAFT:
                return (self.edit_act(made.id), self._step("交办", lambda: self._send(made.id), "send"))
            case SuggestionState.SENT:
                return (self._step("登记答复", lambda: self._answer(made.id), "reply"),)
            case SuggestionState.ANSWERED if made.judgement == raising.JUDGEMENTS[-1]:
                again = Act("改评价", lambda: self._judge(made.id))
                return (again, self._step("登记再次答复", lambda: self._answer(made.id), "reply"))
            case SuggestionState.ANSWERED if made.judgement or made.is_reference:
                again = Act("改评价" if made.judgement else "登记代表评价", lambda: self._judge(made.id))
                return (again, self._step("办结", lambda: self._close(made.id), "check"))
            case SuggestionState.ANSWERED:
                return (self._step("登记代表评价", lambda: self._judge(made.id), "message-square-text"),)
        return ()

    def _step(self, words: str, do: Any, icon: str) -> Act:
        return Act(words, do, role="primary", icon=icon, key="F9")

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("登记代表建议", "一事一案。建议里不写反映人的姓名和电话。")
        self._put(drawer.fields, raising.blank_of(self.session))
        self.keep_draft(drawer)
        drawer.open(lambda values: self._enter(values), self.stored)

    def make_of(self, opinion_id: int) -> None:
        """A new suggestion with the words of a matter, without its submitter."""
        opinion = self.session.get(Opinion, opinion_id)
        drawer = self.drawer("转为代表建议", named(opinion))
        self._put(drawer.fields, raising.blank_of(self.session, opinion_id))
        self.keep_draft(drawer, opinion, what="of")
        drawer.open(
            lambda values: self._enter({**values, "opinion_id": opinion_id}),
            self.stored,
        )

    def _enter(self, values: dict[str, Any]) -> Suggestion:
        files = values.pop("files")
        return raising.enter(self.session, Suggestion(**_written(values)), files)

    def edit(self, record_id: int) -> None:
        made = self.session.get(Suggestion, record_id)
        if made.voided_on or made.state is not SuggestionState.DRAFT:
            return
        drawer = self.drawer("修改代表建议", made.title)
        self._put(drawer.fields, made)
        self.keep_draft(drawer, made)
        drawer.open(lambda values: raising.edit(self.session, record_id, **_written(values)), self.stored)

    def _put(self, fields: FieldColumn, made: Suggestion) -> None:
        people, bodies = deputies.choices(self.session), places.bodies(self.session, *BODIES)
        origins = [(origin, origin.label) for origin in Origin]
        fields.put("提建议人", PickManyEditor("deputy_ids", people, names=True), required=True, hint="第一位是领衔代表")
        fields.put("提交给哪级人大", ChoiceEditor("level", [(one, one.label) for one in Level]), required=True)
        fields.put("提出时间", self.day("raised_on", made.raised_on), required=True)
        fields.put("标题", LineEditor("title", max_length=60), required=True, hint="写成“关于……的建议”")
        fields.put("内容", TextEditor("content", lines=8), required=True, hint="情况、理由和具体办法")
        fields.put("届次", LineEditor("term_words", max_length=20), hint="例如：第十八届")
        fields.put("会议", LineEditor("session_words", max_length=20), hint="例如：第三次会议")
        fields.put("会期", TickEditor("in_session", "会议期间提出"))
        fields.put("审查分类", LineEditor("review_category", max_length=30))
        fields.put("公开意见", ChoiceEditor("openness", [(one, one.label) for one in Openness]))
        fields.put("形成方式", PickManyEditor("origins", origins))
        repeated = [(one, one.label) for one in Repeated]
        fields.put("多年多次提出", ChoiceEditor("repeated", repeated, optional=True, empty="不是"))
        fields.put("沟通", TickEditor("wants_contact", "希望加强沟通"))
        fields.put("书面答复", TickEditor("is_reference", "仅供参考，不需书面答复"))
        fields.put("联名", TickEditor("may_be_joined", "可以联名"))
        fields.put("建议承办单位", PickEditor("body_id", bodies))
        fields.put("建议联系人", NameEditor("contact", max_length=50))
        fields.put("附件", AttachmentEditor("files"), hint=f"最多 {raising.ENCLOSED_AT_MOST} 个，已经附上的不用再加")
        fields.set_values({name: getattr(made, name) for name in FIELDS})

    def _send(self, suggestion_id: int) -> None:
        made = self.session.get(Suggestion, suggestion_id)
        drawer = self.drawer("交办代表建议", made.title, act="交办")
        fields, terms = drawer.fields, raising.terms(self.session, made.level)
        for doubt in raising.doubts(self.session, made):
            fields.add_words(doubt)
        fields.put("承办单位", PickEditor("body_id", places.bodies(self.session, *BODIES)), required=True)
        fields.put("答复期限", OptionRow("months", terms), required=True, hint="代表法第五十一条")
        fields.put("交办日期", self.day("on", self.session.today), required=True)
        fields.put("建议号", LineEditor("number", max_length=40), hint="人大编了号的照抄，不填就由本站编号")
        fields.set_values({"body_id": made.body_id, "months": terms[0][0]})
        self.keep_draft(drawer, made, what="send")

        def act(values: dict[str, Any]) -> Suggestion:
            return raising.send(
                self.session,
                suggestion_id,
                on=needed_day(values, "on", "交办日期"),
                body_id=needed(values, "body_id", "承办单位"),
                months=values["months"],
                number=values["number"],
            )

        drawer.open(act, self.stored)

    def _answer(self, suggestion_id: int) -> None:
        made = self.session.get(Suggestion, suggestion_id)
        words = "登记再次答复" if made.state is SuggestionState.ANSWERED else "登记答复"
        drawer = self.drawer(words, made.title, act=words)
        drawer.fields.put("答复内容", TextEditor("answer", lines=8), required=True, hint="照答复函抄")
        drawer.fields.put("答复日期", self.day("on", self.session.today), required=True)
        self.keep_draft(drawer, made, what="answer")
        drawer.open(
            lambda v: raising.enter_answer(self.session, suggestion_id, v["answer"], needed_day(v, "on", "答复日期")),
            self.stored,
        )

    def _judge(self, suggestion_id: int) -> None:
        made = self.session.get(Suggestion, suggestion_id)
        drawer = self.drawer("代表评价", made.title)
        judged = OptionRow("judgement", [(words, words) for words in raising.JUDGEMENTS])
        drawer.fields.put("对答复", judged, required=True, hint="选“不满意”的，承办单位要再次答复")
        judged.set_value(made.judgement or None)
        drawer.open(lambda v: raising.judge(self.session, suggestion_id, v["judgement"] or ""), self.stored)

    def _close(self, suggestion_id: int) -> None:
        made = self.session.get(Suggestion, suggestion_id)
        drawer = self.drawer("办结代表建议", made.title, act="办结")
        drawer.fields.put("办结日期", self.day("on", self.session.today), required=True)
        drawer.open(lambda v: raising.close(self.session, suggestion_id, needed_day(v, "on", "办结日期")), self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "of":
            self.make_of(record_id)
        elif what in ("send", "answer"):
            self.page.open_record(record_id)
            {"send": self._send, "answer": self._answer}[what](record_id)
        else:
            super().open_draft(what, record_id)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """What the drawer holds, as the record keeps it."""
    return values | {name: tuple(values[name]) for name in ("deputy_ids", "origins")}
