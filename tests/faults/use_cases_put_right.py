"""The use cases that put right, void, take back and bring back what was entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from lianluozhan.models import (
    activities,
    boxes,
    calls,
    categories,
    contacts,
    deputies,
    deputy_photos,
    groups,
    handovers,
    looks,
    official,
    opinions,
    people_files,
    phrases,
    places,
    raising,
    staff,
    views,
    voter_reports,
)
from lianluozhan.models.boxes import Treatment
from lianluozhan.models.groups import GroupMember, GroupPost
from lianluozhan.models.opinions import applying, promising, supervising
from lianluozhan.models.opinions.applying import Decision
from lianluozhan.models.opinions.promising import PromiseCheck, PromiseState
from lianluozhan.models.opinions.record import Status
from lianluozhan.models.opinions.supervising import Level
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.places import Village
from lianluozhan.models.receptions import approving, arranging, day, noticing, summing, visiting
from lianluozhan.models.service import entering
from lianluozhan.models.staff import Appointment, Post
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, case, first
from tests.faults.use_cases_beside import (
    applied,
    call,
    merged,
    opened,
    pressing,
    promised,
    suggestion,
    suggestion_answered,
)
from tests.faults.use_cases_of_matters import answer, sent_matter, telling
from tests.faults.use_cases_of_people import PHOTO, contact, entered_activity, group, handover, record, report
from tests.faults.use_cases_of_receptions import coming, held, noticed, planned, reviewed, submitted, talking, today
from tests.faults.use_cases_of_the_station import document, newcomer, view

_M, _R, _O = "models/", "models/receptions/", "models/opinions/"


def contacted(desk: Desk) -> int:
    return contacts.enter(desk.officer, contact(desk)).id


def called(desk: Desk) -> int:
    return calls.enter(desk.officer, call(desk)).id


def box(desk: Desk) -> int:
    piece = opened(desk)
    return int(desk.officer.value("SELECT opening_id FROM box_pieces WHERE id = ?", (piece,)))


def deed(desk: Desk) -> int:
    return entering.enter(desk.officer, record(desk)).id


def reported(desk: Desk) -> int:
    return voter_reports.enter(desk.officer, report(desk)).id


def listed(desk: Desk) -> int:
    return handovers.write(desk.head, *handover(desk)).id


def member(desk: Desk) -> int:
    return desk.officer.select(GroupMember, "ends_on IS NULL")[2].id


def kept(desk: Desk) -> int:
    """A promise that was kept; its submitter is still to be told."""
    found = promised(desk)
    check = PromiseCheck(
        promise_id=found,
        checked_on=desk.officer.today,
        asked="周长福",
        words="灯亮了",
        found=PromiseState.KEPT,
    )
    return promising.follow(desk.officer, check).id


def pressed(desk: Desk) -> int:
    """A slip of supervision that waits for the head."""
    found = sent_matter(desk)
    made = replace(pressing(desk), level=Level.SUPERVISION, problems="逾期未办", requirement="限期办结", answered_by="")
    until = desk.officer.today + timedelta(days=10)
    return supervising.press(desk.officer, found, replace(made, basis="交办单", reply_by=until)).id


def issued(desk: Desk) -> int:
    return supervising.issue(desk.head, pressed(desk)).id


def granted(desk: Desk) -> int:
    until = desk.head.today + timedelta(days=40)
    return applying.decide(desk.head, applied(desk), Decision.AGREED, "同意", until=until, vice_words="同意").id


def joined(desk: Desk) -> int:
    """A matter that was joined to another one, which has been answered."""
    found = merged(desk)
    main = opinions.main_of(desk.officer, found).id
    opinions.dispatch(desk.officer, main, lead_body_id=3, requirement="请办理。")
    opinions.reply(desk.officer, answer(desk, main))
    return found


def posted(desk: Desk) -> int:
    return noticing.post(desk.officer, noticed(desk), desk.base.at, "公开栏", "周长福", photos=[LETTER]).id


def signed_by(session: Any) -> Signed:
    return Signed(session.staff.id, session.today)


def appointment(desk: Desk) -> int:
    return desk.officer.select(Appointment, "staff_id = ?", (newcomer(desk),))[0].id


def retired(desk: Desk) -> int:
    found = newcomer(desk)
    return staff.retire_staff(desk.administrator, found, desk.officer.today).id


def started(desk: Desk) -> date:
    return desk.officer.today - timedelta(days=1)


def mandate(desk: Desk) -> int:
    return int(desk.officer.value("SELECT id FROM mandates WHERE deputy_id = 4"))


MATTERS_PUT_RIGHT = (
    case(_O + "applying.py tell_body", lambda d, x: applying.tell_body(d.officer, x, "电话", d.officer.today), granted),
    case(_O + "merging.py inform_joined", lambda d, x: opinions.inform_joined(d.officer, telling(d, x)), joined),
    case(_O + "promising.py tell", lambda d, x: promising.tell(d.officer, x, _of(d, x)), kept),
    case(_O + "promising.py reopen", lambda d, x: promising.reopen(d.officer, x, "又坏了"), kept),
    case(_O + "supervising.py issue", lambda d, x: supervising.issue(d.head, x), pressed),
    case(_O + "supervising.py void", lambda d, x: supervising.void(d.head, x, "误录"), pressed),
    case(
        _O + "supervising.py enter_slip",
        lambda d, x: supervising.enter_slip(d.officer, x, "已办", d.officer.today, "张三"),
        issued,
    ),
    case(_M + "raising.py edit", lambda d, x: raising.edit(d.officer, x, content="改过" * 50), suggestion),
    case(_M + "raising.py void", lambda d, x: raising.void(d.officer, x, "重复"), suggestion),
    case(
        _M + "raising.py close",
        lambda d, x: raising.close(d.officer, x, d.officer.today),
        lambda d: raising.judge(d.officer, suggestion_answered(d), "满意").id,
    ),
    case(_M + "boxes.py edit", lambda d, x: boxes.edit(d.officer, x, note="改过"), box),
    case(_M + "boxes.py treat", lambda d, x: boxes.treat(d.officer, x, Treatment.OTHER, "广告"), opened),
    case(_M + "boxes.py void", lambda d, x: boxes.void(d.officer, x, "重复"), box),
    case(
        _M + "boxes.py unvoid",
        lambda d, x: boxes.unvoid(d.officer, x),
        lambda d: boxes.void(d.officer, box(d), "重复").id,
    ),
    case(_M + "calls.py edit", lambda d, x: calls.edit(d.officer, x, content="改过"), called),
    case(_M + "calls.py link", lambda d, x: calls.link(d.officer, x, first(d.officer, Status.IN_REVIEW)), called),
    case(_M + "calls.py void", lambda d, x: calls.void(d.officer, x, "重复"), called),
    case(
        _M + "calls.py unvoid",
        lambda d, x: calls.unvoid(d.officer, x),
        lambda d: calls.void(d.officer, called(d), "重复").id,
    ),
)


def _of(desk: Desk, promise_id: int) -> Any:
    found = int(desk.officer.value("SELECT opinion_id FROM promises WHERE id = ?", (promise_id,)))
    return telling(desk, found)


RECEPTIONS_PUT_RIGHT = (
    case(_R + "approving.py edit_plan", lambda d, x: approving.edit_plan(d.officer, x, note="改过"), planned),
    case(_R + "approving.py send_back_review", lambda d, x: approving.send_back_review(d.vice, x, "重排"), submitted),
    case(
        _R + "approving.py send_back_approval",
        lambda d, x: approving.send_back_approval(d.head, x, "重排"),
        reviewed,
    ),
    case(
        _R + "approving.py record_signed",
        lambda d, x: approving.record_signed(d.officer, x, signed_by(d.vice), signed_by(d.head)),
        planned,
    ),
    case(
        _R + "approving.py unvoid_plan",
        lambda d, x: approving.unvoid_plan(d.head, x),
        lambda d: approving.void_plan(d.head, planned(d), "错").id,
    ),
    case(
        _R + "arranging.py resume",
        lambda d, x: arranging.resume(d.officer, x),
        lambda d: arranging.cancel(d.officer, coming(d), "停电").id,
    ),
    case(_R + "arranging.py void", lambda d, x: arranging.void(d.head, x, "错"), today),
    case(
        _R + "arranging.py unvoid",
        lambda d, x: arranging.unvoid(d.head, x),
        lambda d: arranging.void(d.head, today(d), "错").id,
    ),
    case(
        _R + "day.py add_deputy",
        lambda d, x: day.add_deputy(d.officer, x, 5),
        lambda d: day.open_day(d.officer, today(d)).id,
    ),
    case(_R + "day.py reopen_day", lambda d, x: day.reopen_day(d.officer, x), held),
    case(_R + "noticing.py edit", lambda d, x: noticing.edit(d.officer, x, attention="带身份证"), noticed),
    case(_R + "noticing.py void", lambda d, x: noticing.void(d.head, x, "错"), noticed),
    case(
        _R + "noticing.py unvoid",
        lambda d, x: noticing.unvoid(d.head, x),
        lambda d: noticing.void(d.head, noticed(d), "错").id,
    ),
    case(_R + "noticing.py add_photos", lambda d, x: noticing.add_photos(d.officer, x, [PHOTO]), posted),
    case(_R + "noticing.py withdraw", lambda d, x: noticing.withdraw(d.officer, x, d.officer.today, "改期"), posted),
    case(
        _R + "summing.py unbind",
        lambda d, x: summing.unbind(d.officer, x),
        lambda d: summing.bind(d.officer, held(d), d.officer.today, "照样").id,
    ),
    case(_R + "visiting.py void", lambda d, x: visiting.void(d.head, x, "重复"), talking),
    case(
        _R + "visiting.py unvoid",
        lambda d, x: visiting.unvoid(d.head, x),
        lambda d: visiting.void(d.head, talking(d), "重复").id,
    ),
)
PEOPLE_PUT_RIGHT = (
    case(_M + "activities.py edit", lambda d, x: activities.edit(d.officer, x, [1, 4], content="改"), entered_activity),
    case(
        _M + "activities.py unvoid",
        lambda d, x: activities.unvoid(d.head, x),
        lambda d: activities.void(d.head, entered_activity(d), "取消").id,
    ),
    case(
        _M + "contacts.py link", lambda d, x: contacts.link(d.officer, x, first(d.officer, Status.IN_REVIEW)), contacted
    ),
    case(
        _M + "contacts.py unvoid",
        lambda d, x: contacts.unvoid(d.head, x),
        lambda d: contacts.void(d.head, contacted(d), "重复").id,
    ),
    case(_M + "deputies.py unmask", lambda d, x: deputies.unmask(d.officer, 1)),
    case(
        _M + "deputies.py correct_mandate",
        lambda d, x: deputies.correct_mandate(d.officer, x, delegation="一团"),
        mandate,
    ),
    case(
        _M + "deputy_photos.py void_photo",
        lambda d, x: deputy_photos.void_photo(d.officer, 1),
        lambda d: deputy_photos.put_photo(d.officer, 1, PHOTO).id,
    ),
    case(_M + "groups.py edit", lambda d, x: groups.edit(d.officer, x, place="村委会"), group),
    case(_M + "groups.py dissolve", lambda d, x: groups.dissolve(d.officer, 1, d.officer.today)),
    case(
        _M + "groups.py appoint",
        lambda d, x: groups.appoint(d.officer, x, GroupPost.LEADER, d.officer.today, succeed=True),
        member,
    ),
    case(_M + "handovers/writing.py edit", lambda d, x: handovers.edit(d.head, x, note="改过"), listed),
    case(_M + "handovers/writing.py void", lambda d, x: handovers.void(d.head, x, "重写"), listed),
    case(
        _M + "handovers/writing.py unvoid",
        lambda d, x: handovers.unvoid(d.head, x),
        lambda d: handovers.void(d.head, listed(d), "重写").id,
    ),
    case(
        _M + "handovers/writing.py add_scan",
        lambda d, x: handovers.add_scan(d.head, x, LETTER),
        lambda d: handovers.note_signed(d.head, listed(d), d.officer.today).id,
    ),
    case(_M + "people_files.py put_photo", lambda d, x: people_files.put_photo(d.officer, 2, PHOTO)),
    case(_M + "service/entering.py edit", lambda d, x: entering.edit(d.officer, x, content="改过"), deed),
    case(_M + "service/entering.py void", lambda d, x: entering.void(d.head, x, "重复"), deed),
    case(
        _M + "service/entering.py unvoid",
        lambda d, x: entering.unvoid(d.head, x),
        lambda d: entering.void(d.head, deed(d), "重复").id,
    ),
    case(_M + "staff.py edit_staff", lambda d, x: staff.edit_staff(d.administrator, x, duties="收发"), newcomer),
    case(
        _M + "staff.py appoint",
        lambda d, x: staff.appoint(d.administrator, x, Post.LIAISON_OFFICER, d.officer.today),
        newcomer,
    ),
    case(
        _M + "staff.py end_appointment",
        lambda d, x: staff.end_appointment(d.administrator, x, d.officer.today),
        appointment,
    ),
    case(
        _M + "staff.py correct_appointment",
        lambda d, x: staff.correct_appointment(d.administrator, x, started(d), None),
        appointment,
    ),
    case(_M + "staff.py retire_staff", lambda d, x: staff.retire_staff(d.administrator, x, d.officer.today), newcomer),
    case(_M + "staff.py bring_back_staff", lambda d, x: staff.bring_back_staff(d.administrator, x), retired),
    case(_M + "staff.py succeed", lambda d, x: staff.succeed(d.administrator, x, Post.HEAD, d.officer.today), newcomer),
    case(_M + "voter_reports.py edit", lambda d, x: voter_reports.edit(d.officer, x, body="改过" * 50), reported),
    case(
        _M + "voter_reports.py count",
        lambda d, x: voter_reports.count(
            d.officer, x, ballots_given=43, ballots_returned=43, ballots_valid=42, votes_1=30, votes_2=12
        ),
        reported,
    ),
    case(_M + "voter_reports.py void", lambda d, x: voter_reports.void(d.head, x, "重复"), reported),
    case(
        _M + "voter_reports.py unvoid",
        lambda d, x: voter_reports.unvoid(d.head, x),
        lambda d: voter_reports.void(d.head, reported(d), "重复").id,
    ),
)
STATION_PUT_RIGHT = (
    case(_M + "categories.py edit", lambda d, x: categories.edit(d.head, x, name="改名"), lambda d: category(d)),
    case(_M + "categories.py retire", lambda d, x: categories.retire(d.head, x), lambda d: category(d)),
    case(
        _M + "categories.py bring_back",
        lambda d, x: categories.bring_back(d.head, x),
        lambda d: categories.retire(d.head, category(d)).id,
    ),
    case(
        _M + "looks.py reset",
        lambda d, x: looks.reset(d.head, "F10"),
        lambda d: looks.change(d.head, "F10", title="簿").id,
    ),
    case(_M + "looks.py retire_template", lambda d, x: looks.retire_template(d.head, "F122"), lambda d: template(d)),
    case(
        _M + "looks.py save_template",
        lambda d, x: looks.save_template(d.head, "F122", d.folder / "a.docx"),
        lambda d: template(d),
    ),
    case(_M + "official.py edit", lambda d, x: official.edit(d.officer, x, body="改过" * 50), document),
    case(_M + "official.py copy", lambda d, x: official.copy(d.officer, x), document),
    case(_M + "official.py void", lambda d, x: official.void(d.head, x, "错"), document),
    case(
        _M + "official.py unvoid",
        lambda d, x: official.unvoid(d.head, x),
        lambda d: official.void(d.head, document(d), "错").id,
    ),
    case(
        _M + "official.py record_signed",
        lambda d, x: official.record_signed(d.officer, x, d.head.staff.id, d.officer.today, [LETTER]),
        document,
    ),
    case(_M + "phrases.py edit", lambda d, x: phrases.edit(d.officer, 1, words="改过")),
    case(_M + "phrases.py retire", lambda d, x: phrases.retire(d.officer, 1)),
    case(
        _M + "phrases.py bring_back",
        lambda d, x: phrases.bring_back(d.officer, 1),
        lambda d: phrases.retire(d.officer, 1).id,
    ),
    case(_M + "places.py edit", lambda d, x: places.edit(d.officer, Village, 2, name="改名村")),
    case(
        _M + "places.py bring_back",
        lambda d, x: places.bring_back(d.officer, Village, x),
        lambda d: places.retire(d.officer, Village, places.add(d.officer, Village(name="新村")).id).id,
    ),
    case(_M + "views.py rename", lambda d, x: views.rename(d.officer, x, "另一个名"), view),
    case(_M + "views.py retire", lambda d, x: views.retire(d.officer, x), view),
)


def category(desk: Desk) -> int:
    return categories.add(desk.head, "新分类", None).id


def template(desk: Desk) -> int:
    return looks.accept_template(desk.head, "F122", "通知模板.docx", b"PK" * 5000).id


PUT_RIGHT = (*MATTERS_PUT_RIGHT, *RECEPTIONS_PUT_RIGHT, *PEOPLE_PUT_RIGHT, *STATION_PUT_RIGHT)
