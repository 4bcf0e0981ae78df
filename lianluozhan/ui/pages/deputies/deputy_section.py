"""人大代表: persons with their mandates, of one or several levels (2.2.4)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import deputies, deputy_lists
from lianluozhan.models.deputies import REASONS, SHORT, Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.staff import Sex

from ...editors import ChoiceEditor, LineEditor, NameEditor, OptionRow, PhoneEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..sections.section import RETIRED, Act, Entry, Shown, TableSection, month_words, needed_day, one_of, span_words

LEVELS = [(level, level.label) for level in reversed(Level)]
ORDER = [level.value for level in Level]
TONES = {
    MandateStatus.ACTIVE: "good",
    MandateStatus.SUSPENDED: "stop",
    MandateStatus.ENDED: "stop",
    MandateStatus.EXPIRED: "calm",
}
OTHER = "其他原因"
FACTS = ("name", "sex", "nationality", "born_on", "organisation_post", "phone", "note")
MANDATE = ("level", "term", "constituency", "starts_on", "ends_on")


def _levels(codes: str) -> str:
    return "、".join(SHORT[Level(code)] for code in sorted(set(codes.split(",")), key=ORDER.index))


class DeputySection(TableSection):
    KEY, LABEL, ICON, COUNTED = "deputies", "人大代表", "square-user-round", "位"
    ADD, PERMISSION, FIND = "添加代表", "deputy.edit", "查找姓名、选区、单位、电话"
    EMPTY = ("还没有人大代表", "本站的各级代表都记在这里，登记社情民意时可以选反映的代表。")
    COLUMNS = (
        Column("姓名", "name", width=100),
        Column("层级", "levels", _levels, width=84),
        Column("选区或选举单位", "constituency"),
        Column("工作单位及职务", "organisation_post"),
        RETIRED,
    )

    def listing(self) -> Listing:
        return deputy_lists.listing(self.session, self.words)

    def in_use(self) -> int:
        return deputy_lists.listing(self.session, view=deputy_lists.IN_OFFICE).count()

    def shown(self, record_id: int) -> Shown:
        person = self.session.get(Deputy, record_id)
        mandates = deputies.mandates_of(self.session, record_id)
        active = [m for m in mandates if self._state(m)[0] == MandateStatus.ACTIVE.label]
        state, tone = ("停用", "calm") if person.retired_on else ("在任", "good") if active else ("不在任", "calm")
        named = "、".join(f"{m.level.label}{m.term}" for m in active)
        return Shown(
            title=person.name,
            subtitle=f"{named}人大代表" if named else "现在没有在任的代表任职，选代表时不列出",
            state=state,
            tone=tone,
            facts=(
                ("性别", person.sex.label if person.sex else ""),
                ("民族", person.nationality),
                ("出生年月", month_words(person.born_on)),
                ("联系电话", person.phone),
                ("单位职务", person.organisation_post),
                ("备注", person.note),
            ),
            acts=self._acts(person),
            entries_title="代表任职",
            entries=tuple(self._entry(person, mandate) for mandate in mandates),
            entry_acts=(Act("增加任职", lambda: self._add_mandate(person), icon="plus"),) if self.may_edit else (),
        )

    def _acts(self, person: Deputy) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if person.retired_on:
            back = self.back_act(lambda: deputies.edit(self.session, person.id, retired_on=None))
            return (back, self.edit_act(person.id))
        return (Act("停用", lambda: self._retire(person), "danger"), self.edit_act(person.id))

    def _retire(self, person: Deputy) -> None:
        self.ask(
            f"停用{person.name}？",
            "以后选代表时不再列出；履职的记录都留着，也可以重新启用。代表届满或资格终止请在任职里填写。",
            "停用",
            "不停用",
            lambda: deputies.edit(self.session, person.id, retired_on=self.session.today),
        )

    def _state(self, mandate: Mandate) -> tuple[str, str]:
        over = mandate.ends_on is not None and mandate.ends_on < self.session.today
        if mandate.status is MandateStatus.ACTIVE and over:
            return "已过届满时间", "soon"
        return mandate.status.label, TONES[mandate.status]

    def _entry(self, person: Deputy, mandate: Mandate) -> Entry:
        state, tone = self._state(mandate)
        parts = [mandate.constituency, span_words(mandate.starts_on, mandate.ends_on), mandate.end_reason]
        acts = []
        if self.may_edit and mandate.status is MandateStatus.SUSPENDED:
            acts.append(Act("恢复执行职务", lambda: self._resume(person, mandate)))
        if self.may_edit and mandate.status in (MandateStatus.ACTIVE, MandateStatus.SUSPENDED):
            acts.append(Act("终止或暂停", lambda: self._end(person, mandate)))
        if self.may_edit:
            acts.append(Act("修改", lambda: self._correct(person, mandate)))
        title = f"{mandate.level.label}　{mandate.term}" if mandate.term else mandate.level.label
        return Entry(title, "　".join(part for part in parts if part), state, tone, tuple(acts))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("添加代表")
        fields = drawer.fields
        fields.put("姓名", NameEditor("name", max_length=50), required=True)
        self._put_mandate(fields)
        self._put_facts(fields)
        fields.add_words("一个人有几级任职的，先填一条，保存后用“增加任职”再填。")

        def act(values: dict[str, Any]) -> Deputy:
            mandate = Mandate(**{name: values[name] for name in MANDATE})
            person = Deputy(**{name: values[name] for name in FACTS})
            return deputies.add(self.session, person, [mandate])

        self.keep_draft(drawer)
        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        person = self.session.get(Deputy, record_id)
        drawer = self.drawer("修改代表", person.name)
        drawer.fields.put("姓名", NameEditor("name", max_length=50), required=True)
        self._put_facts(drawer.fields)
        drawer.fields.set_values({name: getattr(person, name) for name in FACTS})
        self.keep_draft(drawer, person)
        drawer.open(lambda values: deputies.edit(self.session, record_id, **values), self.stored)

    def _put_facts(self, fields: FieldColumn) -> None:
        fields.put("性别", one_of("sex", [(sex, sex.label) for sex in Sex], empty="不填"))
        fields.put("民族", LineEditor("nationality", max_length=20))
        fields.put("出生年月", self.day("born_on"), hint="只知道年月的，日填 1 日")
        fields.put("工作单位及职务", LineEditor("organisation_post", max_length=60))
        fields.put("联系电话", PhoneEditor("phone", max_length=30))
        fields.put("备注", LineEditor("note", max_length=200))

    def _put_mandate(self, fields: FieldColumn) -> None:
        fields.put("层级", one_of("level", LEVELS, Level.TOWNSHIP), required=True)
        fields.put("届次", LineEditor("term", max_length=20), hint="例如 第十八届")
        fields.put("选区或选举单位", LineEditor("constituency", max_length=50))
        fields.put("当选时间", self.day("starts_on"))
        fields.put("届满时间", self.day("ends_on"), hint="还不知道就空着")

    def _add_mandate(self, person: Deputy) -> None:
        drawer = self.drawer("增加任职", person.name)
        self._put_mandate(drawer.fields)
        drawer.open(
            lambda values: deputies.add_mandate(self.session, person.id, Mandate(**values)),
            lambda _: self.page.open_record(person.id),
        )

    def _correct(self, person: Deputy, mandate: Mandate) -> None:
        drawer = self.drawer("修改任职", person.name)
        self._put_mandate(drawer.fields)
        drawer.fields.set_values({name: getattr(mandate, name) for name in MANDATE})
        drawer.open(
            lambda values: deputies.correct_mandate(self.session, mandate.id, **values),
            lambda _: self.page.open_record(person.id),
        )

    def _resume(self, person: Deputy, mandate: Mandate) -> None:
        drawer = self.drawer("恢复执行职务", person.name, act="恢复")
        drawer.fields.put("届满时间", self.day("ends_on"), hint="还不知道就空着")
        drawer.open(
            lambda v: deputies.resume_mandate(self.session, mandate.id, v["ends_on"]),
            lambda _: self.page.open_record(person.id),
        )

    def _end(self, person: Deputy, mandate: Mandate) -> None:
        named = mandate.level.label
        drawer = self.drawer("终止或暂停任职", f"{person.name}　{named}{mandate.term}", act="保存")
        fields = drawer.fields
        ways = [status for status in REASONS if status is not mandate.status]
        status = OptionRow("status", [(way, way.label) for way in ways])
        cause = ChoiceEditor("cause")
        fields.put("怎样", status, required=True)
        fields.put("原因", cause, required=True)
        fields.put("说明", LineEditor("words", max_length=60), hint=f"原因选“{OTHER}”的，在这里写明")
        fields.put("日期", self.day("ends_on", self.session.today), required=True)
        fields.add_words("以后选代表时不再列出这一级；日期和原因留在记录里。")

        def turn() -> None:
            causes = REASONS[status.value()]
            cause.set_choices([(words, words) for words in (*causes, OTHER)])

        status.changed.connect(turn)
        status.set_value(ways[-1])
        drawer.open(
            lambda v: deputies.end_mandate(
                self.session, mandate.id, v["status"], needed_day(v, "ends_on", "日期"), _reason(v["cause"], v["words"])
            ),
            lambda _: self.page.open_record(person.id),
        )


def _reason(cause: str, words: str) -> str:
    if cause != OTHER:
        return f"{cause}（{words}）" if words else cause
    if not words:
        raise InvalidRecord({"words": "请写明原因。"})
    return words
