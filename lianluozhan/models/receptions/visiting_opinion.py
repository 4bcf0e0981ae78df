"""What a reception cannot answer on the spot becomes a registration form, in the same action (4.2.3, 5.1.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import calendars, deadlines, settings
from ..errors import RuleError
from ..opinions import registering
from ..opinions.flow import EDITABLE
from ..opinions.record import Channel, Identity, Opinion, Screening
from ..places import Village
from ..session import Session
from .record import Reception, Visit, VisitTreatment

# field of the sheet: field of the form
CARRIED = {
    "name": "submitter_name",
    "sex": "sex",
    "age": "age",
    "phone": "phone",
    "village_id": "village_id",
    "address": "address",
    "people_count": "people_count",
    "keeps_secret": "keeps_secret",
    "deputy_ids": "deputy_ids",
    "subject": "title",
    "content": "content",
    "request": "request",
    "category_id": "category_id",
}
_PROPOSALS = {
    VisitTreatment.TOWNSHIP: "建议交镇人民政府（街道办事处）有关部门办理",
    VisitTreatment.COUNTY: "超出本级职责，建议报县级人大代表机构",
    VisitTreatment.SUGGESTION: "建议由接待代表形成书面建议",
    VisitTreatment.DECLINED: "不属受理范围，建议不予受理",
}
TITLE_LENGTH = 40


def form_of(session: Session, visit: Visit) -> Opinion | None:
    """The form in force that came of a sheet."""
    found = session.find(Opinion, visit.opinion_id) if visit.opinion_id else None
    return None if found is None or found.voided_on else found


def check_no_form(session: Session, visit: Visit) -> None:
    """RuleError when a form in force hangs on the sheet."""
    form = form_of(session, visit)
    if form is not None:
        raise RuleError(
            f"{visit.name}反映的事已经登记成 {form.number or '一张草稿'}，接待记录不能作废。"
            "要作废，请先在社情民意里作废那一件。"
        )


def settle(session: Session, reception: Reception, visit: Visit) -> Visit:
    """Register what is not answered on the spot, once; with the day until which the resident hears of it."""
    form = form_of(session, visit)
    if visit.treatment is VisitTreatment.ON_SPOT:
        if form is not None:
            raise RuleError(
                f"这件事已经登记成 {form.number or '一张草稿'}，不能再改成当场答复。要改，请先在社情民意里作废那一件。"
            )
        return session.change(visit, opinion_id=None, reply_by=None)
    if form is not None:
        return visit
    made = registering.add_from_register(session, _opinion(session, reception, visit))
    assert reception.held_on is not None
    return session.change(visit, opinion_id=made.id, reply_by=reply_by(session, reception.held_on))


def reply_by(session: Session, held_on: date) -> date:
    """Until when somebody whose matter was not answered on the spot is told how it stands."""
    return deadlines.count(held_on, settings.term(session, "reply.voter_days"), calendars.load(session)).due_on


def carry_over(session: Session, before: Visit, now: Visit) -> None:
    """What was corrected on the sheet is corrected on its form too, while that is still with the officer."""
    form = form_of(session, now)
    if form is None:
        return
    changed = [name for name in CARRIED if getattr(before, name) != getattr(now, name)]
    if not changed and before.treatment is now.treatment:
        return
    if form.status not in EDITABLE:
        raise RuleError(
            f"这件事已经登记成 {form.number or '一张草稿'}，现在是“{form.status.label}”，记录的内容不能再改。"
            "要改，请先请审核人退回。"
        )
    values = {CARRIED[name]: getattr(now, name) for name in changed}
    if before.treatment is not now.treatment:
        values |= _screening(session, session.get(Reception, now.reception_id or 0), now)
    session.change(form, **(values | ({"title": _title(now)} if "title" in values else {})))


def _opinion(session: Session, reception: Reception, visit: Visit) -> Opinion:
    values = {field: getattr(visit, name) for name, field in CARRIED.items()}
    values |= {"title": _title(visit), **_screening(session, reception, visit)}
    return Opinion(
        channel=Channel.RECEPTION,
        received_on=reception.held_on,
        registered_on=session.today,
        identity=Identity.CONSTITUENT,
        **values,
    )


def _title(visit: Visit) -> str:
    words = visit.subject.strip() or " ".join(visit.content.split())
    return words[:TITLE_LENGTH].rstrip("，、；：。")


def _screening(session: Session, reception: Reception, visit: Visit) -> dict[str, Any]:
    """What the treatment on the sheet means on the form; the proposal can still be put in other words there."""
    declined = visit.treatment is VisitTreatment.DECLINED
    village = session.find(Village, visit.village_id)
    proposal = _PROPOSALS.get(visit.treatment or VisitTreatment.TOWNSHIP, "")
    if visit.treatment is VisitTreatment.VILLAGE:
        proposal = f"建议交{village.name if village else '村（社区）'}办理"
    answer = f"代表接待时的解答：{visit.answer.strip()}" if visit.answer.strip() else ""
    return {
        "screening": Screening.DECLINE if declined else Screening.ACCEPT,
        "decline_ground": visit.decline_ground if declined else None,
        "referral": visit.referral if declined else "",
        "proposal": f"{proposal}。{answer}"[:2000],
        "proposed_body_id": _proposed_body(session, reception, visit, village),
    }


def _proposed_body(session: Session, reception: Reception, visit: Visit, village: Village | None) -> int | None:
    """The body that took charge at a joint reception; for the village its committee, where just one is known."""
    if visit.treatment is VisitTreatment.TOWNSHIP:
        return reception.lead_body_id
    if visit.treatment is not VisitTreatment.VILLAGE or village is None:
        return None
    sql = "SELECT id FROM handling_bodies WHERE kind = 'village' AND retired_on IS NULL AND instr(name, ?) = 1"
    found = session.rows(sql, (village.name,))
    return int(found[0][0]) if len(found) == 1 else None
