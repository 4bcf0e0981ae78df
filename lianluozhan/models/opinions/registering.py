"""Registration by the officer: the form, its correction, its submission, the answer on the spot (5.1.2, 4.2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from .. import numbering, settings
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..fields import check, fields_of
from ..session import Session
from ..staff import Post
from . import progress, trail
from .days import check_day
from .flow import EDITABLE, ready
from .handling import Evaluation, Feedback, Reply, Satisfaction, Told, Way
from .record import REFERRALS, Opinion, Screening, Status
from .trail import Signed

_KEPT_BY_THE_FLOW = frozenset(
    [
        "id",
        "number",
        "status",
        "registered_by",
        "holder",
        "due_on",
        "due_kind",
        "due_provisional",
        "lead_body_id",
        "result_class",
        "satisfaction",
        "replied_on",
        "closed_on",
        "file_number",
        "voided_on",
        "void_reason",
        "source_number",
        "import_batch_id",
        "merged_into",
    ]
)

if TYPE_CHECKING:
    from ..attachments import FileSource
FORM_FIELDS = tuple(column.name for column in fields(Opinion) if column.name not in _KEPT_BY_THE_FLOW)
_LOOKED_BACK = 500  # forms among which the officer's last one is looked for
_LATELY, _RECENT = 60, 5  # forms that say what is chosen often, and how many choices they give
_LABELS = {field.name: field.label for field in fields_of(Opinion)}


def blank(session: Session) -> Opinion:
    """A form as it lies before the officer: today, his name, the channel of his last form today; nothing is stored."""
    made = Opinion(received_on=session.today, registered_on=session.today, registered_by=session.staff.id)
    last = last_of(session)
    return replace(made, channel=last.channel) if last and last.registered_on == session.today else made


def last_of(session: Session) -> Opinion | None:
    """The form that this officer registered last, if it is among the newest."""
    newest = int(session.value("SELECT max(id) FROM opinions") or 0)
    where = "id > ? AND registered_by = ? AND import_batch_id IS NULL AND voided_on IS NULL"
    found = session.select(Opinion, where, (newest - _LOOKED_BACK, session.staff.id), order="id DESC LIMIT 1")
    return found[0] if found else None


def lately_used(session: Session, *fields: str) -> dict[str, list[int]]:
    """What was chosen on the newest forms in these fields (references of ours), the most used first."""
    newest = int(session.value("SELECT max(id) FROM opinions") or 0)
    rows = session.rows(f"SELECT {', '.join(fields)} FROM opinions WHERE id > ?", (newest - _LATELY,))
    counted = [Counter(row[at] for row in rows if row[at]) for at in range(len(fields))]
    return {name: [id_ for id_, _ in known.most_common(_RECENT)] for name, known in zip(fields, counted, strict=True)}


def register(session: Session, opinion: Opinion, files: Sequence[FileSource] = ()) -> Opinion:
    """Keep a new form as a draft; its number comes when it is submitted (5.1.2)."""
    with session.action("opinion.register"):
        return _add(session, opinion, files)


def register_and_submit(
    session: Session, opinion: Opinion, files: Sequence[FileSource] = (), *, signed: Signed | None = None
) -> Opinion:
    """Keep a new form and hand it to the vice head in one go (5.1.2, 5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.submit"):
        return _submit(session, _add(session, opinion, files), signed)


def edit(
    session: Session, opinion_id: int, *, seen: Opinion | None = None, files: Sequence[FileSource] = (), **values: Any
) -> Opinion:
    """Correct a form that is a draft or was sent back; refused if somebody changed it since it was `seen`."""
    with session.action("opinion.edit"):
        return _edit(session, opinion_id, seen, files, values)


def edit_and_submit(
    session: Session, opinion_id: int, *, seen: Opinion | None = None, files: Sequence[FileSource] = (), **values: Any
) -> Opinion:
    """Correct a form and hand it to the vice head, both or neither (5.1.2, 5.1.3)."""
    with session.action("opinion.submit"):
        _edit(session, opinion_id, seen, files, values)
        return _submit(session, ready(session, opinion_id, "submit"), None)


def _edit(
    session: Session, opinion_id: int, seen: Opinion | None, files: Sequence[FileSource], values: dict[str, Any]
) -> Opinion:
    if strange := sorted(set(values) - set(FORM_FIELDS)):
        raise TypeError(f"not on the form: {', '.join(strange)}")
    opinion = session.get(Opinion, opinion_id)
    if opinion.status not in EDITABLE or opinion.voided_on:
        raise RuleError(f"这件已是“{opinion.status.label}”，登记内容不能再改。要改，请先请审核人退回。")
    if seen is not None and seen != opinion:
        raise RuleError("这件刚被别人改过，您写的还在，没有丢。请先看一下现在的内容，再改。")
    wanted = replace(opinion, **values)
    _check_form(session, wanted)
    changed = session.change(opinion, **(values | {"referral": _referral(wanted)})) if values else opinion
    _attach(session, changed, files)
    if opinion.status is Status.SENT_BACK and (words := _corrected(opinion, changed, len(files))):
        trail.write(session, changed, "edit", "修改登记表", words)
    return changed


def add_numbered(session: Session, opinion: Opinion, files: Iterable[FileSource]) -> Opinion:
    """A new form with its number at once, for one that goes no way of its own; inside an action."""
    return numbered(session, _add(session, opinion, files))


def add_from_register(session: Session, opinion: Opinion) -> Opinion:
    """A form that a register fills in: handed to the vice head if it is complete, else a draft; inside an action."""
    try:
        check_complete(opinion)
    except InvalidRecord:
        return _add(session, opinion, ())
    return _submit(session, _add(session, opinion, ()), None)


def numbered(session: Session, opinion: Opinion) -> Opinion:
    """The form with its number, given now if it has none; inside an action."""
    return session.change(opinion, number=_number(session, opinion))


def submit(session: Session, opinion_id: int, *, signed: Signed | None = None) -> Opinion:
    """Hand a form to the vice head; the first time it gets its number (5.1.2, 5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.submit"):
        return _submit(session, ready(session, opinion_id, "submit"), signed)


def answer_on_spot(
    session: Session,
    opinion_id: int,
    words: str,
    told_on: date,
    satisfaction: Satisfaction | None = None,
    *,
    reason: str = "",
) -> Opinion:
    """Enter what was answered at once; the matter ends here (4.2.3)."""
    with session.action("opinion.answer_on_spot"):
        opinion = ready(session, opinion_id, "answer_on_spot")
        check_complete(opinion, on_spot=True)
        _check_answer(session, opinion, words, told_on, satisfaction, reason)
        moved = session.change(
            opinion,
            number=_number(session, opinion),
            status=Status.ON_SPOT,
            screening=Screening.ON_SPOT,
            replied_on=told_on,
            closed_on=told_on,
            holder="",
            satisfaction=satisfaction.value if satisfaction else "",
        )
        me = session.staff
        session.add(Reply(opinion_id=opinion.id, content=words, replied_on=told_on, handler=me.name))
        session.add(Feedback(opinion_id=opinion.id, way=Way.IN_PERSON, told=Told.TOLD, told_on=told_on, told_by=me.id))
        if satisfaction:
            session.add(
                Evaluation(
                    opinion_id=opinion.id,
                    attitude=satisfaction,
                    result=satisfaction,
                    reason=reason,
                    way=Way.IN_PERSON,
                    evaluated_on=told_on,
                    taken_by=me.id,
                )
            )
        trail.write(session, moved, "answer_on_spot", "当场答复", words[:5000], acted_on=told_on)
        return progress.stop(session, moved, told_on)


def _add(session: Session, opinion: Opinion, files: Iterable[FileSource]) -> Opinion:
    form = {name: getattr(opinion, name) for name in FORM_FIELDS}
    form["registered_on"] = opinion.registered_on or session.today
    form["referral"] = _referral(opinion)
    new = Opinion(**form, registered_by=session.staff.id, holder=session.staff.name)
    _check_form(session, new)
    draft = session.add(new)
    trail.write(session, draft, "register", "登记")
    _attach(session, draft, files)
    return draft


def _submit(session: Session, opinion: Opinion, signed: Signed | None) -> Opinion:
    check_complete(opinion)
    if opinion.screening is Screening.ON_SPOT:
        raise RuleError("初步筛选选了“当场答复”，请用“当场答复”登记答复内容，不用送审。")
    on = session.today
    if signed:
        trail.check_signed(session, opinion, signed, Post.LIAISON_OFFICER)
        on = check_day(session, "signed_on", signed.signed_on, "签字日期", opinion.received_on)
    moved = session.change(
        opinion,
        number=_number(session, opinion),
        status=Status.IN_REVIEW,
        registered_on=min(on, opinion.registered_on or on),
        **progress.held_by_post(session, Post.VICE_HEAD),
    )
    trail.write(session, moved, "submit", "提交审核", _proposed(opinion), signed=signed)
    return progress.start(session, moved, "审核", on, "opinion.review_days")


def _check_form(session: Session, opinion: Opinion) -> None:
    problems = check(opinion)
    if opinion.received_on and opinion.received_on > session.today:
        problems["received_on"] = "“收到日期”不能晚于今天，请检查。"
    elif opinion.registered_on and opinion.registered_on > session.today:
        problems["registered_on"] = "“登记日期”不能晚于今天，请检查。"
    elif opinion.registered_on and opinion.received_on and opinion.registered_on < opinion.received_on:
        problems["registered_on"] = "“登记日期”不能早于“收到日期”，请检查。"
    if any(session.find(Deputy, deputy_id) is None for deputy_id in opinion.deputy_ids):
        problems["deputy_ids"] = "选的代表里有一位已找不到，请重新选择“反映代表”。"
    if problems:
        raise InvalidRecord(problems)


def check_complete(opinion: Opinion, *, on_spot: bool = False) -> None:
    """What must be filled before the form leaves the officer (5.1.2)."""
    problems = {}
    if not opinion.is_anonymous and not opinion.submitter_name.strip():
        problems["submitter_name"] = "请填写“反映人”；不愿留姓名的，请勾选“匿名”。"
    if opinion.category_id is None:
        problems["category_id"] = "请选择“分类”。"
    if not on_spot and not opinion.proposal.strip():
        problems["proposal"] = "请填写“拟办意见”。"
    if not on_spot and opinion.screening is Screening.DECLINE:
        if opinion.decline_ground is None:
            problems["decline_ground"] = "不予受理，请选择属于哪种情形。"
        elif not opinion.referral.strip():
            problems["referral"] = "不予受理，请写明引导反映人去哪里。"
    if problems:
        raise InvalidRecord(problems)


def _check_answer(
    session: Session, opinion: Opinion, words: str, told_on: date, satisfaction: Satisfaction | None, reason: str
) -> None:
    check_day(session, "told_on", told_on, "答复日期", opinion.received_on)
    if not words.strip():
        raise InvalidRecord({"content": "请填写“答复内容”。"})
    if satisfaction is Satisfaction.DISSATISFIED and not reason.strip():
        raise InvalidRecord({"reason": "选了“不满意”，请写明原因。"})
    entered = opinion.registered_on or session.today
    if entered != told_on and settings.value(session, "reply.on_spot_same_day") == "是":
        raise InvalidRecord(
            {
                "told_on": f"当场答复的要当日登记：答复在{told_on.month}月{told_on.day}日，登记在"
                f"{entered.month}月{entered.day}日。补录纸质登记表的，请把“登记日期”改成表上的日期。"
            }
        )


def _corrected(old: Opinion, new: Opinion, files: int) -> str:
    labels = [_LABELS[name] for name in FORM_FIELDS if getattr(old, name) != getattr(new, name)]
    parts = [f"改了：{'、'.join(labels)}"] if labels else []
    return "；".join(parts + ([f"添加附件 {files} 件"] if files else []))


def _proposed(opinion: Opinion) -> str:
    """The officer's own screening and proposal, kept in the trail whatever is decided later."""
    where = f"（{opinion.decline_ground.label}，建议去向：{opinion.referral}）" if opinion.decline_ground else ""
    return f"{opinion.screening.label}{where}。{opinion.proposal}"


def _referral(opinion: Opinion) -> str:
    if opinion.screening is Screening.DECLINE and opinion.decline_ground and not opinion.referral.strip():
        return REFERRALS[opinion.decline_ground]
    return opinion.referral


def _number(session: Session, opinion: Opinion) -> str:
    return opinion.number or numbering.next_number(session, numbering.OPINION, session.today.year)


def _attach(session: Session, opinion: Opinion, files: Iterable[FileSource]) -> None:
    from ..attachments import attach

    for path in files:
        attach(session, "opinions", opinion.id, path, "来件附件")
