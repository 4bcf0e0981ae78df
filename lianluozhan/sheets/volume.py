"""整卷打印: all sheets of one matter in binding order, with cover, list and page numbers that run through (3.2.2).

A form shows the newest reply, dispatch and judgement of the file it is given; for the older ones the file is put back
to the day when they were the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from lianluozhan.models import opinions
from lianluozhan.models.calls import Call
from lianluozhan.models.opinions import DispatchFile, OpinionFile
from lianluozhan.models.opinions.applying import Application
from lianluozhan.models.opinions.handling import DispatchKind, Evaluation, Reply, Verdict
from lianluozhan.models.opinions.merging import joined_to
from lianluozhan.models.opinions.promising import Promise, PromiseState
from lianluozhan.models.opinions.record import Status
from lianluozhan.models.opinions.supervising import Supervision
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.prints import VOLUME
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion
from lianluozhan.printing.catalog import FORMS

from .looks import dress
from .sources import SOURCES

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

TITLE = "整卷（封面、目录和全部表单）"
REGISTRATION = "F10"
ORDER = ("F20", "F10", "F11", "F16", "F17", "F12", "F13", "F14B", "F14", "F15", "F18", "F23", "F24")
HANGING: dict[str, Any] = {
    kind.TABLE: kind for kind in (Application, Supervision, Call, Suggestion, Promise)
}  # records that name their opinion
RETENTION = "30年"
_SENT_BACK = tuple(verdict.label for verdict in (Verdict.REDO, Verdict.KEY, Verdict.MEETING))
_NOT_SENT = (Status.DECLINED, Status.ON_SPOT, Status.WITHDRAWN, Status.MERGED)


@dataclass(frozen=True)
class Piece:
    """One sheet of the volume: what stands in the list, the document itself, and of which record it is printed."""

    number: str
    name: str
    day: date | None
    document: Document
    record_id: int = 0


def volume(
    session: Session,
    opinion_id: int,
    *,
    hidden: bool = False,
    coded: bool = True,
    finish: Callable[[Document], Document] = lambda document: document,
) -> list[Document]:
    """The front and all pieces, their pages counted through; what is missing does not stop it.

    `finish` is done to each before the pages are counted.
    """
    from lianluozhan.printing.families.volume import volume_front
    from lianluozhan.printing.layout import lay_out

    file = opinions.file_of(session, opinion_id)
    found = pieces(session, opinion_id, hidden=hidden, coded=coded)
    found = [replace(piece, document=finish(piece.document)) for piece in found]
    counts = [len(lay_out(piece.document)) for piece in found]
    title = opinions.masked(file).opinion.title if hidden else file.opinion.title
    front = volume_front(
        file.station.name,
        f"社情民意卷\n{file.opinion.number}\n{title}",
        (file.opinion.received_on, file.opinion.closed_on),
        [(piece.name, piece.day, count) for piece, count in zip(found, counts, strict=True)],
        retention=RETENTION,
        compiled_by=session.staff.name,
    )
    return [finish(front), *placed([piece.document for piece in found], counts)]


def placed(documents: Sequence[Document], counts: Sequence[int]) -> Iterator[Document]:
    """The documents of a volume with the pages on which they begin; `counts` are their pages."""
    first, total = 1, sum(counts)
    for document, count in zip(documents, counts, strict=True):
        yield numbered_from(document, first, total)
        first += count


def numbered_from(document: Document, first: int, total: int) -> Document:
    """The same with page numbers that begin at `first`, of `total`."""
    numbered = replace(document, first_page=first, all_pages=total)
    return numbered if first % 2 else _on_a_front(numbered)


def _on_a_front(document: Document) -> Document:
    """A sheet that begins with an even page all the same begins on the front of its paper."""
    paper = document.paper
    return replace(document, paper=replace(paper, left=paper.right, right=paper.left)) if paper.mirrored else document


def pieces(session: Session, opinion_id: int, *, hidden: bool = False, coded: bool = True) -> list[Piece]:
    """Every sheet there is of a matter, in the order in which it is bound."""
    file = opinions.file_of(session, opinion_id)
    masked = hidden or file.opinion.keeps_secret
    found: list[Piece] = []
    for number in _numbers():
        form = FORMS[number]
        versions = [*_of_opinion(number, file)] if form.of == "opinions" else [*_hanging(session, form.of, opinion_id)]
        if number == REGISTRATION:
            versions += _joined(session, opinion_id)
        source = SOURCES[form.of]
        for record_id, record, name, day in versions:
            refuse = source.refusals.get(number)
            if refuse and refuse(record):
                continue
            shown = source.masked(record) if hidden or (masked and form.outside) else record
            document = dress(session, number, form.draw((shown,) if form.together else shown, None))
            code = code_of(number, record_id) if coded else ""
            found.append(Piece(number, name or form.title, day, replace(document, code=code), record_id))
    if file.attachments:
        from lianluozhan.printing.forms.attachment_list import TITLE as LIST
        from lianluozhan.printing.forms.attachment_list import attachment_list

        shown = opinions.masked(file) if hidden else file
        found.append(Piece("", LIST, session.today, attachment_list(shown)))
    return _told_apart(found)


def missing(session: Session, opinion_id: int) -> list[str]:
    """What a whole volume of this matter would still need, in words; empty when nothing is missing."""
    file = opinions.file_of(session, opinion_id)
    opinion, status = file.opinion, file.opinion.status
    sent = [entry.dispatch for entry in file.dispatches if entry.dispatch.kind is DispatchKind.DISPATCH]
    own_way = status in _NOT_SENT
    open_promise = session.select(Promise, "opinion_id = ? AND voided_on IS NULL", (opinion.id,))
    waiting = session.select(Application, "opinion_id = ? AND voided_on IS NULL", (opinion.id,))
    needed = (
        (opinion.closed_on is None and not own_way, "还没有办结，没有办结销号审批表"),
        (not file.dispatches and not own_way, "没有交办单"),
        (any(not dispatch.received_on for dispatch in sent), "交办单没有签收日期"),
        (not file.replies and not own_way, "没有答复函"),
        (bool(file.replies) and not file.feedbacks and not opinion.is_anonymous, "没有告知反映人的记录"),
        (bool(file.replies) and not file.evaluations and not opinion.is_anonymous, "没有征询意见表"),
        (any(each.decision is None for each in waiting), "退办、延期申请还没有审批"),
        (any(promise.state is PromiseState.OPEN for promise in open_promise), "承诺事项还在跟踪"),
        (bool(_unscanned(file)), f"有 {len(_unscanned(file))} 张签字件没有扫描件"),
    )
    return [words for is_missing, words in needed if is_missing]


def _unscanned(file: OpinionFile) -> list[Any]:
    on_paper = [step for step in file.steps if step.source.value == "paper" and step.voided_on is None]
    return [step for step in on_paper if step.attachment_id is None]


def _numbers() -> Iterator[str]:
    """The forms that belong into a volume, in binding order; those of later make come before the attachments."""
    yield from (number for number in ORDER if number in FORMS)
    known = {"opinions", *HANGING} & set(SOURCES)
    others = (form for number, form in FORMS.items() if form.of in known and number not in ORDER)
    yield from (form.number for form in others if form.of != "opinions" and not form.together)


# Versions of a matter -------------------------------------------------------------------------------------------

Version = tuple[int, Any, str, date | None]


def _of_opinion(number: str, file: OpinionFile) -> Iterator[Version]:
    """The file as it was for each sheet of this form: once for each reply, judgement or dispatch."""
    key, title = file.opinion.id, FORMS[number].title
    match number:
        case "F16":
            for n, reply in enumerate(file.replies):
                yield key, as_of_reply(file, n), f"{title} {reply.document_number}".strip(), reply.replied_on
        case "F17":
            for n, given in enumerate(file.evaluations):
                yield key, as_of_evaluation(file, n), title, given.evaluated_on
        case "F12":
            for n, entry in reversed(list(enumerate(file.dispatches))):
                if entry.dispatch.kind is DispatchKind.DISPATCH:
                    name = f"{title} {entry.dispatch.number}".strip()
                    yield key, _as_of_dispatch(file, n), name, entry.dispatch.dispatched_on
        case "F18":
            for n, given in enumerate(file.evaluations):
                if given.decided_on and given.decision.startswith(_SENT_BACK):
                    yield key, as_of_evaluation(file, n), title, given.decided_on
        case "F14B":
            if pressed := [press for press in file.presses if press.voided_on is None]:
                yield key, file, title, pressed[0].acted_on
        case "F20":
            if file.opinion.closed_on or any(step.name == "apply_close" for step in file.steps):
                yield key, file, title, file.opinion.closed_on
        case _:
            yield key, file, title, file.opinion.registered_on or file.opinion.received_on


def as_of_reply(file: OpinionFile, n: int) -> OpinionFile:
    """The file when its reply of this number, from 0, was the newest."""
    reply = file.replies[n]
    before = [e for e in file.evaluations if e.decided_on and e.decided_on <= (reply.replied_on or e.decided_on)]
    return replace(
        _under(file, _dispatch_of(file, reply)),
        opinion=replace(file.opinion, result_class=reply.result_class, replied_on=reply.replied_on),
        replies=file.replies[: n + 1],
        evaluations=tuple(before) if n + 1 < len(file.replies) else file.evaluations,
    )


def as_of_evaluation(file: OpinionFile, n: int) -> OpinionFile:
    """The file when its judgement of this number, from 0, was the newest."""
    given = file.evaluations[n]
    if n + 1 == len(file.evaluations):
        return file
    replied = _until(file.replies, given, "replied_on")
    cut = as_of_reply(file, len(replied) - 1) if replied else file
    return replace(
        cut,
        replies=replied,
        feedbacks=_until(file.feedbacks, given, "told_on"),
        evaluations=file.evaluations[: n + 1],
        opinion=replace(cut.opinion, satisfaction=given.result.value),
    )


def _until(records: Sequence[Any], given: Evaluation, name: str) -> tuple[Any, ...]:
    day = given.evaluated_on
    return tuple(record for record in records if day is None or (getattr(record, name) or day) <= day)


def _as_of_dispatch(file: OpinionFile, n: int) -> OpinionFile:
    """The file when its dispatch of this number, from 0 for the newest, was the newest."""
    return _under(file, file.dispatches[n])


def _under(file: OpinionFile, entry: DispatchFile | None) -> OpinionFile:
    """The file while this dispatch was the one that held."""
    if entry is None or entry is file.dispatches[0]:
        return file
    return replace(file, dispatches=file.dispatches[file.dispatches.index(entry) :], lead_body=entry.lead)


def _dispatch_of(file: OpinionFile, reply: Reply) -> DispatchFile | None:
    """The dispatch that a reply answers."""
    named = [entry for entry in file.dispatches if entry.dispatch.id == reply.dispatch_id]
    day = reply.replied_on
    by_then = [e for e in file.dispatches if day and (e.dispatch.dispatched_on or day) <= day]
    return next(iter(named or by_then), None)


def _joined(session: Session, opinion_id: int) -> Iterator[Version]:
    """The registration form of every matter that was joined to this one; it lies behind the main one."""
    for joined in joined_to(session, opinion_id):
        name = f"{FORMS[REGISTRATION].title}（并案 {joined.number}）"
        yield joined.id, opinions.file_of(session, joined.id), name, joined.registered_on


# What hangs on it -----------------------------------------------------------------------------------------------


def _hanging(session: Session, table: str, opinion_id: int) -> Iterator[Version]:
    """The records of a kind that belong to a matter, the oldest first, without those voided."""
    if table not in HANGING or table not in SOURCES:
        return
    source = SOURCES[table]
    for record in session.select(HANGING[table], "opinion_id = ? AND voided_on IS NULL", (opinion_id,), order="id"):
        day = next((value for name in _DAYS if (value := getattr(record, name, None))), None)
        yield record.id, source.read(session, record.id), "", day


_DAYS = ("acted_on", "applied_on", "raised_on", "made_on")


def _told_apart(found: list[Piece]) -> list[Piece]:
    """Sheets of one name get a number behind it."""
    names = [piece.name for piece in found]
    seen: dict[str, int] = {}
    out = []
    for piece in found:
        seen[piece.name] = seen.get(piece.name, 0) + 1
        many = names.count(piece.name) > 1
        out.append(replace(piece, name=f"{piece.name}（第 {seen[piece.name]} 份）") if many else piece)
    return out


__all__ = ["ORDER", "TITLE", "VOLUME", "Piece", "missing", "numbered_from", "pieces", "placed", "volume"]
