"""联系选民: contacts of deputies with constituents, each led over into a registration form if need be (3.1.4; F08)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lianluozhan.models import boxes, contacts, deputies, shown_numbers
from lianluozhan.models.contacts import Contact, ContactResult, ContactWay
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.listing import Listing
from lianluozhan.models.origins import Origin
from lianluozhan.models.places import Village
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...editors import LineEditor, NameEditor, OptionRow, PhoneEditor, PickEditor, TextEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..registers.incoming import IncomingSection
from ..registers.known_words import KnownWordsEditor
from ..sections.section import Act, Entry, Shown, needed
from ..sections.voiding import VOIDED, void_facts

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

FORM = "F08"
WAYS = [(way, way.label) for way in ContactWay]
RESULTS = [(result, result.label) for result in ContactResult]
FIELDS = (
    *("deputy_id", "contacted_on", "way", "place", "voter_name", "phone", "village_id"),
    *("content", "suggestion", "result", "result_words"),
)


class ContactSection(IncomingSection):
    KEY, LABEL, ICON, COUNTED = "contacts", "联系选民", "contact-round", "条"
    RECORD = Contact
    ADD, PERMISSION, FIND = "记一次联系", "contact.enter", "查找代表、选民"
    EMPTY = (
        "还没有联系选民的记录",
        "代表走访、座谈、打电话联系了哪位选民、听到什么，记在这里；要办的事从这里转登记，不用再抄。",
    )
    CONSEQUENCE = "作废以后不再计入联系的人数和履职记录；内容都保留，也可以撤销作废。"
    VIEWS = (("", "全部"), ("open", "要登记、还没有登记的"), ("registered", "已转登记的"))
    COLUMNS = (
        Column("日期", "contacted_on", width=110),
        Column("代表", "deputy_name", width=92),
        Column("选民", "voter_name", lambda name: name or "没有留姓名", width=104),
        Column("内容", "content", lambda words: " ".join(words.split())),
        Column("处理", "result", lambda code: ContactResult(code).label, width=88),
        VOIDED,
    )

    def listing(self) -> Listing:
        return contacts.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return contacts.listing(self.session).count()

    def name_of(self, record: Contact) -> str:
        return contact_name(self.session, record)

    def shown(self, record_id: int) -> Shown:
        made, today = self.session.get(Contact, record_id), self.session.today
        deputy = self.session.get(Deputy, made.deputy_id or 0)
        village, by = self.session.find(Village, made.village_id), self.session.find(Staff, made.entered_by)
        year = made.contacted_on.year if made.contacted_on else today.year
        state, tone = result_words(self.session, made)
        return Shown(
            title=f"{deputy.name}　{made.way.label}联系 {made.voter_name or '选民'}",
            subtitle=spoken_day(made.contacted_on, today),
            state=state,
            tone=tone,
            facts=(
                ("代表", deputy.name),
                ("选民姓名", made.voter_name),
                ("联系电话", shown_numbers.phone_in_sight(self.session, Contact.TABLE, made.id, made.phone)),
                ("村（社区）", village.name if village else ""),
                ("地点", made.place),
                ("登记人", by.name if by else ""),
                ("内容", made.content),
                ("意见建议", made.suggestion),
                *void_facts(made.voided_on, made.void_reason),
            ),
            acts=(*self.phone_act(Contact.TABLE, made.id, made.phone), *self._acts(made, year)),
            entries_title="怎么处理",
            entries=(self._treatment(made, state, tone),),
            hint=count_words(self.session, deputy.id, year),
        )

    def _treatment(self, made: Contact, state: str, tone: str) -> Entry:
        acts: list[Act] = []
        opinion_id = made.opinion_id if boxes.form_of(self.session, made.opinion_id) is not None else None
        if opinion_id:
            acts.append(self.see_act(opinion_id))
        elif not made.voided_on:
            if self.may_register:
                acts.append(self.register_act(Origin(Contact.TABLE, made.id), key="F9"))
            if self.may_edit:
                name = contact_name(self.session, made)
                acts.append(self.link_act(name, lambda id_: contacts.link(self.session, made.id, id_)))
        words = made.result_words or (
            "办到哪一步，看登记表。" if opinion_id else "要交给有关单位办的，点“登记”转成登记表。"
        )
        return Entry(made.result.label, words, state, tone, tuple(acts))

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, made: Contact, year: int) -> tuple[Act, ...]:
        may_void = self.session.may("contact.void")
        if made.voided_on:
            return (self.unvoid_act(lambda: contacts.unvoid(self.session, made.id)),) if may_void else ()
        acts = []
        if may_void:
            name = contact_name(self.session, made)
            acts.append(self.void_act(name, lambda reason: contacts.void(self.session, made.id, reason)))
        if self.may_print:
            whole = Act(
                "打印全年", lambda: print_year(self.page, made.deputy_id or 0, year), icon="printer", key="Ctrl+P"
            )
            acts.append(whole)
        if self.may_edit:
            acts.append(self.edit_act(made.id))
        return tuple(acts)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("记一次联系", "一位选民记一次；同一天走访几户的，一户一户记。")
        self._put(drawer.fields, Contact(contacted_on=self.session.today))
        self.keep_draft(drawer)
        drawer.open(lambda values: contacts.enter(self.session, written(values)), self.stored)

    def edit(self, record_id: int) -> None:
        made = self.session.get(Contact, record_id)
        if made.voided_on:
            return
        drawer = self.drawer("修改联系选民记录", contact_name(self.session, made))
        self._put(drawer.fields, made)
        self.keep_draft(drawer, made)
        drawer.open(lambda values: contacts.edit(self.session, record_id, **values), self.stored)

    def _put(self, fields: FieldColumn, made: Contact) -> None:
        put_contact(self, fields, made)


# What the tab of a deputy uses too --------------------------------------------------------------------------------


def put_contact(section: Any, fields: FieldColumn, made: Contact) -> None:
    """The fields of one contact."""
    session: Session = section.session
    people = deputies.choices(session)
    former = session.find(Deputy, made.deputy_id)
    if former and former.id not in dict(people):
        people = [*people, (former.id, former.name)]
    villages = [(v.id, v.name) for v in session.select(Village, "retired_on IS NULL", order="name")]
    fields.put("代表", PickEditor("deputy_id", people, names=True), required=True)
    fields.put("联系日期", section.day("contacted_on", made.contacted_on), required=True)
    fields.put("方式", OptionRow("way", WAYS), required=True)
    fields.put("选民姓名", NameEditor("voter_name", max_length=50), hint="不愿留姓名的空着")
    fields.put("联系电话", PhoneEditor("phone", max_length=30))
    fields.put("村（社区）", PickEditor("village_id", villages))
    fields.put("地点", KnownWordsEditor("place", contacts.places_known(session)))
    fields.put("内容", TextEditor("content", lines=3), required=True, hint="谈了什么、了解到什么")
    fields.put("意见建议", TextEditor("suggestion", lines=2), hint="选民的原话")
    fields.put("处理", OptionRow("result", RESULTS), required=True)
    hint = "当场怎么解释的；选了“转登记”的，存好以后点“登记”"
    fields.put("处理说明", LineEditor("result_words", max_length=200), hint=hint)
    fields.set_values({name: getattr(made, name) for name in FIELDS})


def written(values: dict[str, Any]) -> Contact:
    """The contact that stands in a drawer."""
    needed(values, "deputy_id", "代表")
    return replace(Contact(), **values)


def contact_name(session: Session, made: Contact) -> str:
    deputy = session.get(Deputy, made.deputy_id or 0)
    return f"{deputy.name}{spoken_day(made.contacted_on, session.today)}联系{made.voter_name or '选民'}"


def result_words(session: Session, made: Contact) -> tuple[str, str]:
    """What became of it, and the tone of that."""
    if made.voided_on:
        return "作废", "calm"
    if made.result is not ContactResult.REGISTERED:
        return made.result.label, "good"
    number = boxes.form_of(session, made.opinion_id)
    if number is None:
        return "还没有登记", "wait"
    return (f"已登记 {number}" if number else "已登记，还是草稿"), "good"


def count_words(session: Session, deputy_id: int, year: int, *, with_year: bool = True) -> str:
    """2026年联系选民 6 人（户），还差 4（每年不少于 10）."""
    count, least = contacts.voters(session, year, deputy_id).get(deputy_id, 0), contacts.least(session)
    said = f"{f'{year}年' if with_year else ''}联系选民 {count} 人（户）"
    if not least:
        return f"{said}。"
    return f"{said}，{f'还差 {least - count}' if count < least else '已经达到'}（每年不少于 {least}）。"


def print_year(page: SectionPage, deputy_id: int, year: int) -> None:
    """F08 of a deputy and year."""
    ids = [each.id for each in contacts.of_deputy(page.session, deputy_id, year)]
    if ids:
        page.print_sheets(FORM, ids)
    else:
        page.print_blank(FORM)
