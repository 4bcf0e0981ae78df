"""人大代表: persons with their mandates, of one or several levels, each with a file (2.2.4, 3.1.4)."""

from __future__ import annotations

from datetime import date
from functools import partial

from lianluozhan.models import deputies, deputy_lists, deputy_photos, veil
from lianluozhan.models.deputies import SHORT, Deputy, Level, Mandate, MandateStatus, is_active
from lianluozhan.models.deputy_files import village_names
from lianluozhan.models.fields import fields_of
from lianluozhan.models.groups import groups_of
from lianluozhan.models.identity_numbers import masked_identity
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import masked_phone

from ... import closure_drawers
from ...record_list import ListRow, RecordList
from ...slices import Row
from ..sections.section import Act, Entry, Section, Shown, month_words, span_words
from . import mandate_drawers
from .deputy_fields import FACTS, SECRET, kept, mandate_of, person_of, put_facts, put_mandate, put_name
from .deputy_record import DeputyRecord
from .roster_acts import roster_acts

ORDER = [level.value for level in Level]
TONES = {
    MandateStatus.ACTIVE: "good",
    MandateStatus.SUSPENDED: "stop",
    MandateStatus.ENDED: "stop",
    MandateStatus.EXPIRED: "calm",
}
SHEET, ROSTER, NOTICE = "F03", "F03R", "F09"
MONTHS = ("born_on", "party_since", "work_since")
_PRINTED_AT_ONCE = 500


def _since(day: date | None) -> str:
    return span_words(day, None) if day else ""


def _levels(codes: str) -> str:
    return "、".join(SHORT[Level(code)] for code in sorted(set(codes.split(",")), key=ORDER.index))


class DeputySection(Section):
    KEY, LABEL, ICON, COUNTED = "deputies", "人大代表", "square-user-round", "位"
    RECORD = Deputy
    ADD, PERMISSION, FIND = "添加代表", "deputy.edit", "姓名、首字母、选区、电话尾号"
    EMPTY = ("还没有人大代表", "本站的各级代表都记在这里，登记社情民意时可以选反映的代表。")
    LEFT_OUT_WORDS = ""
    view: RecordList

    # The list ------------------------------------------------------------------------------------------------------

    def make_view(self) -> RecordList:
        self.deputy_id = 0
        self.which = deputy_lists.IN_OFFICE if self.in_use() else deputy_lists.EVERYBODY
        self._seen = (self.words, self.which)
        return RecordList(self.listing(), self._row)

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return deputy_lists.views(self.session)

    def make_record(self) -> DeputyRecord:
        return DeputyRecord(self)

    def listing(self) -> Listing:
        return deputy_lists.listing(self.session, self.words, self.which)

    def in_use(self) -> int:
        return deputy_lists.listing(self.session, view=deputy_lists.IN_OFFICE).count()

    def found_words(self, listed: int) -> str:
        if not self.words:
            return f"{listed} 位代表"
        total = deputy_lists.listing(self.session, view=self.which).count()
        kind = "拼音首字母" if deputy_lists.by_initials(self.words) else "找"
        return f"{kind} {self.words}：{listed} 位，共 {total} 位"

    def refresh(self, words: str, retired: bool) -> int:
        self.words = words.strip()
        if self._seen == (self.words, self.which):
            self.view.reload()
        else:
            before = self.view.current()
            self._seen = (self.words, self.which)
            self.view.set_slices(self.listing(), self._row)
            if before is not None:
                self.view.select(before["id"])
        return self.view.records.loaded.total

    def select(self, record_id: int) -> bool:
        while not self.view.select(record_id):
            if not self.view.records.canFetchMore():
                return False
            self.view.records.fetchMore()
        return True

    def _row(self, row: Row) -> ListRow:
        if row["organisation_post"] == veil.SIGN:
            return ListRow(row["name"], veil.SIGN, "", "calm", "")
        state = "停用" if row["retired_on"] else "" if row["levels"] else "不在任"
        about = (_levels(row["levels"]) if row["levels"] else "", row["constituency"] or row["organisation_post"])
        return ListRow(
            row["name"], "　".join(part for part in about if part), f"今年 {row['services']} 次", "calm", state
        )

    def list_acts(self) -> tuple[Act, ...]:
        if not self.session.may("print.form"):
            return roster_acts(self)
        return (
            Act("打印名册", lambda: self._print_listed(ROSTER), icon="printer"),
            Act("打印公示表", lambda: self._print_listed(NOTICE), icon="printer"),
            *roster_acts(self),
        )

    def _print_listed(self, number: str) -> None:
        """The deputies as they are listed; the empty form when nobody is."""
        ids = [int(row["id"]) for row in self.listing().page(_PRINTED_AT_ONCE)]
        if ids:
            self.page.print_sheets(number, ids)
        else:
            self.page.print_blank(number)

    # The record ----------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        self.deputy_id = record_id
        person = self.session.get(Deputy, record_id)
        if veil.sentence(self.session, Deputy.TABLE, record_id):
            return Shown(person.name, "", veil.SIGN, "calm", facts=(), acts=())
        held = [each for each in deputies.mandates_of(self.session, record_id) if is_active(each, self.session.today)]
        state, tone = ("停用", "calm") if person.retired_on else ("在任", "good") if held else ("不在任", "calm")
        post = person.organisation_post or ("" if held else "现在没有在任的代表任职，选代表时不列出")
        return Shown(person.name, post, state, tone, facts=(), acts=self._acts(person))

    def show_again(self) -> None:
        """Read and show the open record anew; the keyboard stays on it."""
        record, stood = self.page.record, self.page.window().focusWidget()
        on_record = stood is not None and record.isAncestorOf(stood)
        shown = self.with_history(self.shown(self.deputy_id), self.deputy_id)
        record.show_record(shown, wide=self.page.is_wide, nothing="", note=self.refusal)
        now = self.page.window().focusWidget()
        if on_record and (now is not stood or not now.isVisibleTo(record)):  # its button was made anew
            record.setFocus()

    def facts(self, record_id: int) -> list[tuple[str, str]]:
        """All of F03 in its order, in words; numbers hidden in their middle until they were asked for."""
        if veil.sentence(self.session, Deputy.TABLE, record_id):
            return []
        record = self.page.record
        revealed = record.revealed if isinstance(record, DeputyRecord) else None
        person = revealed or self.session.get(Deputy, record_id)
        labels = {field.name: field.label for field in fields_of(Deputy)}
        facts = [(labels[name], self._fact(person, name, whole=revealed is not None)) for name in FACTS]
        groups = "；".join(
            "，".join(filter(None, (group.name, member.post.label, _since(member.starts_on))))
            for group, member in groups_of(self.session, record_id)
        )
        facts.insert(FACTS.index("joined_on"), ("代表小组", groups))
        return facts

    def _fact(self, person: Deputy, name: str, *, whole: bool) -> str:
        value = getattr(person, name)
        if name == "sex":
            return value.label if value else ""
        if name == "labels":
            return "、".join(label.label for label in value)
        if name == "village_ids":
            return "、".join(village_names(self.session, person))
        if name in MONTHS:
            return month_words(value)
        if name == "phone":
            return str(value) if whole else masked_phone(value)
        if name == "id_number":
            return str(value) if whole else masked_identity(value)
        if hasattr(value, "isoformat"):
            return f"{value.year}年{value.month}月{value.day}日"
        return str(value or "")

    def _acts(self, person: Deputy) -> tuple[Act, ...]:
        acts = []
        if self.session.may("print.form"):
            printing = lambda: self.page.print_sheets(SHEET, [person.id])  # noqa: E731
            acts.append(Act("打印登记表", printing, icon="printer", key="Ctrl+P"))
        if self.may_edit and person.retired_on:
            acts.append(self.back_act(lambda: deputies.edit(self.session, person.id, retired_on=None)))
        elif self.may_edit:
            acts.append(Act("停用", lambda: self._retire(person), "danger"))
        return (*acts, self.edit_act(person.id)) if self.may_edit else tuple(acts)

    def _retire(self, person: Deputy) -> None:
        self.ask(
            f"停用{person.name}？",
            "以后选代表时不再列出；履职的记录都留着，也可以重新启用。代表届满或资格终止请在任职里填写。",
            "停用",
            "不停用",
            lambda: deputies.edit(self.session, person.id, retired_on=self.session.today),
        )

    def entries(self, record_id: int) -> list[Entry]:
        """The mandates, the newest first, the ended ones with their reason."""
        person = self.session.get(Deputy, record_id)
        return [self._entry(person, mandate) for mandate in deputies.mandates_of(self.session, record_id)]

    def entry_acts(self, record_id: int) -> tuple[Act, ...]:
        person = self.session.get(Deputy, record_id)
        return (Act("增加任职", lambda: mandate_drawers.add(self, person), icon="plus"),) if self.may_edit else ()

    def fact_acts(self, record_id: int) -> tuple[Act, ...]:
        """What the head offers too where there is room for it."""
        record, person = self.page.record, self.session.get(Deputy, record_id)
        if not isinstance(record, DeputyRecord) or veil.sentence(self.session, Deputy.TABLE, record_id):
            return ()
        acts = []
        hidden = record.revealed is None and (person.phone or person.id_number)
        if hidden and self.session.may("deputy.unmask"):
            acts.append(Act("显示号码", record.reveal, icon="eye"))
        if self.may_edit:
            words = "换照片" if deputy_photos.photo_of(self.session, record_id) else "放照片"
            acts.append(Act(words, record.head.photo.choose, icon="image"))
        if closure_drawers.may_open(self.session):
            known, say = (self.page, self.session, record_id, person.name), self.page.desk.say
            close = partial(closure_drawers.of_deputy, *known, say)
            acts.append(Act(closure_drawers.TITLE, close, icon="eye-off"))
        return tuple(acts)

    def _state(self, mandate: Mandate) -> tuple[str, str]:
        over = mandate.ends_on is not None and mandate.ends_on < self.session.today
        if mandate.status is MandateStatus.ACTIVE and over:
            return "已过届满时间", "soon"
        return mandate.status.label, TONES[mandate.status]

    def _entry(self, person: Deputy, mandate: Mandate) -> Entry:
        state, tone = self._state(mandate)
        elected = f"当选时 {mandate.elected_post}" if mandate.elected_post else ""
        parts = [mandate.constituency, mandate.delegation, span_words(mandate.starts_on, mandate.ends_on)]
        parts += [elected, mandate.origin, mandate.end_reason]
        acts = []
        if self.may_edit and mandate.status is MandateStatus.SUSPENDED:
            acts.append(Act("恢复执行职务", lambda: mandate_drawers.resume(self, person, mandate)))
        if self.may_edit and mandate.status in (MandateStatus.ACTIVE, MandateStatus.SUSPENDED):
            acts.append(Act("终止或暂停", lambda: mandate_drawers.end(self, person, mandate)))
        if self.may_edit:
            acts.append(Act("修改", lambda: mandate_drawers.correct(self, person, mandate)))
        title = f"{mandate.level.label}　{mandate.term}" if mandate.term else mandate.level.label
        return Entry(title, "　".join(part for part in parts if part), state, tone, tuple(acts))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("添加代表")
        put_name(drawer.fields, self)
        put_mandate(drawer.fields, self)
        put_facts(drawer.fields, self, secret=True)
        drawer.fields.add_words("一个人有几级任职的，先填一条，保存后用“增加任职”再填。")
        self.keep_draft(drawer)
        drawer.open(lambda v: deputies.add(self.session, person_of(v), [mandate_of(v)]), self.stored)

    def edit(self, record_id: int) -> None:
        person = self.session.get(Deputy, record_id)
        secret = self.session.may("deputy.unmask")
        drawer = self.drawer("修改代表", person.name)
        put_name(drawer.fields, self, record_id)
        put_facts(drawer.fields, self, secret=secret)
        names = [name for name in FACTS if secret or name not in SECRET]
        drawer.fields.set_values({name: getattr(person, name) for name in names})
        self.keep_draft(drawer, person)
        drawer.open(lambda values: deputies.edit(self.session, record_id, **kept(values)), self.stored)
