"""Forms printed from the station's own Word templates: accepted, taken back, saved out, filled from a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianluozhan.models import looks, stations
from lianluozhan.models.errors import RuleError
from lianluozhan.models.looks import FormTemplate
from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.session import Session
from lianluozhan.models.stations import Station
from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.document import Document, chinese_date
from lianluozhan.printing.template_fields import STANDARD, Fields, fields_of, starter, values_of

from .looks import as_it_came

WORD = ".docx"


@dataclass(frozen=True)
class FieldLine:
    """A field as it is listed: its name, what it holds, and for lists the names that each row has."""

    name: str
    about: str
    rows: tuple[str, ...] = ()


def replaceable() -> list[str]:
    """The forms that a template can take the place of: those of one record, not drawn to a standard's measures."""
    return [form.number for form in FORMS.values() if not (form.together or form.fixed)]


def template_for(session: Session, number: str) -> FormTemplate | None:
    """The station's template that a form is printed with; None when it is printed as it came."""
    return looks.template_of(session, number.upper())


def fields(session: Session, number: str) -> Fields:
    """The names that a template of this form may use."""
    found = fields_of(as_it_came(session, number))
    more = [*_of_station(stations.station(session)), "今天", *_EXTRAS.get(FORMS[number].of, _of_nothing)()]
    return Fields(tuple(dict.fromkeys([*found.names, *more])), found.lists)


def field_lines(session: Session, number: str) -> list[FieldLine]:
    """The same for people to read."""
    known = fields(session, number)
    single = [FieldLine(name, STANDARD.get(name, "")) for name in known.names]
    return single + [FieldLine(name, "逐行取用", rows) for name, rows in known.lists.items()]


def accept(session: Session, number: str, path: Path) -> FormTemplate:
    """Check a Word file and print the form with it from now on; RuleError with every place that is wrong."""
    from lianluozhan.printing.template_package import LARGEST_FILE
    from lianluozhan.printing.templates import check

    if number not in replaceable():
        why = "照国家标准的尺寸印" if number in FORMS and FORMS[number].fixed else "是清单"
        raise RuleError(f"这张表{why}，不能换成 Word 模板。可以改表样里的标题和栏目。")
    if path.suffix.lower() in (".docm", ".dotm", ".dot", ".doc", ".wps", ".wpt", ".dotx"):
        raise RuleError(f"“{path.name}”不是 .docx 文档。请用 Word 或 WPS 打开它，另存为 .docx 后再放进来。")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RuleError(f"读不了“{path.name}”：没有权限，或正在 Word 里打开着。请关闭后再试。") from error
    check(content, fields(session, number))
    return looks.accept_template(session, number, path.name, content)


def save_to_edit(session: Session, number: str, path: Path) -> None:
    """Save the template in use to be worked on, or where there is none a first one that looks like the form."""
    if template_for(session, number) is not None:
        looks.save_template(session, number, path)
        return
    from lianluozhan.printing.word import write_word

    from .looks import dress

    blank = starter(as_it_came(session, number), levels=FORMS[number].of == "official_documents")
    write_word([dress(session, number, blank)], path)


def fill(
    session: Session,
    number: str,
    record_id: int | None,
    path: Path,
    *,
    hidden: bool = False,
    outcome: bool = True,
) -> None:
    """Write the form of a record, or blank, as Word from the station's template; masked where it leaves the station.

    Without `outcome` result and judgement stay empty, to be written by hand.
    """
    from lianluozhan.printing.templates import fill as write

    template = template_for(session, number)
    if template is None:
        raise RuleError("这张表没有用自己的模板。请重新打开打印页再试。")
    if record_id is None:
        values = blank_values(session, number)
    else:
        values = values_for(session, number, record_id, hidden, outcome)
    write(looks.template_content(session, template), values, path)


def values_for(
    session: Session, number: str, record_id: int, hidden: bool = False, outcome: bool = True
) -> dict[str, Any]:
    """What each field stands for on the sheet of this record, as the printed form would say it."""
    from . import masked_as_due, without_outcome

    form = FORMS[number]
    record = masked_as_due(session, form, record_id, hidden=hidden)
    record = record if outcome else without_outcome(record)
    return _values(session, number, form.draw(record, None), _EXTRAS.get(form.of, _of_nothing)(record))


def blank_values(session: Session, number: str) -> dict[str, Any]:
    """Every field empty but those of the station."""
    return _values(session, number, as_it_came(session, number), {})


def _values(session: Session, number: str, document: Document, more: dict[str, Any]) -> dict[str, Any]:
    known = fields(session, number)
    empty: dict[str, Any] = {**dict.fromkeys(known.names, ""), **{name: [] for name in known.lists}}
    station = {**_of_station(stations.station(session)), "今天": chinese_date(session.today)}
    filled = {**empty, **station, **more}
    return filled | {name: value for name, value in values_of(document, known).items() if value or not filled.get(name)}


def _of_station(station: Station) -> dict[str, str]:
    return {"站名": station.name, "所属人大": station.congress, "站址": station.address, "站电话": station.hotline}


def _of_nothing(record: object = None) -> dict[str, str]:
    return {}


def _of_opinion(file: OpinionFile | None = None) -> dict[str, str]:
    """What letters about a matter say, each by its own name."""
    opinion = file.opinion if file else None
    entry = file.dispatches[0] if file and file.dispatches else None
    body = entry.lead if entry else file.lead_body if file else None
    return {
        "登记编号": opinion.number if opinion else "",
        "事由": opinion.title if opinion else "",
        "反映人": (opinion.submitter_name or "反映人") if opinion else "",
        "反映内容": opinion.content if opinion else "",
        "诉求": opinion.request if opinion else "",
        "收到日期": chinese_date(opinion.received_on) if opinion else "",
        "村或社区": file.village_name if file else "",
        "承办单位": body.name if body else "",
        "交办单号": entry.dispatch.number if entry else "",
        "交办日期": chinese_date(entry.dispatch.dispatched_on) if entry else "",
        "办理期限": chinese_date(entry.dispatch.due_on) if entry else "",
        "办理要求": entry.dispatch.requirement if entry else "",
        "答复内容": file.replies[-1].content if file and file.replies else "",
    }


_EXTRAS: dict[str, Callable[..., dict[str, Any]]] = {"opinions": _of_opinion}
