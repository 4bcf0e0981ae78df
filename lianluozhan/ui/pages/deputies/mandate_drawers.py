"""What is done with a mandate: another one, a correction, its end or suspension, its resumption (代表法 61, 62)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models import deputies
from lianluozhan.models.deputies import REASONS, Deputy, Mandate
from lianluozhan.models.errors import InvalidRecord

from ...editors import ChoiceEditor, LineEditor, OptionRow
from ..sections.section import needed_day
from .deputy_fields import MANDATE, mandate_of, put_mandate

if TYPE_CHECKING:
    from .deputy_section import DeputySection

OTHER = "其他原因"
FITTING = {  # how a reason stands in the list of the drawer where its own words are too long for a line
    "被判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑": "被判管制、拘役、有期徒刑，正在服刑",
}


def add(section: DeputySection, person: Deputy) -> None:
    """Another mandate of the same person."""
    drawer = section.drawer("增加任职", person.name)
    put_mandate(drawer.fields, section)
    drawer.open(
        lambda values: deputies.add_mandate(section.session, person.id, mandate_of(values)),
        lambda _: section.page.open_record(person.id),
    )


def correct(section: DeputySection, person: Deputy, mandate: Mandate) -> None:
    """What was entered wrongly."""
    drawer = section.drawer("修改任职", person.name)
    put_mandate(drawer.fields, section)
    drawer.fields.set_values({name: getattr(mandate, name) for name in MANDATE})
    drawer.open(
        lambda values: deputies.correct_mandate(section.session, mandate.id, **values),
        lambda _: section.page.open_record(person.id),
    )


def resume(section: DeputySection, person: Deputy, mandate: Mandate) -> None:
    """The reason of the suspension is gone."""
    drawer = section.drawer("恢复执行职务", person.name, act="恢复")
    drawer.fields.put("届满时间", section.day("ends_on"), hint="还不知道就空着")
    drawer.open(
        lambda v: deputies.resume_mandate(section.session, mandate.id, v["ends_on"]),
        lambda _: section.page.open_record(person.id),
    )


def end(section: DeputySection, person: Deputy, mandate: Mandate) -> None:
    """It ends or is suspended, with the reason that the law names."""
    drawer = section.drawer("终止或暂停任职", f"{person.name}　{mandate.level.label}{mandate.term}")
    fields = drawer.fields
    ways = [status for status in REASONS if status is not mandate.status]
    status = OptionRow("status", [(way, way.label) for way in ways])
    cause = ChoiceEditor("cause")
    fields.put("怎样", status, required=True)
    fields.put("原因", cause, required=True)
    fields.put("说明", LineEditor("words", max_length=60), hint=f"原因选“{OTHER}”的，在这里写明")
    fields.put("日期", section.day("ends_on", section.session.today), required=True)
    fields.add_words("以后选代表时不再列出这一级；日期和原因留在记录里。")

    def turn() -> None:
        causes = REASONS[status.value()]
        cause.set_choices([(words, FITTING.get(words, words)) for words in (*causes, OTHER)])

    status.changed.connect(turn)
    status.set_value(ways[-1])
    drawer.open(
        lambda v: deputies.end_mandate(
            section.session, mandate.id, v["status"], needed_day(v, "ends_on", "日期"), _reason(v["cause"], v["words"])
        ),
        lambda _: section.page.open_record(person.id),
    )


def _reason(cause: str, words: str) -> str:
    if cause != OTHER:
        return f"{cause}（{words}）" if words else cause
    if not words:
        raise InvalidRecord({"words": "请写明原因。"})
    return words
