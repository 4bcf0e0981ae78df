"""Who is who: rows of one roster and deputies of the station that are the same person, or may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import terms
from ..deputies import SHORT, Deputy, Mandate, MandateStatus
from ..people_names import tidy_name
from ..rows import to_row
from ..session import Session

OUT, NEW = "out", "new"
_PERSONAL = ("sex", "born_on", "phone", "organisation_post", "id_number", "party", "education", "native_place")


def name_key(name: str) -> str:
    """Names that differ only in blanks, dots or case are the same name."""
    return re.sub(r"[\s·]", "", tidy_name(name)).casefold()


def compare(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Whether two people of the same name are one; None when nothing tells."""
    if one.get("id_number") and other.get("id_number"):
        return bool(one["id_number"] == other["id_number"])
    if one.get("born_on") and other.get("born_on"):
        return _month(one["born_on"]) == _month(other["born_on"])
    if one.get("sex") and other.get("sex") and one["sex"] != other["sex"]:
        return False
    phones = [_figures(str(facts.get("phone") or "")) for facts in (one, other)]
    if phones[0] and phones[0] == phones[1]:
        return True
    if one.get("organisation_post") and one.get("organisation_post") == other.get("organisation_post"):
        return True
    return None


def says_nothing(facts: Mapping[str, Any]) -> bool:
    """Whether a row has only a name: it goes on with the person above."""
    return not any(facts.get(key) for key in _PERSONAL)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _figures(phone: str) -> str:
    return re.sub(r"\D", "", phone)


class Known:
    """The deputies of the station with their mandates, by name and by number."""

    def __init__(self, session: Session) -> None:
        self.frozen = terms.frozen_until(session)  # what ended until then is not changed any more
        self.mandates: dict[int, list[Mandate]] = {}
        for mandate in session.select(Mandate, "voided_on IS NULL"):
            self.mandates.setdefault(mandate.deputy_id or 0, []).append(mandate)
        self.taken_back: set[int] = set()  # came with a roster that was taken back: only met where it is certain
        self.by_id = {deputy.id: deputy for deputy in session.select(Deputy)}
        self.by_name: dict[str, list[Deputy]] = {}
        self.by_number: dict[str, Deputy] = {}
        for deputy in self.by_id.values():
            if deputy.retired_on and not self.mandates.get(deputy.id):
                self.taken_back.add(deputy.id)
            self.by_name.setdefault(name_key(deputy.name), []).append(deputy)
            if deputy.id_number:
                self.by_number[deputy.id_number.upper()] = deputy

        self.groups = dict(session.rows("SELECT name, id FROM deputy_groups WHERE retired_on IS NULL"))
        self.grouped = {id_ for (id_,) in session.rows("SELECT deputy_id FROM group_members WHERE ends_on IS NULL")}

    def find(self, facts: Mapping[str, Any], *, assume_same: bool) -> tuple[Deputy | None, list[Deputy], str]:
        """The same person, or those who may be and why it is not certain."""
        name, number = str(facts["name"]), str(facts.get("id_number", ""))
        if number and (same := self.by_number.get(number)):
            if name_key(same.name) == name_key(name):
                return same, [], ""
            return None, [same], f"身份证号和本站的{self.called(same)}相同，姓名不同。"
        alike = self.by_name.get(name_key(name), [])
        judged = [(compare(facts, to_facts(deputy)), deputy) for deputy in alike]
        same_ones = [deputy for verdict, deputy in judged if verdict]
        if len(same_ones) == 1:
            return same_ones[0], [], ""
        unsure = [deputy for verdict, deputy in judged if verdict is None and deputy.id not in self.taken_back]
        open_ones = same_ones or unsure
        if len(open_ones) == 1 and assume_same:
            return open_ones[0], [], ""
        if open_ones:
            called = "、".join(self.called(deputy) for deputy in open_ones[:3])
            return None, open_ones, f"本站已有同名的{called}，看不出是不是同一人。"
        return None, [], ""

    def is_closed(self, mandate: Mandate) -> bool:
        """Whether a mandate ended with a term that has been closed."""
        return bool(self.frozen and mandate.ends_on and mandate.ends_on <= self.frozen)

    def namesakes(self, name: str) -> list[Deputy]:
        return [one for one in self.by_name.get(name_key(name), []) if one.id not in self.taken_back]

    def called(self, deputy: Deputy) -> str:
        """赵明山（县，1975年6月生，石桥村书记）."""
        held = [m for m in self.mandates.get(deputy.id, []) if m.status is MandateStatus.ACTIVE]
        parts = ["、".join(dict.fromkeys(SHORT[mandate.level] for mandate in held))]
        if deputy.born_on:
            parts.append(f"{deputy.born_on.year}年{deputy.born_on.month}月生")
        parts.append(deputy.organisation_post[:16])
        words = "，".join(part for part in parts if part)
        return f"{deputy.name}（{words}）" if words else deputy.name


def to_facts(deputy: Deputy) -> dict[str, Any]:
    """What is known of a deputy as facts of a row."""
    return {name: getattr(deputy, name) for name in to_row(deputy)}
