"""The fields of F03 in its order, as they are filled in for a new deputy, for a change, and for a mandate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lianluozhan.models import places
from lianluozhan.models.deputies import (
    DEGREES,
    EDUCATIONS,
    ORIGINS,
    PARTIES,
    Deputy,
    DeputyLabel,
    Level,
    Mandate,
)
from lianluozhan.models.identity_numbers import number_doubts, plain_identity
from lianluozhan.models.nationalities import NATIONALITIES
from lianluozhan.models.people_names import tidy_name
from lianluozhan.models.staff import Sex

from ...editors import (
    AddressEditor,
    ChoicesEditor,
    LineEditor,
    NameEditor,
    PhoneEditor,
    PickManyEditor,
    TextEditor,
)
from ...field_column import FieldColumn
from ..registers.known_words import KnownWordsEditor
from ..sections.section import one_of

if TYPE_CHECKING:
    from ..sections.section import Section

LEVELS = [(level, level.label) for level in reversed(Level)]
SECRET = ("phone", "id_number")
FACTS = (
    *("name", "sex", "nationality", "born_on", "native_place", "party", "party_since", "work_since", "education"),
    *("degree", "school", "organisation_post", "occupation", "title", "id_number", "certificate", "phone", "email"),
    *("address", "postcode", "joined_on", "labels", "expertise", "village_ids", "linked_voters", "career", "honours"),
    *("pledge", "file_opened_on", "file_number", "note"),
)
MANDATE = ("level", "term", "constituency", "delegation", "starts_on", "elected_post", "origin", "ends_on")
MONTH_HINT = "只知道年月的，日填 1 日"


class IdentityEditor(LineEditor):
    """An identity number: what does not fit with the day of birth or the sex is said in grey, and never refused."""

    def __init__(self, name: str, fields: FieldColumn) -> None:
        self._fields = fields
        super().__init__(name, max_length=24)

    def as_left(self, text: str) -> str:
        return plain_identity(text)

    def doubts(self, text: str) -> list[str]:
        editors = self._fields.editors()
        born, sex = (editors[name].value() if name in editors else None for name in ("born_on", "sex"))
        return number_doubts(text, born if isinstance(born, date) else None, sex)


class DeputyNameEditor(NameEditor):
    """A name; that another deputy has it is said in grey, for one person has one file."""

    def __init__(self, name: str, others: frozenset[str]) -> None:
        self._others = others
        super().__init__(name, max_length=50)

    def doubts(self, text: str) -> list[str]:
        if tidy_name(text) not in self._others:
            return []
        return ["已有一位同名的代表；同一个人请在他的档案里增加任职", "已有一位同名的代表", "有同名"]


def put_name(fields: FieldColumn, section: Section, deputy_id: int = 0) -> None:
    rows = section.session.select(Deputy, "id <> ?", (deputy_id,))
    fields.put("姓名", DeputyNameEditor("name", frozenset(each.name for each in rows)), required=True)


def put_facts(fields: FieldColumn, section: Section, *, secret: bool) -> None:
    """All fields of F03 after the name; `secret` ones only for whom they may be shown."""
    fields.put("性别", one_of("sex", [(sex, sex.label) for sex in Sex], empty="不填"))
    fields.put("民族", KnownWordsEditor("nationality", NATIONALITIES))
    fields.put("出生年月", section.day("born_on"), hint=MONTH_HINT)
    fields.put("籍贯", LineEditor("native_place", max_length=40))
    fields.put("政治面貌", KnownWordsEditor("party", PARTIES))
    fields.put("入党时间", section.day("party_since"), hint=MONTH_HINT)
    fields.put("参加工作时间", section.day("work_since"), hint=MONTH_HINT)
    fields.put("学历", KnownWordsEditor("education", EDUCATIONS))
    fields.put("学位", KnownWordsEditor("degree", DEGREES))
    fields.put("毕业院校及专业", LineEditor("school", max_length=80))
    fields.put("工作单位及职务", LineEditor("organisation_post", max_length=60))
    fields.put("职业", LineEditor("occupation", max_length=40))
    fields.put("职称", LineEditor("title", max_length=40))
    if secret:
        fields.put("身份证号", IdentityEditor("id_number", fields), hint="印出来的表上中间几位用星号")
    fields.put("代表证号", LineEditor("certificate", max_length=30))
    if secret:
        fields.put("联系电话", PhoneEditor("phone", max_length=30))
    fields.put("邮箱", LineEditor("email", max_length=80))
    fields.put("通讯地址", AddressEditor("address", max_length=80))
    fields.put("邮编", LineEditor("postcode", max_length=10))
    fields.put("编入联络站时间", section.day("joined_on"))
    fields.put("代表类别标签", ChoicesEditor("labels", [(each, each.label) for each in DeputyLabel]))
    fields.put("专业特长", LineEditor("expertise", max_length=200))
    fields.put("联系村（社区）", PickManyEditor("village_ids", places.villages(section.session)))
    fields.put("固定联系选民", TextEditor("linked_voters", max_length=3000), hint="一行一位：姓名、住址")
    fields.put("主要简历", TextEditor("career", lines=4, max_length=5000), hint="一行一段：起止年月、单位、职务")
    fields.put("奖惩", TextEditor("honours", max_length=3000), hint="登记成履职记录的表彰，印表时自动加上")
    fields.put("履职承诺", LineEditor("pledge", max_length=200), hint="印在公示表上")
    fields.put("建档日期", section.day("file_opened_on"))
    fields.put("档号", LineEditor("file_number", max_length=40))
    fields.put("备注", LineEditor("note", max_length=200))


def put_mandate(fields: FieldColumn, section: Section) -> None:
    fields.put("层级", one_of("level", LEVELS, Level.TOWNSHIP), required=True)
    fields.put("届次", LineEditor("term", max_length=20), hint="例如 第十八届")
    fields.put("选区或选举单位", LineEditor("constituency", max_length=50))
    fields.put("代表团", LineEditor("delegation", max_length=40))
    fields.put("当选时间", section.day("starts_on"))
    fields.put("当选时职务", LineEditor("elected_post", max_length=60))
    fields.put("代表类别", KnownWordsEditor("origin", ORIGINS))
    fields.put("届满时间", section.day("ends_on"), hint="还不知道就空着")


def person_of(values: Mapping[str, Any]) -> Deputy:
    """What was filled in of the person; lists become what records keep."""
    return Deputy(**kept(values))


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the person as records keep them."""
    found = {name: values[name] for name in FACTS if name in values}
    return found | {name: tuple(found[name]) for name in ("labels", "village_ids") if name in found}


def mandate_of(values: Mapping[str, Any]) -> Mandate:
    return Mandate(**{name: values[name] for name in MANDATE})
