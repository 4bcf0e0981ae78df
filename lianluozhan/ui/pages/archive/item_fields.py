"""What is asked of a 件 in drawers: the same fields where it is filed, changed, corrected or entered (4.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianluozhan.models.archive import schemes
from lianluozhan.models.archive.record import Category, Item, Retention, SchemeForm
from lianluozhan.models.session import Session

from ...editors import DayEditor, LineEditor, NumberEditor, OptionRow, TextEditor, TickEditor
from ...field_column import FieldColumn
from ..sections.section import one_of

EARLIEST, LATEST, MOST_PAGES = 1949, 2199, 9999
TITLE_HINT = "原来有题名的照抄；没有题名、自己拟的，放在方括号 [ ] 里"
CLASS = ("year", "retention", "unit")
SAID = ("title", "responsible", "document_number", "dated_on")
ABOUT = ("category", "persons", "keeps_secret", "remark")
PAGES = ("pages", "pages_reason")
REQUIRED = ("title", "responsible", "dated_on", "year", "pages", "retention", "unit")


def put_item(
    fields: FieldColumn, session: Session, item: Item, names: Sequence[str], *, counted: int | None = None
) -> None:
    """Put these fields, filled from a 件; `counted` are the pages that its papers have."""
    for name in names:
        label, editor, hint = _editor(session, name)
        if editor is not None:
            fields.put(label, editor, required=name in REQUIRED, hint=hint)
    fields.set_values({name: getattr(item, name) for name in names if name in fields.editors()})
    if "pages" in names and "pages_reason" in names:
        _watch_pages(fields, counted)


def _editor(session: Session, name: str) -> tuple[str, Any, str]:
    word = schemes.current(session).unit_word
    match name:
        case "title":
            return "题名", TextEditor(name, lines=2, max_length=200), TITLE_HINT
        case "responsible":
            return "责任者", LineEditor(name, max_length=80), ""
        case "document_number":
            return "文号", LineEditor(name, max_length=60), ""
        case "dated_on":
            return "日期", DayEditor(name, today=lambda: session.today), "落款或者签发的日期"
        case "year":
            hint = "跨年度办理的，归到办结的那一年"
            return "年度", NumberEditor(name, minimum=EARLIEST, maximum=LATEST), hint
        case "retention":
            return "保管期限", OptionRow(name, [(each, each.label) for each in Retention]), ""
        case "unit":
            return word, _unit_editor(session), ""
        case "category":
            return "类别", one_of(name, [(each, each.label) for each in Category]), ""
        case "pages":
            return (
                "页数",
                NumberEditor(name, minimum=1, maximum=MOST_PAGES, unit="页"),
                "有字有图的页才算，空白背面不算",
            )
        case "pages_reason":
            return "为什么不一样", LineEditor(name, max_length=100), "例如：另有折页一张，按两页算"
        case "persons":
            return "涉及的人", LineEditor(name, max_length=300), "以后按名字能查到，用空格隔开"
        case "keeps_secret":
            return "个人隐私", TickEditor(name, "含个人隐私，查阅要登记"), ""
        case "remark":
            return "备注", LineEditor(name, max_length=100), "印在目录的备注栏"
    raise ValueError(name)


def _unit_editor(session: Session) -> Any:
    """Only where the scheme has such a level."""
    if schemes.current(session).scheme is SchemeForm.TWO:
        return None
    return one_of("unit", [(unit.code, f"{unit.name}（{unit.code}）") for unit in schemes.units(session)], empty="")


def _watch_pages(fields: FieldColumn, counted: int | None) -> None:
    pages = fields.editors()["pages"]

    def turn() -> None:
        differs = counted is not None and pages.value() not in (None, counted)
        fields.show_field("pages_reason", differs)

    pages.changed.connect(turn)
    turn()


def values_of(values: dict[str, Any]) -> dict[str, Any]:
    """As the models take them: a title in brackets is of our own making, a reason that is out of sight is none."""
    found = dict(values)
    if "title" in found:
        title = found["title"] = " ".join(found["title"].split())
        found["is_own_title"] = title.startswith("[") and title.endswith("]")
    if "pages" in found:
        found.setdefault("pages_reason", "")
    if "unit" in found:
        found["unit"] = found["unit"] or ""
    return found


def put_rule(fields: FieldColumn, session: Session, code: str) -> None:
    """By which line of the table of retention it is filed; choosing one chooses retention and category."""
    lines = {rule.id: rule for rule in schemes.rules(session) if rule.is_filed}
    usual = next((rule.id for rule in lines.values() if rule.code == code), None)
    entries = [(rule.id, f"{rule.material}　{rule.retention.label}") for rule in lines.values()]
    chooser = fields.put(
        "按哪一条归档", one_of("rule_id", entries, usual), hint="保管期限表里的一条，选了就带出期限和类别"
    )

    def turn() -> None:
        rule = lines.get(chooser.value())
        if rule is not None:
            fields.set_values({"retention": rule.retention, "category": rule.category, "unit": rule.unit})

    chooser.changed.connect(turn)


def rule_values(session: Session, code: str) -> dict[str, Any]:
    """What the usual line of the table says."""
    rule = schemes.rule_by_code(session).get(code)
    return {"retention": rule.retention, "category": rule.category, "rule_id": rule.id} if rule else {}
